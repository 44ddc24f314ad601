//! Labels on the visible links and pictures, typed to follow or open one.

use crate::document::{ImageId, LinkId};
use crate::typeset::Run;

/// What a label leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HintTarget {
    /// A link of the body.
    Link(LinkId),
    /// A picture that is not part of a link: whether it is in the body, and which one it is.
    Picture(bool, ImageId),
}

impl HintTarget {
    /// What a run of the body or of the title block leads to.
    pub fn of(run: &Run, body: bool) -> Option<Self> {
        let link = run.link.filter(|_| body).map(Self::Link);
        link.or_else(|| run.image.filter(|_| run.link.is_none()).map(|image| Self::Picture(body, image)))
    }
}

/// Whether the name of a file is that of a picture. No other files are opened: a system's opener may run them.
pub fn is_picture_name(path: &str) -> bool {
    const ENDINGS: [&str; 16] = [
        "jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "ico", "heic",
        "jxl",
    ];
    let ending =
        path.rsplit(['/', '\\']).next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, ending)| ending);
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending))
}

/// Whether an address says where a picture is: on the web or in a file, not `data:` and the like.
pub(in crate::app) fn has_place(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let is_scheme =
        scheme.len() > 1 && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    !is_scheme || ["http", "https", "file"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
}

/// What a typed letter makes of a label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::app) enum Typed {
    /// The label of this target is complete.
    Complete(HintTarget),
    /// The beginning of some labels.
    Part,
    /// No label begins like this: the letter does not count.
    Wrong(String),
}

/// Labels on the visible links and pictures, and what has been typed of one of them. No label is the beginning of another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// A label for each of them, in reading order; all of equal length.
    labels: Vec<(String, HintTarget)>,
    /// The part of a label that has been typed; the beginning of at least one label.
    typed: String,
}

impl Hints {
    /// Labels for these targets.
    pub(in crate::app) fn new(targets: Vec<HintTarget>) -> Self {
        Self { labels: labels(targets.len()).into_iter().zip(targets).collect(), typed: String::new() }
    }

    /// The label of a target; `None` if it has none or if something else has been typed.
    pub fn label(&self, target: HintTarget) -> Option<&str> {
        let (label, _) = self.labels.iter().find(|(_, labelled)| *labelled == target)?;
        Some(label.as_str()).filter(|label| label.starts_with(&self.typed))
    }

    /// Adds a typed letter.
    pub(in crate::app) fn push(&mut self, letter: char) -> Typed {
        self.typed.push(letter.to_ascii_lowercase());
        if let Some((_, target)) = self.labels.iter().find(|(label, _)| *label == self.typed) {
            return Typed::Complete(*target);
        }
        if self.labels.iter().any(|(label, _)| label.starts_with(&self.typed)) {
            return Typed::Part;
        }
        let wrong = self.typed.clone();
        self.typed.pop();
        Typed::Wrong(wrong)
    }

    /// Removes the letter typed last. Returns whether there was one.
    pub(in crate::app) fn pop(&mut self) -> bool {
        self.typed.pop().is_some()
    }
}

/// Labels of equal length for this many targets, starting with letters of the home row.
fn labels(count: usize) -> Vec<String> {
    const LETTERS: &[u8] = b"asdfghjklqwertuiopzxcvbnm";
    let letters = LETTERS.len();
    let mut length = 1;
    while letters.pow(length) < count {
        length += 1;
    }
    (0..count)
        .map(|number| {
            let mut rest = number;
            let mut label = vec![' '; length as usize];
            for place in label.iter_mut().rev() {
                *place = char::from(LETTERS[rest % letters]);
                rest /= letters;
            }
            label.into_iter().collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a_wrong_letter_does_not_count() {
        let targets: Vec<HintTarget> = (0..26).map(|number| HintTarget::Link(LinkId(number))).collect();
        let mut hints = Hints::new(targets);
        assert_eq!(hints.push('é'), Typed::Wrong("é".into()));
        assert_eq!(hints.push('S'), Typed::Part);
        assert_eq!(hints.push('m'), Typed::Wrong("sm".into()));
        assert_eq!(hints.label(HintTarget::Link(LinkId(25))), Some("sa"));
        assert_eq!(hints.push('a'), Typed::Complete(HintTarget::Link(LinkId(25))));
        let mut hints = Hints::new(vec![HintTarget::Link(LinkId(0)); 26]);
        assert_eq!((hints.push('a'), hints.pop(), hints.pop()), (Typed::Part, true, false));
    }

    #[test]
    fn labels_are_prefix_free() {
        for count in [0, 1, 25, 26, 700] {
            let labels = labels(count);
            let lengths: HashSet<usize> = labels.iter().map(String::len).collect();
            assert_eq!(lengths.len(), usize::from(count > 0));
            assert_eq!(labels.iter().collect::<HashSet<_>>().len(), count);
        }
    }
}
