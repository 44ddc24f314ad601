//! Prints bodies as `inkstone print --body` does, with the kind of every line and how it ends.
//!
//! usage: lines PATH PART/PARTS WIDTH[,WIDTH…] [typography.KEY=VALUE…]
//!
//! PATH is a file, or a folder of which every PARTS-th article is printed. The output is lines of tab-separated fields:
//! `file PATH`, `width N`, and for each printed line `KIND END`, what precedes its text, its text. KIND is `text`,
//! `heading`, `code`, `table` or `picture`. END is `soft` if the program chose to break, `blank` if it broke at blanks and dropped them,
//! `hyphen` if it added a hyphen, `hard` if the text forces the break, `end` at the end of a block. If a printed line
//! does not match its description, the program ends with a message.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use inkstone::article::Reading;
use inkstone::document::{BlockKind, Document};
use inkstone::files::Source;
use inkstone::locale::{Catalog, Lang};
use inkstone::output::{Format, Links, PrintOptions, print};
use inkstone::text::Profile;
use inkstone::theme::Theme;
use inkstone::typeset::{LineEnd, LineView, Options, Page, Role, Setting};

const ENDINGS: [&str; 8] = ["md", "markdown", "mdown", "mkd", "html", "htm", "xhtml", "txt"];

/// The article files below a folder, or the file itself.
fn files(path: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    if !path.is_dir() {
        found.push(path.to_owned());
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    for entry in entries {
        let ending = entry.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
        if entry.is_dir() || ENDINGS.contains(&&*ending) {
            files(&entry, found)?;
        }
    }
    Ok(())
}

/// A line in two parts: bars and list marks, then text.
fn parts(view: &LineView<'_>) -> (String, String) {
    let (mut before, mut text, mut column) = (String::new(), String::new(), 0);
    for run in view.runs {
        let ornament = matches!(run.face.role, Role::Bar | Role::Marker | Role::Border);
        let gap = " ".repeat(usize::from(run.column.saturating_sub(column)));
        (if text.is_empty() { &mut before } else { &mut text }).push_str(&gap);
        (if ornament && text.is_empty() { &mut before } else { &mut text }).push_str(view.shown(run));
        column = run.column + run.cells;
    }
    (before, text)
}

fn kind(document: &Document, block: u32) -> &'static str {
    match document.blocks.get(block as usize).map(|block| &block.kind) {
        Some(BlockKind::Code(_)) => "code",
        Some(BlockKind::Table(_)) => "table",
        Some(BlockKind::Image(_)) => "picture",
        Some(BlockKind::Heading(_) | BlockKind::Title) => "heading",
        _ => "text",
    }
}

fn end(document: &Document, view: &LineView<'_>) -> &'static str {
    let block = document.blocks.get(view.block as usize);
    let source = block
        .and_then(|block| block.text().get(view.line.source.start as usize..view.line.source.end as usize));
    // The blanks of a formula, at which it is broken, are not in its source.
    let is_formula = block.is_some_and(|block| block.kind == BlockKind::Math);
    let added = view.runs.last().is_some_and(|run| run.face.role == Role::Added && view.shown(run) == "-");
    match view.line.end {
        LineEnd::Soft if added => "hyphen",
        LineEnd::Soft if is_formula || source.is_some_and(|text| text.ends_with([' ', '\t'])) => "blank",
        LineEnd::Soft => "soft",
        LineEnd::Hard => "hard",
        LineEnd::Block => "end",
    }
}

/// Writes the printed lines of one file at one width.
fn write(out: &mut impl Write, path: &Path, setting: &Setting, look: (&Theme, &Catalog)) -> io::Result<()> {
    let reading = Reading { timezone: Some("UTC".into()), ..Reading::default() };
    let (loaded, document) = Source::named(vec![path.to_path_buf()]).load_whole(path, &reading);
    let language = inkstone::app::language(None, &loaded.article, &document);
    let shown = inkstone::app::localized(document.clone(), &loaded.article, look.1);
    let page = Page::of(&shown, setting, language);
    let manner = PrintOptions {
        setting: setting.clone(),
        page: setting.width,
        format: Format::Text,
        body_only: true,
        links: Links::Off,
        hyperlinks: false,
        theme: look.0,
        catalog: look.1,
        language: None,
    };
    let mut printed = Vec::new();
    print(&mut printed, loaded.article, document, &manner)?;
    let printed = String::from_utf8(printed).map_err(io::Error::other)?;
    let mut lines = printed.lines();
    for view in (0..page.height()).filter_map(|row| page.row(row)) {
        let (before, text) = parts(&view);
        if lines.next() != Some(&format!("{before}{text}")) {
            return Err(io::Error::other(format!("{}: {before}{text}: is not printed so", path.display())));
        }
        writeln!(out, "{} {}\t{before}\t{text}", kind(&shown, view.block), end(&shown, &view))?;
    }
    match lines.next() {
        Some(more) => Err(io::Error::other(format!("{}: {more}: is printed beyond the page", path.display()))),
        None => Ok(()),
    }
}

fn run(arguments: &[String]) -> io::Result<()> {
    let [path, part, widths, switches @ ..] = arguments else {
        return Err(io::Error::other("usage: lines PATH PART/PARTS WIDTH[,WIDTH…] [typography.KEY=VALUE…]"));
    };
    let number = |text: &str| text.parse::<u16>().map_err(io::Error::other);
    let (part, parts) = part.split_once('/').unwrap_or(("0", "1"));
    let (part, parts) = (usize::from(number(part)?), usize::from(number(parts)?));
    let mut options = Options::default();
    for switch in switches {
        let (key, value) = switch.split_once('=').unwrap_or((switch, ""));
        let key = key.strip_prefix("typography.").unwrap_or(key);
        options.set(key, value).map_err(|error| io::Error::other(format!("{switch}: {error:?}")))?;
    }
    let mut paths = Vec::new();
    files(Path::new(path), &mut paths)?;
    let widths = widths.split(',').map(number).collect::<io::Result<Vec<_>>>()?;
    let (theme, catalog) = (Theme::default(), Catalog::new(Lang::ChineseSimplified));
    let mut out = BufWriter::new(io::stdout().lock());
    for path in paths.iter().skip(part).step_by(parts) {
        writeln!(out, "file {}", path.display())?;
        for width in &widths {
            writeln!(out, "width {width}")?;
            let profile = Profile { ambiguous: options.ambiguous_width(None), ..Profile::default() };
            let setting = Setting { width: *width, room: *width, options: options.clone(), profile, folded: Vec::new(), pictures: Default::default() };
            write(&mut out, path, &setting, (&theme, &catalog))?;
        }
    }
    out.flush()
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        // The reader of the output has closed it.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
