//! Gaps between Han or kana and Latin text (CSS Text 4, `text-autospace`), also where a symbol belongs to the Latin text.

use crate::text::is_wide;
use crate::typeset::text::kind::Kind;
use crate::typeset::text::unit::{Edge, Flags, Unit};

/// The most characters to look at for the bracket that belongs to another.
const REACH: usize = 40;
/// The most characters to look at for the start of an address.
const LONGEST_ADDRESS: usize = 256;

/// Marks gaps between Han or kana and Latin letters or digits. `is_plain` tells whether a gap may be set before a byte,
/// which is not so within code and formulas.
pub(in crate::typeset) fn apply(units: &mut [Unit], edges: &[Edge], is_plain: impl Fn(u32) -> bool) {
    for (index, pair) in edges.windows(2).enumerate() {
        let [before, after] = pair else { continue };
        let meets = match (before.kind.is_ideographic(), after.kind.is_ideographic()) {
            (true, false) => is_western(after) || begins(edges, index + 1),
            (false, true) => is_western(before) || ends(edges, index),
            _ => false,
        };
        if meets
            && let Some(unit) = units.get_mut(index + 1)
            && unit.width > 0
            && is_plain(unit.start)
        {
            unit.flags |= Flags::GAP;
        }
    }
}

fn is_western(edge: &Edge) -> bool {
    matches!(edge.kind, Kind::Letter | Kind::Digit) && !is_wide(edge.first)
}

/// Whether the symbol at `at` begins Latin text: `$RUBYOPT`, `#13770`, `--flag`, `__init__`.
fn begins(edges: &[Edge], at: usize) -> bool {
    let symbol = |at: usize| edges.get(at).map(|edge| edge.first);
    let western = |at: usize| edges.get(at).is_some_and(is_western);
    match symbol(at) {
        Some('$' | '#' | '@' | '%' | '\\' | '€' | '£' | '¥') => western(at + 1) || symbol(at + 1) == Some('{'),
        Some('_') => western(at + 1) || symbol(at + 1) == Some('_') && western(at + 2),
        Some('-') => symbol(at + 1) == Some('-') && western(at + 2),
        Some('~') => symbol(at + 1) == Some('/') && western(at + 2),
        _ => false,
    }
}

/// Whether the symbol at `at` ends Latin text: `C++`, `C#`, `O(N)`, `a[i]`, `Vec<T>`, `__init__`.
fn ends(edges: &[Edge], at: usize) -> bool {
    let before = |count: usize| at.checked_sub(count).and_then(|at| edges.get(at));
    let western = |count: usize| before(count).is_some_and(is_western);
    let symbol = |count: usize| before(count).map(|edge| edge.first);
    let is = match symbol(0) {
        Some(sign @ ('+' | '*' | '_')) => western(1) || symbol(1) == Some(sign) && western(2),
        Some('#') => western(1),
        Some(')') => opens_call(edges, at, '(', ')'),
        Some(']') => opens_call(edges, at, '[', ']'),
        Some('>') => opens_call(edges, at, '<', '>'),
        _ => false,
    };
    is && !is_address(edges, at)
}

/// Whether the bracket that belongs to the one at `at` follows a letter or digit.
fn opens_call(edges: &[Edge], at: usize, open: char, close: char) -> bool {
    let mut depth = 0_usize;
    let inside = edges.get(..=at).unwrap_or_default().iter().enumerate().rev().take(REACH);
    for (place, edge) in inside.take_while(|(_, edge)| edge.first.is_ascii() || is_western(edge)) {
        if edge.first == close {
            depth += 1;
        } else if edge.first == open {
            depth -= 1;
        }
        if depth == 0 {
            let before = place.checked_sub(1).and_then(|place| edges.get(place));
            return before.is_some_and(is_western) && !is_note(edges, place + 1, at);
        }
    }
    false
}

/// Whether brackets hold nothing but a number, as those of a note do.
fn is_note(edges: &[Edge], from: usize, to: usize) -> bool {
    edges.get(to).is_some_and(|edge| edge.first == ']')
        && edges.get(from..to).unwrap_or_default().iter().all(|edge| edge.kind == Kind::Digit)
}

/// Whether the text that ends at `at` is a web address, which may continue with Han.
fn is_address(edges: &[Edge], at: usize) -> bool {
    let token = edges.get(..at).unwrap_or_default().iter().rev().take(LONGEST_ADDRESS);
    let mut slashes = 0;
    for edge in token.take_while(|edge| edge.first.is_ascii_graphic()) {
        match edge.first {
            '/' => slashes += 1,
            ':' if slashes >= 2 => return true,
            _ => slashes = 0,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::document::{Span, Style};
    use crate::text::{Language, Profile};
    use crate::typeset::inline::prepare;
    use crate::typeset::text::options::Options;
    use crate::typeset::text::unit::Flags;

    /// The text with `_` for every gap.
    fn gaps(text: &str, spans: &[Span]) -> String {
        let options = Options::default();
        let flow = prepare::flow(text, spans, 0, &options, Profile::default(), Language::ChineseSimplified);
        let mut out = String::new();
        for pair in flow.units.windows(2) {
            out.push_str(if pair[0].flags.contains(Flags::GAP) { "␣" } else { "" });
            out.push_str(&text[pair[0].start as usize..pair[1].start as usize]);
        }
        out
    }

    #[test]
    fn symbols_that_belong_to_latin_text() {
        for (text, expected) in [
            ("VC++によって", "VC++␣によって"),
            ("用C++和C#写", "用␣C++␣和␣C#␣写"),
            ("是O(N)的", "是␣O(N)␣的"),
            ("是f(g(x))的", "是␣f(g(x))␣的"),
            ("用$RUBYOPT变量", "用␣$RUBYOPT␣变量"),
            ("用${HOME}变量", "用␣${HOME}变量"),
            ("见#13770号", "见␣#13770␣号"),
            ("问@user吗", "问␣@user␣吗"),
            ("加--flag的", "加␣--flag␣的"),
            ("在~/bin里", "在␣~/bin␣里"),
            ("用<br>换行", "用<br>换行"),
            ("用Vec<T>存", "用␣Vec<T>␣存"),
            ("取a[i]的", "取␣a[i]␣的"),
            ("写__init__里", "写␣__init__␣里"),
            ("占50%的", "占␣50%的"),
            ("用A*算法", "用␣A*␣算法"),
            ("花$5买", "花␣$5␣买"),
            // Symbols that join both sides, and marks.
            ("中文-English", "中文-English"),
            ("中文/English和", "中文/English␣和"),
            ("文件.txt的", "文件.txt␣的"),
            ("词[1]的", "词[1]的"),
            ("RFC[1]的", "RFC[1]的"),
            ("中(abc)文", "中(abc)文"),
            ("“abc”的", "“abc”的"),
            ("好abc!的", "好␣abc!的"),
            ("见https://a.b/C#历史", "见␣https://a.b/C#历史"),
        ] {
            assert_eq!(gaps(text, &[]), expected);
        }
    }

    #[test]
    fn not_within_code_and_formulas() {
        let text = "用print中文x写";
        for (style, expected) in [
            (Style::CODE, "用␣print中文x␣写"),
            (Style::KEYBOARD, "用␣print中文x␣写"),
            (Style::STRONG, "用␣print␣中文␣x␣写"),
        ] {
            let span = Span { range: 3..15, style, link: None, image: None };
            assert_eq!(gaps(text, &[span]), expected, "{style:?}");
        }
    }
}
