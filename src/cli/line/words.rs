//! Words of `search` that begin with a hyphen, as `-广告`, which clap takes for options.

use std::ffi::{OsStr, OsString};

use clap::{Arg, Command};

/// Precedes a word that begins with a hyphen. No argument of a process contains it.
const MARK: char = '\0';

/// The arguments, with a mark before each word of `search` that begins with a hyphen. What could be options remains as it
/// is: `--` and a name, letters that all are options (`-0`), and `-cKEY=VALUE`.
pub fn with_marks(mut given: Vec<OsString>, command: &Command) -> Vec<OsString> {
    let Some(search) = command.find_subcommand("search") else { return given };
    let known: Vec<&Arg> = command.get_arguments().chain(search.get_arguments()).collect();
    let (mut is_search, mut is_value) = (false, false);
    for argument in given.iter_mut().skip(1).take_while(|argument| *argument != "--") {
        if std::mem::replace(&mut is_value, takes_value(argument, &known)) {
            // The value of the option before it takes none itself.
            is_value = false;
        } else if !is_search && !argument.as_encoded_bytes().starts_with(b"-") {
            if argument != "search" {
                break;
            }
            is_search = true;
        } else if is_search && is_word(argument, &known) {
            let mut marked = OsString::from(MARK.to_string());
            marked.push(&*argument);
            *argument = marked;
        }
    }
    given
}

/// A word without its mark.
pub fn without_mark(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    word.strip_prefix(MARK).unwrap_or(&word).to_owned()
}

/// Whether the next argument is the value of this option.
fn takes_value(argument: &OsStr, known: &[&Arg]) -> bool {
    let Some(text) = argument.to_str() else { return false };
    let is_option = |option: &Arg| {
        let long = option.get_long().is_some_and(|long| text.strip_prefix("--") == Some(long));
        long || option
            .get_short()
            .is_some_and(|short| text.strip_prefix('-').is_some_and(|rest| rest.chars().eq([short])))
    };
    known.iter().any(|option| option.get_action().takes_values() && is_option(option))
}

/// Whether an argument that begins with a hyphen is a word.
fn is_word(argument: &OsStr, known: &[&Arg]) -> bool {
    let text = argument.to_string_lossy();
    let Some(rest) = text.strip_prefix('-').filter(|rest| !rest.is_empty() && !rest.starts_with('-')) else {
        return false;
    };
    let is_setting = rest.starts_with('c') && rest.contains('=');
    let is_short = |letter: char| letter == 'h' || known.iter().any(|option| option.get_short() == Some(letter));
    !is_setting && !rest.chars().all(is_short)
}
