//! The program as a process: arguments and standard input go in, output and exit code come out.

use std::io::{ErrorKind, Write};
use std::process::{Command, Output, Stdio};

use super::collection::Home;

impl Home {
    /// A command that runs the program with the directories of this home and an empty environment.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_inkstone"));
        command.args(["--lang", "en"]).args(self.directories()).current_dir(self.root()).env_clear();
        command
    }

    /// Runs the program in a folder of this home.
    pub fn run(&self, folder: &str, arguments: &[&str], input: &str) -> Output {
        let mut child = self
            .command()
            .args(arguments)
            .current_dir(self.path(folder))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A program that refuses its arguments may end before it has read anything.
        let written = child.stdin.take().unwrap().write_all(input.as_bytes());
        assert!(written.is_ok() || written.is_err_and(|error| error.kind() == ErrorKind::BrokenPipe));
        child.wait_with_output().unwrap()
    }

    /// Runs the program, asserts success, and returns its standard output.
    #[track_caller]
    pub fn stdout(&self, folder: &str, arguments: &[&str], input: &str) -> String {
        let output = self.run(folder, arguments, input);
        assert!(output.status.success(), "{arguments:?}: {}", self.text(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Output as text, with the folder of this home replaced by `~`.
    pub fn text(&self, output: &[u8]) -> String {
        std::str::from_utf8(output).unwrap().replace(self.root().to_str().unwrap(), "~")
    }
}
