//! `search`: the articles of a collection that match a query.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::article::ArticleId;
use crate::cli::arguments::SearchArguments;
use crate::cli::collected::{Collected, Wanted, collected};
use crate::cli::from::Given;
use crate::cli::line::without_mark;
use crate::cli::outcome::Refusal;
use crate::cli::pipe::{columns, ended, is_coloured, list_format, order, query, remembered, selecting_depth};
use crate::cli::settings::Settings;
use crate::locale::Msg;
use crate::output::{Depth, Hit, ListFormat, Request, Shape, choose};
use crate::search::{Needle, snippet};
use crate::theme::Theme;
use crate::work;

/// Characters of a snippet if stdout is not a terminal.
const CELLS: usize = 160;

/// How many hits are read and written first, and then at a time.
const FIRST: usize = 8;
const BATCH: usize = 128;

/// Refuses a word that names a folder, where no folder is named with `--in`: as for grep, it may have been meant as one.
fn check_folder(settings: &Settings, arguments: &SearchArguments) -> Result<(), Refusal> {
    let is_named = arguments.inside.is_some() || arguments.rows.from().from.is_some();
    let mut words = arguments.words.iter().filter(|_| !is_named).map(|word| without_mark(word));
    let Some(folder) = words.find(|word| crate::files::is_folder(Path::new(word))) else { return Ok(()) };
    let what = settings.catalog.fill(Msg::DoorFolderWord, &[("name", &folder)]);
    Err(Refusal::empty(what).hint("inkstone search --in DIR -- WORD"))
}

/// `search`
pub fn search(settings: &Settings, arguments: &SearchArguments) -> anyhow::Result<u8> {
    let words: Vec<_> = arguments.words.iter().map(|word| without_mark(word)).collect();
    let query = query(settings, "search", &words.join(" "))?;
    let rows = &arguments.rows;
    let format = list_format(settings, rows)?;
    let paths: Vec<_> = arguments.inside.iter().cloned().collect();
    let given = Given::read(settings, &paths, &rows.from())?;
    if let Some(code) = given.report_missing(settings) {
        return Ok(code);
    }
    let order = order(settings, rows, &given)?;
    let depth = selecting_depth(&query, &order);
    let wanted = Wanted { words: query.needles(), begin: true, fresh: rows.fresh.fresh, depth };
    let mut found = collected(settings, &given, &wanted)?;
    let request = Request { query, order, limit: rows.limit, ..Request::default() };
    let ids = {
        let remembered = remembered(settings, &found.source, &found.collection);
        choose(&found.collection.library, &request, &remembered, &|needle| found.with_needle(needle))?
    };
    if ids.is_empty() {
        check_folder(settings, arguments)?;
    }
    if format == ListFormat::Json && depth == Depth::Metadata {
        let reading = settings.reading_of(&found.source);
        found.collection.complete(&found.source, &reading, &ids, &work::read_all);
    }
    let Collected { source, collection, .. } = &found;
    let remembered = remembered(settings, source, collection);
    let shape = Shape { format, profile: settings.profile(), terminal: columns() };
    let mut out = BufWriter::new(io::stdout().lock());
    if matches!(shape.format, ListFormat::Paths { .. }) {
        crate::output::list(&mut out, source, collection, &ids, &shape, &remembered)?;
        out.flush()?;
        let code = ended(settings, source, collection, ids.len());
        return Ok(given.report_unreadable(settings, source, collection, code));
    }
    let wanted: Vec<&Needle> = request.query.wanted().collect();
    let theme = is_coloured(arguments.color).then(|| settings.theme(None));
    write_hits(&mut out, settings, &found, (&ids, &wanted), (&shape, theme.as_ref()))?;
    Ok(given.report_unreadable(settings, source, collection, ended(settings, source, collection, ids.len())))
}

/// Writes these articles, each with the words that are wanted of it.
fn write_hits(
    out: &mut dyn Write,
    settings: &Settings,
    found: &Collected,
    (ids, wanted): (&[ArticleId], &[&Needle]),
    (shape, theme): (&Shape, Option<&Theme>),
) -> io::Result<()> {
    let Collected { source, collection, .. } = found;
    let remembered = remembered(settings, source, collection);
    let reading = settings.reading_of(source);
    let cells = shape.terminal.map_or(CELLS, |cells| cells.saturating_sub(6).max(16));
    // Small batches first, so that the first hits appear soon.
    let (mut rest, mut size) = (ids, FIRST);
    while !rest.is_empty() {
        let (some, others) = rest.split_at(size.min(rest.len()));
        (rest, size) = (others, (size * 2).min(BATCH));
        let mut entries = Vec::with_capacity(some.len());
        collection.each(some, &mut |id, entry| {
            entries.push((entry.clone(), id));
            Ok(())
        })?;
        // Read the article again, so that the snippet shows its present text.
        let read = |path: &Path| {
            let (_, document) = source.load_whole(path, &reading);
            snippet(&document.text(), wanted, cells)
        };
        let jobs = if wanted.is_empty() { 0 } else { entries.len() };
        let mut snippets =
            work::in_order(jobs, &|at| entries.get(at).and_then(|(entry, _)| read(&entry.path))).into_iter();
        let mut snippet = || snippets.next().flatten().flatten();
        let hits: Vec<Hit> = entries
            .iter()
            .map(|(entry, id)| Hit { entry, mark: remembered.marks.get(*id), snippet: snippet() })
            .collect();
        crate::output::hits(out, source, &hits, shape, theme)?;
        out.flush()?;
    }
    Ok(())
}
