//! Formulas: further delimiters, and dollars that are not delimiters.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{CowStr, Event};

use crate::document::dialect::code::Code;

/// Maximum bytes of a formula between `\(` and `\)`.
const MAX_LENGTH: usize = 4096;

/// The body with formulas between `\(` and `\)`, `\[` and `\]`, with single or double backslashes, put between dollars;
/// `None` without any.
pub(in crate::document::dialect::markdown) fn delimit(body: &str) -> Option<String> {
    let marks: [&[u8]; 3] = [b"\\)", b"\\]", b"\\end{"];
    if marks.iter().all(|mark| memmem::find(body.as_bytes(), mark).is_none()) {
        return None;
    }
    let code = Code::of_markdown(body);
    let mut cursor = code.cursor();
    let mut out = String::new();
    let mut closers = Closers::default();
    let mut copied = 0;
    let mut at = 0;
    while let Some(found) = body.as_bytes().get(at..).and_then(|rest| memchr::memchr(b'\\', rest)) {
        let start = at + found;
        at = start + 1;
        let rest = body.get(start..).unwrap_or_default();
        if rest.starts_with("\\begin{") {
            if let Some(length) = environment(body, start).filter(|_| cursor.at(start).is_none()) {
                out.push_str(body.get(copied..start).unwrap_or_default());
                out.push_str(&format!("$${}$$", body.get(start..start + length).unwrap_or_default()));
                at = start + length;
                copied = at;
            }
            continue;
        }
        let Some((kind, (opener, closer, dollars))) = delimiters(rest) else { continue };
        at = start + opener.len();
        let Some(end) = closers.next(body, kind, at) else { continue };
        let inner = body.get(at..end).unwrap_or_default();
        if inner.len() > MAX_LENGTH || cursor.at(start).is_some() || !is_formula(inner) {
            continue;
        }
        out.push_str(body.get(copied..start).unwrap_or_default());
        out.push_str(dollars);
        out.push_str(if inner.contains('\n') { inner } else { inner.trim() });
        out.push_str(dollars);
        at = end + closer.len();
        copied = at;
    }
    if copied == 0 {
        return None;
    }
    out.push_str(body.get(copied..).unwrap_or_default());
    Some(out)
}

/// The length of an environment at `start` that is a paragraph of its own, which MathJax sets without further delimiters.
fn environment(body: &str, start: usize) -> Option<usize> {
    const NAMES: [&str; 8] = ["equation", "align", "gather", "multline", "eqnarray", "alignat", "flalign", "math"];
    let rest = body.get(start..)?;
    let name = rest.strip_prefix("\\begin{")?.bytes().take(16).position(|byte| byte == b'}')?;
    let name = rest.get(7..7 + name)?;
    if !NAMES.contains(&name.strip_suffix('*').unwrap_or(name)) {
        return None;
    }
    let mut before = body.get(..start)?.rsplit('\n');
    let is_blank = |line: Option<&str>| line.is_none_or(|line| line.trim_matches([' ', '\t', '\r', '>']).is_empty());
    if !is_blank(before.next()) || !is_blank(before.next()) {
        return None;
    }
    let near = rest.as_bytes().get(..rest.len().min(MAX_LENGTH))?;
    let closer = format!("\\end{{{name}}}");
    let length = memmem::find(near, closer.as_bytes())? + closer.len();
    let inner = rest.get(..length)?;
    (!inner.contains("\n\n") && !inner.contains('$') && is_blank(rest.get(length..)?.split('\n').next()))
        .then_some(length)
}

/// The body with the lines joined of each formula between two lines of double dollars in which CommonMark would find a
/// list, a quotation, a heading or the end of the paragraph; `None` without any. To TeX, line breaks are spaces.
pub(in crate::document::dialect::markdown) fn join_lines(body: &str) -> Option<String> {
    memmem::find(body.as_bytes(), b"$$\n")?;
    let code = Code::of_markdown(body);
    let lines = code.lines(body);
    let is_fence = |at: usize| lines.get(at).is_some_and(|(_, line, code)| code.is_none() && line.trim() == "$$");
    let begins_block = |line: &str| {
        let line = line.trim();
        line.is_empty() || line.starts_with(['+', '-', '=', '>', '*', '#'])
    };
    let mut out = String::with_capacity(body.len());
    let (mut at, mut changed) = (0, false);
    while let Some((_, line, _)) = lines.get(at) {
        let end = is_fence(at).then(|| (at + 1..at + 64).find(|end| is_fence(*end))).flatten();
        let inner = end.and_then(|end| lines.get(at + 1..end)).unwrap_or_default();
        let is_formula = inner.iter().any(|(_, line, _)| line.contains(['\\', '^', '_', '=']))
            && !inner.iter().any(|(_, line, _)| line.contains(['%', '$', '`']));
        match end.filter(|_| is_formula && inner.iter().any(|(_, line, _)| begins_block(line))) {
            Some(end) => {
                let words: Vec<&str> = inner.iter().map(|(_, line, _)| line.trim()).collect();
                let indent = line.len() - line.trim_start().len();
                out.extend([line.get(..indent).unwrap_or_default(), "$$", words.join(" ").trim(), "$$\n"]);
                (at, changed) = (end + 1, true);
            }
            None => {
                out.push_str(line);
                // A formula that is kept is passed over, so that its end does not begin another.
                for at in at + 1..end.map_or(at + 1, |end| end + 1) {
                    out.push_str(lines.get(at).map_or("", |(_, line, _)| line));
                }
                at = end.map_or(at + 1, |end| end + 1);
            }
        }
    }
    changed.then_some(out)
}

/// Opening and closing delimiters, and the dollars that replace them.
const DELIMITERS: [(&str, &str, &str); 4] =
    [("\\\\(", "\\\\)", "$"), ("\\\\[", "\\\\]", "$$"), ("\\(", "\\)", "$"), ("\\[", "\\]", "$$")];

fn delimiters(rest: &str) -> Option<(usize, (&'static str, &'static str, &'static str))> {
    DELIMITERS.into_iter().enumerate().find(|(_, (opener, ..))| rest.starts_with(opener))
}

/// Remembers the next closing delimiter of each kind, so that all searches together are linear.
#[derive(Default)]
struct Closers {
    known: [Option<Option<usize>>; DELIMITERS.len()],
}

impl Closers {
    fn next(&mut self, body: &str, kind: usize, from: usize) -> Option<usize> {
        let known = self.known.get_mut(kind)?;
        if known.is_none_or(|known| known.is_some_and(|at| at < from)) {
            let (_, closer, _) = DELIMITERS.get(kind)?;
            let found = body.as_bytes().get(from..).and_then(|rest| memmem::find(rest, closer.as_bytes()));
            *known = Some(found.map(|found| from + found));
        }
        *known.as_ref()?
    }
}

/// Whether this is a formula rather than text between escaped brackets.
fn is_formula(text: &str) -> bool {
    let bare = text.trim();
    let plain = bare.contains("\n\n") || bare.contains('$') || bare.is_empty();
    let marked = bare.contains(['\\', '^', '_', '=', '<', '>', '+']);
    // A lone letter is a variable; a number in escaped brackets, `\\[1\\]`, is a reference to a note.
    let letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_alphabetic());
    !plain && (marked || letter) && (bare.is_ascii() || bare.contains('\\') || !has_han(bare))
}

/// Whether a text has Han, kana, Hangul or full-width forms.
pub(in crate::document) fn has_han(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{ff00}'..='\u{ffef}'))
}

/// Text between single dollars: a formula, or plain text if the dollars are amounts or variables.
pub(in crate::document::dialect::markdown) fn inline<'a>(
    source: CowStr<'a>,
    body: &'a str,
    range: Range<usize>,
) -> Event<'a> {
    // As in Pandoc, a dollar before a digit closes no formula: `$5-$10` are prices. Neither does one before a name or a
    // bracket: `$a和$b`, `$(a).b(); $(c)`.
    let next = body.as_bytes().get(range.end).copied();
    let runs_on = next.is_some_and(|byte| byte.is_ascii_digit() || matches!(byte, b'(' | b'{'));
    let names = next.is_some_and(|byte| byte.is_ascii_alphabetic()) || has_han(&source);
    if runs_on || is_prose(&source) || names && !source.contains(['\\', '^', '_', '=']) {
        return Event::Text(body.get(range).unwrap_or_default().into());
    }
    // GitLab and GitHub: $`a^2`$.
    match source.strip_prefix('`').and_then(|rest| rest.strip_suffix('`')) {
        Some(inner) if !inner.contains('`') => Event::InlineMath(inner.to_owned().into()),
        _ => Event::InlineMath(source),
    }
}

/// Whether text between single dollars is words between two amounts: `$3). They paid 20$`. Words of a formula are
/// commands or their arguments.
pub(in crate::document) fn is_prose(source: &str) -> bool {
    if source.contains(['\\', '^', '_', '=', '{']) {
        return false;
    }
    let is_word = |word: &&str| {
        let word = word.trim_matches(|c: char| c.is_ascii_punctuation());
        word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let quoted = source.len() > 1 && source.starts_with('`') && source.ends_with('`');
    (source.contains('`') && !quoted) || source.split_ascii_whitespace().filter(is_word).count() > 1
}

/// Whether a formula between double dollars is within a line of text: kramdown uses these for inline formulas too.
pub(in crate::document::dialect::markdown) fn is_inline(body: &str, range: &Range<usize>) -> bool {
    let source = body.get(range.clone()).unwrap_or_default();
    let before = body.get(..range.start).unwrap_or_default();
    let before = before.trim_end_matches([' ', '\t']).chars().next_back();
    let after = body.get(range.end..).unwrap_or_default().trim_start_matches([' ', '\t']).chars().next();
    let text = |c: Option<char>| c.is_some_and(|c| !matches!(c, '\n' | '\r' | '>' | '|'));
    source.len() <= 200 && !source.contains('\n') && text(before) && text(after)
}

#[cfg(test)]
mod tests {
    use super::{delimit, join_lines};
    use crate::document::model::BodyKind;
    use crate::document::read;

    #[test]
    fn formulas_in_markdown() {
        for (body, expected) in
            [("付 $3). They paid 20$ 了", "<p>付 $3). They paid 20$ 了</p>"), ("$`a^2`$", "<p><code>a^2</code></p>")]
        {
            assert_eq!(read(body, BodyKind::Markdown).0.write_html().trim(), expected, "{body}");
        }
        assert_eq!(join_lines("$$\na\n+ b\n= c\n$$\n").as_deref(), Some("$$a + b = c$$\n"));
        assert_eq!(join_lines("$$\na = b\n$$\n"), None);
        let environment = "\\begin{equation}\ny = 1\n\\end{equation}";
        assert_eq!(delimit(environment), Some(format!("$${environment}$$")));
    }
}
