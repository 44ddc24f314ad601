//! `index`, and the index that other commands use.

use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use crate::article::ArticleId;
use crate::cli::arguments::IndexArguments;
use crate::cli::from::Given;
use crate::cli::outcome::{EMPTY, OK, Refusal};
use crate::cli::progress::Bar;
use crate::cli::settings::Settings;
use crate::files::Source;
use crate::library::Bits;
use crate::locale::Msg;
use crate::output::{Collection, Depth, load_all};
use crate::problem::{Code, Problem};
use crate::search::{Hits, Needle};
use crate::store::{Index, Size};
use crate::text::Clean;
use crate::work;
use crate::work::{Update, UpdateEvent, Updated, update};

/// `index`
pub fn index(settings: &Settings, arguments: &IndexArguments) -> anyhow::Result<u8> {
    let paths: Vec<_> = arguments.dir.iter().cloned().collect();
    let source = settings.collection(&paths)?.canonical();
    let Some(root) = source.root() else {
        return Err(Refusal::trouble(settings.catalog.say(Msg::IndexFolder)).into());
    };
    if !crate::files::is_folder(root) {
        return Err(refused(settings, &Problem::new(Code::Unreadable).with(root.to_string_lossy())).into());
    }
    let Some(cache) = settings.directories.cache.as_deref().filter(|_| settings.indexes) else {
        let problem = Problem::new(Code::IndexUnwritable).with("--cache-dir").with("--no-index");
        return Err(refused(settings, &problem).into());
    };
    let shown = Clean::line(&root.to_string_lossy());
    let own = source.collection_key();
    let message = |msg| settings.catalog.fill(msg, &[("path", &shown)]);
    let mut out = io::stdout().lock();
    if arguments.stats && !Index::exists(cache, &own) {
        writeln!(out, "{}", message(Msg::IndexNone))?;
        return Ok(EMPTY);
    }
    if arguments.stats {
        let index = Index::open(cache, &own).map_err(|problem| refused(settings, &problem))?;
        let size = index.size().map_err(|problem| refused(settings, &problem))?;
        stats(&mut out, settings, index.dir(), size)?;
        return Ok(OK);
    }
    if arguments.forget || arguments.rebuild {
        let forget = |source: &Source| {
            Index::forget(cache, &source.collection_key()).map_err(|problem| refused(settings, &problem))
        };
        let mut there = forget(&source)?;
        if arguments.forget {
            // Files of the folder may have been opened without those below it.
            there |= forget(&Source::folder_alone(root))?;
            writeln!(out, "{}", message(if there { Msg::IndexForgotten } else { Msg::IndexNone }))?;
            return Ok(if there { OK } else { EMPTY });
        }
    }
    drop(out);
    settings.note_whole_home(&source);
    update_and_report(settings, &source, cache)
}

/// Updates the index, and writes what has changed.
fn update_and_report(settings: &Settings, source: &Source, cache: &Path) -> anyhow::Result<u8> {
    let (index, updated) = update_index(settings, source, cache).map_err(|problem| refused(settings, &problem))?;
    let size = index.size().map_err(|problem| refused(settings, &problem))?;
    let renamed = updated.tally.renamed().len();
    let number = |number: usize| settings.catalog.number(number as u64);
    let [added, changed, removed] =
        [updated.tally.added - renamed, updated.tally.changed, updated.tally.removed - renamed].map(number);
    let done = settings.catalog.fill(
        Msg::IndexDone,
        &[
            ("n", &settings.catalog.number(size.articles)),
            ("added", &added),
            ("changed", &changed),
            ("removed", &removed),
            ("renamed", &number(renamed)),
        ],
    );
    writeln!(io::stdout(), "{done}")?;
    Ok(if size.articles == 0 { EMPTY } else { OK })
}

/// A collection in memory, and which of its texts contain the words of a query.
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

/// A whole collection, and which of its texts contain these words. Uses the index, which is updated first, if there is
/// one or `begin` says to create one; otherwise reads every article. A problem with the index is reported on standard
/// error, and the articles are read instead.
pub fn collected(settings: &Settings, given: &Given, words: &[Needle], begin: bool) -> anyhow::Result<Collected> {
    let source = given.collection(settings)?;
    settings.note_whole_home(&source);
    let known = source.clone().canonical();
    let is_indexed = settings.indexes && known.root().is_some_and(crate::files::is_folder);
    if let Some(cache) = settings.directories.cache.as_deref().filter(|_| is_indexed)
        && (begin || Index::exists(cache, &known.collection_key()))
    {
        match by_index(settings, &known, cache, words) {
            Ok((collection, hits)) => {
                return Ok(Collected { source, collection, hits: Hits::Rows(hits) });
            }
            Err(problem) => {
                let message = settings.catalog.problem(&problem);
                // Ignore write errors: stderr may be closed.
                let _ = writeln!(io::stderr(), "inkstone: {}", Clean::line(&message.what));
            }
        }
    }
    let reading = settings.reading_of(&source);
    let collection = load_all(&source, &reading, Depth::Whole, &work::read_all);
    let mut hits = Vec::new();
    if !words.is_empty() {
        let library = &collection.library;
        let articles: Vec<(ArticleId, &Path)> =
            library.ids().filter_map(|id| Some((id, collection.get(id)?.path.as_path()))).collect();
        hits = work::find_in_files(&source, &reading, &articles, words, &AtomicBool::new(false));
    }
    Ok(Collected { source, collection, hits: Hits::Ids(hits) })
}

fn by_index(
    settings: &Settings,
    source: &Source,
    cache: &Path,
    words: &[Needle],
) -> Result<(Collection, Vec<Bits>), Problem> {
    let (index, _) = update_index(settings, source, cache)?;
    let collection = Collection::of_index(&index)?;
    let mut hits = Vec::new();
    if !words.is_empty() {
        let texts = index.texts()?;
        hits = work::find(&texts, words, &AtomicBool::new(false));
    }
    Ok((collection, hits))
}

fn update_index(settings: &Settings, source: &Source, cache: &Path) -> Result<(Index, Updated), Problem> {
    let mut bar = Bar::new(&settings.catalog, settings.profile());
    update(&Update::new(source, &settings.reading_of(source), cache), &mut |event| {
        if let UpdateEvent::Progress(progress) = event {
            bar.update(progress);
        }
        ControlFlow::Continue(())
    })
}

fn refused(settings: &Settings, problem: &Problem) -> Refusal {
    let message = settings.catalog.problem(problem);
    let refusal = Refusal::trouble(message.what);
    match message.hint {
        Some(hint) => refusal.hint(hint),
        None => refusal,
    }
}

fn stats(out: &mut dyn Write, settings: &Settings, dir: &Path, size: Size) -> io::Result<()> {
    let number = |number: u64| settings.catalog.number(number);
    let rows = [
        (Msg::IndexPlace, Clean::line(&dir.to_string_lossy()).to_string()),
        (Msg::IndexArticles, number(size.articles)),
        (Msg::IndexFolders, number(size.folders)),
        (Msg::IndexCollection, mebibytes(size.collection)),
        (Msg::IndexText, mebibytes(size.text)),
        (Msg::IndexDead, mebibytes(size.dead)),
        (Msg::IndexSegments, number(size.segments)),
        (Msg::IndexDisk, mebibytes(size.disk)),
    ];
    let profile = settings.profile();
    let widest = rows.iter().map(|(msg, _)| profile.width(settings.catalog.say(*msg))).max().unwrap_or(0);
    for (msg, value) in rows {
        let name = settings.catalog.say(msg);
        let gap = " ".repeat(widest + 2 - profile.width(name));
        writeln!(out, "{name}{gap}{value}")?;
    }
    Ok(())
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
