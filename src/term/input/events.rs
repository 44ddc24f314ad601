//! The input thread where a console has events, as on Windows: translates those of crossterm.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use crossbeam_channel::{Receiver, Sender};
use ratatui::crossterm::event::{
    self, Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEventKind,
};

use crate::app::PointerKind;
use crate::keys::{Code, Key, Mods};
use crate::term::input::raw::Raw;
use crate::term::probe::Probe;

/// How often the thread looks whether it is to pause: a wait for events cannot be interrupted.
const STEP: Duration = Duration::from_millis(100);

/// Makes the thread pause.
pub(super) struct Waker(Arc<AtomicBool>);

impl Waker {
    /// Makes the thread pause. Returns whether it will.
    pub(super) fn wake(&self) -> bool {
        self.0.store(true, Ordering::SeqCst);
        // The thread has the other one, as long as it runs.
        Arc::strong_count(&self.0) > 1
    }
}

/// Starts the thread, which sends what it reads to `send`. When woken it reports to `send_paused` and waits for
/// `resumed`. There are no replies to a query.
///
/// # Errors
/// The thread cannot be started.
pub(super) fn start(
    _probe: Option<Probe>,
    send: Sender<Raw>,
    send_paused: Sender<()>,
    resumed: Receiver<()>,
) -> io::Result<Waker> {
    let woken = Arc::new(AtomicBool::new(false));
    let waker = Waker(woken.clone());
    thread::Builder::new().name("input".into()).spawn(move || {
        loop {
            if woken.swap(false, Ordering::SeqCst) && (send_paused.send(()).is_err() || resumed.recv().is_err()) {
                return;
            }
            let raw = match event::poll(STEP) {
                Ok(false) => continue,
                Ok(true) => event::read().map(translate),
                Err(error) => Err(error),
            };
            let is_passed = match raw {
                Ok(Some(raw)) => send.send(raw).is_ok(),
                Ok(None) => true,
                Err(_) => false,
            };
            if !is_passed {
                return;
            }
        }
    })?;
    Ok(waker)
}

fn translate(event: Event) -> Option<Raw> {
    match event {
        Event::Key(key) if key.kind != KeyEventKind::Release => translate_key(key).map(Raw::Key),
        Event::Key(_) | Event::FocusLost => None,
        Event::Paste(text) => Some(Raw::Paste(text)),
        Event::FocusGained => Some(Raw::Focus),
        Event::Resize(..) => Some(Raw::Resized),
        Event::Mouse(mouse) => {
            let kind = match mouse.kind {
                MouseEventKind::Down(MouseButton::Left) => PointerKind::Press,
                MouseEventKind::Drag(MouseButton::Left) => PointerKind::Drag,
                MouseEventKind::Up(MouseButton::Left) => PointerKind::Release,
                MouseEventKind::ScrollUp => PointerKind::WheelUp,
                MouseEventKind::ScrollDown => PointerKind::WheelDown,
                _ => return None,
            };
            Some(Raw::Pointer(kind, mouse.column, mouse.row))
        }
    }
}

fn translate_key(key: KeyEvent) -> Option<Key> {
    let has = |modifier| key.modifiers.contains(modifier);
    let (ctrl, alt, shift) = (has(KeyModifiers::CONTROL), has(KeyModifiers::ALT), has(KeyModifiers::SHIFT));
    let code = match key.code {
        KeyCode::Char(c) => Code::Char(c),
        KeyCode::Enter => Code::Enter,
        KeyCode::Esc => Code::Esc,
        KeyCode::BackTab => Code::BackTab,
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
    let is_char = matches!(code, Code::Char(_));
    // The characters of AltGr come with Ctrl and Alt.
    let is_composed = is_char && ctrl && alt;
    let mods = Mods {
        ctrl: ctrl && !is_composed,
        alt: alt && !is_composed,
        shift: shift && !is_char && code != Code::BackTab,
    };
    Some(Key { code, mods })
}
