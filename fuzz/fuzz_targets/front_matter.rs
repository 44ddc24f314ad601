//! Any bytes are text in some charset, and any text parts into front matter and body, with a title to be listed by.
#![no_main]

use std::path::Path;

use inkstone::article::{Reading, parse};
use inkstone::files::decode;
use inkstone::problem::Problem;
use inkstone::text::Clean;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let decoded = decode(bytes.to_vec());
    check(&decoded.text, &decoded.problems);
    // As YAML front matter as well: what is more than plain keys and values goes through `serde_yaml`.
    check(&format!("---\n{}\n---\n", decoded.text), &[]);
});

fn check(text: &str, problems: &[Problem]) {
    let reading = Reading { timezone: Some("UTC".to_owned()), ..Reading::default() };
    let parsed = parse(text, Path::new("2020-11-14-name.md"), &reading);
    let article = parsed.article;
    assert!(text.ends_with(parsed.body));
    assert!(!article.title.is_empty());
    let fields = [&article.author, &article.lang, &article.image, &article.link, &article.description];
    let lines = article.categories.iter().chain(&article.tags).chain([&article.title]).chain(fields.into_iter().flatten());
    for line in lines {
        assert_eq!(&Clean::line(line), line);
    }
    let lines = text.split(['\n', '\r']).count() as u32;
    for problem in problems.iter().chain(&article.problems) {
        assert!(problem.line.is_none_or(|line| (1..=lines).contains(&line)), "{problem:?} of {lines} lines");
        assert!(problem.column.is_none_or(|column| column >= 1), "{problem:?}");
    }
}
