//! Measures an article with many pictures, shown with half-blocks: keys that scroll it, and the memory that it takes.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use image::{Rgb, RgbImage};

use super::{Terminal, millis, private, start_with};

/// The pictures of the article.
const PICTURES: u32 = 200;

/// The keys that are pressed, how many times, and the time from one to the next: a line at a time as fast as a keyboard
/// repeats, half pages as fast as they can be looked at.
const KEYS: [(&str, usize, Duration); 2] =
    [("j", 600, Duration::from_millis(33)), ("d", 100, Duration::from_millis(100))];

/// Scrolls through the article, and prints how long the frames took and the memory before, meanwhile and afterwards.
pub fn measure() {
    let (collection, home) = (collection(), tempfile::tempdir().unwrap());
    let (mut terminal, _) = start_with(&collection, home.path(), &[("COLORTERM", "truecolor")]);
    terminal.wait(&|screen| screen.contains("1/1"));
    terminal.rest();
    let before = kibibytes(&terminal);
    terminal.writer.write_all(b"\r").unwrap();
    terminal.wait(&|screen| screen.contains('▀'));
    println!("an article of {PICTURES} pictures with half-blocks");
    for (key, times, apart) in KEYS {
        let mut waits: Vec<Duration> = Vec::new();
        for _ in 0..times {
            let next = Instant::now() + apart;
            waits.push(terminal.press(key));
            terminal.take_until(next);
        }
        waits.sort_unstable();
        let part = |part: usize| millis(waits[(waits.len() - 1) * part / 100]);
        let name = format!("{key}, every {} ms", apart.as_millis());
        println!("{name:<44}{:>10.1} ms   99 of 100 {:.1}, worst {:.1}", part(50), part(99), part(100));
    }
    terminal.rest();
    let meanwhile = kibibytes(&terminal);
    terminal.writer.write_all(b"h").unwrap();
    terminal.rest();
    // What was freed goes back to the system a moment later.
    std::thread::sleep(Duration::from_secs(1));
    let after = kibibytes(&terminal);
    for (name, memory) in [("before", before), ("in the article", meanwhile), ("back in the list", after)] {
        println!("{:<44}{:>10.1} MiB", format!("private memory {name}"), memory as f64 / 1024.0);
    }
    terminal.child.kill().ok();
    terminal.child.wait().ok();
}

fn kibibytes(terminal: &Terminal) -> u64 {
    terminal.child.process_id().and_then(private).unwrap_or_default()
}

/// The folder with the article and its pictures, written if it does not exist.
fn collection() -> PathBuf {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pictures-1-{PICTURES}"));
    if root.join("a.md").exists() {
        return root;
    }
    fs::create_dir_all(&root).unwrap();
    let mut article = "---\ntitle: 示例\ndate: 2021-03-01\n---\n".to_owned();
    for number in 0..PICTURES {
        let drawn = RgbImage::from_fn(960, 640, |x, y| {
            let edge = if (x / 37 + y / 29 + number) % 2 == 0 { 60 } else { 0 };
            Rgb([(x * 180 / 960 + edge) as u8, (y * 180 / 640 + edge) as u8, (number + edge) as u8])
        });
        drawn.save(root.join(format!("{number}.png"))).unwrap();
        writeln!(article, "<p>图 {number}</p><img src=\"{number}.png\" alt=\"{number}\">").unwrap();
    }
    fs::write(root.join("a.md"), article).unwrap();
    root
}
