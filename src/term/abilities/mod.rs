//! What the terminal can do, asked for a report: everything that it may be asked, and the wait for its replies.

use std::io::{self, Write};
use std::time::{Duration, Instant};

use crate::term::probe::{Probe, Reply, Reported, is_supported, is_tmux, parts};
use crate::term::sequence::Splitter;
use crate::term::system::Device;
use crate::term::{mode, system};
use crate::text::{Clean, Profile};

/// How long to wait for the last reply.
const PATIENCE: Duration = Duration::from_millis(1500);

/// How long to wait after the last reply for one that comes from beyond a multiplexer.
const LATE: Duration = Duration::from_millis(150);

/// Synchronized output, reports of the colour scheme, reports of the focus (DECRQM); the name
/// of the terminal (XTVERSION).
const QUERIES: &str = "\x1b[?2026$p\x1b[?2031$p\x1b[?1004$p\x1b[>0q";

/// The request for device attributes, which every terminal replies to: the reply to it is the last one.
const LAST: &str = "\x1b[c";

/// What a terminal says about itself. `None`: it says nothing about that.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Whether it replies to questions.
    pub replies: bool,
    /// Its name and version.
    pub name: Option<String>,
    /// The widths of characters.
    pub profile: Option<Profile>,
    /// What it says about pictures.
    pub graphics: Reported,
    /// Red, green and blue of its background.
    pub background: Option<[u8; 3]>,
    /// Whether a frame can be shown all at once (mode 2026).
    pub synchronized: Option<bool>,
    /// Whether it measures text by grapheme clusters (mode 2027).
    pub clusters: Option<bool>,
    /// Whether it reports changes between dark and light (mode 2031).
    pub schemes: Option<bool>,
    /// Whether it reports when it gains the focus (mode 1004).
    pub focus: Option<bool>,
    /// Whether it knows kitty's keyboard protocol.
    pub keyboard: bool,
}

impl Abilities {
    /// Asks the terminal, on a screen of its own, and waits a moment for the replies. What is typed meanwhile is lost.
    /// Must not be called while the program controls the terminal.
    pub fn ask() -> Self {
        let mut abilities = Self::default();
        let probe = system::window().and_then(|size| Probe::new(size, is_tmux())).filter(|_| is_supported());
        let (Some((probe, sent)), Ok(terminal)) = (probe, Device::open()) else { return abilities };
        let sent = format!("{}{QUERIES}{LAST}", sent.strip_suffix(LAST).unwrap_or(&sent));
        let mut out = io::stdout();
        if mode::take(false).and_then(|()| out.write_all(sent.as_bytes())).and_then(|()| out.flush()).is_ok() {
            abilities.listen(&terminal, probe);
        }
        mode::give_back();
        // What comes later is no input for the shell.
        terminal.discard();
        abilities
    }

    /// Width and height of a cell in pixels.
    pub fn cell(&self) -> Option<(u16, u16)> {
        self.graphics.cell.or_else(|| self.replies.then(system::cell_pixels)?)
    }

    /// Takes in replies until the last one, or until the time is over.
    fn listen(&mut self, terminal: &Device, probe: Probe) {
        let mut probe = Some(probe);
        let mut splitter = Splitter::default();
        let mut until = Instant::now() + PATIENCE;
        let mut bytes = [0; 4096];
        loop {
            let left = until.saturating_duration_since(Instant::now());
            match terminal.wait(left) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted && !left.is_zero() => continue,
                Ok(true) if !left.is_zero() => {}
                _ => return,
            }
            let Ok(count @ 1..) = terminal.read(&mut bytes) else { return };
            splitter.feed(bytes.get(..count).unwrap_or_default());
            let was_complete = probe.is_none();
            while let Some(sequence) = splitter.next() {
                self.take(&mut probe, &sequence);
            }
            if probe.is_none() && !was_complete {
                until = Instant::now() + if is_tmux() { LATE } else { Duration::ZERO };
            }
        }
    }

    /// Takes in one sequence.
    fn take(&mut self, probe: &mut Option<Probe>, sequence: &[u8]) {
        if let Some(name) = sequence.strip_prefix(b"\x1bP>|") {
            let name = String::from_utf8_lossy(name);
            self.name = Some(Clean::line(name.trim_end_matches(['\x07', '\x1b', '\\'])).to_string());
            return;
        }
        if let Some((Some(b'?'), numbers, b'y')) = parts(sequence) {
            self.take_mode(&numbers);
        }
        match Probe::take(probe, sequence) {
            Reply::Complete { profile, mode_was_off, graphics } => {
                mode::set_cluster_mode_was_off(mode_was_off);
                (self.replies, self.profile, self.graphics) = (true, profile, graphics);
            }
            Reply::Late(late) => self.graphics = self.graphics.with(late),
            Reply::Background(color) => self.background = Some(color),
            Reply::Keyboard => self.keyboard = true,
            Reply::None | Reply::Partial | Reply::Shade(_) => {}
        }
    }

    /// Takes in the state of a mode (DECRPM): 0 is unknown, 4 is off for ever.
    fn take_mode(&mut self, numbers: &[u16]) {
        let [mode, state] = numbers else { return };
        let known = Some((1..=3).contains(state));
        match mode {
            2026 => self.synchronized = known,
            2027 => self.clusters = known,
            2031 => self.schemes = known,
            1004 => self.focus = known,
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Ambiguous, Sequences};

    #[test]
    fn replies_are_abilities() {
        let mut probe = Probe::new((80, 24), false).map(|(probe, _)| probe);
        let mut abilities = Abilities::default();
        let mut splitter = Splitter::default();
        splitter.feed(b"\x1b[?2027;2$y\x1b[24;1R\x1b[24;3R\x1b[24;2R");
        splitter.feed(b"\x1b[24;3R\x1b[24;2R\x1b[24;3R\x1b[24;3R\x1b[24;3R\x1b[24;3R");
        splitter.feed(b"\x1b_Gi=31;OK\x1b\\\x1b]11;rgb:ffff/ffff/0000\x1b\\\x1b[6;20;10t");
        splitter.feed(b"\x1b[?2026;2$y\x1b[?2031;0$y\x1b[?1004;1$y\x1b[?0u\x1bP>|kitty(0.40.0)\x1b\\\x1b[?62;4c");
        while let Some(sequence) = splitter.next() {
            abilities.take(&mut probe, &sequence);
        }
        assert!(probe.is_none());
        let expected = Abilities {
            replies: true,
            name: Some("kitty(0.40.0)".to_owned()),
            profile: Some(Profile { ambiguous: Ambiguous::Narrow, sequences: Sequences::all() }),
            graphics: Reported { kitty: true, sixel: true, cell: Some((10, 20)) },
            background: Some([255, 255, 0]),
            synchronized: Some(true),
            clusters: Some(true),
            schemes: Some(false),
            focus: Some(true),
            keyboard: true,
        };
        assert_eq!(abilities, expected);
    }
}
