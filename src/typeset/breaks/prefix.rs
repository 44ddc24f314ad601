//! Prefixes of Hebrew and Arabic, written with a hyphen before the word: no line breaks after the hyphen.

use crate::typeset::text::unit::{Edge, FORCED, NEVER, Unit};

/// The letters of which Hebrew prefixes consist, such as ה, וה and שב.
const FORMATIVE: &str = "משהוכלב";

/// The most letters of a prefix.
const LONGEST: usize = 3;

/// Forbids breaks between a prefix with its hyphen and the word. A single letter is a prefix, and so are several Hebrew
/// letters that only prefixes consist of, and the Arabic article.
pub(in crate::typeset) fn apply(units: &mut [Unit], edges: &[Edge]) {
    for (at, edge) in edges.iter().enumerate().skip(1) {
        if !matches!(edge.first, '-' | '\u{2010}' | '\u{5be}') {
            continue;
        }
        let before = edges.get(..at).unwrap_or_default();
        let word = before.iter().rev().take(LONGEST + 1).take_while(|edge| is_letter(edge.first)).count();
        let letters = before.get(at - word..).unwrap_or_default().iter().map(|edge| edge.first);
        let is_prefix = match word {
            0 => false,
            1 => true,
            2..=LONGEST => letters.clone().all(|c| FORMATIVE.contains(c)) || letters.eq("ال".chars()),
            _ => false,
        };
        if let Some(next) = units.get_mut(at + 1).filter(|next| is_prefix && next.penalty != FORCED) {
            next.penalty = NEVER;
        }
    }
}

/// Whether a character is a letter of Hebrew or Arabic.
fn is_letter(c: char) -> bool {
    matches!(c, '\u{5d0}'..='\u{5f2}' | '\u{620}'..='\u{64a}' | '\u{66e}'..='\u{6d3}' | '\u{750}'..='\u{77f}')
}

#[cfg(test)]
mod tests {
    use crate::text::Language;
    use crate::typeset::breaks::opportunities::line_starts;
    use crate::typeset::text::options::Options;

    #[test]
    fn a_prefix_stays_with_its_word() {
        for (text, parts) in [
            ("על ה-אירוע הזה", &["על ", "ה-אירוע ", "הזה"][..]),
            ("ה\u{5b8}-אירוע", &["ה\u{5b8}-אירוע"]),
            ("ב־אירוע", &["ב־אירוע"]),
            ("וה-אירוע שב-עיר", &["וה-אירוע ", "שב-עיר"]),
            ("בית-ספר", &["בית-", "ספר"]),
            ("תל-אביב", &["תל-", "אביב"]),
            ("ה-API ו-2021", &["ה-API ", "ו-2021"]),
            ("ب-المدينة ال-مدينة", &["ب-المدينة ", "ال-مدينة"]),
            ("ה - אירוע", &["ה ", "- ", "אירוע"]),
        ] {
            let starts = line_starts(text, &Options::default(), Language::Other);
            let mut found = Vec::new();
            let mut from = 0;
            for at in starts.into_iter().chain([text.len()]) {
                found.push(&text[from..at]);
                from = at;
            }
            assert_eq!(found, parts, "{text}");
        }
    }
}
