//! The terminal while the program controls it: frames, and lending the terminal to other programs.

use std::io::{self, BufWriter};

use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::crossterm::style::Print;
use ratatui::crossterm::terminal::{self, BeginSynchronizedUpdate, EndSynchronizedUpdate};
use ratatui::crossterm::{execute, queue};
use ratatui::layout::{Position, Rect};

use crate::picture::Encoded;
use crate::term::input::Input;
use crate::term::kept::KeptPictures;
use crate::term::probe::Probe;
use crate::term::wide_glyphs::{WideGlyphBackend, repaint_cut_glyphs};
use crate::term::{mode, probe, system, tty};

/// Size of the output buffer, in bytes: most frames fit.
const FRAME: usize = 1 << 16;

/// The terminal under the program's control: raw mode, alternate screen, bracketed paste. Dropping it gives it back.
pub struct Session {
    terminal: Terminal<WideGlyphBackend<CrosstermBackend<BufWriter<io::Stdout>>>>,
    /// The last frame.
    shown: Buffer,
    /// The pictures that the terminal keeps.
    kept: KeptPictures,
    mouse: bool,
}

impl Session {
    /// Takes the terminal. From then on a panic of this thread gives the terminal back before it is reported. A panic
    /// of another thread becomes a problem or ends only that thread, so it must neither change the terminal nor write
    /// to it. `mouse`: whether the mouse is captured; `reorders`: whether right-to-left text is written in visual order.
    ///
    /// # Errors
    /// The terminal cannot be set up.
    pub fn start(mouse: bool, reorders: bool) -> io::Result<Self> {
        mode::set_reorders(reorders);
        let previous = std::panic::take_hook();
        let owner = std::thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            if std::thread::current().id() != owner && mode::is_held() {
                return;
            }
            mode::give_back();
            previous(info);
        }));
        mode::take(mouse)?;
        // Unbuffered, standard output would send a frame in pieces of a kilobyte.
        let out = BufWriter::with_capacity(FRAME, io::stdout());
        let terminal = Terminal::new(WideGlyphBackend(CrosstermBackend::new(out)))?;
        Ok(Self { terminal, shown: Buffer::default(), kept: KeptPictures::new(probe::is_tmux()), mouse })
    }

    /// Asks the terminal how wide it draws some texts, and how it shows pictures. Does not wait: the answer arrives with the keys. Must be called
    /// before the first frame, since it prints the texts and erases them.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    pub fn ask(&mut self) -> io::Result<Option<Probe>> {
        let probe = Probe::new(self.size(), probe::is_tmux()).filter(|_| probe::is_supported());
        let Some((probe, sent)) = probe else { return Ok(None) };
        let out = &mut self.terminal.backend_mut().0;
        queue!(out, BeginSynchronizedUpdate, Print(sent))?;
        execute!(out, EndSynchronizedUpdate)?;
        Ok(Some(probe))
    }

    /// Begins to use kitty's keyboard protocol: the terminal has reported that it knows it.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    pub fn use_keyboard(&mut self) -> io::Result<()> {
        mode::use_keyboard()
    }

    /// Gives the cursor a colour while the program has the terminal; `None` is the terminal's own. Terminals that do not
    /// know hyperlinks either are not asked.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    pub fn color_cursor(&mut self, color: Option<(u8, u8, u8)>) -> io::Result<()> {
        mode::set_cursor_color(color.filter(|_| tty::knows_hyperlinks()))
    }

    /// Columns and rows.
    pub fn size(&self) -> (u16, u16) {
        system::window().or_else(|| terminal::size().ok()).unwrap_or((80, 24))
    }

    /// Draws one frame; `draw` returns the position of the caret and the pictures that it drew. Terminals with synchronized
    /// updates show it all at once.
    ///
    /// # Errors
    /// The terminal cannot be written to.
    pub fn frame(&mut self, draw: impl FnOnce(&mut Buffer) -> (Option<Position>, Vec<Encoded>)) -> io::Result<()> {
        queue!(self.terminal.backend_mut().0, BeginSynchronizedUpdate)?;
        let drawn = self.draw(draw);
        execute!(self.terminal.backend_mut().0, EndSynchronizedUpdate)?;
        drawn
    }

    /// As `Terminal::draw`, but the terminal gets the pictures that it keeps before the cells that show them.
    fn draw(&mut self, draw: impl FnOnce(&mut Buffer) -> (Option<Position>, Vec<Encoded>)) -> io::Result<()> {
        self.terminal.autoresize()?;
        let buffer = self.terminal.current_buffer_mut();
        let (caret, pictures) = draw(buffer);
        repaint_cut_glyphs(&self.shown, buffer);
        self.shown.clone_from(buffer);
        let sent = self.kept.before(&pictures);
        if !sent.is_empty() {
            mode::set_picture_deletions(self.kept.deletions());
            queue!(self.terminal.backend_mut().0, Print(sent))?;
        }
        self.terminal.flush()?;
        match caret {
            Some(caret) => {
                self.terminal.show_cursor()?;
                self.terminal.set_cursor_position(caret)?;
            }
            None => self.terminal.hide_cursor()?,
        }
        self.terminal.swap_buffers();
        Ok(())
    }

    /// Makes the next frame paint every cell. (`Terminal::clear` would ask for the cursor position and wait.)
    ///
    /// # Errors
    /// The terminal cannot be written to.
    pub fn repaint(&mut self) -> io::Result<()> {
        let (columns, rows) = self.size();
        self.kept.forget();
        self.terminal.resize(Rect::new(0, 0, columns, rows))
    }

    /// Gives the terminal back while `inside` runs, then takes it again and repaints everything.
    ///
    /// # Errors
    /// The terminal cannot be taken again.
    pub fn released<T>(&mut self, input: &Input, inside: impl FnOnce() -> T) -> io::Result<T> {
        input.pause();
        mode::give_back();
        let result = inside();
        mode::take(self.mouse)?;
        input.resume();
        self.repaint()?;
        Ok(result)
    }

    /// Makes the next frame paint every cell. Takes the terminal again if a shell has changed its modes meanwhile, as
    /// happens when the program was stopped by a signal that cannot be caught.
    ///
    /// # Errors
    /// The terminal cannot be taken again.
    pub fn regain(&mut self, input: &Input) -> io::Result<()> {
        if system::has_left_raw_mode() {
            return self.released(input, || ());
        }
        self.repaint()
    }

    /// Stops the program as the shell's job control does, if there is one; returns once it is continued.
    ///
    /// # Errors
    /// The terminal cannot be taken again.
    pub fn suspend(&mut self, input: &Input) -> io::Result<()> {
        self.released(input, system::stop)
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        mode::give_back();
    }
}
