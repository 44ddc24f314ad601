//! The commands that write to a pipe, run as processes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "pipes/denied.rs"]
mod denied;
mod harness;
#[path = "pipes/shell.rs"]
mod shell;

use std::fs;
use std::process::Stdio;
use std::time::{Duration, SystemTime};

use inkstone::article::ArticleKey;
use inkstone::locale::{Catalog, Lang, Msg};
use inkstone::marks::Edit;
use inkstone::store::{Index, State};

use harness::collection::Home;
#[cfg(feature = "network")]
use harness::server::Server;

/// Which articles of a list in JSON are read.
fn read_of(lines: &str) -> Vec<(String, bool)> {
    let articles = lines.lines().map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap());
    articles.map(|article| (article["path"].as_str().unwrap().to_owned(), article["read"].as_bool().unwrap())).collect()
}

#[test]
fn marks_are_found_however_the_folder_is_named() {
    let home = Home::pair();
    let (state, problem) = State::open(&home.path("data"));
    assert_eq!(problem, None);
    let true_path = fs::canonicalize(home.path("posts/a.md")).unwrap();
    state.edit([&ArticleKey::file(true_path)], &Edit::Read(true)).unwrap();
    drop(state);
    let absolute = home.path("posts");
    for (folder, name) in
        [("posts", "."), ("", "posts"), ("", "linked"), ("posts", "../linked"), ("", absolute.to_str().unwrap())]
    {
        let lines = home.stdout(folder, &["list", name, "--format", "json"], "");
        assert_eq!(
            read_of(&lines),
            [("a.md", true), ("b.md", false)].map(|(path, read)| (path.to_owned(), read)),
            "{name}"
        );
    }
}

#[test]
fn a_reader_that_has_enough_is_no_trouble() {
    for words in [&["completions", "bash"][..], &["man"], &["config", "default"], &["list"], &["print", "posts/a.md"]] {
        let home = Home::pair();
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = home.command().args(words).stdin(Stdio::null()).stdout(writer).output().unwrap();
        assert_eq!((output.status.code(), home.text(&output.stderr)), (Some(0), String::new()), "{words:?}");
    }
}

#[test]
fn several_articles_are_printed_one_below_the_other() {
    let home = Home::pair();
    let printed = home.stdout("posts", &["print", "--body", "a.md", "-", "b.md"], "<p>中间。</p>");
    assert_eq!(printed, "见 a。\n\n\n中间。\n\n\n见 b。\n");
    assert_eq!(
        home.stdout("posts", &["a.md", "b.md"], ""),
        "a 篇\n2 March 2021 | 1 min\n\n见 a。\n\n\nb 篇\n1 March 2021 | 1 min\n\n见 b。\n"
    );
}

#[test]
fn front_matter_stands_at_the_start_only() {
    let home = Home::pair();
    let markdown = |paths: &[&str]| home.stdout("posts", &[&["print", "--format", "markdown"], paths].concat(), "");
    let link = |name: &str| format!("见[{name}](<https://a.cn/>)。\n");
    let date = "date: 2021-03-02T08:00:00";
    assert_eq!(markdown(&["a.md"]), format!("---\ntitle: \"a 篇\"\n{date}\n---\n\n{}", link("a")));
    assert_eq!(markdown(&["--body", "a.md"]), link("a"));
    // Of several, the rest is below the titles.
    fs::write(
        home.path("posts/c.md"),
        "---\ntitle: c_篇\nauthor: 某人\ncategories: [文, 字]\ntags: [文, 新]\n---\n[c](https://a.cn/)\n",
    )
    .unwrap();
    let texts = [
        format!("# a 篇\n\n2021-03-02\n\n{}", link("a")),
        format!("# b 篇\n\n2021-03-01\n\n{}", link("b")),
        "# c\\_篇\n\n某人 | 文 / 字 | #新\n\n[c](<https://a.cn/>)\n".to_owned(),
    ];
    assert_eq!(markdown(&["a.md", "b.md", "c.md"]), texts.join("\n\n"));
    assert_eq!(markdown(&["--body", "a.md", "b.md"]), [link("a"), link("b")].join("\n\n"));
}

#[test]
fn what_comes_from_standard_input_has_no_file_name_for_a_title() {
    let home = Home::pair();
    assert_eq!(home.stdout("", &["print", "-"], "<p>正文。</p>"), "正文。\n");
    assert_eq!(home.stdout("", &["print"], "---\ntitle: 题\n---\n正文。\n"), "题\n1 min\n\n正文。\n");
}

#[test]
fn standard_input_is_an_article() {
    let home = Home::pair();
    let article = "---\ntitle: 题\n---\n<p>文</p>";
    for arguments in [&["-"][..], &[]] {
        assert_eq!(home.stdout("posts", arguments, article), "题\n1 分钟\n\n文\n".replace("1 分钟", "1 min"));
    }
    // Nothing on standard input is no article.
    for arguments in [&["-"][..], &[]] {
        assert_eq!(ended(&home, arguments, ""), (Some(1), String::new(), String::new()), "{arguments:?}");
    }
    let output = home.command().stdin(Stdio::null()).output().unwrap();
    assert!(home.text(&output.stdout).lines().count() > 5, "the guide is listed");
}

#[test]
fn the_output_of_programs_is_read_without_colours() {
    let home = Home::pair();
    let listing = "\u{1b}[0m\u{1b}[01;34mfolder\u{1b}[0m\nN\u{8}NA\u{8}AME\n";
    for arguments in [&["-"][..], &["print", "-"]] {
        assert_eq!(home.stdout("posts", arguments, listing), "folder\nNAME\n", "{arguments:?}");
    }
    let patch =
        "\u{1b}[1mdiff --git a/x b/x\u{1b}[m\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n\u{1b}[31m-# *a*\u{1b}[m\n+# *b*\n";
    let plain = "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-# *a*\n+# *b*\n";
    assert_eq!(home.stdout("posts", &["print", "-"], patch), plain);
}

#[test]
fn source_code_keeps_its_lines() {
    let home = Home::pair();
    let text = "# A comment\n# that goes on\n\n[package]\nname = \"*.x\" # <a@b.example>\n";
    fs::write(home.path("posts/Cargo.toml"), text).unwrap();
    fs::write(home.path("posts/Makefile"), "all: # *x*\n\tcc x.c\n").unwrap();
    assert_eq!(home.stdout("posts", &["print", "--body", "Cargo.toml"], ""), text);
    assert_eq!(home.stdout("posts", &["print", "Makefile"], ""), "Makefile\n1 min\n\nall: # *x*\n    cc x.c\n");
    // Neither is an article of the folder.
    assert_eq!(home.stdout("posts", &["list", ".", "--format", "paths"], ""), "./a.md\n./b.md\n");
}

#[test]
fn arguments_before_the_command_are_an_error() {
    let home = Home::pair();
    fs::write(home.path("posts/man"), "x\n").unwrap();
    let order = |name: &str, line: &str| {
        let what = format!("inkstone: {name} is a command, and a command comes first:\n  inkstone {line}\n");
        (Some(2), String::new(), what)
    };
    for (arguments, name, line) in [
        (&["a.md", "check"][..], "check", "check a.md"),
        (&["nowhere", "list"], "list", "list nowhere"),
        (&["a.md", "b.md", "print", "--body"], "print", "print a.md b.md --body"),
        (&[".", "--sort", "title", "list"], "list", "list . --sort title"),
        (&["--sort=title", "list", "."], "list", "list --sort=title ."),
        (&["--format", "json", "categories"], "categories", "categories --format json"),
        (&["--from", "-", "list"], "list", "list --from -"),
        (&["--from=x", "-0", "print"], "print", "print --from=x -0"),
        (&["a b", "-c", "theme=light", "check"], "check", "check 'a b' -c theme=light"),
        (&[".", "search", "篇"], "search", "search --in . 篇"),
        (&[".", "index", "--stats"], "index", "index . --stats"),
        (&[".", "config", "check"], "config", "config check"),
        (&[".", "completions", "bash"], "completions", "completions bash"),
    ] {
        let mut expected = order(name, line);
        // The harness gives the directories first, which the line repeats.
        let (code, out, err) = ended(&home, arguments, "");
        let err = without_directories(&err);
        expected.2 = without_directories(&expected.2);
        assert_eq!((code, out, err), expected, "{arguments:?}");
    }
    let (_, _, err) = ended(&home, &["a.md", "man"], "");
    assert_eq!(err.lines().last(), Some("  for the file of this name, write ./man"));
    // Options that every command takes may stand before it, and what follows -- is a path.
    assert_eq!(ended(&home, &["-c", "theme=light", "--no-index", "list", "a.md"], "").0, Some(0));
    assert_eq!(ended(&home, &["--", "a.md", "check"], "").0, Some(2));
    assert_eq!(ended(&home, &["./man"], "").1, "man\n1 min\n\nx\n");
}

/// A message without the options that the harness gives to every run.
fn without_directories(message: &str) -> String {
    let given = "--lang en --data-dir '~/data' --cache-dir '~/cache' --config '~/config.toml' ";
    message.replace(given, "").replace(&given.replace('\'', ""), "")
}

#[test]
fn help_is_a_command_unless_it_is_a_file() {
    let home = Home::pair();
    for words in [&[][..], &["list"], &["check"], &["config", "check"]] {
        let shown = home.stdout("posts", &[&["help"], words].concat(), "");
        let without_help: Vec<&str> = shown.lines().filter(|line| !line.starts_with("  help ")).collect();
        let same = home.stdout("posts", &[words, &["--help"]].concat(), "");
        assert_eq!(without_help, same.lines().collect::<Vec<_>>(), "{words:?}");
    }
    let (code, out, err) = ended(&home, &["help", "lst"], "");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(err.starts_with("error: unrecognized subcommand 'lst'\n"), "{err}");
    fs::write(home.path("posts/help"), "help!\n").unwrap();
    assert_eq!(home.stdout("posts", &["help"], ""), "help\n1 min\n\nhelp!\n");
}

#[test]
fn what_is_missing_does_not_hide_the_rest() {
    let home = Home::pair();
    let gone = "inkstone: No file, folder or collection named “gone.md”\n";
    let both = format!("{gone}{}", gone.replace("gone.md", "nope"));
    let printed = "a 篇\n2 March 2021 | 1 min\n\n见 a。\n";
    let listed = "2021-03-02    1  a 篇\n2021-03-01    1  b 篇\n";
    for (arguments, shown, said) in [
        (&["a.md", "gone.md"][..], printed, gone),
        (&["gone.md", "a.md"], printed, gone),
        (&["gone.md", "a.md", "nope"], printed, &both),
        (&["print", "a.md", "gone.md"], printed, gone),
        (&[".", "gone.md"], listed, gone),
        (&["list", ".", "gone.md"], listed, gone),
        (&["list", "gone.md", "a.md", "b.md", "nope"], listed, &both),
        (&["categories", "a.md", "gone.md"], "1  Uncategorised\n", gone),
        (&["check", "a.md", "gone.md"], "No problems in 1 file\n", gone),
        (&["list", "gone.md", "nope"], "", &both),
        (&["check", "gone.md", "nope"], "", &both),
        (&["gone.md", "nope"], "", &both),
        (&["list", "gone.md"], "", gone),
    ] {
        let expected = (Some(2), shown.to_owned(), said.to_owned());
        assert_eq!(ended(&home, arguments, ""), expected, "{arguments:?}");
    }
    let with_list = ended(&home, &["list", "gone.md", "--from", "-"], "a.md\nnope\n");
    assert_eq!(with_list, (Some(2), "2021-03-02    1  a 篇\n".to_owned(), both));
}

#[test]
fn a_category_is_named_as_in_a_query() {
    let home = Home::empty();
    for (name, category) in [("a", "Rust"), ("b", "rust"), ("c", "新媒體"), ("d", ""), ("e", "Ｎｏ　Ｗ")] {
        let field = if category.is_empty() { String::new() } else { format!("categories: ['{category}']\n") };
        home.write(&format!("{name}.md"), &format!("---\ntitle: {name}\n{field}---\n文\n"));
    }
    let paths = |arguments: &[&str]| ended(&home, &[&["list", ".", "--format", "paths"], arguments].concat(), "");
    for (name, expected) in [
        ("Rust", "./a.md\n./b.md\n"),
        ("rust", "./a.md\n./b.md\n"),
        ("ＲＵＳＴ", "./a.md\n./b.md\n"),
        ("新媒体", "./c.md\n"),
        ("新媒體", "./c.md\n"),
        ("no w", "./e.md\n"),
        ("", "./d.md\n"),
        ("Uncategorised", "./d.md\n"),
        ("uncategorized", "./d.md\n"),
        ("未分类", "./d.md\n"),
        ("未分類", "./d.md\n"),
        ("분류 없음", "./d.md\n"),
    ] {
        let expected = (Some(0), expected.to_owned(), String::new());
        assert_eq!(paths(&["--category", name]), expected, "{name}");
        assert_eq!(paths(&["--query", &format!("category:\"{name}\"")]), expected, "{name}");
    }
    // Whatever the language of the program, the name that it shows works.
    for lang in [Lang::English, Lang::ChineseSimplified, Lang::ChineseTraditional, Lang::Japanese, Lang::Korean] {
        let catalog = Catalog::new(lang);
        let shown = catalog.say(Msg::ListUncategorised);
        assert_eq!(paths(&["--category", shown]).1, "./d.md\n", "{shown}");
    }
    assert_eq!(paths(&["--category", "rust", "--category", "Rust"]).1, "./a.md\n./b.md\n");
    let no_category =
        |name: &str, hint: &str| (Some(1), String::new(), format!("inkstone: No category named “{name}”\n{hint}"));
    assert_eq!(paths(&["--category", "ruzt"]), no_category("ruzt", "  did you mean Rust?\n"));
    assert_eq!(paths(&["--category", "quite another"]), no_category("quite another", ""));
    // A category of that name has precedence.
    home.write("f.md", "---\ncategories: [未分類]\n---\n文\n");
    assert_eq!(paths(&["--category", "未分类"]).1, "./f.md\n");
    assert_eq!(paths(&["--query", "category:未分类"]).1, "./f.md\n");
    assert_eq!(paths(&["--category", "Uncategorised"]).1, "./d.md\n");
}

#[test]
fn json_names_a_file_that_can_be_opened() {
    let home = Home::pair();
    home.write("x/c.md", "---\ntitle: c\ndate: 2021-13-45\n---\n丙\n");
    let absolute = home.path("posts");
    let absolute = absolute.to_str().unwrap();
    for (folder, root, expected) in [
        ("posts", ".", "./x/c.md"),
        ("", "posts", "posts/x/c.md"),
        ("posts/x", "..", "../x/c.md"),
        ("", absolute, &format!("{absolute}/x/c.md")),
        ("posts", "x/c.md", "x/c.md"),
    ] {
        for words in [&["list", root][..], &["check", root], &["search", "--in", root, "--", "c"]] {
            let output = home.run(folder, &[&words[..1], &["--format", "json"], &words[1..]].concat(), "");
            let lines = home.text(&output.stdout);
            let expected = expected.replace(home.root().to_str().unwrap(), "~");
            let is_c = |line: &&str| line.contains("c.md\",\"file\"");
            let line = lines.lines().find(is_c).unwrap_or_else(|| panic!("{words:?} {lines}"));
            let value: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(value["file"].as_str(), Some(expected.as_str()), "{words:?}");
        }
    }
    // Of the guide, which is not on disk.
    let line = home.stdout("", &["list", "--limit", "1", "--format", "json"], "");
    let value = serde_json::from_str::<serde_json::Value>(&line).unwrap();
    assert_eq!(value["file"].as_str(), Some(format!("guide:{}", value["path"].as_str().unwrap())).as_deref());
}

#[test]
fn what_is_not_text_comes_with_a_command_that_makes_it_text() {
    let home = Home::pair();
    fs::write(home.path("posts/a b.gz"), b"\x1f\x8b\x08\0").unwrap();
    let expected = "inkstone: Cannot read a b.gz\n  Not a text file (gzip)\n  zcat 'a b.gz' | inkstone\n";
    for arguments in [&["print", "a b.gz"][..], &["a b.gz"]] {
        let (code, out, error) = ended(&home, arguments, "");
        assert_eq!((code, out.as_str(), error.as_str()), (Some(2), "", expected), "{arguments:?}");
    }
    let (code, _, error) = ended(&home, &["print"], "%PDF-1.7\n");
    let expected = "inkstone: Cannot read -\n  Not a text file (PDF)\n  … | pdftotext - - | inkstone\n";
    assert_eq!((code, error.as_str()), (Some(2), expected));
}

#[test]
fn a_fifo_named_by_hand_is_read_as_standard_input_is() {
    let home = Home::pair();
    let fifo = home.path("posts/pipe");
    for arguments in [&["print", "--body", "pipe"][..], &["pipe"]] {
        rustix::fs::mkfifoat(rustix::fs::CWD, &fifo, rustix::fs::Mode::RWXU).unwrap();
        let writer = {
            let fifo = fifo.clone();
            std::thread::spawn(move || fs::write(fifo, "*from* a pipe\n").unwrap())
        };
        assert_eq!(home.stdout("posts", arguments, ""), "from a pipe\n", "{arguments:?}");
        writer.join().unwrap();
        fs::remove_file(&fifo).unwrap();
    }
}

#[test]
fn a_setting_in_effect_is_printed() {
    let home = Home::pair();
    fs::write(home.path("config.toml"), "[typography]\nmeasure = 66\n").unwrap();
    for (arguments, value) in [
        (&["config", "get", "typography.measure"][..], "66\n"),
        (&["-c", "typography.measure=40", "config", "get", "typography.measure"], "40\n"),
        (&["config", "get", "theme"], "auto\n"),
        (&["config", "get", "browser"], "\n"),
    ] {
        assert_eq!(home.stdout("", arguments, ""), value, "{arguments:?}");
    }
    // What a key chose holds until the setting changes.
    let (state, _) = State::open(&home.path("data"));
    state.set_setting("theme", "sepia ").unwrap();
    state.set_setting("measure", "72 66").unwrap();
    drop(state);
    for (arguments, value) in [
        (&["config", "get", "theme"][..], "sepia\n"),
        (&["--theme", "nord", "config", "get", "theme"], "nord\n"),
        (&["-c", "theme=dark", "config", "get", "theme"], "dark\n"),
        (&["config", "get", "typography.measure"], "72\n"),
        (&["-c", "typography.measure=40", "config", "get", "typography.measure"], "40\n"),
    ] {
        assert_eq!(home.stdout("", arguments, ""), value, "{arguments:?}");
    }
    fs::write(home.path("config.toml"), "theme = \"light\"\n[typography]\nmeasure = 60\n").unwrap();
    assert_eq!(home.stdout("", &["config", "get", "theme"], ""), "light\n");
    assert_eq!(home.stdout("", &["config", "get", "typography.measure"], ""), "60\n");
    let (code, out, error) = ended(&home, &["config", "get", "typography.mesure"], "");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert_eq!(error, "inkstone: Unknown setting “typography.mesure”\n  Did you mean “typography.measure”?\n");
}

#[test]
fn a_setting_is_written_as_the_program_writes_it() {
    let home = Home::pair();
    let file = home.path("config.toml");
    fs::write(&file, "# mine\ntheme = \"nord\" # at night\n\n[typography]\nmeasure = 66\n").unwrap();
    let (state, _) = State::open(&home.path("data"));
    state.set_setting("theme", "sepia nord").unwrap();
    state.set_setting("measure", "72 66").unwrap();
    drop(state);
    // What a key chose gives way, also where the file says the same as before.
    for (key, value, shown) in [
        ("theme", "nord", "nord"),
        ("typography.measure", "50", "50"),
        ("mouse", "false", "off"),
        ("editor", "vim -R", "vim -R"),
        ("collection", "posts", "posts"),
    ] {
        assert_eq!(ended(&home, &["config", "set", key, value], ""), (Some(0), String::new(), String::new()), "{key}");
        assert_eq!(home.stdout("", &["config", "get", key], ""), format!("{shown}\n"), "{key}");
    }
    assert_eq!(ended(&home, &["config", "set", "searches.未读", "is:unread 核酸"], "").0, Some(0));
    let written = "# mine\ntheme = \"nord\" # at night\nmouse = false\neditor = \"vim -R\"\ncollection = \"posts\"\n\n\
                   [typography]\nmeasure = 50\n\n[searches]\n\"未读\" = \"is:unread 核酸\"\n";
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
    for (arguments, says) in [
        (["theme", "nrod"], "“nrod” is not a valid value for theme\n  Did you mean “nord”? "),
        (["typography.mesure", "3"], "Unknown setting “typography.mesure”\n  Did you mean “typography.measure”?\n"),
        (["searches.a", "cate:x"], "Unknown field “cate”\n  Did you mean “category:”? "),
    ] {
        let (code, out, err) = ended(&home, &[&["config", "set"], &arguments[..]].concat(), "");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err.starts_with(&format!("inkstone: {says}")), "{err}");
    }
    assert_eq!(fs::read_to_string(&file).unwrap(), written);
}

#[test]
fn a_configuration_file_that_cannot_be_changed_stays_as_it_is() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::pair();
    let file = home.path("config.toml");
    fs::write(&file, "theme = dark\n").unwrap();
    let (code, _, err) = ended(&home, &["config", "set", "theme", "nord"], "");
    assert_eq!(code, Some(2));
    assert!(err.starts_with("inkstone: ~/config.toml:1:9: The file is not valid TOML: "), "{err}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "theme = dark\n");
    fs::write(&file, "").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let (code, _, err) = ended(&home, &["config", "set", "theme", "nord"], "");
    let says =
        "inkstone: ~/config.toml is read-only\n  Settings and searches cannot be saved in it; chmod u+w allows it\n";
    assert_eq!((code, err.as_str()), (Some(2), says));
    assert_eq!(fs::read_to_string(&file).unwrap(), "");
}

#[test]
fn the_guide_has_paths() {
    let home = Home::pair();
    let paths = home.stdout("", &["list", "guide:", "--format", "paths"], "");
    let names: Vec<&str> = paths.lines().collect();
    assert!(names.contains(&"guide:08-a-short-tour.md"), "{paths}");
    let printed = home.stdout("", &[&["print", "--no-pager"][..], &names].concat(), "");
    assert_eq!(printed.matches("A short tour\n").count(), 1, "{printed}");
    for missing in ["guide:x.md", "guide:08"] {
        let (code, out, _) = ended(&home, &["print", missing], "");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{missing}");
    }
    // The guide as a whole is a collection, like a folder.
    let (code, out, error) = ended(&home, &["print", "guide:"], "");
    let expected = "inkstone: guide: is a folder; to see its articles:\n  inkstone list guide:\n";
    assert_eq!((code, out.as_str(), error.as_str()), (Some(2), "", expected));
    assert_eq!(home.stdout("", &["guide:"], ""), home.stdout("", &["list", "guide:"], ""));
    // A file of that name comes first.
    fs::write(home.path("guide:08-a-short-tour.md"), "of its own").unwrap();
    assert_eq!(home.stdout("", &["print", "--body", "guide:08-a-short-tour.md"], ""), "of its own\n");
}

#[test]
fn addresses_and_words_stay_whole_in_a_pipe() {
    let home = Home::pair();
    let address = format!("https://example.com/{}", "a".repeat(90));
    let text = format!("<p lang=en>an <a href=\"{address}\">incomprehensible</a> misunderstanding</p>");
    fs::write(home.path("posts/c.html"), text).unwrap();
    let footnotes = format!("an incomprehensible[1]\nmisunderstanding\n\n[1]: {address}\n");
    for links in [&["--links"][..], &["--links", "footnotes"], &["--links=footnotes"]] {
        let arguments = [&["print", "--body", "--width", "24"], links, &["c.html"]].concat();
        assert_eq!(home.stdout("posts", &arguments, ""), footnotes, "{links:?}");
    }
    let narrow = ["print", "--body", "--width", "12", "c.html"];
    let hyphenated = home.stdout("posts", &[&["-c", "typography.hyphenate=on"], &narrow[..]].concat(), "");
    assert!(hyphenated.contains("-\n"), "{hyphenated}");
    assert!(!home.stdout("posts", &narrow, "").contains("-\n"));
}

#[test]
fn characters_are_those_of_the_file_in_a_pipe() {
    let home = Home::pair();
    fs::write(home.path("posts/c.html"), "<p lang=zh>他说 \" 你好 \" , 走了 !").unwrap();
    let with = |settings: &[&str]| {
        let settings: Vec<&str> = settings.iter().flat_map(|setting| ["-c", *setting]).collect();
        home.stdout("posts", &[&settings[..], &["print", "--body", "c.html"]].concat(), "")
    };
    assert_eq!(with(&[]), "他说 \" 你好 \" , 走了 !\n");
    assert_eq!(with(&["typography.punctuation=mend"]), "他说“你好”，走了！\n");
    assert_eq!(with(&["typography.punctuation=mend", "typography.quotes=corner"]), "他说「你好」，走了！\n");
    fs::write(home.path("config.toml"), "[typography]\nscript = \"taiwan\"\n").unwrap();
    assert_eq!(with(&[]), "他说 \" 你好 \" , 走了 !\n");
    assert_eq!(with(&["typography.script=traditional"]), "他說 \" 你好 \" , 走了 !\n");
}

#[test]
fn lines_are_justified_in_a_pipe_only_if_asked_for() {
    let home = Home::pair();
    fs::write(home.path("posts/c.html"), "<p lang=en>one two three four five six seven eight").unwrap();
    let print = ["print", "--body", "--width", "15", "c.html"];
    fs::write(home.path("config.toml"), "[typography]\njustify = \"on\"\n").unwrap();
    assert_eq!(home.stdout("posts", &print, ""), "one two three\nfour five six\nseven eight\n");
    let justified = home.stdout("posts", &[&["-c", "typography.justify=on"], &print[..]].concat(), "");
    assert_eq!(justified, "one  two  three\nfour  five  six\nseven eight\n");
}

#[test]
fn lines_are_vertical_in_a_pipe_only_if_asked_for() {
    let home = Home::pair();
    fs::write(home.path("posts/c.html"), "<p lang=zh>春眠不觉晓，处处闻啼鸟。").unwrap();
    let with = |words: &[&str]| {
        let print = ["print", "--body", "--width", "8", "--height", "4", "c.html"];
        home.stdout("posts", &[words, &print[..]].concat(), "")
    };
    let horizontal = "春眠不觉\n晓，处处\n闻啼鸟。\n";
    let vertical = "闻 晓 春\n啼 ︐ 眠\n鸟 处 不\n︒ 处 觉\n";
    assert_eq!(with(&[]), horizontal);
    assert_eq!(with(&["-c", "typography.writing=vertical"]), vertical);
    fs::write(home.path("config.toml"), "[typography]\nwriting = \"vertical\"\ngrid = \"on\"\n").unwrap();
    assert_eq!(with(&[]), horizontal);
    let writing = |words: &[&str]| {
        let print = ["print", "--body", "--width", "8", "--height", "4", "c.html"];
        home.stdout("posts", &[&print[..], words].concat(), "")
    };
    assert_eq!(writing(&["--writing", "vertical"]), vertical);
    let grid = "┌──┬──┐\n│晓│春│\n│︐│眠│\n│处│不│\n│处│觉│\n└──┴──┘\n\n┌──┬──┐\n│  │闻│\n│  │啼│\n│  │鸟│\n│  │︒│\n└──┴──┘\n";
    let drawn = writing(&["--writing", "vertical", "-c", "typography.grid=on"]);
    assert_eq!(drawn.lines().map(str::trim).collect::<Vec<_>>().join("\n") + "\n", grid);
    assert_eq!(writing(&["--writing", "horizontal", "-c", "typography.writing=vertical"]), horizontal);
}

#[test]
fn links_are_written_as_wished() {
    let home = Home::pair();
    let with = |words: &[&str]| home.stdout("posts", &[&["print", "--body", "a.md"], words].concat(), "");
    assert_eq!(with(&["--links", "footnotes"]), "见 a[1]。\n\n[1]: https://a.cn/\n");
    assert_eq!(with(&["--links", "inline"]), "见 a <https://a.cn/>。\n");
    for links in ["off", "inline", "footnotes"] {
        let markdown = with(&["--format", "markdown", "--links", links]);
        assert_eq!(markdown, "见[a](<https://a.cn/>)。\n", "{links}");
    }
}

#[test]
fn one_article_that_cannot_be_read_does_not_hide_the_others() {
    let home = Home::pair();
    let output = home.run("posts", &["print", "--body", "a.md", "gone.md", "b.md"], "");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "见 a。\n\n\n见 b。\n");
    assert_eq!(home.text(&output.stderr), "inkstone: No file, folder or collection named “gone.md”\n");
}

#[test]
fn a_mistyped_command_is_told_the_nearest() {
    let home = Home::pair();
    fs::write(home.path("config.toml"), "[collections]\nlyst = \"posts\"\nnotes = \"posts\"\n").unwrap();
    for (arguments, name, suggested) in [
        (&["prnt", "a.md"][..], "prnt", Some("print")),
        (&["prnt"], "prnt", Some("print")),
        (&["Serach", "x"], "Serach", Some("search")),
        (&["lit", "."], "lit", Some("list")),
        (&["cheK"], "cheK", Some("check")),
        (&["categorys"], "categorys", Some("categories")),
        (&["note"], "note", Some("notes")),
        (&["lysts"], "lysts", Some("lyst")),
        (&["quite-another"], "quite-another", None),
        // Only the first word can be a command.
        (&["print", "prnt"], "prnt", None),
    ] {
        let hint = suggested.map(|suggested| format!("  did you mean {suggested}?\n")).unwrap_or_default();
        let expected = format!("inkstone: No file, folder or collection named “{name}”\n{hint}");
        assert_eq!(ended(&home, arguments, ""), (Some(2), String::new(), expected), "{arguments:?}");
    }
}

#[test]
fn what_is_no_article_is_refused_with_what_it_is() {
    let home = Home::pair();
    fs::write(home.path("posts/picture.md"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    fs::write(home.path("posts/noise.txt"), b"\x01\x02\x03\x04\x05 abc").unwrap();
    fs::write(home.path("posts/README"), "Just text.\n").unwrap();
    let hint = "Inkstone reads Markdown, HTML and plain text";
    for (arguments, stdin, expected) in [
        (&["print", "picture.md"][..], "", "Cannot read picture.md\n  Not a text file (PNG)\n".to_owned()),
        (&["print", "noise.txt"], "", "Cannot read noise.txt\n  Not a text file (binary data)\n".to_owned()),
        (&["picture.md"], "", "Cannot read picture.md\n  Not a text file (PNG)\n".to_owned()),
        (
            &["print"],
            "%PDF-1.7\n",
            "Cannot read -\n  Not a text file (PDF)\n  … | pdftotext - - | inkstone\n".to_owned(),
        ),
        (&["print", "."], "", ". is a folder; to see its articles:\n  inkstone list .\n".to_owned()),
        (
            &["-c", "language=fr", "list"],
            "",
            "“fr” is not a valid value for language\n  Expected: auto, en, zh-Hans, zh-Hant, ja, ko\n".to_owned(),
        ),
    ] {
        let output = home.run("posts", arguments, stdin);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert_eq!(home.text(&output.stderr), format!("inkstone: {expected}"), "{arguments:?}");
        assert_eq!(home.text(&output.stdout), "", "{arguments:?}");
    }
    assert_eq!(home.stdout("posts", &["print", "README"], ""), "README\n1 min\n\nJust text.\n");
    let problem = format!(
        "./picture.md: error: Not a text file (PNG) [not-text]\n    {hint}\n\n1 problem in 1 of 3 files: 1 not-text\n"
    );
    let output = home.run("posts", &["check", "."], "");
    assert_eq!((output.status.code(), home.text(&output.stdout)), (Some(1), problem));
}

#[test]
fn without_a_word_about_it_the_theme_is_dark() {
    let home = Home::pair();
    let coloured = |theme: &[&str]| {
        let words = [&["print", "-", "--color", "always"], theme].concat();
        home.stdout(".", &words, "# 题\n\n见[这里](https://a.cn/)和`码`。\n")
    };
    let plain = coloured(&[]);
    assert_eq!(plain, coloured(&["--theme", "dark"]));
    assert_ne!(plain, coloured(&["--theme", "mono"]));
}

/// The bytes of a name that is not UTF-8, and has a line break.
const STRANGE: &[u8] = b"\xce\xc4\n\xd5\xc2.md";

#[test]
fn several_paths_are_one_collection() {
    let home = Home::pair();
    let site = home.path("site");
    fs::create_dir_all(site.join("source/_posts")).unwrap();
    fs::write(site.join("_config.yml"), "title: x\n").unwrap();
    fs::write(site.join("source/_posts/c.md"), "---\ntitle: c 篇\ndate: 2021-03-03\n---\n").unwrap();
    fs::write(site.join("source/about.md"), "---\ntitle: 不算\n---\n").unwrap();
    let paths = home.stdout("", &["list", "posts", "site", "posts/a.md", "--format", "paths"], "");
    assert_eq!(paths, "site/source/_posts/c.md\nposts/a.md\nposts/b.md\n");
    assert_eq!(
        home.stdout("", &["posts", "site"], ""),
        "2021-03-03    0  c 篇\n2021-03-02    1  a 篇\n2021-03-01    1  b 篇\n"
    );
    // A file is itself alone, not its collection.
    assert_eq!(home.stdout("", &["list", "posts/b.md", "--format", "paths"], ""), "posts/b.md\n");
    assert_eq!(home.run("", &["list", "posts", "nowhere"], "").status.code(), Some(2));
}

#[test]
fn the_whole_home_folder_is_listed_without_a_question() {
    let home = Home::pair();
    fs::write(home.path("config.toml"), "collection = \"~\"\n").unwrap();
    for (arguments, is_set) in
        [(&["list", "--format", "paths"][..], true), (&["list", "--format", "paths", "."], true), (&["."], true)]
            .into_iter()
            .chain([(&["list", "--format", "paths", "."][..], false)])
    {
        let mut command = home.command();
        if is_set {
            command.env("HOME", home.root());
        }
        let output = command.args(arguments).stdin(Stdio::null()).output().unwrap();
        assert_eq!((output.status.code(), home.text(&output.stderr)), (Some(0), String::new()), "{arguments:?}");
        assert_eq!(home.text(&output.stdout).lines().count(), 2, "{arguments:?}");
    }
}

/// Exit code, output and messages of a run in the collection.
fn ended(home: &Home, arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let output = home.run("posts", arguments, input);
    (output.status.code(), home.text(&output.stdout), home.text(&output.stderr))
}

#[test]
fn a_list_of_paths_keeps_its_order() {
    let home = Home::pair();
    home.write("x/c.md", "---\ntitle: c 篇\ndate: 2021-03-09\n---\n<p>丙</p>\n");
    home.write("文.md", "# 文\n\n乙\n");
    let absolute = home.path("posts/b.md");
    let absolute = absolute.to_str().unwrap();
    let list = ["list", "--format", "paths", "--from", "-"];
    for (input, more, expected) in [
        ("b.md\na.md\n", &[][..], "b.md\na.md\n"),
        ("a.md\nb.md", &[], "a.md\nb.md\n"),
        ("./b.md\r\n\r\nx/../a.md\r\n", &[], "./b.md\nx/../a.md\n"),
        ("b.md\nx/c.md\nb.md\n./b.md\n../linked/b.md\na.md\n", &[], "b.md\nx/c.md\na.md\n"),
        ("b.md\0a.md\0", &["-0"], "b.md\na.md\n"),
        ("b.md\0a.md", &["--null"], "b.md\na.md\n"),
        ("x\nb.md\nx/c.md\n", &[], "x/c.md\nb.md\n"),
        ("\"\\346\\226\\207.md\"\nb.md\n", &[], "文.md\nb.md\n"),
        ("b.md\n", &["a.md"], "a.md\nb.md\n"),
        ("b.md\na.md\nx/c.md\n", &["--sort", "-given"], "x/c.md\na.md\nb.md\n"),
        ("b.md\na.md\nx/c.md\n", &["--sort", "date"], "x/c.md\na.md\nb.md\n"),
        ("b.md\na.md\nx/c.md\n", &["--query", "篇", "--limit", "2"], "b.md\na.md\n"),
        (absolute, &[], "~/posts/b.md\n"),
    ] {
        let arguments = [&list[..], more].concat();
        assert_eq!(
            ended(&home, &arguments, input),
            (Some(0), expected.to_owned(), String::new()),
            "{input:?} {more:?}"
        );
    }
    fs::write(home.path("list"), "b.md\na.md\n").unwrap();
    let from_file = home.stdout("posts", &["list", "--format", "paths", "--from", "../list"], "");
    assert_eq!(from_file, "b.md\na.md\n");
    // What the program lists it can read.
    let raw = home.stdout("posts", &["list", ".", "-0"], "");
    let again = home.stdout("posts", &["list", "--from", "-", "-0", "--print0"], &raw);
    assert_eq!(raw, again);
}

#[test]
fn a_list_of_paths_is_read_by_every_command() {
    let home = Home::pair();
    let all = "b.md\na.md\n";
    let printed = "b 篇\n1 March 2021 | 1 min\n\n见 b。\n\n\na 篇\n2 March 2021 | 1 min\n\n见 a。\n";
    for (arguments, expected) in [
        (&["--from", "-"][..], printed),
        (&["print", "--from", "-"], printed),
        (&["search", "--from", "-", "--format", "paths", "篇"], "b.md\na.md\n"),
        (&["search", "--format", "paths", "--from", "-", "--", "b"], "b.md\n"),
        (&["categories", "--from", "-"], "2  Uncategorised\n"),
        (&["check", "--from", "-"], "No problems in 2 files\n"),
        (&["list", "--from", "-", "--format", "paths"], all),
    ] {
        assert_eq!(ended(&home, arguments, all), (Some(0), expected.to_owned(), String::new()), "{arguments:?}");
    }
    // A folder is listed, as one on the command line.
    let listed = "2021-03-01    1  b 篇\n2021-03-02    1  a 篇\n";
    home.write("x/b.md", &fs::read_to_string(home.path("posts/b.md")).unwrap());
    assert_eq!(ended(&home, &["--from", "-"], "x\na.md\n"), (Some(0), listed.to_owned(), String::new()));
    // A file of the name - is not standard input.
    home.write("-", "横\n");
    assert_eq!(ended(&home, &["print", "--body", "--from", "-"], "-\n"), (Some(0), "横\n".to_owned(), String::new()));
}

#[test]
fn a_query_may_begin_with_a_hyphen() {
    let home = Home::pair();
    home.write("c.md", "---\ntitle: 广告\ndate: 2021-03-03\n---\n\n--尾\n");
    let list = |query: &str| ended(&home, &["list", ".", "--format", "paths", "--query", query], "");
    let search = |words: &[&str]| ended(&home, &[&["search", "--in", ".", "--format", "paths"], words].concat(), "");
    let paths = |paths: &str| (Some(0), paths.to_owned(), String::new());
    for (query, expected) in [
        ("-广告", paths("./a.md\n./b.md\n")),
        ("-b -广告", paths("./a.md\n")),
        ("--尾", paths("./a.md\n./b.md\n")),
        ("-h", paths("./c.md\n./a.md\n./b.md\n")),
    ] {
        assert_eq!(list(query), expected, "{query}");
    }
    for (words, expected) in [
        (&["-广告"][..], paths("./a.md\n./b.md\n")),
        (&["-b", "-广告"], paths("./a.md\n")),
        (&["篇", "-b", "--sort", "-path"], paths("./a.md\n")),
        (&["-广告", "--limit", "1"], paths("./a.md\n")),
        (&["-\"b 篇\""], paths("./c.md\n./a.md\n")),
        (&["--", "-广告"], paths("./a.md\n./b.md\n")),
        (&["-title:b"], paths("./c.md\n./a.md\n")),
        (&["-c", "theme=light", "-ctheme=dark", "-hi", "-cat", "-b"], paths("./c.md\n./a.md\n")),
    ] {
        assert_eq!(search(words), expected, "{words:?}");
    }
    // An option with a typing error is no word.
    let (code, output, messages) = search(&["篇", "--limt", "1"]);
    assert_eq!((code, &*output), (Some(2), ""));
    let expected = "error: unexpected argument '--limt' found\n\n  tip: a similar argument exists: '--limit'\n";
    assert_eq!(&messages[..expected.len()], expected);
}

#[test]
fn advice_for_an_unknown_option_is_of_use() {
    let home = Home::pair();
    let usage = "Usage: inkstone list [OPTIONS] [PATH|NAME]...\n\nFor more information, try '--help'.\n";
    for (option, tip) in [
        ("--reverse", ""),
        ("--width", "  tip: '--width' is an option of: inkstone print\n\n"),
        ("--starred", "  tip: use '--query is:starred' with list, or is:starred as a word of search\n\n"),
        ("--unread", "  tip: use '--query is:unread' with list, or is:unread as a word of search\n\n"),
    ] {
        let expected = format!("error: unexpected argument '{option}' found\n\n{tip}{usage}");
        assert_eq!(ended(&home, &["list", option], ""), (Some(2), String::new(), expected));
    }
    let rows = |arguments: &[&str]| home.stdout("posts", arguments, "");
    assert_eq!(rows(&["list", "-n", "1", "-q", "is:unread"]), rows(&["list", "--limit", "1", "--query", "is:unread"]));
}

#[test]
fn what_is_wrong_with_a_list_of_paths_is_told() {
    let home = Home::pair();
    fs::write(home.path("posts/e.png"), b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
    let gone = "inkstone: No file, folder or collection named “gone.md”\n".to_owned();
    let binary = "inkstone: Cannot read e.png\n  Not a text file (PNG)\n".to_owned();
    let list = &["list", "--format", "paths", "--from", "-"][..];
    for (arguments, input, expected) in [
        (list, "gone.md\nb.md\n", (Some(2), "b.md\n".to_owned(), gone.clone())),
        (list, "e.png\nb.md\n", (Some(2), "b.md\n".to_owned(), binary.clone())),
        (list, "gone.md\n", (Some(2), String::new(), gone.clone())),
        (list, "", (Some(1), String::new(), String::new())),
        (&["--from", "-"], "", (Some(1), String::new(), String::new())),
        (&["print", "--from", "-"], "\n", (Some(1), String::new(), String::new())),
        (&["search", "--from", "-", "x"], "", (Some(1), String::new(), String::new())),
        (&["categories", "--from", "-"], "", (Some(1), String::new(), String::new())),
        (&["check", "--from", "-"], "", (Some(0), "No problems in 0 files\n".to_owned(), String::new())),
        (
            &["print", "--body", "--from", "-"],
            "gone.md\ne.png\nb.md\n",
            (Some(2), "见 b。\n".to_owned(), format!("{gone}{binary}")),
        ),
        (&["--from", "-"], "gone.md\n", (Some(2), String::new(), gone.clone())),
        (
            &["check", "--from", "-"],
            "gone.md\nb.md\n",
            (
                Some(1),
                "gone.md: error: Cannot be read: No such file or directory [unreadable]\n    Check that it \
                 exists and that you have permission to read it\n\n1 problem in 1 of 2 files: 1 unreadable\n"
                    .to_owned(),
                String::new(),
            ),
        ),
        (
            &["list", "--from", "nothing"],
            "",
            (Some(2), String::new(), "inkstone: Cannot read nothing\n  No such file or directory\n".into()),
        ),
        (
            &["print", "-", "--from", "-"],
            "",
            (Some(2), String::new(), "inkstone: Standard input cannot be both an article and a list\n".into()),
        ),
        (
            &["list", "-0", "--format", "json"],
            "",
            (Some(2), String::new(), "inkstone: -0 and --format cannot be used together\n".into()),
        ),
    ] {
        assert_eq!(ended(&home, arguments, input), expected, "{arguments:?} {input:?}");
    }
    for arguments in [&["--from", "-", "list"][..], &["search", "--in", ".", "--from", "-", "x"], &["print", "-0"]] {
        let (code, out, err) = ended(&home, arguments, "a.md\n");
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments:?}");
        assert!(err.contains("--from"), "{err}");
    }
    // Several articles that cannot be read are all told.
    let (code, out, err) = ended(&home, &["print", "--body", "gone.md", "a.md", "e.png"], "");
    assert_eq!((code, out, err), (Some(2), "见 a。\n".to_owned(), format!("{gone}{binary}")));
}

#[test]
fn what_finds_nothing_is_silent_in_a_pipe() {
    let home = Home::pair();
    fs::create_dir(home.path("none")).unwrap();
    for arguments in [
        &["list", ".", "--query", "缺"][..],
        &["search", "--in", ".", "缺"],
        &["list", "../none"],
        &["categories", "../none"],
        &["search", "--in", "../none", "缺"],
    ] {
        assert_eq!(ended(&home, arguments, ""), (Some(1), String::new(), String::new()), "{arguments:?}");
    }
}

#[test]
fn marks_are_found_for_every_path_given() {
    let home = Home::pair();
    let (state, _) = State::open(&home.path("data"));
    let more = home.path("more");
    fs::create_dir(&more).unwrap();
    fs::write(more.join("d.md"), "---\ntitle: d\n---\n").unwrap();
    let paths =
        [more.join("d.md"), home.path("posts/b.md")].map(|path| ArticleKey::file(fs::canonicalize(path).unwrap()));
    state.edit(&paths, &Edit::Read(true)).unwrap();
    drop(state);
    let lines = home.stdout("", &["list", "posts", "more", "--format", "json"], "");
    assert_eq!(
        read_of(&lines),
        [("posts/a.md", false), ("posts/b.md", true), ("more/d.md", true)].map(|(name, read)| (name.to_owned(), read))
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_are_one_line_each_or_exactly_themselves() {
    use std::os::unix::ffi::OsStrExt;
    let home = Home::pair();
    let odd = home.path("odd");
    fs::create_dir(&odd).unwrap();
    let strange = odd.join(std::ffi::OsStr::from_bytes(STRANGE));
    fs::write(&strange, "---\ntitle: 奇\n---\n正文。\n").unwrap();
    let lines = home.run("", &["list", "odd", "--format", "paths"], "").stdout;
    assert_eq!(lines, [b"\"odd/", &STRANGE[..2], b"\\n", &STRANGE[3..], b"\"\n"].concat());
    let exact = home.run("", &["list", "odd", "-0"], "").stdout;
    assert_eq!(exact, [b"odd/", STRANGE, b"\0"].concat());
    let json = home.stdout("", &["list", "odd", "--format", "json"], "");
    assert_eq!(
        json,
        "{\"path\":\"\u{fffd}\u{fffd}\\n\u{fffd}\u{fffd}.md\",\"file\":\"odd/\u{fffd}\u{fffd}\\n\u{fffd}\u{fffd}.md\",\"title\":\"奇\",\"date\":null,\"timestamp\":null,\"categories\":[],\"tags\":[],\"own_tags\":[],\"author\":null,\"lang\":null,\"image\":null,\"link\":null,\"length\":3,\"minutes\":1,\"read\":false,\"starred\":false,\"problems\":[]}\n"
    );
    // What was listed exactly opens exactly.
    let path = std::ffi::OsStr::from_bytes(exact.strip_suffix(b"\0").unwrap());
    let printed = home.command().args(["print", "--body"]).arg(path).output().unwrap();
    assert_eq!(String::from_utf8(printed.stdout).unwrap(), "正文。\n");
}

#[test]
fn a_check_fails_for_what_matters_only() {
    let home = Home::pair();
    let sound = home.run("", &["check", "posts"], "");
    assert_eq!(String::from_utf8(sound.stdout).unwrap(), "No problems in 2 files\n");
    assert_eq!(sound.status.code(), Some(0));
    let text = "---\ntitle: 旧\n---\n\n三星堆遗址位于四川省广汉市。\n";
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(home.path("posts/old.md"), units).unwrap();
    let noticed = home.run("", &["check", "posts"], "");
    assert_eq!(
        home.text(&noticed.stdout),
        "posts/old.md: notice: No charset is declared; the file was read as UTF-16LE [charset-guessed]\n    If the text looks wrong, save the file as UTF-8\n\n1 problem in 1 of 3 files: 1 charset-guessed\n"
    );
    assert_eq!(noticed.status.code(), Some(0));
    std::os::unix::fs::symlink("gone.md", home.path("posts/link.md")).unwrap();
    let failed = home.run("", &["check", "posts", "--format", "json"], "");
    assert_eq!(
        home.text(&failed.stdout),
        "{\"path\":\"link.md\",\"file\":\"posts/link.md\",\"line\":null,\"column\":null,\"code\":\"unreadable\",\"severity\":\"error\",\"args\":[\"No such file or directory\"],\"message\":\"Cannot be read: No such file or directory\",\"hint\":\"Check that it exists and that you have permission to read it\"}\n{\"path\":\"old.md\",\"file\":\"posts/old.md\",\"line\":null,\"column\":null,\"code\":\"charset-guessed\",\"severity\":\"notice\",\"args\":[\"UTF-16LE\"],\"message\":\"No charset is declared; the file was read as UTF-16LE\",\"hint\":\"If the text looks wrong, save the file as UTF-8\"}\n"
    );
    assert_eq!(failed.status.code(), Some(1));
    let painted = home.run("", &["check", "posts", "--color", "always"], "").stdout;
    assert_eq!(
        home.text(&painted),
        "\x1b[1mposts/link.md\x1b[0m: \x1b[1;31merror\x1b[0m: Cannot be read: No such file or directory \x1b[2m[unreadable]\x1b[0m\n    \x1b[2mCheck that it exists and that you have permission to read it\x1b[0m\n\x1b[1mposts/old.md\x1b[0m: \x1b[2mnotice\x1b[0m: No charset is declared; the file was read as UTF-16LE \x1b[2m[charset-guessed]\x1b[0m\n    \x1b[2mIf the text looks wrong, save the file as UTF-8\x1b[0m\n\n2 problems in 2 of 4 files: 1 charset-guessed, 1 unreadable\n"
    );
}

/// Paths, snippets and places of what is found, by `search` with an index and without.
#[test]
fn words_are_found_in_texts_with_and_without_an_index() {
    let home = Home::pair();
    let write = |name: &str, title: &str, body: &str| {
        let text = format!("---\ntitle: {title}\ndate: 2020-01-01\n---\n<p>{body}</p>\n");
        fs::write(home.path("posts").join(name), text).unwrap();
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
            assert_eq!(paths.join(" "), found, "{words:?} {index:?} {}", home.text(&output.stderr));
            assert_eq!(output.status.code(), Some(i32::from(found.is_empty())), "{words:?}");
        }
        let query = words.join(" ").replace(" -- ", " ");
        let listed = home.run("", &["list", "posts", "--format", "paths", "--query", &query], "");
        assert_eq!(String::from_utf8(listed.stdout).unwrap().lines().count(), found.split_whitespace().count());
    }
    let hit = home.stdout("", &["search", "--in", "posts", "--format", "json", "检测"], "");
    let expected = "{\"path\":\"c.md\",\"file\":\"posts/c.md\",\"title\":\"体育\",\"date\":\"2020-01-01\",\
                    \"timestamp\":1577836800,\"categories\":[],\"tags\":[],\"own_tags\":[],\"author\":null,\"lang\":null,\"image\":null,\
                    \"link\":null,\"length\":12,\"minutes\":1,\"read\":false,\"starred\":false,\"problems\":[],\
                    \"snippet\":\"今天做了核酸檢測。 第二行\",\"matches\":[[6,8]]}\n";
    assert_eq!(hit, expected);
    let table = home.stdout("", &["search", "--in", "posts", "检测"], "");
    assert_eq!(table, "2020-01-01  体育\n    posts/c.md\n    今天做了核酸檢測。 第二行\n");
    let colours = home.stdout("", &["search", "--in", "posts", "--color", "always", "检测"], "");
    assert_eq!(
        colours,
        "\x1b[2m2020-01-01  \x1b[0m\x1b[1m体育\x1b[0m\n    \x1b[2mposts/c.md\x1b[0m\n    今天做了核酸\x1b[30;43m檢測\x1b[0m。 第二行\n"
    );
}

#[test]
fn an_index_that_cannot_be_kept_hinders_nothing() {
    let home = Home::pair();
    fs::write(home.path("cache"), "a file where the folder should be").unwrap();
    let output = home.run("", &["search", "--in", "posts", "--format", "paths", "见"], "");
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "posts/a.md\nposts/b.md\n");
    let place = Index::place(&home.cache(), &home.posts());
    let expected = format!(
        "inkstone: Cannot index this collection: {} is not writable (Not a directory)\n",
        home.text(place.to_str().unwrap().as_bytes())
    );
    assert_eq!(home.text(&output.stderr), expected);
    assert_eq!(home.run("", &["index", "posts"], "").status.code(), Some(2));
}

#[test]
fn how_current_an_answer_is_can_be_chosen() {
    let home = Home::pair();
    let run = |words: &[&str]| {
        let output = home.run("", words, "");
        (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap(), home.text(&output.stderr))
    };
    let refused = |message: &str| (Some(2), String::new(), message.to_owned());
    let never = ["list", "posts", "--format", "paths", "--fresh", "never"];
    assert_eq!(run(&never), refused("inkstone: No index for ~/posts\n  inkstone index ~/posts\n"));
    assert_eq!(
        run(&["check", "posts", "--no-index", "--fresh", "never"]),
        refused("inkstone: --no-index and --fresh never cannot be used together\n")
    );
    home.stdout("", &["index", "posts"], "");
    fs::remove_file(home.path("posts/b.md")).unwrap();
    let age = "inkstone: Answered from the index, last updated just now\n".to_owned();
    assert_eq!(run(&never), (Some(0), "posts/a.md\nposts/b.md\n".to_owned(), age.clone()));
    let snapshot = Index::latest_snapshot(&home.cache(), &home.posts()).unwrap();
    assert!(snapshot.checked().is_some_and(|then| then.elapsed().unwrap().as_secs() < 60));
    for (command, expected) in [
        (&["categories", "posts"][..], "2  Uncategorised\n"),
        (&["check", "posts"], "No problems in 2 files\n"),
        (&["search", "--in", "posts", "--format", "paths", "见"], "posts/a.md\nposts/b.md\n"),
        (&["list", "posts", "--query", "见 b", "--format", "paths"], "posts/b.md\n"),
    ] {
        let words = [command, &["--fresh", "never"]].concat();
        assert_eq!(run(&words), (Some(0), expected.to_owned(), age.clone()), "{words:?}");
    }
    for (fresh, expected) in [("auto", "posts/a.md\n"), ("always", "posts/a.md\n"), ("never", "posts/a.md\n")] {
        let (code, out, _) = run(&["list", "posts", "--format", "paths", "--fresh", fresh]);
        assert_eq!((code, out.as_str()), (Some(0), expected), "{fresh}");
    }
    // What is not one folder has no index, and is read.
    let one = run(&["list", "posts/a.md", "--format", "paths", "--fresh", "never"]);
    assert_eq!(one, (Some(0), "posts/a.md\n".to_owned(), String::new()));
}

#[test]
fn a_clock_that_was_set_back_is_told_of() {
    let home = Home::pair();
    home.stdout("", &["index", "posts"], "");
    // An hour later by the clock that wrote it.
    let later = SystemTime::now() + Duration::from_secs(3600);
    for folder in fs::read_dir(home.cache().join("index")).unwrap() {
        for file in fs::read_dir(folder.unwrap().path()).unwrap() {
            fs::File::open(file.unwrap().path()).unwrap().set_modified(later).unwrap();
        }
    }
    let never = home.run("", &["list", "posts", "--format", "paths", "--fresh", "never"], "");
    assert_eq!(
        (home.text(&never.stdout).as_str(), home.text(&never.stderr).as_str()),
        (
            "posts/a.md\nposts/b.md\n",
            "inkstone: Answered from the index; by this clock, it was updated in the future\n"
        )
    );
    let (_, report, _) = ended(&home, &["doctor", ".", "--format", "json"], "");
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let codes = report["problems"].as_array().unwrap().iter().filter_map(|problem| problem["code"].as_str());
    assert_eq!(codes.filter(|code| *code == "clock-behind").count(), 1);
    // The next update, which compares the files and not the times, sets it right.
    home.stdout("", &["index", "posts"], "");
    let never = home.run("", &["list", "posts", "--format", "paths", "--fresh", "never"], "");
    assert_eq!(home.text(&never.stderr), "inkstone: Answered from the index, last updated just now\n");
}

#[test]
fn an_index_answers_as_reading_does() {
    let home = Home::full();
    home.write("bad/gbk.md", "---\ntitle: x\n---\ntext\n");
    fs::write(home.path("posts/bad/binary.md"), b"\x89PNG\r\n\x1a\n\0\0").unwrap();
    fs::write(home.path("posts/bad/charset.md"), b"---\ntitle: \xd6\xd0\xce\xc4\n---\n\xb5\xc4\n").unwrap();
    std::os::unix::fs::symlink("gone", home.path("posts/bad/dangling.md")).unwrap();
    home.stdout("", &["index", "posts"], "");
    for words in [
        &["check", "posts"][..],
        &["check", "posts", "--format", "json"],
        &["check", "posts", "--color", "always"],
        &["categories", "posts"],
        &["categories", "posts", "--format", "json"],
        &["list", "posts"],
        &["list", "posts", "--format", "json"],
        &["list", "posts", "--format", "json", "--limit", "3", "--sort", "-length"],
        &["list", "posts", "--limit", "4", "--category", "唐诗"],
        &["list", "posts", "--query", "has:problem"],
        &["list", "posts", "--query", "鲸鱼 OR 正文", "--format", "json", "--limit", "1"],
        &["search", "--in", "posts", "空山|正文"],
        &["search", "--in", "posts", "--format", "json", "有"],
        &["search", "--in", "posts", "-0", "--sort", "length", "题|空山"],
    ] {
        let [indexed, read] = [&[][..], &["--no-index"]].map(|index: &[&str]| {
            let output = home.run("", &[words, index].concat(), "");
            (output.status.code(), home.text(&output.stdout), home.text(&output.stderr))
        });
        assert_eq!(indexed, read, "{words:?}");
    }
}

#[test]
fn the_index_is_told_of_and_goes() {
    let home = Home::pair();
    assert_eq!(home.run("", &["index", "posts", "--stats"], "").status.code(), Some(1));
    assert_eq!(home.stdout("", &["index", "posts"], ""), "2 articles: 2 new, 0 changed, 0 removed, 0 renamed\n");
    fs::rename(home.path("posts/a.md"), home.path("posts/z.md")).unwrap();
    assert_eq!(home.stdout("linked", &["index", "."], ""), "2 articles: 0 new, 0 changed, 0 removed, 1 renamed\n");
    let place = Index::place(&home.cache(), &home.posts());
    let expected = format!(
        "location    {}\narticles    2\nfolders     1\ncollection  0.0 MiB\ntext        0.0 MiB\n\
         unused      0.0 MiB\ntext files  1\non disk     0.1 MiB\n",
        place.display()
    );
    assert_eq!(home.stdout("", &["index", "posts", "--stats"], ""), expected);
    assert_eq!(
        home.stdout("", &["index", "posts", "--rebuild"], ""),
        "2 articles: 2 new, 0 changed, 0 removed, 0 renamed\n"
    );
    let with = home.stdout("", &["list", "posts", "--format", "json"], "");
    assert_eq!(with, home.stdout("", &["list", "posts", "--format", "json", "--no-index"], ""));
    assert_eq!(home.text(&home.run("", &["index", "posts", "--forget"], "").stdout), "Deleted the index of ~/posts\n");
    assert_eq!(home.run("", &["index", "posts", "--forget"], "").status.code(), Some(1));
    assert_eq!(home.run("", &["index"], "").status.code(), Some(2), "the guide has none");
}

/// Exit code and output of the check of a configuration.
fn check_configuration(text: &str) -> (Option<i32>, String) {
    let home = Home::empty();
    fs::write(home.path("config.toml"), text).unwrap();
    let output = home.run("", &["config", "check"], "");
    (output.status.code(), home.text(&output.stdout))
}

#[test]
fn the_shipped_configuration_is_right() {
    assert_eq!(check_configuration(include_str!("../assets/config.toml")), (Some(0), String::new()));
}

#[test]
fn settings_and_keys_are_both_checked() {
    let text = "[typography]\nmesure = 66\n[keys.list]\n\"J\" = \"dwon\"\n\"K\" = \"up\"\n";
    let expected = "~/config.toml:2:1: Unknown setting “typography.mesure”\n    Did you mean “typography.measure”?\n\
                    ~/config.toml:4:1: There is no command “dwon”; in the program : lists all commands\n    Did you mean “down”?\n";
    assert_eq!(check_configuration(text), (Some(1), expected.to_owned()));
}

#[test]
fn a_mistake_in_the_configuration_is_reported_and_the_command_goes_on() {
    let home = Home::pair();
    let configure = |text: &str| fs::write(home.path("config.toml"), text).unwrap();
    let paths = "./a.md\n./b.md\n";
    let mistakes = "[keys.list]\n\"j\" = \"dwon\"\n[typography]\nmesure = 5\n[list]\ngroup = \"dya\"\n";
    configure(mistakes);
    let expected = "inkstone: ~/config.toml:2:1: There is no command “dwon”; in the program : lists all commands \
                    (Did you mean “down”?)\n\
                    inkstone: ~/config.toml:4:1: Unknown setting “typography.mesure” (Did you mean “typography.measure”?)\n\
                    inkstone: ~/config.toml:6:9: “dya” is not a valid value for list.group (Did you mean “day”? Expected: none, day, category, source)\n";
    for (arguments, output) in [
        (&["list", ".", "--format", "paths"][..], paths),
        (&["search", "--in", ".", "--format", "paths", "篇"], paths),
        (&["print", "--body", "a.md"], "见 a。\n"),
        (&["categories", "."], "2  Uncategorised\n"),
        (&["check", "."], "No problems in 2 files\n"),
        (&["."], "2021-03-02    1  a 篇\n2021-03-01    1  b 篇\n"),
    ] {
        assert_eq!(ended(&home, arguments, ""), (Some(0), output.to_owned(), expected.to_owned()), "{arguments:?}");
    }
    // The check lists the same ones in the same order, on standard output.
    let (code, output, messages) = ended(&home, &["config", "check"], "");
    let lines = output.lines().filter(|line| !line.starts_with(' ')).map(|line| line.split(": ").next().unwrap());
    assert_eq!(lines.collect::<Vec<_>>(), ["~/config.toml:2:1", "~/config.toml:4:1", "~/config.toml:6:9"]);
    assert_eq!((code, messages), (Some(1), String::new()));
    configure("theme = dark\n");
    let (code, output, messages) = ended(&home, &["list", ".", "--format", "paths"], "");
    assert_eq!((code, &*output, messages.lines().count()), (Some(0), paths, 1));
    let (start, end) = (
        "inkstone: ~/config.toml:1:9: The file is not valid TOML: ",
        " (Strings need quotation marks: theme = \"dark\")\n",
    );
    assert!(messages.starts_with(start) && messages.ends_with(end), "{messages}");
}

#[test]
fn a_place_that_is_neither_a_line_nor_a_word_names_the_forms() {
    let home = Home::pair();
    for argument in ["+", "+/", "+x", "+-3", "+3x", "+1.5"] {
        let output = home.command().args(["posts/a.md", argument]).stdin(Stdio::null()).output().unwrap();
        let said = format!(
            "inkstone: “{argument}” is neither a file nor +LINE or +/WORD\n  inkstone a.md +30, inkstone a.md +/WORD\n"
        );
        assert_eq!((output.status.code(), home.text(&output.stderr)), (Some(2), said), "{argument}");
    }
    fs::write(home.path("posts/+odd.md"), "odd\n").unwrap();
    for arguments in [&["posts/a.md", "+3"][..], &["+0", "posts/a.md"], &["posts/a.md", "+99999999999999999999"]] {
        let output = home.command().args(arguments).stdin(Stdio::null()).output().unwrap();
        assert_eq!((output.status.code(), home.text(&output.stderr)), (Some(0), String::new()), "{arguments:?}");
    }
    let output = home.command().current_dir(home.posts()).arg("+odd.md").stdin(Stdio::null()).output().unwrap();
    assert_eq!((output.status.code(), home.text(&output.stdout)), (Some(0), "+odd\n1 min\n\nodd\n".to_owned()));
}

#[test]
fn a_word_in_a_folder_searches_its_list_and_a_line_needs_an_article() {
    let home = Home::empty();
    home.write("ink.md", "---\ntitle: One\n---\nInk.\n");
    home.write("pen.md", "---\ntitle: Two\n---\nPen.\n");
    let row = "              1  One\n";
    for arguments in [[".", "+/ink"], ["+/INK", "."], [".", "+/ink -pen"]] {
        assert_eq!(ended(&home, &arguments, ""), (Some(0), row.to_owned(), String::new()), "{arguments:?}");
    }
    let said = "inkstone: “+3” needs an article, not a folder\n  inkstone a.md +30\n";
    assert_eq!(ended(&home, &[".", "+3"], ""), (Some(2), String::new(), said.to_owned()));
}

#[test]
fn a_folder_among_words_is_told_when_nothing_is_found() {
    let home = Home::pair();
    fs::create_dir(home.path("posts/sub")).unwrap();
    let said =
        "inkstone: Nothing found; “sub” is a folder, and --in searches one\n  inkstone search --in DIR -- WORD\n";
    assert_eq!(ended(&home, &["search", "zzz", "sub"], ""), (Some(1), String::new(), said.to_owned()));
    assert_eq!(ended(&home, &["search", "--in", ".", "zzz", "sub"], ""), (Some(1), String::new(), String::new()));
}

#[test]
fn a_check_of_nothing_is_no_success() {
    let home = Home::pair();
    fs::create_dir(home.path("posts/empty")).unwrap();
    let (code, out, _) = ended(&home, &["check", "empty"], "");
    assert_eq!((code, out.as_str()), (Some(1), "No problems in 0 files\n"));
}

#[test]
fn a_collection_that_does_not_exist_is_told_with_the_configuration() {
    let hint = "    Correct the path; ~ is the home folder, and other paths start at the folder of this file\n";
    let missing = |line: u8, key: &str, path: &str| {
        format!("~/config.toml:{line}:1: “{key}” leads to a folder that does not exist: ~/{path}\n{hint}")
    };
    for (text, expected) in [
        ("[collections]\nnews = \"posts\"\n", String::new()),
        ("[collections]\nnews = \"gone\"\n", missing(2, "collections.news", "gone")),
        ("collections.\"my news\" = \"gone\"\n", missing(1, "collections.my news", "gone")),
        ("collection = \"news\"\n[collections]\nnews = \"posts\"\n", String::new()),
        ("collection = \"news\"\n", missing(1, "collection", "news")),
        ("theme = \"dark\"\ncollection = \"posts\"\n", String::new()),
        (
            "collection = \"b\"\n\n[collections]\n# a\nb = 'x/y'\na = \"gone\"\n",
            missing(5, "collections.b", "x/y") + &missing(6, "collections.a", "gone"),
        ),
    ] {
        let code = Some(i32::from(!expected.is_empty()));
        assert_eq!(check_configuration(text), (code, expected), "{text}");
    }
    // Other commands do not mind: a disk may be absent.
    let home = Home::pair();
    fs::write(home.path("config.toml"), "[collections]\nnews = \"gone\"\n").unwrap();
    assert_eq!(ended(&home, &["list", "a.md"], "").2, "");
}

#[test]
fn code_keeps_its_lines_in_a_pipe() {
    let home = Home::pair();
    let line = format!("key: \"{}\"", "value and ".repeat(20));
    home.write("code.md", &format!("- a\n\n  ```yaml\n  {line}\n    b: 1\n  ```\n"));
    let body = ["print", "--body", "--width", "40", "code.md"];
    let printed = home.stdout("posts", &body, "");
    assert_eq!(printed, format!("• a\n\n  {line}\n    b: 1\n"));
    let wrapped = home.stdout("posts", &[&["-c", "typography.code=wrap"], &body[..]].concat(), "");
    assert!(wrapped.lines().all(|line| line.len() <= 42), "{wrapped}");
}

#[test]
fn messages_of_options_have_one_form() {
    let home = Home::pair();
    for (arguments, expected) in [
        (
            &["list", ".", "--sort", "tilte"][..],
            "“tilte” is not a valid value for --sort\n  Did you mean “title”? Expected: date, title, path, length, category, source, read, relevance, given",
        ),
        (
            &["--theme", "sepai", "list"],
            "“sepai” is not a valid value for --theme\n  Did you mean “sepia”? Expected: auto, dark, light, mono, sepia, contrast-dark, contrast-light, catppuccin-latte, catppuccin-mocha, gruvbox-dark, gruvbox-light, nord, solarized-dark, solarized-light, tokyo-night",
        ),
        (
            &["man", "prnt"],
            "“prnt” is not a valid value for COMMAND\n  Did you mean “print”? Expected: print, list, categories, check, search, random, index, fetch, doctor, config, completions, man",
        ),
        (
            &["list", ".", "--query", "is:unred"],
            "--query:4: “unred” is not valid here\n  Did you mean “unread”? Expected: unread, read, starred, new",
        ),
        (
            &["list", ".", "--query", "befor:2020"],
            "--query:1: Unknown field “befor”\n  Did you mean “before:”? Put it in quotation marks to search for it literally",
        ),
        (&["config", "get", "measure"], "Unknown setting “measure”\n  Did you mean “typography.measure”?"),
        (&["list", ".", "--category", "x"], "No category named “x”"),
        (&["print", "-0gone.md"], ""),
    ] {
        let (code, out, err) = ended(&home, arguments, "");
        assert_eq!((code, out.as_str()), (Some(if expected.starts_with("No") { 1 } else { 2 }), ""), "{arguments:?}");
        assert!(expected.is_empty() || err == format!("inkstone: {expected}\n"), "{err}");
    }
    for (name, arguments, line) in [
        ("-dash.md", &["print", "-dash.md"][..], "print ./-dash.md"),
        ("--x.md", &["check", "--x.md"], "check ./--x.md"),
        ("-x y.md", &["-x y.md"], "'./-x y.md'"),
    ] {
        fs::write(home.path("posts").join(name), "x\n").unwrap();
        let (code, _, err) = ended(&home, arguments, "");
        let expected =
            format!("inkstone: {name} begins with a hyphen and is taken for options; write:\n  inkstone {line}\n");
        assert_eq!((code, without_directories(&err)), (Some(2), expected));
    }
}

#[test]
fn manual_pages_name_commands_and_values() {
    let home = Home::pair();
    assert_eq!(home.stdout("", &["man", "--dir", "posts"], ""), "");
    let pages = ["inkstone.1", "inkstone-print.1", "inkstone-config.1", "inkstone-config-check.1"];
    for page in pages {
        let name = page.trim_start_matches("inkstone").trim_start_matches('-').trim_end_matches(".1");
        let words: Vec<&str> = name.split('-').filter(|word| !word.is_empty()).collect();
        let text = fs::read_to_string(home.path("posts").join(page)).unwrap();
        assert_eq!(text, home.stdout("", &[&["man"], &words[..]].concat(), ""), "{page}");
        assert!(text.contains(&format!(".TH {} 1 ", page.trim_end_matches(".1"))), "{text}");
        assert!(text.contains(&format!(".SH SYNOPSIS\n{} [OPTIONS]", [&["inkstone"], &words[..]].concat().join(" "))));
    }
    let (code, _, err) = ended(&home, &["man", "--dir", "nowhere"], "");
    assert_eq!((code, err.as_str()), (Some(2), "inkstone: Cannot write nowhere\n  No such file or directory\n"));
}

/// A collection whose pictures a server has: the first article shows a good picture, the second the same one and some
/// that cannot be loaded, the third only a file.
#[cfg(feature = "network")]
fn with_pictures(server: &Server) -> Home {
    let home = Home::empty();
    let article = |title: &str, day: u8, body: &str| {
        format!("---\ntitle: {title}\ndate: 2021-03-0{day}\nlink: http://news.example/{day}.html\n---\n{body}\n")
    };
    let picture = |path: &str| format!("<p><img src=\"{}\" alt=\"图\"></p>", server.at(path));
    home.write("a.md", &article("甲", 3, &picture("/good.gif")));
    let both = [picture("/good.gif"), picture("/status/404"), picture("/page.gif")].concat();
    home.write("b.md", &article("乙", 2, &both));
    home.write("c.md", &article("丙", 1, "<p><img src=\"c.gif\"><img src=\"data:image/gif;base64,R0lGODlh\"></p>"));
    home.write("c.gif", "GIF89a");
    home
}

#[cfg(feature = "network")]
#[test]
fn pictures_are_loaded_ahead_and_only_once() {
    let server = Server::start();
    let home = with_pictures(&server);
    let fetch = |more: &[&str]| {
        let output = home.run("", &[&["fetch", "posts", "-c", "images.private=127.0.0.1"], more].concat(), "");
        (output.status.code(), home.text(&output.stdout).replace(&server.at(""), "SERVER"), home.text(&output.stderr))
    };
    let failed = "b.md: SERVER/status/404: the server answered 404\nb.md: SERVER/page.gif: the answer is no picture\n";
    let done = |numbers: &str| format!("{failed}{numbers}\n");
    let (none, all) = (String::new(), ["/good.gif", "/status/404", "/page.gif"]);
    assert_eq!(fetch(&[]), (Some(1), done("1 picture loaded (0.0 MiB), 0 already there, 2 failed"), none.clone()));
    assert_eq!(server.paths(), all);
    assert_eq!(fetch(&[]), (Some(1), done("0 pictures loaded (0.0 MiB), 1 already there, 2 failed"), none.clone()));
    assert_eq!(server.paths(), all);
    let one = "0 pictures loaded (0.0 MiB), 1 already there, 0 failed\n";
    for words in [&["--query", "title:甲"][..], &["--limit", "1"], &["--sort", "path", "--limit", "1"]] {
        assert_eq!(fetch(words), (Some(0), one.to_owned(), none.clone()), "{words:?}");
    }
    assert_eq!(fetch(&["--query", "title:丙"]), (Some(1), none.clone(), none.clone()));
    assert_eq!(fetch(&["--query", "title:丁"]), (Some(1), none.clone(), none.clone()));
    let (code, lines, _) = fetch(&["--format", "json"]);
    let cached = "{\"path\":\"a.md\",\"file\":\"posts/a.md\",\"address\":\"SERVER/good.gif\",\"status\":\"cached\",\"bytes\":null,\"error\":null,\"message\":null}";
    let gone = "{\"path\":\"b.md\",\"file\":\"posts/b.md\",\"address\":\"SERVER/status/404\",\"status\":\"failed\",\"bytes\":null,\"error\":\"status\",\"message\":\"the server answered 404\"}";
    assert_eq!((code, lines.lines().take(2).collect::<Vec<_>>()), (Some(1), vec![cached, gone]));
    let forget = || {
        let output = home.run("", &["fetch", "--forget"], "");
        (output.status.code(), home.text(&output.stdout))
    };
    assert_eq!(forget(), (Some(0), "Deleted all pictures from the cache\n".to_owned()));
    assert_eq!(forget(), (Some(1), "No pictures in the cache\n".to_owned()));
}

#[cfg(feature = "network")]
#[test]
fn no_picture_is_loaded_against_the_settings() {
    let server = Server::start();
    let home = with_pictures(&server);
    let fetch = |settings: &[&str]| {
        let output = home.run("", &[&["fetch", "posts"], settings].concat(), "");
        (output.status.code(), home.text(&output.stdout), home.text(&output.stderr))
    };
    let open = ["-c", "images.private=127.0.0.1", "--query", "title:甲"];
    let (code, text, _) = fetch(&[&open[..], &["-c", "images.cache=0"]].concat());
    assert_eq!(code, Some(1));
    assert!(text.contains("/good.gif: it could not be kept in the cache\n"), "{text}");
    // The proxies of the environment are not used.
    let mut command = home.command();
    command.args(["fetch", "posts"]).args(open);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "all_proxy", "ALL_PROXY"] {
        command.env(name, "http://127.0.0.1:1");
    }
    assert_eq!(command.output().unwrap().status.code(), Some(0));
    assert_eq!(server.requests().len(), 2);
    home.run("", &["fetch", "--forget"], "");
    let never = "inkstone: images.remote is never\n  inkstone fetch -c images.remote=ask\n".to_owned();
    assert_eq!(fetch(&["-c", "images.remote=never"]), (Some(2), String::new(), never));
    let (code, text, _) = fetch(&["--query", "title:甲"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("127.0.0.1 is not a public address; images.private can allow it"), "{text}");
    // The other commands open no connection, whatever the settings say.
    for words in
        [&["list", "posts"][..], &["print", "posts/a.md"], &["check", "posts"], &["search", "--in", "posts", "甲"]]
    {
        home.run("", &[words, &["-c", "images.remote=always", "-c", "images.private=127.0.0.1"]].concat(), "");
    }
    assert_eq!(server.requests().len(), 2);
}

#[cfg(feature = "network")]
#[test]
fn an_interrupted_fetch_goes_on_where_it_was() {
    let server = Server::start();
    let home = with_pictures(&server);
    let picture = |path: &str| format!("<img src=\"{}\">", server.at(path));
    home.write("b.md", &["/silent.gif", "/chunked.gif"].map(picture).concat());
    let mut command = home.command();
    command.args(["fetch", "posts", "-c", "images.private=127.0.0.1"]);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    while !server.paths().contains(&"/silent.gif".to_owned()) {
        std::thread::sleep(Duration::from_millis(10));
    }
    let pid = rustix::process::Pid::from_raw(child.id() as i32).unwrap();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(home.text(&output.stdout), "1 picture loaded (0.0 MiB), 0 already there, 0 failed\n");
    assert_eq!(home.text(&output.stderr), "inkstone: Interrupted; run the command again to go on\n");
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(server.paths(), ["/good.gif", "/silent.gif"]);
}

#[test]
fn consents_are_listed_and_revoked() {
    let home = Home::empty();
    let consents = |words: &[&str]| {
        let output = home.run("", &[&["config", "consents"], words].concat(), "");
        (output.status.code(), home.text(&output.stdout), home.text(&output.stderr))
    };
    let said = |code, out: &str, err: &str| (Some(code), out.to_owned(), err.to_owned());
    assert_eq!(consents(&[]), said(1, "", ""));
    let given = "Pictures of img.example will be loaded\nPictures of a.cn will be loaded\n";
    assert_eq!(consents(&["--allow", "IMG.example", "--allow", "https://a.cn/1.jpg"]), said(0, given, ""));
    assert_eq!(consents(&["--allow", "a b"]), said(2, "", "inkstone: “a b” is no host\n"));
    let hosts = |out: &str| -> Vec<String> {
        out.lines().filter_map(|line| line.split_once("  ")).map(|(_, host)| host.to_owned()).collect()
    };
    assert_eq!(hosts(&consents(&[]).1), ["a.cn", "img.example"]);
    let lines = home.stdout("", &["config", "consents", "--format", "json"], "");
    let first: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(first["host"], "a.cn");
    assert!(first["since"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok(), "{first}");
    assert_eq!(consents(&["--revoke", "a.cn"]), said(0, "Revoked the consent to a.cn\n", ""));
    assert_eq!(consents(&["--revoke", "a.cn"]), said(1, "No consent to a.cn\n", ""));
    assert_eq!(consents(&["--allow", "all"]), said(0, "Pictures of * will be loaded\n", ""));
    assert_eq!(hosts(&consents(&[]).1), ["*", "img.example"]);
    assert_eq!(consents(&["--revoke", "*"]), said(0, "Revoked the consent to *\n", ""));
}

#[test]
fn mistakes_in_saved_searches_and_a_read_only_file_are_reported() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::pair();
    let file = home.path("config.toml");
    fs::write(&file, "language = \"en\"\n[searches]\na = \"cate:x\"\n\"\" = \"b\"\nc = 3\nd = \"is:unread\"\n")
        .unwrap();
    let path = "~/config.toml";
    let expected = format!(
        "{path}:3:5: Unknown field “cate”\n    Did you mean “category:”? Put it in quotation marks to search for it literally\n\
         {path}:4:1: The name is missing\n    Each line of [searches] begins with a name: name = \"…\"\n\
         {path}:5:5: “3” is not a valid value for searches.c\n    Expected: \"…\"\n"
    );
    assert_eq!(ended(&home, &["config", "check"], ""), (Some(1), expected, String::new()));
    fs::write(&file, "language = \"en\"\n").unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o444)).unwrap();
    let (_, report, _) = ended(&home, &["doctor", "--format", "json"], "");
    let report: serde_json::Value = serde_json::from_str(&report).unwrap();
    let told = format!("{path} is read-only");
    assert_eq!(report["paths"]["config-writable"], told.as_str());
    let problems = report["problems"].as_array().unwrap();
    assert!(problems.iter().any(|problem| problem["code"] == "config-read-only" && problem["what"] == told.as_str()));
    let (code, out, err) = ended(&home, &["list", ".", "--query", "category:"], "");
    let says = "inkstone: --query:10: “category:” has no value\n  Type the value directly after the colon; category:\"\" finds articles without a category\n";
    assert_eq!((code, out.as_str(), err.as_str()), (Some(2), "", says));
    // A quotation mark that is not closed is a mistake where nobody goes on typing.
    let (code, out, err) = ended(&home, &["list", ".", "--query", "甲 category:\"x y"], "");
    let says = "inkstone: --query:12: The quotation mark before “x y” is not closed\n  Add the closing mark, or leave out the opening one\n";
    assert_eq!((code, out.as_str(), err.as_str()), (Some(2), "", says));
}

#[test]
fn patterns_find_the_same_with_and_without_an_index() {
    let home = Home::seed();
    for (pattern, expected) in [
        ("/北.有鱼/", "新媒体/源甲/鲲鹏志.md\n"),
        ("/北冥|寒梅/", "新媒体/源甲/鲲鹏志.md\n生活/源戊/寒梅赋.md\n"),
        ("title:/^.{3}$/ -/【/ /轻舟|凌寒/", "科技/源丁/轻舟记.md\n生活/源戊/寒梅赋.md\n"),
        ("/【[〇一二三四五六七八九十]+】/ 长", "科技/源丙/长文章.md\n"),
        ("/\\d{9}/", ""),
    ] {
        let sorted = |text: String| {
            let mut lines: Vec<&str> = text.lines().map(|line| line.trim_start_matches("posts/")).collect();
            lines.sort_unstable();
            lines.join("\n")
        };
        let expected = sorted(expected.to_owned());
        for index in [&["--no-index"][..], &[]] {
            let search = [index, &["search", "--in", "posts", "--format", "paths", "--", pattern]].concat();
            let list = [index, &["list", "posts", "--format", "paths", "--query", pattern]].concat();
            for arguments in [search, list] {
                assert_eq!(
                    sorted(String::from_utf8(home.run("", &arguments, "").stdout).unwrap()),
                    expected,
                    "{arguments:?}"
                );
            }
        }
    }
    let refused = home.run("", &["search", "--in", "posts", "--", "/a(b/"], "");
    let said = String::from_utf8(refused.stderr).unwrap();
    assert!(said.contains("Invalid regular expression: unclosed group"), "{said}");
    // What is shown around a match has it as it is written.
    let shown = home.stdout("", &["search", "--in", "posts", "--", "/逍遥|北.有鱼/"], "");
    assert!(shown.contains("北冥有鱼"), "{shown}");
}
