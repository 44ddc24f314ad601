//! Measures pictures: decoding and scaling down, encoding for each kind of terminal, and drawing.

#![allow(clippy::expect_used, reason = "a bench that cannot begin has nothing to measure")]

use std::hint::black_box;
use std::io::Cursor;

use criterion::{Criterion, criterion_group, criterion_main};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use inkstone::picture::{CellSize, Cells, Graphics, Pixels, Protocol, decode, encode, header};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// What a window of 80 × 24 has in a terminal of usual size.
const CELLS: Cells = Cells { width: 80, height: 24 };
const FIT: Pixels = Pixels { width: 800, height: 480 };

/// A picture as a camera makes it: gradients, edges and noise.
fn drawn(width: u32, height: u32) -> DynamicImage {
    let mut noise = 1_u32;
    DynamicImage::ImageRgb8(RgbImage::from_fn(width, height, |x, y| {
        noise = noise.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let edge = if (x / 97 + y / 61) % 2 == 0 { 60 } else { 0 };
        let value = |of: u32, side: u32| (of * 180 / side + edge + (noise >> 28)) as u8;
        Rgb([value(x, width), value(y, height), value(x + y, width + height)])
    }))
}

fn file(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("it can be encoded");
    bytes.into_inner()
}

fn pictures(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("picture");
    group.sample_size(20);
    let image = drawn(1600, 1200);
    for (name, format) in [("JPEG", ImageFormat::Jpeg), ("PNG", ImageFormat::Png), ("WebP", ImageFormat::WebP)] {
        let bytes = file(&image, format);
        group.bench_function(format!("header of {name}"), |bencher| bencher.iter(|| header(black_box(&bytes))));
        group.bench_function(format!("decode {name} of 1600 × 1200"), |bencher| {
            bencher.iter(|| decode(black_box(&bytes), FIT).expect("a picture"));
        });
    }
    let raster = decode(&file(&image, ImageFormat::Jpeg), FIT).expect("a picture");
    for protocol in [Protocol::HalfBlocks, Protocol::Kitty, Protocol::Iterm2, Protocol::Sixel] {
        let cell = CellSize { width: 10, height: 20 };
        let graphics = Graphics { protocol, cell, is_tmux: false, is_truecolor: true, background: None };
        group.bench_function(format!("encode 80 × 24 cells, {protocol:?}"), |bencher| {
            bencher.iter(|| encode(black_box(&raster), CELLS, None, &graphics).expect("encoded"));
        });
        let encoded = encode(&raster, CELLS, None, &graphics).expect("encoded");
        let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
        group.bench_function(format!("draw 80 × 24 cells, {protocol:?}"), |bencher| {
            bencher.iter(|| encoded.draw(buffer.area, 0, black_box(&mut buffer)));
        });
    }
    group.finish();
}

criterion_group!(benches, pictures);
criterion_main!(benches);
