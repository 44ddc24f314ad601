//! Searches the open collection, in its index or in its files.

use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;

use crate::app::SearchScope;
use crate::article::ArticleId;
use crate::library::Bits;
use crate::search::{Hits, Needle, opening, snippet};
use crate::store::{Index, IndexVersion, Texts};
use crate::work::context::WorkerContext;
use crate::work::find::{Verification, find, find_in_files, in_order};

/// Searches the texts of the open collection.
pub(super) struct Finder {
    context: WorkerContext,
    /// The mapped texts, and the version of the index that they belong to.
    texts: Option<(IndexVersion, Texts)>,
}

impl Finder {
    /// Maps nothing until [`Finder::ready`].
    pub(super) fn new(context: WorkerContext) -> Self {
        Self { context, texts: None }
    }

    /// Maps the texts of the newest version of the index, and pages them into memory as long as `go_on` is true.
    pub(super) fn ready(&mut self, go_on: &dyn Fn() -> bool) {
        let Some(cache) = self.context.cache.as_deref() else { return };
        // Ignore errors: the next search tries again.
        let Ok(index) = Index::open(cache, &self.context.source.collection_key()) else { return };
        let known = self.texts.as_ref().map(|(version, _)| version);
        if let Ok(Some(newer)) = index.texts_after(known) {
            newer.1.prepare(go_on);
            self.texts = Some(newer);
        }
    }

    /// Finds the texts that contain each of these words. In an index, `partly` is called before the full search, with the
    /// hits among the rows of `scope`, and while articles are read for a pattern, with what is found so far.
    pub(super) fn find(
        &mut self,
        words: &[Needle],
        scope: &SearchScope,
        stop: &AtomicBool,
        partly: &mut dyn FnMut(Hits),
    ) -> Hits {
        let rows = match scope {
            SearchScope::Rows(rows) => rows,
            SearchScope::Files(files) => {
                let files: Vec<(ArticleId, &Path)> = files.iter().map(|(id, path)| (*id, path.as_path())).collect();
                return Hits::Ids(find_in_files(&self.context.source, &self.context.reading, &files, words, stop));
            }
        };
        self.ready(&|| false);
        let Some((_, texts)) = &self.texts else { return Hits::Rows(Vec::new()) };
        let among_first = words.iter().map(|word| {
            let has = |row: &u32| texts.has(i64::from(*row), word.finder());
            rows.iter().copied().filter(has).collect::<Bits>()
        });
        let among_first: Vec<Bits> = among_first.collect();
        if words.iter().all(|word| word.as_pattern().is_none()) {
            partly(Hits::Rows(among_first));
            return Hits::Rows(find(texts, words, stop));
        }
        let WorkerContext { source, reading, cache, .. } = &self.context;
        let index = cache.as_deref().and_then(|cache| Index::open(cache, &source.collection_key()).ok());
        let Some(index) = index else { return Hits::Rows(Vec::new()) };
        let mut verification = Verification {
            index: (&index, source, reading),
            words,
            read: Bits::default(),
            matching: vec![Bits::default(); words.len()],
        };
        let mut partly = |found: Vec<Bits>| partly(Hits::Rows(found));
        let known = verification.run(&among_first, stop, &mut |_| {}).unwrap_or_default();
        partly(known);
        Hits::Rows(verification.run(&find(texts, words, stop), stop, &mut partly).unwrap_or_default())
    }

    /// Cuts a snippet around the words out of each article; its opening if only the title or a name contains them. Reads
    /// the files: a snippet shows what an article says now.
    pub(super) fn cut(
        &self,
        articles: &[(ArticleId, PathBuf)],
        words: &[Needle],
        cells: usize,
    ) -> Vec<(ArticleId, Option<crate::search::Snippet>)> {
        let words: Vec<&Needle> = words.iter().collect();
        let snippets = in_order(articles.len(), &|at| {
            let (_, path) = articles.get(at)?;
            let (_, document) = self.context.source.load_whole(path, &self.context.reading);
            let text = document.text();
            snippet(&text, &words, cells).or_else(|| opening(&text, cells))
        });
        articles.iter().zip(snippets).map(|((id, _), snippet)| (*id, snippet.flatten())).collect()
    }
}
