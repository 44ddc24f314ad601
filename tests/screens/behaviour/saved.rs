//! The search line of the list: completion, mistakes, and searches that are saved.

use std::path::Path;

use inkstone::app::{Effect, Purpose, Topic};
use inkstone::config::Config;
use inkstone::locale::Lang;
use inkstone::problem::Code;
use ratatui::style::Modifier;

use super::said;
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

/// The text of the input line.
fn line(program: &Program) -> String {
    program.model.prompt().map(|prompt| prompt.input().value().to_owned()).unwrap_or_default()
}

/// The rows of the overlay of categories, titles too, each with its number.
fn rows(program: &Program) -> Vec<String> {
    let items = program.model.items(Topic::Categories);
    items.iter().map(|item| format!("{} {}", item.label, item.note).trim().to_owned()).collect()
}

/// The characters of the last row that are underlined.
fn underlined(program: &mut Program) -> String {
    let buffer = program.buffer();
    let cells = (0..120).map(|x| &buffer[(x, 39)]).filter(|cell| cell.modifier.contains(Modifier::UNDERLINED));
    cells.map(|cell| cell.symbol().to_owned()).collect()
}

fn program(home: &Home, config: &str) -> Program {
    let (config, problems) = Config::load(config, Path::new("/x/config.toml"));
    assert_eq!(problems, []);
    let mut begun = start((120, 40), Lang::English);
    begun.config = config;
    Program::new(home.source(), begun)
}

const SEARCHES: &str = "[searches]\n\"轻\" = \"is:unread 舟\"\n\"北冥\" = \"北冥 | 牧童\"\n\"未读\" = \"is:unread\"\n";

#[test]
fn saved_searches_stand_above_the_categories_with_their_numbers() {
    let home = Home::seed();
    let mut program = program(&home, SEARCHES);
    program.keys("c");
    assert_eq!(rows(&program)[..5], ["Saved searches", "轻 1", "北冥 2", "未读 5", "Categories"].map(str::to_owned));
    // The number is that of now.
    program.keys("<Esc>rc");
    assert_eq!(rows(&program)[3], "未读 4");
    program.keys("<Down><CR>");
    assert!(program.model.overlay().is_none());
    assert_eq!(
        (program.titles(), program.model.list().words()),
        (vec!["鲲鹏志".into(), "杏花村".into()], "北冥 | 牧童")
    );
    // The one that is shown is marked.
    let marked = |program: &Program| {
        let items = program.model.items(Topic::Categories);
        items.into_iter().filter(|item| item.marked).map(|item| item.label).collect::<Vec<_>>()
    };
    assert_eq!(marked(&program), ["北冥"]);
    program.keys("x");
    assert_eq!(program.titles().len(), 5);
    // A filter finds them by pinyin too.
    program.keys("cweidu<CR>");
    assert_eq!(program.model.list().words(), "is:unread");
}

#[test]
fn without_saved_searches_there_are_only_categories() {
    let home = Home::seed();
    let mut program = program(&home, "");
    program.keys("c");
    assert!(program.model.items(Topic::Categories).iter().all(|item| !item.title));
}

#[test]
fn the_query_that_is_typed_is_saved_under_a_name() {
    let home = Home::seed();
    let mut program = program(&home, "");
    program.keys("/category:新媒体<C-s>");
    assert_eq!(program.model.prompt().map(|prompt| prompt.purpose()), Some(Purpose::Name));
    program.keys("媒体<CR>");
    let written = |effect: &Effect| match effect {
        Effect::WriteSetting(key, value) => Some((key.clone(), value.clone())),
        _ => None,
    };
    let written: Vec<_> = program.asked.iter().filter_map(written).collect();
    assert_eq!(written, [("searches.媒体".to_owned(), "category:新媒体".to_owned())]);
    assert_eq!(program.titles().len(), 2);
    program.keys("c");
    assert_eq!(rows(&program)[..2], ["Saved searches".to_owned(), "媒体 2".to_owned()]);
    // Without a name, or without a query, nothing is saved.
    program.keys("<Esc>x/<C-s>");
    assert_eq!(program.model.prompt().map(|prompt| prompt.purpose()), Some(Purpose::Narrow));
    program.keys("舟<C-s><Esc>");
    assert_eq!((program.model.prompt().is_none(), program.titles().len()), (true, 1));
    assert_eq!(program.asked.iter().filter(|effect| matches!(effect, Effect::WriteSetting(..))).count(), 1);
}

#[test]
fn fields_and_names_are_completed() {
    let home = Home::seed();
    let mut program = program(&home, "");
    program.keys("/cat<Tab>");
    assert_eq!(line(&program), "category:");
    program.keys("xmt<Tab>");
    assert_eq!((line(&program).as_str(), program.titles().len()), ("category:\"新媒体\"", 2));
    // Several fit: each Tab shows the next one.
    program.keys("<C-u>-a<Tab>");
    assert_eq!((line(&program).as_str(), said(&program).as_str()), ("-author:", "1/2"));
    program.keys("<Tab>");
    assert_eq!(line(&program), "-after:");
    program.keys("<S-Tab>");
    assert_eq!(line(&program), "-author:");
    program.keys("<C-u>is:un<Tab>");
    assert_eq!((line(&program).as_str(), program.titles().len()), ("is:unread", 5));
    // What stands behind the caret stays.
    program.keys("<C-u>舟<C-a>category:科<Tab>");
    assert_eq!(line(&program), "category:\"科技\"舟");
    program.keys("<C-u>tag:没有<Tab>");
    assert_eq!(line(&program), "tag:没有");
}

#[test]
fn mistakes_are_marked_where_they_stand() {
    let home = Home::seed();
    let mut program = program(&home, "");
    program.keys("/舟<Space>cate:x<Space>after:soon");
    assert_eq!(underlined(&mut program), "cate:xsoon");
    program.keys("<C-u>舟<Space>category:科技");
    assert_eq!(underlined(&mut program), "");
}

/// The settings that were to be written.
fn written(program: &Program) -> Vec<(String, String)> {
    let of = |effect: &Effect| match effect {
        Effect::WriteSetting(key, value) => Some((key.clone(), value.clone())),
        _ => None,
    };
    program.asked.iter().filter_map(of).collect()
}

fn purpose(program: &Program) -> Option<Purpose> {
    program.model.prompt().map(|prompt| prompt.purpose())
}

#[test]
fn another_search_of_the_name_is_replaced_only_when_asked_twice() {
    let home = Home::seed();
    let mut program = program(&home, SEARCHES);
    program.keys("/is:read<C-s>未读<CR>");
    assert_eq!(said(&program), "Enter again replaces “未读”");
    assert_eq!((purpose(&program), line(&program)), (Some(Purpose::Name), "未读".to_owned()));
    assert_eq!((written(&program).len(), program.model.config().searches[2].1.as_str()), (0, "is:unread"));
    // Another name is taken, and asked for in turn.
    program.keys("轻<CR>");
    assert_eq!(said(&program), "Enter again replaces “轻”");
    program.keys("<Esc>");
    assert_eq!((purpose(&program), written(&program).len()), (None, 0));
    program.keys("/<CR>/is:read<C-s>未读<CR><CR>");
    assert_eq!(written(&program), [("searches.未读".to_owned(), "is:read".to_owned())]);
    assert_eq!((purpose(&program), program.model.config().searches.len()), (None, 3));
    assert_eq!(program.model.config().searches[2].1, "is:read");
    // The same query under its own name replaces nothing.
    program.keys("/<CR>/is:read<C-s>未读<CR>");
    assert_eq!((purpose(&program), written(&program).len()), (None, 2));
}

#[test]
fn what_cannot_be_saved_says_why() {
    let home = Home::seed();
    let mut program = program(&home, "");
    for (query, why) in [
        ("", "The query is empty"),
        ("<Space>", "The query is empty"),
        ("cate:x", "Unknown field “cate”"),
        ("after:soon", "“soon” is not valid here"),
        ("category:\"科", "The quotation mark before “科” is not closed"),
    ] {
        program.keys(&format!("/<C-u>{query}<C-s>"));
        assert_eq!((purpose(&program), said(&program).as_str()), (Some(Purpose::Narrow), why), "{query}");
        program.keys("<Esc>");
    }
    program.keys("/舟<C-s><CR>");
    assert_eq!((purpose(&program), said(&program).as_str()), (Some(Purpose::Name), "The name is missing"));
    program.keys("<Space><CR>");
    assert_eq!((purpose(&program), said(&program).as_str()), (Some(Purpose::Name), "The name is missing"));
    program.keys("舟<CR>");
    assert_eq!((purpose(&program), written(&program).len()), (None, 1));
}

#[test]
fn a_quotation_mark_that_is_not_closed_yet_is_no_mistake_while_typing() {
    let home = Home::seed();
    let mut program = program(&home, "");
    program.keys("/category:\"新媒体");
    assert_eq!((underlined(&mut program), program.titles().len(), said(&program)), (String::new(), 2, String::new()));
}

#[test]
fn searches_with_mistakes_are_reported_and_left_out() {
    let home = Home::seed();
    let text = "[searches]\n\"好\" = \"is:unread\"\n\"坏\" = \"cate:x\"\n";
    let (config, problems) = Config::load(text, Path::new("/x/config.toml"));
    let told: Vec<_> = problems.iter().map(|problem| (problem.code, problem.line, problem.column)).collect();
    assert_eq!(told, [(Code::QueryField, Some(3), Some(7))]);
    let mut begun = start((120, 40), Lang::English);
    begun.config = config;
    let mut program = Program::new(home.source(), begun);
    program.keys("c");
    assert_eq!(rows(&program)[..3], ["Saved searches", "好 5", "Categories"].map(str::to_owned));
}
