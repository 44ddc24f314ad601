//! Measures the way of an article from HTML to a page, step by step, compared with html2text and textwrap on the same
//! text: for one article and for one of 5 MB. Also measures the first screen of a long article, and a frame of the
//! reader.
//!
//! The article is one of the guide, or the file named by `INKSTONE_ARTICLE`.

#![allow(clippy::expect_used, reason = "a bench that cannot begin has nothing to measure")]

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use criterion::measurement::WallTime;
use criterion::{BenchmarkGroup, Criterion, Throughput, criterion_group, criterion_main};
use inkstone::app::{self, Answer, Arrived, Collection, Effect, Event, FileLines, Job, Model, Start};
use inkstone::article::{Reading, parse};
use inkstone::config::Config;
use inkstone::document::{Anchor, BodyKind, read};
use inkstone::library::{CatalogueRecord, Library, Order};
use inkstone::locale::{Catalog, Lang};
use inkstone::text::{Language, Profile};
use inkstone::theme::Theme;
use inkstone::typeset::{Fill, Options, Page, PreparedBlock, Setting, prepare, prepare_all};
use inkstone::view;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

fn article() -> String {
    match std::env::var_os("INKSTONE_ARTICLE") {
        Some(path) => std::fs::read_to_string(path).expect("the article named by INKSTONE_ARTICLE"),
        None => include_str!("../assets/guide/04-排版.md").to_owned(),
    }
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

const LANGUAGE: Language = Language::ChineseSimplified;

/// The body as HTML. A Markdown body is converted.
fn body(text: &str) -> String {
    let parsed = parse(text, Path::new("article.md"), &Reading::default());
    match parsed.kind {
        BodyKind::Html => parsed.body.to_owned(),
        kind => read(parsed.body, kind).0.write_html(),
    }
}

fn one_article(criterion: &mut Criterion) {
    let text = article();
    let mut group = criterion.benchmark_group("article");
    group.bench_function("front matter", |bencher| {
        bencher.iter(|| parse(black_box(&text), Path::new("article.md"), &Reading::default()));
    });
    html_to_page(&mut group, &body(&text));
    group.finish();
}

fn five_megabytes(criterion: &mut Criterion) {
    let body = body(&article());
    let body = body.repeat(5_000_000_usize.div_ceil(body.len()));
    let mut group = criterion.benchmark_group("5 MB");
    group.sample_size(10);
    html_to_page(&mut group, &body);
    let document = Arc::new(read(&body, BodyKind::Html).0);
    let at = setting(60, Fill::Optimal);
    group.bench_function("document to first screen", |bencher| {
        bencher.iter(|| {
            let blocks = prepare_all(black_box(&document), &at.options, at.profile, LANGUAGE);
            Page::around(&blocks, &at, Anchor::default())
        });
    });
    group.finish();
}

fn html_to_page(group: &mut BenchmarkGroup<'_, WallTime>, body: &str) {
    group.throughput(Throughput::Bytes(body.len() as u64));
    group.bench_function("HTML to document", |bencher| bencher.iter(|| read(black_box(body), BodyKind::Html)));
    let document = read(body, BodyKind::Html).0;
    let prepared = |at: &Setting| -> Vec<PreparedBlock> {
        (0..document.blocks.len())
            .map(|block| prepare(black_box(&document), block, &at.options, at.profile, LANGUAGE))
            .collect()
    };
    group.bench_function("prepare", |bencher| bencher.iter(|| prepared(&setting(60, Fill::Greedy))));
    for fill in [Fill::Greedy, Fill::Optimal] {
        let (at, other) = (setting(60, fill), setting(72, fill));
        group.bench_function(format!("HTML to page, {}", fill.word()), |bencher| {
            bencher.iter(|| Page::of(&read(black_box(body), BodyKind::Html).0, &at, LANGUAGE));
        });
        let blocks = prepared(&at);
        group.bench_function(format!("another width, {}", fill.word()), |bencher| {
            bencher.iter(|| Page::compose(black_box(&blocks), &other));
        });
    }
    group.bench_function("html2text", |bencher| {
        bencher.iter(|| html2text::config::rich().lines_from_read(black_box(body.as_bytes()), 60));
    });
    let text = document.text();
    group.bench_function("textwrap of the text", |bencher| bencher.iter(|| textwrap::wrap(black_box(&text), 60)));
}

/// A model with a thousand rows in the list and the article open beside it.
fn model() -> Model {
    let catalog = Arc::new(Catalog::new(Lang::ChineseSimplified));
    let mut model = Model::new(Start {
        size: (200, 60),
        now: 1_700_000_000,
        config: Config::default(),
        catalog: catalog.clone(),
        theme: Theme::named("dark").expect("a theme built in"),
        colors: inkstone::theme::ColorDepth::True,
        profile: Profile::default(),
        order: Order::default(),
        measure: 80,
        layout: inkstone::app::Layout::default(),
        collection: Collection::default(),
        library: Library::new(),
        open: None,
        last: None,
        first: None,
        word: None,
        line: None,
        history: inkstone::app::History::default(),
        problems: Vec::new(),
    });
    let text = article();
    let parsed = parse(&text, Path::new("article.md"), &Reading::default());
    let arrived = |number| (PathBuf::from(format!("{number}.md")), parsed.article.clone(), CatalogueRecord::default());
    let batch: Vec<Arrived> = (0..1000).map(arrived).collect();
    let mut effects = model.start().effects;
    let mut index = 0;
    while let Some(effect) = effects.get(index).cloned() {
        index += 1;
        let event = match effect {
            Effect::Scan(ticket) => {
                effects.extend(model.update(Event::Found(ticket, batch.len(), true), 0).effects);
                Event::Loaded(ticket, batch.clone())
            }
            Effect::Wake(_, alarm, ticket) => Event::Wake(alarm, ticket),
            Effect::Work(ticket, Job::Open(wanted)) => {
                let document = read(parsed.body, BodyKind::Html).0;
                let article = parsed.article.clone();
                let opened = app::open(*wanted, article, (document, FileLines::default()), LANGUAGE, &catalog);
                Event::Done(ticket, Answer::Opened(Ok(Box::new(opened))))
            }
            _ => continue,
        };
        let mut out = model.update(event, 0);
        model.settle(&mut out);
        effects.extend(out.effects);
    }
    model
}

fn frame(criterion: &mut Criterion) {
    let model = model();
    let mut buffer = Buffer::empty(Rect::new(0, 0, 200, 60));
    criterion.bench_function("frame 200x60", |bencher| {
        bencher.iter(|| {
            buffer.reset();
            view::draw(black_box(&model), &mut buffer)
        });
    });
}

criterion_group!(benches, one_article, five_megabytes, frame);
criterion_main!(benches);
