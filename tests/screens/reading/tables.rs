//! Searching and following links in the table view.

use inkstone::app::{BrowseTarget, Effect, Notice, PointerKind};
use inkstone::locale::Lang;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// An article with a word before, in and after a table of 30 rows, and the table open.
fn table(size: (u16, u16)) -> (Program, Home) {
    let home = Home::empty();
    let mut body =
        "<p>A crane stands before the table.</p><table><tr><th>No</th><th>Text</th><th>Link</th></tr>".to_owned();
    for row in 1..=30 {
        let text = if row % 10 == 0 { "a crane" } else { "nothing to see" };
        let link = match row {
            2 => "<a href=\"https://a.example/two\">two</a>".to_owned(),
            20 => "<a href=\"b.md\">other</a>".to_owned(),
            25 => "<a href=\"#end\">below</a>".to_owned(),
            _ => format!("plain {row}"),
        };
        body.push_str(&format!(
            "<tr><td>{row}</td><td>{text}, and then some more words in a long cell</td><td>{link}</td></tr>"
        ));
    }
    body.push_str("</table><h2 id=\"end\">A crane after it</h2>");
    home.write("a.md", &article("Birds", 2, "x", &body));
    home.write("b.md", &article("Other", 1, "x", "<p>Other text.</p>"));
    let mut program = Program::new(home.source(), start(size, Lang::English));
    program.keys("<CR>/No<CR><Esc>zw");
    assert!(program.model.table().is_some());
    (program, home)
}

fn said(program: &Program) -> String {
    match program.model.notice() {
        Some(Notice::Done(text) | Notice::Absent(text) | Notice::Failed(text)) => text.clone(),
        None => String::new(),
    }
}

#[test]
fn text_is_found_in_the_table() {
    for size in [(120, 40), (80, 24), (40, 12)] {
        let (mut program, _home) = table(size);
        program.keys("/crane<CR>");
        let found = |program: &Program| {
            let found = program.model.reader().found().unwrap();
            (found.at(), found.matches().len())
        };
        assert_eq!(found(&program), (0, 3), "{size:?}");
        for (keys, at, row) in
            [("", 0, "10"), ("n", 1, "20"), ("n", 2, "30"), ("n", 0, "10"), ("N", 2, "30"), ("2n", 1, "20")]
        {
            program.keys(keys);
            assert_eq!(found(&program).0, at, "{keys} {size:?}");
            let shown = program.rows_with("crane");
            assert!(
                shown.iter().any(|shown| shown.trim_start_matches(['‹', ' ']).starts_with(row)),
                "{row}: {shown:?}"
            );
        }
        let crane = program.rows_with("crane");
        assert!(!crane.is_empty() && program.model.table().is_some());
        program.keys("/heron<CR>");
        assert_eq!(said(&program), "“heron” not found in this table");
        program.keys("g/crane<Esc>");
        assert!(program.rows()[2].contains("thing to see"), "the view scrolls back: {:?}", program.rows());
        // Outside the table the search goes on in the whole article, from the same match.
        program.keys("/crane<CR>nq");
        assert_eq!(found(&program), (2, 5), "{size:?}");
        assert_eq!(program.keys("nn").model.reader().found().unwrap().at(), 4);
    }
}

#[test]
fn matches_beyond_the_right_edge_are_scrolled_to() {
    let (mut program, _home) = table((40, 12));
    assert!(program.rows_with("plain 7").is_empty());
    program.keys("/plain 7<CR>");
    assert_eq!(program.rows_with("plain 7").len(), 1);
}

#[test]
fn links_of_the_table_are_followed() {
    let (mut program, _home) = table((80, 24));
    let browsed = |program: &Program| {
        program.asked.iter().rev().find_map(|effect| match effect {
            Effect::Browse(BrowseTarget::Address(address)) => Some(address.clone()),
            _ => None,
        })
    };
    program.keys("<CR>");
    assert_eq!(said(&program), "No links on screen");
    for keys in ["<Tab><CR>", ".<CR>", "fa", "..,<CR>", "<Tab><Tab><S-Tab><CR>"] {
        (program, _) = table((80, 24));
        program.keys(keys);
        assert_eq!(browsed(&program).as_deref(), Some("https://a.example/two"), "{keys}");
        assert!(program.model.table().is_some());
    }
    let row = program.rows().iter().position(|row| row.contains("two")).unwrap();
    let column = program.rows()[row].find("two").unwrap() as u16 - 10;
    program.asked.clear();
    for column in column..column + 12 {
        if matches!(program.hits.at(column, row as u16), Some(inkstone::app::Target::Link(_))) {
            program.point(PointerKind::Press, column, row as u16);
            break;
        }
    }
    assert_eq!(browsed(&program).as_deref(), Some("https://a.example/two"), "with the mouse");
    // A link within the article closes the table and leads there.
    let (mut program, _home) = table((80, 24));
    program.keys("<Tab><Tab><Tab>");
    assert_eq!(said(&program), "#end");
    assert_eq!(program.rows_with("below").len(), 1, "the focused link is visible");
    program.keys("<CR>");
    assert!(program.model.table().is_none());
    assert_eq!(program.rows_with("A crane after it").len(), 1);
    // A link to another article opens it; going back leads to the article with the table.
    let (mut program, _home) = table((80, 24));
    program.keys("2<Tab>").keys("<Tab><CR>");
    assert_eq!((program.reading().as_str(), program.model.table().is_some()), ("Other", false));
    program.keys("<C-o>");
    assert_eq!(program.reading(), "Birds");
}

#[test]
fn the_keys_are_shown_over_the_table() {
    let (mut program, _home) = table((80, 24));
    program.keys("?");
    assert!(program.model.overlay().is_some());
    program.keys("<Esc>");
    assert!(program.model.table().is_some());
}
