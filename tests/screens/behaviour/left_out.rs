//! Files of the collection that are no articles because of their endings.

use std::path::PathBuf;

use inkstone::app::{Notice, Start};
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

/// A folder with a picture, a text in it, and another text below it.
fn home() -> Home {
    let home = Home::empty();
    home.write("cover.jpg", "");
    home.write("notes.txt", "words");
    home.write("deep/draft.mkdn", "words");
    home
}

/// The rows of the list that are not empty.
fn rows(program: &mut Program) -> Vec<String> {
    let rows = program.rows().into_iter().map(|row| row.split('│').next().unwrap_or_default().trim().to_owned());
    rows.filter(|row| !row.is_empty()).collect()
}

#[test]
fn an_empty_list_tells_of_all_files() {
    let home = home();
    let mut program = Program::new(home.source(), start((120, 20), Lang::English));
    let expected = [
        "No articles here",
        "Articles: .md .markdown .mdown .mkd .mdx",
        ".html .htm .xhtml .org .adoc .asciidoc .rst",
        "and, with front matter, .txt; R rescans",
        "3 files are no articles because of their",
        "endings (.jpg 1, .mkdn 1, .txt 1); :e FILE",
        "opens one",
    ];
    assert_eq!(rows(&mut program)[..expected.len()], expected);
    // They are counted again with the collection.
    home.write("more.txt", "words");
    program.keys("R");
    assert_eq!(rows(&mut program)[5], "endings (.txt 2, .jpg 1, .mkdn 1); :e FILE");
    home.write("a.md", "An article.");
    program.keys("R");
    assert_eq!(program.rows_with("are no articles"), [""; 0]);
}

#[test]
fn a_collection_that_is_new_tells_of_its_texts() {
    let home = home();
    home.write("a.md", "An article.");
    let says = "2 files are no articles because of their endings (.mkdn 1, .txt 1); :e FILE opens one";
    let mut program = Program::new(home.source(), start((120, 20), Lang::English));
    assert_eq!(said(&program), says);
    // Not a second time, and not in one that was opened before.
    program.keys("jR");
    assert_ne!(said(&program), says);
    let mut begun = start((120, 20), Lang::English);
    begun.collection.visited = Some(1);
    let program = Program::new(home.source(), begun);
    assert!(program.model.notice().is_none(), "{:?}", program.model.notice());
    // Not if a file was opened by its path, which may be one of them.
    let open = Some(PathBuf::from("notes.txt"));
    let program = Program::new(home.source(), Start { open, ..start((120, 20), Lang::English) });
    assert!(!matches!(program.model.notice(), Some(Notice::Done(says)) if says.contains("no articles")));
    // Pictures are no loss.
    let home = Home::pair();
    home.write("cover.jpg", "");
    let program = Program::new(home.source(), start((120, 20), Lang::English));
    assert!(!matches!(program.model.notice(), Some(Notice::Done(says)) if says.contains("no article")));
}
