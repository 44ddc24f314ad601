//! Selecting rows of the list: marks, copying, and the pointer.

use inkstone::app::{Effect, Focus, PointerKind};
use inkstone::locale::Lang;
use inkstone::marks::Edit;

use super::{NARROW, WIDE, on};
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

/// The selected rows, counted from 1.
fn selected(program: &Program) -> Option<(usize, usize)> {
    program.model.list().selected().map(|rows| (rows.start + 1, rows.end))
}

/// For each row whether it is read and whether it is starred, as `r`, `s`, `b` for both, or `.`.
fn marks(program: &Program) -> String {
    let sign = |id| match (program.model.marks().is_read(id), program.model.marks().is_starred(id)) {
        (true, true) => 'b',
        (true, false) => 'r',
        (false, true) => 's',
        (false, false) => '.',
    };
    program.model.list().rows().iter().map(sign).collect()
}

#[test]
fn moves_extend_the_selection() {
    let home = Home::seed();
    for (keys, expected) in [
        ("v", Some((1, 1))),
        ("vj", Some((1, 2))),
        ("v3j", Some((1, 4))),
        ("v9j", Some((1, 5))),
        ("jvG", Some((2, 5))),
        ("Gvg", Some((1, 5))),
        ("Gvkk", Some((3, 5))),
        ("vGk", Some((1, 4))),
        ("vd", Some((1, 5))),
        ("Gvu", Some((1, 5))),
        ("jv3G", Some((2, 3))),
        ("v50%", Some((1, 3))),
        ("jjvjok", Some((2, 4))),
        ("jjvkoj", Some((2, 4))),
        ("vjv", None),
        ("vj<Esc>", None),
        ("vjq", None),
        ("vj<Enter>", None),
        ("vj<Tab>", None),
    ] {
        for size in [WIDE, NARROW] {
            let mut program = on(&home, size);
            program.keys(keys);
            assert_eq!(selected(&program), expected, "{keys} {size:?}");
            assert!(!program.has_quit(), "{keys}");
        }
    }
}

#[test]
fn a_mark_applies_to_all_selected_rows_and_undo_gives_all_back() {
    let home = Home::seed();
    // Without a mark of a row before, and with one.
    for (keys, before, after, notice) in [
        ("vjjr", ".....", "rrr..", " 已将 3 篇标为已读，按 U 撤销"),
        ("vjjs", ".....", "sss..", " 已为 3 篇加星标，按 U 撤销"),
        ("jrgvjjr", ".r...", "rrr..", " 已将 2 篇标为已读，按 U 撤销"),
        ("rjrkvjr", "rr...", ".....", " 已将 2 篇标为未读，按 U 撤销"),
        ("sjskvjs", "ss...", ".....", " 已取消 2 篇的星标，按 U 撤销"),
        ("vGsgvGr", "sssss", "bbbbb", " 已将 5 篇标为已读，按 U 撤销"),
    ] {
        let mut program = on(&home, WIDE);
        program.keys(keys);
        assert_eq!(marks(&program), after, "{keys}");
        assert_eq!(selected(&program), None, "{keys}");
        assert!(program.status().starts_with(notice), "{keys}: {}", program.status());
        let saved = program.asked.iter().rev().find_map(|effect| match effect {
            Effect::Save(paths, Edit::Read(_) | Edit::Starred(_)) => Some(paths.len()),
            _ => None,
        });
        assert_eq!(saved, Some(before.chars().zip(after.chars()).filter(|(a, b)| a != b).count()), "{keys}");
        program.keys("U");
        assert_eq!(marks(&program), before, "{keys}");
    }
}

#[test]
fn the_status_line_counts_the_rows() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start(WIDE, Lang::English));
    assert!(program.keys("v").status().contains("  1 ROW  1/5"), "{}", program.status());
    assert!(program.keys("jj").status().contains("  3 ROWS  3/5"), "{}", program.status());
    assert!(!program.keys("<Esc>").status().contains("ROW"));
}

#[test]
fn selected_rows_are_copied_as_addresses_or_as_titles() {
    let home = Home::seed();
    let mut program = on(&home, WIDE);
    program.keys("jvjy");
    let paths = program.asked.iter().rev().find_map(|effect| match effect {
        Effect::CopyAddresses(paths) => Some(paths.iter().map(|path| path.to_str().unwrap()).collect::<Vec<_>>()),
        _ => None,
    });
    assert_eq!(paths.map(|paths| paths.len()), Some(2));
    assert_eq!(selected(&program), None);
    assert_eq!(program.keys("vjY").copied(), "长文章\n轻舟记");
    assert_eq!(selected(&program), None);
}

#[test]
fn all_selected_rows_are_sent_to_a_program() {
    let home = Home::seed();
    let mut program = on(&home, WIDE);
    program.keys("jvj|cat -n<CR>");
    let sent = program.asked.iter().rev().find_map(|effect| match effect {
        Effect::PipeArticles(command, paths) => {
            let names = paths.iter().filter_map(|path| path.file_stem()?.to_str()).collect::<Vec<_>>();
            Some((command.as_str(), names))
        }
        _ => None,
    });
    assert_eq!(sent, Some(("cat -n", vec!["杏花村", "长文章"])));
    assert_eq!(selected(&program), None);
}

#[test]
fn without_a_selection_the_article_at_the_cursor_is_sent() {
    let home = Home::seed();
    let sent = |program: &Program| {
        program.asked.iter().rev().find_map(|effect| match effect {
            Effect::PipeArticles(_, paths) => {
                Some(paths.iter().filter_map(|path| path.file_stem()?.to_str()).collect())
            }
            Effect::Pipe(_, text) => text.lines().next().map(str::to_owned),
            _ => None,
        })
    };
    // Nothing is open; the article at the cursor is; another one is.
    for (keys, expected) in [("j", "杏花村"), ("j<CR>q", "杏花村"), ("<CR>qj", "杏花村")] {
        let mut program = on(&home, (80, 24));
        assert_eq!(sent(program.keys(keys).keys("|cat<CR>")).as_deref(), Some(expected), "{keys}");
    }
}

#[test]
fn without_an_article_no_program_is_asked_for() {
    let home = Home::empty();
    let mut program = on(&home, (80, 24));
    program.keys("|");
    assert!(program.status().starts_with(" 未打开文章"), "{}", program.status());
    let home = Home::seed();
    let mut program = on(&home, (80, 24));
    program.keys("t");
    assert!(program.status().starts_with(" 未打开文章"), "{}", program.status());
}

#[test]
fn the_fixed_row_stays_on_its_article() {
    let home = Home::seed();
    let mut program = on(&home, WIDE);
    // Sorted by title, the rows are others; the fixed article keeps its row, as the cursor does.
    program.keys("vjj");
    let ends = |program: &Program| {
        let rows = program.model.list().rows();
        let title = |row: usize| rows.get(row).map(|id| program.model.library().title(id).to_owned()).unwrap();
        let selected = program.model.list().selected().unwrap();
        let mut ends = [title(selected.start), title(selected.end - 1)];
        ends.sort();
        ends
    };
    let before = ends(&program);
    program.keys("Sjj<Enter>");
    assert_eq!(ends(&program), before);
    // What is no longer listed ends the selection.
    program.keys("<Esc>Sg<Enter>gvj/轻舟记");
    assert_eq!(selected(&program), None);
}

#[test]
fn dragging_over_rows_selects_them() {
    let home = Home::seed();
    for size in [WIDE, NARROW] {
        let mut program = on(&home, size);
        program.screen();
        program.point(PointerKind::Press, 5, 1);
        program.point(PointerKind::Drag, 6, 1);
        assert_eq!(selected(&program), None, "still the same row");
        program.point(PointerKind::Drag, 6, 3);
        assert_eq!(selected(&program), Some((2, 4)));
        program.point(PointerKind::Drag, 6, 0);
        assert_eq!(selected(&program), Some((1, 2)));
        program.point(PointerKind::Release, 6, 0);
        assert_eq!((selected(&program), program.model.focus()), (Some((1, 2)), Focus::List));
        program.keys("r");
        assert_eq!(marks(&program), "rr...");
        // The next press ends it.
        program.click(5, 4);
        assert_eq!(selected(&program), None);
    }
}

#[test]
fn selected_rows_on_the_screen() {
    let home = Home::seed();
    let mut begun = start(NARROW, Lang::English);
    begun.theme = inkstone::theme::Theme::named("mono").unwrap();
    let mut program = Program::new(home.source(), begun);
    insta::assert_snapshot!(program.keys("jvjs").styled());
}
