//! Tables of front matter and what an article makes of it, by the shapes that collections hold.

use std::path::Path;

use proptest::prelude::*;

use crate::article::metadata::{Article, minutes};
use crate::article::parse;
use crate::article::reading::Reading;
use crate::document::BodyKind;
use crate::text::Clean;

fn read(text: &str, path: &str) -> Article {
    let reading = Reading { timezone: Some("UTC".to_owned()), ..Reading::default() };
    parse(text, Path::new(path), &reading).article
}

#[test]
fn titles_come_from_somewhere() {
    for (text, path, title) in [
        ("---\ntitle: ' a\n\n  b '\n---\n", "x.md", "a b"),
        ("---\nTITLE: &#123;a&#125; &amp; b\n---\n", "x.md", "{a} & b"),
        ("---\ntitle:\n---\n\n## 小标题\n", "x.md", "小标题"),
        ("---\ntitle: ~\n---\n<h1>大<b>标</b>题</h1>", "x.md", "大标题"),
        ("---\ntitle:\n---\ntext", "2020-11-14-标题.md", "标题"),
        ("text", "a/2020-11-14.md", "2020-11-14"),
        ("text", "文集/index.md", "文集"),
        ("## Quickstart\n", "ratatui/README.md", "ratatui"),
        ("## Quickstart\n\n# Ratatui\n", "x/README.md", "Ratatui"),
        ("## Quickstart\n", "README.md", "README"),
        ("# a\n# b\n[x]\n", "x/Cargo.toml", "Cargo.toml"),
        ("", " .md", ".md"),
        ("---\ntitle: 2022-01-07\n---\n", "x.md", "2022-01-07"),
        ("---\ntitle: 1.10\nx: {a: b}\n---\n", "x.md", "1.10"),
        ("---\ntitle: \"ok\\e[31mred\"\nx: \u{7}\n---\n", "x.md", "ok[31mred"),
        ("---\ntitle: 全角　空格　　两个\n---\n", "x.md", "全角　空格 两个"),
    ] {
        assert_eq!(read(text, path).title.as_str(), title, "{text:?}");
    }
}

#[test]
fn categories_of_every_shape() {
    for (source, path, expected) in [
        ("categories: \n - 新媒体\n - 币世界 - 快讯", "x.md", "新媒体|币世界 - 快讯"),
        ("categories: a b", "x.md", "a b"),
        ("categories: a b", "2020-11-14-x.md", "a|b"),
        ("category: a b", "2020-11-14-x.md", "a b"),
        ("Categories: [a, [b, c], a]", "x.md", "a|b|c"),
        ("categories: {体育: 篮球}", "x.md", "体育|篮球"),
        ("categories:\n  -\n  - ''\n  - ~\n  - 2022\n  - true\n  - 1.50", "x.md", "2022|true|1.50"),
        ("categories:\ncategory: x", "x.md", "x"),
        ("categories: []", "x.md", ""),
        ("categories: &#123;x&#125;", "x.md", "{x}"),
    ] {
        let article = read(&format!("---\n{source}\n---\n"), path);
        let joined = article.categories.iter().map(Clean::as_str).collect::<Vec<_>>().join("|");
        assert_eq!(joined, expected, "{source:?}");
    }
    assert_eq!(read("---\ntags: 甲，乙、丙,丁\n---\n", "x.md").tags.len(), 4);
    assert_eq!(read("+++\n[taxonomies]\ntags = ['a', 'b']\n+++\n", "x.md").tags.len(), 2);
}

#[test]
fn the_other_fields() {
    let article = read(
        "---\nauthors:\n  - name: 甲\n  - name: 乙\nlang: zh_CN\ncover: true\nheadimg: https://picsum.photos/4/3?random=1\n\
         thumbnail: https://cors.example/?http://a/b.png\npermalink: /a/b\nurl: https://example.org/a\n\
         excerpt: ' a  b '\nlastmod: 2022-1-7\npublished: false\n---\n",
        "2020-11-14-x.md",
    );
    let text = |field: &Option<Clean>| field.as_ref().map(|text| text.to_string()).unwrap_or_default();
    assert_eq!(text(&article.author), "甲, 乙");
    assert_eq!(text(&article.lang), "zh-CN");
    assert_eq!(text(&article.image), "https://cors.example/?http://a/b.png");
    assert_eq!(text(&article.link), "https://example.org/a");
    assert_eq!(text(&article.description), "a b");
    assert_eq!(article.updated.map(|date| date.iso()).as_deref(), Some("2022-01-07"));
    assert_eq!(article.date.map(|date| date.to_string()).as_deref(), Some("2020-11-14"));
    assert!(article.draft && article.problems.is_empty());
}

#[test]
fn minutes_depend_on_the_script() {
    for (characters, alphabetic, expected) in
        [(0, false, 0), (1, false, 1), (400, false, 1), (401, false, 2), (0, true, 0), (1200, true, 1), (1201, true, 2)]
    {
        assert_eq!(minutes(characters, alphabetic), expected, "{characters} {alphabetic}");
    }
}

#[test]
fn paths_on_the_site_are_kept() {
    for (source, slug, permalink, aliases) in [
        ("slug: my-post\npermalink: /2021/03/04/my-post/", "my-post", "/2021/03/04/my-post/", ""),
        ("slug: 2021\nurl: /a/b.html\naliases: [/x/, '', /y, /x/]", "2021", "/a/b.html", "/x/|/y"),
        ("urlname: a\npermalink: /:year/:title/\nredirect_from: /old/", "a", "/:year/:title/", "/old/"),
        ("abbrlink: 4a17b156\nurl: https://example.org/a\nredirect_from:\n  - /b\n", "4a17b156", "", "/b"),
        ("slug:\npermalink: ~\naliases:", "", "", ""),
        ("path: 2014/12/12/Core-Team\nalias: c", "", "2014/12/12/Core-Team", "c"),
    ] {
        let article = read(&format!("---\n{source}\n---\n"), "x.md");
        assert_eq!(article.slug.unwrap_or_default().as_str(), slug, "{source:?}");
        assert_eq!(article.permalink.unwrap_or_default().as_str(), permalink, "{source:?}");
        assert_eq!(article.aliases.iter().map(Clean::as_str).collect::<Vec<_>>().join("|"), aliases, "{source:?}");
    }
}

#[test]
fn problems_carry_their_place() {
    for (text, code, line, column) in [
        ("\n---\nlayout: x\ntitle: a: b\n---\n", "front-matter-invalid", 4, 9),
        ("---\ntitle: a\ndate: 2022-13-45\n---\n", "date-invalid", 3, 1),
        ("---\ntitle: a\ntitle: b\n---\n", "duplicate-key", 2, 1),
        ("---\ntitle: a\nlang: 中文\n---\n", "field-invalid", 3, 1),
        ("---\ntitle: a\nCreated_At: gestern\n---\n", "date-invalid", 3, 1),
        ("---\nauthor: {email: a@b}\n---\n", "field-invalid", 2, 1),
        ("\n---\ntitle: a\n", "front-matter-unclosed", 2, 1),
        ("---\ntitle: a\nx: \u{1b}\n---\n", "front-matter-invalid", 3, 4),
        ("+++\ntitle = a\n+++\n", "front-matter-invalid", 2, 9),
        ("---\ntitle: a\n b\nc\n---\n", "front-matter-invalid", 4, 1),
    ] {
        let problems = read(text, "x.md").problems;
        let found: Vec<_> = problems.iter().map(|found| (found.code.name(), found.line, found.column)).collect();
        assert_eq!(found, [(code, Some(line), Some(column))], "{text:?}");
    }
}

/// Title, date, categories and tags, parted by slashes, and the codes of the problems.
fn told(text: &str) -> (String, String) {
    let article = read(text, "stem.md");
    let names = |names: &[Clean]| names.iter().map(Clean::as_str).collect::<Vec<_>>().join("|");
    let date = article.date.map_or_else(|| "-".to_owned(), |date| date.iso());
    let codes: Vec<_> = article.problems.iter().map(|problem| problem.code.name()).collect();
    let parts = [article.title.to_string(), date, names(&article.categories), names(&article.tags)];
    (parts.join("/"), codes.join("|"))
}

#[test]
fn every_kind_of_front_matter() {
    const YAML: &str = "title: 甲\ndate: 2022-01-07\ntags: [a, b]\n";
    const TOML: &str = "title = '甲'\ndate = 2022-01-07\ntags = ['a', 'b']\n";
    const JSON: &str = "\"title\": \"甲\", \"date\": \"2022-01-07\", \"tags\": [\"a\", \"b\"]";
    const READ: &str = "甲/2022-01-07//a|b";
    const FINE: (&str, &str) = (READ, "");
    const UNCLOSED: (&str, &str) = (READ, "front-matter-unclosed");
    const INVALID: (&str, &str) = (READ, "front-matter-invalid");
    const NONE: (&str, &str) = ("stem/-//", "");
    for (text, expected) in [
        (format!("---\n{YAML}---\n文"), FINE),
        (format!("\n\n---\n{YAML}---\n文"), FINE),
        (format!("\u{feff}---\n{YAML}---\n文"), FINE),
        (format!("\u{feff}\n\u{feff}---\n{YAML}---\n文"), FINE),
        (format!("--- \t\n{YAML}--- \n文"), FINE),
        (format!("-----\n{YAML}-----\n文"), FINE),
        (format!("---\n{YAML}...\n文"), FINE),
        (format!("---\n{YAML}---"), FINE),
        (format!("---\n{YAML}---\n文").replace('\n', "\r\n"), FINE),
        (format!("---\n{YAML}---\n文").replace('\n', "\r"), FINE),
        (format!("---\n# 注\n\n{YAML}  # 注: 二\n---\n文"), FINE),
        (format!("{YAML}---\n文"), FINE),
        (format!("{YAML};;;\n文"), INVALID),
        (format!("---\n{YAML} ---\n文"), UNCLOSED),
        (format!("---\n{YAML}--- 文"), UNCLOSED),
        (format!("---\n{YAML}\n文"), UNCLOSED),
        (format!("---\nlayout: x\n---\n---\n{YAML}---\n文"), FINE),
        (format!("---\nx: y\n---\n---\n{YAML}---\n文"), FINE),
        (format!("# 甲\n---\n{YAML}---\n文"), FINE),
        (format!("+++\n{TOML}+++\n文"), FINE),
        (format!("\n+++ \n{TOML}+++ \n文"), FINE),
        (format!("```toml\n{TOML}```\n文"), FINE),
        (format!("+++\n{TOML}x = \n+++\n文"), INVALID),
        (format!("{{{JSON}}}\n文"), FINE),
        (format!("{{\n  {}\n}}\n\n文", JSON.replace(", \"", ",\n  \"")), FINE),
        (format!("{{\n  {},\n}}\n文", JSON.replace(", \"", ",\n  \"")), INVALID),
        (format!("{JSON}\n;;;\n文"), FINE),
        (format!(";;;\n{JSON},\n;;;\n文"), FINE),
        ("".to_owned(), NONE),
        ("\n".to_owned(), NONE),
        ("---\n---\n文".to_owned(), NONE),
        ("文".to_owned(), NONE),
        ("---\n文\n---\n文".to_owned(), ("文/-//", "")),
    ] {
        let (fields, codes) = told(&text);
        assert_eq!((fields.as_str(), codes.as_str()), expected, "{text:?}");
    }
}

#[test]
fn what_strict_parsers_refuse_is_rescued() {
    for (source, expected) in [
        ("title: Rust: 为什么\ndate: 2022-01-07\ntags: [a]", "Rust: 为什么/2022-01-07//a"),
        ("title: @某人 100%\ndate: 2022-01-07", "@某人 100%/2022-01-07//"),
        ("title: `code` 与 %\ntags: a", "`code` 与 %/-//a"),
        ("title: *甲*\ncategories: 乙", "*甲*/-/乙/"),
        ("title: \"C:\\path\"\ncategories:\n  - 乙", "C:\\path/-/乙/"),
        ("title: \"他说\"好\"\"\ndate: 2022-01-07", "他说\"好\"/2022-01-07//"),
        ("title:\ttab\ntags:\n\t- a\n\t- b\ncategories:\n\t- 乙", "tab/-/乙/a|b"),
        ("title：全角\ndate：2022-01-07\ntags：a", "全角/2022-01-07//a"),
        ("title:无空格\ndate:2022-01-07", "无空格/2022-01-07//"),
        ("title: 甲\ndate: 2022-01-07\n乙", "甲/2022-01-07//"),
        ("title: [转载] 甲\ndate: 2022-01-07", "[转载] 甲/2022-01-07//"),
        ("title: \u{1b}[31m甲\u{7}\ndate: 2022-01-07", "[31m甲/2022-01-07//"),
        ("title: 甲\n  date: 2022-01-07\n tags: [a, b", "甲/2022-01-07//a|b"),
        ("title: 甲\n- 乙\ndate: 2022-01-07", "甲/2022-01-07//"),
        ("title: '甲\ndate: 2022-01-07", "甲/2022-01-07//"),
    ] {
        let expected = (expected.to_owned(), "front-matter-invalid".to_owned());
        assert_eq!(told(&format!("---\n{source}\n---\n文")), expected, "{source:?}");
    }
    let (fields, codes) = told("---\ntitle: {{ title }}\ndate: {{ date }}\ntags:\n---\n");
    assert_eq!((fields.as_str(), codes.as_str()), ("{{ title }}/-//", "front-matter-invalid|date-invalid"));
}

#[test]
fn duplicate_keys_are_told_once_each() {
    for (source, title, tags, problems) in [
        ("title: 一\ntitle: 二\ntitle: 三", "三", "", 1),
        ("title: 一\ntitle:", "一", "", 1),
        ("tags: [a]\ntags: [b]\ntitle: 一\nx: 1\nx: 2", "一", "b", 2),
        ("title: 一\nTitle: 二", "二", "", 0),
    ] {
        let article = read(&format!("---\n{source}\n---\n"), "x.md");
        let names: Vec<_> = article.tags.iter().map(Clean::as_str).collect();
        assert_eq!((article.title.as_str(), names.join("|").as_str()), (title, tags), "{source:?}");
        assert_eq!(article.problems.len(), problems, "{source:?}");
    }
}

#[test]
fn dates_come_from_the_best_key_that_has_one() {
    for (source, path, expected, codes) in [
        ("date: 2022-01-07 12:30", "x.md", "2022-01-07T12:30", ""),
        ("date: 2022-01", "x.md", "2022-01", ""),
        ("date: 2022", "x.md", "2022", ""),
        ("DATE: 2020年1月2日", "x.md", "2020-01-02", ""),
        ("date: 2022-02-30\ntitle: x", "2020-11-14-x.md", "2020-11-14", "date-invalid"),
        ("date: 2022-02-30\npubDate: Fri, 07 Jan 2022 04:30:24 GMT", "x.md", "2022-01-07T04:30:24Z", "date-invalid"),
        ("date:\ncreated: 2022-01-07", "x.md", "2022-01-07", ""),
        ("publish-date: 2022-01-07", "x.md", "2022-01-07", ""),
        ("published: 2022-01-07", "x.md", "2022-01-07", ""),
        ("published: true", "x.md", "", ""),
        ("date: true", "x.md", "", "date-invalid"),
        ("date: [2022-01-07]", "x.md", "2022-01-07", ""),
        ("path: 2014/12/12/x", "x.md", "2014-12-12", ""),
        ("path: inside-rust/2026/02/11/x", "x.md", "2026-02-11", ""),
        ("permalink: /blog/2020-03-04-x/", "x.md", "2020-03-04", ""),
        ("url: https://example.org/2020/03/04/x.html", "x.md", "2020-03-04", ""),
        ("slug: 2020-03-04-x", "x.md", "2020-03-04", ""),
        ("permalink: /x/\nslug: 2020/03/04/x", "2021-05-06-x.md", "2020-03-04", ""),
        ("date: 2022-01-07\npath: 2014/12/12/x", "2020/03/04/x.md", "2022-01-07", ""),
        ("x: y", "posts/2020/03/04/x.md", "2020-03-04", ""),
        ("x: y", "posts/2020/03/04/x/index.md", "2020-03-04", ""),
        ("x: y", "posts/2020-03-04-x/index.md", "2020-03-04", ""),
        ("x: y", "2019/01/01/2020-03-04/README.md", "2020-03-04", ""),
        ("x: y", "2020/03/04/2021-05-06-x.md", "2021-05-06", ""),
        ("x: y", "posts/2020/03/x.md", "", ""),
        ("x: y", "backup-2020-03-04/x.md", "", ""),
        ("x: y", "2020-03-04-x/notes.md", "", ""),
        ("x: y", "2025-8-18-x.md", "2025-08-18", ""),
        ("date: 2022-01-07 25:00:00", "x.md", "2022-01-07", "date-invalid"),
    ] {
        let article = read(&format!("---\n{source}\n---\n"), path);
        let date = article.date.map(|date| date.iso()).unwrap_or_default();
        let problems: Vec<_> = article.problems.iter().map(|problem| problem.code.name()).collect();
        assert_eq!((date.as_str(), problems.join("|").as_str()), (expected, codes), "{source:?}");
    }
    let article = read("---\nlast_update:\n  date: 2022-01-07\n  author: x\n---\n", "x.md");
    assert_eq!(article.updated.map(|date| date.iso()).as_deref(), Some("2022-01-07"));
}

#[test]
fn scalars_are_the_text_of_the_file() {
    for (written, expected) in [
        ("2026", "2026"),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1.10", "1.10"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("-1", "-1"),
        (".inf", ".inf"),
        ("yes", "yes"),
        ("No", "No"),
        ("True", "True"),
        ("12:30:45", "12:30:45"),
        ("2022-01-07", "2022-01-07"),
        ("2022-01-07T12:30:24Z", "2022-01-07T12:30:24Z"),
        ("~", "stem"),
        ("null", "stem"),
        ("", "stem"),
        ("''", "stem"),
        ("'  '", "stem"),
        ("'null'", "null"),
        ("'it''s'", "it's"),
        ("\"a\\\"b\\u4E2D\"", "a\"b中"),
        ("|\n  一\n  二", "一 二"),
        (">-\n  一\n\n  二", "一 二"),
        ("|2-\n   一", "一"),
        ("一\n  二", "一 二"),
        ("&a 一", "一"),
        ("!!str 1.0", "1.0"),
        ("[甲, 乙]", "甲, 乙"),
        ("{甲: 乙}", "甲, 乙"),
        ("<b>粗</b>", "<b>粗</b>"),
        ("甲 # 注", "甲"),
        ("C# 与 F#", "C# 与 F#"),
    ] {
        // Once as simple as it is, once so that a whole parser is needed.
        for rest in ["", "x: {y: z}\n"] {
            let text = format!("---\ntitle: {written}\n{rest}---\n文");
            let article = read(&text, "stem.md");
            assert_eq!((article.title.as_str(), article.problems.as_slice()), (expected, &[][..]), "{text:?}");
        }
    }
}

#[test]
fn categories_and_tags_of_every_shape() {
    for (source, expected) in [
        ("", ""),
        ("categories: 甲", "甲"),
        ("categories: 甲 乙", "甲 乙"),
        ("categories: [甲, 乙]", "甲|乙"),
        ("categories:\n- 甲\n- 乙", "甲|乙"),
        ("categories:\n      - 甲\n      - 乙", "甲|乙"),
        ("categories: []", ""),
        ("categories:", ""),
        ("categories: [1.10, 007, true, 2022-01-07, yes]", "1.10|007|true|2022-01-07|yes"),
        ("categories: [[1.10, 2.0], [3.0]]", "1.10|2.0|3.0"),
        ("categories: [甲, 甲, '甲 ']", "甲"),
        ("categories:\n  - [甲, 乙]\n  - [甲, 丙, 丁]\n  - - 戊\n    - 己\n  - 庚", "甲|乙|丙|丁|戊|己|庚"),
        ("categories: [甲, , ~, '']", "甲"),
        ("categories: {甲: 乙, 丙: [丁]}", "甲|乙|丙|丁"),
        ("categories:\n  甲:\n    乙:", "甲|乙"),
        ("category: 7", "7"),
        ("category: [甲]\ncategories: 乙", "乙|甲"),
        ("categories:\n  - 币世界 - 快讯\n  - \"a: b\"", "币世界 - 快讯|a: b"),
        ("Categories: 甲\nTags: 乙", "甲"),
    ] {
        for rest in ["", "x: {y: z}\n"] {
            let text = format!("---\n{source}\n{rest}---\n文");
            let article = read(&text, "x.md");
            let names = article.categories.iter().map(Clean::as_str).collect::<Vec<_>>().join("|");
            assert_eq!(names, expected, "{text:?}");
        }
    }
    for (source, path, expected) in [
        ("tags: [甲, 乙]", "x.md", "甲|乙"),
        ("tags: 甲, 乙，丙、丁", "x.md", "甲|乙|丙|丁"),
        ("tag: 甲,乙", "x.md", "甲|乙"),
        ("tags: 甲 乙", "x.md", "甲 乙"),
        ("tags: 甲 乙", "2020-11-14-x.md", "甲|乙"),
        ("tags: [甲 乙]", "2020-11-14-x.md", "甲 乙"),
        ("tag: 甲", "x.md", "甲"),
        ("tags:\n- [甲, 乙]\n-\n- ~", "x.md", "甲|乙"),
        ("tags: {甲: 乙}", "x.md", "甲|乙"),
        ("tags:", "x.md", ""),
    ] {
        let article = read(&format!("---\n{source}\n---\n"), path);
        let names = article.tags.iter().map(Clean::as_str).collect::<Vec<_>>().join("|");
        assert_eq!(names, expected, "{source:?}");
    }
}

#[test]
fn fields_by_all_their_names() {
    let field = |source: &str, of: fn(Article) -> Option<Clean>| {
        of(read(&format!("---\n{source}\n---\n"), "x.md")).map(|text| text.to_string()).unwrap_or_default()
    };
    for (source, expected) in [
        ("author: 甲", "甲"),
        ("author: [甲, 乙]", "甲, 乙"),
        ("author: {name: 甲, url: http://a/}", "甲"),
        ("authors:\n  - name: 甲\n    url: x\n  - 乙", "甲, 乙"),
        ("authors:\n  jia:\n    name: 甲\n  yi:\n    url: x", "甲, yi"),
        ("author: {display-name: 甲}", "甲"),
        ("author:\nauthors: 乙", "乙"),
        ("author: 1984", "1984"),
        ("author: {email: a@b}", ""),
    ] {
        assert_eq!(field(source, |article| article.author), expected, "{source:?}");
    }
    for (source, expected) in [
        ("headimg: /a.png", "/a.png"),
        ("cover: true\nimage: a.png", "a.png"),
        ("image: {path: /a.png, alt: x.y}", "/a.png"),
        ("cover: {image: /a.png, alt: x}", "/a.png"),
        ("header:\n  teaser: /a.png", "/a.png"),
        ("header-img: /a.png", "/a.png"),
        ("feature_image: /a.png", "/a.png"),
        ("index_img: /a.png", "/a.png"),
        ("banner_img: /a.png", "/a.png"),
        ("images: [/a.png, /b.png]", "/a.png"),
        ("featured: 1", ""),
        ("cover: '#fff'", ""),
        ("thumbnail: ''\nheadimg: https://picsum.photos/400/300?random=7", ""),
    ] {
        assert_eq!(field(source, |article| article.image), expected, "{source:?}");
    }
    for (source, expected) in [
        ("lang: zh-CN", "zh-CN"),
        ("language: zh_TW", "zh-TW"),
        ("locale: ko", "ko"),
        ("lang: [ja, en]", "ja"),
        ("lang: 中文", ""),
        ("language: Chinese", ""),
        ("lang: zh-Hans-CN", "zh-Hans-CN"),
    ] {
        assert_eq!(field(source, |article| article.lang), expected, "{source:?}");
    }
    for (source, expected) in [
        ("description: 甲", "甲"),
        ("excerpt: false\nsummary: 甲", "甲"),
        ("subtitle: 甲", "甲"),
        ("description: |\n  甲\n\n  乙", "甲 乙"),
    ] {
        assert_eq!(field(source, |article| article.description), expected, "{source:?}");
    }
    for (source, expected) in [
        ("link: http://a/b", "http://a/b"),
        ("source: 人民网\nurl: https://a/b", "https://a/b"),
        ("permalink: /a/\noriginal-url: https://a/b", "https://a/b"),
        ("url: /a/", ""),
    ] {
        assert_eq!(field(source, |article| article.link), expected, "{source:?}");
    }
}

#[test]
fn drafts() {
    for (source, path, expected) in [
        ("draft: true", "x.md", true),
        ("draft: yes", "x.md", true),
        ("published: false", "x.md", true),
        ("status: draft", "x.md", true),
        ("title: x", "source/_drafts/x.md", true),
        ("draft: false\npublished: true\nstatus: publish", "_posts/x.md", false),
        ("title: x", "x.md", false),
    ] {
        assert_eq!(read(&format!("---\n{source}\n---\n"), path).draft, expected, "{source:?} {path}");
    }
}

/// A list of lists by aliases, of which `tags` has a million members.
fn bomb() -> String {
    let mut bomb = "---\ntitle: 题\na: &a [x,x,x,x,x,x,x,x,x]\n".to_owned();
    for (name, before) in ["b", "c", "d", "e", "f", "g", "tags"].iter().zip(["a", "b", "c", "d", "e", "f", "g"]) {
        bomb.push_str(&format!("{name}: &{name} [{}]\n", vec![format!("*{before}"); 9].join(",")));
    }
    bomb + "date: 2022-01-07\n---\n文"
}

#[test]
fn hostile_front_matter_keeps_what_it_can_and_says_so() {
    let many = |before: &str, each: &str, after: &str| format!("{before}{}{after}", each.repeat(100_000));
    let title = "字".repeat(1 << 19);
    let mut kept = Vec::new();
    for (name, text, codes) in [
        ("brackets", many("---\ntitle: 题\ndate: 2022-01-07\nx: ", "[", "\n---\n文"), "front-matter-too-large"),
        (
            "few",
            format!("---\ntitle: 题\ndate: 2022-01-07\nx: {}\n---\n文", "[".repeat(9999)),
            "front-matter-too-large",
        ),
        (
            "toml",
            format!("+++\ntitle = '题'\ndate = 2022-01-07\nx = {}\n+++\n文", "[".repeat(9999)),
            "front-matter-too-large",
        ),
        (
            "json",
            format!("{{\n\"title\": \"题\",\n\"date\": \"2022-01-07\",\n\"x\": {}\n}}\n文", "[".repeat(9999)),
            "front-matter-too-large",
        ),
        ("bomb", bomb(), "front-matter-invalid"),
        (
            "keys",
            many("---\n", "x: y\n", "title: 题\ndate: 2022-01-07\n---\n文"),
            "front-matter-too-large|duplicate-key",
        ),
        (
            "categories",
            many("---\ncategories:\n", " - c\n", "title: 题\ndate: 2022-01-07\n---\n文"),
            "front-matter-too-large|field-cut",
        ),
        (
            "flow",
            many("---\ntags: [", "a, ", "b]\ntitle: 题\ndate: 2022-01-07\n---\n文"),
            "front-matter-too-large|field-cut",
        ),
        ("tags", format!("---\ntags: [{}]\ntitle: 题\ndate: 2022-01-07\n---\n文", "a, ".repeat(5000)), "field-cut"),
        (
            "description",
            format!("---\ntitle: 题\ndate: 2022-01-07\ndescription: {}\n---\n文", "字".repeat(9999)),
            "field-cut",
        ),
    ] {
        let parsed = parse(&text, Path::new("x.md"), &Reading::default());
        let article = parsed.article;
        assert_eq!((article.title.as_str(), parsed.body.trim()), ("题", "文"), "{name}");
        assert_eq!(article.date.map(|date| date.iso()).as_deref(), Some("2022-01-07"), "{name}");
        let found: Vec<_> = article.problems.iter().map(|problem| problem.code.name()).collect();
        assert_eq!(found.join("|"), codes, "{name}");
        kept.push((name, article.categories.len() + article.tags.len()));
    }
    kept.retain(|(_, count)| *count > 0);
    assert_eq!(kept, [("bomb", 3), ("categories", 1), ("flow", 1), ("tags", 1)]);
    let article = read(&format!("---\ntitle: {title}\ndate: 2022-01-07\n---\n文"), "x.md");
    assert_eq!(article.title.as_str(), "字".repeat((16 << 10) / 3));
    assert_eq!(article.date.map(|date| date.iso()).as_deref(), Some("2022-01-07"));
    let found: Vec<_> = article.problems.iter().map(|problem| problem.code.name()).collect();
    assert_eq!(found, ["front-matter-too-large", "field-cut"]);
}

/// Front matter of every kind, to be damaged.
const SEEDS: [&str; 6] = [
    "---\ntitle: '甲: \"乙\"'\ndate: Fri, 07 Jan 2022 04:30:24 GMT\ncategories: \n - 新媒体\n - [a, b]\n---\n\n<div>文</div>\n",
    "\n---\ntitle: >-\n  一\n  二\nauthor: {name: x, y: [1, 2.50]}\nupdated: 2022-1-7 4:30\n...\n# 文\n",
    "+++\ntitle = \"甲\"\ndate = 2022-01-07T04:30:24Z\n[taxonomies]\ntags = [\"a\", \"b\"]\n+++\n文\n",
    "{\n  \"title\": \"甲\",\n  \"tags\": [\"a\", [\"b\"]],\n  \"date\": 1641529824\n}\n文\n",
    "\"title\": \"甲\",\n\"tags\": []\n;;;\n文\n",
    "# 甲\n---\ntitle: 甲\nimage: &a {path: /x.png}\ncover: *a\n---\n文\n",
];

fn check(text: &str) -> Result<(), TestCaseError> {
    let parsed = parse(text, Path::new("x.md"), &Reading::default());
    let article = &parsed.article;
    prop_assert!(text.ends_with(parsed.body));
    prop_assert!(!article.title.trim().is_empty());
    let fields = [&article.author, &article.lang, &article.image, &article.link, &article.description, &article.slug];
    let fields = fields.into_iter().flatten().chain(&article.categories).chain(&article.tags).chain(&article.aliases);
    for text in fields.chain([&article.title]) {
        prop_assert!(!text.is_empty() && text.trim() == text.as_str(), "{text:?}");
        prop_assert!(!text.contains(['\n', '\r', '\t', '\u{1b}']), "{text:?}");
    }
    Ok(())
}

#[test]
fn plain_text_is_neither_an_article_nor_markdown() {
    for (path, text, expected) in [
        ("stdin", "a\nb\n", BodyKind::Text),
        ("notes.txt", "a\nb\n", BodyKind::Text),
        ("notes.txt", "# a\n\nb\n", BodyKind::Markdown),
        ("notes.txt", "---\ntitle: a\n---\nb\nc\n", BodyKind::Markdown),
        ("notes.txt", "<p>a</p>", BodyKind::Html),
        ("notes.md", "a\nb\n", BodyKind::Markdown),
        ("a.toml", "# a\n# b\n", BodyKind::Source("toml")),
        ("a.yaml", "---\ntitle: a\n---\n# b\n", BodyKind::Source("yaml")),
        ("stdin", "--- a\n+++ b\n@@ -1 +1 @@\n-# x\n", BodyKind::Source("diff")),
        ("run", "#!/bin/sh\n# x\n", BodyKind::Source("sh")),
        ("run.md", "#!/bin/sh\n# x\n", BodyKind::Markdown),
        ("notes.Markdown", "a\nb\n", BodyKind::Markdown),
    ] {
        assert_eq!(parse(text, Path::new(path), &Reading::default()).kind, expected, "{path} {text:?}");
    }
}

proptest! {
    #[test]
    fn any_bytes_parse(bytes in any::<Vec<u8>>()) {
        check(&String::from_utf8_lossy(&bytes))?;
    }

    #[test]
    fn any_front_matter_parses(text in "\\PC{0,2}(---|\\+\\+\\+|;;;|\\{)\n((title|date|tags|categories|cover)?[:：=]? ?[-'\"\\[\\]{}&*|>#,a1中\t\r\n]{0,6}\n){0,6}(---|\\.\\.\\.|\\+\\+\\+)?") {
        check(&text)?;
    }

    #[test]
    fn damaged_front_matter_parses(
        seed in proptest::sample::select(&SEEDS[..]),
        edits in proptest::collection::vec((any::<prop::sample::Index>(), 0_usize..4, "[-+;:：'\"\\[\\]{}&*|>#,=\\\\ \t\r\n\u{0}\u{1b}\u{feff}a1甲]{0,3}"), 0..6),
    ) {
        let mut text: Vec<char> = seed.chars().collect();
        for (at, gone, with) in edits {
            let at = at.index(text.len() + 1);
            let end = (at + gone).min(text.len());
            text.splice(at..end, with.chars());
        }
        check(&text.into_iter().collect::<String>())?;
    }
}
