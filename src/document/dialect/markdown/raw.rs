//! Attributes of code as Pandoc writes them: its language, or the format for which it is raw output.

use crate::document::dialect::extensions::attributes::Attributes;

/// What becomes of raw output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect::markdown) enum Raw {
    /// It is part of a page.
    Html,
    /// It is for another format, and no page shows it.
    Other,
}

/// What `{=html}` at the start of a text makes of the code it belongs to, and its length.
fn at_start(text: &str) -> Option<(Raw, usize)> {
    let (format, _) = text.strip_prefix("{=")?.split_once('}')?;
    let raw = match format {
        "html" | "html4" | "html5" | "epub" | "epub2" | "epub3" => Raw::Html,
        "latex" | "tex" | "beamer" | "context" | "openxml" | "docx" | "pptx" | "odt" | "opendocument" | "rtf"
        | "man" | "ms" | "typst" | "texinfo" | "icml" | "jats" | "docbook" => Raw::Other,
        _ => return None,
    };
    Some((raw, format.len() + 3))
}

/// What becomes of a fenced block with this info string, if it is raw output.
pub(in crate::document::dialect::markdown) fn of_fence(info: &str) -> Option<Raw> {
    at_start(info.trim()).filter(|(_, length)| *length == info.trim().len()).map(|(raw, _)| raw)
}

/// The attributes at the start of a text that directly follows code, as their length; with what becomes of raw output.
pub(in crate::document::dialect::markdown) fn after_code(text: &str) -> Option<(Option<Raw>, usize)> {
    let raw = at_start(text).map(|(raw, length)| (Some(raw), length));
    raw.or_else(|| Attributes::at_start(text).map(|(_, length)| (None, length)))
}

/// The language in an info string with a dot or braces: `.python`, `{.python #id}`, `{r, echo=FALSE}`, `js{1,3}`; `None`
/// without either.
pub(in crate::document::dialect::markdown) fn language(info: &str) -> Option<&str> {
    if let Some(name) = info.trim_start().strip_prefix('.') {
        return name.split_whitespace().next();
    }
    let at = info.find('{')?;
    let (before, list) = info.split_at_checked(at)?;
    if let Some(word) = before.split_whitespace().next() {
        return before.ends_with(word).then_some(before);
    }
    match Attributes::at_start(list) {
        Some((attributes, _)) => Some(attributes.classes.first().copied().unwrap_or_default()),
        None => list.get(1..)?.split(|c: char| c.is_whitespace() || matches!(c, ',' | '}')).next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::model::{BlockKind, BodyKind};
    use crate::document::read;

    #[test]
    fn languages() {
        for (info, expected) in [
            ("{.python #id startFrom=\"100\"}", Some("python")),
            ("{#id .js}", Some("js")),
            ("{r, echo=FALSE}", Some("r")),
            ("{python}", Some("python")),
            (".html", Some("html")),
            ("js{1,3}", Some("js")),
            ("js {1,3}", None),
            ("js", None),
        ] {
            assert_eq!(language(info), expected, "{info}");
        }
    }

    #[test]
    fn raw_output() {
        for (body, expected) in [
            ("```{=html}\n<b>粗</b> *a*\n```", "粗 *a*"),
            ("```{=latex}\n\\newpage\n```\n后", "后"),
            ("```{=foo}\nx\n```", "x"),
            ("甲`<i>x</i>`{=html}乙`\\x`{=tex}丙", "甲x乙丙"),
            ("`x`{.python}后 `y`{=z}", "x后 y{=z}"),
            ("`{=html}`", "{=html}"),
        ] {
            assert_eq!(read(body, BodyKind::Markdown).0.text(), expected, "{body}");
        }
        let (document, _) = read("```{.rust}\nx\n```", BodyKind::Markdown);
        assert!(matches!(&document.blocks[0].kind, BlockKind::Code(Some(language)) if language.as_str() == "rust"));
    }
}
