//! Indented boxes of Python-Markdown and MkDocs: `!!! note "title"`, `??? tip`, `=== "tab"`.

use memchr::memmem;

use crate::document::alerts;
use crate::document::dialect::code::{Code, CodeKind};

/// How many boxes may be inside each other.
const MAX_DEPTH: usize = 8;

/// The body with such boxes as quotations, details and titles; `None` without any.
pub(in crate::document::dialect::extensions) fn rewrite(body: &str) -> Option<String> {
    nested(body, MAX_DEPTH)
}

fn nested(body: &str, depth: usize) -> Option<String> {
    let has = |mark: &str| memmem::find(body.as_bytes(), mark.as_bytes()).is_some();
    if depth == 0
        || !["!!!", "???", "==="].into_iter().any(has)
        || !body.lines().any(|line| Opening::of(line).is_some())
    {
        return None;
    }
    let code = Code::of_markdown(body);
    let mut cursor = code.cursor();
    let mut lines = body.split_inclusive('\n').peekable();
    let mut out = String::with_capacity(body.len() + 64);
    let mut changed = false;
    let mut start = 0;
    while let Some(line) = lines.next() {
        let at = start;
        start += line.len();
        let opening = Opening::of(line).filter(|_| {
            let place = at + line.len() - line.trim_start().len();
            cursor
                .at(place)
                .is_none_or(|(_, kind)| kind == CodeKind::Indented && depth == MAX_DEPTH && line.starts_with("    "))
        });
        let Some(opening) = opening.filter(|opening| opening.has_content(body.get(start..).unwrap_or_default())) else {
            out.push_str(line);
            continue;
        };
        let mut content = String::new();
        while let Some(next) = lines.next_if(|next| next.trim().is_empty() || opening.contains(next)) {
            start += next.len();
            content.push_str(next.get(opening.indent + 4..).filter(|_| opening.contains(next)).unwrap_or("\n"));
        }
        let content = nested(&content, depth - 1).unwrap_or(content);
        opening.write(content.trim_start_matches('\n').trim_end(), &mut out);
        changed = true;
    }
    changed.then_some(out)
}

/// The first line of a box.
struct Opening<'a> {
    indent: usize,
    mark: &'a str,
    /// The title, as Markdown; empty if there is none.
    title: String,
}

impl<'a> Opening<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let bare = line.trim_start_matches(' ');
        let mark = ["!!!", "???+", "???", "===+", "===!", "==="].into_iter().find(|mark| bare.starts_with(mark))?;
        let rest = bare.get(mark.len()..)?.trim();
        let tab = mark.starts_with('=');
        let (words, title) = match rest.split_once('"') {
            Some((words, title)) => (words, Some(title.strip_suffix('"')?)),
            None => (rest, None),
        };
        let is_type = |word: &str| word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        let typed = !words.trim().is_empty() && words.split_ascii_whitespace().all(is_type);
        let fits =
            if tab { words.is_empty() && title.is_some() } else { typed && bare.get(mark.len()..)?.starts_with(' ') };
        let named = || alerts::name(words.split_ascii_whitespace().next().unwrap_or_default());
        let title = title.map_or_else(named, str::to_owned);
        fits.then(|| Self { indent: line.len() - bare.len(), mark, title })
    }

    /// Whether a line belongs to the box.
    fn contains(&self, line: &str) -> bool {
        line.bytes().take(self.indent + 4).filter(|byte| *byte == b' ').count() == self.indent + 4
    }

    /// Whether the first line with text after the opening is indented.
    fn has_content(&self, rest: &str) -> bool {
        rest.lines().take(8).find(|line| !line.trim().is_empty()).is_some_and(|line| self.contains(line))
    }

    fn write(&self, content: &str, out: &mut String) {
        let indent = " ".repeat(self.indent);
        let mut line = |prefix: &str, text: &str| {
            out.push_str(indent.as_str());
            out.push_str(format!("{prefix}{text}").trim_end());
            out.push('\n');
        };
        line("", "");
        let prefix = match self.mark.get(..1) {
            Some("!") => "> ",
            Some("?") => {
                let open = if self.mark == "???+" { " open" } else { "" };
                line("", &format!("<details{open}><summary>{}</summary>", self.title));
                line("", "");
                ""
            }
            _ => "",
        };
        if !self.mark.starts_with('?') && !self.title.is_empty() {
            line(prefix, &format!("<strong>{}</strong>", self.title));
            line(prefix, "");
        }
        content.lines().for_each(|text| line(prefix, text));
        line("", "");
        if self.mark.starts_with('?') {
            line("", "</details>");
            line("", "");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn boxes() {
        for (body, expected) in [
            (
                "!!! note\n    甲\n\n    乙\n\n后",
                Some("\n> <strong><span class=\"inkstone-alert\">Note</span></strong>\n>\n> 甲\n>\n> 乙\n\n后"),
            ),
            ("!!! tip inline \"题\"\n\n    甲\n", Some("\n> <strong>题</strong>\n>\n> 甲\n\n")),
            ("!!! note \"\"\n    甲\n", Some("\n> 甲\n\n")),
            ("??? note \"题\"\n    甲\n", Some("\n<details><summary>题</summary>\n\n甲\n\n</details>\n\n")),
            (
                "???+ note\n    甲\n",
                Some(
                    "\n<details open><summary><span class=\"inkstone-alert\">Note</span></summary>\n\n甲\n\n</details>\n\n",
                ),
            ),
            (
                "=== \"甲\"\n    一\n\n=== \"乙\"\n    二\n",
                Some("\n<strong>甲</strong>\n\n一\n\n\n<strong>乙</strong>\n\n二\n\n"),
            ),
            (
                "!!! a\n    !!! b\n        x\n",
                Some(
                    "\n> <strong><span class=\"inkstone-alert\">A</span></strong>\n>\n> > <strong><span class=\"inkstone-alert\">B</span></strong>\n> >\n> > x\n\n",
                ),
            ),
            ("!!! note\n没有缩进", None),
            ("!!! 注意\n    甲", None),
            ("真的!!! note", None),
            ("标题\n===\n    甲", None),
            ("=== 题 ===\n    甲", None),
            ("```\n!!! note\n    甲\n```", None),
        ] {
            assert_eq!(rewrite(body).as_deref(), expected, "{body}");
        }
    }
}
