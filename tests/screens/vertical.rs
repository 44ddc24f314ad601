//! Vertical writing: lines from right to left, searched, selected and clicked as horizontal ones are.

use inkstone::app::{Event, PointerKind};
use inkstone::locale::Lang;
use inkstone::picture::Protocol;
use inkstone::typeset::{Ruby, Writing};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::behaviour::pictures::display;
use crate::behaviour::said;
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
    // 56 cells beside the margins are 19 lines.
    assert_eq!(program.model.reader_rows(), 19);
    // The page ends where the text may be divided.
    assert_eq!(top(&mut program, " "), 18);
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

#[test]
fn a_box_is_selected_by_its_rows_and_left_at_its_edges() {
    for (keys, expected) in [
        // Down its rows, and on to the line on the left.
        ("/main<CR>vjlly", "main() {\n    pr"),
        ("/main<CR>vj$y", "main() {\n    println!(\"hello\");"),
        ("/main<CR>v0y", "fn m"),
        ("/fn<CR>v2j0y", "fn main() {\n    println!(\"hello\");\n}"),
        ("/}<CR>vjy", "}\n\n名"),
        ("/fn<CR>vky", "十\n\nf"),
        // Along a row, and on at its ends to the lines beside the box.
        ("/println<CR>vlly", "pri"),
        ("/fn<CR>vhy", "fn main() {\n    println!(\"hello\");\n}\n\n名\t数"),
    ] {
        let (mut program, _home) = vertical((120, 40), Ruby::Inline);
        assert_eq!(program.keys(keys).copied(), expected, "{keys}");
    }
}

#[test]
fn a_picture_is_drawn_as_a_whole_or_text_stands_for_it() {
    for protocol in [Protocol::HalfBlocks, Protocol::Kitty, Protocol::Sixel, Protocol::Iterm2] {
        let home = Home::empty();
        // 12 × 3 cells.
        home.picture("a.bmp", (120, 60), 9);
        let body = format!("<p>上文</p><img src=\"a.bmp\">{}", "<p>下文</p>".repeat(40));
        home.write("a.md", &article("题", 1, "类", &body));
        let mut wish = start((60, 16), Lang::ChineseSimplified);
        wish.config.typography.writing = Writing::Vertical;
        let mut program = Program::new(home.source(), wish);
        program.send(Event::Displays(display(protocol)));
        program.keys("<CR>");
        let drawn = |program: &mut Program| {
            let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 16));
            let pictures = inkstone::view::draw(&program.model, &mut buffer).pictures.len();
            let text = buffer.content.iter().filter(|cell| cell.symbol() == "[").count();
            (pictures, text)
        };
        let place = program.model.reader().opened().unwrap().pictures(0..99).next().unwrap().place;
        assert_eq!((place.columns, place.rows), (12, 3), "{protocol:?}");
        // With every line more, three cells of it are beyond the right edge.
        for top in 0..=place.row + 4 {
            let expected = match top.checked_sub(place.row) {
                None | Some(0) => (1, 0),
                Some(lines) => (0, usize::from(lines < 4)),
            };
            assert_eq!((program.model.reader().top(), drawn(&mut program)), (top, expected), "{protocol:?}");
            program.keys("j");
        }
    }
}

/// The symbols of a screen, with those of the grid left out.
fn without_grid(program: &mut Program) -> Vec<String> {
    let is_grid = |c: char| "─│┌┐└┘┬┴━┷┕┙".contains(c);
    program.rows().iter().map(|row| row.replace(is_grid, " ").replace('▄', " ").trim_end().to_owned()).collect()
}

#[test]
fn the_grid_is_behind_the_text() {
    for size in crate::SIZES {
        let (mut program, _home) = vertical(size, Ruby::Above);
        program.keys("Z");
        for keys in ["", " ", "G"] {
            program.keys(keys);
            let plain = without_grid(&mut program);
            program.keys("zg");
            let rows = program.rows();
            assert!(rows[0].contains('┬'), "{size:?}");
            let status = rows.len() - 1;
            assert_eq!(without_grid(&mut program)[..status], plain[..status], "{size:?} {keys:?}");
            program.keys("zg");
        }
    }
}

#[test]
fn the_frame_of_the_grid_is_the_scroll_bar() {
    let mut screens = Vec::new();
    for size in crate::SIZES {
        for keys in ["zg", "zgG"] {
            let (mut program, _home) = vertical(size, Ruby::Above);
            screens.push(format!("{keys:?}\n{}", program.keys(keys).screen()));
        }
    }
    insta::assert_snapshot!("vertical-grid-bar", screens.join("\n"));
    // A frame that ends above the last row leaves it to the bar.
    let (mut program, _home) = vertical((80, 24), Ruby::Inline);
    program.keys("zg");
    program.keys(":set typography.measure 20<CR>");
    assert_eq!((program.rows_with("┴").len(), program.rows_with("━").len(), program.rows_with("▄").len()), (1, 0, 1));
}

#[test]
fn a_key_shows_the_grid_of_vertical_writing() {
    let (mut program, _home) = vertical((80, 14), Ruby::Inline);
    insta::assert_snapshot!("vertical-grid", program.keys("zgj").styled());
    assert!(program.model.config().typography.grid);
    // What is selected and searched is the text alone.
    assert_eq!(program.keys("/今天<CR>v$y").copied(), "今天要在 6 小时内");
    program.keys("W");
    assert!(program.rows_with("┬").is_empty());
    program.keys("zg");
    assert_eq!(said(&program), "只有直排才有稿纸方格；按 W 改为直排");
    assert!(program.model.config().typography.grid);
}

#[test]
fn an_article_with_hardly_any_east_asian_text_is_horizontal() {
    let home = Home::empty();
    home.write("a.md", &article("Words", 2, "类", "<p>Some words of English that stay as they are.</p>"));
    home.write("b.md", &article("字", 1, "类", "<p>春眠不觉晓，处处闻啼鸟。</p>"));
    let mut wish = start((80, 16), Lang::English);
    wish.config.typography.writing = Writing::Vertical;
    let mut program = Program::new(home.source(), wish);
    let writing = |program: &mut Program| {
        program.rest();
        let setting = program.model.reader().view().unwrap().setting();
        assert_eq!(*setting, program.model.setting());
        setting.options.writing
    };
    program.keys("<CR>");
    assert_eq!(writing(&mut program), Writing::Horizontal);
    assert!(program.screen().contains("Some words of English that stay as they are."));
    // The setting is still vertical.
    program.keys("W");
    assert_eq!((said(&program), writing(&mut program)), ("Horizontal writing".to_owned(), Writing::Horizontal));
    program.keys("W");
    let says = "Vertical writing, but not of this article, which has hardly any East Asian text";
    assert_eq!((said(&program), writing(&mut program)), (says.to_owned(), Writing::Horizontal));
    for (keys, expected) in [("]", Writing::Vertical), ("[", Writing::Horizontal)] {
        program.keys(keys);
        assert_eq!(writing(&mut program), expected, "{keys}");
    }
}

#[test]
fn a_box_that_does_not_fit_is_left_for_the_next_page() {
    let mut left_out = 0;
    for paragraphs in 1..=9 {
        let home = Home::empty();
        let code = "<pre><code>let first = 1;\nlet second = 2;</code></pre>";
        let body = format!("{}{code}{}", "<p>春眠不觉晓</p>".repeat(paragraphs), "<p>处处闻啼鸟</p>".repeat(30));
        home.write("a.md", &article("题", 1, "类", &body));
        let mut wish = start((60, 16), Lang::ChineseSimplified);
        wish.config.typography.writing = Writing::Vertical;
        let mut program = Program::new(home.source(), wish);
        program.keys("<CR>");
        let lines = program.model.reader_rows();
        let view = program.model.reader().view().unwrap();
        let row = (0..view.height()).find(|row| view.extent(*row) > 1).unwrap();
        let end = row + view.extent(row);
        // A page forward, the box is not cut on either side.
        let fits = end <= lines;
        left_out += usize::from(!fits);
        assert_eq!(program.screen().contains("first"), fits, "{paragraphs}");
        program.keys(" ");
        let top = program.model.reader().top();
        assert!(top <= row || end <= top, "{paragraphs}: {top} in {row}..{end}");
        assert!(fits || program.screen().contains("first"), "{paragraphs}");
        program.keys("b");
        let top = program.model.reader().top();
        assert!(top <= row || end <= top, "{paragraphs}: {top} in {row}..{end}");
        // By lines, it appears as a whole.
        program.keys("g");
        for top in 0..=row {
            assert_eq!(program.model.reader().top(), top);
            assert_eq!(program.screen().contains("first"), end <= top + lines, "{paragraphs} {top}");
            program.keys("j");
        }
    }
    assert!((2..8).contains(&left_out), "{left_out}");
}
