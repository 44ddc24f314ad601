//! Whether a page is dark or light.

/// Whether a page is dark or light: which of black and white is read better on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shade {
    /// White text is read better.
    Dark,
    /// Black text is read better.
    Light,
}

/// The relative luminance of the page on which black and white have the same contrast (WCAG 2.2).
const MIDDLE: f32 = 0.179;

impl Shade {
    /// The shade of a page of this red, green and blue.
    pub fn of(color: [u8; 3]) -> Self {
        let [red, green, blue] = color.map(|value| (f32::from(value) / 255.0).powf(2.2));
        if 0.2126 * red + 0.7152 * green + 0.0722 * blue > MIDDLE { Self::Light } else { Self::Dark }
    }

    /// Its name, as it is stored and reported.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    /// The shade of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Dark, Self::Light].into_iter().find(|shade| shade.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_what_its_text_is_not() {
        for (color, expected) in [
            ([0, 0, 0], Shade::Dark),
            ([0x1e, 0x1e, 0x2e], Shade::Dark),
            ([0x00, 0x2b, 0x36], Shade::Dark),
            ([0, 0, 255], Shade::Dark),
            ([0x70, 0x70, 0x70], Shade::Dark),
            ([0x80, 0x80, 0x80], Shade::Light),
            ([0, 255, 0], Shade::Light),
            ([0xfd, 0xf6, 0xe3], Shade::Light),
            ([255, 255, 255], Shade::Light),
        ] {
            assert_eq!(Shade::of(color), expected, "{color:?}");
            assert_eq!(Shade::named(expected.name()), Some(expected));
        }
        assert_eq!(Shade::named("grey"), None);
    }
}
