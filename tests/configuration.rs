//! What `inkstone config check` tells of a configuration, and how it ends.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::process::Command;

/// Exit code and output of the check of a file.
fn check(text: &str) -> (i32, String) {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("config.toml");
    fs::write(&file, text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_inkstone"))
        .env_clear()
        .args(["config", "check", "--lang", "en", "--config"])
        .arg(&file)
        .output()
        .unwrap();
    (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn the_shipped_file_is_right() {
    assert_eq!(check(include_str!("../assets/config.toml")), (0, String::new()));
}

#[test]
fn settings_and_keys_are_both_checked() {
    let (code, said) = check("[typography]\nmesure = 66\n[keys.list]\n\"J\" = \"dwon\"\n\"K\" = \"up\"\n");
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("config.toml:2:1: ") && said.contains("typography.measure"), "{said}");
    assert!(said.contains("config.toml:4:1: ") && said.contains("down"), "{said}");
    assert_eq!(said.matches("config.toml:").count(), 2, "{said}");
}
