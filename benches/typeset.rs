//! Measures composing a page: prepare and compose, greedy and optimal, and again at another width.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use inkstone::document::{Block, BlockKind, Document, Inline};
use inkstone::text::{Clean, Language, Profile};
use inkstone::typeset::{Fill, Options, Page, PreparedBlock, Setting, prepare};

/// Chinese running text of about 7 kB in 40 paragraphs, the same in every run: words of common characters, punctuation,
/// quotations, numbers with units and Latin words, as frequent as in a news article.
fn article() -> Document {
    const HAN: &str =
        "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里";
    let han: Vec<char> = HAN.chars().collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move |limit: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % limit as u64) as usize
    };
    let mut document = Document::default();
    for _ in 0..40 {
        let mut text = String::new();
        while text.len() < 160 {
            for _ in 0..2 + next(9) {
                text.push(han[next(han.len())]);
            }
            text.push_str(
                ["，", "，", "，", "。", "、", "：“", "”，", " 59 例", "……", "Rust", "（GDP）", " 1 月 7 日"][next(12)],
            );
        }
        text.push('。');
        document.blocks.push(Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(&text))));
    }
    document
}

fn setting(width: u16, fill: Fill) -> Setting {
    Setting {
        width,
        room: 0,
        options: Options { fill, ..Options::default() },
        profile: Profile::default(),
        folded: Vec::new(),
        pictures: Default::default(),
    }
}

fn prepared(document: &Document, setting: &Setting) -> Vec<PreparedBlock> {
    (0..document.blocks.len())
        .map(|block| prepare(document, block, &setting.options, setting.profile, Language::ChineseSimplified))
        .collect()
}

fn page(criterion: &mut Criterion) {
    let document = article();
    for fill in [Fill::Greedy, Fill::Optimal] {
        let (narrow, wide) = (setting(60, fill), setting(72, fill));
        criterion.bench_function(&format!("page {}", fill.word()), |bencher| {
            bencher.iter(|| Page::of(black_box(&document), &narrow, Language::ChineseSimplified));
        });
        let blocks = prepared(&document, &narrow);
        criterion.bench_function(&format!("again {}", fill.word()), |bencher| {
            bencher.iter(|| Page::compose(black_box(&blocks), &wide));
        });
    }
    let narrow = setting(60, Fill::Greedy);
    criterion.bench_function("prepare", |bencher| bencher.iter(|| prepared(black_box(&document), &narrow)));
}

criterion_group!(benches, page);
criterion_main!(benches);
