//! `index`: creates, updates, measures and deletes the index of a collection.

use std::io::{self, Write};
use std::path::Path;

use crate::cli::arguments::IndexArguments;
use crate::cli::collected::update_index;
use crate::cli::outcome::{EMPTY, OK, Refusal};
use crate::cli::settings::Settings;
use crate::files::Source;
use crate::locale::Msg;
use crate::problem::{Code, Problem};
use crate::store::{Index, Size};
use crate::text::Clean;

/// `index`
pub fn index(settings: &Settings, arguments: &IndexArguments) -> anyhow::Result<u8> {
    let paths: Vec<_> = arguments.dir.iter().cloned().collect();
    let source = settings.collection(&paths)?.canonical();
    let Some(root) = source.root() else {
        return Err(Refusal::trouble(settings.catalog.say(Msg::IndexFolder)).hint("inkstone index DIR").into());
    };
    if !crate::files::is_folder(root) {
        return Err(settings.refused(&Problem::new(Code::Unreadable).with(root.to_string_lossy())).into());
    }
    let Some(cache) = settings.directories.cache.as_deref().filter(|_| settings.indexes) else {
        let problem = Problem::new(Code::IndexUnwritable).with("--cache-dir").with("--no-index");
        return Err(settings.refused(&problem).into());
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
        let index = Index::open(cache, &own).map_err(|problem| settings.refused(&problem))?;
        let size = index.size().map_err(|problem| settings.refused(&problem))?;
        stats(&mut out, settings, index.dir(), size)?;
        return Ok(OK);
    }
    if arguments.forget || arguments.rebuild {
        let forget = |source: &Source| {
            Index::forget(cache, &source.collection_key()).map_err(|problem| settings.refused(&problem))
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
    let (index, updated) =
        update_index(settings, source, cache, false).map_err(|problem| settings.refused(&problem))?;
    let articles = index.count().map_err(|problem| settings.refused(&problem))?;
    let renamed = updated.tally.renamed().len();
    let number = |number: usize| settings.catalog.number(number as u64);
    let [added, changed, removed] =
        [updated.tally.added - renamed, updated.tally.changed, updated.tally.removed - renamed].map(number);
    let done = settings.catalog.fill(
        Msg::IndexDone,
        &[
            ("n", &number(articles)),
            ("added", &added),
            ("changed", &changed),
            ("removed", &removed),
            ("renamed", &number(renamed)),
        ],
    );
    writeln!(io::stdout(), "{done}")?;
    Ok(if articles == 0 { EMPTY } else { OK })
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
