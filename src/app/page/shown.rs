//! What the reader shows of an article: its text, its source, or what a program wrote about it.

use std::sync::Arc;

use crate::app::input::panes::Focus;
use crate::article::Article;
use crate::document::{Block, BlockKind, Document, Inline};
use crate::locale::{Catalog, Msg};
use crate::text::Clean;

/// What the reader shows of an article.
#[derive(Clone, Debug, Default)]
pub enum Shown {
    /// Its typeset text.
    #[default]
    Article,
    /// Its source.
    Source,
    /// The output of a program that it was piped to.
    Output(Arc<Output>),
}

/// What a program wrote.
#[derive(Clone, Debug)]
pub struct Output {
    /// The command line.
    pub command: String,
    /// What it wrote, without control sequences.
    pub text: String,
    /// The pane to return to.
    pub from: Focus,
}

impl Shown {
    /// Whether it is the text of the article.
    pub fn is_article(&self) -> bool {
        matches!(self, Self::Article)
    }

    /// The output of a program, if it is one.
    pub fn output(&self) -> Option<&Output> {
        match self {
            Self::Output(output) => Some(output),
            Self::Article | Self::Source => None,
        }
    }
}

/// Outputs are equal only if they are of the same run.
impl PartialEq for Shown {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Article, Self::Article) | (Self::Source, Self::Source) => true,
            (Self::Output(a), Self::Output(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

impl Eq for Shown {}

/// Says so if there is no text, and where the original is.
pub(in crate::app) fn note_missing_text(body: &mut Document, article: &Article, catalog: &Catalog) {
    if body.blocks.is_empty() {
        let link = article.link.as_deref().map(|link| format!("\n{link}")).unwrap_or_default();
        let notice = Clean::text(&format!("{}{link}", catalog.say(Msg::ReaderNoText)));
        body.blocks.push(Block::new(BlockKind::Byline, Inline::plain(notice)));
    }
}
