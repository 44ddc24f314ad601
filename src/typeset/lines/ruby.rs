//! Ruby readings on the line above their base.

use crate::text::clusters;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::fill::LineRange;
use crate::typeset::lines::line::LineEnd;
use crate::typeset::lines::setter::{Setter, Source, TextStyle};
use crate::typeset::text::flow::{Flow, Reading};

/// Cells of a row of the readings beside a vertical line.
const BESIDE: usize = 3;

/// Whether the line is too narrow for readings above it.
pub(in crate::typeset) fn is_too_narrow(flow: &Flow, width: usize) -> bool {
    flow.readings.iter().any(|reading| width < 2 * reading.group + 8)
}

/// Sets the readings of the line just ended on a line above it.
pub(in crate::typeset) fn set_above(
    setter: &mut Setter,
    source: Source<'_>,
    line: &LineRange,
    context: LineContext<'_>,
    text_style: TextStyle,
) {
    let readings = &source.flow.readings;
    let first = readings.partition_point(|reading| reading.first < line.from);
    let last = readings.partition_point(|reading| reading.first < line.to);
    let columns: Vec<(usize, &Reading)> = readings
        .get(first..last)
        .unwrap_or_default()
        .iter()
        .map(|reading| {
            let base = source.flow.units.get(reading.first).map_or(0, |unit| unit.start) + source.offset;
            let spare = reading.group.saturating_sub(reading.cells) / 2;
            let spare = if source.flow.vertical { spare & !1 } else { spare };
            let column = setter.column_of(base).map_or(0, usize::from);
            (column.saturating_sub(reading.before) + spare, reading)
        })
        .collect();
    if columns.is_empty() {
        return;
    }
    let at = source.offset + source.flow.units.get(line.from).map_or(0, |unit| unit.start);
    if source.flow.vertical {
        set_beside(setter, source, &columns, context, text_style, at);
        return;
    }
    let mut lines = 1;
    context.margins.set(setter, false, at);
    for (column, reading) in columns {
        let column = column.min(context.width.saturating_sub(reading.cells));
        if usize::from(setter.column()) > column && usize::from(setter.column()) + reading.cells > context.width {
            setter.end(at..at, LineEnd::Soft);
            context.margins.set(setter, false, at);
            lines += 1;
        }
        setter.skip_to(column);
        setter.reading(source, reading.bytes.clone(), reading.cells, text_style);
    }
    setter.end(at..at, LineEnd::Soft);
    setter.raise_last(lines);
}

/// Sets the readings of a vertical line beside it, near enough to touch it: their line has a stride of three cells, of which
/// the right one is empty.
fn set_beside(
    setter: &mut Setter,
    source: Source<'_>,
    columns: &[(usize, &Reading)],
    context: LineContext<'_>,
    text_style: TextStyle,
    at: u32,
) {
    context.margins.set(setter, false, at);
    for (column, reading) in columns {
        let text = source.text.get(reading.bytes.start as usize..reading.bytes.end as usize).unwrap_or_default();
        let mut row = column / 2;
        for (byte, cluster) in clusters(text) {
            let cells = usize::from(context.setting.profile.cluster(cluster));
            setter.skip_to(row * BESIDE);
            let start = reading.bytes.start + byte as u32;
            setter.reading(source, start..start + cluster.len() as u32, cells, text_style);
            row += usize::from(cells > 0);
        }
    }
    setter.end(at..at, LineEnd::Soft);
    setter.restride(BESIDE as u16);
    setter.raise_last(1);
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use crate::document::{Block, BlockKind, Document, Inline, Span, Style};
    use crate::text::{Clean, Language, Profile};
    use crate::typeset::blocks::compose::{compose_block, prepare};
    use crate::typeset::lines::line::Lines;
    use crate::typeset::text::options::{Options, Ruby};
    use crate::typeset::text::setting::Setting;

    fn shown(ruby: Ruby, width: u16) -> Vec<String> {
        set("東京とうきょうへ", 6, 21, ruby, width)
    }

    fn set(text: &str, base: u32, reading: u32, ruby: Ruby, width: u16) -> Vec<String> {
        let mut block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::line(text)));
        let span = |range, style| Span { range, style, link: None, image: None };
        block.inline.spans = vec![span(0..base, Style::RUBY_BASE), span(base..reading, Style::RUBY_READING)];
        let document = Document { blocks: vec![block], ..Document::default() };
        let options = Options { ruby, ..Options::default() };
        let setting = Setting {
            width,
            options,
            profile: Profile::default(),
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        };
        let prepared = prepare(&document, 0, &setting.options, setting.profile, Language::Japanese);
        let lines: Lines = compose_block(&prepared, &setting);
        let runs = |line: &Range<u32>| lines.runs[line.start as usize..line.end as usize].iter();
        let text = |run: &crate::typeset::lines::line::Run| &lines.text[run.text.start as usize..run.text.end as usize];
        lines.lines.iter().map(|line| runs(&line.runs).map(text).collect()).collect()
    }

    #[test]
    fn inline_and_above() {
        assert_eq!(shown(Ruby::Inline, 40), ["東京（とうきょう）へ"]);
        assert_eq!(shown(Ruby::Above, 40), ["とうきょう", "   東京   へ"]);
        assert_eq!(shown(Ruby::Above, 20), ["東京（とうきょう）へ"]);
    }

    #[test]
    fn no_gap_behind_a_reading_in_letters() {
        assert_eq!(set("砚yàn台", 3, 7, Ruby::Inline, 40), ["砚（yàn）台"]);
        assert_eq!(set("砚yàn台", 3, 7, Ruby::Above, 40), ["yàn", "砚 台"]);
    }
}
