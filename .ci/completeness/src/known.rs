//! The list of known differences: for each file, how the texts differ, and why.
//!
//! ```text
//! # why the files below differ
//! path of a file
//! -lost characters
//! +added characters
//! ```

use std::collections::BTreeMap;

use crate::difference::Hunk;

/// One difference of the list.
type Entry = Vec<String>;

#[derive(Default)]
pub struct Known {
    entries: BTreeMap<String, (String, Entry)>,
}

impl Known {
    pub fn read(list: &str) -> Self {
        let mut known = Self::default();
        let (mut reason, mut path) = (String::new(), String::new());
        for line in list.lines() {
            if let Some(why) = line.strip_prefix("# ") {
                reason = why.to_owned();
            } else if line.starts_with(['-', '+']) {
                if let Some((_, entry)) = known.entries.get_mut(&path) {
                    entry.push(line.to_owned());
                }
            } else if !line.is_empty() {
                path = line.to_owned();
                known.entries.insert(path.clone(), (reason.clone(), Entry::new()));
            }
        }
        known
    }

    /// Whether a file differs exactly as the list says; a file not in the list must not differ.
    pub fn agrees(&self, path: &str, hunks: &[Hunk]) -> bool {
        match self.entries.get(path) {
            Some((reason, entry)) => !reason.is_empty() && !hunks.is_empty() && *entry == written(hunks),
            None => hunks.is_empty(),
        }
    }

    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.entries.keys().map(String::as_str)
    }

    /// Writes the list again, ordered by reason; new differences have none yet.
    pub fn write<'a>(&self, all: impl Iterator<Item = (&'a str, &'a [Hunk])>) -> String {
        let mut by_reason: BTreeMap<&str, String> = BTreeMap::new();
        for (path, hunks) in all.filter(|(_, hunks)| !hunks.is_empty()) {
            let reason = self.entries.get(path).map_or("", |(reason, _)| reason.as_str());
            let out = by_reason.entry(reason).or_default();
            out.push_str(path);
            out.push('\n');
            out.extend(written(hunks).iter().map(|line| format!("{line}\n")));
        }
        let parts: Vec<String> = by_reason.iter().map(|(reason, files)| format!("# {reason}\n{files}")).collect();
        parts.join("\n")
    }
}

/// The lost and added text, hunk by hunk. Long texts are cut, with their length.
fn written(hunks: &[Hunk]) -> Entry {
    let mut entry = Entry::new();
    for hunk in hunks {
        for (sign, text) in [('-', &hunk.lost), ('+', &hunk.added)] {
            let length = text.chars().count();
            if length > 60 {
                let start: String = text.chars().take(40).collect();
                entry.push(format!("{sign}{start}… ({length} characters)"));
            } else if length > 0 {
                entry.push(format!("{sign}{}", text.escape_debug()));
            }
        }
    }
    entry
}
