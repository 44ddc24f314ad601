//! The report as a value, and how it is written.

use std::env;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::cli::configuration::in_words;
use crate::cli::settings::Settings;
use crate::output::{json_line, json_object, wrapped};
use crate::problem::Problem;
use crate::text::{Clean, Profile};

/// The column of the values.
const INDENT: usize = 2;

/// Names and values about one subject, in order.
pub struct Section {
    name: &'static str,
    rows: Map<String, Value>,
}

impl Section {
    /// A section without rows.
    pub fn new(name: &'static str) -> Self {
        Self { name, rows: Map::new() }
    }

    /// Adds a row. `None` is what is not known, or not set.
    pub fn row(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.rows.insert(name.to_owned(), value.into());
        self
    }
}

/// Everything that is reported.
#[derive(Default)]
pub struct Report {
    sections: Vec<Section>,
    /// What is wrong or missing, with the file that it is in, if it is in one.
    problems: Vec<(Option<PathBuf>, Problem)>,
}

impl Report {
    /// Adds a section.
    pub fn add(&mut self, section: Section) {
        self.sections.push(section);
    }

    /// Adds what is wrong or missing.
    pub fn problem(&mut self, problem: Problem) {
        self.problems.push((None, problem));
    }

    /// Adds a mistake in a file.
    pub fn mistake(&mut self, file: PathBuf, problem: Problem) {
        self.problems.push((Some(file), problem));
    }

    /// Whether something is worse than a notice.
    pub fn matters(&self) -> bool {
        self.problems.iter().any(|(_, problem)| problem.matters())
    }

    /// Writes it as one object: each section is a member, and so are the problems.
    pub fn write_json(&self, out: &mut dyn Write, settings: &Settings) -> io::Result<()> {
        let home = home();
        let mut whole = Map::new();
        for section in &self.sections {
            let rows = section.rows.iter().map(|(name, value)| (name.clone(), shortened(value, &home)));
            whole.insert(section.name.to_owned(), Value::Object(rows.collect()));
        }
        let problems = self.problems.iter().map(|(file, problem)| {
            let (what, hint) = words(settings, file.as_deref(), problem);
            let text = |text: String| Value::String(below_home(&text, &home));
            Value::Object(json_object([
                ("code", problem.code.name().into()),
                ("severity", problem.severity().name().into()),
                ("what", text(what)),
                ("hint", hint.map_or(Value::Null, text)),
            ]))
        });
        whole.insert("problems".to_owned(), Value::Array(problems.collect()));
        json_line(out, whole)
    }

    /// Writes it for people: a title for each section, its rows in two columns, and the problems below.
    pub fn write_table(&self, out: &mut dyn Write, settings: &Settings) -> io::Result<()> {
        let home = home();
        let (profile, columns) = (Profile::default(), columns());
        let names = self.sections.iter().flat_map(|section| section.rows.keys());
        let widest = names.map(|name| profile.width(name)).max().unwrap_or(0);
        for section in &self.sections {
            writeln!(out, "{}", section.name)?;
            for (name, value) in &section.rows {
                let value = Clean::line(&plain(&shortened(value, &home)));
                let gap = if INDENT + widest + 2 + profile.width(&value) > columns {
                    // A line of its own: a path is not broken, so that it can be copied.
                    format!("\n{}", " ".repeat(2 * INDENT))
                } else {
                    " ".repeat(widest + 2 - profile.width(name))
                };
                writeln!(out, "{}{name}{gap}{value}", " ".repeat(INDENT))?;
            }
            writeln!(out)?;
        }
        writeln!(out, "problems")?;
        for (file, problem) in &self.problems {
            let (what, hint) = words(settings, file.as_deref(), problem);
            let severity = settings.catalog.severity(problem.severity());
            let what = format!("{severity}: {}", Clean::line(&below_home(&what, &home)));
            writeln!(out, "{}", indented(&what, INDENT))?;
            if let Some(hint) = hint {
                writeln!(out, "{}", indented(&Clean::line(&below_home(&hint, &home)), 2 * INDENT))?;
            }
        }
        if self.problems.is_empty() {
            writeln!(out, "{}none", " ".repeat(INDENT))?;
        }
        Ok(())
    }
}

/// The value of a variable of the environment; empty ones count as unset, as for the C library.
pub fn variable(name: &str) -> Option<String> {
    env::var_os(name).filter(|value| !value.is_empty()).map(|value| value.to_string_lossy().into_owned())
}

/// A problem in words, with its place if it is in a file.
fn words(settings: &Settings, file: Option<&Path>, problem: &Problem) -> (String, Option<String>) {
    match file {
        Some(file) => in_words(settings, file, problem),
        None => {
            let text = settings.catalog.problem(problem);
            (text.what, text.hint)
        }
    }
}

/// An indented text, broken between words if it goes to a terminal.
fn indented(text: &str, indent: usize) -> String {
    let room = columns().saturating_sub(indent).max(1);
    let indent = " ".repeat(indent);
    format!("{indent}{}", wrapped(text, room).replace('\n', &format!("\n{indent}")))
}

/// The columns of the terminal; no limit without one.
fn columns() -> usize {
    crate::term::columns().filter(|_| crate::term::is_interactive()).map_or(usize::MAX, usize::from)
}

/// A value without quotation marks and brackets.
fn plain(value: &Value) -> String {
    match value {
        Value::Null => "-".to_owned(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(values) if values.is_empty() => "-".to_owned(),
        Value::Array(values) => values.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

/// The home folder by every name that paths may begin with.
fn home() -> Vec<String> {
    let names = crate::files::home_names().into_iter().map(|path| path.to_string_lossy().into_owned());
    names.filter(|name| name.len() > 1).collect()
}

/// A value in which the home folder is `~`.
fn shortened(value: &Value, home: &[String]) -> Value {
    match value {
        Value::String(text) => Value::String(below_home(text, home)),
        Value::Array(values) => Value::Array(values.iter().map(|value| shortened(value, home)).collect()),
        other => other.clone(),
    }
}

/// A text in which the home folder, wherever a path begins with it, is `~`.
fn below_home(text: &str, home: &[String]) -> String {
    let mut text = text.to_owned();
    for name in home {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        while let Some(at) = rest.find(name.as_str()) {
            let (before, after) = (&rest[..at], &rest[at + name.len()..]);
            let is_start = !before.ends_with(|c: char| c.is_alphanumeric() || "/._-~".contains(c));
            let is_end = !after.starts_with(|c: char| c.is_alphanumeric() || "._-".contains(c));
            out.push_str(before);
            out.push_str(if is_start && is_end { "~" } else { name });
            rest = after;
        }
        out.push_str(rest);
        text = out;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_home_folder_is_a_tilde() {
        let home = ["/data/home/wei".to_owned(), "/home/wei".to_owned()];
        for (text, expected) in [
            ("/home/wei", "~"),
            ("/home/wei/posts", "~/posts"),
            ("/home/weiwei/posts", "/home/weiwei/posts"),
            ("/home/wei.old", "/home/wei.old"),
            ("/data/home/wei/a", "~/a"),
            ("/mnt/home/wei/a", "/mnt/home/wei/a"),
            ("cannot write /home/wei/a (/home/wei is full)", "cannot write ~/a (~ is full)"),
            ("“/home/wei/文”", "“~/文”"),
            ("/etc/inkstone", "/etc/inkstone"),
            ("", ""),
        ] {
            assert_eq!(below_home(text, &home), expected, "{text}");
        }
    }
}
