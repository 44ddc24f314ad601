//! What tells the levels of headings apart without colours and attributes: rules, marks, blank lines.

use crate::document::{Block, BlockKind};
use crate::text::{Ambiguous, Profile};
use crate::typeset::text::options::{Headings, Options};
use crate::typeset::text::writing::Writing;

/// The deepest level that has a rule below and a second blank line above.
const RULED: u8 = 2;

/// The mark before the text of a heading.
pub(in crate::typeset) fn mark(kind: &BlockKind, headings: Headings, profile: Profile) -> Option<Box<str>> {
    let level = level(kind)?;
    let (symbol, count) = match headings {
        Headings::Rules if level > RULED && is_plain(profile) => (">", level - RULED),
        Headings::Rules if level > RULED => ("›", level - RULED),
        Headings::Marks => ("#", level),
        Headings::Rules | Headings::Plain => return None,
    };
    Some(symbol.repeat(usize::from(count)).into())
}

/// What the rule below a heading is drawn with: a text of one cell, or of two in vertical text.
pub(in crate::typeset) fn rule(kind: &BlockKind, options: &Options, profile: Profile) -> Option<&'static str> {
    if options.writing == Writing::Vertical {
        return match (level(kind)?, options.headings, is_plain(profile)) {
            (1, Headings::Rules, false) => Some(" ║"),
            (RULED, Headings::Rules, false) => Some(" │"),
            (1..=RULED, Headings::Rules, true) => Some(" |"),
            _ => None,
        };
    }
    match (level(kind)?, options.headings, is_plain(profile)) {
        (1, Headings::Rules, false) => Some("═"),
        (1, Headings::Rules, true) => Some("="),
        (RULED, Headings::Rules, false) => Some("─"),
        (RULED, Headings::Rules, true) => Some("-"),
        _ => None,
    }
}

/// Blank lines above a block in addition to the one that every block has.
pub(in crate::typeset) fn gap(above: &Block, below: &Block, headings: Headings) -> u16 {
    let opens_section = level(&below.kind).is_some_and(|level| level <= RULED) && below.frame.is_none();
    u16::from(opens_section && level(&above.kind).is_none() && headings != Headings::Plain)
}

fn level(kind: &BlockKind) -> Option<u8> {
    match kind {
        BlockKind::Heading(level) => Some((*level).clamp(1, 6)),
        _ => None,
    }
}

/// Whether ornaments are limited to ASCII, because other symbols may be two cells wide.
fn is_plain(profile: Profile) -> bool {
    profile.ambiguous == Ambiguous::Wide
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn levels_differ_in_plain_text() {
        for profile in [Profile::default(), Profile::of(Ambiguous::Wide)] {
            for (headings, tiers) in [(Headings::Rules, 6), (Headings::Marks, 6), (Headings::Plain, 1)] {
                let shape = |level: u8| {
                    let kind = BlockKind::Heading(level);
                    let options = Options { headings, ..Options::default() };
                    (mark(&kind, headings, profile), rule(&kind, &options, profile))
                };
                assert_eq!((1..=6).map(shape).collect::<BTreeSet<_>>().len(), tiers, "{headings:?}");
                assert_eq!(shape(9), shape(6));
                assert!((1..=6).filter_map(|level| shape(level).1).all(|symbol| profile.width(symbol) == 1));
                assert_eq!(mark(&BlockKind::Paragraph, headings, profile), None);
            }
        }
    }
}
