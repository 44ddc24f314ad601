//! Counter styles: how the items of a list are numbered (CSS Counter Styles 3).

use crate::document::css::numerals::Numerals;

/// A predefined counter style.
#[derive(Debug, PartialEq)]
pub(in crate::document) struct CounterStyle {
    name: &'static str,
    system: System,
    /// What follows the number, without blanks.
    suffix: &'static str,
}

#[derive(Debug, PartialEq)]
enum System {
    /// Positional, with ten digits.
    Numeric(&'static str),
    /// Decimal with at least two digits.
    LeadingZero,
    /// `a`, `b`, … `z`, `aa`.
    Alphabetic(&'static str),
    /// One symbol for each number from 1, and no more.
    Fixed(&'static str),
    /// The symbols for 1 to 9 of each place, ones first.
    Places(&'static [&'static [&'static str]]),
    /// Chinese, Japanese and Korean numbers below 10,000.
    Numerals(Numerals),
}

const fn style(name: &'static str, system: System) -> CounterStyle {
    CounterStyle { name, system, suffix: "." }
}

const fn east_asian(name: &'static str, system: System) -> CounterStyle {
    CounterStyle { name, system, suffix: "、" }
}

const fn numerals(name: &'static str, numerals: Numerals, suffix: &'static str) -> CounterStyle {
    CounterStyle { name, system: System::Numerals(numerals), suffix }
}

const CJK_DIGITS: &str = "〇一二三四五六七八九";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

const LOWER_ROMAN: System = System::Places(&[
    &["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"],
    &["x", "xx", "xxx", "xl", "l", "lx", "lxx", "lxxx", "xc"],
    &["c", "cc", "ccc", "cd", "d", "dc", "dcc", "dccc", "cm"],
    &["m", "mm", "mmm"],
]);
const UPPER_ROMAN: System = System::Places(&[
    &["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"],
    &["X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC"],
    &["C", "CC", "CCC", "CD", "D", "DC", "DCC", "DCCC", "CM"],
    &["M", "MM", "MMM"],
]);
const UPPER_ARMENIAN: System = System::Places(&[
    &["Ա", "Բ", "Գ", "Դ", "Ե", "Զ", "Է", "Ը", "Թ"],
    &["Ժ", "Ի", "Լ", "Խ", "Ծ", "Կ", "Հ", "Ձ", "Ղ"],
    &["Ճ", "Մ", "Յ", "Ն", "Շ", "Ո", "Չ", "Պ", "Ջ"],
    &["Ռ", "Ս", "Վ", "Տ", "Ր", "Ց", "Ւ", "Փ", "Ք"],
]);
const LOWER_ARMENIAN: System = System::Places(&[
    &["ա", "բ", "գ", "դ", "ե", "զ", "է", "ը", "թ"],
    &["ժ", "ի", "լ", "խ", "ծ", "կ", "հ", "ձ", "ղ"],
    &["ճ", "մ", "յ", "ն", "շ", "ո", "չ", "պ", "ջ"],
    &["ռ", "ս", "վ", "տ", "ր", "ց", "ւ", "փ", "ք"],
]);
const GEORGIAN: System = System::Places(&[
    &["ა", "ბ", "გ", "დ", "ე", "ვ", "ზ", "ჱ", "თ"],
    &["ი", "კ", "ლ", "მ", "ნ", "ჲ", "ო", "პ", "ჟ"],
    &["რ", "ს", "ტ", "ჳ", "ფ", "ქ", "ღ", "ყ", "შ"],
    &["ჩ", "ც", "ძ", "წ", "ჭ", "ხ", "ჴ", "ჯ", "ჰ"],
    &["ჵ"],
]);
const HEBREW: System = System::Places(&[
    &["א", "ב", "ג", "ד", "ה", "ו", "ז", "ח", "ט"],
    &["י", "כ", "ל", "מ", "נ", "ס", "ע", "פ", "צ"],
    &["ק", "ר", "ש", "ת", "תק", "תר", "תש", "תת", "תתק"],
]);

const DECIMAL: CounterStyle = style("decimal", System::Numeric("0123456789"));
const CJK_DECIMAL: CounterStyle = east_asian("cjk-decimal", System::Numeric(CJK_DIGITS));

static STYLES: &[CounterStyle] = &[
    DECIMAL,
    CJK_DECIMAL,
    style("decimal-leading-zero", System::LeadingZero),
    style("lower-alpha", System::Alphabetic(LOWER)),
    style("lower-latin", System::Alphabetic(LOWER)),
    style("upper-alpha", System::Alphabetic(UPPER)),
    style("upper-latin", System::Alphabetic(UPPER)),
    style("lower-roman", LOWER_ROMAN),
    style("upper-roman", UPPER_ROMAN),
    style("lower-greek", System::Alphabetic("αβγδεζηθικλμνξοπρστυφχψω")),
    style("armenian", UPPER_ARMENIAN),
    style("upper-armenian", UPPER_ARMENIAN),
    style("lower-armenian", LOWER_ARMENIAN),
    style("georgian", GEORGIAN),
    style("hebrew", HEBREW),
    style("arabic-indic", System::Numeric("٠١٢٣٤٥٦٧٨٩")),
    style("bengali", System::Numeric("০১২৩৪৫৬৭৮৯")),
    style("cambodian", System::Numeric("០១២៣៤៥៦៧៨៩")),
    style("khmer", System::Numeric("០១២៣៤៥៦៧៨៩")),
    style("devanagari", System::Numeric("०१२३४५६७८९")),
    style("gujarati", System::Numeric("૦૧૨૩૪૫૬૭૮૯")),
    style("gurmukhi", System::Numeric("੦੧੨੩੪੫੬੭੮੯")),
    style("kannada", System::Numeric("೦೧೨೩೪೫೬೭೮೯")),
    style("lao", System::Numeric("໐໑໒໓໔໕໖໗໘໙")),
    style("malayalam", System::Numeric("൦൧൨൩൪൫൬൭൮൯")),
    style("mongolian", System::Numeric("᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙")),
    style("myanmar", System::Numeric("၀၁၂၃၄၅၆၇၈၉")),
    style("oriya", System::Numeric("୦୧୨୩୪୫୬୭୮୯")),
    style("persian", System::Numeric("۰۱۲۳۴۵۶۷۸۹")),
    style("tamil", System::Numeric("௦௧௨௩௪௫௬௭௮௯")),
    style("telugu", System::Numeric("౦౧౨౩౪౫౬౭౮౯")),
    style("thai", System::Numeric("๐๑๒๓๔๕๖๗๘๙")),
    style("tibetan", System::Numeric("༠༡༢༣༤༥༦༧༨༩")),
    east_asian(
        "hiragana",
        System::Alphabetic(
            "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわゐゑをん",
        ),
    ),
    east_asian(
        "katakana",
        System::Alphabetic(
            "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヰヱヲン",
        ),
    ),
    east_asian(
        "hiragana-iroha",
        System::Alphabetic(
            "いろはにほへとちりぬるをわかよたれそつねならむうゐのおくやまけふこえてあさきゆめみしゑひもせす",
        ),
    ),
    east_asian(
        "katakana-iroha",
        System::Alphabetic(
            "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセス",
        ),
    ),
    east_asian("cjk-earthly-branch", System::Fixed("子丑寅卯辰巳午未申酉戌亥")),
    east_asian("cjk-heavenly-stem", System::Fixed("甲乙丙丁戊己庚辛壬癸")),
    numerals("simp-chinese-informal", Numerals::SIMPLIFIED, "、"),
    numerals("simp-chinese-formal", Numerals::SIMPLIFIED_FORMAL, "、"),
    numerals("trad-chinese-informal", Numerals::TRADITIONAL, "、"),
    numerals("trad-chinese-formal", Numerals::TRADITIONAL_FORMAL, "、"),
    numerals("cjk-ideographic", Numerals::TRADITIONAL, "、"),
    numerals("japanese-informal", Numerals::JAPANESE, "、"),
    numerals("japanese-formal", Numerals::JAPANESE_FORMAL, "、"),
    numerals("korean-hangul-formal", Numerals::KOREAN, ","),
    numerals("korean-hanja-informal", Numerals::KOREAN_HANJA, ","),
    numerals("korean-hanja-formal", Numerals::KOREAN_HANJA_FORMAL, ","),
];

impl CounterStyle {
    /// The style with this name in lower case; `decimal` if there is none.
    pub(in crate::document) fn named(name: &str) -> &'static Self {
        STYLES.iter().find(|style| style.name == name).unwrap_or(&STYLES[0])
    }

    /// The marker of an item: its number with the suffix. A number out of range is written in decimal, by the styles of
    /// East Asia in `cjk-decimal`.
    pub(in crate::document) fn marker(&self, number: i64) -> String {
        let mut marker = self.system.number(number).unwrap_or_else(|| self.fallback(number));
        marker.push_str(self.suffix);
        marker
    }

    fn fallback(&self, number: i64) -> String {
        let cjk = match &self.system {
            System::Fixed(_) => true,
            // The fallback of the others in East Asia is decimal.
            System::Numerals(_) => number.unsigned_abs() > 9999,
            _ => false,
        };
        let style = if cjk && number >= 0 { &CJK_DECIMAL } else { &DECIMAL };
        style.system.number(number).unwrap_or_else(|| number.to_string())
    }
}

impl System {
    /// The number without suffix; `None` if it is out of range.
    fn number(&self, number: i64) -> Option<String> {
        let positive = usize::try_from(number).ok().filter(|number| *number > 0);
        match self {
            Self::Numeric(digits) if *digits == CJK_DIGITS && number < 0 => None,
            Self::Numeric(digits) => Some(with_digits(&number.to_string(), digits)),
            Self::LeadingZero => {
                let sign = if number < 0 { "-" } else { "" };
                Some(format!("{sign}{:02}", number.unsigned_abs()))
            }
            Self::Alphabetic(letters) => Some(alphabetic(positive?, letters)),
            Self::Fixed(symbols) => symbols.chars().nth(positive? - 1).map(String::from),
            Self::Places(places) => additive(positive?, places),
            Self::Numerals(numerals) => numerals.write(number),
        }
    }
}

/// A decimal number with other digits.
fn with_digits(decimal: &str, digits: &str) -> String {
    let digit = |c: char| c.to_digit(10).and_then(|value| digits.chars().nth(value as usize)).unwrap_or(c);
    decimal.chars().map(digit).collect()
}

/// `number` is at least 1.
fn alphabetic(number: usize, letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    let mut reversed: Vec<char> = Vec::new();
    let mut rest = number;
    while rest > 0 {
        rest -= 1;
        reversed.extend(letters.get(rest % letters.len()));
        rest /= letters.len();
    }
    reversed.iter().rev().collect()
}

fn additive(number: usize, places: &[&[&str]]) -> Option<String> {
    // In Hebrew, 15 and 16 are written as 9 + 6 and 9 + 7.
    if places.first().and_then(|ones| ones.first()) == Some(&"א") && matches!(number % 100, 15 | 16) {
        let hundreds = if number < 100 { String::new() } else { additive(number - number % 100, places)? };
        return Some(hundreds + if number % 100 == 15 { "טו" } else { "טז" });
    }
    let mut parts = Vec::new();
    let mut rest = number;
    for place in places {
        if let Some(at) = (rest % 10).checked_sub(1) {
            parts.push(*place.get(at)?);
        }
        rest /= 10;
    }
    (rest == 0).then(|| parts.iter().rev().copied().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_writes_the_number_of_browsers() {
        let rows: &[(&str, i64, &str)] = &[
            ("decimal", -3, "-3."),
            ("decimal", i64::MAX, "9223372036854775807."),
            ("nonsense", 7, "7."),
            ("decimal-leading-zero", 7, "07."),
            ("decimal-leading-zero", -7, "-07."),
            ("lower-alpha", 26, "z."),
            ("lower-latin", 28, "ab."),
            ("upper-alpha", 0, "0."),
            ("upper-latin", -3, "-3."),
            ("upper-roman", 1994, "MCMXCIV."),
            ("lower-roman", 3999, "mmmcmxcix."),
            ("lower-roman", 4000, "4000."),
            ("upper-roman", 0, "0."),
            ("upper-roman", -1, "-1."),
            ("lower-greek", 1, "α."),
            ("lower-greek", 25, "αα."),
            ("armenian", 9999, "ՔՋՂԹ."),
            ("lower-armenian", 10, "ժ."),
            ("georgian", 10000, "ჵ."),
            ("hebrew", 15, "טו."),
            ("hebrew", 116, "קטז."),
            ("arabic-indic", 10, "١٠."),
            ("thai", 12, "๑๒."),
            ("cjk-decimal", 10, "一〇、"),
            ("cjk-decimal", -1, "-1、"),
            ("hiragana", 1, "あ、"),
            ("hiragana", 49, "ああ、"),
            ("katakana", 48, "ン、"),
            ("katakana-iroha", 2, "ロ、"),
            ("cjk-earthly-branch", 12, "亥、"),
            ("cjk-earthly-branch", 13, "一三、"),
            ("cjk-heavenly-stem", 10, "癸、"),
            ("cjk-heavenly-stem", 0, "〇、"),
            ("simp-chinese-informal", 0, "零、"),
            ("simp-chinese-informal", 10, "十、"),
            ("simp-chinese-informal", 12, "十二、"),
            ("simp-chinese-informal", 20, "二十、"),
            ("simp-chinese-informal", 101, "一百零一、"),
            ("simp-chinese-informal", 110, "一百一十、"),
            ("simp-chinese-informal", 6001, "六千零一、"),
            ("simp-chinese-informal", -5, "负五、"),
            ("simp-chinese-informal", 10000, "一〇〇〇〇、"),
            ("simp-chinese-formal", 10, "壹拾、"),
            ("trad-chinese-informal", -12, "負十二、"),
            ("trad-chinese-formal", 22, "貳拾貳、"),
            ("cjk-ideographic", 11, "十一、"),
            ("japanese-informal", 10, "十、"),
            ("japanese-informal", 1101, "千百一、"),
            ("japanese-informal", 0, "〇、"),
            ("japanese-formal", 10, "壱拾、"),
            ("korean-hangul-formal", 11, "일십일,"),
            ("korean-hanja-informal", 11, "十一,"),
            ("korean-hanja-formal", 11, "壹拾壹,"),
        ];
        for (name, number, marker) in rows {
            assert_eq!(CounterStyle::named(name).marker(*number), *marker, "{name} {number}");
        }
    }
}
