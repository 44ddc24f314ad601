//! Reads a body of any dialect into a document, by way of an HTML tree.

use std::borrow::Cow;

use crate::document::build;
use crate::document::dialect::flavour::Flavour;
use crate::document::dialect::surroundings::Surroundings;
use crate::document::dialect::{extensions, limit, markdown, markup, shortcode};
use crate::document::html::guard;
use crate::document::model::{BodyKind, Document};
use crate::problem::{Code, Problem};
use crate::text::Clean;

/// Reads a body. Total: any string gives a document, in time linear in its length. A body beyond the limits is cut and
/// the cut reported as a problem, with positions in the body.
pub fn read(body: &str, kind: BodyKind) -> (Document, Vec<Problem>) {
    read_in(body, kind, &Surroundings::default())
}

/// As [`read`], with options, and with what the page and the site of the body say.
pub fn read_in(body: &str, kind: BodyKind, around: &Surroundings) -> (Document, Vec<Problem>) {
    let flavour = &around.markdown;
    let mut problems = Vec::new();
    let source = limit::cut_to_limit(body, kind, &mut problems);
    let body = expand(source, kind, flavour);
    let mut tree = match kind {
        BodyKind::Html | BodyKind::Other(_) => guard::parse(&body, &mut problems),
        BodyKind::Markdown => guard::parse(&markdown::to_html(&body, flavour), &mut problems),
    };
    if !matches!(kind, BodyKind::Other(_)) {
        build::mark_formulas(&mut tree, around.math, kind == BodyKind::Markdown);
    }
    let mut document = build::document(tree, kind != BodyKind::Markdown);
    if let BodyKind::Other(markup) = kind {
        document.title = markup::title(source, markup).map(Clean::line);
        problems.push(Problem::new(Code::OtherMarkup).with(markup.name()));
    }
    (document, problems)
}

/// The body as plain HTML or CommonMark: template tags and syntax of other dialects are replaced. May contain Ogham
/// space marks next to emphasis, which are not displayed.
pub fn expand<'a>(body: &'a str, kind: BodyKind, flavour: &Flavour) -> Cow<'a, str> {
    match kind {
        BodyKind::Html => shortcode::expand(body, kind),
        BodyKind::Other(_) => Cow::Owned(markup::preformatted(body)),
        BodyKind::Markdown => {
            let body = step(extensions::first(body), |body| shortcode::expand(body, kind));
            markdown::plain(extensions::plain(body), flavour)
        }
    }
}

/// Applies a step that borrows what it does not change.
fn step<'a>(body: Cow<'a, str>, change: impl for<'b> Fn(&'b str) -> Cow<'b, str>) -> Cow<'a, str> {
    match body {
        Cow::Borrowed(body) => change(body),
        Cow::Owned(body) => Cow::Owned(change(&body).into_owned()),
    }
}
