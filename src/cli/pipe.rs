//! Commands that list a collection on stdout: list, categories, check.

use std::io::{self, BufWriter, IsTerminal, Write};

use crate::article::day_of;
use crate::cli::arguments::{
    CategoriesArguments, CheckArguments, ColorWish, ListArguments, PlainFormat, RowArguments, TableFormat,
};
use crate::cli::collected::{Collected, Wanted, collected};
use crate::cli::from::Given;
use crate::cli::outcome::{EMPTY, OK, Refusal, note};
use crate::cli::settings::Settings;
use crate::files::Source;
use crate::library::{Key, Library, Order};
use crate::locale::Msg;
use crate::marks::Marks;
use crate::output::{
    CategoriesFormat, CheckFormat, Collection, Depth, LazyRemembered, ListFormat, NoCategory, Remembered, Request,
    Shape, choose,
};
use crate::problem::Severity;
use crate::search::Query;
use crate::store::State;
use crate::work;

/// Whether output is coloured.
pub fn is_coloured(wish: ColorWish) -> bool {
    match wish {
        ColorWish::Always => true,
        ColorWish::Never => false,
        ColorWish::Auto => {
            io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        }
    }
}

/// `list`
pub fn list(settings: &Settings, arguments: &ListArguments) -> anyhow::Result<u8> {
    list_format(settings, &arguments.rows)?;
    let given = Given::read(settings, &arguments.paths, &arguments.rows.from())?;
    match given.report_missing(settings) {
        Some(code) => Ok(code),
        None => list_given(settings, &given, arguments),
    }
}

/// `list` of paths that have been read already.
pub fn list_given(settings: &Settings, given: &Given, arguments: &ListArguments) -> anyhow::Result<u8> {
    let rows = &arguments.rows;
    let format = list_format(settings, rows)?;
    let order = order(settings, rows, given)?;
    let query = query(settings, "--query", &arguments.query)?;
    // Without an index, the bodies of the articles that are shown are enough.
    let is_shown = !matches!(format, ListFormat::Paths { .. });
    let are_all_shown = is_shown && rows.limit.is_none() && query.is_empty() && arguments.category.is_empty();
    let depth = if are_all_shown { Depth::Whole } else { selecting_depth(&query, &order) };
    let (words, begin) = (query.needles(), !query.needles().is_empty());
    let mut found = collected(settings, given, &Wanted { words, begin, fresh: rows.fresh.fresh, depth })?;
    let request = Request { categories: arguments.category.clone(), query, order, limit: rows.limit };
    let ids = {
        let remembered = remembered(settings, &found.source, &found.collection);
        let library = &found.collection.library;
        choose(library, &request, &remembered, &|needle| found.with_needle(needle))
            .map_err(|missing| no_category(settings, library, &missing))?
    };
    if is_shown && depth == Depth::Metadata {
        let reading = settings.reading_of(&found.source);
        found.collection.complete(&found.source, &reading, &ids, &work::read_all);
    }
    let Collected { source, collection, .. } = &found;
    let remembered = remembered(settings, source, collection);
    let shape = Shape { format, profile: settings.profile(), terminal: columns() };
    let mut out = BufWriter::new(io::stdout().lock());
    crate::output::list(&mut out, source, collection, &ids, &shape, &remembered)?;
    out.flush()?;
    Ok(given.report_unreadable(settings, source, collection, ended(settings, source, collection, ids.len())))
}

/// What must be read of articles to select and order them; words are searched for in any case.
pub fn selecting_depth(query: &Query, order: &Order) -> Depth {
    if order.key == Key::Length || query.asks_problems() { Depth::Whole } else { Depth::Metadata }
}

/// The error of a category that the collection does not have, with the nearest name.
pub fn no_category(settings: &Settings, library: &Library, missing: &NoCategory) -> Refusal {
    let refusal = Refusal::empty(settings.catalog.fill(Msg::DoorNoCategory, &[("name", &missing.0)]));
    let names = library.categories().map(|id| library.category_name(id)).filter(|name| !name.is_empty());
    match crate::text::nearest(&missing.0, names) {
        Some(name) => refusal.hint(settings.catalog.fill(Msg::DoorDidYouMean, &[("name", name)])),
        None => refusal,
    }
}

/// The exit code of a command that shows this many articles of a collection. Says on a terminal if there are none.
pub fn ended(settings: &Settings, source: &Source, collection: &Collection, shown: usize) -> u8 {
    if shown > 0 {
        return OK;
    }
    if collection.unreadable_root().is_some() {
        // The error is reported.
    } else if collection.library.is_empty() {
        note_no_articles(settings, source);
    } else {
        note(&no_matches(settings, source));
    }
    EMPTY
}

/// Says on a terminal that a collection has no articles, and which files it has.
fn note_no_articles(settings: &Settings, source: &Source) {
    let none = settings.catalog.say(Msg::DoorNoArticles);
    let left_out = source.left_out().in_words(&settings.catalog, "inkstone FILE");
    let because = |why: String| settings.catalog.fill(Msg::NoticeBecause, &[("what", none), ("why", &why)]);
    note(&left_out.map_or_else(|| none.to_owned(), because));
}

/// The message that no article of a collection matches, with the name of the collection if it is the guide or a folder.
fn no_matches(settings: &Settings, source: &Source) -> String {
    if !source.is_on_disk() && !source.is_stream() {
        return settings.catalog.say(Msg::DoorNoMatchesGuide).to_owned();
    }
    let Some(root) = source.root() else { return settings.catalog.say(Msg::DoorNoMatches).to_owned() };
    // `.` and `..` are no names.
    let absolute = root.file_name().is_none().then(|| source.clone().canonical());
    let shown = absolute.as_ref().and_then(Source::root).unwrap_or(root).to_string_lossy();
    settings.catalog.fill(Msg::DoorNoMatchesIn, &[("name", &shown)])
}

/// The order named by `--sort`, else that of a list of paths.
pub fn order(settings: &Settings, rows: &RowArguments, given: &Given) -> Result<Order, Refusal> {
    let Some(word) = rows.sort.as_deref() else {
        let as_given = Order { key: Key::Given, descending: false };
        return Ok(if given.listed.is_some() { as_given } else { Order::default() });
    };
    Order::from_word(word).ok_or_else(|| settings.not_among("--sort", word, Key::WORDS))
}

/// What is remembered about the articles of a collection.
pub fn remembered<'a>(settings: &'a Settings, source: &'a Source, collection: &'a Collection) -> LazyRemembered<'a> {
    LazyRemembered::new(Box::new(move || {
        let (state, _) = settings.state();
        let known = source.clone().canonical();
        let (mut marks, mut saved, library) = (Marks::default(), Settings::marks(&state, &known), &collection.library);
        if known.root().is_some() {
            for (key, mark) in saved {
                if let Some(id) = known.path_of(&key).and_then(|path| library.find(&path)) {
                    marks.insert(id, mark);
                }
            }
        } else {
            // The paths in the library may be relative, those of the keys are not.
            for id in library.ids().take_while(|_| !saved.is_empty()).collect::<Vec<_>>() {
                let mark = library.path(id).and_then(|path| saved.remove(&known.key(&path)));
                if let Some(mark) = mark {
                    marks.insert(id, mark);
                }
            }
        }
        Remembered { marks, visited: visited(&state, &known) }
    }))
}

/// When a collection was last visited, in seconds since 1970.
pub fn visited(state: &State, source: &Source) -> Option<i64> {
    state.setting_of(&source.collection_key(), "visit")?.to_str()?.parse().ok()
}

/// The format chosen on the command line.
pub fn list_format(settings: &Settings, rows: &RowArguments) -> Result<ListFormat, Refusal> {
    let exact = rows.is_raw();
    Ok(match rows.format {
        None if exact => ListFormat::Paths { exact },
        Some(_) if exact => {
            let both = [("one", "-0"), ("two", "--format")];
            return Err(Refusal::trouble(settings.catalog.fill(Msg::DoorNotBoth, &both)));
        }
        None | Some(TableFormat::Table) => ListFormat::Table,
        Some(TableFormat::Json) => ListFormat::Json,
        Some(TableFormat::Paths) => ListFormat::Paths { exact },
    })
}

/// Parses a query. Invalid terms are an error, since nobody is there to correct them.
pub fn query(settings: &Settings, place: &str, text: &str) -> anyhow::Result<Query> {
    let (query, problems) = Query::parse(text, day_of(crate::run::now(), settings.config.timezone.as_deref()));
    match problems.first() {
        None => Ok(query),
        Some(problem) => {
            let message = settings.catalog.problem(problem);
            let refusal = Refusal::trouble(format!("{place}:{}: {}", problem.column.unwrap_or(1), message.what));
            Err(refusal.hint(message.hint.unwrap_or_default()).into())
        }
    }
}

/// The columns of the terminal; `None` if stdout is not a terminal.
pub fn columns() -> Option<usize> {
    io::stdout().is_terminal().then(|| crate::term::columns().map_or(80, usize::from))
}

/// `categories`
pub fn categories(settings: &Settings, arguments: &CategoriesArguments) -> anyhow::Result<u8> {
    let given = Given::read(settings, &arguments.paths, &arguments.from)?;
    if let Some(code) = given.report_missing(settings) {
        return Ok(code);
    }
    let wanted = Wanted { words: &[], begin: false, fresh: arguments.fresh.fresh, depth: Depth::Metadata };
    let Collected { source, collection, .. } = collected(settings, &given, &wanted)?;
    let format = match arguments.format {
        PlainFormat::Table => CategoriesFormat::Table,
        PlainFormat::Json => CategoriesFormat::Json,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let uncategorised = settings.catalog.say(Msg::ListUncategorised);
    let count = crate::output::categories(&mut out, &collection.library, format, uncategorised, settings.profile())?;
    out.flush()?;
    Ok(given.report_unreadable(settings, &source, &collection, ended(settings, &source, &collection, count)))
}

/// `check`
pub fn check(settings: &Settings, arguments: &CheckArguments) -> anyhow::Result<u8> {
    let given = Given::read(settings, &arguments.paths, &arguments.from)?;
    given.report_unknown();
    if given.words.is_empty() && given.listed.is_none() && given.code(OK) != OK {
        return Ok(given.code(OK));
    }
    let wanted = Wanted { words: &[], begin: false, fresh: arguments.fresh.fresh, depth: Depth::Whole };
    let Collected { source, mut collection, .. } = collected(settings, &given, &wanted)?;
    given.add_missing(&mut collection);
    let theme = is_coloured(arguments.color).then(|| settings.theme(None));
    let format = match arguments.format {
        PlainFormat::Table => CheckFormat::Text { theme: theme.as_ref(), columns: crate::cli::outcome::columns() },
        PlainFormat::Json => CheckFormat::Json,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    let checked = crate::output::check(&mut out, &source, &collection, format, &settings.catalog)?;
    out.flush()?;
    // A wrong folder is a mistake; a list without paths is what a search before it has found.
    let is_nothing = checked.all == 0 && given.listed.is_none();
    if is_nothing {
        note_no_articles(settings, &source);
    }
    let is_fine = !is_nothing && checked.worst() < Some(Severity::Warning);
    Ok(given.code_of_words(if is_fine { OK } else { EMPTY }))
}
