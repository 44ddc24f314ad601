//! The program's own files: where they are, whether they can be written, and what is in them.

use std::io;
use std::path::Path;
use std::time::UNIX_EPOCH;

use crate::cli::configuration::mistakes;
use crate::cli::doctor::report::{Report, Section};
use crate::cli::settings::{Settings, theme_folder};
use crate::config::Config;
use crate::files::{Source, exists, files_in, is_folder};
use crate::problem::{Code, Problem};
use crate::store::{Index, State, check_writable, is_read_only};

/// Adds paths, configuration, state, and the index of a collection if one is given.
pub fn describe(report: &mut Report, settings: &Settings, source: Option<&Source>) {
    paths(report, settings);
    configuration(report, settings);
    state(report, settings);
    if let Some(source) = source {
        collection(report, settings, &source.clone().canonical());
    }
}

/// A path for people.
fn shown(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}

/// Whether files can be created in a directory, or why not, in words.
fn writable(checked: &io::Result<()>) -> String {
    match checked {
        Ok(()) => "yes".to_owned(),
        // Without the number that Rust adds.
        Err(error) => error.to_string().split(" (os error").next().unwrap_or_default().to_owned(),
    }
}

/// The problem of a configuration file that must not be written.
fn read_only(settings: &Settings) -> Option<Problem> {
    let file = settings.file.as_deref().filter(|file| is_read_only(file))?;
    Some(Problem::new(Code::ConfigReadOnly).with(file.to_string_lossy()))
}

fn paths(report: &mut Report, settings: &Settings) {
    let (data, cache) = (settings.directories.data.as_deref(), settings.directories.cache.as_deref());
    let config = settings.file.as_deref().and_then(Path::parent);
    let refused = read_only(settings);
    let [of_config, of_data, of_cache] = [config, data, cache].map(|dir| dir.map(check_writable));
    let mut section = Section::new("paths");
    for (name, dir, checked) in [("config", config, &of_config), ("data", data, &of_data), ("cache", cache, &of_cache)]
    {
        section = section.row(name, dir.map(shown)).row(&format!("{name}-exists"), dir.is_some_and(exists));
        let refused =
            refused.as_ref().filter(|_| name == "config").map(|problem| settings.catalog.problem(problem).what);
        section = section.row(&format!("{name}-writable"), refused.or_else(|| checked.as_ref().map(writable)));
    }
    report.add(section);
    if let Some(problem) = refused {
        report.problem(problem);
    }
    let unwritable = |code, dir: Option<&Path>, checked: Option<io::Result<()>>| {
        let (dir, error) = dir.zip(checked?.err())?;
        Some(Problem::new(code).with(dir.to_string_lossy()).with(error.to_string()))
    };
    if data.is_none() {
        report.problem(Problem::new(Code::StateHomeless));
    }
    let unwritable =
        [unwritable(Code::StateUnwritable, data, of_data), unwritable(Code::IndexUnwritable, cache, of_cache)];
    unwritable.into_iter().flatten().for_each(|problem| report.problem(problem));
}

fn configuration(report: &mut Report, settings: &Settings) {
    let mistakes = mistakes(settings);
    let file = settings.file.as_deref();
    let themes = file.map(|file| files_in(&theme_folder(file), "toml").len());
    let from_command_line: Vec<&str> = settings.set.iter().filter_map(|set| set.split('=').next()).collect();
    let state = settings.state_as_it_is();
    let is_chosen = |key: &String| {
        let chosen = state.as_ref().and_then(|state| settings.chosen(state, key));
        chosen.is_some_and(|chosen| chosen == settings.in_effect(state.as_ref(), key))
    };
    let chosen: Vec<String> = Config::keys().into_iter().filter(is_chosen).collect();
    report.add(
        Section::new("configuration")
            .row("file", file.map(shown))
            .row("exists", file.is_some_and(exists))
            .row("mistakes", mistakes.len())
            .row("overridden", from_command_line)
            .row("chosen-by-key", chosen)
            .row("theme", settings.in_effect(state.as_ref(), "theme"))
            .row("own-themes", themes)
            .row("key-bindings", settings.config.keys.len())
            .row("collections", settings.config.collections.len()),
    );
    for (file, problem) in mistakes {
        report.mistake(file, problem);
    }
}

fn state(report: &mut Report, settings: &Settings) {
    let found = settings.directories.data.as_deref().and_then(State::inspect);
    let section = Section::new("state");
    let Some(found) = found else { return report.add(section.row("exists", false)) };
    let damage = found.damage.clone();
    report.add(
        section
            .row("exists", true)
            .row("file", shown(&found.file))
            .row("size", mebibytes(found.bytes))
            .row("version", found.version)
            .row("newest-version", State::schema())
            .row("intact", damage.is_none())
            .row("marks", found.marks),
    );
    let problem = |code| Problem::new(code).with(found.file.to_string_lossy());
    match (damage, found.version) {
        (Some(why), _) => report.problem(problem(Code::StateBroken).with(why)),
        (None, Some(version)) if version > State::schema() => report.problem(problem(Code::StateNewer)),
        _ => {}
    }
}

fn collection(report: &mut Report, settings: &Settings, source: &Source) {
    let root = source.root();
    let section = Section::new("collection")
        .row("path", root.map(shown))
        .row("exists", source.roots().iter().all(|root| exists(root)))
        .row("indexes", settings.indexes);
    let place = root.filter(|root| settings.indexes && is_folder(root)).zip(settings.directories.cache.as_deref());
    let Some((root, cache)) = place else { return report.add(section) };
    let key = source.collection_key();
    let sizes = Index::open_existing(cache, &key).and_then(|index| index.map(|index| index.size()).transpose());
    let size = match sizes {
        Ok(Some(size)) => size,
        Ok(None) => {
            report.add(section.row("index", false));
            return report.problem(Problem::new(Code::NotIndexed).with(root.to_string_lossy()));
        }
        Err(problem) => {
            report.add(section.row("index", true));
            return report.problem(problem);
        }
    };
    let snapshot = Index::latest_snapshot(cache, &key);
    let is_ahead = snapshot.as_ref().is_some_and(|snapshot| snapshot.is_ahead());
    let age = snapshot.as_ref().and_then(|snapshot| snapshot.age()).map(|age| age.as_secs());
    let checked = snapshot.and_then(|snapshot| snapshot.checked());
    let checked =
        checked.and_then(|at| at.duration_since(UNIX_EPOCH).ok()).map(|passed| passed.as_secs().cast_signed());
    let moment = checked.and_then(|at| jiff::Timestamp::from_second(at).ok()).map(|at| at.to_string());
    report.add(
        section
            .row("index", true)
            .row("articles", size.articles)
            .row("folders", size.folders)
            .row("size", mebibytes(size.disk))
            .row("generation", size.generation)
            .row("updated", moment.as_deref())
            .row("age-seconds", age),
    );
    if is_ahead {
        report.problem(Problem::new(Code::ClockBehind).with(moment.unwrap_or_default()));
    }
}

fn mebibytes(bytes: u64) -> String {
    format!("{:.1} MiB", bytes as f64 / f64::from(1 << 20))
}
