//! Proof of the rules by offenders: sources that break a rule, and sources that look like it but do not.

use std::path::Path;

use super::source::Source;

const HEAD: &str = "//! What it is for.\n";

/// Sources of these paths and texts.
pub fn sources(files: &[(&str, &str)]) -> Vec<Source> {
    files.iter().map(|(path, text)| Source::new(Path::new(path), &format!("{HEAD}{text}\n"))).collect()
}

/// Asserts that `check` finds something for each line of `bad` in a file at `path`, and nothing for `good`.
#[track_caller]
pub fn judge(check: fn(&Source) -> Vec<String>, path: &str, bad: &[&str], good: &[&str]) {
    let found = |line: &str| sources(&[(path, line)]).iter().flat_map(check).collect::<Vec<_>>();
    for line in bad {
        assert!(!found(line).is_empty(), "{path} may hold: {line}");
    }
    for line in good {
        assert_eq!(found(line), Vec::<String>::new(), "{path} may not hold: {line}");
    }
}

/// Asserts that `check` finds this many violations in files that belong together.
#[track_caller]
pub fn judge_files(check: fn(&[Source]) -> Vec<String>, files: &[(&str, &str)], violations: usize) {
    let found = check(&sources(files));
    assert_eq!(found.len(), violations, "{files:#?}: {found:#?}");
}
