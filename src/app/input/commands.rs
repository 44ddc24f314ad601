//! The table of all commands. Key bindings, help, the palette and validation are derived from it.

use crate::app::input::command::{
    Action, Command, FoldChange, LookChange, MarkChange, Motion, PaneChange, Reach, Scope, Shift,
};
use crate::app::input::view_change::ViewChange;

const GLOBAL: &[Scope] = &[Scope::Global];
const LIST: &[Scope] = &[Scope::List];
const READER: &[Scope] = &[Scope::Reader];
const ROWS: &[Scope] =
    &[Scope::List, Scope::Reader, Scope::Select, Scope::Table, Scope::Sheet, Scope::Overlay, Scope::Picker];
const LINKS: &[Scope] = &[Scope::Reader, Scope::Table];
const SEARCHES: &[Scope] = &[Scope::Global, Scope::Table];
const PLACES: &[Scope] = &[Scope::List, Scope::Reader, Scope::Select, Scope::Table];
const CURSORS: &[Scope] = &[Scope::List, Scope::Select];
const SELECT: &[Scope] = &[Scope::Select];
const READING: &[Scope] = &[Scope::Reader, Scope::Select];
const SIDEWAYS: &[Scope] = &[Scope::Reader, Scope::Select, Scope::Table];
const VIEWS: &[Scope] = &[Scope::List, Scope::Reader, Scope::Select];
const VIEWER: &[Scope] = &[Scope::Viewer];
const FOLDS: &[Scope] = &[Scope::List, Scope::Reader];
const LIST_ROWS: &[Scope] = &[Scope::List, Scope::Rows];
const STEPS: &[Scope] = &[Scope::Select, Scope::Sheet];
const PICTURES: &[Scope] = &[Scope::Reader, Scope::Viewer, Scope::Sheet];
const ADDRESSES: &[Scope] = &[Scope::Global, Scope::Viewer];
const SCREENS: &[Scope] = &[Scope::Global, Scope::Table, Scope::Viewer, Scope::Sheet, Scope::Overlay, Scope::Picker];
const HELPS: &[Scope] = &[Scope::Global, Scope::Table, Scope::Viewer, Scope::Sheet, Scope::Overlay];
const OVERLAYS: &[Scope] = &[Scope::Overlay, Scope::Picker];

const fn row(name: &'static str, scopes: &'static [Scope], action: Action) -> Command {
    Command { name, scopes, action }
}

/// All commands.
pub const COMMANDS: &[Command] = &[
    row("down", ROWS, Action::Move(Motion::Down)),
    row("up", ROWS, Action::Move(Motion::Up)),
    row("half-down", ROWS, Action::Move(Motion::HalfDown)),
    row("half-up", ROWS, Action::Move(Motion::HalfUp)),
    row("page-down", ROWS, Action::Move(Motion::PageDown)),
    row("page-up", ROWS, Action::Move(Motion::PageUp)),
    row("top", ROWS, Action::Move(Motion::Top)),
    row("bottom", ROWS, Action::Move(Motion::Bottom)),
    row("percent", PLACES, Action::Move(Motion::Percent)),
    row("screen-top", CURSORS, Action::Move(Motion::ScreenTop)),
    row("screen-middle", CURSORS, Action::Move(Motion::ScreenMiddle)),
    row("screen-bottom", CURSORS, Action::Move(Motion::ScreenBottom)),
    row("center", VIEWS, Action::Move(Motion::Center)),
    row("cursor-top", VIEWS, Action::Move(Motion::ToTop)),
    row("cursor-bottom", VIEWS, Action::Move(Motion::ToBottom)),
    row("open", LIST, Action::Open),
    row("close", READER, Action::Close),
    row("switch-pane", GLOBAL, Action::SwitchPane),
    row("zen", GLOBAL, Action::Zen),
    row("back", GLOBAL, Action::Back),
    row(
        "leave",
        &[
            Scope::Global,
            Scope::Select,
            Scope::Rows,
            Scope::Table,
            Scope::Viewer,
            Scope::Sheet,
            Scope::Overlay,
            Scope::Picker,
        ],
        Action::Leave,
    ),
    row("quit", SCREENS, Action::Quit),
    row("categories", GLOBAL, Action::Categories),
    row("clear", GLOBAL, Action::Clear),
    row("clear-matches", GLOBAL, Action::ClearMatches),
    row("search", &[Scope::Global, Scope::Table, Scope::Overlay], Action::Search),
    row("search-back", &[Scope::Global, Scope::Table], Action::SearchBack),
    row("search-next", SEARCHES, Action::SearchNext),
    row("search-previous", SEARCHES, Action::SearchPrevious),
    row("search-word", READING, Action::SearchWord { forward: true, whole: true }),
    row("search-word-back", READING, Action::SearchWord { forward: false, whole: true }),
    row("search-part", READING, Action::SearchWord { forward: true, whole: false }),
    row("search-part-back", READING, Action::SearchWord { forward: false, whole: false }),
    row("sort", GLOBAL, Action::Sort),
    row("group", LIST, Action::Group),
    row("contents", GLOBAL, Action::Contents),
    row("next-article", GLOBAL, Action::NextArticle),
    row("previous-article", GLOBAL, Action::PreviousArticle),
    row("next-unread", GLOBAL, Action::NextUnread),
    row("previous-unread", GLOBAL, Action::PreviousUnread),
    row("toggle-read", GLOBAL, Action::Mark(MarkChange::Read)),
    row("toggle-star", GLOBAL, Action::Mark(MarkChange::Star)),
    row("tag", GLOBAL, Action::Mark(MarkChange::Tags)),
    row("mark-all-read", GLOBAL, Action::Mark(MarkChange::AllRead)),
    row("undo", GLOBAL, Action::Mark(MarkChange::Undo)),
    row("hints", LINKS, Action::Hints),
    row("next-link", LINKS, Action::NextLink),
    row("previous-link", LINKS, Action::PreviousLink),
    row("open-link", LINKS, Action::OpenLink),
    row("fold", FOLDS, Action::Fold(FoldChange::Toggle)),
    row("scroll-right", SIDEWAYS, Action::Sideways(Shift::Right)),
    row("scroll-left", SIDEWAYS, Action::Sideways(Shift::Left)),
    row("half-right", SIDEWAYS, Action::Sideways(Shift::HalfRight)),
    row("half-left", SIDEWAYS, Action::Sideways(Shift::HalfLeft)),
    row("scroll-end", SIDEWAYS, Action::Sideways(Shift::End)),
    row("scroll-start", SIDEWAYS, Action::Sideways(Shift::Start)),
    row("wrap", READER, Action::Look(LookChange::Wrap)),
    row("punctuation", READER, Action::Look(LookChange::Punctuation)),
    row("script", READER, Action::Look(LookChange::Script)),
    row("writing", READER, Action::Look(LookChange::Writing)),
    row("grid", READER, Action::Look(LookChange::Grid)),
    row("line-left", READER, Action::Beside { left: true }),
    row("line-right", READER, Action::Beside { left: false }),
    row("columns", READER, Action::Look(LookChange::Columns)),
    row("pictures", GLOBAL, Action::Look(LookChange::Pictures)),
    row("contact-sheet", &[Scope::Reader, Scope::Viewer], Action::View(ViewChange::Sheet)),
    row("open-picture", &[Scope::Sheet], Action::View(ViewChange::Open)),
    row("load-pictures", PICTURES, Action::LoadPictures),
    row("zoom-in", VIEWER, Action::View(ViewChange::ZoomIn)),
    row("zoom-out", VIEWER, Action::View(ViewChange::ZoomOut)),
    row("zoom-fit", VIEWER, Action::View(ViewChange::ZoomFit)),
    row("zoom-natural", VIEWER, Action::View(ViewChange::ZoomNatural)),
    row("next-picture", VIEWER, Action::View(ViewChange::Next)),
    row("previous-picture", VIEWER, Action::View(ViewChange::Previous)),
    row("save-picture", VIEWER, Action::View(ViewChange::Save)),
    row("pan-left", VIEWER, Action::View(ViewChange::PanLeft)),
    row("pan-right", VIEWER, Action::View(ViewChange::PanRight)),
    row("pan-up", VIEWER, Action::View(ViewChange::PanUp)),
    row("pan-down", VIEWER, Action::View(ViewChange::PanDown)),
    row("select", READING, Action::Select),
    row("select-lines", READING, Action::SelectLines),
    row("select-rows", LIST_ROWS, Action::SelectRows),
    row("left", STEPS, Action::Extend(Reach::Left)),
    row("right", STEPS, Action::Extend(Reach::Right)),
    row("next-word", SELECT, Action::Extend(Reach::NextWord)),
    row("previous-word", SELECT, Action::Extend(Reach::PreviousWord)),
    row("word-end", SELECT, Action::Extend(Reach::WordEnd)),
    row("line-start", SELECT, Action::Extend(Reach::RowStart)),
    row("line-end", SELECT, Action::Extend(Reach::RowEnd)),
    row("next-paragraph", SELECT, Action::Extend(Reach::NextParagraph)),
    row("previous-paragraph", SELECT, Action::Extend(Reach::PreviousParagraph)),
    row("other-end", &[Scope::Select, Scope::Rows], Action::OtherEnd),
    row("copy", &[Scope::Select, Scope::Table], Action::CopySelection),
    row("table", READER, Action::Table),
    row("fold-all", FOLDS, Action::Fold(FoldChange::All)),
    row("unfold-all", FOLDS, Action::Fold(FoldChange::Nothing)),
    row("history-back", GLOBAL, Action::HistoryBack),
    row("history-forward", GLOBAL, Action::HistoryForward),
    row("jump-back", GLOBAL, Action::JumpBack),
    row("bookmark", GLOBAL, Action::Bookmark),
    row("bookmarks", GLOBAL, Action::Bookmarks),
    row("source", GLOBAL, Action::Source),
    row("browser", ADDRESSES, Action::Browser),
    row("editor", GLOBAL, Action::Editor),
    row("pipe", GLOBAL, Action::Pipe),
    row("write", GLOBAL, Action::Write),
    row("copy-address", ADDRESSES, Action::CopyAddress),
    row("copy-text", GLOBAL, Action::CopyText),
    row("copy-titles", LIST_ROWS, Action::CopyTitles),
    row("panes", GLOBAL, Action::Pane(PaneChange::Cycle)),
    row("list-narrower", GLOBAL, Action::Pane(PaneChange::Narrower)),
    row("list-wider", GLOBAL, Action::Pane(PaneChange::Wider)),
    row("list-width", GLOBAL, Action::Pane(PaneChange::Reset)),
    row("narrower", GLOBAL, Action::Look(LookChange::Narrower)),
    row("wider", GLOBAL, Action::Look(LookChange::Wider)),
    row("theme", GLOBAL, Action::Theme),
    row("set", GLOBAL, Action::Set),
    row("write-setting", &[Scope::Picker], Action::WriteSetting),
    row("problems", &[Scope::Global, Scope::Overlay], Action::Problems),
    row("palette", GLOBAL, Action::Palette),
    row("help", HELPS, Action::Help),
    row("refresh", GLOBAL, Action::Refresh),
    row("redraw", SCREENS, Action::Redraw),
    row("suspend", SCREENS, Action::Suspend),
    row("accept", OVERLAYS, Action::Accept),
    row("toggle", OVERLAYS, Action::Toggle),
];

/// What users of vim and less type to run a command by name.
const ALIASES: &[(&str, &[&str])] = &[
    ("quit", &["q!", "qa", "qa!", "qall", "wq", "wq!", "wqa", "x", "x!", "xa", "exit", "ZZ"]),
    ("editor", &["e", "ed", "edit", "vi", "vim"]),
    ("write", &["w", "w!", "wr", "write!", "sav", "save", "save!", "saveas", "saveas!"]),
    ("refresh", &["e!", "edit!", "reload"]),
    ("clear-matches", &["noh", "nohl", "nohls", "nohlsearch"]),
    ("next-article", &["n", "ne", "next", "bn", "bnext"]),
    ("previous-article", &["p", "N", "prev", "previous", "bp", "bprevious"]),
    ("close", &["clo", "bd", "bdelete"]),
    ("zen", &["on", "only"]),
    ("help", &["h"]),
    ("redraw", &["redr", "redraw!"]),
    ("contents", &["toc", "outline"]),
    ("bookmarks", &["marks", "ls"]),
    ("undo", &["u"]),
    ("suspend", &["stop", "sus", "st"]),
    ("history-back", &["ju", "jumps", "pop"]),
];

/// The other names of a command: no other command has one of them.
pub fn aliases(name: &str) -> &'static [&'static str] {
    ALIASES.iter().find(|(known, _)| *known == name).map_or(&[], |(_, aliases)| aliases)
}

/// The command with this name.
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Catalog, Lang};
    use std::collections::{BTreeSet, HashSet};

    #[test]
    fn names_are_unique_and_kebab() {
        let mut seen = HashSet::new();
        for command in COMMANDS {
            assert!(seen.insert(command.name), "{} twice", command.name);
            assert!(command.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", command.name);
            assert!(!command.scopes.is_empty());
        }
    }

    #[test]
    fn every_command_is_described_in_every_language_and_nothing_else() {
        let names: BTreeSet<&str> = COMMANDS.iter().map(|command| command.name).collect();
        for (lang, _) in Lang::ALL {
            assert_eq!(Catalog::new(*lang).commands().collect::<BTreeSet<_>>(), names, "{lang:?}");
        }
    }

    #[test]
    fn aliases_are_unique_and_of_commands() {
        let mut seen = HashSet::new();
        for (name, aliases) in ALIASES {
            assert!(named(name).is_some(), "{name}");
            for alias in *aliases {
                assert!(seen.insert(alias), "{alias} twice");
                assert!(named(alias).is_none(), "{alias}");
            }
        }
    }
}
