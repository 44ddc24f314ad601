//! What was typed into the input lines before.

/// Which lines belong together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HistoryKind {
    /// Queries of the list.
    Query,
    /// Texts that were searched for in an article.
    Find,
    /// Shell commands.
    Pipe,
    /// Names of commands that were chosen in the palette.
    Command,
    /// Tags to add and to remove.
    Tag,
}

impl HistoryKind {
    /// All kinds.
    pub const ALL: [Self; 5] = [Self::Query, Self::Find, Self::Pipe, Self::Command, Self::Tag];

    /// Its name in the state database.
    pub fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Find => "find",
            Self::Pipe => "pipe",
            Self::Command => "command",
            Self::Tag => "tag",
        }
    }
}

/// The lines of every kind, the latest last. No kind has the same line twice.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History([Vec<String>; HistoryKind::ALL.len()]);

impl History {
    /// The most lines of a kind; older ones are forgotten.
    pub const MOST: usize = 200;

    /// The longest line that is kept, in bytes.
    pub const LONGEST: usize = 1000;

    /// The lines of a kind, the latest last.
    pub fn lines(&self, kind: HistoryKind) -> &[String] {
        self.0.get(kind as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// Replaces the lines of a kind.
    pub fn set(&mut self, kind: HistoryKind, lines: impl IntoIterator<Item = String>) {
        if let Some(known) = self.0.get_mut(kind as usize) {
            known.clear();
        }
        lines.into_iter().for_each(|line| self.add(kind, &line));
    }

    /// Adds a line as the latest one, unless it is blank or too long.
    pub fn add(&mut self, kind: HistoryKind, line: &str) {
        let Some(lines) = self.0.get_mut(kind as usize) else { return };
        if line.trim().is_empty() || line.len() > Self::LONGEST {
            return;
        }
        lines.retain(|known| known != line);
        lines.push(line.to_owned());
        lines.drain(..lines.len().saturating_sub(Self::MOST));
    }
}

/// A walk through earlier lines.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) struct Walk {
    /// The line that was being typed, and its caret in characters.
    typed: (String, usize),
    /// The lines begin with this: what was typed before the caret.
    prefix: String,
    /// Whether it may also stand elsewhere in them.
    anywhere: bool,
    /// The index of the line that is shown.
    at: usize,
}

impl Walk {
    /// A walk that begins at the line being typed, after the latest one.
    pub(in crate::app) fn from(typed: (String, usize), prefix: String, lines: &[String]) -> Self {
        Self { typed, prefix, anywhere: false, at: lines.len() }
    }

    /// A walk through the lines that contain what was typed anywhere.
    pub(in crate::app) fn anywhere(self) -> Self {
        Self { anywhere: true, ..self }
    }

    /// Whether it is a walk through lines that contain what was typed anywhere.
    pub(in crate::app) fn is_anywhere(&self) -> bool {
        self.anywhere
    }

    /// Steps to the next older or newer line that fits and differs from `shown`. Returns the line and its caret; the
    /// line being typed after the latest one; `None` if there is no other.
    pub(in crate::app) fn step(&mut self, older: bool, shown: &str, lines: &[String]) -> Option<(String, usize)> {
        let holds = |line: &str| line.starts_with(&self.prefix) || self.anywhere && line.contains(&self.prefix);
        let fits = |at: &usize| lines.get(*at).is_some_and(|line| holds(line) && line != shown);
        let found =
            if older { (0..self.at.min(lines.len())).rev().find(fits) } else { (self.at + 1..lines.len()).find(fits) };
        match found.and_then(|at| Some((at, lines.get(at)?))) {
            Some((at, line)) => {
                self.at = at;
                Some((line.clone(), line.chars().count()))
            }
            None if older || self.at >= lines.len() => None,
            None => {
                self.at = lines.len();
                Some(self.typed.clone())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(history: &History) -> &[String] {
        history.lines(HistoryKind::Find)
    }

    #[test]
    fn a_line_is_kept_once_as_the_latest() {
        let mut history = History::default();
        for line in ["ink", "stone", "", "  ", "ink", &"x".repeat(1001)] {
            history.add(HistoryKind::Find, line);
        }
        assert_eq!(lines(&history), ["stone", "ink"]);
        assert_eq!(history.lines(HistoryKind::Query), [""; 0]);
        history.set(HistoryKind::Find, (0..300).map(|number| number.to_string()));
        assert_eq!((lines(&history).len(), lines(&history)[0].as_str()), (200, "100"));
    }

    #[test]
    fn a_walk_shows_what_begins_as_typed() {
        let lines: Vec<String> = ["ink", "stone", "inkstone", "ink"].map(str::to_owned).into();
        let mut walk = Walk::from(("ins".into(), 2), "in".into(), &lines);
        let mut shown = "ins".to_owned();
        let mut seen = Vec::new();
        for older in [true, true, true, true, false, false, false, false, true] {
            if let Some((line, caret)) = walk.step(older, &shown, &lines) {
                seen.push(format!("{line} {caret}"));
                shown = line;
            } else {
                seen.push("-".into());
            }
        }
        assert_eq!(seen, ["ink 3", "inkstone 8", "ink 3", "-", "inkstone 8", "ink 3", "ins 2", "-", "ink 3"]);
        let mut walk = Walk::from(("ton".into(), 3), "ton".into(), &lines).anywhere();
        let seen = [true, true, true].map(|older| walk.step(older, "", &lines).map(|(line, _)| line));
        assert_eq!(seen, [Some("inkstone".to_owned()), Some("stone".to_owned()), None]);
    }
}
