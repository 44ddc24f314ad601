//! A page of two columns: turned by keys and the wheel, searched, selected, copied, with links and pictures.

use inkstone::app::PointerKind;
use inkstone::locale::Lang;
use inkstone::typeset::Columns;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// Paragraphs of four lines each in a column of 34 cells; the number of each is its first word.
fn text(paragraphs: usize) -> String {
    let paragraph = |number: usize| format!("<p>甲{number:02}乙{}</p>", "一二三四五六七八九，十".repeat(5));
    (0..paragraphs).map(paragraph).collect()
}

fn opened(body: &str, size: (u16, u16), columns: Columns) -> (Home, Program) {
    let home = Home::empty();
    home.write("a.md", &article("题目", 14, "x", body));
    let mut begun = start(size, Lang::English);
    begun.config.typography.columns = columns;
    let mut program = Program::new(home.source(), begun);
    program.keys("<CR>");
    (home, program)
}

fn screen(program: &mut Program) -> String {
    program.rows().iter().map(|row| format!("{}\n", row.trim_end())).collect()
}

/// The numbers of the paragraphs that begin on the screen, in reading order.
fn shown(program: &Program) -> Vec<usize> {
    let spread = program.model.spread();
    let view = program.model.reader().view().expect("an article is open");
    let number = |row: usize| match view.row(row)? {
        inkstone::app::ViewRow::Body(line) => {
            let text: String = line.runs.iter().map(|run| line.shown(run)).collect();
            text.strip_prefix('甲')?.split('乙').next()?.trim().parse().ok()
        }
        _ => None,
    };
    spread.rows().filter_map(|(row, _)| number(row)).collect()
}

#[test]
fn a_page_of_two_columns() {
    let body = format!("{}<h2>中间的标题</h2>{}<pre>let code = 1;\nlet more = 2;</pre>", text(3), text(3));
    let (_home, mut program) = opened(&body, (76, 18), Columns::Two);
    insta::assert_snapshot!(screen(&mut program));
    program.keys("<Space>");
    insta::assert_snapshot!(screen(&mut program));
}

#[test]
fn keys_turn_pages_columns_and_lines() {
    let (_home, mut program) = opened(&text(16), (76, 18), Columns::Two);
    let mut seen = shown(&program);
    let mut tops = vec![program.model.reader().top()];
    for _ in 0..9 {
        program.keys("<Space>");
        if tops.last() == Some(&program.model.reader().top()) {
            break;
        }
        tops.push(program.model.reader().top());
        seen.extend(shown(&program));
    }
    assert_eq!(seen, (0..16).collect::<Vec<_>>());
    for top in tops.iter().rev().skip(1) {
        program.keys("b");
        assert_eq!(program.model.reader().top(), *top);
    }
    let second = |program: &Program| program.model.spread().columns()[1].rows.start;
    let head = second(&program);
    program.keys("d");
    assert_eq!(program.model.reader().top(), head);
    program.keys("u");
    assert_eq!(program.model.reader().top(), 0);
    // A line moves to the foot of the first column.
    program.keys("jjj");
    assert_eq!((program.model.reader().top(), second(&program)), (4, head + 5));
    program.keys("3k");
    assert_eq!(program.model.reader().top(), 0);
    program.keys("G");
    let last = program.model.reader().last_top(program.model.extent());
    assert_eq!((program.model.reader().top(), shown(&program).last()), (last, Some(&15)));
    program.keys("j");
    assert_eq!(program.model.reader().top(), last);
}

#[test]
fn a_key_shows_one_column_or_two_where_there_is_room() {
    for (size, columns, keys, expected, message) in [
        ((120, 40), Columns::One, "Z", &[(20, 80)][..], ""),
        (
            (120, 40),
            Columns::One,
            "Zz2",
            &[(1, 56), (61, 56)],
            "Two columns; Space turns the page, z2 shows one column",
        ),
        ((120, 40), Columns::Two, "Zz2", &[(20, 80)], "One column; z2 shows two"),
        ((120, 40), Columns::Auto, "Z", &[(20, 80)], ""),
        ((120, 40), Columns::Auto, "Z30<lt>", &[(38, 20), (62, 20)], "Width 20"),
        ((200, 50), Columns::Auto, "Z", &[(18, 80), (102, 80)], ""),
        ((200, 50), Columns::Auto, "Zz2", &[(60, 80)], "One column; z2 shows two"),
        ((80, 24), Columns::Auto, "", &[(1, 76)], ""),
        ((60, 24), Columns::One, "z2", &[(1, 56)], "Too narrow for two columns"),
    ] {
        let (_home, mut program) = opened(&text(9), size, columns);
        program.keys(keys);
        let spread = program.model.spread();
        let areas: Vec<_> = spread.columns().iter().map(|column| (column.area.x, column.area.width)).collect();
        let width = program.model.reader().view().map(|view| view.setting().width);
        assert_eq!((areas.as_slice(), width), (expected, Some(expected[0].1)), "{size:?} {columns:?} {keys}");
        assert_eq!(said(&program), message, "{size:?} {columns:?} {keys}");
    }
}

#[test]
fn the_place_in_the_text_is_kept() {
    let (_home, mut program) = opened(&text(40), (120, 20), Columns::One);
    program.keys("Z20j");
    let first = |program: &mut Program| shown(program).first().copied();
    let place = first(&mut program);
    for keys in ["z2", "z2", "z2", "Z", "Z"] {
        program.keys(keys);
        assert_eq!(first(&mut program), place, "{keys}");
    }
    program.resize(100, 30);
    assert_eq!(first(&mut program), place);
}

#[test]
fn matches_are_found_in_both_columns() {
    let (_home, mut program) = opened(&text(30), (76, 18), Columns::Two);
    program.keys("/甲<CR>");
    for number in 1..30 {
        program.keys("n");
        let found = program.model.reader().found().expect("a search");
        let row = program.model.reader().view().unwrap().row_of_point(found.matches()[found.at()].start());
        assert!(program.model.spread().position_of(row).is_some(), "{number}");
        assert!(shown(&program).contains(&number), "{number}");
    }
}

#[test]
fn text_is_selected_from_column_to_column() {
    let (_home, mut program) = opened(&text(8), (76, 18), Columns::Two);
    let spread = program.model.spread();
    let (last, first) = (spread.columns()[0].rows.end - 1, spread.columns()[1].rows.start);
    let (left, right) = (spread.columns()[0].area, spread.columns()[1].area);
    let foot = left.y + (last - spread.columns()[0].rows.start) as u16;
    program.screen();
    program.point(PointerKind::Press, left.x, foot);
    program.point(PointerKind::Drag, left.x + 3, left.bottom() + 1);
    assert_eq!(program.model.reader().top(), 0, "the pointer is on its way to the second column");
    program.point(PointerKind::Drag, right.x + 4, right.y);
    program.point(PointerKind::Release, right.x + 4, right.y);
    assert_eq!((program.copied().as_str(), first - last), ("三四五六七八九，十一二三四五六七八九，十", 1));
    program.keys("gv");
    for _ in 0..20 {
        program.keys("j");
    }
    let caret = program.caret().expect("a caret is shown");
    assert!(caret.0 >= right.x, "{caret:?}");
    assert_eq!(program.model.reader().top(), 0);
}

#[test]
fn links_are_labelled_and_clicked_in_both_columns() {
    let link = |number: usize| format!("<p><a href=\"https://a.example/{number}\">甲{number:02}乙</a></p>");
    let (_home, mut program) = opened(&(0..12).map(link).collect::<String>(), (76, 18), Columns::Two);
    program.screen();
    let right = program.model.spread().columns()[1].clone();
    program.click(right.area.x, right.area.y);
    let browsed = |program: &Program| format!("{:?}", program.asked.last());
    let first = shown(&program)[0];
    assert_eq!(first, 0);
    let number = program.model.spread().columns()[0].rows.len().div_ceil(2) - 2;
    assert!(browsed(&program).contains(&format!("https://a.example/{number}\"")), "{}", browsed(&program));
    program.keys("f");
    let labels = screen(&mut program);
    insta::assert_snapshot!(labels);
}

#[test]
fn contents_lead_to_a_heading_at_the_head_of_a_page() {
    let body = format!("{}<h2>中间的标题</h2>{}", text(12), text(12));
    let (_home, mut program) = opened(&body, (76, 18), Columns::Two);
    program.keys("t<CR>");
    let rows = program.rows();
    assert!(rows[0].trim_start().starts_with("中间的标题"), "{rows:?}");
    let top = program.model.reader().top();
    program.keys("\\").keys("\\");
    assert_eq!(program.model.reader().top(), top);
    program.keys("<Space>''");
    assert_eq!(program.model.reader().top(), 0);
}

#[test]
fn boxes_fold_and_notes_are_followed_in_the_second_column() {
    let body = format!(
        "{}<details open><summary>要点</summary>{}</details><p>甲09乙注<a href=\"#n\">一</a></p>{}<p id=\"n\">注文</p>",
        text(3),
        text(1),
        text(9)
    );
    for size in [(200, 50), (120, 40), (76, 18)] {
        let (_home, mut program) = opened(&body, size, Columns::Two);
        program.keys("Z<lt><lt>");
        let place = |program: &mut Program, text: &str| {
            let first = text.chars().next().unwrap().to_string();
            let buffer = program.buffer();
            let mut cells = (0..size.1).flat_map(|y| (0..size.0).map(move |x| (x, y)));
            cells.find(|at| {
                let symbol = |x: u16| buffer.cell((x, at.1)).map_or("", |cell| cell.symbol());
                symbol(at.0) == first && text.chars().nth(1).is_none_or(|next| symbol(at.0 + 2) == next.to_string())
            })
        };
        let whole = program.model.reader().height();
        let summary = place(&mut program, "要点").expect("the summary is on the first page");
        program.click(summary.0, summary.1);
        assert!(program.model.reader().height() < whole, "{size:?}");
        assert_eq!(program.model.reader().top(), 0, "{size:?}");
        let summary = place(&mut program, "要点").expect("it stays there");
        program.clock += 1000;
        program.click(summary.0, summary.1);
        assert_eq!(program.model.reader().height(), whole, "{size:?}");
        program.keys("/注一<CR>");
        let note = place(&mut program, "注一").expect("the reference is on the screen");
        program.clock += 1000;
        program.click(note.0 + 2, note.1);
        assert!(place(&mut program, "注文").is_some(), "{size:?}");
    }
}

#[test]
fn a_narrow_window_has_one_column() {
    let (_home, mut program) = opened(&text(9), (40, 12), Columns::Two);
    assert_eq!(program.model.spread().columns().len(), 1);
    program.keys("z2");
    assert_eq!(said(&program), "Too narrow for two columns");
}

#[test]
fn a_page_at_the_end_stays_when_the_window_grows() {
    let (_home, mut program) = opened(&text(16), (76, 1), Columns::Two);
    program.keys("G");
    let end = program.model.reader().top();
    for (rows, expected) in [(2, end), (8, end), (18, end), (60, 0)] {
        program.resize(76, 1).keys("G");
        program.resize(76, rows);
        program.screen();
        // The last row is visible, and a page that shows all of the article begins with its first row.
        assert_eq!(program.model.reader().top(), expected, "{rows}");
        assert_eq!(program.model.spread().range().end, program.model.reader().height(), "{rows}");
    }
}
