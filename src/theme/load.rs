//! Reads theme files. A mistake costs only its own line.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problem::Problem;
use crate::settings::{SettingsReader, value_text};
use crate::theme::palette::Palette;
use crate::theme::part::Part;
use crate::theme::tone::NAMES;
use crate::theme::tone::{Color, Tone};
use crate::theme::{BUILT_IN, ROLES, STYLES, Theme};

const TOP: &[&str] = &["name", "base", "palette", "role", "style", "part"];
const TONE: &[&str] = &["fg", "bg", "bold", "dim", "italic", "underline", "crossed", "reverse"];

impl Theme {
    /// Reads a theme file. What it does not set is taken from the theme named by `base`, or is plain; then its palette
    /// replaces the names of colours. An invalid entry is reported with its position and ignored.
    pub fn load(source: &str) -> (Self, Vec<Problem>) {
        let (Draft { mut theme, palette }, problems) = Draft::read(source);
        palette.apply(&mut theme);
        (theme, problems)
    }
}

/// A theme whose colours may still be names.
struct Draft {
    theme: Theme,
    palette: Palette,
}

impl Draft {
    fn read(source: &str) -> (Self, Vec<Problem>) {
        let theme = Theme {
            name: String::new(),
            roles: vec![Tone::default(); ROLES.len()],
            styles: vec![Tone::default(); STYLES.len()],
            parts: vec![Tone::default(); Part::ALL.len()],
        };
        let mut draft = Self { theme, palette: Palette::default() };
        let problems = SettingsReader::read(source, &mut |reading, table| draft.take(reading, table));
        (draft, problems)
    }

    fn take(&mut self, reading: &mut SettingsReader<'_>, table: &DeTable<'_>) {
        if let Some(base) = base(reading, table) {
            *self = base;
        }
        let roles: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
        let styles: Vec<&str> = STYLES.iter().map(|(name, _)| *name).collect();
        let parts: Vec<&str> = Part::ALL.iter().map(|part| part.name()).collect();
        for (key, value) in table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("name", DeValue::String(name)) => self.theme.name = name.to_string(),
                ("base", DeValue::String(_)) => {}
                ("palette", DeValue::Table(rows)) => palette(reading, rows, &mut self.palette),
                ("role", DeValue::Table(rows)) => group(reading, "role", rows, &roles, &mut self.theme.roles),
                ("style", DeValue::Table(rows)) => group(reading, "style", rows, &styles, &mut self.theme.styles),
                ("part", DeValue::Table(rows)) => group(reading, "part", rows, &parts, &mut self.theme.parts),
                (name @ ("name" | "base"), value) => {
                    reading.invalid_value(key.span().start, name, &value_text(value), "\"…\"")
                }
                (name @ ("palette" | "role" | "style" | "part"), value) => {
                    reading.invalid_value(key.span().start, name, &value_text(value), "{ }")
                }
                (name, _) => reading.unknown_key(key.span().start, name, TOP.iter().copied()),
            }
        }
    }
}

fn base(reading: &mut SettingsReader<'_>, table: &DeTable<'_>) -> Option<Draft> {
    let base = table.get("base")?;
    let name = base.get_ref().as_str()?;
    let source = BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, source)| *source);
    if source.is_none() {
        let names: Vec<&str> = Theme::names().collect();
        reading.invalid_value(base.span().start, "base", &value_text(base.get_ref()), &names.join(", "));
    }
    source.map(|source| Draft::read(source).0)
}

fn palette(reading: &mut SettingsReader<'_>, rows: &DeTable<'_>, palette: &mut Palette) {
    for (key, value) in rows {
        match palette.slot(key.get_ref()) {
            Some(slot) => *slot = color(reading, &format!("palette.{}", key.get_ref()), value),
            None => {
                let names: Vec<&str> = Palette::names().collect();
                reading.unknown_key(key.span().start, key.get_ref(), names);
            }
        }
    }
}

fn group(reading: &mut SettingsReader<'_>, group: &str, rows: &DeTable<'_>, names: &[&str], tones: &mut [Tone]) {
    for (key, value) in rows {
        let full = format!("{group}.{}", key.get_ref());
        let place = names.iter().position(|name| *name == key.get_ref().as_ref());
        match (place.and_then(|place| tones.get_mut(place)), value.get_ref()) {
            (Some(slot), DeValue::Table(rows)) => *slot = tone(reading, &full, rows),
            (Some(_), other) => {
                reading.invalid_value(value.span().start, &full, &value_text(other), "{ fg = \"red\", bold = true }")
            }
            (None, _) => reading.unknown_key(key.span().start, key.get_ref(), names.iter().copied()),
        }
    }
}

fn tone(reading: &mut SettingsReader<'_>, full: &str, rows: &DeTable<'_>) -> Tone {
    let mut tone = Tone::default();
    for (key, value) in rows {
        let flag = match key.get_ref().as_ref() {
            "fg" => {
                tone.fg = color(reading, full, value);
                continue;
            }
            "bg" => {
                tone.bg = color(reading, full, value);
                continue;
            }
            "bold" => &mut tone.bold,
            "dim" => &mut tone.dim,
            "italic" => &mut tone.italic,
            "underline" => &mut tone.underline,
            "crossed" => &mut tone.crossed,
            "reverse" => &mut tone.reverse,
            name => {
                reading.unknown_key(key.span().start, name, TONE.iter().copied());
                continue;
            }
        };
        match value.get_ref().as_bool() {
            Some(set) => *flag = set,
            None => reading.invalid_value(value.span().start, full, &value_text(value.get_ref()), "true, false"),
        }
    }
    tone
}

fn color(reading: &mut SettingsReader<'_>, full: &str, value: &Spanned<DeValue<'_>>) -> Option<Color> {
    let text = value_text(value.get_ref());
    let color = Color::parse(&text);
    if color.is_none() && text != "default" {
        let fits = format!("{}, 0–255, #rrggbb", NAMES.join(", "));
        reading.invalid_value(value.span().start, full, &text, &fits);
    }
    color
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Style;
    use crate::problem::Code;
    use crate::typeset::{Face, Role};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_themes_say_everything_and_nothing_else() {
        for (name, source) in BUILT_IN {
            let (theme, problems) = Theme::load(source);
            assert_eq!((theme.name.as_str(), problems), (*name, Vec::new()));
            assert_eq!(Theme::named(name).as_ref(), Some(&theme));
            let table: toml::Table = source.parse().unwrap();
            let names = |group: &str| table[group].as_table().unwrap().keys().cloned().collect::<BTreeSet<_>>();
            if !table.contains_key("base") {
                assert_eq!(names("role"), ROLES.iter().map(|(name, _)| (*name).to_owned()).collect(), "{name}");
                assert_eq!(names("style"), STYLES.iter().map(|(name, _)| (*name).to_owned()).collect(), "{name}");
                assert_eq!(names("part"), Part::ALL.iter().map(|part| part.name().to_owned()).collect(), "{name}");
            }
            // How a formula is written, a reading placed and an alert named is not how it looks.
            let own = Style::all().difference(Style::LINEAR | Style::RUBY_OUTER | Style::ALERT);
            assert_eq!(STYLES.iter().fold(Style::empty(), |all, (_, style)| all | *style), own);
            // A theme has the colours of the terminal or its own, never both.
            let is_own = theme.part(Part::Page).bg.is_some();
            for tone in theme.roles.iter().chain(&theme.styles).chain(&theme.parts) {
                let fits = |color: Option<Color>| match color {
                    None => true,
                    Some(Color::Ansi(_)) => !is_own,
                    Some(Color::Indexed(_) | Color::Rgb(..)) => is_own,
                };
                assert!(fits(tone.fg) && fits(tone.bg), "{name}: {tone:?}");
                assert!(tone.bg.is_none() || tone.fg.is_some(), "a background alone may hide the text: {tone:?}");
                assert!(*name != "mono" || (tone.fg, tone.bg) == (None, None), "{tone:?}");
                assert!(!is_own || !tone.dim, "how dim is depends on the terminal: {name}: {tone:?}");
            }
        }
        assert_eq!(Theme::named("none"), None);
    }

    #[test]
    fn faces() {
        let dark = Theme::named("dark").unwrap();
        let face = Face { role: Role::Heading(9), style: Style::STRONG };
        let tone = dark.face(face, false);
        assert_eq!((tone.bold, tone.italic, tone.fg), (true, true, None));
        assert!(dark.face(Face::default(), true).underline);
        assert_eq!(dark.face(Face::default(), false), Tone::default());
    }

    #[test]
    fn a_mistake_costs_its_line_alone() {
        let source = "name = \"mine\"\nbase = \"light\"\n[role]\ntitel = {}\ntitle = { fg = \"rot\", bold = true }\n\
                      [part]\nstar = { fg = 200, shiny = true }\nkey = 5\nextra == 1\nerror = { italic = true }\n[parts]\n";
        let (theme, problems) = Theme::load(source);
        let told: Vec<_> = problems.iter().map(|p| (p.code, p.line.unwrap(), p.args[0].to_string())).collect();
        let of = |code, line: u32, arg: &str| (code, line, arg.to_owned());
        assert_eq!(
            told[..4],
            [
                of(Code::ConfigUnknown, 4, "titel"),
                of(Code::ConfigValue, 5, "role.title"),
                of(Code::ConfigUnknown, 7, "shiny"),
                of(Code::ConfigValue, 8, "part.key"),
            ]
        );
        let rest: Vec<_> = told[4..].iter().map(|(code, line, _)| (*code, *line)).collect();
        assert_eq!(rest, [(Code::ConfigInvalid, 9), (Code::ConfigUnknown, 11)]);
        assert_eq!(told[5].2, "parts");
        assert_eq!(theme.name, "mine");
        assert_eq!(theme.part(Part::Star).fg, Some(Color::Indexed(200)));
        assert!(theme.part(Part::Error).italic);
        assert!(theme.face(Face { role: Role::Title, ..Face::default() }, false).bold);
        assert_eq!(theme.part(Part::Prompt), Theme::named("light").unwrap().part(Part::Prompt));
    }

    proptest! {
        #[test]
        fn any_text_is_a_theme(source in any::<String>()) {
            let _ = Theme::load(&source);
        }
    }
}
