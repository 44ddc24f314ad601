//! The program as a reader meets it: keys go into a pseudo-terminal, what counts is what stands on the screen.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod cursor;
mod everyday;
mod full;
#[path = "../harness/mod.rs"]
mod harness;
mod keys;
mod list;
mod moments;
mod pictures;
mod programs;

use std::ffi::OsString;
use std::fs;
use std::os::unix::ffi::OsStringExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use inkstone::store::State;
use rustix::process::Signal;
use rustix::termios::LocalModes;

use harness::collection::{Home, marker};
use harness::terminal::{ENTER, ESC, LEFT_ALTERNATE, Terminal};

/// The long article open in the reader, at its beginning.
fn in_the_long_article(home: &Home, cols: u16, rows: u16) -> Terminal {
    let mut program = home.start(cols, rows);
    program.shows("鲲鹏志").shows("长文章").send("jj").send(ENTER).shows(&marker(1));
    program
}

#[test]
fn standard_input_is_read_and_keys_come_from_the_terminal() {
    let home = Home::seed();
    let script = "printf '<h1>落霞</h1><p>秋水共长天一色</p>' | \"$@\"";
    let mut command: Vec<OsString> = ["sh", "-c", script, "sh"].map(OsString::from).into();
    command.push(env!("CARGO_BIN_EXE_inkstone").into());
    command.extend(home.directories());
    let mut program = Terminal::spawn(&home, command, 80, 24);
    program.shows("秋水共长天一色").send("q").send("q").quit();
    let (state, _) = State::open(&home.path("data"));
    assert_eq!(state.marks_under(Path::new("stream:")).len(), 0, "nothing is remembered of it");
}

#[test]
fn manual_pages_are_read_as_man_writes_them() {
    let home = Home::seed();
    let page = r"N\bNA\bAM\bME\bE\n       \033[1mls\033[0m - _\bl_\bi_\bs_\bt directory contents\n";
    let script = format!("printf '{page}' | \"$@\"");
    let mut command: Vec<OsString> = ["sh", "-c", &script, "sh"].map(OsString::from).into();
    command.push(env!("CARGO_BIN_EXE_inkstone").into());
    command.extend(home.directories());
    Terminal::spawn(&home, command, 80, 24).shows("NAME").shows("ls - list directory contents").send("q").quit();
}

#[test]
fn what_is_waited_for_on_a_terminal_is_said() {
    let home = Home::seed();
    for arguments in [&["-"][..], &["print", "--no-pager"], &["list", "--from", "-"]] {
        let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
        let mut program = Terminal::start(&home, &arguments, 80, 24);
        program.shows("正在读取标准输入；在新的一行按 Control-d 结束").send("\x04");
        assert_eq!(program.ends().exit_code(), 1, "it is empty");
    }
    let mut program = Terminal::start(&home, &["-".into()], 80, 24);
    program.shows("正在读取标准输入").send("秋水共长天一色\r\x04").shows("1 分钟").send("q").quit();
}

#[test]
fn a_slow_program_is_waited_for_and_that_is_said() {
    let home = Home::seed();
    let script = "(echo 落霞与孤鹜齐飞; head -n 1 </dev/tty) | \"$@\"";
    let mut command: Vec<OsString> = ["sh", "-c", script, "sh"].map(OsString::from).into();
    command.push(env!("CARGO_BIN_EXE_inkstone").into());
    command.extend(home.directories());
    let mut program = Terminal::spawn(&home, command, 80, 24);
    program.shows("正在等待标准输入结束；按 Control-c 取消").hides("落霞").send("秋水共长天一色\r");
    program.shows("落霞与孤鹜齐飞").shows("1 分钟").send("q").quit();
}

#[test]
fn a_list_of_paths_is_read_and_keys_come_from_the_terminal() {
    let home = Home::seed();
    let script = "cd posts && printf '%s\\0' 生活/源戊/寒梅赋.md gone.md 新媒体/源甲/鲲鹏志.md 生活/../生活/源戊/寒梅赋.md | \"$@\"";
    let run = || {
        let mut command: Vec<OsString> = ["sh", "-c", script, "sh"].map(OsString::from).into();
        command.push(env!("CARGO_BIN_EXE_inkstone").into());
        command.extend(home.directories());
        command.extend(["--from", "-", "-0"].map(OsString::from));
        Terminal::spawn(&home, command, 120, 40)
    };
    let titles = |screen: &str| {
        let title = |line: &str| ["寒梅赋", "鲲鹏志"].iter().position(|title| line.contains(title));
        screen.lines().map(|line| line.split('│').next().unwrap_or_default()).filter_map(title).collect::<Vec<_>>()
    };
    let mut program = run();
    program.wait_for("both, as given", |screen| titles(screen) == [0, 1]);
    program.shows("凌寒独自开").shows("1/2").send("s").shows("★").send("j").shows("北冥有鱼");
    // One of the paths was missing.
    assert_eq!(program.send("qq").ends().exit_code(), 2);
    let (state, _) = State::open(&home.path("data"));
    let marked: Vec<_> = state.marks_under(Path::new("/")).into_keys().map(|key| key.container().to_owned()).collect();
    assert!(marked.contains(&home.posts().join("生活/源戊/寒梅赋.md")), "{marked:?}");
    drop(state);
    // Neither the place in it nor an order is remembered of a list.
    run().wait_for("both, as given", |screen| titles(screen) == [0, 1]).shows("凌寒独自开").shows("1/2").send("q");
}

/// What a command writes to a terminal that has nothing to show, and its exit code.
fn said(home: &Home, arguments: &[&str]) -> (String, u32) {
    let mut program = Terminal::start(home, &arguments.iter().map(OsString::from).collect::<Vec<_>>(), 100, 10);
    program.wait_until("the end", |program| program.closed && program.child.try_wait().unwrap().is_some());
    (program.screen().trim().to_owned(), program.child.wait().unwrap().exit_code())
}

#[test]
fn what_finds_nothing_says_so_on_a_terminal() {
    let home = Home::seed();
    fs::create_dir(home.path("none")).unwrap();
    fs::write(home.path("empty"), "").unwrap();
    for (arguments, expected) in [
        (&["list", "posts", "--query", "缺"][..], "inkstone: “posts”中没有匹配的文章"),
        (&["search", "--in", "posts", "缺"], "inkstone: “posts”中没有匹配的文章"),
        (
            &["search", "缺缺缺"],
            "inkstone: 正在读取内置指南\ninkstone: 内置指南中没有匹配的文章；要搜索别处，请指定文件夹（当前文件夹用 .，search 命令用 --in .）",
        ),
        (
            &["list", "--query", "缺缺缺"],
            "inkstone: 正在读取内置指南\ninkstone: 内置指南中没有匹配的文章；要搜索别处，请指定文件夹（当前文件夹用 .，search 命令用 --in .）",
        ),
        (&["list", "posts", "posts/科技", "--query", "缺"], "inkstone: 没有匹配的文章"),
        (&["list", "none"], "inkstone: 没有文章"),
        (&["search", "--in", "none", "缺"], "inkstone: 没有文章"),
        (&["categories", "none"], "inkstone: 没有文章"),
        (&["--from", "empty"], "inkstone: 路径列表为空"),
        (&["print", "--from", "empty"], "inkstone: 路径列表为空"),
        (&["list", "posts", "--query", "is:starred", "--format", "json"], "inkstone: “posts”中没有匹配的文章"),
    ] {
        assert_eq!(said(&home, arguments), (expected.to_owned(), 1), "{arguments:?}");
    }
}

#[test]
fn a_command_without_a_path_says_what_it_reads() {
    let home = Home::seed();
    let root = home.root().to_str().unwrap().to_owned();
    for (config, arguments, reading) in [
        ("", &["check"][..], "正在读取内置指南".to_owned()),
        ("", &["list", "--limit", "1", "--format", "paths"], "正在读取内置指南".to_owned()),
        ("collection = \"posts\"\n", &["check"], format!("正在读取 {root}/posts")),
        ("collection = \"n\"\n[collections]\nn = \"posts\"\n", &["check"], format!("正在读取 n（{root}/posts）")),
        ("collection = \"posts\"\n", &["categories"], format!("正在读取 {root}/posts")),
        ("collection = \"posts\"\n", &["search", "鲲"], format!("正在读取 {root}/posts")),
        ("collection = \"posts\"\n", &["index"], format!("正在读取 {root}/posts")),
    ] {
        fs::write(home.path("config.toml"), config).unwrap();
        let (screen, code) = said(&home, arguments);
        assert_eq!((screen.lines().next(), code), (Some(&*format!("inkstone: {reading}")), 0), "{arguments:?}");
    }
    // One that is named needs no line.
    assert_eq!(said(&home, &["check", "posts"]), ("5 个文件均无问题".to_owned(), 0));
}

#[test]
fn empty_standard_input_is_nothing_to_show_on_a_terminal() {
    let home = Home::seed();
    for (script, shown) in [("true | \"$@\"", "inkstone: 标准输入为空"), ("true | \"$@\" -", "inkstone: 标准输入为空")]
    {
        let mut command: Vec<OsString> = ["sh", "-c", script, "sh"].map(OsString::from).into();
        command.push(env!("CARGO_BIN_EXE_inkstone").into());
        command.extend(home.directories());
        let mut program = Terminal::spawn(&home, command, 100, 10);
        program.wait_until("the end", |program| program.closed && program.child.try_wait().unwrap().is_some());
        assert_eq!((program.screen().trim(), program.child.wait().unwrap().exit_code()), (shown, 1), "{script}");
    }
}

#[test]
fn a_named_file_that_is_no_text_is_refused_before_the_screen_starts() {
    let home = Home::seed();
    home.write("x.md", "\u{7f}ELF\u{2}\u{1}\u{1}\0");
    fs::write(home.path("noise"), "\u{1}\u{2}\u{3}\u{4}\u{5} abc").unwrap();
    fs::write(home.path("names"), "posts/x.md\n").unwrap();
    for (arguments, path, what) in [
        (&["posts/x.md"][..], "posts/x.md", "ELF"),
        (&["+/word", "posts/x.md"], "posts/x.md", "ELF"),
        (&["noise"], "noise", "binary data"),
        (&["--from", "names"], "posts/x.md", "ELF"),
    ] {
        let expected = format!("inkstone: 无法读取 {path}\n  不是文本文件（{what}）");
        assert_eq!(said(&home, arguments), (expected, 2), "{arguments:?}");
    }
    // In the list of a folder its page says what it is.
    let mut program = home.start(120, 40);
    program.send("/x").send(ENTER).shows("不是文本文件（ELF）").quit();
}

#[test]
fn the_list_shows_titles_and_the_reader_follows() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    for title in ["鲲鹏志", "杏花村", "长文章", "轻舟记", "寒梅赋"] {
        program.shows(title);
    }
    program.shows("北冥有鱼");
    program.send("j").shows("牧童遥指").hides("北冥有鱼");
    program.send("G").shows("凌寒独自开").send("g").shows("北冥有鱼");
    program.send("3j").shows("轻舟已过万重山");
    program.quit();
}

#[test]
fn a_changed_configuration_is_taken_up() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼");
    // As editors save: another file takes the place of the old one.
    let save = |text: &str| {
        fs::write(home.path("config.new"), text).unwrap();
        fs::rename(home.path("config.new"), home.path("config.toml")).unwrap();
    };
    save("[list]\ngroup = \"day\"\n[keys.list]\n\"J\" = \"bottom\"\n");
    program.shows("已重新载入配置").shows("2021 年 3 月 5 日").send("J").shows("5/5");
    save("[list]\ngroup = \"none\"\nfoo = 1\n");
    program.shows("config.toml:3").shows("2021 年 3 月 5 日");
    fs::write(home.path("config.toml"), "[keys.list]\n\"X\" = \"top\"\n").unwrap();
    program.shows("已重新载入配置").hides("2021 年 3 月 5 日").send("X").shows("1/5");
    program.quit();
    // Without a watch the refresh key reads it.
    save("watch = false\n");
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼");
    save("watch = false\n[keys.list]\n\"J\" = \"bottom\"\n");
    program.send("R").shows("5 篇").send("J").shows("5/5");
    program.quit();
}

#[test]
fn a_file_that_is_no_article_is_read_alone() {
    let home = Home::seed();
    home.write("letter.txt", "Dear all,\n\nread this.\n\nAnna\n");
    home.write("article.txt", "---\ntitle: 有头之文\n---\n正文在此。\n");
    let open = |name: &str| Terminal::start(&home, &[home.posts().join(name).into_os_string()], 120, 40);
    let mut program = open("letter.txt");
    program.shows("read this.").hides("鲲鹏志").send("\t").shows("鲲鹏志").quit();
    let mut program = open("article.txt");
    program.shows("正文在此。").shows("鲲鹏志").quit();
}

#[test]
fn enter_opens_and_h_goes_back() {
    let home = Home::seed();
    let mut program = home.start(60, 30);
    program.shows("鲲鹏志").shows("寒梅赋");
    program.send("j").send(ENTER).shows("牧童遥指").hides("寒梅赋");
    program.send("h").shows("寒梅赋").hides("牧童遥指");
    program.send("l").shows("牧童遥指").send("q").shows("寒梅赋");
    program.send("q");
    assert_eq!(program.ends().exit_code(), 0);
}

#[test]
fn a_word_is_found_in_the_article() {
    let home = Home::seed();
    let mut program = in_the_long_article(&home, 120, 40);
    let (first, second) = (format!("{}鲸鱼", marker(30)), format!("{}鲸鱼", marker(55)));
    program.send("/鲸鱼").send(ENTER).shows(&first).hides(&second);
    program.send("n").shows(&second).hides(&first);
    program.send("N").shows(&first).hides(&second).shows("1/2");
    program.send(ESC).hides("1/2");
    program.quit();
}

/// What OSC 52 sends for a text that is `base64` in base64.
fn clipboard(base64: &str) -> Vec<u8> {
    format!("\x1b]52;c;{base64}").into_bytes()
}

#[test]
fn what_is_selected_reaches_the_clipboard() {
    let home = Home::seed();
    let mut program = home.start(60, 30);
    program.send(ENTER).shows("北冥有鱼").hides("寒梅赋");
    let writes = |program: &mut Terminal, what: &str, base64: &str| {
        let sequence = clipboard(base64);
        program.wait_until(what, |program| program.written.windows(sequence.len()).any(|bytes| bytes == sequence));
    };
    // 鲲鹏志, the title: the keys begin at the first line in view.
    program.send("v$").shows("选择").send("y").hides("选择");
    writes(&mut program, "the title", "6bKy6bmP5b+X");
    // 北冥有鱼，by the pointer, from the first to the third glyph; letting go copies.
    let row = program.screen().lines().position(|line| line.contains("北冥有鱼")).unwrap() + 1;
    program.send(&format!("\x1b[<0;3;{row}M\x1b[<32;7;{row}M\x1b[<0;7;{row}m"));
    writes(&mut program, "three glyphs", "5YyX5Yal5pyJ");
    // Twice pressed, the word: all up to the mark.
    program.send(&format!("\x1b[<0;5;{row}M\x1b[<0;5;{row}m\x1b[<0;5;{row}M\x1b[<0;5;{row}m"));
    writes(&mut program, "the word", "5YyX5Yal5pyJ6bG8");
    program.quit();
}

#[test]
fn contents_lead_to_headings() {
    let home = Home::seed();
    let mut program = in_the_long_article(&home, 120, 40);
    program.shows("卷一之首").send("t").shows("卷六之首");
    program.send("卷六").hides("卷二之首").send(ENTER).shows(&marker(51)).hides(&marker(1));
    program.quit();
}

#[test]
fn help_comes_and_goes() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows("鲲鹏志").shows("北冥有鱼");
    program
        .send("?")
        .wait_for("the help", |screen| ["查看按键", "查看目录", "加星标"].iter().any(|word| screen.contains(word)));
    program
        .send(ESC)
        .wait_for("the help to vanish", |screen| screen.contains("北冥有鱼") && !screen.contains("查看目录"));
    program.quit();
}

#[test]
fn zen_shows_the_text_alone() {
    let home = Home::seed();
    let mut program = in_the_long_article(&home, 140, 40);
    program.shows("寒梅赋").send("Z").hides("寒梅赋").shows(&marker(1));
    program.send("Z").shows("寒梅赋").shows(&marker(1));
    program.quit();
}

#[test]
fn the_paragraph_stays_when_the_width_changes() {
    let home = Home::seed();
    let mut program = in_the_long_article(&home, 120, 40);
    let found = format!("{}鲸鱼", marker(30));
    program.send("/鲸鱼").send(ENTER).shows(&found);
    program.resize(60, 40);
    program.wait_for("the paragraph alone", |screen| screen.contains(&found) && !screen.contains("寒梅赋"));
    program.resize(120, 40);
    program.wait_for("both panes", |screen| screen.contains(&found) && screen.contains("寒梅赋"));
    program.resize(20, 6);
    program.resize(1, 1);
    program.resize(200, 50);
    program.shows(&found);
    program.quit();
}

#[test]
fn categories_narrow_the_list() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows("长文章").send("c").send("新媒体").send(ENTER);
    program.hides("长文章").hides("寒梅赋").shows("鲲鹏志").shows("杏花村");
    program.send("x").shows("长文章").shows("寒梅赋").shows("鲲鹏志");
    program.quit();
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let home = Home::seed();
    let mut program = in_the_long_article(&home, 120, 40);
    program.send("G").shows(&marker(60)).hides(&marker(1));
    program.quit();
    let mut program = home.start(100, 30);
    program.shows(&marker(60)).shows("寒梅赋");
    program.send(ENTER).shows(&marker(60)).send("g").shows(&marker(1));
    program.quit();
}

#[test]
fn a_collection_that_is_new_shows_the_key_for_help() {
    let home = Home::seed();
    let mut program = home.start(80, 24);
    program.shows_all_titles().shows("按 ? 查看帮助").send("j").hides("按 ? 查看帮助");
    program.quit();
    let mut program = home.start(80, 24);
    program.shows("寒梅赋").hides("按 ? 查看帮助");
    program.quit();
}

#[test]
fn what_killed_the_program_took_no_mark() {
    let home = Home::seed();
    let mut program = in_the_long_article(&home, 120, 40);
    program.send("G").shows(&marker(60)).send("h").send("s");
    program.send("j").shows("轻舟已过万重山");
    program.signal(Signal::KILL);
    program.wait_until("the end", |program| program.child.try_wait().unwrap().is_some());
    let mut program = home.start(120, 40);
    program.shows("长文章").send("g").shows("北冥有鱼").send("jj").shows(&marker(60));
    program.quit();
}

#[test]
fn a_file_opens_at_once() {
    let home = Home::seed();
    let file = home.posts().join("科技/源丙/长文章.md");
    let mut program = Terminal::start(&home, &[file.into_os_string()], 60, 30);
    program.shows(&marker(1)).hides("寒梅赋");
    program.send("h").shows("寒梅赋");
    program.send("l").shows(&marker(1));
    program.quit();
}

/// The program with the folder that holds everything as the home folder.
fn start_at_home(home: &Home, argument: &str) -> Terminal {
    let mut command: Vec<OsString> = vec!["env".into(), format!("HOME={}", home.root().display()).into()];
    command.push(env!("CARGO_BIN_EXE_inkstone").into());
    command.extend(home.directories());
    command.extend(Some(argument).filter(|argument| !argument.is_empty()).map(OsString::from));
    Terminal::spawn(home, command, 60, 30)
}

#[test]
fn the_whole_home_folder_is_read_only_after_a_yes() {
    let home = Home::seed();
    fs::write(home.path("config.toml"), "collection = \"~\"\n").unwrap();
    std::os::unix::fs::symlink(home.root(), home.path("link")).unwrap();
    let own = home.root().to_str().unwrap().to_owned();
    let forms = [own.clone(), format!("{own}/"), format!("{own}/."), ".".into(), "..".into(), "/".into()];
    for (argument, answer) in forms.iter().map(String::as_str).zip(["n\r", "\r", "x\r", "\x04", "no\r", "n\r"]) {
        let mut program = start_at_home(&home, argument);
        program.shows("[y/N]").send(answer);
        program.wait_until("the end", |program| program.child.try_wait().unwrap().is_some());
        assert_eq!(program.child.wait().unwrap().exit_code(), 1, "{argument}");
        assert!(!home.cache().exists(), "{argument}");
    }
    for (argument, answer) in [("", "y\r"), ("link", "ＹＥＳ\r"), (own.as_str(), "Y\r")] {
        let mut program = start_at_home(&home, argument);
        program.shows("[y/N]").send(answer).shows_all_titles().quit();
    }
}

#[test]
fn a_file_opens_the_files_beside_it_only() {
    let home = Home::seed();
    fs::write(home.path("note.md"), "# 便条\n\n记此一笔。\n").unwrap();
    fs::write(home.path("other.md"), "# 另条\n").unwrap();
    let mut program = start_at_home(&home, "note.md");
    program.shows("记此一笔").send("h").shows("另条").shows("1/2").hides("鲲鹏志");
    // A link may lead to an article below, which is not in the list.
    fs::write(home.path("note.md"), "# 便条\n\n记此一笔，[见](posts/科技/源丁/轻舟记.md)\n").unwrap();
    program.send("l").shows("见").send(".").send(ENTER).shows("两岸猿声").send("\x0f").shows("记此一笔");
    program.send("h").shows("1/2");
    // A whole collection in the same folder has a place and an index of its own.
    fs::write(home.path("third.md"), "# 叁\n").unwrap();
    program.shows("1/3").quit();
    let mut program = start_at_home(&home, ".");
    program.shows("[y/N]").send("y\r").shows_all_titles().quit();
    let mut program = start_at_home(&home, "note.md");
    program.shows("记此一笔").send("h").shows("1/3").hides("鲲鹏志").quit();
}

#[test]
fn signals_restore_the_terminal() {
    for signal in [Signal::TERM, Signal::HUP, Signal::INT] {
        let home = Home::seed();
        let mut program = home.start(120, 40);
        program.shows("鲲鹏志").shows("北冥有鱼");
        program.signal(signal);
        program.ends();
        let written = String::from_utf8_lossy(&program.written);
        assert_eq!(written.matches(LEFT_ALTERNATE).count(), 1, "{signal:?}");
    }
}

#[test]
fn files_that_come_change_and_go_show_by_themselves() {
    let home = Home::seed();
    let mut program = home.start(80, 24);
    let new = home.article("新媒体", "源新", "春晓吟", 9, "<p>春眠不觉晓。</p>");
    program.shows("春晓吟").shows("/6");
    program.send("gg").send(ENTER).shows("春眠不觉晓");
    home.article("新媒体", "源新", "春晓吟", 9, "<p>处处闻啼鸟。</p>");
    program.shows("处处闻啼鸟");
    fs::remove_file(new).unwrap();
    // It stays open, but is no row of the list any more.
    program.hides("/6").send("h").shows("/5").hides("春晓吟");
    fs::remove_dir_all(home.posts().join("科技")).unwrap();
    program.shows("/3");
}

/// The titles that have a star, by their rows on the screen.
fn starred(screen: &str) -> Vec<String> {
    let rows = screen.lines().filter(|line| line.contains('★'));
    rows.map(|line| line.replace(['●', '★', '▐', '│'], " ").split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn marks_go_with_files_that_move() {
    let home = Home::seed();
    let mut program = home.start(80, 24);
    program.send("js");
    program.wait_for("a star", |screen| starred(screen) == ["杏花村"]);
    let old = home.posts().join("新媒体/源乙/杏花村.md");
    // While the program runs…
    let new = home.posts().join("搬家.md");
    fs::rename(&old, &new).unwrap();
    // The new file comes, with the title it has always had, and the star is its own.
    let hash_noted = |home: &Home| {
        let state = rusqlite::Connection::open(home.path("data/state.db")).unwrap();
        let found = state.query_row("SELECT path, hash IS NOT NULL FROM mark WHERE starred", [], |row| {
            Ok((PathBuf::from(OsString::from_vec(row.get(0)?)), row.get::<_, bool>(1)?))
        });
        found.unwrap()
    };
    let canonical = |path: &Path| path.canonicalize().unwrap();
    program.wait_until("the mark at the new path", |_| hash_noted(&home).0 == canonical(&new));
    program.wait_for("the star at its new place", |screen| starred(screen) == ["杏花村"]);
    program.wait_until("a hash beside it", |_| hash_noted(&home).1);
    program.quit();
    // …and while it does not.
    let last = home.posts().join("再搬.md");
    fs::rename(&new, &last).unwrap();
    let mut program = Terminal::start(&home, &[home.posts().into_os_string()], 80, 24);
    program.wait_for("the star again", |screen| starred(screen) == ["杏花村"]);
    program.wait_until("the mark at its last path", |_| hash_noted(&home).0 == canonical(&last));
    program.quit();
}

#[test]
fn words_in_texts_narrow_the_list() {
    let home = Home::seed();
    let mut program = home.start(80, 24);
    program.send("/垂钓");
    program.wait_for("nothing found", |screen| screen.contains("没有符合条件的文章"));
    program.send("\x15牧童遥指");
    program.wait_for("one row with its words", |screen| {
        screen.contains("酒家何处有？牧童遥指杏花村。") && screen.contains("杏花村") && !screen.contains("鲲鹏志")
    });
    program.send(ENTER).send(ENTER);
    program.wait_for("the match in the article", |screen| {
        screen.contains("1/1") && screen.contains("0%") || screen.contains("100%")
    });
    program.quit();
}

#[test]
fn control_c_quits_everywhere() {
    // In an input line the first one leaves the line.
    for (keys, times) in [("", 1), ("\r", 1), ("S", 1), ("/", 2), ("c", 2), ("?", 2), ("j\r/", 2)] {
        let home = Home::seed();
        let mut program = home.start(120, 40);
        program.shows("鲲鹏志").send(keys).send(&"\x03".repeat(times));
        assert_eq!(program.ends().exit_code(), 0, "after {keys:?}");
    }
}

/// A shell with job control starts the program: a process whose group has no parent in the session cannot be stopped.
fn start_in_a_shell(home: &Home, path: &Path) -> Terminal {
    let script = "set -m; \"$@\"; printf 'stopped %s\\n' $?; read -r _; fg >/dev/null; printf 'ended %s\\n' $?";
    let mut command: Vec<OsString> = ["sh", "-c", script, "sh"].map(OsString::from).into();
    command.push(env!("CARGO_BIN_EXE_inkstone").into());
    command.extend(home.directories());
    command.push(path.into());
    Terminal::spawn(home, command, 120, 40)
}

#[test]
fn control_z_suspends_and_the_shell_brings_it_back() {
    let home = Home::seed();
    let mut program = start_in_a_shell(&home, &home.posts());
    program.shows_all_titles().send("j").shows("牧童遥指");
    program.send("\x1a").shows("stopped 148").hides("鲲鹏志");
    program.terminal_is_restored();
    // The shell reads a line, for which the terminal must be cooked again; the program comes back as it was.
    program.send("\r").shows("牧童遥指").shows("鲲鹏志");
    program.resize(100, 30);
    program.send("j").shows(&marker(1));
    program.send("q").shows("ended 0");
    assert_eq!(program.ends().exit_code(), 0);
}

#[test]
fn a_stop_that_cannot_be_caught_costs_nothing_either() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows("1/5");
    let tty = fs::OpenOptions::new().read(true).write(true).open(program.master.tty_name().unwrap()).unwrap();
    program.signal(Signal::STOP);
    // What a shell does when a job of it has stopped.
    let mut modes = rustix::termios::tcgetattr(&tty).unwrap();
    modes.local_modes |= LocalModes::ICANON | LocalModes::ECHO | LocalModes::ISIG;
    rustix::termios::tcsetattr(&tty, rustix::termios::OptionalActions::Now, &modes).unwrap();
    program.signal(Signal::CONT);
    program.wait_until("raw mode", |_| {
        !rustix::termios::tcgetattr(&tty).unwrap().local_modes.contains(LocalModes::ICANON)
    });
    program.shows("鲲鹏志").send("j").shows("牧童遥指");
    program.quit();
}

#[test]
fn marks_made_behind_a_symbolic_link_are_there_without_it() {
    let home = Home::seed();
    let alias = home.path("alias");
    std::os::unix::fs::symlink(home.posts(), &alias).unwrap();
    let mut program = Terminal::start(&home, &[alias.into_os_string()], 80, 24);
    program.shows_all_titles().send("js").shows("★ 杏花村");
    program.send("q");
    program.ends();
    let mut program = home.start(80, 24);
    program.shows("★ 杏花村").shows("2/5");
    program.send("q");
    program.ends();
    let several =
        ["新媒体/源甲/鲲鹏志.md", "新媒体/源乙/杏花村.md"].map(|name| home.path("alias").join(name).into_os_string());
    let mut program = Terminal::start(&home, &several, 80, 24);
    program.shows("1/2").shows("★ 杏花村");
    program.send("q");
    program.ends();
}

/// What a terminal of so many rows answers when it is asked about its widths: the cells it takes for nothing, 中, “, ❤️,
/// ⌚︎, 👨‍👩‍👧, 👍🏽, 🇨🇳 and 1️⃣, whether it has the cluster mode, and at last what it is.
fn answers(rows: u16, cells: [u16; 9], mode: u8) -> String {
    let reports: String = cells.iter().map(|cells| format!("\x1b[{rows};{}R", cells + 1)).collect();
    format!("\x1b[?2027;{mode}$y{reports}\x1b[?62;22c")
}

const KNOWS_ALL: [u16; 9] = [0, 2, 1, 2, 1, 2, 2, 2, 2];
const WIDE: [u16; 9] = [0, 2, 2, 2, 2, 2, 2, 2, 2];

/// What stands between the panes on a terminal of 120 columns.
fn rule(program: &Terminal) -> &str {
    program.parser.screen().cell(1, 48).unwrap().contents()
}

/// The rule between the panes shows how wide ambiguous characters are taken.
fn is_wide(screen: &str) -> bool {
    screen.contains(" |") && !screen.contains('│')
}

#[test]
fn a_terminal_tells_that_it_draws_wide_and_need_not_tell_it_twice() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼").wait_for("light lines", |screen| screen.contains('│'));
    assert_eq!(String::from_utf8_lossy(&program.written).matches("\x1b[c").count(), 1, "asked once");
    program.send(&answers(40, WIDE, 0)).wait_for("plain lines", is_wide);
    program.send("j").shows("牧童遥指").shows("2/5");
    program.quit();
    // The first frame already knows.
    let mut program = home.start(120, 40);
    program.shows("鲲鹏志").wait_for("plain lines", is_wide);
    let written = String::from_utf8_lossy(&program.written).into_owned();
    assert!(!written.contains('│'), "the first frame was narrow");
    // A terminal that has changed is believed.
    program.send(&answers(40, KNOWS_ALL, 0)).wait_for("light lines", |screen| screen.contains('│'));
    program.quit();
}

#[test]
fn the_owner_knows_better_than_the_terminal() {
    let home = Home::seed();
    fs::write(home.path("config.toml"), "[typography]\nambiguous = \"narrow\"\n").unwrap();
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼").send(&answers(40, WIDE, 0)).send("j").shows("牧童遥指").shows("2/5");
    assert_eq!(rule(&program), "│");
    program.quit();
}

#[test]
fn late_and_torn_replies_are_no_keys_and_keys_between_them_are() {
    let home = Home::seed();
    let mut program = home.start(120, 40);
    program.shows("北冥有鱼");
    let replies = answers(40, WIDE, 0);
    for (number, reply) in replies.split_inclusive(['R', 'c', 'y']).enumerate() {
        for byte in reply.bytes() {
            program.writer.write_all(&[byte]).unwrap();
            program.writer.flush().unwrap();
            // So that bytes are read one by one; whether they are does not matter to what must come out.
            std::thread::park_timeout(Duration::from_millis(3));
        }
        if number % 3 == 2 {
            program.send("j");
        }
    }
    // A key stood after every third of eleven replies.
    program.wait_for("plain lines", is_wide).shows("4/5").shows("轻舟已过万重山");
    // What comes when nothing is awaited any more is no key either.
    program.send(&answers(40, KNOWS_ALL, 0)).send("j").shows("5/5").shows("凌寒独自开");
    assert!(is_wide(&program.screen()), "an answer nobody asked for");
    program.quit();
}

#[test]
fn what_a_terminal_cannot_mean_is_not_believed() {
    let home = Home::seed();
    for (rows, cells) in [(40, [0, 3, 2, 2, 2, 2, 2, 2, 2]), (12, WIDE), (40, [0, 2, 3, 2, 2, 2, 2, 2, 2])] {
        let mut program = home.start(120, 40);
        program.shows("北冥有鱼").send(&answers(rows, cells, 0)).send("j").shows("牧童遥指").shows("2/5");
        assert_eq!(rule(&program), "│");
        program.send("k").shows("北冥有鱼");
        program.quit();
    }
}

#[test]
fn a_mode_that_was_off_is_off_again_afterwards() {
    let home = Home::seed();
    for (mode, expected) in [(0, 0), (1, 0), (2, 1), (3, 0)] {
        let mut program = home.start(120, 40);
        program.shows("北冥有鱼").send(&answers(40, KNOWS_ALL, mode)).send("j").shows("牧童遥指");
        program.send("k").shows("北冥有鱼");
        program.quit();
        let written = String::from_utf8_lossy(&program.written);
        assert_eq!(written.matches("\x1b[?2027l").count(), expected, "mode {mode}");
    }
}

#[test]
fn replies_on_their_way_do_not_reach_the_shell() {
    let home = Home::seed();
    let mut program = start_in_a_shell(&home, &home.posts());
    program.shows_all_titles().send("q");
    // The shell's line discipline would echo them.
    program.send(&answers(40, KNOWS_ALL, 0)).shows("stopped 0");
    assert_eq!(program.screen(), "stopped 0");
    program.send("\r").shows("ended");
    program.ends();
}
