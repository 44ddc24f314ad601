//! Compares the width of every character with UAX #11, as given by the database of another implementation.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::path::Path;

use inkstone::text::{Ambiguous, Profile, clusters};

/// Cells in a terminal with narrow ambiguous characters, and in one with wide ones.
type Cells = (u8, u8);

/// The cells by UAX #11. Marks and format characters take no cell of their own.
fn expected(width: &str, category: &str) -> Cells {
    match (width, category) {
        (_, "Mn" | "Me" | "Cf" | "Cc" | "Zl" | "Zp") => (0, 0),
        ("F" | "W", _) => (2, 2),
        ("A", _) => (1, 2),
        _ => (1, 1),
    }
}

/// The exceptions, one per line: `FIRST..LAST NARROW WIDE reason`; and whether each applies to older databases only.
fn exceptions(list: &str) -> Option<BTreeMap<u32, (Cells, bool)>> {
    let mut all = BTreeMap::new();
    for line in list.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let mut words = line.split_whitespace();
        let (first, last) = words.next()?.split_once("..")?;
        let cells = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let dated = line.contains(" since Unicode ");
        words.next()?;
        for code in u32::from_str_radix(first, 16).ok()?..=u32::from_str_radix(last, 16).ok()? {
            all.insert(code, (cells, dated));
        }
    }
    Some(all)
}

/// Compares all widths. Returns whether they are as expected.
pub fn run(list: &Path, database: impl BufRead) -> std::io::Result<bool> {
    let Some(listed) = exceptions(&std::fs::read_to_string(list)?) else {
        println!("{}: a line is not FIRST..LAST NARROW WIDE reason", list.display());
        return Ok(false);
    };
    let (narrow, wide) = (Profile::default(), Profile::of(Ambiguous::Wide));
    let (mut run, mut failed, mut known) = (0, 0, 0);
    for line in database.lines() {
        let line = line?;
        let mut words = line.split(' ');
        let (Some(code), Some(width), Some(category)) = (words.next(), words.next(), words.next()) else { continue };
        let Some((code, c)) = u32::from_str_radix(code, 16).ok().and_then(|code| Some((code, char::from_u32(code)?)))
        else {
            continue;
        };
        run += 1;
        let text = c.to_string();
        let found = (narrow.cluster(&text), wide.cluster(&text));
        let standard = expected(width, category);
        let exception = listed.get(&code).copied();
        let wanted = exception.map_or(standard, |(cells, _)| cells);
        known += usize::from(exception.is_some());
        let stale = exception.is_some_and(|(cells, dated)| cells == standard && !dated);
        if found != wanted || stale {
            failed += 1;
            println!("U+{code:04X} {width} {category} takes {found:?}, expected {wanted:?}, UAX #11 has {standard:?}");
        }
    }
    println!("East Asian width: {} passed, {failed} failed, {known} listed", run - failed - known.min(run - failed));
    Ok(failed == 0 && run > 100_000)
}

/// Whether every fully-qualified emoji is one cluster of two cells (UTS #51), and every other form takes at most that.
pub fn emoji(list: &Path) -> std::io::Result<bool> {
    let (mut run, mut failed) = (0, 0);
    for line in std::fs::read_to_string(list)?.lines() {
        let Some((codes, rest)) = line.split('#').next().unwrap_or_default().split_once(';') else { continue };
        let codes = codes.split_whitespace();
        let text: String = codes.filter_map(|code| char::from_u32(u32::from_str_radix(code, 16).ok()?)).collect();
        let cells = Profile::default().width(&text);
        let qualified = rest.trim() == "fully-qualified";
        run += 1;
        if clusters(&text).count() != 1 || if qualified { cells != 2 } else { cells > 2 } {
            failed += 1;
            println!("{text} ({}) takes {cells} cells in {} clusters", rest.trim(), clusters(&text).count());
        }
    }
    println!("emoji-test: {} passed, {failed} failed", run - failed);
    Ok(failed == 0 && run > 3_000)
}
