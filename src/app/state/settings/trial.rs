//! A setting that is tried out, and those that were set for this run.

use crate::app::input::panes::Layout;
use crate::app::state::settings::themes::Themes;
use crate::config::{Config, ShowPanes};

/// The state before a setting was tried out.
#[derive(Clone, Debug)]
pub struct Before {
    /// The settings.
    pub(in crate::app) config: Config,
    /// The theme.
    pub(in crate::app) themes: Themes,
    /// The preferred text width.
    pub(in crate::app) measure: u16,
    /// The layout of the panes.
    pub(in crate::app) layout: Layout,
}

impl Before {
    /// The value of a setting that was in effect.
    pub(in crate::app) fn value(&self, key: &str) -> String {
        value_in_effect(key, &self.config, &self.themes, self.measure, self.layout)
    }
}

/// The value of a setting: the configured one, or the one that a key may have chosen instead
/// ([`Config::remembered_as`]).
pub(in crate::app) fn value_in_effect(
    key: &str,
    config: &Config,
    themes: &Themes,
    measure: u16,
    layout: Layout,
) -> String {
    match key {
        "theme" => themes.chosen().to_owned(),
        "typography.measure" => measure.to_string(),
        "list.width" => layout.list.map_or_else(|| "auto".to_owned(), |cells| cells.to_string()),
        "panes" => if layout.one { ShowPanes::One } else { ShowPanes::Two }.word().to_owned(),
        _ => config.value(key),
    }
}

/// What is tried out, and what was set for this run.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// The key and value that are tried out, with the state before.
    tried: Option<(String, String, Box<Before>)>,
    /// Keys and values that were set for this run, the latest last.
    kept: Vec<(String, String)>,
}

impl Trial {
    /// Whether this key and value are tried out.
    pub(in crate::app) fn is_at(&self, wanted: Option<&(String, String)>) -> bool {
        self.tried.as_ref().map(|(key, value, _)| (key, value)) == wanted.map(|(key, value)| (key, value))
    }

    /// The state before the trial, if there is one.
    pub(in crate::app) fn before(&self) -> Option<&Before> {
        self.tried.as_ref().map(|(.., before)| &**before)
    }

    /// Ends the trial and returns the state before it.
    pub(in crate::app) fn end(&mut self) -> Option<Before> {
        self.tried.take().map(|(.., before)| *before)
    }

    /// Begins a trial.
    pub(in crate::app) fn begin(&mut self, (key, value): (String, String), before: Before) {
        self.tried = Some((key, value, Box::new(before)));
    }

    /// Keeps a value for this run.
    pub(in crate::app) fn keep(&mut self, key: &str, value: &str) {
        self.forget(key);
        self.kept.push((key.to_owned(), value.to_owned()));
    }

    /// Lets the configuration file decide about a key again.
    pub(in crate::app) fn forget(&mut self, key: &str) {
        self.kept.retain(|(known, _)| known != key);
    }

    /// Sets in a configuration what was set for this run.
    pub(in crate::app) fn apply(&self, config: &mut Config) {
        for (key, value) in &self.kept {
            // It was valid when it was set; a theme of the user's own may be gone since.
            let _ = config.set(&format!("{key}={value}"));
        }
    }
}
