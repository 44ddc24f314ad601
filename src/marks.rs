//! The marks of articles: read, starred, tags, reading position; changes are values that can be undone.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::path::PathBuf;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article::ArticleId;
use crate::document::Anchor;
use crate::text::Clean;

/// Maximum number of undo steps; older ones are dropped.
const HISTORY: usize = 1000;

/// The tags that the reader has given to an article. The tags in its front matter are not among them.
pub type Tags = BTreeSet<Clean>;

/// The mark of one article. The default is that of an article never opened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// Whether it counts as read.
    pub read: bool,
    /// Whether it is starred.
    pub starred: bool,
    /// The reading position.
    pub position: Option<Anchor>,
    /// The text at `position`, stored so that the position can be found again in a file that has changed. May be empty.
    pub context: Clean,
    /// When it was last opened, in seconds since 1970-01-01T00:00:00Z.
    pub seen: Option<i64>,
    /// The reader's own tags.
    pub tags: Tags,
}

/// A place in an article to come back to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bookmark {
    /// The article, by its path in the collection.
    pub path: PathBuf,
    /// The place.
    pub place: Anchor,
}

/// The bookmarks of a collection, by their names: each a letter or a digit.
pub type Bookmarks = BTreeMap<char, Bookmark>;

/// One field of a mark set to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// [`Mark::read`].
    Read(bool),
    /// [`Mark::starred`].
    Starred(bool),
    /// [`Mark::position`] and [`Mark::context`].
    Position(Option<Anchor>, Clean),
    /// [`Mark::seen`].
    Seen(Option<i64>),
    /// Whether a tag is one of [`Mark::tags`].
    Tag(Clean, bool),
}

/// One edit of one article or of many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The articles.
    pub ids: Vec<ArticleId>,
    /// The edit applied to each.
    pub edit: Edit,
}

/// The marks of a library's articles, with their undo history.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    marks: FxHashMap<ArticleId, Mark>,
    /// The articles with tags of the reader.
    tagged: FxHashSet<ArticleId>,
    /// For each step the changes that undo it, in the order to apply them.
    history: VecDeque<Vec<Change>>,
}

impl Edit {
    /// Changes the field and returns the edit that undoes it.
    pub fn apply(&self, mark: &mut Mark) -> Edit {
        match self {
            Edit::Read(to) => Edit::Read(std::mem::replace(&mut mark.read, *to)),
            Edit::Starred(to) => Edit::Starred(std::mem::replace(&mut mark.starred, *to)),
            Edit::Position(anchor, context) => Edit::Position(
                std::mem::replace(&mut mark.position, *anchor),
                std::mem::replace(&mut mark.context, context.clone()),
            ),
            Edit::Seen(to) => Edit::Seen(std::mem::replace(&mut mark.seen, *to)),
            Edit::Tag(tag, to) => {
                let had = if *to { !mark.tags.insert(tag.clone()) } else { mark.tags.remove(tag) };
                Edit::Tag(tag.clone(), had)
            }
        }
    }
}

impl Change {
    /// A change of one article.
    pub fn one(id: ArticleId, edit: Edit) -> Self {
        Self { ids: vec![id], edit }
    }

    /// Toggles the read flag.
    pub fn toggle_read(marks: &Marks, id: ArticleId) -> Self {
        Self::one(id, Edit::Read(!marks.is_read(id)))
    }

    /// Toggles the star.
    pub fn toggle_star(marks: &Marks, id: ArticleId) -> Self {
        Self::one(id, Edit::Starred(!marks.is_starred(id)))
    }

    /// Marks many articles as read.
    pub fn read_all(ids: Vec<ArticleId>) -> Self {
        Self { ids, edit: Edit::Read(true) }
    }

    /// The changes that lead from the marks after this change back to `before`: one for each old value, so at most two
    /// for a flag, and none if nothing would change. Linear in the number of articles.
    pub fn inverse(&self, before: &Marks) -> Vec<Change> {
        let mut inverse = Inverse::default();
        for &id in &self.ids {
            let mut mark = before.get(id).clone();
            inverse.record(id, self.edit.apply(&mut mark), &self.edit);
        }
        inverse.changes
    }

    /// Applies the change and returns the changes that undo it, equal to those of [`Change::inverse`].
    pub fn apply(&self, marks: &mut Marks) -> Vec<Change> {
        let mut inverse = Inverse::default();
        for &id in &self.ids {
            let old = marks.edit(id, &self.edit);
            inverse.record(id, old, &self.edit);
        }
        inverse.changes
    }
}

/// Inverse edits, grouped by value.
#[derive(Default)]
struct Inverse {
    changes: Vec<Change>,
}

impl Inverse {
    fn record(&mut self, id: ArticleId, old: Edit, new: &Edit) {
        if old == *new {
            return;
        }
        // A flag has only one other value, and neighbouring articles mostly share it: comparing with the last change is
        // enough for marking 100,000 articles as read to stay one change.
        match self.changes.last_mut() {
            Some(change) if change.edit == old => change.ids.push(id),
            _ => self.changes.push(Change::one(id, old)),
        }
    }
}

impl Marks {
    /// The mark of an article; the default if it has none.
    pub fn get(&self, id: ArticleId) -> &Mark {
        static NONE: std::sync::LazyLock<Mark> = std::sync::LazyLock::new(Mark::default);
        self.marks.get(&id).unwrap_or(&NONE)
    }

    /// Whether the article counts as read.
    pub fn is_read(&self, id: ArticleId) -> bool {
        self.marks.get(&id).is_some_and(|mark| mark.read)
    }

    /// Whether the article is starred.
    pub fn is_starred(&self, id: ArticleId) -> bool {
        self.marks.get(&id).is_some_and(|mark| mark.starred)
    }

    /// Sets the mark of an article, as when a library is loaded. Cannot be undone.
    pub fn insert(&mut self, id: ArticleId, mark: Mark) {
        self.note_tagged(id, !mark.tags.is_empty());
        if mark == Mark::default() {
            self.marks.remove(&id);
        } else {
            self.marks.insert(id, mark);
        }
    }

    fn note_tagged(&mut self, id: ArticleId, is_tagged: bool) {
        if is_tagged {
            self.tagged.insert(id);
        } else {
            self.tagged.remove(&id);
        }
    }

    /// The articles with tags of the reader, in no order, and these tags.
    pub fn tagged(&self) -> impl Iterator<Item = (ArticleId, &Tags)> {
        self.tagged.iter().map(|id| (*id, &self.get(*id).tags))
    }

    /// The articles that have a mark, in no order.
    pub fn iter(&self) -> impl Iterator<Item = (ArticleId, &Mark)> {
        self.marks.iter().map(|(id, mark)| (*id, mark))
    }

    /// Changes one field and returns the edit that undoes it. Not recorded for [`Marks::undo`]: meant for positions and
    /// opening times, which change by themselves.
    pub fn edit(&mut self, id: ArticleId, edit: &Edit) -> Edit {
        let old = self.edit_mark(id, edit);
        if matches!(edit, Edit::Tag(..)) {
            self.note_tagged(id, !self.get(id).tags.is_empty());
        }
        old
    }

    fn edit_mark(&mut self, id: ArticleId, edit: &Edit) -> Edit {
        match self.marks.entry(id) {
            Entry::Occupied(mut entry) => {
                let old = edit.apply(entry.get_mut());
                if *entry.get() == Mark::default() {
                    entry.remove();
                }
                old
            }
            Entry::Vacant(entry) => {
                let mut mark = Mark::default();
                let old = edit.apply(&mut mark);
                if mark != Mark::default() {
                    entry.insert(mark);
                }
                old
            }
        }
    }

    /// Applies the changes as one undo step. Returns whether anything changed; if not, no step is recorded.
    pub fn perform(&mut self, changes: &[Change]) -> bool {
        let mut inverse: Vec<Change> = Vec::new();
        for change in changes {
            let mut back = change.apply(self);
            back.reverse();
            inverse.append(&mut back);
        }
        if inverse.is_empty() {
            return false;
        }
        inverse.reverse();
        if self.history.len() == HISTORY {
            self.history.pop_front();
        }
        self.history.push_back(inverse);
        true
    }

    /// Undoes the last step and returns the changes made, which must be saved; `None` if there is nothing to undo.
    pub fn undo(&mut self) -> Option<Vec<Change>> {
        let changes = self.history.pop_back()?;
        for change in &changes {
            change.apply(self);
        }
        Some(changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn snapshot(marks: &Marks) -> Vec<(ArticleId, Mark)> {
        let mut all: Vec<_> = marks.iter().map(|(id, mark)| (id, mark.clone())).collect();
        all.sort_by_key(|(id, _)| *id);
        let mut tagged: Vec<_> = marks.tagged().map(|(id, tags)| (id, tags.clone())).collect();
        tagged.sort_by_key(|(id, _)| *id);
        let with_tags = all.iter().filter(|(_, mark)| !mark.tags.is_empty());
        assert_eq!(tagged, with_tags.map(|(id, mark)| (*id, mark.tags.clone())).collect::<Vec<_>>());
        all
    }

    #[test]
    fn marking_many_is_undone_only_where_it_changed_something() {
        let mut marks = Marks::default();
        let ids: Vec<_> = (0..5).map(ArticleId).collect();
        marks.insert(ids[2], Mark { read: true, ..Mark::default() });
        assert!(marks.perform(&[Change::read_all(ids.clone())]));
        assert!(ids.iter().all(|id| marks.is_read(*id)));
        let undone = marks.undo().unwrap();
        assert_eq!(undone, [Change { ids: vec![ids[0], ids[1], ids[3], ids[4]], edit: Edit::Read(false) }]);
        assert!(marks.is_read(ids[2]) && !marks.is_read(ids[0]));
        assert_eq!(marks.undo(), None);
    }

    #[test]
    fn what_changes_nothing_is_no_step() {
        let mut marks = Marks::default();
        assert!(!marks.perform(&[Change::one(ArticleId(1), Edit::Read(false))]));
        assert_eq!(marks.undo(), None);
        assert_eq!(marks.iter().count(), 0);
    }

    #[test]
    fn history_is_bounded() {
        let mut marks = Marks::default();
        for _ in 0..HISTORY + 10 {
            let change = Change::toggle_star(&marks, ArticleId(7));
            marks.perform(&[change]);
        }
        assert_eq!(std::iter::from_fn(|| marks.undo()).count(), HISTORY);
    }

    fn an_edit() -> impl Strategy<Value = Edit> {
        prop_oneof![
            any::<bool>().prop_map(Edit::Read),
            any::<bool>().prop_map(Edit::Starred),
            (proptest::option::of((0u32..3, 0u32..3)), "[a-c]?").prop_map(|(anchor, context)| {
                Edit::Position(anchor.map(|(block, byte)| Anchor { block, byte }), Clean::line(&context))
            }),
            proptest::option::of(0i64..3).prop_map(Edit::Seen),
            ("[a-c]", any::<bool>()).prop_map(|(tag, to)| Edit::Tag(Clean::line(&tag), to)),
        ]
    }

    fn a_step() -> impl Strategy<Value = Vec<Change>> {
        let change = (proptest::collection::vec((0u32..6).prop_map(ArticleId), 0..6), an_edit())
            .prop_map(|(ids, edit)| Change { ids, edit });
        proptest::collection::vec(change, 0..4)
    }

    proptest! {
        #[test]
        fn undo_retraces_every_step(steps in proptest::collection::vec(a_step(), 0..12)) {
            let mut marks = Marks::default();
            let mut states = Vec::new();
            for step in &steps {
                let before = snapshot(&marks);
                if marks.perform(step) {
                    states.push(before);
                } else {
                    prop_assert_eq!(before, snapshot(&marks));
                }
            }
            while let Some(before) = states.pop() {
                prop_assert!(marks.undo().is_some());
                prop_assert_eq!(before, snapshot(&marks));
            }
            prop_assert!(marks.undo().is_none());
        }

        #[test]
        fn inverse_takes_a_change_back(start in a_step(), ids in proptest::collection::hash_set(0u32..6, 0..6), edit in an_edit()) {
            let mut marks = Marks::default();
            marks.perform(&start);
            let before = snapshot(&marks);
            let change = Change { ids: ids.into_iter().map(ArticleId).collect(), edit };
            let inverse = change.inverse(&marks);
            prop_assert_eq!(&change.apply(&mut marks), &inverse);
            for back in &inverse {
                back.apply(&mut marks);
            }
            prop_assert_eq!(before, snapshot(&marks));
        }
    }
}
