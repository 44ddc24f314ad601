//! The command line: parses it, runs the command, and returns the exit code.

mod arguments;
mod from;
mod index;
mod interactive;
mod outcome;
mod pipe;
mod progress;
mod reload;
mod search;
mod settings;
mod words;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{CommandFactory, Parser, ValueEnum};

use crate::app::KeyMap;
use crate::cli::arguments::{Command, ConfigCommand, LinkForm, Typed};
use crate::cli::outcome::{EMPTY, OK, TROUBLE, report};
use crate::cli::settings::Settings;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let given = words::with_marks(with_link_form(std::env::args_os()), &Typed::command());
    let typed = match Typed::try_parse_from(given) {
        Ok(typed) => typed,
        Err(error) => {
            let code = if error.use_stderr() { TROUBLE } else { OK };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match run(typed) {
        Ok(code) => ExitCode::from(code),
        Err(error) => ExitCode::from(report(&error)),
    }
}

/// The arguments, with the form that `--links` without a value means. clap would take the path after it for the value.
fn with_link_form(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut given: Vec<OsString> = arguments.collect();
    let is_form = |next: &OsString| LinkForm::value_variants().iter().any(|form| form.names_it(next));
    let after = given.iter().take_while(|argument| *argument != "--").position(|argument| argument == "--links");
    if let Some(at) = after
        && !given.get(at + 1).is_some_and(is_form)
        && let Some(bare) = given.get_mut(at)
    {
        *bare = "--links=footnotes".into();
    }
    given
}

fn run(typed: Typed) -> anyhow::Result<u8> {
    let settings = Settings::load(&typed.common)?;
    if typed.command.is_some() && typed.from.from.is_some() {
        // It would be taken silently, but belongs to the command.
        let error = Typed::command().error(ErrorKind::ArgumentConflict, "--from stands after the command");
        let _ = error.print();
        return Ok(TROUBLE);
    }
    match typed.command {
        None => interactive::open(settings, &typed.paths, &typed.from),
        Some(Command::Print(arguments)) => pipe::print(&settings, &arguments, None),
        Some(Command::List(arguments)) => pipe::list(&settings, &arguments),
        Some(Command::Categories(arguments)) => pipe::categories(&settings, &arguments),
        Some(Command::Check(arguments)) => pipe::check(&settings, &arguments),
        Some(Command::Search(arguments)) => search::search(&settings, &arguments),
        Some(Command::Index(arguments)) => index::index(&settings, &arguments),
        Some(Command::Config { what }) => config(&settings, what),
        Some(Command::Completions { shell }) => {
            // Generate into memory: the generator panics if stdout is a closed pipe.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Typed::command(), "inkstone", &mut script);
            io::stdout().write_all(&script)?;
            Ok(OK)
        }
        Some(Command::Man) => {
            clap_mangen::Man::new(Typed::command()).render(&mut io::stdout())?;
            Ok(OK)
        }
    }
}

fn config(settings: &Settings, what: ConfigCommand) -> anyhow::Result<u8> {
    let mut out = io::stdout().lock();
    match what {
        ConfigCommand::Path => match &settings.file {
            Some(path) => writeln!(out, "{}", path.display())?,
            None => return Ok(EMPTY),
        },
        ConfigCommand::Default => out.write_all(crate::config::Config::SHIPPED.as_bytes())?,
        ConfigCommand::Check => {
            // Only the key map knows which commands exist and which chords can be bound.
            let (_, keys) = KeyMap::build(&settings.config);
            let problems: Vec<_> = settings.problems.iter().chain(&keys).collect();
            for problem in &problems {
                let message = settings.catalog.problem(problem);
                let file = settings.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
                let (line, column) = (problem.line.unwrap_or(1), problem.column.unwrap_or(1));
                writeln!(out, "{file}:{line}:{column}: {}", message.what)?;
                if let Some(hint) = message.hint {
                    writeln!(out, "    {hint}")?;
                }
            }
            return Ok(if problems.is_empty() { OK } else { EMPTY });
        }
    }
    Ok(OK)
}
