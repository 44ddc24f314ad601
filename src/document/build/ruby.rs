//! Ruby: bases followed by their readings, of which no two run together (HTML §4.5.10–13, and `rtc` of HTML 5.2).

use html5ever::{LocalName, local_name};

use crate::document::build::builder::{Builder, LastReading, OpenRuby};
use crate::document::build::context::Context;
use crate::document::model::Style;

impl Builder<'_> {
    /// `ruby`.
    pub(in crate::document) fn start_ruby(&mut self, id: u32, next: &mut Context) -> bool {
        self.ruby.open.push(OpenRuby { element: id, base: self.text.len() });
        next.format.style |= Style::RUBY_BASE;
        true
    }

    /// The end of a `ruby`: text after its last reading is ordinary text.
    pub(in crate::document) fn end_ruby(&mut self, outer: &Context) {
        let Some(ruby) = self.ruby.open.pop() else { return };
        if !outer.format.style.contains(Style::RUBY_BASE) {
            self.text.remove_style(ruby.base, Style::RUBY_BASE);
        }
    }

    /// `rt` and `rtc`. A reading that directly follows another of the same bases is separated by a blank; one that
    /// follows the readings of parts of its base, or is of another kind, is a [`Style::RUBY_OUTER`].
    pub(in crate::document) fn start_reading(&mut self, name: &LocalName, next: &mut Context) -> bool {
        self.text.forget_blank();
        let style = &mut next.format.style;
        let within = style.contains(Style::RUBY_READING);
        *style = style.difference(Style::RUBY_BASE) | Style::RUBY_READING;
        let follows = self.text.last_style().filter(|last| last.contains(Style::RUBY_READING));
        self.ruby.start = self.text.len();
        let Some(before) = follows else {
            self.text.drop_blanks(true);
            return true;
        };
        let same = self.ruby.last
            == Some(LastReading { end: self.text.len(), ruby: self.ruby.element(), container: false })
            && *name == local_name!("rt");
        if !within && !same {
            *style |= Style::RUBY_OUTER;
        }
        if before.contains(Style::RUBY_OUTER) == style.contains(Style::RUBY_OUTER) {
            self.text.blank(next.format);
        }
        self.text.drop_blanks(true);
        true
    }

    /// The end of an `rt` or `rtc`. The base of an empty one is ordinary text.
    pub(in crate::document) fn end_reading(&mut self, name: &LocalName) {
        self.text.forget_blank();
        self.text.drop_blanks(false);
        let end = self.text.len();
        let container = *name == local_name!("rtc");
        if let Some(ruby) = self.ruby.open.last_mut() {
            if end == self.ruby.start && !container {
                self.text.remove_style(ruby.base, Style::RUBY_BASE);
            }
            ruby.base = end;
        }
        self.ruby.last = Some(LastReading { end, ruby: self.ruby.element(), container });
    }
}
