//! Letter spacing of titles and headings: one cell between their characters (CSS Text 3, `letter-spacing`).

use crate::document::{Span, Style};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::unit::{FORCED, Flags};

/// Spaces the characters of a text. Code and formulas stay as they are, and so does a text with readings above it or
/// with a script whose letters are joined or combined.
pub(in crate::typeset) fn apply(mut flow: Flow, text: &str, spans: &[Span]) -> Flow {
    if !flow.readings.is_empty() || !text.chars().all(is_spaced) {
        return flow;
    }
    flow.units.pop();
    let fixed = |byte: u32| {
        let span = spans.get(spans.partition_point(|span| span.range.end <= byte));
        let style = span.filter(|span| span.range.start <= byte).map(|span| span.style);
        style.is_some_and(|style| style.intersects(Style::CODE | Style::KEYBOARD | Style::MATH))
    };
    let added = Flags::OPEN_READING | Flags::CLOSE_READING | Flags::BETWEEN_READINGS | Flags::PADDING;
    let mut before = None;
    for unit in flow.units.iter_mut().filter(|unit| unit.width > 0) {
        let is_fixed = fixed(unit.start);
        let starts = unit.penalty == FORCED || unit.flags.intersects(added);
        if !starts && before.is_some_and(|before| !(before && is_fixed)) {
            unit.flags.insert(Flags::GAP);
        }
        before = Some(is_fixed);
    }
    Flow { readings: flow.readings, replaced: flow.replaced, ..Flow::new(flow.units, text) }
}

/// Whether a character may stand apart: those of Latin, Greek, Cyrillic, Georgian, Armenian and East Asian text, signs and
/// emoji.
fn is_spaced(c: char) -> bool {
    matches!(c,
        '\0'..='\u{58f}' | '\u{10a0}'..='\u{11ff}' | '\u{1d00}'..='\u{218f}' | '\u{2190}'..='\u{a4cf}'
        | '\u{a700}'..='\u{a7ff}' | '\u{ac00}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{fe00}'..='\u{fe6f}'
        | '\u{ff00}'..='\u{ffff}' | '\u{1f000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, BlockKind, Document, Inline};
    use crate::text::{Clean, Language, Profile};
    use crate::typeset::page::Page;
    use crate::typeset::page::find::find;
    use crate::typeset::text::options::{Headings, Options, Tracking};
    use crate::typeset::text::setting::Setting;
    use crate::typeset::text::substitution::Script;

    fn page(text: &str, spans: Vec<Span>, width: u16) -> (Document, Page) {
        let mut block = Block::new(BlockKind::Heading(2), Inline::plain(Clean::text(text)));
        block.inline.spans = spans;
        let document = Document { blocks: vec![block], ..Document::default() };
        let options = Options { tracking: Tracking::One, headings: Headings::Plain, ..Options::default() };
        let profile = Profile::default();
        let setting = Setting { width, options, profile, room: 0, folded: Vec::new(), pictures: Default::default() };
        let page = Page::of(&document, &setting, Language::Other);
        (document, page)
    }

    fn rows(page: &Page) -> Vec<String> {
        let row = |row| page.row(row).map(|view| view.runs.iter().map(|run| view.shown(run)).collect());
        (0..page.height()).filter_map(row).collect()
    }

    #[test]
    fn one_cell_between_characters() {
        for (text, width, expected) in [
            ("排版规则", 40, &["排 版 规 则"][..]),
            ("Plain text", 40, &["P l a i n   t e x t"]),
            ("用Rust写", 40, &["用 R u s t 写"]),
            ("甲\n乙丙", 40, &["甲", "乙 丙"]),
            ("Plain text", 12, &["P l a i n", "t e x t"]),
            ("e\u{301}a", 40, &["e\u{301} a"]),
            ("一", 2, &["一"]),
            ("一二", 2, &["一", "二"]),
            ("سلام", 40, &["سلام"]),
            ("नमस्ते", 40, &["नमस्ते"]),
            ("", 2, &[""]),
        ] {
            assert_eq!(rows(&page(text, Vec::new(), width).1), expected, "{text}");
        }
    }

    #[test]
    fn a_word_shown_for_another_is_marked_whole() {
        let document = Document {
            blocks: vec![Block::new(BlockKind::Heading(2), Inline::plain(Clean::line("用内存")))],
            ..Document::default()
        };
        for (tracking, run) in [(Tracking::None, (2, 4)), (Tracking::One, (3, 5))] {
            let options = Options { tracking, script: Script::Taiwan, ..Options::default() };
            let profile = Profile::default();
            let setting =
                Setting { width: 40, options, profile, room: 0, folded: Vec::new(), pictures: Default::default() };
            let page = Page::of(&document, &setting, Language::ChineseSimplified);
            let found = find(&document, "内");
            let cells: Vec<_> = page.cells_of(0, found[0].range.clone()).map(|it| (it.column, it.cells)).collect();
            assert_eq!(cells, [run], "{tracking:?}");
        }
    }

    #[test]
    fn code_stays() {
        let code = Span { range: 6..10, style: Style::CODE, link: None, image: None };
        assert_eq!(rows(&page("使用main吧", vec![code], 40).1), ["使 用 main 吧"]);
    }

    #[test]
    fn a_match_has_no_holes() {
        let (document, page) = page("排版规则", Vec::new(), 40);
        let found = find(&document, "版规");
        let cells: Vec<_> = page.cells_of(0, found[0].range.clone()).map(|cells| (cells.column, cells.cells)).collect();
        assert_eq!(cells, [(3, 2), (5, 1), (6, 2)]);
    }
}
