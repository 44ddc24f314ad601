//! An opened article: its title block and its body, composed one below the other.

use std::path::PathBuf;
use std::sync::Arc;

use crate::article::Article;
use crate::document::{Anchor, Block, BlockKind, Document, Inline};
use crate::locale::{Catalog, Msg};
use crate::problem::Code;
use crate::text::{Clean, Language};
use crate::typeset::{LineView, Match, Page, PreparedBlock, Setting, prepare_all};

/// What opening an article gives.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The article's path as the collection names it.
    pub path: PathBuf,
    /// Its metadata, as read just now.
    pub article: Article,
    /// Whether this is its source, not its text.
    pub source: bool,
    /// The title block.
    pub above: Arc<Document>,
    /// The title block, prepared.
    pub head: Arc<[PreparedBlock]>,
    /// The body.
    pub document: Arc<Document>,
    /// The body, prepared.
    pub body: Arc<[PreparedBlock]>,
    /// Both composed for the setting.
    pub view: ArticleView,
}

impl Opened {
    /// The document a place is in: the title block or the body.
    pub fn document_of(&self, point: TextPoint) -> &Document {
        if point.body { &self.document } else { &self.above }
    }
}

/// Two pages of one setting: the title block above the body, a blank row between them.
#[derive(Clone, Debug)]
pub struct ArticleView {
    /// The title block.
    pub head: Arc<Page>,
    /// The body.
    pub body: Arc<Page>,
    /// What they were composed for.
    pub setting: Setting,
}

/// A place in a article_view that survives composing again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ScrollAnchor {
    /// Rows from the top, where the place is still in the title block.
    pub head: Option<usize>,
    /// The place in the body.
    pub anchor: Anchor,
}

/// A row of a article_view.
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
    /// Composes prepared title block and body, of a long body what stands around an anchor.
    pub fn compose(head: &[PreparedBlock], body: &[PreparedBlock], setting: Setting, anchor: Anchor) -> Self {
        let (head, body) = (Page::compose(head, &setting), Page::around(body, &setting, anchor));
        Self { head: Arc::new(head), body: Arc::new(body), setting }
    }

    /// Rows above the body.
    pub fn above(&self) -> usize {
        match self.head.height() {
            0 => 0,
            rows => rows + 1,
        }
    }

    /// All rows.
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

    /// The place of a row.
    pub fn spot(&self, row: usize) -> ScrollAnchor {
        match row.checked_sub(self.above()) {
            None => ScrollAnchor { head: Some(row), anchor: Anchor::default() },
            Some(row) => ScrollAnchor { head: None, anchor: self.body.anchor_of(row) },
        }
    }

    /// The row of a place.
    pub fn row_of(&self, spot: ScrollAnchor) -> usize {
        match spot.head {
            Some(row) => row.min(self.above().saturating_sub(1)),
            None => self.row_of_anchor(spot.anchor),
        }
    }

    /// The row a match begins on.
    pub fn row_of_match(&self, found: &Match) -> usize {
        self.row_of_anchor(found.anchor())
    }

    /// The row of a place in the body.
    pub fn row_of_anchor(&self, anchor: Anchor) -> usize {
        self.above() + self.body.row_of(anchor)
    }
}

/// The title block of an article as a document: the title, who and when, the categories, the head picture.
pub fn head(article: &Article, body: &Document, catalog: &Catalog) -> Document {
    let mut head = Document::default();
    if !article.title.is_empty() {
        head.blocks.push(Block::new(BlockKind::Title, Inline::plain(article.title.clone())));
    }
    let mut facts: Vec<String> = Vec::new();
    if let Some(date) = &article.date {
        facts.push(catalog.day(date.year, date.month, date.day));
    }
    if let Some(author) = &article.author {
        facts.push(author.to_string());
    }
    if article.length > 0 {
        facts.push(catalog.fill(Msg::ReaderMinutes, &[("n", &article.minutes().to_string())]));
    }
    let mut byline = facts.join(" | ");
    if !article.categories.is_empty() {
        if !byline.is_empty() {
            byline.push('\n');
        }
        byline.push_str(&article.categories.iter().map(|c| c.as_str()).collect::<Vec<_>>().join(" / "));
    }
    if !byline.is_empty() {
        head.blocks.push(Block::new(BlockKind::Byline, Inline::plain(Clean::text(&byline))));
    }
    push_picture(&mut head, article, body);
    head
}

/// The head picture, unless the body shows it too.
fn push_picture(head: &mut Document, article: &Article, body: &Document) {
    let Some(address) = &article.image else { return };
    let shown = body.images.iter().flat_map(|image| &image.candidates).any(|candidate| candidate == address);
    if shown {
        return;
    }
    let image = crate::document::Image { candidates: vec![address.clone()], ..Default::default() };
    head.images.push(image);
    head.blocks.push(Block::new(BlockKind::Image(crate::document::ImageId(0)), Inline::default()));
}

/// The language a body is set in: what the settings say, else what the body and the front matter declare.
pub fn language(forced: Option<Language>, article: &Article, body: &Document) -> Language {
    let declared = || body.lang.as_deref().or(article.lang.as_deref()).map(Language::from_tag);
    forced.or_else(declared).unwrap_or_default()
}

/// A text shown as it is: blocks of code of a few hundred lines each, so that a long one is composed piece by piece.
pub fn source_document(text: &str) -> Document {
    const LINES: usize = 200;
    let mut document = Document::default();
    let lines: Vec<&str> = text.lines().collect();
    for piece in lines.chunks(LINES) {
        let inline = Inline::plain(Clean::text(&piece.join("\n")));
        document.blocks.push(Block::new(BlockKind::Code(None), inline));
    }
    document
}

/// The body with a line at its end where it was cut, in the words of the problem.
pub fn with_notice(mut body: Document, article: &Article, catalog: &Catalog) -> Document {
    if let Some(cut) = article.problems.iter().find(|problem| problem.code == Code::BodyCut) {
        let notice = Clean::line(&format!("[… {}]", catalog.problem(cut).what));
        body.blocks.push(Block::new(BlockKind::Byline, Inline::plain(notice)));
    }
    body
}

/// Puts a read article together: title block and body, composed around the place that is to be shown.
pub fn open(
    wanted: OpenRequest,
    article: Article,
    mut document: Document,
    language: Language,
    catalog: &Catalog,
) -> Opened {
    let OpenRequest { path, source, setting, goal } = wanted;
    let above = Arc::new(if source {
        Document::default()
    } else {
        document.drop_opening_heading(&article.title);
        head(&article, &document, catalog)
    });
    let document = Arc::new(if source { document } else { with_notice(document, &article, catalog) });
    let prepared = |document| prepare_all(document, &setting.options, setting.profile, language);
    let (head, body) = (prepared(&above), prepared(&document));
    let article_view = ArticleView::compose(&head, &body, setting, goal.spot(&document).anchor);
    Opened { path, article, source, above, head, document, body, view: article_view }
}

/// A place in an opened article: in its title block, which comes first, or in its body. It survives composing again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct TextPoint {
    /// Whether it is in the body.
    pub body: bool,
    /// The block and the byte.
    pub anchor: Anchor,
}

/// Where to stand once an article has been opened.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Goal {
    /// Where one stopped, else at its top.
    #[default]
    Position,
    /// At the top.
    Top,
    /// At a place.
    Anchor(ScrollAnchor),
    /// At the element of this id.
    Id(String),
}

impl Goal {
    /// The place in a document; its top where nothing better is known.
    pub fn spot(&self, document: &Document) -> ScrollAnchor {
        let top = ScrollAnchor { head: Some(0), anchor: Anchor::default() };
        match self {
            Self::Position | Self::Top => top,
            Self::Anchor(spot) => *spot,
            Self::Id(id) => {
                ScrollAnchor { head: None, anchor: document.ids.get(id.as_str()).copied().unwrap_or_default() }
            }
        }
    }
}

/// Which article to read, and how to set it.
#[derive(Clone, Debug)]
pub struct OpenRequest {
    /// The article's path as the collection names it.
    pub path: PathBuf,
    /// Whether its source is shown instead.
    pub source: bool,
    /// How to set it.
    pub setting: Setting,
    /// Where it is to be shown first.
    pub goal: Goal,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;
    use crate::problem::Problem;

    #[test]
    fn a_cut_body_ends_with_a_notice() {
        let catalog = Catalog::new(Lang::English);
        let mut article = Article::default();
        assert!(with_notice(Document::default(), &article, &catalog).blocks.is_empty());
        article.problems.push(Problem::new(Code::BodyCut).with("16 MiB"));
        let text = with_notice(Document::default(), &article, &catalog).text();
        assert_eq!(text, "[… The article is too large; only the first 16 MiB are shown]");
    }
}
