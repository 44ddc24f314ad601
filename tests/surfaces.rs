//! What the command line shows of itself: help, manual page, completions, configuration.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod harness;

use harness::approved;
use harness::collection::Home;

const SUBCOMMANDS: [&[&str]; 14] = [
    &["print"],
    &["list"],
    &["categories"],
    &["check"],
    &["search"],
    &["index"],
    &["fetch"],
    &["config"],
    &["config", "path"],
    &["config", "default"],
    &["config", "check"],
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
