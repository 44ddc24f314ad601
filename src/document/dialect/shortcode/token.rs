//! Finds template tags in a body and pairs them.

use std::ops::Range;

use memchr::{memchr2, memmem};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::dialect::code::{Code, CodeKind, Cursor};
use crate::document::dialect::shortcode::arguments::closes_itself;
use crate::document::dialect::shortcode::lines::{is_first_on_line, length_until};
use crate::document::dialect::shortcode::tag::PARTS;

/// The syntax of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Syntax {
    /// `{% … %}` of Liquid, Nunjucks and Tera.
    Liquid,
    /// `{{< … >}}` or `{{% … %}}`.
    Hugo,
    /// `{{ … }}`.
    Output,
    /// `<!-- tab … -->`, by which themes separate the content of `{% tabs %}`.
    Comment,
    /// `{{</* … */>}}`: a tag to be displayed.
    Escaped,
}

/// A tag.
#[derive(Clone, Debug)]
pub(in crate::document::dialect::shortcode) struct Token<'a> {
    pub(in crate::document::dialect::shortcode) range: Range<usize>,
    pub(in crate::document::dialect::shortcode) syntax: Syntax,
    /// The name as written; for a closing tag, the name of the tag it closes.
    pub(in crate::document::dialect::shortcode) name: &'a str,
    pub(in crate::document::dialect::shortcode) arguments: &'a str,
    pub(in crate::document::dialect::shortcode) closes: bool,
    /// Whether the tag is in indented code, so that the blanks before it mean nothing.
    pub(in crate::document::dialect::shortcode) indented: bool,
    /// The content, for tags whose content is not searched for tags.
    pub(in crate::document::dialect::shortcode) content: Option<Range<usize>>,
    /// The token that closes this one or is closed by it.
    pub(in crate::document::dialect::shortcode) partner: Option<usize>,
}

impl<'a> Token<'a> {
    /// An opening tag that has not been paired.
    fn new(range: Range<usize>, syntax: Syntax, name: &'a str, arguments: &'a str) -> Self {
        Self { range, syntax, name, arguments, closes: false, indented: false, content: None, partner: None }
    }
}

/// The delimiters of tags; longer ones come first.
const DELIMITERS: [(Syntax, &str, &str); 4] = [
    (Syntax::Hugo, "{{<", ">}}"),
    (Syntax::Hugo, "{{%", "%}}"),
    (Syntax::Output, "{{", "}}"),
    (Syntax::Liquid, "{%", "%}"),
];

/// Tags whose content is verbatim up to the closing tag.
const VERBATIM: [&str; 36] = [
    "raw",
    "verbatim",
    "codeblock",
    "code",
    "highlight",
    "prism",
    "mermaid",
    "plantuml",
    "puml",
    "flowchart",
    "chart",
    "echarts",
    "graphviz",
    "dot",
    "sequence",
    "katex",
    "math",
    "latex",
    "tex",
    "comment",
    "style",
    "css",
    "js",
    "javascript",
    "script",
    "schema",
    "stylesheet",
    "markmap",
    "abc",
    "flink",
    "linkgrid",
    "lg",
    "score",
    "wavedrom",
    "aplayerlist",
    "aplayerlrc",
];

/// What separates columns.
const COLUMNS: &str = "<--->";

/// How many open tags are searched for the one that a tag closes.
const MAX_DEPTH: usize = 64;

/// All tags outside code, in order. Linear in the body.
pub(in crate::document::dialect::shortcode) fn tokens<'a>(body: &'a str, code: &Code) -> Vec<Token<'a>> {
    let mut reader =
        TagReader { body, code: code.cursor(), unclosed: FxHashSet::default(), found: Vec::new(), code_panes: false };
    reader.read();
    let mut found = reader.found;
    pair(&mut found);
    found
}

struct TagReader<'a, 'c> {
    body: &'a str,
    code: Cursor<'c>,
    /// Names of tags that are not closed in the rest of the body.
    unclosed: FxHashSet<(Syntax, &'a str)>,
    found: Vec<Token<'a>>,
    /// Whether the tabs are those of Docsy's `tabpane` for code.
    code_panes: bool,
}

impl std::hash::Hash for Syntax {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        (*self as u8).hash(state);
    }
}

impl<'a> TagReader<'a, '_> {
    fn read(&mut self) {
        let closers = closers(self.body);
        let mut depth = 0_usize;
        let mut at = 0;
        while let Some(next) = self.body.as_bytes().get(at..).and_then(|rest| memchr2(b'{', b'<', rest)) {
            let start = at + next;
            at = start + 1;
            let place = self.code.at(start);
            if let Some((range, kind)) = &place {
                let within = match kind {
                    CodeKind::Indented => depth > 0 && is_first_on_line(self.body, start),
                    CodeKind::Comment => range.start == start,
                    _ => false,
                };
                if !within {
                    at = self.in_code(start, range, *kind);
                    continue;
                }
            }
            let Some(mut token) = lex(self.body, start) else { continue };
            if token.syntax == Syntax::Comment && depth == 0 && token.name != "#" {
                continue;
            }
            at = token.range.end;
            token.indented = place.is_some_and(|(_, kind)| kind == CodeKind::Indented);
            if token.name == "tabpane" {
                self.code_panes = !token.closes && !token.arguments.contains("text=");
            }
            if token.closes {
                depth = depth.saturating_sub(1);
            } else if self.is_verbatim(&token) {
                if let Some((content, end)) = self.verbatim(&token) {
                    token.content = Some(content);
                    token.range.end = end;
                    at = end;
                }
            } else if closers.contains(token.name) {
                depth += 1;
            }
            self.found.push(token);
        }
    }

    /// Handles a tag in code and returns where to go on. Only tags meant for the site generator count.
    fn in_code(&mut self, start: usize, range: &Range<usize>, kind: CodeKind) -> usize {
        if let Some(token) = lex(self.body, start) {
            if token.syntax == Syntax::Escaped {
                let end = token.range.end;
                self.found.push(token);
                return end;
            }
            if matches!(kind, CodeKind::Span | CodeKind::Fence)
                && token.name == "raw"
                && let Some(last) = self.raw_in_code(&token, range, kind)
            {
                self.found.extend([token, last]);
                return range.end;
            }
        }
        start + 1
    }

    /// The `{% endraw %}` at the end of code that begins with this tag: both are meant for Liquid, not for readers.
    fn raw_in_code(&self, first: &Token<'a>, range: &Range<usize>, kind: CodeKind) -> Option<Token<'a>> {
        let before = self.body.get(range.start..first.range.start).filter(|before| before.len() < 256)?;
        let bare = match kind {
            CodeKind::Span => before.bytes().all(|byte| byte == b'`' || byte == b' '),
            _ => {
                before.trim_end_matches([' ', '\t', '>']).matches('\n').count() == 1
                    && is_first_on_line(self.body, first.range.start)
            }
        };
        let text = self.body.get(range.clone())?.trim_end_matches(['`', '~', ' ', '\t', '\n', '\r', '>']);
        let start = range.start + memmem::rfind(text.as_bytes(), b"{%")?;
        let last = lex(self.body, start)?;
        (bare && last.closes && last.name == "raw" && last.range.end == range.start + text.len()).then_some(last)
    }

    fn is_verbatim(&self, token: &Token<'_>) -> bool {
        if !matches!(token.syntax, Syntax::Liquid | Syntax::Hugo) || closes_itself(token.arguments) {
            return false;
        }
        match token.name {
            // LoveIt: the style of the content.
            "style" if token.syntax == Syntax::Hugo => token.arguments.is_empty(),
            "typeit" => token.arguments.contains("code="),
            // Docsy: the content is code unless it is said to be text, or the tag is written with %.
            "tab" => {
                let is_text = token.arguments.contains("text=true") || token.arguments.contains("text=\"true\"");
                self.code_panes && !is_text && self.body.as_bytes().get(token.range.start + 2) == Some(&b'<')
            }
            name => VERBATIM.iter().any(|known| known.eq_ignore_ascii_case(name)),
        }
    }

    /// The verbatim content of a tag, and the end of its closing tag.
    fn verbatim(&mut self, opener: &Token<'a>) -> Option<(Range<usize>, usize)> {
        let key = (opener.syntax, opener.name);
        if self.unclosed.contains(&key) {
            return None;
        }
        let mut at = opener.range.end;
        // A fence that has both tags shows them: generators set code aside before they read tags.
        let (mut fences, mut fenced) = (self.code.clone(), None);
        while let Some(next) = self.body.as_bytes().get(at..).and_then(|rest| memmem::find(rest, b"{")) {
            let start = at + next;
            let token = lex(self.body, start);
            at = token.as_ref().map_or(start + 1, |token| token.range.end);
            let Some(token) = token.filter(|it| it.syntax == opener.syntax && it.name == opener.name) else { continue };
            let fence = fences.fence_at(start).filter(|fence| *fence >= opener.range.end);
            if fence.is_some() && (!token.closes || fence == fenced) {
                fenced = fence.filter(|_| !token.closes);
                continue;
            }
            if token.closes {
                return Some((opener.range.end..token.range.start, token.range.end));
            }
            // Only `raw` may contain itself; for any other tag, a second opening tag means that the first was never
            // closed.
            if !matches!(opener.name, "raw" | "verbatim") {
                return None;
            }
        }
        self.unclosed.insert(key);
        None
    }
}

/// The names of all tags that are closed somewhere.
fn closers(body: &str) -> FxHashSet<&str> {
    memmem::find_iter(body.as_bytes(), b"{")
        .filter_map(|start| lex(body, start))
        .filter(|token| token.closes)
        .map(|token| token.name)
        .collect()
}

/// Pairs opening and closing tags.
fn pair(tokens: &mut [Token<'_>]) {
    let closed: FxHashSet<&str> = tokens.iter().filter(|token| token.closes).map(|token| token.name).collect();
    let any = closed.contains("");
    let mut open: Vec<usize> = Vec::new();
    let mut partners: FxHashMap<usize, usize> = FxHashMap::default();
    for (index, token) in tokens.iter().enumerate() {
        if !matches!(token.syntax, Syntax::Liquid | Syntax::Hugo) || token.content.is_some() {
            continue;
        }
        if !token.closes {
            let void = token.syntax == Syntax::Hugo && closes_itself(token.arguments);
            if !void && (closed.contains(token.name) || any) {
                open.push(index);
            }
            continue;
        }
        let from = open.len().saturating_sub(MAX_DEPTH);
        let fits = |at: &usize| {
            tokens.get(*at).is_some_and(|it| {
                it.syntax == token.syntax && (token.name.is_empty() || it.name.eq_ignore_ascii_case(token.name))
            })
        };
        if let Some(found) = open.get(from..).and_then(|near| near.iter().rposition(fits))
            && let Some(opener) = open.get(from + found).copied()
        {
            open.truncate(from + found);
            partners.insert(opener, index);
            partners.insert(index, opener);
        }
    }
    for (index, partner) in partners {
        if let Some(token) = tokens.get_mut(index) {
            token.partner = Some(partner);
        }
    }
}

/// The tag that begins at `at`.
pub(in crate::document::dialect::shortcode) fn lex(body: &str, at: usize) -> Option<Token<'_>> {
    let rest = body.get(at..)?;
    if rest.starts_with("<!--") {
        return comment(rest, at);
    }
    // The columns of Hugo Book and Geekdoc.
    if rest.starts_with(COLUMNS) {
        return Some(Token::new(at..at + COLUMNS.len(), Syntax::Comment, "cell", ""));
    }
    if let Some((opener, closer)) =
        [("{{/*", "*/}}"), ("{%/*", "*/%}")].into_iter().find(|(it, _)| rest.starts_with(it))
    {
        return shown(rest, at, opener, closer);
    }
    if let Some(inner) = rest.strip_prefix("{#").filter(|inner| inner.starts_with([' ', '\n', '-'])) {
        let length = length_until(inner, "#}", "{#")?;
        return Some(Token::new(at..at + 4 + length, Syntax::Comment, "#", ""));
    }
    let (syntax, opener, closer) = DELIMITERS.into_iter().find(|(_, opener, _)| rest.starts_with(opener))?;
    let inner = rest.get(opener.len()..)?;
    let length = content_length(inner, &opener[..2], closer)?;
    let inner = inner.get(..length)?;
    let range = at..at + opener.len() + length + closer.len();
    let new = |syntax, name, arguments, closes| Token { closes, ..Token::new(range.clone(), syntax, name, arguments) };
    if syntax == Syntax::Hugo
        && let Some(shown) = inner.trim().strip_prefix("/*").and_then(|rest| rest.strip_suffix("*/"))
    {
        return Some(new(Syntax::Escaped, opener, shown, false));
    }
    let inner = inner.trim_matches(|c: char| matches!(c, '-' | '~') || c.is_whitespace());
    if syntax == Syntax::Output {
        return Some(new(syntax, "", inner, false));
    }
    let (inner, closes) = match inner.strip_prefix('/') {
        Some(rest) => (rest.trim_start(), true),
        None => (inner, false),
    };
    let end =
        inner.find(|c: char| c.is_whitespace() || matches!(c, ',' | '(' | ':' | '|' | '"')).unwrap_or(inner.len());
    let (name, arguments) = inner.split_at_checked(end)?;
    // `{%，` is text: no template engine has such names.
    if syntax == Syntax::Liquid && inner.starts_with(|c: char| !c.is_ascii()) {
        return None;
    }
    let ended = name.strip_prefix("end").filter(|_| syntax == Syntax::Liquid);
    Some(match ended {
        Some(name) => new(syntax, name.trim_start_matches('_'), "", true),
        None => new(syntax, name, arguments.trim(), closes),
    })
}

/// Zola's `{{/* … */}}` and `{%/* … */%}`.
fn shown<'a>(rest: &'a str, at: usize, opener: &'a str, closer: &str) -> Option<Token<'a>> {
    let inner = rest.get(opener.len()..)?;
    let length = length_until(inner, closer, opener)?;
    let range = at..at + opener.len() + length + closer.len();
    Some(Token::new(range, Syntax::Escaped, opener.get(..2)?, inner.get(..length)?))
}

/// The length of the content of a tag. A tag contains no blank line and no other tag of its kind.
fn content_length(inner: &str, opener: &str, closer: &str) -> Option<usize> {
    let bytes = inner.as_bytes();
    let mut i = 0;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'\n' => {
                let blank = bytes.get(i + 1..)?.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
                if blank.is_none_or(|byte| *byte == b'\n') {
                    return None;
                }
            }
            b'{' if opener == "{%" && bytes.get(i + 1) == Some(&b'%') => return None,
            b'{' if opener == "{{" && bytes.get(i + 1) == Some(&b'{') => return None,
            b'%' | b'>' | b'}' if bytes.get(i..)?.starts_with(closer.as_bytes()) => return Some(i),
            _ => {}
        }
        i += 1;
    }
    None
}

/// `<!-- tab … -->` and similar comments.
fn comment(rest: &str, at: usize) -> Option<Token<'_>> {
    let near = rest.as_bytes().get(4..)?;
    let length = memmem::find(near.get(..near.len().min(256))?, b"-->")?;
    let inner = rest.get(4..4 + length)?.trim();
    let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    let range = at..at + 4 + length + 3;
    PARTS.contains(&name).then(|| Token::new(range, Syntax::Comment, name, arguments.trim()))
}
