//! The text that a program has written for a terminal or a printer.

use std::collections::VecDeque;

use unicode_width::UnicodeWidthChar;

/// The text as a terminal would show it in the end, without colours: control sequences (ECMA-48) are left out, a
/// carriage return begins the line again, and what is written after backspaces replaces what is there. An underscore
/// underlines, as it does on a printer, and replaces nothing.
pub fn shown_text(written: &str) -> String {
    let mut page = Page { out: String::with_capacity(written.len()), ..Page::default() };
    let mut rest = written.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\x1b' => skip_sequence(&mut rest),
            '\u{9b}' => skip_control(&mut rest),
            '\n' | '\x0c' => page.end_line(),
            '\r' if matches!(rest.peek(), Some('\n') | None) => {}
            '\r' => page.begin_again(),
            '\x08' => {
                let mut columns = 1;
                while rest.next_if_eq(&'\x08').is_some() {
                    columns += 1;
                }
                page.go_back(columns);
            }
            c if c.is_control() && c != '\t' => {}
            c => page.put(c),
        }
    }
    page.end_line();
    let mut out = page.out;
    out.truncate(out.trim_end().len());
    out
}

/// How many backspaces of a text strike a character over with itself, for bold, or with an underscore, for underlined,
/// as manual pages are formatted for printers (`nroff`).
pub(super) fn overstrikes(text: &str) -> usize {
    let (mut counted, mut run, mut before) = (0, 0, '\0');
    for c in text.chars() {
        if c == '\x08' {
            run += 1;
            continue;
        }
        let is_overstrike = !before.is_control() && !c.is_control() && (before == c || before == '_' || c == '_');
        counted += if is_overstrike { run } else { 0 };
        (run, before) = (0, c);
    }
    counted
}

/// How many combining marks an underlined character keeps. A bound, so that underlining one again and again takes linear
/// time.
const MARKS: usize = 8;

/// What is written, and where on the last line the next character goes.
#[derive(Default)]
struct Page {
    /// The text up to the cursor.
    out: String,
    /// Where the last line begins.
    start: usize,
    /// The characters of the last line that are at the cursor and behind it.
    behind: VecDeque<char>,
    /// Columns of a wide character before the cursor that an underscore has not underlined yet.
    wide: usize,
}

impl Page {
    /// Moves the cursor back by a number of columns. A wide character is stepped over as a whole: some programs write
    /// one backspace for it and some two.
    fn go_back(&mut self, columns: usize) {
        self.wide = 0;
        let mut left = columns;
        while left > 0
            && self.out.len() > self.start
            && let Some(c) = self.out.pop()
        {
            left = left.saturating_sub(width(c));
            self.behind.push_front(c);
        }
    }

    /// Writes a character over what is at the cursor.
    fn put(&mut self, c: char) {
        let columns = width(c);
        if c == '_' && self.wide > 0 {
            self.wide -= 1;
            return;
        }
        self.wide = 0;
        let mut taken = 0;
        while taken < columns
            && let Some(struck) = self.behind.pop_front()
        {
            taken += width(struck);
            if c == '_' && !struck.is_whitespace() {
                self.out.push(struck);
                self.wide = taken.saturating_sub(1);
                self.take_marks(MARKS);
                return;
            }
            self.take_marks(0);
        }
        self.out.push(c);
    }

    /// Takes the combining marks of a character that was taken from behind the cursor, and keeps up to a number of them.
    fn take_marks(&mut self, mut kept: usize) {
        while let Some(mark) = self.behind.front().copied().filter(|c| width(*c) == 0) {
            self.behind.pop_front();
            if kept > 0 {
                self.out.push(mark);
                kept -= 1;
            }
        }
    }

    fn begin_again(&mut self) {
        self.out.truncate(self.start);
        self.behind.clear();
        self.wide = 0;
    }

    fn end_line(&mut self) {
        self.out.extend(self.behind.drain(..));
        self.out.push('\n');
        self.start = self.out.len();
        self.wide = 0;
    }
}

/// The columns of a character; a tabulator, which ends where it does, counts as one.
fn width(c: char) -> usize {
    if c == '\t' { 1 } else { c.width().unwrap_or(0) }
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
            ("B\x08B\x08B_\x08_\x08B", "BB"),
            ("a\x08_b\x08_ \x08_", "ab_"),
            ("+\x08o item", "o item"),
            // One backspace or two for a wide character.
            ("名\x08名称\x08称", "名称"),
            ("名\x08\x08名称\x08\x08称", "名称"),
            ("_\x08斜__\x08\x08体", "斜体"),
            ("下\x08\x08__划\x08_线", "下划线"),
            ("e\u{301}\x08e\u{301}_\x08e\u{301}e\u{301}\x08_", "e\u{301}e\u{301}e\u{301}"),
            ("abc\x08\x08", "abc"),
            ("abc\x08\x08x\ny", "axc\ny"),
            ("abc\x08\x08\rx", "x"),
            ("\x1b[1mb\x08b\x1b[0m", "b"),
            (&format!("e{}\x08_\x08_", "\u{301}".repeat(20)), &format!("e{}", "\u{301}".repeat(MARKS))),
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

    #[test]
    fn overstrikes_are_those_of_manual_pages() {
        for (text, count) in [
            ("N\x08NA\x08A", 2),
            ("_\x08u u\x08_", 2),
            ("B\x08B\x08B", 2),
            ("名\x08\x08名_\x08称", 3),
            ("a\x08b", 0),
            ("\x08a a\x08", 0),
            ("\n\x08\n \x01\x08\x01", 0),
            ("", 0),
        ] {
            assert_eq!(overstrikes(text), count, "{text:?}");
        }
    }
}
