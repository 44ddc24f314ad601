//! A picture as cells: what a terminal is sent to show it, made row by row, so that any rows of it can be drawn.

use std::hash::Hasher;
use std::sync::Arc;

use image::{DynamicImage, RgbaImage, imageops};
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::{Rect, Size};
use ratatui::style::Color;
use ratatui::widgets::Widget;
use ratatui_image::Image;
use ratatui_image::protocol::{Protocol as Drawn, iterm2::Iterm2, kitty::Kitty};
use siphasher::sip::SipHasher13;

use crate::picture::backdrop::{backdrop, flattened};
use crate::picture::blocks;
use crate::picture::decode::Raster;
use crate::picture::error::PictureError;
use crate::picture::scale::{Filter, resized};
use crate::picture::sixel::sixel;
use crate::picture::size::{CellSize, Cells, Pixels, Region};

/// The most pixels that are sent to a terminal at once: a screen of 5120 × 2880 and a little more.
const MAX_SENT: u64 = 16 << 20;

/// The most columns and rows that kitty can tell apart by its placeholders.
const KITTY_SIDE: u16 = 297;

/// The character that stands for a cell of a picture in the protocol of kitty.
const PLACEHOLDER: char = '\u{10eeee}';

/// How a terminal is sent pictures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Protocol {
    /// No pictures: two coloured pixels in every cell.
    HalfBlocks,
    /// The graphics protocol of kitty, with Unicode placeholders.
    Kitty,
    /// The inline images of iTerm2 (OSC 1337).
    Iterm2,
    /// Sixel (DEC).
    Sixel,
}

/// What is known of the terminal that shows a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Graphics {
    /// How it is sent pictures.
    pub protocol: Protocol,
    /// The size of its cells.
    pub cell: CellSize,
    /// Whether tmux is in between and lets sequences through to it.
    pub is_tmux: bool,
    /// Whether half-blocks may have any colour, otherwise one of 256.
    pub is_truecolor: bool,
    /// Red, green and blue of the page; `None` if only the terminal knows.
    pub background: Option<[u8; 3]>,
}

/// The pixels of a picture for a terminal that keeps them: kitty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transmission {
    /// The number of the picture in the terminal; equal pictures of equal size have equal ones.
    pub id: u32,
    /// What is written to the terminal. Shows nothing by itself and moves no cursor.
    pub sequence: Arc<str>,
}

/// A picture encoded for a terminal, in a size. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Encoded {
    cells: Arc<Buffer>,
    /// Whether only whole rows can be drawn, as their first cell holds them.
    has_whole_rows: bool,
    transmission: Option<Transmission>,
}

impl Encoded {
    /// Its size.
    pub fn size(&self) -> Cells {
        Cells { width: self.cells.area.width, height: self.cells.area.height }
    }

    /// What a terminal must have been sent before it can draw the picture: `None` for all but kitty.
    pub fn transmission(&self) -> Option<&Transmission> {
        self.transmission.as_ref()
    }

    /// The memory it takes, in bytes.
    pub fn bytes(&self) -> usize {
        let cells = self.cells.content.iter().map(|cell| cell.symbol().len() + size_of_val(cell));
        cells.sum::<usize>() + self.transmission.as_ref().map_or(0, |transmission| transmission.sequence.len())
    }

    /// Draws the rows of the picture from `from_row` on at the top left of an area, as far as they and it go. Where the
    /// picture is transparent, the background stays. An area that is narrower than the picture cuts half-blocks and
    /// kitty; the others, which cannot be cut at the side, then draw nothing.
    pub fn draw(&self, area: Rect, from_row: u16, buffer: &mut Buffer) {
        let (size, area) = (self.size(), area.intersection(buffer.area));
        if self.has_whole_rows && area.width < size.width {
            return;
        }
        for y in 0..area.height.min(size.height.saturating_sub(from_row)) {
            for x in 0..area.width.min(size.width) {
                let Some(cell) = self.cells.cell((x, from_row + y)) else { continue };
                let Some(target) = buffer.cell_mut((area.x + x, area.y + y)) else { continue };
                let background = target.bg;
                target.clone_from(cell);
                if cell.bg == Color::Reset {
                    target.set_bg(background);
                }
            }
        }
    }
}

/// Encodes a picture, or a region of it, for a size in cells.
///
/// A whole picture is never enlarged beyond its natural size, but a region fills the cells. The ratio is kept, and the
/// picture is in the middle of its cells.
///
/// # Errors
/// [`PictureError::TooLarge`] for more than 16 million pixels on the screen.
pub fn encode(
    raster: &Raster,
    cells: Cells,
    region: Option<Region>,
    graphics: &Graphics,
) -> Result<Encoded, PictureError> {
    let most = if graphics.protocol == Protocol::Kitty { KITTY_SIDE } else { u16::MAX };
    let cells = Cells { width: cells.width.clamp(1, most), height: cells.height.clamp(1, most) };
    let canvas = canvas(raster, cells, region, graphics)?;
    let is_tmux = graphics.is_tmux;
    let rows = |encode: &dyn Fn(RgbaImage, Size) -> Option<String>| {
        strips(&canvas, cells, encode).map(|cells| Encoded { cells, has_whole_rows: true, transmission: None })
    };
    match graphics.protocol {
        Protocol::HalfBlocks => {
            let cells = Arc::new(blocks::cells(&canvas, graphics.is_truecolor));
            Ok(Encoded { cells, has_whole_rows: false, transmission: None })
        }
        Protocol::Kitty => kitty(canvas, cells, is_tmux),
        Protocol::Iterm2 => rows(&|strip, size| {
            Iterm2::new(DynamicImage::ImageRgba8(strip), size, is_tmux).ok().map(|strip| strip.data)
        }),
        Protocol::Sixel => rows(&|strip, size| sixel(&strip, size.width, is_tmux)),
    }
}

/// What deletes a picture and its pixels from a terminal that keeps them.
pub fn deletion(id: u32, is_tmux: bool) -> String {
    if is_tmux {
        format!("\x1bPtmux;\x1b\x1b_Ga=d,d=I,i={id},q=2\x1b\x1b\\\x1b\\")
    } else {
        format!("\x1b_Ga=d,d=I,i={id},q=2\x1b\\")
    }
}

/// The pixels that the cells will show. Around the picture they are transparent.
fn canvas(
    raster: &Raster,
    cells: Cells,
    region: Option<Region>,
    graphics: &Graphics,
) -> Result<RgbaImage, PictureError> {
    let cell = graphics.cell.plausible();
    let on_screen = cells.pixels(cell);
    // What a pixel of the canvas takes on the screen, times two: half of a cell may be half a pixel high.
    let (unit, size) = if graphics.protocol == Protocol::HalfBlocks {
        let size = Pixels { width: cells.width.into(), height: u32::from(cells.height) * 2 };
        ((u64::from(cell.width) * 2, u64::from(cell.height)), size)
    } else {
        ((2, 2), on_screen)
    };
    if u64::from(size.width) * u64::from(size.height) > MAX_SENT {
        return Err(PictureError::TooLarge);
    }
    let (part, shown) = match region {
        Some(region) => {
            let (part, natural) = cut(raster, region);
            (part, natural.scaled_to(on_screen))
        }
        None => (RgbaImage::clone(&raster.image), raster.natural().fitted(on_screen)),
    };
    let side = |pixels: u32, unit: u64, most: u32| {
        ((u64::from(pixels) * 2 + unit / 2) / unit).clamp(1, u64::from(most.max(1))) as u32
    };
    let shown =
        Pixels { width: side(shown.width, unit.0, size.width), height: side(shown.height, unit.1, size.height) };
    let filter = if graphics.protocol == Protocol::HalfBlocks { Filter::Area } else { Filter::Smooth };
    let mut picture = resized(part, shown, filter);
    if !raster.is_opaque() {
        let keeps_alpha = matches!(graphics.protocol, Protocol::Kitty | Protocol::Iterm2);
        flattened(&mut picture, backdrop(raster, graphics.background), graphics.background, keeps_alpha);
    }
    if (picture.width(), picture.height()) == (size.width, size.height) {
        return Ok(picture);
    }
    let mut canvas = RgbaImage::new(size.width, size.height);
    let middle = |all: u32, of: u32| i64::from((all - of) / 2);
    imageops::replace(&mut canvas, &picture, middle(size.width, shown.width), middle(size.height, shown.height));
    Ok(canvas)
}

/// A part of a raster, and its natural size. At least a pixel.
fn cut(raster: &Raster, region: Region) -> (RgbaImage, Pixels) {
    let (natural, own) = (raster.natural(), raster.pixels());
    // Start and length of the region in the picture, then in the raster.
    let span = |start: u32, length: u32, natural: u32, own: u32| {
        let start = start.min(natural.saturating_sub(1));
        let length = length.clamp(1, (natural - start).max(1));
        let scaled = |at: u32| (u64::from(at) * u64::from(own) / u64::from(natural.max(1))) as u32;
        let first = scaled(start).min(own.saturating_sub(1));
        (length, first, (scaled(start + length).saturating_sub(first)).clamp(1, (own - first).max(1)))
    };
    let (width, x, columns) = span(region.x, region.width, natural.width, own.width);
    let (height, y, rows) = span(region.y, region.height, natural.height, own.height);
    let part = imageops::crop_imm(&*raster.image, x, y, columns, rows).to_image();
    (part, Pixels { width, height })
}

/// Cells of which the first of each row holds a strip of the picture as high as a cell. (Sixels are in bands of six
/// pixels, which do not end where cells do: only so is a part of a picture exact.)
fn strips(
    canvas: &RgbaImage,
    cells: Cells,
    encode: &dyn Fn(RgbaImage, Size) -> Option<String>,
) -> Result<Arc<Buffer>, PictureError> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, cells.width, cells.height));
    for cell in &mut buffer.content {
        cell.set_diff_option(CellDiffOption::Skip);
    }
    let height = canvas.height() / u32::from(cells.height);
    for y in 0..cells.height {
        let strip = imageops::crop_imm(canvas, 0, u32::from(y) * height, canvas.width(), height).to_image();
        let sequence = encode(strip, Size::new(cells.width, 1));
        // Encoding fails only for sizes of 0, which there are not.
        let sequence = sequence.ok_or(PictureError::TooLarge)?;
        if let Some(cell) = buffer.cell_mut((0, y)) {
            cell.set_symbol(&sequence).set_diff_option(CellDiffOption::ForcedWidth(std::num::NonZeroU16::MIN));
        }
    }
    Ok(Arc::new(buffer))
}

fn kitty(canvas: RgbaImage, cells: Cells, is_tmux: bool) -> Result<Encoded, PictureError> {
    let mut hasher = SipHasher13::new();
    hasher.write(canvas.as_raw());
    for number in [canvas.width(), u32::from(cells.width), u32::from(cells.height)] {
        hasher.write_u32(number);
    }
    let id = (hasher.finish() as u32).max(1);
    let size = Size::new(cells.width, cells.height);
    let kitty = Kitty::new(DynamicImage::ImageRgba8(canvas), size, id, is_tmux, true);
    let kitty = Drawn::Kitty(kitty.map_err(|_| PictureError::TooLarge)?);
    let mut buffer = Buffer::empty(Rect::new(0, 0, cells.width, cells.height));
    Image::new(&kitty).render(buffer.area, &mut buffer);
    // The crate puts the pixels before the first placeholder that it draws, once. Here they are kept apart: the
    // terminal is sent them again after it was cleared, and not with every part that is drawn.
    let first = buffer.cell((0, 0)).map_or("", |cell| cell.symbol()).to_owned();
    let (sequence, _) = first.split_once(PLACEHOLDER).unwrap_or_default();
    let placed = format!("a=T,U=1,c={},r={},", cells.width, cells.height);
    let sequence = Arc::from(sequence.replacen("a=T,U=1,", &placed, 1));
    Image::new(&kitty).render(buffer.area, &mut buffer);
    let cells = Arc::new(buffer);
    Ok(Encoded { cells, has_whole_rows: false, transmission: Some(Transmission { id, sequence }) })
}
