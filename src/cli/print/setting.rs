//! How `print` sets text.

use std::io::{self, IsTerminal};

use crate::cli::arguments::{PrintArguments, WritingForm};
use crate::cli::settings::Settings;
use crate::config::Config;
use crate::text::Profile;
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

/// What a text is printed for.
#[derive(Clone, Copy)]
struct Printed<'a> {
    /// The settings given on the command line, as `KEY=VALUE`.
    set: &'a [String],
    /// Whether it is a terminal, not a program or a file.
    is_terminal: bool,
    /// The columns of the terminal, if there is one.
    columns: Option<u16>,
}

/// How `print` sets text, and how wide a block of vertical lines is.
pub fn print_setting(settings: &Settings, arguments: &PrintArguments) -> (Setting, u16) {
    let columns = arguments.width.or_else(crate::term::columns);
    let printed = Printed { set: &settings.set, is_terminal: io::stdout().is_terminal(), columns };
    setting(&settings.config, arguments, printed)
}

/// How text is set for a file, as `print` does for a program without a terminal.
pub fn file_setting(config: &Config, set: &[String]) -> (Setting, u16) {
    setting(config, &PrintArguments::default(), Printed { set, is_terminal: false, columns: None })
}

/// No automatic hanging punctuation, since there is no margin. Code is wrapped for a terminal, and keeps its lines for a
/// program, unless the command line asks for something else: broken YAML would not be the same. Words are only hyphenated
/// for a terminal, unless the settings ask for it: a program that searches the output would miss them. Neither does a
/// program get vertical lines or their grid unasked, nor the blanks of lines that are justified.
fn setting(config: &Config, arguments: &PrintArguments, printed: Printed<'_>) -> (Setting, u16) {
    let Printed { set, is_terminal, columns } = printed;
    let mut options = config.typography.clone();
    if options.hang == Hang::Auto {
        options.hang = Hang::Off;
    }
    let is_set = |name: &str| set.iter().any(|set| set.split('=').next().is_some_and(|key| key.trim() == name));
    if is_terminal {
        options.code = Code::Wrap;
    } else {
        if options.hyphenate == Hyphenate::Auto {
            options.hyphenate = Hyphenate::Off;
        }
        if !is_set("typography.code") {
            options.code = Code::Scroll;
        }
        options.grid &= is_set("typography.grid");
        options.justify &= is_set("typography.justify");
        as_written(&mut options, is_set);
    }
    options.continuation = true;
    options.writing = match arguments.writing {
        Some(WritingForm::Horizontal) => Writing::Horizontal,
        Some(WritingForm::Vertical) => Writing::Vertical,
        None if is_terminal || is_set("typography.writing") => options.writing,
        None => Writing::Horizontal,
    };
    let measure = options.measure;
    // Preformatted lines of plain text have the whole line of the terminal.
    let room = match options.writing {
        Writing::Horizontal => columns.unwrap_or(measure),
        Writing::Vertical => 0,
    };
    let (width, page) = if options.writing == Writing::Vertical {
        options.rows = arguments.height.unwrap_or_else(|| rows(&options));
        let page = columns.unwrap_or(measure).max(2);
        let frame = if options.grid { 2 } else { 0 };
        (page.saturating_sub(frame).clamp(2, measure), page)
    } else {
        let width = arguments.width.unwrap_or_else(|| columns.map_or(measure, |columns| columns.min(measure))).max(2);
        (width, width)
    };
    let (profile, folded) = (Profile::of(config.typography.ambiguous_width(None)), Vec::new());
    (Setting { width, room, options, profile, folded, pictures: Default::default() }, page)
}

/// The rows of a vertical line: half of the measure, but so few that a block and the blank line below it fit on the
/// screen beside the prompt of a pager.
fn rows(options: &Options) -> u16 {
    let frame = if options.grid { 2 } else { 0 };
    let fitting = crate::term::window().map_or(u16::MAX, |(_, rows)| rows.saturating_sub(2 + frame));
    (options.measure / 2).min(fitting).max(2)
}
