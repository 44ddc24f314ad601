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
fn an_esc_right_after_a_choice_is_meant_for_the_menu() {
    let home = Home::seed();
    home.write("h.md", "---\ntitle: 有标题\ndate: 2021-03-19\n---\n\n## 一\n\n山\n\n## 二\n");
    for (keys, seconds, focus) in [
        ("t二<CR>", 0, Focus::Reader),
        ("t二<CR>", 1, Focus::Reader),
        ("t二<CR>", 2, Focus::List),
        ("S<CR>", 0, Focus::Reader),
        ("S<CR>", 2, Focus::List),
        ("T<CR>", 0, Focus::Reader),
        ("ma'a", 0, Focus::List),
        (":theme sepia<CR>", 1, Focus::Reader),
        ("t二<CR>j", 0, Focus::List),
        ("t二<CR><Esc>", 0, Focus::List),
    ] {
        let mut program = on(&home, (80, 24));
        program.keys("<CR>").keys(&keys.replace(' ', "<Space>"));
        program.now += seconds;
        program.keys("<Esc>");
        assert_eq!(program.model.focus(), focus, "{keys} {seconds}");
    }
    // Neither does it take away what was found or searched for.
    let mut program = on(&home, (80, 24));
    program.keys("<CR>/山<CR>t二<CR><Esc>");
    assert!(program.model.reader().found().is_some());
    program.keys("<Esc>");
    assert!(program.model.reader().found().is_none());
    let mut program = on(&home, (80, 24));
    program.keys("/题<CR>S<CR><Esc>");
    assert_eq!(program.model.list().words(), "题");
    program.keys("<Esc>");
    assert_eq!(program.model.list().words(), "");
}

#[test]
fn an_article_is_written_to_a_file_by_its_name() {
    use inkstone::app::{Effect, Written};
    let home = Home::seed();
    let written = |program: &Program| {
        let all = program.asked.iter().filter_map(|effect| match effect {
            Effect::Write(what, name, replaces) => Some((what.clone(), name.clone(), *replaces)),
            _ => None,
        });
        all.collect::<Vec<_>>()
    };
    let article = |program: &Program| Written::Articles(vec![program.model.cursor_path().unwrap()]);
    for (keys, name, replaces) in [
        (":w a.txt<CR>", "a.txt", false),
        (":w! ~/a b.md<CR>", "~/a b.md", true),
        (":save a.html<CR>", "a.html", false),
        ("<CR>:saveas a<CR>", "a", false),
    ] {
        let mut program = on(&home, (80, 24));
        program.keys(&keys.replace(' ', "<Space>"));
        let expected = vec![(article(&program), name.to_owned(), replaces)];
        assert_eq!((written(&program), program.model.overlay().is_some()), (expected, false), "{keys}");
    }
    // What is shown in place of the article, and what is selected.
    let mut program = on(&home, (80, 24));
    program.keys("<CR>\\:w<Space>a.md<CR>");
    let path = program.model.cursor_path().unwrap();
    assert_eq!(written(&program), [(Written::Source(path), "a.md".to_owned(), false)]);
    let out = program.model.show_output("wc".to_owned(), "5\n".to_owned());
    program.apply(out);
    program.keys(":w<Space>n<CR>");
    assert_eq!(written(&program).pop(), Some((Written::Text("5\n".to_owned()), "n".to_owned(), false)));
    let mut program = on(&home, (80, 24));
    program.keys("vj:w<Space>a.md<CR>");
    let rows = program.model.list().rows().iter().take(2);
    let two = rows.map(|id| program.model.library().path(id).unwrap()).collect();
    assert_eq!(written(&program), [(Written::Articles(two), "a.md".to_owned(), false)]);
    assert!(program.model.list().selected().is_none());
    // Without a name nothing is written, wrapped or quit.
    let how = "w FILE saves the article: .txt as text, .md as Markdown, .html as a web page";
    for (keys, key) in [(":w<CR>", ":"), ("<CR>:w<CR>", ":"), (":w!<CR>", ":"), (":write<CR>", ":"), (":save<CR>", ":")]
    {
        let mut program = on(&home, (80, 24));
        program.keys(keys);
        assert_eq!((said(&program), written(&program)), (format!("{key}{how}"), vec![]), "{keys}");
    }
    let empty = Home::empty();
    let mut program = on(&empty, (80, 24));
    program.keys(":w<Space>a.md<CR>");
    assert_eq!((said(&program).as_str(), written(&program)), ("No article is open", vec![]));
}

#[test]
fn the_palette_says_what_it_does_with_a_file() {
    let home = Home::seed();
    for (typed, expected) in [
        ("w a.md", "Enter saves the article to a.md"),
        ("w! a.md", "Enter saves the article to a.md, replacing what is there"),
        ("e a.md", "Enter opens a.md"),
    ] {
        let mut program = on(&home, (80, 24));
        program.keys(":").keys(&typed.replace(' ', "<Space>"));
        assert_eq!(program.rows_with(expected).len(), 1, "{typed}: {}", program.screen());
        assert_eq!(program.model.overlay().map(|overlay| overlay.row_count()), Some(0), "{typed}");
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
