//! Changing settings while the program runs: each value under the cursor is tried out on the whole screen.

use crate::app::input::command::Action;
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Overlay, Topic};
use crate::app::state::settings::trial::Before;
use crate::config::Config;
use crate::locale::Msg;

/// What is typed: the key, and the value if there is a space after the key.
fn parts(typed: &str) -> (&str, Option<&str>) {
    let typed = typed.trim_start();
    match typed.split_once([' ', '　']) {
        Some((key, value)) => (key, Some(value.trim())),
        None => (typed, None),
    }
}

/// What is typed after a colon where a setting or a value begins: neither begins with one.
fn next_command(typed: &str) -> Option<&str> {
    let (key, value) = parts(typed);
    match value {
        Some(value) => value.strip_prefix(':'),
        None => key.split_once(':').map(|(_, next)| next),
    }
}

/// What is meant by `set `, `set! ` or `theme ` at the beginning, and what is then typed into the overlay of settings. No
/// setting is called `set`, and the value of the one called `theme` follows it.
fn command(typed: &str) -> Option<(Topic, String)> {
    let (word, rest) = typed.split_once(' ')?;
    match word {
        "set" | "se" => Some((Topic::Settings, rest.to_owned())),
        "set!" => Some((Topic::SettingsFile, rest.to_owned())),
        "theme" | "colo" | "colorscheme" => Some((Topic::Settings, format!("theme {rest}"))),
        _ => None,
    }
}

impl Model {
    /// What was typed into an overlay has changed: `set` in the palette begins to set, and the settings shown depend on
    /// what was typed.
    pub(in crate::app) fn typed_in_overlay(&mut self) {
        let Some(overlay) = &self.overlay else { return };
        let typed = overlay.input().map(|input| input.value().to_owned()).unwrap_or_default();
        match overlay.topic() {
            // As in vim, colons before a command mean nothing, and who has not found the setting begins anew with one.
            Topic::Palette if typed.starts_with(':') => self.begin_command(typed.trim_start_matches(':')),
            Topic::Palette if command(&typed).is_some() => self.begin_setting(&typed),
            topic if topic.is_settings() => match next_command(&typed) {
                Some(next) => self.begin_command(next),
                None if typed.starts_with("set") && command(&typed).is_some() => self.begin_setting(&typed),
                None => {
                    let items = self.setting_items();
                    if let Some(overlay) = &mut self.overlay {
                        overlay.replace(items);
                    }
                }
            },
            _ => {}
        }
    }

    /// Opens the palette with what was typed.
    fn begin_command(&mut self, typed: &str) {
        self.open_overlay(Topic::Palette);
        self.type_setting(typed);
    }

    /// Opens the settings for what was typed as a command.
    fn begin_setting(&mut self, typed: &str) {
        if let Some((topic, rest)) = command(typed) {
            self.open_overlay(topic);
            self.type_setting(&rest);
        }
    }

    /// Replaces what is typed into the overlay.
    fn type_setting(&mut self, text: &str) {
        if let Some(overlay) = &mut self.overlay {
            overlay.retype(text);
        }
        self.typed_in_overlay();
    }

    /// The settings, or the values of the one that is typed.
    pub(in crate::app) fn setting_items(&self) -> Vec<Item> {
        let typed = self.overlay.as_ref().filter(|overlay| overlay.topic().is_settings()).and_then(Overlay::input);
        let typed = typed.map(|input| input.value().to_owned()).unwrap_or_default();
        let (key, value) = parts(&typed);
        match value.filter(|_| Config::keys().iter().any(|known| known == key)) {
            Some(value) => self.value_items(key, value),
            None => {
                let item = |key: String| Item::new(key.clone(), self.value_now(&key), Choice::Setting(key, None));
                Config::keys().into_iter().map(item).collect()
            }
        }
    }

    /// The value of a setting before any is tried out: the configured one, or one that a key chose instead.
    fn value_now(&self, key: &str) -> String {
        match self.trial.before() {
            Some(before) => before.value(key),
            None => self.in_effect(key),
        }
    }

    fn value_items(&self, key: &str, typed: &str) -> Vec<Item> {
        let now = self.value_now(key);
        let mut values = Config::values(key);
        if key == "theme" || key.starts_with("themes.") {
            let own = self.config.themes.iter().map(|theme| theme.name.clone());
            values.splice(0..0, own.collect::<Vec<_>>());
        }
        if !values.contains(&now) && !now.is_empty() {
            values.insert(0, now.clone());
        }
        let is_valid = self.config.clone().set(&format!("{key}={typed}")).is_ok();
        if is_valid && !typed.is_empty() && !values.iter().any(|value| value == typed) {
            values.insert(0, typed.to_owned());
        }
        values.sort_by_key(|value| value != typed);
        let default = Config::default().value(key);
        let item = |value: String| {
            let note = if value == default { self.catalog.say(Msg::SettingsDefault) } else { "" };
            let choice = Choice::Setting(key.to_owned(), Some(value.clone()));
            Item { marked: value == now, ..Item::new(format!("{key} {value}"), note, choice) }
        };
        values.into_iter().map(item).collect()
    }

    /// What is wrong with what is typed, if no setting matches it.
    pub fn setting_mistake(&self) -> Option<String> {
        let overlay = self.overlay.as_ref().filter(|overlay| overlay.topic().is_settings())?;
        let (key, value) = parts(overlay.input()?.value());
        let problem = self.config.clone().set(&format!("{key}={}", value.unwrap_or_default())).err()?;
        let text = self.catalog.problem(&problem);
        // What is typed is seen; what it could be is not.
        Some(text.hint.unwrap_or(text.what))
    }

    /// Tries out the value under the cursor of the overlay of settings, and takes back the one before; to be called before
    /// each frame.
    pub(in crate::app) fn preview_setting(&mut self, out: &mut Outbox) {
        let overlay = self.overlay.as_ref().filter(|overlay| overlay.topic().is_settings());
        let wanted = match overlay.and_then(Overlay::current).map(|item| &item.choice) {
            Some(Choice::Setting(key, Some(value))) => Some((key.clone(), value.clone())),
            _ => None,
        };
        if self.trial.is_at(wanted.as_ref()) {
            return;
        }
        if let Some(before) = self.trial.end() {
            self.put_settings(before.config, out);
            (self.themes, self.reader.measure, self.layout) = (before.themes, before.measure, before.layout);
            self.compose_if_needed(out);
        }
        let Some((key, value)) = wanted else { return };
        let mut fresh = self.config.clone();
        if fresh.set(&format!("{key}={value}")).is_err() {
            return;
        }
        let before = Before {
            config: self.config.clone(),
            themes: self.themes.clone(),
            measure: self.reader.measure,
            layout: self.layout,
        };
        self.put_setting(&key, fresh, out);
        self.trial.begin((key, value), before);
    }

    /// Takes up a changed setting as [`Model::put_settings`] does, also if it is as configured but a key has chosen
    /// another value.
    fn put_setting(&mut self, key: &str, fresh: Config, out: &mut Outbox) -> Vec<&'static str> {
        let later = self.put_settings(fresh, out);
        self.put_configured(key);
        self.compose_if_needed(out);
        later
    }

    /// Takes up settings that are not those of the file, so that nothing of them is remembered. Returns the keys that
    /// take effect only at the next start.
    fn put_settings(&mut self, fresh: Config, out: &mut Outbox) -> Vec<&'static str> {
        let (fresh, later) = self.without_later(fresh);
        let old = std::mem::replace(&mut self.config, fresh);
        let mut own = Outbox::default();
        self.apply_settings(&old, false, &mut own);
        own.effects.retain(|effect| !matches!(effect, Effect::Remember(..)));
        out.effects.extend(own.effects);
        out.dirty = true;
        later
    }

    /// Completes what is typed to the item under the cursor; when repeated, to the next or previous one. A name that can
    /// be no other is followed by its values.
    pub(in crate::app) fn complete_setting(&mut self, forward: bool) {
        let Some(overlay) = &mut self.overlay else { return };
        let text = |item: &Item| match &item.choice {
            Choice::Setting(key, value) => format!("{key} {}", value.as_deref().unwrap_or_default()),
            _ => item.label.clone(),
        };
        let typed = overlay.input().map(|input| input.value().trim().to_owned());
        let current = overlay.current();
        let is_name = matches!(current.map(|item| &item.choice), Some(Choice::Setting(_, None)));
        let is_whole = current.map(|item| &item.label) == typed.as_ref();
        match current.map(text) {
            Some(only) if is_name && !overlay.is_completing() && (is_whole || overlay.row_count() == 1) => {
                self.type_setting(&only);
            }
            _ => overlay.complete(forward, text),
        }
    }

    /// Chooses a setting: without a value, its values are shown; else it is set for this run, or in the file.
    pub(in crate::app) fn choose_setting(
        &mut self,
        key: String,
        value: Option<String>,
        writes: bool,
        out: &mut Outbox,
    ) {
        let Some(value) = value else { return self.type_setting(&format!("{key} ")) };
        self.preview_setting(out);
        let writes = writes || self.overlay.as_ref().is_some_and(|overlay| overlay.topic() == Topic::SettingsFile);
        self.overlay = None;
        // The state before is kept no longer.
        drop(self.trial.end());
        let mut fresh = self.config.clone();
        let _ = fresh.set(&format!("{key}={value}"));
        let later = self.put_setting(&key, fresh, out);
        let values = [("key", key.as_str()), ("value", value.as_str())];
        if writes {
            self.trial.forget(&key);
            // What a key chose earlier gives way to what is written into the file.
            self.remember(&key, out);
            out.push(Effect::WriteSetting(key, value));
            return;
        }
        if later.is_empty() {
            self.trial.keep(&key, &value);
            self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeSet, &values)));
        } else {
            self.notice = Some(Notice::Failed(self.catalog.fill(Msg::NoticeSetLater, &values)));
        }
    }

    /// Shows the settings, or sets the one under the cursor in the file.
    pub(in crate::app) fn begin_to_set(&mut self, action: Action, out: &mut Outbox) {
        if action == Action::Set {
            return self.open_overlay(Topic::Settings);
        }
        let choice = self.overlay.as_ref().and_then(Overlay::current).map(|item| item.choice.clone());
        if let Some(Choice::Setting(key, value)) = choice {
            self.choose_setting(key, value, true, out);
        }
    }
}
