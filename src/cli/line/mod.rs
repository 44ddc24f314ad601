//! The arguments before and while they are parsed: what the parser itself does not know; and command lines to propose.

mod order;
pub mod unpack;
mod words;

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Command, CommandFactory, FromArgMatches, ValueEnum};

use crate::cli::arguments::{LinkForm, Typed};

pub use order::{check_order, hyphen};
pub use words::without_mark;

/// Parses the arguments. `help` as a command explains the others, unless it is a file.
pub fn parse(given: &[OsString], command: Command) -> Result<Typed, Error> {
    let asks_help = order::asks_help(given, &command);
    let marked = words::with_marks(given.to_vec(), &command);
    let matches = command.disable_help_subcommand(!asks_help).try_get_matches_from(marked).map_err(advised)?;
    Typed::from_arg_matches(&matches)
}

/// The error with better advice. Nobody who mistypes an option wants to pass it as a value, as clap advises; marks are
/// words of a query; and an option may be one of another command.
fn advised(mut error: Error) -> Error {
    if error.kind() != ErrorKind::UnknownArgument {
        return error;
    }
    error.remove(ContextKind::Suggested);
    let Some(ContextValue::String(given)) = error.get(ContextKind::InvalidArg) else { return error };
    let mark = ["unread", "read", "starred"].into_iter().find(|mark| given == &format!("--{mark}"));
    let advice = match mark {
        Some(mark) => Some(format!("use '--query is:{mark}' with list, or is:{mark} as a word of search")),
        None => commands_with(given).map(|commands| format!("'{given}' is an option of: {commands}")),
    };
    if let Some(advice) = advice {
        error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![advice.into()]));
    }
    error
}

/// The commands that have an option, as they are typed.
fn commands_with(option: &str) -> Option<String> {
    let name = option.strip_prefix("--")?;
    let command = Typed::command();
    let has = |command: &&Command| command.get_arguments().any(|known| known.get_long() == Some(name));
    let names: Vec<String> =
        command.get_subcommands().filter(has).map(|command| format!("inkstone {}", command.get_name())).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

/// The arguments, with the form that `--links` without a value means. clap would take the path after it for the value.
pub fn with_link_form(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
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
