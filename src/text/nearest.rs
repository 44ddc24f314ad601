//! Suggests the known name that a mistyped one most likely means.

use strsim::osa_distance;

/// The nearest of the known names, ignoring case: the shortest one that begins with the word, else the one with the
/// smallest edit distance, of equally near ones the first in the order of code points. `None` if none is near enough.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // In characters. Names are much shorter; the bound keeps the cost linear in the length of `word`.
    const LONGEST: usize = 64;
    // Fewer characters begin too many names.
    const ABBREVIATED: usize = 3;
    let word: String = word.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    let length = word.chars().count();
    if length == 0 || length > LONGEST {
        return None;
    }
    let known: Vec<&str> = known.into_iter().collect();
    let begins = |name: &&&str| length >= ABBREVIATED && name.to_lowercase().starts_with(&word);
    if let Some(name) = known.iter().filter(begins).min_by_key(|name| (name.len(), **name)) {
        return Some(name);
    }
    let distance = |name: &str| osa_distance(&word, &name.chars().flat_map(char::to_lowercase).collect::<String>());
    let ranked = known.into_iter().map(|name| (distance(name), name)).min();
    ranked.filter(|(distance, name)| *distance <= 1 + name.chars().count().max(length) / 4).map(|(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name() {
        let known = ["theme", "language", "typography.fill", "mouse"];
        for (word, name) in [
            ("thme", Some("theme")),
            ("Theme", Some("theme")),
            ("tehme", Some("theme")),
            ("langauge", Some("language")),
            ("typography.full", Some("typography.fill")),
            ("typo", Some("typography.fill")),
            ("lan", Some("language")),
            ("ty", None),
            ("nothing-like-it", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), name, "{word}");
        }
    }
}
