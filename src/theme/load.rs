//! Theme files, read so that a mistake costs its line alone.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::tone::NAMES;
use super::{Color, Part, ROLES, STYLES, Theme, Tone};
use crate::problem::{Code, Problem};
use crate::text::{Places, nearest};

/// A theme file under way.
struct Reader<'a> {
    places: Places<'a>,
    problems: Vec<Problem>,
}

const TOP: &[&str] = &["name", "base", "role", "style", "part"];
const TONE: &[&str] = &["fg", "bg", "bold", "dim", "italic", "underline", "crossed", "reverse"];

impl Theme {
    /// Reads a theme file. What it does not say is taken from the theme it names as `base`, or is plain; what it says
    /// wrongly is a problem with its place and changes nothing.
    pub fn load(source: &str) -> (Self, Vec<Problem>) {
        let mut reader = Reader { places: Places::new(source), problems: Vec::new() };
        let (table, errors) = DeTable::parse_recoverable(source);
        for error in errors {
            let at = error.span().map_or(0, |span| span.start);
            reader.complain(at, Problem::new(Code::ConfigInvalid).with(error.message()));
        }
        let table = table.into_inner();
        let base = reader.base(&table);
        let mut theme = base.unwrap_or_else(|| Theme {
            name: String::new(),
            roles: vec![Tone::default(); ROLES.len()],
            styles: vec![Tone::default(); STYLES.len()],
            parts: vec![Tone::default(); Part::ALL.len()],
        });
        let roles: Vec<&str> = ROLES.iter().map(|(name, _)| *name).collect();
        let styles: Vec<&str> = STYLES.iter().map(|(name, _)| *name).collect();
        let parts: Vec<&str> = Part::ALL.iter().map(|part| part.name()).collect();
        for (key, value) in &table {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("name", DeValue::String(name)) => theme.name = name.to_string(),
                ("base", DeValue::String(_)) => {}
                ("role", DeValue::Table(rows)) => reader.group("role", rows, &roles, &mut theme.roles),
                ("style", DeValue::Table(rows)) => reader.group("style", rows, &styles, &mut theme.styles),
                ("part", DeValue::Table(rows)) => reader.group("part", rows, &parts, &mut theme.parts),
                (name @ ("name" | "base"), value) => reader.value(key.span().start, name, value, "\"…\""),
                (name @ ("role" | "style" | "part"), value) => reader.value(key.span().start, name, value, "{ }"),
                (name, _) => reader.unknown(key.span().start, name, TOP),
            }
        }
        let mut problems = reader.problems;
        problems.sort_by_key(|problem| (problem.line, problem.column));
        (theme, problems)
    }
}

impl Reader<'_> {
    fn base(&mut self, table: &DeTable<'_>) -> Option<Theme> {
        let base = table.get("base")?;
        let name = base.get_ref().as_str()?;
        let theme = Theme::named(name);
        if theme.is_none() {
            self.value(base.span().start, "base", base.get_ref(), &Theme::NAMES.join(", "));
        }
        theme
    }

    fn group(&mut self, group: &str, rows: &DeTable<'_>, names: &[&str], tones: &mut [Tone]) {
        for (key, value) in rows {
            let full = format!("{group}.{}", key.get_ref());
            let place = names.iter().position(|name| *name == key.get_ref().as_ref());
            match (place.and_then(|place| tones.get_mut(place)), value.get_ref()) {
                (Some(tone), DeValue::Table(rows)) => *tone = self.tone(&full, rows),
                (Some(_), other) => self.value(value.span().start, &full, other, "{ fg = \"red\", bold = true }"),
                (None, _) => self.unknown(key.span().start, key.get_ref(), names),
            }
        }
    }

    fn tone(&mut self, full: &str, rows: &DeTable<'_>) -> Tone {
        let mut tone = Tone::default();
        for (key, value) in rows {
            let flag = match key.get_ref().as_ref() {
                "fg" => {
                    tone.fg = self.color(full, value);
                    continue;
                }
                "bg" => {
                    tone.bg = self.color(full, value);
                    continue;
                }
                "bold" => &mut tone.bold,
                "dim" => &mut tone.dim,
                "italic" => &mut tone.italic,
                "underline" => &mut tone.underline,
                "crossed" => &mut tone.crossed,
                "reverse" => &mut tone.reverse,
                name => {
                    self.unknown(key.span().start, name, TONE);
                    continue;
                }
            };
            match value.get_ref().as_bool() {
                Some(set) => *flag = set,
                None => self.value(value.span().start, full, value.get_ref(), "true, false"),
            }
        }
        tone
    }

    fn color(&mut self, full: &str, value: &Spanned<DeValue<'_>>) -> Option<Color> {
        let word = word(value.get_ref());
        let color = Color::parse(&word);
        if color.is_none() && word != "default" {
            let fits = format!("{}, 0–255, #rrggbb", NAMES.join(", "));
            self.value(value.span().start, full, value.get_ref(), &fits);
        }
        color
    }

    fn value(&mut self, at: usize, key: &str, value: &DeValue<'_>, fits: &str) {
        self.complain(at, Problem::new(Code::ConfigValue).with(key).with(word(value)).with(fits));
    }

    fn unknown(&mut self, at: usize, key: &str, known: &[&str]) {
        let nearest = nearest(key, known.iter().copied()).unwrap_or_default();
        self.complain(at, Problem::new(Code::ConfigUnknown).with(key).with(nearest));
    }

    fn complain(&mut self, at: usize, problem: Problem) {
        let (line, column) = self.places.at(at);
        self.problems.push(problem.at(line, column));
    }
}

/// A value as it is shown and compared.
fn word(value: &DeValue<'_>) -> String {
    match value {
        DeValue::String(text) => text.to_string(),
        DeValue::Integer(number) => number.as_str().to_owned(),
        DeValue::Float(number) => number.as_str().to_owned(),
        DeValue::Boolean(set) => set.to_string(),
        DeValue::Datetime(date) => date.to_string(),
        DeValue::Array(_) => "[…]".to_owned(),
        DeValue::Table(_) => "{…}".to_owned(),
    }
}
