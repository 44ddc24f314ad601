//! Sets the lines of a flow, one after another.

use crate::document::Align;
use crate::typeset::lines::code::Continuation;
use crate::typeset::lines::context::LineContext;
use crate::typeset::lines::fill::LineRange;
use crate::typeset::lines::line::{Face, LineEnd, Role};
use crate::typeset::lines::setter::{Setter, Source, Stretch, TextStyle};
use crate::typeset::lines::{justify, ruby};

/// How the lines of a flow are set.
#[derive(Clone, Copy, Debug)]
pub(in crate::typeset) struct LineStyle {
    pub(in crate::typeset) text_style: TextStyle,
    pub(in crate::typeset) align: Align,
    /// Cells by which the first line is indented.
    pub(in crate::typeset) indent: usize,
    /// Whether there is a blank line between the lines.
    pub(in crate::typeset) leads: bool,
    /// How code is continued.
    pub(in crate::typeset) continuation: Continuation,
}

/// Sets the lines of a flow, one after another. The first of them is the first line of the block if the flow starts at
/// offset 0.
pub(in crate::typeset) fn set_lines(
    setter: &mut Setter,
    source: Source<'_>,
    lines: &[LineRange],
    context: LineContext<'_>,
    style: LineStyle,
) {
    // Headings, captions and bylines stay ragged.
    let vertical = source.flow.vertical;
    let justifies =
        context.setting.options.justify && !vertical && matches!(style.text_style.role, Role::Text | Role::Quote);
    let at = |unit: usize| source.offset + source.flow.units.get(unit).map_or(0, |unit| unit.start);
    for (index, line) in lines.iter().enumerate() {
        let first = index == 0 && source.offset == 0;
        context.margins.set(setter, first, at(line.from));
        if first {
            setter.skip(style.indent);
        }
        let above = index.checked_sub(1).and_then(|above| lines.get(above));
        let continues = above.map_or(style.continuation.begins, |above| above.end == LineEnd::Soft);
        if let Some(sign) = style.continuation.sign.filter(|_| continues) {
            setter.ornament(sign, 2, Face { role: Role::Border, ..Face::default() }, None, at(line.from));
        }
        let cells = source.flow.cells(line.from, line.to) + usize::from(line.hyphen);
        let slack = context.width.saturating_sub(usize::from(setter.column()) + cells);
        let mut stretch = Stretch::new();
        match style.align {
            Align::Start if justifies && line.end == LineEnd::Soft => {
                stretch = justify::stretch(source.flow, line.from..line.to, slack);
            }
            Align::Start => {}
            // Half a row does not exist.
            Align::Center if vertical => setter.skip(slack / 4 * 2),
            Align::Center => setter.skip(slack / 2),
            Align::End => setter.skip(slack),
        }
        set_line(setter, source, line, style.text_style, &stretch);
        setter.end(at(line.from)..at(line.to), line.end);
        if !source.flow.readings.is_empty() {
            ruby::set_above(setter, source, line, context, style.text_style);
        }
        if style.leads && line.end != LineEnd::Block {
            // It belongs to the line above, so that what is looked for is found in the line that shows it.
            context.margins.set(setter, false, at(line.from));
            setter.end(at(line.from)..at(line.from), LineEnd::Soft);
        }
    }
}

/// Sets one line of a flow and its hyphen.
pub(in crate::typeset) fn set_line(
    setter: &mut Setter,
    source: Source<'_>,
    line: &LineRange,
    text_style: TextStyle,
    stretch: &Stretch,
) {
    setter.units(source, line.from..line.to, text_style, stretch);
    if line.hyphen {
        let end = source.flow.units.get(line.to).map_or(0, |unit| unit.start);
        let at = source.offset + if source.own { end } else { 0 };
        let (hyphen, cells) = if source.flow.vertical { ("︲", 2) } else { ("-", 1) };
        setter.ornament(hyphen, cells, Face { role: Role::Added, ..Default::default() }, text_style.image, at);
    }
}

#[cfg(test)]
mod tests {
    use crate::document::{Anchor, BodyKind};
    use crate::text::{Language, Profile};
    use crate::typeset::page::Page;
    use crate::typeset::text::options::{Headings, Leading, Options};
    use crate::typeset::text::setting::Setting;

    #[test]
    fn a_blank_line_between_lines() {
        let options = Options { leading: Leading::One, headings: Headings::Plain, ..Options::default() };
        let profile = Profile::default();
        let setting =
            Setting { width: 10, options, profile, room: 0, folded: Vec::new(), pictures: Default::default() };
        for (body, expected) in [
            ("<p>一二三四五六七八九十</p>", &["一二三四五", "", "六七八九十"][..]),
            ("<p>一<br>二</p><p>三</p>", &["一", "", "二", "", "", "三"]),
            ("<h2>一二三四五六七八九十</h2><p>三</p>", &["一二三四五", "六七八九十", "", "", "三"]),
            ("<blockquote>一二三四五六七八</blockquote>", &["▎ 一二三四", "▎", "▎ 五六七八"]),
            ("<ul><li>一<li>二</ul>", &["• 一", "", "• 二"]),
            ("<pre>a\nb</pre><pre>c</pre>", &["a", "b", "", "c"]),
            ("<p>一</p><pre>a\nb</pre>", &["一", "", "", "a", "b"]),
            ("<p>一", &["一"]),
        ] {
            let document = crate::document::read(body, BodyKind::Html).0;
            let page = Page::of(&document, &setting, Language::ChineseSimplified);
            let mut rows = Vec::new();
            for view in (0..page.height()).filter_map(|row| page.row(row)) {
                let mut line = String::new();
                for run in view.runs {
                    line.push_str(&" ".repeat(usize::from(run.column).saturating_sub(profile.width(&line))));
                    line.push_str(view.shown(run));
                }
                rows.push(line.trim_end().to_owned());
            }
            assert_eq!(rows, expected, "{body}");
        }
        // A position is found in the line that shows it.
        let document = crate::document::read("<p>一二三四五六七八九十</p>", BodyKind::Html).0;
        let page = Page::of(&document, &setting, Language::ChineseSimplified);
        for (byte, row) in [(0, 0), (12, 0), (15, 2), (27, 2)] {
            assert_eq!(page.row_of(Anchor { block: 0, byte }), row, "{byte}");
        }
    }
}
