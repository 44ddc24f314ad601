//! Prepares a block and composes it into lines.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::document::{Align, Block, BlockKind, Document, FrameId, FrameKind, Span, Style};
use crate::highlight::Token;
use crate::text::{Ambiguous, Clean, Language, Profile, is_rtl};
use crate::typeset::Setting;
use crate::typeset::blocks::grid::Cells;
use crate::typeset::blocks::picture::Picture;
use crate::typeset::blocks::slices::Long;
use crate::typeset::inline::prepare as prepared;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::frames::Place;
use crate::typeset::lines::line::{Face, LineEnd, Lines, Role};
use crate::typeset::lines::paragraph::{Look, set_pieces};
use crate::typeset::lines::setter::{Setter, Source, Voice};
use crate::typeset::lines::{bidi, fill, ruby, tokens};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::{Indent, Options, Ruby};

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
    Done(Arc<Inner>),
    /// The block with this index, prepared when it is first composed, or every time in a large document.
    Late(Arc<Late>, usize, OnceLock<Arc<Inner>>),
}

/// What the blocks of a document are prepared from.
#[derive(Debug)]
struct Late {
    /// Whether a prepared block is kept.
    keeps: bool,
    document: Arc<Document>,
    options: Options,
    profile: Profile,
    language: Language,
}

impl Default for Preparation {
    fn default() -> Self {
        Self::Done(Arc::default())
    }
}

#[derive(Debug, Default)]
struct Inner {
    text: Clean,
    spans: Vec<Span>,
    body: Body,
    place: Place,
    role: Role,
    align: Align,
    /// Whether it runs from right to left.
    rtl: bool,
    may_hang: bool,
    may_indent: bool,
}

#[derive(Debug)]
enum Body {
    Text(Flow),
    /// Text with its readings above, and the same text with readings in parentheses for narrow lines.
    Ruby(Box<[Flow; 2]>),
    Code(Flow),
    Long(Long),
    Table(Cells),
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
    let late = Arc::new(Late { keeps, document: document.clone(), options: options.clone(), profile, language });
    blocks.map(|block| PreparedBlock(Preparation::Late(late.clone(), block, OnceLock::new()), None)).collect()
}

impl PreparedBlock {
    /// The number of bytes of its text, and of line breaks among them.
    pub(in crate::typeset) fn extent(&self) -> (usize, usize) {
        let text = match &self.0 {
            Preparation::Done(inner) => inner.text.as_str(),
            Preparation::Late(late, block, _) => late.document.blocks.get(*block).map_or("", |block| block.text()),
        };
        (text.len(), memchr::memchr_iter(b'\n', text.as_bytes()).count())
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
    PreparedBlock(Preparation::Done(Arc::new(Inner::of(document, block, options, profile, language))), None)
}

impl Inner {
    fn of(document: &Document, block: usize, options: &Options, profile: Profile, language: Language) -> Self {
        let Some(source) = document.blocks.get(block) else { return Self::default() };
        let language = language_of(document, source, language);
        // A display formula is marked by its block kind, not by a span.
        let whole = Span { range: 0..source.text().len() as u32, style: Style::MATH, link: None, image: None };
        let formula = source.kind == BlockKind::Math && source.inline.spans.is_empty();
        let spans = if formula { std::slice::from_ref(&whole) } else { source.inline.spans.as_slice() };
        let text = source.text();
        let flow = |range: Range<usize>| {
            let part = text.get(range.clone()).unwrap_or_default();
            prepared::flow(part, spans, range.start as u32, options, profile, language)
        };
        // In table cells and image boxes, readings are in parentheses.
        let plain = Options { ruby: Ruby::Inline, ..options.clone() };
        let boxed = |range: Range<usize>| {
            let part = text.get(range.clone()).unwrap_or_default();
            prepared::flow(part, spans, range.start as u32, &plain, profile, language)
        };
        let body = match &source.kind {
            kind if Long::is_needed(kind, text) => Body::Long(Long::new(kind, options, profile, language)),
            BlockKind::Code(_) => Body::Code(prepared::verbatim(text, profile)),
            BlockKind::Table(table) => Body::Table(Cells::new(table, text, boxed)),
            BlockKind::Image(id) => Body::Picture(Picture::new(
                *id,
                document.images.get(id.0 as usize),
                boxed(0..text.len()),
                options,
                profile,
            )),
            BlockKind::Rule if text.is_empty() => Body::Rule,
            _ => {
                let above = flow(0..text.len());
                if above.readings.is_empty() {
                    Body::Text(above)
                } else {
                    Body::Ruby(Box::new([above, boxed(0..text.len())]))
                }
            }
        };
        let place = Place::of(document, block, profile);
        let is_quote =
            |id: FrameId| document.frames.get(id.0 as usize).is_some_and(|frame| frame.kind == FrameKind::Quote);
        let quoted = document.frames_of(block).any(is_quote);
        let may_indent = source.kind == BlockKind::Paragraph
            && source.align == Align::Start
            && !text.starts_with('\u{3000}')
            && document.frames_of(block).all(is_quote);
        Self {
            text: source.inline.text.clone(),
            spans: source.inline.spans.to_vec(),
            place,
            role: Role::of(&source.kind, quoted),
            align: align_of(source, &body),
            rtl: runs_rtl(source),
            body,
            // In right-to-left lines, marks would hang to the left of the page.
            may_hang: language != Language::ChineseTraditional && !runs_rtl(source),
            may_indent,
        }
    }
}

/// The alignment of a block. Formulas are centred unless they are shown as source.
fn align_of(block: &Block, body: &Body) -> Align {
    match body {
        // Lines of right-to-left blocks are mirrored later.
        _ if block.align == Align::End && block.rtl => Align::Start,
        _ if block.align != Align::Start => block.align,
        Body::Text(flow) if block.kind == BlockKind::Math && flow.replaced.is_some() => Align::Center,
        _ => Align::Start,
    }
}

/// Whether a block runs from right to left. The document says so, except that code never does and that titles are judged
/// by their text.
fn runs_rtl(block: &Block) -> bool {
    match block.kind {
        BlockKind::Code(_) => false,
        BlockKind::Title => is_rtl(block.text()),
        _ => block.rtl,
    }
}

fn language_of(document: &Document, block: &Block, article: Language) -> Language {
    let declared = |tag: &Option<Clean>| tag.as_ref().map(|tag| Language::from_tag(tag));
    match (declared(&block.lang), article, declared(&document.lang)) {
        (Some(own), ..) => own,
        (None, Language::Other, Some(whole)) if whole != Language::Other => whole,
        (None, Language::Other, _) => Language::detect(block.text()),
        (None, article, _) => article,
    }
}

/// Composes a prepared block for a setting. Pure: equal input gives equal lines. A block within a folded frame has no
/// lines. A width below 2 is taken as 2.
pub fn compose_block(prepared: &PreparedBlock, setting: &Setting) -> Lines {
    let mut lines = match &prepared.0 {
        Preparation::Done(inner) => inner.compose(setting),
        Preparation::Late(late, block, kept) => {
            let prepared = || Inner::of(&late.document, *block, &late.options, late.profile, late.language);
            if late.keeps {
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

impl Inner {
    fn compose(&self, setting: &Setting) -> Lines {
        if self.place.is_hidden(&setting.folded) {
            return Lines::default();
        }
        let width = usize::from(setting.width).max(2);
        let mut setter = Setter::new(setting.profile);
        let margins = self.place.margins(width, setting.profile, &setting.folded);
        if let Body::Text(flow) = &self.body {
            setter.reserve(self.source(flow), width.saturating_sub(margins.rest));
        }
        self.place.set_gap(&mut setter, width, setting.profile);
        let room = LineContext { width, margins: &margins, setting, may_hang: self.may_hang };
        let voice = Voice::of(self.role);
        match &self.body {
            Body::Text(flow) => self.text_lines(&mut setter, flow, room, voice),
            Body::Ruby(flows) => {
                let [above, inline] = &**flows;
                let narrow = ruby::is_too_narrow(above, width.saturating_sub(margins.first));
                self.text_lines(&mut setter, if narrow { inline } else { above }, room, voice);
            }
            Body::Code(flow) => {
                let pieces = fill::greedy(flow, room.code_measure());
                let look = Look { voice, align: Align::Start, indent: 0 };
                set_pieces(&mut setter, self.source(flow), &pieces, room, look);
            }
            Body::Long(long) => {
                let look = Look { voice, align: self.align, indent: self.indent(room) };
                long.set(&mut setter, &self.text, &self.spans, room, look);
            }
            Body::Table(cells) => cells.set(&mut setter, &self.text, &self.spans, self.role, room),
            Body::Picture(picture) => picture.set(&mut setter, &self.text, &self.spans, room),
            Body::Rule => rule(&mut setter, room),
        }
        bidi::arrange(setter.finish(), &self.text, self.rtl, setting)
    }

    fn source<'a>(&'a self, flow: &'a Flow) -> Source<'a> {
        Source { flow, text: &self.text, spans: &self.spans, offset: 0, own: true }
    }

    /// Cells by which the first line is indented.
    fn indent(&self, room: LineContext<'_>) -> usize {
        match room.setting.options.indent {
            Indent::Two if self.may_indent && room.width - room.margins.first >= 12 => 4,
            _ => 0,
        }
    }

    fn text_lines(&self, setter: &mut Setter, flow: &Flow, room: LineContext<'_>, voice: Voice) {
        let indent = self.indent(room);
        let pieces = room.fill(flow, self.text.len(), indent);
        set_pieces(setter, self.source(flow), &pieces, room, Look { voice, align: self.align, indent });
    }
}

fn rule(setter: &mut Setter, room: LineContext<'_>) {
    room.margins.set_line(setter, true, 0);
    let cells = room.width.saturating_sub(room.margins.first);
    let line = if room.setting.profile.ambiguous == Ambiguous::Wide { "-" } else { "─" };
    setter.ornament(&line.repeat(cells), cells, Face { role: Role::Border, ..Default::default() }, None, 0);
    setter.end(0..0, LineEnd::Block);
}
