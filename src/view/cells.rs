//! Draws text into cells, with the same widths as the layout, and never half a glyph.

use std::borrow::Cow;
use std::num::NonZeroU16;

use ratatui::buffer::{Buffer, CellDiffOption, CellWidth};
use ratatui::layout::Rect;
use ratatui::style::{Color as Paint, Modifier, Style};

use crate::app::LEAST_BARRED;
use crate::text::{Profile, clusters, has_rtl, is_rtl, is_shown, ordered_clusters, visual};
use crate::theme::{Color, Tone};

/// At most this many characters of a cluster are drawn: a letter with the 30 marks that UAX #15 §13 allows.
const MOST_CHARACTERS: usize = 31;

/// A buffer with the width profile of the terminal.
pub struct Canvas<'a> {
    /// The cells.
    pub buffer: &'a mut Buffer,
    /// How wide clusters are.
    pub profile: Profile,
    /// Whether lines that are cut to fit are put in visual order (for right-to-left text).
    pub orders: bool,
}

/// A tone as ratatui's style.
pub fn style(tone: Tone) -> Style {
    let mut style = Style::new();
    style.fg = tone.fg.map(paint);
    style.bg = tone.bg.map(paint);
    for (on, modifier) in [
        (tone.bold, Modifier::BOLD),
        (tone.dim, Modifier::DIM),
        (tone.italic, Modifier::ITALIC),
        (tone.underline, Modifier::UNDERLINED),
        (tone.crossed, Modifier::CROSSED_OUT),
        (tone.reverse, Modifier::REVERSED),
    ] {
        if on {
            style = style.add_modifier(modifier);
        }
    }
    // A colour replaces the dimming of what is below: dimmed colours are hard to read.
    if tone.fg.is_some() && !tone.dim { style.remove_modifier(Modifier::DIM) } else { style }
}

fn paint(color: Color) -> Paint {
    match color {
        Color::Ansi(number) => Paint::Indexed(number.min(15)),
        Color::Indexed(number) => Paint::Indexed(number),
        Color::Rgb(red, green, blue) => Paint::Rgb(red, green, blue),
    }
}

impl Canvas<'_> {
    /// Writes text at a cell, using at most `cells` cells and never beyond the buffer. Returns the cells used. Stops
    /// before a cluster that does not fit, and replaces clusters that may not be shown by blanks.
    pub fn put(&mut self, x: u16, y: u16, cells: u16, text: &str, tone: Tone) -> u16 {
        let area = self.buffer.area;
        if y < area.top() || y >= area.bottom() || x < area.left() || x >= area.right() {
            return 0;
        }
        let end = x.saturating_add(cells).min(area.right());
        let style = style(tone);
        let mut at = x;
        self.clear_cut_glyph(x, y);
        for (_, cluster) in clusters(text) {
            let width = u16::from(self.profile.cluster(cluster));
            if width == 0 {
                continue;
            }
            if at + width > end {
                break;
            }
            self.set(at, y, cluster, width, style);
            at += width;
        }
        at - x
    }

    fn set(&mut self, x: u16, y: u16, cluster: &str, width: u16, style: Style) {
        let cell = &mut self.buffer[(x, y)];
        let drawn = self.profile.drawn(cluster);
        // A long run of marks would be sent again with every change of the cell.
        let drawn = drawn.char_indices().nth(MOST_CHARACTERS).map_or(&*drawn, |(end, _)| &drawn[..end]);
        if drawn.chars().all(is_shown) {
            cell.set_symbol(drawn);
        } else {
            cell.set_symbol(" ");
        }
        // ratatui measures some clusters differently, and after VS16 it writes a blank into the glyph's second cell.
        let forced = cell.symbol().cell_width() != width || width > 1 && drawn.contains('\u{fe0f}');
        cell.set_diff_option(match NonZeroU16::new(width) {
            Some(width) if forced => CellDiffOption::ForcedWidth(width),
            _ => CellDiffOption::None,
        });
        cell.set_style(style);
        for next in x + 1..x + width {
            let cell = &mut self.buffer[(next, y)];
            cell.reset();
            cell.set_style(style);
        }
    }

    /// Whether a cell shows nothing, nor the right half of a glyph.
    pub fn is_free(&self, x: u16, y: u16) -> bool {
        let before = x.checked_sub(1).and_then(|x| self.buffer.cell((x, y)));
        let is_half = before.is_some_and(|cell| cell.cell_width() > 1);
        !is_half && self.buffer.cell((x, y)).is_some_and(|cell| cell.symbol() == " ")
    }

    /// Blanks a wide glyph whose right half is about to be overwritten.
    fn clear_cut_glyph(&mut self, x: u16, y: u16) {
        if x > self.buffer.area.left() && self.buffer[(x - 1, y)].cell_width() > 1 {
            let cell = &mut self.buffer[(x - 1, y)];
            cell.set_symbol(" ").set_diff_option(CellDiffOption::None);
        }
    }

    /// Writes text, cut with … if it does not fit. Returns the cells used.
    pub fn put_cut(&mut self, x: u16, y: u16, cells: u16, text: &str, tone: Tone) -> u16 {
        let shown = self.profile.shortened(text, usize::from(cells));
        self.put(x, y, cells, &self.ordered(&shown), tone)
    }

    /// A whole line of text in the order in which it is drawn.
    pub fn ordered<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.orders { visual(text) } else { text.into() }
    }

    /// Writes a line in several tones, cut with … if it does not fit. `tone` gives the tone of the text at a byte. Returns
    /// the cells used.
    pub fn put_toned(&mut self, x: u16, y: u16, cells: u16, text: &str, tone: impl Fn(usize) -> Tone) -> u16 {
        let shown = self.profile.shortened(text, usize::from(cells));
        let end = x.saturating_add(cells);
        let mut at = x;
        if self.orders && has_rtl(&shown) {
            for (byte, cluster) in ordered_clusters(&shown, is_rtl(&shown)) {
                at += self.put(at, y, end - at, &cluster, tone(byte));
            }
        } else {
            for (byte, cluster) in clusters(&shown) {
                at += self.put(at, y, end - at, cluster, tone(byte));
            }
        }
        at - x
    }

    /// Writes text so that it ends before `right`, if it fits into `cells`. Returns the cells used.
    pub fn put_right(&mut self, right: u16, y: u16, cells: u16, text: &str, tone: Tone) -> u16 {
        let width = u16::try_from(self.profile.width(text)).unwrap_or(u16::MAX);
        if width > cells {
            return 0;
        }
        self.put(right.saturating_sub(width), y, width, &self.ordered(text), tone)
    }

    /// Fills a rectangle with blanks in a tone.
    pub fn clear(&mut self, area: Rect, tone: Tone) {
        let area = area.intersection(self.buffer.area);
        let style = style(tone);
        for y in area.top()..area.bottom() {
            self.clear_cut_glyph(area.left(), y);
            for x in area.left()..area.right() {
                let cell = &mut self.buffer[(x, y)];
                cell.reset();
                cell.set_style(style);
            }
        }
    }

    /// Gives every cell that has no colours of its own those of a tone.
    pub fn fill_in(&mut self, tone: Tone) {
        let Style { fg, bg, .. } = style(tone);
        if fg.is_none() && bg.is_none() {
            return;
        }
        for cell in &mut self.buffer.content {
            cell.fg = fg.filter(|_| cell.fg == Paint::Reset).unwrap_or(cell.fg);
            cell.bg = bg.filter(|_| cell.bg == Paint::Reset).unwrap_or(cell.bg);
        }
    }

    /// Applies a tone to a rectangle.
    pub fn tint(&mut self, area: Rect, tone: Tone) {
        let area = area.intersection(self.buffer.area);
        self.buffer.set_style(area, style(tone));
    }

    /// Applies a tone to a rectangle, and if it marks by a background or by swapping the colours, takes away what would
    /// make another mark of it there: a selection or a match looks the same on all text.
    pub fn cover(&mut self, area: Rect, tone: Tone) {
        let area = area.intersection(self.buffer.area);
        if tone.reverse || tone.bg.is_some() {
            self.buffer.set_style(area, Style::new().remove_modifier(Modifier::REVERSED));
        }
        if tone.reverse {
            let plain = Style::new().fg(Paint::Reset).bg(Paint::Reset).remove_modifier(Modifier::DIM);
            self.buffer.set_style(area, plain);
        }
        self.tint(area, tone);
    }

    /// Draws a vertical or horizontal rule: light box-drawing characters, or ASCII if ambiguous characters are wide.
    pub fn rule(&mut self, area: Rect, tone: Tone) {
        let wide = self.profile.cluster("│") > 1;
        let symbol = match (area.width == 1, wide) {
            (true, false) => "│",
            (true, true) => "|",
            (false, false) => "─",
            (false, true) => "-",
        };
        for y in area.top()..area.bottom() {
            for x in area.left()..area.right() {
                self.put(x, y, 1, symbol, tone);
            }
        }
    }

    /// Draws the thumb of the scroll bar at the right edge of a pane, if its `rows` rows do not fit; `first` is the row at
    /// the top.
    pub fn thumb(&mut self, pane: Rect, rows: usize, first: usize, tone: Tone) {
        let height = usize::from(pane.height);
        if rows <= height || height < 3 || pane.width < LEAST_BARRED {
            return;
        }
        let size = (height * height / rows).max(1);
        let top = first.min(rows - height) * (height - size) / (rows - height);
        let symbol = if self.profile.cluster("▐") == 1 { "▐" } else { "|" };
        for row in top..(top + size).min(height) {
            self.put(pane.right() - 1, pane.y + row as u16, 1, symbol, tone);
        }
    }

    /// Draws the border of a box.
    pub fn frame(&mut self, area: Rect, tone: Tone) {
        if area.width < 2 || area.height < 2 {
            return;
        }
        let (right, bottom) = (area.right() - 1, area.bottom() - 1);
        self.rule(Rect::new(area.x + 1, area.y, area.width - 2, 1), tone);
        self.rule(Rect::new(area.x + 1, bottom, area.width - 2, 1), tone);
        self.rule(Rect::new(area.x, area.y, 1, area.height), tone);
        self.rule(Rect::new(right, area.y, 1, area.height), tone);
        let wide = self.profile.cluster("┌") > 1;
        for (x, y, corner) in [(area.x, area.y, "┌"), (right, area.y, "┐"), (area.x, bottom, "└"), (right, bottom, "┘")]
        {
            self.put(x, y, 1, if wide { "+" } else { corner }, tone);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_keeps_the_marks_that_languages_put_on_it() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 2, 1));
        let text = format!("e\u{301}a{}", "\u{301}".repeat(1000));
        Canvas { buffer: &mut buffer, profile: Profile::default(), orders: false }.put(0, 0, 2, &text, Tone::default());
        let symbols = [(0, 0), (1, 0)].map(|at| buffer[at].symbol().chars().count());
        assert_eq!(symbols, [2, MOST_CHARACTERS]);
    }
}
