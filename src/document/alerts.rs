//! The names of alerts that have no title of their own.

use crate::document::model::{Document, Style};
use crate::text::Clean;

/// The class of the element that holds the name.
pub(in crate::document) const CLASS: &str = "inkstone-alert";

/// The name of an alert (`[!NOTE]`, `:::note`, `!!! note`) in place of a title, as HTML: `NOTE` as `Note`.
pub(in crate::document) fn name(word: &str) -> String {
    let (first, rest) = word.split_at_checked(1).unwrap_or((word, ""));
    let (first, rest) = (first.to_ascii_uppercase(), rest.to_ascii_lowercase());
    format!("<span class=\"{CLASS}\">{first}{rest}</span>")
}

impl Document {
    /// Replaces the English names of alerts without a title by those of another language, where it has one. A title that
    /// the author wrote stays.
    pub fn name_alerts<'a>(&mut self, named: impl Fn(&str) -> Option<&'a str>) {
        for block in &mut self.blocks {
            let inline = &mut block.inline;
            let is_alert = |style: Style| style.contains(Style::ALERT);
            let [span] = inline.spans.as_mut_slice() else { continue };
            let is_whole = span.range == (0..inline.text.len() as u32);
            if let Some(name) = named(&inline.text).filter(|_| is_whole && is_alert(span.style)) {
                inline.text = Clean::line(name);
                span.range.end = inline.text.len() as u32;
            }
        }
    }
}
