//! The modes that the program sets in the terminal, and how they are restored.

use std::io::{self, Write};
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{self, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen};
use ratatui::crossterm::{cursor, execute, queue};

use crate::term::{keyboard, probe};

/// Reports of changes between a dark and a light background (mode 2031), which terminals that do not know it ignore.
const SCHEME_ON: &str = "\x1b[?2031h";

/// No reports.
const SCHEME_OFF: &str = "\x1b[?2031l";

/// Whether the program controls the terminal. Static because the panic hook reads it.
static HELD: AtomicBool = AtomicBool::new(false);

/// Whether the cluster mode was off before the program switched it on, so that it must be switched each time the
/// terminal is taken or given back.
static CLUSTERS: AtomicBool = AtomicBool::new(false);

/// Whether the program reorders right-to-left text itself, so that the terminal must not (ECMA-48, BDSM).
static REORDERS: AtomicBool = AtomicBool::new(false);

/// Whether the terminal knows kitty's keyboard protocol, which is then used on the alternate screen.
static KEYBOARD: AtomicBool = AtomicBool::new(false);

/// The colour of the cursor while the program controls the terminal, as [`COLORED`] and 24 bits; 0 for the terminal's own.
static CURSOR: AtomicU32 = AtomicU32::new(0);

/// Marks a colour in [`CURSOR`].
const COLORED: u32 = 1 << 24;

/// The cursor in the terminal's own colour again (OSC 112 of xterm).
const CURSOR_RESET: &str = "\x1b]112\x1b\\";

/// What deletes the pictures that the terminal keeps.
static PICTURES: Mutex<String> = Mutex::new(String::new());

/// Takes the terminal: raw mode, alternate screen, bracketed paste, focus reports, and the mouse if asked for.
pub(super) fn take(mouse: bool) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    HELD.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, Print(SCHEME_ON), cursor::Hide)?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    if KEYBOARD.load(Ordering::SeqCst) {
        execute!(out, Print(keyboard::ON))?;
    }
    if REORDERS.load(Ordering::SeqCst) {
        execute!(out, Print("\x1b[8l"))?;
    }
    if CLUSTERS.load(Ordering::SeqCst) {
        execute!(out, Print(format_args!("\x1b[?{}h", probe::CLUSTER_MODE)))?;
    }
    color_cursor(CURSOR.load(Ordering::SeqCst))
}

/// Gives the cursor a colour (OSC 12 of xterm), now and whenever the terminal is taken; `None` is the terminal's own.
pub(super) fn set_cursor_color(color: Option<(u8, u8, u8)>) -> io::Result<()> {
    let color = color.map_or(0, |(red, green, blue)| COLORED | u32::from_be_bytes([0, red, green, blue]));
    let before = CURSOR.swap(color, Ordering::SeqCst);
    if before == color || !is_held() {
        return Ok(());
    }
    if color == 0 { execute!(io::stdout(), Print(CURSOR_RESET)) } else { color_cursor(color) }
}

fn color_cursor(color: u32) -> io::Result<()> {
    if color == 0 {
        return Ok(());
    }
    execute!(io::stdout(), Print(format_args!("\x1b]12;#{:06x}\x1b\\", color & !COLORED)))
}

/// Begins to use kitty's keyboard protocol, which the terminal knows.
pub(super) fn use_keyboard() -> io::Result<()> {
    if KEYBOARD.swap(true, Ordering::SeqCst) || !is_held() {
        return Ok(());
    }
    execute!(io::stdout(), Print(keyboard::ON))
}

/// Whether the program controls the terminal.
pub(super) fn is_held() -> bool {
    HELD.load(Ordering::SeqCst)
}

/// Sets whether right-to-left text is written in visual order. Takes effect when the terminal is taken next.
pub(super) fn set_reorders(reorders: bool) {
    REORDERS.store(reorders, Ordering::SeqCst);
}

/// Remembers whether the terminal's cluster mode must be switched off again.
pub(super) fn set_cluster_mode_was_off(was_off: bool) {
    CLUSTERS.store(was_off, Ordering::SeqCst);
}

/// Sets what deletes the pictures that the terminal keeps.
pub(super) fn set_picture_deletions(deletions: String) {
    *PICTURES.lock().unwrap_or_else(PoisonError::into_inner) = deletions;
}

/// Gives the terminal back; does nothing if the program does not control it. Errors are ignored: there is no terminal
/// left to report them on.
pub fn give_back() {
    if !HELD.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if REORDERS.load(Ordering::SeqCst) {
        let _ = queue!(out, Print("\x1b[8h"));
    }
    if CLUSTERS.load(Ordering::SeqCst) {
        let _ = queue!(out, Print(format_args!("\x1b[?{}l", probe::CLUSTER_MODE)));
    }
    if KEYBOARD.load(Ordering::SeqCst) {
        let _ = queue!(out, Print(keyboard::OFF));
    }
    if CURSOR.load(Ordering::SeqCst) != 0 {
        let _ = queue!(out, Print(CURSOR_RESET));
    }
    let deletions = std::mem::take(&mut *PICTURES.lock().unwrap_or_else(PoisonError::into_inner));
    if !deletions.is_empty() {
        let _ = queue!(out, Print(deletions));
    }
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableFocusChange,
        Print(SCHEME_OFF),
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
    let _ = out.flush();
}
