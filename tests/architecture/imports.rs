//! How modules of the crate are imported.

use super::source::Source;

/// No glob imports of the crate's modules, no `super::super`.
pub fn imports(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    for path in source.paths().iter().filter(|path| path.own) {
        if path.glob {
            violations.push(source.at(path.line, "a glob import of a module of the crate"));
        }
        if path.supers > 1 {
            violations.push(source.at(path.line, "`super::super`"));
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::judge::judge;
    use super::*;

    #[test]
    fn globs_and_long_ways_up_are_found() {
        let bad = ["use crate::text::*;", "use super::*;", "use crate::{text::*};", "use super::super::text::Clean;"];
        let good = ["use std::io::*;", "use super::text::Clean;", "#[cfg(test)] mod tests { use super::*; }"];
        judge(imports, "src/a/b.rs", &bad, &good);
        judge(imports, "src/a/b.rs", &["use super::{super::x, y};"], &["fn f() { let x = a * b; }"]);
    }
}
