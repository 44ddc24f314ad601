//! The layout vectors: what the lines of a text must be at a width.

use crate::document::{Block, BlockKind, Document, Inline};
use crate::text::{Ambiguous, Clean, Language, Profile};
use crate::typeset::blocks::compose::{compose_block, prepare};
use crate::typeset::lines::line::{Line, LineEnd};
use crate::typeset::text::options::{Fill, Hang, Hyphenate, Korean, Options, Strictness, Switch};
use crate::typeset::text::setting::Setting;
use crate::typeset::text::writing::Writing;

/// Vectors of what happens before a block is prepared: white space is collapsed by whoever reads the document.
const READERS: [&str; 3] = ["V094", "V095", "V097"];

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        let tail = &rest[at + 1..];
        if let Some(hex) = tail.strip_prefix("u{") {
            let end = hex.find('}').expect("closed escape");
            out.push(u32::from_str_radix(&hex[..end], 16).ok().and_then(char::from_u32).expect("a scalar value"));
            rest = &hex[end + 1..];
        } else {
            out.push(if tail.starts_with('n') { '\n' } else { '\t' });
            rest = &tail[1..];
        }
    }
    out + rest
}

fn setting(width: u16, words: &str) -> (Setting, Language) {
    let has = |word| words.split(',').any(|option| option == word);
    let language = match words {
        _ if has("ja") => Language::Japanese,
        _ if has("ko") => Language::Korean,
        _ if has("en") => Language::English,
        _ => Language::ChineseSimplified,
    };
    let options = Options {
        strictness: match words {
            _ if has("normal") => Strictness::Normal,
            _ if has("loose") => Strictness::Loose,
            _ => Strictness::Strict,
        },
        fill: if has("opt") { Fill::Optimal } else { Fill::Greedy },
        hang: if has("hang") { Hang::On } else { Hang::Off },
        autospace: if has("auto") { Switch::Insert } else { Switch::Off },
        hyphenate: if has("hyphen") { Hyphenate::On } else { Hyphenate::Off },
        korean: if has("keepall") { Korean::Words } else { Korean::Syllables },
        ..Options::default()
    };
    let profile = Profile::of(if has("ambi") { Ambiguous::Wide } else { Ambiguous::Narrow });
    (Setting { width, options, profile, room: 0, folded: Vec::new(), pictures: Default::default() }, language)
}

/// How many of the vectors hold in vertical text too.
const SQUARES: usize = 43;

/// Whether every character is as wide as a row of vertical text, and a line has whole rows.
fn is_square(input: &str, setting: &Setting) -> bool {
    setting.width.is_multiple_of(2) && unescape(input).chars().all(|c| setting.profile.width(&c.to_string()) == 2)
}

/// The lines of vertical text, with the characters as they are written.
fn vertical(document: &Document, setting: &Setting, language: Language) -> String {
    let options = Options { writing: Writing::Vertical, rows: setting.width / 2, ..setting.options.clone() };
    let setting = Setting { options, ..setting.clone() };
    let lines = compose_block(&prepare(document, 0, &setting.options, setting.profile, language), &setting);
    let text = |line: &Line| document.blocks[0].text()[line.source.start as usize..line.source.end as usize].to_owned();
    lines.lines.iter().map(text).collect::<Vec<_>>().join("⏎")
}

#[test]
fn vectors() {
    let mut wrong = Vec::new();
    let (mut count, mut squares) = (0, 0);
    for row in include_str!("vectors.tsv").lines().filter(|row| row.starts_with('V')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let [id, _, _, width, input, expected, words] = fields[..] else { panic!("{row}") };
        count += 1;
        if READERS.contains(&id) {
            continue;
        }
        let (setting, language) = setting(width.parse().expect("a width"), words);
        let block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(&unescape(input))));
        let document = Document { blocks: vec![block], ..Document::default() };
        let lines = compose_block(&prepare(&document, 0, &setting.options, setting.profile, language), &setting);
        let mut got = String::new();
        for line in &lines.lines {
            for run in &lines.runs[line.runs.start as usize..line.runs.end as usize] {
                got.push_str(&lines.text[run.text.start as usize..run.text.end as usize]);
            }
            if line.end != LineEnd::Block {
                got.push('⏎');
            }
        }
        if got != unescape(expected) {
            wrong.push(format!("{id} {words} {width}\n  want {expected}\n  got  {got}"));
        }
        if is_square(input, &setting) {
            squares += 1;
            let got = vertical(&document, &setting, language);
            if got != unescape(expected) {
                wrong.push(format!("{id} {words} {width}, vertical\n  want {expected}\n  got  {got}"));
            }
        }
    }
    assert_eq!(squares, SQUARES);
    assert_eq!(count, 109);
    assert!(wrong.is_empty(), "{} wrong\n{}", wrong.len(), wrong.join("\n"));
}
