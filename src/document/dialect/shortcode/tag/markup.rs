//! Parameters that are Markdown, as HTML.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::document::dialect::flavour;
use crate::document::dialect::shortcode::arguments::escape;

/// Characters that mean something in Markdown.
const MARKS: [char; 12] = ['*', '_', '`', '[', ']', '\\', '$', '~', '{', '}', '^', '='];

/// The inline HTML of a line of Markdown. It stays the same if it is read as Markdown again.
pub(in crate::document::dialect::shortcode) fn inline(text: &str) -> String {
    if !text.contains(MARKS) && !text.contains(['<', '>', '&', '"', '\n', '\r']) {
        return text.to_owned();
    }
    // Behind a full stop, nothing begins a block.
    let line = format!(".{}", text.replace(['\n', '\r'], " "));
    let mut out = String::with_capacity(line.len() + 32);
    let mut is_first = true;
    let mut pictures = 0_usize;
    for event in Parser::new_ext(&line, flavour::OPTIONS) {
        match event {
            Event::Text(text) => {
                let text = if std::mem::take(&mut is_first) { text.strip_prefix('.').unwrap_or(&text) } else { &text };
                push_text(&mut out, text);
            }
            Event::Code(code) if pictures == 0 => {
                out.push_str("<code>");
                push_text(&mut out, &code);
                out.push_str("</code>");
            }
            Event::Code(text) => push_text(&mut out, &text),
            Event::InlineMath(formula) => push_formula(&mut out, "inline", &formula),
            Event::DisplayMath(formula) => push_formula(&mut out, "display", &formula),
            Event::Html(html) | Event::InlineHtml(html) if pictures == 0 => out.push_str(&html),
            Event::FootnoteReference(name) => push_text(&mut out, &format!("[^{name}]")),
            Event::SoftBreak => out.push(' '),
            Event::HardBreak => out.push_str("<br>"),
            Event::Start(tag) => {
                if pictures == 0 {
                    open(&mut out, &tag);
                }
                pictures += usize::from(matches!(tag, Tag::Image { .. }));
            }
            Event::End(tag) => {
                pictures -= usize::from(tag == TagEnd::Image && pictures > 0);
                if pictures == 0 {
                    close(&mut out, tag);
                }
            }
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule | Event::TaskListMarker(_) => {}
        }
    }
    out
}

fn open(out: &mut String, tag: &Tag<'_>) {
    match tag {
        Tag::Emphasis => out.push_str("<em>"),
        Tag::Strong => out.push_str("<strong>"),
        Tag::Strikethrough => out.push_str("<del>"),
        Tag::Link { dest_url, .. } => out.push_str(&format!("<a href=\"{}\">", escape(dest_url))),
        Tag::Image { dest_url, .. } => out.push_str(&format!("<img src=\"{}\" alt=\"", escape(dest_url))),
        _ => {}
    }
}

fn close(out: &mut String, tag: TagEnd) {
    out.push_str(match tag {
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::Strikethrough => "</del>",
        TagEnd::Link => "</a>",
        TagEnd::Image => "\">",
        _ => "",
    });
}

fn push_formula(out: &mut String, kind: &str, formula: &str) {
    out.push_str(&format!("<span class=\"math math-{kind}\">"));
    push_text(out, formula);
    out.push_str("</span>");
}

/// Text escaped for HTML and for Markdown.
fn push_text(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if MARKS.contains(&c) => out.push_str(&format!("&#{};", u32::from(c))),
            c => out.push(c),
        }
    }
}

/// A link with Markdown as its text.
pub(in crate::document::dialect::shortcode) fn anchor(address: &str, text: &str) -> String {
    format!("<a href=\"{}\">{}</a>", escape(address), inline(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html_that_stays_the_same() {
        for (markdown, html) in [
            ("甲", "甲"),
            ("*甲* **乙** ~~丙~~", "<em>甲</em> <strong>乙</strong> <del>丙</del>"),
            ("[链](https://a.example/?a=1&b=2)", "<a href=\"https://a.example/?a=1&amp;b=2\">链</a>"),
            ("`a*b` \\*", "<code>a&#42;b</code> &#42;"),
            ("1. 甲", "1. 甲"),
            ("# 甲 *乙*", "# 甲 <em>乙</em>"),
            ("- a < b & c", "- a &lt; b &amp; c"),
            ("_甲_ <b>乙</b>", "<em>甲</em> <b>乙</b>"),
            ("$x_1$ \\\"", "<span class=\"math math-inline\">x&#95;1</span> &quot;"),
            ("![图 *一*](a.png)", "<img src=\"a.png\" alt=\"图 一\">"),
            ("甲\n乙", "甲 乙"),
        ] {
            assert_eq!(inline(markdown), html, "{markdown}");
        }
    }
}
