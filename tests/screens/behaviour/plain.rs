//! Plain text and source: lines whose columns matter.

use inkstone::app::Start;
use inkstone::document::BodyKind;
use inkstone::locale::Lang;
use inkstone::typeset::{Columns, Writing};

use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

/// A listing of so many cells a line, and a paragraph.
fn listing(cells: usize) -> String {
    let row = |name: char| format!("{name}   {}", "0".repeat(cells - 4));
    let prose = "Some prose that was wrapped by nobody ".repeat(3);
    format!("---\ntitle: listing\n---\n{}\n{}\n\n{prose}\n", row('a'), row('b'))
}

/// The program, which takes its articles for plain text.
fn plain(home: &Home, start: Start) -> Program {
    let mut program = Program::waiting(home.source(), start);
    program.reading.body = Some(BodyKind::Text);
    program.release();
    program
}

/// The widths of the rows of the body.
fn widths(program: &Program) -> Vec<u16> {
    let view = program.model.reader().view().unwrap();
    let rows = (0..view.body().height()).filter_map(|row| view.body().row(row));
    rows.map(|row| row.runs.last().map_or(0, |run| run.column + run.cells)).collect()
}

#[test]
fn columns_of_plain_text_have_the_whole_pane_and_prose_the_measure() {
    // (size, cells of a line of the listing, keys, widths of the rows, the first column of the text)
    for (size, cells, keys, expected, left) in [
        ((140, 24), 60, "<CR>Z", vec![60, 60], 30),
        ((140, 24), 110, "<CR>Z", vec![110, 110], 15),
        ((140, 24), 150, "<CR>Z", vec![138, 12, 138, 12], 1),
        ((120, 24), 110, "<CR>", vec![69, 41, 69, 41], 50),
        // Man pages leave two columns of the terminal free.
        ((80, 24), 78, "<CR>", vec![78, 78], 1),
        ((80, 24), 80, "<CR>", vec![78, 2, 78, 2], 1),
        ((40, 12), 50, "<CR>", vec![38, 12, 38, 12], 1),
    ] {
        let home = Home::empty();
        home.write("listing.txt", &listing(cells));
        let mut program = plain(&home, start(size, Lang::English));
        program.keys(keys).screen();
        let widths = widths(&program);
        let (columns, prose) = widths.split_at(expected.len());
        assert_eq!(columns, expected, "{size:?} {cells}");
        assert!(prose.len() > 2 && prose.iter().all(|width| *width <= 80.min(size.0)), "{size:?} {cells}: {prose:?}");
        assert_eq!(program.model.spread().columns()[0].area.x, left, "{size:?} {cells}");
    }
}

#[test]
fn a_listing_in_two_columns_or_vertical_lines_has_no_more_room_than_they_have() {
    let opened = |text: &str, columns, writing| {
        let home = Home::empty();
        home.write("listing.txt", text);
        let mut begin = start((140, 24), Lang::English);
        (begin.config.typography.columns, begin.config.typography.writing) = (columns, writing);
        let mut program = plain(&home, begin);
        program.keys("<CR>Z").screen();
        program
    };
    let program = opened(&listing(110), Columns::Two, Writing::Horizontal);
    assert_eq!(program.model.spread().columns().len(), 2);
    assert_eq!(widths(&program)[..4], [66, 44, 66, 44]);
    let chinese = listing(110).replace("Some prose", &"空山新雨后，天气晚来秋。".repeat(9));
    let program = opened(&chinese, Columns::One, Writing::Vertical);
    assert!(program.model.placing().is_vertical());
    assert_eq!(program.model.reader().view().unwrap().setting().room, 0);
    // Vertical lines do not suit a text without ideographs, which has the whole pane.
    let program = opened(&listing(110), Columns::One, Writing::Vertical);
    assert_eq!(widths(&program)[..2], [110, 110]);
}

#[test]
fn the_source_has_the_whole_pane() {
    let home = Home::empty();
    home.write("a.md", &format!("---\ntitle: One\n---\n{}\n", "Words ".repeat(20).trim()));
    let mut program = Program::new(home.source(), start((140, 24), Lang::English));
    program.keys("<CR>Z").screen();
    assert_eq!(widths(&program), [77, 41]);
    program.keys("\\").screen();
    assert_eq!(widths(&program), [3, 10, 3, 119]);
    assert_eq!(program.model.spread().columns()[0].area.x, 10);
    // Back in the article, the measure holds again.
    program.keys("\\").screen();
    assert_eq!(widths(&program), [77, 41]);
    assert_eq!(program.model.spread().columns()[0].area.x, 30);
}

#[test]
fn a_number_is_a_line_of_the_file_in_plain_text_and_source() {
    let home = Home::empty();
    let rows: String = (1..=100).map(|row| format!("{row}   {}\n", "0123456789 ".repeat(9))).collect();
    home.write("rows.txt", &format!("---\ntitle: rows\n---\n{rows}"));
    let mut program = plain(&home, start((80, 24), Lang::English));
    program.keys("<CR>");
    // The front matter has three lines, and every line takes two rows.
    for (keys, row, place) in [
        ("30G", "27   0123", "line 30"),
        (":50<CR>", "47   0123", "line 50"),
        ("12g", "9   0123", "line 12"),
        ("j", "0123456789 0123456789 ", "line 12"),
        ("40G", "37   0123", "line 40"),
        ("1G", "", "line 1"),
        ("\\", "---", "line 1"),
        ("2G", "title: rows", "line 2"),
        ("30G", "27   0123", "line 30"),
    ] {
        program.keys(keys).screen();
        let top = program.top_row();
        assert!(top.starts_with(row), "{keys}: {top:?}");
        let status = program.status();
        assert!(status.contains(&format!("  {place}  ")), "{keys}: {status:?}");
    }
    // The moving end of a selection goes to the line, too.
    program.keys("40G").screen();
    program.keys("V42Gy");
    assert_eq!(program.copied().lines().map(|line| &line[..5]).collect::<Vec<_>>(), ["37   ", "38   ", "39   "]);
    // Rows are counted in typeset articles, which say nothing of lines.
    home.write("a.md", &format!("---\ntitle: a\n---\n{}", "Text.\n\n".repeat(60)));
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    program.keys("/a<CR><CR>30G").screen();
    assert_eq!(program.model.reader().top(), 29);
    assert!(!program.status().contains("line"), "{}", program.status());
}
