//! Tables of what `style` attributes and special values of attributes must become.

use crate::document::model::{Align, BlockKind, BodyKind, Document, FrameKind, Marker, Style};
use crate::document::read;

fn html(body: &str) -> Document {
    read(body, BodyKind::Html).0
}

/// The texts of the blocks, separated by ` ¶ `; line breaks as `⏎`, tabs as `⇥`.
fn shape(body: &str) -> String {
    let blocks = html(body).blocks;
    let texts: Vec<_> = blocks.iter().map(|block| block.text().replace('\n', "⏎").replace('\t', "⇥")).collect();
    texts.join(" ¶ ")
}

fn judge(rows: &[(&str, &str)]) {
    let wrong: Vec<_> =
        rows.iter().map(|(body, text)| (body, text, shape(body))).filter(|(_, text, is)| *text != is).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn display_decides_what_is_a_block() {
    judge(&[
        ("<span style='display:block'>一行</span><span style='display:block'>二行</span>", "一行 ¶ 二行"),
        ("前<span style='display:block'>中</span>后", "前 ¶ 中 ¶ 后"),
        ("<p>前<b style='display:block'>中</b>后</p>", "前 ¶ 中 ¶ 后"),
        ("<a href=x style='display:block'>甲</a><a href=y style='display:block'>乙</a>", "甲 ¶ 乙"),
        ("<em style='display:flow-root'>甲</em>乙", "甲 ¶ 乙"),
        ("<span style='display:block flow'>甲</span>乙", "甲 ¶ 乙"),
        ("<span style='display:inline flow-root'>甲</span>乙", "甲乙"),
        ("<span style='display:inline-block'>甲</span><span style='display:inline-block'>乙</span>", "甲乙"),
        ("<span style='display:inline-block;width:100%'>甲</span>乙", "甲 ¶ 乙"),
        ("<span style='display:flex'>甲</span>乙", "甲 ¶ 乙"),
        ("<span style='display:-webkit-box'>甲</span>乙", "甲 ¶ 乙"),
        ("<div style='display:flex'><span>甲</span><span>乙</span></div>", "甲 ¶ 乙"),
        ("<div style='display:grid'>文<b>粗</b>字</div>", "文 ¶ 粗 ¶ 字"),
        ("<div style='display:block flex'><a>甲</a><a>乙</a></div>", "甲 ¶ 乙"),
        ("<div style='display:flex'><p><b>甲</b>乙</p></div>", "甲乙"),
        ("前<span style='display:inline-flex'><b>甲</b><b>乙</b></span>后", "前 甲 乙 后"),
        ("<span style='display:grid'><i>甲</i><i>乙</i></span>", "甲 ¶ 乙"),
        ("<span style='display:table'>甲</span>乙", "甲 ¶ 乙"),
        ("<p style='display:inline'>甲</p><p style='display:inline'>乙</p>", "甲乙"),
        ("<div style='display:inline'>甲</div> <div style='display:inline'>乙</div>", "甲 乙"),
        ("<div style='display:inline-block'>甲</div><div style='display:inline-block'>乙</div>", "甲乙"),
        ("<div style='display:inline-block;padding:0 8px'>甲</div><div style='display:inline-block'>乙</div>", "甲 乙"),
        (
            "<div style='display:inline-block;width:50%'><p>甲</p></div><div style='display:inline-block'><p>乙</p></div>",
            "甲 ¶ 乙",
        ),
        ("<section style='display:inline-block;width:100%'>甲</section><section>乙</section>", "甲 ¶ 乙"),
        ("<div>前<div style='display:contents'>中</div>后</div>", "前中后"),
        ("<ul><li style='display:inline'>甲</li> <li style='display:inline'>乙</li></ul>", "甲 乙"),
        ("<h2 style='display:inline'>题</h2> <p style='display:inline'>文</p>", "题 文"),
        ("<h2 style='display:inline-block'>题</h2><p>文</p>", "题 ¶ 文"),
        ("<h2><span style='display:block'>上</span><span style='display:block'>下</span></h2>", "上⏎下"),
        ("<table><tr><td>甲<span style='display:block'>乙</span><td>丙</table>", "甲⏎乙⇥丙"),
        ("<img alt=图 src=a.png style='display:block'>文", "图 ¶ 文"),
        ("<p>文<img alt=图 src=a.png style='display:inline'>字</p>", "文图字"),
        ("<br style='display:block'>文<br style='display:none'>字", "文字"),
        ("<span style='float:left'>左</span><span style='float:right'>右侧文字</span>", "左 ¶ 右侧文字"),
        ("<p><span style='float:left;font-size:3em'>首</span>字下沉。</p>", "首字下沉。"),
        ("<p><span style='float:none'>甲</span>乙</p>", "甲乙"),
        ("<p><span style='float:left;position:absolute'>甲</span>乙</p>", "甲乙"),
        ("<svg style='display:block'><title>标</title></svg>文", "标 ¶ 文"),
        ("<button style='display:block'>甲</button>乙", "甲 ¶ 乙"),
        ("<mp-card style='display:block'>甲</mp-card>乙", "甲 ¶ 乙"),
        ("<search>甲</search>乙", "甲 ¶ 乙"),
    ]);
}

#[test]
fn style_attributes_are_read_by_the_syntax_of_css() {
    let block = "甲 ¶ 乙";
    let rows = [
        ("DISPLAY:BLOCK", block),
        (" display : block ; ", block),
        ("display:/* none */block", block),
        ("/*;display:none;*/display:block", block),
        ("d\\69splay:block", block),
        ("display:\\62 lock", block),
        ("display:block!important", block),
        ("display:block ! IMPORTANT;display:none", block),
        ("display:block;display:bloc", block),
        ("display:block;display:block inline", block),
        ("display:block;display:", block),
        ("display:none;display:block", block),
        ("font-family:\"a;display:none\";display:block", block),
        ("background:url(data:image/png;base64,display:none);display:block", block),
        ("background:url('a;b');display:block", block),
        ("color:rgb(0,0,0;display:none);display:block", block),
        (";;display:block", block),
        ("&quot;;display:none", "甲乙"),
        ("x{display:none};display:block", block),
        ("@media x{display:none}display:block", block),
        ("display:block;color", block),
        ("color;display:block", block),
        ("--display:none;display:block", block),
        ("display:block}", "甲乙"),
        ("display:block(", "甲乙"),
        ("display:none!important;display:block", "乙"),
        ("display:nonee", "甲乙"),
        ("display:none none", "甲乙"),
        ("'display:none'", "甲乙"),
        ("display:var(--x)", "甲乙"),
        ("display:initial", "甲乙"),
        ("display:inherit", "甲乙"),
        ("display=none", "甲乙"),
    ];
    for (style, text) in rows {
        assert_eq!(shape(&format!("<span style=\"{}\">甲</span>乙", style.replace('"', "&quot;"))), text, "{style}");
    }
}

#[test]
fn what_the_author_hid_is_hidden() {
    let rows = [
        ("style='display:none'", ""),
        ("style='visibility:hidden'", ""),
        ("style='visibility:collapse'", ""),
        ("style='content-visibility:hidden'", ""),
        ("style='opacity:0'", ""),
        ("style='opacity:0%'", ""),
        ("style='opacity:.01'", "甲"),
        ("style='font-size:0'", ""),
        ("style='font-size:0px;line-height:0'", ""),
        ("style='font:0/0 a'", ""),
        ("style='font:12px/1 a'", "甲"),
        ("style='width:0;height:0;overflow:hidden'", ""),
        ("style='height:0;overflow:hidden'", ""),
        ("style='max-height:0;overflow:hidden'", ""),
        ("style='height:0;overflow:visible'", "甲"),
        ("style='height:0'", "甲"),
        ("style='position:absolute;width:1px;height:1px;overflow:hidden'", ""),
        ("style='position:absolute;clip:rect(0 0 0 0)'", ""),
        ("style='position:absolute;clip:rect(1px,1px,1px,1px)'", ""),
        ("style='clip:rect(0 0 0 0)'", "甲"),
        ("style='clip-path:inset(50%)'", ""),
        ("style='clip-path:inset(10%)'", "甲"),
        ("style='clip-path:inset(0 50% 0 0)'", "甲"),
        ("style='position:absolute;left:-9999px'", ""),
        ("style='position:absolute;top:-100em'", ""),
        ("style='left:-9999px'", "甲"),
        ("id=_mcePaste style='position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden'", "甲"),
        ("class=mcePaste style='position:absolute;left:-10000px;width:1px;height:1px;overflow:hidden'", "甲"),
        ("style='position:relative;left:-10px'", "甲"),
        ("style='text-indent:-9999px'", "甲"),
        ("style='color:transparent'", "甲"),
        ("style='color:#fff'", "甲"),
        ("style='transform:scale(0)'", "甲"),
        ("hidden", ""),
        ("hidden=''", ""),
        ("hidden=hidden", ""),
        ("hidden=false", ""),
        ("hidden=until-found", "甲"),
        ("hidden=UNTIL-FOUND", "甲"),
        ("hidden style='display:revert-layer'", ""),
        ("hidden style='display:none'", ""),
        ("popover", ""),
        ("popover=manual", ""),
        ("class=sr-only", ""),
        ("class='a visually-hidden b'", ""),
        ("class=screen-reader-text", ""),
        ("class=sr-only-not", "甲"),
        ("aria-hidden=true", "甲"),
        ("inert", "甲"),
    ];
    for (attributes, text) in rows {
        for name in ["p", "span", "div", "section"] {
            let expected = if text.is_empty() {
                "乙"
            } else if name == "span" {
                "甲乙"
            } else {
                "甲 ¶ 乙"
            };
            assert_eq!(shape(&format!("<{name} {attributes}>甲</{name}>乙")), expected, "{name} {attributes}");
        }
    }
    judge(&[
        ("<p style='visibility:hidden'>甲<b style='visibility:visible'>乙</b>丙<img src=a.png alt=图></p>", "乙"),
        ("<p style='font-size:0'>甲<b style='font-size:16px'>乙</b><i style='font-size:2em'>丙</i></p>", "乙丙"),
        ("<p style='font-size:0'>甲<b class=x>乙</b></p>", "乙"),
        ("<img src=a.png alt=图 style='opacity:0'>", "图"),
        ("<p hidden style='display:block'>甲</p>乙", "甲 ¶ 乙"),
        ("<p popover style='display:block'>甲</p>乙", "甲 ¶ 乙"),
        ("<img src=a.png alt=图 style='display:none'>文", "文"),
        ("<dialog>甲</dialog>乙", "乙"),
        ("<dialog open>甲</dialog>乙", "甲 ¶ 乙"),
        ("<dialog style='display:block'>甲</dialog>乙", "甲 ¶ 乙"),
        ("<template><p>甲</p></template>乙", "乙"),
        ("<datalist><option>甲</datalist>乙", "乙"),
        ("<map><area alt=甲>乙</map>", "乙"),
        ("<object><param name=a value=甲>乙</object>", "乙"),
        ("<p>甲</p><style>p{}</style><script>x</script><title>丙</title>乙", "甲 ¶ 乙"),
        ("<noscript>请打开脚本。</noscript>", "请打开脚本。"),
        ("<table><tr><td>甲<td>乙<tr style='visibility:collapse'><td>丙<td>丁</table>", "甲⇥乙"),
        ("<table><tr><td>甲<td style='visibility:hidden'>乙<td>丙</table>", "甲⇥⇥丙"),
    ]);
}

#[test]
fn an_article_that_awaits_its_script_is_shown() {
    let long = "正文很长".repeat(60);
    for style in ["visibility:hidden", "opacity:0", "visibility:hidden;opacity:0", "height:0;overflow:hidden"] {
        let note = "<p style='opacity:0'>不见</p>";
        assert_eq!(
            shape(&format!("<h1>题</h1><div style='{style}'><p>{long}</p>{note}</div>")),
            format!("题 ¶ {long}")
        );
        let parts = format!("<p style='{style}'>{long}</p>").repeat(3);
        assert_eq!(shape(&parts), [&*long; 3].join(" ¶ "), "{style}");
        assert_eq!(shape(&format!("<p>题</p><div id=js_content style='{style}'><p>短</p></div>")), "题 ¶ 短");
        let half = format!("<p style='{style}'>{long}</p><p>{long}{long}</p>");
        assert_eq!(shape(&half), format!("{long}{long}"));
    }
}

#[test]
fn styles_of_text() {
    let rows: &[(&str, Style)] = &[
        ("<span style='font-weight:bold'>甲</span>", Style::STRONG),
        ("<span style='font-weight:600'>甲</span>", Style::STRONG),
        ("<span style='font-weight:500'>甲</span>", Style::empty()),
        ("<span style='font-weight:bolder'>甲</span>", Style::STRONG),
        ("<span style='font-weight:1001'>甲</span>", Style::empty()),
        ("<b style='font-weight:normal'>甲</b>", Style::empty()),
        ("<b style='font-weight:400'>甲</b>", Style::empty()),
        ("<b style='font-weight:inherit'>甲</b>", Style::empty()),
        ("<b><b style='font-weight:inherit'>甲</b></b>", Style::STRONG),
        ("<b><span style='font-weight:lighter'>甲</span></b>", Style::empty()),
        ("<div style='font-weight:bold'>甲</div>", Style::STRONG),
        ("<h2 style='font-weight:bold'>甲</h2>", Style::empty()),
        ("<span style='font:bold 12px a'>甲</span>", Style::STRONG),
        ("<span style='font:italic normal 700 12px/1.5 a,b'>甲</span>", Style::STRONG.union(Style::EMPHASIS)),
        ("<b style='font:12px a'>甲</b>", Style::empty()),
        ("<b style='font:12px'>甲</b>", Style::STRONG),
        ("<span style='font-style:italic'>甲</span>", Style::EMPHASIS),
        ("<span style='font-style:oblique 10deg'>甲</span>", Style::EMPHASIS),
        ("<em style='font-style:normal'>甲</em>", Style::empty()),
        ("<span style='text-decoration:underline'>甲</span>", Style::UNDERLINE),
        ("<span style='text-decoration:underline dotted red'>甲</span>", Style::UNDERLINE),
        ("<span style='text-decoration-line:line-through'>甲</span>", Style::DELETED),
        ("<span style='text-decoration:underline line-through'>甲</span>", Style::DELETED.union(Style::UNDERLINE)),
        ("<u style='text-decoration:none'>甲</u>", Style::empty()),
        ("<del style='text-decoration:none'>甲</del>", Style::empty()),
        ("<u><span style='text-decoration:none'>甲</span></u>", Style::UNDERLINE),
        ("<a href=x style='text-decoration:underline'>甲</a>", Style::empty()),
        ("<span style='vertical-align:super'>甲</span>", Style::SUPERSCRIPT),
        ("<span style='vertical-align:sub'>甲</span>", Style::SUBSCRIPT),
        ("<span style='vertical-align:super;vertical-align:middle'>甲</span>", Style::empty()),
    ];
    for (body, style) in rows {
        let document = html(body);
        let block = document.blocks.first().unwrap();
        assert_eq!(block.inline.spans.first().map(|span| span.style).unwrap_or_default(), *style, "{body}");
    }
}

#[test]
fn white_space_and_alignment() {
    judge(&[
        ("<p style='white-space:pre'>甲  乙\n丙</p>", "甲  乙⏎丙"),
        ("<p style='white-space:PRE-WRAP'>甲  乙\n丙</p>", "甲  乙⏎丙"),
        ("<p style='white-space:break-spaces'>甲  乙\n丙</p>", "甲  乙⏎丙"),
        ("<p style='white-space:pre-line'>甲  乙\n丙</p>", "甲 乙⏎丙"),
        ("<p style='white-space:nowrap'>甲  乙\n丙</p>", "甲 乙丙"),
        ("<p style='white-space:preserve nowrap'>甲  乙\n丙</p>", "甲  乙⏎丙"),
        ("<p style='white-space-collapse:preserve-breaks'>甲  乙\n丙</p>", "甲 乙⏎丙"),
        ("<div style='white-space:pre'><p style='white-space:normal'>甲  乙\n丙</p></div>", "甲 乙丙"),
        ("<p style='white-space:foo'>甲  乙\n丙</p>", "甲 乙丙"),
    ]);
    let rows = [
        ("<p style='text-align:center'>甲", Align::Center),
        ("<p style='text-align:-webkit-center'>甲", Align::Center),
        ("<p style='text-align:right'>甲", Align::End),
        ("<p style='text-align:end'>甲", Align::End),
        ("<p style='text-align:justify'>甲", Align::Start),
        ("<p style='text-align:middle'>甲", Align::Start),
        ("<p align=center style='text-align:left'>甲", Align::Start),
        ("<p style='text-align:left' align=center>甲", Align::Start),
        ("<p align=middle>甲", Align::Center),
        ("<p align=RIGHT>甲", Align::End),
        ("<p align=end>甲", Align::Start),
        ("<h1 align=center>甲", Align::Center),
        ("<div align=center><p>甲", Align::Center),
        ("<div align=center><p align=left>甲", Align::Start),
        ("<div align=center><p align=justify>甲", Align::Start),
        ("<section align=center>甲", Align::Start),
        ("<blockquote align=center>甲", Align::Start),
        ("<center>甲", Align::Center),
        ("<p dir=rtl>甲", Align::Start),
        ("<p dir=rtl align=right>甲", Align::Start),
        ("<p dir=rtl align=left>甲", Align::End),
        ("<p dir=rtl style='text-align:end'>甲", Align::End),
        ("<p dir=rtl style='direction:ltr;text-align:right'>甲", Align::End),
        ("<table align=center><tr><td>甲<td>乙</table>", Align::Start),
        ("<span style='text-align:center'>甲</span>", Align::Start),
        ("<span style='display:block;text-align:center'>甲</span>", Align::Center),
    ];
    for (body, align) in rows {
        assert_eq!(html(body).blocks.first().unwrap().align, align, "{body}");
    }
    let rtl = |body: &str| html(body).blocks.first().unwrap().rtl;
    for (body, is) in [
        ("<p dir=rtl>甲", true),
        ("<p dir=RTL>甲", true),
        ("<p dir=auto>שלום", true),
        ("<p dir=auto>甲", false),
        ("<div dir=rtl><p dir=ltr>甲", false),
        ("<div dir=rtl><p dir=foo>甲", true),
        ("<div dir=rtl><p dir=''>甲", true),
        ("<p style='direction:rtl'>甲", true),
        ("<p dir=rtl style='direction:ltr'>甲", false),
        ("<p><bdo dir=rtl>甲</bdo>", false),
    ] {
        assert_eq!(rtl(body), is, "{body}");
    }
    let cells = |body: &str| match &html(body).blocks.first().unwrap().kind {
        BlockKind::Table(table) => table.rows.iter().flatten().map(|cell| cell.align).collect::<Vec<_>>(),
        kind => panic!("{kind:?}"),
    };
    let (start, center, end) = (Align::Start, Align::Center, Align::End);
    for (body, aligns) in [
        ("<table><tr align=center><td>甲<td align=right>乙</table>", [center, end]),
        ("<table align=center><tr><td>甲<td>乙</table>", [start, start]),
        ("<table><tbody align=right><tr><td>甲<td style='text-align:left'>乙</table>", [end, start]),
    ] {
        assert_eq!(cells(body), aligns, "{body}");
    }
}

#[test]
fn first_line_indents() {
    let indents = |body: &str| html(body).blocks.iter().map(|block| block.indent).collect::<Vec<_>>();
    for (body, is) in [
        ("<p style='text-indent:2em'>甲", true),
        ("<p style='text-indent:32px'>甲", true),
        ("<p style='text-indent:21pt'>甲", true),
        ("<p style='text-indent:5%'>甲", true),
        ("<div style='text-indent:2em'><p>甲", true),
        ("<p style='text-indent:0'>甲", false),
        ("<p style='text-indent:2px'>甲", false),
        ("<p style='text-indent:-2em'>甲", false),
        ("<p style='text-indent:2em hanging'>甲", false),
        ("<p style='text-indent:2em;text-indent:0'>甲", false),
        ("<p style='text-indent:2'>甲", false),
        ("<h2 style='text-indent:2em'>甲", false),
        ("<p>甲", false),
    ] {
        assert_eq!(indents(body), [is], "{body}");
    }
}

/// The markers of all items, in order.
fn markers(body: &str) -> String {
    let marks = html(body).frames.into_iter().filter_map(|frame| match frame.kind {
        FrameKind::Item(Marker::Number(number)) => Some(number.to_string()),
        FrameKind::Item(Marker::Bullet(depth)) => Some(["•", "◦", "▪"][usize::from(depth % 3)].to_owned()),
        FrameKind::Item(Marker::Task(_)) => Some("[]".to_owned()),
        FrameKind::Item(Marker::None) => Some("-".to_owned()),
        _ => None,
    });
    marks.collect::<Vec<_>>().join(" ")
}

#[test]
fn items_are_numbered_as_in_browsers() {
    let rows = [
        ("<ol><li>a<li>b", "1. 2."),
        ("<ol start=-1><li>a<li>b<li>c", "-1. 0. 1."),
        ("<ol start=' 3 '><li>a", "3."),
        ("<ol start=+2><li>a", "2."),
        ("<ol start=2.5><li>a", "2."),
        ("<ol start=3abc><li>a", "3."),
        ("<ol start=abc><li>a", "1."),
        ("<ol start=''><li>a", "1."),
        ("<ol start=0><li>a", "0."),
        ("<ol start=99999999999><li>a", "1."),
        ("<ol start=2147483647><li>a", "2147483647."),
        ("<ul start=3><li>a", "•"),
        ("<ol reversed><li>a<li>b<li>c", "3. 2. 1."),
        ("<ol reversed=false><li>a<li>b", "2. 1."),
        ("<ol reversed start=10><li>a<li>b", "10. 9."),
        ("<ol reversed start=x><li>a<li>b", "2. 1."),
        ("<ol reversed><li>a<li value=10>b<li>c", "3. 10. 9."),
        ("<ol reversed><li>a<li hidden>b<li style='display:none'>c<li>d", "2. 1."),
        ("<ol reversed><li>a<ol><li>x<li>y</ol><li>b", "2. 1. 2. 1."),
        ("<ol reversed><div><li>a</div><li>b", "2. 1."),
        ("<ol reversed type=a><li>a<li>b", "b. a."),
        ("<ol><li value=5>a<li>b<li value=-3>c<li>d", "5. 6. -3. -2."),
        ("<ol><li value=' 7x'>a<li value=x>b<li value=2.9>c", "7. 8. 2."),
        ("<ol type=a start=26><li>a<li>b", "z. aa."),
        ("<ol type=A><li>a<li>b", "A. B."),
        ("<ol type=i><li>a<li>b", "i. ii."),
        ("<ol type=I start=3999><li>a<li>b", "MMMCMXCIX. 4000."),
        ("<ol type=i start=0><li>a<li>b", "0. i."),
        ("<ol type=a start=0><li>a<li>b", "0. a."),
        ("<ol type=1><li>a", "1."),
        ("<ol type=' a'><li>a", "1."),
        ("<ol type=x><li>a", "1."),
        ("<ol type=disc><li>a", "•"),
        ("<ol type=none><li>a", "-"),
        ("<ol><li type=a>a<li>b<li type=I>c", "a. 2. III."),
        ("<ul type=circle><li>a", "◦"),
        ("<ul type=SQUARE><li>a<li type=disc>b", "▪ •"),
        ("<ul type=none><li>a", "-"),
        ("<ul type=1><li>a<li>b", "1. 2."),
        ("<ul><li>a<ul><li>b<ul><li>c", "• ◦ ▪"),
        ("<ul style='list-style:none'><li>a", "-"),
        ("<ul style='list-style-type:none'><li>a<ul><li>b", "- ◦"),
        ("<ul style='list-style:inside square'><li>a", "▪"),
        ("<ul style='list-style:decimal'><li>a<li value=7>b<li>c", "1. 7. 8."),
        ("<ul style='list-style:\"→ \"'><li>a", "→"),
        ("<ul style='list-style:url(a.png) none'><li>a", "•"),
        ("<ol style='list-style:none'><li>a", "-"),
        ("<ol style='list-style:disc'><li>a", "•"),
        ("<ol style='list-style:inside'><li>a", "•"),
        ("<ol type=a style='list-style-type:upper-roman'><li>a", "I."),
        ("<ol style='list-style-type:cjk-ideographic' start=10><li>a<li>b", "十、 十一、"),
        ("<ol style='list-style-type:SIMP-CHINESE-INFORMAL'><li>a", "一、"),
        ("<ol style='list-style-type:trad-chinese-formal'><li>a", "壹、"),
        ("<ol style='list-style-type:hiragana'><li>a", "あ、"),
        ("<ol style='list-style-type:lower-greek'><li>a", "α."),
        ("<ol style='list-style-type:decimal-leading-zero'><li>a", "01."),
        ("<ol style='list-style-type:cjk-heavenly-stem'><li>a<li>b", "甲、 乙、"),
        ("<ol style='list-style-type:unknown'><li>a", "1."),
        ("<ol><li style='list-style-type:lower-roman'>a<li>b", "i. 2."),
        ("<ol><li style='display:block'>a<li>b", "- 2."),
        ("<div style='display:list-item'>a</div>", "•"),
        ("<span style='display:list-item;list-style:square'>a</span>", "▪"),
        ("<p style='display:list-item;list-style:decimal'>a<p style='display:list-item;list-style:decimal'>b", "1. 2."),
        ("<li>a<li>b", "• •"),
    ];
    for (body, marks) in rows {
        assert_eq!(markers(body), marks, "{body}");
    }
}

/// The cells of the first table as `text×columns/rows`, rows separated by ` | `.
fn grid(body: &str) -> String {
    let document = html(body);
    let block = document.blocks.iter().find(|block| matches!(block.kind, BlockKind::Table(_))).unwrap();
    let BlockKind::Table(table) = &block.kind else { return String::new() };
    let cell = |cell: &crate::document::model::Cell| {
        let text = &block.text()[cell.range.start as usize..cell.range.end as usize];
        let columns = if cell.columns > 1 { format!("×{}", cell.columns) } else { String::new() };
        let rows = if cell.rows > 1 { format!("/{}", cell.rows) } else { String::new() };
        format!("{text}{columns}{rows}")
    };
    let row = |row: &Vec<_>| row.iter().map(cell).collect::<Vec<_>>().join(" ");
    table.rows.iter().map(row).collect::<Vec<_>>().join(" | ")
}

#[test]
fn spans_of_cells_are_those_of_browsers() {
    let rows = [
        ("<tr><td rowspan=0>a<td>b<tr><td>c<tr><td>d", "a/3 b | c | d"),
        ("<tbody><tr><td rowspan=0>a<td>b<tr><td>c<tbody><tr><td>d<td>e", "a/2 b | c | d e"),
        ("<thead><tr><th rowspan=0>a<th>b<tr><th>c<tbody><tr><td>d<td>e", "a/2 b | c | d e"),
        ("<tbody><tr><td rowspan=9>a<td>b<tr><td>c<tbody><tr><td>d<td>e", "a/2 b | c | d e"),
        ("<tr><td>x<td>y<tr><td rowspan=0>a<td>b<tr><td>c", "x y | a/2 b | c"),
        ("<tr><td rowspan=99999999999>a<td>b<tr><td>c", "a/2 b | c"),
        ("<tr><td rowspan=-1>a<td>b<tr><td>c<td>d", "a b | c d"),
        ("<tr><td rowspan=2.5>a<td>b<tr><td>c<tr><td>d<td>e", "a/2 b | c | d e"),
        ("<tr><td rowspan=' 2 '>a<td>b<tr><td>c", "a/2 b | c"),
        ("<tr><td rowspan=+2>a<td>b<tr><td>c", "a/2 b | c"),
        ("<tr><td rowspan=2abc>a<td>b<tr><td>c", "a/2 b | c"),
        ("<tr><td rowspan=abc>a<td>b<tr><td>c<td>d", "a b | c d"),
        ("<tr><td rowspan=2>a<td>b<tr><tr><td>c<td>d", "a b | c d"),
        ("<tr><td rowspan=3>a<td>b<tr><tr><td>c", "a/2 b | c"),
        ("<tr><td colspan=0>a<td>b<tr><td>c<td>d", "a b | c d"),
        ("<tr><td colspan=2>a<tr><td>c<td>d", "a×2 | c d"),
        ("<tr><td colspan=' +2x'>a<tr><td>c<td>d", "a×2 | c d"),
        ("<tr><td colspan=9999>a<tr><td>c<td>d", "a×1000 | c d"),
        ("<tr><td colspan=-2>a<td>b", "a b"),
        ("<tfoot><tr><td>f<td>g</tfoot><tbody><tr><td>a<td>b</tbody>", "a b | f g"),
        ("<tbody><tr><td>a<td>b</tbody><thead><tr><th>h<th>i</thead>", "h i | a b"),
        ("<tfoot><tr><td>f<td>g</tfoot><tfoot><tr><td>x<td>y</tfoot><tbody><tr><td>a<td>b", "x y | a b | f g"),
        ("<colgroup span=2><col span=0><tr><td>a<td>b", "a b"),
        ("<tr hidden><td>x<td>y<tr><td>a<td>b", "a b"),
        ("<tr><td hidden>x<td>a<td>b", "a b"),
    ];
    for (body, cells) in rows {
        assert_eq!(grid(&format!("<table>{body}</table>")), cells, "{body}");
    }
}

#[test]
fn parts_of_tables_are_in_the_order_shown() {
    judge(&[
        ("<table><caption>题</caption><tr><td>a<td>b</table>", "题 ¶ a⇥b"),
        ("<table><tr><td>a<td>b</tr><caption>题</caption></table>", "题 ¶ a⇥b"),
        ("<table><caption style='caption-side:bottom'>题</caption><tr><td>a<td>b</table>文", "a⇥b ¶ 题 ¶ 文"),
        ("<table style='caption-side:bottom'><caption>题</caption><tr><td>a<td>b</table>文", "a⇥b ¶ 题 ¶ 文"),
        ("<table><caption align=bottom>题</caption><tr><td>a<td>b</table>文", "a⇥b ¶ 题 ¶ 文"),
        (
            "<div style='display:table'><div style='display:table-row'><div style='display:table-cell'>a</div><div style='display:table-cell'>b</div></div></div>",
            "a⇥b",
        ),
        (
            "<div style='display:table'> <span style='display:table-cell'>a</span> <span style='display:table-cell'>b</span> </div>c",
            "a⇥b ¶ c",
        ),
        (
            "<div style='display:table'><div style='display:table-row'><p style='display:table-cell'>a</p><p style='display:table-cell'>b</p></div><div style='display:table-row'><p style='display:table-cell'>c</p><p style='display:table-cell'>d</p></div></div>",
            "a⇥b⏎c⇥d",
        ),
        (
            "<div style='display:table'><div style='display:table-cell'><p>a</p></div><div style='display:table-cell'><p>b</p></div></div>",
            "a ¶ b",
        ),
        ("<div style='display:table'><div style='display:table-cell'>a</div></div>b", "a ¶ b"),
    ]);
}

#[test]
fn controls_show_what_browsers_show() {
    judge(&[
        ("<input value=甲>", "甲"),
        ("<input type=TEXT placeholder=甲>", "甲"),
        ("<input type=unknown value=甲>", "甲"),
        ("<input type=hidden value=甲>乙", "乙"),
        ("<input type=HIDDEN value=甲>乙", "乙"),
        ("<input type=password value=甲>乙", "乙"),
        ("<input type=password placeholder=甲>", "甲"),
        ("<input type=submit value=甲>", "甲"),
        ("<input type=submit placeholder=甲>乙", "乙"),
        ("<input type=image alt=甲>", "甲"),
        ("<input type=file value=甲>乙", "乙"),
        ("<input type=text alt=甲>乙", "乙"),
        ("<meter value=0.7>七成</meter>", "七成"),
        ("<meter value=0.7></meter>", "70%"),
        ("<meter min=0 max=10 value=5></meter>", "50%"),
        ("<meter min=0 max=10 value=99></meter>", "100%"),
        ("<meter></meter>乙", "乙"),
        ("<progress value=1 max=4></progress>", "25%"),
        ("<progress></progress>乙", "乙"),
        ("<progress value=abc></progress>乙", "乙"),
        ("<time datetime=2021-01-01>元旦</time><time datetime=2021-01-02></time>", "元旦"),
        ("<data value=3>三</data>", "三"),
        ("<q cite=x>甲</q>", "“甲”"),
        ("<font size=7>甲</font>乙", "甲乙"),
        ("甲<br clear=all>乙", "甲⏎乙"),
        ("甲<wbr>乙", "甲\u{200b}乙"),
        ("<p>甲<hr align=left width=50% size=0>乙", "甲 ¶  ¶ 乙"),
    ]);
}
