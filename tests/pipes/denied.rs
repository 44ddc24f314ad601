//! Folders and files that the user may not read or write: what is said, and what works all the same.

use std::fs;
use std::os::unix::fs::{PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::harness::collection::Home;

/// The user and the group that own nothing.
const NOBODY: u32 = 65534;

/// A home whose permissions count, which they do not for root: it then belongs to nobody, as who the program runs.
struct Denied(Home);

impl Denied {
    fn pair() -> Self {
        let home = Home::pair();
        let program = home.path("inkstone");
        // A user without rights may not even reach the folder that the program was built in.
        fs::hard_link(env!("CARGO_BIN_EXE_inkstone"), &program)
            .or_else(|_| fs::copy(env!("CARGO_BIN_EXE_inkstone"), &program).map(drop))
            .unwrap();
        Self(home)
    }

    /// Runs the program: its exit code, standard output and standard error.
    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let home = &self.0;
        let mut command = Command::new(home.path("inkstone"));
        command.args(["--lang", "en"]).args(home.directories()).args(arguments).current_dir(home.root()).env_clear();
        if rustix::process::geteuid().is_root() {
            give_away(home.root());
            command.uid(NOBODY).gid(NOBODY);
        }
        let output = command.output().unwrap();
        (output.status.code(), home.text(&output.stdout), home.text(&output.stderr))
    }

    fn set_mode(&self, name: &str, mode: u32) {
        fs::set_permissions(self.0.path(name), fs::Permissions::from_mode(mode)).unwrap();
    }
}

impl Drop for Denied {
    fn drop(&mut self) {
        // So that the folder can be deleted.
        for name in ["posts", "data", "cache"] {
            let _ = fs::set_permissions(self.0.path(name), fs::Permissions::from_mode(0o755));
        }
    }
}

/// Gives everything in a folder, and the folder, to nobody. The program is a file of others.
fn give_away(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    for entry in fs::read_dir(path).unwrap().flatten() {
        if entry.file_type().unwrap().is_dir() {
            give_away(&entry.path());
        } else if entry.file_name() != "inkstone" && !entry.file_type().unwrap().is_symlink() {
            chown(entry.path(), Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
}

#[test]
fn a_folder_that_cannot_be_read_is_an_error() {
    let home = Denied::pair();
    let expected = (Some(2), String::new(), "inkstone: Cannot read posts\n  Permission denied\n".to_owned());
    home.run(&["index", "posts"]);
    for mode in [0o000, 0o111] {
        home.set_mode("posts", mode);
        for arguments in [
            &["list", "posts"][..],
            &["list", "--no-index", "posts"],
            &["categories", "posts"],
            &["search", "--in", "posts", "--", "篇"],
            &["random", "posts", "-n", "1"],
        ] {
            assert_eq!(home.run(arguments), expected, "{mode:o} {arguments:?}");
        }
        let problem = "posts/: error: Cannot be read: Permission denied [unreadable]\n    \
            Check that it exists and that you have permission to read it\n\n\
            1 problem in 1 of 1 file: 1 unreadable\n";
        assert_eq!(home.run(&["check", "posts"]), (Some(1), problem.to_owned(), String::new()));
    }
    // The index still knows.
    let (code, listed, _) = home.run(&["list", "posts", "--fresh", "never"]);
    assert_eq!((code, listed.lines().count()), (Some(0), 2));
    home.set_mode("posts", 0o755);
    assert_eq!(home.run(&["list", "posts"]).0, Some(0));
}

#[test]
fn a_file_that_cannot_be_read_is_an_error_alone_and_a_problem_among_others() {
    let home = Denied::pair();
    home.set_mode("posts/b.md", 0o000);
    let refused = "inkstone: Cannot read posts/b.md\n  Permission denied\n";
    assert_eq!(home.run(&["print", "posts/b.md"]), (Some(2), String::new(), refused.to_owned()));
    let (code, listed, said) = home.run(&["list", "posts", "--format", "paths"]);
    assert_eq!((code, listed.as_str(), said.as_str()), (Some(0), "posts/a.md\nposts/b.md\n", ""));
    home.set_mode("posts/b.md", 0o644);
}

#[test]
fn what_cannot_be_written_is_named_and_the_rest_works() {
    let home = Denied::pair();
    fs::create_dir_all(home.0.path("cache")).unwrap();
    fs::create_dir_all(home.0.path("data")).unwrap();
    home.set_mode("cache", 0o555);
    home.set_mode("data", 0o555);
    let (code, listed, said) = home.run(&["list", "posts", "--format", "paths"]);
    assert_eq!((code, listed.as_str(), said.as_str()), (Some(0), "posts/a.md\nposts/b.md\n", ""));
    let (code, found, said) = home.run(&["search", "--in", "posts", "--format", "paths", "--", "见"]);
    assert_eq!((code, found.as_str()), (Some(0), "posts/a.md\nposts/b.md\n"));
    assert!(said.starts_with("inkstone: Cannot index this collection: ~/cache/"), "{said}");
    assert_eq!((said.lines().count(), said.contains("is not writable (Permission denied)")), (1, true), "{said}");
    let (code, _, said) = home.run(&["index", "posts"]);
    assert_eq!(code, Some(2));
    assert!(said.ends_with("or choose another with --cache-dir\n"), "{said}");
}

#[test]
fn a_configuration_that_cannot_be_read_is_named() {
    let home = Denied::pair();
    home.set_mode("config.toml", 0o000);
    let refused = "inkstone: --config ~/config.toml\n  Permission denied\n";
    assert_eq!(home.run(&["list", "posts"]), (Some(2), String::new(), refused.to_owned()));
}
