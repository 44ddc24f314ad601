//! The collection that a command answers from: that of an index, which is updated first, or read file by file.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::sync::{Mutex, PoisonError};

use crate::article::Reading;
use crate::cli::arguments::Fresh;
use crate::cli::from::Given;
use crate::cli::outcome::{Refusal, warn};
use crate::cli::progress::Bar;
use crate::cli::settings::Settings;
use crate::files::Source;
use crate::library::Bits;
use crate::locale::Msg;
use crate::output::{Collection, Depth, load_with};
use crate::problem::{Code, Problem};
use crate::search::{Hits, Needle};
use crate::store::{Index, IndexSnapshot};
use crate::work;
use crate::work::{Update, UpdateEvent, Updated, update};

/// What a command needs of a collection.
#[derive(Clone, Copy, Debug)]
pub struct Wanted<'a> {
    /// The words of its query.
    pub words: &'a [Needle],
    /// Whether to create an index if there is none.
    pub begin: bool,
    /// When an index is updated.
    pub fresh: Fresh,
    /// What of each article is read if there is no index.
    pub depth: Depth,
}

/// A collection, and which of its texts contain the words of a query.
pub struct Collected {
    /// Its location, as it was named.
    pub source: Source,
    /// Its articles.
    pub collection: Collection,
    hits: Hits,
}

impl Collected {
    /// The articles whose texts contain the needle of this number.
    pub fn with_needle(&self, word: usize) -> Bits {
        self.hits.ids(&self.collection.library, word)
    }
}

/// The collection that was named, and which of its texts contain the words. Uses the index, which is updated first, if
/// there is one or one is to be created; otherwise reads every article. A problem with the index is reported on standard
/// error, and the articles are read instead.
pub fn collected(settings: &Settings, given: &Given, wanted: &Wanted<'_>) -> anyhow::Result<Collected> {
    let source = given.collection(settings)?;
    settings.note_whole_home(&source);
    let known = source.clone().canonical();
    let is_folder = known.root().is_some_and(crate::files::is_folder);
    if is_folder && wanted.fresh == Fresh::Never {
        let (collection, hits) = as_it_is(settings, &known, wanted.words)?;
        return Ok(Collected { source, collection, hits: Hits::Rows(hits) });
    }
    if let Some(cache) = settings.directories.cache.as_deref().filter(|_| settings.indexes && is_folder)
        && (wanted.begin || Index::exists(cache, &known.collection_key()))
    {
        let again = wanted.fresh == Fresh::Always;
        let updated = update_index(settings, &known, cache, again).and_then(|(index, _)| {
            let snapshot = Index::latest_snapshot(cache, &known.collection_key());
            of_index(index, snapshot.as_ref(), (&known, &settings.reading_of(&known)), wanted.words)
        });
        match updated {
            Ok((collection, hits)) => return Ok(Collected { source, collection, hits: Hits::Rows(hits) }),
            // Reading the articles fails in the same way, and reports it.
            Err(problem) if problem.code == Code::Unreadable => {}
            Err(problem) => warn(&settings.catalog.problem(&problem).what),
        }
    }
    let (collection, hits) = by_reading(settings, &source, wanted);
    Ok(Collected { source, collection, hits: Hits::Ids(hits) })
}

/// The collection of the index as it is, with its age on standard error.
fn as_it_is(settings: &Settings, source: &Source, words: &[Needle]) -> anyhow::Result<(Collection, Vec<Bits>)> {
    if !settings.indexes {
        let both = [("one", "--no-index"), ("two", "--fresh never")];
        return Err(Refusal::trouble(settings.catalog.fill(Msg::DoorNotBoth, &both)).into());
    }
    let key = source.collection_key();
    let cache = settings.directories.cache.as_deref().filter(|cache| Index::exists(cache, &key));
    // Without a snapshot no update has ever ended, and articles are missing.
    let Some((cache, snapshot)) = cache.and_then(|cache| Some((cache, Index::latest_snapshot(cache, &key)?))) else {
        let shown = source.root().unwrap_or(Path::new("")).to_string_lossy();
        let none = settings.catalog.fill(Msg::IndexNone, &[("path", &shown)]);
        return Err(Refusal::trouble(none).hint(format!("inkstone index {shown}")).into());
    };
    let opened = Index::open(cache, &key)
        .and_then(|index| of_index(index, Some(&snapshot), (source, &settings.reading_of(source)), words));
    let answer = opened.map_err(|problem| settings.refused(&problem))?;
    if snapshot.is_ahead() {
        warn(settings.catalog.say(Msg::IndexAhead));
    } else {
        let age = snapshot.age().unwrap_or_default();
        let ago = settings.catalog.ago(i64::try_from(age.as_secs()).unwrap_or(i64::MAX));
        warn(&settings.catalog.fill(Msg::IndexAge, &[("ago", &ago)]));
    }
    Ok(answer)
}

/// The collection of an index, and the rows of its articles whose texts contain the words.
fn of_index(
    index: Index,
    snapshot: Option<&IndexSnapshot>,
    (source, reading): (&Source, &Reading),
    words: &[Needle],
) -> Result<(Collection, Vec<Bits>), Problem> {
    if words.is_empty() {
        return Ok((Collection::of_index(index, snapshot)?, Vec::new()));
    }
    let texts = index.texts()?;
    if words.iter().any(|word| word.as_pattern().is_some()) {
        let stop = AtomicBool::new(false);
        let found = work::find(&texts, words, &stop);
        let matching = vec![Bits::default(); words.len()];
        let known = (&index, source, reading);
        let mut verification = work::Verification { index: known, words, read: Bits::default(), matching };
        let hits = verification.run(&found, &stop, &mut |_| {})?;
        return Ok((Collection::of_index(index, snapshot)?, hits));
    }
    // The rows are read while the texts are searched.
    let (hits, collection) = work::find_while(&texts, words, || Collection::of_index(index, snapshot));
    Ok((collection?, hits))
}

/// Updates the index of a collection, with a progress bar. `again`: reads every article again.
pub(super) fn update_index(
    settings: &Settings,
    source: &Source,
    cache: &Path,
    again: bool,
) -> Result<(Index, Updated), Problem> {
    let mut bar = Bar::new(&settings.catalog, settings.profile());
    let reading = settings.reading_of(source);
    update(&Update { again, ..Update::new(source, &reading, cache) }, &mut |event| {
        if let UpdateEvent::Progress(progress) = event {
            bar.update(progress);
        }
        ControlFlow::Continue(())
    })
}

/// Reads every article, and returns the ids of those whose texts contain the words.
fn by_reading(settings: &Settings, source: &Source, wanted: &Wanted<'_>) -> (Collection, Vec<Bits>) {
    let reading = settings.reading_of(source);
    let found: Mutex<Vec<(usize, PathBuf)>> = Mutex::default();
    let search = work::ReadingSearch::new(wanted.words, wanted.depth == Depth::Whole);
    let collection = load_with(source, &work::read_all, &|path| {
        search.read(source, &reading, path, &mut |word| {
            found.lock().unwrap_or_else(PoisonError::into_inner).push((word, path.to_path_buf()));
        })
    });
    let mut hits = vec![Bits::default(); wanted.words.len()];
    for (word, path) in found.into_inner().unwrap_or_else(PoisonError::into_inner) {
        if let (Some(set), Some(id)) = (hits.get_mut(word), collection.library.find(&path)) {
            set.set(id.0, true);
        }
    }
    (collection, hits)
}
