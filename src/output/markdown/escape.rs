//! Text that is no markup in Markdown.

/// Text in which nothing is markup.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let entity =
            || text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '#'));
        let opens = || text.get(at + 1..).is_some_and(|rest| rest.starts_with(|c: char| !c.is_whitespace()));
        let is_mark = matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>');
        if is_mark || c == '&' && entity() || c == '$' && opens() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Escapes the start of a line that would otherwise be a heading, a rule or a list item.
pub(super) fn escaped_start(line: &str) -> String {
    let digits = line.chars().take_while(char::is_ascii_digit).count();
    let numbered = digits > 0 && line.get(digits..).is_some_and(|rest| rest.starts_with(['.', ')']));
    match line.chars().next() {
        Some('#' | '+' | '-' | '=' | '|' | '~') => format!("\\{line}"),
        _ if numbered => format!("{}\\{}", &line[..digits], &line[digits..]),
        _ => line.to_owned(),
    }
}
