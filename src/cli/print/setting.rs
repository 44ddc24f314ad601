//! How `print` sets text.

use std::io::{self, IsTerminal};

use crate::cli::settings::Settings;
use crate::typeset::{Code, Hang, Hyphenate, Options, Setting, Writing};

/// Gives a program that reads the output of `print` the characters as they are written, for every setting of
/// `typography` by which the screen shows others. What the command line asks for is done.
fn as_written(options: &mut Options, is_set: impl Fn(&str) -> bool) {
    for key in ["punctuation", "quotes", "script"] {
        if !is_set(&format!("typography.{key}")) {
            // Each of them has this value.
            let _ = options.set(key, "as-written");
        }
    }
}

/// How `print` sets text: no automatic hanging punctuation, since there is no margin. Code is wrapped for a terminal, and
/// keeps its lines for a program, unless the command line asks for something else: broken YAML would not be the same.
/// Words are only hyphenated for a terminal, unless the settings ask for it: a program that searches the output would
/// miss them.
pub fn print_setting(settings: &Settings, width: u16) -> Setting {
    let mut options = settings.config.typography.clone();
    if options.hang == Hang::Auto {
        options.hang = Hang::Off;
    }
    if options.hyphenate == Hyphenate::Auto && !io::stdout().is_terminal() {
        options.hyphenate = Hyphenate::Off;
    }
    let is_set =
        |name: &str| settings.set.iter().any(|set| set.split('=').next().is_some_and(|key| key.trim() == name));
    if io::stdout().is_terminal() {
        options.code = Code::Wrap;
    } else {
        if !is_set("typography.code") {
            options.code = Code::Scroll;
        }
        as_written(&mut options, is_set);
    }
    (options.continuation, options.writing) = (true, Writing::Horizontal);
    Setting { width, options, profile: settings.profile(), folded: Vec::new(), pictures: Default::default() }
}
