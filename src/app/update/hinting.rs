//! The hints of keys: after a wait, what can follow the keys typed so far.

use std::time::Duration;

use crate::app::input::command::{Action, LookChange, Motion, Scope};
use crate::app::input::commands::COMMANDS;
use crate::app::input::panes::Focus;
use crate::app::input::view_change::ViewChange;
use crate::app::state::event::{Alarm, Effect, Outbox};
use crate::app::state::model::Model;
use crate::app::state::slot::Ticket;
use crate::keys::{Chord, Key, Trie};

/// What a key does after those typed so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyHint {
    /// The keys to type.
    pub keys: String,
    /// What they do; `…` if more keys must follow.
    pub does: String,
}

/// What follows a key that does nothing by itself.
const MORE: &str = "…";

impl Model {
    /// The part of the program that takes the keys.
    pub(in crate::app) fn key_scope(&self) -> Scope {
        match (&self.overlay, self.focus) {
            (Some(overlay), _) if overlay.input().is_some() => Scope::Picker,
            (Some(_), _) => Scope::Overlay,
            (None, _) if self.viewer.is_some() => Scope::Viewer,
            (None, _) if self.sheet.is_some() => Scope::Sheet,
            (None, _) if self.table.is_some() => Scope::Table,
            (None, Focus::List) if self.list.selected().is_some() => Scope::Rows,
            (None, Focus::List) => Scope::List,
            (None, Focus::Reader) if self.is_selecting() => Scope::Select,
            (None, Focus::Reader) => Scope::Reader,
        }
    }

    /// Called after every key. While a chord or a count is incomplete, its hints are shown when no further key has been
    /// typed for the time of `keys.hints`; once shown, they follow the keys.
    pub(in crate::app) fn hint_soon(&mut self, out: &mut Outbox) {
        let Some(wait) = self.config.key_hints.filter(|_| !self.pending.is_empty()) else {
            return self.hinting.clear();
        };
        if self.hinting.ready().is_none() {
            let ticket = self.hinting.ask();
            out.push(Effect::Wake(Duration::from_millis(u64::from(wait)), Alarm::Hints, ticket));
        }
    }

    /// No further key was typed for a while.
    pub(super) fn hint_now(&mut self, ticket: Ticket, out: &mut Outbox) {
        out.dirty |= self.hinting.land(ticket, ());
    }

    /// The hints to show, in the order of their keys; empty if none are shown.
    pub fn key_hints(&self) -> Vec<KeyHint> {
        if self.hinting.ready().is_none() || self.pending.is_empty() {
            return Vec::new();
        }
        let trie = self.keymap.trie(self.key_scope());
        if self.pending.keys().is_empty() { self.counted_hints(trie) } else { self.following_hints(trie) }
    }

    fn following_hints(&self, trie: &Trie<Action>) -> Vec<KeyHint> {
        let mut following = trie.continuations(&self.pending);
        following.sort_by_key(|(key, _)| in_order(*key));
        let does = |action: Option<&Action>| action.map_or(MORE, |action| self.does(*action)).to_owned();
        following.into_iter().map(|(key, action)| KeyHint { keys: key.to_string(), does: does(action) }).collect()
    }

    /// After a count, the commands for which it means something, each with its first key.
    fn counted_hints(&self, trie: &Trie<Action>) -> Vec<KeyHint> {
        let bound = trie.bindings();
        let first = |action: Action| bound.iter().find(|(_, known)| **known == action).map(|(chord, _)| chord);
        let counted = COMMANDS.iter().filter(|command| takes_count(command.action));
        let hint = |chord: &Chord, action| KeyHint { keys: chord.to_string(), does: self.does(action).to_owned() };
        counted.filter_map(|command| Some(hint(first(command.action)?, command.action))).collect()
    }

    fn does(&self, action: Action) -> &str {
        let command = COMMANDS.iter().find(|command| command.action == action);
        command.map_or("", |command| self.catalog.command(command.name))
    }
}

/// Letters first, both cases together, then the other characters, then the keys with names.
fn in_order(key: Key) -> (u8, Option<char>, bool, Key) {
    match key.typed() {
        Some(c) if c.is_alphabetic() => (0, Some(c.to_ascii_lowercase()), c.is_uppercase(), key),
        Some(c) => (1, Some(c), false, key),
        None => (2, None, false, key),
    }
}

/// Whether a count before a command changes what it does.
fn takes_count(action: Action) -> bool {
    match action {
        Action::Move(motion) => !matches!(motion, Motion::Center | Motion::ToTop | Motion::ToBottom),
        Action::SearchNext
        | Action::SearchPrevious
        | Action::SearchWord { .. }
        | Action::NextArticle
        | Action::PreviousArticle
        | Action::NextUnread
        | Action::PreviousUnread
        | Action::Look(LookChange::Narrower | LookChange::Wider)
        | Action::Sideways(_)
        | Action::Extend(_) => true,
        Action::View(change) => !matches!(
            change,
            ViewChange::Sheet | ViewChange::Open | ViewChange::Save | ViewChange::ZoomFit | ViewChange::ZoomNatural
        ),
        _ => false,
    }
}
