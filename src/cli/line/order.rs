//! The place of the command on the command line: first, after options that every command takes.

use std::ffi::{OsStr, OsString};
use std::path::Path;

use clap::error::{Error, ErrorKind};
use clap::{Arg, Command, Parser};

use crate::cli::arguments::{Common, Typed};
use crate::cli::outcome::{Refusal, shell_line};
use crate::cli::settings::Settings;
use crate::locale::Msg;

/// The command that explains the others. A file of this name is opened instead.
const HELP: &str = "help";

/// How many arguments an error repeats.
const SHOWN: usize = 24;

/// What stands before the command.
struct Before<'c> {
    /// The position of the command.
    at: usize,
    /// The command; `None` for [`HELP`].
    command: Option<&'c Command>,
    /// The positions of paths and names.
    paths: Vec<usize>,
    /// The positions of options that only some commands take, with those of their values.
    options: Vec<usize>,
}

/// Looks for the command among the arguments. `None` if there is none, or if the parser knows better what is wrong.
fn before<'c>(given: &[OsString], all: &'c Command) -> Option<Before<'c>> {
    let known: Vec<&Arg> = all.get_arguments().chain(all.get_subcommands().flat_map(Command::get_arguments)).collect();
    let mut found = Before { at: 1, command: None, paths: Vec::new(), options: Vec::new() };
    while let Some(argument) = given.get(found.at).filter(|argument| *argument != "--") {
        if is_option(argument) {
            let option = known.iter().find(|option| is_named(option, argument))?;
            let has_value = option.get_action().takes_values() && is_whole(argument);
            let taken = found.at..(found.at + 1 + usize::from(has_value)).min(given.len());
            found.at = taken.end;
            if !option.is_global_set() {
                found.options.extend(taken);
            }
            continue;
        }
        found.command = all.get_subcommands().find(|command| argument == command.get_name());
        if found.command.is_some() || argument == HELP && found.paths.is_empty() {
            return Some(found);
        }
        found.paths.push(found.at);
        found.at += 1;
    }
    None
}

fn is_option(argument: &OsStr) -> bool {
    argument.len() > 1 && argument.as_encoded_bytes().starts_with(b"-")
}

/// Whether the value of this option is not in the same argument.
fn is_whole(argument: &OsStr) -> bool {
    let text = argument.to_string_lossy();
    if text.starts_with("--") { !text.contains('=') } else { text.chars().count() == 2 }
}

fn is_named(option: &Arg, argument: &OsStr) -> bool {
    let text = argument.to_string_lossy();
    match text.strip_prefix("--") {
        Some(long) => option.get_long().is_some_and(|name| long.split('=').next() == Some(name)),
        None => option.get_short().is_some_and(|name| text.chars().nth(1) == Some(name)),
    }
}

/// Whether `help` is given as the command. A file of this name has precedence.
pub fn asks_help(given: &[OsString], all: &Command) -> bool {
    let is_help = before(given, all).is_some_and(|found| found.command.is_none() && found.options.is_empty());
    is_help && !crate::files::exists(Path::new(HELP))
}

/// The error of arguments before the command that belong to it: the command would ignore them.
pub fn check_order(given: &[OsString], all: &Command) -> Result<(), Refusal> {
    let Some(Before { at, command: Some(command), paths, options }) = before(given, all) else { return Ok(()) };
    if paths.is_empty() && options.is_empty() {
        return Ok(());
    }
    let name = command.get_name();
    let reordered = reordered(given, at, command, &paths);
    let whole = given.iter().take(1).chain(&reordered);
    let common = Typed::try_parse_from(whole).map(|typed| typed.common);
    let settings = Settings::load(&common.unwrap_or_default());
    let settings = settings.or_else(|_| Settings::load(&Common::default()));
    let Ok(settings) = settings else { return Err(Refusal::trouble(shell_line(&reordered))) };
    let refusal = Refusal::trouble(settings.catalog.fill(Msg::DoorOrder, &[("name", name)]));
    let refusal = refusal.hint(format!("inkstone {}", shell_line(&reordered)));
    Err(if crate::files::exists(Path::new(name)) {
        refusal.hint(settings.catalog.fill(Msg::DoorOrderFile, &[("name", name)]))
    } else {
        refusal
    })
}

/// The arguments with the command first. Paths before `search` are where it searches; commands that read no articles take
/// no paths.
fn reordered(given: &[OsString], at: usize, command: &Command, paths: &[usize]) -> Vec<OsString> {
    let takes_paths = command.get_positionals().any(|own| own.get_id() == "paths" || own.get_id() == "dir");
    let mut out = vec![OsString::from(command.get_name())];
    for (number, argument) in given.iter().enumerate().skip(1).filter(|(number, _)| *number != at) {
        if paths.contains(&number) && command.get_name() == "search" {
            out.push("--in".into());
        } else if paths.contains(&number) && !takes_paths {
            continue;
        }
        out.push(argument.clone());
    }
    if out.len() > SHOWN {
        out.truncate(SHOWN);
        out.push("…".into());
    }
    out
}

/// The error of a file whose name begins with a hyphen, if the parser took one for an option.
pub fn hyphen(given: &[OsString], error: &Error) -> Option<Refusal> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let options = || given.iter().skip(1).take_while(|argument| *argument != "--").filter(|given| is_option(given));
    let file = options().find(|argument| crate::files::exists(Path::new(argument)))?;
    let catalog = Settings::load(&Common::default()).ok()?.catalog;
    let mut escaped = OsString::from("./");
    escaped.push(file);
    let written = |argument: &OsString| if argument == file { escaped.clone() } else { argument.clone() };
    let line: Vec<OsString> = given.iter().skip(1).map(written).take(SHOWN).collect();
    let what = catalog.fill(Msg::DoorHyphen, &[("path", &file.to_string_lossy())]);
    Some(Refusal::trouble(what).hint(format!("inkstone {}", shell_line(&line))))
}
