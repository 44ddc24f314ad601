//! The contact sheet: all pictures of an article as thumbnails.

use inkstone::app::{Answer, Event, Focus, PointerKind, Ticket};
use inkstone::locale::Lang;
use inkstone::picture::Protocol;
use inkstone::remote::{Fetched, Remote};

use super::pictures::{display, showing};
use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// An article with so many pictures; the third has a caption.
fn with_pictures(count: usize) -> Home {
    let home = Home::empty();
    let mut body = String::from("<p>Above</p>");
    for number in 1..=count {
        home.picture(&format!("{number}.bmp"), (160, 120), number as u8);
        let alt = if number == 3 { "A caption that is far too long for a thumbnail" } else { "" };
        body.push_str(&format!("<p>Text</p><img src=\"{number}.bmp\" alt=\"{alt}\">"));
    }
    home.write("a.md", &article("T", 1, "x", &body));
    home
}

/// The number of the picture that the cursor is on, counted from 1, and the first row of tiles in view.
fn at(program: &Program) -> (usize, usize) {
    let sheet = program.model.sheet().expect("a contact sheet");
    (sheet.at() + 1, sheet.top())
}

#[test]
fn all_pictures_are_shown_as_thumbnails() {
    let mut program = showing(&with_pictures(5), Protocol::HalfBlocks, (80, 24));
    program.keys("zi");
    let blocks = "▀".repeat(16);
    let row = format!("  {blocks}    {blocks}    {blocks}    {blocks}");
    let rows: Vec<String> = program.rows().iter().map(|row| row.trim_end().to_owned()).collect();
    assert_eq!(rows[..6], vec![row; 6], "{}", program.screen());
    assert_eq!(rows[6], " 1 1.bmp             2 2.bmp             3 A caption that …  4 4.bmp");
    assert_eq!(rows[7], "");
    assert_eq!(rows[8], format!("  {blocks}"));
    assert_eq!(rows[14], " 5 5.bmp");
    assert_eq!(rows[22], format!(" 1.bmp{}1/5", " ".repeat(70)));
    program.keys("ll");
    assert!(program.rows()[22].starts_with(" A caption that is far too long for a thumbnail "));
}

#[test]
fn keys_and_pointer_move_over_the_sheet_and_open_what_is_there() {
    let mut program = showing(&with_pictures(30), Protocol::HalfBlocks, (40, 12));
    program.keys("zi");
    let mut seen = vec![at(&program)];
    for keys in ["l", "j", "h", "G", "k", "g", "7G", "d", "<Space>", "b", "<Right>", "<Down>", "99k", "99l", "5g"] {
        program.keys(keys);
        seen.push(at(&program));
    }
    let expected = [1, 2, 4, 3, 30, 28, 1, 7, 9, 11, 9, 10, 12, 2, 30, 5];
    assert_eq!(seen, expected.map(|at: usize| (at, (at - 1) / 2)));
    program.point(PointerKind::WheelDown, 5, 5);
    assert_eq!(at(&program), (7, 3));
    // The first click moves the cursor, the second one opens.
    program.click(25, 3);
    assert_eq!((at(&program), program.model.viewer().is_some()), ((8, 3), false));
    program.click(25, 3);
    assert!(program.rows()[9].ends_with("8/30"), "{}", program.screen());
    // The cursor is then on the picture that was seen last.
    program.keys("n<Esc>");
    assert_eq!(at(&program), (9, 4));
    program.keys("<CR>q");
    assert_eq!(at(&program), (9, 4));
    program.keys("x");
    assert_eq!(said(&program), "x is not bound; press ? for the keys");
    program.keys("q");
    assert!(program.model.sheet().is_none() && program.model.focus() == Focus::Reader);
    // From a picture alone on the screen to all.
    program.keys("<CR>nnzi");
    assert_eq!((at(&program).0, program.model.viewer().is_some()), (3, false));
    program.keys("<Esc>");
    assert!(program.model.sheet().is_none() && program.rows().iter().any(|row| row.contains("Above")));
}

#[test]
fn only_thumbnails_near_the_view_are_loaded() {
    let mut program = showing(&with_pictures(200), Protocol::HalfBlocks, (80, 24));
    program.keys("zi");
    // Two rows of four, the one below of which a part is in view, and the two after that.
    let numbers = |program: &Program| -> Vec<usize> {
        let all = program.wanted.iter().map(|wanted| wanted.trim_end_matches(".bmp").parse().unwrap());
        all.collect()
    };
    let found = numbers(&program);
    assert!(found.ends_with(&(9..=20).collect::<Vec<_>>()) && found.iter().all(|number| *number <= 20), "{found:?}");
    program.keys("G");
    let expected: Vec<usize> = (193..=200).chain((185..=192).rev()).collect();
    assert_eq!(numbers(&program), expected);
    let bytes = program.model.pictures().bytes();
    program.keys("qh");
    assert!(bytes > 0 && program.model.focus() == Focus::List);
}

#[test]
fn pictures_of_the_web_name_the_key_that_asks_for_them() {
    let home = Home::empty();
    home.picture("1.bmp", (80, 80), 1);
    let body = "<p>Text</p><img src=\"https://a.cn/1.bmp\" alt=\"Far\"><img src=\"gone.bmp\">";
    home.write("a.md", &article("T", 1, "x", body));
    let mut program = showing(&home, Protocol::HalfBlocks, (80, 24));
    program.keys("zi");
    let text = program.rows()[..7].join("\n");
    for expected in ["│On a.cn; press I│", "│   to load it   │", "│ File not found │", " 1 Far ", " 2 gone.bmp"]
    {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    program.keys("I<CR>");
    let bytes = std::fs::read(home.posts().join("1.bmp")).unwrap();
    let fetched = Fetched { bytes: bytes.into(), address: "https://a.cn/1.bmp".into(), cached: false };
    let picture = "https://a.cn/1.bmp".to_owned();
    program.send(Event::Done(Ticket::default(), Answer::Fetched { picture, result: Ok(fetched) }));
    program.deliver();
    assert!(program.model.sheet().is_some() && program.rows()[..6].iter().any(|row| row.contains('▀')));
    // If they are never loaded, no key asks for them.
    let mut start = start((80, 24), Lang::English);
    start.config.remote = Remote::Never;
    let mut program = Program::new(home.source(), start);
    program.send(Event::Displays(display(Protocol::HalfBlocks)));
    program.keys("<CR>zi");
    assert!(program.rows()[..6].join("\n").contains("│  On a.cn, not  │"), "{}", program.screen());
}

#[test]
fn without_pictures_a_sentence_says_so() {
    let home = Home::empty();
    home.write("a.md", &article("T", 1, "x", "<p>Text</p>"));
    let mut program = showing(&home, Protocol::HalfBlocks, (80, 24));
    program.keys("zi");
    assert_eq!(said(&program), "This article has no pictures");
    let home = with_pictures(1);
    let mut program = showing(&home, Protocol::HalfBlocks, (80, 24));
    program.keys("izi");
    assert_eq!((said(&program).as_str(), program.model.sheet().is_none()), ("Pictures are hidden; i shows them", true));
    let home = with_pictures(1);
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("<CR>zi");
    assert_eq!(said(&program), "This terminal cannot show pictures");
}

#[test]
fn every_size_and_overlay_can_be_drawn_over_the_sheet() {
    for protocol in [Protocol::HalfBlocks, Protocol::Kitty, Protocol::Sixel, Protocol::Iterm2] {
        let mut program = showing(&with_pictures(9), protocol, (80, 24));
        program.keys("zi");
        for (columns, rows) in [(1, 1), (2, 2), (3, 4), (12, 5), (40, 12), (200, 60), (300, 8)] {
            program.resize(columns, rows);
            program.keys("Gj?");
            program.keys("<Esc>");
            assert!(program.model.sheet().is_some(), "{protocol:?} {columns}×{rows}");
        }
    }
}
