//! `man`: the manual pages of the program and of its commands.

use std::io::{self, Write};
use std::path::Path;

use anyhow::Context;
use clap::{Command, CommandFactory};

use crate::cli::arguments::Typed;
use crate::cli::outcome::OK;
use crate::cli::settings::Settings;
use crate::locale::Msg;
use crate::store::write_file;

/// `man`: writes the page of the program or of the command with these names, or all pages into a folder.
pub fn manual(settings: &Settings, names: &[String], dir: Option<&Path>) -> anyhow::Result<u8> {
    let mut all = Typed::command();
    all.build();
    if let Some(dir) = dir {
        write_below(&all, "inkstone".to_owned(), dir)
            .with_context(|| settings.catalog.fill(Msg::DoorUnwritable, &[("path", &dir.to_string_lossy())]))?;
        return Ok(OK);
    }
    let (mut command, mut title) = (&all, "inkstone".to_owned());
    for name in names {
        let Some(found) = command.find_subcommand(name) else {
            let shown = command.get_subcommands().filter(|command| !command.is_hide_set());
            let known: Vec<&str> = shown.map(Command::get_name).collect();
            return Err(settings.not_among("COMMAND", name, &known).into());
        };
        command = found;
        title = format!("{title}-{name}");
    }
    io::stdout().write_all(&page(command, &title)?)?;
    Ok(OK)
}

/// Writes the pages of a command and of those below it into a folder.
fn write_below(command: &Command, title: String, dir: &Path) -> io::Result<()> {
    write_file(&dir.join(format!("{title}.1")), &page(command, &title)?)?;
    command
        .get_subcommands()
        .filter(|below| !below.is_hide_set())
        .try_for_each(|below| write_below(below, format!("{title}-{}", below.get_name()), dir))
}

/// The page of a command (man-pages(7)).
fn page(command: &Command, title: &str) -> io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let usage = command.clone().render_usage().to_string();
    let man =
        clap_mangen::Man::new(command.clone()).title(title).source(concat!("inkstone ", env!("CARGO_PKG_VERSION")));
    man.render_title(&mut out)?;
    man.render_name_section(&mut out)?;
    // The section of the generator leaves out the values of options.
    let usage = usage.trim_start_matches("Usage:").trim().replace('-', "\\-");
    writeln!(out, ".SH SYNOPSIS\n{usage}")?;
    man.render_description_section(&mut out)?;
    man.render_options_section(&mut out)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut out)?;
    }
    if command.get_version().is_some() && title == "inkstone" {
        man.render_version_section(&mut out)?;
    }
    Ok(with_one_prologue(&out))
}

/// A page with the definitions of apostrophes, which the generator writes before every section, only at its start.
fn with_one_prologue(page: &[u8]) -> Vec<u8> {
    let is_prologue = |line: &[u8]| line.starts_with(b".ie \\n(.g .ds Aq") || line.starts_with(b".el .ds Aq");
    let lines = page.split_inclusive(|byte| *byte == b'\n').enumerate();
    lines.filter(|(number, line)| *number < 2 || !is_prologue(line)).flat_map(|(_, line)| line).copied().collect()
}
