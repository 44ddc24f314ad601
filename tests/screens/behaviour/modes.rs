//! Esc, after a mode that has ended by itself, and what only works in the article.

use inkstone::app::Focus;
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

fn on(home: &Home, size: (u16, u16)) -> Program {
    Program::new(home.source(), start(size, Lang::English))
}

#[test]
fn an_esc_for_a_mode_that_has_ended_does_not_leave_the_article() {
    let home = Home::seed();
    for (keys, focus) in [
        ("vwy<Esc>", Focus::Reader),
        ("vwy<Esc><Esc>", Focus::List),
        ("vwyj<Esc>", Focus::List),
        ("vw<Esc>", Focus::Reader),
        ("vw<Esc><Esc>", Focus::List),
        (":wid<Esc>", Focus::Reader),
        (":wid<Esc><Esc>", Focus::Reader),
        (":wid<Esc><Esc><Esc>", Focus::List),
        ("?<Esc>", Focus::Reader),
        ("?<Esc><Esc>", Focus::List),
        ("<Esc>", Focus::List),
    ] {
        let mut program = on(&home, (80, 24));
        program.keys("<CR>");
        // Each key is handled by itself, as it is typed.
        program.keys(keys);
        assert_eq!(program.model.focus(), focus, "{keys}");
    }
}

#[test]
fn what_shows_the_article_otherwise_does_not_claim_to_in_its_source() {
    let home = Home::seed();
    for (keys, expected) in [
        ("W", "Only the article can be shown so, not its source or the output of a program"),
        ("zp", "Only the article can be shown so, not its source or the output of a program"),
        ("zc", "Only the article can be shown so, not its source or the output of a program"),
        ("i", "Only the article can be shown so, not its source or the output of a program"),
        ("w", "Code is not wrapped; zl and zh scroll, w wraps it"),
    ] {
        let mut program = on(&home, (80, 24));
        program.keys("<CR>\\").keys(keys);
        assert_eq!(said(&program), expected, "{keys}");
        let typography = &program.model.config().typography;
        assert_eq!((typography.writing, typography.script), Default::default(), "{keys}");
    }
}

#[test]
fn a_file_is_opened_by_its_name() {
    use inkstone::app::Effect;
    let home = Home::seed();
    for (keys, file) in
        [(":e notes.txt<CR>", Some("notes.txt")), (":edit ../a b.md<CR>", Some("../a b.md")), (":e<CR>", None)]
    {
        let mut program = on(&home, (80, 24));
        program.keys(&keys.replace(' ', "<Space>"));
        let asked = program.asked.iter().find_map(|effect| match effect {
            Effect::OpenFile(name) => Some(name.as_str()),
            _ => None,
        });
        assert_eq!(asked, file, "{keys}");
        let edits = program.asked.iter().any(|effect| matches!(effect, Effect::Edit(_)));
        assert_eq!((edits, program.model.overlay().is_some()), (file.is_none(), false), "{keys}");
    }
}

#[test]
fn undo_says_what_and_of_which_article() {
    let home = Home::seed();
    for (keys, expected) in [
        ("s", "Undone; no longer starred: 鲲鹏志"),
        ("ss", "Undone; starred again: 鲲鹏志"),
        ("r", "Undone; unread again: 鲲鹏志"),
        ("rr", "Undone; read again: 鲲鹏志"),
        ("+ink<CR>", "Undone; tags as before: 鲲鹏志"),
        ("Ay", "Undone; unread again: 5 articles"),
    ] {
        let mut program = on(&home, (80, 24));
        program.keys(keys).keys("U");
        assert_eq!(said(&program), expected, "{keys}");
    }
}

#[test]
fn the_list_of_categories_says_what_tab_does() {
    let home = Home::seed();
    let mut program = on(&home, (80, 24));
    let hint = |program: &mut Program| {
        let screen = program.screen();
        screen.lines().find_map(|line| line.split(" · ").find(|part| part.starts_with("Tab")).map(str::to_owned))
    };
    program.keys("c科技");
    assert_eq!(hint(&mut program).as_deref(), Some("Tab narrow further"));
    program.keys("<Tab>科技");
    assert_eq!(hint(&mut program).as_deref(), Some("Tab remove"));
}

#[test]
fn the_problems_of_a_file_beside_the_list_are_among_the_problems() {
    let home = Home::empty();
    home.write("a.md", &article("One", 2, "x", "<p>First.</p>"));
    // Marks of HTML in plain text are the heaviest of its bytes.
    home.write("big.txt", &"&&&&&&&&&&&&&&&&&&&\n".repeat(90_000));
    let mut wish = start((80, 24), Lang::English);
    wish.open = Some("big.txt".into());
    let mut program = Program::new(home.source(), wish);
    program.keys("/absent words<CR>");
    assert_eq!(said(&program), "“absent words” not found in the part of this article that is shown: it is cut");
    program.keys("<Esc>!");
    let overlay = program.model.overlay().expect("the problems");
    let rows: Vec<&str> = overlay.items().iter().map(|item| item.label.as_str()).collect();
    assert!(rows[0].starts_with("The article is too large; only the first "), "{rows:?}");
}
