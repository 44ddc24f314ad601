//! The commands under what happens to a collection between two of them: the answer is that of reading every file.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use proptest::prelude::*;

use crate::harness::collection::Home;
use crate::harness::screen::cases;
use crate::index::{Change, NAMES, apply, article, change, name};

/// Longer than the time for which an update does not trust the states of files.
const SETTLED: Duration = Duration::from_millis(2100);

/// Collections of one case, which wait together.
const HOMES: usize = 12;

const COMMANDS: &[&[&str]] = &[
    &["list", "posts", "--format", "json"],
    &["list", "posts", "--limit", "3", "--sort", "title"],
    &["list", "posts", "--format", "json", "--query", "has:problem"],
    &["list", "posts", "--format", "paths", "--sort", "length", "--query", "category:甲|tag:乙 -一"],
    &["list", "posts", "--format", "paths", "--sort", "category", "--query", "title:丙|path:d/ after:2020"],
    &["categories", "posts", "--format", "json"],
    &["check", "posts", "--format", "json"],
    &["check", "posts"],
    &["search", "--in", "posts", "--format", "json", "一|三|x"],
    &["search", "--in", "posts", "--format", "paths", "--sort", "path", "二"],
];

#[derive(Clone, Debug)]
enum Step {
    Change(Change),
    /// An edit of equal length, after which the modification time is set back to what it was.
    SetBack(usize, usize),
    /// Two files or folders change their names.
    Swap(usize, usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => change().prop_filter("only changes of files", |change| !matches!(change, Change::Update)).prop_map(Step::Change),
        2 => (name(), 0..5usize).prop_map(|(at, text)| Step::SetBack(at, text)),
        2 => (name(), name()).prop_map(|(one, other)| Step::Swap(one, other)),
    ]
}

/// The changes before the first command, and those before the second.
fn life() -> impl Strategy<Value = [Vec<Step>; 2]> {
    let steps = || proptest::collection::vec(step(), 1..10);
    (steps(), steps()).prop_map(|(first, second)| [first, second])
}

fn run(home: &Home, steps: &[Step], begin: u64) {
    let at = |index: usize| home.posts().join(NAMES[index]);
    for (tick, step) in (begin..).zip(steps) {
        match step {
            Step::Change(change) => apply(home, change, tick),
            Step::SetBack(index, text) => {
                let Ok(before) = fs::metadata(at(*index)).and_then(|data| data.modified()) else { continue };
                let text = article(["甲", "乙", "丙", "丁", "戊"][*text], ["一", "二", "三", "四", "五"][*text]);
                if fs::write(at(*index), text).is_ok() {
                    fs::File::open(at(*index)).and_then(|file| file.set_modified(before)).unwrap();
                }
            }
            Step::Swap(one, other) => {
                let aside: PathBuf = home.posts().join("aside");
                // Fails, like anything else here, if one is not there or contains the other.
                let _ = fs::rename(at(*one), &aside)
                    .and_then(|()| fs::rename(at(*other), at(*one)))
                    .and_then(|()| fs::rename(&aside, at(*other)));
            }
        }
    }
}

/// What a command writes, and its exit code.
fn answer(home: &Home, words: &[&str], more: &[&str]) -> (Option<i32>, String, String) {
    let output = home.run("", &[words, more].concat(), "");
    (output.status.code(), home.text(&output.stdout), home.text(&output.stderr))
}

proptest! {
    #![proptest_config(cases(1))]

    #[test]
    fn commands_answer_as_from_a_new_index(lives in proptest::collection::vec(life(), HOMES)) {
        let homes: Vec<Home> = lives.iter().map(|_| Home::empty()).collect();
        for (home, [first, _]) in homes.iter().zip(&lives) {
            home.write("still.md", &article("静", "不变"));
            run(home, first, 0);
        }
        std::thread::sleep(SETTLED);
        for (home, [_, second]) in homes.iter().zip(&lives) {
            answer(home, &["index", "posts"], &[]);
            run(home, second, 100);
        }
        // Once while what has changed is new, and once when all is settled.
        for settled in [false, true] {
            if settled {
                std::thread::sleep(SETTLED);
            }
            for (home, life) in homes.iter().zip(&lives) {
                for words in COMMANDS {
                    let grown = answer(home, words, &[]);
                    let read = answer(home, words, &["--no-index"]);
                    prop_assert_eq!(&grown, &read, "{:?} {:?}", words, life);
                }
                answer(home, &["index", "posts"], &["--cache-dir", "fresh", "--rebuild"]);
                for words in COMMANDS {
                    let grown = answer(home, words, &["--fresh", "never"]);
                    let fresh = answer(home, words, &["--fresh", "never", "--cache-dir", "fresh"]);
                    prop_assert_eq!(&grown, &fresh, "{:?} {:?}", words, life);
                }
            }
        }
    }
}
