//! Lines that begin with a colon but describe no term.

use crate::document::dialect::code::Code;

/// The body with the colon escaped in lines that begin with one and no blank after it, such as `:name: text`; `None`
/// without any. As in PHP Markdown Extra and kramdown, a description has a blank after its colon. The colon becomes a
/// character reference, because such a line may be in a block of HTML, where a backslash is text.
pub(in crate::document::dialect::markdown) fn escape(body: &str) -> Option<String> {
    if !body.lines().any(is_text) {
        return None;
    }
    let code = Code::of_markdown(body);
    let mut out = String::with_capacity(body.len() + 16);
    for (_, line, code) in code.lines(body) {
        match line.split_once(':').filter(|_| code.is_none() && is_text(line)) {
            Some((indent, rest)) => out.extend([indent, "&#58;", rest]),
            None => out.push_str(line),
        }
    }
    Some(out)
}

/// Whether a line begins with a colon and a letter or digit.
fn is_text(line: &str) -> bool {
    let rest = line.trim_start_matches([' ', '>']).strip_prefix(':');
    rest.is_some_and(|rest| rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colons_without_a_blank() {
        for (body, expected) in [
            ("甲\n:doge: 乙", Some("甲\n&#58;doge: 乙")),
            ("甲\n\n> :汉字: 乙\n", Some("甲\n\n> &#58;汉字: 乙\n")),
            ("甲\n: 乙\n:   丙", None),
            (":-:|:-:\n:::tip", None),
            ("```\n:a\n```", Some("```\n:a\n```")),
        ] {
            assert_eq!(escape(body).as_deref(), expected, "{body}");
        }
    }
}
