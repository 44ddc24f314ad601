//! What the command line shows of itself: help, manual page, completions, configuration.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod harness;

use harness::approved;
use harness::collection::Home;

const SUBCOMMANDS: [&[&str]; 19] = [
    &["print"],
    &["list"],
    &["categories"],
    &["check"],
    &["search"],
    &["random"],
    &["index"],
    &["fetch"],
    &["doctor"],
    &["config"],
    &["config", "path"],
    &["config", "default"],
    &["config", "get"],
    &["config", "set"],
    &["config", "check"],
    &["config", "keys"],
    &["config", "consents"],
    &["completions"],
    &["man"],
];

/// What these arguments print.
fn shown(arguments: &[&str]) -> String {
    Home::empty().stdout("", arguments, "")
}

#[test]
fn help() {
    insta::assert_snapshot!("help", shown(&["--help"]));
    insta::assert_snapshot!("help-short", shown(&["-h"]));
}

#[test]
fn help_of_every_subcommand() {
    for words in SUBCOMMANDS {
        let name = format!("help-{}", words.join("-"));
        insta::assert_snapshot!(name.clone(), shown(&[words, &["--help"]].concat()));
        insta::assert_snapshot!(format!("{name}-short"), shown(&[words, &["-h"]].concat()));
    }
}

/// The list above is complete: help names every subcommand.
#[test]
fn no_subcommand_is_left_out() {
    let named = |words: &[&str]| -> Vec<String> {
        let help = shown(&[words, &["-h"]].concat());
        let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1);
        commands
            .take_while(|line| !line.is_empty())
            .map(|line| line.split_whitespace().next().unwrap().into())
            .collect()
    };
    let mut all = Vec::new();
    for name in named(&[]) {
        all.push(name.clone());
        all.extend(named(&[&name]).into_iter().map(|below| format!("{name} {below}")));
    }
    assert_eq!(all, SUBCOMMANDS.map(|words| words.join(" ")));
}

#[test]
fn manual_page() {
    insta::assert_snapshot!("man", shown(&["man"]));
}

#[test]
fn completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        insta::assert_snapshot!(format!("completions-{shell}"), shown(&["completions", shell]));
    }
}

#[test]
fn default_configuration() {
    insta::assert_snapshot!("config-default", shown(&["config", "default"]));
}

#[test]
fn default_configuration_is_the_file_in_the_repository() {
    assert_eq!(shown(&["config", "default"]), approved::read("assets/config.toml"));
}

/// What `doctor` says in an environment that is the same everywhere, and its exit code.
fn doctor(home: &Home, arguments: &[&str]) -> (String, Option<i32>) {
    let mut command = home.command();
    command.env("HOME", home.root()).env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env("TZ", "UTC");
    let output = command.arg("doctor").args(arguments).output().unwrap();
    assert_eq!(home.text(&output.stderr), "");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.contains(home.root().to_str().unwrap()), "the home folder is named: {text}");
    assert!(!text.contains('篇'), "an article is named: {text}");
    let system = format!("{} {}", std::env::consts::OS, std::env::consts::ARCH);
    (text.replace(env!("CARGO_PKG_VERSION"), "VERSION").replace(&system, "SYSTEM"), output.status.code())
}

#[test]
#[cfg(all(feature = "network", debug_assertions))]
fn the_report_of_doctor() {
    let home = Home::pair();
    let (text, code) = doctor(&home, &["posts"]);
    insta::assert_snapshot!("doctor", text);
    assert_eq!(code, Some(0));
    let config = "thme = 1\ncollection = \"none\"\n[themes]\nlight = \"lihgt\"\n";
    std::fs::write(home.path("config.toml"), config).unwrap();
    std::fs::create_dir(home.path("data")).unwrap();
    std::fs::write(home.path("data/state.db"), "no database").unwrap();
    std::fs::write(home.path("cache"), "a file").unwrap();
    let (text, code) = doctor(&home, &["-c", "typography.measure=66"]);
    insta::assert_snapshot!("doctor-mistakes", text);
    assert_eq!(code, Some(1));
    // Nothing was created or repaired.
    assert_eq!(std::fs::read_dir(home.path("data")).unwrap().count(), 1);
    let (json, _) = doctor(&home, &["--format", "json", "--lang", "zh-Hans"]);
    insta::assert_snapshot!("doctor-json", json);
}

#[test]
fn doctor_tells_what_a_key_chose() {
    let home = Home::pair();
    std::fs::write(home.path("config.toml"), "theme = \"dark\"\n").unwrap();
    let told = |arguments: &[&str]| {
        let (json, _) = doctor(&home, &[&["--format", "json"], arguments].concat());
        let report: serde_json::Value = serde_json::from_str(&json).unwrap();
        report["configuration"].clone()
    };
    let (state, _) = inkstone::store::State::open(&home.path("data"));
    // The width of the list is configured otherwise since.
    for (name, value) in [("theme", "sepia dark"), ("measure", "60 80"), ("width", "50 40"), ("panes", "one two")] {
        state.set_setting(name, value).unwrap();
    }
    drop(state);
    assert_eq!(told(&[])["theme"], "sepia");
    assert_eq!(told(&[])["chosen-by-key"], serde_json::json!(["theme", "panes", "typography.measure"]));
    let overruled = told(&["-c", "theme=nord", "-c", "panes=one"]);
    assert_eq!(overruled["theme"], "nord");
    assert_eq!(overruled["chosen-by-key"], serde_json::json!(["typography.measure"]));
}

#[test]
fn doctor_knows_the_index() {
    let home = Home::pair();
    home.stdout("", &["index", "posts"], "");
    let (json, code) = doctor(&home, &["posts", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let collection = &report["collection"];
    assert_eq!((collection["index"].as_bool(), collection["articles"].as_u64()), (Some(true), Some(2)));
    assert_eq!((collection["path"].as_str(), code), (Some("~/posts"), Some(0)));
    assert!(collection["generation"].as_u64().is_some_and(|count| count > 0), "{json}");
    assert!(collection["age-seconds"].as_i64().is_some_and(|age| (0..600).contains(&age)), "{json}");
    let codes: Vec<_> = report["problems"].as_array().unwrap().iter().map(|it| it["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["no-terminal"]);
}
