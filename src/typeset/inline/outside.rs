//! Text of articles that is shown outside of them, such as a title in a list.

use crate::text::Language;
use crate::typeset::inline::shown::{Preferred, Shown};
use crate::typeset::text::options::Options;
use crate::typeset::text::substitution::{Quotes, Script};

/// A line as it is shown with some options.
#[derive(Debug)]
pub struct ShownLine<'t> {
    written: &'t str,
    /// `None` if it is shown as it is written.
    shown: Option<Shown>,
}

impl<'t> ShownLine<'t> {
    /// Shows a line in the script and with the quotation marks of `options`, as the text of an article is. Its punctuation
    /// is not mended: that is decided for an article as a whole, which is not known here. The language of the line is
    /// detected.
    pub fn of(written: &'t str, options: &Options) -> Self {
        if options.script == Script::AsWritten && options.quotes == Quotes::AsWritten {
            return Self { written, shown: None };
        }
        let preferred = Preferred::outside(options, Language::detect(written));
        Self { written, shown: Shown::of(written, &[], 0, preferred) }
    }

    /// Shows a line as it is written.
    pub fn as_written(written: &'t str) -> Self {
        Self { written, shown: None }
    }

    /// What is shown.
    pub fn text(&self) -> &str {
        self.shown.as_ref().map_or(self.written, |shown| &shown.text)
    }

    /// The byte of the line as it is written for a byte of what is shown.
    pub fn written_at(&self, byte: usize) -> usize {
        self.shown.as_ref().map_or(byte, |shown| shown.source(byte as u32) as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_shown_as_articles_are() {
        for (script, quotes, written, shown) in [
            (Script::AsWritten, Quotes::AsWritten, "头发的“发展”", "头发的“发展”"),
            (Script::Traditional, Quotes::AsWritten, "头发的“发展”", "頭髮的“發展”"),
            (Script::Taiwan, Quotes::Corner, "“内存”和软件", "「記憶體」和軟體"),
            (Script::Simplified, Quotes::AsWritten, "頭髮 , 發展", "头发 , 发展"),
            (Script::Simplified, Quotes::Corner, "東京の“髪”", "東京の「髪」"),
            (Script::Traditional, Quotes::Corner, "Some “words”", "Some “words”"),
        ] {
            let options = Options { script, quotes, ..Options::default() };
            assert_eq!(ShownLine::of(written, &options).text(), shown, "{written}");
        }
    }

    #[test]
    fn places_lead_back_to_what_is_written() {
        let options = Options { script: Script::Taiwan, ..Options::default() };
        let line = ShownLine::of("看内存和软件", &options);
        assert_eq!(line.text(), "看記憶體和軟體");
        let written: Vec<usize> = line.text().char_indices().map(|(at, _)| line.written_at(at)).collect();
        assert_eq!(written, [0, 3, 3, 6, 9, 12, 15]);
    }
}
