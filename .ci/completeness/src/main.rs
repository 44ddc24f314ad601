//! Compares the text of every document of the corpora with an independent parse of the same body, and the pages of the
//! document with its text.
//!
//! usage: completeness CORPORA LIST
//!
//! LIST contains the known differences, each with its reason. A difference that is not listed is a failure, and so is a
//! listed one that no longer occurs. With `REGENERATE=1` the list is rewritten, keeping the reasons.

mod difference;
mod dom;
mod files;
mod known;
mod letters;
mod markdown;
mod page;
mod reading;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use inkstone::article::Reading;
use inkstone::document::{BlockKind, BodyKind, Document, Flavour, Style};
use inkstone::files::Source;

use crate::files::files;
use crate::known::Known;

/// The widths at which pages are checked.
const WIDTHS: [u16; 2] = [20, 80];

/// The result of one file.
#[derive(Default)]
struct Seen {
    path: String,
    hunks: Vec<difference::Hunk>,
    faults: Vec<String>,
    bytes: usize,
    characters: usize,
    /// Whether the tree is built without html5ever; the build for the corpora compares it with that of html5ever.
    is_well_formed: bool,
    taken: Duration,
}

/// The text of the document, without the names shown for pictures that have no alternative text.
fn text(document: &Document) -> String {
    let mut out = String::new();
    for block in &document.blocks {
        let mut at = 0;
        let is_image = matches!(block.kind, BlockKind::Image(_));
        for span in block.inline.spans.iter().filter(|span| span.style.contains(Style::IMAGE) && !is_image) {
            let Some(image) = span.image.and_then(|image| document.images.get(image.0 as usize)) else { continue };
            if image.alt.trim().is_empty() {
                out.push_str(&block.text()[at..span.range.start as usize]);
                at = span.range.end as usize;
            }
        }
        out.push_str(&block.text()[at..]);
        out.push('\n');
    }
    out
}

/// Plain text as HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

fn look(corpora: &Path, path: &Path) -> Seen {
    let relative = path.strip_prefix(corpora).unwrap_or(path);
    let source = Source::named(vec![path.to_path_buf()]);
    let mut loaded = source.load(path, &Reading { timezone: Some("UTC".into()), ..Reading::default() });
    let started = Instant::now();
    let document = loaded.measure();
    let taken = started.elapsed();
    let body = inkstone::document::expand(loaded.body(), loaded.kind, &Flavour::default());
    let expected = match loaded.kind {
        BodyKind::Html | BodyKind::Other(_) => reading::of_html(&body),
        BodyKind::Markdown => reading::of_html(&markdown::to_html(&body)),
        // Nothing of plain text is markup.
        BodyKind::Text | BodyKind::Source(_) => reading::of_html(&format!("<pre>{}</pre>", escaped(loaded.body()))),
    };
    let found = reading::visible(&text(&document));
    // Dollar signs delimit formulas or are prices; that decision is not tested here.
    let plain = |text: &str| text.replace('$', "");
    let mut hunks = difference::of(&plain(&expected), &plain(&found));
    hunks.extend(letters::lost(loaded.body(), &found));
    Seen {
        path: relative.to_string_lossy().into_owned(),
        hunks,
        faults: WIDTHS.iter().flat_map(|width| page::faults(&document, *width)).collect(),
        bytes: loaded.body().len(),
        characters: expected.chars().count(),
        is_well_formed: inkstone::document::is_well_formed(loaded.body(), loaded.kind),
        taken,
    }
}

/// Checks all files, on all cores.
fn look_at_all(corpora: &Path, paths: &[PathBuf]) -> Vec<Seen> {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Vec::with_capacity(paths.len()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let seen = look(corpora, path);
                    all.lock().expect("no thread panics").push(seen);
                }
            });
        }
    });
    let mut all = all.into_inner().expect("no thread panics");
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// Prints the differences of a file.
fn report(seen: &Seen, agrees: bool) {
    println!("{}", seen.path);
    let cut = |text: &str| text.chars().take(80).collect::<String>();
    for hunk in seen.hunks.iter().take(if agrees { 0 } else { 5 }) {
        println!("  behind {:?}: lost {:?}, added {:?}", hunk.before, cut(&hunk.lost), cut(&hunk.added));
    }
    if !agrees && seen.hunks.is_empty() {
        println!("  is listed, but does not differ");
    } else if !agrees {
        println!("  {} differences, not as listed", seen.hunks.len());
    }
    seen.faults.iter().for_each(|what| println!("  {what}"));
}

/// The totals of all files.
fn summary(all: &[Seen]) {
    let sum = |of: fn(&Seen) -> usize| all.iter().map(of).sum::<usize>();
    let (bytes, taken) = (sum(|seen| seen.bytes), all.iter().map(|seen| seen.taken).sum::<Duration>());
    println!(
        "{} bodies, {} characters found in order, pages at {WIDTHS:?} cells",
        all.len(),
        sum(|seen| seen.characters)
    );
    println!("{} well-formed, with the tree of html5ever", all.iter().filter(|seen| seen.is_well_formed).count());
    println!(
        "body to document: {:.1} MB in {:.2} s of one core, {:.0} MB/s",
        bytes as f64 / 1e6,
        taken.as_secs_f64(),
        bytes as f64 / 1e6 / taken.as_secs_f64()
    );
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [corpora, list] = arguments.as_slice() else {
        eprintln!("usage: completeness CORPORA LIST");
        return ExitCode::from(2);
    };
    let corpora = Path::new(corpora);
    let mut paths = Vec::new();
    if let Err(error) = files(corpora, &mut paths) {
        eprintln!("{}: {error}", corpora.display());
        return ExitCode::from(2);
    }
    // The collections are folders; files beside them only describe them.
    paths.retain(|path| path.parent() != Some(corpora));
    let known = Known::read(&fs::read_to_string(list).unwrap_or_default());
    let all = look_at_all(corpora, &paths);
    if std::env::var_os("REGENERATE").is_some() {
        let anew = known.write(all.iter().map(|seen| (seen.path.as_str(), seen.hunks.as_slice())));
        if let Err(error) = fs::write(list, anew) {
            eprintln!("{list}: {error}");
            return ExitCode::from(2);
        }
    }
    let mut failed = 0;
    for seen in &all {
        let agrees = known.agrees(&seen.path, &seen.hunks);
        if !agrees || !seen.faults.is_empty() {
            failed += 1;
            report(seen, agrees);
        }
    }
    for path in known.paths().filter(|path| !all.iter().any(|seen| seen.path == *path)) {
        failed += 1;
        println!("{path}\n  is listed, but there is no such file");
    }
    summary(&all);
    let differ = all.iter().filter(|seen| !seen.hunks.is_empty()).count();
    println!("completeness: {} passed, {failed} failed, {differ} known to differ", all.len() - failed);
    if failed == 0 && !all.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
