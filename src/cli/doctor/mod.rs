//! `doctor`: a report on the terminal, the configuration and the program's files, to be pasted where somebody helps.

mod files;
mod report;
mod terminal;

use std::env;
use std::io::{self, Write};

use crate::cli::arguments::{DoctorArguments, PlainFormat};
use crate::cli::doctor::report::{Report, Section, variable};
use crate::cli::outcome::{EMPTY, OK};
use crate::cli::settings::Settings;
use crate::problem::{Code, Problem};

/// `doctor`
pub fn doctor(settings: &Settings, arguments: &DoctorArguments) -> anyhow::Result<u8> {
    let source = match &arguments.path {
        Some(path) => Some(settings.locate(std::slice::from_ref(path))?.source),
        None => settings.configured().and_then(|_| settings.locate(&[]).ok()).map(|located| located.source),
    };
    let mut report = Report::default();
    report.add(program());
    terminal::describe(&mut report, settings);
    locale(&mut report, settings);
    files::describe(&mut report, settings, source.as_ref());
    let mut out = io::stdout().lock();
    match arguments.format {
        PlainFormat::Json => report.write_json(&mut out, settings)?,
        PlainFormat::Table => report.write_table(&mut out, settings)?,
    }
    out.flush()?;
    Ok(if report.matters() { EMPTY } else { OK })
}

fn program() -> Section {
    Section::new("program")
        .row("version", env!("CARGO_PKG_VERSION"))
        .row("system", format!("{} {}", env::consts::OS, env::consts::ARCH))
        .row("network", cfg!(feature = "network"))
        .row("debug", cfg!(debug_assertions))
}

fn locale(report: &mut Report, settings: &Settings) {
    let mut section = Section::new("locale");
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
        section = section.row(name, variable(name));
    }
    let other = crate::term::other_charset();
    report.add(
        section
            .row("utf-8", other.is_none())
            .row("interface", settings.catalog.lang().tag())
            .row("TZ", variable("TZ"))
            .row("timezone", settings.config.timezone.clone().unwrap_or_else(|| "local".to_owned())),
    );
    if let Some(other) = other {
        report.problem(Problem::new(Code::LocaleNotUtf8).with(other));
    }
}
