//! No two files of the library use each other, directly or through others.

use std::collections::{BTreeMap, BTreeSet};

use super::source::Source;
use super::uses::{Uses, uses};

/// Each circle as the files in it and their uses of each other.
pub fn circles(sources: &[Source]) -> Vec<String> {
    let uses = uses(sources);
    let reach: BTreeMap<&str, BTreeSet<&str>> = uses.keys().map(|file| (*file, reachable(&uses, file))).collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for file in uses.keys().filter(|file| reach[*file].contains(*file)) {
        if !seen.insert(*file) {
            continue;
        }
        let circle: BTreeSet<&str> = reach[file]
            .iter()
            .copied()
            .filter(|other| reach.get(other).is_some_and(|back| back.contains(file)))
            .collect();
        seen.extend(&circle);
        let within = circle.iter().flat_map(|from| {
            uses[from].iter().filter(|to| circle.contains(*to)).map(move |to| format!("\n    {from} -> {to}"))
        });
        found.push(format!("a circle of {} files:{}", circle.len(), within.collect::<String>()));
    }
    found
}

/// Every file that `file` uses, directly or through others; `file` itself if it is in a circle.
fn reachable<'a>(uses: &Uses<'a>, file: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![file];
    while let Some(next) = open.pop() {
        for used in uses.get(next).into_iter().flatten() {
            if found.insert(*used) {
                open.push(used);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::judge::judge_files;
    use super::*;

    #[test]
    fn circles_between_files_are_found() {
        let facade = ("src/a/mod.rs", "mod b; mod c; mod d; pub use b::B; pub use c::{C as Other, c}; pub use d::D;");
        let d = ("src/a/d.rs", "pub struct D;");
        let bad: &[&[(&str, &str)]] = &[
            // Directly, by imports and by paths.
            &[("src/a/b.rs", "use crate::a::c::C; pub struct B;"), ("src/a/c.rs", "use crate::a::b::B; pub struct C;")],
            &[("src/a/b.rs", "fn f() { super::c::c(); }"), ("src/a/c.rs", "pub fn c() { vec![crate::a::b::f()]; }")],
            // Through re-exports, renamed and not.
            &[("src/a/b.rs", "use crate::a::Other; pub struct B;"), ("src/a/c.rs", "use crate::a::B; pub struct C;")],
            &[("src/a/b.rs", "use super::{D, Other};"), ("src/a/c.rs", "impl crate::a::b::X for C {}")],
            // Through a third file.
            &[
                ("src/a/b.rs", "use crate::a::c::C;"),
                ("src/a/c.rs", "use crate::e::E;"),
                ("src/e.rs", "use crate::a::b::B;"),
            ],
            // With the folder's own file, which uses its children.
            &[("src/a/b.rs", "fn f() { super::own(); }"), ("src/a/c.rs", ""), ("src/f.rs", "")],
        ];
        let own = ("src/a/mod.rs", "mod b; fn own() { b::f(); }");
        let good: &[&[(&str, &str)]] = &[
            &[("src/a/b.rs", "use crate::a::c::C; pub struct B;"), ("src/a/c.rs", "pub struct C;")],
            &[("src/a/b.rs", "use crate::a::Other;"), ("src/a/c.rs", "use crate::a::D; pub struct C;")],
            &[
                ("src/a/b.rs", "use crate::a::c::C;"),
                ("src/a/c.rs", "#[cfg(test)] mod tests { use crate::a::b::B; }"),
                ("src/e.rs", "use crate::a::{B, Other};"),
            ],
            &[("src/a/b.rs", "pub(in crate::a::c) struct B;"), ("src/a/c.rs", "use crate::a::b::B;")],
        ];
        for files in bad {
            let facade = if files[0].1.contains("own") { own } else { facade };
            judge_files(circles, &[&[facade, d], *files].concat(), 1);
        }
        for files in good {
            judge_files(circles, &[&[facade, d], *files].concat(), 0);
        }
    }

    #[test]
    fn every_circle_is_listed_once_with_its_uses() {
        let found = circles(&super::super::judge::sources(&[
            ("src/a.rs", "use crate::b::B;"),
            ("src/b.rs", "use crate::a::A; use crate::c::C;"),
            ("src/c.rs", "use crate::d::D;"),
            ("src/d.rs", "use crate::c::C;"),
        ]));
        let expected = [
            "a circle of 2 files:\n    src/a.rs -> src/b.rs\n    src/b.rs -> src/a.rs",
            "a circle of 2 files:\n    src/c.rs -> src/d.rs\n    src/d.rs -> src/c.rs",
        ];
        assert_eq!(found, expected);
    }
}
