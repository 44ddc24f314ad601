//! Writes a table as HTML whose cells are Markdown.

/// A table by rows.
#[derive(Debug, Default)]
pub(in crate::document::dialect::extensions) struct Rows {
    /// The cells of each row, as Markdown.
    pub(in crate::document::dialect::extensions) rows: Vec<Vec<String>>,
    /// How many of the first rows are header rows.
    pub(in crate::document::dialect::extensions) head: usize,
    /// The alignment of each column; empty if unknown.
    pub(in crate::document::dialect::extensions) align: Vec<&'static str>,
    /// The caption, as Markdown.
    pub(in crate::document::dialect::extensions) caption: Option<String>,
}

impl Rows {
    /// The table as HTML. Blank lines around each cell make the parser read it as Markdown.
    pub(in crate::document::dialect::extensions) fn html(&self, indent: &str) -> String {
        let mut out = format!("\n{indent}<table>\n");
        let mut line = |text: &str| {
            out.push_str(indent);
            out.push_str(text);
            out.push('\n');
        };
        if let Some(caption) = &self.caption {
            line(&format!("<caption>\n\n{indent}{caption}\n\n{indent}</caption>"));
        }
        for (at, row) in self.rows.iter().enumerate() {
            let name = if at < self.head { "th" } else { "td" };
            line("<tr>");
            for (column, cell) in row.iter().enumerate() {
                let align = self.align.get(column).filter(|align| !align.is_empty());
                let align = align.map(|align| format!(" align=\"{align}\"")).unwrap_or_default();
                line(&format!("<{name}{align}>\n"));
                cell.lines().for_each(&mut line);
                line(&format!("\n{indent}</{name}>"));
            }
            line("</tr>");
        }
        out.push_str(indent);
        out.push_str("</table>\n\n");
        out
    }
}

/// The cells of a line between bars. A bar after a backslash or between backticks separates nothing.
pub(in crate::document::dialect::extensions) fn split(line: &str) -> Vec<&str> {
    let bare = line.trim();
    let bare = bare.strip_prefix('|').unwrap_or(bare);
    let mut cells = Vec::new();
    let (mut from, mut code, mut escaped) = (0, false, false);
    for (at, byte) in bare.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'`' => code = !code,
            b'|' if !code => {
                cells.push(bare.get(from..at).unwrap_or_default().trim());
                from = at + 1;
            }
            _ => {}
        }
    }
    let last = bare.get(from..).unwrap_or_default().trim();
    if !last.is_empty() {
        cells.push(last);
    }
    cells
}
