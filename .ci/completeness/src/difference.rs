//! Where two texts differ.

/// What one text has and the other has not, at one place.
#[derive(Debug, PartialEq)]
pub struct Hunk {
    /// The characters before it, in both.
    pub before: String,
    /// What was expected and is not there.
    pub lost: String,
    /// What is there and was not expected.
    pub added: String,
}

/// As many equal characters end a hunk.
const SAME: usize = 20;

/// How far the end of a hunk is looked for.
const FAR: usize = 4000;

/// The places where `found` is not what was expected; beyond the first hundred the rest is one.
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

/// How much of each text goes until both are equal again.
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
