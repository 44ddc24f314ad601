//! Bad moments, and the pager.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use inkstone::store::State;
use rustix::process::Signal;

use crate::harness::collection::{Home, marker};
use crate::harness::terminal::{ENTER, ESC, Terminal};
use crate::{KNOWS_ALL, answers};

/// The program on its arguments, with more variables in the environment.
fn run(home: &Home, arguments: &[&str], environment: &[(&str, &str)], (cols, rows): (u16, u16)) -> Terminal {
    let mut command = vec![OsString::from(env!("CARGO_BIN_EXE_inkstone"))];
    command.extend(home.directories());
    command.extend(arguments.iter().map(OsString::from));
    Terminal::spawn_in(home, command, environment, cols, rows)
}

/// What is on the screen after the program has ended, and its exit code.
fn ended(mut program: Terminal) -> (String, u32) {
    program.wait_until("the end", |program| program.closed && program.child.try_wait().unwrap().is_some());
    (program.screen().trim().to_owned(), program.child.wait().unwrap().exit_code())
}

#[test]
fn a_pager_gets_what_is_longer_than_the_screen() {
    let home = Home::seed();
    let pager = home.path("pager");
    fs::write(&pager, "#!/bin/sh\necho pager $LESS $1; head -n 1; exit 3\n").unwrap();
    fs::set_permissions(&pager, fs::Permissions::from_mode(0o755)).unwrap();
    let own = pager.to_str().unwrap();
    let long = "posts/科技/源丙/长文章.md";
    let paged = |option: &str| format!("pager {option}\n长文章");
    let setting = format!("pager={own} b");
    let named = |name: &'static str| [("PAGER", own), ("NO_COLOR", "1"), (name, "")];
    for (arguments, environment, expected) in [
        (&["print", long][..], &[("PAGER", own), ("NO_COLOR", "1")][..], paged("FRX")),
        (&["print", long], &[("PAGER", own), ("NO_COLOR", "1"), ("LESS", "-S")], paged("-S")),
        (&["print", long, "-c", &setting], &[("PAGER", "false"), ("NO_COLOR", "1")], paged("FRX b")),
        (&["print", long, "-c", "pager=false"], &[("INKSTONE_PAGER", own), ("NO_COLOR", "1")], paged("FRX")),
    ] {
        assert_eq!(ended(run(&home, arguments, environment, (80, 10))), (expected, 0), "{arguments:?}");
    }
    // What fits the screen is just written.
    let short = ended(run(&home, &["print", "--body", "posts/生活/源戊/寒梅赋.md"], &named("X"), (80, 10)));
    assert_eq!(short, ("墙角数枝梅，凌寒独自开。".to_owned(), 0));
    let end = marker(60);
    for (arguments, environment) in [
        (&["print", "--no-pager", long][..], &[("PAGER", own)][..]),
        (&["print", long], &[("PAGER", "cat")]),
        (&["print", long], &[("PAGER", "")]),
        (&["print", long], &[("PAGER", own), ("INKSTONE_PAGER", "")]),
        (&["print", long, "-c", "pager=cat"], &[("PAGER", own)]),
        (&["print", long], &[("PAGER", own), ("TERM", "dumb")]),
        (&["print", long], &[("PAGER", own), ("TERM", "")]),
    ] {
        let (screen, code) = ended(run(&home, arguments, environment, (80, 10)));
        assert!(code == 0 && screen.contains(&end) && !screen.contains("pager"), "{environment:?}: {screen}");
    }
    // One that is named but not there costs only a line.
    let (screen, code) = ended(run(&home, &["print", long], &[("PAGER", "nosuch -x")], (80, 10)));
    assert!(code == 0 && screen.contains(&end), "{screen}");
    assert_eq!(screen.lines().last(), Some("inkstone: 无法启动 nosuch：No such file or directory"));
    // What is no article is told after the page.
    let missing = ended(run(&home, &["print", "posts", long], &[("PAGER", own), ("NO_COLOR", "1")], (80, 10)));
    assert_eq!(missing.1, 2);
    assert!(missing.0.starts_with(&paged("FRX")) && missing.0.contains("inkstone list posts"), "{}", missing.0);
}

#[test]
fn the_smallest_terminals_are_survived() {
    for (cols, rows) in [(10, 3), (1, 1), (3, 1), (2, 40), (200, 1)] {
        let home = Home::seed();
        let mut program = home.start(80, 24);
        program.resize(cols, rows);
        for keys in ["j", ENTER, "jG", "t", ESC, "?", ESC, "/x", ESC, "h", "c", ESC, "!", ESC, ":", ESC, "/a", ESC, "v"]
        {
            // An Esc is one only when nothing follows it at once.
            program.send(keys).wait(if keys == ESC { 150 } else { 40 });
        }
        program.send(ESC).wait(150);
        program.resize(80, 24);
        program.send("hh").shows("寒梅赋");
        program.resize(cols, rows);
        program.wait(60);
        program.quit();
    }
    // Also from the beginning.
    let home = Home::seed();
    let mut program = run(&home, &["posts"], &[], (10, 3));
    program.shows("鲲鹏");
    program.quit();
}

#[test]
fn a_dumb_terminal_gets_what_a_pipe_gets() {
    let home = Home::seed();
    for term in ["dumb", ""] {
        let (screen, code) = ended(run(&home, &["posts/生活/源戊/寒梅赋.md"], &[("TERM", term)], (100, 12)));
        let note = format!("inkstone: 此终端无法显示阅读界面（TERM={term}），改为像管道中那样输出\n");
        assert!(code == 0 && screen.starts_with(&note) && screen.ends_with("凌寒独自开。"), "{screen}");
        let (screen, code) = ended(run(&home, &["posts"], &[("TERM", term)], (100, 12)));
        assert!(code == 0 && screen.starts_with(&note) && screen.lines().count() == 6, "{screen}");
    }
}

#[test]
fn closed_streams_are_no_obstacle() {
    for close in ["<&-", "2>&-", "<&- 2>&-"] {
        let home = Home::seed();
        let mut command: Vec<OsString> =
            ["sh".into(), "-c".into(), format!("exec \"$@\" {close}").into(), "sh".into()].into();
        command.push(env!("CARGO_BIN_EXE_inkstone").into());
        command.extend(home.directories());
        command.push("posts".into());
        let mut program = Terminal::spawn(&home, command, 80, 24);
        program.shows_all_titles().send("j").send(ENTER).shows("牧童遥指");
        program.quit();
    }
}

#[test]
fn a_hangup_saves_what_was_read_and_marked() {
    for signal in [Signal::HUP, Signal::TERM] {
        let home = Home::seed();
        let mut program = home.start(120, 40);
        program.send("jj").send(ENTER).shows(&marker(1)).send("G").shows(&marker(60)).send("h").send("s").shows("★");
        program.signal(signal);
        program.ends();
        let mut program = home.start(120, 40);
        program.shows("★").shows(&marker(60));
        program.quit();
        let (state, _) = State::open(&home.path("data"));
        let marks = state.marks_under(&home.posts());
        assert_eq!(marks.values().filter(|mark| mark.starred).count(), 1, "{signal:?}");
    }
}

/// Lines with one mistake each, and what is said of it.
const MISTAKES: [(&str, &str); 20] = [
    ("thme = \"dark\"", "theme"),
    ("theme = \"drak\"", "dark"),
    ("focus = \"lst\"", "list"),
    ("mouse = \"maybe\"", "on"),
    ("watch = 3", "on"),
    ("release = \"drop\"", "copy"),
    ("clipboard = \"x11\"", "osc52"),
    ("timezone = \"Mars/Base\"", "Asia/Shanghai"),
    ("body = \"xml\"", "html"),
    ("lang = \"!!\"", "zh-Hans"),
    ("language = \"xx\"", "ja"),
    ("browser = [1]", "…"),
    ("colour = true", ""),
    ("list.grup = \"day\"", "list.group"),
    ("list.date = \"never\"", "relative"),
    ("images.height = 5", "10"),
    ("images.cache = \"much\"", "1048576"),
    ("typography.fill = \"best\"", "greedy"),
    ("typography.mesure = 66", "typography.measure"),
    ("this is no line", ""),
];

#[test]
fn a_configuration_with_twenty_mistakes_works() {
    let home = Home::seed();
    let mut text: String = MISTAKES.iter().map(|(line, _)| format!("{line}\n")).collect();
    text.push_str("[keys.list]\n\"J\" = \"bottom\"\n");
    fs::write(home.path("config.toml"), &text).unwrap();
    let checked = home.run("", &["config", "check"], "");
    let said = home.text(&checked.stderr) + &home.text(&checked.stdout);
    assert_eq!(checked.status.code(), Some(1));
    for (number, (line, nearest)) in MISTAKES.iter().enumerate() {
        let place = format!("config.toml:{}", number + 1);
        let block = said.split_once(&format!("{place}:")).map(|(_, rest)| rest.lines().take(2).collect::<String>());
        assert!(block.as_ref().is_some_and(|block| block.contains(nearest)), "{line}: {block:?} in\n{said}");
    }
    // What is right in it holds, and when it is saved without mistakes it is taken up.
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼").send("J").shows("5/5").send("g").shows("1/5");
    fs::write(home.path("config.toml"), "[list]\ngroup = \"day\"\n[keys.list]\n\"J\" = \"bottom\"\n").unwrap();
    program.shows("已重新载入配置").shows("2021 年 3 月 5 日").send("J").shows("5/5");
    // Without the file there are the defaults.
    fs::remove_file(home.path("config.toml")).unwrap();
    program.shows("配置文件已不存在，改用默认设置").hides("2021 年 3 月 5 日");
    fs::write(home.path("config.toml"), "[list]\ngroup = \"day\"\n").unwrap();
    program.shows("2021 年 3 月 5 日");
    program.quit();
}

#[test]
fn a_folder_that_is_lost_is_told_of_and_found_again() {
    for arguments in [&["posts"][..], &["--no-index", "posts"]] {
        let home = Home::seed();
        let away = home.path("away");
        let mut program = run(&home, arguments, &[], (120, 40));
        program.shows_all_titles();
        // What was in it is still known, as long as its files were not seen to go.
        fs::rename(home.posts(), &away).unwrap();
        program.send("R").shows("无法读取文件夹").shows_all_titles();
        fs::rename(&away, home.posts()).unwrap();
        program.send("R").shows("5 篇").shows_all_titles();
        // Now its files are seen to go before it.
        for folder in fs::read_dir(home.posts()).unwrap() {
            fs::remove_dir_all(folder.unwrap().path()).unwrap();
        }
        program.shows("0/0");
        fs::remove_dir(home.posts()).unwrap();
        program.send("R").shows("无法读取文件夹").shows("磁盘是否已挂载");
        fs::create_dir(home.posts()).unwrap();
        home.write("new.md", "---\ntitle: 失而复得\n---\n在此。\n");
        program.send("R").shows("失而复得").hides("无法读取文件夹");
        program.quit();
    }
}

#[test]
fn a_terminal_that_does_not_read_utf_8_is_told_of() {
    let home = Home::seed();
    // 中 as three characters of Latin-1.
    let latin = [0, 3, 2, 2, 2, 2, 2, 2, 2];
    let warning = "The locale (C) is not UTF-8";
    let in_tmux = [("LC_ALL", "C"), ("TMUX", "/tmp/tmux,1,0")];
    for (environment, cells, is_told) in [
        (&in_tmux[..1], latin, true),
        (&in_tmux, KNOWS_ALL, true),
        (&in_tmux[..1], KNOWS_ALL, false),
        (&[], latin, false),
    ] {
        let mut program = run(&home, &["posts"], environment, (120, 40));
        program.shows_all_titles().send(&answers(40, cells, 0));
        if is_told {
            program.shows(warning);
        }
        program.send("gj").shows("2/5").hides(warning);
        assert!(!program.screen().contains("UTF-8"), "{environment:?}");
        program.quit();
    }
}
