//! Taking up a changed configuration file while the program runs.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, bounded, never};

use crate::app::{Model, Notice, Outbox};
use crate::config::Config;
use crate::files::{FileWatch, Source, exists};
use crate::locale::Msg;
use crate::problem::{Code, Problem};
use crate::store::{is_read_only, replace_file};

/// The file is read once nothing has happened to it for this long: editors write in several steps.
const QUIET: Duration = Duration::from_millis(120);

/// The configuration file of a running program.
pub struct ConfigFile {
    /// Its path. The file need not exist.
    pub path: PathBuf,
    /// The folder of the user's own themes. It need not exist.
    pub themes: PathBuf,
    /// Reads them and applies the command line. `None` if nothing has changed since they were last read.
    pub read: Box<dyn FnMut() -> Option<Reloaded>>,
}

/// What a changed configuration file says.
pub struct Reloaded {
    /// The settings.
    pub config: Config,
    /// What is wrong with the file; it is not used then.
    pub problems: Vec<Problem>,
    /// What is wrong with the user's own themes, with their files.
    pub theme_problems: Vec<(PathBuf, Problem)>,
    /// Whether the theme is chosen by the command line or the environment, whatever the file says.
    pub keeps_theme: bool,
    /// Whether there is no file any more.
    pub is_gone: bool,
}

/// Sets one setting in a configuration file and leaves everything else in it as it is. A file that does not exist is
/// created. Whether the value fits is not checked here.
///
/// # Errors
/// The file cannot be read, must not or cannot be written, or is not valid TOML.
pub fn write_setting(path: &Path, key: &str, value: &str) -> Result<(), Problem> {
    let text = match Source::any_file().read(path) {
        Ok(read) => read.text,
        Err(_) if !exists(path) => String::new(),
        Err(problem) => return Err(problem),
    };
    if is_read_only(path) {
        return Err(Problem::new(Code::ConfigReadOnly).with(path.to_string_lossy()));
    }
    let written = Config::with_setting(&text, key, value)?;
    replace_file(path, written.as_bytes()).map_err(|error| {
        // Without the number that Rust adds.
        let why = error.to_string();
        let why = why.split(" (os error").next().unwrap_or_default();
        Problem::new(Code::ConfigUnwritable).with(path.to_string_lossy()).with(why)
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
}

/// The configuration file, and whether it is to be read again.
pub(super) struct Configuration {
    file: Option<ConfigFile>,
    watches: Vec<FileWatch>,
    changes: Receiver<()>,
    due: Option<Instant>,
}

impl Configuration {
    /// Watches the file, if it is to be watched; else it is only read when asked for.
    pub(super) fn new(file: Option<ConfigFile>, watches: bool) -> Self {
        let (send, changes) = bounded(1);
        // A full channel holds a report already.
        let report = move || {
            let _ = send.try_send(());
        };
        let watched = file.as_ref().filter(|_| watches);
        let of_file = watched.and_then(|file| FileWatch::start(&file.path, report.clone()));
        let of_themes = watched.and_then(|file| FileWatch::start_in(&file.themes, report));
        let watches: Vec<FileWatch> = of_file.into_iter().chain(of_themes).collect();
        let changes = if watches.is_empty() { never() } else { changes };
        Self { file, watches, changes, due: None }
    }

    /// Reports of changes.
    pub(super) fn changes(&self) -> &Receiver<()> {
        &self.changes
    }

    /// When the file is to be read.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due
    }

    /// Takes in reports of changes, and reads the file if it is time to.
    pub(super) fn check(&mut self, model: &mut Model) -> Outbox {
        if self.changes.try_iter().count() > 0 {
            self.due = Some(Instant::now() + QUIET);
            self.watches.iter_mut().for_each(FileWatch::follow);
        }
        if self.due.is_none_or(|due| due > Instant::now()) {
            return Outbox::default();
        }
        self.read(model)
    }

    /// Sets one setting in the file, leaves everything else in it as it is, and takes the file up. Returns what to say
    /// instead of what taking it up says, and what is to be done.
    pub(super) fn write(&mut self, model: &mut Model, key: &str, value: &str) -> (Notice, Outbox) {
        match self.put(key, value) {
            Ok(file) => {
                let out = self.read(model);
                let mut wanted = model.config().clone();
                let is_there = wanted.set(&format!("{key}={value}")).is_ok() && wanted == *model.config();
                let says = if is_there { Msg::NoticeSetWritten } else { Msg::NoticeSetWrittenLater };
                let values = [("key", key), ("value", value), ("path", file.as_str())];
                (Notice::Done(model.catalog().fill(says, &values)), out)
            }
            Err(problem) => {
                let path = self.file.as_ref().map_or(Path::new("config.toml"), |file| &file.path);
                let says = match problem.code {
                    // They name the file, but the whole path would leave no room for the rest.
                    Code::ConfigReadOnly | Code::ConfigUnwritable => {
                        let says = model.catalog().problem(&problem).what;
                        says.replace(&*path.to_string_lossy(), &name_of(path))
                    }
                    _ => model.describe(path, &problem),
                };
                (Notice::Failed(says), Outbox::default())
            }
        }
    }

    /// Sets one setting in the file. Returns the name of the file.
    fn put(&self, key: &str, value: &str) -> Result<String, Problem> {
        let path = self.file.as_ref().map(|file| &file.path).ok_or_else(|| Problem::new(Code::StateHomeless))?;
        write_setting(path, key, value)?;
        Ok(name_of(path))
    }

    /// Reads the file. If it has changed, the model takes it up.
    pub(super) fn read(&mut self, model: &mut Model) -> Outbox {
        self.due = None;
        let reloaded = self.file.as_mut().and_then(|file| (file.read)());
        reloaded.map_or_else(Outbox::default, |reloaded| {
            let problems = (reloaded.problems, reloaded.theme_problems);
            let out = model.reconfigure(reloaded.config, problems, reloaded.keeps_theme);
            if reloaded.is_gone && matches!(model.notice(), Some(Notice::Done(_))) {
                model.notify(Notice::Done(model.catalog().say(Msg::NoticeConfigGone).to_owned()));
            }
            out
        })
    }
}
