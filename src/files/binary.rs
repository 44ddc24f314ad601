//! Recognises files that are not text.

use crate::files::program_output::overstrikes;
use crate::text::count_bytes;

/// The first bytes of common formats: the offset at which they stand, the bytes, and the name of the format. Formats
/// whose first bytes could begin a text are not among them.
const FORMATS: &[(usize, &[u8], &str)] = &[
    (0, b"\x7fELF", "ELF"),
    (0, b"\xcf\xfa\xed\xfe", "Mach-O"),
    (0, b"\xca\xfe\xba\xbe", "Mach-O, Java class"),
    (0, b"\0asm", "WebAssembly"),
    (0, b"%PDF-", "PDF"),
    (0, b"\x89PNG\r\n\x1a\n", "PNG"),
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (8, b"WEBPVP8", "WebP"),
    (4, b"ftypavif", "AVIF"),
    (4, b"ftyphei", "HEIF"),
    (4, b"ftyp", "MP4"),
    (0, b"\x1a\x45\xdf\xa3", "Matroska, WebM"),
    (8, b"WAVEfmt ", "WAV"),
    (8, b"AVI LIST", "AVI"),
    (0, b"ID3\x02", "MP3"),
    (0, b"ID3\x03", "MP3"),
    (0, b"ID3\x04", "MP3"),
    (0, b"OggS\0", "Ogg"),
    (0, b"fLaC\0", "FLAC"),
    (30, b"mimetypeapplication/epub+zip", "EPUB"),
    (0, b"PK\x03\x04", "ZIP"),
    (0, b"PK\x05\x06", "ZIP"),
    (0, b"\x1f\x8b\x08", "gzip"),
    (0, b"BZh91AY&SY", "bzip2"),
    (0, b"\xfd7zXZ\0", "xz"),
    (0, b"\x28\xb5\x2f\xfd", "Zstandard"),
    (0, b"7z\xbc\xaf\x27\x1c", "7-Zip"),
    (0, b"Rar!\x1a\x07", "RAR"),
    (257, b"ustar\0", "tar"),
    (257, b"ustar  \0", "tar"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "DOC, XLS, PPT"),
    (0, b"SQLite format 3\0", "SQLite"),
    (0, b"wOFF", "WOFF"),
    (0, b"wOF2", "WOFF2"),
    (0, b"\0\x01\0\0\0", "TrueType"),
    (0, b"OTTO\0", "OpenType"),
    (0, b"\0\x05\x16\x07", "AppleDouble"),
    (0, b"\0\0\0\x01Bud1", ".DS_Store"),
    (60, b"BOOKMOBI", "MOBI"),
    (0, b"BM", "BMP"),
    (0, b"MZ", "EXE"),
];

/// Formats whose signature is so short that a text may begin with it: a null byte must follow soon.
const SHORT: &[&str] = &["BMP", "EXE"];

/// How many characters of a decoded text are looked at.
const SAMPLE: usize = 4096;

/// Fewer control characters than this are no sign of anything.
const FEWEST: usize = 4;

/// What a file seems to be, by its first bytes; `None` if they are those of no known format.
pub(super) fn format_of(bytes: &[u8]) -> Option<&'static str> {
    let start = |length| bytes.get(..length).unwrap_or(bytes);
    FORMATS.iter().find_map(|(at, signature, name)| {
        let fits = bytes.get(*at..).is_some_and(|rest| rest.starts_with(signature));
        let certain = || !SHORT.contains(name) || start(64).contains(&0);
        (fits && certain()).then_some(*name)
    })
}

/// Whether a decoded text consists of control characters to such a degree that it was no text: at least one in 20. Those
/// that texts contain (tabulators, line and page breaks, the escapes of terminals, backspaces that strike a character
/// over) do not count.
pub(super) fn is_noise(text: &str) -> bool {
    let is_control = |byte| (byte < 0x20) & !(b'\t'..=b'\r').contains(&byte) & (byte != 0x1b) | (byte == 0x7f);
    // Nearly every text has none, which its bytes tell sooner than its characters.
    let bytes = text.as_bytes().get(..SAMPLE * 4).unwrap_or(text.as_bytes());
    if count_bytes(bytes, is_control) < FEWEST {
        return false;
    }
    let sample = text.char_indices().nth(SAMPLE).map_or(text, |(end, _)| text.get(..end).unwrap_or(text));
    let controls = count_bytes(sample.as_bytes(), is_control).saturating_sub(overstrikes(sample));
    controls >= FEWEST && controls * 20 >= sample.chars().count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_known_by_their_first_bytes() {
        let tar = [&[b'a'; 257][..], b"ustar\x0000"].concat();
        for (bytes, format) in [
            (&b"\x7fELF\x02\x01\x01"[..], Some("ELF")),
            (b"%PDF-1.7\n", Some("PDF")),
            (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", Some("PNG")),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some("WebP")),
            (
                b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0oa\xab,\x14\0\0\0\x14\0\0\0\x08\0\0\0mimetypeapplication/epub+zip",
                Some("EPUB"),
            ),
            (b"PK\x03\x04\x14\0", Some("ZIP")),
            (&tar, Some("tar")),
            (b"BM\x36\x10\0\0", Some("BMP")),
            (b"BMW is a car", None),
            (b"MZ\x90\0\x03", Some("EXE")),
            (b"MZ, a letter", None),
            (b"PKU is a university", None),
            (b"GIF is a format", None),
            (b"ID3 tags", None),
            (b"%PDF is a format", None),
            (b"", None),
        ] {
            assert_eq!(format_of(bytes), format, "{bytes:?}");
        }
    }

    #[test]
    fn noise_is_full_of_control_characters() {
        let one_in = |each: usize| format!("\u{1}{}", "字".repeat(each - 1)).repeat(50);
        for (text, noise) in [
            (one_in(20), true),
            (one_in(21), false),
            ("\0\0\0\0".into(), true),
            ("\0\0\0".into(), false),
            ("\t\r\n\x0b\x0c\x1b[1m".repeat(9), false),
            ("N\x08NA\x08A_\x08u名\x08名".repeat(50), false),
            ("a\x08b".repeat(50), true),
            ("\x08".repeat(50), true),
            ("N\x08N\x01\x02".repeat(50), true),
            (String::new(), false),
            // Only the first characters count.
            (format!("{}{}", "字".repeat(SAMPLE), "\u{1}".repeat(999)), false),
            (format!("{}{}", "字".repeat(SAMPLE - 999), "\u{1}".repeat(999)), true),
            (format!("{}{}", "字".repeat(SAMPLE - 4), "\u{1}".repeat(4)), false),
        ] {
            assert_eq!(is_noise(&text), noise, "{text:?}");
        }
    }
}
