//! The palette of a theme: the colours that the names of its rows stand for.

use crate::theme::Theme;
use crate::theme::part::Part;
use crate::theme::tone::{Color, NAMES, Tone};

/// The names in `[palette]` of a theme file that are not colours of the terminal.
pub(super) const OWN: [&str; 3] = ["page", "text", "dim"];

/// What the names of colours stand for in a theme. Without an entry a name is the colour of the terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Palette {
    /// The 16 colours, in the order of their numbers.
    named: [Option<Color>; 16],
    /// The background of the page.
    page: Option<Color>,
    /// The colour of text that has no other.
    text: Option<Color>,
    /// The colour of text that would be dim.
    dim: Option<Color>,
}

impl Palette {
    /// The names that may be given a colour.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        OWN.into_iter().chain(NAMES)
    }

    /// The place of a name; `None` if it is not one.
    pub(super) fn slot(&mut self, name: &str) -> Option<&mut Option<Color>> {
        match name {
            "page" => Some(&mut self.page),
            "text" => Some(&mut self.text),
            "dim" => Some(&mut self.dim),
            _ => self.named.get_mut(NAMES.iter().position(|known| *known == name)?),
        }
    }

    /// Gives every tone of a theme the colours of this palette, and its page the colours of text and background.
    pub(super) fn apply(&self, theme: &mut Theme) {
        for tone in theme.roles.iter_mut().chain(&mut theme.styles).chain(&mut theme.parts) {
            *tone = self.painted(*tone);
        }
        if let Some(page) = theme.parts.get_mut(Part::Page as usize) {
            page.fg = page.fg.or(self.text);
            page.bg = page.bg.or(self.page);
        }
    }

    fn painted(&self, tone: Tone) -> Tone {
        let dims = tone.dim && tone.fg.is_none() && self.dim.is_some();
        Tone {
            fg: if dims { self.dim } else { tone.fg.map(|color| self.color(color)) },
            bg: tone.bg.map(|color| self.color(color)),
            dim: tone.dim && !dims,
            ..tone
        }
    }

    /// A bright colour that has no entry is the plain one of the palette.
    fn color(&self, color: Color) -> Color {
        let Color::Ansi(number) = color else { return color };
        let of = |number: u8| self.named.get(usize::from(number)).copied().flatten();
        of(number).or_else(|| of(number & 7)).unwrap_or(color)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_the_colours_of_the_palette() {
        let (theme, problems) = Theme::load(
            "base = \"dark\"\n[palette]\npage = \"#202020\"\ntext = \"#eeeeee\"\ndim = \"#909090\"\ncyan = \"#00cccc\"\nbright-red = 9\n\
             [part]\nerror = { fg = \"bright-red\", dim = true }\nstar = { fg = \"bright-cyan\" }\ngroup = { fg = \"#010203\" }\n",
        );
        assert_eq!(problems, []);
        let (page, dim) = (Color::Rgb(0x20, 0x20, 0x20), Color::Rgb(0x90, 0x90, 0x90));
        let fg = |part| theme.part(part).fg;
        assert_eq!(
            theme.part(Part::Page),
            Tone { fg: Some(Color::Rgb(0xee, 0xee, 0xee)), bg: Some(page), ..Tone::default() }
        );
        assert_eq!(theme.part(Part::Date), Tone { fg: Some(dim), ..Tone::default() });
        assert_eq!(theme.part(Part::Error), Tone { fg: Some(Color::Indexed(9)), dim: true, ..Tone::default() });
        assert_eq!(fg(Part::BorderFocused), Some(Color::Rgb(0, 0xcc, 0xcc)));
        assert_eq!(fg(Part::Star), Some(Color::Rgb(0, 0xcc, 0xcc)));
        assert_eq!(fg(Part::Group), Some(Color::Rgb(1, 2, 3)));
        // What the palette does not name stays the colour of the terminal.
        assert_eq!(fg(Part::Category), Some(Color::Ansi(5)));
    }

    #[test]
    fn a_palette_recolours_what_is_inherited() {
        let (theme, problems) = Theme::load("base = \"nord\"\n[palette]\ncyan = \"#112233\"\n");
        assert_eq!(problems, []);
        assert_eq!(theme.part(Part::BorderFocused).fg, Some(Color::Rgb(0x11, 0x22, 0x33)));
        let nord = Theme::named("nord").expect("a theme");
        assert_eq!(theme.part(Part::Page), nord.part(Part::Page));
    }
}
