//! What is said at the end of an article.

use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

#[test]
fn the_end_of_an_article_is_told_once() {
    let home = Home::empty();
    home.write("a.md", &article("One", 3, "x", &"<p>Some text.</p>".repeat(40)));
    home.write("b.md", &article("Two", 2, "x", "<p>Short.</p>"));
    let (end, last) = ("End · ] next article", "End · this is the last article");
    for (keys, expected) in [
        ("G", ""),
        ("Gj", end),
        ("G<Space>", end),
        ("G<PageDown>", end),
        ("Gd", end),
        ("99j", ""),
        ("99jj", end),
        // Once, until the text has moved.
        ("Gjj", ""),
        ("Gj<Space>", ""),
        ("Gjkjj", end),
        ("Gk", ""),
        // Nothing else is hidden.
        ("Gjs", "Starred"),
        ("Gj]", ""),
        ("]j", last),
        ("]jj", ""),
        ("]j[Gj", end),
        // The source has the same end, and so have two columns.
        ("\\Gj", end),
        ("z2Gj", end),
        ("gk", ""),
    ] {
        let mut program = Program::new(home.source(), start((80, 12), Lang::English));
        program.keys("<CR>").keys(keys);
        assert_eq!(said(&program), expected, "{keys}");
    }
    // The first Esc leaves the article.
    let mut program = Program::new(home.source(), start((80, 12), Lang::English));
    program.keys("<CR>Gj<Esc>");
    assert_eq!(program.model.focus(), inkstone::app::Focus::List);
}

#[test]
fn the_end_names_the_key_that_is_bound() {
    let home = Home::empty();
    home.write("a.md", &article("One", 3, "x", "<p>Short.</p>"));
    home.write("b.md", &article("Two", 2, "x", "<p>Short.</p>"));
    let mut begun = start((80, 12), Lang::ChineseSimplified);
    begun.config.set("keys.preset=less").unwrap();
    let mut program = Program::new(home.source(), begun);
    program.keys("<CR><Space>");
    assert!(said(&program).starts_with("已到文末 · ") && said(&program).ends_with(" 下一篇"), "{}", said(&program));
}
