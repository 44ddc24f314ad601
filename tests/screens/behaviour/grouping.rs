//! Groups of the list: by day, category and folder, and folded.

use inkstone::app::{Focus, PointerKind, Target};
use inkstone::config::Config;
use inkstone::locale::Lang;

use super::{NARROW, WIDE, said};
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn grouped(home: &Home, size: (u16, u16), by: &str) -> Program {
    let mut begun = start(size, Lang::English);
    begun.config.set(&format!("list.group={by}")).unwrap();
    Program::new(home.source(), begun)
}

/// The list of a narrow window: headings, titles, and where the cursor is.
fn list(program: &mut Program) -> Vec<String> {
    let row = program.model.list().cursor_row();
    let title = program.cursor();
    let is_folded = program.model.list().groups().fold_of(row).is_some();
    let mut rows = program.rows();
    rows.pop();
    rows.retain(|row| !row.is_empty());
    let short = |row: String| {
        let words: Vec<&str> = row.split_whitespace().filter(|word| *word != "●").collect();
        let words = if row.starts_with('●') { words[0].to_owned() } else { words.join(" ") };
        let current = if is_folded { false } else { words == title };
        format!("{}{words}", if current { ">" } else { "" })
    };
    rows.into_iter().map(short).collect()
}

#[test]
fn rows_are_grouped_by_the_setting() {
    let home = Home::seed();
    home.write("无分类.md", "---\ntitle: 无分类\ndate: 2021-03-01\n---\n\n文。\n");
    for (by, expected) in [
        (
            "category",
            &["科技", ">长文章", "轻舟记", "生活", "寒梅赋", "新媒体", "鲲鹏志", "杏花村", "Uncategorised", "无分类"][..],
        ),
        (
            "source",
            &[
                "No folder",
                ">无分类",
                "新媒体/源乙",
                "杏花村",
                "新媒体/源甲",
                "鲲鹏志",
                "生活/源戊",
                "寒梅赋",
                "科技/源丁",
                "轻舟记",
                "科技/源丙",
                "长文章",
            ],
        ),
        (
            "day",
            &[
                "5 March 2021",
                ">鲲鹏志",
                "4 March 2021",
                "杏花村",
                "3 March 2021",
                "长文章",
                "2 March 2021",
                "轻舟记",
                "1 March 2021",
                "寒梅赋",
                "无分类",
            ],
        ),
    ] {
        let mut program = grouped(&home, NARROW, by);
        assert_eq!(list(&mut program), expected, "{by}");
    }
}

#[test]
fn groups_are_folded_and_moves_go_over_them() {
    let home = Home::seed();
    let mut program = grouped(&home, NARROW, "category");
    program.keys("g");
    assert_eq!(list(&mut program), ["科技", ">长文章", "轻舟记", "生活", "寒梅赋", "新媒体", "鲲鹏志", "杏花村"]);
    program.keys("jza");
    assert_eq!(list(&mut program), ["▸ 科技 2", "生活", "寒梅赋", "新媒体", "鲲鹏志", "杏花村"]);
    assert_eq!(program.model.list().cursor_row(), 0);
    for (keys, row) in [
        ("j", 2),
        ("j", 3),
        ("k", 2),
        ("k", 0),
        ("k", 0),
        ("2j", 3),
        ("G", 4),
        ("9k", 0),
        ("2G", 0),
        ("d", 4),
        ("u", 0),
    ] {
        program.keys(keys);
        assert_eq!(program.model.list().cursor_row(), row, "{keys}");
    }
    program.keys("zM");
    assert_eq!(list(&mut program), ["▸ 科技 2", "▸ 生活 1", "▸ 新媒体 2"]);
    program.keys("G");
    assert_eq!(program.model.list().cursor_row(), 3);
    // Enter unfolds.
    program.keys("<CR>");
    assert_eq!(list(&mut program), ["▸ 科技 2", "▸ 生活 1", "新媒体", ">鲲鹏志", "杏花村"]);
    assert_eq!(program.model.focus(), Focus::List);
    program.keys("zR");
    assert_eq!(list(&mut program).len(), 8);
    program.keys("za<CR>j<CR>");
    assert_eq!((program.model.focus(), program.reading().as_str()), (Focus::Reader, "杏花村"));
}

#[test]
fn marks_apply_to_a_folded_group() {
    let home = Home::seed();
    let mut program = grouped(&home, NARROW, "category");
    program.keys("zMGr");
    assert!(program.status().starts_with(" Marked 2 as read"), "{}", program.status());
    program.keys("gvjs");
    assert!(program.status().starts_with(" Starred 3"), "{}", program.status());
    assert!(program.keys("<Esc>gvG").status().contains("5 ROWS"), "{}", program.status());
    program.keys("<Esc>UU");
    assert_eq!(program.model.marks().iter().filter(|(_, mark)| mark.read || mark.starred).count(), 0);
}

#[test]
fn search_filters_and_articles_work_with_groups() {
    let home = Home::seed();
    let mut program = grouped(&home, NARROW, "category");
    // Folded groups stay folded when fewer articles are listed.
    program.keys("gza/鲲|轻<CR>");
    assert_eq!(program.model.list().rows().len(), 2);
    assert!(program.screen().contains("▸ 科技"), "{}", program.screen());
    // n goes to what is within a group, which is unfolded.
    program.keys("nn");
    let at = program.model.list().cursor_row();
    assert!(program.model.list().groups().fold_of(at).is_none() || program.model.list().groups().shown(at) == at);
    // The next article is one that is shown.
    let mut program = grouped(&home, WIDE, "category");
    program.keys("gzajj<Tab>");
    assert_eq!(program.reading(), "鲲鹏志");
    program.keys("[");
    assert_eq!(program.reading(), "寒梅赋");
    program.keys("[");
    assert!(program.status().contains("first"), "{}", program.status());
    // Another order within the groups; by day there are none.
    let mut program = grouped(&home, NARROW, "day");
    assert!(program.model.is_grouped());
    program.keys("Sjj<CR>");
    assert!(!program.model.is_grouped());
    assert!(program.keys("za").status().starts_with(" The list is not grouped"));
}

#[test]
fn a_heading_is_clicked() {
    let home = Home::seed();
    let mut program = grouped(&home, NARROW, "category");
    program.screen();
    assert_eq!(program.click(4, 0), Some(Target::Group(0)));
    assert_eq!(list(&mut program)[..2], ["▸ 科技 2", "生活"]);
    assert_eq!(program.click(4, 0), Some(Target::Group(0)));
    assert_eq!(list(&mut program)[..2], ["科技", ">长文章"]);
    program.screen();
    assert_eq!(program.point(PointerKind::WheelDown, 4, 0), Some(Target::Group(0)));
}

#[test]
fn groups_on_the_screen() {
    let home = Home::seed();
    for (name, size) in [("wide", WIDE), ("narrow", NARROW), ("small", (40, 12))] {
        let mut program = grouped(&home, size, "category");
        insta::assert_snapshot!(format!("groups-{name}"), program.keys("gzaj").screen());
    }
}

#[test]
fn the_cursor_is_always_in_view() {
    let home = Home::seed();
    for number in 0..40 {
        let category = ["甲", "乙", "丙", "丁"][number % 4];
        home.write(
            &format!("{number:02}.md"),
            &format!("---\ntitle: 第{number}篇\ncategories: [{category}]\n---\n\n文。\n"),
        );
    }
    for rows in ["one", "two"] {
        let mut begun = start((60, 12), Lang::English);
        begun.config.set("list.group=category").unwrap();
        begun.config.set(&format!("list.rows={rows}")).unwrap();
        let mut program = Program::new(home.source(), begun);
        for key in "gjjjzajjjdddzaGkkzauuuMzaLzaHzMjjkGzRGzagzaGzbgGzt5Gza7k20G<C-f><C-b>".split_inclusive(|_| true) {
            let key = if "<>".contains(key) { continue } else { key };
            program.keys(key);
            let at = program.model.list().cursor_row();
            let total = program.model.list().rows().len();
            assert!(at < total, "{key}");
            program.screen();
            let shown = (0..11)
                .any(|y| matches!(program.hits.at(5, y), Some(Target::Row(row) | Target::Group(row)) if row == at));
            assert!(shown, "{rows} {key}: {}", program.screen());
        }
    }
}

#[test]
fn a_key_groups_by_one_thing_after_the_other() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start(NARROW, Lang::English));
    program.keys("zM");
    assert_eq!(said(&program), "The list is not grouped; zg groups it");
    for (says, first) in [
        ("Grouped by day", "5 March 2021"),
        ("Grouped by category", "科技"),
        ("Grouped by folder", "新媒体/源乙"),
        ("No longer grouped", ">鲲鹏志"),
    ] {
        program.keys("zgg");
        let title = list(&mut program).remove(0);
        program.keys("<Esc>");
        assert_eq!(title, first, "{says}");
    }
    program.keys("zg");
    assert_eq!(said(&program), "Grouped by day");
    // In another order than that of the days, they are left out.
    program.keys("zgzgzgSjj<CR>zg");
    assert_eq!(said(&program), "Grouped by category");
    // A changed configuration file does not undo it.
    let out = program.model.reconfigure(Config::default(), Default::default(), false);
    program.apply(out);
    assert_eq!(program.model.config().value("list.group"), "category");
}

#[test]
fn an_order_that_is_not_the_usual_one_stands_in_the_status_line() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start((120, 40), Lang::English));
    assert!(!program.status().contains("first"), "{}", program.status());
    program.keys("S/shortest<CR>").rest();
    program.keys("j");
    assert!(program.status().contains("  shortest first "), "{}", program.status());
    program.keys("S/newest<CR>").rest();
    program.keys("j");
    assert!(!program.status().contains("first"), "{}", program.status());
}
