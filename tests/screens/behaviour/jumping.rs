//! Going back to where jumps began, what Esc leaves, and the keys of the help.

use inkstone::app::{Effect, Focus};
use inkstone::locale::Lang;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// An article with a word in three places and a link to another one, which has neither.
fn home() -> Home {
    let home = Home::empty();
    let filler = "<p>Paper.</p>".repeat(60);
    home.write(
        "One.md",
        &article("One", 2, "x", &format!("{filler}<p>ink</p>{filler}<p>ink <a href=\"Two.md\">t</a></p>{filler}")),
    );
    home.write("Two.md", &article("Two", 1, "x", &format!("<p>No more.</p>{filler}")));
    home
}

fn on(home: &Home) -> Program {
    Program::new(home.source(), start((80, 24), Lang::English))
}

/// The article that is shown and its first row.
fn place(program: &Program) -> (String, usize) {
    (program.reading(), program.model.reader().top())
}

#[test]
fn history_stops_where_jumps_began() {
    let home = home();
    let mut program = on(&home);
    program.keys("<CR>4j");
    let near_top = place(&program);
    program.keys("G");
    let bottom = place(&program);
    program.keys("gg/ink<CR>");
    let first = place(&program);
    program.keys("n");
    let second = place(&program);
    assert!(near_top.1 == 4 && first.1 > 4 && second.1 > first.1 && bottom.1 > second.1, "{first:?} {second:?}");
    // A row with text is on top.
    program.keys("j.");
    let link = place(&program);
    program.keys("<CR>");
    assert_eq!(place(&program), ("Two".to_owned(), 0));
    // The link, the top, the bottom, the start. From match to match is one jump.
    let back: Vec<_> = (0..4).map(|_| place(program.keys("<C-o>"))).collect();
    assert_eq!(back, [link.clone(), ("One".to_owned(), 0), bottom.clone(), near_top.clone()]);
    assert!(program.keys("<C-o>").status().contains("start of the history"), "{}", program.status());
    let forward: Vec<_> = (0..4).map(|_| place(program.keys("<A-Right>"))).collect();
    assert_eq!(forward, [bottom, ("One".to_owned(), 0), link, ("Two".to_owned(), 0)]);
}

#[test]
fn a_jump_to_where_one_is_leaves_nothing_in_the_history() {
    let home = home();
    let mut program = on(&home);
    program.keys("<CR>4jGGG");
    let bottom = place(&program);
    assert_eq!(place(program.keys("<C-o>")).1, 4);
    assert_eq!(place(program.keys("<A-Right>")), bottom);
}

#[test]
fn escape_after_nothing_was_found_leaves_nothing() {
    let home = home();
    let mut program = on(&home);
    for keys in ["f", "/absent<CR>", "''"] {
        let mut program = on(&home);
        program.keys("<CR>").keys(keys).keys("<Esc>");
        assert_eq!((program.model.focus(), program.model.notice().is_none()), (Focus::Reader, true), "{keys}");
        // The message has gone with the first.
        program.keys("<Esc><Esc>");
        assert_eq!(program.model.focus(), Focus::List, "{keys}");
    }
    // Nothing was missing.
    program.keys("<CR>4j<Esc>");
    assert_eq!(program.model.focus(), Focus::List);
}

#[test]
fn the_help_is_read_like_an_article() {
    let home = home();
    let mut program = on(&home);
    let at = |program: &Program| program.model.overlay().map(|overlay| overlay.cursor());
    program.keys("?");
    let top = at(&program);
    assert!(at(program.keys("jj")) > top);
    assert!(at(program.keys("G")) > at(program.keys("g")));
    assert_eq!(at(&program), top);
    program.keys("/quit");
    assert_eq!(program.model.overlay().and_then(|overlay| overlay.input()).map(|input| input.value()), Some("quit"));
    // Esc ends the search, then the help; Enter keeps what was found.
    let rows = |program: &Program| program.model.overlay().map(|overlay| overlay.row_count());
    let all = rows(program.keys("<Esc>"));
    assert!(all > Some(50), "{all:?}");
    let found = rows(program.keys("/quit"));
    assert!(found < Some(20), "{found:?}");
    assert_eq!(rows(program.keys("<CR>j")), found);
    assert_eq!(rows(program.keys("<Esc>")), all);
    assert!(program.keys("q").model.overlay().is_none());
    assert!(!program.has_quit());
    // Where there is an input line already, a slash begins nothing.
    program.keys("c/x");
    assert_eq!(program.model.overlay().and_then(|overlay| overlay.input()).map(|input| input.value()), Some("x"));
}

#[test]
fn a_search_that_goes_on_from_the_other_end_says_so() {
    let home = home();
    let mut program = on(&home);
    program.keys("<CR>/ink<CR>");
    let said: Vec<String> = ["n", "n", "N", "N"].map(|key| super::said(program.keys(key))).into();
    assert_eq!(said, ["", "Search continues from the top", "Search continues from the end", ""]);
}

#[test]
fn all_words_of_a_query_are_found_in_the_article() {
    let home = Home::empty();
    let filler = "<p>Paper.</p>".repeat(60);
    let body = format!("<p>ink</p>{filler}<p>brush and ink</p>{filler}<p>brush</p>");
    home.write("a.md", &article("A", 1, "x", &body));
    let mut program = on(&home);
    program.keys("/ink brush<CR><CR>");
    let found = program.model.reader().found().unwrap();
    assert_eq!((found.words(), found.at(), found.matches().len()), ("ink brush", 1, 4));
    let at = |program: &Program| program.model.reader().found().unwrap().at();
    let steps = ["n", "n", "n"].map(|key| at(program.keys(key)));
    assert_eq!(steps, [2, 3, 0]);
}

#[test]
fn a_search_before_the_article_is_there_is_made_when_it_is() {
    let home = home();
    let mut program = Program::waiting(home.source(), start((80, 24), Lang::English));
    program.deliver();
    program.keys("<CR>");
    assert!(program.model.reader().opened().is_none());
    program.keys("/ink<CR>");
    assert_eq!(super::said(&program), "");
    program.release();
    let found = program.model.reader().found().unwrap();
    assert_eq!((found.words(), found.matches().len()), ("ink", 2));
    assert!(program.model.reader().top() > 0);
}

#[test]
fn labels_say_what_to_type_and_no_browser_opens_a_markdown_file() {
    let home = home();
    home.write("three.html", &article("Three", 3, "x", "<p>x</p>"));
    let mut program = on(&home);
    program.keys("/Two<CR>o");
    assert_eq!(super::said(&program), "This article has no web address");
    let browsed = |program: &Program| program.asked.iter().filter(|effect| matches!(effect, Effect::Browse(_))).count();
    assert_eq!(browsed(&program), 0);
    program.keys("<Esc>x/Three<CR>o");
    assert_eq!(browsed(&program), 1);
    program.keys("x/One<CR><CR>G").keys("/t<CR>f");
    assert_eq!(super::said(&program), "Type a label · Esc cancels");
}
