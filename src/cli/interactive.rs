//! The interactive reader; without a terminal, the article or the list on stdout.

use std::io::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::CommandFactory;

use crate::app::{AUTO, Collection, Layout, Model, Notice, Start};
use crate::cli::arguments::{FromArguments, ListArguments, PrintArguments, Typed};
use crate::cli::configuration::report_problems;
use crate::cli::from::{Given, standard_input};
use crate::cli::outcome::{EMPTY, OK, Refusal, fitted, note};
use crate::cli::pipe;
use crate::cli::print;
use crate::cli::reload;
use crate::cli::settings::Settings;
use crate::config::{Config, ShowPanes};
use crate::files::{Found, Located, Source};
use crate::library::{Key, Library, Order};
use crate::locale::Msg;
use crate::remote::Consents;
use crate::store::{Index, State};
use crate::term;
use crate::text::Clean;
use crate::theme::Shade;
use crate::work::WorkerContext;

/// The order of a list of paths.
const GIVEN: Order = Order { key: Key::Given, descending: false };

/// Opens the paths and names of the command line.
pub fn open(settings: Settings, words: &[PathBuf], from: &FromArguments) -> anyhow::Result<u8> {
    let (spot, paths) = split(&settings, words)?;
    check_first(&settings, &paths)?;
    let given = Given::read(&settings, &paths, from)?;
    if let Some(code) = given.report_missing(&settings) {
        return Ok(code);
    }
    let (is_list, code) = (given.listed.is_some(), given.code(OK));
    let located = match if is_list { Stdin::Unread } else { from_stdin(&settings, &given.words)? } {
        Stdin::Article(located) => located,
        Stdin::Empty => {
            note(settings.catalog.say(Msg::DoorEmptyStdin));
            return Ok(given.code(EMPTY));
        }
        Stdin::Unread => given.located(&settings)?,
    };
    if let (Spot::Line(line), None) = (&spot, &located.selected) {
        let what = settings.catalog.fill(Msg::DoorSpotFolder, &[("line", &line.to_string())]);
        return Err(Refusal::trouble(what).hint("inkstone a.md +30").into());
    }
    if !term::has_screen() {
        if term::is_interactive() {
            let name = std::env::var("TERM").unwrap_or_default();
            note(&settings.catalog.fill(Msg::DoorDumb, &[("term", &name)]));
        }
        report_problems(&settings);
        return without_screen(&settings, located, given, spot);
    }
    if let Some(path) = &located.selected {
        check_text(&settings, &located.source, path, given.listed.as_ref().unwrap_or(&given.words))?;
    }
    let missing = given.missing_in_words(&settings);
    Ok(code.max(start_at(settings, located, from, (spot, is_list), missing)?))
}

/// Opens the reader on an article of a collection, or on the collection.
pub fn start(settings: Settings, located: Located, from: &FromArguments) -> anyhow::Result<u8> {
    let is_list = from.from.is_some();
    start_at(settings, located, from, (Spot::Position, is_list), None)
}

fn start_at(
    settings: Settings,
    mut located: Located,
    from: &FromArguments,
    (spot, is_list): (Spot, bool),
    missing: Option<String>,
) -> anyhow::Result<u8> {
    if let Some(folder) = located.source.whole_home()
        && !goes_on(&settings, &folder)?
    {
        return Ok(EMPTY);
    }
    let (state, problem) = settings.state();
    // The collection is shown under the name it was given, but remembered by its canonical path.
    let name = name(&settings, &located.source, from);
    located.source = located.source.canonical();
    let cache = index_of(&settings, &located.source);
    let own = located.source.collection_key();
    let snapshot = cache.as_deref().and_then(|cache| Index::latest_snapshot(cache, &own));
    let mut library =
        snapshot.as_ref().map(|snapshot| Library::from_snapshot(snapshot.articles.clone())).unwrap_or_default();
    if is_list {
        library.set_given(&located.source.roots());
    }
    let mut model = model(&settings, &located, &state, (name, problem, spot), library);
    if let Some(missing) = missing {
        model.notify(Notice::Failed(Clean::line(&missing).to_string()));
    }
    let reading = settings.reading_of(&located.source);
    let context = WorkerContext {
        source: Arc::new(located.source),
        reading: Arc::new(reading),
        catalog: settings.catalog.clone(),
        language: settings.language(),
        cache,
        pictures: settings.directories.cache.clone(),
        data: settings.directories.data.clone(),
        snapshot,
    };
    let (file, printer) = (reload::config_file(&settings), crate::cli::print::printer(&settings));
    crate::run::run(model, context, state, file, printer)?;
    Ok(OK)
}

/// Refuses a first argument that names nothing, if it is the only one or like the name of a command.
fn check_first(settings: &Settings, paths: &[PathBuf]) -> Result<(), Refusal> {
    let Some(first) = paths.first().filter(|first| *first != Path::new("-")) else { return Ok(()) };
    let command = Typed::command();
    let names: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
    let is_command = || crate::text::nearest(&first.to_string_lossy(), names.iter().copied()).is_some();
    match settings.resolve_among(first, &names) {
        Err(refusal) if paths.len() == 1 || is_command() => Err(refusal),
        _ => Ok(()),
    }
}

/// Refuses an article that cannot be read or is not text, as `print` does. `named`: how the command line names it.
fn check_text(settings: &Settings, source: &Source, path: &Path, named: &[PathBuf]) -> Result<(), Refusal> {
    let name = if source.is_stream() { Path::new("-") } else { named.first().map_or(path, PathBuf::as_path) };
    let checked = source.read(path);
    checked.map(|_| ()).map_err(|problem| settings.unreadable(&name.to_string_lossy(), &problem))
}

/// Asks whether to read a folder that includes the home folder.
fn goes_on(settings: &Settings, folder: &Path) -> std::io::Result<bool> {
    let mut out = std::io::stdout();
    write!(out, "{}\n{} ", fitted(&settings.whole_home(folder)), settings.catalog.say(Msg::DoorGoOn))?;
    out.flush()?;
    // An input method may give full-width letters.
    let answer = crate::text::fold(term::read_line()?.trim());
    Ok(["y", "yes"].contains(&answer.as_str()))
}

/// The cache directory, if the collection may have an index.
fn index_of(settings: &Settings, source: &Source) -> Option<PathBuf> {
    let root = source.root().filter(|root| settings.indexes && crate::files::is_folder(root));
    root.and_then(|_| settings.directories.cache.clone())
}

/// Where the article is to be opened.
#[derive(Debug, Default, PartialEq, Eq)]
enum Spot {
    /// Where reading stopped.
    #[default]
    Position,
    /// `+LINE`, counted from 1.
    Line(usize),
    /// `+/WORD`
    Word(String),
}

impl Spot {
    /// The word and the line.
    fn parts(self) -> (Option<String>, Option<usize>) {
        match self {
            Self::Position => (None, None),
            Self::Line(line) => (None, Some(line)),
            Self::Word(word) => (Some(word), None),
        }
    }

    /// What an argument after `+` says; `None` if it is neither form.
    fn of(argument: &str) -> Option<Self> {
        if let Some(word) = argument.strip_prefix('/') {
            return (!word.is_empty()).then(|| Self::Word(word.to_owned()));
        }
        let is_number = !argument.is_empty() && argument.bytes().all(|byte| byte.is_ascii_digit());
        is_number.then(|| Self::Line(argument.parse().unwrap_or(usize::MAX)))
    }
}

/// The last of `+LINE` and `+/WORD`, and the other arguments.
fn split(settings: &Settings, words: &[PathBuf]) -> Result<(Spot, Vec<PathBuf>), Refusal> {
    let mut spot = Spot::default();
    let mut paths = Vec::new();
    for word in words {
        match word.to_str().and_then(|word| word.strip_prefix('+')) {
            Some(argument) => match Spot::of(argument) {
                Some(wanted) => spot = wanted,
                None if crate::files::exists(word) => paths.push(word.clone()),
                None => {
                    let shown = word.to_string_lossy();
                    let what = settings.catalog.fill(Msg::DoorSpot, &[("argument", &shown)]);
                    return Err(Refusal::trouble(what).hint("inkstone a.md +30, inkstone a.md +/WORD"));
                }
            },
            None => paths.push(word.clone()),
        }
    }
    Ok((spot, paths))
}

/// What was read from standard input.
enum Stdin {
    /// Nothing is asked of it, and nothing is piped in.
    Unread,
    /// It is empty.
    Empty,
    /// An article.
    Article(Located),
}

/// The article on standard input: of `-`, or without arguments if something is piped in; so is that of a FIFO.
fn from_stdin(settings: &Settings, paths: &[PathBuf]) -> anyhow::Result<Stdin> {
    let (source, path) = match paths {
        [fifo] if crate::files::is_fifo(fifo) => {
            let read = Source::fifo(fifo);
            read.map_err(|problem| settings.unreadable(&fifo.display().to_string(), &problem))?
        }
        [only] if only == Path::new("-") => Source::stream(standard_input(settings))?,
        [] if term::has_piped_input() => Source::stream(standard_input(settings))?,
        _ => return Ok(Stdin::Unread),
    };
    let is_empty = source.read_bytes(&path, 1).is_ok_and(|read| read.bytes.is_empty());
    Ok(if is_empty { Stdin::Empty } else { Stdin::Article(Located { source, selected: Some(path) }) })
}

/// Without a terminal `inkstone FILE` prints and `inkstone DIR` lists.
fn without_screen(settings: &Settings, located: Located, mut given: Given, spot: Spot) -> anyhow::Result<u8> {
    if let (true, Some(path)) = (located.source.is_stream(), located.selected) {
        let arguments = PrintArguments { paths: vec!["-".into()], ..PrintArguments::default() };
        return print::print(settings, &arguments, Some(located.source.read(&path)));
    }
    let paths = match &given.listed {
        Some(listed) => listed.clone(),
        None => given.words.iter().map(|path| settings.resolve(path)).collect::<Result<_, _>>()?,
    };
    if !paths.is_empty() && paths.iter().all(|path| !crate::files::is_collection(path)) {
        return Ok(given.code(print::print(settings, &PrintArguments { paths, ..PrintArguments::default() }, None)?));
    }
    if given.listed.is_none() {
        given.words = paths;
    }
    let query = if let Spot::Word(word) = spot { word } else { String::new() };
    pipe::list_given(settings, &given, &ListArguments { query, ..ListArguments::default() })
}

/// The article of the guide in the language of the program.
fn first_of_guide(settings: &Settings, source: &Source) -> Option<PathBuf> {
    if source.is_on_disk() || source.is_stream() {
        return None;
    }
    let (wished, reading) = (settings.catalog.lang().tag(), settings.reading());
    let mut first = None;
    source.walk(&mut |found| {
        if let Found::File(path) = found
            && source.load(&path, &reading).article.lang.as_deref() == Some(wished)
        {
            first = Some(path);
            return ControlFlow::Break(());
        }
        ControlFlow::Continue(())
    });
    first
}

fn model(
    settings: &Settings,
    located: &Located,
    state: &State,
    (name, problem, spot): (String, Option<crate::problem::Problem>, Spot),
    library: Library,
) -> Model {
    let (mut word, line) = spot.parts();
    // Without an article, the list is searched.
    let query = word.take_if(|_| located.selected.is_none());
    let source = &located.source;
    let own = source.collection_key();
    let last = last_place(state, &own);
    let sort = state.setting_of(&own, "sort").and_then(|value| value.into_string().ok());
    let order: Option<Order> = sort.and_then(|word| Order::from_word(&word));
    let chosen = chosen(settings, state);
    let file = settings.file.clone().unwrap_or_default();
    let problems = settings.problems.iter().cloned().map(|problem| (file.clone(), problem));
    let problems = problems.chain(settings.theme_problems.iter().cloned());
    let collection = collection(name, source, state, index_of(settings, source).is_some());
    // The guide explains the keys itself.
    let greets = collection.on_disk && collection.visited.is_none() && last.is_none();
    let mut model = Model::new(Start {
        size: (80, 24),
        now: crate::run::now(),
        theme: settings.theme(Some(state)),
        colors: crate::term::color_depth(),
        profile: settings.remembered_profile(state),
        order: order.unwrap_or(if source.is_list() { GIVEN } else { Order::default() }),
        measure: chosen.typography.measure,
        layout: Layout { one: chosen.panes == ShowPanes::One, list: chosen.list_width },
        collection,
        library,
        open: located.selected.clone(),
        first: first_of_guide(settings, source),
        last,
        word,
        line,
        history: state.history(),
        problems: problems.chain(problem.map(|problem| (PathBuf::new(), problem))).collect(),
        config: settings.config.clone(),
        catalog: settings.catalog.clone(),
    });
    model.set_consents(Consents::of(state.consents().into_iter().map(|(host, _)| host)));
    follow_background(&mut model, settings, state);
    if greets {
        model.greet();
    }
    // A file that is no article of the collection, such as plain text, is read alone.
    if source.is_stream() || located.selected.as_ref().is_some_and(|path| !source.is_article(path)) {
        model.hide_list();
    }
    if let Some(query) = query {
        model.search_list(&query);
    }
    model
}

/// The settings with the measure and the layout of the panes that keys and the pointer have chosen.
fn chosen(settings: &Settings, state: &State) -> Config {
    let mut config = settings.config.clone();
    for key in ["typography.measure", "list.width", "panes"] {
        let value = settings.in_effect(Some(state), key);
        // Both the configured value and a chosen one are valid.
        drop(config.set(&format!("{key}={value}")));
    }
    config
}

/// The last article of the previous session in a collection, and whether the reader had the focus.
fn last_place(state: &State, own: &Path) -> Option<(PathBuf, bool)> {
    let place = state.setting_of(own, "place").and_then(|value| value.into_string().ok())?;
    let (kind, path) = place.split_once(':')?;
    Some((PathBuf::from(path), kind == "r"))
}

/// Lets the background choose the theme if nothing else does, at first as it was in an earlier session.
fn follow_background(model: &mut Model, settings: &Settings, state: &State) {
    if settings.theme_name(Some(state)) == AUTO {
        let known = term::background_name().and_then(|name| state.setting(&name));
        model.follow_background(known.and_then(|shade| Shade::named(&shade)));
    }
}

fn name(settings: &Settings, source: &Source, from: &FromArguments) -> String {
    let is_piped = from.from.as_deref().map_or(source.is_stream(), |list| list == Path::new("-"));
    if is_piped {
        return "stdin".to_owned();
    }
    if let Some(list) = &from.from {
        return crate::text::Clean::line(&list.to_string_lossy()).to_string();
    }
    if !source.is_on_disk() {
        return settings.catalog.say(Msg::StatusGuide).to_owned();
    }
    source.roots().iter().map(|root| name_of(settings, root)).collect::<Vec<_>>().join(" ")
}

fn collection(name: String, source: &Source, state: &State, indexed: bool) -> Collection {
    let marks = Settings::marks(state, source).into_iter();
    let remembered = marks.filter_map(|(key, mark)| Some((source.path_of(&key)?, mark))).collect();
    Collection {
        name,
        on_disk: source.is_on_disk(),
        indexed,
        visited: pipe::visited(state, source),
        address_rule: source.address_rule(),
        remembered,
        bookmarks: state.bookmarks(&source.collection_key()),
    }
}

/// The name of a folder: the one in the configuration, else its own, or that of the site if it is a posts folder.
fn name_of(settings: &Settings, root: &Path) -> String {
    let absolute = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    let plain = ["source", "_posts", "posts", "content", "articles"];
    let parts: Vec<String> = absolute.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let configured = settings.config.collections.iter().find(|(_, path)| Path::new(path) == root);
    let own = configured.map(|(name, _)| name.clone());
    let telling = parts.iter().rev().find(|part| !plain.contains(&part.as_str()));
    let name = own.or_else(|| telling.cloned()).unwrap_or_default();
    crate::text::Clean::line(&name).to_string()
}
