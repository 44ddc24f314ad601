//! The theme: the chosen one, the one under the cursor of the overlay of themes, and what the background chooses.

use crate::config::Config;
use crate::theme::{ColorDepth, Shade, Theme};

/// The name that stands for the theme that the background of the terminal chooses.
pub const AUTO: &str = "auto";

/// The theme of the screen.
#[derive(Clone, Debug)]
pub struct Themes {
    current: Theme,
    /// The theme under the cursor of the overlay of themes, with the name it has there.
    previewed: Option<(String, Theme)>,
    /// How many colours the terminal can show.
    colors: ColorDepth,
    /// Whether the background of the terminal is dark or light, if it is known.
    shade: Option<Shade>,
    /// Whether the background chooses the theme.
    follows: bool,
}

impl Themes {
    /// A theme that was chosen.
    pub(in crate::app) fn new(current: Theme, colors: ColorDepth) -> Self {
        Self { current, previewed: None, colors, shade: None, follows: false }
    }

    /// The theme to draw with.
    pub(in crate::app) fn shown(&self) -> &Theme {
        self.previewed.as_ref().map_or(&self.current, |(_, theme)| theme)
    }

    /// The name under which the theme was chosen.
    pub(in crate::app) fn chosen(&self) -> &str {
        if self.follows { AUTO } else { &self.current.name }
    }

    /// The theme of this name in colours that the terminal can show.
    pub(in crate::app) fn named(&self, name: &str, config: &Config) -> Option<Theme> {
        let theme = if name == AUTO { Some(config.theme_on(self.shade)) } else { config.theme_named(name) };
        theme.map(|theme| theme.within(self.colors))
    }

    /// Chooses a theme by its name. Returns whether there is one.
    pub(in crate::app) fn choose(&mut self, name: &str, config: &Config) -> bool {
        let Some(theme) = self.named(name, config) else { return false };
        self.current = theme;
        self.follows = name == AUTO;
        true
    }

    /// Takes up changed settings or themes: the chosen theme stays, the default if it is gone.
    pub(in crate::app) fn reload(&mut self, config: &Config) {
        self.current = self.named(self.chosen(), config).unwrap_or_default();
    }

    /// Takes in the background of the terminal. Returns whether that changes the theme.
    pub(in crate::app) fn set_shade(&mut self, shade: Shade, config: &Config) -> bool {
        if self.shade.replace(shade) == Some(shade) || !self.follows {
            return false;
        }
        let before = self.current.name.clone();
        self.reload(config);
        self.current.name != before
    }

    /// Shows a theme by its name until another one, or none, is shown. Returns whether anything has changed.
    pub(in crate::app) fn preview(&mut self, name: Option<&str>, config: &Config) -> bool {
        if self.previewed.as_ref().map(|(name, _)| name.as_str()) == name {
            return false;
        }
        self.previewed = name.and_then(|name| Some((name.to_owned(), self.named(name, config)?)));
        true
    }
}
