//! An opened article: title block and body, composed one below the other.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::page::hints::{HintTarget, has_place};
use crate::app::page::shown::{Shown, note_missing_text};
use crate::app::page::source::file_lines::FileLines;
use crate::app::page::source::plain::widest_line;
use crate::app::page::title_block::{head, text_of};
use crate::article::Article;
use crate::document::{Anchor, Block, BlockKind, Document, Image, ImageId, Inline};
use crate::locale::Catalog;
use crate::marks::Tags;
use crate::problem::Code;
use crate::remote::{Consents, Remote};
use crate::text::{Clean, Language};
use crate::typeset::{
    LineView, Lines, Page, PictureSpace, PreparedBlock, Setting, compose_blocks, for_article, prepare_all,
    suits_vertical,
};

/// In a narrower measure the picture of the title block is not shown.
const HEAD_PICTURE: u16 = 40;

/// An opened article.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The article's path within the collection.
    pub(in crate::app) path: PathBuf,
    /// Its metadata, as just read.
    pub(in crate::app) article: Article,
    /// What is shown of it; the document is that.
    pub(in crate::app) shown: Shown,
    /// The title block.
    above: Arc<Document>,
    /// The title block, prepared. As many blocks as `above`.
    pub(in crate::app) head: Arc<[PreparedBlock]>,
    /// The body.
    pub(in crate::app) document: Arc<Document>,
    /// The body, prepared. As many blocks as `document`.
    pub(in crate::app) body: Arc<[PreparedBlock]>,
    /// The lines of its file, if it is shown as it is.
    pub(in crate::app) lines: FileLines,
    /// Whether vertical writing suits it.
    pub(in crate::app) suits_vertical: bool,
    /// The cells of the longest preformatted line, if the body is plain text or source, else 0.
    pub(in crate::app) broadest: u16,
    /// The place that it was opened at.
    pub(in crate::app) spot: ScrollAnchor,
    /// Title block and body, composed.
    view: ArticleView,
}

impl Opened {
    /// Its metadata, as just read.
    pub fn article(&self) -> &Article {
        &self.article
    }

    /// The body.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Title block and body, composed.
    pub fn view(&self) -> &ArticleView {
        &self.view
    }

    /// The document that contains a point: the title block or the body.
    pub fn document_of(&self, point: TextPoint) -> &Document {
        if point.body { &self.document } else { &self.above }
    }

    /// The plain text of the title block and the body, with a blank line between them, as other programs get it: without
    /// the reader's tags.
    pub fn text(&self, catalog: &Catalog) -> String {
        if self.shown.is_article() {
            text_of(&head(&self.article, &Tags::default(), &self.document, catalog), &self.document)
        } else {
            text_of(&self.above, &self.document)
        }
    }

    /// A picture of the body or of the title block.
    pub fn image(&self, body: bool, image: ImageId) -> Option<&Image> {
        let document = if body { &self.document } else { &self.above };
        document.images.get(image.0 as usize)
    }

    /// The pictures of the title block and the body, in reading order.
    pub(in crate::app) fn images(&self) -> impl Iterator<Item = &Image> {
        self.above.images.iter().chain(&self.document.images)
    }

    /// Whether there are pictures.
    pub(in crate::app) fn has_pictures(&self) -> bool {
        !self.document.images.is_empty() || !self.above.images.is_empty()
    }

    /// The addresses of a picture of the body or of the title block, best first.
    pub(in crate::app) fn addresses_of(&self, body: bool, image: ImageId) -> impl Iterator<Item = &Clean> {
        self.image(body, image).into_iter().flat_map(|image| &image.candidates)
    }

    /// Whether a link can be followed or a picture opened: a picture that is part of the page (`data:`) has no address.
    pub(in crate::app) fn can_open(&self, target: HintTarget) -> bool {
        match target {
            HintTarget::Link(_) => true,
            HintTarget::Picture(body, image) => self.addresses_of(body, image).any(|address| has_place(address)),
        }
    }

    /// Whether a point is in the text.
    pub(in crate::app) fn contains(&self, point: TextPoint) -> bool {
        let block = self.document_of(point).blocks.get(point.anchor.block as usize);
        block.is_some_and(|block| point.anchor.byte as usize <= block.text().len())
    }

    /// Replaces the prepared body by one that was prepared again, from the same document.
    pub(in crate::app) fn set_body(&mut self, body: Arc<[PreparedBlock]>) {
        debug_assert_eq!(body.len(), self.document.blocks.len(), "each block is prepared");
        self.body = body;
    }

    /// Replaces the view by one that was composed again, from the same blocks.
    pub(in crate::app) fn set_view(&mut self, view: ArticleView) {
        self.view = view;
    }

    /// Composes some blocks of the body, which become part of the view.
    pub(in crate::app) fn compose(&mut self, blocks: impl IntoIterator<Item = usize>) {
        let composed = |block| compose_blocks(&self.body, &self.view.setting, block..block + 1);
        let lines = blocks.into_iter().flat_map(composed).collect();
        self.view.fill(lines);
    }

    /// Adds composed lines of blocks of the body to the view.
    pub(in crate::app) fn fill(&mut self, lines: Vec<(u32, Arc<Lines>)>) {
        self.view.fill(lines);
    }
}

/// Title block and body composed for one setting, with a blank row between them.
#[derive(Clone, Debug)]
pub struct ArticleView {
    /// The title block.
    head: Arc<Page>,
    /// The body.
    body: Arc<Page>,
    /// What they were composed for.
    setting: Setting,
}

/// A scroll position that stays valid when the article is composed again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScrollAnchor {
    /// The row, if the position is within the title block or the blank row below it.
    pub head: Option<usize>,
    /// The position in the body.
    pub anchor: Anchor,
}

/// A row of an [`ArticleView`].
#[derive(Clone, Copy, Debug)]
pub enum ViewRow<'a> {
    /// A row of the title block.
    Head(LineView<'a>),
    /// The blank row below it.
    Blank,
    /// A row of the body.
    Body(LineView<'a>),
}

impl ArticleView {
    /// Composes the prepared title block and body; of a long body, only the blocks around an anchor.
    pub fn compose(head: &[PreparedBlock], body: &[PreparedBlock], setting: Setting, anchor: Anchor) -> Self {
        let mut above = setting.clone();
        above.pictures.rows = if setting.width < HEAD_PICTURE { 0 } else { setting.pictures.head_rows };
        let (head, body) = (Page::compose(head, &above), Page::around(body, &setting, anchor));
        Self { head: Arc::new(head), body: Arc::new(body), setting }
    }

    /// Composes the prepared title block and all of the body.
    pub fn whole(head: &[PreparedBlock], body: &[PreparedBlock], setting: Setting) -> Self {
        let (head, body) = (Page::compose(head, &setting), Page::compose(body, &setting));
        Self { head: Arc::new(head), body: Arc::new(body), setting }
    }

    /// The composed body.
    pub fn body(&self) -> &Page {
        &self.body
    }

    /// What title block and body were composed for.
    pub fn setting(&self) -> &Setting {
        &self.setting
    }

    /// Adds composed lines of blocks of the body.
    fn fill(&mut self, lines: Vec<(u32, Arc<Lines>)>) {
        Arc::make_mut(&mut self.body).fill(lines);
    }

    /// The number of rows above the body.
    pub fn above(&self) -> usize {
        match self.head.height() {
            0 => 0,
            rows => rows + 1,
        }
    }

    /// The number of all rows.
    pub fn height(&self) -> usize {
        self.above() + self.body.height()
    }

    /// A row, counted from the top of the title block.
    pub fn row(&self, row: usize) -> Option<ViewRow<'_>> {
        if let Some(view) = self.head.row(row) {
            return Some(ViewRow::Head(view));
        }
        match row.checked_sub(self.above()) {
            None => Some(ViewRow::Blank),
            Some(row) => self.body.row(row).map(ViewRow::Body),
        }
    }

    /// The scroll position of a row.
    pub fn spot(&self, row: usize) -> ScrollAnchor {
        match row.checked_sub(self.above()) {
            None => ScrollAnchor { head: Some(row), anchor: Anchor::default() },
            Some(row) => ScrollAnchor { head: None, anchor: self.body.anchor_of(row) },
        }
    }

    /// The row of a scroll position.
    pub fn row_of(&self, spot: ScrollAnchor) -> usize {
        match spot.head {
            Some(row) => row.min(self.above().saturating_sub(1)),
            None => self.row_of_anchor(spot.anchor),
        }
    }

    /// The row of a point of the text.
    pub fn row_of_point(&self, point: TextPoint) -> usize {
        let (page, above) = self.page(point.body);
        above + page.row_of(point.anchor)
    }

    /// The composed body or title block, and the number of rows above it.
    pub fn page(&self, body: bool) -> (&Page, usize) {
        if body { (&self.body, self.above()) } else { (&self.head, 0) }
    }

    /// The row of a position in the body.
    pub fn row_of_anchor(&self, anchor: Anchor) -> usize {
        self.above() + self.body.row_of(anchor)
    }
}

/// The language for typesetting a body: the configured one, else the one that the body or the front matter declares.
pub fn language(forced: Option<Language>, article: &Article, body: &Document) -> Language {
    let declared = || body.lang.as_deref().or(article.lang.as_deref()).map(Language::from_tag);
    forced.or_else(declared).unwrap_or_default()
}

/// A body with what is said in the language of the interface: the names of alerts without a title and, if the body was
/// truncated or is not text, a notice at its end.
pub fn localized(mut body: Document, article: &Article, catalog: &Catalog) -> Document {
    body.name_alerts(|name| catalog.alert(name));
    let notice = article.problems.iter().find_map(|problem| match problem.code {
        Code::BodyCut => Some(format!("[… {}]", catalog.problem(problem).what)),
        Code::NotText => Some(catalog.problem(problem).what),
        _ => None,
    });
    if let Some(notice) = notice {
        body.blocks.push(Block::new(BlockKind::Byline, Inline::plain(Clean::line(&notice))));
    }
    body
}

/// Builds an [`Opened`] from an article that was read, with its document and the lines of its file: prepares title block
/// and body and composes them around the goal.
pub fn open(
    request: OpenRequest,
    article: Article,
    (mut document, lines): (Document, FileLines),
    language: Language,
    catalog: &Catalog,
) -> Opened {
    let OpenRequest { path, tags, shown, mut setting, unsuited, goal, .. } = request;
    let above = Arc::new(if !shown.is_article() {
        Document::default()
    } else {
        document.drop_opening_heading(&article.title);
        head(&article, &tags, &document, catalog)
    });
    let is_article = shown.is_article();
    if is_article {
        document = localized(document, &article, catalog);
        note_missing_text(&mut document, &article, catalog);
    }
    let document = Arc::new(document);
    let suits_vertical = suits_vertical(&document, language);
    if !suits_vertical {
        let Setting { pictures: PictureSpace { rows, head_rows, .. }, .. } = unsuited;
        // Their sizes were measured for the other one.
        setting = Setting { pictures: PictureSpace { rows, head_rows, ..setting.pictures }, ..unsuited };
    }
    if !document.is_plain {
        setting.room = 0;
    }
    let broadest = widest_line(&document, setting.profile);
    let options = for_article(&setting.options, &document, language);
    let prepared = |document| prepare_all(document, &options, setting.profile, language);
    let (head, body) = (prepared(&above), prepared(&document));
    let spot = goal.spot(&document);
    let view = ArticleView::compose(&head, &body, setting, spot.anchor);
    debug_assert_eq!((head.len(), body.len()), (above.blocks.len(), document.blocks.len()), "each block is prepared");
    Opened { path, article, shown, above, head, document, body, lines, suits_vertical, broadest, spot, view }
}

/// A position in the text of an opened article. It stays valid when the article is composed again. Points in the title
/// block sort before those in the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextPoint {
    /// Whether it is in the body.
    pub body: bool,
    /// The block and the byte.
    pub anchor: Anchor,
}

/// The position to show after an article has been opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Goal {
    /// Where reading stopped last time, else the top.
    #[default]
    Position,
    /// The top.
    Top,
    /// A scroll position.
    Anchor(ScrollAnchor),
    /// Where the reader is when the article arrives; never part of a request.
    Here,
    /// The element with this id.
    Id(String),
    /// The text of this line of the source, counted from 1; see [`Goal::resolved`].
    Line(usize),
}

impl Goal {
    /// The scroll position in a document; its top if the position is not known.
    pub fn spot(&self, document: &Document) -> ScrollAnchor {
        let top = ScrollAnchor { head: Some(0), anchor: Anchor::default() };
        match self {
            Self::Position | Self::Top | Self::Here | Self::Line(_) => top,
            Self::Anchor(spot) => *spot,
            Self::Id(id) => {
                ScrollAnchor { head: None, anchor: document.ids.get(id.as_str()).copied().unwrap_or_default() }
            }
        }
    }
}

/// A request to open an article.
#[derive(Clone, Debug)]
pub struct OpenRequest {
    /// The article's path within the collection.
    pub path: PathBuf,
    /// The reader's own tags.
    pub tags: Tags,
    /// What to show of it.
    pub shown: Shown,
    /// The setting to compose it for.
    pub setting: Setting,
    /// The setting for an article that vertical writing does not suit.
    pub unsuited: Setting,
    /// The position to show first.
    pub goal: Goal,
    /// Which pictures of the web may be loaded.
    pub web: (Remote, Consents),
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BodyKind, read};
    use crate::locale::Lang;
    use crate::problem::Problem;

    #[test]
    fn a_body_that_is_cut_or_no_text_ends_with_a_notice() {
        let catalog = Catalog::new(Lang::English);
        for (problem, expected) in [
            (Code::CharsetBroken, ""),
            (Code::BodyCut, "[… The article is too large; only the first 16 MiB are shown]"),
            (Code::NotText, "Not a text file (16 MiB)"),
        ] {
            let problems = vec![Problem::new(problem).with("16 MiB")];
            let article = Article { problems, ..Article::default() };
            assert_eq!(localized(Document::default(), &article, &catalog).text(), expected);
        }
    }

    #[test]
    fn alerts_are_named_in_the_language_of_the_interface() {
        // (source, the first line in English and in the other languages)
        for (body, expected) in [
            ("> [!WARNING]\n> x\n", ["Warning", "警告", "警告", "警告", "경고"]),
            ("> [!note]-\n> x\n", ["Note", "备注", "備註", "メモ", "참고"]),
            (":::tip\nx\n:::\n", ["Tip", "提示", "提示", "ヒント", "팁"]),
            ("!!! important\n    x\n", ["Important", "重要", "重要", "重要", "중요"]),
            ("??? caution\n    x\n", ["Caution", "注意", "注意", "注意", "주의"]),
            ("> [!WARNING] Note\n> x\n", ["Note"; 5]),
            ("> **Note**\n>\n> x\n", ["Note"; 5]),
            (":::tip Tip\nx\n:::\n", ["Tip"; 5]),
            ("!!! tip \"Tip\"\n    x\n", ["Tip"; 5]),
            ("> [!lemma]\n> x\n", ["Lemma"; 5]),
        ] {
            let langs =
                [Lang::English, Lang::ChineseSimplified, Lang::ChineseTraditional, Lang::Japanese, Lang::Korean];
            let shown = langs.map(|lang| {
                let catalog = Catalog::new(lang);
                let (document, _) = read(body, BodyKind::Markdown);
                localized(document, &Article::default(), &catalog).text().lines().next().unwrap_or_default().to_owned()
            });
            assert_eq!(shown, expected, "{body:?}");
        }
    }
}
