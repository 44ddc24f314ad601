//! The terminal device: whether there is one, and its size.

use std::io::{self, IsTerminal, Write};

use ratatui::crossterm::terminal;

use crate::term::system::{self, Device};
use crate::theme::ColorDepth;

/// Most bytes of a line that is typed.
const LONGEST_LINE: usize = 4096;

/// Whether the program both reads from and writes to a terminal.
pub fn is_interactive() -> bool {
    io::stdout().is_terminal() && (io::stdin().is_terminal() || system::has_controlling())
}

/// Whether the interface can be shown: there is a terminal, and one that can move its cursor, as those in editors and
/// others without a name cannot.
pub fn has_screen() -> bool {
    is_interactive() && moves_cursor()
}

/// Whether the terminal can move its cursor, according to the environment, which names none on Windows.
pub(super) fn moves_cursor() -> bool {
    std::env::var_os("TERM").map_or(cfg!(windows), |name| !name.is_empty() && name != "dumb")
}

/// Whether the terminal can be given hyperlinks (OSC 8), which all but the simplest ignore if they do not know them.
pub fn knows_hyperlinks() -> bool {
    std::env::var_os("TERM").map_or(cfg!(windows), |name| name != "dumb" && name != "linux")
}

/// How many colours the terminal can show, according to the environment: terminals with colours of 24 bits set
/// `COLORTERM` or have a name that says so.
pub fn color_depth() -> ColorDepth {
    let of = |name: &str| std::env::var(name).unwrap_or_default();
    let term = of("TERM");
    let known = ["direct", "kitty", "ghostty", "alacritty", "foot", "wezterm"];
    let is_true =
        matches!(of("COLORTERM").as_str(), "truecolor" | "24bit") || known.iter().any(|name| term.contains(name));
    if is_true || cfg!(windows) { ColorDepth::True } else { ColorDepth::Indexed }
}

/// The columns of the terminal, if there is one: that of standard output, else the controlling one. Unlike crossterm, this
/// runs no other program where there is none.
pub fn columns() -> Option<u16> {
    system::window().map(|(columns, _)| columns).or_else(system::controlling_columns)
}

/// The locale, if its characters are not UTF-8. Windows has no such locale.
pub fn other_charset() -> Option<String> {
    let of = |name: &str| std::env::var(name).ok();
    (!cfg!(windows)).then(|| not_utf8([of("LC_ALL"), of("LC_CTYPE"), of("LANG")])).flatten()
}

/// The first locale that is set counts (POSIX, 8.2); without one it is C.
fn not_utf8(named: [Option<String>; 3]) -> Option<String> {
    let locale = named.into_iter().flatten().find(|locale| !locale.is_empty()).unwrap_or_else(|| "C".to_owned());
    let charset = locale.to_ascii_lowercase();
    let charset = charset.split('@').next().unwrap_or_default();
    let is_utf8 = charset.ends_with("utf-8") || charset.ends_with("utf8");
    (!is_utf8).then_some(locale)
}

/// A line typed at the terminal, also if standard input is something else; what was typed so far at its end. Must not be
/// called while the program controls the terminal.
///
/// # Errors
/// There is no terminal, or it cannot be read from.
pub fn read_line() -> io::Result<String> {
    let terminal = Device::open()?;
    let mut line = Vec::new();
    let mut bytes = [0; 256];
    while line.len() < LONGEST_LINE && !line.ends_with(b"\n") {
        match terminal.read(&mut bytes)? {
            0 => break,
            count => line.extend_from_slice(bytes.get(..count).unwrap_or_default()),
        }
    }
    Ok(String::from_utf8_lossy(&line).into_owned())
}

/// Writes `ask` on a line of its own, and waits for any key; what was typed before does not count. Must not be called while the program controls the terminal.
///
/// # Errors
/// There is no terminal, or it cannot be read from.
pub(super) fn wait_for_key(ask: &str) -> io::Result<()> {
    let terminal = Device::open()?;
    terminal::enable_raw_mode()?;
    terminal.discard();
    // Only now, so that a key pressed as soon as it is there counts.
    let mut out = io::stdout();
    let asked = write!(out, "\r\n{ask}").and_then(|()| out.flush());
    let read = asked.and_then(|()| terminal.read(&mut [0; 16])).map(drop);
    // What follows an Esc belongs to the same key.
    terminal.discard();
    terminal::disable_raw_mode()?;
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_locale_that_is_set_counts() {
        for (named, expected) in [
            (["", "", ""], Some("C")),
            (["C", "", "zh_CN.UTF-8"], Some("C")),
            (["", "POSIX", "zh_CN.UTF-8"], Some("POSIX")),
            (["", "", "zh_CN.GB18030"], Some("zh_CN.GB18030")),
            (["", "", "zh_CN.UTF-8"], None),
            (["C.utf8", "C", "C"], None),
            (["", "", "de_DE.UTF-8@euro"], None),
            (["", "", "de_DE@euro"], Some("de_DE@euro")),
        ] {
            assert_eq!(not_utf8(named.map(|name| Some(name.to_owned()))).as_deref(), expected, "{named:?}");
        }
        assert_eq!(not_utf8([None, None, None]).as_deref(), Some("C"));
    }
}
