//! Line break opportunities by UAX #14, for a strictness and a content language.

use std::cell::RefCell;
use std::ops::Range;

use icu_locale_core::{LanguageIdentifier, langid};
use icu_segmenter::options::{LineBreakOptions, LineBreakStrictness};
use icu_segmenter::{LineSegmenter, LineSegmenterBorrowed};

use crate::text::{Language, Profile};
use crate::typeset::breaks::pairs::Pairs;
use crate::typeset::breaks::{address, cjk, joins, prefix};
use crate::typeset::text::options::{Options, Strictness};
use crate::typeset::text::unit;
use crate::typeset::text::unit::{Edge, NEVER, Unit};

static CHINESE: LanguageIdentifier = langid!("zh");
static JAPANESE: LanguageIdentifier = langid!("ja");

/// A segmenter and its cached answers.
struct Segmenter {
    strictness: Strictness,
    locale: Option<&'static LanguageIdentifier>,
    segmenter: LineSegmenterBorrowed<'static>,
    pairs: Pairs,
}

thread_local! {
    /// The segmenters used so far. There are at most nine: three strictnesses by three locales.
    static SEGMENTERS: RefCell<Vec<Segmenter>> = const { RefCell::new(Vec::new()) };
}

fn with_segmenter<T>(strictness: Strictness, language: Language, work: impl FnOnce(&mut Segmenter) -> T) -> T {
    let locale = match language {
        Language::ChineseSimplified | Language::ChineseTraditional => Some(&CHINESE),
        Language::Japanese => Some(&JAPANESE),
        _ => None,
    };
    SEGMENTERS.with_borrow_mut(|known| {
        if let Some(found) = known.iter_mut().find(|it| it.strictness == strictness && it.locale == locale) {
            return work(found);
        }
        let mut made = Segmenter::new(strictness, locale);
        let result = work(&mut made);
        known.push(made);
        result
    })
}

impl Segmenter {
    fn new(strictness: Strictness, locale: Option<&'static LanguageIdentifier>) -> Self {
        let mut options = LineBreakOptions::default();
        options.strictness = Some(match strictness {
            Strictness::Strict => LineBreakStrictness::Strict,
            Strictness::Normal => LineBreakStrictness::Normal,
            Strictness::Loose => LineBreakStrictness::Loose,
        });
        options.content_locale = locale;
        // Rules of Unicode 17: breaks between quotation marks and Han (LB19a), and · never starts a line.
        let mut segmenter = LineSegmenter::new_neo_for_non_complex_scripts(options);
        segmenter.load_dictionary();
        Self { strictness, locale, segmenter, pairs: Pairs::new() }
    }

    /// Marks the opportunities within a range of units. There must be a break before the range, so that nothing before
    /// it matters.
    fn mark(&self, units: &mut [Unit], text: &str, range: Range<usize>) {
        // One unit more, because it may decide whether a line may start with the last unit of the range.
        let byte = |index: usize| units.get(index).map_or(text.len(), |unit| unit.start as usize);
        let (from, to) = (byte(range.start), byte(range.end + 1));
        let Some(part) = text.get(from..to) else { return };
        let mut rest = units.get_mut(range).unwrap_or_default().iter_mut().peekable();
        for at in self.segmenter.segment_str(part).filter(|at| *at > 0).map(|at| from + at) {
            while rest.next_if(|unit| (unit.start as usize) < at).is_some() {}
            match rest.next_if(|unit| unit.start as usize == at) {
                Some(unit) => unit.penalty = 0,
                None if rest.peek().is_none() => break,
                None => {}
            }
        }
    }
}

/// The bytes before which UAX #14 allows a break, including the end of the text, with strict rules and for no
/// particular language. The CJK rules start from these. Thai, Lao, Khmer and Burmese break by dictionary.
pub fn opportunities(text: &str) -> Vec<usize> {
    with_segmenter(Strictness::Strict, Language::Other, |it| {
        it.segmenter.segment_str(text).filter(|at| *at > 0).collect()
    })
}

/// The bytes at which a line may start with these options and this language, whatever the penalty, without the first
/// byte: UAX #14, then the CJK rules. Hyphenation, which adds starts within words, is not included.
pub fn line_starts(text: &str, options: &Options, language: Language) -> Vec<usize> {
    let (mut units, edges) = unit::units(text, Profile::default());
    mark(&mut units, &edges, text, options.strictness, language);
    cjk::apply(&mut units, &edges, text, options, language);
    joins::apply(&mut units, &edges);
    address::apply(&mut units, &edges, text);
    prefix::apply(&mut units, &edges);
    let starts = units.iter().skip(1).filter(|unit| unit.penalty != NEVER);
    starts.map(|unit| unit.start as usize).collect()
}

/// Sets the penalty of every unit that a line may start with to 0 and leaves the others as they are. Only parts with
/// other than common characters go through the segmenter, from one known break to the next.
pub(in crate::typeset) fn mark(
    units: &mut [Unit],
    edges: &[Edge],
    text: &str,
    strictness: Strictness,
    language: Language,
) {
    with_segmenter(strictness, language, |it| {
        let mut from = 0;
        let mut open = false;
        for at in 1..units.len() {
            match it.pairs.breaks(edges, at, it.segmenter) {
                None => open = true,
                Some(false) => {}
                Some(true) => {
                    if std::mem::take(&mut open) {
                        it.mark(units, text, from..at);
                    }
                    if let Some(unit) = units.get_mut(at) {
                        unit.penalty = 0;
                    }
                    from = at;
                }
            }
        }
        if open {
            it.mark(units, text, from..units.len());
        }
    });
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::Profile;
    use crate::typeset::text::class::HAN;
    use crate::typeset::text::{class, unit};

    const ALL: [(Strictness, Language); 9] = {
        use Language::{ChineseSimplified, Japanese, Other};
        use Strictness::{Loose, Normal, Strict};
        [
            (Strict, ChineseSimplified),
            (Strict, Japanese),
            (Strict, Other),
            (Normal, ChineseSimplified),
            (Normal, Japanese),
            (Normal, Other),
            (Loose, ChineseSimplified),
            (Loose, Japanese),
            (Loose, Other),
        ]
    };

    /// Pairs and stretches say what the segmenter says of the whole text.
    fn check(text: &str) {
        for (strictness, language) in ALL {
            let (mut quick, edges) = unit::units(text, Profile::default());
            let mut whole = quick.clone();
            mark(&mut quick, &edges, text, strictness, language);
            with_segmenter(strictness, language, |it| it.mark(&mut whole, text, 0..quick.len()));
            let starts = |units: &[Unit]| -> Vec<u32> {
                units.iter().filter(|unit| unit.penalty == 0).map(|unit| unit.start).collect()
            };
            assert_eq!(starts(&quick), starts(&whole), "{text:?} {strictness:?} {language:?}");
        }
    }

    /// Every ideograph breaks beside every mark and letter as the one does that was asked about.
    #[test]
    fn ideographs_are_alike() {
        let han: String = ('\u{3400}'..='\u{9fff}').filter(|c| class::of(*c) == HAN).collect();
        check(&han);
        for c in ('\u{20}'..='\u{ffff}').filter(|c| class::of(*c) > HAN) {
            check(&format!("一{c}二{c}{c}三 {c} 四A{c}1{c}"));
        }
        for (strictness, language) in ALL {
            with_segmenter(strictness, language, |it| {
                let count = it.segmenter.segment_str(&han).filter(|at| *at > 0).count();
                assert_eq!(count, han.chars().count());
            });
        }
    }

    const PIECES: [&str; 44] = [
        "中",
        "文",
        "的",
        "，",
        "。",
        "（",
        "）",
        "「",
        "」",
        "……",
        "——",
        "：",
        "“",
        "”",
        "‘",
        "’",
        "\"",
        "'",
        " ",
        "  ",
        "a",
        "Word",
        "1",
        "59",
        ".",
        ",",
        "%",
        "％",
        "-",
        "/",
        "(",
        ")",
        "$",
        "·",
        "\u{200b}",
        "\u{2060}",
        "\u{ad}",
        "\n",
        "ア",
        "ゃ",
        "ー",
        "e\u{301}",
        "한",
        "ไทยแลนด์",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]
        #[test]
        fn pairs_and_stretches_say_what_the_segmenter_says(
            pieces in prop::collection::vec(prop::sample::select(PIECES.to_vec()), 0..24)
        ) {
            check(&pieces.concat());
        }

        #[test]
        fn for_any_text(text in "\\PC{0,30}", other in "[ -~一-三、。（）「」〜～…—“”ぁ-ん\u{300}\u{200b}\u{200d}\u{fe0f}]{0,30}") {
            check(&text);
            check(&other);
        }
    }
}
