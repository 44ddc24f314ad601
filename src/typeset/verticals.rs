//! What must hold for vertical text: a table of small texts, and properties of every text at every height.

use proptest::prelude::*;

use crate::document::{Block, BlockKind, BodyKind, Document, Inline};
use crate::text::{Ambiguous, Clean, Language, Profile, clusters};
use crate::typeset::blocks::compose::prepare_all;
use crate::typeset::lines::line::Line;
use crate::typeset::page::{LineView, Page, compose_blocks};
use crate::typeset::properties::{CHINESE, is_bad_end, is_bad_start, page, shown_bytes};
use crate::typeset::text::options::{Fill, Hang, Headings, Leading, Options, Ruby};
use crate::typeset::text::pictures::PictureSpace;
use crate::typeset::text::setting::Setting;
use crate::typeset::text::substitution::Punctuation;
use crate::typeset::text::writing::{Latin, Writing};

fn setting(rows: u16, options: Options) -> Setting {
    let options = Options { writing: Writing::Vertical, rows, ..options };
    Setting {
        width: 40,
        options,
        profile: Profile::default(),
        room: 0,
        folded: Vec::new(),
        pictures: PictureSpace::default(),
    }
}

/// The rows of a line as they are on the screen, joined by `|`.
fn shown(view: &LineView<'_>, profile: Profile) -> String {
    let stride = view.line.stride.max(1);
    let end = view.runs.last().map_or(0, |run| run.column + run.cells);
    let mut rows = vec![String::new(); usize::from(end.div_ceil(stride))];
    for run in view.runs {
        let mut column = run.column;
        for (_, cluster) in clusters(view.shown(run)) {
            let row = &mut rows[usize::from(column / stride)];
            let blanks = usize::from(column % stride).saturating_sub(profile.width(row));
            row.push_str(&" ".repeat(blanks));
            row.push_str(cluster);
            column += u16::from(profile.cluster(cluster));
        }
    }
    rows.iter().map(|row| row.trim_end()).collect::<Vec<_>>().join("|")
}

fn lines_of(body: &str, kind: BodyKind, setting: &Setting, language: Language) -> Vec<String> {
    let document = crate::document::read(body, kind).0;
    let page = Page::of(&document, setting, language);
    (0..page.height()).filter_map(|row| page.row(row)).map(|view| shown(&view, setting.profile)).collect()
}

/// The lines of a paragraph; each character is a row, but for those in brackets, which share one.
fn paragraph(text: &str, rows: u16, language: Language) -> Vec<String> {
    lines_of(&format!("<p>{text}"), BodyKind::Html, &setting(rows, Options::default()), language)
}

#[test]
fn characters_of_a_line() {
    let hans = Language::ChineseSimplified;
    let mut wrong = Vec::new();
    for (text, language, expected) in [
        ("春眠不觉晓，处处闻啼鸟。", hans, "春|眠|不|觉|晓|︐|处|处|闻|啼|鸟|︒"),
        ("春眠不覺曉，處處聞啼鳥。", Language::ChineseTraditional, "春|眠|不|覺|曉|，|處|處|聞|啼|鳥|。"),
        ("「ラーメン」を、", Language::Japanese, "﹁|ラ|｜|メ|ン|﹂|を|︑"),
        ("在 12 月 3 日", hans, "在|12|月|３|日"),
        ("1987 年 10 月", hans, "１|９|８|７|年|10|月"),
        ("约 3.14 与 12.5 和 10% 于 12:30", hans, "约|３|．|１|４|与|１|２|．|５|和|10|％|于|１|２|：|３|０"),
        ("用 Rust 写", hans, "用|Ｒ|ｕ|ｓ|ｔ|写"),
        ("用 Visual C 写", hans, "用|Ｖ|ｉ|ｓ|ｕ|ａ|ｌ||Ｃ|写"),
        ("真的!! 吗?! 啊!!!", hans, "真|的|︕|︕|吗|︖|︕|啊|︕|︕|︕"),
        ("他说：“‘山’远。”——……", hans, "他|说|︓|﹃|﹁|山|﹂|远|︒|﹄|︱|︱|︙|︙"),
        ("（一）[二]{三}<b>四</b>A-B_c~", hans, "︵|一|︶|﹇|二|﹈|︷|三|︸|四|Ａ|－|Ｂ|＿|ｃ|～"),
        ("τ=0 与 a+b=c，x<y 甲=乙", hans, "τ|＝|０|与|ａ|＋|ｂ|＝|ｃ|︐|ｘ|＜|ｙ|甲|‖|乙"),
        ("在 ~/.zshrc 中 3~5 天好~", hans, "在|～|／|．|ｚ|ｓ|ｈ|ｒ|ｃ|中|３|︴|５|天|好|︴"),
        (
            "甲&lt;乙丙>丁 &lt;b> a &lt; b &lt;甲 乙> &lt; 甲>",
            hans,
            "甲|︿|乙|丙|﹀|丁|︿|ｂ|﹀||ａ||＜||ｂ||︿|甲||乙|﹀||＜||甲|＞",
        ),
        ("甲......乙... a...b ....丁", hans, "甲|︙|︙|乙|︙|︙||ａ|．|．|．|ｂ||．|．|．|．|丁"),
        (
            "Adam (甲)与 Adam （乙） c 日付: 2014, b (c) d",
            hans,
            "Ａ|ｄ|ａ|ｍ|︵|甲|︶|与|Ａ|ｄ|ａ|ｍ|︵|乙|︶|ｃ|日|付|︓|２|０|１|４|︐|ｂ|︵|ｃ|︶|ｄ",
        ),
        ("甲乙 don’t é я", hans, "甲|乙|ｄ|ｏ|ｎ|＇|ｔ||é||я"),
        ("甲 乙", hans, "甲||乙"),
        ("驚!! 何?! ああ!!!", Language::Japanese, "驚|!!||何|?!||あ|あ|！|！|！"),
        ("甲<sup>2</sup>乙", hans, "甲| ²|乙"),
        ("<ruby>東京<rt>とうきょう</rt></ruby>へ", Language::Japanese, "東|京|︵|と|う|き|ょ|う|︶|へ"),
        ("甲<sup>12</sup>乙 m<sup>2</sup> 丙 H<sub>2</sub>O 10<sup>6</sup>", hans, "甲|¹²|乙|m²|丙|H₂|Ｏ||10| ⁶"),
        ("甲：乙；丙？丁！A:B", hans, "甲|︓|乙|︔|丙|︖|丁|︕|Ａ|：|Ｂ"),
        ("甲：乙；丙？丁！", Language::ChineseTraditional, "甲|：|乙|；|丙|？|丁|！"),
        ("甲：乙；丙？丁！", Language::Japanese, "甲|︓|乙|；|丙|？|丁|！"),
        ("\"해야\" 한다, 네.", Language::Korean, "＂|해|야|＂||한|다|︑||네|︒"),
        (
            "요약: Rust 3.14 (네.) 2020. 1.",
            Language::Korean,
            "요|약|：||Ｒ|ｕ|ｓ|ｔ||３|．|１|４||︵|네|︒|︶||２|０|２|０|．||１|．",
        ),
        (
            "Wi-Fi 与 -f 和 1990-2000 年，3–5 次 −2 度",
            hans,
            "Ｗ|ｉ|－|Ｆ|ｉ|与|－|ｆ|和|１|９|９|０|︱|２|０|０|０|年|︐|３|︱|５|次|－|２|度",
        ),
        ("于 2020-01-02 中文-英文", hans, "于|２|０|２|０|－|０|１|－|０|２|中|文|︱|英|文"),
        ("编程 / Huli / 甲 25 ℃与", hans, "编|程||／||Ｈ|ｕ|ｌ|ｉ||／||甲|25|℃|与"),
        ("甲🍣乙👨‍👩‍👧丙", hans, "甲|🍣|乙|👨‍👩‍👧|丙"),
    ] {
        let got = paragraph(text, 40, language);
        if got != [expected] {
            wrong.push(format!("{text}\n  want {expected}\n  got  {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let written = Options { punctuation: Punctuation::AsWritten, ..Options::default() };
    let lines = lines_of("<p>甲......乙... a...b 丙....", BodyKind::Html, &setting(40, written), hans);
    assert_eq!(lines, ["甲|︙|︙|乙|︙||ａ|．|．|．|ｂ|丙|．|．|．|．"]);
    let half = Options { latin: Latin::HalfWidth, ..Options::default() };
    let lines = lines_of("<p>用 Rust 1987 年", BodyKind::Html, &setting(40, half), hans);
    assert_eq!(lines, ["用|R|u|s|t||1|9|8|7|年"]);
}

#[test]
fn lines_keep_the_rules_of_horizontal_ones() {
    let hans = Language::ChineseSimplified;
    let mut wrong = Vec::new();
    for (text, rows, expected) in [
        ("一二三四，五六", 4, &["一|二|三", "四|︐|五|六"][..]),
        ("一二三（四五六", 4, &["一|二|三", "︵|四|五|六"]),
        ("一二三四 12 月", 5, &["一|二|三", "四|12|月"]),
        ("一二三四 Rust", 6, &["一|二|三|四", "Ｒ|ｕ|ｓ|ｔ"]),
        ("一二", 2, &["一|二"]),
        ("（12）", 2, &["︵|12", "︶"]),
        ("一二<br>三", 4, &["一|二", "三"]),
    ] {
        let got = paragraph(text, rows, hans);
        if got != expected {
            wrong.push(format!("{text}\n  want {expected:?}\n  got  {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn blocks_in_their_vertical_form() {
    let plain = Options { headings: Headings::Plain, ..Options::default() };
    let of = |body: &str, options: &Options| {
        lines_of(body, BodyKind::Html, &setting(8, options.clone()), Language::ChineseSimplified)
    };
    let mut wrong = Vec::new();
    for (body, expected) in [
        ("<blockquote>一二三四五六七八九</blockquote>", &["▔▔|一|二|三|四|五|六", "▔▔|七|八|九"][..]),
        ("<ul><li>一<li>二</ul>", &["•|一", "•|二"]),
        ("<ol start=9><li>一<li>二</ol>", &["９||一", "10||二"]),
        ("<ul><li><input type=checkbox checked>一</ul>", &["☑|一"]),
        ("<dl><dt>一<dd>二</dl>", &["一", "||二"]),
        ("<p>一<p>二", &["一", "", "二"]),
        ("<p>一<hr>", &["一", "", " │| │| │| │| │| │| │| │"]),
        ("<p align=center>一二三", &["||一|二|三"]),
        ("<h2>一二</h2>", &["一|二"]),
        ("<pre>a b\nc</pre>", &["a b|c", ""]),
        ("<p>一<pre>abcdefg</pre>", &["一", "", "abcdefg", "", ""]),
        ("<p>一二三<p>Some words that stay", &["一|二|三", "", "Some words that stay", "", "", "", "", "", ""]),
        ("<p>一二三<p dir=rtl>שלום עולם", &["一|二|三", "", "שלום עולם", "", "", ""]),
        (
            "<p>一<ul><li>甲是 a language of its own<li>乙丙丁戊己庚辛</ul>",
            &[
                "一",
                "",
                "•|甲|是|ａ",
                "|ｌ|ａ|ｎ|ｇ|ｕ|ａ",
                "|ｇ|ｅ||ｏ|ｆ",
                "|ｉ|ｔ|ｓ||ｏ|ｗ|ｎ",
                "•|乙|丙|丁|戊|己|庚|辛",
            ],
        ),
    ] {
        let got = of(body, &plain);
        if got != expected {
            wrong.push(format!("{body}\n  want {expected:?}\n  got  {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let rules = of("<h1>一二</h1><h2>三</h2><h3>四</h3>", &Options::default());
    assert_eq!(rules, ["一|二", " ║| ║", "", "三", " │", "", "›|四"]);
    // A box higher than a line goes on beside itself.
    assert_eq!(of("<pre>a\nb\nc\nd\ne\nf\ng\nh\ni", &plain), ["a|b|c|d|e|f|g|h", "i"]);
    let above = Options { ruby: Ruby::Above, ..plain };
    let ruby = "<p><ruby>東京<rt>とうきょう</rt></ruby>へ";
    assert_eq!(
        lines_of(ruby, BodyKind::Html, &setting(40, above.clone()), Language::Japanese),
        ["と|う|き|ょ|う", "|東|京|||へ"]
    );
    let narrow =
        lines_of("<p><ruby>砚<rt>yàn</rt></ruby>台", BodyKind::Html, &setting(40, above), Language::ChineseSimplified);
    assert_eq!(narrow, ["砚|︵|ｙ|à|ｎ|︶|台"]);
}

#[test]
fn an_article_with_hardly_any_east_asian_text_is_horizontal() {
    for (body, language, is_vertical) in [
        ("<p>Some words that stay as they are", Language::Other, false),
        ("<p>Some words that stay as they 是", Language::Other, false),
        ("<p>Some words <p>一二三", Language::Other, true),
        ("<p dir=rtl>שלום עולם", Language::Other, false),
        ("<p>한국어", Language::English, true),
        // Code does not count.
        ("<p>一<pre>let something = long;\nlet another = longer;</pre>", Language::Other, true),
        // Without letters, the language decides.
        ("<p>1, 2, 3", Language::Japanese, true),
        ("<p>1, 2, 3", Language::English, false),
    ] {
        let document = crate::document::read(body, BodyKind::Html).0;
        let page = Page::of(&document, &setting(8, Options::default()), language);
        let mut strides = (0..page.height()).filter_map(|row| page.row(row)).map(|view| view.line.stride);
        assert_eq!(strides.all(|stride| stride > 0), is_vertical, "{body}");
    }
}

fn any_setting(rows: u16, width: u16, switches: u8) -> Setting {
    let has = |bit: u8| switches & (1 << bit) != 0;
    let options = Options {
        fill: if has(0) { Fill::Greedy } else { Fill::Optimal },
        hang: if has(1) { Hang::On } else { Hang::Off },
        justify: has(2),
        ruby: if has(3) { Ruby::Above } else { Ruby::Inline },
        leading: if has(4) { Leading::One } else { Leading::None },
        latin: if has(5) { Latin::HalfWidth } else { Latin::FullWidth },
        ..Options::default()
    };
    let sizes = std::sync::Arc::new([(Clean::line("a.png"), Some((300, 200)))].into());
    let pictures = PictureSpace { rows: if has(6) { 9.min(rows) } else { 0 }, sizes, ..PictureSpace::default() };
    let profile = Profile::of(if has(7) { Ambiguous::Wide } else { Ambiguous::Narrow });
    Setting { width, profile, pictures, ..setting(rows, options) }
}

/// A Chinese page that is vertical whatever it has.
fn vertical_page(document: Document, setting: &Setting) -> Page {
    let document = std::sync::Arc::new(document);
    let prepared = prepare_all(&document, &setting.options, setting.profile, Language::ChineseSimplified);
    Page::compose(&prepared, setting)
}

/// Every glyph within the rows of its line, none across two rows or over another.
fn check(line: &Line, view: &LineView<'_>, setting: &Setting) {
    let (stride, rows) = (line.stride, setting.options.rows);
    assert!(stride >= 2, "{line:?}");
    let hang = if setting.options.hang == Hang::On && stride == 2 { 2 } else { 0 };
    let mut end = 0;
    for run in view.runs {
        let shown = view.shown(run);
        assert_eq!(usize::from(run.cells), setting.profile.width(shown), "{shown:?}");
        assert!(run.column >= end, "{:?}", view.runs);
        let mut column = run.column;
        for (_, cluster) in clusters(shown) {
            let width = u16::from(setting.profile.cluster(cluster));
            assert!(width == 0 || column / stride == (column + width - 1) / stride, "{cluster:?} {:?}", view.runs);
            column += width;
        }
        end = column;
    }
    assert!(end <= rows.saturating_mul(stride) + hang, "{end} of {rows}: {:?}", view.runs);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    /// The page of any body at any height: nothing is lost, nothing is longer than a line, rows follow the text, and a page
    /// composed in parts is the same.
    #[test]
    fn any_page_shows_its_text_once(body in page(), rows in 2_u16..=60, width in 2_u16..=100, switches in any::<u8>()) {
        let document = std::sync::Arc::new(crate::document::read(&body, BodyKind::Html).0);
        let setting = any_setting(rows, width, switches);
        let prepared = prepare_all(&document, &setting.options, setting.profile, Language::Other);
        for (number, block) in document.blocks.iter().enumerate() {
            let composed = compose_blocks(&prepared, &setting, number..number + 1);
            shown_bytes(&composed[0].1, block.text());
        }
        let page = Page::compose(&prepared, &setting);
        for view in (0..page.height()).filter_map(|row| page.row(row)) {
            check(view.line, &view, &setting);
        }
        let anchors: Vec<_> = (0..page.height()).map(|row| page.anchor_of(row)).collect();
        prop_assert!(anchors.is_sorted(), "{:?}", anchors);
        for (row, anchor) in anchors.iter().enumerate() {
            prop_assert!(page.row_of(*anchor) <= row || page.row(row).is_some_and(|view| view.line.source.is_empty()));
        }
    }

    #[test]
    fn chinese_at_any_height(text in CHINESE, rows in 2_u16..=45, switches in any::<u8>()) {
        let block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(&text)));
        let document = Document { blocks: vec![block], ..Document::default() };
        let setting = any_setting(rows, 60, switches);
        let page = vertical_page(document.clone(), &setting);
        for view in (0..page.height()).filter_map(|row| page.row(row)) {
            check(view.line, &view, &setting);
        }
    }

    /// No line begins with a mark that closes or ends with one that opens.
    #[test]
    fn kinsoku(parts in prop::collection::vec(("[一二三四五六七八九十]{1,8}|[a-z]{1,4}|[0-9]{1,4}", "[，。、；：？！]|”|，“|（|）|《|》，|「|」。|……|——| |·|。）"), 1..40),
               rows in 8_u16..=45, switches in any::<u8>()) {
        let text: String = parts.iter().map(|(word, mark)| format!("{word}{mark}")).collect();
        let block = Block::new(BlockKind::Paragraph, Inline::plain(Clean::text(&format!("一一一一一一{}", text.trim()))));
        let document = Document { blocks: vec![block], ..Document::default() };
        let setting = any_setting(rows, 60, switches & 0b0011_1111);
        let page = vertical_page(document.clone(), &setting);
        let written = |view: LineView<'_>| {
            document.blocks[0].text().get(view.line.source.start as usize..view.line.source.end as usize).unwrap_or("").to_owned()
        };
        let lines: Vec<String> = (0..page.height()).filter_map(|row| page.row(row)).filter(|view| view.line.stride == 2).map(written).collect();
        for pair in lines.windows(2) {
            prop_assert!(!pair[1].starts_with(is_bad_start), "{:?}", lines);
            prop_assert!(!pair[0].trim_end().ends_with(is_bad_end), "{:?}", lines);
        }
    }
}
