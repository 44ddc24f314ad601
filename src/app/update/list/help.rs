//! The help: the keys of all commands, those that a newcomer needs first.

use crate::app::input::command::{Action, Scope};
use crate::app::input::commands::{COMMANDS, named};
use crate::app::input::panes::Focus;
use crate::app::state::list::Signs;
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item};
use crate::keys::Chord;
use crate::locale::Msg;

/// The widest overlay, in cells.
const WIDEST: u16 = 84;

/// Cells of a row of the help that are not for its description and keys: borders, margins and a blank between the two.
const BESIDE: usize = 7;

/// The fewest cells in which the description of a command is broken into rows.
const LEAST_HELP: usize = 10;

/// The commands that somebody new to the list needs, in the order of need.
const FIRST_IN_LIST: &[&str] = &[
    "down",
    "up",
    "open",
    "page-down",
    "page-up",
    "back",
    "leave",
    "search",
    "search-next",
    "categories",
    "palette",
    "help",
    "quit",
];

/// The commands that somebody new to the article needs, in the order of need.
const FIRST_IN_READER: &[&str] = &[
    "down",
    "up",
    "page-down",
    "page-up",
    "back",
    "leave",
    "next-article",
    "search",
    "search-next",
    "hints",
    "contents",
    "palette",
    "help",
    "quit",
];

impl Model {
    /// The scope of what takes the place of the list and the article, if anything does.
    fn mode(&self) -> Option<Scope> {
        if self.viewer.is_some() {
            Some(Scope::Viewer)
        } else if self.sheet.is_some() {
            Some(Scope::Sheet)
        } else if self.table.is_some() {
            Some(Scope::Table)
        } else {
            let rows = || self.list.selected().map(|_| Scope::Rows);
            self.is_selecting().then_some(Scope::Select).or_else(rows)
        }
    }

    /// The items of the help.
    pub(in crate::app) fn help_items(&self) -> Vec<Item> {
        let here = self.mode();
        let mut items = if here.is_none() { self.first_help() } else { Vec::new() };
        // What is in front of the user first.
        let others = Scope::ALL.into_iter().filter(|scope| Some(*scope) != here);
        for scope in here.into_iter().chain(others) {
            items.push(Item::title(self.catalog.say(scope.title())));
            for command in COMMANDS.iter().filter(|command| command.scopes.contains(&scope)) {
                let chords: Vec<String> = self.keymap.chords(scope, command.name).map(ToString::to_string).collect();
                if !chords.is_empty() {
                    // Enter ends a search here, as in a text: it must not run what was looked up.
                    self.push_help(self.catalog.command(command.name), &chords, &mut items);
                }
            }
        }
        items.push(Item::title(self.catalog.say(Msg::HelpSigns)));
        let signs = Signs::of(self.profile);
        for (sign, says) in
            [(signs.unread, Msg::SignUnread), (signs.starred, Msg::SignStarred), (signs.problem, Msg::SignProblem)]
        {
            items.push(Item::new(self.catalog.say(says), sign, Choice::Nothing));
        }
        items
    }

    /// Adds a row of the help. A description that does not fit beside the first keys takes more rows.
    fn push_help(&self, says: &str, chords: &[String], items: &mut Vec<Item>) {
        let first = chords.first().map_or(0, |chord| self.profile.width(chord));
        let free = usize::from(self.size.0.min(WIDEST)).saturating_sub(BESIDE + first).max(LEAST_HELP);
        let mut lines = vec![says.to_owned()];
        if self.profile.width(says) > free {
            lines = self.wrapped(says, free.saturating_sub(2).min(usize::from(u16::MAX)) as u16);
        }
        let mut note = chords.join("  ");
        for (at, line) in lines.into_iter().enumerate() {
            let item = Item::new(line, std::mem::take(&mut note), Choice::Nothing);
            items.push(Item { continues: at > 0, depth: u8::from(at > 0), ..item });
        }
    }

    /// What a newcomer needs, in the list or in the article. A search in the help finds these commands below.
    fn first_help(&self) -> Vec<Item> {
        let (scope, names) = match self.focus {
            Focus::List => (Scope::List, FIRST_IN_LIST),
            Focus::Reader => (Scope::Reader, FIRST_IN_READER),
        };
        let mut items = vec![Item::title(self.catalog.say(Msg::HelpFirst))];
        for command in names.iter().filter_map(|name| named(name)) {
            let chords = self.chords_here(scope, command.name, command.action);
            if let Some(key) = chords.first() {
                let says = match command.action {
                    Action::Palette => self.catalog.fill(Msg::HelpPalette, &[("key", key)]),
                    _ => self.catalog.command(command.name).to_owned(),
                };
                self.push_help(&says, &chords, &mut items);
            }
        }
        items.into_iter().map(|item| Item { repeated: true, ..item }).collect()
    }

    /// The chords that run a command in the list or in the reader: those of the pane, then the global ones that it leaves
    /// alone.
    fn chords_here(&self, scope: Scope, name: &str, action: Action) -> Vec<String> {
        let runs = |chord: &&Chord| self.keymap.trie(scope).get(chord) == Some(&action);
        [scope, Scope::Global]
            .into_iter()
            .flat_map(|scope| self.keymap.chords(scope, name))
            .filter(runs)
            .map(ToString::to_string)
            .collect()
    }
}
