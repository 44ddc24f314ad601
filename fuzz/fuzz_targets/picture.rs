//! Any bytes are a picture or not one: decoded within limits, scaled, and encoded for every kind of terminal.
#![no_main]

use std::io::Cursor;
use std::path::Path;

use image::{DynamicImage, ImageFormat, Rgba, RgbaImage};
use inkstone::picture::{CellSize, Cells, Graphics, Pixels, Protocol, Region, decode, encode, header};
use libfuzzer_sys::fuzz_target;

const FIT: Pixels = Pixels { width: 60, height: 40 };

fuzz_target!(
    init: {
        seeds(Path::new("corpus/picture"));
    },
    |bytes: &[u8]| {
        let header = header(bytes);
        assert!(header.is_none_or(|header| header.pixels.width > 0 && header.pixels.height > 0));
        // Large pictures are slow, not wrong.
        if header.is_some_and(|header| u64::from(header.pixels.width) * u64::from(header.pixels.height) > 1 << 20) {
            return;
        }
        let Ok(raster) = decode(bytes, FIT) else { return };
        let (natural, own) = (raster.natural(), raster.pixels());
        assert!(own.width <= FIT.width && own.height <= FIT.height && own.width <= natural.width);
        for protocol in [Protocol::HalfBlocks, Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel] {
            show(bytes, &raster, protocol);
        }
    }
);

fn show(bytes: &[u8], raster: &inkstone::picture::Raster, protocol: Protocol) {
    let at = |index: usize| u32::from(bytes.get(index).copied().unwrap_or_default());
    let cells = Cells { width: at(20) as u16 % 12 + 1, height: at(21) as u16 % 6 + 1 };
    let region = (at(22) % 2 == 0).then(|| Region { x: at(23), y: at(24), width: at(25), height: at(26) });
    let cell = CellSize { width: at(27) as u16, height: at(28) as u16 };
    let background = (at(29) % 2 == 0).then_some([at(30) as u8; 3]);
    let graphics = Graphics { protocol, cell, is_tmux: at(31) % 2 == 0, is_truecolor: at(32) % 2 == 0, background };
    let encoded = encode(raster, cells, region, &graphics).expect("so few cells can be encoded");
    assert_eq!(encoded.size(), cells);
    assert_eq!(encoded.transmission().is_some(), protocol == Protocol::Kitty);
}

/// Writes a small picture of every format, unless there are inputs already.
fn seeds(folder: &Path) {
    if std::fs::read_dir(folder).is_ok_and(|mut files| files.next().is_some()) {
        return;
    }
    let _ = std::fs::create_dir_all(folder);
    let image = RgbaImage::from_fn(19, 13, |x, y| Rgba([x as u8 * 13, y as u8 * 19, (x * y) as u8, 255 - x as u8 * 9]));
    let rgba = DynamicImage::ImageRgba8(image);
    let layouts = [
        rgba.clone(),
        DynamicImage::ImageRgb8(rgba.to_rgb8()),
        DynamicImage::ImageLuma8(rgba.to_luma8()),
        DynamicImage::ImageRgba16(rgba.to_rgba16()),
        DynamicImage::ImageLumaA8(rgba.to_luma_alpha8()),
    ];
    for format in [ImageFormat::Png, ImageFormat::Jpeg, ImageFormat::Gif, ImageFormat::WebP, ImageFormat::Bmp] {
        for (at, layout) in layouts.iter().enumerate() {
            let mut file = Cursor::new(Vec::new());
            if layout.write_to(&mut file, format).is_ok() {
                let _ = std::fs::write(folder.join(format!("{format:?}-{at}")), file.into_inner());
            }
        }
    }
}
