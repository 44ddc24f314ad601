//! `config`, and the problems of the configuration that other commands report.

use std::io::{self, Write};
use std::path::Path;

use crate::app::KeyMap;
use crate::cli::arguments::ConfigCommand;
use crate::cli::outcome::{EMPTY, OK, warn};
use crate::cli::settings::Settings;
use crate::files::Source;
use crate::problem::{Code, Problem};

/// `config`
pub fn config(settings: &Settings, what: ConfigCommand) -> anyhow::Result<u8> {
    let mut out = io::stdout().lock();
    match what {
        ConfigCommand::Path => match &settings.file {
            Some(path) => writeln!(out, "{}", path.display())?,
            None => return Ok(EMPTY),
        },
        ConfigCommand::Default => out.write_all(crate::config::Config::SHIPPED.as_bytes())?,
        ConfigCommand::Check => {
            let mut problems = problems(settings);
            problems.extend(missing_folders(settings));
            problems.sort_by_key(|problem| (problem.line, problem.column));
            let file = settings.file.clone().unwrap_or_default();
            let mut problems: Vec<_> = problems.into_iter().map(|problem| (file.clone(), problem)).collect();
            problems.extend(settings.theme_problems.iter().cloned());
            for (file, problem) in &problems {
                let (what, hint) = in_words(settings, file, problem);
                writeln!(out, "{what}")?;
                if let Some(hint) = hint {
                    writeln!(out, "    {hint}")?;
                }
            }
            return Ok(if problems.is_empty() { OK } else { EMPTY });
        }
    }
    Ok(OK)
}

/// Reports the problems of the configuration on standard error, one per line. The command goes on without the invalid
/// lines.
pub fn report_problems(settings: &Settings) {
    let file = settings.file.clone().unwrap_or_default();
    for problem in problems(settings) {
        let (what, hint) = in_words(settings, &file, &problem);
        warn(&hint.map_or(what.clone(), |hint| format!("{what} ({hint})")));
    }
}

/// The problems of the configuration, ordered by line.
fn problems(settings: &Settings) -> Vec<Problem> {
    // Only the key map knows which commands exist and which chords can be bound.
    let (_, keys) = KeyMap::build(&settings.config);
    let mut problems: Vec<Problem> = settings.problems.iter().cloned().chain(keys).collect();
    problems.sort_by_key(|problem| (problem.line, problem.column));
    problems
}

/// The collections of the configuration that do not exist. Other commands do not report them: a disk may be absent.
fn missing_folders(settings: &Settings) -> Vec<Problem> {
    let file = settings.file.as_deref();
    let text = file.and_then(|file| Source::any_file().read(file).ok()).map(|read| read.text).unwrap_or_default();
    let problem = |key: &str, path: &Path| {
        let problem = Problem::new(Code::ConfigFolder).with(key).with(path.to_string_lossy());
        match line_of(&text, key) {
            Some(line) => problem.at(line, 1),
            None => problem,
        }
    };
    let named = settings.config.collections.iter().map(|(name, path)| (format!("collections.{name}"), path));
    let named = named.map(|(key, path)| (key, settings.expand(path)));
    let is_named = |name: &String| settings.config.collections.contains_key(name);
    let own = settings.config.collection.as_ref().filter(|name| !is_named(name)).and_then(|_| settings.configured());
    let all = named.chain(own.map(|path| ("collection".to_owned(), path)));
    all.filter(|(_, path)| !crate::files::exists(path)).map(|(key, path)| problem(&key, &path)).collect()
}

/// The line of a TOML file, counted from 1, on which a key with at most one dot is set.
fn line_of(text: &str, key: &str) -> Option<u32> {
    let mut table = String::new();
    for (number, line) in (1..).zip(text.lines()) {
        if let Some(header) = line.trim().strip_prefix('[').and_then(|rest| rest.split(']').next()) {
            table = format!("{}.", header.trim());
        } else if let Some((name, _)) = line.split_once('=') {
            let name: String =
                name.split('.').map(|part| part.trim().trim_matches(['"', '\''])).collect::<Vec<_>>().join(".");
            if format!("{table}{name}") == key {
                return Some(number);
            }
        }
    }
    None
}

/// A problem with its position in the file, and its hint.
fn in_words(settings: &Settings, file: &Path, problem: &Problem) -> (String, Option<String>) {
    let message = settings.catalog.problem(problem);
    let file = file.display();
    let (line, column) = (problem.line.unwrap_or(1), problem.column.unwrap_or(1));
    (format!("{file}:{line}:{column}: {}", message.what), message.hint)
}
