//! Binds the rows of the key configuration to commands: one trie for each input context.

use crate::app::input::command::{Action, Scope};
use crate::app::input::commands::{COMMANDS, named};
use crate::config::{Config, KeyRow};
use crate::keys::{Chord, Conflict, Trie};
use crate::problem::{Code, Problem};
use crate::text::nearest;

/// The actions of all chords, by input context.
#[derive(Clone, Debug, Default)]
pub struct KeyMap {
    /// For the list: its own chords override the global ones.
    pub(in crate::app) list: Trie<Action>,
    /// For the reader: its own chords override the global ones.
    pub(in crate::app) reader: Trie<Action>,
    /// For the reader while text is being selected: its own chords override the global ones.
    pub(in crate::app) select: Trie<Action>,
    /// For the list while rows are being selected: its own chords override those of the list and the global ones.
    pub(in crate::app) rows: Trie<Action>,
    /// For a full-screen table.
    pub(in crate::app) table: Trie<Action>,
    /// For a picture alone on the screen.
    pub(in crate::app) viewer: Trie<Action>,
    /// For the contact sheet.
    pub(in crate::app) sheet: Trie<Action>,
    /// For an overlay without an input line.
    pub(in crate::app) overlay: Trie<Action>,
    /// For an overlay with an input line.
    pub(in crate::app) picker: Trie<Action>,
    /// All bindings, for help: scope, command name, chord.
    bindings: Vec<(Scope, &'static str, Chord)>,
}

impl KeyMap {
    /// Binds the shipped rows, then the user's. Invalid rows are skipped and reported.
    pub fn build(config: &Config) -> (Self, Vec<Problem>) {
        let mut map = Self::default();
        let mut problems = Vec::new();
        let (shipped, _) = Config::load_keys(Config::SHIPPED_KEYS);
        for (is_user, rows) in [(false, shipped.as_slice()), (true, config.keys.as_slice())] {
            // Global rows first, so that within one set of rows a scope's own chord overrides a global one.
            for global in [true, false] {
                for row in rows {
                    if (row.scope == Scope::Global.name()) == global
                        && let Err(problem) = map.bind(row, is_user)
                    {
                        problems.push(problem.at(row.line, row.column));
                    }
                }
            }
        }
        (map, problems)
    }

    fn bind(&mut self, row: &KeyRow, is_user: bool) -> Result<(), Problem> {
        let chord = row.chord.clone();
        let invalid = |why: &str| Problem::new(Code::KeyInvalid).with(chord.to_string()).with(&row.command).with(why);
        let Some(scope) = Scope::ALL.into_iter().find(|scope| scope.name() == row.scope) else {
            return Err(invalid(&row.scope));
        };
        if row.command.is_empty() {
            self.unbind(scope, &chord);
            return Ok(());
        }
        let Some(command) = named(&row.command) else {
            let near = nearest(&row.command, COMMANDS.iter().map(|command| command.name));
            let problem = Problem::new(Code::KeyCommand).with(chord.to_string()).with(&row.command);
            return Err(problem.with(near.unwrap_or_default()));
        };
        if !command.scopes.contains(&scope) {
            let fits = command.scopes.iter().map(|scope| table(*scope)).collect::<Vec<_>>().join(", ");
            let problem = Problem::new(Code::KeyScope).with(command.name);
            return Err(problem.with(table(scope)).with(fits));
        }
        for trie in self.tries(scope, &chord.to_string()) {
            let bound = if is_user || scope != Scope::Global {
                trie.displace(&chord, command.action).map(drop)
            } else {
                trie.insert(&chord, command.action).map(drop)
            };
            bound.map_err(|conflict| invalid(&describe(&conflict)))?;
        }
        self.bindings.retain(|(at, _, bound)| !(*at == scope && *bound == chord));
        self.bindings.push((scope, command.name, chord));
        Ok(())
    }

    fn unbind(&mut self, scope: Scope, chord: &Chord) {
        for trie in self.tries(scope, &chord.to_string()) {
            trie.remove(chord);
        }
        self.bindings.retain(|(at, _, bound)| !(*at == scope && bound == chord));
    }

    fn tries(&mut self, scope: Scope, chord: &str) -> Vec<&mut Trie<Action>> {
        match scope {
            Scope::Global => vec![&mut self.list, &mut self.reader, &mut self.select, &mut self.rows],
            // While rows are being selected, a chord of the list does what it does otherwise, unless it has its own meaning.
            Scope::List if !self.binds(Scope::Rows, chord) => vec![&mut self.list, &mut self.rows],
            Scope::List => vec![&mut self.list],
            Scope::Reader => vec![&mut self.reader],
            Scope::Select => vec![&mut self.select],
            Scope::Rows => vec![&mut self.rows],
            Scope::Table => vec![&mut self.table],
            Scope::Viewer => vec![&mut self.viewer],
            Scope::Sheet => vec![&mut self.sheet],
            Scope::Overlay => vec![&mut self.overlay],
            Scope::Picker => vec![&mut self.picker],
        }
    }

    /// Whether a chord, written as it is shown, is bound in a scope.
    pub(in crate::app) fn binds(&self, scope: Scope, keys: &str) -> bool {
        self.bindings.iter().any(|(at, _, chord)| *at == scope && chord.to_string() == keys)
    }

    /// The chords of a command in a scope, in the order in which they were bound.
    pub fn chords(&self, scope: Scope, command: &str) -> impl Iterator<Item = &Chord> {
        self.bindings.iter().filter(move |(at, name, _)| *at == scope && *name == command).map(|(_, _, chord)| chord)
    }
}

/// The head of the table of a scope in the configuration.
fn table(scope: Scope) -> String {
    format!("[keys.{}]", scope.name())
}

fn describe(conflict: &Conflict) -> String {
    match conflict {
        Conflict::Prefix(chords) => chords.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "),
        Conflict::Count => "0–9".to_owned(),
        Conflict::Empty => "\"\"".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Catalog, Lang};
    use std::path::Path;

    fn problems(source: &str) -> Vec<Problem> {
        let (config, problems) = Config::load(source, Path::new("config.toml"));
        problems.into_iter().chain(KeyMap::build(&config).1).collect()
    }

    fn said(problem: &Problem) -> (String, Option<String>, u32) {
        let text = Catalog::new(Lang::English).problem(problem);
        (text.what, text.hint, problem.line.unwrap_or_default())
    }

    #[test]
    fn a_refused_key_says_what_to_do() {
        for (source, what, hint) in [
            (
                "[keys.list]\n\"X\" = \"theme\"",
                "“theme” cannot be bound in [keys.list]",
                "Put this line into: [keys.global]",
            ),
            (
                "[keys.global]\n\"X\" = \"hints\"",
                "“hints” cannot be bound in [keys.global]",
                "Put this line into: [keys.reader], [keys.table]",
            ),
            (
                "[keys.picker]\n\"<C-x>\" = \"search\"",
                "“search” cannot be bound in [keys.picker]",
                "Put this line into: [keys.global], [keys.table], [keys.overlay]",
            ),
            (
                "[keys.list]\n\"X\" = \"half-dwn\"",
                "There is no command “half-dwn”; in the program : lists all commands",
                "Did you mean “half-down”?",
            ),
            (
                "[keys.zzzzzz]\n\"X\" = \"down\"",
                "“zzzzzz” is not a valid value for keys",
                "Expected: global, list, reader, select, rows, table, viewer, sheet, overlay, picker",
            ),
        ] {
            let found: Vec<_> = problems(source).iter().map(said).collect();
            let line = if source.contains("zzzzzz") { 1 } else { 2 };
            assert_eq!(found, [(what.to_owned(), Some(hint.to_owned()), line)], "{source}");
        }
        let unlike = said(&problems("[keys.list]\n\"X\" = \"qqqqqqqqqqqq\"")[0]);
        assert_eq!(unlike.1, None);
    }

    /// Every fix that a message names works, for every command in every scope that refuses it.
    #[test]
    fn the_named_fix_works() {
        let mut tried = 0;
        for command in COMMANDS {
            for scope in Scope::ALL.into_iter().filter(|scope| !command.scopes.contains(scope)) {
                for chord in ["<F9>", "j", "gz", "zz"] {
                    let row = |table: &str| format!("{table}\n\"{chord}\" = \"{}\"\n", command.name);
                    let refused = problems(&row(&table(scope)));
                    let [problem] = refused.as_slice() else { panic!("{refused:?}") };
                    assert_eq!(problem.code, Code::KeyScope);
                    for fix in problem.args[2].split(", ") {
                        let (config, read) = Config::load(&row(fix), Path::new(""));
                        let (map, bound) = KeyMap::build(&config);
                        assert_eq!((read.len(), bound.len()), (0, 0), "{} {fix}: {bound:?}", command.name);
                        let named = Scope::ALL.into_iter().find(|scope| table(*scope) == fix).unwrap();
                        let wanted = Chord::parse(chord).unwrap();
                        assert!(
                            map.chords(named, command.name).any(|chord| *chord == wanted),
                            "{} {fix}",
                            command.name
                        );
                        for trie in map.clone().tries(named, chord) {
                            assert_eq!(trie.get(&wanted), Some(&command.action), "{} {fix} {chord}", command.name);
                        }
                        tried += 1;
                    }
                }
            }
        }
        assert!(tried > 1000, "{tried}");
    }
}
