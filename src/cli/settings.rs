//! Settings, in order of precedence: flags, what the program remembers, the configuration, defaults.

use std::collections::HashMap;
use std::env;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::AUTO;
use crate::article::ArticleKey;
use crate::article::Reading;
use crate::cli::arguments::Common;
use crate::cli::line::unpack::unpacked;
use crate::cli::outcome::{Refusal, note};
use crate::config::Config;
use crate::files::{Located, Source, Text, expanded, locate_among, locate_in_guide, together};
use crate::locale::{Catalog, Lang, Msg};
use crate::marks::Mark;
use crate::problem::{Code, Problem};
use crate::store::{Directories, State};
use crate::text::{Clean, Language, Profile};
use crate::theme::Theme;

/// For more paths than this, all marks are read at once.
const MANY: usize = 64;

/// What a command needs before it reads articles.
pub struct Settings {
    /// The configuration, with what the command line sets.
    pub config: Config,
    /// The path of the configuration file, which need not exist.
    pub file: Option<PathBuf>,
    /// Problems in the configuration file.
    pub problems: Vec<Problem>,
    /// Problems in the user's own themes, with their files.
    pub theme_problems: Vec<(PathBuf, Problem)>,
    /// The translated messages.
    pub catalog: Arc<Catalog>,
    /// The directories of the program's own files.
    pub directories: Directories,
    /// The theme given on the command line.
    pub theme: Option<String>,
    /// Whether indexes are used.
    pub indexes: bool,
    /// The settings given on the command line, as `KEY=VALUE`.
    pub set: Vec<String>,
}

impl Settings {
    /// Reads the configuration and applies the command line.
    pub fn load(common: &Common) -> anyhow::Result<Self> {
        let chosen = Directories { data: common.data_dir.clone(), cache: common.cache_dir.clone(), config: None };
        let directories = Directories::of_system().overridden_by(chosen);
        let file = common.config.clone().or_else(|| directories.config.as_ref().map(|dir| dir.join("config.toml")));
        let (themes, theme_problems) = file.as_deref().map(own_themes).unwrap_or_default();
        let (mut config, problems) = match &file {
            Some(path) => read_config(path, common.config.is_some(), themes)?,
            None => (Config::default(), Vec::new()),
        };
        let wished = common.lang.clone().or_else(|| config.language.clone());
        let catalog = Arc::new(Catalog::new(language(wished.as_deref())));
        if let Some(tag) = common.lang.as_deref().filter(|tag| !Lang::is_wish(tag)) {
            return Err(not_among(&catalog, "--lang", tag, &Lang::tags().collect::<Vec<_>>()).into());
        }
        config.typography.picture = Clean::line(catalog.say(Msg::ReaderPicture));
        for assignment in &common.set {
            config.set(assignment).map_err(|problem| refusal(&catalog, &problem))?;
        }
        if let Some(name) = common.theme.as_ref().filter(|name| *name != AUTO && config.theme_named(name).is_none()) {
            let names: Vec<&str> = std::iter::once(AUTO).chain(config.theme_names()).collect();
            return Err(not_among(&catalog, "--theme", name, &names).into());
        }
        Ok(Self {
            config,
            file,
            problems,
            theme_problems,
            catalog,
            directories,
            theme: common.theme.clone(),
            indexes: !common.no_index,
            set: common.set.clone(),
        })
    }

    /// How articles are read.
    pub fn reading(&self) -> Reading {
        Reading {
            timezone: self.config.timezone.clone(),
            body: self.config.body_kind(),
            markdown: self.config.markdown,
            site: None,
        }
    }

    /// How the articles of a source are read.
    pub fn reading_of(&self, source: &Source) -> Reading {
        source.reading(self.reading())
    }

    /// The widths of clusters according to the settings.
    pub fn profile(&self) -> Profile {
        Profile::of(self.config.typography.ambiguous_width(None))
    }

    /// The widths of clusters that this terminal reported in an earlier session, to be used until it reports them again.
    pub fn remembered_profile(&self, state: &State) -> Profile {
        let reported = crate::term::terminal_name().and_then(|name| state.setting(&name)?.parse::<Profile>().ok());
        reported.map_or_else(
            || self.profile(),
            |reported| {
                let ambiguous = self.config.typography.ambiguous_width(Some(reported.ambiguous));
                Profile { ambiguous, ..reported }
            },
        )
    }

    /// The content language, if the settings force one.
    pub fn language(&self) -> Option<Language> {
        self.config.lang.as_deref().filter(|tag| *tag != "auto").map(Language::from_tag)
    }

    /// What a key chose in an earlier session instead of a setting. Does not hold if the setting has changed since, or
    /// is given on the command line: the newer of the two is meant.
    pub fn chosen(&self, state: &State, key: &str) -> Option<String> {
        let mut given = self.set.iter().filter_map(|set| Some(set.split_once('=')?.0.trim()));
        if given.any(|name| name == key) {
            return None;
        }
        self.config.chosen(key, &state.setting(Config::remembered_as(key)?)?)
    }

    /// The value of a setting that is in effect: the configured one, or one that a key chose instead.
    pub fn in_effect(&self, state: Option<&State>, key: &str) -> String {
        match key {
            "theme" => self.theme_name(state),
            _ => state.and_then(|state| self.chosen(state, key)).unwrap_or_else(|| self.config.value(key)),
        }
    }

    /// The theme: of the flag, of `NO_COLOR`, the remembered one, the configured one, in this order. [`AUTO`] is the one
    /// of the terminal's background.
    pub fn theme_name(&self, state: Option<&State>) -> String {
        let remembered = state.and_then(|state| self.chosen(state, "theme"));
        let colourless = is_colourless();
        let wished = self
            .theme
            .clone()
            .or_else(|| colourless.then(|| "mono".to_owned()))
            .or(remembered)
            .or_else(|| self.config.theme.clone());
        wished.filter(|name| self.config.theme_named(name).is_some()).unwrap_or_else(|| AUTO.to_owned())
    }

    /// The theme of that name; on an unknown background if that would choose.
    pub fn theme(&self, state: Option<&State>) -> Theme {
        let named = self.config.theme_named(&self.theme_name(state));
        named.unwrap_or_else(|| self.config.theme_on(None)).within(crate::term::color_depth())
    }

    /// The state database, and the problem if it cannot be used.
    pub fn state(&self) -> (State, Option<Problem>) {
        match &self.directories.data {
            Some(dir) => State::open(dir),
            None => State::forgetful(),
        }
    }

    /// The state database as it is, to read from. `None` if there is none, or none that can be read.
    pub fn state_as_it_is(&self) -> Option<State> {
        State::read_only(self.directories.data.as_deref()?)
    }

    /// An argument as a path: the path itself if it exists, else the collection of that name.
    pub fn resolve(&self, word: &Path) -> Result<PathBuf, Refusal> {
        self.resolve_among(word, &[])
    }

    /// As [`Settings::resolve`]. If there is neither, the error suggests the nearest name of a collection or of `others`.
    pub fn resolve_among(&self, word: &Path, others: &[&str]) -> Result<PathBuf, Refusal> {
        if crate::files::exists(word) || locate_in_guide(word).is_some() {
            return Ok(word.to_owned());
        }
        if let Some((name, path)) = word.to_str().and_then(|name| self.config.collections.get_key_value(name)) {
            return self.existing(name, self.expand(path));
        }
        let shown = word.to_string_lossy();
        if shown.starts_with("https://") || shown.starts_with("http://") {
            let refusal = Refusal::trouble(self.catalog.say(Msg::DoorWebPage));
            return Err(refusal.hint(format!("curl -sL '{}' | inkstone", shown.replace('\'', "%27"))));
        }
        let names = self.config.collections.keys().map(String::as_str).chain(others.iter().copied());
        let refusal = Refusal::trouble(self.catalog.fill(Msg::DoorNoPath, &[("path", &shown)]));
        Err(match crate::text::nearest(&shown, names) {
            Some(name) => refusal.hint(self.catalog.fill(Msg::DoorDidYouMean, &[("name", name)])),
            None => refusal,
        })
    }

    /// The folder of a configured collection, if it is there.
    fn existing(&self, name: &str, path: PathBuf) -> Result<PathBuf, Refusal> {
        if crate::files::exists(&path) {
            return Ok(path);
        }
        let values = [("name", name), ("path", &path.to_string_lossy())];
        let what = self.catalog.fill(Msg::DoorNoCollection, &values);
        let file = self.file.as_ref().map(|file| file.display().to_string()).unwrap_or_default();
        Err(Refusal::trouble(what).hint(file))
    }

    /// Expands a path of the configuration: `~` is the home folder; relative paths start at the folder of the file.
    pub fn expand(&self, path: &str) -> PathBuf {
        let base = self.file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        base.join(expanded(path))
    }

    /// The configured collection.
    pub fn configured(&self) -> Option<PathBuf> {
        let wished = self.config.collection.as_ref().filter(|wished| !wished.is_empty())?;
        Some(match self.config.collections.get(wished) {
            Some(path) => self.expand(path),
            None => self.expand(wished),
        })
    }

    /// The folders of all configured collections.
    pub fn known(&self) -> Vec<PathBuf> {
        self.config.collections.values().map(|path| self.expand(path)).chain(self.configured()).collect()
    }

    /// What the arguments open: without any, the configured collection or the guide; one path in its collection; several
    /// paths as a collection of their own.
    pub fn locate(&self, words: &[PathBuf]) -> Result<Located, Refusal> {
        let mut paths: Vec<PathBuf> = words.iter().map(|word| self.resolve(word)).collect::<Result<_, _>>()?;
        match (paths.pop(), paths.is_empty()) {
            (None, _) => match self.configured() {
                Some(path) => {
                    let path = self.existing(self.config.collection.as_deref().unwrap_or_default(), path)?;
                    Ok(locate_among(&path, &self.known()))
                }
                None => Ok(Located { source: Source::guide(), selected: None }),
            },
            (Some(one), true) => Ok(locate_among(&one, &self.known())),
            (Some(last), false) => {
                paths.push(last);
                Ok(Located { source: together(paths), selected: None })
            }
        }
    }

    /// The collection to list or check: as [`Settings::locate`], but a file stands for itself alone.
    pub fn collection(&self, words: &[PathBuf]) -> Result<Source, Refusal> {
        let located = self.locate(words)?;
        if words.is_empty() {
            self.note_default(&located.source);
        }
        match (located.selected, words) {
            (Some(_), [file]) if located.source.is_on_disk() => Ok(together(vec![self.resolve(file)?])),
            _ => Ok(located.source),
        }
    }

    /// Says on a terminal which collection a command without paths reads.
    fn note_default(&self, source: &Source) {
        let Some(root) = source.roots().into_iter().next().filter(|_| source.is_on_disk()) else {
            return note(self.catalog.say(Msg::DoorReadingGuide));
        };
        let shown = root.to_string_lossy();
        let named = self.config.collection.as_ref().filter(|name| self.config.collections.contains_key(*name));
        note(&match named {
            Some(name) => self.catalog.fill(Msg::DoorReadingNamed, &[("name", name), ("path", &shown)]),
            None => self.catalog.fill(Msg::DoorReading, &[("path", &shown)]),
        });
    }

    /// Says on a terminal that a command is about to read the whole home folder. It does not ask: the folder was named,
    /// and a script could not answer.
    pub fn note_whole_home(&self, source: &Source) {
        if let Some(folder) = source.whole_home() {
            note(&self.whole_home(&folder));
        }
    }

    /// The error of an article that cannot be read.
    pub fn unreadable(&self, path: &str, problem: &Problem) -> Refusal {
        let what = self.catalog.fill(Msg::DoorUnreadable, &[("path", path)]);
        let why = match problem.code {
            // What it says has been said.
            Code::Unreadable => problem.args.first().map(ToString::to_string).unwrap_or_default(),
            _ => self.catalog.problem(problem).what,
        };
        let refusal = Refusal::trouble(what).because(why);
        let format = problem.args.first().filter(|_| problem.code == Code::NotText);
        match format.and_then(|format| unpacked(format, path)) {
            Some(command) => refusal.hint(command),
            None => refusal,
        }
    }

    /// The error of a value of an option that is none of these.
    pub fn not_among(&self, option: &str, value: &str, known: &[&str]) -> Refusal {
        not_among(&self.catalog, option, value, known)
    }

    /// The error of a problem that ends a command.
    pub fn refused(&self, problem: &Problem) -> Refusal {
        refusal(&self.catalog, problem)
    }

    /// The warning that a folder includes the home folder.
    pub fn whole_home(&self, folder: &Path) -> String {
        let shown = Clean::line(&folder.to_string_lossy());
        let is_all = folder.parent().is_none();
        self.catalog.fill(if is_all { Msg::DoorWholeSystem } else { Msg::DoorWholeHome }, &[("path", &shown)])
    }

    /// What is remembered about the articles of a collection.
    pub fn marks(state: &State, source: &Source) -> HashMap<ArticleKey, Mark> {
        let roots = source.roots();
        if roots.len() > MANY {
            return state.marks_under(Path::new("/"));
        }
        roots.iter().flat_map(|root| state.marks_under(root)).collect()
    }
}

/// The folder of the themes of a configuration file.
pub fn theme_folder(file: &Path) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join("themes")
}

/// The themes in the folder of a configuration file, by name, and what is wrong with them. A theme has the name of its
/// file.
pub fn own_themes(file: &Path) -> (Vec<Theme>, Vec<(PathBuf, Problem)>) {
    let (mut themes, mut problems) = (Vec::new(), Vec::new());
    for path in crate::files::files_in(&theme_folder(file), "toml") {
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
        match Source::any_file().read(&path) {
            Ok(read) => {
                let (mut theme, found) = Theme::load(&read.text);
                theme.name = name.to_owned();
                themes.push(theme);
                problems.extend(found.into_iter().map(|problem| (path.clone(), problem)));
            }
            Err(problem) => problems.push((path.clone(), problem)),
        }
    }
    (themes, problems)
}

/// Whether the environment asks for no colours.
pub(super) fn is_colourless() -> bool {
    env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// Reads the configuration file. A missing or unreadable file is an error only if it was given on the command line.
fn read_config(path: &Path, required: bool, themes: Vec<Theme>) -> anyhow::Result<(Config, Vec<Problem>)> {
    match Source::any_file().read(path) {
        Ok(Text { text, .. }) => Ok(Config::load_with(&text, path, themes)),
        Err(_) if !required && !crate::files::exists(path) => Ok((Config { themes, ..Config::default() }, Vec::new())),
        Err(problem) if !required => Ok((Config { themes, ..Config::default() }, vec![problem])),
        Err(problem) => {
            let what = format!("--config {}", path.display());
            let why = problem.args.first().map(ToString::to_string).unwrap_or_default();
            Err(Refusal::trouble(what).because(why).into())
        }
    }
}

/// The error of a value of an option that is none of these.
fn not_among(catalog: &Catalog, option: &str, value: &str, known: &[&str]) -> Refusal {
    refusal(catalog, &Problem::new(Code::ConfigValue).with(option).with(value).with(known.join(", ")))
}

/// A problem of the command line as an error.
fn refusal(catalog: &Catalog, problem: &Problem) -> Refusal {
    let message = catalog.problem(problem);
    let refusal = Refusal::trouble(message.what);
    if let Some(hint) = message.hint { refusal.hint(hint) } else { refusal }
}

fn language(wished: Option<&str>) -> Lang {
    let of = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
    let (all, messages, lang) = (of("LC_ALL"), of("LC_MESSAGES"), of("LANG"));
    let wished = wished.filter(|tag| *tag != "auto");
    Lang::choose([wished, all.as_deref(), messages.as_deref(), lang.as_deref()])
}

#[cfg(test)]
mod tests {
    use super::*;
    #[test]
    fn the_command_line_overrules_a_choice() {
        let mut settings = Settings {
            config: Config::default(),
            file: None,
            problems: Vec::new(),
            theme_problems: Vec::new(),
            catalog: Arc::new(Catalog::new(Lang::English)),
            directories: Directories::default(),
            theme: None,
            indexes: false,
            set: Vec::new(),
        };
        let (state, _) = State::forgetful();
        state.set_setting("measure", "40 80").unwrap();
        state.set_setting("width", "50 auto").unwrap();
        state.set_setting("theme", "light ").unwrap();
        let in_effect = |settings: &Settings| {
            ["typography.measure", "list.width", "theme", "mouse"].map(|key| settings.in_effect(Some(&state), key))
        };
        assert_eq!(in_effect(&settings), ["40", "50", "light", "on"]);
        settings.set = vec!["typography.measure = 80".into(), "list.width=auto".into(), "theme=auto".into()];
        assert_eq!(in_effect(&settings), ["80", "auto", "auto", "on"]);
        // Of a setting with a longer name nothing is said.
        settings.set = vec!["images.theme=x".into()];
        assert_eq!(settings.in_effect(Some(&state), "theme"), "light");
    }
}
