//! Finds where two texts differ.

/// One difference of two texts.
#[derive(Debug, PartialEq)]
pub struct Hunk {
    /// The characters before it, the same in both texts.
    pub before: String,
    /// Text that was expected and is missing.
    pub lost: String,
    /// Text that was not expected.
    pub added: String,
}

/// So many equal characters end a hunk.
const SAME: usize = 20;

/// Most characters searched for the end of a hunk.
const FAR: usize = 4000;

/// The differences of `found` from what was expected. After the first hundred, the rest is one difference.
pub fn of(expected: &str, found: &str) -> Vec<Hunk> {
    if expected == found {
        return Vec::new();
    }
    let (expected, found): (Vec<char>, Vec<char>) = (expected.chars().collect(), found.chars().collect());
    let (mut i, mut j) = (0, 0);
    let mut hunks = Vec::new();
    while i < expected.len() || j < found.len() {
        if expected.get(i) == found.get(j) {
            (i, j) = (i + 1, j + 1);
            continue;
        }
        let (lost, added) = if hunks.len() < 100 { end(&expected[i..], &found[j..]) } else { (usize::MAX, usize::MAX) };
        let (to_i, to_j) = (i.saturating_add(lost).min(expected.len()), j.saturating_add(added).min(found.len()));
        hunks.push(Hunk {
            before: expected[i.saturating_sub(12)..i].iter().collect(),
            lost: expected[i..to_i].iter().collect(),
            added: found[j..to_j].iter().collect(),
        });
        (i, j) = (to_i, to_j);
    }
    hunks
}

/// How much of each text to skip until both are equal again.
fn end(expected: &[char], found: &[char]) -> (usize, usize) {
    let agree = |i: usize, j: usize| {
        let (a, b) = (&expected[i..], &found[j..]);
        let length = SAME.min(a.len().max(b.len()));
        a.len() >= length && b.len() >= length && a[..length] == b[..length]
    };
    for sum in 1..FAR {
        for lost in (0..=sum.min(expected.len())).rev() {
            let added = sum - lost;
            if added <= found.len() && agree(lost, added) {
                return (lost, added);
            }
        }
    }
    (usize::MAX, usize::MAX)
}
