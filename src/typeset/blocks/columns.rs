//! Tables set as columns.

use crate::document::{Align, Style};
use crate::text::Ambiguous;
use crate::typeset::blocks::grid::{BETWEEN, GridCell, GridRow, TableLayout};
use crate::typeset::lines::fill::LineRange;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::paragraph::set_line;
use crate::typeset::lines::setter::{Setter, Stretch, TextStyle};

const BORDER: Face = Face { role: Role::Border, style: Style::empty() };

impl<'a> TableLayout<'a> {
    /// Sets the rows with their cells side by side. If a cell below the head has several lines, blank lines separate all
    /// rows below the head; otherwise none do.
    pub(in crate::typeset) fn columns(self, setter: &mut Setter, widths: &[usize]) {
        let wide = self.context.setting.profile.ambiguous == Ambiguous::Wide;
        let (line, cross, bar) = if wide { ("-", "-+-", "|") } else { ("─", "─┼─", "│") };
        // Every column starts after the columns before it and the separators between them.
        let starts: Vec<usize> = widths
            .iter()
            .scan(0, |column, width| {
                let start = *column;
                *column += width + BETWEEN;
                Some(start)
            })
            .collect();
        let body = self.grid.rows.get(self.grid.head..).unwrap_or_default();
        let is_tall = |cell: &GridCell| !cell.flow.is_one_line(cell.width(widths));
        let apart = body.iter().flat_map(|row| &row.cells).any(is_tall);
        for (index, row) in self.grid.rows.iter().enumerate() {
            self.row(setter, row, (widths, &starts), index, (bar, apart));
            if index + 1 == self.grid.head && index + 1 < self.grid.rows.len() {
                self.context.margins.set(setter, false, row.tail);
                let rule: Vec<String> = widths.iter().map(|width| line.repeat(*width)).collect();
                let cells = widths.iter().sum::<usize>() + BETWEEN * widths.len().saturating_sub(1);
                setter.ornament(&rule.join(cross), cells, BORDER, None, row.tail);
                setter.end(row.tail..row.tail, LineEnd::Hard);
            }
        }
    }

    /// Sets a row. If `apart`, a blank line separates it from the row above, unless that is one of the head.
    fn row(
        self,
        setter: &mut Setter,
        row: &'a GridRow,
        grid: (&[usize], &[usize]),
        index: usize,
        (bar, apart): (&str, bool),
    ) {
        let (widths, starts) = grid;
        let filled: Vec<Vec<LineRange>> = row.cells.iter().map(|cell| self.fill(cell, cell.measure(widths))).collect();
        let height = filled.iter().map(Vec::len).max().unwrap_or(0).max(1);
        let last_row = index + 1 == self.grid.rows.len();
        if let Some(above) = index.checked_sub(1).filter(|_| index > self.grid.head && apart) {
            let at = self.grid.rows.get(above).map_or(row.range.start, |above| above.tail);
            self.blank_line(setter, starts, bar, at);
        }
        for line in 0..height {
            let at = if line == 0 { row.range.start } else { row.tail };
            self.context.margins.set(setter, index == 0 && line == 0, at);
            let left = usize::from(setter.column());
            for (cell, cell_lines) in row.cells.iter().zip(&filled) {
                let start = left + starts.get(cell.column).copied().unwrap_or(0);
                if cell.column > 0 {
                    setter.skip_to(start - 2);
                    setter.ornament(bar, 1, BORDER, None, at);
                }
                let Some(filled_line) = cell_lines.get(line) else { continue };
                setter.skip_to(start);
                self.cell_line(setter, cell, cell.width(widths), filled_line, self.text_style(cell, index));
            }
            let end = if last_row && line + 1 == height { LineEnd::Block } else { LineEnd::Hard };
            setter.end(at..if line + 1 == height { row.range.end } else { row.tail }, end);
        }
    }

    /// Sets a line of a cell, aligned within the width of the cell.
    fn cell_line(
        &self,
        setter: &mut Setter,
        cell: &'a GridCell,
        width: usize,
        line: &LineRange,
        text_style: TextStyle,
    ) {
        let slack = width.saturating_sub(cell.flow.cells(line.from, line.to));
        match cell.align {
            Align::Start => {}
            Align::Center => setter.skip(slack / 2),
            Align::End => setter.skip(slack),
        }
        set_line(setter, self.source(cell), line, text_style, &Stretch::new());
    }

    /// Sets a line with nothing but the bars between columns.
    fn blank_line(&self, setter: &mut Setter, starts: &[usize], bar: &str, at: u32) {
        self.context.margins.set(setter, false, at);
        let left = usize::from(setter.column());
        for start in starts.iter().filter(|start| **start > 0) {
            setter.skip_to(left + start - 2);
            setter.ornament(bar, 1, BORDER, None, at);
        }
        setter.end(at..at, LineEnd::Hard);
    }

    fn text_style(&self, cell: &GridCell, row: usize) -> TextStyle {
        let head = cell.header || row < self.grid.head;
        TextStyle::of(if head { Role::TableHead } else { self.role })
    }
}
