//! Regular expressions in the search lines.

use inkstone::locale::Lang;

use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn program(home: &Home) -> Program {
    Program::new(home.source(), start((100, 24), Lang::English))
}

#[test]
fn a_pattern_finds_articles_and_their_places() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys("//【[一二]】/<CR>");
    assert_eq!(program.model.list().rows().len(), 1);
    assert!(program.rows().iter().any(|row| row.contains("【一】")), "{}", program.screen());
    // The article opens at the first match, and n goes through them.
    program.keys("<CR>");
    let found = |program: &Program| {
        let found = program.model.reader().found().unwrap();
        (found.words().to_owned(), found.matches().len(), found.at())
    };
    assert_eq!(found(&program), ("/【[一二]】/".to_owned(), 2, 0));
    program.keys("n");
    assert_eq!(found(&program).2, 1);
    // In another article, and back in the list.
    program.keys("qx");
    assert_eq!(program.model.list().rows().len(), 5);
    program.keys("n");
    assert_eq!((program.model.list().rows().len(), program.model.list().words()), (1, "/【[一二]】/"));
}

#[test]
fn a_pattern_is_matched_as_it_is_written() {
    let home = Home::full();
    let mut program = Program::new(home.source(), start((100, 24), Lang::English));
    for (typed, rows) in [
        ("/^鹿柴$/", 1),
        ("title:/柴/", 1),
        ("-title:/./", 0),
        ("/English words/", 1),
        ("title:/english/", 0),
        ("title:/ENGLISH/i", 1),
    ] {
        program.keys(&format!("/{typed}"));
        assert_eq!(program.model.list().rows().len(), rows, "{typed}");
        program.keys("<Esc>");
    }
}

#[test]
fn a_mistake_is_marked_where_it_stands() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys("/鲲 /a(b/");
    assert!(program.status().contains("unclosed group"), "{}", program.status());
    assert_eq!(program.model.list().rows().len(), 1);
    // From the parenthesis.
    assert_eq!(program.model.query_mistakes("鲲 /a(b/").first(), Some(&(6..9)));
    program.keys("<Esc>jj<CR>//a(b/");
    assert!(program.status().contains("unclosed group"), "{}", program.status());
}

#[test]
fn a_pattern_is_found_in_the_article() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys("jj<CR>//天.玄|【二】/");
    let count = program.model.reader().found().unwrap().matches().len();
    assert!(count > 2);
    program.keys("<CR>n");
    assert_eq!(program.model.reader().found().unwrap().at(), 1);
    // While it is not closed it is a text, like a path.
    program.keys("//天.玄");
    assert_eq!(program.model.reader().found().unwrap().matches().len(), 0);
}
