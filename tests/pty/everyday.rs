//! What the terminal says of itself: the report of `doctor`, and the theme of its background.

use std::ffi::OsString;
use std::fs;

use crate::harness::collection::Home;
use crate::harness::terminal::{LEFT_ALTERNATE, Terminal};

/// The background of the cell at the top right, which no text reaches.
fn background(program: &Terminal) -> vt100::Color {
    let (_, columns) = program.parser.screen().size();
    program.parser.screen().cell(0, columns.get() - 1).map_or(vt100::Color::Default, vt100::Cell::bgcolor)
}

/// sepia on a light background, with 256 colours.
const SEPIA: vt100::Color = vt100::Color::Idx(230);

#[test]
fn doctor_reports_what_the_terminal_says() {
    let home = Home::seed();
    let arguments = ["doctor", "posts", "--lang", "en"].map(OsString::from);
    let mut program = Terminal::start(&home, &arguments, 100, 90);
    program.replies = vec![(
        "\x1b[>0q\x1b[c",
        "\x1b[?2027;2$y\x1b[90;1R\x1b[90;3R\x1b[90;2R\x1b[90;3R\x1b[90;2R\x1b[90;3R\x1b[90;3R\x1b[90;3R\x1b[90;3R\
         \x1b_Gi=31;OK\x1b\\\x1b]11;rgb:fdfd/f6f6/e3e3\x07\x1b[6;20;10t\
         \x1b[?2026;2$y\x1b[?2031;0$y\x1b[?1004;2$y\x1b[?0u\x1bP>|foot(1.99)\x1b\\\x1b[?62;4c",
    )];
    program.wait_until("the end", |program| program.closed && program.child.try_wait().unwrap().is_some());
    let screen = program.screen();
    let value = |name: &str| {
        let row = screen.lines().find_map(|line| line.trim_start().strip_prefix(&format!("{name} ")));
        row.unwrap_or_else(|| panic!("no {name}: {screen}")).trim().to_owned()
    };
    for (name, expected) in [
        ("name", "foot(1.99)"),
        ("size", "100x90"),
        ("replies", "yes"),
        ("background", "#fdf6e3 (light)"),
        ("scheme-reports", "no"),
        ("graphics", "kitty"),
        ("cell", "10x20"),
        ("synchronized", "yes"),
        ("focus-reports", "yes"),
        ("keyboard-protocol", "yes"),
        ("clusters", "yes"),
        ("widths", "measured"),
        ("ambiguous", "narrow"),
    ] {
        assert_eq!(value(name), expected, "{name}");
    }
    program.terminal_is_restored();
    assert!(String::from_utf8_lossy(&program.written).contains(LEFT_ALTERNATE));
}

#[test]
fn a_terminal_that_says_nothing_is_not_waited_for_long() {
    let home = Home::seed();
    let arguments = ["doctor", "--lang", "en"].map(OsString::from);
    let mut program = Terminal::start(&home, &arguments, 100, 90);
    program.wait_until("the end", |program| program.closed && program.child.try_wait().unwrap().is_some());
    program.shows("replies            no").shows("does not answer questions");
    program.terminal_is_restored();
}

#[test]
fn the_theme_follows_the_background() {
    let home = Home::seed();
    fs::write(home.path("config.toml"), "[themes]\nlight = \"sepia\"\n").unwrap();
    let light = "\x1b]11;rgb:ffff/ffff/ffff\x1b\\\x1b[?62;22c";
    let begin = || {
        let mut program = Terminal::start(&home, &[home.posts().into_os_string()], 100, 30);
        program.replies = vec![("\x1b]11;?\x1b\\", light)];
        program
    };
    let mut program = begin();
    program.wait_until("the light theme", |program| background(program) == SEPIA);
    // The terminal changes while the program runs.
    program.send("\x1b[?997;1n");
    program.wait_until("the dark theme", |program| background(program) == vt100::Color::Default);
    program.send("\x1b[?997;2n");
    program.wait_until("the light theme", |program| background(program) == SEPIA);
    // A theme that was chosen stays, until `auto` is chosen again.
    program.shows_all_titles().send("Tgj\r").wait_until("dark", |program| background(program) == vt100::Color::Default);
    program.send("\x1b[?997;2n").send("Tg\r").wait_until("auto", |program| background(program) == SEPIA);
    program.quit();
    let written = String::from_utf8_lossy(&program.written).into_owned();
    assert_eq!((written.matches("\x1b[?2031h").count(), written.matches("\x1b[?2031l").count()), (1, 1));
    // Next time the first frame has it already, before anything is reported.
    let mut program = Terminal::start(&home, &[home.posts().into_os_string()], 100, 30);
    program.shows_all_titles();
    assert_eq!(background(&program), SEPIA);
    program.quit();
}

#[test]
fn a_setting_is_written_into_the_file_and_a_mistake_in_it_is_shown() {
    let home = Home::seed();
    let file = home.path("config.toml");
    let before = "# mine\nmouse = false   # no mouse\n\n[typography]\n# narrow\nmeasure = 80\n";
    fs::write(&file, before).unwrap();
    let mut program = home.start(120, 30);
    program.send(":set! typography.measure 44").shows("typography.measure 44").send("\r");
    let wanted = before.replace("80", "44");
    program.wait_until("the file", |_| fs::read_to_string(&file).unwrap() == wanted);
    // What is said stays: the file is not reported as changed by somebody else.
    program.shows("写入 config.toml").wait(700);
    program.shows("写入 config.toml");
    // Cancelled, nothing is written.
    program.send(":set typography.measure 50").shows("typography.measure 50").send("\x1b").hides("measure 50");
    assert_eq!(fs::read_to_string(&file).unwrap(), wanted);
    // A file with a mistake is taken up when it is saved without it; until then the mistake is shown, and nothing is
    // written into it.
    fs::write(&file, "theme = nord\n").unwrap();
    program.shows("config.toml:1");
    program.send(":set! mouse on\r").wait_for("where the mistake is", |screen| screen.contains("config.toml:1"));
    assert_eq!(fs::read_to_string(&file).unwrap(), "theme = nord\n");
    fs::write(&file, "theme = \"sepia\"\n").unwrap();
    program.wait_until("the theme", |program| background(program) == SEPIA);
    program.quit();
}

#[test]
fn a_file_that_is_read_only_is_not_replaced() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::seed();
    let file = home.path("config.toml");
    fs::write(&file, "# mine\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let mut program = home.start(80, 24);
    program.send(":set! typography.measure 44").shows("typography.measure 44").send("\r");
    program.shows("config.toml 是只读文件");
    program.send("/is:unread\x13").shows("保存为").send("a\r").shows("config.toml 是只读文件");
    assert_eq!(fs::read_to_string(&file).unwrap(), "# mine\n");
    program.quit();
}

#[test]
fn a_search_is_completed_saved_and_found_again() {
    let home = Home::seed();
    let file = home.path("config.toml");
    fs::write(&file, "# mine\n").unwrap();
    let mut program = home.start(120, 30);
    program.send("/category:xmt\t").shows("category:\"新媒体\"").send("\x13").send("媒体\r");
    program.wait_until("the file", |_| {
        fs::read_to_string(&file).unwrap() == "# mine\n\n[searches]\n\"媒体\" = 'category:\"新媒体\"'\n"
    });
    program.send("x").shows_all_titles().send("c").shows("已保存的搜索").send("\r");
    program.hides("寒梅赋").shows("鲲鹏志").shows("杏花村").quit();
}
