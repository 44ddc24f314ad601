//! The geometry of the screen: a function of its size, the focus and zen mode.

use ratatui::layout::Rect;

/// With at least this many columns, list and reader are shown side by side.
pub const WIDE: u16 = 100;

/// The rectangles of a screen; `None` for a pane that is not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Panes {
    /// The list.
    pub list: Option<Rect>,
    /// The rule between the panes.
    pub rule: Option<Rect>,
    /// The reader, margins included.
    pub reader: Option<Rect>,
    /// The status line.
    pub status: Rect,
}

impl Panes {
    /// The panes of a screen of this size.
    pub fn of((columns, rows): (u16, u16), focus: Focus, zen: bool) -> Self {
        let status = Rect::new(0, rows.saturating_sub(1), columns, rows.min(1));
        let height = rows.saturating_sub(1);
        let whole = Rect::new(0, 0, columns, height);
        if columns < WIDE || zen {
            let list = (focus == Focus::List).then_some(whole);
            let reader = (focus == Focus::Reader).then_some(whole);
            return Self { list, rule: None, reader, status };
        }
        let width = (columns * 2 / 5).clamp(38, 64);
        Self {
            list: Some(Rect::new(0, 0, width, height)),
            rule: Some(Rect::new(width, 0, 1, height)),
            reader: Some(Rect::new(width + 1, 0, columns - width - 1, height)),
            status,
        }
    }

    /// Whether list and reader are shown side by side.
    pub fn are_two(&self) -> bool {
        self.rule.is_some()
    }
}

/// The text area of the reader pane: of the requested width, if it fits, centred, with a margin on both sides if there
/// is room. Also returns whether two cells to the right of it are free for hanging punctuation.
pub fn measure(pane: Rect, wanted: u16) -> (Rect, bool) {
    let margin = match pane.width {
        0..=19 => 0,
        20..=59 => 1,
        _ => 2,
    };
    let width = pane.width.saturating_sub(2 * margin).min(wanted).max(2);
    let x = pane.x + pane.width.saturating_sub(width) / 2;
    let spare = (pane.x + pane.width).saturating_sub(x + width);
    (Rect::new(x, pane.y, width, pane.height), spare >= 2)
}

/// The pane that has the keyboard focus.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Focus {
    /// The list.
    #[default]
    List,
    /// The reader.
    Reader,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_has_a_geometry() {
        for columns in 0..=220 {
            for rows in 0..=60 {
                for focus in [Focus::List, Focus::Reader] {
                    for zen in [false, true] {
                        let panes = Panes::of((columns, rows), focus, zen);
                        for pane in [panes.list, panes.reader, panes.rule].into_iter().flatten() {
                            assert!(pane.right() <= columns && pane.bottom() <= rows.saturating_sub(1));
                        }
                    }
                }
            }
        }
        assert!(Panes::of((120, 40), Focus::List, false).are_two());
        assert!(!Panes::of((80, 24), Focus::List, false).are_two());
    }
}
