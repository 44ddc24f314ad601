//! What authors hide: comments of kramdown, Obsidian and MDX, and instructions for kramdown.

use std::ops::Range;

use memchr::{memchr_iter, memchr2, memmem, memrchr};

use crate::document::dialect::code::Code;

/// Maximum bytes of a comment within a line.
const INLINE_LENGTH: usize = 4096;

/// The body without comments and instructions; `None` without any.
pub(in crate::document::dialect::extensions) fn remove(body: &str) -> Option<String> {
    let bytes = body.as_bytes();
    if !["{::", "%%", "{/*"].iter().any(|mark| memmem::find(bytes, mark.as_bytes()).is_some()) {
        return None;
    }
    let code = Code::of_markdown(body);
    let mut cursor = code.cursor();
    let mut closers = Closers::default();
    let mut out = String::new();
    let (mut at, mut copied) = (0, 0);
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'{', b'%', rest)) {
        let start = at + found;
        at = start + 1;
        let Some((end, shown)) = hidden(body, start, &mut closers) else {
            // A run of percent signs is looked at once.
            at += bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte == b'%').count();
            continue;
        };
        if cursor.at(start).is_some() {
            continue;
        }
        out.push_str(body.get(copied..start).unwrap_or_default());
        out.push_str(&shown);
        (at, copied) = (end, end);
    }
    if copied == 0 {
        return None;
    }
    out.push_str(body.get(copied..).unwrap_or_default());
    Some(out)
}

/// The closing marks of which none is left, so that all searches together are linear.
#[derive(Default)]
struct Closers {
    missing: Vec<&'static str>,
}

impl Closers {
    /// The range of the first of these marks from a position on.
    fn find(&mut self, body: &str, from: usize, marks: &[&'static str]) -> Option<Range<usize>> {
        let mut first: Option<Range<usize>> = None;
        for mark in marks {
            if self.missing.contains(mark) {
                continue;
            }
            // A later mark than the one already found does not matter.
            let until = first.as_ref().map_or(body.len(), |range| range.start);
            match memmem::find(body.as_bytes().get(from..until)?, mark.as_bytes()) {
                Some(found) => first = Some(from + found..from + found + mark.len()),
                None if until == body.len() => self.missing.push(mark),
                None => {}
            }
        }
        first
    }
}

/// The end of the hidden part that begins at `start`, and what is shown in its place.
fn hidden(body: &str, start: usize, closers: &mut Closers) -> Option<(usize, String)> {
    let rest = body.get(start..)?;
    if rest.starts_with("{/*") {
        // `{{/* tag() */}}` is a tag that is shown, not run.
        if start.checked_sub(1).and_then(|before| body.as_bytes().get(before)) == Some(&b'{') {
            return None;
        }
        let close = closers.find(body, start + 3, &["*/}"])?;
        return Some((close.end, String::new()));
    }
    if rest.starts_with("{::") {
        return extension(body, start, closers);
    }
    comment(body, start, closers).map(|end| (end, String::new()))
}

/// `{::comment}…{:/comment}`, `{::nomarkdown}…{:/}` and `{::options … /}` of kramdown.
fn extension(body: &str, start: usize, closers: &mut Closers) -> Option<(usize, String)> {
    let inner = body.get(start + 3..)?;
    let end = inner.bytes().take(400).position(|byte| matches!(byte, b'}' | b'\n'))?;
    let tag = inner.get(..end).filter(|_| inner.as_bytes().get(end) == Some(&b'}'))?;
    let from = start + 3 + end + 1;
    let name = tag.split([' ', '/']).next()?;
    let marks: &[&'static str] = match name {
        "comment" => &["{:/comment}", "{:/}"],
        "nomarkdown" => &["{:/nomarkdown}", "{:/}"],
        "options" | "template" => {
            // An instruction has no content, but may be written with an empty one.
            let rest = body.get(from..)?.trim_start();
            let closer = ["{:/options}", "{:/template}", "{:/}"].into_iter().find(|mark| rest.starts_with(mark));
            let end = closer.filter(|_| !tag.ends_with('/')).map_or(from, |mark| body.len() - rest.len() + mark.len());
            return Some((end, String::new()));
        }
        _ => return None,
    };
    if tag.ends_with('/') {
        return Some((from, String::new()));
    }
    let close = closers.find(body, from, marks)?;
    let shown = match name {
        "nomarkdown" if !tag.contains("type=") || tag.contains("html") => verbatim(body.get(from..close.start)?),
        _ => String::new(),
    };
    Some((close.end, shown))
}

/// HTML in which no character outside of tags is markup.
fn verbatim(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut tag = false;
    for c in html.chars() {
        tag = (tag || c == '<') && c != '>';
        let mark = c.is_ascii_punctuation() && !matches!(c, '<' | '>' | '&' | ';' | '#' | '.' | ',' | '"' | '\'' | '/');
        if mark && !tag {
            out.push_str(&format!("&#{};", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

/// The end of a comment of Obsidian: within a line, or from the start of one line to the end of another.
fn comment(body: &str, start: usize, closers: &mut Closers) -> Option<usize> {
    let bytes = body.as_bytes();
    let run = bytes.get(start..)?.iter().take(3).take_while(|byte| **byte == b'%').count();
    let before = start.checked_sub(1).and_then(|before| bytes.get(before));
    // `100%%` and `%d%%` are no comments, nor are variables of batch files, `%%i`.
    if run != 2 || before.is_some_and(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'%' | b'\\')) {
        return None;
    }
    let close = closers.find(body, start + 2, &["%%"])?;
    let content = body.get(start + 2..close.start)?;
    if matches!(bytes.get(close.end), Some(byte) if byte.is_ascii_alphanumeric() || *byte == b'%') {
        return None;
    }
    if !content.contains('\n') {
        // In a line about formats such as `%d`, the sign is text.
        let near = body.get(..close.end)?;
        let from = memrchr(b'\n', near.as_bytes()).map_or(0, |at| at + 1).max(near.len().saturating_sub(INLINE_LENGTH));
        let line = bytes.get(from..close.end)?;
        let is_format = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| line.get(before));
            before != Some(&b'%') && line.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
        };
        if memchr_iter(b'%', line).any(is_format) {
            return None;
        }
        return (!content.is_empty() && content.len() <= INLINE_LENGTH).then_some(close.end);
    }
    let line = body.get(..start)?.rsplit('\n').next()?;
    let behind = body.get(close.end..)?.split('\n').next()?;
    (line.trim_matches(['>', ' ', '\t']).is_empty() && behind.trim().is_empty()).then_some(close.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_removed() {
        for (body, expected) in [
            ("甲\n\n{::comment}\n藏\n\n藏\n{:/comment}\n\n乙", Some("甲\n\n\n\n乙")),
            ("甲{::comment}藏{:/comment}乙{::comment}藏{:/}丙", Some("甲乙丙")),
            ("{::comment}甲{:/}乙{:/comment}", Some("乙{:/comment}")),
            ("{::comment attr=\"x\" /}乙", Some("乙")),
            ("{::options parse_block_html=\"true\" /}乙", Some("乙")),
            ("{::options toc_levels=\"2\"}{:/}乙", Some("乙")),
            ("{::nomarkdown}<b>*生*</b>{:/nomarkdown}", Some("<b>&#42;生&#42;</b>")),
            ("{::nomarkdown type=\"latex\"}\\x{:/}乙", Some("乙")),
            ("{::comment}没有结尾", None),
            ("{::boilerplate bcp14}", None),
            ("`{::comment}a{:/}`", None),
            ("```\n{::comment}\na\n{:/}\n```\n", None),
            ("这里%%藏%%后", Some("这里后")),
            ("%%藏%%", Some("")),
            ("甲\n\n%%\n藏\n\n藏\n%%\n\n乙", Some("甲\n\n\n\n乙")),
            ("%% 藏\n藏 %%\n乙", Some("\n乙")),
            ("甲 %% 藏 %% 乙", Some("甲  乙")),
            ("涨了100%%，又涨50%%。", None),
            ("for %%i in (*.txt) do echo %%i", None),
            ("其中%d是整数，%%表示百分号，要写成%%，见下", None),
            ("printf(\"%d%%, %d%%\")", None),
            ("%% 第一节\nx = 1;\n%% 第二节\ny = 2;", None),
            ("甲%%\n乙%%丙", None),
            ("%%%% 四 %%%%", None),
            ("`%%x%%` 与 %%藏%%", Some("`%%x%%` 与 ")),
            ("中{/* 藏 */}间", Some("中间")),
            ("{/*\n藏\n\n藏\n*/}\n\n后", Some("\n\n后")),
            ("`{/* x */}`", None),
            ("{/* 没有结尾", None),
            ("{{/* youtube(id=\"a\") */}}", None),
        ] {
            assert_eq!(remove(body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn many_openers_stay_linear() {
        for unit in ["{::comment}", "%% ", "{/* ", "{::nomarkdown}{:/", "{::options"] {
            remove(&unit.repeat(100_000));
        }
    }
}
