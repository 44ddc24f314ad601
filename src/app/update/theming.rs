//! Choosing a theme: each one under the cursor is shown on the whole screen.

use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Overlay, Topic};
use crate::locale::Msg;
use crate::theme::Theme;

impl Model {
    /// A theme in colours that the terminal can show.
    pub(in crate::app) fn theme_named(&self, name: &str) -> Option<Theme> {
        self.config.theme_named(name).map(|theme| theme.within(self.colors))
    }

    /// The themes, the user's own before the built-in ones.
    pub(in crate::app) fn theme_items(&self) -> Vec<Item> {
        let is_own = |name: &str| self.config.themes.iter().any(|own| own.name == name);
        let item = |name: &str| {
            let note = if is_own(name) { self.catalog.say(Msg::ThemesOwn) } else { "" };
            let marked = name == self.theme.name;
            Item { marked, ..Item::new(name, note, Choice::Theme(name.to_owned())) }
        };
        self.config.theme_names().map(item).collect()
    }

    /// Sets the theme, and remembers it.
    pub(in crate::app) fn choose_theme(&mut self, name: &str, out: &mut Outbox) {
        let Some(theme) = self.theme_named(name) else { return };
        self.theme = theme;
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeTheme, &[("name", name)])));
        self.remember_theme(out);
    }

    /// Shows the theme under the cursor of the overlay of themes; to be called before each frame.
    pub(in crate::app) fn preview_theme(&mut self) {
        let overlay = self.overlay.as_ref().filter(|overlay| overlay.topic() == Topic::Themes);
        let wanted = match overlay.and_then(Overlay::current).map(|item| &item.choice) {
            Some(Choice::Theme(name)) => Some(name),
            _ => None,
        };
        if self.previewed.as_ref().map(|theme| &theme.name) != wanted {
            self.previewed = wanted.and_then(|name| self.theme_named(name));
            // Transparent pictures show the colour of the page.
            self.pictures.clear();
        }
    }
}
