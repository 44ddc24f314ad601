//! Tables: cells are ranges of one text. Tables for page layout or numbered code lines are not treated as tables.

use html5ever::{LocalName, local_name};

use crate::document::build::boxes::{RowPlace, settle};
use crate::document::build::builder::{Builder, OpenTable};
use crate::document::build::context::{Context, Leaf};
use crate::document::build::flush::is_blank;
use crate::document::build::inline::{SpanFormat, WhiteSpace};
use crate::document::build::style::CommonAttributes;
use crate::document::html::number;
use crate::document::html::tree::Tree;
use crate::document::model::{Anchor, BlockKind, Cell, Inline};
use crate::text::Clean;

impl Builder<'_> {
    /// Handles elements of tables. Returns whether to read their children.
    pub(in crate::document) fn start_table_part(
        &mut self,
        id: u32,
        name: &LocalName,
        common: &CommonAttributes<'_>,
        next: &mut Context,
    ) -> bool {
        match *name {
            local_name!("table") => {
                self.boundary();
                if !self.context.cell && self.context.leaf != Leaf::Code && !self.is_layout(id, common) {
                    self.flush();
                    self.table = Some(OpenTable::new(id));
                    next.cell = true;
                    next.format = SpanFormat::default();
                    next.leaf = Leaf::Paragraph;
                    next.white = WhiteSpace::Collapse;
                }
                true
            }
            local_name!("td") | local_name!("th") => self.start_cell(id, name, common, next),
            local_name!("tr") => {
                if self.owns_row(id) {
                    self.start_row(id);
                } else {
                    self.boundary();
                }
                true
            }
            local_name!("caption") => self.start_caption(id, next),
            _ => true,
        }
    }

    /// Whether a row belongs to the open table rather than to a nested one.
    fn owns_row(&self, row: u32) -> bool {
        self.table.as_ref().is_some_and(|building| building.cell.is_none() && table_of(self.tree, row) == building.node)
    }

    fn start_row(&mut self, row: u32) {
        let tree = self.tree;
        let in_head = tree.html(tree.node(row).parent).is_some_and(|name| *name == local_name!("thead"));
        let all_head = tree.children(row).any(|cell| is(tree, cell, &local_name!("th")))
            && !tree.children(row).any(|cell| is(tree, cell, &local_name!("td")));
        let Some(building) = &mut self.table else { return };
        building.drop_empty_row();
        building.table.rows.push(Vec::new());
        building.places.push(RowPlace { number: building.row_count, group: tree.node(row).parent });
        building.row_count += 1;
        building.only_head &= in_head || all_head;
        if building.only_head {
            building.table.head = building.table.rows.len();
        }
    }

    fn start_cell(&mut self, id: u32, name: &LocalName, common: &CommonAttributes<'_>, next: &mut Context) -> bool {
        let numbers = ["gutter", "rouge-gutter", "linenos", "hljs-ln-numbers", "blob-num", "lineno"];
        if (self.context.listing || self.context.leaf == Leaf::Code)
            && numbers.iter().any(|class| common.has_class(class))
        {
            return false;
        }
        if !self.owns_row(self.tree.node(id).parent) {
            if self.context.cell {
                self.text.blank(SpanFormat::default());
            } else if self.context.leaf != Leaf::Code {
                self.boundary();
            }
            return true;
        }
        let span = |name, most| self.tree.attribute(id, name).and_then(|value| number::clamped(value, most));
        let columns = span("colspan", 1000).unwrap_or(1).max(1);
        // 0 is the rest of the row group.
        let rows = span("rowspan", 65534).unwrap_or(1);
        let Some(building) = &mut self.table else { return true };
        let first_row = !building.started;
        building.started = true;
        let Some(row) = building.table.rows.last_mut() else { return true };
        let separator = if !row.is_empty() { Some('\t') } else { (!first_row).then_some('\n') };
        let at = if separator.is_none() { 0 } else { self.text.len() as u32 + 1 };
        self.next_cell(separator);
        let Some(building) = &mut self.table else { return true };
        let align = building.align(at, next.align);
        let Some(row) = building.table.rows.last_mut() else { return true };
        row.push(Cell { range: at..at, columns, rows, header: *name == local_name!("th"), align });
        building.cell = Some(id);
        true
    }

    fn start_caption(&mut self, id: u32, next: &mut Context) -> bool {
        let tree = self.tree;
        let Some(building) = self.table.as_mut().filter(|building| building.cell.is_none()) else {
            self.boundary();
            if !self.context.cell && self.context.leaf != Leaf::Code {
                next.leaf = Leaf::Caption;
            }
            return true;
        };
        if building.table.rows.is_empty() && tree.node(id).parent == building.node {
            next.cell = false;
            next.leaf = Leaf::Caption;
        } else {
            let first = !building.started;
            building.started = true;
            let at = if first { 0 } else { self.text.len() as u32 + 1 };
            self.next_cell((!first).then_some('\n'));
            if let Some(building) = &mut self.table {
                let align = building.align(at, next.align);
                let cell = Cell { range: at..at, columns: 1, rows: 1, header: false, align };
                building.drop_empty_row();
                building.table.rows.push(vec![cell]);
                building.places.push(RowPlace { number: building.row_count, group: id });
                building.row_count += 1;
                building.cell = Some(id);
            }
        }
        true
    }

    /// Separates cells. Text between two cells belongs to the first, so that the text consists of cells and separators
    /// only.
    fn next_cell(&mut self, separator: Option<char>) {
        self.close_last_cell();
        if separator.is_some() {
            self.text.separate(separator);
        }
    }

    fn close_last_cell(&mut self) {
        let end = self.text.len() as u32;
        let Some(building) = &mut self.table else { return };
        // Only the last row may have no cell yet.
        if let Some(cell) = building.table.rows.iter_mut().rev().find_map(|row| row.last_mut()) {
            cell.range.end = end;
        }
    }

    /// Handles the end of a cell, row or caption.
    pub(in crate::document) fn end_cell(&mut self, id: u32, name: &LocalName) {
        if self.context.leaf == Leaf::Caption && *name == local_name!("caption") {
            self.flush();
            return;
        }
        let Some(building) = self.table.as_mut().filter(|building| building.cell == Some(id)) else {
            if *name == local_name!("tr") || !self.context.cell {
                self.boundary();
            }
            return;
        };
        self.text.end_cell();
        let end = self.text.len() as u32;
        if let Some(cell) = building.table.rows.last_mut().and_then(|row| row.last_mut()) {
            cell.range.end = end.max(cell.range.start);
        }
        building.cell = None;
    }

    /// Handles the end of a table.
    pub(in crate::document) fn end_table(&mut self, id: u32) {
        if self.table.as_ref().is_none_or(|building| building.node != id) {
            self.boundary();
            return;
        }
        self.close_last_cell();
        let Some(mut open) = self.table.take() else { return };
        let text_lang = self.text.one_language();
        let (text, spans) = self.text.take_all();
        if is_blank(&text) && spans.is_empty() {
            self.defer_ids();
            return;
        }
        // A row without cells shows nothing and has no line in the text. Only the last can be one.
        self.text_lang = text_lang;
        let mut block = self.block(BlockKind::Paragraph, Inline { text: Clean::text(&text), spans });
        self.text_lang = None;
        if block.rtl {
            open.turn();
        }
        let OpenTable { mut table, places, .. } = open;
        settle(&mut table.rows, &places);
        table.rows.retain(|row| !row.is_empty());
        table.head = table.head.min(table.rows.len());
        let number = self.document.blocks.len() as u32;
        let length = text.len() as u32;
        for (id, byte) in self.ids.drain(..) {
            self.document.ids.entry(id).or_insert(Anchor { block: number, byte: byte.min(length) });
        }
        if !table.rows.is_empty() {
            (block.kind, block.indent) = (BlockKind::Table(Box::new(table)), false);
        }
        self.document.blocks.push(block);
    }

    /// Whether a table is only for layout: one column without header cells, or the lines of a code listing.
    fn is_layout(&self, id: u32, common: &CommonAttributes<'_>) -> bool {
        let tree = self.tree;
        if self.context.listing
            || ["rouge-table", "lntable", "highlighttable", "hljs-ln"].iter().any(|class| common.has_class(class))
            || matches!(tree.attribute(id, "role"), Some("presentation" | "none"))
        {
            return true;
        }
        let mut rows = 0;
        for row in rows_of(tree, id) {
            let mut cells = 0;
            for cell in tree.children(row) {
                if is(tree, cell, &local_name!("th")) {
                    return false;
                }
                cells += usize::from(is(tree, cell, &local_name!("td")));
            }
            if cells > 1 {
                return false;
            }
            rows += 1;
        }
        rows > 0
    }
}

fn is(tree: &Tree, id: u32, name: &LocalName) -> bool {
    tree.html(id) == Some(name)
}

/// The rows of a table, without those of nested tables.
fn rows_of(tree: &Tree, table: u32) -> impl Iterator<Item = u32> {
    let parts = tree.children(table).flat_map(|part| {
        let group = ["tbody", "thead", "tfoot"].iter().any(|name| tree.html(part).is_some_and(|it| &**it == *name));
        let inner = group.then(|| tree.children(part));
        std::iter::once(part).chain(inner.into_iter().flatten())
    });
    parts.filter(|part| is(tree, *part, &local_name!("tr")))
}

/// The table that directly contains a row.
fn table_of(tree: &Tree, row: u32) -> u32 {
    let parent = tree.node(row).parent;
    if is(tree, parent, &local_name!("table")) { parent } else { tree.node(parent).parent }
}
