//! Matching brackets.

/// Opening and closing brackets and quotation marks that come in pairs.
const PAIRS: &[(char, char)] = &[
    ('(', ')'),
    ('[', ']'),
    ('{', '}'),
    ('（', '）'),
    ('［', '］'),
    ('｛', '｝'),
    ('「', '」'),
    ('『', '』'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('〖', '〗'),
    ('“', '”'),
    ('«', '»'),
];

/// The byte of the bracket that matches the first bracket at or after a byte of a text. As in vim, the first one is
/// looked for up to the end of the line, and its partner in the whole text.
pub fn matching(text: &str, byte: usize) -> Option<usize> {
    let rest = text.get(byte..)?;
    let is_bracket = |c: char| PAIRS.iter().any(|(open, close)| c == *open || c == *close);
    let (ahead, found) = rest.char_indices().take_while(|(_, c)| *c != '\n').find(|(_, c)| is_bracket(*c))?;
    let at = byte + ahead;
    let (open, close) = PAIRS.iter().find(|(open, close)| found == *open || found == *close)?;
    let mut depth = 0_usize;
    let mut ends = |here: char| {
        let (own, other) = if found == *open { (open, close) } else { (close, open) };
        depth = if here == *own { depth + 1 } else { depth.saturating_sub(usize::from(here == *other)) };
        depth == 0
    };
    if found == *open {
        return text.get(at..)?.char_indices().find(|(_, c)| ends(*c)).map(|(ahead, _)| at + ahead);
    }
    let through = text.get(..at + found.len_utf8())?;
    through.char_indices().rev().find(|(_, c)| ends(*c)).map(|(place, _)| place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_match_across_others() {
        for (text, from, to) in [
            ("(a (b) c)", 0, Some(8)),
            ("(a (b) c)", 8, Some(0)),
            ("(a (b) c)", 1, Some(5)),
            ("(a (b) c)", 5, Some(3)),
            ("f [x\n{y}]", 0, Some(8)),
            ("a\n(b)", 0, None),
            ("(a", 0, None),
            ("a)", 0, None),
            ("《a》", 0, Some(4)),
            ("《a》", 4, Some(0)),
            ("“他说「好」”", 0, Some(18)),
            ("plain", 0, None),
        ] {
            assert_eq!(matching(text, from), to, "{text} from {from}");
        }
    }
}
