//! Whole pictures, drawn here and encoded by `image`, through headers, decoding, scaling and encoding.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use ratatui::style::Color;

use super::*;

const RED: [u8; 4] = [255, 0, 0, 255];
const GREEN: [u8; 4] = [0, 255, 0, 255];
const BLUE: [u8; 4] = [0, 0, 255, 255];
const WHITE: [u8; 4] = [255, 255, 255, 255];
const CLEAR: [u8; 4] = [0, 0, 0, 0];
const ALL: Pixels = Pixels { width: 10_000, height: 10_000 };

/// Four quarters: red and green above blue and white.
fn quarters(width: u32, height: u32) -> RgbaImage {
    RgbaImage::from_fn(width, height, |x, y| {
        Rgba(match (x < width / 2, y < height / 2) {
            (true, true) => RED,
            (false, true) => GREEN,
            (true, false) => BLUE,
            (false, false) => WHITE,
        })
    })
}

fn file(image: &RgbaImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    let image = DynamicImage::ImageRgba8(image.clone());
    let has_alpha = !matches!(format, ImageFormat::Jpeg | ImageFormat::Bmp);
    let image = if has_alpha { image } else { DynamicImage::ImageRgb8(image.into_rgb8()) };
    image.write_to(&mut Cursor::new(&mut bytes), format).expect("it can be encoded");
    bytes
}

fn size(width: u32, height: u32) -> Pixels {
    Pixels { width, height }
}

/// Exif metadata with an orientation, as TIFF.
fn exif(orientation: u8) -> Vec<u8> {
    [b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".as_slice(), &[orientation, 0, 0, 0, 0, 0, 0, 0]].concat()
}

/// A JPEG with an orientation in its metadata.
fn turned_jpeg(image: &RgbaImage, orientation: u8) -> Vec<u8> {
    let jpeg = file(image, ImageFormat::Jpeg);
    let exif = exif(orientation);
    let length = (exif.len() as u16 + 8).to_be_bytes();
    [&jpeg[..2], &[0xff, 0xe1], &length, b"Exif\0\0", &exif, &jpeg[2..]].concat()
}

#[test]
fn kinds_and_sizes_are_known_from_the_first_bytes() {
    let image = quarters(300, 200);
    for (format, kind, needed) in [
        (ImageFormat::Png, Kind::Png, 24),
        (ImageFormat::Gif, Kind::Gif, 10),
        (ImageFormat::Bmp, Kind::Bmp, 26),
        (ImageFormat::WebP, Kind::Webp, 25),
        (ImageFormat::Jpeg, Kind::Jpeg, 200),
    ] {
        let bytes = file(&image, format);
        let found = header(&bytes).map(|header| (header.kind, header.pixels));
        assert_eq!(found, Some((kind, size(300, 200))), "{kind:?}");
        assert_eq!(header(&bytes[..needed]).map(|header| header.pixels), Some(size(300, 200)), "{kind:?}");
        assert_eq!(super::kind(&bytes[..20]), Some(kind));
        for end in 0..needed.min(bytes.len()) {
            let _ = header(&bytes[..end]);
        }
    }
}

#[test]
fn other_kinds_are_told_apart() {
    for (bytes, expected) in [
        (&b"\0\0\0\x20ftypavif"[..], Some(Kind::Heif)),
        (b"\0\0\0\x20ftypheic", Some(Kind::Heif)),
        (b"\0\0\0\x20ftypisom", None),
        (b"II*\0", Some(Kind::Tiff)),
        (b"MM\0*", Some(Kind::Tiff)),
        (b"\0\0\x01\0\x01\0", Some(Kind::Ico)),
        (b"\xff\x0a", Some(Kind::Jxl)),
        (b"\0\0\0\x0cJXL \r\n\x87\n", Some(Kind::Jxl)),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Some(Kind::Svg)),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <x> -->\n<!DOCTYPE svg>\n<svg>", Some(Kind::Svg)),
        (b"<svg:svg/>", Some(Kind::Svg)),
        (b"<html><svg>", None),
        (b"<!doctype html>", None),
        (b"svg", None),
        (b"<!-- <svg>", None),
        (b"BM is not enough", None),
        (b"GIF89", None),
        (b"RIFF....WAVE", None),
        (b"", None),
    ] {
        assert_eq!(kind(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        assert_eq!(header(bytes), None);
    }
}

#[test]
fn every_format_is_decoded() {
    let image = quarters(40, 20);
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP, ImageFormat::Jpeg] {
        let raster = decode(&file(&image, format), ALL).expect("it can be decoded");
        assert_eq!((raster.pixels(), raster.natural(), raster.is_opaque()), (size(40, 20), size(40, 20), true));
        for (x, y, expected) in [(5, 5, RED), (35, 5, GREEN), (5, 15, BLUE), (35, 15, WHITE)] {
            let found = raster.pixel(x, y).expect("inside");
            // JPEG and palettes are not exact.
            let is_near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 12);
            assert!(is_near, "{format:?} {found:?} {expected:?}");
        }
        assert_eq!(raster.pixel(40, 0), None);
    }
}

#[test]
fn every_layout_of_samples_is_decoded() {
    let rgba = DynamicImage::ImageRgba8(RgbaImage::from_pixel(4, 4, Rgba([200, 100, 50, 128])));
    for (image, expected) in [
        (DynamicImage::ImageLuma8(rgba.to_luma8()), [118, 118, 118, 255]),
        (DynamicImage::ImageLumaA8(rgba.to_luma_alpha8()), [118, 118, 118, 128]),
        (DynamicImage::ImageRgb8(rgba.to_rgb8()), [200, 100, 50, 255]),
        (DynamicImage::ImageLuma16(rgba.to_luma16()), [118, 118, 118, 255]),
        (DynamicImage::ImageLumaA16(rgba.to_luma_alpha16()), [118, 118, 118, 128]),
        (DynamicImage::ImageRgb16(rgba.to_rgb16()), [200, 100, 50, 255]),
        (DynamicImage::ImageRgba16(rgba.to_rgba16()), [200, 100, 50, 128]),
    ] {
        let mut bytes = Vec::new();
        image.write_to(&mut Cursor::new(&mut bytes), ImageFormat::Png).expect("it can be encoded");
        let raster = decode(&bytes, ALL).expect("it can be decoded");
        assert_eq!(raster.pixel(2, 2), Some(expected), "{:?}", image.color());
        assert_eq!(raster.is_opaque(), expected[3] == 255);
    }
}

#[test]
fn large_pictures_are_scaled_down() {
    let bytes = file(&quarters(1000, 500), ImageFormat::Png);
    for (fit, expected) in [
        (size(100, 100), size(100, 50)),
        (size(999, 999), size(999, 500)),
        (size(2000, 2000), size(1000, 500)),
        (size(3, 3), size(3, 2)),
        (size(1, 1), size(1, 1)),
        (size(0, 0), size(1, 1)),
    ] {
        let raster = decode(&bytes, fit).expect("it can be decoded");
        assert_eq!((raster.pixels(), raster.natural()), (expected, size(1000, 500)), "{fit:?}");
    }
    let raster = decode(&bytes, size(100, 100)).expect("it can be decoded");
    let corners = [(0, 0), (99, 0), (0, 49), (99, 49)].map(|(x, y)| raster.pixel(x, y));
    assert_eq!(corners, [RED, GREEN, BLUE, WHITE].map(Some));
}

#[test]
fn invisible_colours_do_not_show() {
    // Invisible green between visible red: what is left of it is half visible, and red.
    let image = RgbaImage::from_fn(64, 64, |x, _| Rgba(if x % 2 == 0 { RED } else { [0, 255, 0, 0] }));
    for fit in [1, 8, 16, 30] {
        let raster = decode(&file(&image, ImageFormat::Png), size(fit, fit)).expect("it can be decoded");
        let [red, green, blue, alpha] = raster.pixel(fit / 2, fit / 2).expect("inside");
        assert!(red >= 253 && green <= 2 && blue == 0 && alpha.abs_diff(128) < 60, "{fit}: {red} {green} {alpha}");
        assert!(!raster.is_opaque());
    }
}

#[test]
fn pictures_are_turned_as_their_metadata_say() {
    let image = quarters(64, 32);
    // The quarters at the top left, top right, bottom left, bottom right.
    let [a, b, c, d] = [RED, GREEN, BLUE, WHITE];
    for (orientation, quarters, swapped) in [
        (1, [a, b, c, d], false),
        (2, [b, a, d, c], false),
        (3, [d, c, b, a], false),
        (4, [c, d, a, b], false),
        (5, [a, c, b, d], true),
        (6, [c, a, d, b], true),
        (7, [d, b, c, a], true),
        (8, [b, d, a, c], true),
        (0, [a, b, c, d], false),
        (9, [a, b, c, d], false),
    ] {
        let bytes = turned_jpeg(&image, orientation);
        let shown = if swapped { size(32, 64) } else { size(64, 32) };
        assert_eq!(header(&bytes).map(|header| header.pixels), Some(shown), "{orientation}");
        for fit in [ALL, size(16, 16)] {
            let raster = decode(&bytes, fit).expect("it can be decoded");
            let Pixels { width, height } = raster.pixels();
            assert_eq!((raster.natural(), width < height), (shown, swapped), "{orientation}");
            let corners = [(2, 2), (width - 3, 2), (2, height - 3), (width - 3, height - 3)];
            for ((x, y), expected) in corners.into_iter().zip(quarters) {
                let found = raster.pixel(x, y).expect("inside");
                let is_near = found.iter().zip(expected).all(|(a, b)| a.abs_diff(b) < 40);
                assert!(is_near, "{orientation} at {x}, {y}: {found:?} {expected:?}");
            }
        }
    }
}

#[test]
fn what_cannot_be_shown_has_a_reason() {
    let png = file(&quarters(200, 200), ImageFormat::Png);
    let gif = file(&quarters(200, 200), ImageFormat::Gif);
    let webp = file(&quarters(200, 200), ImageFormat::WebP);
    let mut broken = png.clone();
    broken[12] = b'X';
    let mut zero = gif.clone();
    zero[6..8].fill(0);
    for (name, bytes, error) in [
        ("nothing", Vec::new(), PictureError::Empty),
        ("text", b"<html>404</html>".to_vec(), PictureError::NotAPicture),
        ("svg", b"<svg/>".to_vec(), PictureError::Unsupported(Kind::Svg)),
        ("avif", b"\0\0\0\x20ftypavif".to_vec(), PictureError::Unsupported(Kind::Heif)),
        ("the head of a PNG", png[..20].to_vec(), PictureError::Truncated),
        ("half a PNG", png[..png.len() / 2].to_vec(), PictureError::Truncated),
        ("half a WebP", webp[..webp.len() / 2].to_vec(), PictureError::Truncated),
        ("a PNG without its header", broken, PictureError::Damaged),
        ("a GIF of no width", zero, PictureError::Damaged),
        ("too many bytes", vec![0; MAX_BYTES + 1], PictureError::TooLarge),
    ] {
        assert_eq!(decode(&bytes, ALL).err(), Some(error), "{name}");
    }
    // The upper half of a JPEG is shown.
    let jpeg = file(&quarters(200, 200), ImageFormat::Jpeg);
    let raster = decode(&jpeg[..jpeg.len() * 3 / 4], ALL).expect("it can be decoded");
    assert_eq!(raster.pixels(), size(200, 200));
}

fn graphics(protocol: Protocol) -> Graphics {
    let cell = CellSize { width: 4, height: 8 };
    Graphics { protocol, cell, is_tmux: false, is_truecolor: true, background: Some([0, 0, 0]) }
}

fn encoded(image: RgbaImage, cells: (u16, u16), graphics: &Graphics) -> Encoded {
    let cells = Cells { width: cells.0, height: cells.1 };
    encode(&decode(&file(&image, ImageFormat::Png), ALL).expect("a picture"), cells, None, graphics).expect("encoded")
}

/// The cells of an area of 6 × 3 on a page of dots, after some rows of a picture were drawn at (1, 0).
fn drawn(encoded: &Encoded, from_row: u16, height: u16) -> Buffer {
    let mut buffer = Buffer::filled(Rect::new(0, 0, 6, 3), ratatui::buffer::Cell::new("."));
    encoded.draw(Rect::new(1, 0, 5, height), from_row, &mut buffer);
    buffer
}

#[test]
fn half_blocks_are_drawn_by_parts() {
    // Four rows of half-blocks: red, green, blue, white, in two rows of cells.
    let image = RgbaImage::from_fn(16, 16, |_, y| Rgba([RED, GREEN, BLUE, WHITE][y as usize / 4]));
    let picture = encoded(image, (4, 2), &graphics(Protocol::HalfBlocks));
    assert_eq!(picture.size(), Cells { width: 4, height: 2 });
    assert_eq!(picture.transmission(), None);
    let rgb = |[red, green, blue, _]: [u8; 4]| Color::Rgb(red, green, blue);
    let (upper, lower) = (Some((rgb(RED), rgb(GREEN))), Some((rgb(BLUE), rgb(WHITE))));
    for (from_row, height, rows) in [
        (0, 3, [upper, lower, None]),
        (1, 3, [lower, None, None]),
        (0, 1, [upper, None, None]),
        (1, 0, [None; 3]),
        (2, 3, [None; 3]),
        (u16::MAX, 3, [None; 3]),
    ] {
        let buffer = drawn(&picture, from_row, height);
        for (y, row) in rows.into_iter().enumerate() {
            for x in 0..6 {
                let cell = &buffer[(x, y as u16)];
                let expected = match row {
                    Some((fg, bg)) if (1..5).contains(&x) => ("▀", fg, bg),
                    _ => (".", Color::Reset, Color::Reset),
                };
                assert_eq!((cell.symbol(), cell.fg, cell.bg), expected, "{from_row}, {height}: {x}, {y}");
            }
        }
    }
    // Cut at the side and at the edge of the screen.
    let mut buffer = Buffer::empty(Rect::new(0, 0, 6, 3));
    picture.draw(Rect::new(4, 2, 50, 50), 0, &mut buffer);
    let shown: Vec<_> = buffer.content.iter().map(|cell| cell.symbol() == "▀").collect();
    assert_eq!(shown.iter().positions(), [16, 17]);
}

trait Positions {
    fn positions(self) -> Vec<usize>;
}

impl<'a, I: Iterator<Item = &'a bool>> Positions for I {
    fn positions(self) -> Vec<usize> {
        self.enumerate().filter_map(|(at, is)| is.then_some(at)).collect()
    }
}

#[test]
fn small_pictures_are_not_enlarged() {
    let picture = encoded(RgbaImage::from_pixel(4, 4, Rgba(RED)), (3, 1), &graphics(Protocol::HalfBlocks));
    let cells: Vec<_> = picture_cells(&picture).into_iter().map(|cell| (cell.0, cell.1)).collect();
    assert_eq!(cells, [(" ", Color::Reset), ("▀", Color::Rgb(255, 0, 0)), (" ", Color::Reset)].map(own));
    let raster = decode(&file(&RgbaImage::from_pixel(4, 4, Rgba(RED)), ImageFormat::Png), ALL).expect("a picture");
    let region = Region { x: 0, y: 0, width: 4, height: 4 };
    let cells = Cells { width: 2, height: 1 };
    let picture = encode(&raster, cells, Some(region), &graphics(Protocol::HalfBlocks)).expect("encoded");
    assert!(picture_cells(&picture).iter().all(|cell| cell.2 == Color::Rgb(255, 0, 0)));
}

fn own((symbol, fg): (&str, Color)) -> (String, Color) {
    (symbol.to_owned(), fg)
}

/// Symbol, foreground and background of each cell.
fn picture_cells(picture: &Encoded) -> Vec<(String, Color, Color)> {
    let Cells { width, height } = picture.size();
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    picture.draw(buffer.area, 0, &mut buffer);
    buffer.content.iter().map(|cell| (cell.symbol().to_owned(), cell.fg, cell.bg)).collect()
}

#[test]
fn regions_are_cut_out() {
    let raster = decode(&file(&quarters(80, 80), ImageFormat::Png), size(40, 40)).expect("a picture");
    let cells = Cells { width: 4, height: 2 };
    for ((x, y, width, height), color) in [
        ((0, 0, 40, 40), RED),
        ((40, 0, 40, 40), GREEN),
        ((0, 40, 40, 40), BLUE),
        ((44, 44, 1000, 1000), WHITE),
        ((1000, 1000, 1, 1), WHITE),
        ((4, 4, 0, 0), RED),
    ] {
        let region = Region { x, y, width, height };
        let picture = encode(&raster, cells, Some(region), &graphics(Protocol::HalfBlocks)).expect("encoded");
        let middle = picture_cells(&picture)[2].2;
        assert_eq!(middle, Color::Rgb(color[0], color[1], color[2]), "{region:?}");
    }
}

#[test]
fn drawings_that_would_not_be_seen_get_a_backdrop() {
    // A frame of a colour around nothing.
    let frame = |color: [u8; 4]| {
        RgbaImage::from_fn(16, 16, |x, y| {
            Rgba(if (4..12).contains(&x) && (4..12).contains(&y) { CLEAR } else { color })
        })
    };
    let (black, white, reset) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255), Color::Reset);
    for (color, page, backdrop) in [
        ([0, 0, 0, 255], Some([0, 0, 0]), white),
        ([0, 0, 0, 255], Some([255, 255, 255]), reset),
        (WHITE, Some([255, 255, 255]), black),
        (WHITE, Some([0, 0, 0]), reset),
        ([0, 0, 0, 255], None, white),
        (WHITE, None, black),
        ([30, 30, 60, 255], Some([20, 20, 20]), white),
        (GREEN, Some([20, 20, 20]), reset),
    ] {
        let graphics = Graphics { background: page, ..graphics(Protocol::HalfBlocks) };
        let picture = encoded(frame(color), (4, 2), &graphics);
        let inside = &picture_cells(&picture)[1];
        assert_eq!(inside.2, backdrop, "{color:?} on {page:?}");
    }
}

#[test]
fn transparent_pixels_leave_the_background() {
    let image = RgbaImage::from_fn(16, 16, |x, _| Rgba(if x < 8 { CLEAR } else { WHITE }));
    let picture = encoded(image, (4, 2), &graphics(Protocol::HalfBlocks));
    let mut buffer = Buffer::empty(Rect::new(0, 0, 4, 2));
    buffer.set_style(buffer.area, ratatui::style::Style::new().bg(Color::Rgb(1, 2, 3)));
    picture.draw(buffer.area, 0, &mut buffer);
    let backgrounds: Vec<_> = buffer.content.iter().take(4).map(|cell| cell.bg).collect();
    let (page, white) = (Color::Rgb(1, 2, 3), Color::Rgb(255, 255, 255));
    assert_eq!(backgrounds, [page, page, white, white]);
}

#[test]
fn kitty_gets_placeholders_and_the_pixels_apart() {
    let picture = encoded(quarters(16, 16), (4, 2), &graphics(Protocol::Kitty));
    let transmission = picture.transmission().expect("kitty keeps pictures");
    let start = format!("\x1b_Gq=2,i={},a=T,U=1,c=4,r=2,f=32,o=z,t=d,s=16,v=16,m=0;", transmission.id);
    assert!(transmission.sequence.starts_with(&start), "{:?}", transmission.sequence);
    assert!(transmission.sequence.ends_with("\x1b\\"));
    assert_eq!(transmission.sequence.matches('\x1b').count(), 2);
    let cells = picture_cells(&picture);
    assert_eq!(cells.len(), 8);
    for (at, (symbol, fg, bg)) in cells.iter().enumerate() {
        let [extra, red, green, blue] = transmission.id.to_be_bytes();
        assert_eq!((*fg, *bg), (Color::Rgb(red, green, blue), Color::Reset));
        assert_eq!(symbol.chars().next(), Some('\u{10eeee}'));
        assert_eq!(symbol.chars().count(), if at % 4 == 0 { 4 } else { 1 }, "{at} {extra}");
    }
    // The second row alone has its own number.
    let mut part = Buffer::empty(Rect::new(0, 0, 4, 1));
    picture.draw(part.area, 1, &mut part);
    assert_eq!(part[(0, 0)].symbol(), cells[4].0);
    assert_eq!(part[(0, 0)].diff_option, CellDiffOption::ForcedWidth(std::num::NonZeroU16::MIN));
    // Equal pictures have equal numbers, others do not.
    let again = encoded(quarters(16, 16), (4, 2), &graphics(Protocol::Kitty));
    assert_eq!(again.transmission(), Some(transmission));
    let other = encoded(quarters(16, 16), (5, 2), &graphics(Protocol::Kitty));
    assert_ne!(other.transmission().map(|other| other.id), Some(transmission.id));
    let tmux = Graphics { is_tmux: true, ..graphics(Protocol::Kitty) };
    let tmux = encoded(quarters(16, 16), (4, 2), &tmux);
    let sequence = &tmux.transmission().expect("kitty keeps pictures").sequence;
    assert!(sequence.starts_with("\x1bPtmux;\x1b\x1b_Gq=2,i="), "{sequence:?}");
    assert!(sequence.ends_with("\x1b\x1b\\\x1b\\"));
    assert_eq!(deletion(7, false), "\x1b_Ga=d,d=I,i=7,q=2\x1b\\");
    assert_eq!(deletion(7, true), "\x1bPtmux;\x1b\x1b_Ga=d,d=I,i=7,q=2\x1b\x1b\\\x1b\\");
}

#[test]
fn sixels_and_iterm2_are_strips_of_a_row() {
    let image = RgbaImage::from_fn(16, 16, |_, y| Rgba(if y < 8 { RED } else { BLUE }));
    let sixel = encoded(image.clone(), (4, 2), &graphics(Protocol::Sixel));
    let cells = picture_cells(&sixel);
    // Erased, then two bands of six pixels, of which the second has two.
    let strip = |color: &str| format!("\x1b[4X\x1bP9;1;0q\"1;1;16;8#0;2;{color}#0!16~$-#0!16B$-\x1b\\");
    assert_eq!((cells[0].0.as_str(), cells[4].0.as_str()), (strip("100;0;0").as_str(), strip("0;0;100").as_str()));
    let iterm2 = encoded(image, (4, 2), &graphics(Protocol::Iterm2));
    let cells = picture_cells(&iterm2);
    for row in [0, 4] {
        let (head, png) = cells[row].0.split_once(':').expect("a head");
        let png = png.strip_suffix('\x07').expect("an end");
        let png = data_url(&format!("data:;base64,{png}")).expect("data").expect("bytes");
        assert_eq!(
            head,
            format!("\x1b[4X\x1b]1337;File=inline=1;size={};width=16px;height=8px;doNotMoveCursor=1", png.len())
        );
        let raster = decode(&png, ALL).expect("a PNG");
        assert_eq!(raster.pixels(), size(16, 8));
        assert_eq!(raster.pixel(3, 3), Some(if row == 0 { RED } else { BLUE }));
    }
    for picture in [&sixel, &iterm2] {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 5, 2));
        picture.draw(Rect::new(1, 0, 4, 2), 1, &mut buffer);
        let skipped: Vec<_> = buffer.content.iter().map(|cell| cell.diff_option == CellDiffOption::Skip).collect();
        assert_eq!(skipped.iter().positions(), [2, 3, 4]);
        assert_eq!(buffer[(1, 0)].diff_option, CellDiffOption::ForcedWidth(std::num::NonZeroU16::MIN));
        // It cannot be cut at the side.
        let mut buffer = Buffer::empty(Rect::new(0, 0, 3, 2));
        picture.draw(buffer.area, 0, &mut buffer);
        assert_eq!(buffer, Buffer::empty(Rect::new(0, 0, 3, 2)));
        assert!(picture.bytes() > 100);
    }
}

#[test]
fn a_gif_is_read_up_to_its_first_frame() {
    // Codes that clear the table and stand for no pixels, again and again.
    let block = [&[255][..], &[0x24, 0x49, 0x92].repeat(85)].concat();
    let start = b"GIF89a\x02\0\x02\0\x81\0\0\0\0\0\0\0\0\0\0\0\0\0\0!\xfe\x03abc\0,\0\0\0\0\x02\0\x02\0\0\x02";
    let endless = [&start[..], &block.repeat(10_000)].concat();
    assert_eq!(decode(&endless, ALL).err(), Some(PictureError::Damaged));
    // What comes after the first frame is not looked at.
    let mut many = file(&quarters(20, 20), ImageFormat::Gif);
    many.pop();
    many.extend(b"\x21\xf9\x04\0\0\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\x02".repeat(1000));
    assert_eq!(decode(&many, ALL).map(|raster| raster.pixels()), Ok(size(20, 20)));
}

#[test]
fn too_many_pixels_for_a_screen_are_refused() {
    let raster = decode(&file(&quarters(16, 16), ImageFormat::Png), ALL).expect("a picture");
    let cells = Cells { width: u16::MAX, height: u16::MAX };
    for protocol in [Protocol::HalfBlocks, Protocol::Sixel, Protocol::Iterm2] {
        let refused = encode(&raster, cells, None, &graphics(protocol));
        assert_eq!(refused.err(), Some(PictureError::TooLarge));
    }
    let kitty = encode(&raster, cells, None, &graphics(Protocol::Kitty)).expect("encoded");
    assert_eq!(kitty.size(), Cells { width: 297, height: 297 });
    let none = encode(&raster, Cells { width: 0, height: 0 }, None, &graphics(Protocol::Kitty)).expect("encoded");
    assert_eq!(none.size(), Cells { width: 1, height: 1 });
}

#[test]
fn damaged_files_are_decoded_or_refused() {
    let image = quarters(37, 29);
    let mut noise = 1_u32;
    let mut random = |below: usize| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (noise >> 8) as usize % below.max(1)
    };
    let protocols = [Protocol::HalfBlocks, Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel];
    for format in [ImageFormat::Png, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::WebP, ImageFormat::Jpeg] {
        let whole = file(&image, format);
        for round in 0..60 {
            let mut bytes = whole.clone();
            for _ in 0..1 + random(4) {
                let at = if random(2) == 0 { random(64.min(bytes.len())) } else { random(bytes.len()) };
                bytes[at] = random(256) as u8;
            }
            bytes.truncate(whole.len() - if round % 4 == 0 { random(whole.len()) } else { 0 });
            // Large sizes are slow in a debug build; they are refused or as good as small ones.
            if header(&bytes).is_some_and(|header| header.pixels.width.max(header.pixels.height) > 2000) {
                continue;
            }
            let Ok(raster) = decode(&bytes, size(20, 20)) else { continue };
            assert!(raster.pixels().width <= 20 && raster.pixels().height <= 20);
            let cells = Cells { width: 1 + random(9) as u16, height: 1 + random(5) as u16 };
            let encoded = encode(&raster, cells, None, &graphics(protocols[round % 4])).expect("encoded");
            assert_eq!(encoded.size(), cells);
        }
    }
}
