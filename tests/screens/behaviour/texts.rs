//! Words in the texts of the collection, what is new, and articles of equal text.

use std::path::PathBuf;

use inkstone::app::{Arrived, Event, Ticket};
use inkstone::config::Config;
use inkstone::library::CatalogueRecord;
use inkstone::locale::Lang;
use inkstone::marks::Mark;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{NOW, Program, start};

/// Four articles: the word 江雪 stands in the title of one and in the texts of two others.
fn home() -> Home {
    let home = Home::empty();
    for (name, title, day, body) in [
        ("a.md", "登高", 4, "<p>风急天高猿啸哀，<b>江雪</b>未消。</p>"),
        ("b.md", "江雪", 3, "<p>千山鸟飞绝，万径人踪灭。</p>"),
        ("c.md", "春望", 2, "<p>国破山河在。</p><p>城春草木深，不见江雪。</p>"),
        ("d.md", "相思", 1, "<p>红豆生南国。</p>"),
    ] {
        home.write(name, &article(title, day, "唐诗", body));
    }
    home
}

fn program(home: &Home) -> Program {
    Program::new(home.source(), start((80, 24), Lang::ChineseSimplified))
}

#[test]
fn words_are_found_in_titles_and_texts_with_a_piece_of_them() {
    let home = home();
    let mut program = program(&home);
    program.keys("/江雪");
    assert_eq!(program.titles(), ["登高", "江雪", "春望"]);
    // Two lines a row: the third row is that of the second article.
    assert_eq!(
        program.rows()[..7],
        [
            "●  登高                                                    1 分钟  唐诗  2 周前",
            "   风急天高猿啸哀，江雪未消。",
            "●  江雪                                                    1 分钟  唐诗  2 周前",
            "",
            "●  春望                                                    1 分钟  唐诗  2 周前",
            "   …城春草木深，不见江雪。",
            ""
        ]
    );
    // An article opens where the word stands.
    program.keys("<CR>").keys("jj<CR>");
    assert_eq!(program.reading(), "春望");
    let found = program.model.reader().found().unwrap();
    assert_eq!((found.words(), found.matches().len()), ("江雪", 1));
    program.keys("hx");
    assert_eq!(
        program.rows()[..5],
        [
            "●  登高                                                    1 分钟  唐诗  2 周前",
            "●  江雪                                                    1 分钟  唐诗  2 周前",
            "   春望                                                    1 分钟  唐诗  2 周前",
            "●  相思                                                    1 分钟  唐诗  2 周前",
            ""
        ]
    );
}

#[test]
fn the_best_match_may_stand_first() {
    let home = home();
    let mut program = program(&home);
    program.keys("/江雪<CR>").keys("S").keys("G<CR>");
    assert_eq!(program.titles(), ["江雪", "登高", "春望"]);
    // Without words it is the newest that stands first.
    program.keys("x");
    assert_eq!(program.titles(), ["登高", "江雪", "春望", "相思"]);
}

/// The ticket of a walk that was begun and has not been answered.
fn walk(program: &mut Program) -> Ticket {
    let Some(Event::Found(ticket, ..)) = program.coming.front() else { panic!("nothing was asked for") };
    let ticket = *ticket;
    program.coming.clear();
    ticket
}

/// The articles of a program as an index reports them: when they were first seen, and which have the same text. The
/// list is rebuilt afterwards.
fn tell(program: &mut Program, records: &[(&str, i64, u64)]) {
    program.held = true;
    program.send(Event::Unseen);
    let ticket = walk(program);
    program.held = false;
    let told: Vec<Arrived> = records
        .iter()
        .zip(1..)
        .map(|((name, first_seen, twin), row)| {
            let path = PathBuf::from(name);
            let (loaded, _) = program.source.load_whole(&path, &program.reading);
            (path, loaded.article, CatalogueRecord { row, twin: *twin, first_seen: *first_seen })
        })
        .collect();
    program.send(Event::Indexing(ticket, told.len(), told.len()));
    program.send(Event::Loaded(ticket, told));
    program.send(Event::Indexed(ticket));
    program.keys("x");
}

#[test]
fn what_came_since_the_last_visit_is_new() {
    let home = home();
    let mut begun = start((80, 24), Lang::ChineseSimplified);
    begun.collection.visited = Some(NOW - 100);
    let mut program = Program::new(home.source(), begun);
    assert_eq!(
        program.rows()[..5],
        [
            "●  登高                                                    1 分钟  唐诗  2 周前",
            "●  江雪                                                    1 分钟  唐诗  2 周前",
            "●  春望                                                    1 分钟  唐诗  2 周前",
            "●  相思                                                    1 分钟  唐诗  2 周前",
            ""
        ]
    );
    tell(&mut program, &[("a.md", NOW, 1), ("b.md", NOW - 99, 2), ("c.md", NOW - 100, 3), ("d.md", NOW, 4)]);
    // The rule stands below those at the top; what came late with an old date stands at its date.
    assert_eq!(
        program.rows()[..6],
        [
            "●  登高                                                    1 分钟  唐诗  2 周前",
            "●  江雪                                                    1 分钟  唐诗  2 周前",
            "── ↑ 上次以来的新文章 ─────────────────────────────────────────────────────────",
            "●  春望                                                    1 分钟  唐诗  2 周前",
            "●  相思                                                    1 分钟  唐诗  2 周前",
            ""
        ]
    );
    program.keys("/is:new<CR>");
    assert_eq!(program.titles(), ["登高", "江雪", "相思"]);
}

#[test]
fn articles_of_equal_text_may_stand_as_one() {
    let home = home();
    for (twins, expected) in [("show", &["登高", "江雪", "春望", "相思"][..]), ("fold", &["登高", "江雪", "相思"])]
    {
        let mut begun = start((80, 24), Lang::ChineseSimplified);
        let mut config = Config::default();
        config.set(&format!("list.twins={twins}")).unwrap();
        begun.config = config;
        let mut program = Program::new(home.source(), begun);
        tell(&mut program, &[("a.md", 0, 7), ("b.md", 0, 8), ("c.md", 0, 7), ("d.md", 0, 9)]);
        assert_eq!(program.titles(), expected, "{twins}");
        // A changed configuration folds and unfolds them.
        for (twins, count) in [("fold", 3), ("show", 4)] {
            let mut config = Config::default();
            config.set(&format!("list.twins={twins}")).unwrap();
            let out = program.model.reconfigure(config, (Vec::new(), Vec::new()), false);
            program.apply(out);
            assert_eq!(program.titles().len(), count, "{twins}");
        }
    }
}

#[test]
fn marks_go_with_articles_that_were_moved() {
    let home = home();
    let mut program = program(&home);
    program.keys("js");
    let star = Mark { starred: true, ..Mark::default() };
    let path = |name: &str| PathBuf::from(name);
    // What the index saw go and come…
    program.send(Event::Went(vec![path("b.md")]));
    program.send(Event::Moved(vec![(path("b.md"), path("c.md"))]));
    assert_eq!(
        program.rows_with("★"),
        ["●★ 春望                                                    1 分钟  唐诗  2 周前"]
    );
    // …and what only the hash beside a mark can tell.
    program.send(Event::Recalled(path("d.md"), star));
    assert_eq!(
        program.rows_with("★"),
        [
            "●★ 春望                                                    1 分钟  唐诗  2 周前",
            "●★ 相思                                                    1 分钟  唐诗  2 周前"
        ]
    );
}

#[test]
fn how_fast_and_how_long_is_told_once_it_is_known() {
    let home = home();
    let mut program = Program::waiting(home.source(), start((80, 24), Lang::ChineseSimplified));
    let ticket = walk(&mut program);
    program.send(Event::Indexing(ticket, 100, 10_000));
    assert_eq!(
        program.rows_with("10,000"),
        [" 文集  ──────────── 100/10,000                                              0/0"]
    );
    program.now += 4;
    program.send(Event::Indexing(ticket, 2_100, 10_000));
    assert_eq!(
        program.rows_with("10,000"),
        [" 文集  ━━────────── 2,100/10,000  500/s  0:15                               0/0"]
    );
}
