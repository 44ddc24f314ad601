//! What each element does at its end.

use html5ever::{LocalName, local_name};

use crate::document::build::builder::Builder;
use crate::document::build::context::{Context, Leaf};
use crate::document::build::element::{heading, is_block};
use crate::document::build::inline::SpanFormat;
use crate::document::build::media::is_control;

impl Builder<'_> {
    /// Handles the end of an element, while the context is still that of its children.
    pub(in crate::document) fn end_element(&mut self, id: u32, name: &LocalName, outer: &Context) {
        if self.tree.html(id).is_none() {
            return self.end_drawing(name);
        }
        match *name {
            local_name!("q") => {
                self.push_generated(if outer.quotes.is_multiple_of(2) { "”" } else { "’" });
            }
            local_name!("ruby") => self.end_ruby(outer),
            local_name!("rt") | local_name!("rtc") => self.end_reading(name),
            local_name!("pre") | local_name!("listing") | local_name!("xmp") | local_name!("plaintext") => {
                if outer.cell || outer.leaf == Leaf::Code {
                    self.boundary();
                } else {
                    self.flush();
                }
            }
            local_name!("table") => self.end_table(id),
            local_name!("td") | local_name!("th") | local_name!("tr") | local_name!("caption") => {
                self.end_cell(id, name);
            }
            local_name!("search") => self.boundary(),
            local_name!("textarea") => self.text.blank(SpanFormat::default()),
            local_name!("label") if self.precedes_label(id) => self.text.blank(SpanFormat::default()),
            _ if is_control(name) => self.text.blank(SpanFormat::default()),
            local_name!("ul")
            | local_name!("menu")
            | local_name!("dir")
            | local_name!("ol")
            | local_name!("li")
            | local_name!("dl")
            | local_name!("dt")
            | local_name!("dd")
            | local_name!("blockquote")
            | local_name!("details")
            | local_name!("summary")
            | local_name!("figure")
            | local_name!("figcaption") => self.boundary(),
            local_name!("span") if self.context.leaf == Leaf::Math && outer.leaf != Leaf::Math => self.flush(),
            _ if heading(name).is_some() || is_block(name) => self.boundary(),
            _ => {}
        }
    }
}
