//! Bytes to characters: byte order marks, escapes, UTF-8, declarations, and detection; never a failure.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use crate::problem::{Code, Problem};

/// How many bytes a guess may look at.
const SAMPLE: usize = 256 << 10;

/// Bytes as text.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// That the charset was guessed, or that bytes had to be replaced.
    pub problems: Vec<Problem>,
}

/// Reads bytes as text in whatever charset they are. Total, and linear in their number.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(&bytes) {
        if encoding == UTF_8 {
            return utf8(bytes.get(mark..).unwrap_or_default());
        }
        return decode_as(encoding, bytes.get(mark..).unwrap_or_default(), false);
    }
    if has_japanese_escapes(&bytes) {
        return decode_as(ISO_2022_JP, &bytes, false);
    }
    if let Some(encoding) = utf16_without_mark(&bytes) {
        return decode_as(encoding, &bytes, true);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Decoded { text, problems: Vec::new() },
        Err(error) => error.into_bytes(),
    };
    if is_mostly_utf8(&bytes) {
        return utf8(&bytes);
    }
    if let Some(encoding) = declared(&bytes) {
        return decode_as(encoding, &bytes, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = bytes.get(..SAMPLE).unwrap_or(&bytes);
    detector.feed(sample, sample.len() == bytes.len());
    decode_as(detector.guess(None, Utf8Detection::Deny), &bytes, true)
}

fn utf8(bytes: &[u8]) -> Decoded {
    decode_as(UTF_8, bytes, false)
}

fn decode_as(encoding: &'static Encoding, bytes: &[u8], guessed: bool) -> Decoded {
    let (text, broken) = encoding.decode_without_bom_handling(bytes);
    let mut problems = Vec::new();
    if guessed {
        problems.push(Problem::new(Code::CharsetGuessed).with(encoding.name()));
    }
    if broken {
        problems.push(Problem::new(Code::CharsetBroken).with(encoding.name()));
    }
    Decoded { text: text.into_owned(), problems }
}

/// ISO-2022-JP is seven bits wide and shifts to two-byte sets with `ESC $ B` or `ESC $ @`.
fn has_japanese_escapes(bytes: &[u8]) -> bool {
    let Some(first) = memchr::memchr(0x1b, bytes) else { return false };
    let rest = bytes.get(first..).unwrap_or_default();
    bytes.is_ascii() && [&b"\x1b$B"[..], b"\x1b$@"].iter().any(|escape| memmem::find(rest, escape).is_some())
}

/// UTF-16 tells itself by zero bytes that all stand on one side: the line breaks, blanks and markup of any language.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = bytes.get(..SAMPLE.min(bytes.len()) & !1)?;
    if sample.len() < 8 || memchr::memchr(0, sample).is_none() {
        return None;
    }
    let (mut even, mut odd) = (0usize, 0usize);
    for pair in sample.chunks_exact(2) {
        if let [first, second] = pair {
            even += usize::from(*first == 0);
            odd += usize::from(*second == 0);
        }
    }
    let (encoding, zeros, others) = if odd > even { (UTF_16LE, odd, even) } else { (UTF_16BE, even, odd) };
    // Mere UTF-8 with stray zeros has few of them, on both sides.
    let wanted = if std::str::from_utf8(sample).is_ok() { sample.len() / 4 } else { sample.len() / 100 };
    if zeros < wanted.max(2) || others * 20 > zeros {
        return None;
    }
    (!encoding.decode_without_bom_handling(sample).1).then_some(encoding)
}

/// Whether bytes that are not UTF-8 throughout are UTF-8 with damage: other charsets hardly ever form its sequences.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 2 * bad
}

/// The charset a `<meta>` element near the start declares.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..4096).unwrap_or(bytes).to_ascii_lowercase();
    let mut from = 0;
    while let Some(found) = head.get(from..).and_then(|rest| memmem::find(rest, b"<meta")) {
        let tag = head.get(from + found..)?;
        let tag = tag.get(..memchr::memchr(b'>', tag).unwrap_or(tag.len()))?;
        if let Some(at) = memmem::find(tag, b"charset") {
            let value = tag.get(at + b"charset".len()..)?.trim_ascii_start().strip_prefix(b"=");
            let value = value.unwrap_or_default().trim_ascii_start();
            let start = value.iter().position(|byte| !matches!(byte, b'"' | b'\''))?;
            let value = value.get(start..)?;
            let end = value
                .iter()
                .position(|byte| matches!(byte, b'"' | b'\'' | b';' | b'/') || byte.is_ascii_whitespace())
                .unwrap_or(value.len());
            let encoding = Encoding::for_label(value.get(..end)?)?;
            // A declaration that can be read as ASCII is not in UTF-16, and UTF-8 was tried before.
            return (encoding != UTF_8 && encoding.is_ascii_compatible()).then_some(encoding);
        }
        from += found + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{BIG5, EUC_JP, EUC_KR, GBK, SHIFT_JIS};
    use proptest::prelude::*;

    const CHINESE: &str = "---\ntitle: '三星堆'\n---\n\n<div>\n<p>三星堆遗址位于四川省广汉市，是一处距今约三千年的古蜀文化遗址。\
                           考古人员在这里发现了大量青铜器、玉器和象牙，引起了广泛的关注。</p>\n</div>\n";
    const JAPANESE: &str =
        "---\ntitle: 今日\n---\n\n東京は今日も雨が降っています。明日は晴れるといいですね。そうですか、わかりました。\n";

    fn names(decoded: &Decoded) -> Vec<&'static str> {
        decoded.problems.iter().map(|problem| problem.code.name()).collect()
    }

    #[test]
    fn charsets_are_told_apart() {
        let korean = "---\ntitle: 오늘\n---\n\n오늘은 날씨가 매우 좋습니다. 내일도 그랬으면 좋겠습니다. 감사합니다.\n";
        let traditional = "---\ntitle: 香港\n---\n\n這是一篇關於香港的文章，講述了城市的歷史與變遷，希望大家會喜歡。\n";
        for (encoding, text) in
            [(GBK, CHINESE), (SHIFT_JIS, JAPANESE), (EUC_JP, JAPANESE), (EUC_KR, korean), (BIG5, traditional)]
        {
            let decoded = decode(encoding.encode(text).0.into_owned());
            assert_eq!(decoded.text, text, "{}", encoding.name());
            assert_eq!(names(&decoded), ["charset-guessed"]);
        }
        let decoded = decode(ISO_2022_JP.encode(JAPANESE).0.into_owned());
        assert_eq!((decoded.text.as_str(), names(&decoded)), (JAPANESE, vec![]));
    }

    #[test]
    fn unicode_with_and_without_mark() {
        for text in [CHINESE, JAPANESE, "--- plain ASCII text ---\n"] {
            let mut with_mark = vec![0xef, 0xbb, 0xbf];
            with_mark.extend(text.bytes());
            assert_eq!(decode(with_mark).text, text);
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            for (bytes, mark) in [(little, [0xff, 0xfe]), (big, [0xfe, 0xff])] {
                let marked = decode(mark.iter().chain(&bytes).copied().collect());
                assert_eq!((marked.text.as_str(), names(&marked)), (text, vec![]));
                let unmarked = decode(bytes);
                assert_eq!((unmarked.text.as_str(), names(&unmarked)), (text, vec!["charset-guessed"]));
            }
        }
    }

    #[test]
    fn a_declaration_counts() {
        let text = "<html><head><META http-equiv=x content=\"text/html; charset=gb2312\"></head>短";
        let decoded = decode(GBK.encode(text).0.into_owned());
        assert_eq!((decoded.text.as_str(), names(&decoded)), (text, vec![]));
        let decoded = decode(GBK.encode("<meta charset='gbk'/>短").0.into_owned());
        assert!(decoded.text.ends_with('短'));
    }

    #[test]
    fn damage_is_replaced() {
        let mut cut = CHINESE.as_bytes().to_vec();
        cut.truncate(60);
        cut.push(0xe4);
        let decoded = decode(cut);
        assert!(decoded.text.ends_with('\u{fffd}'));
        assert_eq!(names(&decoded), ["charset-broken"]);
        assert_eq!(decode(b"title: n\0ul".to_vec()).text, "title: n\0ul");
        assert_eq!(decode(b"\x1b[31mred".to_vec()).text, "\x1b[31mred");
    }

    proptest! {
        #[test]
        fn any_bytes_decode(bytes in any::<Vec<u8>>()) {
            let decoded = decode(bytes.clone());
            if let Ok(text) = std::str::from_utf8(&bytes)
                && !bytes.contains(&0) && !bytes.contains(&0x1b)
            {
                prop_assert_eq!(decoded.text.as_str(), text.trim_start_matches('\u{feff}'));
            }
        }
    }
}
