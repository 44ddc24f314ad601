//! Asks the terminal how wide it draws some texts, how it shows pictures, and which background it has.
//!
//! All queries are sent at once. Each text is printed concealed at the start of the last row, the cursor position is
//! requested (DSR 6), and the row is erased. DA1 comes last: every terminal replies to it, so its reply marks the end of
//! the others. The program does not wait: the replies arrive among the keys. Inside tmux, the reply about kitty's graphics
//! comes from the terminal around it, and may be later than tmux's own reply to DA1.

use std::fmt::Write;

use crate::term::keyboard;
use crate::term::probe::background;
use crate::text::{Ambiguous, Profile, Sequences};
use crate::theme::Shade;

/// The grapheme cluster mode (DECSET 2027), which is off by default in some terminals.
pub(in crate::term) const CLUSTER_MODE: &str = "2027";

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

/// The least columns of the terminal for the query about graphics, with room to spare.
const QUERY_CELLS: u16 = 60;

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
    graphics: Reported,
}

/// What the terminal reports about pictures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reported {
    /// Whether it has kitty's graphics protocol.
    pub(in crate::term) kitty: bool,
    /// Whether it has sixel graphics.
    pub(in crate::term) sixel: bool,
    /// Width and height of a cell in pixels.
    pub(in crate::term) cell: Option<(u16, u16)>,
}

impl Reported {
    /// With what is reported later.
    pub(in crate::term) fn with(self, late: Self) -> Self {
        Self { kitty: self.kitty || late.kitty, cell: late.cell.or(self.cell), ..self }
    }
}

/// Whether and how a sequence of the terminal is a reply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::term) enum Reply {
    /// Not a reply: a key, the mouse, pasted text.
    None,
    /// A reply, with more to come.
    Partial,
    /// The last reply, with the result; `profile` is `None` if the replies are not plausible.
    Complete { profile: Option<Profile>, mode_was_off: bool, graphics: Reported },
    /// A reply about pictures after the last one, to be added to what has been reported.
    Late(Reported),
    /// The colour of the background: red, green, blue.
    Background([u8; 3]),
    /// The background has changed and is dark or light now.
    Shade(Shade),
    /// The terminal knows kitty's keyboard protocol.
    Keyboard,
}

impl Probe {
    /// A query for a terminal of this size, and what to send; `None` if the terminal is too small. `tmux`: whether tmux is
    /// between the program and the terminal.
    pub(in crate::term) fn new((columns, rows): (u16, u16), tmux: bool) -> Option<(Self, String)> {
        if columns < MIN_SIZE.0 || rows < MIN_SIZE.1 {
            return None;
        }
        let texts = KNOWN.iter().map(|(text, _)| *text).chain(["“"]).chain(TEXTS.iter().map(|(text, ..)| *text));
        let mut sent = format!("\x1b[{rows};1H\x1b[8m\x1b[?{CLUSTER_MODE}$p\x1b[?{CLUSTER_MODE}h");
        for text in texts {
            // Writing to a string cannot fail.
            let _ = write!(sent, "\x1b[{rows};1H\x1b[2K{text}\x1b[6n");
        }
        if columns >= QUERY_CELLS {
            // A terminal that does not know the sequence may print it.
            let _ = write!(sent, "\x1b[{rows};1H{}\x1b[16t{}", graphics_query(tmux), background::QUERY);
        }
        let _ = write!(sent, "\x1b[{rows};1H\x1b[m\x1b[2K\x1b[H{}\x1b[c", keyboard::QUERY);
        Some((Self { row: rows, reports: Vec::new(), mode_was_off: false, graphics: Reported::default() }, sent))
    }

    /// Interprets a reply about kitty's graphics.
    fn take_command(probe: &mut Option<Self>, command: &[u8]) -> Reply {
        let kitty = command.starts_with(b"i=31;OK");
        match probe {
            Some(probe) => probe.graphics.kitty |= kitty,
            None if kitty => return Reply::Late(Reported { kitty, ..Reported::default() }),
            None => {}
        }
        Reply::Partial
    }

    /// Interprets a sequence. Sets `probe` to `None` with the last reply.
    pub(in crate::term) fn take(probe: &mut Option<Self>, sequence: &[u8]) -> Reply {
        if let [0x1b, b'_', b'G', command @ ..] = sequence {
            return Self::take_command(probe, command);
        }
        // The name of the terminal is asked for by nobody who takes replies here.
        if sequence.starts_with(b"\x1b]") && sequence.len() > 2 || sequence.starts_with(b"\x1bP>") {
            return background::color(sequence).map_or(Reply::Partial, Reply::Background);
        }
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
            (Some(b'?'), attributes, b'c') => {
                if let Some(probe) = probe.take() {
                    // The first number is the class of the terminal.
                    let sixel = attributes.iter().skip(1).any(|attribute| *attribute == 4);
                    let graphics = Reported { sixel, ..probe.graphics };
                    return Reply::Complete { profile: probe.profile(), mode_was_off: probe.mode_was_off, graphics };
                }
            }
            (None, [6, height, width], b't') => {
                let cell = Some((*width, *height)).filter(|(width, height)| *width > 0 && *height > 0);
                match probe {
                    Some(probe) => probe.graphics.cell = cell,
                    None => return Reply::Late(Reported { cell, ..Reported::default() }),
                }
            }
            (Some(b'?'), [2027, value], b'y') => {
                if let Some(probe) = probe {
                    probe.mode_was_off = *value == 2;
                }
            }
            (Some(b'?'), _, b'u') => return Reply::Keyboard,
            (Some(b'?'), [997, scheme @ (1 | 2)], b'n') => {
                return Reply::Shade(if *scheme == 1 { Shade::Dark } else { Shade::Light });
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

/// Asks whether kitty's graphics are understood, with a picture of one pixel that is not shown. `U=1` asks for placeholders
/// too: what does not know them, such as kitty before 0.28, refuses the unknown key without a reply.
fn graphics_query(tmux: bool) -> &'static str {
    if tmux {
        "\x1bPtmux;\x1b\x1b_Gi=31,s=1,v=1,a=q,U=1,t=d,f=24;AAAA\x1b\x1b\\\x1b\\"
    } else {
        "\x1b_Gi=31,s=1,v=1,a=q,U=1,t=d,f=24;AAAA\x1b\\"
    }
}

/// Prefix, numbers and last byte of a control sequence.
pub(in crate::term) fn parts(sequence: &[u8]) -> Option<(Option<u8>, Vec<u16>, u8)> {
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
    name_for("widths")
}

/// The name that the background of this terminal is stored under, if the environment identifies it.
pub fn background_name() -> Option<String> {
    name_for("background")
}

fn name_for(what: &str) -> Option<String> {
    let get = |name: &str| std::env::var(name).unwrap_or_default();
    let term = get("TERM");
    if ["TMUX", "STY", "ZELLIJ"].iter().any(|name| std::env::var_os(name).is_some())
        || ["tmux", "screen"].iter().any(|start| term.starts_with(start))
    {
        return None;
    }
    Some(format!("{what} {term} {} {}", get("TERM_PROGRAM"), get("TERM_PROGRAM_VERSION")))
}

/// Whether the terminal understands queries at all, and its replies can be read: a console of Windows has only keys.
pub(in crate::term) fn is_supported() -> bool {
    cfg!(unix) && std::env::var("TERM").is_ok_and(|term| !matches!(term.as_str(), "" | "dumb"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(widths: &[u16], row: u16) -> Reply {
        let mut probe = Some(Probe::new((80, 24), false).unwrap().0);
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
            graphics: Reported::default(),
        };
        assert_eq!(answer(&[0, 2, 1, 2, 1, 2, 2, 2, 2], 24), of(Ambiguous::Narrow, Sequences::all()));
        assert_eq!(answer(&[0, 2, 2, 1, 2, 6, 4, 4, 1], 24), of(Ambiguous::Wide, Sequences::empty()));
        let tmux = Sequences::JOINED | Sequences::FLAGS;
        assert_eq!(answer(&[0, 2, 1, 1, 2, 2, 4, 2, 1], 24), of(Ambiguous::Narrow, tmux));
    }

    #[test]
    fn what_cannot_be_true_says_nothing() {
        let nothing = Reply::Complete { profile: None, mode_was_off: true, graphics: Reported::default() };
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
        for late in ["\x1b[24;3R", "\x1b[1;1R", "\x1b[?62;22c", "\x1b[?2027;0$y", "\x1b[>0;276;0c"] {
            assert_eq!(Probe::take(&mut None, late.as_bytes()), Reply::Partial, "{late:?}");
        }
        assert_eq!(Probe::take(&mut None, b"\x1b[?1u"), Reply::Keyboard);
    }

    #[test]
    fn the_terminal_says_how_it_shows_pictures() {
        let of = |replies: &[&str]| {
            let (mut probe, sent) = Probe::new((80, 24), false).unwrap();
            let asked = "\x1b[24;1H\x1b_Gi=31,s=1,v=1,a=q,U=1,t=d,f=24;AAAA\x1b\\\x1b[16t\x1b]11;?\x1b\\\x1b[24;1H";
            assert!(sent.contains(asked));
            let mut probe = Some(std::mem::replace(&mut probe, Probe::new((80, 24), true).unwrap().0));
            replies.iter().map(|reply| Probe::take(&mut probe, reply.as_bytes())).last().unwrap()
        };
        let complete = |graphics| Reply::Complete { profile: None, mode_was_off: false, graphics };
        let none = Reported::default();
        let (kitty, sixel) = (Reported { kitty: true, ..none }, Reported { sixel: true, ..none });
        assert_eq!(of(&["\x1b[?62;4;22c"]), complete(sixel));
        assert_eq!(of(&["\x1b[?4;22c"]), complete(none));
        assert_eq!(of(&["\x1b_Gi=31;OK\x1b\\", "\x1b[?62c"]), complete(kitty));
        assert_eq!(of(&["\x1b_Gi=31;EINVAL:no\x1b\\", "\x1b[?62c"]), complete(none));
        assert_eq!(of(&["\x1b[6;20;10t", "\x1b[?62c"]), complete(Reported { cell: Some((10, 20)), ..none }));
        assert_eq!(of(&["\x1b[6;0;0t", "\x1b[?62c"]), complete(none));
        assert_eq!(of(&["\x1b[?62c", "\x1b_Gi=31;OK\x1b\\"]), Reply::Late(kitty));
        assert_eq!(of(&["\x1b[?62c", "\x1b_Gi=7;ENOENT\x1b\\"]), Reply::Partial);
        assert_eq!(of(&["\x1b[?62c", "\x1b[6;20;10t"]), Reply::Late(Reported { cell: Some((10, 20)), ..none }));
    }

    #[test]
    fn nothing_is_printed_where_it_could_scroll() {
        assert!(Probe::new((80, 1), false).is_none());
        assert!(Probe::new((10, 24), false).is_none());
        let (_, sent) = Probe::new((59, 24), false).unwrap();
        assert_eq!(
            sent,
            "\x1b[24;1H\x1b[8m\x1b[?2027$p\x1b[?2027h\x1b[24;1H\x1b[2K\x1b[6n\x1b[24;1H\x1b[2K中\x1b[6n\x1b[24;1H\x1b[2K“\x1b[6n\x1b[24;1H\x1b[2K❤\u{fe0f}\x1b[6n\x1b[24;1H\x1b[2K⌚\u{fe0e}\x1b[6n\x1b[24;1H\x1b[2K👨\u{200d}👩\u{200d}👧\x1b[6n\x1b[24;1H\x1b[2K👍🏽\x1b[6n\x1b[24;1H\x1b[2K🇨🇳\x1b[6n\x1b[24;1H\x1b[2K1\u{fe0f}\u{20e3}\x1b[6n\x1b[24;1H\x1b[m\x1b[2K\x1b[H\x1b[?u\x1b[c"
        );
    }
}
