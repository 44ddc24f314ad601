//! Labels of links, and what links lead to.

use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// An article with so many links to places in it.
fn with_links(count: usize) -> Program {
    let home = Home::empty();
    let links: String = (0..count).map(|number| format!("<a href=\"#p{number}\">x</a> and ")).collect();
    let places: String = (0..count).map(|number| format!("<p id=\"p{number}\">Place</p>")).collect();
    home.write("a.md", &article("T", 1, "x", &format!("<p>{links}</p>{}{places}", "<p>Text</p>".repeat(60))));
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("<CR>f");
    program
}

#[test]
fn a_wrong_key_is_reported_and_the_labels_stay() {
    // (number of links, keys after f, message, whether labels are shown, whether a link was followed)
    for (count, keys, message, shown, followed) in [
        (2, "a", "", false, true),
        (2, "A", "", false, true),
        (2, "ａ", "", false, true),
        (2, "d", "No label “d”; Esc hides the labels", true, false),
        (2, "q", "No label “q”; Esc hides the labels", true, false),
        (2, "é", "No label “é”; Esc hides the labels", true, false),
        (2, "3", "No label “3”; Esc hides the labels", true, false),
        (2, "<Space>", "No label “<Space>”; Esc hides the labels", true, false),
        (2, "<CR>", "No label “<Enter>”; Esc hides the labels", true, false),
        (2, "<Down>", "No label “<Down>”; Esc hides the labels", true, false),
        (2, "<C-d>", "No label “<C-d>”; Esc hides the labels", true, false),
        (2, "ds", "", false, true),
        (2, "<Esc>", "", false, false),
        (2, "d<Esc>", "", false, false),
        (2, "<BS>", "", false, false),
        (30, "s", "", true, false),
        (30, "sz", "No label “sz”; Esc hides the labels", true, false),
        (30, "sza", "", false, true),
        (30, "d", "No label “d”; Esc hides the labels", true, false),
        (30, "s<BS>", "", true, false),
        (30, "s<BS>as", "", false, true),
        (30, "s<BS><BS>", "", false, false),
        (30, "s<Esc>", "", false, false),
    ] {
        let mut program = with_links(count);
        program.keys(keys);
        let reader = program.model.reader();
        let state = (said(&program), reader.hints().is_some(), reader.top() > 0);
        assert_eq!(state, (message.to_owned(), shown, followed), "{count} {keys}");
        assert_eq!(program.model.focus(), inkstone::app::Focus::Reader, "{count} {keys}");
    }
}

#[test]
fn labels_that_cannot_be_meant_any_more_are_not_shown() {
    let mut program = with_links(30);
    program.keys("s");
    assert_eq!(program.rows_with("sa").len(), 1);
    assert_eq!(program.rows_with("aw").len(), 0);
    program.keys("z");
    assert_eq!(program.rows_with("sa").len(), 1);
    program.keys("<BS>");
    assert_eq!(program.rows_with("aw").len(), 1);
}

#[test]
fn a_link_to_a_text_opens_it_and_only_what_does_not_exist_is_broken() {
    use inkstone::app::Effect;
    // (address, title of the article that is shown, message, whether another file is to be opened)
    for (address, title, message, other) in [
        ("LICENSE", "LICENSE", "", false),
        ("./notes.txt#x", "notes", "", false),
        ("docs/run.sh", "run.sh", "", false),
        (".draft.md", "Draft", "", false),
        ("b.md", "B", "", false),
        ("paper.pdf", "A", "", true),
        ("gone.txt", "A", "", true),
        ("/gone/", "A", "", true),
        ("#gone", "A", "Broken link: #gone", false),
    ] {
        let home = Home::empty();
        home.write("b.md", &article("B", 1, "x", "b"));
        home.write("LICENSE", "Permission is granted.\n");
        home.write("notes.txt", "Some notes.\n");
        home.write("docs/run.sh", "ls\n");
        home.write(".draft.md", "---\ntitle: Draft\n---\nx\n");
        home.write("paper.pdf", "%PDF-1.7\n");
        home.write("a.md", &article("A", 2, "x", &format!("<a href=\"{address}\">link</a>")));
        let mut program = Program::new(home.source(), start((80, 24), Lang::English));
        program.keys("<CR>fa");
        let asks = program.asked.iter().any(|effect| matches!(effect, Effect::OpenLinked(..)));
        let state = (program.reading(), said(&program), asks);
        assert_eq!(state, (title.to_owned(), message.to_owned(), other), "{address}");
        program.keys("<C-o>");
        assert_eq!(program.reading(), "A", "{address}");
    }
}
