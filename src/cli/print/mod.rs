//! `print`: articles as text, Markdown or a web page.

mod save;
mod setting;

pub use save::printer;

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use crate::article::{Article, Reading};
use crate::cli::arguments::{ColorWish, LinkForm, PrintArguments, PrintFormat};
use crate::cli::from::{Given, standard_input};
use crate::cli::outcome::{OK, Refusal, report, shell_line, warn};
use crate::cli::pipe::is_coloured;
use crate::cli::print::setting::print_setting;
use crate::cli::settings::Settings;
use crate::document::Document;
use crate::files::{Loaded, Source, Text, locate_among, locate_in_guide};
use crate::locale::Msg;
use crate::output::{Format, Links, PrintOptions, Web};
use crate::problem::Problem;
use crate::term::{Fate, Paged, Pager};
use crate::work;

/// Standard input, if it has been read already.
type Stdin = Option<Result<Text, Problem>>;

/// `print`. `stdin` is what `-` stands for, if it has been read already.
pub fn print(settings: &Settings, arguments: &PrintArguments, stdin: Stdin) -> anyhow::Result<u8> {
    let theme = settings.theme(None);
    let (setting, page) = print_setting(settings, arguments);
    let mut options = PrintOptions {
        setting,
        page,
        format: format(arguments),
        body_only: arguments.body,
        links: match arguments.links {
            LinkForm::Off => Links::Off,
            LinkForm::Inline => Links::Inline,
            LinkForm::Footnotes => Links::Footnotes,
        },
        hyperlinks: io::stdout().is_terminal() && crate::term::knows_hyperlinks(),
        theme: &theme,
        catalog: &settings.catalog,
        language: settings.language(),
    };
    let given = Given::read(settings, &arguments.paths, &arguments.from)?;
    if let Some(code) = given.report_missing(settings) {
        return Ok(code);
    }
    let only = [PathBuf::from("-")];
    let paths = match &given.listed {
        Some(listed) => listed,
        None if given.words.is_empty() => &only[..],
        None => &given.words,
    };
    options.format = options.format.of_articles(paths.len());
    let pager = Pager::of_environment(settings.config.pager.as_deref()).filter(|_| !arguments.no_pager);
    let mut paged = Paged::new(pager);
    let mut failures = Vec::new();
    let printed = print_paths(settings, paths, stdin, &options, (&mut paged, &mut failures));
    // Also after an error: a pager that is running still has the terminal.
    if let Some(Fate::NotStarted(program, why)) = paged.end()? {
        warn(&settings.catalog.fill(Msg::NoticeStartFailed, &[("program", &program), ("why", &why)]));
    }
    let failed = failures.iter().map(report).max();
    let code = printed.unwrap_or_else(|error| report(&error));
    Ok(given.code(code.max(failed.unwrap_or(OK))))
}

/// The format of the command line; without one, text in colours if output is coloured.
fn format(arguments: &PrintArguments) -> Format {
    let asked = arguments.format == Some(PrintFormat::Ansi) && arguments.color == ColorWish::Auto;
    let colours = asked || is_coloured(arguments.color);
    match arguments.format {
        Some(PrintFormat::Unwrapped) => Format::Unwrapped,
        Some(PrintFormat::Markdown) => Format::Markdown,
        Some(PrintFormat::Html) => Format::Html,
        Some(PrintFormat::Text) if arguments.color != ColorWish::Always => Format::Text,
        _ if colours => Format::Ansi,
        _ => Format::Text,
    }
}

/// Prints articles one after another. One that cannot be read is reported and does not stop the others; if that would be
/// drawn over the page of a pager, it is added to `failures` instead. Returns the exit code.
fn print_paths(
    settings: &Settings,
    paths: &[PathBuf],
    mut stdin: Stdin,
    options: &PrintOptions<'_>,
    (paged, failures): (&mut Paged, &mut Vec<anyhow::Error>),
) -> anyhow::Result<u8> {
    let may_page = paged.may_page();
    let mut out = BufWriter::new(paged);
    let (mut code, mut printed) = (OK, false);
    let mut nearby = None;
    let mut web = Web::new();
    for path in paths {
        let (article, document) = match read_one(settings, path, &mut stdin, &mut nearby) {
            Ok(read) => read,
            Err(error) => {
                match may_page {
                    true => failures.push(error),
                    false => code = code.max(report(&error)),
                }
                continue;
            }
        };
        if options.format == Format::Html {
            let located = (path != Path::new("-")).then(|| settings.resolve(path).ok()).flatten();
            let located = located.map(|path| locate_among(&path, &settings.known()));
            let place = located.as_ref().and_then(|found| Some((&found.source, found.selected.as_deref()?)));
            web.article(&mut out, article, document, place, options)?;
            continue;
        }
        if printed {
            out.write_all(b"\n\n")?;
        }
        crate::output::print(&mut out, article, document, options)?;
        printed = true;
    }
    web.end(&mut out)?;
    out.flush()?;
    Ok(code)
}

/// A folder, and how the files in it are read.
type Nearby = Option<(PathBuf, Reading)>;

/// Reads an article. Files of one folder belong to one site, whose own files are read for the first of them.
fn read_one(
    settings: &Settings,
    path: &Path,
    given: &mut Stdin,
    nearby: &mut Nearby,
) -> anyhow::Result<(Article, Document)> {
    let stdin = path == Path::new("-");
    let mut reading = settings.reading();
    let text = if stdin {
        let read = given.take().unwrap_or_else(|| Text::from_stream(standard_input(settings)));
        let text = read.map_err(|problem| settings.unreadable("-", &problem))?;
        if text.text.is_empty() {
            return Err(Refusal::empty(settings.catalog.say(Msg::DoorEmptyStdin)).into());
        }
        text
    } else {
        let path = settings.resolve(path)?;
        if crate::files::is_folder(&path) || crate::files::is_collection(&path) {
            let what = settings.catalog.fill(Msg::DoorFolder, &[("path", &path.to_string_lossy())]);
            let instead = ["inkstone".into(), "list".into(), path.into_os_string()];
            return Err(Refusal::trouble(what).hint(shell_line(&instead)).into());
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        reading = match nearby.take().filter(|(known, _)| known == folder) {
            Some((_, known)) => known,
            None => Source::reading_of_file(&path, reading),
        };
        *nearby = Some((folder.to_owned(), reading.clone()));
        let read = match locate_in_guide(&path).map(|located| (located.source, located.selected)) {
            Some((guide, Some(inside))) => guide.read(&inside),
            _ if crate::files::is_fifo(&path) => Source::fifo(&path).and_then(|(source, inside)| source.read(&inside)),
            _ => Source::any_file().read(&path),
        };
        read.map_err(|problem| settings.unreadable(&path.display().to_string(), &problem))?
    };
    let read = work::guarded(|| {
        // Standard input has no file name to use as a title.
        let name = if stdin { Path::new("") } else { path };
        let mut loaded = Loaded::new(text, name, &reading);
        let document = loaded.measure();
        (loaded.article, document)
    });
    read.map_err(|problem| Refusal::trouble(settings.catalog.problem(&problem).what).into())
}
