//! Any document is set at any width with any options: no line too wide, no text lost or shown twice, places in order.
//! The last four bytes choose width and options, so that articles are seeds as they are.
#![no_main]

use inkstone::document::{Block, BlockKind, BodyKind, Document, Style, read};
use inkstone::text::{Ambiguous, Language, Profile, Sequences, clusters};
use inkstone::typeset::{
    AmbiguousWidth, Fill, Hang, Hyphenate, Indent, Korean, Lines, Options, Page, Ruby, Setting, Strictness, Switch,
    compose_block, prepare,
};
use libfuzzer_sys::fuzz_target;

const LANGUAGES: [&str; 8] = ["", "zh-Hans", "zh-Hant", "ja", "ko", "en", "th", "de"];

fuzz_target!(|bytes: &[u8]| {
    let Some((body, [width, first, second, third])) = bytes.split_last_chunk::<4>() else { return };
    let has = |bit: u8| first & (1 << bit) != 0;
    let options = Options {
        strictness: [Strictness::Strict, Strictness::Normal, Strictness::Loose][usize::from(second % 3)],
        fill: if has(0) { Fill::Greedy } else { Fill::Optimal },
        hang: if has(1) { Hang::On } else { Hang::Off },
        autospace: if has(2) { Switch::Off } else { Switch::Insert },
        ambiguous: AmbiguousWidth::default(),
        hyphenate: if has(3) { Hyphenate::On } else { Hyphenate::default() },
        korean: if has(4) { Korean::Syllables } else { Korean::default() },
        justify: has(5),
        indent: if has(6) { Indent::Two } else { Indent::default() },
        ruby: if has(7) { Ruby::Above } else { Ruby::Inline },
        ..Options::default()
    };
    let profile = Profile {
        ambiguous: if third & 1 == 0 { Ambiguous::Narrow } else { Ambiguous::Wide },
        sequences: if second & 128 == 0 { Sequences::all() } else { Sequences::from_bits_truncate(second / 3) },
    };
    let kind = if third & 2 == 0 { BodyKind::Html } else { BodyKind::Markdown };
    let language = Language::from_tag(LANGUAGES[usize::from(third >> 2) % LANGUAGES.len()]);
    let setting = Setting {
        width: u16::from(*width),
        room: 0,
        options,
        profile,
        folded: Vec::new(),
        pictures: Default::default(),
    };

    let (document, _) = read(&String::from_utf8_lossy(body), kind);
    let mut prepared = Vec::new();
    for (number, block) in document.blocks.iter().enumerate() {
        let one = prepare(&document, number, &setting.options, profile, language);
        check(&compose_block(&one, &setting), block, &setting);
        prepared.push(one);
    }
    check_page(&Page::compose(&prepared, &setting), &document);
});

/// Readings above the text and the cells of tables stand side by side: their bytes are not in the order of the lines.
fn is_in_order(block: &Block) -> bool {
    let reading = |style: Style| style.contains(Style::RUBY_READING);
    !matches!(block.kind, BlockKind::Table(_)) && !block.inline.spans.iter().any(|span| reading(span.style))
}

fn check(lines: &Lines, block: &Block, setting: &Setting) {
    let text = block.text();
    let in_order = is_in_order(block);
    let limit = setting.width.max(2) + if setting.options.hang == Hang::On { 2 } else { 0 };
    let mut at = 0;
    for line in &lines.lines[usize::from(lines.gap)..] {
        assert!(!in_order || line.source.start == at, "{} is not {at}", line.source.start);
        at = line.source.end;
        let runs = &lines.runs[line.runs.start as usize..line.runs.end as usize];
        let mut column = 0;
        for run in runs {
            let shown = &lines.text[run.text.start as usize..run.text.end as usize];
            assert!(run.column >= column);
            assert_eq!(usize::from(run.cells), setting.profile.width(shown), "{shown:?}");
            assert!(!shown.chars().any(char::is_control), "{shown:?}");
            column = run.column + run.cells;
        }
        let of_text: Vec<_> = runs.iter().filter(|run| !run.source.is_empty()).collect();
        let single = of_text.len() == 1 && {
            let run = of_text[0];
            clusters(&lines.text[run.text.start as usize..run.text.end as usize]).count() == 1
        };
        assert!(column <= limit || single, "{column} > {limit}");
    }
    assert!(!in_order || lines.lines.is_empty() || at as usize == text.len());
    check_cover(lines, text);
}

/// Every letter and digit stands in one run.
fn check_cover(lines: &Lines, text: &str) {
    let mut seen = vec![0_u8; text.len()];
    for run in &lines.runs {
        for count in &mut seen[run.source.start as usize..run.source.end as usize] {
            *count += 1;
        }
    }
    for (byte, c) in text.char_indices() {
        assert!(seen[byte] == 1 || seen[byte] == 0 && !c.is_alphanumeric(), "{c:?} at {byte}: {}", seen[byte]);
    }
}

fn check_page(page: &Page, document: &Document) {
    let mut last = page.anchor_of(0);
    for row in 0..page.height() {
        let anchor = page.anchor_of(row);
        let reads = document.blocks.get(anchor.block as usize).is_some_and(is_in_order);
        assert!(anchor >= last || !reads, "{anchor:?} after {last:?}");
        assert!(page.row_of(anchor) < page.height());
        last = anchor;
    }
}
