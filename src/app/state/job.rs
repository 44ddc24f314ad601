//! What other threads are asked to do, and what they answer.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::page::article_view::{ArticleView, OpenRequest, Opened};
use crate::app::state::texts::SearchScope;
use crate::article::ArticleId;
use crate::document::{Anchor, Document};
use crate::problem::Problem;
use crate::search::{Hits, Needle, Snippet};
use crate::typeset::{Lines, PreparedBlock, Setting};

/// A question for another thread; the ticket that goes with it belongs to the slot that waits for the answer.
#[derive(Clone, Debug)]
pub enum Job {
    /// Read and compose one article.
    Open(Box<OpenRequest>),
    /// Compose the open article again.
    Compose {
        /// The title block.
        head: Arc<[PreparedBlock]>,
        /// The body.
        body: Arc<[PreparedBlock]>,
        /// What to compose them for.
        setting: Setting,
        /// The blocks around it are composed first.
        anchor: Anchor,
    },
    /// Compose some blocks of the open article's body.
    Fill {
        /// The body.
        body: Arc<[PreparedBlock]>,
        /// What to compose it for.
        setting: Setting,
        /// Which blocks; as many of them as a few milliseconds allow.
        blocks: Range<usize>,
    },
    /// Find the tokens in the code of a body.
    Highlight {
        /// The document.
        document: Arc<Document>,
        /// Its blocks as they are prepared without tokens.
        body: Arc<[PreparedBlock]>,
    },
    /// Find out which texts have these words.
    Find {
        /// The words.
        words: Arc<[Needle]>,
        /// Where to look for them.
        scope: SearchScope,
    },
    /// Cut snippets around words out of articles.
    Cut {
        /// The articles.
        articles: Vec<(ArticleId, PathBuf)>,
        /// The words.
        words: Arc<[Needle]>,
        /// The length of a snippet, about, in characters.
        characters: usize,
    },
}

/// The answer to a [`Job`]. One whose ticket is stale has no effect.
#[derive(Debug)]
pub enum Answer {
    /// The article, or why it cannot be shown.
    Opened(Result<Box<Opened>, Problem>),
    /// The article composed again.
    Composed(Result<ArticleView, Problem>),
    /// The lines of composed blocks.
    Filled(Vec<(u32, Arc<Lines>)>),
    /// The body with its tokens. There is no answer where there are none.
    Highlighted(Arc<[PreparedBlock]>),
    /// Which texts have the words. Until `complete`, more answers to the same question follow.
    Found {
        /// The texts.
        hits: Hits,
        /// Whether all texts were searched.
        complete: bool,
    },
    /// The snippets; `None` where the words are not in the text.
    Cut(Vec<(ArticleId, Option<Snippet>)>),
}
