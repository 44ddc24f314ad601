//! The list in a terminal: marks of selected rows, and the width of the panes, which are there again at the next start.

use crate::harness::collection::Home;
use crate::harness::terminal::{ESC, Terminal};

/// Control-w, before the keys of the panes.
const CTRL_W: &str = "\x17";

/// The column of the line between list and article; `None` if one of them is alone.
fn border(screen: &str) -> Option<usize> {
    let row = screen.lines().nth(30)?;
    let (left, _) = row.split_once('│')?;
    Some(left.chars().count())
}

/// The number of rows of the list that are marked as unread.
fn unread(screen: &str) -> usize {
    screen.lines().filter(|row| row.starts_with('●')).count()
}

fn has_border(program: &mut Terminal, column: Option<usize>) {
    program.wait_for(&format!("a border at {column:?}"), |screen| border(screen) == column);
}

#[test]
fn a_path_that_does_not_exist_is_told_on_the_screen() {
    let home = Home::pair();
    let arguments = [home.posts().join("a.md").into_os_string(), home.path("gone.md").into_os_string()];
    let mut program = Terminal::start(&home, &arguments, 120, 24);
    program.shows("gone.md”的文件、文件夹或文集");
    assert_eq!(program.send("qqq").ends().exit_code(), 2);
}

#[test]
fn selected_rows_are_marked_together() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows_all_titles().wait_for("unread articles", |screen| unread(screen) == 5);
    program.send("jvjj").shows("选中 3 行").send("r").shows("已将 3 篇标为已读");
    program.wait_for("two unread articles", |screen| unread(screen) == 2).send(ESC).hides("选中");
    program.quit();
    let mut program = home.start(120, 40);
    program.shows_all_titles().wait_for("two unread articles", |screen| unread(screen) == 2);
    // The pointer selects too; what is taken back is saved as well.
    program.send("\x1b[<0;5;1M\x1b[<32;5;2M\x1b[<32;5;5M\x1b[<0;5;5m").shows("选中 5 行");
    program.send("r").wait_for("no unread articles", |screen| unread(screen) == 0);
    program.send("U").wait_for("two unread articles", |screen| unread(screen) == 2).send(ESC).hides("选中");
    program.quit();
    let mut program = home.start(120, 40);
    program.shows_all_titles().wait_for("two unread articles", |screen| unread(screen) == 2).quit();
}

#[test]
fn the_panes_are_as_they_were_left() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼");
    has_border(&mut program, Some(48));
    program.send("\x1b[<0;49;10M\x1b[<32;55;10M\x1b[<32;61;11M\x1b[<0;61;11m");
    has_border(&mut program, Some(60));
    program.send(CTRL_W).send(">").shows("列表宽度 62");
    has_border(&mut program, Some(62));
    program.quit();
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼");
    has_border(&mut program, Some(62));
    program.send(CTRL_W).send("o").shows("只显示列表");
    has_border(&mut program, None);
    program.quit();
    let mut program = home.start(120, 40);
    program.shows_all_titles().hides("北冥有鱼");
    has_border(&mut program, None);
    program.send(CTRL_W).send("o").shows("北冥有鱼").send(CTRL_W).send("o");
    has_border(&mut program, Some(62));
    program.send(CTRL_W).send("=").shows("列表宽度 48");
    has_border(&mut program, Some(48));
    program.quit();
}
