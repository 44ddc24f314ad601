//! The geometry of the screen: a function of its size, the focus, zen mode and the layout.

use ratatui::layout::Rect;

use crate::typeset::Columns;

/// With at least this many columns, list and reader are shown side by side.
pub const WIDE: u16 = 100;
/// The cells between two columns of text.
const GUTTER: u16 = 4;
/// The least width of one of two columns of text, in cells.
const LEAST_COLUMN: u16 = 30;

/// The narrowest pane with a scroll bar, in cells. The bar takes its last column.
pub const LEAST_BARRED: u16 = 20;

/// The cells of a hanging mark.
const HANGING: u16 = 2;

/// The narrowest list beside a reader, in cells.
const LEAST_LIST: u16 = 20;

/// The widest list for which nobody has asked, in cells: most titles have room in it.
const MOST_LIST: u16 = 80;

/// The margins of a wide reader, in cells.
const MARGINS: u16 = 4;

/// The narrowest reader beside a list, in cells.
const LEAST_READER: u16 = 40;

/// How the panes are laid out; chosen by the reader and remembered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// Whether only the pane with the focus is shown, however wide the screen is.
    pub one: bool,
    /// The width of a list that is not alone, in cells; `None` is a share of the screen, or what the text leaves over.
    pub list: Option<u16>,
}

/// How wide the text in the reader is to be.
#[derive(Clone, Copy, Debug)]
pub struct TextWish {
    /// The preferred width of a column, in cells; more than any screen has where the text uses all that there is.
    pub measure: u16,
    /// The columns side by side.
    pub columns: Columns,
}

impl TextWish {
    /// The cells that the reader needs, if it has so many beside a list that is a share of the screen.
    fn cells(self, pane: u16) -> u16 {
        let one = self.measure.saturating_add(MARGINS);
        let has_two = one.saturating_add(self.measure).saturating_add(GUTTER) <= pane;
        match self.columns {
            Columns::One => one,
            Columns::Auto if !has_two => one,
            Columns::Auto | Columns::Two => u16::MAX,
        }
    }
}

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
    pub fn of((columns, rows): (u16, u16), focus: Focus, zen: bool, layout: Layout, text: TextWish) -> Self {
        let status = Rect::new(0, rows.saturating_sub(1), columns, rows.min(1));
        let height = rows.saturating_sub(1);
        let whole = Rect::new(0, 0, columns, height);
        if columns < WIDE || zen || layout.one {
            let list = (focus == Focus::List).then_some(whole);
            let reader = (focus == Focus::Reader).then_some(whole);
            return Self { list, rule: None, reader, status };
        }
        let width = layout
            .list
            .map_or_else(|| usual_list(columns, text), |wanted| wanted.clamp(LEAST_LIST, most_list(columns)));
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

/// The width of a list for which nobody has asked: a share of the screen, or more where the text leaves more over.
fn usual_list(columns: u16, text: TextWish) -> u16 {
    let share = (columns / 5 * 2 + columns % 5 * 2 / 5).clamp(38, 64);
    let left_over = columns.saturating_sub(1).saturating_sub(text.cells(columns - share - 1));
    share.max(left_over.min(MOST_LIST))
}

/// The widest list beside a reader on a screen of so many columns.
fn most_list(columns: u16) -> u16 {
    columns.saturating_sub(LEAST_READER + 1).max(LEAST_LIST)
}

/// The text area of the reader pane: of the requested width, if it fits, centred, with a margin on both sides if there
/// is room. Also returns whether two cells between it and the scroll bar are free for hanging punctuation.
pub fn measure(pane: Rect, wanted: u16) -> (Rect, bool) {
    let width = pane.width.saturating_sub(2 * margin(pane)).min(wanted).max(2);
    let (x, spare) = centred(pane, width);
    (Rect::new(x, pane.y, width, pane.height), spare)
}

/// The part of a pane that is no margin.
pub fn inside(pane: Rect) -> Rect {
    let width = pane.width.saturating_sub(2 * margin(pane)).max(2);
    Rect::new(pane.x + pane.width.saturating_sub(width) / 2, pane.y, width, pane.height)
}

/// The most cells that lines of plain text may have: those of the pane but one on each side, for the mark of a line that
/// goes on and the scroll bar. Man pages leave as many free.
pub fn plain_room(pane: Rect) -> u16 {
    if pane.width < LEAST_BARRED { pane.width } else { pane.width - 2 }
}

/// The area of plain text whose longest line is `longest`.
pub fn plain_area(pane: Rect, longest: u16) -> Rect {
    let usual = measure(pane, longest).0;
    if longest <= usual.width {
        return usual;
    }
    let (most, left) = (plain_room(pane), u16::from(pane.width >= LEAST_BARRED));
    Rect { x: pane.x + left, width: longest.min(most), ..pane }
}

/// The left end of a text in the middle of a pane, and whether a mark may hang to its right. The text is a cell further
/// to the left where that makes room for the mark.
fn centred(pane: Rect, width: u16) -> (u16, bool) {
    let free = pane.width.saturating_sub(width);
    let needed = HANGING + u16::from(pane.width >= LEAST_BARRED);
    let middle = free / 2;
    let left = if middle >= 2 && free - middle + 1 == needed { middle - 1 } else { middle };
    (pane.x + left, free - left >= needed)
}

/// The cells on each side of the text that are left free.
fn margin(pane: Rect) -> u16 {
    match pane.width {
        0..=19 => 0,
        20..=59 => 1,
        _ => 2,
    }
}

/// The text areas of the reader pane, from left to right: one or two, equally wide. Also returns whether two cells to
/// the right of each are free for hanging punctuation, before the scroll bar.
pub fn text_areas(pane: Rect, wanted: u16, columns: Columns) -> (Vec<Rect>, bool) {
    let room = pane.width.saturating_sub(2 * margin(pane)).saturating_sub(GUTTER) / 2;
    let least = match columns {
        Columns::One => u16::MAX,
        Columns::Two => LEAST_COLUMN,
        Columns::Auto => wanted.max(LEAST_COLUMN),
    };
    if room < least {
        let (area, spare) = measure(pane, wanted);
        return (vec![area], spare);
    }
    let width = room.min(wanted).max(2);
    let (x, spare) = centred(pane, 2 * width + GUTTER);
    let areas = [x, x + width + GUTTER].map(|x| Rect::new(x, pane.y, width, pane.height));
    (areas.to_vec(), spare)
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

    fn text(measure: u16, columns: Columns) -> TextWish {
        TextWish { measure, columns }
    }

    #[test]
    fn the_list_has_what_the_text_leaves_over() {
        let width = |columns, text| {
            let panes = Panes::of((columns, 40), Focus::List, false, Layout::default(), text);
            panes.list.map(|pane| pane.width)
        };
        for (columns, measure, one, two, auto) in [
            (100, 80, 40, 40, 40),
            (120, 80, 48, 48, 48),
            (120, 66, 49, 48, 49),
            (120, 40, 75, 48, 75),
            (160, 80, 75, 64, 75),
            (160, 40, 80, 64, 64),
            (200, 80, 80, 64, 80),
            (240, 80, 80, 64, 64),
            (300, u16::MAX, 64, 64, 64),
            (u16::MAX, 80, 80, 64, 64),
        ] {
            assert_eq!(width(columns, text(measure, Columns::One)), Some(one), "{columns} {measure}");
            assert_eq!(width(columns, text(measure, Columns::Two)), Some(two), "{columns} {measure}");
            assert_eq!(width(columns, text(measure, Columns::Auto)), Some(auto), "{columns} {measure}");
        }
    }

    #[test]
    fn every_size_has_a_geometry() {
        for columns in 0..=220 {
            for rows in 0..=60 {
                for focus in [Focus::List, Focus::Reader] {
                    let layouts = [None, Some(0), Some(20), Some(90), Some(u16::MAX)];
                    let layouts = layouts.into_iter().flat_map(|list| [false, true].map(|one| Layout { one, list }));
                    for (layout, zen) in layouts.flat_map(|layout| [(layout, false), (layout, true)]) {
                        let panes = Panes::of((columns, rows), focus, zen, layout, text(20, Columns::Auto));
                        for pane in [panes.list, panes.reader, panes.rule].into_iter().flatten() {
                            assert!(pane.right() <= columns && pane.bottom() <= rows.saturating_sub(1));
                            assert!(!panes.are_two() || pane.width > 0);
                        }
                    }
                }
            }
        }
        let panes = |columns, layout| Panes::of((columns, 40), Focus::List, false, layout, text(80, Columns::One));
        assert!(panes(120, Layout::default()).are_two());
        assert!(!panes(80, Layout::default()).are_two());
        assert!(!panes(120, Layout { one: true, list: None }).are_two());
        let width = |columns, list| panes(columns, Layout { one: false, list }).list.map(|pane| pane.width);
        assert_eq!(width(120, None), Some(48));
        assert_eq!(width(120, Some(60)), Some(60));
        assert_eq!(width(120, Some(5)), Some(20), "the list stays legible");
        assert_eq!(width(120, Some(200)), Some(79), "so does the reader");
        assert_eq!(width(100, Some(200)), Some(59));
    }

    #[test]
    fn text_has_two_columns_where_there_is_room() {
        let columns = |width, wanted, columns| {
            let (areas, _) = text_areas(Rect::new(5, 0, width, 9), wanted, columns);
            areas.iter().map(|area| (area.x - 5, area.width)).collect::<Vec<_>>()
        };
        for (width, wanted, one, two, auto) in [
            (200, 80, &[(60, 80)][..], &[(18, 80), (102, 80)][..], &[(18, 80), (102, 80)][..]),
            (168, 80, &[(44, 80)], &[(1, 80), (85, 80)], &[(1, 80), (85, 80)]),
            (167, 80, &[(43, 80)], &[(2, 79), (85, 79)], &[(43, 80)]),
            (120, 80, &[(20, 80)], &[(1, 56), (61, 56)], &[(20, 80)]),
            (120, 40, &[(40, 40)], &[(18, 40), (62, 40)], &[(18, 40), (62, 40)]),
            (80, 80, &[(1, 76)], &[(1, 36), (41, 36)], &[(1, 76)]),
            (80, 20, &[(30, 20)], &[(18, 20), (42, 20)], &[(18, 20), (42, 20)]),
            (68, 80, &[(1, 64)], &[(1, 30), (35, 30)], &[(1, 64)]),
            (67, 80, &[(1, 63)], &[(1, 63)], &[(1, 63)]),
            (0, 80, &[(0, 2)], &[(0, 2)], &[(0, 2)]),
        ] {
            assert_eq!(columns(width, wanted, Columns::One), one, "{width} {wanted}");
            assert_eq!(columns(width, wanted, Columns::Two), two, "{width} {wanted}");
            assert_eq!(columns(width, wanted, Columns::Auto), auto, "{width} {wanted}");
        }
    }
}
