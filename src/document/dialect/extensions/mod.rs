//! Syntax of kramdown, Pandoc, Obsidian, MDX and others that CommonMark lacks, rewritten as Markdown and HTML.

mod admonitions;
pub(in crate::document::dialect) mod attributes;
mod blocks;
mod cells;
mod columns;
mod hidden;
mod jsx;
mod mdx;
mod opaque;
mod spans;
mod tables;
mod title;
mod wiki;

use std::borrow::Cow;

/// The body without what its author has hidden, and with JSX as HTML. Must come before template tags are read, since
/// JSX has double braces too. Linear in the body.
pub(in crate::document) fn first(body: &str) -> Cow<'_, str> {
    let body = step(Cow::Borrowed(body), hidden::remove);
    step(body, mdx::rewrite)
}

/// The body with the syntax of lines and spans rewritten. Linear in the body.
pub(in crate::document) fn plain(body: Cow<'_, str>) -> Cow<'_, str> {
    let body = step(body, title::rewrite);
    let body = step(body, admonitions::rewrite);
    let body = step(body, tables::rewrite);
    let body = step(body, blocks::rewrite);
    step(body, spans::rewrite)
}

fn step<'a>(body: Cow<'a, str>, change: impl Fn(&str) -> Option<String>) -> Cow<'a, str> {
    change(&body).map_or(body, Cow::Owned)
}
