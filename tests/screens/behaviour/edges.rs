//! The edges of the page: beside the scroll bar and at the end of the pane, nothing of the text is lost.

use inkstone::app::ViewRow;
use inkstone::locale::Lang;
use inkstone::text::clusters;
use inkstone::typeset::{Columns, Hang, Writing};

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// Text that is longer than the screen, with many marks that may hang.
fn body() -> String {
    let paragraph = |number: usize| {
        let words = ["觉得 iOS 开发", "是自己的薄弱环节", "，", "三四五六七", "。", "八九", "、", "Rust 十"];
        let text: String = (0..60).map(|at| words[(at * 7 + number * at + number) % words.len()]).collect();
        format!("<p>{text}。</p>")
    };
    (0..12).map(paragraph).collect()
}

/// The glyphs of the visible rows that are not on the screen, with their places.
fn lost(program: &mut Program) -> Vec<(u16, u16, String)> {
    let buffer = program.buffer();
    let (model, profile) = (&program.model, program.model.profile());
    let view = model.reader().view().expect("an article is open");
    let mut lost = Vec::new();
    for (row, (x, y)) in model.spread().rows() {
        let Some(ViewRow::Head(line) | ViewRow::Body(line)) = view.row(row) else { continue };
        for run in line.runs {
            let mut column = x + run.column;
            for (_, cluster) in clusters(line.shown(run)) {
                if buffer.cell((column, y)).is_none_or(|cell| cell.symbol() != cluster) {
                    lost.push((column, y, cluster.to_owned()));
                }
                column += u16::from(profile.cluster(cluster));
            }
        }
    }
    lost
}

#[test]
fn every_glyph_of_the_visible_rows_is_on_the_screen() {
    let home = Home::empty();
    home.write("a.md", &article("题目，很长的题目。", 14, "x", &body()));
    for (hang, columns) in [(Hang::Auto, Columns::One), (Hang::On, Columns::One), (Hang::Auto, Columns::Two)] {
        let mut begun = start((80, 16), Lang::English);
        begun.measure = 400;
        (begun.config.typography.hang, begun.config.typography.columns) = (hang, columns);
        let mut program = Program::new(home.source(), begun);
        program.keys("<CR>");
        for zen in ["", "Z"] {
            program.keys(zen);
            for width in 8..=125 {
                program.resize(width, 16);
                assert_eq!(lost(&mut program), [], "{hang:?} {columns:?} {zen} {width}");
            }
        }
    }
}

#[test]
fn every_measure_leaves_room_for_what_hangs() {
    let home = Home::empty();
    home.write("a.md", &article("题目", 14, "x", &body()));
    for size in [(119, 16), (120, 16), (41, 16)] {
        for measure in 20..=80 {
            let mut begun = start(size, Lang::English);
            begun.measure = measure;
            begun.config.typography.hang = Hang::On;
            let mut program = Program::new(home.source(), begun);
            program.keys("<CR>");
            assert_eq!(lost(&mut program), [], "{size:?} {measure}");
        }
    }
}

/// The number of full-width marks that may hang, on the screen and in the visible lines.
#[test]
fn vertical_lines_keep_their_marks() {
    let home = Home::empty();
    let text = "一二三四五六，七八九十。".repeat(40);
    home.write("a.md", &article("题目", 14, "x", &format!("<p>{text}</p>")));
    for hang in [Hang::Auto, Hang::On] {
        let mut begun = start((80, 24), Lang::English);
        (begun.config.typography.hang, begun.config.typography.writing) = (hang, Writing::Vertical);
        let mut program = Program::new(home.source(), begun);
        program.keys("<CR>");
        for (width, rows) in (4..26).flat_map(|rows| [79, 80, 119, 120].map(|width| (width, rows))) {
            program.resize(width, rows);
            let buffer = program.buffer();
            let placing = program.model.placing();
            let view = program.model.reader().view().expect("an article is open");
            let top = program.model.reader().top();
            for line in 0..placing.lines() {
                let Some(ViewRow::Body(shown)) = view.row(top + line) else { continue };
                for run in shown.runs {
                    let mut column = run.column;
                    for (_, cluster) in clusters(shown.shown(run)) {
                        let cells = u16::from(program.model.profile().cluster(cluster));
                        let of = inkstone::app::CellsOf { line: line as isize, stride: 2, column, cells };
                        let drawn = placing.rects(of).next().and_then(|rect| buffer.cell((rect.x, rect.y)));
                        assert_eq!(drawn.map(|cell| cell.symbol()), Some(cluster), "{hang:?} {width}×{rows}");
                        column += cells;
                    }
                }
            }
        }
    }
}
