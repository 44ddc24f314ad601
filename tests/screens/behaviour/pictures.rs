//! Pictures that are opened by their label.

use std::path::PathBuf;

use inkstone::app::{BrowseTarget, Effect};
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

fn reading(text: &str) -> Program {
    let home = Home::empty();
    home.write("sub/a.md", text);
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("<CR>");
    program
}

/// What the last effect opens.
fn opened(program: &Program) -> Option<Vec<String>> {
    program.asked.iter().rev().find_map(|effect| match effect {
        Effect::View(path, addresses) => {
            assert_eq!(path, &PathBuf::from("sub/a.md"));
            Some(addresses.clone())
        }
        Effect::Browse(BrowseTarget::Address(address)) => Some(vec![format!("browser {address}")]),
        _ => None,
    })
}

#[test]
fn pictures_have_labels_too() {
    // (body, keys after f, what is opened)
    for (body, keys, expected) in [
        ("<p><img src=\"a.png\" alt=\"A bridge\"></p>", "a", &["a.png"][..]),
        ("<p><img src=\"../img/a%20b.png\"></p>", "a", &["../img/a%20b.png"]),
        ("<p>In a line: <img src=\"/a.png\" alt=\"icon\"> of text.</p>", "a", &["/a.png"]),
        ("![x](a.png)\n\n[link](https://a.example/)\n\n![y](b.png)", "d", &["b.png"]),
        ("![x](a.png)\n\n[link](https://a.example/)\n\n![y](b.png)", "s", &["browser https://a.example/"]),
        ("<table><tr><td><img src=\"a.png\" alt=\"x\"></td><td>1</td></tr></table>", "a", &["a.png"]),
        ("<figure><img src=\"a.png\"><figcaption>One</figcaption></figure>", "a", &["a.png"]),
        ("<ul><li><img src=\"file:///a.png\" alt=\"x\"></li></ul>", "a", &["file:///a.png"]),
        ("<p>Text <img src=\"https://a.example/a.png\" alt=\"x\"> text</p>", "a", &["https://a.example/a.png"]),
        // A picture in a link is part of it; a link to a picture opens the picture.
        ("<a href=\"https://a.example/\"><img src=\"a.png\" alt=\"x\"></a>", "a", &["browser https://a.example/"]),
        ("<p><a href=\"big.JPG?x=1\">large</a></p>", "a", &["big.JPG?x=1"]),
        ("<a href=\"big.png\"><img src=\"small.png\" alt=\"x\"></a>", "a", &["big.png"]),
    ] {
        let mut program = reading(&article("T", 1, "x", body));
        program.keys("f").keys(keys);
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(opened(&program), Some(expected), "{body}: {}", said(&program));
    }
}

#[test]
fn a_picture_without_a_place_has_no_label() {
    let data = "<p>x <img src=\"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\" alt=\"dot\"></p>";
    for body in [data, "<p>Text.</p>", "<p><a href=\"tool.desktop\">run</a></p>"] {
        let mut program = reading(&article("T", 1, "x", body));
        program.keys("fa");
        assert_eq!(opened(&program), None, "{body}");
    }
}

#[test]
fn the_picture_of_the_front_matter_has_a_label() {
    let mut program = reading("---\ntitle: T\nimage: cover.png\n---\n\nText with ![x](a.png).\n");
    program.keys("f");
    let rows = program.rows_with("cover.png");
    assert_eq!(rows, ["  ▎ a图] cover.png"]);
    program.keys("a");
    assert_eq!(opened(&program), Some(vec!["cover.png".to_owned()]));
    program.keys("fs");
    assert_eq!(opened(&program), Some(vec!["a.png".to_owned()]));
}
