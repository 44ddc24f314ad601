//! Searching with signatures finds what searching all bytes finds.

use std::fs;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::sync::Arc;

use proptest::prelude::*;

use super::*;
use crate::article::Article;
use crate::store::index::batch::{Batch, Record};

/// The texts of a file, each with whether an article refers to it, and what becomes of its signature.
type Case = (Vec<(String, bool)>, Fate);

/// What becomes of the signature of a file.
#[derive(Clone, Copy, Debug)]
enum Fate {
    Written,
    Missing,
    Cut,
    Changed(u8),
    OfAnother,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        4 => Just(Fate::Written),
        1 => Just(Fate::Missing),
        1 => Just(Fate::Cut),
        2 => any::<u8>().prop_map(Fate::Changed),
        1 => Just(Fate::OfAnother),
    ]
}

/// A text of any length, of few characters, so that words are often in it and often not quite.
fn text() -> impl Strategy<Value = String> {
    let piece = "[一-丄]{1,3}|[a-c]{1,5}|[ab 、一]{1,4}|[а-в]{1,5}|[ぁ가😀]{1,2}";
    (prop::collection::vec(piece, 0..6), prop_oneof![4 => 1..40usize, 1 => 1..9000usize])
        .prop_map(|(pieces, times)| pieces.concat().repeat(times))
}

fn file_of(dir: &Path, number: usize, texts: &[(String, bool)], fate: Fate) -> (TextFile, Vec<TextOffset>) {
    let (mut bytes, mut offsets) = (Vec::new(), Vec::new());
    for (at, (text, is_live)) in texts.iter().enumerate() {
        let id = (number * 100 + at) as u32;
        if *is_live && !text.is_empty() {
            offsets.push(TextOffset { id, file: number as u32, start: bytes.len() as u32, bytes: text.len() as u32 });
        }
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
    }
    let (name, signature) = (dir.join(format!("texts-{number}")), dir.join(format!("signature-{number}")));
    fs::write(&name, &bytes).unwrap();
    let map = Map::new(&File::open(&name).unwrap(), bytes.len()).unwrap();
    let mut written = Vec::new();
    let sealed = if matches!(fate, Fate::OfAnother) { dir.join("signature-other") } else { signature.clone() };
    signature::write(&bytes, &sealed, &mut written).unwrap();
    match fate {
        Fate::Missing => {}
        Fate::Cut => fs::write(&signature, &written[..written.len() / 2]).unwrap(),
        Fate::Written | Fate::OfAnother | Fate::Changed(_) => fs::write(&signature, &written).unwrap(),
    }
    if let Fate::Changed(with) = fate {
        // All rows, so that whichever is read has changed.
        let row = (written.len() - 16) / (1 << 15);
        let file = fs::OpenOptions::new().write(true).open(&signature).unwrap();
        for at in (0..1 << 15).map(|term| 16 + term * row + usize::from(with) % row) {
            file.write_all_at(&[written[at] ^ (with | 1)], at as u64).unwrap();
        }
    }
    (TextFile { bytes: map, signature }, offsets)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_signatures_rule_out_is_not_there(
        files in prop::collection::vec((prop::collection::vec((text(), any::<bool>()), 0..12), fate()), 1..3),
        words in prop::collection::vec("[一-丄]{1,4}|[a-c]{1,6}|[ab 、一]{1,5}|[а-в]{1,4}|(一乙|abc){90}", 1..4),
        cuts in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 1..400usize), 3),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let made = files.iter().enumerate().map(|(number, (texts, fate))| file_of(dir.path(), number, texts, *fate));
        let (text_files, offsets): (Vec<_>, Vec<_>) = made.unzip();
        let all = Texts::new(text_files, OffsetTable::Owned(offsets.concat()));
        // Words that are somewhere, at any place, long ones too.
        let parts = cuts.iter().filter_map(|(file, text, length)| {
            let (text, _) = files.get(file.index(files.len()))?.0.get(text.index(12))?;
            let characters: Vec<char> = text.chars().collect();
            let start = file.index(characters.len().max(1));
            let part: String = characters.iter().skip(start).take(*length).collect();
            (!part.is_empty()).then_some(part)
        });
        for word in words.iter().cloned().chain(parts).chain(["一丁".to_owned()]) {
            let needle = Finder::new(&word);
            let mut found = Vec::new();
            for part in all.parts(&needle) {
                all.find(&part, &needle, &mut |row| found.push(row));
            }
            found.sort_unstable();
            found.dedup();
            let live = |(number, (texts, _)): (usize, &Case)| {
                let has = |(at, (text, is_live)): (usize, &(String, bool))| {
                    (*is_live && text.contains(&word)).then_some((number * 100 + at) as u32)
                };
                texts.iter().enumerate().filter_map(has).collect::<Vec<_>>()
            };
            let expected: Vec<u32> = files.iter().enumerate().flat_map(live).collect();
            prop_assert_eq!(found, expected, "{:?}", word);
        }
        for ((_, fate), number) in files.iter().zip(0..) {
            let there = dir.path().join(format!("signature-{number}")).exists();
            // What is damaged goes, so that it is written again.
            prop_assert!(!there || !matches!(fate, Fate::Missing | Fate::Cut));
        }
    }
}

#[test]
fn a_signature_rules_out_blocks_without_the_word() {
    let dir = tempfile::tempdir().unwrap();
    let filler =
        |number: usize| ("清晨的河面上浮着薄雾 the archive was copied ".repeat(1000) + &number.to_string(), true);
    let mut texts: Vec<(String, bool)> = (0..40).map(filler).collect();
    texts[7].0.push_str("玄武岩");
    texts[31].0.push_str(" basalt dome");
    let (file, offsets) = file_of(dir.path(), 0, &texts, Fate::Written);
    let all = Texts::new(vec![file], OffsetTable::Owned(offsets));
    let rows = |word: &str| {
        let (needle, mut rows, mut bytes) = (Finder::new(word), Vec::new(), 0);
        for part in all.parts(&needle) {
            bytes += part.end - part.start;
            all.find(&part, &needle, &mut |row| rows.push(row));
        }
        (rows, bytes / BLOCK)
    };
    assert_eq!(rows("玄武岩"), (vec![7], 1));
    assert_eq!(rows("武"), (vec![7], 1));
    assert_eq!(rows("basalt dome"), (vec![31], 1));
    assert_eq!(rows("basalt rust"), (vec![], 0));
    assert_eq!(rows("river"), (vec![], 0));
    // Nothing is known of these.
    assert_eq!(rows("zz"), (vec![], all.files[0].bytes.len() / BLOCK));
    assert_eq!(rows(", "), (vec![], all.files[0].bytes.len() / BLOCK));
}

#[test]
fn a_sealed_file_is_signed_once_and_loses_its_signature_with_its_texts() {
    let home = tempfile::tempdir().unwrap();
    let index = Index::open(home.path(), Path::new("/posts")).unwrap();
    index.begin("reading").unwrap();
    let put = |texts: Vec<(usize, String)>| {
        let record = |(number, text): (usize, String)| Record {
            folder: Arc::from(Path::new("")),
            name: format!("{number}.md").into(),
            stamp: None,
            hash: number as u128 + text.len() as u128,
            article: Article::default(),
            text,
            first_seen: 0,
        };
        let records = texts.into_iter().map(record).collect();
        index.put(&Batch { records, ..Batch::default() }, "reading").unwrap();
    };
    let filler = "字".repeat(300_000);
    // The last of them fills the file.
    put((0..75).map(|number| (number, format!("{filler}{}", if number == 50 { "玄武岩" } else { "" }))).collect());
    put(vec![(75, "玄武岩".to_owned())]);
    let found = || {
        let (texts, needle) = (index.texts().unwrap(), Finder::new("玄武岩"));
        let (mut names, parts) = (Vec::new(), texts.parts(&needle));
        parts.iter().for_each(|part| texts.find(part, &needle, &mut |row| names.push(row)));
        names.sort_unstable();
        (names, parts.iter().map(|part| (part.end - part.start).div_ceil(BLOCK)).sum::<usize>())
    };
    let (rows, blocks) = found();
    assert_eq!((rows.len(), blocks > 1000), (2, true));
    let [unsigned] = index.unsigned().unwrap().try_into().unwrap();
    let unsigned: Unsigned = unsigned;
    unsigned.sign().unwrap();
    assert_eq!(index.unsigned().unwrap(), []);
    // One block of the sealed file, and the other file.
    assert_eq!(found(), (rows.clone(), 2));
    fs::write(&unsigned.signature, "damaged").unwrap();
    assert_eq!(index.unsigned().unwrap(), std::slice::from_ref(&unsigned));
    assert_eq!(found(), (rows.clone(), blocks));
    assert!(!unsigned.signature.exists());
    unsigned.sign().unwrap();
    assert_eq!(found(), (rows.clone(), 2));
    put((0..75).filter(|number| *number != 50).map(|number| (number, "短".to_owned())).collect());
    index.compact().unwrap();
    assert!(!unsigned.signature.exists());
    assert_eq!((found().0, index.unsigned().unwrap()), (rows, vec![]));
}
