//! What a page shows is what the article says.

use std::fs;
use std::path::Path;

use super::*;
use crate::article::Reading;
use crate::document::{BlockKind, BodyKind, FrameKind, Marker, Style, read};
use crate::files::{Loaded, Text};
use crate::locale::{Catalog, Lang};
use crate::output::options::{Format, Links};
use crate::theme::Theme;
use crate::typeset::{Options, Setting};

fn loaded(name: &str, source: &str) -> (Article, Document) {
    let text = Text { text: source.to_owned(), ..Text::default() };
    let reading = Reading { timezone: Some("UTC".into()), ..Reading::default() };
    let mut loaded = Loaded::new(text, Path::new(name), &reading);
    let document = loaded.measure();
    (loaded.article, document)
}

fn page(articles: &[(&str, &str)], body_only: bool, source: Option<&Source>) -> String {
    let (theme, catalog) = (Theme::default(), Catalog::new(Lang::English));
    let options = PrintOptions {
        page: 40,
        setting: Setting {
            width: 40,
            options: Options::default(),
            profile: Default::default(),
            room: 0,
            folded: Vec::new(),
            pictures: Default::default(),
        },
        format: Format::Html,
        body_only,
        links: Links::Off,
        hyperlinks: false,
        theme: &theme,
        catalog: &catalog,
        language: None,
    };
    let mut out = Vec::new();
    let mut web = Web::new();
    for (name, text) in articles {
        let (article, document) = loaded(name, text);
        let place = source.map(|source| (source, Path::new(*name)));
        web.article(&mut out, article, document, place, &options).expect("written");
    }
    web.end(&mut out).expect("written");
    String::from_utf8(out).expect("UTF-8")
}

/// What is between the tags of the article.
fn inner(page: &str) -> &str {
    let start = page.find("<article>\n").expect("an article") + "<article>\n".len();
    &page[start..page.rfind("</article>").expect("its end")]
}

#[test]
fn a_page_is_whole() {
    let source = "---\ntitle: 题 <b>\ndate: 2021-03-02 08:00:00\nauthor: 甲 & 乙\ncategories: [诗]\ntags: [唐]\n\
        lang: zh-Hans\n---\n\n文\n";
    assert_eq!(
        page(&[("a.md", source)], false, None).replace(STYLE, "STYLE\n").replace(env!("CARGO_PKG_VERSION"), "V"),
        "<!DOCTYPE html>\n<html lang=\"zh-Hans\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"generator\" content=\"Inkstone V\">\n<meta name=\"author\" content=\"甲 &amp; 乙\">\n\
         <meta name=\"date\" content=\"2021-03-02T08:00:00\">\n<meta name=\"keywords\" content=\"诗, 唐\">\n\
         <title>题 &lt;b&gt;</title>\n<style>\nSTYLE\n</style>\n</head>\n<body>\n<article>\n<header>\n\
         <h1>题 &lt;b&gt;</h1>\n\
         <p class=\"byline\"><time datetime=\"2021-03-02T08:00:00\">2 March 2021</time> | 甲 &amp; 乙 | 1 min<br>\n诗<br>\n#唐</p>\n\
         </header>\n<p>文</p>\n</article>\n</body>\n</html>\n"
    );
    assert_eq!(page(&[], false, None), "");
}

#[test]
fn blocks_are_the_elements_that_they_mean() {
    for (source, expected) in [
        ("<p>甲<br>乙 <b>丙<i>丁</i></b></p>", "<p>甲<br>\n乙 <strong>丙</strong><strong><em>丁</em></strong></p>\n"),
        ("<h2 id=x>甲</h2>", "<h2 id=\"x\"><span id=\"甲\"></span>甲</h2>\n"),
        ("<ul><li>甲<li>乙</ul>", "<ul class=\"tight\">\n<li>\n<p>甲</p>\n</li>\n<li>\n<p>乙</p>\n</li>\n</ul>\n"),
        ("<ol start=3><li>甲</ol>", "<ol class=\"tight\">\n<li value=\"3\">\n<p>甲</p>\n</li>\n</ol>\n"),
        (
            "<ol type=i><li>甲</ol>",
            "<ol class=\"tight\">\n<li style=\"list-style-type: &quot;i\\2e \\20 &quot;\">\n<p>甲</p>\n</li>\n</ol>\n",
        ),
        (
            "<ul><li><input type=checkbox checked> 甲</ul>",
            "<ul class=\"tight\">\n<li class=\"plain\">\n<p><input type=\"checkbox\" disabled checked> 甲</p>\n</li>\n</ul>\n",
        ),
        (
            "<dl><dt>甲<dd>乙<dd>丙</dl>",
            "<dl>\n<dt>\n<p>甲</p>\n</dt>\n<dd>\n<p>乙</p>\n</dd>\n<dd>\n<p>丙</p>\n</dd>\n</dl>\n",
        ),
        ("<blockquote><p>甲<p>乙</blockquote>", "<blockquote>\n<p>甲</p>\n<p>乙</p>\n</blockquote>\n"),
        ("<pre>\n\n a\n  b</pre>", "<pre>\n<code> a\n  b</code></pre>\n"),
        (
            "<details open><summary>甲</summary><p>乙</details>",
            "<details open=\"\">\n<summary>甲</summary>\n<p>乙</p>\n</details>\n",
        ),
        (
            "<table><tr><th>甲<tr><td align=right>乙</table>",
            "<div class=\"scroll\"><table>\n<thead>\n<tr><th>甲</th></tr>\n</thead>\n<tbody>\n\
             <tr><td class=\"end\">乙</td></tr>\n</tbody>\n</table></div>\n",
        ),
        ("<ruby>漢<rt>かん</ruby>字", "<p><ruby>漢<rp>（</rp><rt>かん</rt><rp>）</rp></ruby>字</p>\n"),
        ("<p>甲<hr>乙", "<p>甲</p>\n<hr>\n<p>乙</p>\n"),
        ("<p dir=rtl lang=ar>سلام<p>甲<p>乙", "<p lang=\"ar\" dir=\"rtl\">سلام</p>\n<p>甲</p>\n<p>乙</p>\n"),
        (
            "<p><a href=\"https://a.cn/?a&b\" title='x\"'>甲<b>乙</b></a>",
            "<p><a href=\"https://a.cn/?a&amp;b\" rel=\"noopener noreferrer\" title=\"x&quot;\">甲<strong>乙</strong></a></p>\n",
        ),
        ("<p><a href=\"#x\">甲</a><p id=x>乙", "<p><a href=\"#x\">甲</a></p>\n<p id=\"x\">乙</p>\n"),
        ("<p><abbr title=甲乙>甲</abbr>", "<p><abbr title=\"甲乙\">甲</abbr></p>\n"),
    ] {
        assert_eq!(inner(&page(&[("a.html", source)], true, None)), expected, "{source}");
    }
}

#[test]
fn pictures_are_part_of_the_page_or_links() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path().canonicalize().expect("it exists");
    let gif: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\0;";
    fs::write(root.join("a.gif"), gif).expect("written");
    let mut large = gif.to_vec();
    large.resize((1 << 20) + 1, 0);
    fs::write(root.join("large.gif"), large).expect("written");
    let source = Source::folder(root);
    let url = "data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAACADs=";
    let link = |address: &str, text: &str| {
        format!("<p><a class=\"picture\" href=\"{address}\" rel=\"noopener noreferrer\">{text}</a></p>\n")
    };
    for (image, expected) in [
        ("<img src=a.gif alt='甲\"'>", format!("<p><img src=\"{url}\" alt=\"甲&quot;\"></p>\n")),
        ("<img src=large.gif alt=甲>", link("large.gif", "甲")),
        ("<img src=gone.gif>", link("gone.gif", "[image]")),
        ("<img src=https://a.cn/a.gif alt=甲>", link("https://a.cn/a.gif", "甲")),
        (
            "<a href=b.md><img src=https://a.cn/a.gif alt=甲></a>",
            "<p><a href=\"b.md\" rel=\"noopener noreferrer\"><span class=\"picture\">甲</span></a></p>\n".to_owned(),
        ),
        ("<img src=../../etc/passwd.gif alt=甲>", link("../../etc/passwd.gif", "甲")),
    ] {
        assert_eq!(inner(&page(&[("a.html", image)], true, Some(&source))), expected, "{image}");
    }
    // Without a place nothing beside the working directory is read.
    assert_eq!(inner(&page(&[("a.html", "<img src=a.gif>")], true, None)), link("a.gif", "[image]"));
}

#[test]
fn several_articles_are_one_page() {
    let articles = [
        ("a.html", "<title>甲</title><p id=x><a href='#x'>甲</a>"),
        ("b.html", "<title>乙</title><p id=x lang=ja><a href='#x'>乙</a>"),
    ];
    let page = page(&articles, false, None);
    assert_eq!((page.matches("<!DOCTYPE").count(), page.matches("</html>").count()), (1, 1));
    assert!(page.contains("<p id=\"x\"><a href=\"#x\">甲</a></p>"), "{page}");
    assert!(page.contains("<p id=\"a2-x\" lang=\"ja\"><a href=\"#a2-x\">乙</a></p>"), "{page}");
    assert!(page.contains("</article>\n<article dir=\"ltr\">\n"), "{page}");
}

#[test]
fn nothing_on_a_page_runs_or_is_loaded() {
    let nasty = "<p onclick=x() style='background:url(//a.cn/x)'>甲<script>alert(1)</script></p>\
        <a href='javascript:alert(1)'>乙</a> <a href=' data:text/html,<script>'>丙</a> <a href='file:///etc/passwd'>丁</a>\
        <iframe src='//a.cn/'></iframe><img src='javascript:x' alt='\"><script>'><img src='//a.cn/p.png' alt=戊>\
        <p lang='\"><script>'>己</p><ol><li value=1>庚</ol><h1 id='\"><script>'>辛</h1><svg onload=x()><text>壬</text></svg>\
        <style>@import '//a.cn/'</style><link rel=stylesheet href='//a.cn/'><base href='//a.cn/'><meta http-equiv=refresh content=0>\
        <pre><code class='language-\"><script>'>癸</code></pre><p hidden>隐</p><p style='display:none'>藏</p>";
    let page = page(&[("a.html", nasty)], false, None);
    let body = &page[page.find("<body>").expect("a body")..];
    for never in
        ["<script", "<style", "<link", "<base", "<meta", "<iframe", "onclick=", "onload=", "src=", "url(", "隐", "藏"]
    {
        assert!(!body.contains(never), "{never}: {body}");
    }
    for scheme in ["javascript:", "data:", "file:"] {
        assert!(!body.contains(&format!("href=\"{scheme}")), "{scheme}: {body}");
    }
    for kept in ["甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "癸"] {
        assert!(body.contains(kept), "{kept}: {body}");
    }
}

/// The words of a document, without the marks that elements show by themselves.
fn words(document: &Document) -> Vec<String> {
    let mut seen = Vec::new();
    let text = |(at, block): (usize, &crate::document::Block)| {
        let mut text = String::new();
        for frame in document.frames_of(at).filter(|frame| !seen.contains(frame)).collect::<Vec<_>>() {
            seen.push(frame);
            // Other markers are shown by the elements.
            if let FrameKind::Note(Marker::Number(number)) = &document.frames[frame.0 as usize].kind {
                text = format!("{number} ");
            }
        }
        text.push_str(block.text());
        // A second reading of ruby is read again with a space before it.
        text.split_whitespace().collect::<String>()
    };
    document.blocks.iter().enumerate().map(text).filter(|text| !text.is_empty()).collect()
}

#[test]
fn no_text_of_an_article_is_lost() {
    let pages = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pages");
    let (mut checked, mut wrong) = (0, String::new());
    for entry in fs::read_dir(pages).expect("the folder").map(|entry| entry.expect("an entry").path()) {
        if !entry.extension().is_some_and(|ending| ending == "html" || ending == "md") {
            continue;
        }
        let name = entry.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let source = fs::read_to_string(&entry).expect("text");
        let (_, document) = loaded(name, &source);
        let is_formula = |block: &crate::document::Block| {
            block.kind == BlockKind::Math || block.inline.spans.iter().any(|span| span.style.contains(Style::MATH))
        };
        // Pictures without a text get one, and formulas are shown as the reader shows them.
        if document.blocks.iter().any(is_formula) || !document.images.is_empty() {
            continue;
        }
        // What is no template in Markdown is one in HTML.
        if name == "template-not.md" {
            continue;
        }
        let page = page(&[(name, &source)], true, None);
        let (again, _) = read(inner(&page), BodyKind::Html);
        for (again, written) in words(&again).iter().zip(&words(&document)).filter(|(again, written)| again != written)
        {
            wrong.push_str(&format!("{name}: {written:?} became {again:?}\n"));
        }
        if words(&again).len() != words(&document).len() {
            wrong.push_str(&format!("{name}: {:?} became {:?}\n", words(&document), words(&again)));
        }
        checked += 1;
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(checked > 50, "only {checked} pages were compared");
}
