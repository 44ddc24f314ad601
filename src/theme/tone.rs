//! Tones: colours and attributes of cells.

/// A colour a terminal can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Color {
    /// One of the 16 colours defined by the terminal, 0–15.
    Ansi(u8),
    /// One of the 256 colours of the fixed palette.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// Colours and attributes. Without a colour, the one below it or the terminal's default applies.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Tone {
    /// The text colour.
    pub fg: Option<Color>,
    /// The background colour.
    pub bg: Option<Color>,
    /// Bold.
    pub bold: bool,
    /// Dim.
    pub dim: bool,
    /// Italic.
    pub italic: bool,
    /// Underlined.
    pub underline: bool,
    /// Crossed out.
    pub crossed: bool,
    /// Text and background colours swapped.
    pub reverse: bool,
}

/// The names of the 16 colours, in order.
pub(super) const NAMES: [&str; 16] = [
    "black",
    "red",
    "green",
    "yellow",
    "blue",
    "magenta",
    "cyan",
    "white",
    "bright-black",
    "bright-red",
    "bright-green",
    "bright-yellow",
    "bright-blue",
    "bright-magenta",
    "bright-cyan",
    "bright-white",
];

impl Tone {
    /// Applies another tone on top: its colours win, attributes add up.
    pub fn under(self, over: Tone) -> Tone {
        Tone {
            fg: over.fg.or(self.fg),
            bg: over.bg.or(self.bg),
            bold: self.bold || over.bold,
            dim: self.dim || over.dim,
            italic: self.italic || over.italic,
            underline: self.underline || over.underline,
            crossed: self.crossed || over.crossed,
            reverse: self.reverse || over.reverse,
        }
    }
}

impl Color {
    /// Parses a name (`red`, `bright-red`), a number of the palette (`244`) or `#rrggbb`.
    pub fn parse(source: &str) -> Option<Self> {
        if let Some(index) = NAMES.iter().position(|name| *name == source) {
            return u8::try_from(index).ok().map(Self::Ansi);
        }
        if let Some(hex) = source.strip_prefix('#') {
            let digits = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
            let [_, red, green, blue] = u32::from_str_radix(hex, 16).ok().filter(|_| digits)?.to_be_bytes();
            return Some(Self::Rgb(red, green, blue));
        }
        let digits = !source.is_empty() && source.bytes().all(|byte| byte.is_ascii_digit());
        source.parse().ok().filter(|_| digits).map(Self::Indexed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours() {
        for (source, color) in [
            ("red", Some(Color::Ansi(1))),
            ("bright-white", Some(Color::Ansi(15))),
            ("244", Some(Color::Indexed(244))),
            ("#ff8000", Some(Color::Rgb(255, 128, 0))),
            ("256", None),
            ("+1", None),
            ("#+f8000", None),
            ("#ff80001", None),
            ("reddish", None),
            ("", None),
        ] {
            assert_eq!(Color::parse(source), color, "{source}");
        }
    }

    #[test]
    fn one_tone_over_another() {
        let below = Tone { fg: Some(Color::Ansi(1)), bold: true, ..Tone::default() };
        let over = Tone { bg: Some(Color::Ansi(2)), italic: true, ..Tone::default() };
        let both =
            Tone { fg: Some(Color::Ansi(1)), bg: Some(Color::Ansi(2)), bold: true, italic: true, ..Tone::default() };
        assert_eq!(below.under(over), both);
    }
}
