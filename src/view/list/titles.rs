//! The titles in the rows of the list: spaced as in the article, with what the query has found in them.

use std::borrow::Cow;
use std::ops::Range;

use crate::app::Model;
use crate::article::ArticleId;
use crate::theme::Tone;
use crate::typeset::{ShownLine, Switch, gaps};
use crate::view::cells::Canvas;
use crate::view::list::shown::shown_line;

/// Draws a title; what the query has found in it is in a tone of its own. Returns the cells used.
pub(super) fn draw(
    model: &Model,
    canvas: &mut Canvas<'_>,
    (x, y, cells): (u16, u16, u16),
    (id, title): (ArticleId, &str),
    (plain, bright): (Tone, Tone),
) -> u16 {
    let shown = shown_line(model, id, title);
    let mut matches = shown_ranges(&shown, model.list().title_matches(title));
    let is_spaced = model.config().typography.autospace == Switch::Insert;
    let title = if is_spaced { spaced(canvas, shown.text(), cells, &mut matches) } else { shown.text().into() };
    if matches.is_empty() {
        return canvas.put_cut(x, y, cells, &title, plain);
    }
    let is_match = |byte: usize| matches.iter().any(|range| range.contains(&byte));
    canvas.put_toned(x, y, cells, &title, |byte| if is_match(byte) { bright } else { plain })
}

/// The ranges of what is shown for ranges of the title as it is written.
fn shown_ranges(shown: &ShownLine<'_>, written: Vec<Range<usize>>) -> Vec<Range<usize>> {
    if written.is_empty() {
        return written;
    }
    let is_match = |byte: usize| written.iter().any(|range| range.contains(&shown.written_at(byte)));
    let marked = shown.text().char_indices().filter(|(at, _)| is_match(*at));
    marked.map(|(at, c)| at..at + c.len_utf8()).collect()
}

/// A title with blanks where the article has gaps between Han and Latin text, as far as it fits into these cells. The
/// ranges are moved along.
fn spaced<'t>(canvas: &Canvas<'_>, title: &'t str, cells: u16, matches: &mut [Range<usize>]) -> Cow<'t, str> {
    let (shown, _) = canvas.profile.cut(title, usize::from(cells));
    let gaps = gaps(shown, canvas.profile);
    if gaps.is_empty() {
        return title.into();
    }
    let mut out = String::with_capacity(title.len() + gaps.len());
    let mut at = 0;
    for gap in &gaps {
        out.push_str(title.get(at..*gap).unwrap_or_default());
        out.push(' ');
        at = *gap;
    }
    out.push_str(title.get(at..).unwrap_or_default());
    for range in matches {
        range.start += gaps.partition_point(|gap| *gap <= range.start);
        range.end += gaps.partition_point(|gap| *gap < range.end);
    }
    out.into()
}
