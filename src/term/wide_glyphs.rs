//! Wide glyphs on the terminal: which cells must be sent again, and how glyphs of uncertain width are sent, so that
//! neither half a glyph nor a shifted line remains on the screen.
//!
//! The two steps cannot be one. [`repaint_cut_glyphs`] compares two whole frames, before ratatui decides which cells to
//! send. [`WideGlyphBackend`] sees only the cells to send, and controls the order they are sent in.

use ratatui::backend::{Backend, ClearType, WindowSize};
use ratatui::buffer::{Buffer, Cell, CellDiffOption, CellWidth};
use ratatui::layout::{Position, Size};

use crate::term::system;

/// Marks the cells of `after` that were the second half of a wide glyph in `before` and no longer are, so that they
/// are sent even if they have not changed.
///
/// In the buffer such a cell may be the same blank as before, so ratatui would skip it. But overwriting the first half
/// destroys it on the terminal: some terminals blank it in another colour, some leave half a glyph.
pub(super) fn repaint_cut_glyphs(before: &Buffer, after: &mut Buffer) {
    if before.area != after.area {
        return;
    }
    let width = usize::from(after.area.width).max(1);
    for (old, new) in before.content.chunks(width).zip(after.content.chunks_mut(width)) {
        for at in 1..width {
            let is_wide = |cell: &Cell| cell.cell_width() > 1;
            if is_wide(&old[at - 1]) && !is_wide(&new[at - 1]) && new[at].diff_option == CellDiffOption::None {
                new[at].set_diff_option(CellDiffOption::AlwaysUpdate);
            }
        }
    }
}

/// A backend for clusters whose width terminals disagree about. It moves the cursor after each of them, and blanks both
/// cells of a wide one before drawing it: a terminal that draws it in one cell leaves nothing old in the other.
pub(super) struct WideGlyphBackend<B>(pub(super) B);

impl<B: Backend> Backend for WideGlyphBackend<B> {
    type Error = B::Error;

    fn draw<'a, I>(&mut self, content: I) -> Result<(), B::Error>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>,
    {
        let mut stretch = Vec::new();
        for (x, y, cell) in content {
            if !is_uncertain(cell.symbol()) {
                stretch.push((x, y, cell));
                continue;
            }
            self.0.draw(stretch.drain(..))?;
            if cell.cell_width() > 1 {
                let mut blank = Cell::default();
                blank.set_style(cell.style());
                self.0.draw([(x, y, &blank), (x + 1, y, &blank)].into_iter())?;
            }
            self.0.draw(std::iter::once((x, y, cell)))?;
        }
        self.0.draw(stretch.into_iter())
    }

    fn append_lines(&mut self, lines: u16) -> Result<(), B::Error> {
        self.0.append_lines(lines)
    }

    fn hide_cursor(&mut self) -> Result<(), B::Error> {
        self.0.hide_cursor()
    }

    fn show_cursor(&mut self) -> Result<(), B::Error> {
        self.0.show_cursor()
    }

    fn get_cursor_position(&mut self) -> Result<Position, B::Error> {
        self.0.get_cursor_position()
    }

    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> Result<(), B::Error> {
        self.0.set_cursor_position(position)
    }

    fn clear(&mut self) -> Result<(), B::Error> {
        self.0.clear()
    }

    fn clear_region(&mut self, kind: ClearType) -> Result<(), B::Error> {
        self.0.clear_region(kind)
    }

    // Of standard output, which frames are written to.
    fn size(&self) -> Result<Size, B::Error> {
        system::window().map_or_else(|| self.0.size(), |size| Ok(size.into()))
    }

    fn window_size(&mut self) -> Result<WindowSize, B::Error> {
        self.0.window_size()
    }

    fn flush(&mut self) -> Result<(), B::Error> {
        self.0.flush()
    }
}

/// Whether terminals disagree about the width of a cluster: emoji sequences, and all emoji, since older terminals do not
/// know those of newer Unicode versions.
fn is_uncertain(symbol: &str) -> bool {
    let uncertain = |c| matches!(c, '\u{200d}' | '\u{20e3}' | '\u{fe0e}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}');
    symbol.len() >= 4 && symbol.chars().any(uncertain)
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::io;
    use std::rc::Rc;

    use proptest::prelude::*;
    use ratatui::Terminal;
    use ratatui::backend::CrosstermBackend;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;
    use ratatui::{TerminalOptions, Viewport};

    use super::{WideGlyphBackend, repaint_cut_glyphs};
    use crate::text::{Ambiguous, Profile, Sequences, clusters};
    use crate::theme::{Color, Tone};
    use crate::view::Canvas;

    const WIDTH: u16 = 14;
    const HEIGHT: u16 = 3;

    /// Something drawn: rows of text at places, boxes with borders over them.
    #[derive(Clone, Debug)]
    enum Stroke {
        Text(u16, u16, String, u8),
        Frame(u16, u16, u16, u16, u8),
    }

    fn tone(number: u8) -> Tone {
        Tone {
            bg: (number & 1 > 0).then_some(Color::Ansi(4)),
            reverse: number & 2 > 0,
            underline: number & 4 > 0,
            fg: (number & 8 > 0).then_some(Color::Ansi(2)),
            ..Tone::default()
        }
    }

    fn stroke() -> impl Strategy<Value = Stroke> {
        let text = "[中文字，“”ab …e\u{301}ｶﾞ가❤\u{fe0f}⌚]{0,14}";
        prop_oneof![
            3 => (0..WIDTH, 0..HEIGHT, text, 0..16u8).prop_map(|(x, y, text, tone)| Stroke::Text(x, y, text, tone)),
            1 => (0..WIDTH, 0..HEIGHT, 1..9u16, 1..4u16, 0..16u8)
                .prop_map(|(x, y, width, height, tone)| Stroke::Frame(x, y, width, height, tone)),
        ]
    }

    fn paint(buffer: &mut Buffer, strokes: &[Stroke], profile: Profile) {
        let mut canvas = Canvas { buffer, profile, orders: false };
        for stroke in strokes {
            match stroke {
                Stroke::Text(x, y, text, number) => drop(canvas.put(*x, *y, WIDTH, text, tone(*number))),
                Stroke::Frame(x, y, width, height, number) => {
                    let area = Rect::new(*x, *y, (*width).min(WIDTH - x), (*height).min(HEIGHT - y));
                    canvas.clear(area, tone(*number));
                    canvas.frame(area, tone(*number));
                }
            }
        }
    }

    /// The wire to a terminal of vt100.
    #[derive(Clone)]
    struct Wire(Rc<RefCell<vt100::Parser>>);

    impl io::Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.borrow_mut().process(bytes);
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What a session draws, and what the terminal shows.
    struct Shown {
        terminal: Terminal<WideGlyphBackend<CrosstermBackend<Wire>>>,
        last: Buffer,
        wire: Wire,
    }

    impl Shown {
        fn new() -> Self {
            let count = |count: u16| std::num::NonZeroU16::new(count).unwrap();
            let wire = Wire(Rc::new(RefCell::new(vt100::Parser::new(count(HEIGHT), count(WIDTH), 0))));
            let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, WIDTH, HEIGHT)) };
            let terminal =
                Terminal::with_options(WideGlyphBackend(CrosstermBackend::new(wire.clone())), options).unwrap();
            Self { terminal, last: Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT)), wire }
        }

        fn frame(&mut self, strokes: &[Stroke], profile: Profile) {
            let last = &mut self.last;
            self.terminal
                .draw(|frame| {
                    paint(frame.buffer_mut(), strokes, profile);
                    repaint_cut_glyphs(last, frame.buffer_mut());
                    last.clone_from(frame.buffer_mut());
                })
                .unwrap();
        }

        /// What can be seen, cell by cell; one never written to looks like a blank.
        fn cells(&self) -> Vec<String> {
            let wire = self.wire.0.borrow();
            let places = (0..HEIGHT).flat_map(|y| (0..WIDTH).map(move |x| (y, x)));
            let seen = |cell: &vt100::Cell| {
                let glyph = if cell.has_contents() { cell.contents() } else { " " };
                let half = (cell.is_wide(), cell.is_wide_continuation());
                let colors = (cell.fgcolor(), cell.bgcolor(), cell.inverse(), cell.underline());
                format!("{glyph:?} {half:?} {colors:?}")
            };
            places.map(|(y, x)| seen(wire.screen().cell(y, x).unwrap())).collect()
        }

        fn at(&self, x: u16, y: u16) -> String {
            self.wire.0.borrow().screen().cell(y, x).unwrap().contents().to_owned()
        }

        fn text(&self) -> String {
            self.wire.0.borrow().screen().contents()
        }
    }

    /// How vt100 counts: one cell for a character before VS16, two for an emoji before VS15.
    fn as_vt100(wide: bool) -> Profile {
        let ambiguous = if wide { Ambiguous::Wide } else { Ambiguous::Narrow };
        Profile { ambiguous, sequences: Sequences::empty() }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(400))]
        #[test]
        fn frames_one_after_another_look_like_the_last_alone(frames in prop::collection::vec(prop::collection::vec(stroke(), 0..6), 1..6)) {
            let mut shown = Shown::new();
            for strokes in &frames {
                shown.frame(strokes, as_vt100(false));
                let mut alone = Shown::new();
                alone.frame(strokes, as_vt100(false));
                let (cells, expected) = (shown.cells(), alone.cells());
                let differ = cells.iter().zip(&expected).find(|(shown, alone)| shown != alone);
                prop_assert!(differ.is_none(), "{differ:?}\n{}\n--\n{}", shown.text(), alone.text());
            }
        }

        /// Whatever the terminal makes of emoji, what stands after them stands where it should.
        #[test]
        fn nothing_shifts(text in "[中文a❤\u{fe0f}⌚\u{fe0e}👍🏽🇨🇳👩\u{200d}🚀1\u{20e3}]{0,12}") {
            let mut shown = Shown::new();
            let profile = Profile { sequences: Sequences::all(), ..Profile::default() };
            let used = clusters(&text).map(|(_, cluster)| u16::from(profile.cluster(cluster)));
            let at = used.scan(0, |at, width| { *at += width; Some(*at) }).take_while(|at| *at <= WIDTH - 5).last().unwrap_or(0);
            let cut = profile.cut(&text, usize::from(at)).0;
            shown.frame(&[Stroke::Text(0, 1, format!("{cut}|"), 0), Stroke::Text(WIDTH - 1, 1, "|".into(), 0)], profile);
            prop_assert_eq!(shown.at(at, 1), "|");
            prop_assert_eq!(shown.at(WIDTH - 1, 1), "|");
        }
    }
}
