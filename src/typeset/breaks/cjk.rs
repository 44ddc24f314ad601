//! Line breaking rules of Chinese, Japanese and Korean typography beyond UAX #14.
//!
//! Each rule looks at the last visible character before a possible break, the first one after it, and whether there are
//! spaces between them.

use crate::text::Language;
use crate::text::is_wide;
use crate::typeset::breaks::joins::NUMBER_AND_UNIT;
use crate::typeset::breaks::quotes;
use crate::typeset::breaks::quotes::QuoteDirection;
use crate::typeset::text::class::HAN;
use crate::typeset::text::kind::{Kind, is_counter};
use crate::typeset::text::options::{Korean, Options, Strictness};
use crate::typeset::text::unit::{Edge, FORCED, Flags, NEVER, Unit};

/// Penalty of a line that starts with a dash or an ellipsis.
const DASH: i16 = 40;
/// Penalty of a break between a Korean word and a bracket right after it: as much as ten unused cells cost.
const BRACKET: i16 = 100;
/// Penalty of a break at a soft hyphen.
const SOFT_HYPHEN: i16 = 20;

/// Applies all rules to units whose UAX #14 opportunities are marked.
pub(in crate::typeset) fn apply(units: &mut [Unit], edges: &[Edge], text: &str, options: &Options, language: Language) {
    let directions = quotes::directions(edges);
    let rules = Rules { edges, directions: &directions, options, language };
    // The last unit that is not a space.
    let mut before = None;
    for index in 0..units.len() {
        let Some(edge) = edges.get(index) else { break };
        if index > 0 && edge.class == HAN && edges[index - 1].class == HAN && rules.never_apply_after(edges[index - 1])
        {
            before = Some(index);
            continue;
        }
        if index > 0 && edges[index - 1].first == '\n' {
            units[index].penalty = FORCED;
            before = None;
        } else if edge.kind == Kind::Space {
            units[index].penalty = NEVER;
        } else if index > 0 && units[index - 1].flags.contains(Flags::FILTERED) && edges[index - 1].kind != Kind::Space
        {
            // A soft hyphen, zero-width space or joiner takes precedence over all rules but those of punctuation.
            let opens = before.is_some_and(|before| rules.opens(before));
            if opens || rules.closes(index) {
                units[index].penalty = NEVER;
            }
        } else if let Some(before) = before {
            let penalty = rules.penalty(before, index, units[index].penalty);
            units[index].penalty = penalty;
        }
        if edge.kind != Kind::Space {
            before = Some(index);
        }
        units[index].flags |= flags_of(directions.get(index));
        if index > 0 && ends_in_soft_hyphen(units, index, text) && units[index].penalty == 0 {
            units[index].penalty = SOFT_HYPHEN;
            units[index].flags |= Flags::HYPHEN;
        }
    }
}

fn flags_of(direction: Option<&QuoteDirection>) -> Flags {
    match direction {
        Some(QuoteDirection::Opens) => Flags::OPENS,
        Some(QuoteDirection::Closes) => Flags::CLOSES,
        _ => Flags::empty(),
    }
}

/// Whether an ideograph after a number belongs to the unit that follows it, as 万 in 3万人.
fn joins_unit(c: char) -> bool {
    matches!(
        c,
        '万' | '萬'
            | '亿'
            | '億'
            | '千'
            | '百'
            | '小'
            | '公'
            | '个'
            | '平'
            | '多'
            | '余'
            | '餘'
            | '几'
            | '立'
            | '光'
            | '美'
    ) || matches!(c, '分' | '英' | '海' | '加' | 'ヶ' | 'ヵ' | 'ケ' | 'か')
}

fn ends_in_soft_hyphen(units: &[Unit], index: usize, text: &str) -> bool {
    let (before, at) = (units[index - 1], units[index].start as usize);
    before.flags.contains(Flags::FILTERED) && text.get(..at).is_some_and(|text| text.ends_with('\u{ad}'))
}

struct Rules<'a> {
    edges: &'a [Edge],
    directions: &'a [QuoteDirection],
    options: &'a Options,
    language: Language,
}

impl Rules<'_> {
    fn edge(&self, index: usize) -> Option<&Edge> {
        self.edges.get(index)
    }

    /// Whether no rule applies to an ideograph right after this one. In Chinese this is nearly always so.
    fn never_apply_after(&self, before: Edge) -> bool {
        !joins_unit(before.last) && self.language != Language::Korean
    }

    fn direction(&self, index: usize) -> QuoteDirection {
        self.directions.get(index).copied().unwrap_or(QuoteDirection::Unknown)
    }

    fn opens(&self, index: usize) -> bool {
        self.direction(index) == QuoteDirection::Opens || self.edge(index).is_some_and(|edge| edge.kind == Kind::Open)
    }

    fn closes(&self, index: usize) -> bool {
        let closes = |edge: &Edge| matches!(edge.kind, Kind::Close | Kind::Interpunct);
        self.direction(index) == QuoteDirection::Closes || self.edge(index).is_some_and(closes)
    }

    /// The penalty of a line start at `next`. `last` is the last unit before it that is not a space, and `base` is the
    /// penalty by UAX #14.
    fn penalty(&self, last: usize, next: usize, base: i16) -> i16 {
        let spaced = last + 1 < next;
        let (before, after) = (self.edges[last], self.edges[next]);
        self.quotes(last, next, base, spaced)
            .or_else(|| self.latin_dash(last, next, spaced))
            .or_else(|| self.dashes(before, after, base, spaced))
            .or_else(|| self.interpuncts(before, after, base, spaced))
            .or_else(|| self.angles(last, next, spaced))
            .or_else(|| self.notes(next, spaced))
            .or_else(|| self.latin(last, next, base, spaced))
            .or_else(|| self.numbers(last, next, base))
            .or_else(|| self.korean(last, next, base, spaced))
            .unwrap_or(base)
    }

    /// Quotation marks break by their direction. Next to Han and CJK punctuation they break as those do (LB19a).
    fn quotes(&self, last: usize, next: usize, base: i16, spaced: bool) -> Option<i16> {
        let (before, after) = (self.edges[last], self.edges[next]);
        if self.direction(last) == QuoteDirection::Opens || self.direction(next) == QuoteDirection::Closes {
            return Some(NEVER);
        }
        if spaced {
            return None;
        }
        let opener = before.kind == Kind::Open;
        let closer = after.kind == Kind::Close || after.kind == Kind::Interpunct;
        let wide_beyond = self.edge(next + 1).is_some_and(|edge| is_wide(edge.first));
        if self.direction(next) == QuoteDirection::Opens {
            let parts = is_wide(before.last)
                || self.direction(last) == QuoteDirection::Closes
                || (before.kind == Kind::Dash && !wide_beyond)
                || (base == NEVER && wide_beyond);
            return Some(if parts && !opener { 0 } else { base });
        }
        if self.direction(last) == QuoteDirection::Closes {
            let wide_inside =
                last.checked_sub(1).and_then(|index| self.edge(index)).is_some_and(|edge| is_wide(edge.last));
            let joins = closer || matches!(after.kind, Kind::Hangul | Kind::Dots);
            if joins {
                return Some(if after.kind == Kind::Hangul { NEVER } else { base });
            }
            let parts = is_wide(after.first) || (wide_inside && matches!(after.kind, Kind::Letter | Kind::Digit));
            return Some(if parts { base.max(0) } else { base });
        }
        None
    }

    /// A dash between Latin words stays with the word before it, and a line may begin after it.
    fn latin_dash(&self, last: usize, next: usize, spaced: bool) -> Option<i16> {
        let (before, after) = (self.edges[last], self.edge(next + 1)?);
        let is_dash = self.edges[next].kind == Kind::Dash;
        if !is_dash || is_wide(before.last) || matches!(before.kind, Kind::Dash | Kind::Space) {
            return None;
        }
        // With spaces it must have one on its other side as well, else it begins what follows.
        let beyond = if after.kind == Kind::Space { self.edge(next + 2)? } else { after };
        let is_even = spaced == (after.kind == Kind::Space);
        (is_even && !is_wide(beyond.first) && beyond.kind != Kind::Dash).then_some(NEVER)
    }

    /// Doubled dashes and ellipses are never split, and a line starts with them only as a last resort.
    fn dashes(&self, before: Edge, after: Edge, base: i16, spaced: bool) -> Option<i16> {
        if !spaced && before.last == after.first && matches!(after.kind, Kind::Dash | Kind::Dots) {
            return Some(NEVER);
        }
        match after.kind {
            Kind::Dots if spaced => Some(if base == NEVER { NEVER } else { DASH }),
            Kind::Dots if self.options.strictness == Strictness::Loose && before.kind.is_ideographic() => {
                Some(base.max(0))
            }
            Kind::Dots => Some(NEVER),
            Kind::Dash if base != NEVER => Some(DASH),
            _ => None,
        }
    }

    /// · and ～ stay with the character before them, a solidus with both neighbours.
    fn interpuncts(&self, before: Edge, after: Edge, base: i16, spaced: bool) -> Option<i16> {
        if spaced {
            return None;
        }
        if after.kind == Kind::Interpunct {
            return Some(NEVER);
        }
        if before.kind == Kind::Interpunct && after.kind.is_ideographic() {
            return Some(base.max(0));
        }
        if matches!(after.first, '～' | '〜') && self.options.strictness == Strictness::Strict {
            return Some(NEVER);
        }
        if matches!(after.first, '/' | '／') {
            return Some(NEVER);
        }
        if matches!(before.last, '/' | '／') && after.kind.is_ideographic() {
            return Some(NEVER);
        }
        None
    }

    /// `<` and `>` around East Asian text are brackets.
    fn angles(&self, last: usize, next: usize, spaced: bool) -> Option<i16> {
        let (before, after) = (self.edges[last], self.edges[next]);
        let closes = after.first == '>' && is_wide(before.last);
        let opens = before.last == '<' && is_wide(after.first);
        (!spaced && (closes || opens)).then_some(NEVER)
    }

    /// A reference mark such as `[1]` stays with the word before it. ① does so only if punctuation or nothing follows,
    /// since otherwise it numbers the text after it.
    fn notes(&self, next: usize, spaced: bool) -> Option<i16> {
        if !spaced && matches!(self.edge(next)?.first, '①'..='⑳') {
            return self.edge(next + 1).is_none_or(|edge| edge.kind == Kind::Close).then_some(NEVER);
        }
        if spaced || self.edge(next)?.first != '[' {
            return None;
        }
        let digits = self.edges[next + 1..].iter().take(4).take_while(|edge| edge.first.is_ascii_digit()).count();
        (digits > 0 && self.edge(next + 1 + digits)?.first == ']').then_some(NEVER)
    }

    /// ASCII: code and units are not split; `.NET` and `/path` may start a line.
    fn latin(&self, last: usize, next: usize, base: i16, spaced: bool) -> Option<i16> {
        let (before, after) = (self.edges[last], self.edges[next]);
        if spaced {
            let glued =
                |edge: &Edge| edge.first.is_ascii_alphabetic() || (edge.first.is_ascii_digit() && base != NEVER);
            return match after.first {
                _ if before.kind == Kind::Open => None,
                '/' if self.edge(next + 1).is_some_and(|edge| edge.kind != Kind::Space) => Some(0),
                '.' | ':' if self.edge(next + 1).is_some_and(glued) => Some(0),
                // Otherwise closing punctuation could start a line after a zero-width space (LB8), and a comma before a
                // digit (LB15c).
                _ if after.kind == Kind::Close && self.options.strictness == Strictness::Strict => Some(NEVER),
                _ => None,
            };
        }
        if base == NEVER || !before.last.is_ascii() || !after.first.is_ascii() {
            return None;
        }
        let tears = match before.last {
            '-' => {
                let starts = last.checked_sub(1).and_then(|index| self.edge(index));
                starts.is_none_or(|edge| matches!(edge.kind, Kind::Space | Kind::Open) || edge.first == '-')
            }
            '/' => self.is_short_pair(last),
            ')' | ']' | '}' | '?' | '!' | '|' | ',' | ';' | ':' | '%' => false,
            _ => true,
        };
        let joins = !after.first.is_ascii_alphanumeric() && !matches!(after.first, '(' | '[' | '"');
        (tears || joins).then_some(NEVER)
    }

    /// Whether the solidus at `at` is between two ASCII words of at most four letters, as in `km/h`.
    fn is_short_pair(&self, at: usize) -> bool {
        let word = |edge: &&Edge| edge.first.is_ascii_alphanumeric();
        let before = self.edges[..at].iter().rev().take(5).take_while(word).count();
        let after = self.edges[at + 1..].iter().take(5).take_while(word).count();
        before <= 4 && after <= 4
    }

    /// A number stays with the counter or unit after it, and with 第 before it.
    fn numbers(&self, last: usize, next: usize, base: i16) -> Option<i16> {
        if base == NEVER {
            return None;
        }
        let (before, after) = (self.edges[last], self.edges[next]);
        let is_number = |edge: &Edge| edge.first.is_ascii_digit() || ('０'..='９').contains(&edge.first);
        let follows_number = || {
            let earlier = self.edges[..last].iter().rev().take(3).find(|edge| edge.kind != Kind::Space);
            earlier.is_some_and(is_number)
        };
        let torn = (is_number(&before) && is_counter(after.first))
            || (joins_unit(before.last) && after.kind == Kind::Han && follows_number())
            || (before.last == '第' && is_number(&after));
        torn.then_some(NUMBER_AND_UNIT)
    }

    /// Korean breaks only between words if the options say so. A particle is part of the word before it, whatever that
    /// ends with: `C#으로`, `(delegate)를`, `「책」을`.
    fn korean(&self, last: usize, next: usize, base: i16, spaced: bool) -> Option<i16> {
        if spaced || self.options.korean != Korean::Words {
            return None;
        }
        let (before, after) = (self.edges[last], self.edges[next]);
        if before.kind == Kind::Hangul && after.kind == Kind::Open {
            return (base != NEVER).then_some(BRACKET);
        }
        let hangul = (before.kind == Kind::Hangul, after.kind == Kind::Hangul);
        let word = |edge: Edge| match edge.kind {
            Kind::Hangul | Kind::Letter | Kind::Digit => true,
            Kind::Other => edge.first.is_ascii() && !matches!(edge.first, '-' | '/' | '<' | '|'),
            _ => false,
        };
        let particle = match before.kind {
            Kind::Dots => true,
            Kind::Close if matches!(before.last, '.' | '!' | '?') => {
                let earlier = last.checked_sub(1).and_then(|at| self.edge(at));
                earlier.is_some_and(|edge| edge.last == before.last || edge.kind == Kind::Letter)
            }
            Kind::Close => !matches!(before.last, ',' | ';' | ':' | '、' | '，' | '。' | '；' | '：' | '！' | '？'),
            _ => matches!(before.last, '>' | '|' | '℃' | '°' | '™' | '®'),
        };
        let han = self.language == Language::Korean && (before.kind == Kind::Han || after.kind == Kind::Han);
        let joins = hangul.1 && particle || (hangul.0 || hangul.1) && (word(before) && word(after) || han);
        joins.then_some(NEVER)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Profile;
    use crate::typeset::breaks::opportunities;
    use crate::typeset::text::unit;

    /// The text with `|` wherever a line may start, `?` where it may for a price.
    fn breaks(text: &str, language: Language) -> String {
        let options = Options::default();
        let (mut units, edges) = unit::units(text, Profile::default());
        opportunities::mark(&mut units, &edges, text, options.strictness, language);
        apply(&mut units, &edges, text, &options, language);
        crate::typeset::breaks::address::apply(&mut units, &edges, text);
        let mut out = String::new();
        for (index, unit) in units.iter().enumerate() {
            let end = units.get(index + 1).map_or(text.len(), |unit| unit.start as usize);
            match unit.penalty {
                _ if index == 0 => {}
                NEVER => {}
                0 => out.push('|'),
                _ => out.push('?'),
            }
            out.push_str(&text[unit.start as usize..end]);
        }
        out
    }

    #[test]
    fn chinese() {
        for (text, expected) in [
            ("他说“你好”的", "他|说|“你|好”|的"),
            ("好，“你”（我）", "好，|“你”|（我）"),
            ("说‘你’。“我”", "说|‘你’。|“我”"),
            ("说“Hello”再", "说|“Hello”|再"),
            ("他说\"你好\"的", "他|说|\"你|好\"|的"),
            ("让·雅克", "让·|雅|克"),
            ("觉得……不——吧", "觉|得……|不?——|吧"),
            ("三/四", "三/四"),
            ("事实[12]表", "事|实[12]|表"),
            ("事实①，步骤②存", "事|实①，|步|骤|②|存"),
            ("59 篇", "59 ?篇"),
            ("59 人", "59 ?人"),
            ("1260 万人", "1260 ?万?人"),
            ("第 7 章", "第 ?7 ?章"),
            ("用 .NET 写", "用 |.NET |写"),
            ("在 /path 里", "在 |/path |里"),
            ("加 -f 和 --all", "加 |-f |和 |--all"),
            ("km/h C++ != ${a} :+1 A/B", "km/h |C++ != |${a} :+1 |A/B"),
            ("一\u{200b}，二（\u{200b}三", "一\u{200b}，|二|（\u{200b}三"),
            ("甲\u{200b} 。乙 ,0 .5", "甲\u{200b} 。|乙 ,0 |.5"),
            ("x /1/g { // y", "x |/1/g |{ // |y"),
            ("either/or 与 input/output", "either/|or |与 |input/|output"),
        ] {
            assert_eq!(breaks(text, Language::ChineseSimplified), expected);
        }
    }

    proptest::proptest! {
        /// What is passed over has the penalty that the rules give it.
        #[test]
        fn rules_are_silent_between_ideographs(text in "[中文年月万公第1０“，、（—…·/～ \u{ad}\u{200b}한]{0,20}") {
            use Language::{ChineseSimplified, Japanese, Korean, Other};
            for language in [ChineseSimplified, Japanese, Korean, Other] {
                let options = Options::default();
                let (mut units, mut edges) = unit::units(&text, Profile::default());
                opportunities::mark(&mut units, &edges, &text, options.strictness, language);
                let mut ruled = units.clone();
                apply(&mut units, &edges, &text, &options, language);
                edges.iter_mut().for_each(|edge| edge.class = crate::typeset::text::class::NONE);
                apply(&mut ruled, &edges, &text, &options, language);
                let penalties = |units: &[Unit]| units.iter().map(|unit| unit.penalty).collect::<Vec<_>>();
                proptest::prop_assert_eq!(penalties(&units), penalties(&ruled));
            }
        }
    }

    #[test]
    fn korean_english_german() {
        assert_eq!(breaks("그는 “한국”이라고 말", Language::Korean), "그는 |“한국”이라고 |말");
        for (text, expected) in [
            ("C#으로 C++은 Tom&Jerry의", "C#으로 |C++은 |Tom&Jerry의"),
            ("대리자(delegate)를 [1]을 `code`를", "대리자?(delegate)를 |[1]을 |`code`를"),
            ("「책」을 《책》은 100%의 20℃의", "「책」을 |《책》은 |100%의 |20℃의"),
            ("Add...를 …을 Yahoo!는 P.S.는", "Add...를 ?…을 |Yahoo!는 |P.S.는"),
            ("a=b를 foo_를 ~를 가&나 <b>를", "a=b를 |foo_를 |~를 |가&나 |<b>를"),
            ("그랬다.그리고 왜?라고 가,나", "그랬다.|그리고 |왜?|라고 |가,|나"),
            ("가/나 다-라", "가/|나 |다-|라"),
        ] {
            assert_eq!(breaks(text, Language::Korean), expected);
        }
        assert_eq!(breaks("say “no” (it’s)", Language::English), "say |“no” |(it’s)");
        for (text, expected) in [
            ("bypass it—\u{201c}change\u{201d} it", "bypass |it—|\u{201c}change\u{201d} |it"),
            ("one—two — three", "one—|two — |three"),
            ("he said —yes", "he |said ?—|yes"),
        ] {
            assert_eq!(breaks(text, Language::English), expected);
        }
        assert_eq!(breaks("„gut“ und so", Language::Other), "„gut“ |und |so");
        assert_eq!(breaks("5\" and 6\" big", Language::English), "5\" |and |6\" |big");
        assert_eq!(breaks("rock ’n’ roll", Language::English), "rock |’n’ |roll");
    }
}
