//! Words in the texts of the collection, what is new, and articles of equal text.

use std::path::PathBuf;

use inkstone::app::{Arrived, Event};
use inkstone::config::Config;
use inkstone::library::Card;
use inkstone::locale::Lang;
use inkstone::marks::Mark;

use crate::harness::{NOW, Program, Shelf, article, start};

/// Four articles: the word 江雪 stands in the title of one and in the texts of two others.
fn shelf() -> Shelf {
    let shelf = Shelf::empty();
    for (name, title, day, body) in [
        ("a.md", "登高", 4, "<p>风急天高猿啸哀，<b>江雪</b>未消。</p>"),
        ("b.md", "江雪", 3, "<p>千山鸟飞绝，万径人踪灭。</p>"),
        ("c.md", "春望", 2, "<p>国破山河在。</p><p>城春草木深，不见江雪。</p>"),
        ("d.md", "相思", 1, "<p>红豆生南国。</p>"),
    ] {
        shelf.write(name, &article(title, day, "唐诗", body));
    }
    shelf
}

fn program(shelf: &Shelf) -> Program {
    Program::new(shelf.source(), start((80, 24), Lang::ChineseSimplified))
}

#[test]
fn words_are_found_in_titles_and_texts_with_a_piece_of_them() {
    let shelf = shelf();
    let mut program = program(&shelf);
    program.keys("/江雪");
    assert_eq!(program.titles(), ["登高", "江雪", "春望"]);
    let screen = program.screen();
    assert!(screen.contains("猿啸哀，江雪未消"), "{screen}");
    assert!(screen.contains("城春草木深，不见江雪"), "{screen}");
    // Two lines a row: the third row is that of the second article.
    let lines: Vec<&str> = screen.lines().collect();
    assert!(lines[1].contains("登高") && lines[3].contains("江雪") && lines[5].contains("春望"), "{screen}");
    // An article opens where the word stands.
    program.keys("<CR>").keys("jj<CR>");
    assert_eq!(program.reading(), "春望");
    let found = program.model.reader.found.as_ref().unwrap();
    assert_eq!((found.words.as_str(), found.matches.len()), ("江雪", 1));
    program.keys("hx");
    assert_eq!(program.titles().len(), 4);
    assert!(!program.screen().contains("猿啸哀"));
}

#[test]
fn the_best_match_may_stand_first() {
    let shelf = shelf();
    let mut program = program(&shelf);
    program.keys("/江雪<CR>").keys("S").keys("G<CR>");
    assert_eq!(program.titles(), ["江雪", "登高", "春望"]);
    // Without words it is the newest that stands first.
    program.keys("x");
    assert_eq!(program.titles(), ["登高", "江雪", "春望", "相思"]);
}

/// The articles of a program as an index would tell them: when they came, and which have the same text.
fn tell(program: &mut Program, cards: &[(&str, i64, u64)]) {
    let ticket = program.model.loading.slot.ask();
    let told: Vec<Arrived> = cards
        .iter()
        .zip(1..)
        .map(|((name, came, twin), row)| {
            let path = PathBuf::from(name);
            let (loaded, _) = program.source.load_whole(&path, &program.reading);
            (path, loaded.article, Card { row, twin: *twin, came: *came })
        })
        .collect();
    program.send(Event::Indexing(ticket, told.len(), told.len()));
    program.send(Event::Loaded(ticket, told));
    program.send(Event::Indexed(ticket));
}

#[test]
fn what_came_since_the_last_visit_is_new() {
    let shelf = shelf();
    let mut begun = start((80, 24), Lang::ChineseSimplified);
    begun.collection.visited = Some(NOW - 100);
    let mut program = Program::new(shelf.source(), begun);
    assert!(!program.screen().contains("上次以来"));
    tell(&mut program, &[("a.md", NOW, 1), ("b.md", NOW - 99, 2), ("c.md", NOW - 100, 3), ("d.md", NOW, 4)]);
    program.model.list.stale = true;
    program.send(Event::Resize(80, 24));
    // The rule stands below those at the top; what came late with an old date stands at its date.
    let screen = program.screen();
    let lines: Vec<&str> = screen.lines().collect();
    assert!(
        lines[2].contains("江雪") && lines[3].contains("上次以来的新文章") && lines[4].contains("春望"),
        "{screen}"
    );
    program.keys("/is:new<CR>");
    assert_eq!(program.titles(), ["登高", "江雪", "相思"]);
}

#[test]
fn articles_of_equal_text_may_stand_as_one() {
    let shelf = shelf();
    for (twins, expected) in [("show", &["登高", "江雪", "春望", "相思"][..]), ("fold", &["登高", "江雪", "相思"])]
    {
        let mut begun = start((80, 24), Lang::ChineseSimplified);
        let mut config = Config::default();
        config.set(&format!("list.twins={twins}")).unwrap();
        begun.config = config;
        let mut program = Program::new(shelf.source(), begun);
        tell(&mut program, &[("a.md", 0, 7), ("b.md", 0, 8), ("c.md", 0, 7), ("d.md", 0, 9)]);
        program.model.list.stale = true;
        program.send(Event::Resize(80, 24));
        assert_eq!(program.titles(), expected, "{twins}");
    }
}

#[test]
fn marks_go_with_articles_that_were_moved() {
    let shelf = shelf();
    let mut program = program(&shelf);
    program.keys("js");
    let star = Mark { starred: true, ..Mark::default() };
    let path = |name: &str| PathBuf::from(name);
    // What the index saw go and come…
    program.send(Event::Went(vec![path("b.md")]));
    program.send(Event::Moved(vec![(path("b.md"), path("c.md"))]));
    assert!(program.screen().lines().any(|line| line.contains('★') && line.contains("春望")));
    // …and what only the hash beside a mark can tell.
    program.send(Event::Recalled(path("d.md"), star));
    assert!(program.screen().lines().any(|line| line.contains('★') && line.contains("相思")));
}

#[test]
fn how_fast_and_how_long_is_told_once_it_is_known() {
    let shelf = shelf();
    let mut program = Program::waiting(shelf.source(), start((80, 24), Lang::ChineseSimplified));
    let ticket = program.model.loading.slot.ask();
    program.send(Event::Indexing(ticket, 100, 10_000));
    assert!(program.screen().contains("100/10,000 "));
    let begun = program.model.loading.since.unwrap();
    program.model.loading.since = Some((begun.0 - 4, begun.1));
    program.send(Event::Indexing(ticket, 2_100, 10_000));
    assert!(program.screen().contains("2,100/10,000  500/s  0:15"), "{}", program.screen());
}
