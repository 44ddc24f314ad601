//! What belongs together beyond the characters on both sides of a break: references, numbers with units in letters, the
//! parts of an option. Also where a word may be cut if it is wider than the line.

use crate::text::is_wide;
use crate::typeset::text::kind::{Kind, is_hangul_counter};
use crate::typeset::text::unit::{Edge, FORCED, Flags, NEVER, Unit};

/// Penalty of a break between a number and its unit: as much as eight unused cells cost.
pub(in crate::typeset) const NUMBER_AND_UNIT: i16 = 64;
/// Penalty of a break within a reference. It is more than the unused cells of a line of 20 cost, so a reference is
/// parted only if it would leave more than that empty.
const REFERENCE: i16 = 400;
/// Penalty of a break after a hyphen between words, and before the number of a name: as much as four unused cells cost.
const COMPOUND: i16 = 16;
/// A reference in brackets has at most this many characters between them.
const LONGEST_REFERENCE: usize = 24;
/// The longest word that is looked up, in characters.
const LONGEST_LABEL: usize = 10;

/// Words before a number that it belongs to. Those of one letter and those with a point are only read with one.
const LABELS: &[&str] = &[
    "fig.",
    "figs.",
    "figure",
    "figures",
    "tab.",
    "table",
    "tables",
    "ch.",
    "chap.",
    "chapter",
    "chapters",
    "sec.",
    "sect.",
    "section",
    "sections",
    "eq.",
    "eqs.",
    "eqn.",
    "equation",
    "no.",
    "nos.",
    "nr.",
    "num.",
    "vol.",
    "vols.",
    "p.",
    "pp.",
    "pg.",
    "page",
    "pages",
    "part",
    "app.",
    "appendix",
    "annex",
    "art.",
    "article",
    "clause",
    "para.",
    "paragraph",
    "par.",
    "ex.",
    "example",
    "exercise",
    "listing",
    "lst.",
    "alg.",
    "algorithm",
    "thm.",
    "theorem",
    "lemma",
    "cor.",
    "corollary",
    "def.",
    "definition",
    "prop.",
    "proposition",
    "rule",
    "item",
    "note",
    "line",
    "lines",
    "ll.",
    "step",
    "issue",
    "bug",
    "feature",
    "pull",
    "pr",
    "ticket",
    "case",
    "question",
    "episode",
    "ep.",
    "season",
    "version",
    "ver.",
    "v.",
    "edition",
    "ed.",
    "level",
    "lv.",
    "stage",
    "phase",
    "week",
    "day",
    "rev.",
    "revision",
    "abb.",
    "kap.",
    "kapitel",
    "seite",
    "abschnitt",
    "teil",
    "chapitre",
    "partie",
    "n.",
    "cap.",
    "art",
    "рис.",
    "табл.",
    "гл.",
    "стр.",
    "п.",
    "т.",
    "ст.",
    "с.",
];

/// Keys that are held while another is pressed.
const KEYS: &[&str] = &[
    "ctrl", "control", "alt", "option", "opt", "shift", "cmd", "command", "win", "windows", "super", "meta", "fn",
    "altgr",
];
/// The longest of them, in characters.
const LONGEST_KEY: usize = 7;

/// Units written in letters or signs after a number.
const UNITS: &[&str] = &[
    "m", "km", "cm", "mm", "nm", "µm", "μm", "um", "dm", "mi", "ft", "in", "yd", "g", "kg", "mg", "µg", "μg", "t",
    "lb", "lbs", "oz", "l", "L", "ml", "mL", "cl", "s", "ms", "ns", "µs", "μs", "us", "ps", "sec", "secs", "min",
    "mins", "h", "hr", "hrs", "b", "B", "bit", "bits", "byte", "bytes", "kb", "kB", "KB", "MB", "GB", "TB", "PB", "EB",
    "Kb", "Mb", "Gb", "Tb", "KiB", "MiB", "GiB", "TiB", "PiB", "kbps", "Kbps", "Mbps", "Gbps", "bps", "Hz", "kHz",
    "KHz", "MHz", "GHz", "THz", "W", "kW", "MW", "GW", "kWh", "Wh", "V", "mV", "kV", "A", "mA", "mAh", "Ah", "N", "Pa",
    "kPa", "MPa", "hPa", "J", "kJ", "kcal", "cal", "K", "C", "F", "mol", "dB", "lx", "lm", "cd", "px", "pt", "pc",
    "em", "rem", "ex", "vh", "vw", "fps", "dpi", "ppi", "rpm", "ppm", "M", "k", "bn", "mn", "mio", "million",
    "millions", "billion", "billions", "trillion", "thousand", "hundred", "dozen", "percent", "am", "pm", "AM", "PM",
    "a", "p", "USD", "EUR", "GBP", "CNY", "RMB", "JPY", "KRW", "TWD", "HKD", "yen", "yuan", "Uhr", "Euro", "кг", "км",
    "м", "см", "мм", "г", "л", "мл", "с", "мс", "ч", "мин", "руб", "р", "млн", "млрд", "тыс", "МБ", "ГБ", "КБ", "ТБ",
];

/// Forbids and penalises breaks within what belongs together, and marks where words may be cut.
pub(in crate::typeset) fn apply(units: &mut [Unit], edges: &[Edge]) {
    // The first character after the last space or ideograph.
    let mut token = 0;
    let mut at = 0;
    while let Some(edge) = edges.get(at) {
        match edge.kind {
            Kind::Letter | Kind::Digit if is_word(edge) => {
                let length = edges[at..].iter().take_while(|edge| is_word(edge)).count();
                Word { edges, start: at, end: at + length, token }.apply(units);
                at += length;
                continue;
            }
            Kind::Space | Kind::Han | Kind::Kana | Kind::Hangul => token = at + 1,
            Kind::Open => {
                token = at + 1;
                if edge.first == '[' {
                    brackets(units, edges, at);
                }
            }
            Kind::Other if edge.first == ' ' => {
                // A space with a mark on it begins a line together with the mark.
                let opens = at.checked_sub(1).and_then(|at| edges.get(at)).is_none_or(|edge| edge.kind == Kind::Open);
                if let Some(unit) = units.get_mut(at).filter(|unit| unit.penalty == NEVER && !opens) {
                    unit.penalty = 0;
                }
            }
            _ if edge.first == '+' => keys(units, edges, at),
            _ if matches!(edge.first, '#' | '＃' | '@' | '＠') => sign(units, edges, at),
            _ if matches!(edge.first, '-' | '\u{2010}') => hyphen(units, edges, token, at),
            _ => {}
        }
        at += 1;
    }
}

/// Whether a unit is part of a word or number that is not as wide as ideographs.
fn is_word(edge: &Edge) -> bool {
    matches!(edge.kind, Kind::Letter | Kind::Digit) && (edge.first.is_ascii() || !is_wide(edge.first))
}

/// Raises the penalty of a break that is allowed.
fn penalise(units: &mut [Unit], at: usize, penalty: i16) {
    if let Some(unit) = units.get_mut(at).filter(|unit| !matches!(unit.penalty, NEVER | FORCED)) {
        unit.penalty = unit.penalty.max(penalty);
    }
}

/// Keeps a reference in brackets whole: `[Feature #13770]`, `[RFC 2119]`.
fn brackets(units: &mut [Unit], edges: &[Edge], open: usize) {
    let inside = edges.get(open + 1..).unwrap_or_default().iter().take(LONGEST_REFERENCE + 1);
    let length = inside.clone().take_while(|edge| edge.first != ']' && edge.first != '[').count();
    let closes = edges.get(open + 1 + length).is_some_and(|edge| edge.first == ']');
    if length <= LONGEST_REFERENCE && closes && inside.take(length).any(|edge| edge.first.is_ascii_digit()) {
        (open + 1..open + 1 + length).for_each(|at| penalise(units, at, REFERENCE));
    }
}

/// Forbids a break after a hyphen of an option, and beside a single letter: `--no-document`, `C-Code`, `Mach-O`. A number
/// stays with its unit after a hyphen as it does after a space: `64-bit`.
fn hyphen(units: &mut [Unit], edges: &[Edge], token: usize, at: usize) {
    let option = edges.get(token).is_some_and(|edge| edge.first == '-');
    let letters = |edges: &mut dyn Iterator<Item = &Edge>| edges.take(2).take_while(|edge| is_word(edge)).count();
    let before = letters(&mut edges.get(token..at).unwrap_or_default().iter().rev());
    let after = letters(&mut edges.get(at + 1..).unwrap_or_default().iter());
    let single = before == 1 || before > 0 && after == 1;
    let is_space = edges.get(at + 1).is_none_or(|edge| edge.kind == Kind::Space);
    if let Some(unit) = units.get_mut(at + 1).filter(|unit| (option || single) && !is_space && unit.penalty != FORCED) {
        unit.penalty = NEVER;
    }
    let digit = at.checked_sub(1).and_then(|at| edges.get(at)).is_some_and(|edge| edge.kind == Kind::Digit);
    penalise(units, at + 1, if digit { NUMBER_AND_UNIT } else { COMPOUND });
}

/// Keeps a combination of keys together: `Alt + F4`, `Ctrl + Shift + T`.
fn keys(units: &mut [Unit], edges: &[Edge], plus: usize) {
    let is_space = |at: usize| edges.get(at).is_some_and(|edge| edge.first == ' ');
    let spaced = plus.checked_sub(1).is_some_and(is_space);
    let end = plus - usize::from(spaced);
    let before = edges.get(..end).unwrap_or_default().iter().rev();
    let length = before.take(LONGEST_KEY + 1).take_while(|edge| is_word(edge)).count();
    let word = edges.get(end - length..end).unwrap_or_default();
    let is = |key: &&str| key.chars().eq(word.iter().map(|edge| edge.first.to_ascii_lowercase()));
    if KEYS.iter().any(is) {
        penalise(units, plus, REFERENCE);
        penalise(units, plus + 1 + usize::from(is_space(plus + 1)), REFERENCE);
    }
}

/// Keeps the sign of a tag or a name with it: `#読書`, `@某人`.
fn sign(units: &mut [Unit], edges: &[Edge], at: usize) {
    let begins = at
        .checked_sub(1)
        .and_then(|at| edges.get(at))
        .is_none_or(|edge| matches!(edge.kind, Kind::Space | Kind::Open | Kind::Close) || edge.first == '|');
    let is_letter = edges.get(at + 1).is_some_and(|edge| !matches!(edge.kind, Kind::Space | Kind::Other));
    if let Some(unit) = units.get_mut(at + 1).filter(|unit| begins && is_letter && unit.penalty != FORCED) {
        unit.penalty = NEVER;
    }
}

/// A run of letters and digits.
struct Word<'a> {
    edges: &'a [Edge],
    start: usize,
    end: usize,
    /// The first character of what it is part of, such as an option.
    token: usize,
}

impl Word<'_> {
    fn first(&self, at: usize) -> Option<char> {
        self.edges.get(at).map(|edge| edge.first)
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.first(at))
    }

    fn apply(&self, units: &mut [Unit]) {
        self.cuts(units);
        if self.first(self.start).is_some_and(|c| c.is_ascii_digit()) {
            self.label(units);
            if self.before(self.end).is_some_and(|c| c.is_ascii_digit()) {
                self.unit(units);
            }
        }
    }

    /// Marks where the word may be cut if it must: where its parts meet, and not behind or before a single letter.
    fn cuts(&self, units: &mut [Unit]) {
        let joint = self.before(self.start).is_some_and(|c| c.is_ascii_punctuation() && !matches!(c, '(' | '[' | '{'));
        if joint && let Some(unit) = units.get_mut(self.start).filter(|unit| unit.penalty == NEVER) {
            let before = self.edges.get(self.token..self.start).unwrap_or_default();
            let prefix = before.len() <= 2 && before.last().is_some_and(|edge| edge.first == '-');
            let alone = self.end - self.start < 2 || prefix || !before.iter().any(is_word);
            unit.flags |= if alone { Flags::STUB } else { Flags::SEAM };
        }
        for at in self.start + 1..self.end {
            let (Some(before), Some(after)) = (self.edges.get(at - 1), self.edges.get(at)) else { break };
            let Some(unit) = units.get_mut(at) else { break };
            let digits = before.kind == Kind::Digit && after.kind == Kind::Digit;
            let lower_beyond = self.first(at + 1).is_some_and(char::is_lowercase);
            let hump = after.first.is_uppercase() && (before.first.is_lowercase() || lower_beyond);
            unit.flags |= match () {
                () if digits || at == self.start + 1 || at + 1 == self.end => Flags::STUB,
                () if hump || before.kind != after.kind => Flags::SEAM,
                () => Flags::WORD,
            };
        }
    }

    /// A number stays with the word that says what is counted: `Fig. 3`, `§ 4`, `Feature #13770`, `RFC 2119`.
    fn label(&self, units: &mut [Unit]) {
        let signed = self.before(self.start) == Some('#');
        let at = self.start - usize::from(signed || self.before(self.start) == Some('('));
        let spaced = self.before(at) == Some(' ');
        let Some(last) = at.checked_sub(1 + usize::from(spaced)) else { return };
        let Some(edge) = self.edges.get(last) else { return };
        let joins = match edge.first {
            '§' | '¶' | '№' => true,
            '$' | '€' | '£' | '¥' | '￥' => spaced,
            '第' | '図' | '图' | '圖' | '表' | '式' | '卷' | '제' => !signed,
            '.' | 'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{400}'..='\u{45f}' if spaced => {
                self.is_label(last + 1, signed)
            }
            _ => false,
        };
        if joins {
            penalise(units, at, REFERENCE);
        } else if spaced && !signed && self.is_name(last + 1) {
            penalise(units, at, COMPOUND);
        }
    }

    /// Whether the word before `end` looks like a name that a number may be part of: `Windows 11`, `iPhone 15`.
    fn is_name(&self, end: usize) -> bool {
        let before = self.edges.get(..end).unwrap_or_default().iter().rev();
        let length = before.take_while(|edge| is_word(edge)).count();
        let word = self.edges.get(end - length..end).unwrap_or_default();
        length > 2 && word.iter().any(|edge| edge.first.is_uppercase())
    }

    /// Whether the word before `end` is one that a number belongs to.
    fn is_label(&self, end: usize, signed: bool) -> bool {
        let before = self.edges.get(..end).unwrap_or_default().iter().rev();
        let length = before.take(LONGEST_LABEL + 2).take_while(|edge| is_word(edge) || edge.first == '.').count();
        let word = self.edges.get(end - length..end).unwrap_or_default();
        let acronym = (2..=6).contains(&length) && word.iter().all(|edge| edge.first.is_ascii_uppercase());
        let is = |label: &&str| {
            label.chars().eq(word.iter().map(|edge| edge.first.to_lowercase().next().unwrap_or(edge.first)))
        };
        length <= LONGEST_LABEL + 1 && (signed || acronym || LABELS.iter().any(is))
    }

    /// A number stays with the unit after it: `16 GB`, `25 °C`, `3 개`, `5 €`.
    fn unit(&self, units: &mut [Unit]) {
        let spaced = self.first(self.end) == Some(' ');
        let at = self.end + usize::from(spaced);
        let Some(first) = self.first(at).filter(|first| *first != ' ') else { return };
        let is_unit = match first {
            '%' | '‰' | '℃' | '℉' | '°' | '€' | '£' | '$' | '￥' | '¥' | '₩' => true,
            _ if is_hangul_counter(first) => true,
            _ if first.is_alphabetic() && !is_wide(first) && spaced => self.is_unit(at),
            _ => false,
        };
        if is_unit {
            penalise(units, at, NUMBER_AND_UNIT);
        }
    }

    fn is_unit(&self, at: usize) -> bool {
        let letters = self.edges.get(at..).unwrap_or_default().iter();
        let length = letters.take(LONGEST_LABEL).take_while(|edge| edge.kind == Kind::Letter).count();
        let word = self.edges.get(at..at + length).unwrap_or_default();
        let is = |unit: &&str| unit.chars().eq(word.iter().map(|edge| edge.first));
        // A single letter is also a word: `a`, or the name of a variable.
        let single = matches!(word, [edge] if matches!(edge.first, 'a' | 'p'));
        let dotted = self.first(at + length) == Some('.');
        UNITS.iter().any(is) && (!single || dotted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Profile};
    use crate::typeset::inline::prepare;
    use crate::typeset::text::options::{Hyphenate, Options};

    /// The text with `|` wherever a line may start, `?` where it may for a price, and with `'` where a word that is too
    /// long is cut first.
    fn breaks(text: &str, cuts: bool) -> String {
        let options = Options { hyphenate: Hyphenate::Off, ..Options::default() };
        let flow = prepare::flow(text, &[], 0, &options, Profile::default(), Language::ChineseSimplified);
        let mut out = String::new();
        for pair in flow.units.windows(2) {
            match pair[0].penalty {
                NEVER if cuts && pair[0].flags.contains(Flags::SEAM) => out.push('\''),
                _ if pair[0].start == 0 || pair[0].penalty == NEVER => {}
                0 => out.push('|'),
                _ => out.push('?'),
            }
            out.push_str(&text[pair[0].start as usize..pair[1].start as usize]);
        }
        out
    }

    #[test]
    fn references_stay_whole() {
        for (text, expected) in [
            ("[Feature #13770] is", "[Feature ?#13770] |is"),
            ("see [RFC 2119, p. 5]", "see |[RFC ?2119, ?p. ?5]"),
            ("(Bug #1, issue #22)", "(Bug ?#1, |issue ?#22)"),
            ("in Fig. 3, Figure 4 and figs. 5", "in |Fig. ?3, |Figure ?4 |and |figs. ?5"),
            ("Eq. (3) pp. 12 no. 5", "Eq. ?(3) |pp. ?12 |no. ?5"),
            ("§ 4, §§ 5 and ¶ 6", "§ ?4, |§§ ?5 |and |¶ ?6"),
            ("RFC 2822 ISO 8601", "RFC ?2822 |ISO ?8601"),
            ("Abb. 3 рис. 4", "Abb. ?3 |рис. ?4"),
            ("第 3 章", "第 ?3 ?章"),
            ("図 3 と表 2", "図 ?3 |と|表 ?2"),
            ("见图3", "见|图?3"),
            ("some 3 and [a b]", "some |3 |and |[a |b]"),
        ] {
            assert_eq!(breaks(text, false), expected);
        }
    }

    #[test]
    fn names_keep_their_numbers() {
        for (text, expected) in [
            ("装 Windows 11 与 iPhone 15", "装 |Windows ?11 |与 |iPhone ?15"),
            ("Ruby 3.4 of 2024, On 3", "Ruby ?3.4 |of |2024, |On |3"),
        ] {
            assert_eq!(breaks(text, false), expected);
        }
    }

    #[test]
    fn tags_and_names_keep_their_signs() {
        for (text, expected) in [
            ("标签：#读书 @某人", "标|签：|#读|书 |@某|人"),
            ("#a #読書", "#a |#読|書"),
            ("甲#乙 # 丙", "甲|#|乙 |# |丙"),
        ] {
            assert_eq!(breaks(text, false), expected);
        }
    }

    #[test]
    fn combinations_of_keys_stay_whole() {
        for (text, expected) in [
            ("按“Alt + F4”关", "按|“Alt ?+ ?F4”|关"),
            ("press Ctrl + Shift +T or Shift+F10", "press |Ctrl ?+ ?Shift ?+T |or |Shift+F10"),
            ("a + b, salt + pepper", "a |+ |b, |salt |+ |pepper"),
        ] {
            assert_eq!(breaks(text, false), expected);
        }
    }

    #[test]
    fn numbers_stay_with_units() {
        for (text, expected) in [
            ("16 GB, 3.90 GB", "16 ?GB, |3.90 ?GB"),
            ("25 °C 5 % 10 km/h", "25 ?°C |5 ?% |10 ?km/h"),
            ("5 € $ 5", "5 ?€ |$ ?5"),
            ("3 a.m. 3 p.m. 7 pm", "3 ?a.m. |3 ?p.m. |7 ?pm"),
            ("3 a 3 apples", "3 |a |3 |apples"),
            ("3 개 2019 년", "3 ?개 |2019 ?년"),
            ("1260万人", "1260?万?人"),
            ("100 多个 3 千米", "100 ?多?个 |3 ?千?米"),
            ("5 ヶ月 3つ 3回", "5 ?ヶ?月 |3?つ |3?回"),
            ("59 篇 80 年代", "59 ?篇 |80 ?年|代"),
        ] {
            assert_eq!(breaks(text, false), expected);
        }
    }

    #[test]
    fn options_and_prefixes_stay_whole() {
        for (text, expected) in [
            ("gem --no-document x", "gem |--no-document |x"),
            ("-fno-exceptions --a-b=c-d", "-fno-exceptions |--a-b=c-d"),
            ("加--no-document的", "加--no-document|的"),
            ("C-Code e-reader Mach-O T-恤衫", "C-Code |e-reader |Mach-O |T-恤|衫"),
            ("well-known up-to-date", "well-?known |up-?to-?date"),
            ("a 64-bit 3-inch x86-64", "a |64-?bit |3-inch |x86-64"),
            ("ends with - and a - b", "ends |with |- |and |a |- |b"),
        ] {
            assert_eq!(breaks(text, false), expected);
        }
    }

    #[test]
    fn long_words_are_cut_where_parts_meet() {
        for (text, expected) in [
            ("TensorFlow", "Tensor'Flow"),
            ("RubyKaigi2007", "Ruby'Kaigi'2007"),
            ("LocalBroadcastManager", "Local'Broadcast'Manager"),
            ("XMLHttpRequest", "XML'Http'Request"),
            ("Consol2 utf8x", "Consol2 |utf'8x"),
            ("foo_bar.baz/qux", "foo_'bar.'baz/'qux"),
            ("--no-document", "--no-'document"),
            ("20211224", "20211224"),
        ] {
            assert_eq!(breaks(text, true), expected);
        }
    }
}
