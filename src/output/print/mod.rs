//! Prints articles as text: the pages that the reader shows, line by line.

pub(super) mod run;
mod vertical;

use std::io::{self, Write};

use crate::app::head;
use crate::article::Article;
use crate::document::Document;
use crate::marks::Tags;
use crate::output::html::Web;
use crate::output::links::{with_link_targets, with_readings};
use crate::output::markdown::markdown;
use crate::output::options::{Format, PrintOptions};
use crate::output::print::run::{print_blanks, print_run};
use crate::output::print::vertical::print_vertical;
use crate::output::unwrapped::unwrapped;
use crate::text::Language;
use crate::typeset::{LineView, Options, Page, Setting, Writing, for_article, prepare};

/// Prints one article.
///
/// # Errors
/// Errors of the stream.
pub fn print(
    out: &mut dyn Write,
    article: Article,
    mut document: Document,
    options: &PrintOptions<'_>,
) -> io::Result<()> {
    if options.format == Format::Html {
        let mut web = Web::new();
        web.article(out, article, document, None, options)?;
        return web.end(out);
    }
    let language = crate::app::language(options.language, &article, &document);
    if !options.body_only {
        document.drop_opening_heading(&article.title);
    }
    let document = crate::app::localized(document, &article, options.catalog);
    match options.format {
        Format::Unwrapped => unwrapped(out, &article, with_readings(document), options),
        // Written above.
        Format::Html => Ok(()),
        Format::Markdown | Format::MarkdownPart => markdown(out, &article, &with_readings(document), options),
        Format::Ansi | Format::Text => {
            let typography = for_article(&options.setting.options, &document, language);
            let (document, footnotes) = with_link_targets(document, options.links);
            let head = head(&article, &Tags::default(), &document, options.catalog);
            let head = if options.body_only { Document::default() } else { head };
            let any = if typography.writing == Writing::Vertical {
                print_vertical(out, (&head, &document), (language, &typography), options)?
            } else {
                if print_blocks(out, &head, (language, &typography), options)? {
                    out.write_all(b"\n")?;
                }
                print_blocks(out, &document, (language, &typography), options)?
            };
            if any && !footnotes.is_empty() {
                out.write_all(b"\n")?;
            }
            footnotes.iter().try_for_each(|line| writeln!(out, "{line}"))
        }
    }
}

/// Prints a document block by block, so that only one block is composed at a time. Returns whether there was any line.
fn print_blocks(
    out: &mut dyn Write,
    document: &Document,
    (language, typography): (Language, &Options),
    options: &PrintOptions<'_>,
) -> io::Result<bool> {
    let setting = &Setting { options: typography.clone(), ..options.setting.clone() };
    let mut any = false;
    for block in 0..document.blocks.len() {
        let prepared = prepare(document, block, typography, setting.profile, language);
        let page = Page::compose(&[prepared], setting);
        for view in (0..page.height()).filter_map(|row| page.row(row)) {
            print_line(out, &view, document, options)?;
            out.write_all(b"\n")?;
            any = true;
        }
    }
    Ok(any)
}

fn print_line(
    out: &mut dyn Write,
    view: &LineView<'_>,
    document: &Document,
    options: &PrintOptions<'_>,
) -> io::Result<()> {
    let mut column = 0;
    for run in view.runs {
        print_blanks(out, run.column.saturating_sub(column))?;
        column = run.column + run.cells;
        print_run(out, run, view.shown(run), document, options)?;
    }
    Ok(())
}
