//! Markdown within elements of HTML, where an attribute asks for it: `<div markdown="1">`, `<figure markdown="span">`.

use crate::document::dialect::code::{Code, CodeKind};

/// The body with blank lines around the content of such elements, so that CommonMark reads it; `None` without any.
pub(in crate::document::dialect::markdown) fn rewrite(body: &str) -> Option<String> {
    if !body.contains(" markdown") || !body.lines().any(|line| opening(line).is_some()) {
        return None;
    }
    let code = Code::of_markdown(body);
    let mut out = String::with_capacity(body.len() + 64);
    // The open elements: their name, and how many blanks at the start of each line are mere formatting.
    let mut open: Vec<(&str, Option<usize>)> = Vec::new();
    for (_, line, kind) in code.lines(body) {
        if kind.is_some_and(|kind| kind != CodeKind::Indented) {
            out.push_str(line);
            continue;
        }
        let bare = line.trim();
        if let Some((name, tag, rest)) = opening(line) {
            let close = format!("</{name}>");
            let (inner, close) = rest.strip_suffix(close.as_str()).map_or((rest, ""), |inner| (inner, close.as_str()));
            out.push_str(&format!("\n{tag}\n\n{}\n\n{close}\n", inner.trim()));
            if close.is_empty() {
                open.push((name, None));
            }
        } else if let Some((name, indent)) = open.last_mut() {
            if bare
                .strip_prefix("</")
                .and_then(|rest| rest.strip_prefix(*name))
                .is_some_and(|rest| rest.starts_with('>'))
            {
                open.pop();
                out.push_str(&format!("\n{bare}\n"));
                continue;
            }
            let blanks = line.len() - line.trim_start_matches(' ').len();
            if indent.is_none() && !bare.is_empty() {
                *indent = Some(blanks);
            }
            let inner = bare.strip_prefix("<figcaption>").and_then(|rest| rest.strip_suffix("</figcaption>"));
            match inner {
                Some(text) => out.push_str(&format!("\n<figcaption>\n\n{text}\n\n</figcaption>\n")),
                None => out.push_str(line.get(blanks.min(indent.unwrap_or(0))..).unwrap_or_default()),
            }
        } else {
            out.push_str(line);
        }
    }
    Some(out)
}

/// The name of an element with the attribute at the start of a line, its tag without that attribute, and the rest of the line.
fn opening(line: &str) -> Option<(&str, String, &str)> {
    let bare = line.trim();
    let inner = bare.strip_prefix('<')?;
    let name = inner.get(..inner.bytes().position(|byte| !byte.is_ascii_alphanumeric())?)?;
    let length = bare.find('>')? + 1;
    let (tag, rest) = bare.split_at_checked(length)?;
    let at = tag.find(" markdown")?;
    let behind = tag.get(at + " markdown".len()..)?;
    let value = behind.strip_prefix('=').map_or("", |value| value.trim_start_matches(['"', '\'']));
    let asked = ["1", "block", "span", "true", ""].iter().any(|known| {
        value.strip_prefix(known).is_some_and(|rest| rest.is_empty() || rest.starts_with(['"', '\'', ' ', '>']))
    });
    let is_attribute = behind.starts_with(['=', ' ', '>']);
    if name.is_empty() || !asked && !behind.starts_with([' ', '>']) || !is_attribute {
        return None;
    }
    let end = behind.find([' ', '>'])?;
    Some((name, format!("{}{}", tag.get(..at)?, behind.get(end..)?), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_with_markdown() {
        for (body, expected) in [
            ("<div markdown=\"1\">\n**甲**\n</div>", Some("\n<div>\n\n\n\n\n**甲**\n\n</div>\n")),
            ("<p class=\"a\" markdown>*甲*</p>", Some("\n<p class=\"a\">\n\n*甲*\n\n</p>\n")),
            ("<div markdown=\"0\">\n**甲**\n</div>", None),
            ("<div class=\"a markdown-body\">\n甲\n</div>", None),
            ("```\n<div markdown>\n```", Some("```\n<div markdown>\n```")),
        ] {
            assert_eq!(rewrite(body).as_deref(), expected, "{body}");
        }
    }
}
