//! Judges how the punctuation of Chinese sentences is mended.
//!
//! usage: punctuation TABLE CORPORA [-v]
//!
//! A row of TABLE is a file below CORPORA, the first byte of a sentence in it, the byte after it, and what is right for
//! each of its marks in turn: the marks `,.;:!?()"'`, and full-width marks and ellipses beside a space. `k` is kept, `c`
//! becomes full-width without spaces beside it (three periods or more an ellipsis), `o` becomes “, `e` becomes ”; with
//! `x` either is right. The sentences themselves stay where they are. Fails if less than 99 % of the changes are right or
//! less than 90 % of the faults are mended.

use std::path::Path;
use std::process::ExitCode;

use inkstone::document::{Block, BlockKind, Document, Inline};
use inkstone::text::{Clean, Language, Profile};
use inkstone::typeset::{Options, Page, Setting, Switch, prepare};

const HALF: &str = ",.;:!?()\"'";
const FULL: &str = "，。、；：？！（）《》“”‘’「」『』…";

/// What is shown for each byte at which something begins, and the whole shown text.
fn shown(text: &str) -> (Vec<(usize, String)>, String) {
    let block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(text)));
    let document = Document { blocks: vec![block], ..Document::default() };
    let options = Options { mends: true, autospace: Switch::Off, ..Options::default() };
    let setting = Setting { width: 2000, room: 2000, options, profile: Profile::default(), folded: Vec::new(), pictures: Default::default() };
    let prepared = prepare(&document, 0, &setting.options, setting.profile, Language::ChineseSimplified);
    let page = Page::compose(&[prepared], &setting);
    let mut parts = Vec::new();
    let mut whole = String::new();
    for view in (0..page.height()).filter_map(|row| page.row(row)) {
        for run in view.runs {
            let (text, source) = (view.shown(run), run.source.clone());
            whole.push_str(text);
            if text.len() == source.len() {
                parts.extend(text.char_indices().map(|(at, c)| (source.start as usize + at, c.to_string())));
            } else {
                parts.push((source.start as usize, text.to_owned()));
            }
        }
    }
    (parts, whole)
}

fn marks(text: &str) -> Vec<(usize, char)> {
    let spaced = |at: usize, c: char| text[..at].ends_with(' ') || text[at + c.len_utf8()..].starts_with(' ');
    text.char_indices().filter(|(at, c)| HALF.contains(*c) || FULL.contains(*c) && spaced(*at, *c)).collect()
}

fn full(c: char) -> char {
    HALF.chars().position(|half| half == c).and_then(|at| "，。；：！？（）\"'".chars().nth(at)).unwrap_or(c)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [table, corpora, rest @ ..] = arguments.as_slice() else { return ExitCode::FAILURE };
    let (mut faults, mut mended, mut changes, mut right, mut sentences) = (0, 0, 0, 0, 0);
    for row in std::fs::read_to_string(table).unwrap_or_default().lines() {
        let fields: Vec<&str> = row.split('\t').collect();
        let [file, from, to, verdicts] = fields[..] else { continue };
        let Ok(bytes) = std::fs::read(Path::new(corpora).join(file)) else { continue };
        let (from, to) = (from.parse().unwrap_or(0), to.parse().unwrap_or(0));
        let Some(text) = bytes.get(from..to).and_then(|part| std::str::from_utf8(part).ok()) else { continue };
        sentences += 1;
        let (parts, whole) = shown(text);
        let dots = |part: &str, back: bool| {
            if back {
                part.len() - part.trim_end_matches('.').len()
            } else {
                part.len() - part.trim_start_matches('.').len()
            }
        };
        let is_dots = |at: usize| dots(&text[..at], true) + dots(&text[at..], false) >= 3;
        for ((at, c), verdict) in marks(text).into_iter().zip(verdicts.chars()) {
            // A mark that is not where it was has taken the spaces before it, or is a part of an ellipsis.
            let last = parts.iter().rev().find(|(byte, _)| *byte <= at);
            let is = last.map_or(String::new(), |(_, shown)| shown.clone());
            let spaced = FULL.contains(c) && is.starts_with(c) && {
                let gap = |at: usize| parts.iter().any(|(byte, shown)| *byte == at && shown == " ");
                gap(at.wrapping_sub(1)) || gap(at + c.len_utf8())
            };
            let changed = !is.starts_with(c) || FULL.contains(c) && !spaced;
            let good = match verdict {
                'o' => is == "“",
                'e' => is == "”",
                'c' if c == '.' => is == "。" || is == "…" && is_dots(at),
                'c' => is.starts_with(full(c)),
                _ => true,
            };
            let is_fault = "coe".contains(verdict);
            faults += usize::from(is_fault);
            mended += usize::from(is_fault && changed && good);
            if verdict != 'x' && changed {
                changes += 1;
                right += usize::from(is_fault && good);
            }
            if !rest.is_empty() && verdict != 'x' && (changed && !(is_fault && good) || is_fault && !changed) {
                println!(
                    "{} {c} at {at}: {is} ({verdict})\n  {text}\n  {whole}",
                    if changed { "WRONG" } else { "missed" }
                );
            }
        }
    }
    let percent = |part: usize, all: usize| part as f64 * 100.0 / all.max(1) as f64;
    let (precision, recall) = (percent(right, changes), percent(mended, faults));
    println!(
        "{sentences} sentences: {right} of {changes} changes right ({precision:.2} %), {mended} of {faults} faults mended ({recall:.2} %)"
    );
    if precision >= 99.0 && recall >= 90.0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
