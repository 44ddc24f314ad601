//! Syntax of whole lines that CommonMark lacks: line blocks, lists and captions of Pandoc, ends of blocks, ids of blocks.

use rustc_hash::FxHashMap;

use crate::document::dialect::code::{Code, CodeKind};
use crate::document::dialect::extensions::attributes::Attributes;

/// Commands of TeX that stand alone on a line and produce no text.
const COMMANDS: [&str; 14] = [
    "\\newpage",
    "\\pagebreak",
    "\\clearpage",
    "\\cleardoublepage",
    "\\tableofcontents",
    "\\maketitle",
    "\\listoffigures",
    "\\listoftables",
    "\\bigskip",
    "\\medskip",
    "\\smallskip",
    "\\appendix",
    "\\frontmatter",
    "\\mainmatter",
];

/// The body with this syntax rewritten; `None` without any.
pub(in crate::document::dialect::extensions) fn rewrite(body: &str) -> Option<String> {
    if !body.lines().any(is_candidate) {
        return None;
    }
    let code = Code::of_markdown(body);
    let mut rewriter = BlockRewriter {
        lines: code.lines(body),
        examples: FxHashMap::default(),
        count: 0,
        out: String::with_capacity(body.len() + 64),
        changed: false,
    };
    rewriter.number_examples();
    let mut at = 0;
    while at < rewriter.lines.len() {
        at += rewriter.line(at);
    }
    rewriter.changed.then_some(rewriter.out)
}

/// Whether a line may be syntax of this kind.
fn is_candidate(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '>']).trim_end();
    match line.bytes().next() {
        Some(b'^') => line.len() == 1 || block_id(line).is_some(),
        Some(b'|') => true,
        Some(b'#') => line.starts_with("#. "),
        Some(b'(') => example(line).is_some(),
        Some(b'\\') => is_command(line),
        Some(b':') => line.starts_with(": "),
        Some(b'~') => line.starts_with("~ "),
        Some(b'{') => only_attributes(line),
        Some(b'[') => line.ends_with(']') || block_id(line).is_some(),
        Some(b'T' | b't') => caption(line).is_some(),
        Some(b'-') if line == "---" => true,
        _ => block_id(line).is_some(),
    }
}

struct BlockRewriter<'a> {
    /// The lines with their offsets, and whether each is code.
    lines: Vec<(usize, &'a str, Option<CodeKind>)>,
    /// The numbers of labelled examples.
    examples: FxHashMap<&'a str, usize>,
    /// How many examples have been written.
    count: usize,
    out: String,
    changed: bool,
}

impl<'a> BlockRewriter<'a> {
    /// The line at an index, without its line break; empty if it is code or beyond the end.
    fn text(&self, at: usize) -> &'a str {
        self.lines
            .get(at)
            .filter(|(_, _, code)| code.is_none())
            .map_or("", |(_, line, _)| line.trim_end_matches(['\n', '\r']))
    }

    fn is_blank(&self, at: Option<usize>) -> bool {
        at.and_then(|at| self.lines.get(at)).is_none_or(|(_, line, _)| line.trim().is_empty())
    }

    fn is_blank_before(&self, at: usize) -> bool {
        self.is_blank(at.checked_sub(1))
    }

    fn number_examples(&mut self) {
        let mut count = 0;
        for at in 0..self.lines.len() {
            let Some((label, _)) = example(self.text(at)) else { continue };
            count += 1;
            if !label.is_empty() {
                self.examples.entry(label).or_insert(count);
            }
        }
    }

    /// Writes the line at an index, and further lines if they belong together. Returns how many were read.
    fn line(&mut self, at: usize) -> usize {
        let Some((_, whole, code)) = self.lines.get(at).copied() else { return 1 };
        let line = if code.is_some() { "" } else { whole.trim_end_matches(['\n', '\r']) };
        let written = match line.trim_start_matches([' ', '>']).bytes().next() {
            Some(b'|') => self.line_block(at),
            Some(b'-') if line == "---" => self.metadata(at),
            Some(_) => self.single(at, line).map(|text| (1, text)),
            None => None,
        };
        match written {
            Some((count, text)) => {
                self.changed = true;
                self.out.push_str(&text);
                count
            }
            None => {
                self.copy(whole, code.is_some());
                1
            }
        }
    }

    /// Copies a line with the references to examples replaced.
    fn copy(&mut self, whole: &str, code: bool) {
        if code || self.examples.is_empty() || !whole.contains("(@") {
            self.out.push_str(whole);
            return;
        }
        let mut parts = whole.split("(@");
        self.out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let found = part.split_once(')').and_then(|(label, rest)| Some((self.examples.get(label)?, rest)));
            match found {
                Some((number, rest)) => {
                    self.out.push_str(&format!("({number}){rest}"));
                    self.changed = true;
                }
                None => {
                    self.out.push_str("(@");
                    self.out.push_str(part);
                }
            }
        }
    }

    /// What replaces a line of syntax.
    fn single(&mut self, at: usize, line: &str) -> Option<String> {
        let bare = line.trim();
        let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        if line == "^" && self.ends_block(at) {
            // The comment keeps two lists apart.
            return Some("\n<!-- -->\n\n".into());
        }
        if let Some((_, text)) = example(line) {
            self.count += 1;
            return Some(format!("{indent}({}) {}\n", self.count, text.trim_start()));
        }
        if let Some(text) = bare.strip_prefix("#. ") {
            return Some(format!("{indent}1. {text}\n"));
        }
        if is_command(bare) || (only_attributes(bare) && (self.is_blank_before(at) || self.is_blank(Some(at + 1)))) {
            return Some("\n".into());
        }
        // MultiMarkdown writes the caption in brackets directly below the rows.
        let below = at.checked_sub(1).is_some_and(|above| self.text(above).trim_start().starts_with('|'));
        let bracketed = bare.strip_prefix('[').filter(|_| below).and_then(|text| text.split_once(']'));
        let bracketed = bracketed.filter(|(_, label)| label.is_empty() || label.starts_with('[')).map(|(text, _)| text);
        if let Some(text) = bracketed {
            return Some(format!("\n{indent}<figcaption>\n\n{indent}{text}\n\n{indent}</figcaption>\n\n"));
        }
        if let Some(text) = caption(bare).filter(|_| self.is_beside_table(at)) {
            return Some(format!("{indent}<figcaption>\n\n{indent}{text}\n\n{indent}</figcaption>\n\n"));
        }
        let indented = (1..4).contains(&indent.len());
        if let Some(text) = bare.strip_prefix("~ ").filter(|_| indented && self.is_description(at, bare)) {
            return Some(format!(":   {text}\n"));
        }
        let (kept, id) = block_id(line).filter(|_| self.ends_paragraph(at))?;
        let anchor = format!("<a id=\"^{id}\"></a>");
        Some(match kept.trim_end() {
            "" => format!("\n{anchor}\n\n"),
            text => format!("{text} {anchor}\n"),
        })
    }

    /// Whether a `^` ends a block of kramdown: a caret that points at the line above does not.
    fn ends_block(&self, at: usize) -> bool {
        let before = at.checked_sub(1).map_or("", |before| self.text(before)).trim_start();
        let is_item =
            before.starts_with(['-', '*', '+', '>', '|', ':', '{']) || before.starts_with(|c: char| c.is_ascii_digit());
        self.is_blank_before(at) || is_item
    }

    /// Whether the paragraph or item ends with this line.
    fn ends_paragraph(&self, at: usize) -> bool {
        let next = self.text(at + 1).trim_start_matches([' ', '>', '\t']);
        self.is_blank(Some(at + 1))
            || next.is_empty()
            || next.starts_with(['-', '*', '+', '#'])
            || next.starts_with(|c: char| c.is_ascii_digit())
    }

    /// Whether a table is next to the line, with at most one blank line between.
    fn is_beside_table(&self, at: usize) -> bool {
        let is_row = |line: &str| {
            let line = line.trim();
            line.starts_with('|') || line == "</table>" || line == "<table>" || line.starts_with("|-")
        };
        let above = (1..=3).map(|lines| at.checked_sub(lines));
        let above = above.flatten().map(|at| self.text(at)).find(|line| !line.trim().is_empty());
        let below = [at + 1, at + 2].into_iter().map(|at| self.text(at)).find(|line| !line.trim().is_empty());
        above.is_some_and(is_row) || (self.is_blank_before(at) && below.is_some_and(is_row))
    }

    /// Whether `~ text` describes the term above it: a single line after a blank one.
    fn is_description(&self, at: usize, bare: &str) -> bool {
        let term = if self.is_blank_before(at) { at.checked_sub(2) } else { at.checked_sub(1) };
        let Some(term) = term else { return false };
        let described = self.text(term).trim_start().starts_with(['~', ':']);
        !bare.ends_with('~') && !self.is_blank(Some(term)) && (described || self.is_blank_before(term))
    }

    /// Lines that each begin with a bar and a blank, which keep their breaks and their indentation.
    fn line_block(&self, at: usize) -> Option<(usize, String)> {
        let is_line = |line: &str| line == "|" || line.strip_prefix("| ").is_some_and(|rest| !rest.contains('|'));
        let are_lines = [at, at + 1].into_iter().all(|at| is_line(self.text(at).trim_end()));
        if !are_lines || !self.is_blank_before(at) {
            return None;
        }
        let mut read = 0;
        let mut lines: Vec<String> = Vec::new();
        loop {
            let line = self.text(at + read);
            if is_line(line.trim_end()) {
                let text = line.get(2..).unwrap_or_default();
                let blanks = text.len() - text.trim_start_matches(' ').len();
                lines.push("&nbsp;".repeat(blanks.min(40)) + text.trim());
            } else if let Some(last) = lines.last_mut().filter(|_| line.starts_with(' ') && !line.trim().is_empty()) {
                last.push(' ');
                last.push_str(line.trim());
            } else {
                break;
            }
            read += 1;
        }
        let text: Vec<String> =
            lines.into_iter().map(|line| if line.is_empty() { "&nbsp;".into() } else { line }).collect();
        Some((read, text.join("\\\n") + "\n"))
    }

    /// A block of metadata within the body: only keys of Pandoc between two lines of hyphens.
    fn metadata(&self, at: usize) -> Option<(usize, String)> {
        const KEYS: [&str; 18] = [
            "title",
            "subtitle",
            "author",
            "date",
            "lang",
            "bibliography",
            "csl",
            "abstract",
            "keywords",
            "references",
            "header-includes",
            "documentclass",
            "geometry",
            "fontsize",
            "toc",
            "link-citations",
            "nocite",
            "papersize",
        ];
        let mut count = 1;
        let mut keys = 0;
        loop {
            let line = self.text(at + count);
            if matches!(line, "---" | "...") {
                let fits = keys > 0 && self.is_blank_before(at) && at > 0;
                return fits.then(|| (count + 1, "\n".into()));
            }
            let key = line.split_once(':').map(|(key, _)| key).unwrap_or_default();
            let nested = line.starts_with([' ', '#']) || line.starts_with("- ");
            if line.trim().is_empty() || count > 200 || !(KEYS.contains(&key) || (nested && keys > 0)) {
                return None;
            }
            keys += 1;
            count += 1;
        }
    }
}

/// The label and the text of an example, `(@label) text`.
fn example(line: &str) -> Option<(&str, &str)> {
    let (label, text) = line.trim_start().strip_prefix("(@")?.split_once(')')?;
    let named = label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    (named && text.starts_with([' ', '\t'])).then_some((label, text))
}

/// Whether a line is a command of TeX that produces no text.
fn is_command(line: &str) -> bool {
    COMMANDS.contains(&line.split(['{', '[']).next().unwrap_or_default())
        || ["\\vspace{", "\\hspace{", "\\vspace*{", "\\setcounter{", "\\pagestyle{", "\\thispagestyle{"]
            .iter()
            .any(|command| line.starts_with(command) && line.ends_with('}'))
}

/// Whether a line is an attribute list and nothing else.
fn only_attributes(line: &str) -> bool {
    Attributes::at_start(line).is_some_and(|(_, length)| length == line.len())
}

/// The text of a table's caption: `Table: text` or `: text`.
fn caption(line: &str) -> Option<&str> {
    let text = ["Table: ", "table: ", ": "].iter().find_map(|mark| line.strip_prefix(mark))?.trim();
    // Attributes at the end are for the writer.
    let text = text
        .rfind('{')
        .filter(|at| text.get(*at..).is_some_and(only_attributes))
        .map_or(text, |at| text.get(..at).unwrap_or(text));
    (!text.trim().is_empty()).then_some(text.trim())
}

/// A line without the id of its block at its end, and the id: `text ^37066d`. A power, `x ^2`, is none.
fn block_id(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end();
    let at = line.rfind('^')?;
    let (kept, id) = (line.get(..at)?, line.get(at + 1..)?);
    let named = id.len() >= 2 && id.len() <= 40 && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let number = id.len() < 4 && id.bytes().all(|byte| byte.is_ascii_digit());
    let stands = kept.ends_with([' ', '\t']) || kept.is_empty();
    let power = kept.trim_end().ends_with(['+', '=', '*', '/', '(', '$']);
    (named && !number && stands && !power).then_some((kept, id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::model::BodyKind;
    use crate::document::read;

    #[test]
    fn lines_of_other_dialects() {
        for (body, expected) in [
            ("- 一\n^\n- 二", Some("- 一\n\n<!-- -->\n\n- 二")),
            ("| 行一\n|   缩\n|\n| 行三\n  接\n\n后", Some("行一\\\n&nbsp;&nbsp;缩\\\n&nbsp;\\\n行三 接\n\n后")),
            ("| 只有一行\n", None),
            ("| a | b\n| c | d\n", None),
            ("文\n| 一\n| 二", None),
            ("(@)  一\n(@x)  二\n\n如(@x)与`(@x)`、(@y)。", Some("(1) 一\n(2) 二\n\n如(2)与`(2)`、(@y)。")),
            ("(@甲) 文", None),
            ("#. 一\n#. 二", Some("1. 一\n1. 二\n")),
            ("甲\n\n\\newpage\n\n乙\n\n\\vspace{1em}\n", Some("甲\n\n\n\n乙\n\n\n")),
            ("\\newcommand{\\x}{y}", None),
            (
                "|a|b|\n|-|-|\n|1|2|\n\nTable: 题 {#t}\n",
                Some("|a|b|\n|-|-|\n|1|2|\n\n<figcaption>\n\n题\n\n</figcaption>\n\n"),
            ),
            (
                "|a|b|\n|-|-|\n|1|2|\n[题][t]\n\n",
                Some("|a|b|\n|-|-|\n|1|2|\n\n<figcaption>\n\n题\n\n</figcaption>\n\n\n"),
            ),
            ("文\n[题]\n", None),
            ("Table: 没有表", None),
            ("词\n  ~ 义", Some("词\n:   义\n")),
            ("词\n\n~ 目录下的文件", None),
            ("甲。\n乙。\n~ 约数", None),
            ("题\n~ 副题 ~", None),
            ("{.note}\n文", Some("\n文")),
            ("{{.Name}}\n{x}\n{\"k\": 1}", None),
            ("文字 ^37066d\n\n后", Some("文字 <a id=\"^37066d\"></a>\n\n后")),
            ("- 项 ^item-1\n- 二", Some("- 项 <a id=\"^item-1\"></a>\n- 二")),
            ("> 引 ^ab1\n\n后", Some("> 引 <a id=\"^ab1\"></a>\n\n后")),
            ("x ^2", None),
            ("x ^n", None),
            ("令 y = ^ab", None),
            ("文 ^中文", None),
            ("指针 ^abc\n接下一行", None),
            ("```\na ^abc\n```", None),
            ("甲\n\n---\ntitle: 题\nauthor: x\n---\n\n乙", Some("甲\n\n\n\n乙")),
            ("甲\n\n---\n作者：某\n---\n\n乙", None),
            ("甲\n\n---\nfoo: 题\n---\n\n乙", None),
        ] {
            assert_eq!(rewrite(body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn blocks_can_be_referred_to() {
        let (document, _) = read("甲\n\n文字 ^37066d\n\n见 [[#^37066d]]", BodyKind::Markdown);
        assert_eq!(document.text(), "甲\n文字\n见 ^37066d");
        assert_eq!(document.links[0].target.as_str(), "#^37066d");
        assert_eq!(document.ids.get("^37066d").map(|anchor| anchor.block), Some(1));
    }
}
