//! Raw key rows bound to the table of commands: one trie for each place keys can go to.

use crate::app::input::command::{Action, COMMANDS, Scope, named};
use crate::config::{Config, KeyRow};
use crate::keys::{Chord, Conflict, Trie};
use crate::problem::{Code, Problem};
use crate::text::nearest;

/// Chords to actions, for each place keys can go to.
#[derive(Clone, Debug, Default)]
pub struct KeyMap {
    /// The list has the keys: its own chords over the global ones.
    pub list: Trie<Action>,
    /// The reader has the keys.
    pub reader: Trie<Action>,
    /// The reader has the keys and text is being selected: its own chords over the global ones.
    pub select: Trie<Action>,
    /// A table lies over the screen.
    pub table: Trie<Action>,
    /// An overlay without a line to type into.
    pub overlay: Trie<Action>,
    /// An overlay with one.
    pub picker: Trie<Action>,
    /// Every binding for help: scope, command name, chord.
    rows: Vec<(Scope, &'static str, Chord)>,
}

impl KeyMap {
    /// The shipped rows with the owner's over them. A row that cannot be bound is left out and reported.
    pub fn build(config: &Config) -> (Self, Vec<Problem>) {
        let mut map = Self::default();
        let mut problems = Vec::new();
        let (shipped, _) = Config::load_keys(Config::SHIPPED_KEYS);
        for (own, rows) in [(false, shipped.as_slice()), (true, config.keys.as_slice())] {
            // Global rows first, so that a pane's own chord wins over a global one of the same set of rows.
            for global in [true, false] {
                for row in rows {
                    if (row.scope == Scope::Global.name()) == global
                        && let Err(problem) = map.bind(row, own)
                    {
                        problems.push(problem.at(row.line, row.column));
                    }
                }
            }
        }
        (map, problems)
    }

    fn bind(&mut self, row: &KeyRow, own: bool) -> Result<(), Problem> {
        let chord = row.chord.clone();
        let refuse = |why: &str| Problem::new(Code::KeyInvalid).with(chord.to_string()).with(&row.command).with(why);
        let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.name() == row.scope) else {
            return Err(refuse(&row.scope));
        };
        if row.command.is_empty() {
            self.release(scope, &chord);
            return Ok(());
        }
        let Some(command) = named(&row.command) else {
            let near = nearest(&row.command, COMMANDS.iter().map(|command| command.name));
            return Err(refuse(near.unwrap_or_default()));
        };
        if !command.scopes.contains(&scope) {
            return Err(refuse(scope.name()));
        }
        for trie in self.tries(scope) {
            let bound = if own || scope != Scope::Global {
                trie.displace(&chord, command.action).map(drop)
            } else {
                trie.insert(&chord, command.action).map(drop)
            };
            bound.map_err(|conflict| refuse(&say(&conflict)))?;
        }
        self.rows.retain(|(at, _, bound)| !(*at == scope && *bound == chord));
        self.rows.push((scope, command.name, chord));
        Ok(())
    }

    fn release(&mut self, scope: Scope, chord: &Chord) {
        for trie in self.tries(scope) {
            trie.remove(chord);
        }
        self.rows.retain(|(at, _, bound)| !(*at == scope && bound == chord));
    }

    fn tries(&mut self, scope: Scope) -> Vec<&mut Trie<Action>> {
        match scope {
            Scope::Global => vec![&mut self.list, &mut self.reader, &mut self.select],
            Scope::List => vec![&mut self.list],
            Scope::Reader => vec![&mut self.reader],
            Scope::Select => vec![&mut self.select],
            Scope::Table => vec![&mut self.table],
            Scope::Overlay => vec![&mut self.overlay],
            Scope::Picker => vec![&mut self.picker],
        }
    }

    /// The chords of a command in a scope, in the order of the files.
    pub fn chords(&self, scope: Scope, command: &str) -> impl Iterator<Item = &Chord> {
        self.rows.iter().filter(move |(at, name, _)| *at == scope && *name == command).map(|(_, _, chord)| chord)
    }
}

fn say(conflict: &Conflict) -> String {
    match conflict {
        Conflict::Prefix(chords) => chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Conflict::Count => "0–9".to_owned(),
        Conflict::Empty => "\"\"".to_owned(),
    }
}
