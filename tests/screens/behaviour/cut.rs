//! What does not fit is cut with a mark, and rows that look the same are told apart.

use crate::harness::collection::{Home, article};

use super::on;

#[test]
fn articles_that_look_the_same_are_told_apart() {
    let home = Home::full();
    for (path, title, day) in [
        ("m.md", "同名", 14),
        ("m.html", "同名", 14),
        ("a/index.md", "同目", 14),
        ("b/index.md", "同目", 14),
        ("other-day.md", "同题", 14),
        ("one-day.md", "同题", 15),
        ("alone.md", "独一", 14),
    ] {
        home.write(path, &article(title, day, "唐诗", "<p>文。</p>"));
    }
    let mut program = on(&home, (60, 30));
    program.keys("/同<CR>");
    let rows = program.rows();
    let row = |start: &str| rows.iter().find(|row| row.contains(start)).map(|row| row[3..].trim().to_owned());
    let shown = |text: &str| rows.iter().filter(|row| row.contains(text)).count();
    assert_eq!(row("同名 m.md"), Some("同名 m.md                                   唐诗  6 天前".into()), "{rows:?}");
    assert_eq!([shown("同名 m.html"), shown("同目 a/index.md"), shown("同目 b/index.md")], [1, 1, 1], "{rows:?}");
    assert_eq!([shown("one-day"), shown("other-day")], [0, 0]);
    program.keys("x/独一<CR>");
    assert!(!program.rows().iter().any(|row| row.contains("alone")));
}

#[test]
fn in_a_narrow_list_both_title_and_file_name_are_cut() {
    let home = Home::full();
    let title = "一个相同的很长很长的标题";
    home.write("a-very-long-name-of-a-file.md", &article(title, 14, "甲", "<p>文。</p>"));
    home.write("a-very-long-name-of-a-file.html", &article(title, 14, "甲", "<p>文。</p>"));
    let mut program = on(&home, (40, 12));
    program.keys("/相同<CR>");
    let rows = program.rows();
    assert_eq!(
        [&rows[0], &rows[2]],
        ["●  一个相同的很… …f-a-file.html  6 天前", "●  一个相同的很… …-of-a-file.md  6 天前"]
    );
}

#[test]
fn chips_snippets_and_input_are_cut_with_a_mark() {
    let home = Home::full();
    home.write("s.md", &article("长句", 14, "甲", "<p>独有之词独有之词独有之词独有之词独有之词独有之词独有之词</p>"));
    let mut program = on(&home, (40, 12));
    program.keys("/独有之词独有之词独有之词独有之词");
    let rows = program.rows();
    assert_eq!(rows[11], " 搜索： …之词独有之词独有之词独有之词 1");
    program.keys("<CR>");
    let rows = program.rows();
    assert_eq!(
        [&rows[1], &rows[11]],
        ["   独有之词独有之词独有之词独有之词独…", " 文集   /独有之词独有之词独有之…    1/1"]
    );
}
