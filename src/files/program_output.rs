//! The text that a program has written for a terminal.

/// The text as a terminal would show it in the end, without colours: control sequences (ECMA-48) are left out, a
/// carriage return begins the line again, and a backspace takes back a character.
pub fn shown_text(written: &str) -> String {
    let mut out = String::with_capacity(written.len());
    let mut start = 0;
    let mut rest = written.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\x1b' => skip_sequence(&mut rest),
            '\u{9b}' => skip_control(&mut rest),
            '\n' | '\x0c' => {
                out.push('\n');
                start = out.len();
            }
            '\r' if matches!(rest.peek(), Some('\n') | None) => {}
            '\r' => out.truncate(start),
            '\x08' if out.len() > start => drop(out.pop()),
            c if c.is_control() && c != '\t' => {}
            c => out.push(c),
        }
    }
    out.truncate(out.trim_end().len());
    out
}

type Rest<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// Skips a sequence after its escape character.
fn skip_sequence(rest: &mut Rest<'_>) {
    match rest.next() {
        Some('[') => skip_control(rest),
        // Strings, as those of titles and hyperlinks, end with BEL or ESC \.
        Some(']' | 'P' | 'X' | '^' | '_') => {
            while let Some(c) = rest.next() {
                if c == '\x07' || c == '\x1b' && rest.next_if_eq(&'\\').is_some() {
                    return;
                }
            }
        }
        // Intermediate characters come before the final one.
        Some(' '..='/') => drop(rest.find(|c| !matches!(c, ' '..='/'))),
        _ => {}
    }
}

/// Skips the parameters and the final character of a control sequence.
fn skip_control(rest: &mut Rest<'_>) {
    while rest.next_if(|c| matches!(c, ' '..='?')).is_some() {}
    let _ = rest.next_if(|c| matches!(c, '@'..='~'));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_sequences_are_left_out() {
        for (written, shown) in [
            ("", ""),
            ("\n \n", ""),
            ("a\nb\n", "a\nb"),
            ("  a\r\nb\r\n", "  a\nb"),
            ("a\tb", "a\tb"),
            ("\x1b[1;31merror:\x1b[0m no", "error: no"),
            ("\x1b[38;2;1;2;3m色\x1b[m", "色"),
            ("\x1b]8;;https://a.example/\x1b\\link\x1b]8;;\x07", "link"),
            ("\x1b(Bx\x1b=y\x1b7z", "xyz"),
            ("\u{9b}1mx", "x"),
            ("10%\r50%\r100%\n", "100%"),
            ("N\x08NA\x08A _\x08x", "NA x"),
            ("\x08\x08a\n\x08b", "a\nb"),
            ("a\x07b\0c\x7f", "abc"),
            ("page\x0cpage", "page\npage"),
            ("\x1b", ""),
            ("\x1b[", ""),
            ("\x1b]open", ""),
            ("x\x1b[31\ny", "x\ny"),
        ] {
            assert_eq!(shown_text(written), shown, "{written:?}");
        }
    }
}
