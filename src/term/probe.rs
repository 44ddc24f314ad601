//! Asks the terminal how wide it draws some texts.
//!
//! All queries are sent at once. Each text is printed concealed at the start of the last row, the cursor position is
//! requested (DSR 6), and the row is erased. DA1 comes last: every terminal replies to it, so its reply marks the end of
//! the others. The program does not wait: the replies arrive among the keys.

use std::fmt::Write;

use crate::text::{Ambiguous, Profile, Sequences};

/// The grapheme cluster mode (DECSET 2027), which is off by default in some terminals.
pub(super) const CLUSTER_MODE: &str = "2027";

/// The texts, and what the terminal supports if it draws them in this many cells.
const TEXTS: [(&str, u16, Sequences); 6] = [
    ("❤\u{fe0f}", 2, Sequences::EMOJI_STYLE),
    ("⌚\u{fe0e}", 1, Sequences::TEXT_STYLE),
    ("👨\u{200d}👩\u{200d}👧", 2, Sequences::JOINED),
    ("👍🏽", 2, Sequences::TONES),
    ("🇨🇳", 2, Sequences::FLAGS),
    ("1\u{fe0f}\u{20e3}", 2, Sequences::KEYCAPS),
];

/// Control texts, printed first: nothing, and a character that is two cells wide in every terminal with UTF-8.
const KNOWN: [(&str, u16); 2] = [("", 0), ("中", 2)];

/// The maximum width of a text, even in a terminal that draws each of its characters separately.
const WIDEST: u16 = 12;

/// The least columns and rows of the terminal, so that the texts do not make it scroll.
const MIN_SIZE: (u16, u16) = (WIDEST + 2, 2);

/// A query, with the replies so far.
#[derive(Debug)]
pub struct Probe {
    /// The row of the texts, counted from 1. Not the first, whose reports look like F3 with modifiers.
    row: u16,
    reports: Vec<(u16, u16)>,
    /// Whether the terminal has the cluster mode and it was off.
    mode_was_off: bool,
}

/// Whether and how a sequence of the terminal is a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reply {
    /// Not a reply: a key, the mouse, pasted text.
    None,
    /// A reply, with more to come.
    Partial,
    /// The last reply, with the result; `profile` is `None` if the replies are not plausible.
    Complete { profile: Option<Profile>, mode_was_off: bool },
}

impl Probe {
    /// A query for a terminal of this size, and what to send; `None` if the terminal is too small.
    pub(super) fn new((columns, rows): (u16, u16)) -> Option<(Self, String)> {
        if columns < MIN_SIZE.0 || rows < MIN_SIZE.1 {
            return None;
        }
        let texts = KNOWN.iter().map(|(text, _)| *text).chain(["“"]).chain(TEXTS.iter().map(|(text, ..)| *text));
        let mut sent = format!("\x1b[{rows};1H\x1b[8m\x1b[?{CLUSTER_MODE}$p\x1b[?{CLUSTER_MODE}h");
        for text in texts {
            // Writing to a string cannot fail.
            let _ = write!(sent, "\x1b[{rows};1H\x1b[2K{text}\x1b[6n");
        }
        let _ = write!(sent, "\x1b[{rows};1H\x1b[m\x1b[2K\x1b[H\x1b[c");
        Some((Self { row: rows, reports: Vec::new(), mode_was_off: false }, sent))
    }

    /// Interprets a sequence. Sets `probe` to `None` with the last reply.
    pub(super) fn take(probe: &mut Option<Self>, sequence: &[u8]) -> Reply {
        let Some((prefix, numbers, last)) = parts(sequence) else { return Reply::None };
        match (prefix, numbers.as_slice(), last) {
            (None, [row, column], b'R') => {
                // F3 with modifiers has the same form as a report of the first row.
                if probe.is_none() && *row == 1 && (2..=16).contains(column) {
                    return Reply::None;
                }
                if let Some(probe) = probe {
                    probe.reports.push((*row, *column));
                }
            }
            (Some(b'?'), _, b'c') => {
                if let Some(probe) = probe.take() {
                    return Reply::Complete { profile: probe.profile(), mode_was_off: probe.mode_was_off };
                }
            }
            (Some(b'?'), [2027, value], b'y') => {
                if let Some(probe) = probe {
                    probe.mode_was_off = *value == 2;
                }
            }
            // No key starts with these.
            (Some(b'?' | b'>' | b'='), ..) => {}
            _ => return Reply::None,
        }
        Reply::Partial
    }

    /// The result of the reports; `None` if one of them is not plausible.
    fn profile(&self) -> Option<Profile> {
        let mut cells = Vec::new();
        for (row, column) in &self.reports {
            let width = column.checked_sub(1).filter(|width| *row == self.row && *width <= WIDEST)?;
            cells.push(width);
        }
        let (known, widths) = cells.split_at_checked(KNOWN.len())?;
        let [ambiguous, widths @ ..] = widths else { return None };
        let plausible = known.iter().zip(KNOWN).all(|(cells, (_, expected))| *cells == expected);
        if !plausible || widths.len() != TEXTS.len() {
            return None;
        }
        let ambiguous = match ambiguous {
            1 => Ambiguous::Narrow,
            2 => Ambiguous::Wide,
            _ => return None,
        };
        let kept = widths.iter().zip(TEXTS).filter(|(cells, (_, expected, _))| *cells == expected);
        Some(Profile { ambiguous, sequences: kept.map(|(_, (.., sequence))| sequence).collect() })
    }
}

/// Prefix, numbers and last byte of a control sequence.
fn parts(sequence: &[u8]) -> Option<(Option<u8>, Vec<u16>, u8)> {
    let [0x1b, b'[', inside @ .., last] = sequence else { return None };
    let (prefix, inside) = match inside {
        [prefix @ (b'<' | b'=' | b'>' | b'?'), rest @ ..] => (Some(*prefix), rest),
        _ => (None, inside),
    };
    let inside = std::str::from_utf8(inside).ok()?.trim_end_matches('$');
    Some((prefix, inside.split(';').map_while(|number| number.parse().ok()).collect(), *last))
}

/// The name that the replies of this terminal are stored under, if the environment identifies it. Inside a multiplexer
/// it does not: the text may be drawn by another terminal each time.
pub fn name() -> Option<String> {
    let get = |name: &str| std::env::var(name).unwrap_or_default();
    let term = get("TERM");
    if ["TMUX", "STY", "ZELLIJ"].iter().any(|name| std::env::var_os(name).is_some())
        || ["tmux", "screen"].iter().any(|start| term.starts_with(start))
    {
        return None;
    }
    Some(format!("widths {term} {} {}", get("TERM_PROGRAM"), get("TERM_PROGRAM_VERSION")))
}

/// Whether the terminal understands queries at all.
pub(super) fn is_supported() -> bool {
    std::env::var("TERM").is_ok_and(|term| !matches!(term.as_str(), "" | "dumb"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(widths: &[u16], row: u16) -> Reply {
        let mut probe = Some(Probe::new((80, 24)).unwrap().0);
        for width in widths {
            let report = format!("\x1b[{row};{}R", width + 1);
            assert_eq!(Probe::take(&mut probe, report.as_bytes()), Reply::Partial);
        }
        assert_eq!(Probe::take(&mut probe, b"\x1b[?2027;2$y"), Reply::Partial);
        let reply = Probe::take(&mut probe, b"\x1b[?62;22c");
        assert!(probe.is_none());
        reply
    }

    #[test]
    fn the_reports_say_what_the_terminal_draws() {
        let of = |ambiguous, sequences| Reply::Complete {
            profile: Some(Profile { ambiguous, sequences }),
            mode_was_off: true,
        };
        assert_eq!(answer(&[0, 2, 1, 2, 1, 2, 2, 2, 2], 24), of(Ambiguous::Narrow, Sequences::all()));
        assert_eq!(answer(&[0, 2, 2, 1, 2, 6, 4, 4, 1], 24), of(Ambiguous::Wide, Sequences::empty()));
        let tmux = Sequences::JOINED | Sequences::FLAGS;
        assert_eq!(answer(&[0, 2, 1, 1, 2, 2, 4, 2, 1], 24), of(Ambiguous::Narrow, tmux));
    }

    #[test]
    fn what_cannot_be_true_says_nothing() {
        let nothing = Reply::Complete { profile: None, mode_was_off: true };
        // Another row; a terminal without UTF-8; “ in three cells; too few reports; too many; none.
        assert_eq!(answer(&[0, 2, 1, 2, 1, 2, 2, 2, 2], 23), nothing);
        assert_eq!(answer(&[0, 3, 1, 2, 1, 2, 2, 2, 2], 24), nothing);
        assert_eq!(answer(&[0, 2, 3, 2, 1, 2, 2, 2, 2], 24), nothing);
        assert_eq!(answer(&[0, 2, 1, 2, 1, 2, 2, 2], 24), nothing);
        assert_eq!(answer(&[0, 2, 1, 2, 1, 2, 2, 2, 2, 2], 24), nothing);
        assert_eq!(answer(&[0, 2, 1, 2, 1, 40, 2, 2, 2], 24), nothing);
        assert_eq!(answer(&[], 24), nothing);
    }

    #[test]
    fn keys_are_no_replies_and_late_replies_no_keys() {
        for key in
            ["j", "\x1b", "\x1b[A", "\x1b[1;5A", "\x1b[1;2R", "\x1bOR", "\x1b[<0;3;4M", "\x1b[I", "\x1b[15~", "中"]
        {
            assert_eq!(Probe::take(&mut None, key.as_bytes()), Reply::None, "{key:?}");
        }
        for late in ["\x1b[24;3R", "\x1b[1;1R", "\x1b[?62;22c", "\x1b[?2027;0$y", "\x1b[>0;276;0c", "\x1b[?1u"] {
            assert_eq!(Probe::take(&mut None, late.as_bytes()), Reply::Partial, "{late:?}");
        }
    }

    #[test]
    fn nothing_is_printed_where_it_could_scroll() {
        assert!(Probe::new((80, 1)).is_none());
        assert!(Probe::new((10, 24)).is_none());
        let (_, sent) = Probe::new((80, 24)).unwrap();
        assert_eq!(
            sent,
            "\x1b[24;1H\x1b[8m\x1b[?2027$p\x1b[?2027h\x1b[24;1H\x1b[2K\x1b[6n\x1b[24;1H\x1b[2K中\x1b[6n\x1b[24;1H\x1b[2K“\x1b[6n\x1b[24;1H\x1b[2K❤\u{fe0f}\x1b[6n\x1b[24;1H\x1b[2K⌚\u{fe0e}\x1b[6n\x1b[24;1H\x1b[2K👨\u{200d}👩\u{200d}👧\x1b[6n\x1b[24;1H\x1b[2K👍🏽\x1b[6n\x1b[24;1H\x1b[2K🇨🇳\x1b[6n\x1b[24;1H\x1b[2K1\u{fe0f}\u{20e3}\x1b[6n\x1b[24;1H\x1b[m\x1b[2K\x1b[H\x1b[c"
        );
    }
}
