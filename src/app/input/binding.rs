//! Binds the rows of the key configuration to commands: one trie for each input context.

use crate::app::input::command::{Action, Scope};
use crate::app::input::commands::{COMMANDS, named};
use crate::config::{Config, KeyRow};
use crate::keys::{Chord, Conflict, Key, Trie};
use crate::problem::{Code, Problem};
use crate::text::nearest;

/// The actions of all chords, by input context.
#[derive(Clone, Debug, Default)]
pub struct KeyMap {
    /// For the list: its own chords override the global ones.
    list: Trie<Action>,
    /// For the reader: its own chords override the global ones.
    reader: Trie<Action>,
    /// For the reader while text is being selected: its own chords override the global ones.
    select: Trie<Action>,
    /// For the list while rows are being selected: its own chords override those of the list and the global ones.
    rows: Trie<Action>,
    /// For a full-screen table.
    table: Trie<Action>,
    /// For a picture alone on the screen.
    viewer: Trie<Action>,
    /// For the contact sheet.
    sheet: Trie<Action>,
    /// For an overlay without an input line.
    overlay: Trie<Action>,
    /// For an overlay with an input line.
    picker: Trie<Action>,
    /// All bindings, for help: scope, command name, chord.
    bindings: Vec<(Scope, &'static str, Chord)>,
}

impl KeyMap {
    /// Binds the shipped rows, then those of the preset, then the user's. Invalid rows are skipped and reported.
    pub fn build(config: &Config) -> (Self, Vec<Problem>) {
        let mut map = Self::default();
        let (shipped, _) = Config::load_keys(Config::SHIPPED_KEYS);
        let (preset, _) = Config::load_keys(Config::preset_keys(config.preset));
        let mut problems = Vec::new();
        for (overrides, rows) in [(false, &shipped), (true, &preset), (true, &config.keys)] {
            // Global rows first, so that within one set of rows a scope's own chord overrides a global one.
            for global in [true, false] {
                for row in rows {
                    if (row.scope == Scope::Global.name()) == global
                        && let Err(problem) = map.bind(row, overrides)
                    {
                        problems.push(problem.at(row.line, row.column));
                    }
                }
            }
        }
        (map, problems)
    }

    fn bind(&mut self, row: &KeyRow, overrides: bool) -> Result<(), Problem> {
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
        let mut displaced = vec![chord.clone()];
        for trie in self.tries(scope, &chord.to_string()) {
            let bound = if overrides || scope != Scope::Global {
                trie.displace(&chord, command.action)
            } else {
                trie.insert(&chord, command.action).map(|_| Vec::new())
            };
            displaced.extend(bound.map_err(|conflict| invalid(&describe(&conflict)))?);
        }
        self.forget(scope, &displaced);
        self.bindings.push((scope, command.name, chord));
        Ok(())
    }

    fn unbind(&mut self, scope: Scope, chord: &Chord) {
        for at in Scope::ALL.into_iter().filter(|at| *at == scope || is_below(scope, *at)) {
            // A scope's own chord stays when only the global one is unbound.
            let is_own = at != scope && self.bindings.iter().any(|(of, _, bound)| *of == at && bound == chord);
            if at != Scope::Global && !is_own {
                for trie in self.tries(at, &chord.to_string()) {
                    trie.remove(chord);
                }
            }
        }
        self.bindings.retain(|(at, _, bound)| !(*at == scope && bound == chord));
    }

    /// Removes bindings whose chords are no longer bound. A global chord goes from the scopes that override global chords too.
    fn forget(&mut self, scope: Scope, chords: &[Chord]) {
        self.bindings.retain(|(at, _, bound)| !((*at == scope || is_below(scope, *at)) && chords.contains(bound)));
    }

    /// The actions of the chords in a scope; those of the global scope are the ones of the list.
    pub(in crate::app) fn trie(&self, scope: Scope) -> &Trie<Action> {
        match scope {
            Scope::Global | Scope::List => &self.list,
            Scope::Reader => &self.reader,
            Scope::Select => &self.select,
            Scope::Rows => &self.rows,
            Scope::Table => &self.table,
            Scope::Viewer => &self.viewer,
            Scope::Sheet => &self.sheet,
            Scope::Overlay => &self.overlay,
            Scope::Picker => &self.picker,
        }
    }

    /// Whether a key leaves an input line, as it leaves a menu that has one.
    pub(in crate::app) fn leaves_input(&self, key: Key) -> bool {
        self.picker.get(&Chord(vec![key])) == Some(&Action::Leave)
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

/// Whether the chords of a scope override those of another.
fn is_below(scope: Scope, at: Scope) -> bool {
    match scope {
        Scope::Global => matches!(at, Scope::List | Scope::Reader | Scope::Select | Scope::Rows),
        Scope::List => at == Scope::Rows,
        _ => false,
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
    use crate::config::Preset;
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

    const PRESETS: [Preset; 4] = [Preset::Default, Preset::Vim, Preset::Less, Preset::Emacs];

    fn preset(preset: Preset) -> KeyMap {
        let (map, problems) = KeyMap::build(&Config { preset, ..Config::default() });
        assert_eq!(problems, [], "{preset:?}");
        map
    }

    #[test]
    fn the_rows_of_a_preset_fit_and_have_no_conflicts() {
        for of in PRESETS {
            let (rows, problems) = Config::load_keys(Config::preset_keys(of));
            assert_eq!(problems, [], "{of:?}");
            let map = preset(of);
            for row in &rows {
                let scope = Scope::ALL.into_iter().find(|scope| scope.name() == row.scope).unwrap();
                let told = format!("{of:?} [{}] {}", row.scope, row.chord);
                let twice = rows.iter().filter(|other| other.scope == row.scope && other.chord == row.chord);
                assert_eq!(twice.count(), 1, "{told}");
                if row.command.is_empty() {
                    assert!(!map.binds(scope, &row.chord.to_string()), "{told}");
                } else {
                    // No other row of the preset has taken its place.
                    assert!(map.chords(scope, &row.command).any(|chord| *chord == row.chord), "{told}");
                }
            }
        }
    }

    /// What is listed for a scope works there, and every command that has a key by default has one.
    #[test]
    fn presets_are_complete() {
        let default = preset(Preset::Default);
        for of in PRESETS {
            let map = preset(of);
            for command in COMMANDS {
                for scope in command.scopes {
                    let heard: &[Scope] = match scope {
                        Scope::Global => &[Scope::List, Scope::Reader, Scope::Select],
                        scope => std::slice::from_ref(scope),
                    };
                    for chord in map.chords(*scope, command.name) {
                        let works = |at: &Scope| map.trie(*at).get(chord) == Some(&command.action);
                        assert!(heard.iter().any(works), "{of:?} {scope:?} {chord} {}", command.name);
                    }
                    let has = |map: &KeyMap, at: &Scope| {
                        map.trie(*at).bindings().iter().any(|(_, action)| **action == command.action)
                    };
                    for at in heard.iter().filter(|at| has(&default, at)) {
                        assert!(has(&map, at), "{of:?} {at:?} {}", command.name);
                    }
                }
            }
        }
    }

    #[test]
    fn presets_have_the_keys_of_their_programs() {
        for (of, scope, keys) in [
            (
                Preset::Vim,
                Scope::List,
                "gg=top G=bottom <C-f>=page-down <C-b>=page-up <C-d>=half-down <C-u>=half-up H=screen-top M=screen-middle L=screen-bottom zz=center zt=cursor-top zb=cursor-bottom n=search-next N=search-previous /=search ?=search-back '=bookmarks <C-w>o=panes <C-w>>=list-wider <C-o>=history-back ZZ=quit ZQ=quit :=palette u=undo gt=next-article <C-w>w=switch-pane",
            ),
            (
                Preset::Vim,
                Scope::Reader,
                "gg=top G=bottom m=bookmark '=bookmarks <C-e>=down <C-y>=up zz=center *=search-word #=search-word-back za=fold zo=fold zc=fold zM=fold-all zR=unfold-all v=select V=select-lines <C-]>=open-link <C-t>=history-back <C-i>=history-forward gs=script gx=browser gf=open-link",
            ),
            (Preset::Vim, Scope::Select, "gg=top y=copy o=other-end 0=line-start $=line-end w=next-word <Esc>=leave"),
            (
                Preset::Less,
                Scope::Reader,
                "f=page-down b=page-up d=half-down u=half-up y=up e=down j=down k=up g=top G=bottom <lt>=top >=bottom p=percent %=percent /=search ?=search-back n=search-next N=search-previous &=search q=back Q=quit v=editor -S=wrap h=help R=refresh <A-v>=page-up <C-v>=page-down F=hints a=select C=copy-address (=narrower",
            ),
            (Preset::Less, Scope::List, "f=page-down y=up e=down g=top <lt>=top &=search q=back v=editor"),
            (Preset::Less, Scope::Select, "h=left v=select y=copy"),
            (
                Preset::Emacs,
                Scope::List,
                "<C-n>=down <C-p>=up <C-v>=page-down <A-v>=page-up <A-lt>=top <A-gt>=bottom <C-s>=search <C-r>=search-back <C-g>=leave <C-x><C-c>=quit <C-x>o=switch-pane <A-x>=palette <C-l>=center",
            ),
            (
                Preset::Emacs,
                Scope::Reader,
                "<C-n>=down <C-p>=up <C-s>=search <A-n>=search-next <A-w>=copy-text <C-Space>=select <C-x>k=close <Tab>=next-link <C-x>u=undo <C-_>=undo",
            ),
            (
                Preset::Emacs,
                Scope::Select,
                "<C-f>=right <C-b>=left <A-f>=word-end <A-w>=copy <C-w>=copy <C-x><C-x>=other-end <C-g>=leave",
            ),
            (Preset::Emacs, Scope::Picker, "<C-g>=leave <C-n>=down <Enter>=accept"),
        ] {
            let map = preset(of);
            for key in keys.split(' ') {
                let (chord, command) = key.split_once('=').unwrap();
                let action = named(command).unwrap().action;
                let bound = map.trie(scope).get(&Chord::parse(chord).unwrap());
                assert_eq!(bound, Some(&action), "{of:?} {scope:?} {key}");
            }
        }
    }

    #[test]
    fn own_keys_are_above_the_preset() {
        let source = "[keys]\npreset = \"vim\"\n[keys.list]\n\"g\" = \"top\"\n[keys.global]\n\"y\" = \"\"\n";
        let (config, problems) = Config::load(source, Path::new(""));
        assert_eq!(problems, []);
        let (map, problems) = KeyMap::build(&config);
        assert_eq!(problems, []);
        let action = |scope, keys| map.trie(scope).get(&Chord::parse(keys).unwrap()).copied();
        let top = named("top").unwrap().action;
        assert_eq!((action(Scope::List, "g"), action(Scope::List, "gg")), (Some(top), None));
        assert_eq!((action(Scope::Reader, "g"), action(Scope::Reader, "gg")), (None, Some(top)));
        // What is no longer bound is not listed.
        let listed = |scope, command| map.chords(scope, command).map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(listed(Scope::List, "top"), ["<Home>", "g"]);
        assert_eq!(listed(Scope::Global, "copy-address"), ["gy"]);
        // A scope's own chord is not unbound with the global one.
        assert_eq!(action(Scope::Select, "y"), Some(named("copy").unwrap().action));
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
