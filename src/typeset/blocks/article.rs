//! What is decided for a whole article before its blocks are prepared.

use crate::document::{BlockKind, Document};
use crate::text::{Language, count_scripts};
use crate::typeset::blocks::language::language_of;
use crate::typeset::inline::draft::Draft;
use crate::typeset::inline::mend;
use crate::typeset::text::options::Options;
use crate::typeset::text::substitution::{Punctuation, Script};
use crate::typeset::text::upright::is_upright;
use crate::typeset::text::writing::Writing;

/// Bytes of text by which the habit of an article is judged.
const JUDGED: usize = 64 << 10;
/// Punctuation is mended if at least one of so many marks needs it.
const ONE_OF: usize = 20;
/// An article with more letters of other scripts for each East Asian one is never vertical.
const MOST_OTHERS: usize = 8;

/// The options to prepare an article with: whether the punctuation of its Chinese text is mended. It is if at least one
/// of twenty of its marks, in the first 64 KiB of its text, is not as Chinese text has it. And whether that text is
/// traditional, if it is to be shown in another script. What was decided before stays. And whether it is vertical, if that
/// is wanted: see [`suits_vertical`].
pub fn for_article(options: &Options, document: &Document, language: Language) -> Options {
    let mends = options.mends || options.punctuation == Punctuation::Mend && needs_mending(document, language);
    let is_traditional =
        options.is_traditional || options.script != Script::AsWritten && is_traditional(document, language);
    let is_vertical = options.writing == Writing::Vertical && suits_vertical(document, language);
    let writing = if is_vertical { Writing::Vertical } else { Writing::Horizontal };
    Options { mends, is_traditional, writing, ..options.clone() }
}

/// Whether an article is set vertically if the reader wants vertical writing. Not if hardly any of its text is East Asian,
/// less than one in nine letters of the first 64 KiB without code and formulas: all of it would be boxes side by side, to
/// be read from right to left. An article without letters is judged by its language.
pub fn suits_vertical(document: &Document, language: Language) -> bool {
    let (mut upright, mut others, mut bytes) = (0_usize, 0_usize, 0);
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code(_) | BlockKind::Math)) {
        if bytes > JUDGED {
            break;
        }
        let text = block.text();
        bytes += text.len();
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            *(if is_upright(c) { &mut upright } else { &mut others }) += 1;
        }
    }
    match upright + others {
        0 => matches!(language, Language::Other | Language::Japanese | Language::Korean) || language.is_chinese(),
        _ => others <= upright * MOST_OTHERS,
    }
}

/// Whether most Chinese text of an article is traditional. Many simplified forms occur in traditional text as well.
fn is_traditional(document: &Document, language: Language) -> bool {
    let (mut traditional, mut simplified, mut bytes) = (0, 0, 0);
    for block in document.blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Code(_) | BlockKind::Math)) {
        if bytes > JUDGED {
            break;
        }
        let text = block.text();
        bytes += text.len();
        if language_of(document, block, language).is_chinese() {
            let more = count_scripts(text);
            traditional += more.0;
            simplified += more.1;
        }
    }
    traditional * 2 > simplified
}

fn needs_mending(document: &Document, language: Language) -> bool {
    let (mut faults, mut sound, mut bytes) = (0, 0, 0);
    for block in &document.blocks {
        let text = block.text();
        if bytes > JUDGED {
            break;
        }
        // The longest texts are never mended.
        if matches!(block.kind, BlockKind::Code(_) | BlockKind::Math) || text.len() > JUDGED {
            continue;
        }
        bytes += text.len();
        if language_of(document, block, language).is_chinese() {
            let (more, others) = mend::faults(text, || Draft::of(text, &block.inline.spans, 0));
            faults += more;
            sound += others;
        }
    }
    faults > 0 && faults * ONE_OF >= faults + sound
}
