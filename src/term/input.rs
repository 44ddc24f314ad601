//! The input thread: what the terminal sends, as keys of our own and answers, without ever waking for nothing.

use std::io;
use std::os::fd::OwnedFd;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender, bounded, unbounded};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use terminput::{
    Event as Terminal, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind, ScrollDirection,
};

use crate::app::PointerKind;
use crate::keys::{Code, Key, Mods};
use crate::term::probe::{Probe, Reply};
use crate::term::sequence::{Missing, Splitter};
use crate::term::{mode, tty};
use crate::text::Profile;

/// How long an escape may stand alone before it is the key, and a sequence may stop in its middle before it is noise.
const ESCAPE: Duration = Duration::from_millis(30);
const REST: Duration = Duration::from_millis(500);

/// The same while the terminal is answering: its replies start with an escape too, and a slow line tears them apart.
const ANSWERING: Duration = Duration::from_millis(250);

/// After this the terminal is taken for one that does not answer; what it says later is still understood.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long whoever gets the terminal next waits for replies that are still under way, so as not to be sent them.
const PARTING: Duration = Duration::from_millis(200);

/// Something the terminal sent, before what it points at is known.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// The pointer: gesture, column, row.
    Pointer(PointerKind, u16, u16),
    /// The terminal's window has the focus again.
    Focus,
    /// The terminal has told its widths, or nothing that can be believed.
    Widths(Option<Profile>),
}

/// The handle of the input thread.
pub struct Input {
    events: Receiver<Raw>,
    wake: OwnedFd,
    paused: Receiver<()>,
    resume: Sender<()>,
}

impl Input {
    /// Starts the thread; `probe` is what the terminal was asked and may answer.
    pub fn start(probe: Option<Probe>) -> io::Result<Self> {
        let terminal = tty::open_input()?;
        let (woken, wake) = rustix::pipe::pipe()?;
        let (send, events) = unbounded();
        let (tell_paused, paused) = bounded(1);
        let (resume, resumed) = bounded(1);
        let asked = Instant::now();
        thread::Builder::new().name("input".into()).spawn(move || {
            let splitter = Splitter::default();
            Ends { terminal, woken, send, tell_paused, resumed, splitter, probe, asked }.run();
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
    terminal: OwnedFd,
    woken: OwnedFd,
    send: Sender<Raw>,
    tell_paused: Sender<()>,
    resumed: Receiver<()>,
    splitter: Splitter,
    /// What the terminal has still to answer, and since when.
    probe: Option<Probe>,
    asked: Instant,
}

impl Ends {
    fn run(&mut self) {
        loop {
            let mut ready = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
            match poll(&mut ready, self.patience().map(timespec).as_ref()) {
                Ok(0) => {
                    let rest = self.splitter.flush();
                    if !self.pass(&rest) {
                        return;
                    }
                    continue;
                }
                Ok(_) => {}
                Err(rustix::io::Errno::INTR) => continue,
                Err(_) => return,
            }
            let [terminal, woken] = ready.map(|fd| fd.revents());
            if !woken.is_empty() {
                let mut byte = [0; 1];
                let _ = rustix::io::read(&self.woken, &mut byte);
                self.part();
                if self.tell_paused.send(()).is_err() || self.resumed.recv().is_err() {
                    return;
                }
                continue;
            }
            if terminal.intersects(PollFlags::IN) && !self.read() {
                return;
            }
            if terminal.intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
                return;
            }
        }
    }

    /// Whether replies are on their way.
    fn is_answering(&self) -> bool {
        self.probe.is_some() && self.asked.elapsed() < PATIENCE
    }

    /// How long to wait for the rest of what is there.
    fn patience(&self) -> Option<Duration> {
        let answering = self.is_answering();
        match self.splitter.missing() {
            Missing::Nothing | Missing::Paste => None,
            Missing::AfterEscape => Some(if answering { ANSWERING } else { ESCAPE }),
            Missing::Rest => Some(if answering { PATIENCE } else { REST }),
        }
    }

    /// Sends on everything that is there; `false` when nobody listens or speaks any more.
    fn read(&mut self) -> bool {
        let mut bytes = [0; 4096];
        match rustix::io::read(&self.terminal, &mut bytes) {
            Ok(0) => return false,
            Ok(count) => self.splitter.feed(bytes.get(..count).unwrap_or_default()),
            Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
            Err(_) => return false,
        }
        while let Some(sequence) = self.splitter.next() {
            if !self.pass(&sequence) {
                return false;
            }
        }
        true
    }

    /// Sends one sequence on; `false` when nobody listens any more.
    fn pass(&mut self, sequence: &[u8]) -> bool {
        let raw = match Probe::take(&mut self.probe, sequence) {
            Reply::Swallowed => None,
            Reply::Answered { profile, mode_was_off } => {
                mode::set_cluster_mode_was_off(mode_was_off);
                Some(Raw::Widths(profile))
            }
            Reply::None => translate(sequence),
        };
        raw.is_none_or(|raw| self.send.send(raw).is_ok())
    }

    /// Takes in replies that are still on their way, for a moment; what comes after them is not ours.
    fn part(&mut self) {
        let until = Instant::now() + PARTING;
        while self.is_answering() {
            let left = until.saturating_duration_since(Instant::now());
            let mut ready = [PollFd::new(&self.terminal, PollFlags::IN)];
            let there = poll(&mut ready, Some(&timespec(left)));
            if left.is_zero() || !there.is_ok_and(|count| count > 0) || !self.read() {
                break;
            }
        }
        self.splitter.flush();
    }
}

fn timespec(time: Duration) -> Timespec {
    Timespec { tv_sec: time.as_secs() as i64, tv_nsec: i64::from(time.subsec_nanos()) }
}

fn translate(sequence: &[u8]) -> Option<Raw> {
    match sequence {
        // Typed, not the start of anything.
        b"\x1b[" => return Some(Raw::Key(alt('['))),
        b"\x1bO" => return Some(Raw::Key(alt('O'))),
        _ => {}
    }
    match Terminal::parse_from(sequence).ok().flatten()? {
        Terminal::Key(key) if key.kind != KeyEventKind::Release => translate_key(key).map(Raw::Key),
        Terminal::Key(_) | Terminal::FocusLost | Terminal::Resize { .. } => None,
        Terminal::Paste(text) => Some(Raw::Paste(text)),
        Terminal::FocusGained => Some(Raw::Focus),
        Terminal::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => PointerKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => PointerKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => PointerKind::Release,
                MouseEventKind::Scroll(ScrollDirection::Up) => PointerKind::WheelUp,
                MouseEventKind::Scroll(ScrollDirection::Down) => PointerKind::WheelDown,
                _ => return None,
            };
            Some(Raw::Pointer(kind, mouse.column, mouse.row))
        }
    }
}

fn alt(letter: char) -> Key {
    Key::new(Code::Char(letter), Mods { alt: true, ..Mods::default() })
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    let shift = key.modifiers.contains(KeyModifiers::SHIFT);
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::Tab if shift => Code::BackTab,
        KeyCode::Tab => Code::Tab,
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
            ctrl: key.modifiers.contains(KeyModifiers::CTRL),
            alt: key.modifiers.contains(KeyModifiers::ALT),
            shift: !printable && code != Code::BackTab && shift,
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sequences_are_keys() {
        for (sequence, chord) in [
            ("j", "j"),
            ("中", "中"),
            ("\r", "<enter>"),
            ("\t", "<tab>"),
            ("\x1b[Z", "<s-tab>"),
            ("\x1b", "<esc>"),
            ("\x7f", "<backspace>"),
            ("\x03", "<c-c>"),
            ("\x1b[A", "<up>"),
            ("\x1bOA", "<up>"),
            ("\x1b[1;5B", "<c-down>"),
            ("\x1b[6~", "<pagedown>"),
            ("\x1bOP", "<f1>"),
            ("\x1b[15~", "<f5>"),
            ("\x1b[1;2R", "<s-f3>"),
            ("\x1bx", "<a-x>"),
            ("\x1b[", "<a-[>"),
        ] {
            let Some(Raw::Key(key)) = translate(sequence.as_bytes()) else { panic!("{sequence:?} is no key") };
            assert_eq!(key.to_string().to_lowercase(), chord, "{sequence:?}");
        }
        let mouse = |text: &str| translate(text.as_bytes());
        assert_eq!(mouse("\x1b[<0;3;4M"), Some(Raw::Pointer(PointerKind::Press, 2, 3)));
        assert_eq!(mouse("\x1b[<65;3;4M"), Some(Raw::Pointer(PointerKind::WheelDown, 2, 3)));
        assert_eq!(mouse("\x1b[200~a\rb\x1b[201~"), Some(Raw::Paste("a\rb".into())));
        assert_eq!(mouse("\x1b[I"), Some(Raw::Focus));
    }

    proptest! {
        #[test]
        fn any_bytes_can_be_sent(bytes in prop_oneof![
            prop::collection::vec(any::<u8>(), 0..20),
            "\x1b\\[[<?0-9;:$]{0,8}[A-Za-z~]".prop_map(String::into_bytes),
        ]) {
            let mut splitter = Splitter::default();
            splitter.feed(&bytes);
            while let Some(sequence) = splitter.next() {
                let _ = translate(&sequence);
            }
            let _ = translate(&splitter.flush());
        }
    }
}
