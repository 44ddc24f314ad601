//! Decodes bytes by byte order marks, escapes, UTF-8, declarations and detection. Decoding never fails.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{BIG5, EUC_KR, Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE};
use memchr::memmem;

use crate::problem::{Code, Problem};
use crate::text::place;

/// How many bytes the detector looks at.
const SAMPLE: usize = 256 << 10;

/// Up to this many bytes beyond ASCII, a dozen characters, are too few for the detector to tell languages apart.
const FEW: usize = 24;

/// Decoded bytes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// That the charset was guessed, or that bytes had to be replaced.
    pub problems: Vec<Problem>,
}

/// Decodes bytes in any charset. Never fails, and takes time linear in their number.
pub fn decode(bytes: Vec<u8>) -> Decoded {
    if let Some(decoded) = utf32(&bytes) {
        return decoded;
    }
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
    // This checks text that is not ASCII several times faster than `String::from_utf8`, even with the copy.
    if let Some(text) = UTF_8.decode_without_bom_handling_and_without_replacement(&bytes) {
        return Decoded { text: text.into_owned(), problems: Vec::new() };
    }
    if let Some(joined) = joined_surrogates(&bytes).filter(|joined| is_mostly_utf8(joined)) {
        let mut decoded = utf8(&joined);
        decoded.problems.insert(0, Problem::new(Code::CharsetGuessed).with("CESU-8"));
        return decoded;
    }
    if is_mostly_utf8(&bytes) {
        return utf8(&bytes);
    }
    if let Some(encoding) = declared(&bytes) {
        return decode_as(encoding, &bytes, false);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let sample = bytes.get(..SAMPLE).unwrap_or(&bytes);
    detector.feed(sample, sample.len() == bytes.len());
    decode_as(guess(&detector, sample), &bytes, true)
}

/// The detector's guess; simplified Chinese, which most collections are in, for a few characters that could as well be
/// Korean or traditional Chinese.
fn guess(detector: &EncodingDetector, sample: &[u8]) -> &'static Encoding {
    let guess = detector.guess(None, Utf8Detection::Deny);
    let few = || sample.iter().filter(|byte| !byte.is_ascii()).count() <= FEW;
    if (guess != EUC_KR && guess != BIG5) || !few() {
        return guess;
    }
    let chinese = detector.guess(Some(b"cn"), Utf8Detection::Deny);
    // Punctuation of Big5 is in the private use area of GBK.
    let (text, broken) = chinese.decode_without_bom_handling(sample);
    if broken || text.contains(|c| ('\u{e000}'..='\u{f8ff}').contains(&c)) { guess } else { chinese }
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
        problems.push(broken_at(encoding.name(), &text));
    }
    Decoded { text: text.into_owned(), problems }
}

/// The problem of bytes that are invalid in a charset, located at the first replacement character.
fn broken_at(charset: &str, text: &str) -> Problem {
    let problem = Problem::new(Code::CharsetBroken).with(charset);
    match text.find(char::REPLACEMENT_CHARACTER) {
        Some(byte) => {
            let (line, column) = place(text, byte);
            problem.at(line, column)
        }
        None => problem,
    }
}

/// Decodes UTF-32 with a byte order mark, which would otherwise be taken for that of UTF-16 and a null character.
fn utf32(bytes: &[u8]) -> Option<Decoded> {
    let (name, number): (_, fn([u8; 4]) -> u32) = match bytes.first_chunk()? {
        [0xff, 0xfe, 0, 0] => ("UTF-32LE", u32::from_le_bytes),
        [0, 0, 0xfe, 0xff] => ("UTF-32BE", u32::from_be_bytes),
        _ => return None,
    };
    let (units, rest) = bytes.get(4..)?.as_chunks::<4>();
    let mut broken = !rest.is_empty();
    let mut text = String::with_capacity(units.len());
    for unit in units {
        let character = char::from_u32(number(*unit));
        broken |= character.is_none();
        text.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
    }
    if !rest.is_empty() {
        text.push(char::REPLACEMENT_CHARACTER);
    }
    let problems = if broken { vec![broken_at(name, &text)] } else { Vec::new() };
    Some(Decoded { text, problems })
}

/// Converts CESU-8 (Unicode Technical Report 26), where characters beyond U+FFFF are two surrogates of three bytes each,
/// to UTF-8; `None` if there are no surrogate pairs.
fn joined_surrogates(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut from = 0;
    for at in memchr::memchr_iter(0xed, bytes) {
        let Some([0xed, a @ 0xa0..=0xaf, b @ 0x80..=0xbf, 0xed, c @ 0xb0..=0xbf, d @ 0x80..=0xbf]) =
            bytes.get(at..at + 6)
        else {
            continue;
        };
        let six = |byte: &u8| u32::from(byte & 0x3f);
        let (high, low) = ((six(a) & 0xf) << 6 | six(b), (six(c) & 0xf) << 6 | six(d));
        let Some(character) = char::from_u32(0x1_0000 + (high << 10 | low)) else { continue };
        out.extend_from_slice(bytes.get(from..at).unwrap_or_default());
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        from = at + 6;
    }
    if from == 0 {
        return None;
    }
    out.extend_from_slice(bytes.get(from..).unwrap_or_default());
    Some(out)
}

/// Whether bytes are ISO-2022-JP: seven bits wide, with `ESC $ B` or `ESC $ @` to switch to two-byte sets.
fn has_japanese_escapes(bytes: &[u8]) -> bool {
    let Some(first) = memchr::memchr(0x1b, bytes) else { return false };
    let rest = bytes.get(first..).unwrap_or_default();
    bytes.is_ascii() && [&b"\x1b$B"[..], b"\x1b$@"].iter().any(|escape| memmem::find(rest, escape).is_some())
}

/// Recognises UTF-16 without a byte order mark: line breaks and blanks, which every language has, show the byte order,
/// and most units are text when read in it.
fn utf16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let (units, _) = bytes.get(..SAMPLE).unwrap_or(bytes).as_chunks::<2>();
    if units.len() < 4 || memchr::memchr(0, units.as_flattened()).is_none() {
        return None;
    }
    let count =
        |is: fn(u16) -> bool, number: fn([u8; 2]) -> u16| units.iter().filter(|unit| is(number(**unit))).count();
    let blank: fn(u16) -> bool = |unit| matches!(unit, 0x0a | 0x0d | 0x20);
    let little = count(blank, u16::from_le_bytes) > count(blank, u16::from_be_bytes);
    let (encoding, number): (_, fn([u8; 2]) -> u16) =
        if little { (UTF_16LE, u16::from_le_bytes) } else { (UTF_16BE, u16::from_be_bytes) };
    let (zeros, text) = (count(|unit| unit < 0x100, number), count(is_text_unit, number));
    // UTF-8 with a few stray zeros has few control bytes; ASCII text in UTF-16 has one in nearly every unit.
    let controls = || units.as_flattened().iter().filter(|byte| byte.is_ascii_control()).count();
    let plain_utf8 = std::str::from_utf8(units.as_flattened()).is_ok() && controls() * 2 < units.len();
    let is_text = count(blank, number) > 0 && text * 10 >= units.len() * 9;
    if plain_utf8 || !is_text || zeros < (units.len() / 50).max(2) {
        return None;
    }
    (!encoding.decode_without_bom_handling(units.as_flattened()).1).then_some(encoding)
}

/// Whether a unit of UTF-16 is likely in text: white space, ASCII, alphabets, punctuation, kana, Han, Hangul, surrogates
/// and full-width forms.
fn is_text_unit(unit: u16) -> bool {
    matches!(unit,
        0x09 | 0x0a | 0x0d | 0x20..=0x7e | 0xa0..=0x10ff | 0x1e00..=0x27ff | 0x3000..=0x9fff | 0xac00..=0xdfff
        | 0xfe00..=0xffef)
}

/// Whether invalid UTF-8 is damaged UTF-8: text in other charsets rarely forms its multi-byte sequences.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= 2 * bad
}

/// The charset that a `<meta>` element near the start declares.
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
            // A declaration that is readable as ASCII cannot be in UTF-16, and UTF-8 has been ruled out.
            return (encoding != UTF_8 && encoding.is_ascii_compatible()).then_some(encoding);
        }
        from += found + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{EUC_JP, GBK, SHIFT_JIS};
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
    fn unmarked_unicode_is_told_by_what_makes_text() {
        // Characters such as 一 and 最 have a zero byte on the side where ASCII has none.
        let han = "考古人员在这里发现了一大批青铜器，最需要的是开始一次新的发掘。\n".repeat(5);
        let english = "the quick brown fox\n".repeat(3);
        let korean = "오늘은 날씨가 매우 좋습니다.\n".repeat(3);
        let cyrillic = "Сегодня хорошая погода.\n".repeat(3);
        for text in [&han, &english, &korean, &cyrillic] {
            let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
            assert_eq!((&decode(little).text, &decode(big).text), (text, text));
        }
        // Zeros in other charsets are characters like others.
        let mut gbk = GBK.encode(CHINESE).0.into_owned();
        gbk.extend(b"a\0b\0\0\n");
        assert_eq!(decode(gbk).text, format!("{CHINESE}a\0b\0\0\n"));
        assert_eq!(decode(b"a\0b\0\n and more".to_vec()).text, "a\0b\0\n and more");
    }

    #[test]
    fn four_bytes_a_character() {
        let little: Vec<u8> = "\u{feff}三😀\n".chars().flat_map(|c| u32::from(c).to_le_bytes()).collect();
        let big: Vec<u8> = "\u{feff}三😀\n".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        for bytes in [&little, &big] {
            assert_eq!(decode(bytes.clone()), Decoded { text: "三😀\n".into(), problems: Vec::new() });
        }
        let mut broken = little.clone();
        broken.extend([0, 0xd8, 0, 0, 0x41]);
        let decoded = decode(broken);
        assert_eq!((decoded.text.as_str(), names(&decoded)), ("三😀\n\u{fffd}\u{fffd}", vec!["charset-broken"]));
    }

    #[test]
    fn surrogates_in_utf8_are_joined() {
        let pair = |text: &mut Vec<u8>| text.extend([0xed, 0xa0, 0xbd, 0xed, 0xb8, 0x80]);
        let mut text = CHINESE.as_bytes().to_vec();
        pair(&mut text);
        text.extend("尾".bytes());
        pair(&mut text);
        let decoded = decode(text.clone());
        assert_eq!((decoded.text, decoded.problems.len()), (format!("{CHINESE}😀尾😀"), 1));
        let mut alone = Vec::new();
        pair(&mut alone);
        assert_eq!(decode(alone).text, "😀");
        text.extend([0xed, 0xa0, 0xbd]);
        let decoded = decode(text);
        assert_eq!(decoded.text, format!("{CHINESE}😀尾😀\u{fffd}\u{fffd}\u{fffd}"));
        assert_eq!(names(&decoded), ["charset-guessed", "charset-broken"]);
    }

    #[test]
    fn a_few_broken_bytes_do_not_make_another_charset() {
        // A line of GBK in UTF-8, Latin-1 pasted into Chinese, a character cut in two in the middle.
        for (before, bytes, shown, after) in [
            (CHINESE, &b"\xc8\xfd\xd0\xc7\xb6\xd1\n"[..], "\u{fffd}\u{fffd}\u{fffd}Ƕ\u{fffd}\n", CHINESE),
            (CHINESE, b"caf\xe9 na\xefve", "caf\u{fffd} na\u{fffd}ve", ""),
            ("三星堆", b"\xe4\xb8", "\u{fffd}", "遗址"),
        ] {
            let text = [before.as_bytes(), bytes, after.as_bytes()].concat();
            let decoded = decode(text);
            assert_eq!(decoded.text, format!("{before}{shown}{after}"), "{bytes:?}");
            assert_eq!(names(&decoded), ["charset-broken"], "{bytes:?}");
        }
        // Where nothing else is UTF-8, a single high byte is a letter.
        assert_eq!(
            decode(b"title: caf\xe9\n\nUn caf\xe9 au lait, s'il vous pla\xeet.\n".to_vec()).text.matches('é').count(),
            2
        );
    }

    #[test]
    fn a_few_characters_are_chinese() {
        let text = "---\ntitle: Weekly\ncategories: 编程\n---\n\nAll in English, as the feed has it.\n";
        assert_eq!(decode(GBK.encode(text).0.into_owned()).text, text);
        // A mark alone tells nothing but that it is one.
        let text = "All in English… but for a mark — or two\n";
        assert_eq!(decode(BIG5.encode(text).0.into_owned()).text, text);
        // What is no Chinese at all stays what it is.
        let text = "---\ntitle: ’til dawn\n---\n\nDon’t say “no”.\n";
        assert_eq!(decode(encoding_rs::WINDOWS_1252.encode(text).0.into_owned()).text, text);
    }

    #[test]
    fn a_declaration_counts() {
        let text = "<html><head><META http-equiv=x content=\"text/html; charset=gb2312\"></head>短";
        let decoded = decode(GBK.encode(text).0.into_owned());
        assert_eq!((decoded.text.as_str(), names(&decoded)), (text, vec![]));
        let text = "<meta charset='gbk'/>短";
        assert_eq!(decode(GBK.encode(text).0.into_owned()).text, text);
    }

    #[test]
    fn damage_is_replaced() {
        let mut cut = CHINESE.as_bytes().to_vec();
        cut.truncate(60);
        cut.push(0xe4);
        let decoded = decode(cut);
        assert_eq!(decoded.text, "---\ntitle: '三星堆'\n---\n\n<div>\n<p>三星堆遗址位于\u{fffd}\u{fffd}");
        assert_eq!(names(&decoded), ["charset-broken"]);
        let told = |bytes: &[u8]| decode(bytes.to_vec()).problems.last().map(|problem| (problem.line, problem.column));
        assert_eq!(told("一\r\n三星\u{0}".as_bytes()), None);
        assert_eq!(told(&["一\r\n三\r星堆".as_bytes(), b"\xff\n"].concat()), Some((Some(3), Some(3))));
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
