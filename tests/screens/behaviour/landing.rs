//! Where an article that was found by a query of the list is shown first.

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};
use inkstone::app::Effect;
use inkstone::locale::Lang;

/// The number of the current match and of all, and the first visible row.
fn at(program: &Program) -> (Option<(usize, usize)>, usize) {
    let found = program.model.reader().found();
    (found.map(|found| (found.at() + 1, found.matches().len())), program.model.reader().top())
}

#[test]
fn an_article_found_by_its_title_opens_at_its_beginning() {
    let home = Home::empty();
    let body = format!("<p>首段。</p>{}<p>又见千千阙歌，阙歌 ink。</p><p>末段。</p>", "<p>空行</p>".repeat(60));
    home.write("a.md", &article("千千阙歌", 2, "音乐", &body));
    home.write("b.md", &article("别的", 1, "音乐", &body));
    // (the query, what the article is shown with)
    for (query, title, expected) in [
        ("千千阙歌", "千千阙歌", (Some((1, 2)), 0)),
        // Spelled, the title is found, but nothing in the text.
        ("qqqg", "千千阙歌", (None, 0)),
        ("title:千千 阙歌", "千千阙歌", (Some((1, 5)), 0)),
        ("缺席｜千千", "千千阙歌", (Some((1, 2)), 0)),
    ] {
        let mut program = Program::new(home.source(), start((80, 24), Lang::English));
        program.keys(&format!("/{query}<CR><CR>"));
        assert_eq!((program.reading().as_str(), at(&program)), (title, expected), "{query}");
        // Reading goes on where it stopped.
        let end = program.keys("G").model.reader().top();
        program.keys("h").keys("<CR>");
        assert_eq!(at(&program), (expected.0, end), "{query}");
    }
    // What the title has only a part of is in the body.
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("/千千 ink<CR>").keys("<CR>");
    let (found, top) = at(&program);
    assert_eq!((program.reading().as_str(), found, top > 60), ("千千阙歌", Some((2, 3)), true));
    program.keys("n");
    assert_eq!(at(&program).0, Some((3, 3)));
    // Neither is a title that has none of them.
    program.keys("]");
    let (found, top) = at(&program);
    assert_eq!((program.reading().as_str(), found, top > 60), ("别的", Some((1, 2)), true));
}

#[test]
fn what_is_typed_while_an_article_is_opened_is_done_once_it_is_there() {
    let home = Home::empty();
    let body: String = (1..=200).map(|number| format!("<p>line {number}</p>")).collect();
    home.write("a.md", &article("One", 2, "x", &body));
    home.write("b.md", &article("Two", 1, "x", &body));
    for keys in
        ["G", "50%", "30G", "<Space>", "3<C-d>j", "/line 70<CR>", "/line 7<CR>n", "/line 70<CR>G", "G/line 3<CR>"]
    {
        let patient = {
            let mut program = Program::new(home.source(), start((80, 24), Lang::English));
            program.keys("<CR>").keys(keys);
            (at(&program), program.reading())
        };
        let hasty = {
            let mut program = Program::new(home.source(), start((80, 24), Lang::English));
            program.held = true;
            program.keys("<CR>").keys(keys);
            assert_eq!(at(&program), (None, 0), "{keys}");
            program.release();
            (at(&program), program.reading())
        };
        assert_eq!(hasty, patient, "{keys}");
        assert!(hasty.0.1 > 0, "{keys}");
    }
    // What was typed for an article that is left is neither for the list nor for the next article.
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.held = true;
    program.keys("<CR>Gh");
    program.release();
    assert_eq!(program.cursor(), "One");
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.held = true;
    program.keys("<CR>G]");
    program.release();
    assert_eq!((program.reading().as_str(), at(&program)), ("Two", (None, 0)));
}

#[test]
fn a_command_gets_the_article_with_its_title() {
    let home = Home::empty();
    home.write("a.md", &article("One", 2, "x", "<p>First.</p><p>Second.</p>"));
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("<CR>|wc<CR>");
    let piped = program.asked.iter().find_map(|effect| match effect {
        Effect::Pipe(command, text) => Some((command.as_str(), text.as_str())),
        _ => None,
    });
    assert_eq!(piped, Some(("wc", "One\n2 March 2021 | 王维 | 1 min\nx\n\nFirst.\nSecond.")));
}
