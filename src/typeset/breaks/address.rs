//! Breaks within web addresses: the host stays whole, the path breaks at its separators, never with a hyphen.

use std::sync::LazyLock;

use memchr::memmem::Finder;

use crate::typeset::text::kind::Kind;
use crate::typeset::text::unit::{Edge, FORCED, Flags, NEVER, Unit};

/// Penalty of a break after `/` and `=`.
const AFTER: i16 = 5;
/// Penalty of a break before `?`, `&` and the like.
const BEFORE: i16 = 10;

// The finders are static because building them for every paragraph is slow.
static SCHEME: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("://"));
static HOST: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new("www."));

/// Sets the penalties within every address of the text. Addresses are found by `://` and `www.`.
pub(in crate::typeset) fn apply(units: &mut [Unit], edges: &[Edge], text: &str) {
    let mut done = 0;
    for at in SCHEME.find_iter(text.as_bytes()) {
        let scheme = text.get(..at).unwrap_or_default();
        let letters = scheme.bytes().rev().take(8).take_while(u8::is_ascii_alphabetic).count();
        if letters >= 2 && at - letters >= done {
            done = mark(units, edges, text, at - letters, at + 3);
        }
    }
    let mut done = 0;
    for at in HOST.find_iter(text.as_bytes()) {
        let joined = text.get(..at).and_then(|text| text.bytes().next_back());
        let starts = joined.is_none_or(|byte| !byte.is_ascii_graphic() || byte == b'(');
        if at >= done && starts {
            done = mark(units, edges, text, at, at + 4);
        }
    }
}

/// Sets the penalties of the address at `start`, whose host starts at `host`, and returns the byte after it.
fn mark(units: &mut [Unit], edges: &[Edge], text: &str, start: usize, host: usize) -> usize {
    let tail = text.get(host..).unwrap_or_default();
    let length = tail.bytes().take_while(|byte| byte.is_ascii_graphic() && !b"<>\"`{}|\\^".contains(byte)).count();
    let found = tail.get(..length).unwrap_or_default().trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', ')', ']']);
    let end = host + found.len();
    let path = host + found.find(['/', '?', '#']).unwrap_or(found.len());
    let first = units.partition_point(|unit| (unit.start as usize) <= start);
    for (index, unit) in units.iter_mut().enumerate().skip(first) {
        let at = unit.start as usize;
        if at > end || unit.penalty == FORCED {
            break;
        }
        let (Some(before), Some(after)) = (edges.get(index - 1), edges.get(index)) else { break };
        if at == end {
            // After the address, Han and opening punctuation may start a line.
            if matches!(after.kind, Kind::Han | Kind::Kana) || (after.kind == Kind::Open && !after.first.is_ascii()) {
                unit.penalty = 0;
            }
            break;
        }
        unit.flags.remove(Flags::HYPHEN);
        let starts_piece = matches!(after.first, '?' | '&' | '#' | '.' | '_' | '-' | '~' | '%');
        unit.penalty = match () {
            () if at <= path && !(at == path && starts_piece) => NEVER,
            () if matches!(before.last, '/' | '=') && !matches!(after.first, '/' | '=') => AFTER,
            () if starts_piece && before.last != after.first => BEFORE,
            () => NEVER,
        };
    }
    end
}
