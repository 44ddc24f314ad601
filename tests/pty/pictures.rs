//! Pictures in terminals that answer the queries about them: what is sent, and what is left behind.

use std::ffi::OsString;

use super::harness::collection::{Home, article};
use super::harness::terminal::{ENTER, Terminal};

const KITTY: (&str, &str) = ("\x1b_Gi=31,", "\x1b_Gi=31;OK\x1b\\");

/// An article with a picture of 4 × 3 cells.
fn home() -> Home {
    let home = Home::empty();
    home.picture("a.bmp", (40, 60), 9);
    home.write("a.md", &article("T", 1, "x", "<p>Above</p><img src=\"a.bmp\" alt=\"A cat\"><p>Below</p>"));
    home
}

fn start(home: &Home, environment: &[(&str, &str)], replies: &[(&'static str, &'static str)]) -> Terminal {
    let mut command = vec![OsString::from(env!("CARGO_BIN_EXE_inkstone"))];
    command.extend(home.directories());
    command.push(home.posts().into_os_string());
    let mut program = Terminal::spawn_in(home, command, environment, 80, 24);
    program.replies = replies.to_vec();
    program.shows("T").send(ENTER).shows("Below");
    program
}

fn count(program: &Terminal, text: &str) -> usize {
    String::from_utf8_lossy(&program.written).matches(text).count()
}

#[track_caller]
fn waits_for(program: &mut Terminal, text: &str, times: usize) {
    program.wait_until(text, |program| count(program, text) >= times);
}

#[test]
fn kitty_keeps_a_picture_until_the_program_ends() {
    let home = home();
    let mut program = start(&home, &[], &[KITTY, ("\x1b[c", "\x1b[?62;c")]);
    waits_for(&mut program, "a=T,U=1,", 1);
    let written = String::from_utf8_lossy(&program.written).into_owned();
    let id = written.split("_Gq=2,i=").nth(1).and_then(|rest| rest.split(',').next()).unwrap().to_owned();
    waits_for(&mut program, "\u{10eeee}", 12);
    // Another frame does not send it again; a new screen does.
    program.send("j").send("\x0c");
    waits_for(&mut program, "a=T,U=1,", 2);
    let deletion = format!("\x1b_Ga=d,d=I,i={id},q=2\x1b\\");
    assert_eq!(count(&program, &deletion), 1);
    program.send("qq");
    assert_eq!(program.ends().exit_code(), 0);
    assert_eq!(count(&program, &deletion), 2);
}

#[test]
fn sixels_and_inline_images_are_sent_by_rows_and_again_after_scrolling() {
    for (environment, replies, sent) in [
        (&[][..], &[("\x1b[c", "\x1b[?62;4;22c")][..], "\x1bP"),
        (&[("TERM_PROGRAM", "iTerm.app")], &[], "\x1b]1337;File=inline=1;"),
    ] {
        let home = home();
        home.write(
            "a.md",
            &article("T", 1, "x", &format!("<p>Above</p><img src=\"a.bmp\"><p>Below</p>{}", "<p>x</p>".repeat(40))),
        );
        let mut program = start(&home, environment, replies);
        waits_for(&mut program, sent, 3);
        program.send("j");
        waits_for(&mut program, sent, 6);
        program.send("i").shows("图片");
        program.wait_until("the text", |program| program.screen().contains("a.bmp"));
        program.send("qq");
        assert_eq!(program.ends().exit_code(), 0);
    }
}

#[test]
fn a_terminal_that_says_nothing_gets_half_blocks_if_it_has_all_colours() {
    let home = home();
    let mut program = start(&home, &[("COLORTERM", "truecolor")], &[]);
    program.shows("▀▀▀▀").shows("A cat").send("qq");
    assert_eq!(program.ends().exit_code(), 0);
    let mut program = start(&home, &[], &[]);
    program.shows("[图] A cat").send("qq");
    assert_eq!((program.ends().exit_code(), count(&program, "▀")), (0, 0));
}

#[test]
fn a_late_reply_is_no_key_and_shows_pictures() {
    let home = home();
    let mut program = start(&home, &[("COLORTERM", "truecolor")], &[("\x1b[c", "\x1b[?62;c")]);
    program.shows("▀▀▀▀").send(KITTY.1);
    waits_for(&mut program, "a=T,U=1,", 1);
    program.shows("Below").send("qq");
    assert_eq!(program.ends().exit_code(), 0);
}

#[test]
fn pictures_are_deleted_for_another_program_and_sent_again_after_it() {
    let home = home();
    let mut program = start(&home, &[("EDITOR", "true")], &[KITTY, ("\x1b[c", "\x1b[?62;c")]);
    waits_for(&mut program, "a=T,U=1,", 1);
    program.send("e");
    waits_for(&mut program, "a=T,U=1,", 2);
    // Once when the editor gets the terminal, and once for a terminal that has not lost them.
    assert_eq!(count(&program, "_Ga=d,d=I,"), 2);
    program.shows("Below").send("qq");
    assert_eq!(program.ends().exit_code(), 0);
}

#[test]
fn a_picture_is_saved_to_a_new_file_only() {
    let home = home();
    let mut program = start(&home, &[("COLORTERM", "truecolor")], &[]);
    program.shows("▀▀▀▀").send(ENTER).shows("100%  1/1").send("w").shows("a.bmp").send("copy.bmp").send(ENTER);
    program.shows("copy.bmp");
    let copy = home.path("copy.bmp");
    program.wait_until("the file", |_| copy.exists());
    assert_eq!(std::fs::read(&copy).unwrap(), std::fs::read(home.posts().join("a.bmp")).unwrap());
    std::fs::write(&copy, "own").unwrap();
    program.send("w").send("copy.bmp").send(ENTER).shows("已存在").send("qqq");
    assert_eq!(program.ends().exit_code(), 0);
    assert_eq!(std::fs::read_to_string(&copy).unwrap(), "own");
}
