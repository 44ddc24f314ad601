//! One block to its lines.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::document::{Align, Block, BlockKind, Document, FrameId, FrameKind, Span, Style};
use crate::highlight::Token;
use crate::text::{Ambiguous, Clean, Language, Profile, is_rtl};
use crate::typeset::blocks::picture::Picture;
use crate::typeset::blocks::slices::{LONGEST, Long};
use crate::typeset::blocks::table::Cells;
use crate::typeset::inline::prepare as prepared;
use crate::typeset::lines::fill;
use crate::typeset::lines::fill::{Measure, Piece};
use crate::typeset::lines::frames::{Margins, Place};
use crate::typeset::lines::setter::{Setter, Source, Stretch, Voice};
use crate::typeset::lines::{bidi, justify, ruby, tokens};
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::Options;
use crate::typeset::text::options::{Code, Fill, Hang, Indent, Ruby};
use crate::typeset::{LineEnd, Lines, Role, Setting};

/// A document of more text, or of more blocks, is not kept prepared.
const LARGEST_KEPT: (usize, usize) = (4 << 20, 1 << 15);

/// A block measured and its breaks weighed, for any width. Cheap to clone, owns what it needs, and is valid for the
/// options and the width profile it was prepared with.
#[derive(Clone, Debug, Default)]
pub struct PreparedBlock(Preparation, Option<Tokens>);

/// The tokens of a listing, by bytes of its text.
pub type Tokens = Arc<[(Range<u32>, Token)]>;

impl PreparedBlock {
    /// The block with tokens in its code: they change roles of its runs and nothing else.
    pub fn highlighted(self, tokens: Tokens) -> Self {
        Self(self.0, Some(tokens))
    }
}

#[derive(Clone, Debug)]
enum Preparation {
    Done(Arc<Inner>),
    /// The block of this index, prepared when it is composed first; in a large document each time.
    Late(Arc<Late>, usize, OnceLock<Arc<Inner>>),
}

/// What blocks are prepared from.
#[derive(Debug)]
struct Late {
    /// Whether what is prepared is kept.
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
    /// Whether it is set from the right edge.
    rtl: bool,
    may_hang: bool,
    may_indent: bool,
}

#[derive(Debug)]
enum Body {
    Text(Flow),
    /// Text with readings above it, and with readings in parentheses where there is no room for that.
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

/// Every block of a document, each to be prepared when it is composed first and then kept. Those of a large document
/// are prepared anew each time they are composed: their units would take many times the memory of the text.
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
    /// The bytes of its text, and how many line breaks are among them.
    pub(in crate::typeset) fn extent(&self) -> (usize, usize) {
        let text = match &self.0 {
            Preparation::Done(inner) => inner.text.as_str(),
            Preparation::Late(late, block, _) => late.document.blocks.get(*block).map_or("", |block| block.text()),
        };
        (text.len(), memchr::memchr_iter(b'\n', text.as_bytes()).count())
    }
}

/// Prepares one block of a document. `language` is the article's, where no element says otherwise;
/// [`Language::Other`] lets the text decide.
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
        // A formula set apart is one by its kind, not by a span.
        let whole = Span { range: 0..source.text().len() as u32, style: Style::MATH, link: None, image: None };
        let formula = source.kind == BlockKind::Math && source.inline.spans.is_empty();
        let spans = if formula { std::slice::from_ref(&whole) } else { source.inline.spans.as_slice() };
        let text = source.text();
        let flow = |range: Range<usize>| {
            let part = text.get(range.clone()).unwrap_or_default();
            prepared::flow(part, spans, range.start as u32, options, profile, language)
        };
        // In cells and boxes readings stand in parentheses.
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
            // Marks of right-to-left lines would hang left of the page.
            may_hang: language != Language::ChineseTraditional && !runs_rtl(source),
            may_indent,
        }
    }
}

/// Formulas stand in the middle, but for those that are shown as source.
fn align_of(block: &Block, body: &Body) -> Align {
    match body {
        // Lines of right-to-left blocks are turned over when they are set.
        _ if block.align == Align::End && block.rtl => Align::Start,
        _ if block.align != Align::Start => block.align,
        Body::Text(flow) if block.kind == BlockKind::Math && flow.replaced.is_some() => Align::Center,
        _ => Align::Start,
    }
}

/// Whether a block runs from right to left: as the source says, but for code; a title as it begins.
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

/// Composes a prepared block for a setting. Pure: equal input, equal lines. A block within a folded frame has no
/// lines. A width of less than 2 is taken as 2.
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
        let room = Room { width, margins: &margins, setting, may_hang: self.may_hang };
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

    /// Cells the first line is indented by.
    fn indent(&self, room: Room<'_>) -> usize {
        match room.setting.options.indent {
            Indent::Two if self.may_indent && room.width - room.margins.first >= 12 => 4,
            _ => 0,
        }
    }

    fn text_lines(&self, setter: &mut Setter, flow: &Flow, room: Room<'_>, voice: Voice) {
        let indent = self.indent(room);
        let pieces = room.fill(flow, self.text.len(), indent);
        set_pieces(setter, self.source(flow), &pieces, room, Look { voice, align: self.align, indent });
    }
}

/// The room a block has.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Room<'a> {
    /// The measure, margins included.
    pub(in crate::typeset) width: usize,
    pub(in crate::typeset) margins: &'a Margins<'a>,
    pub(in crate::typeset) setting: &'a Setting,
    /// Whether the language lets marks hang.
    pub(in crate::typeset) may_hang: bool,
}

impl Room<'_> {
    /// The measure of a flow whose first line is shorter by `indent`.
    pub(in crate::typeset) fn measure(&self, indent: usize, may_hang: bool) -> Measure {
        Measure {
            first: self.width.saturating_sub(self.margins.first + indent).max(1),
            rest: self.width.saturating_sub(self.margins.rest).max(1),
            hang: may_hang && self.setting.options.hang == Hang::On,
        }
    }

    /// The measure of code: where it is to run on, far beyond any screen, but within what columns can count.
    pub(in crate::typeset) fn code_measure(&self) -> Measure {
        const FAR: usize = 30_000;
        match self.setting.options.code {
            Code::Wrap => self.measure(0, false),
            Code::Scroll => Measure { first: FAR, rest: FAR, hang: false },
        }
    }

    /// Fills running text of this many bytes.
    pub(in crate::typeset) fn fill(&self, flow: &Flow, bytes: usize, indent: usize) -> Vec<Piece> {
        fill_by(flow, bytes, self.measure(indent, self.may_hang), self.setting.options.fill)
    }
}

/// Fills as the options say; very long text line by line.
pub(in crate::typeset) fn fill_by(flow: &Flow, bytes: usize, measure: Measure, fill: Fill) -> Vec<Piece> {
    match fill {
        Fill::Optimal if bytes <= LONGEST => fill::optimal(flow, measure),
        _ => fill::greedy(flow, measure),
    }
}

/// How the lines of a flow are set.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct Look {
    pub(in crate::typeset) voice: Voice,
    pub(in crate::typeset) align: Align,
    /// Cells the first line is indented by.
    pub(in crate::typeset) indent: usize,
}

/// Sets the lines of a flow one below the other; the first of them is the first of its block where the flow starts it.
pub(in crate::typeset) fn set_pieces(
    setter: &mut Setter,
    source: Source<'_>,
    pieces: &[Piece],
    room: Room<'_>,
    look: Look,
) {
    let at = |unit: usize| source.offset + source.flow.units.get(unit).map_or(0, |unit| unit.start);
    for (index, piece) in pieces.iter().enumerate() {
        let first = index == 0 && source.offset == 0;
        room.margins.set_line(setter, first, at(piece.from));
        if first {
            setter.skip(look.indent);
        }
        let cells = source.flow.cells(piece.from, piece.to) + usize::from(piece.hyphen);
        let slack = room.width.saturating_sub(usize::from(setter.column()) + cells);
        let mut stretch = Stretch::new();
        match look.align {
            Align::Start if room.setting.options.justify && piece.end == LineEnd::Soft => {
                stretch = justify::stretch(source.flow, piece.from..piece.to, slack);
            }
            Align::Start => {}
            Align::Center => setter.skip(slack / 2),
            Align::End => setter.skip(slack),
        }
        set_piece(setter, source, piece, look.voice, &stretch);
        setter.end(at(piece.from)..at(piece.to), piece.end);
        if !source.flow.readings.is_empty() {
            ruby::set_above(setter, source, piece, room, look.voice);
        }
    }
}

/// Sets one line of a flow and its hyphen.
pub(in crate::typeset) fn set_piece(
    setter: &mut Setter,
    source: Source<'_>,
    piece: &Piece,
    voice: Voice,
    stretch: &Stretch,
) {
    setter.units(source, piece.from..piece.to, voice, stretch);
    if piece.hyphen {
        let end = source.flow.units.get(piece.to).map_or(0, |unit| unit.start);
        let at = source.offset + if source.own { end } else { 0 };
        setter.ornament("-", 1, crate::typeset::Face { role: Role::Added, ..Default::default() }, voice.image, at);
    }
}

fn rule(setter: &mut Setter, room: Room<'_>) {
    room.margins.set_line(setter, true, 0);
    let cells = room.width.saturating_sub(room.margins.first);
    let line = if room.setting.profile.ambiguous == Ambiguous::Wide { "-" } else { "─" };
    setter.ornament(
        &line.repeat(cells),
        cells,
        crate::typeset::Face { role: Role::Border, ..Default::default() },
        None,
        0,
    );
    setter.end(0..0, LineEnd::Block);
}
