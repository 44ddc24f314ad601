//! A progress bar on standard error.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use crate::locale::{Catalog, Msg};
use crate::text::Profile;
use crate::work::Progress;

/// The interval between redraws.
const OFTEN: Duration = Duration::from_millis(100);

/// The bar appears after this long.
const PATIENCE: Duration = Duration::from_millis(300);

/// Cells of the bar, without the text.
const BAR: usize = 24;

/// A progress bar with counts, rate and time left. It is drawn only on a terminal, and erased when dropped.
pub struct Bar<'a> {
    catalog: &'a Catalog,
    profile: Profile,
    begun: Instant,
    drawn: Option<Instant>,
    terminal: bool,
}

impl<'a> Bar<'a> {
    /// A bar that has not been drawn yet.
    pub fn new(catalog: &'a Catalog, profile: Profile) -> Self {
        Self { catalog, profile, begun: Instant::now(), drawn: None, terminal: io::stderr().is_terminal() }
    }

    /// Draws the progress, if a redraw is due.
    pub fn update(&mut self, progress: Progress) {
        let now = Instant::now();
        let due = match self.drawn {
            Some(last) => now.duration_since(last) >= OFTEN,
            None => now.duration_since(self.begun) >= PATIENCE,
        };
        if !self.terminal || !due {
            return;
        }
        self.drawn = Some(now);
        let columns = crate::term::columns().map_or(80, usize::from);
        let line = line(progress, now.duration_since(self.begun), self.catalog);
        let line = self.profile.shortened(&line, columns.saturating_sub(1));
        // Ignore write errors: stderr may be closed.
        let mut err = io::stderr().lock();
        let _ = write!(err, "\r\u{1b}[K{line}").and_then(|()| err.flush());
    }
}

impl Drop for Bar<'_> {
    fn drop(&mut self) {
        if self.drawn.is_some() {
            let mut err = io::stderr().lock();
            let _ = write!(err, "\r\u{1b}[K").and_then(|()| err.flush());
        }
    }
}

/// The text after this much time. There is no estimate of the time left until all are counted.
fn line(progress: Progress, since: Duration, catalog: &Catalog) -> String {
    let Progress { done, all, counted, .. } = progress;
    let filled = if counted { (done * BAR).checked_div(all).unwrap_or(BAR).min(BAR) } else { 0 };
    let seconds = since.as_secs_f64().max(0.001);
    let rate = done as f64 / seconds;
    let left = if counted && rate > 0.0 { time(((all.saturating_sub(done)) as f64 / rate) as u64) } else { "?".into() };
    let number = |number: usize| catalog.number(number as u64);
    let all = if counted { number(all) } else { format!("{}+", number(all)) };
    let text = catalog.fill(
        Msg::IndexProgress,
        &[("done", &number(done)), ("all", &all), ("rate", &number(rate as usize)), ("left", &left)],
    );
    format!("[{}{}] {text}", "#".repeat(filled), "-".repeat(BAR - filled))
}

/// Minutes and seconds, with hours where there are any.
fn time(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    #[test]
    fn the_bar_tells_rate_and_time_left() {
        let english = Catalog::new(Lang::English);
        let progress = |done, all, counted| Progress { done, read: 0, all, counted };
        for (progress, seconds, expected) in [
            (progress(5000, 20_000, true), 5, "[######------------------] 5,000 of 20,000 · 1,000/s · 0:15 left"),
            (progress(100, 5000, false), 1, "[------------------------] 100 of 5,000+ · 100/s · ? left"),
            (progress(0, 0, true), 1, "[########################] 0 of 0 · 0/s · ? left"),
            (progress(1, 7201, true), 1, "[------------------------] 1 of 7,201 · 1/s · 2:00:00 left"),
        ] {
            assert_eq!(line(progress, Duration::from_secs(seconds), &english), expected);
        }
    }
}
