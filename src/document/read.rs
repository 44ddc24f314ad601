//! Reads a body of any dialect into a document, by way of an HTML tree.

use std::borrow::Cow;

use crate::document::build;
use crate::document::dialect::flavour::Flavour;
use crate::document::dialect::shortcode::UnknownValues;
use crate::document::dialect::surroundings::Surroundings;
use crate::document::dialect::{extensions, limit, markdown, markup, plain_text, shortcode, source_code};
use crate::document::html::guard;
use crate::document::model::{BodyKind, Document};
use crate::problem::{Code, Problem};
use crate::text::{Clean, place};

/// Reads a body. Total: any string gives a document, in time linear in its length. A body beyond the limits is cut and
/// the cut reported as a problem, with positions in the body.
pub fn read(body: &str, kind: BodyKind) -> (Document, Vec<Problem>) {
    read_in(body, kind, &Surroundings::default())
}

/// As [`read`], with options, and with what the page and the site of the body say.
pub fn read_in(body: &str, kind: BodyKind, around: &Surroundings<'_>) -> (Document, Vec<Problem>) {
    let flavour = &around.markdown;
    let mut problems = Vec::new();
    let source = limit::cut_to_limit(body, kind, &mut problems);
    let mut unknown = UnknownValues::default();
    let body = expand_in(source, kind, around, &mut unknown);
    for (name, at) in unknown.places(source) {
        let (line, column) = place(source, at);
        problems.push(Problem::new(Code::ValueUnknown).with(name).at(line, column));
    }
    let mut tree = match kind {
        BodyKind::Html | BodyKind::Text | BodyKind::Source(_) | BodyKind::Other(_) => {
            guard::parse(&body, &mut problems)
        }
        BodyKind::Markdown => guard::parse(&markdown::to_html(&body, flavour), &mut problems),
    };
    if matches!(kind, BodyKind::Html | BodyKind::Markdown) {
        build::mark_formulas(&mut tree, around.math, kind == BodyKind::Markdown);
    }
    let mut document = build::document(tree, kind != BodyKind::Markdown);
    document.is_plain = !matches!(kind, BodyKind::Html | BodyKind::Markdown);
    if let BodyKind::Other(markup) = kind {
        document.title = markup::title(source, markup).map(Clean::line);
        problems.push(Problem::new(Code::OtherMarkup).with(markup.name()));
    }
    (document, problems)
}

/// Whether the tree of a body is built in one pass, without html5ever. The document is the same either way.
pub fn is_well_formed(body: &str, kind: BodyKind) -> bool {
    let flavour = Flavour::default();
    let body = expand(body, kind, &flavour);
    match kind {
        BodyKind::Markdown => guard::is_well_formed(&markdown::to_html(&body, &flavour)),
        BodyKind::Html | BodyKind::Text | BodyKind::Source(_) | BodyKind::Other(_) => guard::is_well_formed(&body),
    }
}

/// The body as plain HTML or CommonMark: template tags and syntax of other dialects are replaced. May contain Ogham
/// space marks next to emphasis, which are not displayed.
pub fn expand<'a>(body: &'a str, kind: BodyKind, flavour: &Flavour) -> Cow<'a, str> {
    let around = Surroundings { markdown: *flavour, ..Surroundings::default() };
    expand_in(body, kind, &around, &mut UnknownValues::default())
}

/// As [`expand`], with what the page and the site of the body say; values that are unknown are added to `unknown`.
fn expand_in<'a>(
    body: &'a str,
    kind: BodyKind,
    around: &Surroundings<'_>,
    unknown: &mut UnknownValues,
) -> Cow<'a, str> {
    match kind {
        BodyKind::Html => shortcode::expand(body, kind, around, unknown),
        BodyKind::Text => Cow::Owned(plain_text::to_html(body)),
        BodyKind::Source(language) => Cow::Owned(source_code::to_html(body, language)),
        BodyKind::Other(_) => Cow::Owned(markup::preformatted(body)),
        BodyKind::Markdown => {
            let body = match extensions::first(body) {
                Cow::Borrowed(body) => shortcode::expand(body, kind, around, unknown),
                Cow::Owned(body) => Cow::Owned(shortcode::expand(&body, kind, around, unknown).into_owned()),
            };
            markdown::plain(extensions::plain(body), &around.markdown)
        }
    }
}
