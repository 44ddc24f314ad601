//! Tables of bodies and what they must become, and an independent reading of the same text.

use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer};
use proptest::prelude::*;

use crate::document::model::BodyKind;
use crate::document::model::{Align, BlockKind, Document, FrameKind, Marker, Style};
use crate::document::read;
use crate::text::Clean;

fn html(body: &str) -> Document {
    checked(body, BodyKind::Html)
}

fn markdown(body: &str) -> Document {
    checked(body, BodyKind::Markdown)
}

fn checked(body: &str, kind: BodyKind) -> Document {
    let (document, _) = read(body, kind);
    check(&document);
    document
}

/// What holds for every document.
fn check(document: &Document) {
    for block in &document.blocks {
        let text = block.text();
        let mut last = 0;
        for span in &block.inline.spans {
            let (start, end) = (span.range.start as usize, span.range.end as usize);
            assert!(last <= start && start < end && end <= text.len(), "{block:?}");
            assert!(text.is_char_boundary(start) && text.is_char_boundary(end), "{block:?}");
            assert!(span.link.is_none_or(|link| (link.0 as usize) < document.links.len()));
            assert!(span.image.is_none_or(|image| (image.0 as usize) < document.images.len()));
            last = end;
        }
        if let BlockKind::Table(table) = &block.kind {
            let row = |row: &Vec<crate::document::model::Cell>| {
                let cells = row.iter().map(|cell| &text[cell.range.start as usize..cell.range.end as usize]);
                cells.collect::<Vec<_>>().join("\t")
            };
            assert_eq!(table.rows.iter().map(row).collect::<Vec<_>>().join("\n"), text);
            assert!(table.head <= table.rows.len());
            assert!(table.rows.iter().all(|row| !row.is_empty()));
        }
        assert!(block.frame.is_none_or(|frame| (frame.0 as usize) < document.frames.len()));
    }
    for (at, frame) in document.frames.iter().enumerate() {
        assert!(frame.parent.is_none_or(|parent| (parent.0 as usize) < at));
    }
    for anchor in document.ids.values() {
        assert!(document.blocks[anchor.block as usize].text().is_char_boundary(anchor.byte as usize));
    }
}

/// The visible text as the bare tokenizer gives it.
#[derive(Default)]
struct Plain {
    text: RefCell<String>,
    hidden: Cell<bool>,
}

impl TokenSink for Plain {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) if !self.hidden.get() => self.text.borrow_mut().push_str(&text),
            Token::TagToken(tag) if matches!(&*tag.name, "script" | "style" | "title") => {
                self.hidden.set(tag.kind == TagKind::StartTag);
                if tag.kind == TagKind::StartTag {
                    return TokenSinkResult::RawData(RawKind::Rawtext);
                }
            }
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

fn plain(body: &str) -> String {
    let tokenizer = Tokenizer::new(Plain::default(), Default::default());
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(body));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.text.into_inner()
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && crate::text::is_shown(*c)).collect()
}

#[test]
fn text_is_what_an_independent_reading_finds() {
    for body in [
        "<div>   \n  直接的文字<p>段落</p>后面的文字\n  </div>\n            ",
        "<p>a<p>b<div>c</p>d</div>e",
        "<b>x<i>y</b>z</i> <strong><strong>w</strong></strong>",
        "<table><tr><td>1<td>2<tr><td colspan=2>3<p>4</p>5</table>tail",
        "<table>stray<tr><td>in</td></tr></table>",
        "<ul><li>a<ul><li>b</ul><li>c</ul>",
        "<a href=\"x?a=1&b=2&copy=3\">R&D &amp; AT&T &lt;x&gt; &#20013;</a>",
        "<p style=\"font-family: Tahoma, \"Microsoft Yahei\", Simsun\">引号</p>",
        "<!--[if mso]>gone<![endif]--><![if !vml]>shown<![endif]>",
        "<o:p>office</o:p><st1:place>place</st1:place><unknown>text</unknown>",
        "<pre>\n  a\n\tb\n</pre><code>c</code>",
        "<details><summary>s</summary>body</details><blockquote>q<p>r</blockquote>",
        "<script>var a = '<p>';</script><style>p{}</style>after<title>gone</title>",
        "<dl><dt>t<dd>d<dd>e</dl><h2>h<small>s</small></h2>",
        "</div></p>stray <br/> ends</span>",
        "<table><tr><td><table><tr><td>a</td><td>b</td></tr></table></td><td>c</td></tr></table>",
        "<form><button>go</button><label>l</label><select><option>1<option>2</select></form>",
    ] {
        assert_eq!(squeezed(&html(body).text()), squeezed(&plain(body)), "{body}");
    }
}

fn texts(document: &Document) -> Vec<&str> {
    document.blocks.iter().map(crate::document::model::Block::text).collect()
}

#[test]
fn white_space() {
    for (body, expected) in [
        ("<p>中文\n换行</p>", vec!["中文换行"]),
        ("<p>中文\n English</p>", vec!["中文 English"]),
        ("<p>한국\n어</p>", vec!["한국 어"]),
        ("<p>他说：”\n然后</p>", vec!["他说：”然后"]),
        ("<p>　　首行　缩进 </p>", vec!["　　首行　缩进"]),
        ("<p> a  b\t<b> c</b> </p>", vec!["a b c"]),
        ("<p>a <br> b<br></p>", vec!["a\nb"]),
        ("<p>a<br><br>b</p>", vec!["a", "b"]),
        ("<p>a\u{a0}\u{a0}b</p>", vec!["a\u{a0}\u{a0}b"]),
        ("<p><br></p><p>&nbsp;</p><p>x</p>", vec!["x"]),
        ("<p>a\u{2028}b</p>", vec!["a\nb"]),
        ("<div>\nイベント 名前\n開場 2022\n  \n終演\n</div>", vec!["イベント 名前\n開場 2022", "終演"]),
        ("<p style='white-space: pre-wrap'>a  b\nc</p>", vec!["a  b\nc"]),
        ("<pre>\n  a\n\n\tb\n\n</pre>", vec!["  a\n\n\tb"]),
    ] {
        assert_eq!(texts(&html(body)), expected, "{body}");
    }
}

#[test]
fn nothing_visible_is_swallowed() {
    for (body, expected) in [
        ("<p><code><image></code> and <code><title></code> x</p>", "<image> and <title> x"),
        ("<p><code>List<String></code></p>", "List<String>"),
        ("a <!-- never closed", "a never closed"),
        ("a <title>never closed", "a <title>never closed"),
        ("a <b never closed", "a <b never closed"),
        ("<![CDATA[<p>x</p>]]>y", "x\ny"),
        ("<frameset><p>x", "x"),
        ("a < b && c > d", "a < b && c > d"),
    ] {
        assert_eq!(html(body).text(), expected, "{body}");
    }
    for gone in
        ["<p hidden>x</p>", "<p style='DISPLAY : none'>x</p>", "<template>x</template>", "<img src=a width=1 height=1>"]
    {
        assert!(html(gone).blocks.is_empty(), "{gone}");
    }
}

#[test]
fn many_tags_that_never_end_are_text() {
    for piece in ["<x", "<x ", "<x='", "<b x=\""] {
        let body = format!("<p>{}", piece.repeat(3000));
        let (document, _) = read(&body, BodyKind::Html);
        assert_eq!(texts(&document).concat(), body[3..].trim_end(), "{piece}");
    }
}

/// Every identifier, with the block it leads to.
fn ids(document: &Document) -> Vec<(&str, u32)> {
    let mut ids: Vec<_> = document.ids.iter().map(|(id, place)| (&**id, place.block)).collect();
    ids.sort_unstable();
    ids
}

#[test]
fn blocks_and_frames() {
    let document = html("<h2 id=a>标题</h2><ol start=3 type=i><li>x<li value=9>y<ul><li>z</ul></ol><hr>");
    let kinds: Vec<_> = document.frames.iter().map(|frame| frame.kind.clone()).collect();
    assert!(matches!(&kinds[1], FrameKind::Item(Marker::Number(mark)) if &**mark == "iii."));
    assert!(matches!(&kinds[2], FrameKind::Item(Marker::Number(mark)) if &**mark == "ix."));
    assert!(matches!(&kinds[4], FrameKind::Item(Marker::Bullet(0))));
    assert_eq!(document.blocks.last().map(|block| &block.kind), Some(&BlockKind::Rule));
    assert_eq!(
        document.headings().map(|(at, level, text)| (at, level, text.as_str())).collect::<Vec<_>>(),
        [(0, 2, "标题")]
    );
    assert_eq!(ids(&document), [("a", 0), ("标题", 0)]);
    let document = html("<p align=center dir=rtl lang=he>x</p><center>y</center>");
    assert_eq!(document.blocks[0].align, Align::Center);
    assert!(document.blocks[0].rtl);
    assert_eq!(document.blocks[0].lang.as_deref(), Some("he"));
    assert_eq!(document.blocks[1].align, Align::Center);
}

#[test]
fn a_heading_that_says_the_title_is_dropped_with_its_place() {
    for (body, left) in [
        ("# 甲  *乙*\n\n一\n\n## 二", "一\n二"),
        ("甲 乙\n===\n\n一", "一"),
        ("# 甲 乙", ""),
        ("# 甲\n\n一", "甲\n一"),
        ("# [甲 乙](http://a/)\n\n一", "甲 乙\n一"),
        ("一\n\n# 甲 乙", "一\n甲 乙"),
        ("> # 甲 乙\n\n一", "甲 乙\n一"),
    ] {
        let mut document = markdown(body);
        document.drop_opening_heading("甲 乙");
        assert_eq!(document.text(), left, "{body:?}");
        let last = document.blocks.len() as u32;
        assert!(document.ids.values().all(|place| place.block < last), "{body:?}");
    }
    let mut document = html("<h1 id=a>甲</h1><p>一</p><h2 id=b>二</h2>");
    document.drop_opening_heading("甲");
    let block = |id: &str| document.ids.get(id).map(|place| place.block);
    assert_eq!((block("a"), block("b")), (Some(0), Some(1)));
}

#[test]
fn code_knows_its_language() {
    for (body, language, text) in [
        ("<pre><code class='language-rust'>let a;\n</code></pre>", Some("rust"), "let a;"),
        ("<pre class='lang-js'>x</pre>", Some("js"), "x"),
        (
            "<div class='language-ruby highlighter-rouge'><div class=highlight><pre class=highlight><code>x</code></pre></div></div>",
            Some("ruby"),
            "x",
        ),
        (
            "<figure class='highlight js'><table><tr><td class=gutter><pre><span class=line>1</span><br><span class=line>2</span><br></pre></td><td class=code><pre><span class=line>a</span><br><span class=line>b</span><br></pre></td></tr></table></figure>",
            Some("js"),
            "a\nb",
        ),
        ("<pre><ol><li>a</li><li>b</li></ol></pre>", None, "a\nb"),
    ] {
        let document = html(body);
        assert_eq!(texts(&document), [text], "{body}");
        assert!(matches!(&document.blocks[0].kind, BlockKind::Code(it) if it.as_deref() == language), "{body}");
    }
}

#[test]
fn pictures() {
    let document =
        html("<p><a href=l><img src=/loadimg.gif data-original=b.jpg alt=图></a></p><p>t <img src=c.png> u</p>");
    assert!(matches!(document.blocks[0].kind, BlockKind::Image(_)));
    assert_eq!(texts(&document), ["图", "t c.png u"]);
    assert_eq!(document.images[0].candidates.len(), 1);
    assert_eq!(document.images[0].candidates[0].as_str(), "b.jpg");
    assert_eq!(document.blocks[1].inline.spans[0].style, Style::IMAGE);
    let document = html(
        "<img src='https://cors.example/?http://a.example/b.png'><img src='/i?url=http%3A%2F%2Fa.example%2Fc.png&w=3'>",
    );
    let all: Vec<_> = document.images.iter().flat_map(|image| image.candidates.iter().map(|it| it.as_str())).collect();
    assert_eq!(all[..2], ["http://a.example/b.png", "https://cors.example/?http://a.example/b.png"]);
    assert_eq!(all[2], "http://a.example/c.png");
    let document = html("<img srcset='s.png 320w, l.png 1280w' src=x.png><noscript><img src=y.png></noscript>");
    assert_eq!(document.blocks.len(), 1);
    let all: Vec<_> = document.images[0].candidates.iter().map(|it| it.as_str()).collect();
    assert_eq!(all, ["l.png", "x.png", "y.png"]);
}

#[test]
fn tables() {
    let document = html(
        "<table><caption>c</caption><thead><tr><th>a<th>b</thead><tr><td rowspan=2>1<td align=right><p>2</p><p>3</p><tr><td>4</table>",
    );
    assert_eq!(texts(&document), ["c", "a\tb\n1\t2\n3\n4"]);
    assert_eq!(document.blocks[0].kind, BlockKind::Caption);
    let BlockKind::Table(table) = &document.blocks[1].kind else { panic!("no table") };
    assert_eq!((table.head, table.rows.len(), table.rows[1][0].rows), (1, 3, 2));
    assert_eq!(table.rows[1][1].align, Align::End);
    assert_eq!(texts(&html("<table><tr><td><p>a</p><p>b</p></td></tr></table>")), ["a", "b"]);
}

#[test]
fn markdown_bodies() {
    let document = markdown(
        "# 标题 One\n\n正文[^n]和 $x^2$，~~删~~。\n\n- [x] 做\n- 没\n\n$$a$$\n\n```rust\nlet x;\n```\n\n[^n]: 注。\n\n|a|b|\n|-|-:|\n|1|2|\n",
    );
    assert_eq!(texts(&document), ["标题 One", "正文1和 x^2，删。", "做", "没", "a", "let x;", "a\tb\n1\t2", "注。"]);
    assert_eq!(ids(&document), [("fn-n", 7), ("fnref-n", 1), ("标题-one", 0)]);
    assert_eq!(document.blocks[4].kind, BlockKind::Math);
    let styles: Vec<_> = document.blocks[1].inline.spans.iter().map(|span| span.style).collect();
    assert_eq!(styles, [Style::NOTE, Style::MATH, Style::DELETED]);
    let kinds: Vec<_> = document.frames.iter().map(|frame| &frame.kind).collect();
    let list = FrameKind::List { loose: false, numbers: 0 };
    let items = [Marker::Task(true), Marker::Bullet(0)].map(FrameKind::Item);
    let note = FrameKind::Note(Marker::Number(Clean::line("1.")));
    assert_eq!(kinds, [&list, &items[0], &items[1], &note]);
}

#[test]
fn prices_are_no_formulas() {
    assert_eq!(markdown("价格 $5-$10 元").text(), "价格 $5-$10 元");
    assert_eq!(markdown("$x$ 元").text(), "x 元");
}

#[test]
fn marks_of_running_text() {
    let document = html("<p><ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby> <q>a <q>b</q></q> <kbd>K</kbd></p>");
    assert_eq!(texts(&document), ["漢かん “a ‘b’” K"]);
    let styles: Vec<_> = document.blocks[0].inline.spans.iter().map(|span| span.style).collect();
    assert_eq!(styles, [Style::RUBY_BASE, Style::RUBY_READING, Style::KEYBOARD]);
    let document = html("<video title=片 src=v.mp4>no</video><iframe src='//v.example/1'></iframe>");
    assert_eq!(texts(&document), ["片", "//v.example/1"]);
    assert_eq!(document.links.len(), 2);
    let document = html("<video><source src=v.mp4><p>高尔顿板的演示</p></video><video src=v>No video support.</video>");
    assert_eq!(texts(&document), ["高尔顿板的演示", "v"]);
}

#[test]
fn readings_stand_in_parentheses_in_plain_text() {
    for (body, expected) in [
        ("<ruby>北京<rt>běijīng</rt><rtc>ペキン</rtc></ruby>", "北京（běijīng・ペキン）"),
        ("<ruby>北<rt>běi</rt>京<rt>jīng</rt><rtc>Peking</rtc></ruby>", "北（běi）京（jīng）（Peking）"),
        ("<ruby><ruby>北<rt>běi</rt>京<rt>jīng</rt></ruby><rt>Peking</rt></ruby>", "北（běi）京（jīng）（Peking）"),
        ("<ruby><rb>旧<rb>山<rt>jiù<rt>shān<rtc>Old Hill</ruby>。", "旧山（jiù shān・Old Hill）。"),
        ("<ruby>甲<rtc>a</rtc><rtc>b</rtc></ruby>", "甲（a・b）"),
        ("<ruby>甲<rtc>a</rtc><rt>b</rt></ruby>", "甲（a・b）"),
        ("<ruby>甲<rt>a</rt><rt></rt><rt>b</rt></ruby>", "甲（a b）"),
        ("<ruby>甲<rt> a <b>b</b> </rt></ruby> 乙", "甲（a b） 乙"),
        ("<ruby>甲<rt></rt></ruby>乙", "甲乙"),
        ("<ruby>甲<rp>(</rp><rt>a</rt><rp>)</rp></ruby><ruby>乙<rt>b</rt></ruby>", "甲（a）乙（b）"),
        ("<table><tr><td><ruby>甲<rt>a</rt></ruby><td><ruby>乙<rt>b<rtc>c</ruby></table>", "甲（a）\t乙（b・c）"),
    ] {
        assert_eq!(html(body).text(), expected, "{body}");
    }
    let block = html("<ruby>甲<rt>ab</rt></ruby>乙").blocks.remove(0);
    let range = |range| {
        let mut out = String::new();
        block.inline.write_text(range, &mut out);
        out
    };
    assert_eq!([range(0..3), range(0..4), range(3..5), range(4..8)], ["甲", "甲（a", "（ab）", "b）乙"]);
}

#[test]
fn written_back_it_reads_the_same() {
    for body in [
        "<h1>a</h1><p>b <b>c</b><br>d &lt;e&gt;</p><ul><li>f<li>g</ul><pre>\n\nx\n y</pre><table><tr><td>1<td>2</table>",
        "<ol start=4><li><p>a<p>b</ol><blockquote>q</blockquote><img src=a alt=b>",
    ] {
        let document = html(body);
        assert_eq!(html(&document.write_html()).text(), document.text(), "{body}");
    }
}

#[test]
fn hostile_bodies_stay_linear() {
    for (unit, blocks) in [
        ("<div>", 0),
        ("<b>", 0),
        ("<p><b></p>", 0),
        ("<ul><li>", 0),
        ("<table><tr><td>", 0),
        ("<a ", 1),
        ("<!--", 0),
        ("<title>", 1),
        ("<![CDATA[", 0),
        ("<span><div></span>", 0),
        ("<svg>", 0),
        ("<ruby>", 0),
        ("<ruby><rt>", 0),
        ("<ruby>a<rt></rt></ruby>", 1),
        ("<noscript><img src=a></noscript>", 1),
    ] {
        let document = html(&unit.repeat(20_000));
        assert_eq!(document.blocks.len(), blocks, "{unit}");
    }
    // End tags that make elements are no reason to give the rest up.
    let document = html(&format!("{}end", "</p>".repeat(20_000)));
    assert_eq!(
        (document.blocks.len(), document.text().len(), document.blocks.last().map(|block| block.text())),
        (1, 3, Some("end"))
    );
    let quotes = html(&format!("{}<p>a<p>b", "<blockquote>".repeat(300)));
    assert_eq!((quotes.text().as_str(), quotes.frames_of(1).count()), ("a\nb", 24));
    let (_, problems) = read(&"<div>".repeat(600), BodyKind::Html);
    assert_eq!(problems[0].code.name(), "too-deep");
    let attributes: String = (0..200_000).map(|i| format!("a{i} ")).collect();
    assert_eq!(html(&format!("<p {attributes}>x")).text(), "x");
}

fn soup() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[a-z中文 \n&<>\"'/=!-]{0,6}",
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<div class=highlight>",
            "</div>",
            "<table>",
            "<caption>",
            "<tr>",
            "<td rowspan=2>",
            "<th>",
            "</td>",
            "</tr>",
            "</table>",
            "<li>",
            "<ul>",
            "</ul>",
            "<ol reversed>",
            "<pre>",
            "</pre>",
            "<code>",
            "</code>",
            "<br>",
            "<b>",
            "</b>",
            "<a href=x>",
            "</a>",
            "<img src=a>",
            "<img alt=''>",
            "<img src=b.jpg?w=20>",
            "<noscript><img src=b.jpg></noscript>",
            "<q>",
            "</q>",
            "<ruby>",
            "<rt>",
            "<input value=x>",
            "<input type=checkbox>",
            "<textarea>",
            "<math>",
            "<svg>",
            "</svg>",
            "<h1 id=x>",
            "</h1>",
            "<details>",
            "<summary>",
            "<figure>",
            "<noscript>",
            "<hr>",
            "<!--",
            "-->",
            "<select>",
            "<option>",
            "<form>",
            "<script type=math/tex>x</script>",
            "<blockquote>",
            "<template>",
            "<video src=v>",
            "<id=y>",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_string_is_a_document(body in any::<String>()) {
        check(&html(&body));
        check(&markdown(&body));
        crate::document::dialect::kind::body_kind(&body, None);
    }

    #[test]
    fn any_soup_is_a_document(body in soup()) {
        check(&html(&body));
        check(&markdown(&body));
        check(&html(&html(&body).write_html()));
    }
}
