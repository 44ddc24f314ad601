//! `--from`: paths that another program has listed.

use std::io::{self, IsTerminal, Read, StdinLock};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::cli::arguments::FromArguments;
use crate::cli::outcome::{EMPTY, Refusal, TROUBLE, note, report};
use crate::cli::settings::Settings;
use crate::files::{Found, Located, Source, exists, list_of, read_list, read_list_file};
use crate::locale::{Catalog, Msg};
use crate::output::Collection;
use crate::problem::{Code, Problem};
use crate::term::has_input_within;

/// How long standard input may take before something is said.
const PATIENCE: Duration = Duration::from_secs(1);

/// Standard input, of which all is read before anything is shown. Says what is waited for: at once if it is a terminal,
/// where somebody would have to type, and after a while if another program is slow.
pub struct StandardInput<'s> {
    input: StdinLock<'static>,
    catalog: &'s Catalog,
    /// When something is to be said.
    told_at: Option<Instant>,
}

/// Standard input, to be read to its end.
pub fn standard_input(settings: &Settings) -> StandardInput<'_> {
    let (input, catalog) = (io::stdin().lock(), &*settings.catalog);
    if input.is_terminal() {
        note(catalog.say(Msg::DoorReadingStdin));
    }
    // Behind a pipe, the terminal may belong to another program.
    let is_told = !input.is_terminal() && io::stdout().is_terminal();
    StandardInput { input, catalog, told_at: is_told.then(|| Instant::now() + PATIENCE) }
}

impl Read for StandardInput<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if let Some(at) = self.told_at
            && !has_input_within(at.saturating_duration_since(Instant::now()))
        {
            note(self.catalog.say(Msg::DoorWaitingStdin));
            self.told_at = None;
        }
        self.input.read(buffer)
    }
}

/// The paths and names of the command line, with those of a list.
#[derive(Debug, Default)]
pub struct Given {
    /// The paths and names as they were typed.
    pub words: Vec<PathBuf>,
    /// All paths that exist, in order, if there is a list.
    pub listed: Option<Vec<PathBuf>>,
    /// The paths of the list that do not exist.
    pub missing: Vec<PathBuf>,
    /// The errors of words beside others that name nothing.
    unknown: Vec<Refusal>,
}

impl Given {
    /// Only paths and names of the command line.
    pub fn typed(words: &[PathBuf]) -> Self {
        Self { words: words.to_vec(), ..Self::default() }
    }

    /// Reads the list that `from` names, if it names one. The paths of the command line come first.
    pub fn read(settings: &Settings, words: &[PathBuf], from: &FromArguments) -> anyhow::Result<Self> {
        let mut given = Self::typed(words);
        let Some(file) = &from.from else { return Ok(given.without_missing(settings)) };
        let is_stdin = file == Path::new("-");
        if is_stdin && words.iter().any(|word| word == Path::new("-")) {
            return Err(Refusal::trouble(settings.catalog.say(Msg::DoorTwiceStdin)).into());
        }
        let read =
            if is_stdin { read_list(standard_input(settings), from.null) } else { read_list_file(file, from.null) };
        let listed = read.map_err(|error| {
            settings.unreadable(&file.to_string_lossy(), &Problem::new(Code::Unreadable).with(error.to_string()))
        })?;
        let mut paths = Vec::new();
        for word in words {
            match settings.resolve(word) {
                Ok(path) => paths.push(path),
                Err(refusal) => given.unknown.push(refusal),
            }
        }
        for path in listed {
            // A file of this name, not standard input.
            let path = if path == Path::new("-") { Path::new(".").join(path) } else { path };
            if exists(&path) { paths.push(path) } else { given.missing.push(path) }
        }
        given.listed = Some(paths);
        Ok(given)
    }

    /// Leaves out the words that name nothing, unless that is the only one.
    fn without_missing(mut self, settings: &Settings) -> Self {
        if self.words.len() > 1 {
            let unknown = &mut self.unknown;
            self.words.retain(|word| match settings.resolve(word) {
                Err(refusal) if word != Path::new("-") => {
                    unknown.push(refusal);
                    false
                }
                _ => true,
            });
        }
        self
    }

    /// The exit code, if everything else went well with this one: that of an error if something named was missing.
    pub fn code(&self, code: u8) -> u8 {
        if self.missing.is_empty() && self.unknown.is_empty() { code } else { TROUBLE }
    }

    /// As [`Given::code`], for a command that counts the missing paths of a list itself.
    pub fn code_of_words(&self, code: u8) -> u8 {
        if self.unknown.is_empty() { code } else { TROUBLE }
    }

    /// The collection to list, search or check.
    pub fn collection(&self, settings: &Settings) -> Result<Source, Refusal> {
        match &self.listed {
            Some(paths) => Ok(list_of(paths.clone())),
            None => settings.collection(&self.words),
        }
    }

    /// What the reader opens. A list of one file opens that file.
    pub fn located(&self, settings: &Settings) -> Result<Located, Refusal> {
        let Some(paths) = &self.listed else { return settings.locate(&self.words) };
        let source = list_of(paths.clone()).canonical();
        let selected = match source.roots().as_slice() {
            [one] if !crate::files::is_folder(one) => Some(one.clone()),
            _ => None,
        };
        Ok(Located { source, selected })
    }

    /// Reports what is missing on standard error. Returns the exit code if there is nothing else: of an error if
    /// something is missing, else of an empty list.
    pub fn report_missing(&self, settings: &Settings) -> Option<u8> {
        self.report_unknown();
        for path in &self.missing {
            let shown = path.to_string_lossy();
            report(&Refusal::trouble(settings.catalog.fill(Msg::DoorNoPath, &[("path", &shown)])).into());
        }
        let is_empty = match &self.listed {
            Some(paths) => paths.is_empty(),
            None => self.words.is_empty() && !self.unknown.is_empty(),
        };
        if !is_empty {
            return None;
        }
        let code = self.code(EMPTY);
        if code == EMPTY {
            note(settings.catalog.say(Msg::DoorNoPaths));
        }
        Some(code)
    }

    /// What is missing, in words: the first path or name, and how many more. `None` if nothing is.
    pub fn missing_in_words(&self, settings: &Settings) -> Option<String> {
        let no_path = |path: &PathBuf| settings.catalog.fill(Msg::DoorNoPath, &[("path", &path.to_string_lossy())]);
        let mut all = self.unknown.iter().map(ToString::to_string).chain(self.missing.iter().map(no_path));
        let first = all.next()?;
        Some(match all.count() {
            0 => first,
            more => format!("{first} (+{more})"),
        })
    }

    /// Reports the words that name nothing on standard error.
    pub fn report_unknown(&self) {
        self.unknown.iter().for_each(|refusal| {
            refusal.report();
        });
    }

    /// Reports the named files that are no articles, and a folder that cannot be read, on standard error. Returns the exit
    /// code: of an error if a path that was named was missing, is no article or cannot be read, else `code`.
    pub fn report_unreadable(&self, settings: &Settings, source: &Source, collection: &Collection, code: u8) -> u8 {
        let mut ended = self.code(code);
        if let Some(root) = source.root() {
            if let Some(problem) = collection.unreadable_root() {
                report(&settings.unreadable(&root.to_string_lossy(), problem).into());
                ended = TROUBLE;
            }
            return ended;
        }
        let named: std::collections::HashSet<PathBuf> = source.roots().into_iter().collect();
        for (path, problem) in collection.unreadable.iter().filter(|(path, _)| named.contains(path)) {
            report(&settings.unreadable(&path.to_string_lossy(), problem).into());
            ended = TROUBLE;
        }
        ended
    }

    /// The problems of the missing paths, for `check`.
    pub fn add_missing(&self, collection: &mut Collection) {
        let mut missing = Vec::new();
        // Visiting them gives the same problem that a file has that vanished meanwhile.
        Source::named(self.missing.clone()).walk(&mut |found| {
            if let Found::Problem { path, problem } = found {
                missing.push((path, problem));
            }
            std::ops::ControlFlow::Continue(())
        });
        collection.unreadable.extend(missing);
    }
}
