//! Determines which quotation marks open and which close.

use crate::text::is_wide;
use crate::typeset::text::kind::Kind;
use crate::typeset::text::unit::Edge;

/// The direction of a quotation mark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::typeset) enum QuoteDirection {
    /// Not a quotation mark, or one whose direction is unknown.
    #[default]
    Unknown,
    /// It opens: the character after it stays with it.
    Opens,
    /// It closes: it stays with the character before it.
    Closes,
}

/// The direction of every quotation mark, by unit. Empty if there are no quotation marks. The shape decides for curly
/// marks, unless their neighbours show that the language uses them the other way round (German „…“). Straight marks
/// alternate within the paragraph; if their neighbours contradict that, the neighbours decide.
pub(in crate::typeset) fn directions(edges: &[Edge]) -> Vec<QuoteDirection> {
    if !edges.iter().any(|edge| edge.kind == Kind::Quote) {
        return Vec::new();
    }
    let mut directions = vec![QuoteDirection::Unknown; edges.len()];
    let straight: Vec<usize> =
        edges.iter().enumerate().filter(|(_, edge)| edge.first == '"').map(|(index, _)| index).collect();
    let by_parity = straight.len().is_multiple_of(2)
        && straight.iter().enumerate().all(|(count, at)| !contradicts(edges, *at, count % 2 == 0));
    for (count, at) in straight.iter().enumerate() {
        directions[*at] = match (by_parity, count % 2) {
            (true, 0) => QuoteDirection::Opens,
            (true, _) => QuoteDirection::Closes,
            (false, _) => by_neighbours(edges, *at),
        };
    }
    for (index, edge) in edges.iter().enumerate() {
        directions[index] = match edge.first {
            '“' | '‘' => opening(edges, index),
            '”' | '’' => closing(edges, index),
            _ => directions[index],
        };
    }
    directions
}

fn around(edges: &[Edge], at: usize) -> (Option<&Edge>, Option<&Edge>) {
    let next = edges.get(at + 1).filter(|edge| edge.kind != Kind::Space);
    let previous = at.checked_sub(1).and_then(|index| edges.get(index)).filter(|edge| edge.kind != Kind::Space);
    (previous, next)
}

fn is_latin(edge: Option<&Edge>) -> bool {
    edge.is_some_and(|edge| matches!(edge.kind, Kind::Letter | Kind::Digit))
}

/// Whether its neighbours make it implausible that a straight mark opens, or closes.
fn contradicts(edges: &[Edge], at: usize, opens: bool) -> bool {
    let (previous, next) = around(edges, at);
    if opens { is_latin(previous) && next.is_none() } else { previous.is_none() && is_latin(next) }
}

fn by_neighbours(edges: &[Edge], at: usize) -> QuoteDirection {
    let (previous, next) = around(edges, at);
    let opens = previous.is_none_or(|edge| edge.kind == Kind::Open) && next.is_some();
    let closes = next.is_none_or(|edge| edge.kind == Kind::Close) && previous.is_some();
    match (opens, closes) {
        (true, false) => QuoteDirection::Opens,
        (false, true) => QuoteDirection::Closes,
        _ => QuoteDirection::Unknown,
    }
}

fn opening(edges: &[Edge], at: usize) -> QuoteDirection {
    let (previous, next) = around(edges, at);
    let ends = next.is_none_or(|edge| edge.kind == Kind::Close && !is_wide(edge.first));
    let after_word = previous
        .is_some_and(|edge| matches!(edge.kind, Kind::Letter | Kind::Digit | Kind::Close) && !is_wide(edge.first));
    if ends && after_word { QuoteDirection::Closes } else { QuoteDirection::Opens }
}

fn closing(edges: &[Edge], at: usize) -> QuoteDirection {
    let (previous, next) = around(edges, at);
    let apostrophe = edges.get(at).is_some_and(|edge| edge.first == '’') && is_latin(next);
    if (previous.is_none() && is_latin(next)) || apostrophe { QuoteDirection::Unknown } else { QuoteDirection::Closes }
}
