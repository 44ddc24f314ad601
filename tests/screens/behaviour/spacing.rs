//! Blank lines between lines, and cells between the letters of titles and headings.

use inkstone::locale::Lang;
use inkstone::typeset::{Leading, Tracking};

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

fn opened(body: &str) -> (Home, Program) {
    let home = Home::empty();
    home.write("a.md", &article("题目", 14, "x", body));
    let mut begun = start((40, 20), Lang::English);
    begun.config.typography.leading = Leading::One;
    begun.config.typography.tracking = Tracking::One;
    let mut program = Program::new(home.source(), begun);
    program.keys("<CR>");
    (home, program)
}

#[test]
fn text_is_copied_without_them() {
    let (_home, mut program) = opened("## 排版规则\n\n一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯。\n");
    let rows: Vec<String> = program.rows().iter().map(|row| row.trim().to_owned()).collect();
    let shown: Vec<&str> = rows.iter().map(String::as_str).skip_while(|row| !row.contains('题')).take(19).collect();
    assert_eq!(shown[0], "题 目");
    assert!(shown.contains(&"排 版 规 则"), "{shown:?}");
    let line = shown.iter().position(|row| row.starts_with('一')).expect("the paragraph is shown");
    assert_eq!(shown[line + 1], "");
    assert_ne!(shown[line + 2], "");
    program.keys("/版规<CR>");
    assert_eq!(program.model.reader().found().map(|found| found.matches().len()), Some(1));
    program.keys("Vy");
    assert_eq!(program.copied().trim(), "排版规则");
    program.keys("/乙<CR>Vy");
    assert_eq!(program.copied().trim(), "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸子丑寅卯。");
    program.keys("/甲<CR>vlly");
    assert_eq!(program.copied().trim(), "甲乙丙");
}
