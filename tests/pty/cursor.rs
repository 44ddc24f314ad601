//! The colour of the cursor.

use std::ffi::OsString;

use crate::harness::collection::Home;
use crate::harness::terminal::{ENTER, LEFT_ALTERNATE, Terminal};
use crate::start_in_a_shell;

/// What sets a colour, that of text in the theme sepia, and the terminal's own.
const ANY: &str = "\x1b]12;";
const SEPIA: &str = "\x1b]12;#433422\x1b\\";
const RESET: &str = "\x1b]112\x1b\\";

fn start(home: &Home, theme: &str) -> Terminal {
    let settings = [format!("theme={theme}"), "editor=/bin/true".to_owned()];
    let settings = settings.into_iter().flat_map(|setting| ["-c".into(), setting.into()]);
    let mut command = vec![OsString::from(env!("CARGO_BIN_EXE_inkstone"))];
    command.extend(home.directories());
    command.extend(settings.chain([home.posts().into_os_string()]));
    // The colour of the theme itself, not the nearest of 256.
    let mut program = Terminal::spawn_in(home, command, &[("COLORTERM", "truecolor")], 100, 30);
    program.shows_all_titles();
    program
}

fn written(program: &Terminal) -> String {
    String::from_utf8_lossy(&program.written).into_owned()
}

/// Whether the cursor has the colour of text in the theme sepia. `false` if it has the terminal's own.
fn is_sepia(program: &Terminal) -> bool {
    let written = written(program);
    written.rfind(SEPIA) > written.rfind(RESET) && written.rfind(SEPIA) == written.rfind(ANY)
}

#[test]
fn the_cursor_has_the_colour_of_text_on_a_page_of_another_colour() {
    let home = Home::seed();
    let mut program = start(&home, "sepia");
    assert!(is_sepia(&program) && !written(&program).contains(RESET));
    // Another program gets the terminal as it was.
    program.send("e");
    program.wait_until("the end of the editor", |program| written(program).contains(RESET) && is_sepia(program));
    assert_eq!((written(&program).matches(ANY).count(), written(&program).matches(RESET).count()), (2, 1));
    // A theme that leaves colours to the terminal.
    program.send(":set theme dark").send(ENTER);
    program.wait_until("the other theme", |program| !is_sepia(program));
    program.send(":set theme sepia").send(ENTER);
    program.wait_until("the theme", |program| is_sepia(program));
    program.quit();
    program.wait_until("the end", |program| !is_sepia(program));
    let written = written(&program);
    assert!(written.rfind(RESET) < written.rfind(LEFT_ALTERNATE) && written.rfind(ANY) < written.rfind(RESET));
}

/// Whether the last thing written of the colour of the cursor is that it is the terminal's own.
fn is_reset(program: &Terminal) -> bool {
    let written = written(program);
    written.rfind(RESET) > written.rfind(ANY)
}

#[test]
fn a_suspended_program_leaves_the_cursor_as_it_was() {
    let home = Home::seed();
    std::fs::write(home.path("config.toml"), "theme = \"sepia\"\n").unwrap();
    let mut program = start_in_a_shell(&home, &home.posts());
    program.shows_all_titles();
    assert!(written(&program).contains(ANY) && !is_reset(&program));
    program.send("\x1a").shows("stopped 148");
    program.terminal_is_restored();
    assert!(is_reset(&program), "{}", written(&program));
    program.send("\r").shows("鲲鹏志");
    program.wait_until("the colour again", |program| !is_reset(program));
    program.send("q").shows("ended 0");
    program.ends();
    assert!(is_reset(&program));
}

/// Not a test: what [`a_panic_leaves_the_cursor_as_it_was`] runs on a terminal.
#[test]
#[ignore = "takes the terminal and panics"]
fn panics_with_a_coloured_cursor() {
    let mut session = inkstone::term::Session::start(false, false).unwrap();
    session.color_cursor(Some((0x43, 0x34, 0x22))).unwrap();
    panic!("the ink is dry");
}

#[test]
fn a_panic_leaves_the_cursor_as_it_was() {
    let home = Home::empty();
    let own = std::env::current_exe().unwrap().into_os_string();
    let arguments = ["--ignored", "--exact", "cursor::panics_with_a_coloured_cursor", "--nocapture"];
    let command = [own].into_iter().chain(arguments.map(OsString::from)).collect();
    let mut program = Terminal::spawn(&home, command, 80, 24);
    assert_eq!(program.ends().exit_code(), 101);
    program.terminal_is_restored();
    let written = written(&program);
    let [colored, reset, left, told] = [SEPIA, RESET, LEFT_ALTERNATE, "the ink is dry"].map(|text| written.find(text));
    assert!(colored.is_some() && colored < reset && reset < left && left < told, "{written}");
    assert_eq!((written.matches(ANY).count(), written.matches(RESET).count()), (1, 1));
}

#[test]
fn a_theme_without_colours_of_its_own_leaves_the_cursor_alone() {
    let home = Home::seed();
    let mut program = start(&home, "dark");
    program.send("j");
    program.quit();
    assert!(!written(&program).contains("\x1b]12;") && !written(&program).contains(RESET));
}
