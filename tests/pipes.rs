//! The commands that write to a pipe, run as programs of their own.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use inkstone::marks::Edit;
use inkstone::store::State;

/// A folder with `posts/a.md`, `posts/b.md`, a link `linked` to `posts`, and a home of its own.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let posts = root.path().join("posts");
        fs::create_dir(&posts).unwrap();
        fs::write(root.path().join("config.toml"), "").unwrap();
        for (name, day) in [("a", 2), ("b", 1)] {
            let text = format!(
                "---\ntitle: {name} 篇\ndate: 2021-03-0{day} 08:00:00\n---\n<p>见<a href=\"https://a.cn/\">{name}</a>。</p>\n"
            );
            fs::write(posts.join(format!("{name}.md")), text).unwrap();
        }
        std::os::unix::fs::symlink("posts", root.path().join("linked")).unwrap();
        Self(root)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Runs the program in a folder, with something on its standard input.
    fn run(&self, folder: &str, words: &[&str], input: &str) -> Output {
        let mut child = Command::new(env!("CARGO_BIN_EXE_inkstone"))
            .args(["--lang", "en", "--config"])
            .arg(self.path().join("config.toml"))
            .arg("--data-dir")
            .arg(self.path().join("data"))
            .arg("--cache-dir")
            .arg(self.path().join("cache"))
            .args(words)
            .current_dir(self.path().join(folder))
            .env_clear()
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        child.wait_with_output().unwrap()
    }

    fn said(&self, folder: &str, words: &[&str], input: &str) -> String {
        let output = self.run(folder, words, input);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

#[test]
fn marks_are_found_however_the_folder_is_named() {
    let home = Home::new();
    let (state, problem) = State::open(&home.path().join("data"));
    assert_eq!(problem, None);
    let true_path = fs::canonicalize(home.path().join("posts/a.md")).unwrap();
    state.edit([true_path.as_path()], &Edit::Read(true)).unwrap();
    drop(state);
    let absolute = home.path().join("posts");
    for (folder, name) in
        [("posts", "."), ("", "posts"), ("", "linked"), ("posts", "../linked"), ("", absolute.to_str().unwrap())]
    {
        let lines = home.said(folder, &["list", name, "--format", "json"], "");
        let read: Vec<bool> = lines
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["read"].as_bool().unwrap())
            .collect();
        assert_eq!(read, [true, false], "{name}");
    }
}

#[test]
fn a_reader_that_has_enough_is_no_trouble() {
    for words in [&["completions", "bash"][..], &["man"], &["config", "default"], &["list"], &["print", "posts/a.md"]] {
        let home = Home::new();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = Command::new(env!("CARGO_BIN_EXE_inkstone"))
            .args(words)
            .arg("--data-dir")
            .arg(home.path().join("data"))
            .current_dir(home.path())
            .env_clear()
            .stdin(Stdio::null())
            .stdout(writer)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn several_articles_are_printed_one_below_the_other() {
    let home = Home::new();
    let printed = home.said("posts", &["print", "--body", "a.md", "-", "b.md"], "<p>中间。</p>");
    assert_eq!(printed, "见 a。\n\n\n中间。\n\n\n见 b。\n");
    assert_eq!(home.said("posts", &["a.md", "b.md"], "").matches("篇").count(), 2);
}

#[test]
fn what_comes_from_standard_input_has_no_file_name_for_a_title() {
    let home = Home::new();
    assert_eq!(home.said("", &["print", "-"], "<p>正文。</p>"), "1 min\n\n正文。\n");
    assert!(home.said("", &["print"], "---\ntitle: 题\n---\n正文。\n").starts_with("题\n"));
}

#[test]
fn links_are_written_as_wished() {
    let home = Home::new();
    let with = |words: &[&str]| home.said("posts", &[&["print", "--body", "a.md"], words].concat(), "");
    assert_eq!(with(&["--links", "footnotes"]), "见 a[1]。\n\n[1]: https://a.cn/\n");
    assert_eq!(with(&["--links", "inline"]), "见 a <https://a.cn/>。\n");
    for links in ["off", "inline", "footnotes"] {
        let markdown = with(&["--format", "markdown", "--links", links]);
        assert_eq!(markdown, "见[a](<https://a.cn/>)。\n", "{links}");
    }
}

#[test]
fn one_article_that_cannot_be_read_does_not_hide_the_others() {
    let home = Home::new();
    let output = home.run("posts", &["print", "--body", "a.md", "gone.md", "b.md"], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "见 a。\n\n\n见 b。\n");
    assert!(String::from_utf8(output.stderr).unwrap().contains("gone.md"));
}

#[test]
fn without_a_word_about_it_the_theme_is_dark() {
    let home = Home::new();
    let coloured = |theme: &[&str]| {
        let words = [&["print", "-", "--color", "always"], theme].concat();
        home.said(".", &words, "# 题\n\n见[这里](https://a.cn/)和`码`。\n")
    };
    let plain = coloured(&[]);
    assert_eq!(plain, coloured(&["--theme", "dark"]));
    assert_ne!(plain, coloured(&["--theme", "mono"]));
}

/// The bytes of a name that is not UTF-8, and has a line break.
const STRANGE: &[u8] = b"\xce\xc4\n\xd5\xc2.md";

#[test]
fn several_paths_are_one_collection() {
    let home = Home::new();
    let site = home.path().join("site");
    fs::create_dir_all(site.join("source/_posts")).unwrap();
    fs::write(site.join("_config.yml"), "title: x\n").unwrap();
    fs::write(site.join("source/_posts/c.md"), "---\ntitle: c 篇\ndate: 2021-03-03\n---\n").unwrap();
    fs::write(site.join("source/about.md"), "---\ntitle: 不算\n---\n").unwrap();
    let paths = home.said("", &["list", "posts", "site", "posts/a.md", "--format", "paths"], "");
    assert_eq!(paths, "site/source/_posts/c.md\nposts/a.md\nposts/b.md\n");
    let listed = home.said("", &["posts", "site"], "");
    assert!(listed.lines().count() == 3 && listed.contains("c 篇") && listed.contains("b 篇"), "{listed}");
    // A file is itself alone, not its collection.
    assert_eq!(home.said("", &["list", "posts/b.md", "--format", "paths"], ""), "posts/b.md\n");
    assert_eq!(home.run("", &["list", "posts", "nowhere"], "").status.code(), Some(2));
}

#[test]
fn marks_are_found_for_every_path_given() {
    let home = Home::new();
    let (state, _) = State::open(&home.path().join("data"));
    let more = home.path().join("more");
    fs::create_dir(&more).unwrap();
    fs::write(more.join("d.md"), "---\ntitle: d\n---\n").unwrap();
    let paths = [more.join("d.md"), home.path().join("posts/b.md")].map(|path| fs::canonicalize(path).unwrap());
    state.edit(paths.iter().map(|path| path.as_path()), &Edit::Read(true)).unwrap();
    drop(state);
    let lines = home.said("", &["list", "posts", "more", "--format", "json"], "");
    let read = lines.lines().filter(|line| line.contains("\"read\":true")).count();
    assert_eq!((lines.lines().count(), read), (3, 2), "{lines}");
}

#[cfg(target_os = "linux")]
#[test]
fn names_are_one_line_each_or_exactly_themselves() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::new();
    let odd = home.path().join("odd");
    fs::create_dir(&odd).unwrap();
    let strange = odd.join(std::ffi::OsStr::from_bytes(STRANGE));
    fs::write(&strange, "---\ntitle: 奇\n---\n正文。\n").unwrap();
    let lines = home.run("", &["list", "odd", "--format", "paths"], "").stdout;
    assert_eq!(lines, [b"\"odd/", &STRANGE[..2], b"\\n", &STRANGE[3..], b"\"\n"].concat());
    let exact = home.run("", &["list", "odd", "-0"], "").stdout;
    assert_eq!(exact, [b"odd/", STRANGE, b"\0"].concat());
    let json = home.said("", &["list", "odd", "--format", "json"], "");
    assert_eq!((json.lines().count(), json.contains("\"title\":\"奇\"")), (1, true), "{json}");
    // What was listed exactly opens exactly.
    let path = std::ffi::OsStr::from_bytes(exact.strip_suffix(b"\0").unwrap());
    let mut print = Command::new(env!("CARGO_BIN_EXE_inkstone"));
    let printed = print.args(["print", "--body"]).arg(path).current_dir(home.path()).env_clear().output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), "正文。\n");
}

#[test]
fn a_check_fails_for_what_matters_only() {
    let home = Home::new();
    let sound = home.run("", &["check", "posts"], "");
    assert_eq!(String::from_utf8(sound.stdout).unwrap(), "No problems in 2 files\n");
    assert_eq!(sound.status.code(), Some(0));
    let text = "---\ntitle: 旧\n---\n\n三星堆遗址位于四川省广汉市。\n";
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(home.path().join("posts/old.md"), units).unwrap();
    let noticed = home.run("", &["check", "posts"], "");
    let said = String::from_utf8(noticed.stdout).unwrap();
    assert!(said.starts_with("posts/old.md: notice: "), "{said}");
    assert!(said.ends_with("\n1 problem in 1 of 3 files: 1 charset-guessed\n"), "{said}");
    assert_eq!(noticed.status.code(), Some(0));
    std::os::unix::fs::symlink("gone.md", home.path().join("posts/link.md")).unwrap();
    let failed = home.run("", &["check", "posts", "--format", "json"], "");
    let said = String::from_utf8(failed.stdout).unwrap();
    let first: serde_json::Value = serde_json::from_str(said.lines().next().unwrap()).unwrap();
    assert_eq!((first["path"].as_str(), first["severity"].as_str()), (Some("link.md"), Some("error")));
    assert_eq!(failed.status.code(), Some(1));
    let painted = home.run("", &["check", "posts", "--color", "always"], "").stdout;
    assert!(painted.contains(&0x1b));
}

/// Paths, snippets and places of what is found, by `search` with an index and without.
#[test]
fn words_are_found_in_texts_with_and_without_an_index() {
    let home = Home::new();
    let write = |name: &str, title: &str, body: &str| {
        let text = format!("---\ntitle: {title}\ndate: 2020-01-01\n---\n<p>{body}</p>\n");
        fs::write(home.path().join("posts").join(name), text).unwrap();
    };
    write("c.md", "体育", "今天做了核酸檢測。<br>第二行");
    write("d.md", "核酸", "没有");
    write("-e.md", "x", "ＲＵＳＴ語言，“好” 100%");
    for (words, found) in [
        (&["核酸"][..], "c.md d.md"),
        (&["核酸检测"], "c.md"),
        (&["測"], "c.md"),
        (&["rust", "语言"], "-e.md"),
        (&["\"，“好”\""], "-e.md"),
        (&["检测 第二行"], "c.md"),
        (&["核酸", "--", "-体育"], "d.md"),
        (&["nichtda"], ""),
        (&["tiyu"], "c.md"),
        (&["见"], "a.md b.md"),
        (&["见", "date:2021-03-01"], "b.md"),
    ] {
        for index in [&["--no-index"][..], &[], &[]] {
            let output = home.run("", &[&["search", "--in", "posts", "--format", "json"], index, words].concat(), "");
            let text = String::from_utf8(output.stdout).unwrap();
            let hits = text.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
            let mut paths: Vec<String> = hits.map(|hit| hit["path"].as_str().unwrap().to_owned()).collect();
            paths.sort();
            assert_eq!(paths.join(" "), found, "{words:?} {index:?} {}", String::from_utf8_lossy(&output.stderr));
            assert_eq!(output.status.code(), Some(i32::from(found.is_empty())), "{words:?}");
        }
        let query = words.join(" ").replace(" -- ", " ");
        let listed = home.run("", &["list", "posts", "--format", "paths", "--query", &query], "");
        assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), found.split_whitespace().count());
    }
    let hit = home.said("", &["search", "--in", "posts", "--format", "json", "检测"], "");
    let expected = "{\"path\":\"c.md\",\"title\":\"体育\",\"date\":\"2020-01-01\",\
                    \"snippet\":\"今天做了核酸檢測。 第二行\",\"matches\":[[6,8]]}\n";
    assert_eq!(hit, expected);
    let table = home.said("", &["search", "--in", "posts", "检测"], "");
    assert_eq!(table, "2020-01-01  体育\n    posts/c.md\n    今天做了核酸檢測。 第二行\n");
    let colours = home.said("", &["search", "--in", "posts", "--color", "always", "检测"], "");
    assert!(colours.contains("檢測\u{1b}[0m"), "{colours:?}");
}

#[test]
fn an_index_that_cannot_be_kept_hinders_nothing() {
    let home = Home::new();
    fs::write(home.path().join("cache"), "a file where the folder should be").unwrap();
    let output = home.run("", &["search", "--in", "posts", "--format", "paths", "见"], "");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "posts/a.md\nposts/b.md\n");
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("inkstone: Cannot index this collection"));
    assert_eq!(home.run("", &["index", "posts"], "").status.code(), Some(2));
}

#[test]
fn the_index_is_told_of_and_goes() {
    let home = Home::new();
    assert_eq!(home.run("", &["index", "posts", "--stats"], "").status.code(), Some(1));
    assert_eq!(home.said("", &["index", "posts"], ""), "2 articles: 2 new, 0 changed, 0 removed, 0 renamed\n");
    fs::rename(home.path().join("posts/a.md"), home.path().join("posts/z.md")).unwrap();
    assert_eq!(home.said("linked", &["index", "."], ""), "2 articles: 0 new, 0 changed, 0 removed, 1 renamed\n");
    assert!(home.said("", &["index", "posts", "--stats"], "").contains("articles    2\n"));
    assert_eq!(
        home.said("", &["index", "posts", "--rebuild"], ""),
        "2 articles: 2 new, 0 changed, 0 removed, 0 renamed\n"
    );
    let with = home.said("", &["list", "posts", "--format", "json"], "");
    assert_eq!(with, home.said("", &["list", "posts", "--format", "json", "--no-index"], ""));
    assert!(home.said("", &["index", "posts", "--forget"], "").starts_with("Deleted the index of"));
    assert_eq!(home.run("", &["index", "posts", "--forget"], "").status.code(), Some(1));
    assert_eq!(home.run("", &["index"], "").status.code(), Some(2), "the guide has none");
}
