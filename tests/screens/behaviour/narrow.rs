//! Windows so narrow that not everything has room: messages, input lines, menus.

use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

#[test]
fn messages_are_whole() {
    let home = Home::seed();
    for (size, lines) in [((40, 12), 1), ((20, 8), 3), ((12, 10), 4)] {
        let mut program = Program::new(home.source(), start(size, Lang::English));
        program.keys("&");
        let rows = program.rows();
        let shown = rows[rows.len() - lines..].iter().map(|row| row.trim()).collect::<Vec<_>>().join(" ");
        // The position is on the last row, if there is room for it.
        let shown = shown.strip_suffix("1/5").unwrap_or(&shown).trim_end();
        assert_eq!((shown, said(&program).as_str()), ("& is not bound; press ? for the keys", shown));
        // With the next key the rows below are there again.
        let hidden = program.keys("j").rows();
        assert!(!hidden.iter().any(|row| row.contains("bound") || row.contains("keys")), "{hidden:?}");
    }
    // Where there is room, the position stays.
    let mut program = Program::new(home.source(), start((80, 24), Lang::English));
    assert!(program.keys("&").status().ends_with(" 1/5"), "{}", program.status());
}

#[test]
fn three_lines_are_enough_to_choose_and_to_type() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start((10, 3), Lang::English));
    program.keys("S");
    assert_eq!(program.rows()[0].trim_end(), " * newes…");
    program.keys("<Esc>:");
    assert_eq!(program.rows()[0].trim_end(), ":");
    program.keys("<Esc>/abcdefgh");
    assert_eq!(program.status().trim_end(), " abcdefgh");
}
