//! Titles and headings are set in lines of nearly equal length, and in no more of them than they need (CSS Text 4,
//! `text-wrap: balance`), but for one more that keeps words of Han and kana whole.

use std::ops::Range;

use crate::typeset::breaks::phrases::WITHIN_WORD;
use crate::typeset::lines::fill::{LineRange, LineStart, Measure, fill_by};
use crate::typeset::lines::line::LineEnd;
use crate::typeset::text::flow::Flow;
use crate::typeset::text::options::Fill;
use crate::typeset::text::unit::NEVER;

/// Headings of more lines are filled like a paragraph.
const MOST_LINES: usize = 10;

/// Fills a title or a heading of so many bytes. If it has words that no line holds, it is filled as the option says.
pub(in crate::typeset) fn balanced(flow: &Flow, bytes: usize, measure: Measure, fill: Fill) -> Vec<LineRange> {
    let lines = fill_by(flow, bytes, measure, fill);
    let mut out = Vec::with_capacity(lines.len());
    for part in lines.split_inclusive(|line| line.end != LineEnd::Soft) {
        let (Some(first), Some(last)) = (part.first(), part.last()) else { continue };
        let units = first.from..last.to;
        let even = (2..=MOST_LINES).contains(&part.len()).then(|| even(flow, measure, units)).flatten();
        match even {
            Some(even) => out.extend(even),
            None => out.extend_from_slice(part),
        }
    }
    out
}

/// The fewest lines that the units `from..to` take.
fn fewest(flow: &Flow, measure: Measure, from: usize, to: usize) -> Option<usize> {
    let (mut at, mut lines) = (from, 0);
    while at < to {
        let line = LineStart::new(flow, at, measure);
        at = line.ends(to).last().map(|(end, _)| end)?;
        lines += 1;
    }
    Some(lines)
}

/// Sets units in the fewest lines, or in one more if only so no word is parted. `None` if they cannot be set without a
/// break that is not allowed.
fn even(flow: &Flow, measure: Measure, units: Range<usize>) -> Option<Vec<LineRange>> {
    let count = fewest(flow, measure, units.start, units.end)?.min(MOST_LINES);
    let lines = even_lines(flow, measure, units.clone(), count)?;
    let parts_word = |lines: &[LineRange]| {
        let breaks = lines.iter().filter(|line| line.end == LineEnd::Soft);
        breaks.filter_map(|line| flow.units.get(line.to)).any(|unit| unit.penalty >= WITHIN_WORD)
    };
    if !parts_word(&lines) {
        return Some(lines);
    }
    let more = even_lines(flow, measure, units, count + 1).filter(|more| !parts_word(more));
    Some(more.unwrap_or(lines))
}

/// Sets units in so many lines, so that the squared differences from their mean length and the penalties are least.
fn even_lines(flow: &Flow, measure: Measure, units: Range<usize>, count: usize) -> Option<Vec<LineRange>> {
    let (from, to) = (units.start, units.end);
    let mean = flow.cells(from, to).div_ceil(count.max(1));
    // For every number of lines and every unit: the least cost of a line start there, and the start of the line before.
    let mut table = vec![vec![(u64::MAX, from); to - from + 1]; count + 1];
    table.first_mut()?.first_mut()?.0 = 0;
    for number in 0..count {
        for start in from..to {
            let so_far = table.get(number)?.get(start - from)?.0;
            if so_far == u64::MAX {
                continue;
            }
            for (end, slack) in LineStart::new(flow, start, measure).ends(to) {
                let cells = measure.at(start).saturating_sub(slack);
                let off = mean.abs_diff(cells) as u64;
                let penalty = if end == to { 0 } else { flow.units.get(end)?.penalty.max(0) as u64 };
                let place = table.get_mut(number + 1)?.get_mut(end - from)?;
                let cost = so_far + off * off + penalty;
                if cost < place.0 {
                    *place = (cost, start);
                }
            }
        }
    }
    let mut lines = Vec::with_capacity(count);
    let mut end = to;
    for number in (1..=count).rev() {
        let (cost, start) = *table.get(number)?.get(end - from)?;
        if cost == u64::MAX {
            return None;
        }
        lines.push(LineStart::new(flow, start, measure).range(end));
        end = start;
    }
    lines.reverse();
    Some(lines)
}

impl LineStart<'_> {
    /// The allowed ends of a line up to `to` that fit, each with the cells left over.
    fn ends(&self, to: usize) -> impl Iterator<Item = (usize, usize)> {
        let reach = self.last_in_reach(self.furthest(to));
        let allowed =
            (self.from + 1..=reach).filter(|at| self.flow.units.get(*at).is_some_and(|it| it.penalty != NEVER));
        allowed.filter_map(|at| Some((at, self.slack(at)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Profile};
    use crate::typeset::breaks::phrases;
    use crate::typeset::inline::prepare;
    use crate::typeset::text::options::Options;

    fn set(text: &str, width: usize, language: Language) -> Vec<&str> {
        let mut flow = prepare::flow(text, &[], 0, &Options::default(), Profile::default(), language);
        phrases::apply(&mut flow, text);
        let measure = Measure { first: width, rest: width, hang: false, short: false };
        let lines = balanced(&flow, text.len(), measure, Fill::Optimal);
        let byte = |unit: usize| flow.units[unit].start as usize;
        lines.iter().map(|line| text[byte(line.from)..byte(line.to)].trim_end()).collect()
    }

    #[test]
    fn lines_are_nearly_equal() {
        for (text, width, lines) in [
            ("Announcing the experimental release", 30, &["Announcing the", "experimental release"][..]),
            ("[Experimental] A new way", 16, &["[Experimental]", "A new way"]),
            ("One two three four five six seven", 32, &["One two three four", "five six seven"]),
            ("一二三四五六七八九十甲乙", 22, &["一二三四五六", "七八九十甲乙"]),
            ("short", 30, &["short"]),
        ] {
            assert_eq!(set(text, width, Language::English), lines, "{text}");
        }
    }

    #[test]
    fn one_more_line_keeps_words_whole() {
        for (text, width, lines) in [
            ("Asciidocを書くエディタとプレビューの設定", 24, &["Asciidocを書くエディタ", "とプレビューの設定"][..]),
            ("微软发布了新的操作系统", 8, &["微软发布", "了新的", "操作系统"]),
            // More lines are of no use if a word is wider than a line.
            ("インターナショナル", 10, &["インター", "ナショナル"]),
        ] {
            assert_eq!(set(text, width, Language::Japanese), lines, "{text}");
        }
    }

    #[test]
    fn no_heading_is_hyphenated() {
        for width in 14..60 {
            for line in
                set("[Experimental] Internationalization considerations of hyphenation", width, Language::English)
            {
                let word = line.rsplit(' ').next().unwrap_or_default();
                let whole =
                    "[Experimental] Internationalization considerations of hyphenation".split(' ').any(|w| w == word);
                assert!(whole || width < 20, "{width}: {line}");
            }
        }
    }
}
