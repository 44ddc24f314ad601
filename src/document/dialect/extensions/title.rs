//! The title block at the start of a Pandoc document, and the metadata of MultiMarkdown.

/// Keys of MultiMarkdown's metadata, without blanks.
const KEYS: [&str; 24] = [
    "title",
    "subtitle",
    "author",
    "authors",
    "date",
    "affiliation",
    "keywords",
    "copyright",
    "css",
    "email",
    "language",
    "latexinput",
    "latexfooter",
    "latexmode",
    "latexleader",
    "latexbegin",
    "mmdheader",
    "mmdfooter",
    "htmlheader",
    "htmlfooter",
    "baseheaderlevel",
    "htmlheaderlevel",
    "latexheaderlevel",
    "quoteslanguage",
];

/// The body with its title block as a heading and lines below it; `None` without one.
pub(in crate::document::dialect::extensions) fn rewrite(body: &str) -> Option<String> {
    let text = body.trim_start_matches('\u{feff}');
    if text.starts_with("% ") { percent(text) } else { pairs(text) }
}

/// `% title`, `% authors`, `% date`; lines that begin with a blank continue the one above.
fn percent(body: &str) -> Option<String> {
    let mut fields: Vec<String> = Vec::new();
    let mut rest = body;
    while let Some((line, after)) = rest.split_once('\n').or_else(|| (!rest.is_empty()).then_some((rest, ""))) {
        let line = line.trim_end();
        if let Some(field) = line.strip_prefix('%').filter(|field| field.is_empty() || field.starts_with(' ')) {
            fields.push(field.trim().to_owned());
        } else if let Some(last) = fields.last_mut().filter(|_| line.starts_with(' ') && !line.trim().is_empty()) {
            last.push_str("; ");
            last.push_str(line.trim());
        } else {
            break;
        }
        rest = after;
    }
    // A blank line follows, unless the body ends.
    let ended = rest.is_empty() || rest.starts_with(['\n', '\r']);
    if !ended || fields.len() > 3 {
        return None;
    }
    let title = fields.first().filter(|title| !title.is_empty())?.replace("; ", " ");
    Some(with_title(&title, fields.get(1..).unwrap_or_default(), rest))
}

/// `Title: …`, `Author: …`: at least two lines, only with keys of MultiMarkdown.
fn pairs(body: &str) -> Option<String> {
    let end = body.find("\n\n")?;
    let block = body.get(..end).filter(|block| block.len() < 4096)?;
    let mut found: Vec<(String, String)> = Vec::new();
    for line in block.lines() {
        if let Some((_, value)) = found.last_mut().filter(|_| line.starts_with([' ', '\t'])) {
            value.push(' ');
            value.push_str(line.trim());
            continue;
        }
        let (key, value) = line.split_once(':')?;
        let key: String = key.chars().filter(|c| *c != ' ').flat_map(char::to_lowercase).collect();
        KEYS.contains(&key.as_str()).then(|| found.push((key, value.trim().to_owned())))?;
    }
    let value = |wanted: &[&str]| found.iter().find(|(key, _)| wanted.contains(&key.as_str())).map(|(_, value)| value);
    let title = value(&["title"]).filter(|_| found.len() >= 2)?;
    let lines: Vec<String> =
        [&["subtitle"][..], &["author", "authors"], &["date"]].into_iter().filter_map(value).cloned().collect();
    Some(with_title(title, &lines, body.get(end..)?))
}

fn with_title(title: &str, lines: &[String], rest: &str) -> String {
    let mut out = format!("# {title}\n");
    for line in lines.iter().filter(|line| !line.is_empty()) {
        out.push_str(&format!("\n{line}\n"));
    }
    out.push('\n');
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn title_blocks() {
        for (body, expected) in [
            ("% 题\n% 甲; 乙\n% 2020\n\n文", Some("# 题\n\n甲; 乙\n\n2020\n\n\n文")),
            ("% 题\n  续\n% 甲\n  乙\n\n文", Some("# 题 续\n\n甲; 乙\n\n\n文")),
            ("% 题\n%\n% 2020\n", Some("# 题\n\n2020\n\n")),
            ("% 题\n文", None),
            ("%\n% 甲\n\n文", None),
            ("%题\n\n文", None),
            ("100% 好\n", None),
            ("Title: 题\nAuthor: 甲\nCSS: a.css\n\n文", Some("# 题\n\n甲\n\n\n\n文")),
            ("Title: 题\n\n文", None),
            ("Title: 题\nNote: 甲\n\n文", None),
            ("标题：题\n作者：甲\n\n文", None),
        ] {
            assert_eq!(rewrite(body).as_deref(), expected, "{body}");
        }
    }
}
