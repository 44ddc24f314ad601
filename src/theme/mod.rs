//! Themes: the tones of roles and interface parts, read from theme files.

#[cfg(test)]
mod contrast;
mod indexed;
mod load;
mod palette;
mod part;
mod shade;
mod tone;

pub use part::Part;
pub use shade::Shade;
pub use tone::{Color, ColorDepth, Tone};

use crate::document::Style;
use crate::highlight::Token;
use crate::typeset::{Face, Role};

/// A theme: a tone for every role of text and every part of the interface.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Its name, as chosen by the user.
    pub name: String,
    /// Indexed as [`ROLES`].
    roles: Vec<Tone>,
    /// Indexed as [`STYLES`].
    styles: Vec<Tone>,
    /// Indexed by [`Part`].
    parts: Vec<Tone>,
}

/// The roles with their names in `[role]` of a theme file.
const ROLES: &[(&str, Role)] = &[
    ("text", Role::Text),
    ("title", Role::Title),
    ("byline", Role::Byline),
    ("heading-1", Role::Heading(1)),
    ("heading-2", Role::Heading(2)),
    ("heading-3", Role::Heading(3)),
    ("heading-4", Role::Heading(4)),
    ("heading-5", Role::Heading(5)),
    ("heading-6", Role::Heading(6)),
    ("code", Role::Code),
    ("code-keyword", Role::Token(Token::Keyword)),
    ("code-string", Role::Token(Token::String)),
    ("code-comment", Role::Token(Token::Comment)),
    ("code-number", Role::Token(Token::Number)),
    ("code-type", Role::Token(Token::Type)),
    ("code-function", Role::Token(Token::Function)),
    ("code-attribute", Role::Token(Token::Attribute)),
    ("code-punctuation", Role::Token(Token::Punctuation)),
    ("code-inserted", Role::Token(Token::Inserted)),
    ("code-deleted", Role::Token(Token::Deleted)),
    ("caption", Role::Caption),
    ("quote", Role::Quote),
    ("summary", Role::Summary),
    ("table-head", Role::TableHead),
    ("image", Role::Image),
    ("address", Role::Address),
    ("math", Role::Math),
    ("bar", Role::Bar),
    ("marker", Role::Marker),
    ("border", Role::Border),
    ("added", Role::Added),
];

/// The styles with their names in `[style]` of a theme file, in the order they are applied.
const STYLES: &[(&str, Style)] = &[
    ("small", Style::SMALL),
    ("strong", Style::STRONG),
    ("emphasis", Style::EMPHASIS),
    ("code", Style::CODE),
    ("keyboard", Style::KEYBOARD),
    ("math", Style::MATH),
    ("superscript", Style::SUPERSCRIPT),
    ("subscript", Style::SUBSCRIPT),
    ("ruby-base", Style::RUBY_BASE),
    ("ruby-reading", Style::RUBY_READING),
    ("image", Style::IMAGE),
    ("note", Style::NOTE),
    ("underline", Style::UNDERLINE),
    ("deleted", Style::DELETED),
    ("mark", Style::MARK),
];

/// The files of the built-in themes by name; the first is the default.
const BUILT_IN: &[(&str, &str)] = &[
    ("dark", include_str!("../../assets/themes/dark.toml")),
    ("light", include_str!("../../assets/themes/light.toml")),
    ("mono", include_str!("../../assets/themes/mono.toml")),
    ("sepia", include_str!("../../assets/themes/sepia.toml")),
    ("contrast-dark", include_str!("../../assets/themes/contrast-dark.toml")),
    ("contrast-light", include_str!("../../assets/themes/contrast-light.toml")),
    ("catppuccin-latte", include_str!("../../assets/themes/catppuccin-latte.toml")),
    ("catppuccin-mocha", include_str!("../../assets/themes/catppuccin-mocha.toml")),
    ("gruvbox-dark", include_str!("../../assets/themes/gruvbox-dark.toml")),
    ("gruvbox-light", include_str!("../../assets/themes/gruvbox-light.toml")),
    ("nord", include_str!("../../assets/themes/nord.toml")),
    ("solarized-dark", include_str!("../../assets/themes/solarized-dark.toml")),
    ("solarized-light", include_str!("../../assets/themes/solarized-light.toml")),
    ("tokyo-night", include_str!("../../assets/themes/tokyo-night.toml")),
];

/// `dark`.
impl Default for Theme {
    fn default() -> Self {
        Self::load(include_str!("../../assets/themes/dark.toml")).0
    }
}

impl Theme {
    /// The names of the built-in themes; the first is the default.
    pub fn names() -> impl Iterator<Item = &'static str> {
        BUILT_IN.iter().map(|(name, _)| *name)
    }

    /// A built-in theme.
    pub fn named(name: &str) -> Option<Self> {
        let (_, source) = BUILT_IN.iter().find(|(known, _)| *known == name)?;
        Some(Self::load(source).0)
    }

    /// The theme in colours that a terminal can show.
    pub fn within(mut self, depth: ColorDepth) -> Self {
        for tone in self.roles.iter_mut().chain(&mut self.styles).chain(&mut self.parts) {
            tone.fg = tone.fg.map(|color| color.within(depth));
            tone.bg = tone.bg.map(|color| color.within(depth));
        }
        self
    }

    /// The tone of a run of text: that of its role, with those of its styles and of its link, if any, applied on top.
    pub fn face(&self, face: Face, link: bool) -> Tone {
        let role = match face.role {
            Role::Heading(level) => Role::Heading(level.clamp(1, 6)),
            role => role,
        };
        let place = ROLES.iter().position(|(_, known)| *known == role).unwrap_or(0);
        let mut tone = self.roles.get(place).copied().unwrap_or_default();
        for ((_, style), over) in STYLES.iter().zip(&self.styles) {
            if face.style.contains(*style) {
                tone = tone.under(*over);
            }
        }
        // A picture's box keeps its own look, although it is a link to the picture.
        let link = link && !matches!(role, Role::Image | Role::Address);
        if link { tone.under(self.part(Part::Link)) } else { tone }
    }

    /// The tone of a part of the interface.
    pub fn part(&self, part: Part) -> Tone {
        self.parts.get(part as usize).copied().unwrap_or_default()
    }

    /// The colour of the cursor, red, green and blue: that of text, if the theme has a page of its own, on which the cursor
    /// of the terminal may not be seen. `None` if it has not.
    pub fn cursor(&self) -> Option<(u8, u8, u8)> {
        let page = self.part(Part::Page);
        page.bg.and(page.fg)?.rgb()
    }
}
