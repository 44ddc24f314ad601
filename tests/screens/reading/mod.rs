//! What the hand does in an article besides selecting: code that runs on, tables, folding, notes.

mod tables;

use inkstone::app::{Event, PointerKind};
use inkstone::locale::Lang;
use inkstone::text::{Ambiguous, Profile};
use inkstone::typeset::Code;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

/// The program with one article of this body open, and its folder.
fn reading(body: &str, size: (u16, u16), code: Code) -> (Program, Home) {
    let home = Home::empty();
    home.write("a.md", &article("题", 1, "类", body));
    let mut wish = start(size, Lang::ChineseSimplified);
    wish.config.typography.code = code;
    let mut program = Program::new(home.source(), wish);
    program.keys("<CR>");
    (program, home)
}

const CODE: &str = "<p>前</p><ul><li><pre><code>let 名字 = \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\";\nshort();\n\
    \tlet wide = 0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_0123456789_end;\n</code></pre></li></ul><p>后</p>";

#[test]
fn code_runs_on_and_scrolls_sideways() {
    let mut screens = Vec::new();
    for (size, keys) in [
        ((40, 12), ""),
        ((40, 12), "zl"),
        ((40, 12), "9zl"),
        ((40, 12), "ze"),
        ((80, 12), "zL"),
        ((120, 12), ""),
        ((40, 12), "/end<CR>"),
        ((40, 12), "w"),
    ] {
        let (mut program, _home) = reading(CODE, size, Code::Scroll);
        screens.push(format!("{keys}\n{}", program.keys(keys).screen()));
    }
    insta::assert_snapshot!("code-sideways", screens.join("\n"));
    let (mut program, _home) = reading(CODE, (40, 12), Code::Scroll);
    program.send(Event::Widths(Profile { ambiguous: Ambiguous::Wide, ..program.model.profile() }));
    program.resize(41, 12);
    insta::assert_snapshot!("code-sideways-plain", program.keys("zl").screen());
}

#[test]
fn shifts_stay_within_what_there_is() {
    let (mut program, _home) = reading(CODE, (40, 24), Code::Scroll);
    let shift = |program: &mut Program, keys: &str| program.keys(keys).model.reader().shift();
    assert_eq!(shift(&mut program, "zl"), 8);
    assert_eq!(shift(&mut program, "3zl"), 11);
    assert_eq!(shift(&mut program, "zh"), 3);
    assert_eq!(shift(&mut program, "zh"), 0);
    let end = shift(&mut program, "ze");
    assert_eq!(shift(&mut program, "100zL"), end);
    assert_eq!(shift(&mut program, "zs"), 0);
    // Selecting to the end of a line brings it into view; going back to its start too.
    assert_eq!(shift(&mut program, "G/wide<CR>v$"), end);
    assert_eq!(program.caret(), Some((38, 8)));
    assert_eq!(shift(&mut program, "0"), 0);
    // What is beyond the edges is copied all the same.
    let line = format!("\tlet wide = {}end;", "0123456789_".repeat(8));
    assert_eq!(program.keys("Vy").copied(), line);
}

#[test]
fn the_pointer_knows_how_far_code_is_scrolled() {
    let (mut program, _home) = reading(CODE, (40, 24), Code::Scroll);
    program.keys("10zl");
    let screen = program.screen();
    let row = screen.lines().skip(1).position(|line| line.contains("_0123")).unwrap() as u16;
    let text: String =
        screen.lines().nth(usize::from(row) + 1).unwrap().trim_start_matches([' ', '‹']).chars().take(4).collect();
    program.clock += 1000;
    program.point(PointerKind::Press, 3, row);
    program.point(PointerKind::Drag, 6, row);
    program.point(PointerKind::Release, 6, row);
    assert_eq!(program.copied(), text);
}

#[test]
fn wrapped_code_has_nothing_to_scroll() {
    let (mut program, _home) = reading(CODE, (60, 24), Code::Wrap);
    assert_eq!(program.keys("zl").model.reader().shift(), 0);
    assert_eq!(program.status(), " 代码已自动换行，按 w 关闭                        1/1  100%");
    assert_eq!(program.keys("wzl").model.reader().shift(), 8);
    assert_eq!(program.keys("w").model.reader().shift(), 0);
    assert!(!program.has_quit());
}

const BOXES: &str = "<p>前</p><details><summary>甲盒</summary><p>藏甲，鲸鱼</p><details><summary>丙盒</summary><p id=\"deep\">藏丙</p></details></details>\
    <details><summary>乙盒</summary><p>藏乙</p></details><p>后，<a href=\"#deep\">去</a></p>";

/// Which of the three hidden texts are on the screen.
fn open_boxes(program: &mut Program) -> String {
    let screen = program.screen();
    ["藏甲", "藏丙", "藏乙"].into_iter().filter(|text| screen.contains(text)).collect()
}

#[test]
fn boxes_fold_by_keys_and_pointer() {
    let (mut program, _home) = reading(BOXES, (80, 30), Code::Wrap);
    assert_eq!(open_boxes(&mut program), "藏甲藏丙藏乙");
    program.keys("za");
    assert_eq!(open_boxes(&mut program), "藏乙");
    program.keys("za");
    assert_eq!(open_boxes(&mut program), "藏甲藏丙藏乙");
    program.keys("zM");
    assert_eq!(open_boxes(&mut program), "");
    program.keys("zR");
    assert_eq!(open_boxes(&mut program), "藏甲藏丙藏乙");
    let row = program.screen().lines().skip(1).position(|line| line.contains("乙盒")).unwrap() as u16;
    program.click(6, row);
    assert_eq!(open_boxes(&mut program), "藏甲藏丙");
    program.click(6, row);
    assert_eq!(open_boxes(&mut program), "藏甲藏丙藏乙");
    // It stays as it was while the article is open.
    program.keys("zMh").keys("<CR>");
    assert_eq!(open_boxes(&mut program), "");
}

#[test]
fn what_is_gone_to_is_unfolded() {
    let (mut program, _home) = reading(BOXES, (80, 30), Code::Wrap);
    program.keys("zM/鲸鱼<CR>");
    assert_eq!(open_boxes(&mut program), "藏甲");
    program.keys("zM.<CR>");
    assert_eq!(open_boxes(&mut program), "藏甲藏丙");
    let (mut program, _home) = reading("<p>前</p>", (80, 30), Code::Wrap);
    assert_eq!(
        program.keys("zM").status(),
        " 这里没有可以折叠的内容                                               1/1  100%"
    );
}

#[test]
fn a_note_is_told_gone_to_and_come_back_from() {
    let text = "天地玄黄，宇宙洪荒。".repeat(30);
    let body = format!("{text}\n\n{text}\n\n此处有注[^1]。\n\n{text}\n\n{text}\n\n[^1]: 注文在此。\n");
    let (mut program, _home) = reading(&body, (60, 12), Code::Wrap);
    program.keys(".");
    assert_eq!(program.rows_with("此处有注"), [" 此处有注¹。"]);
    assert_eq!(program.status(), " 注文在此。                                        1/1  56%");
    let top = program.model.reader().top();
    program.keys("<CR>");
    assert_eq!(program.rows_with("注文在此"), [" 1. 注文在此。                                             ▐"]);
    assert_eq!((top, program.model.reader().top()), (25, 44));
    for back in ["<C-o>", "<BS>"] {
        program.keys(back);
        assert_eq!(program.model.reader().top(), top, "to the very line");
        program.keys("<A-Right>");
    }
}

#[test]
fn a_table_is_looked_at_in_full_width() {
    let mut body = "<table><tr><th>名字</th><th>说明</th><th>备注</th><th>末</th></tr>".to_owned();
    let mut text = "名字\t说明\t备注\t末".to_owned();
    for row in 1..=20 {
        text.push_str(&format!("\n第{row}行\t天地玄黄，宇宙洪荒。日月盈昃\t辰宿列张，寒来暑往，秋收冬藏\t完{row}"));
        body.push_str(&format!(
            "<tr><td>第{row}行</td><td>天地玄黄，宇宙洪荒。日月盈昃</td><td>辰宿列张，寒来暑往，秋收冬藏</td><td>完{row}</td></tr>"
        ));
    }
    body.push_str("</table><p>后</p>");
    let mut screens = Vec::new();
    for (size, keys) in [((40, 12), ""), ((40, 12), "3j2l"), ((40, 12), "G$"), ((80, 12), ""), ((120, 12), "j")] {
        let (mut program, _home) = reading(&body, size, Code::Wrap);
        program.keys("4j");
        let before = program.screen();
        screens.push(format!("{keys}\n{}", program.keys("<CR>").keys(keys).screen()));
        assert_eq!(program.keys("y").copied(), text);
        program.keys("q");
        assert_eq!(program.screen(), before, "back at the same place");
    }
    insta::assert_snapshot!("table-view", screens.join("\n"));
    let (mut program, _home) = reading("<p>前</p>", (80, 12), Code::Wrap);
    assert_eq!(
        program.keys("zw").status(),
        " 屏幕上没有表格                                                       1/1  100%"
    );
}
