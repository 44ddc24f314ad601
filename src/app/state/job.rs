//! Jobs for other threads, and their answers.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::Arc;

use crate::app::page::article_view::{ArticleView, OpenRequest, Opened};
use crate::app::state::pictures::loaded::{Era, LoadedPicture, PictureKey, WantedPicture};
use crate::app::state::texts::SearchScope;
use crate::article::{ArticleId, LeftOut};
use crate::document::{Anchor, Document};
use crate::picture::Graphics;
use crate::problem::Problem;
use crate::remote::{Cancel, FetchError, FetchRequest, Fetched};
use crate::search::{Hits, Needle, Snippet};
use crate::typeset::{Lines, PreparedBlock, Setting};

/// A job for another thread. It is sent with the ticket of the slot that waits for the answer.
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
        /// The setting.
        setting: Setting,
        /// The blocks around this position are composed first.
        anchor: Anchor,
    },
    /// Compose some blocks of the open article's body.
    Fill {
        /// The body.
        body: Arc<[PreparedBlock]>,
        /// The setting.
        setting: Setting,
        /// The blocks; only as many are composed as a few milliseconds allow.
        blocks: Range<usize>,
    },
    /// Highlight the code of a body.
    Highlight {
        /// The document.
        document: Arc<Document>,
        /// Its blocks, prepared without tokens.
        body: Arc<[PreparedBlock]>,
    },
    /// Fetch a picture from the web. The reader has consented to the hosts, Several run at once, and none replaces
    /// another.
    Fetch {
        /// The picture.
        request: Box<FetchRequest>,
        /// Ends the job if the picture is no longer wanted.
        cancel: Cancel,
    },
    /// Load pictures, in this order. The job ends early once another replaces it.
    Pictures {
        /// What they belong to.
        era: Era,
        /// The article.
        article: PathBuf,
        /// The pictures.
        wanted: Vec<WantedPicture>,
        /// How the terminal shows them.
        graphics: Graphics,
    },
    /// Find the texts that contain some words.
    Find {
        /// The words.
        words: Arc<[Needle]>,
        /// Where to look for them.
        scope: SearchScope,
    },
    /// Find the paths that begin as typed.
    CompletePath(String),
    /// Count the files of the collection that are no articles.
    CountLeftOut,
    /// Extract snippets around words from articles.
    Cut {
        /// The articles.
        articles: Vec<(ArticleId, PathBuf)>,
        /// The words.
        words: Arc<[Needle]>,
        /// The approximate width of a snippet, in cells.
        cells: usize,
    },
}

/// The answer to a [`Job`]. An answer with a stale ticket has no effect.
#[derive(Debug)]
pub enum Answer {
    /// The article, or why it cannot be shown.
    Opened(Result<Box<Opened>, Problem>),
    /// The article composed again.
    Composed(Result<ArticleView, Problem>),
    /// The lines of composed blocks.
    Filled(Vec<(u32, Arc<Lines>)>),
    /// The body with tokens. Not sent if there are none.
    Highlighted(Arc<[PreparedBlock]>),
    /// A picture from the web, or why there is none.
    Fetched {
        /// The first candidate of the request, which tells one picture from another.
        picture: String,
        /// The picture.
        result: Result<Fetched, FetchError>,
    },
    /// A picture, or why it cannot be shown. More answers to the same job follow.
    Pictured(Era, PictureKey, LoadedPicture),
    /// All pictures of a job were loaded.
    AllPictured,
    /// The texts that contain the words. Until `complete`, more answers to the same job follow.
    Found {
        /// The texts.
        hits: Hits,
        /// Whether all texts were searched.
        complete: bool,
    },
    /// The paths that begin as typed.
    Paths(Vec<String>),
    /// The files that are no articles.
    LeftOut(LeftOut),
    /// The snippets; `None` if the text does not contain the words.
    Cut(Vec<(ArticleId, Option<Snippet>)>),
}
