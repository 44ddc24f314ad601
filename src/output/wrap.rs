//! Messages broken into the lines of a terminal, which would break inside words.

use std::ops::Range;

use crate::text::{Language, Profile};
use crate::typeset::{Options, line_starts};

/// A message with its lines broken to at most `cells`.
pub fn wrapped(message: &str, cells: usize) -> String {
    let lines: Vec<&str> =
        wrapped_lines(message, cells).into_iter().map(|line| message.get(line).unwrap_or_default()).collect();
    lines.join("\n")
}

/// The lines of a message in at most `cells`, as ranges of its bytes without the blanks between them. It is broken as the
/// typesetter would. Commands and options stay whole where they fit, and so do words with hyphens and paths; a longer word
/// is left to the terminal.
pub fn wrapped_lines(message: &str, cells: usize) -> Vec<Range<usize>> {
    let profile = Profile::default();
    let trimmed = |range: Range<usize>| message.get(range).unwrap_or_default().trim_end_matches(' ');
    let mut lines: Vec<Range<usize>> = Vec::new();
    for piece in pieces(message, cells) {
        match lines.last_mut() {
            Some(line) if profile.width(trimmed(line.start..piece.end)) <= cells => line.end = piece.end,
            _ => lines.push(piece),
        }
    }
    lines.into_iter().map(|line| line.start..line.start + trimmed(line).len()).collect()
}

/// What is not broken, with the blanks behind it.
fn pieces(message: &str, cells: usize) -> Vec<Range<usize>> {
    let language = Language::detect(message);
    let is_east_asian = message.chars().any(|c| matches!(c, '\u{3041}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'));
    let mut starts = line_starts(message, &Options::for_interface(), language);
    starts.retain(|at| !is_inside_word(message, *at));
    starts.push(message.len());
    let mut words: Vec<Range<usize>> = Vec::new();
    for end in starts {
        words.push(words.last().map_or(0, |word| word.end)..end);
    }
    let mut pieces: Vec<Range<usize>> = Vec::new();
    for group in words.chunk_by(|_, next| is_command(message, next.start, is_east_asian)) {
        let (Some(first), Some(last)) = (group.first(), group.last()) else { continue };
        let whole = first.start..last.end;
        let width = Profile::default().width(message.get(whole.clone()).unwrap_or_default().trim_end_matches(' '));
        if width <= cells { pieces.push(whole) } else { pieces.extend(group.iter().cloned()) }
    }
    pieces
}

/// Whether a word of ASCII goes on at a byte: behind a hyphen or a slash.
fn is_inside_word(message: &str, at: usize) -> bool {
    let (before, after) = message.split_at_checked(at).unwrap_or((message, ""));
    before.ends_with(|c: char| c.is_ascii_graphic()) && after.starts_with(|c: char| c.is_ascii_graphic())
}

/// Whether a blank before a byte is within a command: before or behind an option, and between words of ASCII in an East
/// Asian sentence.
fn is_command(message: &str, at: usize, is_east_asian: bool) -> bool {
    let (before, after) = message.split_at_checked(at).unwrap_or((message, ""));
    let before = before.trim_end_matches(' ');
    let word = before.rsplit(|c: char| c == ' ' || !c.is_ascii()).next().unwrap_or_default();
    let begins = |text: &str| text.starts_with('-') && text.len() > 1;
    let next = after.split(' ').next().unwrap_or_default();
    if begins(word) || begins(next) {
        return !word.is_empty();
    }
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_graphic() && !",.:;()[]".contains(c));
    is_east_asian && is_word(word.chars().next_back()) && is_word(next.chars().next())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_commands_stay_whole() {
        for (message, cells, expected) in [
            ("", 80, &[""][..]),
            ("a  b", 80, &["a  b"]),
            ("a long time", 11, &["a long time"]),
            ("a long time", 10, &["a long", "time"]),
            ("a long time", 1, &["a", "long", "time"]),
            ("读取 很长 时间", 9, &["读取 很长", "时间"]),
            ("读取很长，时间。", 9, &["读取很", "长，时", "间。"]),
            ("按 :q 或 inkstone", 8, &["按 :q 或", "inkstone"]),
            ("one two three", 80, &["one two three"]),
            ("one two three", 8, &["one two", "three"]),
            ("one two", 3, &["one", "two"]),
            ("path/to/a-long-name two", 8, &["path/to/a-long-name", "two"]),
            ("a date [duplicate-key]", 20, &["a date", "[duplicate-key]"]),
            ("themes nord, contrast-light", 22, &["themes nord,", "contrast-light"]),
            (
                "테마와 그림은 256색 중 가장 가까운 색을 씁니다",
                33,
                &["테마와 그림은 256색 중 가장", "가까운 색을 씁니다"],
            ),
            (
                "안에서는 set -g allow-passthrough on도 필요합니다",
                24,
                &["안에서는 set -g", "allow-passthrough on도", "필요합니다"],
            ),
            (
                "안에서는 set -g allow-passthrough on도 필요합니다",
                32,
                &["안에서는", "set -g allow-passthrough on도", "필요합니다"],
            ),
            ("没有“甲”这一项设置，", 10, &["没有“甲”这", "一项设置，"]),
            ("use --query is:unread with list", 12, &["use --query", "is:unread", "with list"]),
            ("use --query is:unread with list", 24, &["use --query is:unread", "with list"]),
        ] {
            assert_eq!(wrapped(message, cells).split('\n').collect::<Vec<_>>(), expected, "{message} {cells}");
        }
    }
}
