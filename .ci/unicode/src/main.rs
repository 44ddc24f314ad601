//! Runs Unicode's GraphemeBreakTest and LineBreakTest against the clusters and line-break opportunities of the library,
//! and facts from the web platform tests of `line-break` against the typesetter.
//!
//! usage: unicode-breaks TESTDATA LISTS < (widths.py)
//!
//! Standard input gives all characters with their East Asian width, which are compared with the widths of
//! `text::Profile`; `LISTS/EastAsianWidth.exceptions` lists where they differ and why. If `TESTDATA/emoji-test.txt`
//! exists, each of its emoji must be one cluster of two cells.
//!
//! `LISTS/GraphemeBreakTest-17.0.misses` and `LISTS/LineBreakTest-17.0.misses` contain the line numbers of the cases
//! that are known to differ, one per line; `#` begins the reason. A failing case that is not listed is a failure, and
//! so is a listed one that passes. With `REGENERATE=1` the lists are rewritten, keeping the reasons. Facts that are
//! known to differ are listed in `LISTS/wpt-line-break.misses` by class, level, language and character.

mod widths;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::ExitCode;

mod facts;

/// The text of a case and the byte offsets at which it must break, without both ends.
fn case(line: &str) -> Option<(String, BTreeSet<usize>)> {
    let line = line.split('#').next()?.trim();
    if line.is_empty() {
        return None;
    }
    let (mut text, mut breaks) = (String::new(), BTreeSet::new());
    for part in line.split_whitespace() {
        match part {
            "÷" => {
                breaks.insert(text.len());
            }
            "×" => {}
            // Surrogates are not characters: such a case cannot be represented in a str.
            number => text.push(char::from_u32(u32::from_str_radix(number, 16).ok()?)?),
        }
    }
    breaks.remove(&0);
    breaks.remove(&text.len());
    Some((text, breaks))
}

fn clusters(text: &str) -> Vec<usize> {
    inkstone::text::clusters(text).map(|(start, _)| start).collect()
}

fn opportunities(text: &str) -> Vec<usize> {
    inkstone::typeset::opportunities(text)
}

/// Runs one file. Returns how many cases passed, failed, and are known to differ.
fn run(testdata: &Path, lists: &Path, name: &str, breaks: fn(&str) -> Vec<usize>) -> std::io::Result<[usize; 3]> {
    let cases = fs::read_to_string(testdata.join(name).with_extension("0.txt"))?;
    let list = lists.join(name).with_extension("0.misses");
    let reasons: BTreeMap<usize, String> = fs::read_to_string(&list)
        .unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let (number, reason) = line.split_once('#').unwrap_or((line, ""));
            Some((number.trim().parse().ok()?, reason.trim().to_owned()))
        })
        .collect();
    let listed: BTreeSet<usize> = reasons.keys().copied().collect();
    let (mut missed, mut run) = (BTreeSet::new(), BTreeSet::new());
    for (index, line) in cases.lines().enumerate() {
        let number = index + 1;
        let Some((text, expected)) = case(line) else { continue };
        run.insert(number);
        let found: BTreeSet<usize> = breaks(&text).into_iter().filter(|at| (1..text.len()).contains(at)).collect();
        if found == expected {
            continue;
        }
        missed.insert(number);
        if !listed.contains(&number) && missed.len() - listed.intersection(&missed).count() <= 10 {
            println!("{name}:{number} {text:?}\n  expected {expected:?}\n  found    {found:?}\n  {line}");
        }
    }
    if std::env::var_os("REGENERATE").is_some() {
        let line = |number| format!("{number} # {}\n", reasons.get(number).map_or("", String::as_str));
        let lines: String = missed.iter().map(line).collect();
        let head = "whose breaks differ. Regenerate with REGENERATE=1, which keeps the reasons.";
        fs::write(&list, format!("# Lines of {name}.txt {head}\n{lines}"))?;
        println!("{} lines written to {}", missed.len(), list.display());
    }
    for number in listed.difference(&missed) {
        println!(
            "{name}:{number} is listed as a miss, but {}",
            if run.contains(number) { "passes" } else { "is no case" }
        );
    }
    let known = listed.intersection(&missed).count();
    let failed = missed.len() - known + listed.difference(&missed).count();
    let passed = run.len() - missed.len();
    println!("{name}: {passed} passed, {failed} failed, {known} known misses");
    Ok([passed, failed, known])
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [testdata, lists] = arguments.as_slice() else {
        eprintln!("usage: unicode-breaks TESTDATA LISTS");
        return ExitCode::from(2);
    };
    let (testdata, lists) = (Path::new(testdata), Path::new(lists));
    let files = [("GraphemeBreakTest-17.0", clusters as fn(&str) -> Vec<usize>), ("LineBreakTest-17.0", opportunities)];
    let mut good = true;
    for (name, breaks) in files {
        match run(testdata, lists, name, breaks) {
            Ok([passed, failed, _]) => good &= failed == 0 && passed > 0,
            Err(error) => {
                eprintln!("{name}: {error}");
                good = false;
            }
        }
    }
    match facts::run(testdata, lists) {
        Ok(right) => good &= right,
        Err(error) => {
            eprintln!("wpt-line-break: {error}");
            good = false;
        }
    }
    match widths::run(&lists.join("EastAsianWidth.exceptions"), std::io::stdin().lock()) {
        Ok(passed) => good &= passed,
        Err(error) => {
            eprintln!("EastAsianWidth: {error}");
            good = false;
        }
    }
    match widths::emoji(&testdata.join("emoji-test.txt")) {
        Ok(passed) => good &= passed,
        Err(error) => println!("emoji-test.txt: not looked at ({error})"),
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
