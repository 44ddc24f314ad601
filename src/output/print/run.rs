//! Runs of typeset text in colours and with hyperlinks, as escape sequences.

use std::fmt::{self, Write as _};
use std::io::{self, Write};

use crate::document::{Document, is_web};
use crate::output::options::{Format, PrintOptions};
use crate::theme::{Color, Tone};
use crate::typeset::Run;

/// Blanks that are printed at a time.
const BLANKS: &[u8] = &[b' '; 64];

/// Prints blanks. Formatting an empty text to a width writes them one by one.
pub(super) fn print_blanks(out: &mut dyn Write, cells: u16) -> io::Result<()> {
    let mut left = usize::from(cells);
    while let Some(blanks) = BLANKS.get(..left.min(BLANKS.len())).filter(|blanks| !blanks.is_empty()) {
        out.write_all(blanks)?;
        left -= blanks.len();
    }
    Ok(())
}

/// Prints what a run shows, or a part of it.
pub(super) fn print_run(
    out: &mut dyn Write,
    run: &Run,
    shown: &str,
    document: &Document,
    options: &PrintOptions<'_>,
) -> io::Result<()> {
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
pub(in crate::output) fn painted(tone: Tone, text: &str) -> String {
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
