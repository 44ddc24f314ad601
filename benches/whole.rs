//! Measures the response times of the whole program: on a pseudo-terminal, and of the commands that write to a pipe, with
//! a generated collection.
//!
//! `cargo bench --bench whole -- [ARTICLES] [RUNS] [screen|commands|pictures]` (default 20,000, 5 and all). The collection
//! is written once to the target folder. On the terminal, each time is from writing the keys, or from the start of the
//! process, to the arrival of the bytes that completed the expected screen. The same wait for a program that only prints
//! is given for comparison. Then keys are pressed while the collection is indexed for the first time, and over an article
//! with 200 pictures; each time is from writing a key to the first bytes after it. Commands are measured in turn with the
//! programs they are compared with.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

#[path = "whole/commands.rs"]
mod commands;
#[path = "whole/pictures.rs"]
mod pictures;

const SIZE: PtySize = PtySize { rows: 40, cols: 80, pixel_width: 0, pixel_height: 0 };
/// Time between keys while the collection is indexed.
const TYPED: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(600);

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let mut numbers = words.iter().filter_map(|word| word.parse::<usize>().ok());
    let articles = numbers.next().unwrap_or(20_000);
    let runs = numbers.next().unwrap_or(5).max(1);
    let is_left_out =
        |part: &str| words.iter().any(|word| ["screen", "commands", "pictures"].contains(&&**word) && word != part);
    if !is_left_out("pictures") {
        pictures::measure();
    }
    if is_left_out("commands") && is_left_out("screen") {
        return;
    }
    let collection = collection(articles);
    if !is_left_out("commands") {
        println!("{articles} articles, medians of {runs} runs");
        commands::measure(&collection, tempfile::tempdir().unwrap().path(), runs);
    }
    if !is_left_out("screen") {
        on_screen(&collection, articles, runs);
    }
}

/// Measures sessions on a terminal.
fn on_screen(collection: &Path, articles: usize, runs: usize) {
    let home = tempfile::tempdir().unwrap();
    let bare = median(runs, bare);
    let mut times: Vec<(&str, Vec<Duration>)> = STEPS.iter().map(|step| (step.name, Vec::new())).collect();
    let mut memory = Vec::new();
    // Run once untimed, to create the index and the state.
    session(collection, home.path(), articles);
    for _ in 0..runs {
        let (taken, private) = session(collection, home.path(), articles);
        for ((_, all), one) in times.iter_mut().zip(taken) {
            all.push(one);
        }
        memory.extend(private);
    }
    println!("{articles} articles, {}x{}, medians of {runs} runs", SIZE.cols, SIZE.rows);
    println!("{:<44}{:>10.1} ms", "a program that only prints", millis(bare));
    for (name, mut all) in times.into_iter().filter(|(name, _)| !name.is_empty()) {
        all.sort_unstable();
        let middle = all.get(all.len() / 2).copied().unwrap_or_default();
        let worst = all.last().copied().unwrap_or_default();
        println!("{name:<44}{:>10.1} ms   worst {:.1}", millis(middle), millis(worst));
    }
    memory.sort_unstable();
    if let Some(private) = memory.get(memory.len() / 2) {
        println!("{:<44}{:>10.1} MiB", "private memory at rest", *private as f64 / 1024.0);
    }
    while_indexing(collection, runs);
}

/// Whether the index is complete: its snapshot is written last.
fn has_snapshot(home: &Path) -> bool {
    let indexes = fs::read_dir(home.join("cache/index")).into_iter().flatten().flatten();
    let mut files = indexes.flat_map(|index| fs::read_dir(index.path()).into_iter().flatten().flatten());
    files.any(|file| {
        file.file_name().to_str().is_some_and(|name| name.starts_with("snapshot-") && !name.contains("scratch"))
    })
}

/// Presses keys while the collection is indexed for the first time, and prints how long their frames took.
fn while_indexing(collection: &Path, runs: usize) {
    let (mut waits, mut whole) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let home = tempfile::tempdir().unwrap();
        let (mut terminal, began) = start(collection, home.path());
        terminal.wait(&|screen| screen.matches("示例").count() > 9);
        for key in ["j", "k"].into_iter().cycle() {
            let next = Instant::now() + TYPED;
            waits.push(terminal.press(key));
            if has_snapshot(home.path()) {
                break;
            }
            terminal.take_until(next);
        }
        whole.push(began.elapsed());
        terminal.child.kill().ok();
        terminal.child.wait().ok();
    }
    waits.sort_unstable();
    whole.sort_unstable();
    let part = |part: usize| millis(waits[(waits.len() - 1) * part / 100]);
    println!("{:<44}{:>10.1} ms", "start to the end of the first index", millis(whole[whole.len() / 2]));
    println!(
        "{:<44}{:>10.1} ms   99 of 100 {:.1}, worst {:.1}, of {} keys",
        "a key meanwhile",
        part(50),
        part(99),
        part(100),
        waits.len()
    );
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

fn median(runs: usize, measure: impl Fn() -> Duration) -> Duration {
    let mut all: Vec<Duration> = (0..runs).map(|_| measure()).collect();
    all.sort_unstable();
    all[all.len() / 2]
}

/// An action of a reader, and the condition on the screen that ends its time; `until` also gets the number of articles.
struct Step {
    name: &'static str,
    keys: &'static str,
    until: fn(&str, usize) -> bool,
}

const STEPS: &[Step] = &[
    Step { name: "start to the first rows", keys: "", until: |screen, _| screen.contains("示例") },
    Step {
        name: "200 x j in one write",
        keys: "*200j",
        until: |screen, all| screen.contains(&format!("201/{}", grouped(all))),
    },
    Step { name: "Enter to the body", keys: "\r", until: |screen, _| screen.contains("正文") },
    Step { name: "back to the list", keys: "h", until: |screen, _| screen.matches("示例").count() > 9 },
    Step { name: "the last row", keys: "G", until: |screen, all| screen.contains(&format!("{0}/{0}", grouped(all))) },
    Step {
        name: "a category",
        keys: "cshijie\r",
        until: |screen, all| screen.contains(&format!("/{}", grouped(of_category(all)))),
    },
    Step {
        name: "all categories again",
        keys: "x",
        until: |screen, all| screen.contains(&format!("/{}", grouped(all))),
    },
    Step {
        name: "a word in one article of a hundred",
        keys: "/黄鹂\r",
        until: |screen, all| screen.contains(&format!("/{} ", grouped(rare(all)))),
    },
    ALL,
    Step {
        name: "typed, a word in one text of 500",
        keys: "/翠鸟",
        until: |screen, all| counts(screen, all.div_ceil(500)),
    },
    LEAVE,
    Step {
        name: "typed, a word in every other text",
        keys: "/海燕",
        until: |screen, all| counts(screen, all.div_ceil(2)),
    },
    LEAVE,
    Step { name: "typed, a word in no text", keys: "/鹦鹉", until: |screen, _| counts(screen, 0) },
    LEAVE,
];

/// Steps that only lead to the next one; their times are not printed.
const ALL: Step = Step { name: "", keys: "x", until: |screen, all| screen.contains(&format!("/{}", grouped(all))) };
const LEAVE: Step = Step { name: "", keys: "\rx", ..ALL };

/// Whether the prompt row shows so many matching articles. The number may be written with or without separators.
fn counts(screen: &str, articles: usize) -> bool {
    let row = screen.lines().last().unwrap_or_default().trim_end();
    [articles.to_string(), grouped(articles)].iter().any(|number| row.ends_with(&format!(" {number}")))
}

/// How many articles are in the category 世界: every sixth.
fn of_category(articles: usize) -> usize {
    articles.div_ceil(6)
}

/// How many articles contain 黄鹂: every hundredth.
fn rare(articles: usize) -> usize {
    articles.div_ceil(100)
}

/// A number formatted as the program does.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A program on a pseudo-terminal, and its screen.
struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    chunks: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    _master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    fn start(command: CommandBuilder) -> (Self, Instant) {
        let pair = native_pty_system().openpty(SIZE).unwrap();
        let began = Instant::now();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (send, chunks) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 16];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                if send.send((Instant::now(), buffer[..read].to_vec())).is_err() {
                    return;
                }
            }
        });
        let writer = pair.master.take_writer().unwrap();
        let screen = vt100::Parser::new(NonZeroU16::new(SIZE.rows).unwrap(), NonZeroU16::new(SIZE.cols).unwrap(), 0);
        (Self { child, writer, chunks, screen, _master: pair.master }, began)
    }

    /// Waits until the screen is as wanted. Returns when the bytes arrived that completed it.
    fn wait(&mut self, wanted: &dyn Fn(&str) -> bool) -> Instant {
        let deadline = Instant::now() + PATIENCE;
        loop {
            match self.chunks.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
                Ok((at, bytes)) => {
                    self.screen.process(&bytes);
                    if wanted(&self.screen.screen().contents()) {
                        return at;
                    }
                }
                Err(error) => panic!("{error}; the screen:\n{}", self.screen.screen().contents()),
            }
        }
    }

    /// Writes a key, and returns the time to the first bytes after it.
    fn press(&mut self, key: &str) -> Duration {
        while let Ok((_, bytes)) = self.chunks.try_recv() {
            self.screen.process(&bytes);
        }
        let began = Instant::now();
        self.writer.write_all(key.as_bytes()).unwrap();
        loop {
            let (at, bytes) = self.chunks.recv_timeout(PATIENCE).unwrap();
            self.screen.process(&bytes);
            if at > began {
                return at - began;
            }
        }
    }

    /// Processes output until then.
    fn take_until(&mut self, then: Instant) {
        while let Ok((_, bytes)) = self.chunks.recv_timeout(then.saturating_duration_since(Instant::now())) {
            self.screen.process(&bytes);
        }
    }

    /// Processes output until there has been none for a while.
    fn rest(&mut self) {
        loop {
            match self.chunks.recv_timeout(Duration::from_millis(250)) {
                Ok((_, bytes)) => self.screen.process(&bytes),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }
}

/// The time until the output of a program that only fills the screen once.
fn bare() -> Duration {
    let mut command = CommandBuilder::new("/bin/sh");
    command.args(["-c", "i=0; while [ $i -lt 39 ]; do echo 示例示例示例; i=$((i+1)); done; printf 完; read x"]);
    let (mut terminal, began) = Terminal::start(command);
    let shown = terminal.wait(&|screen| screen.contains('完'));
    terminal.child.kill().ok();
    terminal.child.wait().ok();
    shown - began
}

/// Starts the program on the collection, with the state and the index in `home` only.
fn start(collection: &Path, home: &Path) -> (Terminal, Instant) {
    start_with(collection, home, &[])
}

/// The same with more variables in its environment.
fn start_with(collection: &Path, home: &Path, environment: &[(&str, &str)]) -> (Terminal, Instant) {
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_inkstone"));
    command.env_clear();
    for (key, value) in [("TERM", "xterm-256color"), ("LANG", "zh_CN.UTF-8"), ("TZ", "UTC")] {
        command.env(key, value);
    }
    for (key, value) in environment {
        command.env(key, value);
    }
    command.env("HOME", home);
    for (flag, folder) in [("--data-dir", "data"), ("--cache-dir", "cache")] {
        command.arg(flag);
        command.arg(home.join(folder));
    }
    let config = home.join("config.toml");
    fs::write(&config, "").unwrap();
    command.arg("--config");
    command.arg(config);
    command.arg(collection);
    fs::remove_dir_all(home.join("data")).ok();
    Terminal::start(command)
}

/// Runs one session through all steps. Returns the time of each, and the private memory at the end in KiB, if the
/// system reports it.
fn session(collection: &Path, home: &Path, articles: usize) -> (Vec<Duration>, Option<u64>) {
    let (mut terminal, mut began) = start(collection, home);
    let mut taken = Vec::new();
    for step in STEPS {
        if !step.keys.is_empty() {
            let keys = step.keys.strip_prefix("*200").map_or(step.keys.to_owned(), |key| key.repeat(200));
            began = Instant::now();
            terminal.writer.write_all(keys.as_bytes()).unwrap();
        }
        let shown = terminal.wait(&|screen| (step.until)(screen, articles));
        taken.push(shown.saturating_duration_since(began));
        if step.keys.is_empty() {
            // Wait for the whole collection: the following steps check the number of articles.
            let all = format!("1/{}", grouped(articles));
            if !terminal.screen.screen().contents().contains(&all) {
                terminal.wait(&|screen| screen.contains(&all));
            }
        }
        terminal.rest();
    }
    let private = terminal.child.process_id().and_then(private);
    terminal.child.kill().ok();
    terminal.child.wait().ok();
    (taken, private)
}

/// The private memory of a process in KiB, without mapped files, which the system can drop at any time.
fn private(process: u32) -> Option<u64> {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).ok()?;
    let fields = rollup.lines().filter(|line| line.starts_with("Anonymous:"));
    Some(fields.filter_map(|line| line.split_whitespace().nth(1)?.parse::<u64>().ok()).sum())
}

/// The folder with a collection of so many articles, written if it does not exist.
fn collection(articles: usize) -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("whole-2-{articles}"));
    let done = root.join(".done");
    if done.exists() {
        return root;
    }
    let mut random = 1u64;
    for number in 0..articles {
        let folder = root.join(format!("{:03}", number / 1000));
        if number.is_multiple_of(1000) {
            fs::create_dir_all(&folder).unwrap();
        }
        fs::write(folder.join(format!("{number:07}.md")), article(number, &mut random)).unwrap();
    }
    fs::write(done, "").unwrap();
    root
}

const CATEGORIES: [&str; 6] = ["世界", "财经", "科技", "体育", "文化", "生活"];
const SENTENCES: [&str; 8] = [
    "清晨的河面上还浮着一层薄雾，渡口的船工已经把缆绳解开了。",
    "他说，这件事要从 1998 年的冬天讲起；那一年雪下得特别大。",
    "“慢一点，”老人摆摆手，“路还长着呢。”",
    "实验重复了 24 次，平均误差不到 3%，比上一版快了将近一倍。",
    "城市往东再走六十公里就是海，海边只有一座灯塔……",
    "The archive was copied twice before anyone noticed the missing index.",
    "书里夹着一张发黄的车票，上面的字迹还看得清楚。",
    "工程师们把问题归结为一句话：读得太多，想得太少。",
];

/// An article of about 2 to 12 kB, in the form that a feed converter writes.
fn article(number: usize, random: &mut u64) -> String {
    let mut next = |below: u64| {
        *random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*random >> 33) % below
    };
    let category = CATEGORIES[number % CATEGORIES.len()];
    let (year, month, day) = (2010 + next(15), 1 + next(12), 1 + next(28));
    let bird = if number.is_multiple_of(100) { " 黄鹂" } else { "" };
    let seen = match number {
        _ if number.is_multiple_of(500) => "翠鸟和海燕",
        _ if number.is_multiple_of(2) => "海燕",
        _ => "",
    };
    let mut out = format!(
        "\n---\ntitle: '示例 {number:07}{bird}'\ncategories: \n - {category}\nauthor: 编者\n\
         date: {year}-{month:02}-{day:02} {:02}:{:02}:00\n---\n\n<div>\n<p>正文 {number:07}。{seen}</p>\n",
        next(24),
        next(60)
    );
    for _ in 0..2 + next(8) * next(6) {
        out.push_str("<p>");
        for _ in 0..2 + next(5) {
            out.push_str(SENTENCES[next(SENTENCES.len() as u64) as usize]);
        }
        writeln!(out, "</p>").unwrap();
    }
    out.push_str("</div>\n");
    out
}
