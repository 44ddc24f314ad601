//! Links as footnotes for html2text, numbered across all the chunks of an article.

use std::cell::RefCell;
use std::rc::Rc;

use html2text::render::{PlainDecorator, TaggedLine, TextDecorator};

/// html2text's plain decorator with its own numbering of links; all clones share the targets found so far.
#[derive(Clone, Default)]
pub(super) struct Footnotes(Rc<RefCell<Vec<String>>>);

impl Footnotes {
    /// The targets in the order of their numbers, which start at 1.
    pub(super) fn targets(&self) -> Vec<String> {
        self.0.borrow().clone()
    }
}

impl TextDecorator for Footnotes {
    type Annotation = ();

    fn decorate_link_start(&mut self, url: &str) -> (String, ()) {
        self.0.borrow_mut().push(url.to_owned());
        ("[".to_owned(), ())
    }

    fn decorate_link_end(&mut self) -> String {
        format!("][{}]", self.0.borrow().len())
    }

    fn make_subblock_decorator(&self) -> Self {
        self.clone()
    }

    fn finalise(&mut self, _: Vec<String>) -> Vec<TaggedLine<()>> {
        Vec::new()
    }

    fn decorate_image(&mut self, address: &str, title: &str) -> (String, ()) {
        PlainDecorator::new().decorate_image(address, title)
    }

    fn decorate_em_start(&self) -> (String, ()) {
        PlainDecorator::new().decorate_em_start()
    }

    fn decorate_em_end(&self) -> String {
        PlainDecorator::new().decorate_em_end()
    }

    fn decorate_strong_start(&self) -> (String, ()) {
        PlainDecorator::new().decorate_strong_start()
    }

    fn decorate_strong_end(&self) -> String {
        PlainDecorator::new().decorate_strong_end()
    }

    fn decorate_strikeout_start(&self) -> (String, ()) {
        ("~~".to_owned(), ())
    }

    fn decorate_strikeout_end(&self) -> String {
        "~~".to_owned()
    }

    fn decorate_code_start(&self) -> (String, ()) {
        PlainDecorator::new().decorate_code_start()
    }

    fn decorate_code_end(&self) -> String {
        PlainDecorator::new().decorate_code_end()
    }

    fn decorate_preformat_first(&self) {}

    fn decorate_preformat_cont(&self) {}

    fn header_prefix(&self, level: usize) -> String {
        PlainDecorator::new().header_prefix(level)
    }

    fn quote_prefix(&self) -> String {
        PlainDecorator::new().quote_prefix()
    }

    fn unordered_item_prefix(&self) -> String {
        PlainDecorator::new().unordered_item_prefix()
    }

    fn ordered_item_prefix(&self, number: i64) -> String {
        PlainDecorator::new().ordered_item_prefix(number)
    }
}
