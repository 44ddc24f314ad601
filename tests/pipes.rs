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
            .args(words)
            .args(["--lang", "en", "--config"])
            .arg(self.path().join("config.toml"))
            .arg("--data-dir")
            .arg(self.path().join("data"))
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
