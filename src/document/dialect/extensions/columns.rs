//! Pandoc's simple and multiline tables, whose columns are those of a line of hyphens.

use std::ops::Range;

use crate::document::dialect::extensions::cells::Rows;
use crate::text::Profile;

/// Maximum number of lines of a table.
const MAX_LINES: usize = 4000;

/// Whether a line consists of at least two runs of hyphens, which are columns.
pub(in crate::document::dialect::extensions) fn is_rule(line: &str) -> bool {
    if !line.trim_start().starts_with("--") {
        return false;
    }
    let runs = || line.split_ascii_whitespace();
    runs().count() >= 2 && runs().all(|run| run.len() >= 2 && run.bytes().all(|byte| byte == b'-'))
}

/// Whether a line is one run of hyphens, which begins or ends a table.
fn is_border(line: &str) -> bool {
    let bare = line.trim();
    bare.len() >= 8 && bare.bytes().all(|byte| byte == b'-')
}

/// The alignment that colons at the ends of a line give its column.
pub(in crate::document::dialect::extensions) fn alignment_of_rule(rule: &str) -> &'static str {
    match (rule.starts_with(':'), rule.ends_with(':')) {
        (true, true) => "center",
        (false, true) => "right",
        (true, false) => "left",
        (false, false) => "",
    }
}

/// A table at the start of these lines, which follow a blank line, with the number of lines it takes. `budget` is how many
/// lines may still be searched for ends of tables, so that all searches together are linear.
pub(in crate::document::dialect::extensions) fn table(lines: &[&str], budget: &mut usize) -> Option<(usize, String)> {
    let first = lines.first()?;
    let bordered = is_border(first);
    let start = usize::from(bordered);
    // The head has one line, or several below a border.
    let most = if bordered { 12 } else { 1 };
    let near = lines.get(start..)?.iter().take(most + 1);
    let rule = start + near.clone().position(|line| is_rule(line))?;
    let head = lines.get(start..rule)?;
    if head.iter().any(|line| line.trim().is_empty()) || (bordered && head.is_empty()) {
        return None;
    }
    let columns = columns(lines.get(rule)?);
    let body = lines.get(rule + 1..)?;
    let blank = |line: &str| line.trim().is_empty();
    let marked = bordered || head.is_empty();
    let near = body.get(..body.len().min(MAX_LINES).min(*budget))?;
    let end = near.iter().position(|line| is_end(line, marked));
    *budget -= end.unwrap_or(near.len());
    // Only a table with a head and without a border may end with the body.
    let length = end.or_else(|| (!marked && near.len() == body.len()).then_some(body.len()))?;
    let ended = body.get(length).copied().unwrap_or_default();
    let rows = body.get(..length)?;
    let fits = |line: &str| columns.iter().skip(1).all(|column| is_gap(line, column.start));
    let multiline = bordered || (head.is_empty() && rows.iter().any(|line| blank(line)));
    if rows.is_empty() || !head.iter().chain(rows).filter(|line| !blank(line)).all(|line| fits(line)) {
        return None;
    }
    let mut table = Rows { align: alignments(head, rows, &columns), ..Rows::default() };
    if !head.is_empty() {
        table.rows.push(joined(head, &columns));
        table.head = 1;
    }
    if multiline {
        table
            .rows
            .extend(rows.split(|line| blank(line)).filter(|part| !part.is_empty()).map(|part| joined(part, &columns)));
    } else {
        table.rows.extend(rows.iter().map(|line| joined(&[line], &columns)));
    }
    Some((rule + 1 + length + usize::from(!ended.trim().is_empty()), table.html("")))
}

/// Whether a line ends the rows: a blank one, or in tables with a lower border only that border.
fn is_end(line: &str, bordered: bool) -> bool {
    if bordered { is_border(line) || is_rule(line) } else { line.trim().is_empty() || is_rule(line) }
}

/// The columns of a line of hyphens, in cells. Text between two columns belongs to the one before.
fn columns(rule: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, byte) in rule.bytes().enumerate() {
        match found.last_mut() {
            _ if byte != b'-' => {}
            Some(last) if last.end == at => last.end += 1,
            _ => found.push(at..at + 1),
        }
    }
    found
}

/// Whether a column may begin at this cell of a line: there is a blank before it, or the line has ended.
fn is_gap(line: &str, cell: usize) -> bool {
    split_at(line, cell).is_some_and(|(before, after)| after.is_empty() || before.is_empty() || before.ends_with(' '))
}

/// A line divided at a cell of the terminal; `None` within a wide character.
fn split_at(line: &str, cell: usize) -> Option<(&str, &str)> {
    let mut width = 0;
    for (at, c) in line.char_indices() {
        if width >= cell {
            return if width == cell { line.split_at_checked(at) } else { None };
        }
        width += Profile::default().width(c.encode_utf8(&mut [0; 4]));
    }
    Some((line, ""))
}

/// The part of a line in a column: up to the start of the next one.
fn part<'a>(line: &'a str, columns: &[Range<usize>], at: usize) -> &'a str {
    let start = if at == 0 { 0 } else { columns.get(at).map_or(0, |column| column.start) };
    let tail = split_at(line, start).map_or("", |(_, tail)| tail);
    match columns.get(at + 1) {
        Some(next) => split_at(tail, next.start - start).map_or(tail, |(part, _)| part),
        None => tail,
    }
}

/// The cells of a row of several lines.
fn joined(lines: &[&str], columns: &[Range<usize>]) -> Vec<String> {
    let cell = |at| {
        let parts: Vec<&str> =
            lines.iter().map(|line| part(line, columns, at).trim()).filter(|part| !part.is_empty()).collect();
        parts.join("\n")
    };
    (0..columns.len()).map(cell).collect()
}

/// The alignment of each column: by the place of its head, or of its first row, over the hyphens.
fn alignments(head: &[&str], rows: &[&str], columns: &[Range<usize>]) -> Vec<&'static str> {
    let sample = head.last().or(rows.first()).copied().unwrap_or_default();
    let align = |(at, column): (usize, &Range<usize>)| {
        let text = part(sample, columns, at);
        let start = if at == 0 { 0 } else { column.start };
        let left = start + text.len() - text.trim_start().len() > column.start;
        let right = start + Profile::default().width(text.trim_end()) < column.end;
        match (left, right) {
            (true, true) => "center",
            (true, false) => "right",
            _ => "",
        }
    };
    columns.iter().enumerate().map(align).collect()
}
