//! Other programs that are started from the screen, and what is told of them.

use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::harness::collection::Home;
use crate::harness::terminal::{ENTER, Terminal};

/// A collection, and a program in its home that runs this shell script.
fn with_script(script: &str) -> (Home, String) {
    let home = Home::seed();
    let path = home.path("tool.sh");
    fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
    (home, path.to_str().unwrap().to_owned())
}

fn start(home: &Home, setting: &str) -> Terminal {
    let arguments = [OsString::from("-c"), setting.into(), home.posts().into_os_string()];
    let mut program = Terminal::start(home, &arguments, 120, 30);
    program.shows_all_titles();
    program
}

/// The program with the cursor on an article that a browser shows.
fn on_page(home: &Home, setting: &str) -> Terminal {
    home.write("page.html", "---\ntitle: 网页\ndate: 2021-03-06\n---\n<p>在网上。</p>");
    let mut program = start(home, setting);
    program.shows("在网上");
    program
}

#[test]
fn a_browser_that_fails_is_told_of() {
    for (script, expected) in [
        ("exit 1", "tool.sh 已退出，退出码 1"),
        ("echo >&2; echo 'no \u{1f5a8} paper' >&2; exit 4", "tool.sh 已退出，退出码 4：no \u{1f5a8} paper"),
        ("kill -TERM $$", "tool.sh 被信号 SIGTERM 终止"),
        ("sleep 1.5; echo lost >&2; exit 5", "tool.sh 已退出，退出码 5：lost"),
        ("test -f \"$1\"", "已在浏览器中打开："),
    ] {
        let (home, tool) = with_script(script);
        let mut program = on_page(&home, &format!("browser={tool}"));
        program.send("o");
        if script.starts_with("sleep") {
            // Keys are taken meanwhile.
            program.shows("浏览器").send("jj").shows("牧童遥指");
        }
        program.shows(expected).quit();
    }
    for (command, expected) in [
        ("/gone/browser", "无法启动 /gone/browser：No such file or directory"),
        ("/etc/passwd", "无法启动 /etc/passwd：Permission denied"),
    ] {
        let home = Home::seed();
        on_page(&home, &format!("browser={command}")).send("o").shows(expected).quit();
    }
}

#[test]
fn a_browser_does_not_draw_over_the_screen() {
    let (home, tool) = with_script("printf '\\033[5;5HGARBAGE' >/dev/tty; echo GARBAGE; echo GARBAGE >&2");
    let mut program = on_page(&home, &format!("browser={tool}"));
    program.send("o").shows("已在浏览器中打开：").hides("GARBAGE").quit();
}

#[test]
fn an_editor_that_fails_is_told_of() {
    for (script, expected) in [
        ("echo '没有纸' >&2; exit 3", "tool.sh 已退出，退出码 3：没有纸"),
        ("kill -KILL $$", "tool.sh 被信号 SIGKILL 终止"),
    ] {
        let (home, tool) = with_script(script);
        start(&home, &format!("editor={tool}")).send("e").shows(expected).quit();
    }
    let home = Home::seed();
    start(&home, "editor=/gone/editor").send("e").shows("无法启动 /gone/editor：No such file").quit();
}

/// The program after an article was piped to a command.
fn piped(home: &Home, command: &str) -> Terminal {
    let mut program = start(home, "mouse=off");
    program.send("l").shows("北冥有鱼").send("|").send(command).send(ENTER);
    program
}

#[test]
fn a_command_that_fails_is_told_of() {
    for (command, expected) in [
        ("sh -c 'exit 3'", "sh 已退出，退出码 3"),
        ("sh -c 'kill -PIPE $$'", "sh 被信号 SIGPIPE 终止"),
        ("true", "已传给 true"),
    ] {
        let home = Home::seed();
        piped(&home, command).shows(expected).shows("北冥有鱼").quit();
    }
    // What it says about the failure is shown as a page.
    let home = Home::seed();
    let mut program = piped(&home, "sh -c 'echo boom >&2; exit 3'");
    program.shows("sh 已退出，退出码 3：boom").shows("| sh -c").send("q").shows("北冥有鱼").quit();
    let home = Home::seed();
    piped(&home, "/gone/tool x").shows("无法启动 /gone/tool：No such file").quit();
}

#[test]
fn the_output_of_a_command_is_a_page() {
    for (command, expected) in [
        ("grep -n 北冥", "北冥有鱼"),
        ("sh -c 'cat >/dev/null; echo one; echo two >&2'", "two"),
        ("sh -c 'printf \"\\033[31mr\\033[0med\"; exit 3'", "red"),
        ("sh -c 'sleep 1; echo late'", "late"),
        // What outlives the command is not waited for.
        ("sh -c '(sleep 60; echo no) & echo now'", "now"),
        ("sh -c 'yes no-end'", "no-end"),
    ] {
        let home = Home::seed();
        let mut program = piped(&home, command);
        program.shows(expected).shows("| ").send("q").shows("北冥有鱼").quit();
    }
}

#[test]
fn a_pager_has_the_terminal() {
    for key in ["q", ENTER, "\x1b", " ", "x"] {
        // Not every machine has a pager.
        let (home, tool) = with_script("cat >/dev/null; test -t 1 && echo a terminal");
        let pager = home.path("less");
        fs::rename(tool, &pager).unwrap();
        let mut program = piped(&home, pager.to_str().unwrap());
        program.shows("a terminal").shows("按任意键返回").send(key).shows("北冥有鱼").quit();
    }
    // One that was there long enough to be read has nothing left to show.
    let (home, tool) = with_script("cat >/dev/null; sleep 0.6; echo a page; head -c 1 </dev/tty >/dev/null");
    let pager = home.path("most");
    fs::rename(tool, &pager).unwrap();
    let mut program = piped(&home, pager.to_str().unwrap());
    program.shows("a page").send(ENTER).shows("北冥有鱼").hides("按任意键返回").quit();
}

#[test]
fn a_file_is_opened_by_its_name() {
    let home = Home::seed();
    fs::write(home.path("notes.txt"), "written elsewhere\n").unwrap();
    let mut program = start(&home, "mouse=off");
    program.send(":e ").send(home.path("notes.txt").to_str().unwrap()).send(ENTER).shows("written elsewhere");
    program.send(":e gone.txt").send(ENTER).shows("没有这个文件：gone.txt").quit();
}

#[test]
fn a_browser_of_the_terminal_has_it() {
    for (script, expected) in [
        ("test -t 0 && test -t 1 && echo \"page of $1\" && head -c 1 </dev/tty >/dev/null", None),
        (
            "echo \"page of $1\"; head -c 1 </dev/tty >/dev/null; echo 'no such host' >&2; exit 4",
            Some("退出码 4：no such host"),
        ),
    ] {
        let (home, tool) = with_script(script);
        let browser = home.path("w3m");
        fs::rename(tool, &browser).unwrap();
        let mut program = on_page(&home, &format!("browser={} -o x", browser.display()));
        program.send("o").shows("page of -o").send(ENTER).shows("在网上");
        if let Some(expected) = expected {
            program.shows(expected);
        }
        program.quit();
    }
}

#[test]
fn the_browser_of_the_system_has_the_terminal_where_there_is_no_display() {
    let (home, tool) = with_script("test -t 1 && echo \"page of $1\" && head -c 1 </dev/tty >/dev/null; exit 0");
    home.write("page.html", "---\ntitle: 网页\ndate: 2021-03-06\n---\n<p>在网上。</p>");
    let bin = home.path("bin");
    fs::create_dir(&bin).unwrap();
    let arguments = || {
        let mut command = vec![OsString::from(env!("CARGO_BIN_EXE_inkstone"))];
        command.extend(home.directories());
        command.push(home.posts().into_os_string());
        command
    };
    let only = [("PATH", bin.to_str().unwrap())];
    // Without any program that opens addresses.
    let mut program = Terminal::spawn_in(&home, arguments(), &only, 120, 30);
    program.shows("在网上").send("o").shows("无法启动").quit();
    fs::rename(tool, bin.join("xdg-open")).unwrap();
    let path = format!("{}:/usr/bin:/bin", bin.display());
    let mut program = Terminal::spawn_in(&home, arguments(), &[("PATH", path.as_str())], 120, 30);
    program.shows("在网上").send("o").shows("page of ").send(ENTER).shows("在网上").quit();
    let display = [("PATH", path.as_str()), ("DISPLAY", ":9")];
    let mut program = Terminal::spawn_in(&home, arguments(), &display, 120, 30);
    program.shows("在网上").send("o").shows("已在浏览器中打开：").quit();
}

#[test]
fn the_editor_has_the_terminal_though_standard_input_is_something_else() {
    let (home, tool) = with_script("test -t 0 && echo ready && read word && echo \"got $word\" >&2 && exit 3");
    let script = "\"$@\" </dev/null";
    let mut command: Vec<OsString> = ["sh", "-c", script, "sh"].map(OsString::from).into();
    command.push(env!("CARGO_BIN_EXE_inkstone").into());
    command.extend(home.directories());
    command.extend(["-c".into(), format!("editor={tool}").into(), home.posts().into_os_string()]);
    let mut program = Terminal::spawn(&home, command, 120, 30);
    program.shows_all_titles().send("e");
    // What is typed before the editor reads may be lost.
    program.shows("ready").send("ink\r").shows("tool.sh 已退出，退出码 3：got ink").quit();
}

#[test]
fn the_editor_opens_at_the_line_that_is_read() {
    let (home, tool) = with_script("echo \"$*\" >>\"$0.log\"; exit 3");
    // The name says how the line is given.
    let editor = home.path("vim");
    fs::rename(tool, &editor).unwrap();
    let body: String = (1..=100).map(|number| format!("- item{number}\n")).collect();
    home.write("lines.md", &format!("---\ntitle: Lines\n---\n\n# Lines\n\n{body}"));
    let setting = format!("editor={}", editor.display());
    let article = home.posts().join("lines.md");
    let arguments = ["-c".into(), setting.into(), article.clone().into_os_string(), "+56".into()];
    let mut program = Terminal::start(&home, &arguments, 80, 24);
    // Lines of one row each: the first one is that of the argument.
    program.shows("item50").hides("item49").send("e").shows("退出码 3");
    program.send("gg").hides("退出码 3").send("e").shows("退出码 3").quit();
    let file = fs::canonicalize(&article).unwrap();
    let expected = format!("+56 {0}\n{0}\n", file.display());
    assert_eq!(fs::read_to_string(home.path("vim.log")).unwrap(), expected);
}

#[test]
fn a_tool_of_the_clipboard_that_fails_is_told_of() {
    let home = Home::seed();
    let bin = home.path("bin");
    fs::create_dir(&bin).unwrap();
    let start = |script: &str| {
        fs::write(bin.join("wl-copy"), format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(bin.join("wl-copy"), fs::Permissions::from_mode(0o755)).unwrap();
        let mut command: Vec<OsString> = vec!["env".into(), "WAYLAND_DISPLAY=x".into()];
        command.push(format!("PATH={}:/usr/bin:/bin", bin.display()).into());
        command.push(env!("CARGO_BIN_EXE_inkstone").into());
        command.extend(home.directories());
        command.push(home.posts().into_os_string());
        let mut program = Terminal::spawn(&home, command, 120, 30);
        program.shows_all_titles().send("l").shows("北冥有鱼");
        program
    };
    start("echo 'no compositor' >&2; exit 1").send("Y").shows("wl-copy 已退出，退出码 1：no compositor").quit();
    let copied = home.path("copied");
    // What is copied last arrives though the program quits at once.
    let mut program = start(&format!("sleep 0.5; cat >{}", copied.display()));
    program.send("Yq").send("q");
    program.wait_until("the end", |program| program.child.try_wait().unwrap().is_some());
    assert_eq!(fs::read_to_string(copied).unwrap(), "北冥有鱼，其名为鲲。");
}

#[test]
fn an_article_is_written_as_print_would_print_it() {
    let home = Home::empty();
    home.write(
        "a.md",
        "---\ntitle: One\ndate: 2021-03-05\ntags: [x]\n---\n\n## Part\n\nSome *text* of it.\n\n    code\n",
    );
    let arguments = [home.posts().into_os_string(), "--lang".into(), "en".into()];
    let mut program = Terminal::start(&home, &arguments, 120, 30);
    program.shows("1/1");
    for (name, format) in [("a.txt", "text"), ("out", "text"), ("copy.md", "markdown"), ("a.html", "html")] {
        let printed = home.stdout(".", &["print", "posts/a.md", "--format", format], "");
        let (lines, bytes) = (printed.lines().count(), printed.len());
        let bytes = if bytes < 1000 { bytes.to_string() } else { format!("{},{:03}", bytes / 1000, bytes % 1000) };
        program.send(&format!(":w {name}")).shows(&format!("saves the article to {name}")).send("\r");
        program.shows(&format!("Saved {name}: ")).shows(&format!(", {lines} lines, {bytes} bytes"));
        assert_eq!(std::fs::read_to_string(home.path(name)).unwrap(), printed, "{name}");
    }
    // What is there stays, unless it is asked for, and an article of the collection in any case.
    std::fs::write(home.path("own.txt"), "own").unwrap();
    program.send(":w own.txt\r").shows("own.txt exists already; :w! own.txt replaces it");
    assert_eq!(std::fs::read_to_string(home.path("own.txt")).unwrap(), "own");
    program.send(":w! own.txt\r").shows("Saved own.txt: text, ");
    let printed = home.stdout(".", &["print", "posts/a.md", "--format", "text"], "");
    assert_eq!(std::fs::read_to_string(home.path("own.txt")).unwrap(), printed);
    let source = std::fs::read_to_string(home.posts().join("a.md")).unwrap();
    program.send(":w! posts/a.md\r").shows("posts/a.md is an article of this collection");
    program.send(":w! posts\r").shows("A folder: posts");
    program.send(":w none/a.md\r").shows("none/a.md: No such file or directory");
    program
        .send("\r")
        .shows("Part")
        .send("\\")
        .shows("title: One")
        .send(":w source.md\r")
        .shows("Saved source.md: source, ");
    assert_eq!(std::fs::read_to_string(home.path("source.md")).unwrap(), source);
    assert_eq!(std::fs::read_to_string(home.posts().join("a.md")).unwrap(), source);
    program.quit();
}
