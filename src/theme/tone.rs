//! Tones: colours and attributes of cells.

use crate::theme::indexed;

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

/// How many colours a terminal can show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorDepth {
    /// The 256 colours of the fixed palette.
    #[default]
    Indexed,
    /// Every colour of 24 bits.
    True,
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
    /// Applies another tone on top: its colours win, attributes add up. Dimming counts as a text colour: of a dimmed tone
    /// and a coloured one the upper wins, since dimmed colours are hard to read.
    pub fn under(self, over: Tone) -> Tone {
        let has_own = over.fg.is_some() || over.dim;
        Tone {
            fg: if has_own { over.fg } else { self.fg },
            bg: over.bg.or(self.bg),
            bold: self.bold || over.bold,
            dim: if has_own { over.dim } else { self.dim },
            italic: self.italic || over.italic,
            underline: self.underline || over.underline,
            crossed: self.crossed || over.crossed,
            reverse: self.reverse || over.reverse,
        }
    }

    /// The tone of a text on a row of this tone. A row that is marked by colours, or by swapping them, has one colour from
    /// end to end.
    pub fn row(self, text: Tone) -> Tone {
        let both = self.under(text);
        if self.reverse || self.fg.is_some() || self.bg.is_some() {
            Tone { fg: self.fg, bg: self.bg, dim: self.dim, reverse: self.reverse, ..both }
        } else {
            both
        }
    }
}

impl Color {
    /// The colour, or the nearest one that a terminal can show: of the fixed colours 16–255, since terminals redefine the
    /// others.
    pub fn within(self, depth: ColorDepth) -> Self {
        match (self, depth) {
            (Self::Rgb(red, green, blue), ColorDepth::Indexed) => Self::Indexed(indexed::nearest((red, green, blue))),
            _ => self,
        }
    }

    /// Red, green and blue; `None` for a colour that the terminal defines.
    pub fn rgb(self) -> Option<(u8, u8, u8)> {
        match self {
            Self::Rgb(red, green, blue) => Some((red, green, blue)),
            Self::Indexed(index) => indexed::rgb(index),
            Self::Ansi(_) => None,
        }
    }

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
    fn colours_of_the_palette() {
        for (color, index) in [
            (Color::Rgb(0, 0, 0), 16),
            (Color::Rgb(255, 255, 255), 231),
            (Color::Rgb(0x28, 0x28, 0x28), 235),
            (Color::Rgb(0xfb, 0x49, 0x34), 203),
            (Color::Rgb(250, 1, 2), 196),
        ] {
            assert_eq!(color.within(ColorDepth::Indexed), Color::Indexed(index), "{color:?}");
            assert_eq!(color.within(ColorDepth::True), color);
        }
        assert_eq!(Color::Indexed(110).rgb(), Some((135, 175, 215)));
        assert_eq!(Color::Indexed(255).rgb(), Some((238, 238, 238)));
        assert_eq!((Color::Indexed(15).rgb(), Color::Ansi(3).rgb()), (None, None));
        assert_eq!(Color::Ansi(3).within(ColorDepth::Indexed), Color::Ansi(3));
    }

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
        let (dim, red) = (Tone { dim: true, ..Tone::default() }, Tone { fg: Some(Color::Ansi(1)), ..Tone::default() });
        assert_eq!((dim.under(red), red.under(dim), dim.under(dim)), (red, dim, dim));
        assert_eq!((dim.under(Tone::default()), Tone::default().under(dim)), (dim, dim));
    }

    #[test]
    fn a_marked_row_has_one_colour() {
        let (text, italic) = (Tone { fg: Some(Color::Ansi(5)), italic: true, ..Tone::default() }, true);
        let swapped = Tone { bold: true, reverse: true, ..Tone::default() };
        assert_eq!(swapped.row(text), Tone { italic, ..swapped });
        let coloured = Tone { fg: Some(Color::Ansi(0)), bg: Some(Color::Ansi(7)), ..Tone::default() };
        assert_eq!(coloured.row(Tone { dim: true, reverse: true, ..text }), Tone { italic, ..coloured });
        let underlined = Tone { underline: true, ..Tone::default() };
        assert_eq!(underlined.row(text), Tone { underline: true, ..text });
    }
}
