//! The reader's own tags: adding, removing, completing, searching, undoing.

use inkstone::app::{Effect, Event};
use inkstone::locale::Lang;
use inkstone::marks::Edit;

use super::{WIDE, said};
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn on(home: &Home, size: (u16, u16)) -> Program {
    Program::new(home.source(), start(size, Lang::English))
}

/// The tags of each article with some, in the order of the list.
fn tags(program: &Program) -> Vec<String> {
    let (marks, library) = (program.model.marks(), program.model.library());
    let rows = program.model.list().rows().iter().filter(|id| !marks.get(*id).tags.is_empty());
    let shown = rows.map(|id| {
        let tags = marks.get(id).tags.iter().map(|tag| tag.to_string()).collect::<Vec<_>>().join("+");
        format!("{} {tags}", library.title(id))
    });
    shown.collect()
}

/// What was saved of tags.
fn saved(program: &Program) -> Vec<(usize, String, bool)> {
    let saved = program.asked.iter().filter_map(|effect| match effect {
        Effect::Save(paths, Edit::Tag(tag, to)) => Some((paths.len(), tag.to_string(), *to)),
        _ => None,
    });
    saved.collect()
}

#[test]
fn tags_are_added_shown_removed_and_given_back() {
    let home = Home::seed();
    let mut program = on(&home, (120, 40));
    program.keys("+待读 rust<CR>");
    assert_eq!(tags(&program), ["鲲鹏志 rust+待读"]);
    assert_eq!(said(&program), "Your tags: +rust +待读");
    assert_eq!(saved(&program), [(1, "待读".into(), true), (1, "rust".into(), true)]);
    assert!(program.rows()[0].contains("鲲鹏志 +rust +待读"), "{}", program.rows()[0]);
    // In the article they stand below the categories.
    program.keys("<CR>").rest();
    let row = |program: &mut Program| program.rows().iter().position(|row| row.trim_end().ends_with("+rust +待读"));
    assert!(row(&mut program).is_some(), "{}", program.screen());
    program.keys("+-待读 <CR>");
    assert_eq!(tags(&program), ["鲲鹏志 rust"]);
    assert_eq!(row(&mut program), None);
    program.keys("U");
    assert_eq!(tags(&program), ["鲲鹏志 rust+待读"]);
    assert!(row(&mut program).is_some(), "{}", program.screen());
    program.keys("U");
    assert_eq!(tags(&program), [""; 0]);
    program.keys("+-x<CR>");
    assert_eq!(said(&program), "No tags changed");
    program.keys("+x<CR>+-x<CR>");
    assert_eq!(said(&program), "No tags of your own left; press U to undo");
    program.keys("+y<Esc>");
    assert_eq!(tags(&program), [""; 0]);
}

#[test]
fn all_selected_rows_get_a_tag() {
    let home = Home::seed();
    let mut program = on(&home, WIDE);
    program.keys("j+b<CR>kvjj+");
    assert!(program.status().trim_end().ends_with("3 ROWS"), "{}", program.status());
    program.keys("a b<CR>");
    assert_eq!(tags(&program), ["鲲鹏志 a+b", "杏花村 a+b", "长文章 a+b"]);
    assert_eq!(said(&program), "Changed the tags of 3; press U to undo");
    program.keys("U");
    assert_eq!(tags(&program), ["杏花村 b"]);
    // What was typed is brought back, as in other lines.
    program.keys("<Esc>G+<Up><CR>");
    assert_eq!(tags(&program), ["杏花村 b", "寒梅赋 a+b"]);
}

#[test]
fn tags_are_found_by_the_query_and_by_words() {
    let home = Home::seed();
    home.write("t.md", "---\ntitle: 有标签\ndate: 2021-03-10\ntags: [旧, 待读]\n---\n\n文。\n");
    let mut program = on(&home, WIDE);
    program.keys("G+待读<CR>/tag:待读<CR>");
    assert_eq!(program.titles(), ["有标签", "寒梅赋"]);
    program.keys("x/daidu<CR>");
    assert_eq!(program.titles(), ["有标签", "寒梅赋"]);
    // The rows follow a change at once.
    program.keys("x/tag:待读<CR>G+-待读<CR>");
    program.screen();
    assert_eq!(program.titles(), ["有标签"]);
    program.keys("U");
    program.screen();
    assert_eq!(program.titles(), ["有标签", "寒梅赋"]);
    // A tag of the file is neither added again nor removed.
    program.keys("xg+待读<CR>");
    assert_eq!(said(&program), "No tags changed");
    program.keys("+-旧<CR>");
    assert_eq!(said(&program), "No tags changed");
}

#[test]
fn tags_are_chosen_below_the_categories() {
    let home = Home::seed();
    home.write("t.md", "---\ntitle: 有标签\ndate: 2021-03-10\ntags: [旧]\n---\n\n文。\n");
    let mut program = on(&home, WIDE);
    let below = |program: &Program| {
        let items = program.model.overlay().unwrap().items().iter().skip_while(|item| item.label != "Your own tags");
        items
            .map(|item| format!("{} {}{}", item.label, item.note, if item.marked { "*" } else { "" }))
            .collect::<Vec<_>>()
    };
    assert_eq!(below(program.keys("c")), [""; 0], "none without tags of the reader");
    program.keys("<Esc>+待读<Space>a<CR>j+待读<Space>\"b c\"<CR>");
    assert_eq!(below(program.keys("c")), ["Your own tags ", "+待读 2", "+a 1", "+b c 1"]);
    program.keys("+b<CR>");
    assert_eq!((program.titles(), program.model.list().words()), (vec!["鲲鹏志".to_owned()], "tag:\"b c\""));
    assert_eq!(below(program.keys("c")), ["Your own tags ", "+待读 2", "+a 1", "+b c 1*"]);
    // By the pinyin of the name, as categories.
    program.keys("daidu<CR>");
    assert_eq!(program.titles(), ["有标签", "鲲鹏志"]);
}

#[test]
fn tags_are_completed() {
    let home = Home::seed();
    home.write("t.md", "---\ntitle: 有标签\ndate: 2021-03-10\ntags: [machine learning]\n---\n\n文。\n");
    let mut program = on(&home, WIDE);
    let typed = |program: &Program| program.model.prompt().unwrap().input().value().to_owned();
    program.keys("j+later<CR>j+later<CR>j+math<CR>g+m<Tab>");
    assert_eq!(typed(&program), "math");
    program.keys("<Tab>");
    assert_eq!(typed(&program), "\"machine learning\"");
    program.keys("<C-u><Tab>");
    assert_eq!(typed(&program), "later");
    // Behind `-` only what can be removed.
    program.keys("<Esc>j+x, -<Tab>");
    assert_eq!(typed(&program), "x, -later");
    program.keys("<CR>");
    assert_eq!(tags(&program), ["鲲鹏志 x", "杏花村 later", "长文章 math"]);
    program.keys("/tag:mat<Tab>");
    assert_eq!(typed(&program), "tag:\"math\"");
}

#[test]
fn tags_follow_an_article_that_is_renamed() {
    let home = Home::empty();
    home.write("a.md", "---\ntitle: 甲\n---\n\n文。\n");
    let mut program = on(&home, WIDE);
    program.keys("+x<CR>");
    home.write("b.md", "---\ntitle: 乙\n---\n\n文。\n");
    std::fs::remove_file(home.posts().join("a.md")).unwrap();
    program.keys("R");
    program.send(Event::Moved(vec![("a.md".into(), "b.md".into())]));
    assert_eq!(tags(&program), ["乙 x"]);
    assert!(program.asked.iter().any(|effect| matches!(effect, Effect::Move(..))));
}

#[test]
fn a_row_that_is_too_narrow_cuts_the_tags() {
    let home = Home::seed();
    let mut program = on(&home, (40, 12));
    program.keys("+one two three four<CR>");
    assert_eq!(program.rows()[0], "●  鲲鹏志 +four +one +t…         2w ago");
}
