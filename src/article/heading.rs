//! The first heading of a body, for an article without a title.

use super::split::{cut, lines};

/// How much of a body is looked through.
const HORIZON: usize = 64 << 10;

/// A heading goes on for so many bytes at most.
const LONGEST: usize = 4096;

/// The text of the first heading, as the source writes it between its marks; no tags.
pub(super) fn first(body: &str) -> Option<String> {
    let body = cut(body, HORIZON);
    let mut fenced = false;
    for (offset, line) in lines(body) {
        let line = line.trim();
        if line.starts_with("```") || line.starts_with("~~~") {
            fenced = !fenced;
        }
        if fenced {
            continue;
        }
        let hashes = line.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&hashes)
            && let Some(text) = line.get(hashes..).filter(|text| text.starts_with([' ', '\t']))
        {
            let text = text.trim().trim_end_matches('#').trim_end();
            if !text.is_empty() {
                return Some(without_tags(cut(text, LONGEST)));
            }
        }
        if let Some(text) = element(body.get(offset..)?, line)
            && !text.trim().is_empty()
        {
            return Some(text);
        }
    }
    None
}

/// The text of an `h1` to `h6` that starts in this line; it may go on below it.
fn element(rest: &str, line: &str) -> Option<String> {
    let at = line.find("<h").or_else(|| line.find("<H"))?;
    let level = line.as_bytes().get(at + 2).filter(|byte| (b'1'..=b'6').contains(byte))?;
    let start = rest.find(line)? + at;
    let inner = cut(rest.get(start..)?, LONGEST);
    let inner = inner.get(inner.find('>')? + 1..)?;
    let level = char::from(*level);
    let close = inner.find(&format!("</h{level}")).or_else(|| inner.find(&format!("</H{level}")))?;
    Some(without_tags(inner.get(..close)?))
}

fn without_tags(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let is_tag =
            rest.get(at + 1..).is_some_and(|after| after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/'));
        let end = rest.get(at..).and_then(|tag| tag.find('>')).filter(|_| is_tag);
        let (before, after) = rest.split_at(at);
        out.push_str(before);
        match end {
            Some(end) => rest = after.get(end + 1..).unwrap_or_default(),
            None => {
                out.push('<');
                rest = after.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        for (body, expected) in [
            ("\n\n# 标题 #\ntext", Some("标题")),
            ("#没有空格\n## 真的", Some("真的")),
            ("```\n# code\n```\n## a <b>b</b> < c", Some("a b < c")),
            ("<div>\n<h2 id=x>多\n行<br></h2>", Some("多\n行")),
            ("<H3>大</H3>", Some("大")),
            ("<header>x</header>\n<h1></h1>text", None),
            ("", None),
        ] {
            assert_eq!(first(body).as_deref(), expected, "{body:?}");
        }
    }
}
