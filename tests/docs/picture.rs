//! The picture of the README is the screen as the program draws it: `INSTA_UPDATE=always` repaints it.

use std::fmt::Write as _;

use inkstone::app::Collection;
use inkstone::files::Source;
use inkstone::locale::{Lang, Msg};
use inkstone::theme::Theme;
use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};

use crate::harness::approved;
use crate::harness::screen::{Program, start};

const COLUMNS: u16 = 106;
const ROWS: u16 = 34;

/// The day after the newest article of the guide: 2022-01-08 12:00 UTC.
const NOW: i64 = 1_641_643_200;

/// What is typed before the picture is taken: two articles read, one with a star, the cursor on the fourth.
const TYPED: &[&str] = &["r", "j", "r", "s", "j", "j"];

/// The screen of the program in a theme, with the guide in the binary, after all that is typed, and then more.
fn screen(theme: &str, more: &[&str]) -> Buffer {
    let mut start = start((COLUMNS, ROWS), Lang::ChineseSimplified);
    let name = start.catalog.say(Msg::StatusGuide).to_owned();
    start.now = NOW;
    start.theme = Theme::named(theme).unwrap();
    start.measure = start.config.typography.measure;
    start.collection = Collection { name, ..Collection::default() };
    let mut program = Program::new(Source::guide(), start);
    for typed in TYPED.iter().chain(more) {
        program.keys(typed).rest();
    }
    program.buffer()
}

/// A cell in pixels, and the sizes of letters of one cell (0.6 em in most fonts) and of two (1 em): whoever looks at
/// the first place of a run alone puts the others right too.
const WIDTH: u32 = 9;
const HEIGHT: u32 = 25;
const NARROW: u32 = 15;
const WIDE: u32 = 18;
const MARGIN: u32 = 16;
const BASELINE: u32 = 18;

/// Fonts for letters of one cell: those that have “ ” … — in one.
const FONTS: &str = "ui-monospace,'SF Mono',Menlo,'Cascadia Mono',Consolas,'DejaVu Sans Mono',monospace";
const WIDE_FONTS: &str = "'Noto Sans CJK SC','Noto Sans SC','Source Han Sans SC','PingFang SC','Hiragino Sans GB',\
                          'Microsoft YaHei','Noto Sans Mono CJK SC',sans-serif";

/// The colours of a terminal.
struct Terminal {
    paper: u32,
    ink: u32,
    /// The sixteen colours.
    palette: [u32; 16],
}

/// Muted as ink is.
const DARK: Terminal = Terminal {
    paper: 0x17_191e,
    ink: 0xd9_d4c7,
    palette: [
        0x17_191e, 0xcf_7a6f, 0x9d_bb7f, 0xd9_b36c, 0x7d_a3d6, 0xba_97c6, 0x7f_b9b4, 0xd9_d4c7, //
        0x6c_6f78, 0xe0_9186, 0xb3_cf97, 0xe8_c98a, 0x8f_b4e6, 0xcc_aed6, 0x99_cec9, 0xf2_eee4,
    ],
};

const LIGHT: Terminal = Terminal {
    paper: 0xfa_fafa,
    ink: 0x2b_2d33,
    palette: [
        0x2b_2d33, 0xa8_362c, 0x3f_7a33, 0x8a_6410, 0x2b_5fa6, 0x8a_3f8f, 0x1f_7377, 0xd6_d6d6, //
        0x75_7882, 0xc2_4a3f, 0x52_9444, 0xa8_7d20, 0x3f_78c4, 0xa4_55a9, 0x2c_8f94, 0xff_ffff,
    ],
};

/// With the page of the theme.
const SEPIA: Terminal = Terminal { paper: 0xf8_eed6, ink: 0x43_3422, ..LIGHT };

impl Terminal {
    fn colour(&self, color: Color, default: u32) -> u32 {
        match color {
            Color::Reset => default,
            Color::Indexed(number) => self.palette[usize::from(number)],
            Color::Rgb(red, green, blue) => u32::from_be_bytes([0, red, green, blue]),
            other => panic!("the theme names {other:?}"),
        }
    }
}

/// Two parts of the first, one of the second, channel by channel.
fn mix(first: u32, second: u32) -> u32 {
    let channel = |shift: u32| ((((first >> shift) & 255) * 3 + ((second >> shift) & 255) * 2) / 5) << shift;
    channel(16) | channel(8) | channel(0)
}

/// How a run of cells is painted.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Look {
    ink: u32,
    paper: u32,
    modifier: Modifier,
}

fn look(terminal: &Terminal, cell: &Cell) -> Look {
    let ink = terminal.colour(cell.fg, terminal.ink);
    let (mut ink, mut paper) = (ink, terminal.colour(cell.bg, terminal.paper));
    let modifier = cell.modifier;
    if modifier.contains(Modifier::REVERSED) {
        (ink, paper) = (paper, ink);
    }
    if modifier.contains(Modifier::DIM) {
        ink = mix(ink, paper);
    }
    Look { ink, paper, modifier: modifier.intersection(Modifier::BOLD | Modifier::ITALIC | Modifier::UNDERLINED) }
}

/// Lines and blocks are shapes, not letters: no font can leave gaps between them. Left, top, width, height.
fn shape(symbol: &str) -> Option<(u32, u32, u32, u32)> {
    Some(match symbol {
        "│" => (4, 0, 1, HEIGHT),
        "─" => (0, HEIGHT / 2, WIDTH, 1),
        "▐" => (WIDTH - 3, 0, 3, HEIGHT),
        "▎" => (2, 0, 2, HEIGHT),
        "●" => (2, HEIGHT / 2 - 3, 7, 7),
        _ => return None,
    })
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// One run of letters of one look and width.
struct Run {
    look: Look,
    wide: bool,
    text: String,
    places: Vec<u32>,
    /// Where the next letter belongs.
    end: u32,
}

impl Run {
    fn has(&self, modifier: Modifier) -> bool {
        self.look.modifier.contains(modifier)
    }
}

fn write_run(terminal: &Terminal, svg: &mut String, run: &Run, top: u32) {
    let classes = [(run.wide, "w"), (run.has(Modifier::BOLD), "b"), (run.has(Modifier::ITALIC), "i")];
    let classes: Vec<&str> = classes.iter().filter(|(on, _)| *on).map(|(_, class)| *class).collect();
    let mut style = String::new();
    if !classes.is_empty() {
        write!(style, " class=\"{}\"", classes.join(" ")).unwrap();
    }
    if run.look.ink != terminal.ink {
        write!(style, " fill=\"#{:06x}\"", run.look.ink).unwrap();
    }
    let places: Vec<String> = run.places.iter().map(u32::to_string).collect();
    let (places, y) = (places.join(" "), top + BASELINE);
    writeln!(svg, "<text x=\"{places}\" y=\"{y}\"{style}>{}</text>", escaped(&run.text)).unwrap();
}

fn rectangle(svg: &mut String, (x, y, width, height): (u32, u32, u32, u32), fill: u32) {
    let round = if width == height { format!(" rx=\"{}\"", width.div_ceil(2)) } else { String::new() };
    writeln!(svg, "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{round} fill=\"#{fill:06x}\"/>")
        .unwrap();
}

/// The cells of one row: what lies behind, then shapes and letters.
fn write_row(terminal: &Terminal, svg: &mut String, buffer: &Buffer, row: u16) {
    let top = MARGIN + u32::from(row) * HEIGHT;
    let left = |column: u16| MARGIN + u32::from(column) * WIDTH;
    let looks: Vec<Look> = (0..COLUMNS).map(|column| look(terminal, &buffer[(column, row)])).collect();
    let mut begin = 0;
    for column in 1..=COLUMNS {
        let (this, next) = (looks[usize::from(begin)], looks.get(usize::from(column)));
        if next.is_none_or(|next| next.paper != this.paper) {
            if this.paper != terminal.paper {
                rectangle(svg, (left(begin), top, u32::from(column - begin) * WIDTH, HEIGHT), this.paper);
            }
            begin = column;
        }
    }
    let mut run: Option<Run> = None;
    let mut column = 0;
    while column < COLUMNS {
        let cell = &buffer[(column, row)];
        let (look, cells, at) = (looks[usize::from(column)], cell.cell_width().max(1), left(column));
        if look.modifier.contains(Modifier::UNDERLINED) {
            rectangle(svg, (at, top + HEIGHT - 2, u32::from(cells) * WIDTH, 1), look.ink);
        }
        if let Some((x, y, width, height)) = shape(cell.symbol()) {
            rectangle(svg, (at + x, top + y, width, height), look.ink);
        } else if !cell.symbol().trim().is_empty() {
            assert_eq!(cell.symbol().chars().count(), 1, "one letter, one place: {}", cell.symbol());
            match &mut run {
                Some(run) if run.look == look && run.wide == (cells > 1) && run.end == at => {
                    run.end += u32::from(cells) * WIDTH;
                    run.text += cell.symbol();
                    run.places.push(at);
                }
                _ => {
                    if let Some(run) = run.take() {
                        write_run(terminal, svg, &run, top);
                    }
                    let end = at + u32::from(cells) * WIDTH;
                    run = Some(Run { look, wide: cells > 1, text: cell.symbol().to_owned(), places: vec![at], end });
                }
            }
        }
        column += cells;
    }
    if let Some(run) = run {
        write_run(terminal, svg, &run, top);
    }
}

fn paint(terminal: &Terminal, buffer: &Buffer) -> String {
    let Terminal { paper, ink, .. } = terminal;
    let (width, height) = (u32::from(COLUMNS) * WIDTH + 2 * MARGIN, u32::from(ROWS) * HEIGHT + 2 * MARGIN);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" xml:lang=\"zh-Hans\" fill=\"#{ink:06x}\">\n\
         <style>text{{font:{NARROW}px {FONTS}}} text.w{{font:{WIDE}px {WIDE_FONTS}}} text.b{{font-weight:700}} \
         text.i{{font-style:italic}}</style>\n\
         <rect width=\"{width}\" height=\"{height}\" rx=\"12\" fill=\"#{paper:06x}\"/>\n"
    );
    for row in 0..ROWS {
        write_row(terminal, &mut svg, buffer, row);
    }
    svg + "</svg>\n"
}

#[test]
fn the_picture_is_the_screen() {
    let svg = paint(&DARK, &screen("dark", &[]));
    // README loads it: it stays small.
    assert!(svg.len() < 60_000, "{} bytes", svg.len());
    approved::check("assets/screen.svg", &svg);
}

#[test]
fn the_picture_of_vertical_writing_is_the_screen() {
    let svg = paint(&DARK, &screen("dark", &["<CR>", "W", "Z"]));
    assert!(svg.len() < 60_000, "{} bytes", svg.len());
    approved::check("assets/vertical.svg", &svg);
}

#[test]
fn the_pictures_of_light_themes_are_the_screen() {
    for (theme, terminal) in [("light", &LIGHT), ("sepia", &SEPIA)] {
        let svg = paint(terminal, &screen(theme, &[]));
        assert!(svg.len() < 60_000, "{} bytes", svg.len());
        approved::check(&format!("assets/{theme}.svg"), &svg);
    }
}
