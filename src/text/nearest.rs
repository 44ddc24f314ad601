//! The known name a mistyped one most likely meant.

/// The nearest of the known names by edit distance, letter case aside; `None` where none is near enough to be meant.
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Nobody mistypes a name of this length; the bound keeps the cost linear.
    const LONGEST: usize = 64;
    let word: Vec<char> = word.chars().take(LONGEST + 1).flat_map(char::to_lowercase).collect();
    if word.is_empty() || word.len() > LONGEST {
        return None;
    }
    let ranked = known.into_iter().map(|name| (distance(&word, name), name)).min_by_key(|(distance, _)| *distance);
    ranked.filter(|(distance, name)| *distance <= 1 + name.chars().count().max(word.len()) / 4).map(|(_, name)| name)
}

/// Insertions, removals, replacements and swaps of neighbours that lead from one word to the other.
fn distance(word: &[char], name: &str) -> usize {
    let name: Vec<char> = name.chars().flat_map(char::to_lowercase).collect();
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=name.len()).collect();
    for (row, w) in word.iter().enumerate() {
        let mut line = vec![row + 1];
        for (column, n) in name.iter().enumerate() {
            let mut best = (above[column] + usize::from(w != n)).min(above[column + 1] + 1).min(line[column] + 1);
            if row > 0 && column > 0 && word[row - 1] == *n && *w == name[column - 1] {
                best = best.min(before[column - 1] + 1);
            }
            line.push(best);
        }
        before = std::mem::replace(&mut above, line);
    }
    above.last().copied().unwrap_or(0)
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
            ("nothing-like-it", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, known), name, "{word}");
        }
    }
}
