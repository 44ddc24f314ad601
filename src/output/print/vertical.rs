//! Articles in vertical writing as text: lines from right to left, as many as the width has room for, in blocks one below
//! the other.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;

use ratatui::layout::Rect;

use crate::app::{ArticleView, CellsOf, GridPart, Placing, ViewRow};
use crate::document::Document;
use crate::output::options::{Format, PrintOptions};
use crate::output::print::run::{painted, print_blanks, print_run};
use crate::text::{Language, clusters};
use crate::theme::{Part, Tone};
use crate::typeset::{LineView, Options, Run, prepare};

/// Prints title block and body. Returns whether there was any line.
///
/// # Errors
/// Errors of the stream.
pub(super) fn print_vertical(
    out: &mut dyn Write,
    (head, body): (&Document, &Document),
    (language, typography): (Language, &Options),
    options: &PrintOptions<'_>,
) -> io::Result<bool> {
    let setting = &options.setting;
    let prepared = |document: &Document| -> Vec<_> {
        let blocks = 0..document.blocks.len();
        blocks.map(|block| prepare(document, block, typography, setting.profile, language)).collect()
    };
    let view = ArticleView::whole(&prepared(head), &prepared(body), setting.clone());
    let sheet = Sheet { view: &view, documents: (head, body), placing: placing(&view, options), options };
    let mut any = false;
    for rows in view.divided(sheet.placing.lines()) {
        if any {
            out.write_all(b"\n")?;
        }
        sheet.print(out, rows)?;
        any = true;
    }
    Ok(any)
}

/// Where the lines are: with a margin for the frame of the grid, if there is one. On a very narrow page, a tab or a
/// cluster can make a box wider than the page; the page is then as wide as the box.
fn placing(view: &ArticleView, options: &PrintOptions<'_>) -> Placing {
    let margin = u16::from(options.setting.options.grid);
    let widest = (0..view.height()).filter_map(|row| view.stride(row)).max().unwrap_or(0);
    let width = options.page.saturating_sub(2 * margin).max(widest).max(2);
    Placing::page(Rect::new(margin, margin, width, options.setting.options.rows), &options.setting.options)
}

struct Sheet<'a> {
    view: &'a ArticleView,
    /// The title block and the body.
    documents: (&'a Document, &'a Document),
    placing: Placing,
    options: &'a PrintOptions<'a>,
}

/// What is at a place: part of a run and the document that it is from, or of the grid.
enum Piece<'a> {
    Text(&'a Run, &'a str, &'a Document),
    Grid(GridPart),
}

/// The pieces of a block by row and column, with their cells.
type Pieces<'a> = BTreeMap<(u16, u16), (u16, Piece<'a>)>;

impl<'a> Sheet<'a> {
    /// Prints the lines that are beside each other in a block.
    fn print(&self, out: &mut dyn Write, lines: Range<usize>) -> io::Result<()> {
        let mut pieces = Pieces::new();
        for row in lines.clone() {
            match self.view.row(row) {
                Some(ViewRow::Head(line)) => self.place(&line, row - lines.start, self.documents.0, &mut pieces),
                Some(ViewRow::Body(line)) => self.place(&line, row - lines.start, self.documents.1, &mut pieces),
                Some(ViewRow::Blank) | None => {}
            }
        }
        if self.options.setting.options.grid {
            self.place_grid(lines, &mut pieces);
        }
        let last = pieces.last_key_value().map_or(0, |((y, _), _)| *y);
        for y in 0..=last {
            let mut column = 0;
            for ((_, x), (cells, piece)) in pieces.range((y, 0)..=(y, u16::MAX)) {
                print_blanks(out, x.saturating_sub(column))?;
                column = x + cells;
                match piece {
                    Piece::Text(run, shown, document) => print_run(out, run, shown, document, self.options)?,
                    Piece::Grid(part) => self.print_grid(out, *part)?,
                }
            }
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    fn place(&self, line: &LineView<'a>, number: usize, document: &'a Document, pieces: &mut Pieces<'a>) {
        let stride = line.line.stride;
        for run in line.runs {
            for (column, cells, shown) in self.by_rows(run, line.shown(run), stride) {
                let of = CellsOf { line: number as isize, stride, column, cells };
                for rect in self.placing.rects(of) {
                    pieces.insert((rect.y, rect.x), (cells, Piece::Text(run, shown, document)));
                }
            }
        }
    }

    /// Places the grid where no text is.
    fn place_grid(&self, lines: Range<usize>, pieces: &mut Pieces<'a>) {
        let boxes = lines.clone().map(|row| row..row + self.view.extent(row)).filter(|rows| rows.len() > 1);
        let boxes: Vec<_> = boxes.collect();
        let is_boxed = |line: usize| boxes.iter().any(|rows| rows.contains(&(lines.start + line)));
        let area = self.placing.area();
        let room = Rect::new(0, 0, area.right() + 1, area.bottom() + 1);
        let plain = self.options.setting.profile.cluster("│") > 1;
        for part in self.placing.grid(room, plain, is_boxed) {
            let Rect { x, y, width, .. } = part.rect;
            let before = pieces.range(..(y, x + width)).next_back();
            let is_free = before.is_none_or(|((row, left), (cells, _))| (*row, left + cells) <= (y, x));
            if is_free {
                pieces.insert((y, x), (width, Piece::Grid(part)));
            }
        }
    }

    fn print_grid(&self, out: &mut dyn Write, part: GridPart) -> io::Result<()> {
        let shown = part.symbol.repeat(usize::from(part.rect.width));
        if self.options.format != Format::Ansi {
            return out.write_all(shown.as_bytes());
        }
        let tone = Tone { underline: part.foot, ..self.options.theme.part(Part::Grid) };
        out.write_all(painted(tone, &shown).as_bytes())
    }

    /// The parts of what a run shows that are on one row each: their first cell in the line, their cells, their text. Without
    /// colours, blanks at their ends are left out.
    fn by_rows<'t>(&self, run: &Run, shown: &'t str, stride: u16) -> Vec<(u16, u16, &'t str)> {
        let profile = self.options.setting.profile;
        let mut rows: Vec<(u16, u16, Range<usize>)> = Vec::new();
        let mut column = run.column;
        let row = |column: u16| column.checked_div(stride).unwrap_or(0);
        for (at, cluster) in clusters(shown) {
            let (width, end) = (u16::from(profile.cluster(cluster)), at + cluster.len());
            let is_left_out = self.options.format == Format::Text && cluster == " ";
            match rows.last_mut().filter(|(start, ..)| width == 0 || row(*start) == row(column)) {
                Some(_) | None if is_left_out => {}
                Some((start, cells, bytes)) => {
                    *cells = column + width - *start;
                    bytes.end = end;
                }
                None => rows.push((column, width, at..end)),
            }
            column = column.saturating_add(width);
        }
        rows.into_iter().filter_map(|(column, cells, bytes)| Some((column, cells, shown.get(bytes)?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::document::{BodyKind, read};
    use crate::locale::{Catalog, Lang};
    use crate::output::options::Links;
    use crate::text::{Ambiguous, Profile};
    use crate::theme::Theme;
    use crate::typeset::{Latin, Leading, PictureSpace, Ruby, Setting, Writing};

    fn body() -> impl Strategy<Value = String> {
        let text = || "[一二三四五六七年月日，。、：！？（）「」“”…—·0-9a-z %!?-]{1,40}";
        let piece = prop_oneof![
            4 => text().prop_map(|text| format!("<p>{text}")),
            1 => text().prop_map(|text| format!("<h2>{text}</h2>")),
            1 => text().prop_map(|text| format!("<ul><li>一<li>{text}</ul>")),
            1 => text().prop_map(|text| format!("<blockquote>{text}</blockquote>")),
            1 => text().prop_map(|text| format!("<pre>let a = 1;\n\t{text}\n</pre>")),
            1 => text().prop_map(|text| format!("<table><tr><th>一<td>{text}<tr><td>c<td>d</table>")),
            1 => text().prop_map(|text| format!("<p>甲<ruby>東京<rt>とうきょう</rt></ruby>{text}<sup>12</sup>")),
            1 => Just("<p dir=rtl>שלום עולם<hr>".to_owned()),
            1 => Just("<p>Some words that stay as they are, in a box of their own".to_owned()),
        ];
        prop::collection::vec(piece, 1..9).prop_map(|pieces| pieces.concat())
    }

    fn setting(rows: u16, width: u16, switches: u8) -> Setting {
        let has = |bit: u8| switches & (1 << bit) != 0;
        let options = Options {
            writing: Writing::Vertical,
            rows,
            leading: if has(0) { Leading::One } else { Leading::None },
            ruby: if has(1) { Ruby::Above } else { Ruby::Inline },
            latin: if has(2) { Latin::HalfWidth } else { Latin::FullWidth },
            justify: has(3),
            ..Options::default()
        };
        let profile = Profile::of(if has(4) { Ambiguous::Wide } else { Ambiguous::Narrow });
        Setting { width, room: width, options, profile, folded: Vec::new(), pictures: PictureSpace::default() }
    }

    /// The characters that are not blank, in no order of the page.
    fn signs(text: &str) -> Vec<char> {
        let mut signs: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
        signs.sort_unstable();
        signs
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

        /// Whatever the lines are beside each other, each character of the page is printed once, and no line is longer than
        /// the width.
        #[test]
        fn every_character_is_printed_once(
            text in body(), rows in 2_u16..=40, width in 2_u16..=100, switches in any::<u8>(),
        ) {
            let (theme, catalog) = (Theme::default(), Catalog::new(Lang::English));
            let setting = setting(rows, width, switches);
            let options = PrintOptions {
                setting: setting.clone(),
                page: width,
                format: Format::Text,
                body_only: false,
                links: Links::Off,
                hyperlinks: false,
                theme: &theme,
                catalog: &catalog,
                language: None,
            };
            let head = read("<h1>題目：一二</h1>", BodyKind::Html).0;
            let body = read(&text, BodyKind::Html).0;
            let language = Language::ChineseSimplified;
            let mut out = Vec::new();
            print_vertical(&mut out, (&head, &body), (language, &setting.options), &options).unwrap();
            let printed = String::from_utf8(out).unwrap();
            let prepared = |document: &Document| -> Vec<_> {
                let blocks = 0..document.blocks.len();
                blocks.map(|at| prepare(document, at, &setting.options, setting.profile, language)).collect()
            };
            let view = ArticleView::whole(&prepared(&head), &prepared(&body), setting.clone());
            let shown: String = (0..view.height())
                .filter_map(|row| view.row(row))
                .flat_map(|row| match row {
                    ViewRow::Head(line) | ViewRow::Body(line) => {
                        line.runs.iter().map(|run| line.shown(run).to_owned()).collect::<Vec<_>>()
                    }
                    ViewRow::Blank => Vec::new(),
                })
                .collect();
            prop_assert_eq!(signs(&printed), signs(&shown), "{}", printed);
            // A tab is as wide as it is.
            let most = usize::from(width.max(8));
            for line in printed.lines() {
                prop_assert!(setting.profile.width(line) <= most, "{:?} of {}", line, width);
            }
        }
    }
}
