//! Presets of keys, their hints, and kitty's keyboard protocol, in a terminal.

use std::fs;

use crate::harness::collection::Home;
use crate::harness::terminal::{LEFT_ALTERNATE, Terminal};

fn with_preset(preset: &str) -> (Home, Terminal) {
    let home = Home::seed();
    fs::write(home.path("config.toml"), format!("[keys]\npreset = \"{preset}\"\n")).unwrap();
    let program = home.start(80, 24);
    (home, program)
}

fn ends(mut program: Terminal) {
    assert_eq!(program.ends().exit_code(), 0);
}

#[test]
fn the_keys_of_vim() {
    let (_home, mut program) = with_preset("vim");
    program.send("G").shows("5/5").send("gg").shows("1/5").send("j").shows("2/5");
    // What can follow is shown after a while, and the key that follows still counts.
    program.send("g").shows("┌─ g").shows("T  上一篇").send("g").hides("┌─ g").shows("1/5");
    program.send("3").shows("┌─ 3").send("\x1b").hides("┌─ 3");
    program.send("ZZ");
    ends(program);
}

#[test]
fn the_keys_of_less() {
    let (_home, mut program) = with_preset("less");
    program.send(">").shows("5/5").send("<").shows("1/5").send("e").shows("2/5").send("y").shows("1/5");
    program.send("jj\r").shows("%").send("?【").shows("/").send("\r").send("Q");
    ends(program);
}

#[test]
fn the_keys_of_emacs() {
    let (_home, mut program) = with_preset("emacs");
    // C-n, M->, M-<, C-p
    program.send("\x0e").shows("2/5").send("\x1b>").shows("5/5").send("\x1b<").shows("1/5");
    // C-s, C-g; M-x, C-g
    program
        .send("\x13")
        .shows("搜索：")
        .send("\x07")
        .hides("搜索：")
        .send("\x1bx")
        .shows("│:")
        .send("\x07")
        .hides("│:");
    // C-x, and what can follow
    program.send("\x18").shows("┌─ <C-x>").shows("<C-c>").send("\x03");
    ends(program);
}

#[test]
fn the_keyboard_protocol_is_used_where_the_terminal_has_it() {
    let home = Home::seed();
    fs::write(home.path("config.toml"), "[keys.list]\n\"<C-i>\" = \"bottom\"\n\"<C-c>\" = \"top\"\n").unwrap();
    let mut program = Terminal::start(&home, &[home.posts().into_os_string()], 80, 24);
    program.replies = vec![("\x1b[?u\x1b[c", "\x1b[?0u\x1b[?62c")];
    program.shows_all_titles();
    program.wait_until("the protocol", |program| String::from_utf8_lossy(&program.written).contains("\x1b[>5u"));
    // Ctrl-I, which is not Tab; Ctrl-C on another layout; its release; Escape.
    program.send("\x1b[105;5u").shows("5/5").send("\x1b[1089::99;5u").shows("1/5").send("\x1b[1089::99;5:3u");
    program.send("/").shows("搜索：").send("\x1b[27u").hides("搜索：");
    program.quit();
    let written = String::from_utf8_lossy(&program.written).into_owned();
    let (off, left) = (written.find("\x1b[<u").unwrap(), written.find(LEFT_ALTERNATE).unwrap());
    assert!(off < left);
    // Where it has not, nothing is sent.
    let mut program = home.start(80, 24);
    program.quit();
    assert!(!String::from_utf8_lossy(&program.written).contains("\x1b[>5u"));
    assert!(!String::from_utf8_lossy(&program.written).contains("\x1b[<u"));
}
