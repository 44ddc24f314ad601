//! What the program does, as a value: keys and answers in, state out.

mod bookmarks;
mod columns;
mod configuring;
mod consenting;
mod cut;
mod edges;
mod ending;
mod focus;
mod grouping;
mod help;
mod jumping;
mod keys;
mod labels;
mod landing;
mod left_out;
mod lines;
mod list_columns;
mod long;
mod modes;
mod narrow;
mod notices;
mod output;
mod panes;
mod paths;
mod patterns;
pub(crate) mod pictures;
mod plain;
mod punctuation;
mod returning;
mod rows;
mod rtl;
mod saved;
mod script;
mod searching;
mod setting;
mod sheet;
mod spacing;
mod tagging;
mod texts;
mod theming;
mod titles;
mod width;

use std::path::{Path, PathBuf};

use inkstone::app::{Alarm, BrowseTarget, Effect, Event, Focus, Notice, Overlay, PointerKind, Shown, Target, Topic};
use inkstone::article::Article;
use inkstone::config::Config;
use inkstone::library::CatalogueRecord;
use inkstone::locale::Lang;
use inkstone::marks::Edit;
use inkstone::problem::{Code, Problem};
use inkstone::text::Clean;
use proptest::prelude::*;

use crate::harness::collection::{Home, article, long_body};
use crate::harness::screen::{NOW, Program, cases, parse, start};

const WIDE: (u16, u16) = (120, 40);
const NARROW: (u16, u16) = (80, 24);

fn on(home: &Home, size: (u16, u16)) -> Program {
    Program::new(home.source(), start(size, Lang::ChineseSimplified))
}

/// What is to be remembered of a setting.
fn remembered(program: &Program, key: &str) -> Option<String> {
    program.asked.iter().rev().find_map(|effect| match effect {
        Effect::Remember(of, value) if *of == key => Some(value.clone()),
        _ => None,
    })
}

/// The rows an overlay shows, if there is one.
fn overlay(program: &Program) -> Option<Vec<&str>> {
    let overlay = program.model.overlay()?;
    Some(overlay.rows_from(0).map(|(_, item)| item.label.as_str()).collect())
}

pub(crate) fn said(program: &Program) -> String {
    match program.model.notice() {
        Some(Notice::Done(text) | Notice::Absent(text) | Notice::Failed(text)) => text.clone(),
        None => String::new(),
    }
}

#[test]
fn an_index_that_breaks_off_leaves_the_walk_and_the_files() {
    let home = Home::full();
    let mut begun = start(NARROW, Lang::ChineseSimplified);
    begun.collection.indexed = true;
    let mut program = Program::new(home.source(), begun);
    program.held = true;
    program.keys("R");
    let Some(Event::Found(ticket, ..)) = program.coming.front() else { panic!("nothing was asked for") };
    let ticket = *ticket;
    program.send(Event::Indexing(ticket, 3, 14));
    let problem = Problem::new(Code::IndexUnwritable).with("/cache").with("full");
    program.send(Event::Unindexed(ticket, problem.clone()));
    program.release();
    assert!(!program.model.loading().is_running(), "it goes on for ever");
    assert_eq!(program.model.library().len(), 14);
    assert_eq!(program.model.problems(), [(PathBuf::new(), problem)]);
    program.keys("/天地玄黄<CR>");
    assert_eq!(program.titles(), ["长卷"]);
}

/// A walk that begins during an update of the index would lose the articles that the update has already written.
#[test]
fn another_walk_waits_for_the_one_under_way() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.held = true;
    program.keys("R");
    let Some(Event::Found(ticket, ..)) = program.coming.pop_front() else { panic!("nothing was asked for") };
    let Some(Event::Loaded(_, batch)) = program.coming.pop_front() else { panic!("nothing was read") };
    program.coming.clear();
    program.send(Event::Indexing(ticket, 3, 14));
    program.send(Event::Unseen);
    program.send(Event::Unseen);
    assert!(program.model.is_loading(ticket) && program.coming.is_empty(), "another walk has begun");
    program.send(Event::Loaded(ticket, batch));
    program.send(Event::Indexed(ticket));
    let walks = program.coming.iter().filter(|event| matches!(event, Event::Found(..))).count();
    assert_eq!((walks, program.model.is_loading(ticket)), (1, false));
    program.release();
    assert!(!program.model.loading().is_running() && program.coming.is_empty());
    assert_eq!(program.model.library().len(), 14);
}

/// What has changed is shown even if the key is pressed while the first walk is under way.
#[test]
fn a_walk_asked_for_during_another_is_reported() {
    let home = Home::full();
    let mut program = Program::waiting(home.source(), start(NARROW, Lang::English));
    assert!(program.keys("R").model.loading().is_running());
    program.release();
    let notice = program.model.notice().map(|notice| format!("{notice:?}"));
    assert_eq!(notice.as_deref(), Some("Done(\"14 articles: 0 new, 0 removed\")"));
}

#[test]
fn a_late_answer_changes_nothing() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.held = true;
    program.keys("<CR>]");
    let stale = program.coming.pop_front().unwrap();
    program.release();
    let (title, top) = (program.reading(), program.model.reader().top());
    assert_eq!(title, "长卷");
    program.send(stale);
    assert_eq!((program.reading(), program.model.reader().top()), (title, top));
}

#[test]
fn pages_of_the_article_before_do_not_land_in_the_next() {
    let home = Home::full();
    let mut program = on(&home, WIDE);
    program.keys("/长卷<CR><CR>");
    program.held = true;
    program.keys("h").keys("x").keys("G<CR>");
    program.resize(110, 40).resize(120, 40);
    program.release();
    assert_eq!(program.reading(), "坏了的");
    assert_eq!(program.model.reader().height(), 5);
    assert_eq!(program.rows_with("正文仍在。"), ["●  渭川田家                             11 天前 │ 正文仍在。"]);
}

#[test]
fn the_reader_follows_only_when_the_hands_rest() {
    let home = Home::full();
    let mut program = on(&home, WIDE);
    let before = program.reading();
    program.keys("jj");
    assert_eq!(program.reading(), before);
    program.rest();
    assert_eq!(program.reading(), program.cursor());
    program.keys("j<Tab>");
    assert_eq!((program.reading(), program.model.focus()), (program.cursor(), Focus::Reader));
}

#[test]
fn the_cursor_stays_on_its_article() {
    let home = Home::full();
    let mut program = Program::waiting(home.source(), start(NARROW, Lang::ChineseSimplified));
    for _ in 0..2 {
        let event = program.coming.pop_front().unwrap();
        program.send(event);
    }
    program.keys("jj");
    let cursor = program.cursor();
    program.release();
    assert_eq!(program.cursor(), cursor);
    program.keys("g/鹿柴<Esc>");
    assert_eq!(program.titles().len(), 14);
    program.keys("x/title:鹿柴<CR>x");
    assert_eq!(program.cursor(), "鹿柴");
    program.keys("c唐诗<CR>");
    assert_eq!(program.cursor(), "鹿柴");
    program.keys("S<Down><CR>");
    assert_eq!(program.cursor(), "鹿柴");
}

#[test]
fn a_wanted_article_is_selected_once_it_is_there() {
    let home = Home::full();
    let mut wish = start(NARROW, Lang::English);
    wish.last = Some(("tang/4.md".into(), false));
    assert_eq!(Program::new(home.source(), wish).cursor(), "相思");
    let mut wish = start(NARROW, Lang::English);
    wish.open = Some("tang/4.md".into());
    let mut program = Program::new(home.source(), wish);
    assert_eq!((program.reading(), program.cursor()), ("相思".into(), "相思".into()));
    program.keys("<Esc>");
    assert_eq!(program.model.focus(), Focus::List);
    assert!(!program.has_quit());
}

#[test]
fn a_remembered_article_that_is_gone_gives_the_list() {
    let home = Home::full();
    let mut wish = start(NARROW, Lang::English);
    wish.last = Some(("no/more.md".into(), true));
    let program = Program::new(home.source(), wish);
    assert_eq!((program.model.focus(), program.titles().len()), (Focus::List, 14));
}

#[test]
fn the_cursor_is_in_range_when_a_wanted_article_is_filtered_out() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("/相连<CR><CR>.");
    program.keys(".<CR>");
    assert_eq!(program.reading(), "鹿柴");
    program.keys("h/没有<CR>");
    assert_eq!((program.model.list().rows().len(), program.model.list().cursor_row()), (0, 0));
    program.keys("x");
    assert_eq!(program.cursor(), "相连");
}

#[test]
fn categories_are_counted_among_what_is_left() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("c唐诗<Tab>新媒体<Tab>");
    let overlay = program.model.overlay().unwrap();
    let items: Vec<_> =
        overlay.items().iter().map(|item| (item.label.as_str(), item.note.as_str(), item.marked)).collect();
    assert_eq!(items, [("唐诗", "3", true), ("新媒体", "3", true)]);
    assert_eq!(program.titles().len(), 3);
    program.keys("唐诗<Tab><CR>");
    assert_eq!(program.titles().len(), 5);
    program.keys("x");
    assert_eq!(program.titles().len(), 14);
}

#[test]
fn narrowing_is_undone_by_escape() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("5j");
    let cursor = program.cursor();
    program.keys("/长");
    assert_eq!(
        program.titles(),
        [
            "一个很长很长的标题，长到任何一列都放不下它，于是它必须在末尾被截断，不多也不少，恰好在格子里；English words too",
            "长卷",
            "相连",
            "诸体"
        ]
    );
    program.keys("<Esc>");
    assert_eq!((program.titles().len(), program.cursor()), (14, cursor));
    program.keys("/长<CR>");
    // No prompt any more, but what was typed still holds.
    assert_eq!(program.status(), " 文集   /长                                                                 1/4");
    program.keys("<Esc>");
    assert_eq!(program.titles().len(), 14);
}

#[test]
fn a_query_is_told_its_mistake_while_it_is_typed_and_after() {
    let home = Home::full();
    let mut program = on(&home, WIDE);
    program.keys("/category:唐诗 titel:竹");
    assert_eq!(program.titles().len(), 9);
    let status = program.status();
    assert_eq!(
        status.split_whitespace().collect::<Vec<_>>(),
        ["搜索：", "category:唐诗", "titel:竹", "没有名为“titel”的字段"]
    );
    program.keys("<CR>");
    let status = program.status();
    assert_eq!(
        status.split_whitespace().collect::<Vec<_>>(),
        ["没有名为“titel”的字段", "·", "是不是想写“title:”？加上引号则按原文查找", "1/9"]
    );
    program.keys("/");
    program.keys("<C-w>title:竹<CR>");
    assert_eq!(program.titles(), ["竹里馆"]);
}

#[test]
fn categories_are_found_by_pinyin() {
    let home = Home::full();
    let mut program = on(&home, WIDE);
    program.keys("cxmt<CR>");
    assert_eq!(program.titles().len(), 5);
}

#[test]
fn a_query_for_marks_follows_them() {
    let home = Home::full();
    let mut program = on(&home, WIDE);
    program.keys("/is:unread -category:唐诗<CR>");
    let before = program.titles();
    program.keys("r");
    assert_eq!(program.titles(), before[1..]);
}

#[test]
fn matches_are_stepped_through_around_the_end() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("/长卷<CR><CR>/鲸鱼<CR>");
    let at = |program: &Program| program.model.reader().found().unwrap().at();
    assert_eq!(at(&program), 0);
    let first = program.model.reader().top();
    assert_eq!(at(program.keys("n")), 1);
    assert_eq!(at(program.keys("n")), 0);
    assert_eq!(program.model.reader().top(), first);
    assert_eq!(at(program.keys("N")), 1);
    program.keys("g/鲸鱼<Esc>");
    assert_eq!(program.model.reader().top(), 0);
    program.keys("/玄黄<Esc>n");
    assert_eq!(program.model.reader().top(), first);
    assert_eq!(program.model.reader().found().unwrap().words(), "鲸鱼");
    program.keys("/鲲鹏<CR>");
    assert_eq!(said(&program), "文中没有“鲲鹏”");
    program.keys("n");
    assert_eq!(said(&program), "文中没有“鲲鹏”");
    program.keys("j");
    assert_eq!(said(&program), "");
}

#[test]
fn the_place_stays_at_every_width() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("/长卷<CR><CR>21j");
    let spot = program.model.reader().spot();
    for width in (20..=140).rev().step_by(3).chain([80]) {
        program.resize(width, 24);
        assert_eq!(program.model.reader().spot().anchor.block, spot.anchor.block, "{width}");
    }
    assert_eq!(program.model.reader().spot(), spot);
    program.keys("<lt><lt><lt>>>>Z").keys("Z");
    assert_eq!(program.model.reader().spot(), spot);
    program.keys("j");
    assert_ne!(program.model.reader().spot(), spot);
}

#[test]
fn a_taller_window_shows_no_emptiness_below_the_end() {
    let home = Home::full();
    let mut program = on(&home, (80, 10));
    program.keys("/长卷<CR><CR>G").resize(80, 40);
    assert_eq!(program.model.reader().top(), program.model.reader().last_top(program.model.extent()));
}

#[test]
fn marks_are_set_saved_and_taken_back() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("jrs");
    let id = program.model.list().cursor().unwrap();
    assert!(program.model.marks().is_read(id) && program.model.marks().is_starred(id));
    let saved = |program: &Program, edit: &Edit| {
        program.asked.iter().any(
            |effect| matches!(effect, Effect::Save(paths, of) if of == edit && paths == &[PathBuf::from("long.md")]),
        )
    };
    assert!(saved(&program, &Edit::Read(true)) && saved(&program, &Edit::Starred(true)));
    program.keys("UU");
    assert!(!program.model.marks().is_read(id) && !program.model.marks().is_starred(id));
    assert!(saved(&program, &Edit::Read(false)));
    assert_eq!(said(&program), "已撤销，恢复为未读：长卷");
    program.keys("U");
    assert!(!program.model.marks().is_read(id));
}

#[test]
fn all_are_marked_only_after_a_yes() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("c唐诗<CR>A");
    program.send(Event::Paste("y".into()));
    assert_eq!(program.model.unread_rows().len(), 9);
    program.keys("n");
    assert_eq!(program.model.unread_rows().len(), 9);
    program.keys("Aｙ");
    assert_eq!(program.model.unread_rows().len(), 0);
    program.keys("x");
    assert_eq!(program.model.unread_rows().len(), 5);
    program.keys("U");
    assert_eq!(program.model.unread_rows().len(), 14);
}

#[test]
fn q_goes_back_and_quits_where_one_came_in() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("<CR>q");
    assert_eq!((program.model.focus(), program.has_quit()), (Focus::List, false));
    program.keys("q");
    assert!(program.has_quit());

    let mut wish = start(NARROW, Lang::English);
    wish.open = Some("tang/4.md".into());
    let mut program = Program::new(home.source(), wish);
    program.keys("?<Esc>Sq");
    assert!(!program.has_quit());
    program.keys("q");
    assert!(program.has_quit());

    let mut wish = start(NARROW, Lang::English);
    wish.open = Some("tang/4.md".into());
    let mut program = Program::new(home.source(), wish);
    program.keys("hj<CR>q");
    assert_eq!((program.model.focus(), program.has_quit()), (Focus::List, false));
}

#[test]
fn escape_leaves_the_mode_then_the_article_and_never_the_program() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("/长卷<CR><CR>Z\\/玄黄<CR>t");
    for _ in 0..12 {
        program.keys("<Esc>");
    }
    assert_eq!(
        (program.model.focus(), program.model.is_zen(), *program.model.reader().shown() == Shown::Source),
        (Focus::List, false, false)
    );
    assert_eq!(program.titles().len(), 14);
    assert!(!program.has_quit());
}

#[test]
fn the_source_is_closed_with_the_article() {
    let home = Home::full();
    for size in [WIDE, NARROW] {
        let mut program = on(&home, size);
        program.keys("/诸体<CR><CR>\\");
        assert_eq!(program.top_row(), "---");
        program.keys("h");
        assert_eq!(program.model.focus(), Focus::List);
        program.keys("<CR>");
        assert_eq!(program.top_row(), "诸体");
        program.keys("hg\\");
        assert_eq!(program.top_row(), "---");
    }
}

#[test]
fn the_source_opens_from_the_list_before_anything_was_read() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("\\");
    assert_eq!(
        program.rows()[..6],
        [
            " ---",
            " title: '一个很长很长的标题，长到任何一列都放不下它，于是它必须在末尾被截断，不",
            "↳多也不少，恰好在格子里；English words too'",
            " date: 2021-03-13 08:00:00",
            " author: 王维",
            " categories: [一个很长的分类名字也要截断]"
        ]
    );
}

#[test]
fn links_lead_within_the_page_between_articles_and_out() {
    let home = Home::full();
    home.write("deep/a.md", &article("深处", 14, "甲", "<p><a href=\"../links.md#end\">回</a></p>"));
    let mut program = on(&home, (80, 8));
    program.keys("/相连<CR><CR>.");
    let before = program.model.reader().top();
    program.keys("<CR>");
    let jumped = program.model.reader().top();
    assert_eq!((before, jumped), (5, 12));
    program.keys("<C-o>");
    assert_eq!(program.model.reader().top(), before);
    program.keys("<A-Right>");
    assert_eq!(program.model.reader().top(), jumped);
    program.keys("g..<CR>");
    assert_eq!(program.reading(), "鹿柴");
    program.keys("<Backspace>");
    assert_eq!(program.reading(), "相连");
    program.keys("<A-Right><C-o>").keys("g2jfd");
    let browsed = program.asked.iter().rev().find_map(|effect| match effect {
        Effect::Browse(BrowseTarget::Address(to)) => Some(to.to_string()),
        _ => None,
    });
    assert_eq!(browsed.as_deref(), Some("https://example.com/a?b=c"));
    program.keys("g5jff");
    let asks = |effect: &Effect| matches!(effect, Effect::OpenLinked(_, target) if target == "gone.md");
    assert!(program.asked.last().is_some_and(asks));
    program.keys("hx/深处<CR><CR>.<CR>");
    assert_eq!((program.reading(), program.model.reader().top()), ("相连".into(), jumped));
}

#[test]
fn next_and_previous_go_through_the_list() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("<CR>]]");
    assert_eq!((program.reading(), program.cursor()), ("相连".into(), "相连".into()));
    program.keys("[");
    assert_eq!(program.reading(), "长卷");
    program.keys("2]");
    assert_eq!(program.reading(), "诸体");
    program.keys("9[");
    assert_eq!(
        program.cursor(),
        "一个很长很长的标题，长到任何一列都放不下它，于是它必须在末尾被截断，不多也不少，恰好在格子里；English words too"
    );
    program.keys("]hr<CR>[");
    // 相连 was read to its end on the way.
    program.keys("}");
    assert_eq!(program.reading(), "诸体");
    program.keys("hg<CR>[");
    assert_eq!(said(&program), "已是第一篇");
}

#[test]
fn reading_goes_on_where_it_stopped() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("/长卷<CR><CR>25j");
    let top = program.top_row();
    program.keys("hx");
    let positions = |effect: &&Effect| matches!(effect, Effect::Save(_, Edit::Position(Some(_), _)));
    assert_eq!(program.asked.iter().filter(positions).count(), 1);
    program.keys("G<CR>h/长卷<CR><CR>");
    assert_eq!(program.top_row(), top);
    for _ in 0..3 {
        program.keys("q");
    }
    assert_eq!(remembered(&program, "place").as_deref(), Some("l:long.md"));
}

#[test]
fn counts_and_full_width_twins() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("10j");
    assert_eq!(program.model.list().cursor_row(), 10);
    program.keys("5G");
    assert_eq!(program.model.list().cursor_row(), 4);
    program.keys("ｊ");
    assert_eq!(program.model.list().cursor_row(), 5);
    program.keys("ｇ3ｊｋ");
    assert_eq!(program.model.list().cursor_row(), 2);
    program.keys("？");
    assert_eq!(program.model.overlay().map(Overlay::topic), Some(Topic::Help));
}

#[test]
fn a_search_in_a_menu_narrows_the_menu() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("S/标题");
    assert!(program.model.prompt().is_none());
    assert_eq!(overlay(&program), Some(vec!["标题"]));
    program.keys("<CR>");
    assert_eq!(overlay(&program), None);
    assert_eq!(remembered(&program, "sort").as_deref(), Some("title"));
}

#[test]
fn another_walk_takes_out_what_is_gone_and_reads_what_changed() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("/长卷<CR><CR>22j");
    std::fs::remove_file(home.posts().join("tang/1.md")).unwrap();
    home.write("new.md", &article("新来的", 15, "甲", "<p>新。</p>"));
    home.write("long.md", &article("长卷改", 12, "甲", &long_body()));
    let top = program.top_row();
    program.keys("R");
    assert_eq!((program.top_row(), program.reading()), (top, "长卷改".into()));
    program.keys("hx");
    assert_eq!(
        program.titles(),
        [
            "新来的",
            "一个很长很长的标题，长到任何一列都放不下它，于是它必须在末尾被截断，不多也不少，恰好在格子里；English words too",
            "长卷改",
            "相连",
            "诸体",
            "渭川田家",
            "使至塞上",
            "送元二使安西",
            "终南别业",
            "鸟鸣涧",
            "相思",
            "竹里馆",
            "鹿柴",
            "坏了的"
        ]
    );
}

#[test]
fn what_opening_tells_stands_in_the_list() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    home.write("long.md", &article("长卷改", 12, "甲", "<p>短了。</p>"));
    program.keys("j<CR>h");
    assert_eq!((program.titles()[1].as_str(), program.cursor().as_str()), ("长卷改", "长卷改"));
}

#[test]
fn an_address_is_copied_or_the_place_of_the_file() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("jy");
    assert!(matches!(program.asked.last(), Some(Effect::CopyAddresses(paths)) if *paths == [Path::new("long.md")]));
    program.keys("x/相连<CR><CR>...y");
    assert!(matches!(program.asked.last(), Some(Effect::Copy(text)) if text == "https://example.com/a?b=c"));
}

#[test]
fn the_pointer_selects_follows_and_scrolls() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    let point = |program: &mut Program, kind, column, row| {
        program.screen();
        program.point(kind, column, row)
    };
    assert_eq!(point(&mut program, PointerKind::Press, 10, 1), Some(Target::Row(1)));
    point(&mut program, PointerKind::Release, 10, 1);
    assert_eq!(program.reading(), "长卷");
    point(&mut program, PointerKind::WheelDown, 10, 5);
    assert_eq!(program.model.reader().top(), 3);
    program.keys("h/");
    point(&mut program, PointerKind::WheelDown, 10, 23);
    assert_eq!(program.model.reader().top(), 3);
    point(&mut program, PointerKind::Press, 10, 2);
    assert!(program.model.prompt().is_none());
    point(&mut program, PointerKind::Release, 10, 2);
    assert_eq!(program.reading(), "相连");
}

#[test]
fn nothing_happens_in_an_empty_list() {
    let home = Home::empty();
    let mut program = on(&home, WIDE);
    for key in parse("<CR>jkGgdu<Space>b]zz[}{rsAU\\oe|yYtcxSR!f.,n/x<Esc>Z<Tab><lt>>T:<Esc>?<Esc>10j5G<C-o><BS>h") {
        program.send(Event::Key(key));
        program.screen();
    }
    assert_eq!(program.model.focus(), Focus::List);
    assert!(!program.model.is_zen());
}

#[test]
fn an_article_that_lies_open_long_enough_is_read() {
    let home = Home::full();
    let mut wish = start(NARROW, Lang::ChineseSimplified);
    wish.config.read_after = Some(5);
    let mut program = Program::new(home.source(), wish);
    program.keys("/长卷<CR><CR>");
    let is_read = |program: &Program| program.model.subject().is_some_and(|id| program.model.marks().is_read(id));
    let asked = program.timer;
    assert!(matches!(asked, Some((Alarm::Dwell, _))) && !is_read(&program));
    // Back in the list before the time is over: the late bell changes nothing.
    program.keys("h").rest();
    assert!(!is_read(&program));
    program.keys("<CR>").rest();
    assert!(is_read(&program));
    program.keys("U");
    assert!(!is_read(&program));
}

#[test]
fn what_is_noticed_moves_neither_cursor_nor_text() {
    let home = Home::full();
    let mut program = on(&home, WIDE);
    program.keys("/长卷<CR><CR>").keys("h").keys("x").keys("<CR>").keys("40j");
    let (title, all) = (program.cursor(), program.model.list().rows().len());
    assert_eq!(title, "长卷");
    let (line, row) = (program.model.reader().spot(), program.model.list().cursor_row() - program.model.list().top());
    let new = |title: &str| Article { title: Clean::line(title), ..Article::default() };
    let added: Vec<_> = (0..50)
        .map(|n| (format!("new/{n}.md").into(), Some((new(&format!("新 {n}")), CatalogueRecord::default()))))
        .collect();
    program.send(Event::Noticed(added));
    assert_eq!((program.cursor(), program.model.list().rows().len()), (title.clone(), all + 50));
    assert_eq!(
        (program.model.reader().spot(), program.model.list().cursor_row() - program.model.list().top()),
        (line, row)
    );
    // Its own file has changed: it is read again and stands where it stood.
    let path = program.model.reader().path().unwrap().to_owned();
    let same = program.model.reader().opened().unwrap().article().clone();
    program.send(Event::Noticed(vec![(path.clone(), Some((same, CatalogueRecord::default())))]));
    assert_eq!((program.reading(), program.model.reader().spot()), (title.clone(), line));
    // A folder that went stands for all that was in it.
    program.send(Event::Noticed(vec![("new".into(), None)]));
    assert_eq!((program.cursor(), program.model.list().rows().len()), (title.clone(), all));
    // The open file itself is gone: its text stays before the eyes, its row does not.
    program.send(Event::Noticed(vec![(path, None)]));
    assert_eq!((program.reading(), program.model.list().rows().len()), (title.clone(), all - 1));
    assert_eq!(program.rows_with("长卷"), Vec::<String>::new());
}

#[test]
fn a_file_that_changes_while_it_opens_opens_at_its_top() {
    let home = Home::full();
    let mut program = on(&home, NARROW);
    program.keys("/长卷<CR>");
    program.held = true;
    program.keys("<CR>");
    let path = program.model.library().path(program.model.subject().unwrap()).unwrap();
    let article = Article { title: Clean::line("长卷"), ..Article::default() };
    program.send(Event::Noticed(vec![(path, Some((article, CatalogueRecord::default())))]));
    program.release();
    assert_eq!((program.reading().as_str(), program.model.reader().top()), ("长卷", 0));
}

#[test]
fn every_sentence_is_whole() {
    let home = Home::full();
    for keys in
        ["/相连<CR><CR>/无<CR>", "/相连<CR><CR>gff", "sU", "U", "<CR>[", "T", "<CR>>", "Ay", "G<CR>n", "f", "<C-o>"]
    {
        for (lang, _) in Lang::ALL {
            let mut program = Program::new(home.source(), start(NARROW, *lang));
            let screen = program.keys(keys).screen();
            assert!(!screen.contains('{') && !screen.contains('}'), "{keys}: {screen}");
        }
    }
}

/// What a monkey can do.
#[derive(Clone, Debug)]
enum Act {
    Key(String),
    Resize(u16, u16),
    Answer(usize),
    Rest,
    TextPoint(PointerKind, u16, u16),
    Paste(String),
}

const GESTURES: &[PointerKind] =
    &[PointerKind::Press, PointerKind::Drag, PointerKind::Release, PointerKind::WheelDown, PointerKind::WheelUp];

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let mut keys: Vec<String> =
        Config::load_keys(Config::SHIPPED_KEYS).0.iter().map(|row| row.chord.to_string()).collect();
    keys.extend(["1", "9", "0", "a", "唐", "鲸鱼", "ｊ", "y", "<CR>", "<CR>", "<Esc>", "<lt>"].map(str::to_owned));
    let act = prop_oneof![
        12 => proptest::sample::select(keys).prop_map(Act::Key),
        2 => (0..160_u16, 0..50_u16).prop_map(|(columns, rows)| Act::Resize(columns, rows)),
        4 => (0..4_usize).prop_map(Act::Answer),
        1 => Just(Act::Rest),
        4 => (proptest::sample::select(GESTURES), 0..120_u16, 0..40_u16).prop_map(|(kind, x, y)| Act::TextPoint(kind, x, y)),
        1 => ".{0,4}".prop_map(Act::Paste),
    ];
    proptest::collection::vec(act, 1..60)
}

fn perform(program: &mut Program, act: Act) {
    match act {
        Act::Key(keys) => drop(program.keys(&keys)),
        Act::Resize(columns, rows) => drop(program.resize(columns, rows)),
        Act::Answer(at) => {
            if let Some(event) = program.coming.remove(at) {
                program.send(event);
            }
        }
        Act::Rest => drop(program.rest()),
        Act::TextPoint(kind, column, row) => drop(program.point(kind, column, row)),
        Act::Paste(text) => program.send(Event::Paste(text)),
    }
}

fn holds(program: &Program) {
    let (model, list) = (&program.model, program.model.list());
    let (cursor, rows) = (list.cursor_row(), list.rows());
    assert!(cursor < rows.len() || cursor == 0 && rows.is_empty());
    let height = model.list_rows().max(1);
    // Below the top, groups may be folded: then only their first rows are shown.
    let is_shown = rows.is_empty() || list.shown_rows(height).any(|row| row == cursor);
    assert!(is_shown, "{cursor} from {} of {height}", list.top());
    let reader = model.reader();
    let (top, furthest) = (reader.top(), reader.furthest_top(model.extent()));
    assert!(top <= furthest, "{top} is beyond {furthest}");
    if let Some(overlay) = model.overlay() {
        let cursor = overlay.cursor();
        assert!(cursor < overlay.row_count() || overlay.row_count() == 0);
        assert!((overlay.top()..overlay.top() + model.overlay_rows()).contains(&cursor));
    }
    if reader.is_current()
        && let Some(opened) = reader.opened()
    {
        assert_eq!(opened.view().body().anchor_of(usize::MAX).block as usize, opened.document().blocks.len());
    }
}

/// Performs all acts, then lets every answer in; the invariants hold after each.
fn play(mut program: Program, acts: Vec<Act>) {
    for act in acts {
        perform(&mut program, act);
        program.screen();
        holds(&program);
    }
    program.release();
    program.screen();
    holds(&program);
    assert!(!program.model.loading().is_running());
    assert_eq!(program.model.now(), NOW);
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn no_hand_breaks_it(acts in acts()) {
        let home = Home::full();
        let mut program = Program::waiting(home.source(), start(WIDE, Lang::ChineseSimplified));
        program.deliver();
        play(program, acts);
    }

    #[test]
    fn no_hand_breaks_it_while_it_loads(acts in acts()) {
        let home = Home::full();
        play(Program::waiting(home.source(), start(WIDE, Lang::ChineseSimplified)), acts);
    }
}

#[test]
fn a_problem_leads_to_its_line() {
    let home = Home::full();
    let filler: String = (0..60).map(|at| format!("第 {at} 段。\n\n")).collect();
    home.write(
        "values.md",
        &format!("---\ntitle: 值\ndate: 2030-01-01\n---\n{filler}版本 {{{{ release.version }}}}。\n\n{filler}"),
    );
    let mut program = on(&home, NARROW);
    program.keys("gg<CR>");
    assert_eq!(program.reading(), "值");
    let row = |program: &mut Program| program.screen().lines().position(|row| row.contains("⟨release.version⟩"));
    assert_eq!(row(&mut program), None);
    program.keys("!<CR>");
    assert!(program.model.overlay().is_none());
    let from_article = row(&mut program);
    program.keys("gg!G<CR>");
    let at = program.model.overlay().unwrap().items().iter().position(|item| item.label.contains("release.version"));
    program.keys(&format!("{}j<CR>", at.unwrap()));
    assert_eq!((from_article.is_some(), row(&mut program)), (true, from_article));
}

#[test]
fn problems_lead_from_the_article_to_the_collection_and_back() {
    let home = Home::full();
    home.write("deep/worse.md", "---\ntitle: 更坏\ndate: never\n---\n正文。\n");
    let mut program = on(&home, NARROW);
    let labels = |program: &Program| -> Vec<String> {
        let overlay = program.model.overlay().unwrap();
        overlay.items().iter().map(|item| item.label.clone()).collect()
    };
    program.keys("!");
    assert_eq!(labels(&program), ["这篇文章没有问题", "全部问题：3 个"]);
    program.keys("G<CR>");
    let all = labels(&program);
    assert_eq!((all[0].as_str(), all[3].as_str(), all.len()), ("broken.md", "deep/worse.md", 5));
    program.keys("!");
    assert_eq!(labels(&program).len(), 2);
    program.keys("!G<CR>");
    assert_eq!((program.reading(), program.cursor()), ("更坏".into(), "更坏".into()));
    program.keys("!");
    assert_eq!(
        labels(&program),
        [
            "“never”不是日期",
            "请写成 2022-01-07 12:30:24，必要时加上 +08:00 这样的时区",
            "deep/worse.md",
            "全部问题：3 个"
        ]
    );
    // Sentences are broken anew for the width.
    program.resize(30, 24);
    assert_eq!(
        labels(&program),
        [
            "“never”不是日期",
            "请写成 2022-01-07",
            "12:30:24，必要时加上",
            "+08:00 这样的时区",
            "deep/worse.md",
            "全部问题：3 个"
        ]
    );
}

#[test]
fn links_of_the_site_open_inside() {
    let home = Home::full();
    let body =
        "<p><a href=\"/2021/03/02/2/\">一</a><a href=\"post/Long/\">二</a><a href=\"/categories/唐诗/\">三</a></p>";
    home.write("from.md", &article("来处", 14, "甲", body));
    let mut program = on(&home, NARROW);
    program.keys("/来处<CR><CR>.<CR>");
    assert_eq!(program.reading(), "鹿柴");
    program.keys("<C-o>.<CR>");
    assert_eq!(program.reading(), "长卷");
    program.keys("<C-o>.<CR>");
    assert_eq!((program.model.focus(), program.titles().len()), (Focus::List, 9));
}

#[test]
fn only_what_matters_is_marked_in_the_list() {
    let home = Home::empty();
    let text = "---\ntitle: 旧编码\n---\n\n三星堆遗址位于四川省广汉市，是一处距今约三千年的古蜀文化遗址。\n";
    let units: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    std::fs::write(home.posts().join("guessed.md"), units).unwrap();
    home.write("bad.md", "---\ntitle: 坏日期\ndate: never\n---\n正文。\n");
    let mut program = on(&home, NARROW);
    assert_eq!(
        program.rows()[..2],
        [
            "●! 坏日期                                                                1 分钟",
            "●  旧编码                                                                1 分钟"
        ]
    );
    assert_eq!(
        program.keys("sjs").rows()[..2],
        [
            "●★!坏日期                                                                1 分钟",
            "●★ 旧编码                                                                1 分钟"
        ]
    );
}
