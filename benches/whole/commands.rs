//! The commands without a screen, each in turn with a program that does as much of the work as cannot be left out:
//! `find` walks the same tree and looks at every file, `cat` reads them all, `rg` or `grep` searches them.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::millis;

/// A word of one article in a hundred, and one of every other article.
const RARE: &str = "黄鹂";
const COMMON: &str = "海燕";

/// What a command is compared with.
#[derive(Clone, Copy)]
enum Floor {
    Walk,
    Read,
    Search(&'static str),
    /// The time is a bar of its own.
    Nothing,
}

struct Row {
    name: &'static str,
    arguments: &'static [&'static str],
    floor: Floor,
    /// Whether the index is deleted first.
    without_index: bool,
}

const fn row(name: &'static str, arguments: &'static [&'static str], floor: Floor) -> Row {
    Row { name, arguments, floor, without_index: false }
}

const ROWS: &[Row] = &[
    Row { name: "index, for the first time", arguments: &["index", "DIR"], floor: Floor::Read, without_index: true },
    row("index, nothing new", &["index", "DIR"], Floor::Walk),
    row("search, a rare word, paths", &["search", "--in", "DIR", "--format", "paths", RARE], Floor::Walk),
    row("search, a rare word, snippets", &["search", "--in", "DIR", RARE], Floor::Walk),
    row("search, a common word, 20 snippets", &["search", "--in", "DIR", "--limit", "20", COMMON], Floor::Walk),
    row("list, 5 rows", &["list", "DIR", "--limit", "5"], Floor::Walk),
    row("list, all rows", &["list", "DIR"], Floor::Walk),
    row("list, all rows by title, JSON", &["list", "DIR", "--sort", "title", "--format", "json"], Floor::Walk),
    row("list, 5 rows with a word", &["list", "DIR", "--query", RARE, "--limit", "5"], Floor::Walk),
    row("categories", &["categories", "DIR"], Floor::Walk),
    row("check", &["check", "DIR"], Floor::Walk),
    row("list, 5 rows, index as it is", &["list", "DIR", "--limit", "5", "--fresh", "never"], Floor::Nothing),
    row("categories, index as it is", &["categories", "DIR", "--fresh", "never"], Floor::Nothing),
    row(
        "search, a rare word, index as it is",
        &["search", "--in", "DIR", "-0", RARE, "--fresh", "never"],
        Floor::Nothing,
    ),
    row("list, 5 rows, no index", &["list", "DIR", "--limit", "5", "--no-index"], Floor::Read),
    row("categories, no index", &["categories", "DIR", "--no-index"], Floor::Read),
    row("search, a rare word, no index", &["search", "--in", "DIR", "-0", RARE, "--no-index"], Floor::Search(RARE)),
];

/// Measures every command and its floor in turn, and prints the medians.
pub(super) fn measure(collection: &Path, home: &Path, runs: usize) {
    println!("{:<40}{:>10}   {:<10}{:>10}   {:>6}", "commands", "time", "floor", "time", "ratio");
    for row in ROWS {
        let (mut own, mut floors) = (Vec::new(), Vec::new());
        // Once untimed, so that files and index are in memory.
        for timed in std::iter::once(false).chain(std::iter::repeat_n(true, runs)) {
            if row.without_index {
                std::fs::remove_dir_all(home.join("cache")).ok();
            }
            let taken = time(program(row, collection, home));
            let floor = floor(row.floor, collection).map(|(name, command)| (name, time(command)));
            if timed {
                own.push(taken);
                floors.extend(floor);
            }
        }
        own.sort_unstable();
        floors.sort_unstable_by_key(|(_, taken)| *taken);
        let middle = own[own.len() / 2];
        print!("{:<40}{:>7.1} ms", row.name, millis(middle));
        match floors.get(floors.len() / 2) {
            Some((name, taken)) => {
                println!("   {name:<10}{:>7.1} ms   {:>6.2}", millis(*taken), millis(middle) / millis(*taken));
            }
            None => println!(),
        }
    }
}

fn program(row: &Row, collection: &Path, home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_inkstone"));
    command.env_clear().env("HOME", home).env("LANG", "zh_CN.UTF-8").env("TZ", "UTC");
    for (flag, folder) in [("--data-dir", "data"), ("--cache-dir", "cache")] {
        command.arg(flag).arg(home.join(folder));
    }
    let filled = |word: &&str| if *word == "DIR" { collection.into() } else { OsString::from(word) };
    command.args(row.arguments.iter().map(filled));
    command
}

/// The program that a command is compared with.
fn floor(floor: Floor, collection: &Path) -> Option<(&'static str, Command)> {
    let shell = |script: &str| {
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script, "sh"]).arg(collection);
        command
    };
    match floor {
        Floor::Walk => Some(("find", shell("find \"$1\" -printf '%s %T@\\n'"))),
        Floor::Read => Some(("cat", shell("find \"$1\" -type f -print0 | xargs -0 -P2 cat"))),
        Floor::Search(word) => {
            let with_rg = Command::new("rg").arg("--version").stdout(Stdio::null()).status().is_ok();
            let (name, program, flags) = if with_rg { ("rg", "rg", "-lF") } else { ("grep", "grep", "-rlF") };
            let mut command = Command::new(program);
            command.args([flags, word]).arg(collection);
            Some((name, command))
        }
        Floor::Nothing => None,
    }
}

/// The time until a program has ended. What it writes goes through a pipe, as into another program.
fn time(mut command: Command) -> Duration {
    let began = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    let mut out = child.stdout.take().unwrap();
    std::io::copy(&mut out, &mut std::io::sink()).unwrap();
    child.wait().unwrap();
    began.elapsed()
}
