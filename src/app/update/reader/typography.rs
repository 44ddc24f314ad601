//! How the text is set while it is read: its columns and their width, its punctuation, its script.

use ratatui::layout::Rect;

use crate::app::input::command::Scope;
use crate::app::input::panes;
use crate::app::input::panes::{Focus, Panes, TextWish};
use crate::app::page::columns::{Extent, Spread};
use crate::app::page::vertical::placing::Placing;
use crate::app::state::event::{Notice, Outbox};
use crate::app::state::model::Model;
use crate::locale::Msg;
use crate::typeset::{Columns, Punctuation, Script, Writing};

/// The least width, in cells.
const LEAST: i32 = 20;

impl Model {
    /// How wide the text is to be, for a preferred width. Vertical lines use the whole width of a pane.
    pub(in crate::app) fn text_wish(&self, measure: u16) -> TextWish {
        let typography = &self.config.typography;
        let is_vertical = typography.writing == Writing::Vertical;
        TextWish { measure: if is_vertical { u16::MAX } else { measure }, columns: typography.columns }
    }

    /// The reader pane, or the one it would have if it were shown, for a preferred width of the text.
    pub(in crate::app) fn reader_pane_for(&self, measure: u16) -> Rect {
        let of = |focus| Panes::of(self.size, focus, self.zen, self.layout, self.text_wish(measure)).reader;
        of(self.focus).or_else(|| of(Focus::Reader)).unwrap_or_default()
    }

    /// The areas of the columns of text, and whether punctuation may hang to their right.
    pub(in crate::app) fn text_areas(&self) -> (Vec<Rect>, bool) {
        self.areas_of(&self.placing())
    }

    /// As [`Model::text_areas`]. Vertical lines have one area.
    pub(in crate::app) fn areas_of(&self, placing: &Placing) -> (Vec<Rect>, bool) {
        if placing.is_vertical() {
            return (vec![placing.area()], placing.has_spare());
        }
        let pane = self.reader_pane();
        let (areas, spare) = panes::text_areas(pane, self.reader.measure, self.config.typography.columns);
        let broadest = self.reader.opened().map_or(0, |opened| opened.broadest);
        if areas.len() > 1 || areas.first().is_none_or(|area| broadest <= area.width) {
            return (areas, spare);
        }
        // Whether marks may hang is decided by the measure. They have more room here.
        (vec![panes::plain_area(pane, broadest)], spare)
    }

    /// The cells that preformatted lines of plain text and source may have. Two columns and vertical lines give them no
    /// more than other lines.
    pub(in crate::app) fn room(&self, placing: &Placing) -> u16 {
        let is_one = !placing.is_vertical() && self.areas_of(placing).0.len() == 1;
        if is_one { panes::plain_room(self.reader_pane()) } else { 0 }
    }

    /// The width of a column of text, in cells.
    pub(in crate::app) fn text_width(&self) -> u16 {
        self.text_areas().0.first().map_or(0, |area| area.width)
    }

    /// The room for text in the reader pane, whether shown or not.
    pub fn extent(&self) -> Extent {
        Extent { rows: self.reader_rows().max(1), columns: self.text_areas().0.len().max(1) }
    }

    /// What is where in the reader pane.
    pub fn spread(&self) -> Spread {
        let (areas, _) = self.text_areas();
        let top = self.reader.top();
        let rows = self.reader.view().map(|view| view.columns(top, self.extent()));
        Spread::new(areas, rows.unwrap_or_default())
    }

    /// The rows of the article that are visible. Blank ones between two columns may not be.
    pub(in crate::app) fn visible_rows(&self) -> std::ops::Range<usize> {
        self.reader.top()..self.reader.page_end(self.extent())
    }

    /// Shows one column of text, or two if the pane has room for them.
    pub fn change_columns(&mut self, out: &mut Outbox) {
        let (columns, says) = match self.extent().columns {
            1 => (Columns::Two, Msg::NoticeColumnsTwo),
            _ => (Columns::One, Msg::NoticeColumnsOne),
        };
        let before = std::mem::replace(&mut self.config.typography.columns, columns);
        if columns == Columns::Two && self.extent().columns == 1 {
            self.config.typography.columns = before;
            return self.show_notice(Msg::NoticeColumnsNone);
        }
        self.tell_change(says, out);
    }

    /// Makes the text wider or narrower by steps of two cells, from its visible width and as far as the pane allows, so
    /// that every step can be seen; at the limits, says so and changes nothing.
    pub fn resize_measure(&mut self, steps: i32, out: &mut Outbox) {
        let width = |wanted| {
            let placing = Placing::new(self.reader_pane_for(wanted), wanted, &self.config.typography);
            if placing.is_vertical() {
                // A row of a vertical line is two cells.
                return i32::from(placing.area().height * 2);
            }
            let columns = self.config.typography.columns;
            let (areas, _) = panes::text_areas(self.reader_pane_for(wanted), wanted, columns);
            areas.first().map_or(LEAST, |area| i32::from(area.width))
        };
        let (visible, most) = (width(self.reader.measure), width(u16::MAX));
        let to = visible.saturating_add(steps.saturating_mul(2)).clamp(LEAST, most.max(LEAST));
        if (steps > 0 && visible >= most) || (steps < 0 && visible <= LEAST) {
            self.notice = Some(Notice::Done(self.limit_of_width(steps > 0, visible)));
            return;
        }
        self.reader.measure = u16::try_from(to).unwrap_or(80);
        self.notice = Some(Notice::Done(self.catalog.fill(Msg::NoticeWidth, &[("n", &to.to_string())])));
        self.remember("typography.measure", out);
        self.compose_if_needed(out);
    }

    fn limit_of_width(&self, is_most: bool, width: i32) -> String {
        let keys = self.keymap.chords(Scope::Reader, "zen").chain(self.keymap.chords(Scope::Global, "zen")).next();
        let keys = keys.filter(|_| self.panes().are_two()).map(ToString::to_string);
        let msg = match (is_most, &keys) {
            (true, Some(_)) => Msg::NoticeWidestBeside,
            (true, None) => Msg::NoticeWidest,
            (false, _) => Msg::NoticeNarrowest,
        };
        self.catalog.fill(msg, &[("n", &width.to_string()), ("keys", keys.as_deref().unwrap_or_default())])
    }

    /// Shows Chinese in the next script.
    pub fn change_script(&mut self, out: &mut Outbox) {
        let says = self.next_script();
        self.tell_change(says, out);
    }

    /// Shows the other punctuation: as it is written, or put right.
    pub fn change_punctuation(&mut self, out: &mut Outbox) {
        let says = self.other_punctuation();
        self.tell_change(says, out);
    }

    /// Switches between horizontal and vertical writing.
    pub fn change_writing(&mut self, out: &mut Outbox) {
        let suits = self.reader.opened().is_none_or(|opened| opened.suits_vertical);
        let (writing, says) = match self.config.typography.writing {
            Writing::Horizontal if !suits => (Writing::Vertical, Msg::NoticeWritingUnsuited),
            Writing::Horizontal => (Writing::Vertical, Msg::NoticeWritingVertical),
            Writing::Vertical => (Writing::Horizontal, Msg::NoticeWritingHorizontal),
        };
        self.config.typography.writing = writing;
        self.tell_change(says, out);
    }

    /// Shows or hides the grid of manuscript paper, which only vertical writing has.
    pub fn change_grid(&mut self) {
        if !self.placing().is_vertical() {
            return self.show_notice(Msg::NoticeGridNone);
        }
        let grid = &mut self.config.typography.grid;
        *grid = !*grid;
        let says = if *grid { Msg::NoticeGridOn } else { Msg::NoticeGridOff };
        self.show_notice(says);
    }

    fn tell_change(&mut self, says: Msg, out: &mut Outbox) {
        self.notice = Some(Notice::Done(self.catalog.say(says).to_owned()));
        self.compose_if_needed(out);
    }

    /// The next script: as written, simplified, traditional, of Taiwan, of Hong Kong.
    fn next_script(&mut self) -> Msg {
        let (script, says) = match self.config.typography.script {
            Script::AsWritten => (Script::Simplified, Msg::NoticeScriptSimplified),
            Script::Simplified => (Script::Traditional, Msg::NoticeScriptTraditional),
            Script::Traditional => (Script::Taiwan, Msg::NoticeScriptTaiwan),
            Script::Taiwan => (Script::HongKong, Msg::NoticeScriptHongKong),
            Script::HongKong => (Script::AsWritten, Msg::NoticeScriptWritten),
        };
        self.config.typography.script = script;
        says
    }

    /// The other punctuation, between punctuation that is put right and punctuation as it is written.
    fn other_punctuation(&mut self) -> Msg {
        let (punctuation, says) = match self.config.typography.punctuation {
            Punctuation::Mend => (Punctuation::AsWritten, Msg::NoticePunctuationWritten),
            Punctuation::AsWritten => (Punctuation::Mend, Msg::NoticePunctuationMended),
        };
        self.config.typography.punctuation = punctuation;
        says
    }
}
