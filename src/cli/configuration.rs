//! `config`, and the problems of the configuration that other commands report.

use std::io::{self, Write};

use crate::app::KeyMap;
use crate::cli::arguments::ConfigCommand;
use crate::cli::outcome::{EMPTY, OK, warn};
use crate::cli::settings::Settings;
use crate::problem::Problem;

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
            let problems = problems(settings);
            for problem in &problems {
                let (what, hint) = in_words(settings, problem);
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
    for problem in problems(settings) {
        let (what, hint) = in_words(settings, &problem);
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

/// A problem with its position in the file, and its hint.
fn in_words(settings: &Settings, problem: &Problem) -> (String, Option<String>) {
    let message = settings.catalog.problem(problem);
    let file = settings.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
    let (line, column) = (problem.line.unwrap_or(1), problem.column.unwrap_or(1));
    (format!("{file}:{line}:{column}: {}", message.what), message.hint)
}
