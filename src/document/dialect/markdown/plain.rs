//! Replaces syntax that CommonMark lacks.

use std::borrow::Cow;

use crate::document::dialect::flavour::Flavour;
use crate::document::dialect::markdown::{definitions, emphasis, formula, lines, within, words};

/// The body with syntax that CommonMark lacks replaced. Linear in the body.
pub(in crate::document) fn plain<'a>(body: Cow<'a, str>, flavour: &Flavour) -> Cow<'a, str> {
    let body = step(body, within::rewrite);
    let body = step(body, |body| lines::rewrite(body, flavour));
    let body = step(body, formula::join_lines);
    let body = step(body, formula::delimit);
    let body = step(body, words::name_emoji);
    let body = step(body, definitions::escape);
    step(body, emphasis::insert_spaces)
}

fn step<'a>(body: Cow<'a, str>, change: impl Fn(&str) -> Option<String>) -> Cow<'a, str> {
    change(&body).map_or(body, Cow::Owned)
}
