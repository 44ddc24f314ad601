//! What was typed, what is meant, and the exit code.

mod arguments;
mod index;
mod interactive;
mod pipe;
mod progress;
mod search;
mod settings;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser};

use crate::cli::arguments::{Command, ConfigCommand, Typed};
use crate::cli::settings::Settings;

use crate::app::KeyMap;

/// All went well.
const FINE: u8 = 0;
/// There was nothing to show, or problems were found.
const NOTHING: u8 = 1;
/// Wrong use, or trouble.
const TROUBLE: u8 = 2;

/// Something that ends the program with a message: what, because, hint.
#[derive(Debug, thiserror::Error)]
#[error("{what}")]
pub struct Refusal {
    what: String,
    because: Option<String>,
    hint: Option<String>,
    code: u8,
}

impl Refusal {
    fn trouble(what: impl Into<String>) -> Self {
        Self { what: what.into(), because: None, hint: None, code: TROUBLE }
    }

    fn nothing(what: impl Into<String>) -> Self {
        Self { code: NOTHING, ..Self::trouble(what) }
    }

    fn because(mut self, why: impl Into<String>) -> Self {
        self.because = Some(why.into());
        self
    }

    fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// Runs the program with the process's arguments.
pub fn main() -> ExitCode {
    let typed = match Typed::try_parse() {
        Ok(typed) => typed,
        Err(error) => {
            let code = if error.use_stderr() { TROUBLE } else { FINE };
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match meant(typed) {
        Ok(code) => ExitCode::from(code),
        Err(error) => ExitCode::from(report(&error)),
    }
}

fn meant(typed: Typed) -> anyhow::Result<u8> {
    let settings = Settings::gather(&typed.common)?;
    match typed.command {
        None => interactive::open(settings, &typed.paths),
        Some(Command::Print(arguments)) => pipe::print(&settings, &arguments),
        Some(Command::List(arguments)) => pipe::list(&settings, &arguments),
        Some(Command::Categories(arguments)) => pipe::categories(&settings, &arguments),
        Some(Command::Check(arguments)) => pipe::check(&settings, &arguments),
        Some(Command::Search(arguments)) => search::search(&settings, &arguments),
        Some(Command::Index(arguments)) => index::index(&settings, &arguments),
        Some(Command::Config { what }) => config(&settings, what),
        Some(Command::Completions { shell }) => {
            // Into memory first: the generator panics where a pipe is closed.
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Typed::command(), "inkstone", &mut script);
            io::stdout().write_all(&script)?;
            Ok(FINE)
        }
        Some(Command::Man) => {
            clap_mangen::Man::new(Typed::command()).render(&mut io::stdout())?;
            Ok(FINE)
        }
    }
}

fn config(settings: &Settings, what: ConfigCommand) -> anyhow::Result<u8> {
    let mut out = io::stdout().lock();
    match what {
        ConfigCommand::Path => match &settings.file {
            Some(path) => writeln!(out, "{}", path.display())?,
            None => return Ok(NOTHING),
        },
        ConfigCommand::Default => out.write_all(crate::config::Config::SHIPPED.as_bytes())?,
        ConfigCommand::Check => {
            // Whether a command exists and a chord can be bound is known only where commands are.
            let (_, keys) = KeyMap::build(&settings.config);
            let problems: Vec<_> = settings.problems.iter().chain(&keys).collect();
            for problem in &problems {
                let told = settings.catalog.problem(problem);
                let file = settings.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
                let (line, column) = (problem.line.unwrap_or(1), problem.column.unwrap_or(1));
                writeln!(out, "{file}:{line}:{column}: {}", told.what)?;
                if let Some(hint) = told.hint {
                    writeln!(out, "    {hint}")?;
                }
            }
            return Ok(if problems.is_empty() { FINE } else { NOTHING });
        }
    }
    Ok(FINE)
}

/// Prints an error in the one style and returns its exit code. A broken pipe is success: whoever read has enough.
fn report(error: &anyhow::Error) -> u8 {
    let broken = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    };
    if error.chain().any(broken) {
        return FINE;
    }
    let mut err = io::stderr().lock();
    let (because, hint, code) = match error.downcast_ref::<Refusal>() {
        Some(refusal) => (refusal.because.clone(), refusal.hint.clone(), refusal.code),
        None => (error.source().map(ToString::to_string), None, TROUBLE),
    };
    // Nothing more can be done where even stderr is closed.
    let _ = writeln!(err, "inkstone: {}", crate::text::Clean::line(&error.to_string()));
    if let Some(because) = because {
        let _ = writeln!(err, "  {}", crate::text::Clean::line(&because));
    }
    if let Some(hint) = hint {
        let _ = writeln!(err, "  {hint}");
    }
    code
}
