//! Which articles have the words of a query in their titles or in the names of their categories, tags and authors,
//! found once per word.

use std::cell::OnceCell;
use std::sync::Arc;

use crate::library::{Bits, Library};
use crate::search::needle::Needle;
use crate::text::fold;

/// A cache of the articles whose titles, or whose names of categories, tags and authors, contain the words of a query.
/// It is kept between queries, since the rows are selected again with every result that arrives and every word that is
/// added. It may contain removed articles.
#[derive(Clone, Debug, Default)]
pub struct Titles {
    /// [`Library::edits`] at the time of the search.
    edits: u64,
    words: Vec<(Needle, Known)>,
}

/// The articles that contain a word, as far as they have been asked for.
#[derive(Clone, Debug, Default)]
struct Known {
    titled: OnceCell<Arc<Bits>>,
    named: OnceCell<Arc<Bits>>,
}

impl Titles {
    /// Prepares for these words; results for words already known stay unless the library has changed.
    pub(super) fn prepared_for<'a>(mut self, library: &Library, words: impl Iterator<Item = &'a Needle>) -> Self {
        let known = std::mem::take(&mut self.words);
        let known: Vec<_> = if self.edits == library.edits() { known } else { Vec::new() };
        self.edits = library.edits();
        for word in words {
            if self.known(word).is_some() {
                continue;
            }
            let found = known.iter().find(|(other, _)| other.is_same(word)).map(|(_, found)| found.clone());
            self.words.push((word.clone(), found.unwrap_or_default()));
        }
        self
    }

    fn known(&self, word: &Needle) -> Option<&Known> {
        self.words.iter().find(|(other, _)| other.is_same(word)).map(|(_, known)| known)
    }

    /// The articles whose titles contain a word.
    pub(super) fn containing(&self, library: &Library, word: &Needle) -> Arc<Bits> {
        let found = || Arc::new(titles_containing(library, word));
        self.known(word).map_or_else(found, |known| known.titled.get_or_init(found).clone())
    }

    /// The articles with a category, a tag or an author whose name contains a word.
    pub(super) fn named(&self, library: &Library, word: &Needle) -> Arc<Bits> {
        let found = || Arc::new(with_names_containing(library, word));
        self.known(word).map_or_else(found, |known| known.named.get_or_init(found).clone())
    }
}

/// The articles whose titles contain a needle, literally or in pinyin.
fn titles_containing(library: &Library, needle: &Needle) -> Bits {
    if let Some(pattern) = needle.as_pattern() {
        return library.ids().filter(|id| pattern.is_in(library.title(*id))).collect();
    }
    let mut found = library.titles_containing(needle.finder());
    if let Some(spelling) = needle.title_spelling() {
        found.add(&library.titles_matching(&|title| spelling.is_in(title, 2)));
    }
    found
}

fn with_names_containing(library: &Library, needle: &Needle) -> Bits {
    if needle.as_pattern().is_some() {
        return Bits::default();
    }
    let is = |name: &str| needle.is_in_any_name(&fold(name));
    let categories = library.categories().filter(|id| is(library.category_name(*id))).map(|id| id.0).collect();
    let tags = library.tags().filter(|id| is(library.tag_name(*id))).map(|id| id.0).collect();
    let authors = (0..).zip(library.authors()).filter(|(_, name)| is(name)).map(|(id, _)| id).collect();
    library.with_names(&categories, &tags, &authors)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::article::Article;
    use crate::library::CatalogueRecord;
    use crate::text::Clean;

    #[test]
    fn what_is_known_holds_until_the_library_changes() {
        let put = |library: &mut Library, path: &str, title: &str| {
            let article = Article { title: Clean::line(title), ..Article::default() };
            library.upsert(Path::new(path), &article, CatalogueRecord::default());
        };
        let mut library = Library::new();
        put(&mut library, "a.md", "AI");
        put(&mut library, "b.md", "爱好");
        let words = ["ai", "aihao", "AIHAO"].map(|word| Needle::new(word).expect("a word"));
        let having =
            |titles: &Titles, library: &Library| words.each_ref().map(|word| titles.containing(library, word).len());
        let titles = Titles::default().prepared_for(&library, words.iter());
        // In capitals it is no pinyin.
        assert_eq!(having(&titles, &library), [1, 1, 0]);
        let kept = titles.words.first().and_then(|(_, known)| known.titled.get().cloned()).expect("known");
        let titles = titles.prepared_for(&library, words.iter());
        assert!(Arc::ptr_eq(&kept, &titles.containing(&library, &words[0])));
        put(&mut library, "c.md", "AI 与爱好");
        let titles = titles.prepared_for(&library, words.iter());
        assert_eq!(having(&titles, &library), [2, 2, 0]);
    }
}
