//! Tables of kramdown and Pandoc that GFM lacks: without a head, with a foot, drawn as grids, set in columns.

use crate::document::dialect::code::{Code, CodeKind};
use crate::document::dialect::extensions::cells::{Rows, split};
use crate::document::dialect::extensions::columns;

/// Maximum number of columns of a grid.
const MAX_COLUMNS: usize = 64;

/// The body with such tables rewritten; `None` without any.
pub(in crate::document::dialect::extensions) fn rewrite(body: &str) -> Option<String> {
    let is_candidate = |line: &str| {
        let line = line.trim();
        line.starts_with('|') || is_grid_rule(line) || columns::is_rule(line)
    };
    if !body.lines().any(is_candidate) {
        return None;
    }
    let code = Code::of_markdown(body);
    let lines = code.lines(body);
    // Rows may be indented like code.
    let is_code = |code: Option<CodeKind>| code.is_some_and(|kind| kind != CodeKind::Indented);
    let text: Vec<&str> = lines
        .iter()
        .map(|(_, line, code)| if is_code(*code) { "" } else { line.trim_end_matches(['\n', '\r']) })
        .collect();
    let mut out = String::with_capacity(body.len() + 256);
    let mut changed = false;
    let mut budget = 8 * lines.len();
    let mut at = 0;
    while let Some((_, whole, _)) = lines.get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let before = at.checked_sub(1).and_then(|before| lines.get(before)).map_or("", |(_, line, _)| line.trim());
        let fresh = before.is_empty() || before.starts_with("{:") || before.ends_with('>');
        let found = match rest.first().map_or(0, |line| line.trim_start().bytes().next().unwrap_or(0)) {
            // Each run of lines with bars is looked at once, from its first line.
            b'|' if fresh && !before.starts_with('|') => piped(rest),
            b'+' if fresh => grid(rest),
            _ if fresh => columns::table(rest, &mut budget),
            _ => None,
        };
        match found {
            Some((count, table)) => {
                out.push_str(&table);
                changed = true;
                at += count;
            }
            None => {
                out.push_str(whole);
                at += 1;
            }
        }
    }
    changed.then_some(out)
}

/// Whether a line of bars separates parts of a table: every cell has at least three hyphens or two equals signs.
fn is_separator(line: &str) -> bool {
    let line = line.trim();
    let marks = line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b'=' | b':' | b'+' | b' '));
    let long = |cell: &str| cell.matches('-').count() >= 3 || cell.matches('=').count() >= 2;
    let mut cells = line.split(['|', '+']).filter(|cell| !cell.trim().is_empty()).peekable();
    line.starts_with('|') && line.len() > 3 && marks && cells.peek().is_some() && cells.all(long)
}

/// Whether a line is the one below the head of a table of GFM.
fn is_delimiter(line: &str) -> bool {
    let is_cell = |cell: &&str| cell.contains('-') && cell.trim_matches(':').bytes().all(|byte| byte == b'-');
    let cells = split(line);
    !cells.is_empty() && cells.iter().all(is_cell)
}

/// The run of lines with bars at the start of these, if it is a table that GFM would not read.
fn piped(lines: &[&str]) -> Option<(usize, String)> {
    let count = lines.iter().take_while(|line| line.trim_start().starts_with('|')).count();
    let run = lines.get(..count)?;
    let (first, second) = (run.first()?, run.get(1)?);
    let indent = first.get(..first.len() - first.trim_start().len())?;
    if is_delimiter(second) && !is_separator(first) {
        // A table of GFM. Further separators are lines between its parts.
        let extra = run.iter().skip(2).any(|line| is_separator(line));
        let rows = run.iter().enumerate().filter(|(at, line)| *at < 2 || !is_separator(line));
        return Some((count, rows.map(|(_, line)| format!("{line}\n")).collect())).filter(|_| extra);
    }
    if indent.len() > 3 {
        return None;
    }
    let separated = is_separator(first) || is_delimiter(first);
    let width = split(first).len();
    if !separated && !run.iter().all(|line| is_separator(line) || (width >= 2 && split(line).len() == width)) {
        return None;
    }
    let rows: Vec<Vec<&str>> = run.iter().filter(|line| !is_separator(line)).map(|line| split(line)).collect();
    let rows = rows.get(usize::from(separated && !is_separator(first))..)?;
    if rows.is_empty() || rows.iter().all(|row| row.len() < 2) {
        return None;
    }
    // After a first separator, the next one ends the head.
    let headed = separated && run.iter().skip(1).position(|line| is_separator(line)) == Some(1);
    let rule = if separated { run.get(if headed { 2 } else { 0 }) } else { None };
    Some((count, as_gfm(rows, headed, rule.map_or("", |rule| rule), indent)))
}

/// Rows as a table of GFM, which always has a head; a head without text is not shown. `rule` has the alignments.
fn as_gfm(rows: &[Vec<&str>], headed: bool, rule: &str, indent: &str) -> String {
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let rule = split(rule);
    let delimiter = |column: usize| {
        let mark = |found: bool| if found { ":" } else { "" };
        let cell = rule.get(column).copied().unwrap_or("");
        format!("{}---{}|", mark(cell.starts_with(':')), mark(cell.len() > 1 && cell.ends_with(':')))
    };
    let mut out = String::from("\n");
    let mut line = |cells: &str| {
        out.push_str(indent);
        out.push('|');
        out.push_str(cells);
        out.push('\n');
    };
    let (head, body) = rows.split_at(usize::from(headed).min(rows.len()));
    line(&head.first().map_or_else(|| " |".repeat(width), |row| cells_of(row, width)));
    line(&(0..width).map(delimiter).collect::<String>());
    body.iter().for_each(|row| line(&cells_of(row, width)));
    out.push('\n');
    out
}

/// Cells between bars. In GFM a bar in code also needs a backslash.
fn cells_of(row: &[&str], width: usize) -> String {
    let mut out = String::new();
    for column in 0..width {
        let mut escaped = false;
        for character in row.get(column).copied().unwrap_or("").chars() {
            if character == '|' && !escaped {
                out.push('\\');
            }
            escaped = character == '\\' && !escaped;
            out.push(character);
        }
        out.push('|');
    }
    out
}

/// A line of a grid: `+---+:===:+`.
fn is_grid_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 5
        && line.starts_with('+')
        && line.ends_with('+')
        && line.contains(['-', '='])
        && line.bytes().all(|byte| matches!(byte, b'+' | b'-' | b'=' | b':'))
        && line.split('+').filter(|part| !part.is_empty()).all(|part| part.len() >= 2)
}

/// A grid table at the start of these lines, whose columns are the same throughout.
fn grid(lines: &[&str]) -> Option<(usize, String)> {
    let first = lines.first()?;
    if !is_grid_rule(first) {
        return None;
    }
    let count = lines.iter().take_while(|line| line.trim_start().starts_with(['+', '|'])).count();
    let run = lines.get(..count)?;
    let indent = first.get(..first.len() - first.trim_start().len())?;
    let columns = first.trim().matches('+').count() - 1;
    if count < 3 || columns > MAX_COLUMNS || !run.last().is_some_and(|line| is_grid_rule(line)) {
        return None;
    }
    let mut table = Rows::default();
    let mut row: Vec<String> = vec![String::new(); columns];
    let mut align = first;
    for line in run.iter().skip(1) {
        if !is_grid_rule(line) {
            add_line(&mut row, line)?;
            continue;
        }
        table.rows.push(std::mem::replace(&mut row, vec![String::new(); columns]));
        if line.contains('=') && table.head == 0 && table.rows.len() < run.len() {
            // A second line of equals signs begins the foot.
            table.head = table.rows.len();
            align = line;
        }
    }
    if table.head == table.rows.len() {
        table.head = 0;
    }
    table.align = align.trim().trim_matches('+').split('+').map(columns::alignment_of_rule).collect();
    Some((count, table.html(indent)))
}

/// Adds one line of text to the cells of a row of a grid. Every line has the bars of all columns.
fn add_line(row: &mut [String], line: &str) -> Option<()> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    let parts: Vec<&str> = inner.split('|').collect();
    if parts.len() != row.len() {
        return None;
    }
    for (cell, part) in row.iter_mut().zip(parts) {
        let part = part.strip_prefix(' ').unwrap_or(part).trim_end();
        if !cell.is_empty() {
            cell.push('\n');
        }
        cell.push_str(part);
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use crate::document::model::{BlockKind, BodyKind};
    use crate::document::read;

    /// The rows of the first table of a body: cells between bars, header cells with an asterisk; `-` without a table.
    fn table(body: &str) -> String {
        let (document, _) = read(body, BodyKind::Markdown);
        let found = document.blocks.iter().find_map(|block| match &block.kind {
            BlockKind::Table(table) => Some((block, table)),
            _ => None,
        });
        let Some((block, table)) = found else { return "-".into() };
        let cell = |cell: &crate::document::model::Cell| {
            let text = &block.text()[cell.range.start as usize..cell.range.end as usize];
            format!("{}{}", if cell.header { "*" } else { "" }, text.replace('\n', "/"))
        };
        let rows = table.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join("|"));
        rows.collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn tables() {
        for (body, expected) in [
            ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "*甲|*乙; 1|2"),
            ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n|===\n| 和 | 3 |", "*甲|*乙; 1|2; 和|3"),
            ("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n|---|---|\n| 3 | 4 |", "*甲|*乙; 1|2; 3|4"),
            ("| 甲 | 乙 |\n|---|---|\n| - | - |", "*甲|*乙; -|-"),
            ("|---|---|\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |", "*甲|*乙; 1|2"),
            (
                "|---|---|\n| 甲 | 乙 |\n|---|---|\n| * | 2. x |\n| > y | # |\n| - z | 12) |\n| *w* | 1.5 |",
                "*甲|*乙; *|2. x; > y|#; - z|12); w|1.5",
            ),
            ("|---|---|\n| 无 | 头 |\n| 二 | 行 |", "*|*; 无|头; 二|行"),
            ("| 一 | 二 |\n| 三 | 四 |", "*|*; 一|二; 三|四"),
            ("| 一 | **二** |\n| 三 | `a|b` |", "*|*; 一|二; 三|a|b"),
            ("| 一 | 二\n| 三 | 四", "*|*; 一|二; 三|四"),
            ("|a|b|\n|-|-:|\n|1|2|", "*a|*b; 1|2"),
            ("|a|b|\n|:-:|-|\n|1|2|\n|-|-|", "*a|*b; 1|2; -|-"),
            ("| 一 | 二 |", "-"),
            ("| 诗行\n| 又一行", "-"),
            ("|a|\n|b|", "-"),
            ("文字\n| 一 | 二 |\n| 三 | 四 |", "-"),
            ("```\n| 一 | 二 |\n| 三 | 四 |\n```", "-"),
            ("+---+---+\n| 甲 | 乙 |\n+===+===+\n| 1 | 2 |\n|   | 3 |\n+---+---+", "*甲|*乙; 1|2 3"),
            ("+---+---+\n| 1 | 2 |\n+---+---+\n| 3 | - 四 |\n|   | - 五 |\n+---+---+", "1|2; 3|• 四/• 五"),
            ("+---+---+\n| 画的 | 框 |\n", "-"),
            ("+---+\n文字\n+---+", "-"),
            ("  右     左\n-----  ------\n   12  12\n  123  123\n", "*右|*左; 12|12; 123|123"),
            ("  右     左\n------  ------\n    12  12\n   123  123\n\n后", "*右|*左; 12|12; 123|123"),
            ("-----  ------\n   12  12\n  123  123\n-----  ------\n", "12|12; 123|123"),
            (
                "-----------------\n 甲     乙\n        丙\n------ -----------\n 一     二\n        三\n\n 四     五\n-----------------\n",
                "*甲|*乙丙; 一|二三; 四|五",
            ),
            ("标题\n----\n\n文字", "-"),
            ("前文\n\n---- ----\n\n后文", "-"),
        ] {
            assert_eq!(table(body), expected, "{body}");
        }
    }
}
