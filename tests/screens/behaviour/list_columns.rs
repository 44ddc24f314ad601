//! The rows of the list: their columns, and their second lines.

use std::path::Path;

use inkstone::config::{Config, RowLines};
use inkstone::locale::Lang;

use super::{NARROW, WIDE};
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn with(home: &Home, size: (u16, u16), settings: &[&str]) -> Program {
    let mut begun = start(size, Lang::English);
    for setting in settings {
        begun.config.set(setting).unwrap();
    }
    Program::new(home.source(), begun)
}

#[test]
fn columns_are_those_of_the_setting() {
    let home = Home::seed();
    home.write("生活/源戊/甲.md", "---\ntitle: 甲\nauthor: 一个名字非常非常长的作者\ndate: 2021-03-10\n---\n\n文。\n");
    for (columns, expected) in [
        ("minutes category date", "1 min  新媒体  2w ago"),
        ("date", "2w ago"),
        ("date category", "2w ago  新媒体"),
        ("source", "源甲"),
        ("none", ""),
    ] {
        let mut program = with(&home, NARROW, &[&format!("list.columns={columns}")]);
        let row = program.rows_with("鲲鹏志").remove(0);
        let shown = row.split("鲲鹏志").nth(1).unwrap().trim().replace("   ", "  ");
        assert_eq!(shown, expected, "{columns}");
    }
    let mut program = with(&home, NARROW, &["list.columns=author date"]);
    assert_eq!(
        program.rows_with("甲").remove(0).split_whitespace().collect::<Vec<_>>().join(" "),
        "● 甲 一个名字非… 10d ago"
    );
}

#[test]
fn dates_of_this_year_have_no_year() {
    let home = Home::empty();
    // The clock of the tests is at noon of 20 March 2021.
    for (title, date) in [
        ("一", "2021-03-19"),
        ("二", "2021-01-02"),
        ("三", "2020-12-31"),
        ("四", "2021-02"),
        ("五", "2021"),
        ("六", "2021-11-28"),
    ] {
        home.write(&format!("{title}.md"), &format!("---\ntitle: {title}\ndate: {date}\n---\n\n文。\n"));
    }
    for (style, expected) in [
        ("relative", ["一 yesterday", "二 01-02", "三 2020-12-31", "四 2021-02", "五 2021", "六 11-28"]),
        ("absolute", ["一 03-19", "二 01-02", "三 2020-12-31", "四 2021-02", "五 2021", "六 11-28"]),
    ] {
        let mut program = with(&home, (60, 12), &[&format!("list.date={style}"), "list.columns=date"]);
        let mut rows: Vec<String> = program
            .rows()
            .iter()
            .take(6)
            .map(|row| row[3..].split_whitespace().collect::<Vec<_>>().join(" ").trim_start_matches("● ").to_owned())
            .collect();
        rows.sort_by_key(|row| "一二三四五六".find(row.chars().next().unwrap()));
        assert_eq!(rows, expected, "{style}");
    }
}

#[test]
fn columns_can_be_a_list_of_words() {
    let (config, problems) = Config::load("[list]\ncolumns = [\"author\", \"date\"]\n", Path::new("config.toml"));
    assert_eq!((config.columns.to_string().as_str(), problems), ("author date", vec![]));
    for wrong in ["[\"date\", \"date\"]", "\"title\"", "[\"date\", 3]", "3"] {
        let (config, problems) = Config::load(&format!("[list]\ncolumns = {wrong}\n"), Path::new("config.toml"));
        assert_eq!((config.columns.to_string().as_str(), problems.len()), ("minutes category date", 1), "{wrong}");
    }
}

#[test]
fn rows_of_two_lines() {
    let home = Home::seed();
    for (name, size) in [("wide", WIDE), ("narrow", NARROW), ("small", (40, 12))] {
        let mut program = with(&home, size, &["list.rows=two", "list.columns=source category date"]);
        insta::assert_snapshot!(format!("two-lines-{name}"), program.keys("jjs").screen());
    }
}

#[test]
fn second_lines_are_found_for_the_rows_in_view_alone() {
    let home = Home::seed();
    for number in 0..60 {
        home.write(&format!("{number:02}.md"), &format!("---\ntitle: 第{number}篇\n---\n\n正文{number}。\n"));
    }
    let mut program = with(&home, (80, 11), &["list.rows=two", "list.columns=none"]);
    let known = |program: &Program| {
        let rows = program.model.list().rows().iter();
        rows.filter(|id| program.model.list().openings().get(*id).is_some()).count()
    };
    // The first ones came in between while the collection was read.
    let first = known(&program);
    assert!((5..=10).contains(&first), "{first}");
    program.keys("G");
    assert_eq!(known(&program), first + 5, "{}", program.screen());
    assert!(program.screen().contains("正文"), "{}", program.screen());
    // A search shows its snippets instead, and gives the lines back.
    program.keys("/正文5<CR>");
    assert_eq!(program.model.row_height(), 2);
    program.keys("xg");
    assert!(program.screen().contains("北冥有鱼"), "{}", program.screen());
    // Turned off, they are not asked for.
    let mut program = with(&home, (80, 11), &[]);
    program.keys("G");
    assert_eq!((known(&program), program.model.config().row_lines), (0, RowLines::One));
}
