//! The groups of the list's rows, and which of them are folded.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::article::ArticleId;
use crate::config::Group;
use crate::library::{CategoryId, Library, Published, Rows};

/// What the articles of a group have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupKey {
    /// The day of publication.
    Day(Option<Published>),
    /// The first category.
    Category(CategoryId),
    /// The number of the folder.
    Source(u32),
}

impl GroupKey {
    /// The group of an article; `None` without groups.
    pub fn of(library: &Library, by: Group, id: ArticleId) -> Option<Self> {
        match by {
            Group::None => None,
            Group::Day => Some(Self::Day(library.day(id))),
            Group::Category => Some(Self::Category(library.first_category(id))),
            Group::Source => Some(Self::Source(library.folder_of(id))),
        }
    }
}

/// Where the groups begin, and which are folded. As long as nothing is folded, this is not known and nothing asks for it:
/// it takes a walk over all rows.
#[derive(Clone, Debug, Default)]
pub struct Groups {
    /// What the rows are grouped by now.
    by: Group,
    /// The groups whose state is not that of the others.
    other: FxHashSet<GroupKey>,
    /// Whether the others are folded.
    folds: bool,
    /// The first row of each group, in order; empty if no group is folded.
    starts: Vec<u32>,
    /// For each of them whether it is folded.
    folded: Vec<bool>,
    /// The number of rows.
    rows: usize,
}

impl Groups {
    /// What the rows are grouped by.
    pub fn by(&self) -> Group {
        self.by
    }

    /// Groups by something else. Returns whether it is: then nothing is folded.
    pub(in crate::app::state) fn group_by(&mut self, by: Group) -> bool {
        let changed = self.by != by;
        if changed {
            *self = Self { by, ..Self::default() };
        }
        changed
    }

    /// Whether a group can be folded.
    pub fn has_folds(&self) -> bool {
        !self.starts.is_empty()
    }

    /// Folds a group, or unfolds it.
    pub(in crate::app::state) fn toggle(&mut self, key: GroupKey) {
        if !self.other.remove(&key) {
            self.other.insert(key);
        }
    }

    /// Folds all groups, or none.
    pub(in crate::app::state) fn fold_all(&mut self, folds: bool) {
        self.other.clear();
        self.folds = folds;
    }

    /// Finds the groups in the rows as they are now, if a group is folded. With `gathered` no two groups are of one key, and
    /// only a few rows of each are looked at; else all rows are.
    pub(in crate::app::state) fn index(&mut self, library: &Library, rows: &Rows, gathered: bool) {
        (self.starts, self.folded, self.rows) = Default::default();
        if !self.folds && self.other.is_empty() {
            return;
        }
        self.rows = rows.len();
        let key = |row: usize| GroupKey::of(library, self.by, rows.get(row)?);
        let mut starts = Vec::new();
        let mut row = 0;
        while let Some(group) = key(row) {
            starts.push((row as u32, group));
            row = if gathered {
                end_of_run(row, rows.len(), |row| key(row) == Some(group))
            } else {
                let same = |id: &ArticleId| GroupKey::of(library, self.by, *id) == Some(group);
                row + rows.from(row).take_while(same).count()
            };
        }
        self.folded = starts.iter().map(|(_, group)| self.folds != self.other.contains(group)).collect();
        self.starts = starts.into_iter().map(|(row, _)| row).collect();
    }

    /// The rows of the group that a row is in, if it is folded.
    pub fn fold_of(&self, row: usize) -> Option<Range<usize>> {
        let (group, folded) = self.group_of(row)?;
        folded.then_some(group)
    }

    /// The rows of the group that a row is in, and whether it is folded.
    fn group_of(&self, row: usize) -> Option<(Range<usize>, bool)> {
        let at = self.starts.partition_point(|start| *start as usize <= row).checked_sub(1)?;
        let start = *self.starts.get(at)? as usize;
        let end = self.starts.get(at + 1).map_or(self.rows, |next| *next as usize);
        Some((start..end, self.folded.get(at).copied().unwrap_or_default()))
    }

    /// The row that stands for a row on the screen: the first one of a folded group.
    pub fn shown(&self, row: usize) -> usize {
        self.fold_of(row).map_or(row, |group| group.start)
    }

    /// The row so many shown rows below, or the last one. Takes time by the number of groups on the way, not of rows.
    pub(in crate::app::state) fn below(&self, row: usize, mut count: usize) -> usize {
        let mut row = self.shown(row);
        while count > 0 {
            let Some((group, folded)) = self.group_of(row) else { return row };
            let within = if folded { 0 } else { count.min(group.end.saturating_sub(row + 1)) };
            row += within;
            count -= within;
            if count > 0 {
                if group.end >= self.rows {
                    return row;
                }
                row = group.end;
                count -= 1;
            }
        }
        row
    }

    /// The row so many shown rows above, or the first one.
    pub(in crate::app::state) fn above(&self, row: usize, mut count: usize) -> usize {
        let mut row = self.shown(row);
        while count > 0 {
            let Some((group, _)) = self.group_of(row) else { return row };
            let within = count.min(row.saturating_sub(group.start));
            row -= within;
            count -= within;
            if count > 0 {
                let Some(before) = group.start.checked_sub(1) else { return row };
                row = self.shown(before);
                count -= 1;
            }
        }
        row
    }

    /// Whether a group begins at a row.
    pub(in crate::app::state) fn begins(&self, row: usize) -> bool {
        u32::try_from(row).is_ok_and(|row| self.starts.binary_search(&row).is_ok())
    }
}

/// The end of the run of rows that begins at `start`: the first row that is no part of it. Looks at as many rows as the
/// length of the run has binary digits, twice.
fn end_of_run(start: usize, rows: usize, is_part: impl Fn(usize) -> bool) -> usize {
    let (mut inside, mut step) = (start, 1);
    while inside + step < rows && is_part(inside + step) {
        inside += step;
        step *= 2;
    }
    let (mut from, mut to) = (inside + 1, (inside + step).min(rows));
    while from < to {
        let middle = from + (to - from) / 2;
        if is_part(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_run_is_found() {
        for rows in 1..40 {
            for start in 0..rows {
                for end in start + 1..=rows {
                    assert_eq!(end_of_run(start, rows, |row| row < end), end, "{start}..{end} of {rows}");
                }
            }
        }
        // A long run takes few looks.
        let looks = std::cell::Cell::new(0);
        let end = end_of_run(3, 1_000_000, |row| {
            looks.set(looks.get() + 1);
            row < 700_000
        });
        assert_eq!(end, 700_000);
        assert!(looks.get() <= 40, "{looks:?}");
    }

    /// Groups of these sizes; negative ones are folded.
    fn groups(sizes: &[i32]) -> Groups {
        let mut groups = Groups::default();
        for size in sizes {
            groups.starts.push(groups.rows as u32);
            groups.folded.push(*size < 0);
            groups.rows += size.unsigned_abs() as usize;
        }
        groups
    }

    #[test]
    fn moves_skip_folded_rows() {
        // Shown are the rows 0 1 2, 3, 7 8, 9, 12.
        let groups = groups(&[3, -4, 2, -3, -1]);
        let shown = [0, 1, 2, 3, 7, 8, 9, 12];
        for (at, row) in shown.iter().enumerate() {
            for count in 0..12 {
                assert_eq!(groups.below(*row, count), shown[(at + count).min(7)], "{row} + {count}");
                assert_eq!(groups.above(*row, count), shown[at.saturating_sub(count)], "{row} - {count}");
            }
        }
        assert_eq!([2, 3, 5, 6, 7, 11, 12].map(|row| groups.shown(row)), [2, 3, 3, 3, 7, 9, 12]);
        assert_eq!((groups.fold_of(5), groups.fold_of(8)), (Some(3..7), None));
        // Without folds every row is shown.
        assert_eq!(Groups::default().shown(5), 5);
    }
}
