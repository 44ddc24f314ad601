//! The program as a part of command lines: pipes that end early, `xargs`, redirections, completions.

use std::fs;
use std::process::{Command, Output};

use crate::harness::collection::Home;

/// Runs a script in bash, in which `inkstone` is the program.
fn bash(home: &Home, script: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_inkstone");
    let folder = std::path::Path::new(program).parent().unwrap().display().to_string();
    let arguments = home.directories();
    let quoted: Vec<String> = arguments.iter().map(|argument| format!("'{}'", argument.to_str().unwrap())).collect();
    // As an alias does, but also for xargs and completions.
    let wrapper = home.path("bin");
    fs::create_dir_all(&wrapper).unwrap();
    fs::write(
        wrapper.join("inkstone"),
        format!("#!/bin/sh\nexec '{folder}/inkstone' --lang en {} \"$@\"\n", quoted.join(" ")),
    )
    .unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    fs::set_permissions(wrapper.join("inkstone"), mode).unwrap();
    Command::new("bash")
        .args(["--norc", "-o", "pipefail", "-c", script])
        .current_dir(home.root())
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", wrapper.display()))
        .env("LC_ALL", "C.UTF-8")
        .output()
        .unwrap()
}

/// What a script writes; it must succeed, and write nothing to standard error.
#[track_caller]
fn written(home: &Home, script: &str) -> String {
    let output = bash(home, script);
    assert_eq!((output.status.code(), home.text(&output.stderr)), (Some(0), String::new()), "{script}");
    home.text(&output.stdout)
}

#[test]
fn command_lines_are_those_of_unix() {
    let home = Home::seed();
    home.write("a b'c\n.md", "秋水\n");
    let long: String = (0..20_000).map(|line| format!("line {line}\n\n")).collect();
    fs::write(home.path("long.md"), long).unwrap();
    for (script, expected) in [
        ("inkstone print --body long.md | head -1", "line 0\n"),
        ("inkstone print --format html long.md | head -1", "<!DOCTYPE html>\n"),
        ("inkstone list posts | wc -l", "6\n"),
        ("inkstone list posts --format json | wc -l", "6\n"),
        ("inkstone search --in posts --format paths 鲲 | xargs wc -l | wc -l", "1\n"),
        ("inkstone search --in posts -0 秋水 | xargs -0 cat", "秋水\n"),
        ("inkstone random posts -n 6 --print0 | xargs -0 -n 1 test -f", ""),
        ("inkstone random posts | wc -l", "1\n"),
        ("inkstone random posts -n 99 | sort -u | wc -l", "6\n"),
        ("inkstone random posts -n 0", ""),
        ("inkstone random posts --query 秋水 --print0 | xargs -0 inkstone print --body", "秋水\n"),
        ("cd posts && find . -name '*志.md' -print0 | inkstone random --from - -0", "./新媒体/源甲/鲲鹏志.md\n"),
        ("inkstone posts/生活/源戊/寒梅赋.md > out.txt && tail -1 out.txt", "墙角数枝梅，凌寒独自开。\n"),
        ("INKSTONE_PAGER=false PAGER=false inkstone print --body long.md | tail -1", "line 19999\n"),
    ] {
        assert_eq!(written(&home, script), expected, "{script}");
    }
    for (script, expected) in [
        ("inkstone random posts --query 缺", (Some(1), "")),
        ("inkstone random none", (Some(2), "inkstone: No file, folder or collection named “none”\n")),
        ("inkstone print long.md > /dev/full", (Some(2), "inkstone: No space left on device\n")),
        ("inkstone list posts > /dev/full", (Some(2), "inkstone: No space left on device\n")),
        ("inkstone --help > /dev/full", (Some(2), "inkstone: No space left on device\n")),
        ("inkstone print <&-", (Some(1), "inkstone: Standard input is empty\n")),
        ("inkstone list posts 2>&- | head -n 0", (Some(0), "")),
    ] {
        let output = bash(&home, script);
        assert_eq!((output.status.code(), &*home.text(&output.stderr)), expected, "{script}");
    }
}

#[test]
fn every_command_tells_programs_the_same_of_an_article() {
    let home = Home::pair();
    let objects = |arguments: &[&str]| -> Vec<serde_json::Map<String, serde_json::Value>> {
        let lines = home.stdout("", arguments, "");
        lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    let listed = objects(&["list", "posts", "--format", "json"]);
    for more in [&[][..], &["--no-index"]] {
        let searched = objects(&[&["search", "--in", "posts", "--format", "json", "篇"], more].concat());
        assert_eq!(searched.len(), 2);
        for (mut found, article) in searched.into_iter().zip(&listed) {
            assert!(found.remove("snippet").is_some() && found.remove("matches").is_some());
            assert_eq!(&found, article);
        }
    }
    let drawn = objects(&["random", "posts", "-n", "2", "--format", "json"]);
    assert!(drawn.len() == 2 && drawn.iter().all(|article| listed.contains(article)), "{drawn:?}");
    fs::write(home.path("posts/bad.md"), "---\ntitle: x\ndate: 2021-13-45\n---\ny\n").unwrap();
    let checked = home.run("", &["check", "posts", "--format", "json"], "");
    let problem: serde_json::Value = serde_json::from_slice(&checked.stdout).unwrap();
    assert_eq!((problem["path"].as_str(), problem["file"].as_str()), (Some("bad.md"), Some("posts/bad.md")));
}

#[test]
fn bash_completes_what_only_the_program_knows() {
    let home = Home::seed();
    fs::write(home.path("config.toml"), "[collections]\nblog = \"posts\"\nnotes = \"posts\"\n").unwrap();
    home.write("two.md", "---\ntitle: x\ncategories: [two words]\n---\ny\n");
    home.stdout("", &["index", "posts"], "");
    let complete = |words: &str| {
        let script = format!(
            "source <(inkstone completions bash); COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); \
             last=${{COMP_WORDS[COMP_CWORD]}}; _inkstone_all inkstone \"$last\" \"${{COMP_WORDS[COMP_CWORD - 1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\""
        );
        written(&home, &script).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    for (words, expected) in [
        ("inkstone list bl", &["blog"][..]),
        ("inkstone print po", &["posts"]),
        ("inkstone search --in n", &["notes"]),
        ("inkstone list blog --category 新", &["新媒体"]),
        ("inkstone list blog --category tw", &["two\\ words"]),
        ("inkstone completions ''", &["bash", "elvish", "fish", "powershell", "zsh"]),
        ("inkstone list blog --category '\"tw'", &["two words"]),
        ("inkstone list posts --query category : 科", &["科技"]),
        ("inkstone list nowhere --category 新", &[""]),
        ("inkstone --theme gruv", &["gruvbox-dark", "gruvbox-light"]),
        ("inkstone -c images.h", &["images.height="]),
        ("inkstone list --format j", &["json"]),
        ("inkstone rand", &["random"]),
        ("inkstone list --cat", &["--category"]),
    ] {
        assert_eq!(complete(words), expected, "{words}");
    }
    assert!(!complete("inkstone ''").iter().any(|word| word == "__complete"));
    for shell in ["zsh", "fish"] {
        let script = home.stdout("", &["completions", shell], "");
        assert!(["names", "categories", "themes", "settings"].iter().all(|what| script.contains(what)), "{shell}");
    }
}
