//! The panes: the width of the list, and which of them are shown.

use inkstone::app::{Event, Focus, Layout, PointerKind, Target};
use inkstone::locale::Lang;

use super::{NARROW, WIDE, on, remembered};
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

/// The widths of list and reader.
fn widths(program: &Program) -> (Option<u16>, Option<u16>) {
    let panes = program.model.panes();
    (panes.list.map(|pane| pane.width), panes.reader.map(|pane| pane.width))
}

#[test]
fn keys_change_the_width_of_the_list() {
    let home = Home::seed();
    for (keys, list) in [
        ("", 48),
        ("<C-w>>", 50),
        ("<C-w><lt>", 46),
        ("4<C-w>>", 56),
        ("999<C-w>>", 79),
        ("999<C-w><lt>", 20),
        ("999<C-w>><C-w><lt>", 77),
        ("4<C-w>><C-w>=", 48),
        ("<Tab>4<C-w>>", 56),
    ] {
        let mut program = on(&home, WIDE);
        program.keys(keys);
        assert_eq!(widths(&program), (Some(list), Some(119 - list)), "{keys}");
        assert_eq!(program.model.reader().view().map(|_| ()), Some(()), "{keys}: the article is composed");
        if !keys.is_empty() {
            let kept = if keys.ends_with('=') { "auto".to_owned() } else { list.to_string() };
            assert_eq!(remembered(&program, "width"), Some(format!("{kept} auto")), "{keys}");
        }
    }
    let mut program = on(&home, WIDE);
    assert!(program.keys("<C-w>>").status().starts_with(" 列表宽度 50"));
}

#[test]
fn the_border_is_dragged() {
    let home = Home::seed();
    let mut program = on(&home, WIDE);
    program.screen();
    assert_eq!(program.point(PointerKind::Press, 48, 10), Some(Target::Border));
    program.point(PointerKind::Drag, 60, 12);
    assert_eq!(widths(&program).0, Some(60));
    assert_eq!(remembered(&program, "width"), None, "not before the release");
    program.point(PointerKind::Drag, 110, 12);
    program.point(PointerKind::Release, 110, 12);
    assert_eq!((widths(&program).0, remembered(&program, "width")), (Some(79), Some("79 auto".to_owned())));
    assert_eq!(program.model.focus(), Focus::List);
}

#[test]
fn a_narrower_window_keeps_the_chosen_width_for_later() {
    let home = Home::seed();
    let mut begun = start(WIDE, Lang::English);
    begun.layout = Layout { one: false, list: Some(70) };
    let mut program = Program::new(home.source(), begun);
    for (columns, list) in [(120, Some(70)), (100, Some(59)), (99, Some(99)), (140, Some(70))] {
        program.send(Event::Resize(columns, 40));
        assert_eq!(widths(&program).0, list, "{columns}");
    }
}

#[test]
fn the_panes_are_shown_together_or_alone() {
    let home = Home::seed();
    let mut program = on(&home, WIDE);
    let both = (Some(48), Some(71));
    assert_eq!(widths(&program), both);
    program.keys("<C-w>o");
    assert_eq!((widths(&program), remembered(&program, "panes")), ((Some(120), None), Some("one two".to_owned())));
    // One pane works like a narrow window.
    program.keys("j<Enter>");
    assert_eq!((widths(&program), program.reading().as_str()), ((None, Some(120)), "杏花村"));
    program.keys("h");
    assert_eq!(widths(&program), (Some(120), None));
    program.keys("<C-w>o");
    assert_eq!((widths(&program), program.model.focus()), ((None, Some(120)), Focus::Reader));
    // Zen comes and goes within it.
    program.keys("ZZ");
    assert_eq!(widths(&program), (None, Some(120)));
    program.keys("<C-w>o");
    assert_eq!((widths(&program), remembered(&program, "panes")), (both, Some("two two".to_owned())));
    // From the article, and from zen.
    program.keys("<C-w>o");
    assert_eq!((widths(&program), program.model.focus()), ((Some(120), None), Focus::List));
    program.keys("<C-w>o<C-w>o");
    assert_eq!(widths(&program), both);
    program.keys("Z<C-w>o");
    assert_eq!(widths(&program), (Some(120), None));
}

#[test]
fn settings_know_the_layout_that_keys_chose() {
    let home = Home::seed();
    let mut begun = start(WIDE, Lang::English);
    begun.layout = Layout { one: false, list: Some(70) };
    let mut program = Program::new(home.source(), begun);
    program.keys(":set list.width ");
    assert_eq!(program.rows_with("list.width 70").len(), 1);
    // What is tried out is taken back to what keys chose.
    program.keys("30");
    assert_eq!(widths(&program).0, Some(30));
    program.keys("<Esc>");
    assert_eq!(widths(&program).0, Some(70));
    program.keys(":set panes one");
    assert_eq!(widths(&program), (Some(120), None));
    program.keys("<Esc>");
    assert_eq!(widths(&program).0, Some(70));
    // What is written holds, although the file says the same as before.
    program.keys(":set! list.width auto<CR>");
    assert_eq!((widths(&program).0, remembered(&program, "width")), (Some(48), Some("auto auto".to_owned())));
}

#[test]
fn what_needs_both_panes_says_so() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start(NARROW, Lang::English));
    for keys in ["<C-w>o", "<C-w>>", "<C-w><lt>", "<C-w>="] {
        let notice = " List and article fit side by side from 100 columns on";
        assert!(program.keys(keys).status().starts_with(notice), "{keys}: {}", program.status());
    }
    let mut program = Program::new(home.source(), start(WIDE, Lang::English));
    assert!(program.keys("<C-w>o").status().starts_with(" The list alone"));
    assert!(program.keys("<C-w>>").status().starts_with(" List and article are not side by side"));
    // An empty list has no article to show alone.
    program.keys("/缺缺缺<Enter><C-w>o");
    assert_eq!(widths(&program), (Some(48), Some(71)));
}
