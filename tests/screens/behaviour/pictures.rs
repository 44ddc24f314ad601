//! Pictures that are opened by their label.

use std::path::PathBuf;

use inkstone::app::{BrowseTarget, Display, Effect, Event, PointerKind};
use inkstone::locale::Lang;
use inkstone::picture::{CellSize, Graphics, Protocol};
use ratatui::buffer::Buffer;
use ratatui::style::Color;

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
fn pictures_get_the_focus_as_links_do() {
    let body =
        "![x](a%20b.png)\n\n[link](https://a.example/)\n\n![z](data:image/png;base64,xx)\n\n![y](https://b.cn/b.png)";
    // (keys, the message, what Enter opens)
    for (keys, says, expected) in [
        (".", "a b.png", &["a%20b.png"][..]),
        ("..", "https://a.example/", &["browser https://a.example/"]),
        ("...", "https://b.cn/b.png", &["browser https://b.cn/b.png"]),
        ("..,", "a b.png", &["a%20b.png"]),
        (",,", "https://a.example/", &["browser https://a.example/"]),
        (".zz", "", &["a%20b.png"]),
    ] {
        let mut program = reading(&article("T", 1, "x", body));
        assert_eq!(said(program.keys(keys)), says, "{keys}");
        program.keys("<CR>");
        let expected: Vec<String> = expected.iter().map(ToString::to_string).collect();
        assert_eq!(opened(&program), Some(expected), "{keys}");
    }
    for (keys, says) in [("....", "No more links"), (".,", "No more links")] {
        let mut program = reading(&article("T", 1, "x", body));
        assert_eq!(said(program.keys(keys)), says, "{keys}");
    }
    let mut program = reading(&article("T", 1, "x", body));
    assert_eq!(program.keys(".y").copied(), "a%20b.png");
    // Scrolling takes the focus away.
    program.keys("j");
    assert_eq!(program.model.reader().focused(), None);
}

#[test]
fn a_picture_with_the_focus_is_marked_and_opened_alone() {
    let home = with_picture();
    home.picture("b.bmp", (40, 40), 9);
    home.write(
        "sub/c.md",
        &article("Two", 20, "x", "<p>Above</p><img src=\"../b.bmp\"><p>Below</p><img src=\"../b.bmp\">"),
    );
    let mut program = showing(&home, Protocol::HalfBlocks, (44, 24));
    let bars = |program: &mut Program| program.rows().iter().map(|row| row.matches('┃').count()).sum::<usize>();
    assert_eq!(bars(&mut program), 0);
    program.keys(".");
    let rows = bars(&mut program);
    assert!(rows > 0 && rows % 2 == 0, "{}", program.screen());
    program.keys(".");
    assert_eq!(bars(&mut program), rows, "{}", program.screen());
    program.keys("<CR>");
    assert!(program.model.viewer().is_some());
    program.keys("q.");
    assert_eq!(said(&program), "No more links");
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
    assert_eq!(rows, [" ▎ a图] cover.png"]);
    program.keys("a");
    assert_eq!(opened(&program), Some(vec!["cover.png".to_owned()]));
    program.keys("fs");
    assert_eq!(opened(&program), Some(vec!["a.png".to_owned()]));
}

/// The program in a terminal that shows pictures in this way.
pub fn showing(home: &Home, protocol: Protocol, (columns, rows): (u16, u16)) -> Program {
    let mut program = Program::new(home.source(), start((columns, rows), Lang::English));
    program.send(Event::Displays(display(protocol)));
    program.keys("<CR>");
    program
}

pub fn display(protocol: Protocol) -> Display {
    let cell = CellSize { width: 10, height: 20 };
    let graphics = Graphics { protocol, cell, is_tmux: false, is_truecolor: true, background: None };
    Display { graphics, is_fine: true }
}

/// The colours of half-blocks in these columns and rows: column and row of upper and lower pixel, by their colours.
fn pixels(buffer: &Buffer, columns: std::ops::Range<u16>, rows: std::ops::Range<u16>) -> Vec<String> {
    let pixel = |color| match color {
        Color::Rgb(red, green, _) => format!("{}{}", red / 20, green / 20),
        _ => "..".to_owned(),
    };
    rows.map(|y| {
        let cells = columns.clone().map(|x| &buffer[(x, y)]);
        let cells = cells.map(|cell| match cell.symbol() {
            "▀" => format!("{}/{}", pixel(cell.fg), pixel(cell.bg)),
            " " if cell.bg != Color::Reset => format!("{}/{}", pixel(cell.bg), pixel(cell.bg)),
            _ => "..".to_owned(),
        });
        cells.collect::<Vec<_>>().join(" ")
    })
    .collect()
}

/// An article with one picture of 4 × 3 cells between two paragraphs.
fn with_picture() -> Home {
    let home = Home::empty();
    home.picture("a.bmp", (40, 60), 9);
    home.write("a.md", &article("T", 1, "x", "<p>Above</p><img src=\"a.bmp\" alt=\"A cat\"><p>Below</p>"));
    home
}

/// What the half-blocks of the picture show, from top to bottom.
const CAT: [&str; 3] = ["00/01 10/11 20/21 30/31", "02/03 12/13 22/23 32/33", "04/05 14/15 24/25 34/35"];

#[test]
fn half_blocks_are_drawn_in_the_middle_of_the_page() {
    let mut program = showing(&with_picture(), Protocol::HalfBlocks, (44, 16));
    let rows = program.rows();
    let above = rows.iter().position(|row| row.contains("Above")).unwrap();
    let expected = ["  ▀▀▀▀", "  ▀▀▀▀", "  ▀▀▀▀", "  A cat", "", "  Below"];
    let found: Vec<String> = rows[above + 2..above + 8].iter().map(|row| row.split_whitespace().collect()).collect();
    assert_eq!(found, expected.map(|row| row.split_whitespace().collect::<String>()));
    let column = rows[above + 2].find('▀').unwrap() as u16;
    assert_eq!(column, 20);
    let top = above as u16 + 2;
    assert_eq!(pixels(&program.buffer(), column..column + 4, top..top + 3), CAT);
}

#[test]
fn nothing_moves_when_pictures_arrive() {
    let home = with_picture();
    let mut program = Program::new(home.source(), start((44, 16), Lang::English));
    program.send(Event::Displays(display(Protocol::HalfBlocks)));
    program.held = true;
    program.keys("<CR>");
    // The article, but not its picture.
    let opened = program.coming.pop_front().unwrap();
    program.send(opened);
    let without = program.rows();
    assert_eq!(program.wanted, ["a.bmp"]);
    assert!(without.iter().all(|row| !row.contains('▀')), "{without:?}");
    program.release();
    let with = program.rows();
    assert!(with.iter().any(|row| row.contains('▀')));
    let text = |rows: &[String]| {
        let is_text = |row: &&String| ["Above", "Below", "A cat"].iter().any(|text| row.contains(text));
        rows.iter().enumerate().filter(|(_, row)| is_text(row)).map(|(y, row)| (y, row.clone())).collect::<Vec<_>>()
    };
    assert_eq!(text(&with), text(&without));
}

#[test]
fn a_picture_half_above_the_view_shows_its_lower_half() {
    let home = with_picture();
    home.write("a.md", &article("T", 1, "x", &format!("<img src=\"a.bmp\">{}", "<p>Below</p>".repeat(30))));
    let mut program = showing(&home, Protocol::HalfBlocks, (44, 12));
    let first = program.rows().iter().position(|row| row.contains('▀')).unwrap();
    program.keys(&"j".repeat(first));
    assert_eq!(pixels(&program.buffer(), 20..24, 0..3), CAT);
    program.keys("j");
    assert_eq!(pixels(&program.buffer(), 20..24, 0..2), CAT[1..]);
    program.keys("j");
    assert_eq!(pixels(&program.buffer(), 20..24, 0..1), CAT[2..]);
    // At the lower edge its upper part is shown.
    home.write("a.md", &article("T", 1, "x", &format!("{}<img src=\"a.bmp\">", "<p>Above</p>".repeat(30))));
    let mut program = showing(&home, Protocol::HalfBlocks, (44, 12));
    program.keys("G");
    let buffer = program.buffer();
    assert_eq!(pixels(&buffer, 20..24, 8..11), CAT);
    program.keys("k");
    assert_eq!(pixels(&program.buffer(), 20..24, 9..11), CAT[..2]);
}

#[test]
fn a_key_switches_pictures_off_and_on() {
    let home = with_picture();
    let mut text = Program::new(home.source(), start((44, 16), Lang::English));
    text.keys("<CR>");
    let text = text.rows();
    let mut program = showing(&home, Protocol::HalfBlocks, (44, 16));
    let shown = program.buffer();
    program.keys("i");
    assert_eq!(said(&program), "Pictures are hidden; i shows them");
    assert_eq!(program.rows()[..15], text[..15]);
    assert_eq!(program.model.pictures().bytes(), 0);
    program.keys("i");
    assert_eq!(said(&program), "Pictures are shown");
    assert_eq!(program.buffer().content[..44 * 15], shown.content[..44 * 15]);
    // Only if it is set may pictures be shown in a terminal without colours.
    for (show, fine, expected) in
        [("auto", false, false), ("always", false, true), ("never", true, false), ("auto", true, true)]
    {
        let mut start = start((44, 16), Lang::English);
        start.config.set(&format!("images.show={show}")).unwrap();
        let mut program = Program::new(home.source(), start);
        program.send(Event::Displays(Display { is_fine: fine, ..display(Protocol::HalfBlocks) }));
        program.keys("<CR>");
        assert_eq!(program.rows().iter().any(|row| row.contains('▀')), expected, "{show} {fine}");
    }
}

#[test]
fn pictures_are_never_wider_than_the_measure_nor_higher_than_a_part_of_the_window() {
    let home = Home::empty();
    home.picture("wide.bmp", (900, 100), 1);
    home.picture("high.bmp", (100, 900), 1);
    home.write("a.md", &article("T", 1, "x", "<img src=\"wide.bmp\"><img src=\"high.bmp\">"));
    let mut program = showing(&home, Protocol::HalfBlocks, (44, 31));
    let size = |program: &mut Program, nth: usize| {
        let opened = program.model.reader().opened().unwrap();
        let found: Vec<_> = opened.pictures(0..1000).map(|placed| (placed.place.columns, placed.place.rows)).collect();
        found[nth]
    };
    assert_eq!((size(&mut program, 0), size(&mut program, 1)), ((42, 3), (4, 18)));
    program.resize(44, 11);
    assert_eq!((size(&mut program, 0), size(&mut program, 1)), ((42, 3), (2, 6)));
    program.resize(30, 11);
    assert_eq!(size(&mut program, 0), (28, 2));
}

#[test]
fn what_cannot_be_shown_is_text() {
    let home = Home::empty();
    home.picture("cut.bmp", (40, 40), 1);
    let file = home.posts().join("cut.bmp");
    let bytes = std::fs::read(&file).unwrap();
    std::fs::write(&file, &bytes[..60]).unwrap();
    let body = "<img src=\"gone.png\"><img src=\"cut.bmp\"><img src=\"https://a.example/b.png\" alt=\"Far\">";
    home.write("a.md", &article("T", 1, "x", body));
    let mut program = showing(&home, Protocol::HalfBlocks, (60, 24));
    let rows = program.rows().join("\n");
    for text in ["▎ [图] gone.png", "▎ [图] Far"] {
        assert!(rows.contains(text), "{text}: {rows}");
    }
    assert!(!rows.contains('▀'), "{rows}");
}

#[test]
fn pictures_in_view_are_asked_for_first_and_others_are_dropped_with_the_article() {
    let home = Home::empty();
    let mut body = String::new();
    for number in 0..9 {
        home.picture(&format!("{number}.bmp"), (40, 160), number);
        body.push_str(&format!("<img src=\"{number}.bmp\">"));
    }
    home.write("a.md", &article("A", 2, "x", &body));
    home.write("b.md", &article("B", 1, "x", "<p>No pictures</p>"));
    let mut program = Program::new(home.source(), start((44, 21), Lang::English));
    program.send(Event::Displays(display(Protocol::HalfBlocks)));
    program.keys("<CR>");
    assert_eq!(program.wanted, ["0.bmp", "1.bmp", "2.bmp", "3.bmp"]);
    // What is loaded is not asked for again.
    program.keys("G");
    assert_eq!(program.wanted, ["6.bmp", "7.bmp", "8.bmp", "5.bmp", "4.bmp"]);
    assert!(program.model.pictures().bytes() > 0);
    program.keys("]");
    assert_eq!(program.model.pictures().bytes(), 0);
}

#[test]
fn text_stands_for_a_picture_under_an_overlay_unless_it_is_made_of_cells() {
    let home = with_picture();
    let drawn = |protocol, keys: &str| {
        let mut program = showing(&home, protocol, (44, 16));
        program.keys(keys);
        let (columns, rows) = program.model.size();
        let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, columns, rows));
        inkstone::view::draw(&program.model, &mut buffer).pictures.len()
    };
    for (protocol, covered) in
        [(Protocol::HalfBlocks, 1), (Protocol::Kitty, 0), (Protocol::Sixel, 0), (Protocol::Iterm2, 0)]
    {
        assert_eq!((drawn(protocol, ""), drawn(protocol, "?"), drawn(protocol, "f")), (1, covered, covered));
    }
}

#[test]
fn a_picture_alone_on_the_screen() {
    let home = Home::empty();
    home.picture("a.bmp", (120, 120), 1);
    home.picture("big.bmp", (1200, 800), 2);
    let body = "<p>Above</p><img src=\"a.bmp\" alt=\"A cat\"><p>x</p><img src=\"big.bmp\"><p>Below</p>";
    home.write("a.md", &article("T", 1, "x", body));
    let mut program = showing(&home, Protocol::HalfBlocks, (60, 23));
    program.keys("<CR>");
    let rows = program.rows();
    assert_eq!(rows[20], format!(" A cat{}100%  1/2", " ".repeat(44)));
    assert_eq!(rows[21], " a.bmp");
    let column = rows[7].find('▀').unwrap() as u16;
    assert_eq!((rows.iter().filter(|row| row.contains('▀')).count(), column), (6, 24));
    program.keys("n");
    let percent = |program: &mut Program| program.rows()[20].trim_start_matches(" big.bmp").trim().to_owned();
    assert_eq!(percent(&mut program), "50%  2/2");
    program.keys("a");
    assert_eq!(percent(&mut program), "100%  2/2");
    program.keys("++--");
    assert_eq!(percent(&mut program), "100%  2/2");
    let before = program.buffer();
    program.keys("l");
    assert_ne!(program.buffer(), before);
    program.keys("h");
    assert_eq!(program.buffer(), before);
    program.keys("0n");
    assert_eq!((percent(&mut program).as_str(), said(&program).as_str()), ("50%  2/2", "This is the last picture"));
    program.keys("y");
    assert_eq!(program.copied(), "big.bmp");
    program.keys("o");
    assert!(matches!(program.asked.last(), Some(Effect::View(_, addresses)) if *addresses == ["big.bmp"]));
    program.keys("w.x<CR>");
    assert!(matches!(program.asked.last(), Some(Effect::SavePicture(_, _, name)) if name == ".x"));
    program.keys("w<Esc>q");
    assert!(program.rows().iter().any(|row| row.contains("Above")));
    // A click opens it too, and the wheel zooms.
    let row = program.rows().iter().position(|row| row.contains('▀')).unwrap() as u16;
    program.click(29, row);
    assert!(program.model.viewer().is_some());
    program.point(PointerKind::WheelUp, 29, row);
    assert!(program.rows()[20].ends_with("150%  1/2"));
    program.keys("<Esc>");
    assert!(program.model.viewer().is_none() && program.model.focus() == inkstone::app::Focus::Reader);
}

#[test]
fn the_picture_of_the_title_block_is_a_thumbnail_unless_it_is_set_otherwise() {
    let home = Home::empty();
    home.picture("head.bmp", (400, 600), 1);
    home.write("a.md", "---\ntitle: T\ndate: 2021-03-01\ncover: head.bmp\n---\n\nText\n");
    for (thumbnail, columns, rows) in [("true", 44, 6), ("false", 44, 15), ("true", 39, 0)] {
        let mut start = start((columns, 26), Lang::English);
        start.config.set(&format!("images.thumbnail={thumbnail}")).unwrap();
        let mut program = Program::new(home.source(), start);
        program.send(Event::Displays(display(Protocol::HalfBlocks)));
        program.keys("<CR>");
        let found = program.rows().iter().filter(|row| row.contains('▀')).count();
        assert_eq!(found, rows, "{thumbnail} {columns}");
    }
}
