//! Vertical writing: lines from right to left, searched, selected and clicked as horizontal ones are.

use inkstone::app::PointerKind;
use inkstone::locale::Lang;
use inkstone::typeset::{Ruby, Writing};

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

const BODY: &str = "<p>“今天要在 6 小时内走完 12 公里，”他说：“‘山路’很难走。”于是我们带上了 TensorFlow 的书（第 10 版），出发了……</p>\
    <h2>走路</h2><blockquote><p>春眠不觉晓，处处闻啼鸟。夜来风雨声，花落知多少。</p></blockquote>\
    <ul><li>第一项，参见<a href=\"https://example.com\">链接</a>。<li>第二项，一句一句说下去，直到它长得必须折行，再说一句。</ul>\
    <ol start=9><li>九<li>十</ol>\
    <pre><code>fn main() {\n    println!(\"hello\");\n}</code></pre>\
    <table><tr><th>名</th><th>数</th></tr><tr><td>甲</td><td>1</td></tr></table>\
    <p>An English paragraph stays horizontal, because its letters would lie on their side.</p>\
    <hr><p><ruby>東京<rt>とうきょう</rt></ruby>へ行く。ラーメン。</p>";

fn vertical(size: (u16, u16), ruby: Ruby) -> (Program, Home) {
    let home = Home::empty();
    home.write("a.md", &article("竖排的试验", 1, "类", BODY));
    let mut wish = start(size, Lang::ChineseSimplified);
    wish.config.typography.writing = Writing::Vertical;
    wish.config.typography.ruby = ruby;
    let mut program = Program::new(home.source(), wish);
    program.keys("<CR>");
    (program, home)
}

#[test]
fn pages() {
    let mut screens = Vec::new();
    for size in crate::SIZES {
        for keys in ["", " ", "G"] {
            let (mut program, _home) = vertical(size, Ruby::Above);
            screens.push(format!("{keys:?}\n{}", program.keys(keys).screen()));
        }
    }
    insta::assert_snapshot!("vertical", screens.join("\n"));
}

#[test]
fn matches_labels_and_selection() {
    let mut screens = Vec::new();
    for keys in ["/他说<CR>", "/hello<CR>", "f", "/公里<CR>vjjhy", "/公里<CR>vhl"] {
        let (mut program, _home) = vertical((80, 20), Ruby::Inline);
        screens.push(format!("{keys:?}\n{}", program.keys(keys).styled()));
    }
    insta::assert_snapshot!("vertical-styled", screens.join("\n"));
}

#[test]
fn the_place_stays_when_the_writing_changes() {
    let (mut program, _home) = vertical((60, 16), Ruby::Inline);
    program.keys("20j");
    let spot = program.model.reader().spot();
    assert!(program.model.reader().top() > 0);
    for keys in ["W", "W", "Z", "W"] {
        program.keys(keys);
        assert_eq!(program.model.reader().spot(), spot, "{keys}");
    }
    program.keys("W");
    for size in [(120, 40), (40, 12), (60, 16)] {
        program.resize(size.0, size.1);
        assert_eq!(program.model.reader().spot(), spot, "{size:?}");
    }
}

#[test]
fn scrolling_goes_to_the_left() {
    let (mut program, _home) = vertical((60, 16), Ruby::Inline);
    let top = |program: &mut Program, keys: &str| program.keys(keys).model.reader().top();
    assert_eq!(top(&mut program, "j"), 1);
    assert_eq!(top(&mut program, "h"), 2);
    assert_eq!(top(&mut program, "<Left>"), 3);
    assert_eq!(top(&mut program, "l"), 2);
    assert_eq!(top(&mut program, "<Right>k"), 0);
    // 56 cells beside the margins are 19 lines; a page keeps two of them.
    assert_eq!(program.model.reader_rows(), 19);
    assert_eq!(top(&mut program, " "), 17);
    assert_eq!(top(&mut program, "b"), 0);
    let last = program.model.reader().last_top(program.model.extent());
    assert_eq!(top(&mut program, "G"), last);
    assert_eq!(program.model.reader().percent(program.model.extent()), 100);
    assert_eq!(top(&mut program, "g"), 0);
    program.screen();
    program.point(PointerKind::WheelDown, 30, 5);
    assert_eq!(program.model.reader().top(), 3);
    // In horizontal writing `h` leaves the article.
    program.keys("Wh");
    assert_eq!(program.model.focus(), inkstone::app::Focus::List);
}

#[test]
fn what_is_selected_is_the_text_in_order() {
    for (keys, expected) in [
        ("/今天<CR>vjjjjy", "今天要在 6"),
        ("/今天<CR>v$y", "今天要在 6 小时内"),
        (
            "/他说<CR>Vy",
            "“今天要在 6 小时内走完 12 公里，”他说：“‘山路’很难走。”于是我们带上了 TensorFlow 的书（第 10 版），出发了……",
        ),
        ("/println<CR>vey", "println"),
        ("/春眠<CR>v4ly", "ensorFlow 的书（第 10 版），出发了……\n\n走路\n\n春"),
    ] {
        let (mut program, _home) = vertical((80, 14), Ruby::Inline);
        assert_eq!(program.keys(keys).copied(), expected, "{keys}");
    }
}

#[test]
fn the_pointer_finds_what_it_is_over() {
    let (mut program, _home) = vertical((80, 20), Ruby::Inline);
    program.screen();
    let place = |program: &mut Program, text: &str| {
        let screen = program.buffer();
        let area = screen.area;
        let mut cells = (area.top()..area.bottom()).flat_map(|y| (area.left()..area.right()).map(move |x| (x, y)));
        cells.rfind(|at| screen[*at].symbol() == text).unwrap()
    };
    let (from, to) = (place(&mut program, "公"), place(&mut program, "里"));
    assert_eq!(from.0, to.0);
    program.point(PointerKind::Press, from.0, from.1);
    program.point(PointerKind::Drag, to.0 + 1, to.1);
    program.point(PointerKind::Release, to.0 + 1, to.1);
    assert_eq!(program.copied(), "公里");
    program.clock += 1000;
    // Held beyond the left edge, the text goes on.
    program.point(PointerKind::Press, from.0, from.1);
    program.point(PointerKind::Drag, 0, 5);
    program.rest();
    assert!(program.model.reader().top() > 0);
    program.point(PointerKind::Release, 0, 5);
    program.keys("<Esc>/链接<CR>");
    program.screen();
    let link = place(&mut program, "链");
    program.clock += 1000;
    program.click(link.0, link.1);
    assert_eq!(program.asked.iter().filter(|effect| format!("{effect:?}").contains("https://example.com")).count(), 1);
}
