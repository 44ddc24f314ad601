//! The command line: parses it, runs the command, and returns the exit code.

mod arguments;
mod collected;
mod completion;
mod configuration;
mod doctor;
mod fetch;
mod from;
mod index;
mod interactive;
mod line;
mod manual;
mod outcome;
mod pipe;
mod print;
mod progress;
mod random;
mod reload;
mod search;
mod settings;

use std::process::ExitCode;

use clap::CommandFactory;

use crate::cli::arguments::{Command, Typed};
use crate::cli::outcome::{OK, TROUBLE, report};
use crate::cli::settings::Settings;

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let given = line::with_link_form(std::env::args_os());
    let command = Typed::command();
    if let Err(refusal) = line::check_order(&given, &command) {
        return ExitCode::from(refusal.report());
    }
    let typed = match line::parse(&given, command) {
        Ok(typed) => typed,
        Err(error) => {
            if let Some(refusal) = line::hyphen(&given, &error) {
                return ExitCode::from(refusal.report());
            }
            let printed = error.print();
            return ExitCode::from(match printed {
                // Of standard error there is nobody to tell.
                _ if error.use_stderr() => TROUBLE,
                Ok(()) => OK,
                Err(error) => report(&error.into()),
            });
        }
    };
    match run(typed) {
        Ok(code) => ExitCode::from(code),
        Err(error) => ExitCode::from(report(&error)),
    }
}

fn run(typed: Typed) -> anyhow::Result<u8> {
    let settings = Settings::load(&typed.common)?;
    if typed.command.as_ref().is_some_and(Command::reads_articles) {
        configuration::report_problems(&settings);
    }
    match typed.command {
        None => interactive::open(settings, &typed.paths, &typed.from),
        Some(Command::Print(arguments)) => print::print(&settings, &arguments, None),
        Some(Command::List(arguments)) => pipe::list(&settings, &arguments),
        Some(Command::Categories(arguments)) => pipe::categories(&settings, &arguments),
        Some(Command::Check(arguments)) => pipe::check(&settings, &arguments),
        Some(Command::Search(arguments)) => search::search(&settings, &arguments),
        Some(Command::Random(arguments)) => random::random(settings, &arguments),
        Some(Command::Index(arguments)) => index::index(&settings, &arguments),
        Some(Command::Fetch(arguments)) => fetch::fetch(&settings, &arguments),
        Some(Command::Doctor(arguments)) => doctor::doctor(&settings, &arguments),
        Some(Command::Config { what }) => configuration::config(&settings, &what),
        Some(Command::Completions { shell }) => Ok(completion::script(shell)?),
        Some(Command::Known { what, words }) => completion::known(&settings, what, &words),
        Some(Command::Man { command, dir }) => manual::manual(&settings, &command, dir.as_deref()),
    }
}
