//! Choosing a theme: each one under the cursor is shown on the whole screen.

use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Overlay, Topic};
use crate::app::state::settings::themes::AUTO;
use crate::locale::Msg;
use crate::theme::Shade;

impl Model {
    /// Lets the background of the terminal choose the theme. `shade`: what the background was in an earlier session.
    pub fn follow_background(&mut self, shade: Option<Shade>) {
        self.themes.choose(AUTO, &self.config);
        if let Some(shade) = shade {
            self.themes.set_shade(shade, &self.config);
        }
    }

    /// The background of the terminal is known, or has changed.
    pub(in crate::app) fn shaded(&mut self, shade: Shade, out: &mut Outbox) {
        if self.themes.set_shade(shade, &self.config) {
            self.pictures.clear();
            self.refill_overlay();
            out.dirty = true;
        }
    }

    /// The themes: what the background chooses, then the user's own, then the built-in ones.
    pub(in crate::app) fn theme_items(&self) -> Vec<Item> {
        let note = |name: &str| match self.config.themes.iter().any(|own| own.name == name) {
            _ if name == AUTO => self.catalog.say(Msg::ThemesAuto),
            true => self.catalog.say(Msg::ThemesOwn),
            false => "",
        };
        let item = |name: &str| {
            let marked = name == self.themes.chosen();
            Item { marked, ..Item::new(name, note(name), Choice::Theme(name.to_owned())) }
        };
        std::iter::once(AUTO).chain(self.config.theme_names().filter(|name| *name != AUTO)).map(item).collect()
    }

    /// Sets the theme, and remembers it.
    pub(in crate::app) fn choose_theme(&mut self, name: &str, out: &mut Outbox) {
        if !self.themes.choose(name, &self.config) {
            return;
        }
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeTheme, &[("name", name)])));
        self.remember("theme", out);
    }

    /// Shows the theme under the cursor of the overlay of themes; to be called before each frame.
    pub(in crate::app) fn preview_theme(&mut self) {
        let overlay = self.overlay.as_ref().filter(|overlay| overlay.topic() == Topic::Themes);
        let wanted = match overlay.and_then(Overlay::current).map(|item| &item.choice) {
            Some(Choice::Theme(name)) => Some(name.as_str()),
            _ => None,
        };
        if self.themes.preview(wanted, &self.config) {
            // Transparent pictures show the colour of the page.
            self.pictures.clear();
        }
    }
}
