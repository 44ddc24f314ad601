//! `random`: opens an article that is chosen at random, or prints its path.

mod shuffle;

use std::io::{self, BufWriter, Write};

use crate::cli::arguments::{RandomArguments, TableFormat};
use crate::cli::collected::{Collected, Wanted, collected};
use crate::cli::configuration::report_problems;
use crate::cli::from::Given;
use crate::cli::interactive;
use crate::cli::pipe::{columns, ended, no_category, query, remembered, selecting_depth};
use crate::cli::random::shuffle::Random;
use crate::cli::settings::Settings;
use crate::files::Located;
use crate::library::Order;
use crate::output::{Depth, ListFormat, Request, Shape, choose};
use crate::term;
use crate::work;

/// `random`: on a terminal opens one of the articles, with its collection; else prints it.
pub fn random(settings: Settings, arguments: &RandomArguments) -> anyhow::Result<u8> {
    let is_opened = !arguments.is_printed() && term::has_screen();
    if !is_opened {
        report_problems(&settings);
    }
    let given = Given::read(&settings, &arguments.paths, &arguments.from)?;
    if let Some(code) = given.report_missing(&settings) {
        return Ok(code);
    }
    let query = query(&settings, "--query", &arguments.query)?;
    let (words, order) = (query.needles().to_vec(), Order::default());
    let depth = selecting_depth(&query, &order);
    let wanted = Wanted { words: &words, begin: !words.is_empty(), fresh: arguments.fresh.fresh, depth };
    let mut found = collected(&settings, &given, &wanted)?;
    let request = Request { categories: arguments.category.clone(), query, order, limit: None };
    let mut ids = {
        let remembered = remembered(&settings, &found.source, &found.collection);
        let library = &found.collection.library;
        choose(library, &request, &remembered, &|needle| found.with_needle(needle))
            .map_err(|missing| no_category(&settings, library, &missing))?
    };
    Random::new().choose(&mut ids, arguments.limit.unwrap_or(1));
    if is_opened && let Some(path) = ids.first().and_then(|id| found.collection.library.path(*id)) {
        let located = Located { source: found.source, selected: Some(path) };
        let code = interactive::start(settings, located, &arguments.from)?;
        return Ok(given.code(code));
    }
    let format = match arguments.format {
        None | Some(TableFormat::Paths) => ListFormat::Paths { exact: arguments.print0 },
        Some(TableFormat::Table) => ListFormat::Table,
        Some(TableFormat::Json) => ListFormat::Json,
    };
    if depth == Depth::Metadata && !matches!(format, ListFormat::Paths { .. }) {
        let reading = settings.reading_of(&found.source);
        found.collection.complete(&found.source, &reading, &ids, &work::read_all);
    }
    let Collected { source, collection, .. } = &found;
    let shape = Shape { format, profile: settings.profile(), terminal: columns() };
    let mut out = BufWriter::new(io::stdout().lock());
    let remembered = remembered(&settings, source, collection);
    crate::output::list(&mut out, source, collection, &ids, &shape, &remembered)?;
    out.flush()?;
    // Asking for none is no failure to find any.
    let shown = if arguments.limit == Some(0) { collection.library.len() } else { ids.len() };
    Ok(given.report_unreadable(&settings, source, collection, ended(&settings, source, collection, shown)))
}
