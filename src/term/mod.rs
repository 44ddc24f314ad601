//! The terminal: its modes and their restoring, input, frames, foreground programs. Nothing else names crossterm.

mod clipboard;
mod foreground;
mod input;
mod probe;
mod screen;
mod sequence;
mod signals;

pub use clipboard::copy;
pub use foreground::{Ended, browse, edit, pipe};
pub use input::{Input, Raw};
pub use probe::{Probe, name as terminal_name};
pub use signals::{Signal, watch as watch_signals};

use std::io::{self, BufWriter, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{
    self, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use ratatui::crossterm::{cursor, execute, queue};
use ratatui::layout::Rect;

use crate::term::screen::Careful;
use crate::view;

/// Whether the terminal is in the program's hands; the panic hook and the signals ask.
static HELD: AtomicBool = AtomicBool::new(false);

/// Whether the terminal draws clusters only because the program asked for it, and is to be told so each time.
static CLUSTERS: AtomicBool = AtomicBool::new(false);

/// Whether the program itself puts right-to-left text in order, so that the terminal must not (ECMA-48, BDSM).
static ORDERS: AtomicBool = AtomicBool::new(false);

/// The terminal in the program's hands: raw, alternate screen, pasted text bracketed. Dropping it gives it back.
pub struct Session {
    terminal: Terminal<Careful<CrosstermBackend<BufWriter<io::Stdout>>>>,
    /// The last frame.
    shown: Buffer,
    mouse: bool,
}

/// Bytes of a frame that are sent at once.
const FRAME: usize = 1 << 16;

/// Whether both ends of the program are a terminal.
pub fn is_interactive() -> bool {
    io::stdout().is_terminal() && (io::stdin().is_terminal() || input::has_controlling_terminal())
}

/// The columns of the terminal, if there is one.
pub fn columns() -> Option<u16> {
    terminal::size().ok().map(|(columns, _)| columns).filter(|columns| *columns > 0)
}

/// Columns and rows of the terminal that frames go to. Crossterm opens the terminal's device each time it is asked.
fn window() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(io::stdout()).ok()?;
    (size.ws_col > 0 && size.ws_row > 0).then_some((size.ws_col, size.ws_row))
}

impl Session {
    /// Takes the terminal. A panic of this thread from here on gives it back before it is reported; one of another
    /// thread, which becomes a problem or ends that thread alone, must neither touch the terminal nor write to it.
    /// `mouse`: whether the mouse is caught; `orders`: whether right-to-left text comes in the order it is drawn in.
    pub fn start(mouse: bool, orders: bool) -> io::Result<Self> {
        ORDERS.store(orders, Ordering::SeqCst);
        let previous = std::panic::take_hook();
        let owner = std::thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() != owner && HELD.load(Ordering::SeqCst) {
                return;
            }
            give_back();
            previous(info);
        }));
        take(mouse)?;
        // Standard output alone would send a frame in pieces of a kilobyte.
        let out = BufWriter::with_capacity(FRAME, io::stdout());
        let terminal = Terminal::new(Careful(CrosstermBackend::new(out)))?;
        Ok(Self { terminal, shown: Buffer::default(), mouse })
    }

    /// Asks the terminal about its widths, without waiting for the answer, which arrives among the keys. To be called
    /// before the first frame: what is printed for it is erased.
    pub fn ask(&mut self) -> io::Result<Option<Probe>> {
        let Some((probe, sent)) = Probe::new(self.size()).filter(|_| probe::can_be_asked()) else { return Ok(None) };
        let out = &mut self.terminal.backend_mut().0;
        queue!(out, BeginSynchronizedUpdate, Print(sent))?;
        execute!(out, EndSynchronizedUpdate)?;
        Ok(Some(probe))
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        window().or_else(|| terminal::size().ok()).unwrap_or((80, 24))
    }

    /// Draws one frame, shown at once by terminals that know synchronized updates.
    pub fn frame(&mut self, draw: impl FnOnce(&mut ratatui::Frame<'_>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut().0, BeginSynchronizedUpdate)?;
        let shown = &mut self.shown;
        let drawn = self.terminal.draw(|frame| {
            draw(frame);
            view::mend(shown, frame.buffer_mut());
            shown.clone_from(frame.buffer_mut());
        });
        let drawn = drawn.map(drop);
        execute!(self.terminal.backend_mut().0, EndSynchronizedUpdate)?;
        drawn
    }

    /// Makes the next frame paint every cell. (`Terminal::clear` would ask the terminal for its cursor and wait.)
    pub fn repaint(&mut self) -> io::Result<()> {
        let (columns, rows) = self.size();
        self.terminal.resize(Rect::new(0, 0, columns, rows))
    }

    /// Gives the terminal back while `inside` runs, then takes it again and paints everything.
    pub fn released<T>(&mut self, input: &Input, inside: impl FnOnce() -> T) -> io::Result<T> {
        input.pause();
        give_back();
        let result = inside();
        take(self.mouse)?;
        input.resume();
        self.repaint()?;
        Ok(result)
    }

    /// Makes the next frame paint every cell, and takes the terminal again where a shell has changed its modes behind
    /// the program's back, as it does when the program was stopped by a signal that cannot be caught.
    pub fn regain(&mut self, input: &Input) -> io::Result<()> {
        let modes = rustix::termios::tcgetattr(io::stdout());
        if modes.is_ok_and(|modes| modes.local_modes.contains(rustix::termios::LocalModes::ICANON)) {
            return self.released(input, || ());
        }
        self.repaint()
    }

    /// Stops the program as the shell's job control does; returns once it is continued.
    pub fn suspend(&mut self, input: &Input) -> io::Result<()> {
        self.released(input, || {
            // The whole process group, as the terminal driver would: a wrapper script stops too.
            let own = rustix::process::getpid();
            let _ = rustix::process::kill_process(own, rustix::process::Signal::TSTP);
        })
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        give_back();
    }
}

fn take(mouse: bool) -> io::Result<()> {
    terminal::enable_raw_mode()?;
    HELD.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    execute!(out, EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange, cursor::Hide)?;
    if mouse {
        execute!(out, EnableMouseCapture)?;
    }
    if ORDERS.load(Ordering::SeqCst) {
        execute!(out, Print("\x1b[8l"))?;
    }
    if CLUSTERS.load(Ordering::SeqCst) {
        execute!(out, Print(format_args!("\x1b[?{}h", probe::CLUSTER_MODE)))?;
    }
    Ok(())
}

/// Remembers whether the terminal's cluster mode is to be switched off again.
fn keep_cluster_mode(was_off: bool) {
    CLUSTERS.store(was_off, Ordering::SeqCst);
}

/// Gives the terminal back, once. Errors are of no use here: whoever reads them has no terminal.
pub fn give_back() {
    if !HELD.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = io::stdout();
    if ORDERS.load(Ordering::SeqCst) {
        let _ = queue!(out, Print("\x1b[8h"));
    }
    if CLUSTERS.load(Ordering::SeqCst) {
        let _ = queue!(out, Print(format_args!("\x1b[?{}l", probe::CLUSTER_MODE)));
    }
    let _ = execute!(
        out,
        EndSynchronizedUpdate,
        DisableMouseCapture,
        DisableFocusChange,
        DisableBracketedPaste,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
    let _ = out.flush();
}
