//! What `fetch` writes.

use std::io::{self, Write};

use serde_json::Value;

use crate::cli::arguments::PlainFormat;
use crate::cli::fetch::pictures::Picture;
use crate::cli::settings::Settings;
use crate::files::Source;
use crate::locale::Msg;
use crate::output::{as_file, json_line, json_object, slashed};
use crate::remote::FetchError;
use crate::text::Clean;
use crate::work::Outcome;

/// What became of the pictures so far.
pub struct Report<'a> {
    settings: &'a Settings,
    source: &'a Source,
    format: PlainFormat,
    pictures: &'a [Picture],
    loaded: u64,
    bytes: u64,
    cached: u64,
    failed: Vec<(usize, FetchError)>,
}

impl<'a> Report<'a> {
    /// Nothing yet.
    pub fn new(settings: &'a Settings, source: &'a Source, format: PlainFormat, pictures: &'a [Picture]) -> Self {
        Self { settings, source, format, pictures, loaded: 0, bytes: 0, cached: 0, failed: Vec::new() }
    }

    /// How many pictures are done.
    pub fn done(&self) -> usize {
        (self.loaded + self.cached) as usize + self.failed.len()
    }

    /// How many failed.
    pub fn failed(&self) -> usize {
        self.failed.len()
    }

    /// Adds a picture. In JSON, it is written at once.
    pub fn add(&mut self, at: usize, outcome: Outcome) -> io::Result<()> {
        if outcome == Outcome::Failed(FetchError::Cancelled) {
            return Ok(());
        }
        if self.format == PlainFormat::Json {
            self.write_json(at, &outcome)?;
        }
        match outcome {
            Outcome::Loaded(bytes) => {
                self.loaded += 1;
                self.bytes += bytes;
            }
            Outcome::Cached => self.cached += 1,
            Outcome::Failed(error) => self.failed.push((at, error)),
        }
        Ok(())
    }

    fn write_json(&self, at: usize, outcome: &Outcome) -> io::Result<()> {
        let Some(picture) = self.pictures.get(at) else { return Ok(()) };
        let (status, bytes, error) = match outcome {
            Outcome::Loaded(bytes) => ("loaded", Value::from(*bytes), None),
            Outcome::Cached => ("cached", Value::Null, None),
            Outcome::Failed(error) => ("failed", Value::Null, Some(error)),
        };
        let text = |text: Option<String>| text.map_or(Value::Null, Value::String);
        let object = json_object([
            ("path", Value::String(slashed(&picture.path))),
            ("file", as_file(self.source, &picture.path)),
            ("address", text(picture.candidates.first().cloned())),
            ("status", Value::String(status.to_owned())),
            ("bytes", bytes),
            ("error", text(error.map(|error| error.name().to_owned()))),
            ("message", text(error.map(|error| error.words(&self.settings.catalog)))),
        ]);
        let mut out = io::stdout().lock();
        json_line(&mut out, object)?;
        out.flush()
    }

    /// Writes those that failed, in the order of the articles, and how many there were.
    pub fn finish(&mut self) -> io::Result<()> {
        if self.format == PlainFormat::Json {
            return Ok(());
        }
        let mut out = io::stdout().lock();
        self.failed.sort_by_key(|(at, _)| *at);
        for (at, error) in &self.failed {
            let Some(picture) = self.pictures.get(*at) else { continue };
            let address = picture.candidates.first().map(String::as_str).unwrap_or_default();
            let line = format!("{}: {address}: {}", picture.path.display(), error.words(&self.settings.catalog));
            writeln!(out, "{}", Clean::line(&line))?;
        }
        let number = |number: u64| self.settings.catalog.number(number);
        let size = format!("{:.1} MiB", self.bytes as f64 / f64::from(1 << 20));
        let values = [
            ("loaded", number(self.loaded)),
            ("size", size),
            ("cached", number(self.cached)),
            ("failed", number(self.failed.len() as u64)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        writeln!(out, "{}", self.settings.catalog.fill(Msg::FetchDone, &values))
    }
}
