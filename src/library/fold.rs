//! Folding of titles and names, so that case and width make no difference, and the words looked for in them.

use memchr::memmem::Finder;

/// `text` in lower case, full-width forms as their ASCII twins, every run of blanks as one.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// Appends the folded text.
pub(super) fn fold_into(text: &str, out: &mut String) {
    let mut blank = false;
    for c in text.chars() {
        let c = match c {
            '！'..='～' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        if c.is_whitespace() {
            if !blank {
                out.push(' ');
            }
            blank = true;
            continue;
        }
        blank = false;
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else if ('\u{2e80}'..='\u{d7ff}').contains(&c) {
            // Han, kana and Hangul know no case: the common characters skip the table.
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
    }
}

/// Words that must all occur in a title, case and width aside.
#[derive(Clone, Debug, Default)]
pub struct Needles(Vec<Finder<'static>>);

impl Needles {
    /// The words of `query`, parted by blanks; `None` where there is none.
    pub fn new(query: &str) -> Option<Self> {
        let folded = fold(query);
        let words: Vec<_> = folded.split_whitespace().map(|word| Finder::new(word).into_owned()).collect();
        (!words.is_empty()).then_some(Self(words))
    }

    /// Whether all words occur in a text that is already folded.
    pub fn in_folded(&self, folded: &str) -> bool {
        self.0.iter().all(|finder| finder.find(folded.as_bytes()).is_some())
    }
}

impl PartialEq for Needles {
    fn eq(&self, other: &Self) -> bool {
        self.0.iter().map(Finder::needle).eq(other.0.iter().map(Finder::needle))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_width_fold() {
        assert_eq!(fold("ＡBc　 １２３ É 中文。"), "abc 123 é 中文。");
        let needles = Needles::new(" rust　编程 ").expect("two words");
        assert!(needles.in_folded(&fold("编程语言ＲＵＳＴ")));
        assert!(!needles.in_folded(&fold("Rust 语言")));
        assert_eq!(Needles::new(" 　"), None);
    }
}
