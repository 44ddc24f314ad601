//! Where a page may be divided: between which rows, and which rows are blank.

use crate::typeset::lines::line::{Line, LineEnd, Lines, Role, Run};
use crate::typeset::page::{Page, Rows};

/// How firmly a row holds on to the row above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bond {
    /// A column may end between them.
    Free,
    /// They are kept together where there is room: a heading and the text below it, the first two and the last two lines
    /// of a paragraph (CSS Fragmentation 3, §3.3), a picture and its caption, a line that ends with a colon and what it
    /// introduces.
    Kept,
    /// Both belong to one picture, or to one box of vertical writing.
    Whole,
}

/// Lines of a block that are looked at in each direction from a row.
const REACH: usize = 8;

impl Page {
    /// Whether a row shows nothing but the bars of its frames. Rows of pictures, rows of blocks that are not composed yet
    /// and rows beside a box of vertical writing are not blank.
    pub fn is_blank(&self, row: usize) -> bool {
        let Some(view) = self.row(row) else { return false };
        // In vertical lines, bars are above the text, and what they are in others is a rule.
        let bars: &[char] = if view.line.stride > 0 { &[' ', '▔', '-'] } else { &[' ', '▎', '│', '|'] };
        let is_bar = |run: &Run| {
            run.image.is_none() && run.source.is_empty() && view.shown(run).chars().all(|c| bars.contains(&c))
        };
        view.runs.iter().all(is_bar) && (view.line.stride == 0 || self.bond(row) != Bond::Whole)
    }

    /// How firmly a row holds on to the row above it. Free in blocks that are not composed yet.
    pub fn bond(&self, row: usize) -> Bond {
        let block = self.block_of(row);
        let (Some(Rows::Known(lines)), Some(start)) = (self.blocks.get(block), self.starts.get(block)) else {
            return Bond::Free;
        };
        match (row - start).checked_sub(usize::from(lines.gap)) {
            None | Some(0) if self.leaves_item_alone(block, lines) => Bond::Kept,
            None | Some(0) => self.bond_between(start.checked_sub(1), lines),
            Some(own) if own < usize::from(lines.picture) || is_in_box(lines, row - start) => Bond::Whole,
            Some(_) if lines.picture > 0 || is_kept(role_of(lines)) => Bond::Kept,
            Some(own) => bond_within(lines, usize::from(lines.gap), usize::from(lines.gap) + own),
        }
    }

    /// Whether a column that ends above a block would end with the first line of a list, or the next one begin with its
    /// last: items of one line, of which each is a block.
    fn leaves_item_alone(&self, block: usize, lines: &Lines) -> bool {
        let known = |block: Option<usize>| match self.blocks.get(block?)? {
            Rows::Known(lines) => Some(&**lines),
            Rows::Pending { .. } => None,
        };
        let is_item_beyond = |block: Option<usize>| known(block).is_some_and(is_item);
        let above = known(block.checked_sub(1)).filter(|above| is_item(lines) && is_item(above));
        above.is_some_and(|above| {
            is_one_line(lines) && !is_item_beyond(block.checked_add(1))
                || is_one_line(above) && !is_item_beyond(block.checked_sub(2))
        })
    }

    /// The bond between a block and the one above it, whose last row is given.
    fn bond_between(&self, last: Option<usize>, below: &Lines) -> Bond {
        let above = last.and_then(|row| self.blocks.get(self.block_of(row)));
        match above {
            Some(Rows::Known(above))
                if is_kept(role_of(above)) || role_of(below) == Role::Caption || introduces(above) =>
            {
                Bond::Kept
            }
            _ => Bond::Free,
        }
    }
}

/// Whether a block begins an item of a list.
fn is_item(lines: &Lines) -> bool {
    let first = lines.lines.get(usize::from(lines.gap)).map(|line| runs_of(lines, line)).unwrap_or_default();
    first.iter().any(|run| run.face.role == Role::Marker)
}

fn is_one_line(lines: &Lines) -> bool {
    lines.lines.len() == usize::from(lines.gap) + 1
}

/// The role of a block's text.
fn role_of(lines: &Lines) -> Role {
    let first = lines.lines.get(usize::from(lines.gap)).map(|line| runs_of(lines, line)).unwrap_or_default();
    first.iter().find(|run| !run.is_ornament()).map_or(Role::Text, |run| run.face.role)
}

/// Whether text of this role is not divided, and stays with the text below it.
fn is_kept(role: Role) -> bool {
    matches!(role, Role::Title | Role::Byline | Role::Heading(_) | Role::Summary)
}

/// Whether a text ends with a colon, as one does that introduces what is below it.
fn introduces(lines: &Lines) -> bool {
    let last = lines.lines.iter().rev().find_map(|line| runs_of(lines, line).last());
    last.filter(|run| matches!(run.face.role, Role::Text | Role::Quote)).is_some_and(|run| {
        let shown = lines.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default();
        shown.trim_end().ends_with(['：', ':', '︓'])
    })
}

/// Whether a line of a block is one of the blank ones beside the line that has the rows of its box.
fn is_in_box(lines: &Lines, line: usize) -> bool {
    let is_beside = |line: &Line| line.stride > 0 && line.runs.is_empty();
    let above = lines.lines.get(..line).unwrap_or_default();
    lines.lines.get(line).is_some_and(is_beside)
        && above.iter().rfind(|line| !is_beside(line)).is_some_and(|first| first.stride > 2)
}

fn runs_of<'a>(lines: &'a Lines, line: &Line) -> &'a [Run] {
    lines.runs.get(line.runs.start as usize..line.runs.end as usize).unwrap_or_default()
}

/// The bond between two lines of a block, of which the lower one is given; `first` is the first line of its text.
fn bond_within(lines: &Lines, first: usize, line: usize) -> Bond {
    let is_reading = |line: &Line| line.end == LineEnd::Soft && line.source.is_empty() && !line.runs.is_empty();
    let counts = |line: &&Line| !is_reading(line) && !line.runs.is_empty();
    let above = lines.lines.get(first..line).unwrap_or_default();
    let below = lines.lines.get(line..).unwrap_or_default();
    // The rule below the head of a table, the reading above a word.
    let leads = above.last().is_some_and(|above| is_reading(above) || is_rule(lines, above));
    let is_single = |some: usize| some < 2;
    if leads
        || is_single(above.iter().rev().take(REACH).filter(counts).take(2).count())
        || is_single(below.iter().take(REACH).filter(counts).take(2).count())
    {
        return Bond::Kept;
    }
    Bond::Free
}

/// Whether a line is only a rule.
fn is_rule(lines: &Lines, line: &Line) -> bool {
    let runs = runs_of(lines, line);
    !runs.is_empty()
        && runs.iter().all(|run| {
            let shown = lines.text.get(run.text.start as usize..run.text.end as usize).unwrap_or_default();
            run.source.is_empty() && shown.contains(['─', '-'])
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BodyKind, read};
    use crate::text::{Language, Profile};
    use crate::typeset::text::options::Options;
    use crate::typeset::text::setting::Setting;

    /// The bonds of all rows: `|` where a column may end above it, `+` where that is avoided.
    fn bonds(body: &str) -> String {
        let document = read(body, BodyKind::Html).0;
        let (options, profile) = (Options::default(), Profile::default());
        let setting =
            Setting { width: 20, options, profile, room: 0, folded: Vec::new(), pictures: Default::default() };
        let page = Page::of(&document, &setting, Language::ChineseSimplified);
        (0..page.height()).map(|row| if page.bond(row) == Bond::Free { '|' } else { '+' }).collect()
    }

    #[test]
    fn no_item_of_a_list_is_left_alone() {
        for (body, expected) in [
            ("<p>甲<ul><li>一<li>二<li>三<li>四</ul><p>乙", "|||+|+||"),
            ("<p>甲<ul><li>一<li>二</ul>", "|||+"),
            // With paragraphs in its items.
            ("<p>甲<ul><li><p>一<li><p>二<li><p>三<li><p>四</ul><p>乙", "|||++||++||"),
            // An item of two lines is not alone.
            ("<ul><li>一二三四五六七八九十一<li>二<li>三二三四五六七八九十一</ul>", "|+||+"),
            // The last item of a list within the list is not the end.
            ("<ul><li>一<li>二<ul><li>三</ul><li>四<li>五</ul>", "|+||+"),
        ] {
            assert_eq!(bonds(body), expected, "{body}");
        }
    }
}
