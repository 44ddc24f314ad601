//! The head and the end of a file.

use quote::ToTokens;

use super::source::Source;

/// The first line says what the file is for, and the tests are at the end.
pub fn heads(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    let first = source.text.lines().next().unwrap_or_default();
    if !first.starts_with("//! ") || first.len() < 12 {
        violations.push(source.at(1, "the file does not begin with a `//!` sentence"));
    }
    let tests = source.tests();
    let last = source
        .file
        .items
        .iter()
        .map(|item| item.to_token_stream())
        .filter_map(|tokens| tokens.into_iter().last().map(|token| token.span().end().line));
    if let (Some(tests), Some(last)) = (tests, last.max())
        && last > tests
    {
        violations.push(source.at(tests + 1, "there is something after the tests"));
    }
    violations
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn heads_and_tails_are_found() {
        let found = |text: &str| !heads(&Source::new(Path::new("src/a.rs"), text)).is_empty();
        assert!(found("use std::io;\n"));
        assert!(found("// What it is for.\n"));
        assert!(found("//!\n//! What it is for.\n"));
        assert!(found("//! What it is for.\n#[cfg(test)]\nmod tests {}\nfn f() {}\n"));
        assert!(!found("//! What it is for.\nfn f() {}\n#[cfg(test)]\nmod tests {}\n"));
        assert!(!found("//! What it is for.\n#[cfg(test)]\nmod cases;\nfn f() {}\n"));
    }
}
