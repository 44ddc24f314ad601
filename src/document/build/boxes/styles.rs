//! The declarations of `style` attributes, each distinct value parsed once: editors write the same one many times.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::document::css::{Declarations, declarations};

/// Parsed `style` attributes.
#[derive(Default)]
pub(in crate::document) struct Styles<'t>(FxHashMap<&'t str, Rc<Declarations>>);

impl<'t> Styles<'t> {
    /// What a `style` attribute declares.
    pub(in crate::document) fn get(&mut self, style: &'t str) -> Rc<Declarations> {
        self.0.entry(style).or_insert_with(|| Rc::new(declarations(style))).clone()
    }
}
