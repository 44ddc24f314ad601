//! Keys, chords in vim notation, and the trie that maps typed keys to actions.

mod chord;
mod ime;
mod key;
mod trie;

pub use chord::{Chord, ChordError, MAX_KEYS};
pub use key::{Code, Key, Mods};
pub use trie::{Conflict, MAX_COUNT, Pending, Step, Trie};
