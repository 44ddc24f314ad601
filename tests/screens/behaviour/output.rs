//! The output of a program that an article was piped to, as a page of the reader.

use inkstone::app::{Focus, Shown};
use inkstone::locale::Lang;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// The program after the article at the cursor was piped to a command from a pane.
fn piped(size: (u16, u16), keys: &str) -> (Home, Program) {
    let home = Home::empty();
    let more = "<p>Other text.</p>".repeat(60);
    home.write("a.md", &article("One", 2, "x", &format!("{more}<p>ink</p>{more}")));
    home.write("b.md", &article("Two", 1, "x", "b"));
    let mut program = Program::new(home.source(), start(size, Lang::English));
    program.keys(keys).keys("|tool<CR>");
    let lines: String = (1..=99).map(|number| format!("line {number} of ink\n")).collect();
    let out = program.model.show_output("tool -x".into(), lines);
    program.apply(out);
    (home, program)
}

#[test]
fn an_output_is_left_by_each_key_that_leaves() {
    for size in [(120, 40), (80, 24), (40, 12)] {
        for (before, focus) in [("<CR>", Focus::Reader), ("<CR>20j", Focus::Reader), ("", Focus::List)] {
            for keys in ["q", "<Esc>", "<CR>", "\\\\", "5jq", "/ink<CR>q", "/ink<CR><CR>", "/ink<CR><Esc><Esc>"] {
                let (_home, mut program) = piped(size, before);
                let pos = if before == "<CR>20j" { 20 } else { 0 };
                assert!(program.model.reader().shown().output().is_some() && program.top_row().contains("line 1"));
                assert_eq!(program.model.focus(), Focus::Reader);
                program.keys(keys);
                let reader = program.model.reader();
                let state = (reader.shown() == &Shown::Article, program.model.focus(), reader.top());
                let focus = if keys == "\\\\" { Focus::Reader } else { focus };
                assert_eq!(state, (true, focus, pos), "{before} {keys} {size:?}");
                assert_eq!((program.reading(), program.has_quit()), ("One".to_owned(), false), "{before} {keys}");
            }
        }
    }
}

#[test]
fn an_output_scrolls_and_is_searched_like_a_page() {
    let (_home, mut program) = piped((80, 24), "<CR>");
    let rows = ["j", "<Space>", "b", "k", "G", "g", "50%", "''", "d"].map(|keys| {
        program.keys(keys);
        program.top_row()
    });
    let lines = [2, 23, 2, 1, 77, 1, 39, 1, 12].map(|line| format!("line {line} of ink"));
    assert_eq!(rows.to_vec(), lines);
    program.keys("g/line 5<CR>");
    let found = |program: &Program| {
        let found = program.model.reader().found().unwrap();
        (found.at(), found.matches().len())
    };
    assert_eq!(found(&program), (0, 11));
    assert_eq!(found(program.keys("nnN")), (1, 11));
    assert!(program.status().contains("| tool -x"));
}

#[test]
fn an_output_is_copied() {
    let whole: String = (1..=99).map(|number| format!("line {number} of ink\n")).collect();
    for (keys, copied) in [("y", whole.as_str()), ("Y", &whole), ("jVjy", "line 2 of ink\nline 3 of ink")] {
        let (_home, mut program) = piped((80, 24), "<CR>");
        program.keys(keys);
        assert_eq!(program.copied(), copied, "{keys}");
        assert!(program.model.reader().shown().output().is_some(), "{keys}");
    }
}

#[test]
fn another_article_takes_the_place_of_an_output() {
    for (keys, title) in [("]", "Two"), ("<Tab>j", "Two"), ("\\", "One"), ("<A-Right>", "One")] {
        let (_home, mut program) = piped((120, 40), "<CR>");
        program.keys(keys).rest();
        let shown = program.model.reader().shown().output().is_some();
        let title_of = program.reading();
        assert_eq!((shown, title_of.as_str()), (keys == "<A-Right>", if shown { "" } else { title }), "{keys}");
    }
    // The mark of the article does not change by what is done in an output.
    let (_home, mut program) = piped((80, 24), "<CR>10j");
    program.keys("G").keys("q");
    assert_eq!(program.model.reader().top(), 10);
    let id = program.model.list().cursor().unwrap();
    assert!(!program.model.marks().is_read(id));
}

#[test]
fn the_search_in_the_article_is_there_again_after_the_output() {
    let home = Home::empty();
    home.write("a.md", &article("One", 2, "x", "<p>ink, ink and ink</p>"));
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("<CR>/ink<CR>n");
    let found = |program: &Program| program.model.reader().found().map(|found| (found.at(), found.matches().len()));
    let before = found(&program);
    assert!(before.is_some());
    for keys in ["q", "/line<CR>nq", "|tool<CR>q"] {
        let out = program.model.show_output("tool".into(), "line 1\nline 2\n".into());
        program.apply(out);
        assert_eq!(found(&program), None);
        program.keys(keys);
        assert_eq!(found(&program), before, "{keys}");
    }
    // A search that was left before does not come back.
    program.keys("<Esc>");
    let out = program.model.show_output("tool".into(), "line 1\n".into());
    program.apply(out);
    program.keys("q");
    assert_eq!(found(&program), None);
}
