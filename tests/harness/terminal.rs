//! The program on a pseudo-terminal, in a temporary home.

use std::ffi::OsString;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::LocalModes;

use super::collection::Home;

/// How long to wait for a screen: far longer than any healthy run needs.
pub const PATIENCE: Duration = Duration::from_secs(20);

pub const ENTER: &str = "\r";
pub const ESC: &str = "\x1b";
pub const LEFT_ALTERNATE: &str = "\x1b[?1049l";

/// A pseudo-terminal that answers no queries, and the program on it.
pub struct Terminal {
    pub child: Box<dyn Child + Send + Sync>,
    pub master: Box<dyn MasterPty + Send>,
    pub writer: Box<dyn Write + Send>,
    pub output: Receiver<Vec<u8>>,
    pub parser: vt100::Parser,
    /// Everything the program wrote.
    pub written: Vec<u8>,
    /// Whether the other end of the terminal is closed.
    pub closed: bool,
    /// Queries, and what the terminal replies to them.
    pub replies: Vec<(&'static str, &'static str)>,
}

impl Home {
    /// Starts the program on the collection and waits until the list is complete: earlier keys would act on a partial
    /// list.
    pub fn start(&self, cols: u16, rows: u16) -> Terminal {
        let mut program = Terminal::start(self, &[self.posts().into_os_string()], cols, rows);
        program.shows_all_titles();
        program
    }
}

impl Terminal {
    /// Starts the program with `arguments`, in this home.
    pub fn start(home: &Home, arguments: &[OsString], cols: u16, rows: u16) -> Self {
        let mut command = vec![OsString::from(env!("CARGO_BIN_EXE_inkstone"))];
        command.extend(home.directories());
        command.extend(arguments.iter().cloned());
        Self::spawn(home, command, cols, rows)
    }

    pub fn spawn(home: &Home, command: Vec<OsString>, cols: u16, rows: u16) -> Self {
        Self::spawn_in(home, command, &[], cols, rows)
    }

    /// Starts a command with more variables in its environment.
    pub fn spawn_in(home: &Home, command: Vec<OsString>, environment: &[(&str, &str)], cols: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(cols, rows)).unwrap();
        let mut builder = CommandBuilder::from_argv(command);
        builder.env_clear();
        builder.cwd(home.root());
        for (name, value) in
            [("TERM", "xterm-256color"), ("LANG", "zh_CN.UTF-8"), ("TZ", "UTC"), ("PATH", "/usr/bin:/bin")]
        {
            builder.env(name, value);
        }
        for name in ["HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"] {
            builder.env(name, home.path("home").join(name));
        }
        for (name, value) in environment {
            builder.env(name, value);
        }
        let child = pair.slave.spawn_command(builder).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 65536];
            // On Linux, reading fails once the other end of the terminal is closed.
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if sender.send(buffer[..count].to_vec()).is_err() {
                    break;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let parser = vt100::Parser::new(cell_count(rows), cell_count(cols), 0);
        Self {
            child,
            master: pair.master,
            writer,
            output,
            parser,
            written: Vec::new(),
            closed: false,
            replies: Vec::new(),
        }
    }

    pub fn screen(&self) -> String {
        self.parser.screen().contents()
    }

    /// Processes output until `until` is true.
    #[track_caller]
    pub fn wait_until(&mut self, what: &str, mut until: impl FnMut(&mut Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !until(self) {
            let left = deadline.saturating_duration_since(Instant::now());
            // The condition may come true without output, as when the process ends: check at least ten times a second.
            match self.output.recv_timeout(left.min(Duration::from_millis(100))) {
                Ok(bytes) => {
                    self.parser.process(&bytes);
                    self.written.extend(bytes);
                    self.reply();
                }
                Err(RecvTimeoutError::Disconnected) if !self.closed => self.closed = true,
                Err(_) if left.is_zero() => panic!("waited for {what}, but the screen shows\n{}", self.screen()),
                // There is no more output, but the process may not have ended yet.
                Err(_) if self.closed => std::thread::park_timeout(Duration::from_millis(10)),
                Err(_) => {}
            }
        }
    }

    /// Replies to the queries that were written.
    fn reply(&mut self) {
        let written = String::from_utf8_lossy(&self.written).into_owned();
        let asked: Vec<&str> =
            self.replies.extract_if(.., |(query, _)| written.contains(*query)).map(|it| it.1).collect();
        for reply in asked {
            self.send(reply);
        }
    }

    /// Waits for a screen for which `shown` is true.
    #[track_caller]
    pub fn wait_for(&mut self, what: &str, shown: impl Fn(&str) -> bool) -> &mut Self {
        self.wait_until(what, |program| shown(&program.screen()));
        self
    }

    #[track_caller]
    pub fn shows(&mut self, text: &str) -> &mut Self {
        self.wait_for(text, |screen| screen.contains(text))
    }

    #[track_caller]
    pub fn shows_all_titles(&mut self) -> &mut Self {
        ["鲲鹏志", "杏花村", "长文章", "轻舟记", "寒梅赋"].into_iter().fold(self, |program, title| program.shows(title))
    }

    #[track_caller]
    pub fn hides(&mut self, text: &str) -> &mut Self {
        self.wait_for(&format!("{text} to vanish"), |screen| !screen.contains(text))
    }

    /// Takes in what is written for this many milliseconds.
    pub fn wait(&mut self, milliseconds: u64) {
        let until = std::time::Instant::now() + Duration::from_millis(milliseconds);
        self.wait_until("time", |_| std::time::Instant::now() > until);
    }

    pub fn send(&mut self, keys: &str) -> &mut Self {
        self.writer.write_all(keys.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        self
    }

    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.parser.screen_mut().set_size(cell_count(rows), cell_count(cols));
        self.master.resize(size(cols, rows)).unwrap();
    }

    pub fn signal(&self, signal: Signal) {
        let pid = Pid::from_raw(self.child.process_id().unwrap() as i32).unwrap();
        kill_process(pid, signal).unwrap();
    }

    /// Waits for the end of the program, and checks that it has restored the terminal.
    #[track_caller]
    pub fn ends(&mut self) -> ExitStatus {
        // Keep the terminal open, so that its state can be read after the program has ended.
        let terminal = fs::File::open(self.master.tty_name().unwrap()).unwrap();
        let mut status = None;
        self.wait_until("the end of the program", |program| {
            status = status.take().or_else(|| program.child.try_wait().unwrap());
            status.is_some()
        });
        // The last output may not have arrived yet.
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(200)) {
            self.parser.process(&bytes);
            self.written.extend(bytes);
        }
        self.terminal_is_restored();
        let modes = rustix::termios::tcgetattr(&terminal).unwrap().local_modes;
        assert!(modes.contains(LocalModes::ICANON | LocalModes::ECHO), "the terminal is still raw");
        status.unwrap()
    }

    #[track_caller]
    pub fn terminal_is_restored(&self) {
        let screen = self.parser.screen();
        assert!(!screen.alternate_screen(), "still on the alternate screen");
        assert!(!screen.hide_cursor(), "the cursor is hidden");
        assert!(!screen.bracketed_paste(), "paste is still bracketed");
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None, "the mouse is still caught");
    }

    /// Quits with `q`. The program must be on its first screen or one step away from it.
    #[track_caller]
    pub fn quit(&mut self) {
        // From the article to the results of a search, to the whole list, out.
        self.send("qqq");
        assert_eq!(self.ends().exit_code(), 0);
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // After a failed test the program still runs. Ignore errors: it may have ended.
        self.child.kill().unwrap_or_default();
        self.child.wait().ok();
    }
}

pub fn size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

pub fn cell_count(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
