//! Prepares a block and composes it into lines.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::document::{Align, Block, BlockKind, Document, FrameId, FrameKind, Span, Style};
use crate::highlight::Token;
use crate::text::{Clean, Language, Profile, is_rtl};
use crate::typeset::blocks::grid::Grid;
use crate::typeset::blocks::language::language_of;
use crate::typeset::blocks::picture::Picture;
use crate::typeset::blocks::slices::LongText;
use crate::typeset::blocks::{boxed, rules};
use crate::typeset::breaks::phrases;
use crate::typeset::inline::{indents, prepare, tracking, vertical};
use crate::typeset::lines::bidi::{PartKind, Parts};
use crate::typeset::lines::code::Continuation;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::frames::Nesting;
use crate::typeset::lines::line::{Lines, Role};
use crate::typeset::lines::paragraph::{LineStyle, set_lines};
use crate::typeset::lines::setter::{Setter, Source, TextStyle};
use crate::typeset::lines::{bidi, code, heading, ruby, tokens};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::{Indent, Leading, Options, Ruby, Tracking};
use crate::typeset::text::setting::Setting;
use crate::typeset::text::writing::Writing;

/// The preparation of a document with more bytes of text, or with more blocks, is not kept.
const LARGEST_KEPT: (usize, usize) = (4 << 20, 1 << 15);

/// A block with its text measured and the costs of its line breaks known, ready for any width. Cheap to clone, owns its
/// data, and is valid for the options and the width profile it was prepared with.
#[derive(Clone, Debug, Default)]
pub struct PreparedBlock(Preparation, Option<Tokens>);

/// The tokens of a code block, by bytes of its text.
pub type Tokens = Arc<[(Range<u32>, Token)]>;

impl PreparedBlock {
    /// The block with tokens for its code. They change the roles of its runs and nothing else.
    pub fn highlighted(self, tokens: Tokens) -> Self {
        Self(self.0, Some(tokens))
    }
}

#[derive(Clone, Debug)]
enum Preparation {
    Ready(Arc<Prepared>),
    /// The block with this index, prepared when it is first composed, or every time in a large document.
    Deferred(Arc<Deferred>, usize, OnceLock<Arc<Prepared>>),
}

/// What the blocks of a document are prepared from.
#[derive(Debug)]
struct Deferred {
    /// Whether a prepared block is kept.
    keeps: bool,
    document: Arc<Document>,
    options: Options,
    profile: Profile,
    language: Language,
}

impl Default for Preparation {
    fn default() -> Self {
        Self::Ready(Arc::default())
    }
}

#[derive(Debug, Default)]
struct Prepared {
    text: Clean,
    spans: Vec<Span>,
    /// The bytes of the cells of a table.
    cells: Vec<Range<usize>>,
    body: Body,
    nesting: Nesting,
    role: Role,
    align: Align,
    /// Whether it runs from right to left.
    rtl: bool,
    /// What the rule below a heading is drawn with.
    rule_below: Option<&'static str>,
    may_hang: bool,
    may_indent: bool,
    /// Whether the author indents its first line.
    indents: bool,
    /// Whether it is set vertically.
    vertical: bool,
    /// Whether its lines may be wider than the measure.
    is_wide: bool,
}

#[derive(Debug)]
enum Body {
    Text(Flow),
    /// Text with its readings above, and the same text with readings in parentheses for narrow lines.
    Ruby(Box<[Flow; 2]>),
    Code(Flow),
    Long(LongText),
    Table(Grid),
    Picture(Picture),
    Rule,
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(Flow::default())
    }
}

/// The blocks of a document. Each is prepared when it is first composed, and then kept. In a large document a block is
/// prepared every time it is composed, because keeping all units would take many times the memory of the text.
pub fn prepare_all(
    document: &Arc<Document>,
    options: &Options,
    profile: Profile,
    language: Language,
) -> Arc<[PreparedBlock]> {
    let blocks = 0..document.blocks.len();
    let text: usize = document.blocks.iter().map(|block| block.text().len()).sum();
    let keeps = text <= LARGEST_KEPT.0 && blocks.len() <= LARGEST_KEPT.1;
    let deferred =
        Arc::new(Deferred { keeps, document: document.clone(), options: options.clone(), profile, language });
    blocks.map(|block| PreparedBlock(Preparation::Deferred(deferred.clone(), block, OnceLock::new()), None)).collect()
}

impl PreparedBlock {
    /// The number of bytes of its text, and of line breaks among them.
    pub(in crate::typeset) fn extent(&self) -> (usize, usize) {
        let text = match &self.0 {
            Preparation::Ready(prepared) => prepared.text.as_str(),
            Preparation::Deferred(deferred, block, _) => {
                deferred.document.blocks.get(*block).map_or("", |block| block.text())
            }
        };
        (text.len(), memchr::memchr_iter(b'\n', text.as_bytes()).count())
    }

    /// The rows that the picture of the block takes, if it is composed at the full width.
    pub(in crate::typeset) fn picture_rows(&self, setting: &Setting) -> usize {
        let Preparation::Deferred(deferred, block, _) = &self.0 else { return 0 };
        let Some(BlockKind::Image(id)) = deferred.document.blocks.get(*block).map(|block| &block.kind) else {
            return 0;
        };
        let image = deferred.document.images.get(id.0 as usize);
        image.and_then(|image| setting.pictures.cells(image, setting.width)).map_or(0, |(_, rows)| usize::from(rows))
    }
}

/// Prepares one block of a document. `language` is the article's and holds for elements that declare none. With
/// [`Language::Other`] the language is detected from the text.
pub fn prepare(
    document: &Document,
    block: usize,
    options: &Options,
    profile: Profile,
    language: Language,
) -> PreparedBlock {
    PreparedBlock(Preparation::Ready(Arc::new(Prepared::of(document, block, options, profile, language))), None)
}

impl Prepared {
    fn of(document: &Document, block: usize, options: &Options, profile: Profile, language: Language) -> Self {
        let Some(source) = document.blocks.get(block) else { return Self::default() };
        let options = &*vertical::options(options, document, block, source);
        let language = language_of(document, source, language);
        let body = Body::of(document, source, options, profile, language);
        let text = source.text();
        let nesting = Nesting::of(document, block, options, profile);
        let is_quote =
            |id: FrameId| document.frames.get(id.0 as usize).is_some_and(|frame| frame.kind == FrameKind::Quote);
        let quoted = document.frames_of(block).any(is_quote);
        let may_indent = source.kind == BlockKind::Paragraph
            && source.align == Align::Start
            && !indents::begins(text)
            && document.frames_of(block).all(is_quote);
        Self {
            text: source.inline.text.clone(),
            spans: source.inline.spans.to_vec(),
            cells: cells_of(source),
            nesting,
            role: Role::of(&source.kind, quoted),
            align: align_of(source, &body),
            rtl: runs_rtl(source),
            body,
            rule_below: heading::rule(&source.kind, options, profile),
            // In right-to-left lines, marks would hang to the left of the page.
            may_hang: language != Language::ChineseTraditional && !runs_rtl(source),
            may_indent,
            indents: source.indent,
            vertical: options.writing == Writing::Vertical,
            is_wide: document.is_plain && matches!(source.kind, BlockKind::Code(_)),
        }
    }
}

impl Body {
    fn of(document: &Document, block: &Block, options: &Options, profile: Profile, language: Language) -> Self {
        // A display formula is marked by its block kind, not by a span.
        let whole = Span { range: 0..block.text().len() as u32, style: Style::MATH, link: None, image: None };
        let formula = block.kind == BlockKind::Math && block.inline.spans.is_empty();
        let spans = if formula { std::slice::from_ref(&whole) } else { block.inline.spans.as_slice() };
        let text = block.text();
        let flow = |range: Range<usize>| {
            let part = text.get(range.clone()).unwrap_or_default();
            prepare::flow(part, spans, range.start as u32, options, profile, language)
        };
        // In table cells and image boxes, readings are in parentheses.
        let plain = Options { ruby: Ruby::Inline, ..options.clone() };
        let boxed = |range: Range<usize>| {
            let part = text.get(range.clone()).unwrap_or_default();
            prepare::flow(part, spans, range.start as u32, &plain, profile, language)
        };
        match &block.kind {
            kind if LongText::is_needed(kind, text) => Self::Long(LongText::new(kind, options, profile, language)),
            BlockKind::Code(_) => Self::Code(prepare::verbatim(text, profile)),
            BlockKind::Table(table) => Self::Table(Grid::new(table, text, boxed)),
            BlockKind::Image(id) => Self::Picture(Picture::new(
                *id,
                document.images.get(id.0 as usize),
                boxed(0..text.len()),
                options,
                profile,
            )),
            BlockKind::Rule if text.is_empty() => Self::Rule,
            _ => {
                let mut above = flow(0..text.len());
                match block.kind {
                    BlockKind::Byline => above = above.with_separators(text),
                    BlockKind::Title | BlockKind::Heading(_) => {
                        if options.tracking == Tracking::One {
                            above = tracking::apply(above, text, spans);
                        }
                        phrases::apply(&mut above, text);
                    }
                    _ => {}
                }
                if above.readings.is_empty() {
                    Self::Text(above)
                } else if above.vertical && vertical::has_narrow(&above.readings, text, profile) {
                    Self::Text(boxed(0..text.len()))
                } else {
                    Self::Ruby(Box::new([above, boxed(0..text.len())]))
                }
            }
        }
    }
}

/// The alignment of a block. Formulas are centred unless they are shown as source.
fn align_of(block: &Block, body: &Body) -> Align {
    match body {
        _ if block.align != Align::Start => block.align,
        Body::Text(flow) if block.kind == BlockKind::Math && (flow.replaced.is_some() || is_linear(block)) => {
            Align::Center
        }
        _ => Align::Start,
    }
}

/// The bytes of the cells of a table, in order.
fn cells_of(block: &Block) -> Vec<Range<usize>> {
    let BlockKind::Table(table) = &block.kind else { return Vec::new() };
    let cells = table.rows.iter().flatten();
    cells.map(|cell| cell.range.start as usize..cell.range.end as usize).collect()
}

/// Whether a formula is already written on one line.
fn is_linear(block: &Block) -> bool {
    block.inline.spans.iter().any(|span| span.style.contains(Style::LINEAR))
}

/// Whether a block runs from right to left. The document says so, except that code never does and that titles are
/// judged by their text.
fn runs_rtl(block: &Block) -> bool {
    match block.kind {
        BlockKind::Code(_) => false,
        BlockKind::Title => is_rtl(block.text()),
        _ => block.rtl,
    }
}

/// Composes a prepared block for a setting. Pure: equal input gives equal lines. A block within a folded frame has no
/// lines. A width below 2 is taken as 2.
pub fn compose_block(prepared: &PreparedBlock, setting: &Setting) -> Lines {
    let mut lines = match &prepared.0 {
        Preparation::Ready(prepared) => prepared.compose(setting),
        Preparation::Deferred(deferred, block, kept) => {
            let prepared =
                || Prepared::of(&deferred.document, *block, &deferred.options, deferred.profile, deferred.language);
            if deferred.keeps {
                kept.get_or_init(|| Arc::new(prepared())).compose(setting)
            } else {
                prepared().compose(setting)
            }
        }
    };
    if let Some(tokens) = &prepared.1 {
        tokens::paint(&mut lines, tokens, setting.profile);
    }
    lines
}

impl Prepared {
    fn compose(&self, setting: &Setting) -> Lines {
        if self.nesting.is_hidden(&setting.folded) {
            return Lines::default();
        }
        match setting.options.writing {
            Writing::Horizontal if self.is_wide => self.lines(setting, setting.width.max(setting.room)),
            Writing::Horizontal => self.lines(setting, setting.width),
            Writing::Vertical if self.vertical => self.lines(setting, setting.options.rows.saturating_mul(2)),
            Writing::Vertical => boxed::boxed(self.lines(&boxed::setting(setting), setting.width), setting),
        }
    }

    /// Its lines of at most so many cells.
    fn lines(&self, setting: &Setting, width: u16) -> Lines {
        let width = usize::from(width).max(2);
        let profile = setting.profile;
        let mut setter = if self.vertical { Setter::vertical(profile) } else { Setter::new(profile) };
        let margins = self.nesting.margins(width, setting.profile, &setting.folded);
        if let Body::Text(flow) = &self.body {
            setter.reserve(self.source(flow), width.saturating_sub(margins.rest));
        }
        self.nesting.set_gap(&mut setter, width, setting.profile);
        let context = LineContext { width, margins: &margins, setting, may_hang: self.may_hang };
        let text_style = TextStyle::of(self.role);
        match &self.body {
            Body::Text(flow) => self.text_lines(&mut setter, flow, context, text_style),
            Body::Ruby(flows) => {
                let [above, inline] = &**flows;
                let narrow = ruby::is_too_narrow(above, width.saturating_sub(margins.first));
                self.text_lines(&mut setter, if narrow { inline } else { above }, context, text_style);
            }
            Body::Code(flow) => {
                let continuation = Continuation { sign: context.code_sign(), begins: false };
                let lines = code::fill(flow, context.code_measure(), continuation);
                let style = LineStyle { text_style, align: Align::Start, indent: 0, leads: false, continuation };
                set_lines(&mut setter, self.source(flow), &lines, context, style);
            }
            Body::Long(long) => {
                let style = self.line_style(context, text_style);
                long.set(&mut setter, &self.text, &self.spans, context, style);
            }
            Body::Table(grid) => grid.set(&mut setter, &self.text, &self.spans, self.role, context),
            Body::Picture(picture) => picture.set(&mut setter, &self.text, &self.spans, context),
            Body::Rule => rules::rule(&mut setter, self.vertical, context),
        }
        if matches!(self.role, Role::Heading(_)) && self.align != Align::Start {
            setter.draw_marker_near();
        }
        if let Some(symbol) = self.rule_below {
            rules::below(&mut setter, symbol, context, self.text.len() as u32);
        }
        if self.vertical {
            return setter.finish();
        }
        let kind = match &self.body {
            Body::Table(_) => PartKind::Cells(&self.cells),
            _ if self.role == Role::Byline => PartKind::Fields,
            _ => PartKind::Whole,
        };
        bidi::arrange(setter.finish(), &self.text, self.rtl, Parts { kind, spans: &self.spans }, setting)
    }

    fn source<'a>(&'a self, flow: &'a Flow) -> Source<'a> {
        Source { flow, text: &self.text, spans: &self.spans, offset: 0, own: true }
    }

    /// Cells by which the first line is indented.
    fn indent(&self, context: LineContext<'_>) -> usize {
        let is_wanted = self.indents || context.setting.options.indent == Indent::Two;
        if is_wanted && self.may_indent && context.width - context.margins.first >= 12 { 4 } else { 0 }
    }

    fn line_style(&self, context: LineContext<'_>, text_style: TextStyle) -> LineStyle {
        let options = &context.setting.options;
        let leads = options.leading == Leading::One && options.writing == Writing::Horizontal;
        let leads = leads && matches!(self.role, Role::Text | Role::Quote);
        let (align, indent) = (self.align, self.indent(context));
        LineStyle { text_style, align, indent, leads, continuation: Continuation::default() }
    }

    fn text_lines(&self, setter: &mut Setter, flow: &Flow, context: LineContext<'_>, text_style: TextStyle) {
        let style = self.line_style(context, text_style);
        let balance = matches!(self.role, Role::Title | Role::Heading(_));
        let lines = context.fill(flow, self.text.len(), style.indent, balance);
        set_lines(setter, self.source(flow), &lines, context, style);
    }
}
