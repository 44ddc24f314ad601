//! Articles as text: the same pages the reader shows, line by line.

use std::io::{self, Write};

use crate::app::head;
use crate::article::Article;
use crate::document::Document;
use crate::locale::Catalog;
use crate::text::Language;
use crate::theme::{Color, Theme, Tone};
use crate::typeset::prepare;
use crate::typeset::{LineView, Page, Setting};

/// The shapes an article is printed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Lines of the measure, with colours.
    Ansi,
    /// Lines of the measure, plain.
    #[default]
    Text,
    /// One paragraph a line, links as footnotes.
    Unwrapped,
    /// Markdown.
    Markdown,
}

/// What becomes of the targets of links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Links {
    /// They are left out.
    #[default]
    Off,
    /// They stand behind the link.
    Inline,
    /// They stand below the article, by number.
    Footnotes,
}

/// How to print.
#[derive(Debug)]
pub struct Manner<'a> {
    /// How the text is set.
    pub setting: Setting,
    /// The shape.
    pub format: Format,
    /// Whether the title block is left out.
    pub body_only: bool,
    /// What becomes of links.
    pub links: Links,
    /// Styles of the coloured shape.
    pub theme: &'a Theme,
    /// Sentences.
    pub catalog: &'a Catalog,
    /// The content language, where the settings force one.
    pub language: Option<Language>,
}

/// Prints one article.
pub fn print(out: &mut dyn Write, article: Article, mut document: Document, manner: &Manner<'_>) -> io::Result<()> {
    let language = crate::app::language(manner.language, &article, &document);
    if !manner.body_only {
        document.drop_opening_heading(&article.title);
    }
    let document = crate::app::with_notice(document, &article, manner.catalog);
    match manner.format {
        Format::Unwrapped => super::export::unwrapped(out, &article, document, manner),
        Format::Markdown => super::export::markdown(out, &article, &document, manner),
        Format::Ansi | Format::Text => {
            let document = super::links::written(document, manner.links);
            if !manner.body_only && print_blocks(out, &head(&article, &document, manner.catalog), language, manner)? {
                out.write_all(b"\n")?;
            }
            print_blocks(out, &document, language, manner).map(drop)
        }
    }
}

/// Prints a document block by block, so that no more than one is ever composed; whether there was anything.
fn print_blocks(out: &mut dyn Write, document: &Document, language: Language, manner: &Manner<'_>) -> io::Result<bool> {
    let setting = &manner.setting;
    let mut any = false;
    for block in 0..document.blocks.len() {
        let prepared = prepare(document, block, &setting.options, setting.profile, language);
        let page = Page::compose(&[prepared], setting);
        for view in (0..page.height()).filter_map(|row| page.row(row)) {
            print_line(out, &view, manner)?;
            out.write_all(b"\n")?;
            any = true;
        }
    }
    Ok(any)
}

fn print_line(out: &mut dyn Write, view: &LineView<'_>, manner: &Manner<'_>) -> io::Result<()> {
    let mut column = 0;
    for run in view.runs {
        write!(out, "{:1$}", "", usize::from(run.column.saturating_sub(column)))?;
        column = run.column + run.cells;
        let shown = view.shown(run);
        if manner.format == Format::Ansi {
            out.write_all(painted(manner.theme.face(run.face, run.link.is_some()), shown).as_bytes())?;
        } else {
            out.write_all(shown.as_bytes())?;
        }
    }
    Ok(())
}

/// Text in a tone, for a terminal.
pub(super) fn painted(tone: Tone, text: &str) -> String {
    let codes = codes(tone);
    if codes.is_empty() { text.to_owned() } else { format!("\x1b[{}m{text}\x1b[0m", codes.join(";")) }
}

/// The parameters of SGR (ECMA-48 §8.3.117) for a tone.
fn codes(tone: Tone) -> Vec<String> {
    let mut codes: Vec<String> = [
        (tone.bold, "1"),
        (tone.dim, "2"),
        (tone.italic, "3"),
        (tone.underline, "4"),
        (tone.reverse, "7"),
        (tone.crossed, "9"),
    ]
    .into_iter()
    .filter(|(on, _)| *on)
    .map(|(_, code)| code.to_owned())
    .collect();
    codes.extend(tone.fg.map(|color| colour(color, 30)));
    codes.extend(tone.bg.map(|color| colour(color, 40)));
    codes
}

fn colour(color: Color, base: u8) -> String {
    match color {
        Color::Ansi(number @ 0..=7) => (base + number).to_string(),
        Color::Ansi(number) => (base + 60 + (number & 7)).to_string(),
        Color::Indexed(number) => format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => format!("{};2;{red};{green};{blue}", base + 8),
    }
}
