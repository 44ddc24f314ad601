//! The text of the current block: white space by the rules of CSS, styles as spans.

use crate::document::model::{ImageId, LinkId, Span, Style};
use crate::text::{is_shown, specials};

/// Most bytes of memory that are kept for the next text.
const REUSED: usize = 1 << 16;

/// The style, link and picture of a range of text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::document) struct SpanFormat {
    pub(in crate::document) style: Style,
    pub(in crate::document) link: Option<LinkId>,
    pub(in crate::document) image: Option<ImageId>,
}

/// How white space is treated (CSS Text 3 §3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum WhiteSpace {
    /// `normal`: runs become one blank.
    Collapse,
    /// `pre-line`: as `normal`, but line breaks are kept.
    Lines,
    /// `pre-wrap`: everything is kept; tabs become blanks.
    Keep,
    /// As `Keep`, but tabs are kept.
    Code,
}

/// Pending white space: it is written before the next character and dropped at the end of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pending {
    Nothing,
    Blank,
    Break,
}

/// The text so far, with its spans.
#[derive(Debug)]
pub(in crate::document) struct Text {
    text: String,
    spans: Vec<Span>,
    /// Where the line box begins: at the start of the block or of the table cell.
    base: usize,
    pending: Pending,
    pending_format: SpanFormat,
    /// White space is dropped while the text has this length.
    bare: Option<usize>,
    /// A letter or digit is set apart while the text has this length.
    apart: Option<usize>,
    last: char,
    /// The language of text pushed next, as an index of the builder.
    pub(in crate::document) lang: Option<u32>,
    languages: TextLanguages,
}

/// The languages that apply to a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextLanguages {
    Nothing,
    One(Option<u32>),
    Several,
}

impl Text {
    pub(in crate::document) fn new() -> Self {
        Self {
            text: String::new(),
            spans: Vec::new(),
            base: 0,
            pending: Pending::Nothing,
            pending_format: SpanFormat::default(),
            bare: None,
            apart: None,
            last: '\n',
            lang: None,
            languages: TextLanguages::Nothing,
        }
    }

    /// The language of all the text, if it has only one.
    pub(in crate::document) fn one_language(&self) -> Option<u32> {
        match self.languages {
            TextLanguages::One(lang) => lang,
            TextLanguages::Nothing | TextLanguages::Several => None,
        }
    }

    /// Length in bytes.
    pub(in crate::document) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether the block or cell is still empty.
    pub(in crate::document) fn at_start(&self) -> bool {
        self.text.len() == self.base
    }

    /// The last picture, if nothing follows it.
    pub(in crate::document) fn last_image(&self) -> Option<ImageId> {
        self.spans.last().filter(|span| span.range.end as usize == self.text.len()).and_then(|span| span.image)
    }

    /// The style of the last character, if the text does not end with ordinary text.
    pub(in crate::document) fn last_style(&self) -> Option<Style> {
        self.spans.last().filter(|span| span.range.end as usize == self.text.len()).map(|span| span.style)
    }

    /// The link of the last character.
    pub(in crate::document) fn last_link(&self) -> Option<LinkId> {
        self.spans.last().filter(|span| span.range.end as usize == self.text.len()).and_then(|span| span.link)
    }

    /// Removes a style from the spans that begin at this byte or after it.
    pub(in crate::document) fn remove_style(&mut self, from: usize, style: Style) {
        let first = self.spans.partition_point(|span| (span.range.start as usize) < from);
        self.spans.iter_mut().skip(first).for_each(|span| span.style.remove(style));
    }

    /// Replaces the text of the picture at the end.
    pub(in crate::document) fn replace_image(&mut self, text: &str, format: SpanFormat) {
        let image = self.last_image();
        let Some(first) =
            self.spans.iter().rposition(|span| span.image != image).map_or(Some(0), |at| at.checked_add(1))
        else {
            return;
        };
        let Some(start) = self.spans.get(first).map(|span| span.range.start as usize) else { return };
        self.truncate(start);
        self.last = self.text.chars().next_back().unwrap_or('\n');
        self.push(text, WhiteSpace::Collapse, format);
    }

    /// Takes the text and starts over.
    pub(in crate::document) fn take(&mut self) -> (String, Vec<Span>) {
        let trimmed = self.text.trim_end_matches('\n').len();
        self.truncate(trimmed);
        self.take_all()
    }

    /// As [`Text::take`], but keeps line breaks at the end, which may separate the rows of a table.
    pub(in crate::document) fn take_all(&mut self) -> (String, Vec<Span>) {
        self.base = 0;
        self.pending = Pending::Nothing;
        self.bare = None;
        self.apart = None;
        self.last = '\n';
        self.languages = TextLanguages::Nothing;
        (std::mem::take(&mut self.text), std::mem::take(&mut self.spans))
    }

    /// Takes back the memory of a text that [`Text::take`] returned, for the next one.
    pub(in crate::document) fn reuse(&mut self, mut taken: String) {
        if self.text.capacity() == 0 && taken.capacity() <= REUSED {
            taken.clear();
            self.text = taken;
        }
    }

    fn truncate(&mut self, length: usize) {
        self.text.truncate(length);
        while let Some(span) = self.spans.last_mut() {
            if (span.range.end as usize) <= length {
                break;
            }
            span.range.end = length as u32;
            if span.range.is_empty() {
                self.spans.pop();
            }
        }
    }

    /// Appends a separator that is exempt from the white space rules, and begins a new line box.
    pub(in crate::document) fn separate(&mut self, separator: Option<char>) {
        self.pending = Pending::Nothing;
        self.text.extend(separator);
        self.base = self.text.len();
        self.last = '\n';
    }

    /// Ends a cell and removes trailing line breaks.
    pub(in crate::document) fn end_cell(&mut self) {
        self.pending = Pending::Nothing;
        let trimmed = self.text.trim_end_matches('\n').len().max(self.base);
        self.truncate(trimmed);
    }

    /// A forced line break; ignored at the start.
    pub(in crate::document) fn line_break(&mut self) {
        self.pending = Pending::Nothing;
        if !self.at_start() {
            self.text.push('\n');
            self.last = '\n';
        }
    }

    /// A line break, unless the line is empty.
    pub(in crate::document) fn boundary(&mut self) {
        self.pending = Pending::Nothing;
        if self.last != '\n' {
            self.line_break();
        }
    }

    /// Collapsible white space.
    pub(in crate::document) fn blank(&mut self, format: SpanFormat) {
        if self.pending == Pending::Nothing && self.bare != Some(self.text.len()) {
            self.pending = Pending::Blank;
            self.pending_format = format;
        }
    }

    /// Whether to drop white space before the next character.
    pub(in crate::document) fn drop_blanks(&mut self, drop: bool) {
        self.bare = drop.then_some(self.text.len());
    }

    /// Drops pending white space.
    pub(in crate::document) fn forget_blank(&mut self) {
        self.pending = Pending::Nothing;
    }

    /// Whether the text ends with a letter or digit that is not wide.
    pub(in crate::document) fn ends_in_word(&self) -> bool {
        self.pending == Pending::Nothing && is_narrow(self.last)
    }

    /// Appends text, with a blank between it and a letter or digit directly beside it if it `is_apart`.
    pub(in crate::document) fn push_apart(&mut self, is_apart: bool, push: impl FnOnce(&mut Self)) {
        if is_apart && self.ends_in_word() {
            self.blank(SpanFormat::default());
        }
        push(self);
        self.apart = is_apart.then_some(self.text.len());
    }

    /// Appends text.
    pub(in crate::document) fn push(&mut self, source: &str, white: WhiteSpace, format: SpanFormat) {
        let mut run = 0;
        let is_special = |c| match c {
            '!'..='~' => false,
            ' ' | '\n' | '\t' | '\r' | '\u{c}' | '\u{85}' => true,
            _ => !is_shown(c),
        };
        for (at, c) in specials(source, b'!', is_special) {
            let from = at + c.len_utf8();
            if c == ' '
                && at > run
                && source.as_bytes().get(from).is_some_and(|next| matches!(next, b'!'..=b'~' | 0xe3..=0xec))
            {
                // A blank between visible characters stays as it is.
                continue;
            }
            self.run(source.get(run..at).unwrap_or_default(), format);
            run = from;
            self.special(c, white, format);
        }
        self.run(source.get(run..).unwrap_or_default(), format);
    }

    fn special(&mut self, c: char, white: WhiteSpace, format: SpanFormat) {
        match (c, white) {
            ('\u{85}' | '\u{2028}' | '\u{2029}', WhiteSpace::Collapse | WhiteSpace::Lines) => self.line_break(),
            ('\n', WhiteSpace::Lines) => self.line_break(),
            ('\n' | '\r', WhiteSpace::Collapse) => {
                self.blank(format);
                if self.bare != Some(self.text.len()) {
                    self.pending = Pending::Break;
                }
            }
            (' ' | '\t' | '\r' | '\u{c}', WhiteSpace::Collapse | WhiteSpace::Lines) => self.blank(format),
            (' ', _) => self.raw(" ", format),
            ('\t', WhiteSpace::Keep) => self.raw("    ", format),
            ('\t', WhiteSpace::Code) => self.raw("\t", format),
            ('\n' | '\u{85}' | '\u{2028}' | '\u{2029}', _) => self.raw("\n", format),
            _ => {}
        }
    }

    /// Appends characters of which none collapses.
    fn run(&mut self, run: &str, format: SpanFormat) {
        let Some(first) = run.chars().next() else { return };
        self.languages = match self.languages {
            TextLanguages::Nothing => TextLanguages::One(self.lang),
            TextLanguages::One(lang) if lang == self.lang => self.languages,
            _ => TextLanguages::Several,
        };
        if self.apart.take() == Some(self.text.len()) && is_narrow(first) {
            self.blank(SpanFormat::default());
        }
        if self.pending != Pending::Nothing {
            let broken = self.pending == Pending::Break;
            self.pending = Pending::Nothing;
            // A picture is a box, whatever its alternative text is.
            let picture = broken && (format.image.is_some() || self.last_image().is_some());
            if self.last != '\n' && (picture || !(broken && joins(self.last, first))) {
                self.raw(" ", self.pending_format);
            }
        }
        self.raw(run, format);
    }

    fn raw(&mut self, run: &str, format: SpanFormat) {
        let start = self.text.len() as u32;
        self.text.push_str(run);
        self.last = run.chars().next_back().unwrap_or(self.last);
        if format == SpanFormat::default() {
            return;
        }
        let end = self.text.len() as u32;
        match self.spans.last_mut() {
            Some(span)
                if span.range.end == start
                    && (span.style, span.link, span.image) == (format.style, format.link, format.image) =>
            {
                span.range.end = end;
            }
            _ => {
                self.spans.push(Span { range: start..end, style: format.style, link: format.link, image: format.image })
            }
        }
    }
}

/// Whether a line break between these characters is removed instead of becoming a blank (CSS Text 3 §4.1.3): both are
/// wide and neither is Hangul. Quotation marks and dashes shared by Chinese and Latin count as wide next to a wide
/// character.
fn joins(before: char, after: char) -> bool {
    let shared = |c| matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·');
    match (is_wide(before), is_wide(after)) {
        (true, true) => true,
        (true, false) => shared(after),
        (false, true) => shared(before),
        (false, false) => before == '\u{200b}' || after == '\u{200b}',
    }
}

/// Letters and digits that run into those beside them.
fn is_narrow(c: char) -> bool {
    c.is_ascii_alphanumeric() || c.is_alphanumeric() && !is_wide(c)
}

/// Han, kana, bopomofo, Yi, full-width and half-width forms; not Hangul, not emoji.
fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{312f}' | '\u{3190}'..='\u{31ff}' | '\u{3220}'..='\u{325f}'
        | '\u{3280}'..='\u{4dbf}' | '\u{4e00}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}'
        | '\u{ff01}'..='\u{ff9f}' | '\u{ffe0}'..='\u{ffe6}' | '\u{1aff0}'..='\u{1b16f}' | '\u{20000}'..='\u{3fffd}')
}
