//! The input thread: what the terminal sends, as keys of our own, without ever waking for nothing.

use std::io::{self, IsTerminal};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::Arc;
use std::thread;

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use ratatui::crossterm::event::{
    self as crossterm, Event as Terminal, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::fs::{Mode, OFlags};

use crate::app::PointerKind;
use crate::keys::{Code, Key, Mods};

/// How long a burst of bytes may pause before the thread goes to sleep again. Not zero: crossterm then looks at nothing.
const SETTLE: std::time::Duration = std::time::Duration::from_millis(1);

/// Something the terminal sent, before what it points at is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// Columns and rows.
    Resize(u16, u16),
    /// The pointer: gesture, column, row.
    Pointer(PointerKind, u16, u16),
    /// The terminal's window has the focus again.
    Focus,
}

/// The handle of the input thread.
pub struct Input {
    events: Receiver<Raw>,
    wake: OwnedFd,
    paused: Receiver<()>,
    resume: Sender<()>,
}

/// Whether the process has a terminal even though its stdin is something else.
pub(super) fn has_controlling_terminal() -> bool {
    open_terminal().is_ok()
}

fn open_terminal() -> io::Result<OwnedFd> {
    Ok(rustix::fs::open("/dev/tty", OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOCTTY, Mode::empty())?)
}

impl Input {
    /// Starts the thread.
    pub fn start() -> io::Result<Self> {
        let terminal =
            if io::stdin().is_terminal() { io::stdin().as_fd().try_clone_to_owned()? } else { open_terminal()? };
        let (woken, wake) = rustix::pipe::pipe()?;
        let (send, events) = unbounded();
        let (tell_paused, paused) = bounded(1);
        let (resume, resumed) = bounded(1);
        thread::Builder::new().name("input".into()).spawn(move || {
            let ends = Ends { terminal: Arc::new(terminal), woken, send, tell_paused, resumed };
            ends.run();
        })?;
        Ok(Self { events, wake, paused, resume })
    }

    /// What arrives.
    pub fn events(&self) -> &Receiver<Raw> {
        &self.events
    }

    /// Stops reading, so that another program can have the terminal; returns once the thread has let go.
    pub fn pause(&self) {
        if rustix::io::write(&self.wake, b"p").is_ok() {
            let _ = self.paused.recv();
        }
    }

    /// Reads again.
    pub fn resume(&self) {
        let _ = self.resume.send(());
    }
}

/// The thread's own ends.
struct Ends {
    terminal: Arc<OwnedFd>,
    woken: OwnedFd,
    send: Sender<Raw>,
    tell_paused: Sender<()>,
    resumed: Receiver<()>,
}

impl Ends {
    fn run(&self) {
        loop {
            let mut ready = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
            match poll(&mut ready, None) {
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return,
            }
            let [terminal, woken] = ready.map(|fd| fd.revents());
            if !woken.is_empty() {
                let mut byte = [0; 1];
                let _ = rustix::io::read(&self.woken, &mut byte);
                if self.tell_paused.send(()).is_err() || self.resumed.recv().is_err() {
                    return;
                }
                continue;
            }
            if terminal.intersects(PollFlags::IN) && !self.drain() {
                return;
            }
            if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return;
            }
        }
    }

    /// Sends on everything that is there; `false` when nobody listens any more.
    fn drain(&self) -> bool {
        while crossterm::poll(SETTLE).unwrap_or(false) {
            let Ok(event) = crossterm::read() else { return true };
            if let Some(raw) = translate(event)
                && self.send.send(raw).is_err()
            {
                return false;
            }
        }
        true
    }
}

fn translate(event: Terminal) -> Option<Raw> {
    match event {
        Terminal::Key(key) if key.kind != KeyEventKind::Release => translate_key(key).map(Raw::Key),
        Terminal::Key(_) | Terminal::FocusLost => None,
        Terminal::Paste(text) => Some(Raw::Paste(text)),
        Terminal::Resize(columns, rows) => Some(Raw::Resize(columns, rows)),
        Terminal::FocusGained => Some(Raw::Focus),
        Terminal::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => PointerKind::Press,
                MouseEventKind::ScrollUp => PointerKind::WheelUp,
                MouseEventKind::ScrollDown => PointerKind::WheelDown,
                _ => return None,
            };
            Some(Raw::Pointer(kind, mouse.column, mouse.row))
        }
    }
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab => Code::Tab,
        KeyCode::BackTab => Code::BackTab,
        KeyCode::Backspace => Code::Backspace,
        KeyCode::Delete => Code::Delete,
        KeyCode::Insert => Code::Insert,
        KeyCode::Up => Code::Up,
        KeyCode::Down => Code::Down,
        KeyCode::Left => Code::Left,
        KeyCode::Right => Code::Right,
        KeyCode::Home => Code::Home,
        KeyCode::End => Code::End,
        KeyCode::PageUp => Code::PageUp,
        KeyCode::PageDown => Code::PageDown,
        KeyCode::F(n) => Code::F(n),
        _ => return None,
    };
    let printable = matches!(code, Code::Char(_));
    Some(Key {
        code,
        mods: Mods {
            ctrl: key.modifiers.contains(KeyModifiers::CONTROL),
            alt: key.modifiers.contains(KeyModifiers::ALT),
            shift: !printable && code != Code::BackTab && key.modifiers.contains(KeyModifiers::SHIFT),
        },
    })
}
