//! The command line: parses it, runs the command, and returns the exit code.

mod arguments;
mod collected;
mod configuration;
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

use crate::cli::arguments::{Command, LinkForm, Typed};
use crate::cli::outcome::{OK, TROUBLE, report};
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
    if typed.command.as_ref().is_some_and(Command::reads_articles) {
        configuration::report_problems(&settings);
    }
    match typed.command {
        None => interactive::open(settings, &typed.paths, &typed.from),
        Some(Command::Print(arguments)) => pipe::print(&settings, &arguments, None),
        Some(Command::List(arguments)) => pipe::list(&settings, &arguments),
        Some(Command::Categories(arguments)) => pipe::categories(&settings, &arguments),
        Some(Command::Check(arguments)) => pipe::check(&settings, &arguments),
        Some(Command::Search(arguments)) => search::search(&settings, &arguments),
        Some(Command::Index(arguments)) => index::index(&settings, &arguments),
        Some(Command::Config { what }) => configuration::config(&settings, what),
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
