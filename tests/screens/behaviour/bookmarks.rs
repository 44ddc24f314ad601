//! Bookmarks: setting, listing, going there and back, removing.

use inkstone::app::{Effect, Event, Focus, Topic};
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// Two long articles, the first of them open.
fn opened() -> (Home, Program) {
    let home = Home::empty();
    let text: String = (1..=100).map(|number| format!("<p>p{number}</p>")).collect();
    home.write("a.md", &article("One", 2, "x", &text));
    home.write("b.md", &article("Two", 1, "x", &text));
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("<CR>");
    (home, program)
}

fn place(program: &mut Program) -> (String, usize) {
    program.screen();
    (program.reading(), program.model.reader().top())
}

#[test]
fn a_bookmark_is_gone_to_from_anywhere() {
    let (_home, mut program) = opened();
    program.keys("31Gm");
    assert_eq!(said(&program), "Bookmark: type a letter or a digit");
    program.keys("a");
    assert_eq!(said(&program), "Bookmark a set");
    program.keys("51Gm文gg");
    program.keys("'a");
    assert_eq!(place(&mut program), ("One".into(), 30));
    // Again, and the last jump is taken back.
    program.keys("''");
    assert_eq!(place(&mut program), ("One".into(), 0));
    program.keys("]5j'文");
    assert_eq!(place(&mut program), ("One".into(), 50));
    program.keys("h");
    assert_eq!(program.model.focus(), Focus::List);
    program.keys("`a");
    assert_eq!((place(&mut program), program.model.focus()), (("One".into(), 30), Focus::Reader));
    program.keys("'x");
    assert_eq!((said(&program), program.model.overlay().is_none()), ("There is no bookmark x".into(), true));
}

#[test]
fn a_bookmark_set_from_the_list_is_where_reading_stopped() {
    let (_home, mut program) = opened();
    program.keys("31Gh").keys("ma");
    assert_eq!((said(&program).as_str(), program.model.focus()), ("Bookmark a set", Focus::List));
    program.keys("jmb");
    assert_eq!((said(&program).as_str(), program.cursor().as_str()), ("Bookmark b set", "Two"));
    program.keys("'a");
    assert_eq!(place(&mut program), ("One".into(), 30));
    program.keys("'b");
    // It was never read: its text begins below the title block.
    assert_eq!(place(&mut program), ("Two".into(), 4));
}

#[test]
fn bookmarks_are_listed_chosen_and_removed() {
    let (_home, mut program) = opened();
    let labels = |program: &Program| -> Vec<String> {
        let overlay = program.model.overlay().unwrap();
        assert_eq!(overlay.topic(), Topic::Bookmarks);
        overlay.items().iter().map(|item| item.label.clone()).collect()
    };
    program.keys("'");
    assert_eq!(labels(&program), ["No bookmarks yet"]);
    program.keys("<Del><CR><Esc>21Gma]ggm1'");
    assert_eq!(labels(&program), ["1  Two", "a  One"]);
    program.keys("<Down><CR>");
    assert_eq!(place(&mut program), ("One".into(), 20));
    program.keys("'<Del>");
    assert_eq!(labels(&program), ["a  One"]);
    program.keys("<Esc>'1");
    assert_eq!(said(&program), "There is no bookmark 1");
    // A bookmark with the same name takes its place.
    program.keys("41Gma1G'a");
    assert_eq!(place(&mut program), ("One".into(), 40));
}

#[test]
fn what_is_no_name_sets_nothing() {
    let (_home, mut program) = opened();
    for keys in ["m<Esc>", "m<C-c>", "m.", "m<Left>", "\\\\m"] {
        program.keys(keys);
        assert!(!program.asked.iter().any(|effect| matches!(effect, Effect::Bookmark(..))), "{keys}");
    }
    assert!(!program.has_quit());
}

#[test]
fn a_bookmark_follows_an_article_that_is_renamed() {
    let (_home, mut program) = opened();
    program.keys("21Gmammb");
    let path = |name: &str| std::path::PathBuf::from(name);
    program.send(Event::Moved(vec![(path("a.md"), path("c.md")), (path("b.md"), path("d.md"))]));
    let moved: Vec<_> = program
        .asked
        .iter()
        .filter_map(|effect| match effect {
            Effect::Bookmark(name, Some(bookmark)) => Some((*name, bookmark.path.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(moved, [('a', path("a.md")), ('m', path("a.md")), ('a', path("c.md")), ('m', path("c.md"))]);
}
