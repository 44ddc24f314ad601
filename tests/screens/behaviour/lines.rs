//! Input lines: earlier lines, empty ones, and matches while typing.

use inkstone::app::{Effect, Focus, HistoryKind, Topic};
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

fn home() -> Home {
    let home = Home::empty();
    let more = "<p>Other text.</p>".repeat(40);
    for (number, title) in [(3, "One"), (2, "Two"), (1, "Three")] {
        let body = format!("<p>Ink and a stone.</p>{more}<p>ink again</p>{more}<p>the last ink</p>");
        home.write(&format!("{title}.md"), &article(title, number, "x", &body));
    }
    home.write("Four.md", &article("Four", 9, "x", "<p>A seal.</p>"));
    home
}

fn typed(program: &Program) -> String {
    program.model.prompt().map(|prompt| prompt.input().value().to_owned()).unwrap_or_default()
}

#[test]
fn earlier_lines_come_back() {
    // (keys before, keys, the line that is shown)
    let find = "<CR>/ink<CR>/stone<CR>/inkwell<CR>/an<CR>";
    let list = "/ink<CR>x/stone<CR>x/is:unread<CR>x";
    for (before, keys, line) in [
        (find, "/<Up>", "an"),
        (find, "/<C-p>", "an"),
        (find, "/<Up><Up>", "inkwell"),
        (find, "/<Up><Up><Up><Up><Up><Up>", "ink"),
        (find, "/<Up><Up><Down>", "an"),
        (find, "/<C-p><C-p><C-n>", "an"),
        (find, "/<Up><Down>", ""),
        (find, "/<Down>", ""),
        (find, "/in<Up>", "inkwell"),
        (find, "/in<Up><Up>", "ink"),
        (find, "/in<Up><Up><Up>", "ink"),
        (find, "/in<Up><Up><Down><Down>", "in"),
        (find, "/in<Left><Up><Up>", "ink"),
        (find, "/sx<Left><Up>", "stone"),
        (find, "/sx<Left><Up><Down>y", "syx"),
        (find, "/x<Up>", "x"),
        (find, "/<Up>y", "any"),
        (find, "/<Up><BS>", "a"),
        (find, "/<Up><BS><Up>", "an"),
        // The same text again is the latest, and there once.
        (find, "/stone<CR>/<Up>", "stone"),
        (find, "/stone<CR>/<Up><Up><Up>", "inkwell"),
        // What was cancelled is not remembered, nor what is empty.
        (find, "/gone<Esc>/<Up>", "an"),
        (find, "/<CR>/<Up>", "an"),
        // The word at the cursor is searched for too.
        (find, "g<Esc>*/<Up>", "\\<Four\\>"),
        // Every kind of line has its own.
        (find, "h/<Up>", ""),
        (find, "|<Up>", ""),
        (find, "|wc -w<CR>|<Up>", "wc -w"),
        (find, "|wc -w<CR>/<Up>", "an"),
        (list, "/<Up>", "is:unread"),
        (list, "/<Up><Up>", "stone"),
        (list, "/in<Up>", "ink"),
        // The query of the list is selected when the line opens: typing replaces it, and so do earlier ones.
        (list, "/stone<CR>/<Up>", "is:unread"),
        (list, "/stone<CR>/<Up><Down>", "stone"),
        (list, "/stone<CR>/<End><Up>", "stone"),
        (list, "<CR>/<Up>", ""),
    ] {
        let home = home();
        let mut program = Program::new(home.source(), start((80, 24), Lang::English));
        program.keys(before).keys(keys);
        assert_eq!(typed(&program), line, "{keys}");
    }
}

#[test]
fn an_earlier_line_takes_effect_at_once() {
    let home = home();
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("/seal<CR>x/<Up>");
    assert_eq!(program.titles(), ["Four"]);
    program.keys("<Down>");
    assert_eq!(program.titles().len(), 4);
    program.keys("<Esc>2G<CR>/again<CR>g/<Up>");
    assert!(program.model.reader().top() > 0);
    program.keys("<Esc>");
    assert_eq!(program.model.reader().top(), 0);
}

#[test]
fn lines_are_saved_once_they_are_accepted() {
    let home = home();
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("/ink<CR>x/gone<Esc>/ <CR><CR>/stone<CR>|wc<CR>:theme<CR>");
    let saved: Vec<(HistoryKind, String)> = program
        .asked
        .iter()
        .filter_map(|effect| match effect {
            Effect::SaveLine(kind, line) => Some((*kind, line.clone())),
            _ => None,
        })
        .collect();
    let expected = [(HistoryKind::Query, "ink"), (HistoryKind::Find, "stone"), (HistoryKind::Pipe, "wc")];
    let command = (HistoryKind::Command, "theme".to_owned());
    let expected = expected.map(|(kind, line)| (kind, line.to_owned())).into_iter().chain([command]);
    assert_eq!(saved, expected.collect::<Vec<_>>());
}

#[test]
fn commands_that_were_run_are_on_top_of_the_palette() {
    let home = home();
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys(":toggle-star<CR>:theme<CR><Esc>:");
    let overlay = program.model.overlay().unwrap();
    let first: Vec<&str> = overlay.rows_from(0).take(2).map(|(_, item)| item.label.as_str()).collect();
    assert_eq!((overlay.topic(), first), (Topic::Palette, vec!["choose a theme", "star or unstar"]));
    let names: Vec<&String> = overlay.items().iter().map(|item| &item.note).collect();
    assert_eq!(names.len(), names.iter().collect::<std::collections::HashSet<_>>().len());
    // Not all commands can be run everywhere.
    program.keys("<Esc>:open<CR>").keys(":");
    let first = program.model.overlay().unwrap().rows_from(0).next().map(|(_, item)| item.label.clone());
    assert_eq!(first.as_deref(), Some("choose a theme"));
}

#[test]
fn an_empty_line_repeats_the_last_search() {
    // (keys, focus, cursor in the list, number of the current match, words of the list, message)
    for (keys, focus, cursor, at, words, message) in [
        ("2G<CR>/ink<CR>/<CR>", Focus::Reader, "One", 1, "", ""),
        ("2G<CR>/ink<CR>/<CR>/<CR>", Focus::Reader, "One", 2, "", ""),
        ("2G<CR>/ink<CR>/<CR>/<CR>/<CR>", Focus::Reader, "One", 0, "", "Search continues from the top"),
        ("2G<CR>/ink<CR><Esc>/<CR>", Focus::Reader, "One", 0, "", ""),
        ("2G<CR>/ink<CR><Esc>G/<CR>", Focus::Reader, "One", 2, "", ""),
        ("2G<CR>/ink<CR>/x<BS><CR>", Focus::Reader, "One", 1, "", ""),
        ("2G<CR>/ink<CR>]/<CR>", Focus::Reader, "Two", 0, "", ""),
        ("2G<CR>/<CR>", Focus::Reader, "One", 0, "", "No search yet; press / to start one"),
        ("1G<CR>/ink<CR>/<CR>", Focus::Reader, "Four", 0, "", "“ink” not found in this article"),
        // In the list: the last query, unless there was one that is emptied.
        ("/ink<CR>x/<CR>", Focus::List, "One", 0, "ink", ""),
        ("/ink<CR>/<CR>", Focus::List, "One", 0, "ink", ""),
        ("/ink<CR>/<BS><CR>", Focus::List, "Four", 0, "", ""),
        ("/<CR>", Focus::List, "Four", 0, "", "No search yet; press / to start one"),
        ("/seal<CR>x<CR>/<CR>", Focus::Reader, "Four", 0, "", ""),
        ("2G<CR>/ink<CR>h/<CR>", Focus::List, "One", 0, "\"ink\"", ""),
    ] {
        let home = home();
        let mut program = Program::new(home.source(), start((80, 24), Lang::English));
        program.keys(keys);
        let found = program.model.reader().found().map_or(0, |found| found.at());
        let words = (program.model.list().words().to_owned(), words.to_owned());
        assert_eq!((program.model.focus(), program.cursor(), found), (focus, cursor.to_owned(), at), "{keys}");
        assert_eq!((words.0, said(&program)), (words.1, message.to_owned()), "{keys}");
    }
}

#[test]
fn matches_are_gone_through_while_typing() {
    let home = home();
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("2G<CR>/ink");
    let at = ["<C-g>", "<C-g>", "<C-g>", "<C-t>"].map(|keys| program.keys(keys).model.reader().found().unwrap().at());
    assert_eq!(at, [1, 2, 0, 2]);
    program.keys("<CR>n");
    assert_eq!(program.model.reader().found().unwrap().at(), 0);
    program.keys("h").keys("/ink");
    let rows = ["<C-g>", "<C-g>", "<C-t>", "<PageDown>", "<PageUp>"].map(|keys| program.keys(keys).cursor());
    assert_eq!(rows, ["Two", "Three", "Two", "Three", "One"]);
    assert_eq!(typed(&program), "ink");
}

#[test]
fn a_number_is_a_row_of_the_article_as_in_vim() {
    let home = Home::empty();
    let text: String = (1..=100).map(|number| format!("p{number}\n\n")).collect();
    home.write("long.md", &format!("---\ntitle: long\n---\n{text}"));
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("<CR>");
    for (keys, top) in [("30G", 29), ("40g", 39), (":51<CR>", 50), ("1G", 0), ("v12G<Esc>", 0)] {
        program.keys(keys).screen();
        assert_eq!(program.model.reader().top(), top, "{keys}");
    }
    program.keys("G").screen();
    let last = program.model.reader().top();
    program.keys("gg9999G").screen();
    assert_eq!(program.model.reader().top(), last);
}
