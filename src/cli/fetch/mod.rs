//! `fetch`: loads the pictures of chosen articles into the cache, for reading offline.

mod pictures;
mod report;

use std::io::{self, Write};

use crate::cli::arguments::{FetchArguments, RowArguments};
use crate::cli::collected::{Collected, Wanted, collected};
use crate::cli::fetch::pictures::{Picture, pictures_of};
use crate::cli::fetch::report::Report;
use crate::cli::from::Given;
use crate::cli::outcome::{EMPTY, OK, Refusal, TROUBLE, note, warn};
use crate::cli::pipe::{ended, no_category, order, query, remembered, selecting_depth};
use crate::cli::progress::Bar;
use crate::cli::settings::Settings;
use crate::files::Source;
use crate::locale::Msg;
use crate::net::HAS_NETWORK;
use crate::output::{Request, choose};
use crate::remote::{Cancel, FetchError, FetchRequest, Remote};
use crate::store::PictureCache;
use crate::work::{Fetcher, Progress, fetch_ahead};

/// `fetch`
pub fn fetch(settings: &Settings, arguments: &FetchArguments) -> anyhow::Result<u8> {
    let Some(cache) = settings.directories.cache.as_deref() else {
        return Err(Refusal::trouble(settings.catalog.say(Msg::FetchNoCache)).hint("--cache-dir DIR").into());
    };
    if arguments.forget {
        let there = PictureCache::new(cache).forget()?;
        let said = if there { Msg::FetchForgotten } else { Msg::FetchNothingKept };
        writeln!(io::stdout(), "{}", settings.catalog.say(said))?;
        return Ok(if there { OK } else { EMPTY });
    }
    if !HAS_NETWORK {
        return Err(Refusal::trouble(FetchError::NoNetwork.words(&settings.catalog)).into());
    }
    if settings.config.remote == Remote::Never {
        let never = Refusal::trouble(settings.catalog.say(Msg::FetchNever));
        return Err(never.hint("inkstone fetch -c images.remote=ask").into());
    }
    let given = Given::read(settings, &arguments.paths, &arguments.from)?;
    if let Some(code) = given.report_missing(settings) {
        return Ok(code);
    }
    let (found, pictures) = chosen(settings, &given, arguments)?;
    let (source, collection) = (&found.source, &found.collection);
    let code = match pictures {
        None => ended(settings, source, collection, 0),
        Some(pictures) if pictures.is_empty() => {
            note(settings.catalog.say(Msg::FetchNone));
            EMPTY
        }
        Some(pictures) => load(settings, source, arguments, &Fetcher::new(Some(cache)), &pictures)?,
    };
    Ok(given.report_unreadable(settings, source, collection, code))
}

/// The pictures of the chosen articles; `None` if there are no such articles.
fn chosen(
    settings: &Settings,
    given: &Given,
    arguments: &FetchArguments,
) -> anyhow::Result<(Collected, Option<Vec<Picture>>)> {
    let rows = RowArguments { sort: arguments.sort.clone(), ..RowArguments::default() };
    let order = order(settings, &rows, given)?;
    let query = query(settings, "--query", &arguments.query)?;
    let (depth, words) = (selecting_depth(&query, &order), query.needles());
    let wanted = Wanted { words, begin: !words.is_empty(), fresh: arguments.fresh.fresh, depth };
    let found = collected(settings, given, &wanted)?;
    let request = Request { categories: arguments.category.clone(), query, order, limit: arguments.limit };
    let ids = {
        let remembered = remembered(settings, &found.source, &found.collection);
        let library = &found.collection.library;
        choose(library, &request, &remembered, &|needle| found.with_needle(needle))
            .map_err(|missing| no_category(settings, library, &missing))?
    };
    let paths: Vec<_> = ids.iter().filter_map(|id| found.collection.library.path(*id)).collect();
    if paths.is_empty() {
        return Ok((found, None));
    }
    let mut bar = Bar::new(&settings.catalog, settings.profile());
    let mut report = |done| bar.update(Progress { done, read: 0, all: paths.len(), counted: true });
    let pictures = pictures_of(&found.source, &settings.reading_of(&found.source), &paths, &mut report);
    drop(bar);
    Ok((found, Some(pictures)))
}

/// Loads pictures, with a progress bar, and reports what became of them.
fn load(
    settings: &Settings,
    source: &Source,
    arguments: &FetchArguments,
    fetcher: &Fetcher,
    pictures: &[Picture],
) -> anyhow::Result<u8> {
    let requests: Vec<FetchRequest> = pictures
        .iter()
        .map(|picture| FetchRequest {
            candidates: picture.candidates.clone(),
            article: picture.origin.clone(),
            options: settings.config.fetch.clone(),
            again: true,
        })
        .collect();
    let signals = crate::term::watch_signals()?;
    let (cancel, mut report) = (Cancel::default(), Report::new(settings, source, arguments.format, pictures));
    let mut bar = Bar::new(&settings.catalog, settings.profile());
    let mut written = Ok(());
    fetch_ahead(fetcher, &requests, &cancel, &mut |outcome| {
        if signals.try_iter().any(|signal| signal == crate::term::Signal::Terminate) {
            cancel.cancel();
        }
        if let Some((at, outcome)) = outcome
            && written.is_ok()
        {
            written = report.add(at, outcome);
            if written.is_err() {
                cancel.cancel();
            }
        }
        bar.update(Progress { done: report.done(), read: 0, all: pictures.len(), counted: true });
    });
    drop(bar);
    written?;
    report.finish()?;
    if cancel.is_cancelled() {
        warn(settings.catalog.say(Msg::FetchInterrupted));
        return Ok(TROUBLE);
    }
    Ok(if report.failed() > 0 { EMPTY } else { OK })
}
