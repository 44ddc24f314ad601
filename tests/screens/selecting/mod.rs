//! Selecting and copying: keys and pointer in, text out.

use std::ops::Range;

use inkstone::app::{CaretPosition, Notice, PointerKind, Selection, TextPoint, excerpt};
use inkstone::config::Release;
use inkstone::document::Anchor;
use inkstone::locale::Lang;
use proptest::prelude::*;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, cases, start};

/// The program with one article of this body open.
fn reading(body: &str, size: (u16, u16)) -> Program {
    let home = Home::empty();
    home.write("a.md", &article("题", 1, "类", body));
    let mut program = Program::new(home.source(), start(size, Lang::ChineseSimplified));
    program.keys("<CR>");
    program
}

fn place(block: u32, byte: u32) -> TextPoint {
    TextPoint { body: true, anchor: Anchor { block, byte } }
}

/// What is copied of a whole body.
fn copied_of(body: &str, columns: u16) -> String {
    let program = reading(body, (columns, 24));
    excerpt(program.model.reader().opened().unwrap(), place(0, 0), place(u32::MAX, 0))
}

#[test]
fn what_is_copied_of_each_element() {
    let long = "一份很长的段落用Rust写成，长到必须折行，折行之处不是它自己的。";
    let paragraphs = format!("<p>{long}</p><p>二<br>行</p>");
    for (body, expected) in [
        // Soft breaks are joined, inserted blanks left out; hard breaks and paragraphs stand.
        (paragraphs.as_str(), format!("{long}\n\n二\n行").as_str()),
        ("<h2>小标题</h2><p>文</p>", "小标题\n\n文"),
        // No marks of lists; tight items are lines.
        ("<ul><li>一</li><li>二<ol start=\"3\"><li>内</li></ol></li></ul>", "一\n二\n内"),
        ("- [x] 做了\n- [ ] 没做\n", "做了\n没做"),
        ("- 松\n\n- 散\n", "松\n\n散"),
        ("<dl><dt>词</dt><dd>义</dd></dl>", "词\n义"),
        // No bars.
        ("<blockquote><p>引</p><blockquote><p>引中引</p></blockquote></blockquote>", "引\n\n引中引"),
        // Code as it stands, indentation and blank lines included.
        ("<pre><code>fn main() {\n\n\tprintln!(\"你好\");\n}</code></pre>", "fn main() {\n\n\tprintln!(\"你好\");\n}"),
        ("<p>用<code>cargo</code>与<kbd>Ctrl</kbd></p>", "用cargo与Ctrl"),
        // Cells by tabs, rows by line breaks; a break within a cell is a blank.
        ("<table><tr><th>名</th><th>数</th></tr><tr><td>甲<br>乙</td><td>1</td></tr></table>", "名\t数\n甲 乙\t1"),
        // Readings without the parentheses that show them.
        ("<p><ruby>漢字<rt>かんじ</rt></ruby>完</p>", "漢字かんじ完"),
        // A rule and a picture without words leave no trace but the gap.
        ("<p>上</p><hr><p>下</p>", "上\n\n下"),
        ("<p>上</p><p><img src=\"https://a.example/b.png\"></p><p>下</p>", "上\n\n下"),
        ("<figure><img src=\"https://a.example/b.png\" alt=\"桥\"><figcaption>图一</figcaption></figure>", "桥\n图一"),
        ("<p>看<a href=\"https://a.example/\">这里</a>。</p>", "看这里。"),
        ("<details open><summary>要点</summary><p>内容</p></details>", "要点\n\n内容"),
    ] {
        for columns in [24, 40, 80] {
            assert_eq!(copied_of(body, columns), expected, "{body} at {columns}");
        }
    }
}

#[test]
fn a_hyphen_added_at_a_break_is_not_copied() {
    let text = "International communication requires extraordinary interoperability considerations everywhere and always, in all of our networks.";
    let mut program = reading(&format!("<p lang=\"en\">{text}</p>"), (30, 24));
    assert_eq!(
        program.rows(),
        [
            " 题",
            " 2021 年 3 月 1 日 | 王维",
            " 1 分钟",
            " 类",
            "",
            " International communication",
            " requires extraordinary",
            " interoperability considera-",
            " tions everywhere and always,",
            " in all of our networks.",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            "",
            " 文集               1/1  100%"
        ]
    );
    assert_eq!(program.keys("gvG$y").copied().lines().last(), Some(text));
}

#[test]
fn what_is_folded_away_is_not_copied() {
    let body = "<details open><summary>要点</summary><p>内容</p></details><p>后</p>";
    let mut program = reading(body, (80, 24));
    assert_eq!(program.keys("gvG$y").copied(), "题\n2021 年 3 月 1 日 | 王维 | 1 分钟\n类\n\n要点\n\n内容\n\n后");
    assert_eq!(program.keys("zagvG$y").copied(), "题\n2021 年 3 月 1 日 | 王维 | 1 分钟\n类\n\n要点\n\n后");
}

/// What keys select of a body, from its first glyph.
fn selected(body: &str, keys: &str) -> String {
    let mut program = reading(body, (40, 24));
    program.keys("v");
    program.model.set_selection(Selection::at(place(0, 0)));
    program.keys(keys).keys("y").copied()
}

#[test]
fn motions() {
    let body = "<p>甲乙丙，foo_1 bar。丁</p><p>戊己</p><p>庚</p>";
    for (keys, expected) in [
        ("", "甲"),
        ("l", "甲乙"),
        ("2l", "甲乙丙"),
        ("llh", "甲乙"),
        ("w", "甲乙丙，"),
        ("2w", "甲乙丙，f"),
        ("3w", "甲乙丙，foo_1 b"),
        ("e", "甲乙丙"),
        ("3e", "甲乙丙，foo_1"),
        ("4wb", "甲乙丙，foo_1 b"),
        ("$", "甲乙丙，foo_1 bar。丁"),
        ("$0", "甲"),
        ("lj", "甲乙丙，foo_1 bar。丁\n\n戊己"),
        ("$2j", "甲乙丙，foo_1 bar。丁\n\n戊己\n\n庚"),
        ("}", "甲乙丙，foo_1 bar。丁\n\n戊"),
        ("}l{", "甲乙丙，foo_1 bar。丁\n\n戊"),
        ("}l{{", "甲"),
        ("G", "甲乙丙，foo_1 bar。丁\n\n戊己\n\n庚"),
        // The right edge of a line leads to the next.
        ("$l", "甲乙丙，foo_1 bar。丁\n\n戊"),
        // The other end moves.
        ("lllohl", "甲乙丙，"),
        ("lllolh", "甲乙丙，"),
        ("lllol", "乙丙，"),
        ("V", "甲乙丙，foo_1 bar。丁"),
        ("Vj", "甲乙丙，foo_1 bar。丁\n\n戊己"),
        ("Vv", "甲"),
        ("/己<CR>", "甲乙丙，foo_1 bar。丁\n\n戊己"),
        ("/foo<CR>h", "甲乙丙，"),
    ] {
        assert_eq!(selected(body, keys), expected, "{keys}");
    }
}

#[test]
fn in_tables_and_code() {
    let table =
        "<table><tr><th>名</th><th>数</th></tr><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>";
    assert_eq!(selected(table, "l"), "名\t数");
    assert_eq!(selected(table, "V"), "名\t数");
    assert_eq!(selected(table, "jVj"), "名\t数\n甲\t1\n乙\t2");
    let code = "<pre><code>let a = 1;\n    let b = 2;\n</code></pre>";
    assert_eq!(selected(code, "V"), "let a = 1;");
    assert_eq!(selected(code, "j$"), "let a = 1;\n    let b = 2;");
}

#[test]
fn keys_of_the_mode() {
    let mut program = reading("<p>甲乙丙</p>", (80, 24));
    assert_eq!((program.keys("v").copied(), program.model.is_selecting()), (String::new(), true));
    program.keys("<Esc>");
    assert!(!program.model.is_selecting());
    program.keys("v").keys("q");
    assert!(!program.model.is_selecting());
    assert_eq!(program.reading(), "题");
    program.keys("vv");
    assert!(!program.model.is_selecting());
    // Who goes elsewhere leaves the mode.
    program.keys("v<Tab>");
    assert!(!program.model.is_selecting());
}

#[test]
fn it_begins_at_the_link_or_match_of_interest() {
    let body = "<p>甲乙丙<a href=\"#x\">链接</a>丁</p><p>鲸鱼</p>";
    assert_eq!(reading(body, (80, 24)).keys(".vy").copied(), "链");
    assert_eq!(reading(body, (80, 24)).keys("/鲸鱼<CR>vly").copied(), "鲸鱼");
    assert_eq!(reading(body, (80, 24)).keys("vy").copied(), "题");
}

#[test]
fn it_survives_other_widths() {
    let text = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。";
    let body = format!("<p>{}</p>", text.repeat(8));
    let home = Home::empty();
    home.write("a.md", &article("题", 1, "类", &body));
    let mut program = Program::new(home.source(), start((80, 24), Lang::ChineseSimplified));
    program.keys("<CR>v");
    program.model.set_selection(Selection::between(place(0, 30), place(0, 600)));
    let before = program.model.selected_text();
    let mut carets = Vec::new();
    for (columns, rows) in [(40, 12), (120, 40), (24, 6), (80, 24)] {
        program.resize(columns, rows);
        carets.push(program.caret());
        assert_eq!(program.model.selected_text(), before, "{columns}");
    }
    assert_eq!(carets, [Some((27, 10)), Some((50, 10)), Some((15, 4)), Some((19, 9))]);
}

#[test]
fn the_pointer_selects_and_copies() {
    let body = "<p>甲乙丙，丁戊<a href=\"#end\">己</a></p><p>庚辛<br>壬癸</p><p id=\"end\">完</p>";
    let mut program = reading(body, (40, 24));
    let screen = program.screen();
    let row = screen.lines().skip(1).position(|line| line.contains("甲乙丙")).unwrap() as u16;
    let left = 1;
    // A drag copies on release and shows what it copied until the next key.
    let drag = |program: &mut Program, from: (u16, u16), to: (u16, u16)| {
        program.screen();
        program.clock += 1000;
        program.point(PointerKind::Press, from.0, from.1);
        program.point(PointerKind::Drag, to.0, to.1);
        program.point(PointerKind::Release, to.0, to.1);
    };
    drag(&mut program, (left, row), (left + 5, row));
    assert_eq!(program.copied(), "甲乙丙");
    assert_eq!(program.model.selected_text().as_deref(), Some("甲乙丙"));
    assert!(!program.model.is_selecting());
    program.keys("j");
    assert_eq!(program.model.selected_text(), None);
    // Backwards, and over the end of a line.
    drag(&mut program, (left + 2, row + 2), (left + 30, row));
    assert_eq!(program.copied(), "己\n\n庚辛");
    // Twice a word, three times a paragraph, a fourth time starts again.
    for (times, expected) in [(2, "甲乙丙"), (3, "甲乙丙，丁戊己"), (4, "甲乙丙，丁戊己")] {
        program.clock += 1000;
        for _ in 0..times {
            program.clock += 100;
            program.screen();
            program.point(PointerKind::Press, left + 2, row);
            program.point(PointerKind::Release, left + 2, row);
        }
        assert_eq!(program.copied(), expected);
    }
    program.clock += 1000;
    for _ in 0..3 {
        program.point(PointerKind::Press, left, row + 3);
        program.point(PointerKind::Release, left, row + 3);
    }
    assert_eq!(program.copied(), "庚辛\n壬癸");
    // Slowly, it is a click each.
    let copies = program.asked.len();
    program.click(left, row);
    program.click(left, row);
    assert_eq!(program.asked.len(), copies);
    // A click follows a link, but a drag that begins on one selects it.
    drag(&mut program, (left + 12, row), (left + 8, row));
    assert_eq!(program.copied(), "丁戊己");
    program.keys("<C-o>");
    assert_eq!(program.model.notice(), Some(&Notice::Done("已到历史记录的开头".into())));
    program.click(left + 12, row);
    program.keys("<C-o>");
    assert_eq!(program.model.notice(), None);
}

#[test]
fn the_pointer_may_keep_its_selection() {
    let home = Home::empty();
    home.write("a.md", &article("题", 1, "类", "<p>甲乙丙丁</p>"));
    let mut wish = start((40, 12), Lang::ChineseSimplified);
    wish.config.release = Release::Keep;
    let mut program = Program::new(home.source(), wish);
    program.keys("<CR>");
    program.screen();
    program.point(PointerKind::Press, 1, 0);
    program.point(PointerKind::Drag, 1, 4);
    program.point(PointerKind::Release, 1, 4);
    assert!(program.model.is_selecting());
    assert_eq!(program.copied(), "");
    let kept = program.model.selected_text().unwrap();
    assert_eq!(program.keys("y").copied(), kept);
}

#[test]
fn held_beyond_the_text_it_scrolls() {
    let home = Home::full();
    let mut program = Program::new(home.source(), start((40, 12), Lang::ChineseSimplified));
    program.keys("/长卷<CR><CR>");
    program.screen();
    program.point(PointerKind::Press, 3, 4);
    program.point(PointerKind::Drag, 3, 11);
    assert_eq!(program.model.reader().top(), 1);
    for _ in 0..5 {
        program.rest();
    }
    assert_eq!(program.model.reader().top(), 6);
    program.point(PointerKind::Drag, 3, 6);
    program.rest();
    assert_eq!(program.model.reader().top(), 6);
    program.point(PointerKind::Release, 3, 6);
    assert_eq!(
        program.copied(),
        "卷1\n\n【01】天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。\n\n【0"
    );
    program.screen();
    program.clock += 1000;
    program.point(PointerKind::Press, 3, 4);
    program.point(PointerKind::Drag, 3, 0);
    program.rest();
    assert_eq!(program.model.reader().top(), 4);
}

#[test]
fn screens() {
    let body = "<p>天地玄黄，宇宙洪荒。用Rust写，<strong>日月盈昃</strong>，辰宿列张。寒来暑往，秋收冬藏。</p>\
        <blockquote><p>引用的话，一句一句说下去，直到它长得必须折行。</p></blockquote>\
        <table><tr><th>名</th><th>数</th></tr><tr><td>甲</td><td>1</td></tr></table>";
    let screens: Vec<String> =
        [(40, 16), (80, 16), (120, 16)].map(|size| reading(body, size).keys("v4j3l").styled()).into();
    insta::assert_snapshot!("selecting", screens.join("\n"));
    let mut program = reading(body, (40, 16));
    insta::assert_snapshot!("selecting-lines", program.keys("4jVj").styled());
}

/// Bodies of every element, in any order.
fn bodies() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "<h2>小标题，字很多，多到四十格里也放不下这一行</h2>",
        "<p>一份很长的段落用Rust写成，长到必须折行，折行之处 不是它自己的 and words，「引文」……</p>",
        "<ul><li>一<ul><li>内，更内，最内</li></ul></li><li>二</li></ul>",
        "<ol><li><p>甲</p><p>乙</p></li><li>丙</li></ol>",
        "<blockquote><p>引用的话，一句一句说下去，直到它长得必须折行，看竖线。</p></blockquote>",
        "<pre><code>fn main() {\n\n\tprintln!(\"你好，世界，很长的一行，长到必须折行才行\");\n}</code></pre>",
        "<table><tr><th>名字</th><th>数</th></tr><tr><td>甲<br>乙</td><td>一二三四五六七八九十</td></tr><tr><td>丙</td><td>2</td></tr></table>",
        "<table><tr><th>甲</th><th>乙</th><th>丙</th><th>丁</th><th>戊</th></tr><tr><td>一二三四五六</td><td>一二三四五六</td><td>一二三四五六</td><td>一二三四五六</td><td>一二三四五六</td></tr></table>",
        "<p><ruby>漢字<rt>かんじ</rt></ruby>と<ruby>東京<rt>とうきょう</rt></ruby>、<sup>2</sup>。</p>",
        "<hr>",
        "<figure><img src=\"https://a.example/b.png\" alt=\"桥，很长的说明，长到必须折行\"><figcaption>图</figcaption></figure>",
        "<details><summary>要点</summary><p>内容</p></details>",
        "<p>extraordinary inter\u{ad}oper\u{ad}ability e\u{301}e\u{301} 👨‍👩‍👧 considerations</p>",
        "<dl><dt>词</dt><dd>义</dd></dl>",
    ];
    proptest::collection::vec(proptest::sample::select(PIECES), 1..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(cases(64))]

    /// What is copied is what is lit: the text of every glyph that is lit, each once, in the order of the text, and
    /// besides it only white space and what shows nothing.
    #[test]
    fn what_is_copied_is_what_is_lit(
        body in bodies(),
        columns in 24..100_u16,
        ends in (0..400_usize, 0..400_usize),
    ) {
        let program = reading(&body, (columns, 24));
        let opened = program.model.reader().opened().unwrap();
        let view = opened.view();
        let positions: Vec<_> = (0..view.height()).flat_map(|row| view.caret_positions(row)).collect();
        let [fixed, cursor] = [ends.0, ends.1].map(|end| positions[end % positions.len()].start);
        let selection = Selection::between(fixed, cursor);
        let (from, to) = selection.range(opened);
        let is_lit = |position: &&CaretPosition| from <= position.start && position.start < to;
        let mut lit: Vec<_> = positions.iter().filter(is_lit).collect();
        lit.sort_by_key(|position| position.start);
        for pair in lit.windows(2) {
            prop_assert!(pair[0].after() <= pair[1].start, "no byte is shown twice");
        }
        let text = |range: Range<TextPoint>| {
            let text = opened.document_of(range.start).blocks[range.start.anchor.block as usize].text();
            text[range.start.anchor.byte as usize..range.end.anchor.byte as usize].to_owned()
        };
        let expected: String = lit.iter().map(|position| text(position.start..position.after())).collect();
        // Line ends drop the separators of a byline, like white space.
        let shows = |c: &char| !c.is_whitespace() && !matches!(c, '\u{ad}' | '|');
        let bare = |text: &str| text.chars().filter(shows).collect::<String>();
        prop_assert_eq!(bare(&excerpt(opened, from, to)), bare(&expected));
    }
}
