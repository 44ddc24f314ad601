//! The tables of README and THIRD-PARTY are those of the program: `INSTA_UPDATE=always` rewrites the keys.

use std::fmt::Write as _;

use inkstone::app::{COMMANDS, KeyMap, Scope};
use inkstone::config::Config;
use inkstone::locale::{Catalog, Lang};

use crate::harness::approved;

const BEGIN: &str = "<!-- keys: written by tests/docs/readme.rs -->\n";
const END: &str = "<!-- end of keys -->";

/// Where a command's keys work, in words; scopes whose keys are the same share a row.
fn place(scopes: &[Scope]) -> &'static str {
    match scopes {
        [Scope::Global] => "",
        [Scope::List, Scope::Reader] => "list, article",
        [Scope::List] => "list",
        [Scope::Reader] => "article",
        [Scope::Select] | [Scope::Rows] | [Scope::Table] | [Scope::Viewer] | [Scope::Sheet] => "",
        [Scope::Overlay] => "menu",
        [Scope::Picker] => "menu with a filter",
        [Scope::Overlay, Scope::Picker] => "any menu",
        other => panic!("no words for {other:?}"),
    }
}

/// Rows of keys, meaning and place: each command once for every set of keys it has.
fn table(keymap: &KeyMap, among: &[Scope]) -> String {
    let catalog = Catalog::new(Lang::English);
    let mut text = "| Keys | Action | Where |\n|---|---|---|\n".to_owned();
    for command in COMMANDS {
        let keys = |scope: Scope| {
            let chords = keymap.chords(scope, command.name);
            chords.map(|chord| format!("`{}`", chord.to_string().replace('|', "\\|"))).collect::<Vec<_>>().join(" ")
        };
        let mut rows: Vec<(String, Vec<Scope>)> = Vec::new();
        for scope in among.iter().copied().filter(|scope| !keys(*scope).is_empty()) {
            match rows.iter_mut().find(|(known, _)| *known == keys(scope)) {
                Some((_, scopes)) => scopes.push(scope),
                None => rows.push((keys(scope), vec![scope])),
            }
        }
        for (keys, scopes) in rows {
            writeln!(text, "| {keys} | {} | {} |", catalog.command(command.name), place(&scopes)).unwrap();
        }
    }
    text
}

fn keys() -> String {
    let (keymap, problems) = KeyMap::build(&Config::default());
    assert_eq!(problems, []);
    let panes = table(&keymap, &[Scope::Global, Scope::List, Scope::Reader]);
    let menus = table(&keymap, &[Scope::Overlay, Scope::Picker]);
    let select = table(&keymap, &[Scope::Select]);
    let rows = table(&keymap, &[Scope::Rows]);
    let wide = table(&keymap, &[Scope::Table]);
    let picture = table(&keymap, &[Scope::Viewer]);
    let sheet = table(&keymap, &[Scope::Sheet]);
    format!(
        "\n{panes}\nWhile selecting text, in addition to the keys that work everywhere:\n\n{select}\nWhile selecting rows of the list, in addition to the keys that work there:\n\n{rows}\nIn the table view:\n\n{wide}\nOver a picture alone on the screen:\n\n{picture}\nOver the contact sheet:\n\n{sheet}\nIn menus (categories, contents, sort, help, palette, problems):\n\n{menus}\n"
    )
}

#[test]
fn the_keys_are_those_of_the_program() {
    let text = approved::read("README.md");
    let (before, rest) = text.split_once(BEGIN).expect("the mark before the keys");
    let (_, after) = rest.split_once(END).expect("the mark behind the keys");
    approved::check("README.md", &format!("{before}{BEGIN}{}{END}{after}", keys()));
}

#[test]
fn the_third_parties_are_the_dependencies() {
    let manifest: toml::Table = toml::from_str(&approved::read("Cargo.toml")).unwrap();
    let of_targets = manifest["target"].as_table().unwrap().values().map(|target| &target["dependencies"]);
    let mut named: Vec<String> = [&manifest["dependencies"], &manifest["dev-dependencies"]]
        .into_iter()
        .chain(of_targets)
        .flat_map(|table| table.as_table().unwrap().keys().cloned().collect::<Vec<_>>())
        .collect();
    let listed = approved::read("THIRD-PARTY.md");
    let mut told: Vec<String> =
        listed.lines().filter_map(|line| Some(line.strip_prefix("| [")?.split_once(']')?.0.to_owned())).collect();
    named.sort_unstable();
    told.sort_unstable();
    assert_eq!(told, named);
}
