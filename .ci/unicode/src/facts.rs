//! Checks the facts of `wpt-line-break.tsv`: whether a line may start with a character, at a level, in a language.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use inkstone::text::Language;
use inkstone::typeset::{Options, Strictness, line_starts};

/// The text of the tests: the character comes after the first part.
const AROUND: (&str, &str) = ("文文文文文文", "字字");

/// Checks all facts. Returns whether each holds or is listed with a reason.
pub fn run(testdata: &Path, lists: &Path) -> io::Result<bool> {
    let facts = fs::read_to_string(testdata.join("wpt-line-break.tsv"))?;
    let list = fs::read_to_string(lists.join("wpt-line-break.misses")).unwrap_or_default();
    let mut listed: BTreeMap<String, bool> = list
        .lines()
        .filter_map(|line| {
            let (fact, reason) = line.split_once('#').unwrap_or((line, ""));
            let fact = fact.split_whitespace().collect::<Vec<_>>().join(" ");
            (!fact.is_empty()).then(|| (fact, !reason.trim().is_empty()))
        })
        .collect();
    let (mut passed, mut failed, mut known) = (0, 0, 0);
    for line in facts.lines().filter(|line| !line.starts_with('#') && !line.starts_with("class")) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [class, level, language, hex, expected] = fields[..] else {
            return Err(io::Error::other(format!("not a fact: {line}")));
        };
        let strictness = Strictness::from_word(level).ok_or_else(|| io::Error::other(line))?;
        let options = Options { strictness, ..Options::default() };
        let character = u32::from_str_radix(hex, 16).ok().and_then(char::from_u32).ok_or(io::ErrorKind::InvalidData)?;
        let text = format!("{}{character}{}", AROUND.0, AROUND.1);
        let may = line_starts(&text, &options, Language::from_tag(language)).contains(&AROUND.0.len());
        let name = format!("{class} {level} {language} {hex}");
        match (may == (expected == "yes"), listed.remove(&name)) {
            (true, None) => passed += 1,
            (true, Some(_)) => {
                failed += 1;
                println!("wpt-line-break: {name} is listed as a miss, but holds");
            }
            (false, Some(true)) => known += 1,
            (false, reason) => {
                failed += 1;
                let word = if reason.is_some() { " and has no reason" } else { "" };
                println!("wpt-line-break: {name} {character} expected {expected}, found otherwise{word}");
            }
        }
    }
    for name in listed.keys() {
        failed += 1;
        println!("wpt-line-break: {name} is listed, but there is no such fact");
    }
    println!("wpt-line-break: {passed} passed, {failed} failed, {known} known misses");
    Ok(failed == 0 && passed > 0)
}
