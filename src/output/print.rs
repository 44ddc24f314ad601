//! Prints articles as text: the pages that the reader shows, line by line.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use crate::app::head;
use crate::article::Article;
use crate::document::{Document, is_web};
use crate::marks::Tags;
use crate::output::html::Web;
use crate::output::links::{with_link_targets, with_readings};
use crate::output::markdown::markdown;
use crate::output::options::{Format, PrintOptions};
use crate::output::unwrapped::unwrapped;
use crate::text::Language;
use crate::theme::{Color, Tone};
use crate::typeset::{LineView, Options, Page, for_article, prepare};

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
    let document = crate::app::with_notice(document, &article, options.catalog);
    match options.format {
        Format::Unwrapped => unwrapped(out, &article, with_readings(document), options),
        // Written above.
        Format::Html => Ok(()),
        Format::Markdown => markdown(out, &article, &with_readings(document), options),
        Format::Ansi | Format::Text => {
            let typography = for_article(&options.setting.options, &document, language);
            let (document, footnotes) = with_link_targets(document, options.links);
            let head = head(&article, &Tags::default(), &document, options.catalog);
            if !options.body_only && print_blocks(out, &head, (language, &typography), options)? {
                out.write_all(b"\n")?;
            }
            let any = print_blocks(out, &document, (language, &typography), options)?;
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
    let setting = &options.setting;
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
        write!(out, "{:1$}", "", usize::from(run.column.saturating_sub(column)))?;
        column = run.column + run.cells;
        let shown = view.shown(run);
        let link = run.link.filter(|_| options.hyperlinks).and_then(|link| document.links.get(link.0 as usize));
        let address = link.map(|link| &link.target).filter(|address| is_web(address));
        if let Some(address) = address {
            write!(out, "\x1b]8;;{}\x1b\\", Ascii(address))?;
        }
        if options.format == Format::Ansi {
            out.write_all(painted(options.theme.face(run.face, run.link.is_some()), shown).as_bytes())?;
        } else {
            out.write_all(shown.as_bytes())?;
        }
        if address.is_some() {
            out.write_all(b"\x1b]8;;\x1b\\")?;
        }
    }
    Ok(())
}

/// An address in the characters that OSC 8 allows, U+0021 to U+007E; others are percent-encoded (RFC 3986 §2.1).
struct Ascii<'a>(&'a str);

impl fmt::Display for Ascii<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.bytes().try_for_each(|byte| match byte {
            b'!'..=b'~' => f.write_char(char::from(byte)),
            _ => write!(f, "%{byte:02X}"),
        })
    }
}

/// Text with the escape sequences of a tone.
pub(super) fn painted(tone: Tone, text: &str) -> String {
    let codes = codes(tone);
    if codes.is_empty() { text.to_owned() } else { format!("\x1b[{}m{text}\x1b[0m", codes.join(";")) }
}

/// The SGR parameters (ECMA-48 §8.3.117) of a tone.
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
