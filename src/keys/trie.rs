//! The trie of chords: keys are fed one by one, with counts, until an action runs or nothing matches.

use std::collections::BTreeMap;
use std::fmt;

use crate::keys::chord::Chord;
use crate::keys::key::{Code, Key, Mods};

/// The largest count that can be typed; larger numbers are reduced to it.
pub const MAX_COUNT: u32 = 9_999_999;

/// Chords and their actions. No chord is a prefix of another.
#[derive(Clone, Debug)]
pub struct Trie<A> {
    /// The root comes first; never empty.
    nodes: Vec<Node<A>>,
}

#[derive(Clone, Debug)]
struct Node<A> {
    action: Option<A>,
    next: BTreeMap<Key, usize>,
}

impl<A> Default for Node<A> {
    fn default() -> Self {
        Self { action: None, next: BTreeMap::new() }
    }
}

impl<A> Default for Trie<A> {
    fn default() -> Self {
        Self { nodes: vec![Node::default()] }
    }
}

/// Why a chord cannot be bound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// A bound chord is a prefix of it, or it is a prefix of bound chords.
    Prefix(Vec<Chord>),
    /// It starts with a digit, which is a count.
    Count,
    /// It has no keys.
    Empty,
}

/// Keys typed so far that do not form a complete chord.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pending {
    count: Option<u32>,
    keys: Vec<Key>,
}

/// The result of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step<A> {
    /// A chord is complete.
    Run {
        /// Its action.
        action: A,
        /// The number typed before it.
        count: Option<u32>,
    },
    /// The chord or count is incomplete.
    More,
    /// Nothing is bound to the typed keys.
    Miss,
}

impl Pending {
    /// Whether nothing is pending.
    pub fn is_empty(&self) -> bool {
        self.count.is_none() && self.keys.is_empty()
    }

    /// Discards the typed keys.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The count typed so far.
    pub fn count(&self) -> Option<u32> {
        self.count
    }

    /// The keys typed so far, as matched by the trie.
    pub fn keys(&self) -> &[Key] {
        &self.keys
    }

    /// Consumes a digit of the count. Returns whether the key was one.
    fn digit(&mut self, key: Key) -> bool {
        let digit = key.ime_alias().unwrap_or(key).typed().and_then(|c| c.to_digit(10));
        match (digit, self.count) {
            (Some(digit), count) if self.keys.is_empty() && (digit > 0 || count.is_some()) => {
                let count = count.unwrap_or(0).saturating_mul(10).saturating_add(digit);
                self.count = Some(count.min(MAX_COUNT));
                true
            }
            _ => false,
        }
    }
}

/// The typed keys, for the status line: `10g`.
impl fmt::Display for Pending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(count) = self.count {
            write!(f, "{count}")?;
        }
        self.keys.iter().try_for_each(|key| write!(f, "{key}"))
    }
}

impl<A: Clone> Trie<A> {
    /// Binds a chord and returns its previous action. Fails if a prefix of it is bound or it is a prefix of a bound
    /// chord.
    pub fn insert(&mut self, chord: &Chord, action: A) -> Result<Option<A>, Conflict> {
        if chord.0.is_empty() {
            return Err(Conflict::Empty);
        }
        if chord.is_count() {
            return Err(Conflict::Count);
        }
        let conflicts = self.conflicts(chord);
        if !conflicts.is_empty() {
            return Err(Conflict::Prefix(conflicts));
        }
        let mut at = 0;
        for key in &chord.0 {
            let fresh = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { break };
            at = *node.next.entry(*key).or_insert(fresh);
            if at == fresh {
                self.nodes.push(Node::default());
            }
        }
        Ok(self.nodes.get_mut(at).and_then(|node| node.action.replace(action)))
    }

    /// Binds a chord, unbinding chords that conflict with it, and returns those. For the user's own bindings.
    pub fn displace(&mut self, chord: &Chord, action: A) -> Result<Vec<Chord>, Conflict> {
        match self.insert(chord, action.clone()) {
            Ok(_) => Ok(Vec::new()),
            Err(Conflict::Prefix(others)) => {
                for other in &others {
                    self.remove(other);
                }
                self.insert(chord, action).map(|_| others)
            }
            Err(conflict) => Err(conflict),
        }
    }

    /// Unbinds a chord and returns its action.
    pub fn remove(&mut self, chord: &Chord) -> Option<A> {
        let at = self.walk(&chord.0)?;
        let action = self.nodes.get_mut(at)?.action.take()?;
        // A branch without actions would make a key wait for nothing.
        for kept in (1..=chord.0.len()).rev() {
            let (before, last) = chord.0.split_at(kept - 1);
            let dead = self.walk(&chord.0[..kept]).and_then(|at| self.nodes.get(at));
            if dead.is_some_and(|node| node.action.is_some() || !node.next.is_empty()) {
                break;
            }
            if let (Some(parent), Some(key)) = (self.walk(before), last.first())
                && let Some(parent) = self.nodes.get_mut(parent)
            {
                parent.next.remove(key);
            }
        }
        Some(action)
    }

    /// The action of a chord.
    pub fn get(&self, chord: &Chord) -> Option<&A> {
        self.nodes.get(self.walk(&chord.0)?)?.action.as_ref()
    }

    /// Feeds the next key. After [`Step::Run`] and [`Step::Miss`] nothing is pending.
    ///
    /// A key that is not bound is tried again as its [`Key::ime_alias`]. Escape cancels what is pending, unless it is bound
    /// as a continuation.
    pub fn feed(&self, pending: &mut Pending, key: Key) -> Step<A> {
        if pending.digit(key) {
            return Step::More;
        }
        let escape = key == Key::new(Code::Esc, Mods::default());
        if escape && pending.keys.is_empty() && !pending.is_empty() {
            pending.clear();
            return Step::Miss;
        }
        let found = self.walk(&pending.keys).and_then(|at| self.nodes.get(at)).and_then(|node| {
            [Some(key), key.ime_alias()].into_iter().flatten().find_map(|key| Some((key, *node.next.get(&key)?)))
        });
        let Some((key, node)) = found.and_then(|(key, at)| Some((key, self.nodes.get(at)?))) else {
            pending.clear();
            return Step::Miss;
        };
        if let Some(action) = &node.action {
            let count = pending.count;
            pending.clear();
            return Step::Run { action: action.clone(), count };
        }
        pending.keys.push(key);
        Step::More
    }

    /// The keys that can follow what is pending, in order, each with the action it completes, or `None` if more keys
    /// follow.
    pub fn continuations(&self, pending: &Pending) -> Vec<(Key, Option<&A>)> {
        let node = self.walk(&pending.keys).and_then(|at| self.nodes.get(at));
        let next = node.into_iter().flat_map(|node| &node.next);
        next.map(|(key, at)| (*key, self.nodes.get(*at).and_then(|node| node.action.as_ref()))).collect()
    }

    /// Every chord with its action, in key order.
    pub fn bindings(&self) -> Vec<(Chord, &A)> {
        self.below(Vec::new())
    }

    /// Every bound chord that starts with these keys. Iterative, without one call per level.
    fn below(&self, keys: Vec<Key>) -> Vec<(Chord, &A)> {
        let mut out = Vec::new();
        let mut open: Vec<(usize, Vec<Key>)> = self.walk(&keys).map(|at| (at, keys)).into_iter().collect();
        while let Some((at, keys)) = open.pop() {
            let Some(node) = self.nodes.get(at) else { continue };
            for (key, next) in node.next.iter().rev() {
                let mut longer = keys.clone();
                longer.push(*key);
                open.push((*next, longer));
            }
            if let Some(action) = &node.action {
                out.push((Chord(keys), action));
            }
        }
        out
    }

    fn walk(&self, keys: &[Key]) -> Option<usize> {
        keys.iter().try_fold(0, |at, key| self.nodes.get(at)?.next.get(key).copied())
    }

    /// The other chords that conflict with this one.
    fn conflicts(&self, chord: &Chord) -> Vec<Chord> {
        let shorter = (1..chord.0.len()).map(|keys| Chord(chord.0[..keys].to_vec())).find(|c| self.get(c).is_some());
        match shorter {
            Some(shorter) => vec![shorter],
            None => {
                self.below(chord.0.clone()).into_iter().map(|(other, _)| other).filter(|other| other != chord).collect()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chord(source: &str) -> Chord {
        Chord::parse(source).unwrap()
    }

    fn trie() -> Trie<&'static str> {
        let mut trie = Trie::default();
        for (keys, action) in [("j", "down"), ("zz", "center"), ("zt", "top"), ("0", "start"), ("/", "search")] {
            assert_eq!(trie.insert(&chord(keys), action), Ok(None));
        }
        trie
    }

    /// Feeds the keys of a chord; what ran, each with its count, `-` for a miss.
    fn typed(trie: &Trie<&'static str>, keys: &str) -> (String, String) {
        let mut pending = Pending::default();
        let mut out = Vec::new();
        for part in keys.split(' ') {
            for key in chord(part).0 {
                match trie.feed(&mut pending, key) {
                    Step::Run { action, count: Some(count) } => out.push(format!("{count}{action}")),
                    Step::Run { action, count: None } => out.push(action.to_owned()),
                    Step::Miss => out.push("-".into()),
                    Step::More => {}
                }
            }
        }
        (out.join(" "), pending.to_string())
    }

    #[test]
    fn keys_lead_to_actions() {
        for (keys, ran, left) in [
            ("j", "down", ""),
            ("10j", "10down", ""),
            ("0", "start", ""),
            ("100 0j", "1000down", ""),
            ("zz zt", "center top", ""),
            ("3z", "", "3z"),
            ("3zx j", "- down", ""),
            ("7<Esc> j", "- down", ""),
            ("z<Esc> j", "- down", ""),
            ("x", "-", ""),
            ("１０ｊ", "10down", ""),
            ("、", "search", ""),
            ("9999 9999 9999 j", "9999999down", ""),
            ("<C-j>", "-", ""),
        ] {
            assert_eq!(typed(&trie(), keys), (ran.to_owned(), left.to_owned()), "{keys}");
        }
    }

    #[test]
    fn no_chord_begins_another() {
        let mut trie = trie();
        assert_eq!(trie.insert(&chord("z"), "z"), Err(Conflict::Prefix(vec![chord("zt"), chord("zz")])));
        assert_eq!(trie.insert(&chord("jk"), "x"), Err(Conflict::Prefix(vec![chord("j")])));
        assert_eq!(trie.insert(&chord("3x"), "x"), Err(Conflict::Count));
        assert_eq!(trie.insert(&Chord::default(), "x"), Err(Conflict::Empty));
        assert_eq!(trie.insert(&chord("j"), "other"), Ok(Some("down")));
        assert_eq!(trie.displace(&chord("z"), "zed"), Ok(vec![chord("zt"), chord("zz")]));
        assert_eq!(trie.get(&chord("z")), Some(&"zed"));
        assert_eq!(trie.displace(&chord("zab"), "deep"), Ok(vec![chord("z")]));
        assert_eq!(trie.remove(&chord("zab")), Some("deep"));
        assert_eq!(typed(&trie, "z").0, "-");
    }

    #[test]
    fn continuations_and_bindings() {
        let trie = trie();
        let mut pending = Pending::default();
        assert_eq!(trie.feed(&mut pending, Key::char('z')), Step::More);
        assert_eq!(trie.continuations(&pending), [(Key::char('t'), Some(&"top")), (Key::char('z'), Some(&"center"))]);
        let first = [('/', Some(&"search")), ('0', Some(&"start")), ('j', Some(&"down")), ('z', None)];
        assert_eq!(trie.continuations(&Pending::default()), first.map(|(key, action)| (Key::char(key), action)));
        let all: Vec<String> = trie.bindings().into_iter().map(|(chord, _)| chord.to_string()).collect();
        assert_eq!(all, ["/", "0", "j", "zt", "zz"]);
    }
}
