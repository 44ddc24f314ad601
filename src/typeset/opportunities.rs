//! Where Unicode's line breaking (UAX #14) allows a break, by strictness and content language.

use std::cell::RefCell;

use icu_locale_core::{LanguageIdentifier, langid};
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use super::flow::Unit;
use super::options::Strictness;
use crate::text::Language;

static CHINESE: LanguageIdentifier = langid!("zh");
static JAPANESE: LanguageIdentifier = langid!("ja");

thread_local! {
    /// The segmenter used last: a document asks for the same one again and again.
    static SEGMENTER: RefCell<Option<(Strictness, Language, LineSegmenterBorrowed<'static>)>> =
        const { RefCell::new(None) };
}

fn segmenter(strictness: Strictness, language: Language) -> LineSegmenterBorrowed<'static> {
    SEGMENTER.with_borrow_mut(|cached| match cached {
        Some((s, l, segmenter)) if *s == strictness && *l == language => *segmenter,
        _ => {
            let mut options = LineBreakOptions::default();
            options.strictness = Some(match strictness {
                Strictness::Strict => LineBreakStrictness::Strict,
                Strictness::Normal => LineBreakStrictness::Normal,
                Strictness::Loose => LineBreakStrictness::Loose,
            });
            options.content_locale = match language {
                Language::ChineseSimplified | Language::ChineseTraditional => Some(&CHINESE),
                Language::Japanese => Some(&JAPANESE),
                _ => None,
            };
            // Unicode 17: quotation marks part from Han (LB19a), and · never starts a line.
            let mut segmenter = LineSegmenter::new_neo_for_non_complex_scripts(options);
            segmenter.load_dictionary();
            *cached = Some((strictness, language, segmenter));
            segmenter
        }
    })
}

/// The bytes before which UAX #14 allows a break, strictly and for no language in particular, the end of the text
/// included: what the overlay of house rules starts from. Thai, Lao, Khmer and Burmese break by dictionary.
pub fn opportunities(text: &str) -> Vec<usize> {
    segmenter(Strictness::Strict, Language::Other).segment_str(text).filter(|at| *at > 0).collect()
}

/// Sets the penalty of every unit that a line may start with to 0, the others stay as they are.
pub(super) fn mark(units: &mut [Unit], text: &str, strictness: Strictness, language: Language) {
    let mut rest = units.iter_mut().peekable();
    for at in segmenter(strictness, language).segment_str(text) {
        while rest.next_if(|unit| (unit.start as usize) < at).is_some() {}
        if let Some(unit) = rest.next_if(|unit| unit.start as usize == at) {
            unit.penalty = 0;
        }
    }
}
