//! Template tags of Hexo, Jekyll and Hugo that stand on a line of their own: what they mean, as Markdown and HTML.

use std::borrow::Cow;

/// The body with the tags that are understood replaced; nothing inside fenced code is touched, all else stands.
pub fn expand(body: &str) -> Cow<'_, str> {
    if !body.contains("{%") && !body.contains("{{<") {
        return Cow::Borrowed(body);
    }
    let mut out = String::with_capacity(body.len());
    let mut fence: Option<(u8, usize)> = None;
    let mut listing: Option<&str> = None;
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        at += line.len();
        let trimmed = line.trim();
        if let Some(end) = listing {
            if tag(trimmed).is_some_and(|(name, _)| name == end) {
                listing = None;
                out.push_str("</code></pre>\n\n");
            } else {
                // `pre` is a block of HTML that blank lines do not end.
                escape(line, &mut out);
            }
            continue;
        }
        fence = fenced(trimmed, fence);
        let own = line.starts_with(['{', ' ']) && !line.starts_with("    ");
        let Some((name, arguments)) = tag(trimmed).filter(|_| fence.is_none() && own) else {
            out.push_str(line);
            continue;
        };
        listing = ending(name, trimmed).filter(|end| closes(&body[at..], name, end));
        if listing.is_some() {
            open_listing(arguments, &mut out);
        } else if let Some(html) = meaning(name, arguments) {
            out.push_str(&html);
            out.push('\n');
        } else {
            out.push_str(line);
        }
    }
    Cow::Owned(out)
}

/// Whether the tag `end` comes before another `name`, so that no tag without its end takes the rest of the article and
/// the look ahead costs no more than the body is long.
fn closes(rest: &str, name: &str, end: &str) -> bool {
    let mut names = rest.lines().filter_map(|line| tag(line.trim())).map(|(name, _)| name);
    names.find(|found| *found == name || *found == end) == Some(end)
}

fn open_listing(arguments: &str, out: &mut String) {
    let mut words = arguments.split_whitespace();
    let named = words.clone().find_map(|word| word.strip_prefix("lang:"));
    let language = named.or_else(|| words.find(|word| !word.contains([':', '/', '"', '<', '='])));
    out.push_str("\n<pre><code");
    if let Some(language) = language {
        element(" class=\"language-", language, out);
        out.push('"');
    }
    out.push('>');
}

/// The fence that is open after this line.
fn fenced(line: &str, open: Option<(u8, usize)>) -> Option<(u8, usize)> {
    let Some(mark) = line.bytes().next().filter(|byte| matches!(byte, b'`' | b'~')) else { return open };
    let length = line.bytes().take_while(|byte| *byte == mark).count();
    match open {
        Some((old, least)) => (old != mark || length < least || line.len() > length).then_some((old, least)),
        None => (length >= 3).then_some((mark, length)),
    }
}

/// The name and the arguments of a line that is one tag.
fn tag(line: &str) -> Option<(&str, &str)> {
    let inner = line
        .strip_prefix("{%")
        .and_then(|rest| rest.strip_suffix("%}"))
        .or_else(|| line.strip_prefix("{{<").and_then(|rest| rest.strip_suffix(">}}")))?;
    let inner = inner.trim_matches(|c: char| c == '-' || c.is_whitespace());
    if inner.contains("%}") || inner.contains(">}}") {
        return None;
    }
    let (name, arguments) = inner.split_once(char::is_whitespace).unwrap_or((inner, ""));
    Some((name, arguments.trim()))
}

/// The tag that ends the listing which the line begins.
fn ending(name: &str, line: &str) -> Option<&'static str> {
    match name {
        "codeblock" => Some("endcodeblock"),
        "highlight" if line.starts_with("{{") => Some("/highlight"),
        "highlight" => Some("endhighlight"),
        _ => None,
    }
}

/// What a tag without content means.
fn meaning(name: &str, arguments: &str) -> Option<String> {
    let mut words = arguments.split_whitespace().map(|word| word.trim_matches(['"', '\'']));
    let mut out = String::new();
    match name {
        "raw" | "endraw" => {}
        "asset_img" | "img" => {
            let is_file = |word: &&str| word.contains(['.', '/']);
            let source = words.find(is_file)?;
            let numbers = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
            let alt = words.skip_while(numbers).collect::<Vec<_>>().join(" ");
            element("<img src=\"", source, &mut out);
            element("\" alt=\"", alt.trim_matches(['"', '\'']), &mut out);
            out.push_str("\">\n");
        }
        "figure" => {
            element("<figure><img src=\"", quoted(arguments, "src")?, &mut out);
            element("\" alt=\"", quoted(arguments, "alt").unwrap_or_default(), &mut out);
            let caption = quoted(arguments, "caption").or_else(|| quoted(arguments, "title")).unwrap_or_default();
            element("\"><figcaption>", caption, &mut out);
            out.push_str("</figcaption></figure>\n");
        }
        "youtube" => {
            element("<iframe src=\"https://www.youtube.com/watch?v=", words.next()?, &mut out);
            out.push_str("\"></iframe>\n");
        }
        "iframe" => {
            element("<iframe src=\"", words.next()?, &mut out);
            out.push_str("\"></iframe>\n");
        }
        "post_link" => {
            let slug = words.next()?;
            let title = words.collect::<Vec<_>>().join(" ");
            element("<p><a href=\"", slug, &mut out);
            element("\">", if title.is_empty() { slug } else { title.trim_matches(['"', '\'']) }, &mut out);
            out.push_str("</a></p>\n");
        }
        _ => return None,
    }
    Some(out)
}

fn element(before: &str, value: &str, out: &mut String) {
    out.push_str(before);
    escape(value, out);
}

/// The value of `key="value"`.
fn quoted<'a>(arguments: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = arguments.split_once(&format!("{key}=\""))?;
    rest.split_once('"').map(|(value, _)| value)
}

fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{BlockKind, BodyKind, read};

    #[test]
    fn tags_mean_something() {
        for (body, expected) in [
            ("a\n\n{% asset_img x.png 图 %}\n\nb", vec!["a", "图", "b"]),
            ("{% codeblock js %}\nlet a = 1 < 2;\n\nb\n{% endcodeblock %}\n\nc", vec!["let a = 1 < 2;\n\nb", "c"]),
            ("```\n{% img a.png %}\n```", vec!["{% img a.png %}"]),
            ("```\na\n```\n{% post_link slug 题目 %}", vec!["a", "题目"]),
            ("{{< figure src=\"a.png\" caption=\"说明\" >}}", vec!["", "说明"]),
            ("{% raw %}\nx\n{% endraw %}", vec!["x"]),
            ("{% unknown x %}", vec!["{% unknown x %}"]),
            ("{{< highlight go \"linenos=1\" >}}\na\n\nb\n{{< /highlight >}}\n\n*c*", vec!["a\n\nb", "c"]),
            ("{% codeblock %}\n\n*a*\n\nb", vec!["{% codeblock %}", "a", "b"]),
            ("{% codeblock %}\n\n*a*\n\n{% codeblock %}\nb\n{% endcodeblock %}", vec!["{% codeblock %}", "a", "b"]),
        ] {
            let (document, _) = read(body, BodyKind::Markdown);
            let texts: Vec<&str> = document.blocks.iter().map(|block| block.text()).collect();
            assert_eq!(texts, expected, "{body}");
        }
        for opener in
            ["{% highlight rust %}\nx\n{% endhighlight %}", "{% codeblock a.rs lang:rust %}\nx\n{% endcodeblock %}"]
        {
            let (document, _) = read(opener, BodyKind::Markdown);
            assert!(matches!(&document.blocks[0].kind, BlockKind::Code(Some(language)) if &**language == "rust"));
        }
    }
}
