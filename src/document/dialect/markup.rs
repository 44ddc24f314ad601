//! Recognises markup languages that are neither HTML nor Markdown, which are not read as such.

use memchr::memmem;

use crate::document::model::Markup;
use crate::text::first_bytes;

/// How much of a body is searched.
const SEARCH_LIMIT: usize = 64 << 10;

/// The language of a file with this extension (without the dot).
pub(in crate::document) fn by_extension(extension: &str) -> Option<Markup> {
    let known = [
        (Markup::Org, &["org"][..]),
        (Markup::AsciiDoc, &["adoc", "asciidoc"]),
        (Markup::ReStructuredText, &["rst"]),
        (Markup::Latex, &["tex"]),
    ];
    let is = |names: &[&str]| names.iter().any(|name| name.eq_ignore_ascii_case(extension));
    known.into_iter().find(|(_, names)| is(names)).map(|(markup, _)| markup)
}

/// The language of a body by its signs: at least two of different kinds outside fences, and none of Markdown.
pub(in crate::document) fn by_signs(body: &str) -> Option<Markup> {
    let body = first_bytes(body, SEARCH_LIMIT);
    let has = |sign: &&str| memmem::find(body.as_bytes(), sign.as_bytes()).is_some();
    if !["#+", ":PROPERTIES:", "= ", "[source", ":toc:", "::", ".. ", "`_", "\\begin{"].iter().any(has) {
        return None;
    }
    let lines: Vec<&str> = body.lines().map(str::trim_end).collect();
    if lines.iter().any(|line| is_markdown(line)) {
        return None;
    }
    let all = [Markup::Org, Markup::AsciiDoc, Markup::ReStructuredText, Markup::Latex];
    all.into_iter().find(|markup| signs(*markup, &lines).count_ones() >= 2)
}

/// The signs of a language in these lines, each kind a bit.
fn signs(markup: Markup, lines: &[&str]) -> u32 {
    match markup {
        Markup::Org => org(lines),
        Markup::AsciiDoc => asciidoc(lines),
        Markup::ReStructuredText => restructured_text(lines),
        Markup::Latex => latex(lines),
    }
}

/// A line that only Markdown has: a heading, a fence, a link or picture with its address.
fn is_markdown(line: &str) -> bool {
    let heading = line.trim_start_matches('#');
    let marks = line.len() - heading.len();
    ((1..=6).contains(&marks) && heading.starts_with(' ') && !heading.trim().is_empty() && marks > 1)
        || line.starts_with("```")
        || (line.starts_with("~~~") && line.contains(|c| c != '~'))
        || line.contains("](http")
        || line.contains("](/")
        || line.starts_with("![")
}

/// Each kind of sign that a line may be, as the bits of a number.
fn bits(lines: &[&str], sign: impl Fn(usize, &str) -> u32) -> u32 {
    lines.iter().enumerate().fold(0, |found, (at, line)| found | sign(at, line))
}

fn org(lines: &[&str]) -> u32 {
    const SETTINGS: [&str; 12] = [
        "title",
        "author",
        "date",
        "options",
        "startup",
        "language",
        "setupfile",
        "filetags",
        "property",
        "tags",
        "description",
        "email",
    ];
    bits(lines, |_, line| {
        let lower = line.trim_start().to_ascii_lowercase();
        let Some(word) = lower.strip_prefix("#+") else {
            let stars = line.bytes().take_while(|byte| *byte == b'*').count();
            let heading =
                stars > 0 && line.get(stars..).is_some_and(|rest| rest.starts_with(' ')) && !line.ends_with('*');
            return match lower.as_str() {
                ":properties:" => 1 << 2,
                ":end:" => 1 << 3,
                _ if lower.contains("[[http") && lower.contains("][") => 1 << 4,
                _ if lower.contains("[[file:") => 1 << 5,
                // A list of Markdown has one star.
                _ if heading && stars > 1 => 1 << 6,
                _ => 0,
            };
        };
        let key = word.split([':', ' ']).next().unwrap_or_default();
        match key {
            _ if key.starts_with("begin_") || key.starts_with("end_") => 1,
            "results" | "name" | "caption" | "include" | "attr_html" => 1 << 7,
            _ if SETTINGS.contains(&key) && word.contains(':') => 1 << 1,
            _ => 0,
        }
    })
}

fn asciidoc(lines: &[&str]) -> u32 {
    bits(lines, |at, line| {
        let marks = line.bytes().take_while(|byte| *byte == b'=').count();
        let heading = (1..=6).contains(&marks)
            && line.get(marks..).is_some_and(|rest| rest.starts_with(' ') && rest.trim().len() > 1)
            && !line.ends_with('=');
        let attribute = line.strip_prefix(':').and_then(|rest| rest.split_once(':'));
        let is_name = |name: &str| {
            !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_!".contains(&byte))
        };
        let block = |names: &[&str]| names.iter().any(|name| line.starts_with(name));
        match attribute {
            Some((name, rest)) if is_name(name) && (rest.is_empty() || rest.starts_with(' ')) && at < 40 => 1,
            _ if heading && marks == 1 => 1 << 1,
            _ if heading => 1 << 2,
            _ if block(&["[source", "[NOTE]", "[TIP]", "[WARNING]", "[quote", "[cols", "[%", "[.lead", "[listing"])
                && line.ends_with(']') =>
            {
                1 << 3
            }
            _ if block(&["image::", "include::", "video::", "toc::", "ifdef::", "ifndef::"]) && line.ends_with(']') => {
                1 << 4
            }
            _ if line == "|===" => 1 << 5,
            _ if block(&["NOTE: ", "TIP: ", "WARNING: ", "IMPORTANT: ", "CAUTION: "]) => 1 << 6,
            _ if line.contains("link:") && line.contains('[') || line.contains("xref:") => 1 << 7,
            _ => 0,
        }
    })
}

fn restructured_text(lines: &[&str]) -> u32 {
    bits(lines, |at, line| {
        let bare = line.trim_start();
        let ruled = |line: &str| {
            let first = line.bytes().next().filter(|byte| b"=-~^\"'`#*+".contains(byte));
            line.len() >= 3 && first.is_some_and(|first| line.bytes().all(|byte| byte == first))
        };
        let above = at.checked_sub(1).and_then(|at| lines.get(at)).copied().unwrap_or_default();
        if let Some(rest) = bare.strip_prefix(".. ") {
            let name = rest.split("::").next().unwrap_or_default();
            let directive = rest.contains("::")
                && !name.is_empty()
                && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_:".contains(&byte));
            return match rest.as_bytes().first() {
                Some(b'_') if rest.contains(':') => 1 << 1,
                Some(b'|') if rest.contains("::") => 1 << 2,
                _ => u32::from(directive),
            };
        }
        let role = ["ref:`", "doc:`", "class:`", "func:`", "meth:`", "mod:`", "term:`", "code:`", "math:`", "file:`"];
        match () {
            () if role.iter().any(|role| line.contains(&format!(":{role}"))) => 1 << 3,
            () if line.contains(">`_") => 1 << 4,
            () if ruled(line)
                && !above.trim().is_empty()
                && !line.starts_with(['=', '-', '#', '*'])
                && !ruled(above) =>
            {
                1 << 5
            }
            () if ruled(line)
                && line.starts_with(['=', '-'])
                && !above.is_empty()
                && at > 1
                && lines.get(at - 2) == Some(&line) =>
            {
                1 << 6
            }
            () if bare.len() > 2
                && bare.ends_with("::")
                && lines.get(at + 2).is_some_and(|next| next.starts_with("  ")) =>
            {
                1 << 7
            }
            () => 0,
        }
    })
}

fn latex(lines: &[&str]) -> u32 {
    bits(lines, |_, line| {
        let starts = |sign: &str| line.trim_start().starts_with(sign);
        match () {
            () if starts("\\documentclass") => 1,
            () if starts("\\usepackage") => 1 << 1,
            () if starts("\\begin{document}") => 1 << 2,
            () => 0,
        }
    })
}

/// Writes text into an element of preformatted text.
pub(in crate::document) fn preformatted_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
}

/// The body as an element of preformatted text.
pub(in crate::document) fn preformatted(body: &str) -> String {
    let mut out = String::with_capacity(body.len() + body.len() / 16 + 16);
    out.push_str("<pre>\n");
    preformatted_text(body.trim_end(), &mut out);
    out.push_str("</pre>");
    out
}

/// The title that a body of this language gives itself.
pub(in crate::document) fn title(body: &str, markup: Markup) -> Option<&str> {
    let mut lines = body.lines().take(200);
    let found = match markup {
        Markup::Org => lines.find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case("#+title").then_some(value)
        }),
        Markup::AsciiDoc => lines.find_map(|line| line.strip_prefix("= ")),
        Markup::ReStructuredText => {
            let first = lines.find(|line| !line.trim().is_empty())?;
            let next = lines.next()?;
            let is_rule = |line: &str| {
                line.trim_end().len() >= 3 && line.trim_end().bytes().all(|byte| byte.is_ascii_punctuation())
            };
            if is_rule(first) { Some(next) } else { is_rule(next).then_some(first) }
        }
        Markup::Latex => lines.find_map(|line| line.trim_start().strip_prefix("\\title{")?.strip_suffix('}')),
    };
    found.map(str::trim).filter(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_their_signs() {
        use Markup::{AsciiDoc, Latex, Org, ReStructuredText};
        for (body, expected) in [
            ("#+TITLE: 题\n#+BEGIN_SRC sh\nls\n#+END_SRC", Some(Org)),
            ("* 一\n:PROPERTIES:\n:ID: x\n:END:\n** 二\n文", Some(Org)),
            ("#+title: 题\n\n* 一\n** 二\n文", Some(Org)),
            ("#+TITLE: 题\n\n见 [[https://a.example][链接]]。", Some(Org)),
            ("= 题\n:toc:\n\n== 节\n\n文", Some(AsciiDoc)),
            ("= 题\n\n[source,rust]\n----\nfn main() {}\n----", Some(AsciiDoc)),
            ("== 节\n\nNOTE: 注意\n\nimage::a.png[]", Some(AsciiDoc)),
            ("题\n====\n\n.. note:: 注\n\n见 :ref:`x` 。", Some(ReStructuredText)),
            ("====\n题\n====\n\n.. code-block:: sh\n\n   ls", Some(ReStructuredText)),
            ("题\n~~~~\n\n见 `链接 <https://a.example>`_ 。", Some(ReStructuredText)),
            (".. _a:\n\n例如::\n\n   ls\n", Some(ReStructuredText)),
            ("\\documentclass{article}\n\\begin{document}\n文\n\\end{document}", Some(Latex)),
            ("## Org 入门\n\n#+TITLE: 题\n#+BEGIN_SRC sh\n#+END_SRC", None),
            ("用法：\n\n```org\n#+TITLE: 题\n#+BEGIN_SRC\n```", None),
            ("#+TITLE: 只有一处", None),
            ("* 一\n* 二\n** 粗 **", None),
            ("== 等式 ==\n\n== 又一 ==", None),
            ("题\n====\n\n文字……\n.. 两点", None),
            ("std::vec::Vec 与 a::b\n\nC++ 的 std::", None),
            ("公式 \\begin{align} x \\end{align}", None),
            ("普通文字。", None),
        ] {
            assert_eq!(by_signs(body), expected, "{body}");
        }
    }

    #[test]
    fn titles() {
        for (body, markup, expected) in [
            ("#+title: 题\n", Markup::Org, Some("题")),
            ("// x\n= 题", Markup::AsciiDoc, Some("题")),
            ("\n题\n==\n文", Markup::ReStructuredText, None),
            ("\n题题\n====\n文", Markup::ReStructuredText, Some("题题")),
            ("====\n题\n====", Markup::ReStructuredText, Some("题")),
            ("\\title{题}", Markup::Latex, Some("题")),
            ("文", Markup::Org, None),
        ] {
            assert_eq!(title(body, markup), expected, "{body}");
        }
    }
}
