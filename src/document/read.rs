//! From a body to its document, by way of one HTML tree for all dialects.

use std::borrow::Cow;

use crate::document::build;
use crate::document::dialect::flavour::Flavour;
use crate::document::dialect::{limit, markdown, shortcode};
use crate::document::html::guard;
use crate::document::model::{BodyKind, Document};
use crate::problem::Problem;

/// Reads a body. Total: any string gives a document, in time linear in its length. What is beyond the limit of
/// `limit` is left out, and a problem says so; places are those of the body.
pub fn read(body: &str, kind: BodyKind) -> (Document, Vec<Problem>) {
    read_as(body, kind, &Flavour::default())
}

/// As [`read`], with what is settled about Markdown.
pub fn read_as(body: &str, kind: BodyKind, flavour: &Flavour) -> (Document, Vec<Problem>) {
    let mut problems = Vec::new();
    let body = expand(limit::within(body, kind, &mut problems), kind, flavour);
    let tree = match kind {
        BodyKind::Html => guard::parse(&body, &mut problems),
        BodyKind::Markdown => guard::parse(&markdown::to_html(&body, flavour), &mut problems),
    };
    (build::document(&tree, kind == BodyKind::Html), problems)
}

/// The body as HTML or CommonMark alone would have it written: template tags and the marks of other dialects replaced by
/// what they mean. May hold Ogham space marks, which show nothing, beside emphasis.
pub fn expand<'a>(body: &'a str, kind: BodyKind, flavour: &Flavour) -> Cow<'a, str> {
    let body = shortcode::expand(body, kind);
    match kind {
        BodyKind::Html => body,
        BodyKind::Markdown => markdown::plain(body, flavour),
    }
}
