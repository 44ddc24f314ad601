//! Where the text of a line of the source is in an article.

use memchr::memmem;

use crate::app::page::article_view::{Goal, ScrollAnchor};
use crate::app::page::source::file_lines::FileLines;
use crate::document::{Anchor, Block, Document};
use crate::typeset::find;

/// How many lines with words are tried, from the one that is looked for.
const TRIES: usize = 8;

/// Longest text that is looked for, in characters.
const LONGEST: usize = 40;

/// How much of what follows a place of the text is looked for in the source, in characters.
const NEXT: usize = 12;

impl Goal {
    /// The place of a line of the source, if that is the goal. `title` is that of the article: a
    /// heading that repeats it is not part of what is shown.
    pub fn resolved(self, source: &str, body: &str, document: &Document, title: &str) -> Self {
        let Self::Line(line) = self else { return self };
        if let Some(anchor) = FileLines::of(source, body, document).place(line) {
            let is_top = anchor == Anchor::default();
            return if is_top { Self::Top } else { Self::Anchor(ScrollAnchor { head: None, anchor }) };
        }
        let dropped = u32::from(document.repeats(title));
        match anchor_of_line(source, body, document, line) {
            Some(anchor) if anchor.block >= dropped => {
                let anchor = Anchor { block: anchor.block - dropped, ..anchor };
                Self::Anchor(ScrollAnchor { head: None, anchor })
            }
            _ => Self::Top,
        }
    }
}

/// The place of a line of the source, counted from 1; of the last line if there are not so many; `None` in front matter
/// and where the body begins. Documents do not keep lines, so the longest piece of the line, or of the next one with a
/// piece that is in the document, is searched for: it is as many occurrences from the beginning as in the body.
fn anchor_of_line(source: &str, body: &str, document: &Document, line: usize) -> Option<Anchor> {
    let ahead = source.len().saturating_sub(body.len());
    let starts = std::iter::once(0).chain(memchr::memchr_iter(b'\n', source.as_bytes()).map(|at| at + 1));
    let start = starts.take(line.max(1)).filter(|start| *start < source.len()).last()?;
    let at = start.checked_sub(ahead).filter(|at| *at > 0)?;
    let (before, after) = body.split_at_checked(at)?;
    // As in a search, upper and lower case make no difference.
    let mut before: String = before.split_inclusive('\n').map(|line| shown_of(line).to_lowercase()).collect();
    let mut tries = 0;
    for text in after.split_inclusive('\n') {
        for piece in pieces(text) {
            let number = memmem::find_iter(before.as_bytes(), piece.to_lowercase().as_bytes()).count();
            let found = find(document, &piece);
            if let Some(found) = found.get(number).or(found.last()) {
                return Some(found.anchor());
            }
        }
        tries += usize::from(has_words(text));
        if tries == TRIES {
            break;
        }
        before.push_str(&shown_of(text).to_lowercase());
    }
    // Nothing of it is shown: a place in proportion.
    let block = document.blocks.len().saturating_sub(1) * at / body.len().max(1);
    Some(Anchor { block: u32::try_from(block).unwrap_or(u32::MAX), byte: 0 })
}

/// Whether a line has letters or digits.
fn has_words(line: &str) -> bool {
    line.contains(char::is_alphanumeric)
}

/// The pieces of a line that may be in the document as they are, the rarest first: all of it without the markers at its
/// start, the longest piece between signs of markup, the longest run of letters.
fn pieces(line: &str) -> impl Iterator<Item = String> {
    let line = line.trim();
    let is_fence = line.starts_with("```") || line.starts_with("~~~");
    let marker = |c: char| c.is_whitespace() || "#>*+-|".contains(c);
    let whole = line.trim_start_matches(marker).trim_end_matches(['|', ' ']);
    let plain = shown_of(line);
    let signs = |c: char| "*_`[](){}<>|!\\~=#&".contains(c);
    let between = plain.split(signs).map(str::trim).max_by_key(|piece| piece.len()).unwrap_or_default();
    let all = [Some(whole.to_owned()), Some(between.to_owned()), longest_run(&plain)];
    let shorter = |piece: String| piece.chars().take(LONGEST).collect::<String>();
    all.into_iter().flatten().map(shorter).filter(move |piece| !is_fence && has_words(piece))
}

/// The line of the source that a place of the text comes from, counted from 1: the inverse of a goal that is a line, by
/// the next words. `None` if nothing of it is in the source as it is written.
pub(in crate::app) fn line_of_anchor(source: &str, body: &str, document: &Document, anchor: Anchor) -> Option<usize> {
    let from = length_of_dropped_heading(body, document);
    let ahead = source.len().saturating_sub(body.len()) + from;
    let folded = body.get(from..)?.to_lowercase();
    let mut byte = anchor.byte as usize;
    for (index, block) in document.blocks.iter().enumerate().skip(anchor.block as usize).take(TRIES) {
        let text = block.text().get(byte..).unwrap_or_default();
        let line = text.lines().find(|line| has_words(line)).unwrap_or_default().trim();
        let words: String = line.chars().take(NEXT).collect();
        for piece in [Some(words), first_run(line)].into_iter().flatten().filter(|piece| has_words(piece)) {
            let here = Anchor { block: index as u32, byte: byte as u32 };
            let number = find(document, &piece).iter().filter(|found| found.anchor() < here).count();
            let found = memmem::find_iter(folded.as_bytes(), piece.to_lowercase().as_bytes()).nth(number);
            if let Some(at) = found {
                let lines = |text: &str| memchr::memchr_iter(b'\n', text.as_bytes()).count();
                return Some(1 + lines(source.get(..ahead)?) + lines(folded.get(..at)?));
            }
        }
        byte = 0;
    }
    None
}

/// The first run of letters and digits of a line that is long enough to be rare, else the longest one.
fn first_run(line: &str) -> Option<String> {
    const RARE: usize = 3;
    let mut runs = line.split(|c: char| !c.is_alphanumeric());
    let first = runs.find(|run| run.len() >= RARE).map(|run| run.chars().take(LONGEST).collect());
    first.or_else(|| longest_run(line))
}

/// The length of the body up to the end of its first line, if that is a heading that the document does not show.
fn length_of_dropped_heading(body: &str, document: &Document) -> usize {
    let line = body.lines().find(|line| !line.trim().is_empty()).filter(|line| line.starts_with('#'));
    let first = document.blocks.first().map(Block::text);
    let dropped = line.filter(|line| first.is_none_or(|first| !line.contains(first)));
    dropped.and_then(|line| Some(memmem::find(body.as_bytes(), line.as_bytes())? + line.len())).unwrap_or(0)
}

/// A line without its tags, the targets of its links, and definitions of links, none of which are shown.
fn shown_of(line: &str) -> String {
    if line.starts_with('[') && line.contains("]: ") {
        return "\n".to_owned();
    }
    let mut inside = false;
    let outside = |c: char| {
        let was_inside = inside;
        inside = c == '<' || inside && c != '>';
        if inside || was_inside { ' ' } else { c }
    };
    let text: String = line.chars().map(outside).collect();
    let mut parts = text.split("](");
    let mut shown = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        shown.push(' ');
        shown.push_str(part.split_once(')').map_or(part, |(_, after)| after));
    }
    shown
}

/// The longest run of letters and digits of a line.
fn longest_run(line: &str) -> Option<String> {
    let runs = line.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty());
    runs.max_by_key(|run| run.len()).map(|run| run.chars().take(LONGEST).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BodyKind, read};

    #[test]
    fn words_that_are_not_shown_do_not_mislead() {
        let body = "<img alt=\"\" src=\"token/stream.png\">\n\nA [token](https://a.cn/token/stream) stream.\n\n```rust\n\
                    let token = stream;\nfrom(token)\n```\n\n- **from** a [stream]\n\n[stream]: https://a.cn/token\n\n\
                    | token | stream |\n|---|---|\n| from | rust |\n";
        let (document, _) = read(body, BodyKind::Markdown);
        let shown = |line| {
            let anchor = anchor_of_line(body, body, &document, line)?;
            let text = document.blocks.get(anchor.block as usize)?.text().get(anchor.byte as usize..)?;
            Some(text.lines().next().unwrap_or_default().to_owned())
        };
        for (line, expected) in [
            (3, "token stream."),
            (5, "let token = stream;"),
            (6, "let token = stream;"),
            (7, "from(token)"),
            (8, "stream"),
            (10, "stream"),
        ] {
            assert_eq!(shown(line).as_deref(), Some(expected), "{line}");
        }
    }

    #[test]
    fn places_of_the_text_have_a_line() {
        let body =
            "# Ink\n\nInk is\nblack ink.\n\n- ink\n- stone\n\n```\nstone\nstone ink\n```\n\n![](a.png)\n\nEnd.\n";
        let source = format!("---\ntitle: Ink\n---\n{body}");
        let (mut document, _) = read(body, BodyKind::Markdown);
        let line = |document: &Document, block, byte| line_of_anchor(&source, body, document, Anchor { block, byte });
        assert_eq!([0, 1, 2, 3].map(|block| line(&document, block, 0)), [4, 6, 9, 10].map(Some));
        document.drop_opening_heading("Ink");
        let lines = [(0, 0), (0, 7), (1, 0), (2, 0), (3, 0), (3, 6), (4, 0), (5, 0)];
        let found = lines.map(|(block, byte)| line(&document, block, byte));
        assert_eq!(found, [6, 7, 9, 10, 13, 14, 19, 19].map(Some));
        assert_eq!(line(&document, 9, 0), None);
    }

    #[test]
    fn a_heading_that_repeats_the_title_is_not_counted() {
        let body = "# Ink\n\n- one\n- two\n- three\n";
        let (document, _) = read(body, BodyKind::Markdown);
        let goal = |line, title| Goal::Line(line).resolved(body, body, &document, title);
        let at = |block| Goal::Anchor(ScrollAnchor { head: None, anchor: Anchor { block, byte: 0 } });
        for (line, repeated, other) in [(1, Goal::Top, Goal::Top), (3, at(0), at(1)), (5, at(2), at(3))] {
            assert_eq!((goal(line, "Ink"), goal(line, "Stone")), (repeated, other), "{line}");
        }
    }

    #[test]
    fn lines_of_the_source_are_found_in_the_text() {
        let body = "First paragraph.\n\nSecond one\nwith ink in it.\n\n## Ink\n\n- ink\n- *stone* and ink\n\n---\n\n\
                    <p class=\"stone\">砚与墨</p>\n\n墨\n";
        let source = format!("---\ntitle: ink\n---\n{body}");
        let (document, _) = read(body, BodyKind::Markdown);
        let texts: Vec<(usize, &str)> = (0..20)
            .map(|line| {
                let anchor = anchor_of_line(&source, body, &document, line);
                let text = anchor.and_then(|at| document.blocks[at.block as usize].text().get(at.byte as usize..));
                (line, text.unwrap_or_default())
            })
            .collect();
        let expected = [
            (0, ""),
            (1, ""),
            (2, ""),
            (3, ""),
            (4, ""),
            (5, "Second one with ink in it."),
            (6, "Second one with ink in it."),
            (7, "with ink in it."),
            (8, "Ink"),
            (9, "Ink"),
            (10, "ink"),
            (11, "ink"),
            (12, "and ink"),
            (13, "砚与墨"),
            (14, "砚与墨"),
            (15, "砚与墨"),
            (16, "砚与墨"),
            (17, "墨"),
            (18, "墨"),
            (19, "墨"),
        ];
        assert_eq!(texts, expected);
    }
}
