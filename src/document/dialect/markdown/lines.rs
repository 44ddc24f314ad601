//! Syntax on single lines that CommonMark lacks: containers, attributes, tables of contents, headings without a blank.

use rustc_hash::FxHashSet;

use crate::document::alerts;
use crate::document::dialect::code::{Code, Cursor};
use crate::document::dialect::extensions::attributes::Attributes;
use crate::document::dialect::flavour::Flavour;
use crate::document::dialect::shortcode;

/// The body with this syntax replaced by Markdown and HTML, or removed if it is not for readers; `None` without any.
pub(in crate::document::dialect::markdown) fn rewrite(body: &str, flavour: &Flavour) -> Option<String> {
    let wanted = Wanted::of(body, flavour);
    if wanted == Wanted::default() {
        return None;
    }
    let code = Code::of_markdown(body);
    let mut rewriter = LineRewriter {
        body,
        flavour,
        code: &code,
        headings: false,
        out: String::with_capacity(body.len() + 64),
        previous: 0,
        open: Vec::new(),
        references: if wanted.attributes { body.lines().filter_map(defined).collect() } else { FxHashSet::default() },
        paired: FxHashSet::default(),
        hidden: Vec::new(),
    };
    rewriter.headings = wanted.headings && rewriter.lenient();
    if wanted.containers {
        rewriter.pair();
    }
    rewriter.rewrite();
    Some(rewriter.out)
}

/// The kinds of syntax that a body may contain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Wanted {
    containers: bool,
    attributes: bool,
    contents: bool,
    alerts: bool,
    headings: bool,
}

impl Wanted {
    fn of(body: &str, flavour: &Flavour) -> Self {
        let mut wanted =
            Self { attributes: ["{:", "){", "$ {#", "${#"].iter().any(|mark| body.contains(mark)), ..Self::default() };
        for line in body.lines() {
            let line = line.trim_start();
            match line.bytes().next() {
                Some(b':') => wanted.containers |= line.starts_with(":::"),
                Some(b'[' | b'@' | b'$') => wanted.contents |= is_contents(line),
                Some(b'>') => wanted.alerts |= line.contains("[!"),
                Some(b'#') => wanted.headings |= flavour.headings != Some(false) && tight_heading(line).is_some(),
                _ => {}
            }
        }
        wanted
    }
}

struct LineRewriter<'a, 'f> {
    body: &'a str,
    flavour: &'f Flavour,
    code: &'f Code,
    headings: bool,
    out: String,
    /// The start of the last line in `out`.
    previous: usize,
    /// The open containers: the number of colons, and the HTML after the content.
    open: Vec<(usize, &'static str)>,
    /// The names of lists of attributes that are defined for use elsewhere.
    references: FxHashSet<&'a str>,
    /// Lines that open or close a container of which the other end exists.
    paired: FxHashSet<usize>,
    /// The ranges of containers that are not for readers of a web page.
    hidden: Vec<(usize, usize)>,
}

impl LineRewriter<'_, '_> {
    /// Whether headings without a blank are accepted: by option, otherwise if there is no proper heading.
    fn lenient(&self) -> bool {
        self.flavour.headings.unwrap_or_else(|| {
            !self.code.lines(self.body).iter().any(|(_, line, code)| {
                let line = line.trim_start_matches(' ');
                let rest = line.trim_start_matches('#');
                let marks = line.len() - rest.len();
                code.is_none() && (1..=6).contains(&marks) && rest.starts_with([' ', '\t'])
            })
        })
    }

    /// Pairs the opening and closing lines of containers.
    fn pair(&mut self) {
        let mut open: Vec<(usize, usize)> = Vec::new();
        let mut paired = FxHashSet::default();
        for (at, line, code) in self.code.lines(self.body) {
            let Some((colons, rest)) = container(line).filter(|_| code.is_none()) else { continue };
            if !rest.is_empty() {
                open.push((colons, at));
                continue;
            }
            let near = open.len().saturating_sub(64);
            let fits = |open: &[(usize, usize)]| open.iter().rposition(|(opener, _)| *opener == colons);
            let found = open.get(near..).and_then(fits).map(|found| near + found);
            // A closing line of another length closes the innermost container: authors do not count colons.
            if let Some((_, opener)) = found.or(open.len().checked_sub(1)).and_then(|found| {
                open.truncate(found + 1);
                open.pop()
            }) {
                paired.extend([opener, at]);
                if is_hidden(self.body.get(opener..).and_then(|rest| rest.lines().next()).unwrap_or_default()) {
                    self.hidden.push((opener, at));
                }
            }
        }
        self.paired = paired;
    }

    fn rewrite(&mut self) {
        let mut cursor = self.code.cursor();
        for (at, line, code) in self.code.lines(self.body) {
            if self.hidden.iter().any(|(first, last)| (*first..=*last).contains(&at)) {
                continue;
            }
            let start = self.out.len();
            if code.is_some() {
                self.out.push_str(line);
            } else {
                self.line(at, line, &mut cursor);
            }
            self.previous = start;
        }
    }

    fn line(&mut self, at: usize, line: &str, cursor: &mut Cursor<'_>) {
        let bare = line.trim();
        let indent = line.get(..line.len() - line.trim_start().len()).unwrap_or_default();
        if let Some((colons, rest)) = container(line) {
            self.container(at, indent, colons, rest);
        } else if is_contents(bare) {
            self.out.push('\n');
        } else if let Some(list) = only_attributes(bare).or_else(|| self.reference(bare)) {
            // The item that kramdown replaces by the table of contents.
            if list.contains("toc") && is_item(self.out.get(self.previous..).unwrap_or_default()) {
                self.out.truncate(self.previous);
            }
            self.out.push('\n');
        } else if let Some(alert) = alert(line) {
            self.out.push_str(&alert);
        } else if let Some((marks, title)) = tight_heading(line.trim_start())
            .filter(|(_, title)| self.headings && indent.len() < 4 && self.may_begin(title))
        {
            self.out.push_str(indent);
            self.out.push_str(marks);
            self.out.push(' ');
            self.out.push_str(title);
            self.out.push('\n');
        } else {
            self.attributes(at, line, cursor);
        }
    }

    /// `{:name}`, a list of attributes that kramdown defines elsewhere as `{:name: .class}`.
    fn reference<'l>(&self, line: &'l str) -> Option<&'l str> {
        let name = line.strip_prefix("{:")?.strip_suffix('}')?.trim();
        let named =
            name.len() <= 40 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
        (named && !name.is_empty() && self.references.contains(name)).then_some(name)
    }

    /// Whether a heading without a blank is accepted here: `#word` within a paragraph is a tag or a channel.
    fn may_begin(&self, title: &str) -> bool {
        !title.starts_with(|c: char| c.is_ascii())
            || self.out.get(self.previous..).is_none_or(|line| line.trim().is_empty())
    }

    /// A line of `:::`.
    fn container(&mut self, at: usize, indent: &str, colons: usize, rest: &str) {
        let paired = self.paired.contains(&at);
        if rest.is_empty() {
            let close = self.open.pop().map_or("", |(_, close)| close);
            self.out.push_str(&format!("\n{indent}{close}\n\n"));
            return;
        }
        let (name, title) = name_and_title(rest);
        let (open, close) = shortcode::container(&name.to_ascii_lowercase(), &title);
        let title = match title.as_str() {
            _ if open.starts_with("<details") => String::new(),
            "" if open.is_empty() => String::new(),
            "" => format!("<strong>{}</strong>", alerts::name(name)),
            title => format!("<strong>{title}</strong>"),
        };
        let (open, close) = if paired { (open, close) } else { (String::new(), "") };
        if paired {
            self.open.push((colons, close));
        }
        self.out.push_str(&format!("\n{indent}{open}\n\n{indent}{title}\n\n"));
    }

    /// Copies a line without kramdown's attributes: `![图](a.png){: .center}`, `## 题 {: #id}`.
    fn attributes(&mut self, at: usize, line: &str, cursor: &mut Cursor<'_>) {
        let mut from = 0;
        while let Some(found) = line.get(from..).and_then(|rest| rest.find('{')) {
            let start = from + found;
            let list = attribute_list(line.get(start..).unwrap_or_default());
            let before = line.get(..start).unwrap_or_default();
            let touches = before.ends_with([')', '*', '_', '`', ']', '>', '"']);
            let Some((list, length)) = list else {
                self.out.push_str(line.get(from..start + 1).unwrap_or_default());
                from = start + 1;
                continue;
            };
            let heading = before.trim_start().starts_with('#');
            let last = line.get(start + length..).unwrap_or_default().trim().is_empty();
            let colon = list.starts_with(':');
            let element = ["</mark>", "</ins>", "</del>", "</sup>", "</sub>"].iter().any(|end| before.ends_with(end));
            let named = list.starts_with(['.', '#']) && before.ends_with(['*', '_']);
            let meant = if colon {
                touches || (last && before.ends_with(' '))
            } else {
                before.ends_with(')') || element || named
            };
            let equation = before.trim_end().ends_with("$$") && list.starts_with('#') && last;
            let in_code = cursor.at(at + start).is_some();
            self.out.push_str(line.get(from..start).unwrap_or_default());
            if !(meant || equation) || in_code {
                self.out.push_str(line.get(start..start + length).unwrap_or_default());
            } else if heading
                && colon
                && let Some(id) =
                    list.split_whitespace().find_map(|word| word.trim_start_matches(':').strip_prefix('#'))
            {
                self.out.push_str(&format!("{{#{id}}}"));
            }
            from = start + length;
        }
        self.out.push_str(line.get(from..).unwrap_or_default());
    }
}

/// Whether the opening line of a container of Quarto keeps its content from web pages: `{.content-hidden}`,
/// `{.content-visible when-format="pdf"}`.
fn is_hidden(line: &str) -> bool {
    let line = line.trim().trim_start_matches(':').trim();
    let Some((list, _)) = Attributes::at_start(line) else { return false };
    let is_page = |format: &str| format.starts_with("html") || format == "website";
    let fits = match (list.value("when-format"), list.value("unless-format")) {
        (Some(format), _) => is_page(format),
        (None, Some(format)) => !is_page(format),
        (None, None) => true,
    };
    (list.has(&["content-hidden"]) && fits) || (list.has(&["content-visible"]) && !fits)
}

/// The number of colons of a `:::` line, and the text after them.
fn container(line: &str) -> Option<(usize, &str)> {
    let line = line.trim();
    let colons = line.bytes().take_while(|byte| *byte == b':').count();
    let rest = line.get(colons..)?.trim();
    let rest = rest.trim_end_matches(':').trim_end();
    let named = rest.is_empty() || rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '{' | '.'));
    (colons >= 3 && named).then_some((colons, rest))
}

/// The name and the title of a container: `tip 标题`, `tip[标题]`, `tip 标题 {#id}`, `{.tip title="标题"}`, `.tip`.
fn name_and_title(rest: &str) -> (&str, String) {
    let titled = |list: &Attributes<'_>| {
        let title = ["title", "header", "heading", "label", "summary"].iter().find_map(|key| list.value(key));
        title.unwrap_or_default().to_owned()
    };
    if let Some((list, _)) = Attributes::at_start(rest) {
        let name = list.classes.first().copied().unwrap_or_default();
        return (name.strip_prefix("callout-").unwrap_or(name), titled(&list));
    }
    let rest = if rest.starts_with('{') { rest.trim_matches(['{', '}']) } else { rest };
    let rest = rest.trim_start_matches('.');
    let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '{' | '[')).unwrap_or(rest.len());
    let (name, behind) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let list = behind.find('{').and_then(|at| Attributes::at_start(behind.get(at..)?));
    let title = behind.split('{').next().unwrap_or_default().trim();
    let title = title.strip_prefix('[').and_then(|title| title.strip_suffix(']')).unwrap_or(title);
    match list.filter(|_| title.is_empty()) {
        Some((list, _)) => (name, titled(&list)),
        None => (name, title.to_owned()),
    }
}

/// Whether a line requests a table of contents.
fn is_contents(line: &str) -> bool {
    let line = line.trim();
    ["[[toc]]", "[toc]", "[[_toc_]]", "${toc}", "$toc$", "@[toc]"].iter().any(|mark| mark.eq_ignore_ascii_case(line))
        || line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case("@[toc]")) && line.len() < 60
}

fn is_item(line: &str) -> bool {
    let line = line.trim();
    line.len() < 60 && line.starts_with(['*', '-', '+', '1'])
}

/// A line that consists of kramdown attributes only.
fn only_attributes(line: &str) -> Option<&str> {
    let (list, length) = attribute_list(line)?;
    (list.starts_with(':') && line.get(length..)?.trim().is_empty()).then_some(list)
}

/// The name of the list of attributes that a line defines: `{:name: .class}`.
fn defined(line: &str) -> Option<&str> {
    let (name, _) = line.trim().strip_prefix("{:")?.split_once(':')?;
    (!name.is_empty() && !name.contains([' ', '}'])).then_some(name)
}

/// An attribute list at the start of a text, and its length: `{: .class key="value"}`, `{:toc}`, `{#id .class}`,
/// `{width=50%}`, but not Rust's `{:?}` or Python's `{:.2f}`.
fn attribute_list(text: &str) -> Option<(&str, usize)> {
    let near = text.as_bytes();
    let end = near.get(..near.len().min(256))?.iter().position(|byte| matches!(byte, b'}' | b'\n'))?;
    let list = text.strip_prefix('{')?.get(..end.checked_sub(1)?)?;
    if near.get(end) != Some(&b'}') {
        return None;
    }
    let words = list.strip_prefix(':').unwrap_or(list);
    let named = |rest: &str| rest.starts_with(|c: char| c.is_alphabetic() || matches!(c, '_' | '-'));
    let is_attribute = |word: &str| match word.strip_prefix(['.', '#']) {
        Some(name) => named(name),
        None => named(word) && (word.contains('=') || word.contains(':')) || word == "toc" || word == ":toc",
    };
    let mut parts = words.split_ascii_whitespace();
    let first = parts.next();
    let fits = first.is_some_and(|word| is_attribute(word) || matches!(word, ":.no_toc" | "no_toc" | "nomarkdown"));
    (fits || list.starts_with(": ") && first.is_some_and(named)).then_some((list, end + 1))
}

/// `> [!NOTE] 标题`: a first line with the title or name of the alert.
fn alert(line: &str) -> Option<String> {
    let at = line.find("[!")?;
    let (marks, rest) = line.split_at_checked(at)?;
    if !marks.trim_end().ends_with('>') || !marks.bytes().all(|byte| matches!(byte, b' ' | b'>' | b'\t')) {
        return None;
    }
    let (name, behind) = rest.strip_prefix("[!")?.split_once(']')?;
    // Obsidian allows further words for the style: `[!note|wide]`.
    let name = name.split('|').next().unwrap_or_default();
    if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-') {
        return None;
    }
    let title = behind.trim_start_matches(['+', '-']).trim();
    let title = if title.is_empty() { alerts::name(name) } else { title.to_owned() };
    Some(format!("{marks}<strong>{title}</strong>\n{}\n", marks.trim_end()))
}

/// The number signs and the text of `##标题`.
fn tight_heading(line: &str) -> Option<(&str, &str)> {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    let title = rest.trim();
    let first = title.chars().next().filter(|_| (1..=6).contains(&marks) && !rest.starts_with([' ', '\t']))?;
    let closed = title.trim_end_matches('#').trim_end();
    let word = closed.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    const DIRECTIVES: [&str; 16] = [
        "include",
        "define",
        "ifdef",
        "ifndef",
        "if",
        "endif",
        "pragma",
        "import",
        "region",
        "endregion",
        "undef",
        "else",
        "elif",
        "error",
        "using",
        "warning",
    ];
    let is_directive =
        DIRECTIVES.contains(&word) || matches!(first, '!' | '{' | '<' | '=' | '-' | '/' | '$' | '\\' | '[' | '(');
    // `#甲 #乙` are tags, `#12` is an issue, `#fff` is a colour.
    let is_tags = closed.contains(" #");
    let is_number = closed.bytes().all(|byte| byte.is_ascii_hexdigit());
    (!closed.is_empty() && !is_directive && !is_tags && !is_number)
        .then(|| (line.get(..marks).unwrap_or_default(), closed))
}
