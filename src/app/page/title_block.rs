//! The title block of an article.

use crate::article::Article;
use crate::document::{Block, BlockKind, Document, Image, ImageId, Inline};
use crate::locale::{Catalog, Msg};
use crate::marks::Tags;
use crate::text::{Clean, is_rtl};

/// Builds the title block of an article: title, date, author and reading time, categories, tags, head picture. `own` are
/// the reader's tags.
pub fn head(article: &Article, own: &Tags, body: &Document, catalog: &Catalog) -> Document {
    let mut head = Document::default();
    if !article.title.is_empty() {
        head.blocks.push(Block::new(BlockKind::Title, Inline::plain(article.title.clone())));
    }
    let mut parts: Vec<String> = Vec::new();
    if let Some(date) = &article.date {
        parts.push(catalog.day(date.year, date.month, date.day));
    }
    if let Some(author) = &article.author {
        parts.push(author.to_string());
    }
    // The time alone says nothing of a text without a name, as standard input.
    let is_known = !(parts.is_empty() && article.title.is_empty() && article.categories.is_empty());
    if article.length > 0 && is_known {
        parts.push(catalog.fill(Msg::ReaderMinutes, &[("n", &article.minutes().to_string())]));
    }
    let categories = article.categories.iter().map(Clean::as_str).collect::<Vec<_>>().join(" / ");
    let lines = [parts.join(" | "), categories, tag_line(article, own)];
    let byline = lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    if !byline.is_empty() {
        let rtl = is_rtl(&article.title);
        head.blocks.push(Block { rtl, ..Block::new(BlockKind::Byline, Inline::plain(Clean::text(&byline))) });
    }
    push_picture(&mut head, article, body);
    head
}

/// The tags of an article with `#`, without those that are categories too, and the reader's own with `+`.
fn tag_line(article: &Article, own: &Tags) -> String {
    let in_file = article.tags.iter().filter(|tag| !article.categories.contains(tag));
    let own = own.iter().filter(|tag| !article.tags.contains(tag));
    let tags = in_file.map(|tag| format!("#{tag}")).chain(own.map(|tag| format!("+{tag}")));
    tags.collect::<Vec<_>>().join(" ")
}

/// Adds the head picture, unless the body shows it too.
fn push_picture(head: &mut Document, article: &Article, body: &Document) {
    let Some(image) = article.image.as_ref().map(|address| Image::at(address)) else { return };
    let is_in_body =
        body.images.iter().flat_map(|image| &image.candidates).any(|candidate| image.candidates.contains(candidate));
    if is_in_body || image.candidates.is_empty() {
        return;
    }
    head.images.push(image);
    head.blocks.push(Block::new(BlockKind::Image(ImageId(0)), Inline::default()));
}

/// The plain text of a title block and a body, with a blank line between them, as other programs get it.
pub(in crate::app) fn text_of(above: &Document, body: &Document) -> String {
    let parts = [above, body].map(|part| part.text().trim_end_matches('\n').to_owned());
    parts.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}
