//! Text too long to be prepared whole: slice by slice it is prepared, filled line by line, set and dropped.

use crate::document::{Align, BlockKind, Span};
use crate::text::{Language, Profile};
use crate::typeset::inline::prepare;
use crate::typeset::lines::code::Continuation;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::fill::{LONGEST_PARAGRAPH, Measure};
use crate::typeset::lines::paragraph::{LineStyle, set_lines};
use crate::typeset::lines::setter::{Setter, Source};
use crate::typeset::lines::{code, fill};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::{Options, Ruby, Switch};
use crate::typeset::text::substitution::Quotes;

/// A table with more bytes of text is set as plain lines.
const LARGEST_TABLE: usize = 2 << 20;

/// How to prepare a long text. Its slices are prepared every time it is set, because its units would take sixteen times
/// the memory of the text.
#[derive(Debug)]
pub(in crate::typeset) struct LongText {
    verbatim: bool,
    code: bool,
    options: Options,
    profile: Profile,
    language: Language,
}

impl LongText {
    /// Whether a block's text is too long to be prepared whole.
    pub(in crate::typeset) fn is_needed(kind: &BlockKind, text: &str) -> bool {
        let longest = if matches!(kind, BlockKind::Table(_)) { LARGEST_TABLE } else { LONGEST_PARAGRAPH };
        text.len() > longest
    }

    /// For a block of this kind. Readings are set in parentheses, no spaces are inserted between Han and Latin, and
    /// punctuation is as written, because each would be a run of its own. Characters of the other script are not: a run
    /// has many of them.
    pub(in crate::typeset) fn new(kind: &BlockKind, options: &Options, profile: Profile, language: Language) -> Self {
        let verbatim = matches!(kind, BlockKind::Code(_) | BlockKind::Table(_));
        let options = Options {
            ruby: Ruby::Inline,
            autospace: Switch::Off,
            mends: false,
            quotes: Quotes::AsWritten,
            ..options.clone()
        };
        Self { verbatim, code: matches!(kind, BlockKind::Code(_)), options, profile, language }
    }

    /// Sets the whole text of a block.
    pub(in crate::typeset) fn set(
        &self,
        setter: &mut Setter,
        text: &str,
        spans: &[Span],
        context: LineContext<'_>,
        style: LineStyle,
    ) {
        let mut from = 0;
        let mut length = LONGEST_PARAGRAPH;
        while from < text.len() {
            let to = (from..=text.len().min(from + length)).rev().find(|to| text.is_char_boundary(*to));
            let to = to.filter(|to| *to > from).unwrap_or(text.len());
            let slice = text.get(from..to).unwrap_or_default();
            let flow = self.flow(slice, spans, from as u32);
            let measure = self.measure(context, style, from == 0);
            // A slice begins at the start of a line, which may continue the line of code before it.
            let begins = from.checked_sub(1).is_some_and(|at| text.as_bytes().get(at) != Some(&b'\n'));
            let continuation = Continuation { sign: context.code_sign().filter(|_| self.code), begins };
            let lines = if self.code { code::fill(&flow, measure, continuation) } else { fill::greedy(&flow, measure) };
            // Text after the slice may change its last breaks, so the last two lines are left to the next slice.
            let kept = if to == text.len() { lines.len() } else { lines.len().saturating_sub(2) };
            let next = lines
                .get(kept)
                .and_then(|line| flow.units.get(line.from))
                .map_or(to, |unit| from + unit.start as usize);
            if next == from {
                length *= 2;
                continue;
            }
            let source = Source { flow: &flow, text: slice, spans, offset: from as u32, own: true };
            let style = LineStyle {
                align: if self.verbatim { Align::Start } else { style.align },
                indent: if from == 0 { style.indent } else { 0 },
                leads: style.leads && !self.verbatim,
                continuation,
                ..style
            };
            set_lines(setter, source, lines.get(..kept).unwrap_or_default(), context, style);
            (from, length) = (next, LONGEST_PARAGRAPH);
        }
    }

    /// Prepares a slice that starts at `offset`.
    fn flow(&self, slice: &str, spans: &[Span], offset: u32) -> Flow {
        if self.verbatim {
            prepare::verbatim(slice, self.profile)
        } else {
            prepare::flow(slice, spans, offset, &self.options, self.profile, self.language)
        }
    }

    /// The measure of a slice. Only the first slice has the first line of the block.
    fn measure(&self, context: LineContext<'_>, style: LineStyle, is_first: bool) -> Measure {
        let measure = if self.code {
            context.code_measure()
        } else {
            context.measure(style.indent, context.may_hang && !self.verbatim)
        };
        if is_first { measure } else { Measure { first: measure.rest, ..measure } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Document, Inline};
    use crate::text::Clean;
    use crate::typeset::blocks::compose::{compose_block, prepare};
    use crate::typeset::lines::line::{LineEnd, Lines};
    use crate::typeset::text::options::Fill;
    use crate::typeset::text::setting::Setting;

    fn lines(kind: &BlockKind, text: &str, width: u16) -> Lines {
        let block = Block::new(kind.clone(), Inline::plain(Clean::text(text)));
        let document = Document { blocks: vec![block], ..Document::default() };
        let options = Options { fill: Fill::Greedy, autospace: Switch::Off, ..Options::default() };
        let setting = Setting {
            width,
            options,
            profile: Profile::default(),
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        };
        compose_block(&prepare(&document, 0, &setting.options, setting.profile, Language::ChineseSimplified), &setting)
    }

    /// Cut into slices or not, the lines are the same.
    #[test]
    fn slices_leave_no_trace() {
        let kinds = [BlockKind::Paragraph, BlockKind::Code(None)];
        for (piece, kind) in ["一份很长的文章，写给阅读器。「真的」没有……", "word and more, \n", "e\u{301}👨‍👩‍👧"]
            .iter()
            .zip(kinds.iter().cycle())
        {
            let short = piece.repeat(LONGEST_PARAGRAPH / piece.len());
            let long = piece.repeat(4 * LONGEST_PARAGRAPH / piece.len());
            let (short, whole) = (lines(kind, &short, 40), lines(kind, &long, 40));
            let same = short.lines.len() - 3;
            assert_eq!(short.lines.get(..same), whole.lines.get(..same), "{piece}");
            let mut at = 0;
            for line in &whole.lines {
                assert_eq!(line.source.start, at, "{piece}");
                at = line.source.end;
            }
            assert_eq!(at as usize, long.len());
            assert_eq!(whole.lines.last().map(|line| line.end), Some(LineEnd::Block));
        }
    }

    #[test]
    fn one_cluster_longer_than_a_slice_is_one_line() {
        let text = format!("a{}", "\u{301}".repeat(LONGEST_PARAGRAPH));
        assert_eq!(lines(&BlockKind::Paragraph, &text, 40).lines.len(), 1);
    }
}
