//! Pictures that would take more time or memory than they may.

use std::fs;
use std::io::{Cursor, Write};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use flate2::{Compression, write::ZlibEncoder};
use image::{DynamicImage, ImageFormat, RgbImage};
use inkstone::picture::{Pixels, decode};

/// As the program is released: 2 s. With the checks of a debug build, everything takes three times as long.
const SECONDS: Duration = Duration::from_secs(if cfg!(debug_assertions) { 6 } else { 2 });
const MIB: u64 = 200;

const FIT: Pixels = Pixels { width: 800, height: 600 };

pub fn check() -> bool {
    let folder = std::env::temp_dir().join(format!("pictures-{}", std::process::id()));
    if let Err(error) = fs::create_dir_all(&folder) {
        eprintln!("{}: {error}", folder.display());
        return false;
    }
    let (mut passed, mut failed) = (0, 0);
    for (name, bytes, expected) in bombs() {
        let file = folder.join("bomb");
        let result =
            fs::write(&file, &bytes).map_err(|error| error.to_string()).and_then(|()| examine(&file, expected));
        match result {
            Ok(told) => {
                println!("{name} ({} bytes): {told}", bytes.len());
                passed += 1;
            }
            Err(told) => {
                println!("{name} ({} bytes): FAILED: {told}", bytes.len());
                failed += 1;
            }
        }
    }
    let _ = fs::remove_dir_all(folder);
    println!("{passed} passed, {failed} failed");
    failed == 0
}

/// Decodes a file in a process of its own, so that its memory counts alone.
fn examine(file: &Path, expected: &str) -> Result<String, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(own).arg("bomb").arg(file).output().map_err(|error| error.to_string())?;
    let told = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    let fields: Vec<&str> = told.split('\t').collect();
    let [result, millis, kib] = fields[..] else { return Err(format!("crashed: {:?}", output.status)) };
    let number = |text: &str| text.parse::<u64>().unwrap_or(u64::MAX);
    let shown = format!("{result}, {millis} ms, {} MiB", number(kib) / 1024);
    let is_good = result == expected && number(millis) <= SECONDS.as_millis() as u64 && number(kib) <= MIB * 1024;
    if is_good { Ok(shown) } else { Err(format!("{shown}, expected {expected}")) }
}

/// Decodes one file; prints the result, milliseconds, and the most memory the process had, in KiB.
pub fn decode_one(file: &str) -> bool {
    let Ok(bytes) = fs::read(file) else { return false };
    let start = Instant::now();
    let result = match decode(&bytes, FIT) {
        Ok(raster) => format!("{raster:?}"),
        Err(error) => format!("{error:?}"),
    };
    let millis = start.elapsed().as_millis();
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.and_then(|line| line.split_whitespace().next()).unwrap_or("0");
    println!("{result}\t{millis}\t{peak}");
    true
}

fn bombs() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let frames = [&b"\x21\xf9\x04\0\0\0\0\0"[..], &gif_frame(2, 2, b"\x02\x84\x51")].concat().repeat(500_000);
    let first = gif_frame(2, 2, b"\x02\x84\x51");
    vec![
        ("PNG of 50,000 × 50,000", png(50_000, 50_000, 2, &zlib(&[0; 1 << 20])), "TooLarge"),
        ("PNG of 2³¹ × 2³¹", png(0x7fff_ffff, 0x7fff_ffff, 6, &[]), "TooLarge"),
        ("PNG of 7,000 × 7,000 with alpha", png(7_000, 7_000, 6, &zlib(&[0; 1 << 20])), "TooLarge"),
        ("PNG of 6,500 × 6,500, all there", file(6_500, 6_500, ImageFormat::Png), "Raster(600×600 of 6500×6500)"),
        ("PNG of 6,500 × 6,500, not there", png(6_500, 6_500, 2, &zlib(&[0; 64])), "Damaged"),
        ("PNG with a large profile", profile(), "Raster(1×1 of 1×1)"),
        ("JPEG of 65,535 × 65,535", jpeg(0xc0, 65_535, 65_535), "TooLarge"),
        ("progressive JPEG of 6,000 × 6,000", jpeg(0xc2, 6_000, 6_000), "TooLarge"),
        ("JPEG of 6,000 × 6,000 without a scan", jpeg(0xc0, 6_000, 6_000), "TooLarge"),
        ("JPEG of 6,500 × 6,500, all there", file(6_500, 6_500, ImageFormat::Jpeg), "Raster(600×600 of 6500×6500)"),
        ("GIF of 65,535 × 65,535", gif(65_535, 65_535, &first), "TooLarge"),
        ("GIF of 8,000 × 8,000", gif(8_000, 8_000, &first), "TooLarge"),
        ("GIF with a frame of 65,535 × 65,535", gif(2, 2, &gif_frame(65_535, 65_535, b"\x02\x84\x51")), "TooLarge"),
        ("GIF of 500,000 frames", gif(2, 2, &frames), "Raster(2×2 of 2×2)"),
        ("GIF of one frame without an end", gif(2, 2, &endless(2, 2)), "Damaged"),
        ("GIF of a large frame without an end", gif(5_000, 5_000, &endless(5_000, 5_000)), "Damaged"),
        ("WebP of 16,384 × 16,384", webp(&lossless(16_384, 16_384)), "TooLarge"),
        ("WebP of 2²⁴ × 2²⁴", webp(&[extended(1 << 24, 1 << 24), lossless(2, 2)].concat()), "TooLarge"),
        (
            "WebP of 16 × 16 with 16,384 × 16,384",
            webp(&[extended(16, 16), lossless(16_384, 16_384)].concat()),
            "Damaged",
        ),
        ("WebP of 5,000 × 5,000 with 2 × 2", webp(&[extended(5_000, 5_000), lossless(2, 2)].concat()), "TooLarge"),
        ("BMP of 50,000 × 50,000", bmp(50_000, 50_000), "TooLarge"),
        ("BMP of 6,500 × 6,500, not there", bmp(6_500, 6_500), "Truncated"),
        ("32 MiB of nothing", vec![0; 32 << 20], "NotAPicture"),
        ("more than 32 MiB", vec![0; (32 << 20) + 1], "TooLarge"),
    ]
}

fn file(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let image = DynamicImage::ImageRgb8(RgbImage::new(width, height));
    image.write_to(&mut bytes, format).map(|()| bytes.into_inner()).unwrap_or_default()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).unwrap_or_default()
}

fn chunk(name: &[u8; 4], body: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(name);
    crc.update(body);
    [&(body.len() as u32).to_be_bytes(), &name[..], body, &crc.sum().to_be_bytes()].concat()
}

fn png_of(width: u32, height: u32, color: u8, chunks: &[Vec<u8>]) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, color, 0, 0, 0]].concat();
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), chunks.concat(), chunk(b"IEND", b"")].concat()
}

fn png(width: u32, height: u32, color: u8, pixels: &[u8]) -> Vec<u8> {
    png_of(width, height, color, &[chunk(b"IDAT", pixels)])
}

/// A picture of one pixel with a colour profile and a text that are large once they are inflated.
fn profile() -> Vec<u8> {
    let large = zlib(&vec![0; 256 << 20]);
    let profile = chunk(b"iCCP", &[b"x\0\0".as_slice(), &large].concat());
    let text = chunk(b"zTXt", &[b"x\0\0".as_slice(), &large].concat());
    png_of(1, 1, 0, &[profile, text, chunk(b"IDAT", &zlib(&[0, 0]))])
}

fn jpeg(marker: u8, width: u16, height: u16) -> Vec<u8> {
    let [wide, narrow] = width.to_be_bytes();
    let [high, low] = height.to_be_bytes();
    let frame = [0xff, marker, 0, 17, 8, high, low, wide, narrow, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0];
    [&[0xff, 0xd8][..], &frame, &[0xff, 0xd9]].concat()
}

fn gif(width: u16, height: u16, rest: &[u8]) -> Vec<u8> {
    let (width, height) = (width.to_le_bytes(), height.to_le_bytes());
    // A palette of four colours.
    [&b"GIF89a"[..], &width, &height, &[0x81, 0, 0], &[0; 12], rest, b";"].concat()
}

fn gif_frame(width: u16, height: u16, pixels: &[u8; 3]) -> Vec<u8> {
    let (width, height) = (width.to_le_bytes(), height.to_le_bytes());
    [&b",\0\0\0\0"[..], &width, &height, &[0, pixels[0], 2, pixels[1], pixels[2], 0]].concat()
}

/// A frame whose codes clear the table again and again and are no pixels.
fn endless(width: u16, height: u16) -> Vec<u8> {
    let (width, height) = (width.to_le_bytes(), height.to_le_bytes());
    let block = [&[255][..], &[0x24, 0x49, 0x92].repeat(85)].concat();
    [&b",\0\0\0\0"[..], &width, &height, &[0, 2], &block.repeat(100_000)].concat()
}

fn webp(chunks: &[u8]) -> Vec<u8> {
    [&b"RIFF"[..], &(chunks.len() as u32 + 4).to_le_bytes(), b"WEBP", chunks].concat()
}

fn lossless(width: u32, height: u32) -> Vec<u8> {
    let bits = (width - 1) | (height - 1) << 14;
    [&b"VP8L\x06\0\0\0\x2f"[..], &bits.to_le_bytes(), &[0]].concat()
}

fn extended(width: u32, height: u32) -> Vec<u8> {
    let [width, height] = [width, height].map(|side| (side - 1).to_le_bytes());
    [&b"VP8X\x0a\0\0\0\0\0\0\0"[..], &width[..3], &height[..3]].concat()
}

fn bmp(width: u32, height: u32) -> Vec<u8> {
    let size = width.wrapping_mul(height).wrapping_mul(3).to_le_bytes();
    let head = [&b"BM"[..], &size, &[0; 4], &54_u32.to_le_bytes(), &40_u32.to_le_bytes()].concat();
    [head, width.to_le_bytes().to_vec(), height.to_le_bytes().to_vec(), vec![1, 0, 24, 0], vec![0; 24]].concat()
}
