//! The input thread where a terminal sends bytes: translates them into keys and replies. It sleeps while there is no
//! input.

use std::io;
use std::os::fd::OwnedFd;
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{Receiver, Sender};
use rustix::event::{PollFd, PollFlags, poll};
use terminput::{
    Event as Terminal, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind, ScrollDirection,
};

use crate::app::PointerKind;
use crate::keys::{Code, Key, Mods};
use crate::term::input::raw::Raw;
use crate::term::probe::{Probe, Reply, Reported};
use crate::term::sequence::{Missing, Splitter};
use crate::term::system::{Device, timespec};
use crate::term::{keyboard, mode};
use crate::theme::Shade;

/// After this an escape byte on its own is the Escape key.
const ESCAPE: Duration = Duration::from_millis(30);

/// After this an incomplete sequence is taken as it is.
const REST: Duration = Duration::from_millis(500);

/// [`ESCAPE`] while replies are expected: they start with an escape byte too, and a slow connection may split them.
const REPLY_ESCAPE: Duration = Duration::from_millis(250);

/// After this replies are no longer expected. Later ones are still recognised.
const REPLY_TIMEOUT: Duration = Duration::from_secs(2);

/// How long to wait for outstanding replies before another program gets the terminal, so that it does not receive them.
const DRAIN: Duration = Duration::from_millis(200);

/// Interrupts the wait of the thread.
pub(super) struct Waker(OwnedFd);

impl Waker {
    /// Makes the thread pause. Returns whether it will.
    pub(super) fn wake(&self) -> bool {
        rustix::io::write(&self.0, b"p").is_ok()
    }
}

/// Starts the thread, which sends what it reads to `send`. When woken it reports to `send_paused` and waits for
/// `resumed`.
///
/// # Errors
/// There is no terminal, or the thread cannot be started.
pub(super) fn start(
    probe: Option<Probe>,
    send: Sender<Raw>,
    send_paused: Sender<()>,
    resumed: Receiver<()>,
) -> io::Result<Waker> {
    let terminal = Device::open()?;
    let (woken, wake) = rustix::pipe::pipe()?;
    let asked = Instant::now();
    thread::Builder::new().name("input".into()).spawn(move || {
        let splitter = Splitter::default();
        let reported = Reported::default();
        InputThread { terminal, woken, send, send_paused, resumed, splitter, probe, asked, reported }.run();
    })?;
    Ok(Waker(wake))
}

/// The state of the input thread.
struct InputThread {
    terminal: Device,
    woken: OwnedFd,
    send: Sender<Raw>,
    send_paused: Sender<()>,
    resumed: Receiver<()>,
    splitter: Splitter,
    /// The query that has not been answered yet, and when it was sent.
    probe: Option<Probe>,
    asked: Instant,
    /// What the terminal has reported about pictures.
    reported: Reported,
}

impl InputThread {
    fn run(&mut self) {
        loop {
            let mut ready = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.woken, PollFlags::IN)];
            match poll(&mut ready, self.timeout().map(timespec).as_ref()) {
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
                self.drain();
                if self.send_paused.send(()).is_err() || self.resumed.recv().is_err() {
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

    /// Whether replies are expected.
    fn expects_replies(&self) -> bool {
        self.probe.is_some() && self.asked.elapsed() < REPLY_TIMEOUT
    }

    /// How long to wait for the rest of an incomplete sequence.
    fn timeout(&self) -> Option<Duration> {
        let replying = self.expects_replies();
        match self.splitter.missing() {
            Missing::Nothing | Missing::Paste => None,
            Missing::AfterEscape => Some(if replying { REPLY_ESCAPE } else { ESCAPE }),
            Missing::Rest => Some(if replying { REPLY_TIMEOUT } else { REST }),
        }
    }

    /// Reads and sends on everything available; `false` if the terminal or the receiver is gone.
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

    /// Sends on one sequence; `false` if the receiver is gone.
    fn pass(&mut self, sequence: &[u8]) -> bool {
        let raw = match Probe::take(&mut self.probe, sequence) {
            Reply::Partial => None,
            Reply::Complete { profile, mode_was_off, graphics } => {
                mode::set_cluster_mode_was_off(mode_was_off);
                self.reported = graphics;
                if self.send.send(Raw::Graphics(graphics)).is_err() {
                    return false;
                }
                Some(Raw::Widths(profile))
            }
            Reply::Late(late) => {
                self.reported = self.reported.with(late);
                Some(Raw::Graphics(self.reported))
            }
            Reply::Background(color) => Some(Raw::Shade(Shade::of(color))),
            Reply::Shade(shade) => Some(Raw::Shade(shade)),
            Reply::Keyboard => Some(Raw::Keyboard),
            Reply::None => translate(sequence),
        };
        raw.is_none_or(|raw| self.send.send(raw).is_ok())
    }

    /// Waits briefly for outstanding replies. What the terminal sends afterwards is for another program.
    fn drain(&mut self) {
        let until = Instant::now() + DRAIN;
        while self.expects_replies() {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() || !self.terminal.wait(left).is_ok_and(|there| there) || !self.read() {
                break;
            }
        }
        self.splitter.flush();
    }
}

fn translate(sequence: &[u8]) -> Option<Raw> {
    match sequence {
        // Incomplete when the timeout passed: Alt with the key.
        b"\x1b[" => return Some(Raw::Key(alt('['))),
        b"\x1bO" => return Some(Raw::Key(alt('O'))),
        b"\x1b_" => return Some(Raw::Key(alt('_'))),
        b"\x1b]" => return Some(Raw::Key(alt(']'))),
        b"\x1bP" => return Some(Raw::Key(alt('P'))),
        // Named after the characters that they are Ctrl with (ECMA-48 §5.2), not after the digits that send them too.
        [byte @ (0 | 0x1c..=0x1f)] => {
            return Some(Raw::Key(Key::ctrl(if *byte == 0 { ' ' } else { char::from(byte + 0x40) })));
        }
        _ if keyboard::is_key(sequence) => return keyboard::key(sequence).map(Raw::Key),
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
            ("\x00", "<c-space>"),
            ("\x1d", "<c-]>"),
            ("\x1f", "<c-_>"),
            ("\x1b[27u", "<esc>"),
            ("\x1b[105;5u", "<c-i>"),
            ("\x1b[A", "<up>"),
            ("\x1bOA", "<up>"),
            ("\x1b[1;5B", "<c-down>"),
            ("\x1b[6~", "<pagedown>"),
            ("\x1bOP", "<f1>"),
            ("\x1b[15~", "<f5>"),
            ("\x1b[1;2R", "<s-f3>"),
            ("\x1bx", "<a-x>"),
            ("\x1b[", "<a-[>"),
            ("\x1b_", "<a-_>"),
            ("\x1b]", "<a-]>"),
            ("\x1bP", "<a-p>"),
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
