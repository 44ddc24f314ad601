//! Which pane has the focus: at the start, and how the screen shows it.

use std::path::PathBuf;

use inkstone::app::Focus;
use inkstone::config::FirstFocus;
use inkstone::locale::Lang;
use inkstone::text::{Ambiguous, Profile};
use inkstone::theme::Theme;
use ratatui::style::Modifier;

use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

#[test]
fn a_collection_is_opened_with_the_wished_focus() {
    // (setting, place of the last session, focus, title at the cursor, article in the reader)
    let (list, reader) = (Focus::List, Focus::Reader);
    for (setting, last, focus, cursor, reading) in [
        (FirstFocus::Resume, None, list, "鲲鹏志", ""),
        (FirstFocus::Resume, Some(false), list, "轻舟记", ""),
        (FirstFocus::Resume, Some(true), reader, "轻舟记", "轻舟记"),
        (FirstFocus::List, None, list, "鲲鹏志", ""),
        (FirstFocus::List, Some(false), list, "轻舟记", ""),
        (FirstFocus::List, Some(true), list, "轻舟记", ""),
        (FirstFocus::Article, None, reader, "鲲鹏志", "鲲鹏志"),
        (FirstFocus::Article, Some(false), reader, "轻舟记", "轻舟记"),
        (FirstFocus::Article, Some(true), reader, "轻舟记", "轻舟记"),
    ] {
        let home = Home::seed();
        let mut begun = start((80, 24), Lang::English);
        begun.config.focus = setting;
        begun.last = last.map(|reading| (PathBuf::from("科技/源丁/轻舟记.md"), reading));
        let mut program = Program::new(home.source(), begun);
        let state = (program.model.focus(), program.cursor(), program.reading());
        assert_eq!(state, (focus, cursor.to_owned(), reading.to_owned()), "{setting:?} {last:?}");
        // Then q leads to the list, and from there out.
        program.keys("q");
        assert_eq!(program.has_quit(), focus == list);
        assert_eq!(program.model.focus(), list);
    }
}

#[test]
fn a_key_pressed_while_loading_is_not_overruled() {
    let home = Home::seed();
    let mut begun = start((80, 24), Lang::English);
    begun.config.focus = FirstFocus::Article;
    let mut program = Program::waiting(home.source(), begun);
    program.keys("j").release();
    assert_eq!(program.model.focus(), Focus::List);
}

#[test]
fn the_focus_is_seen_without_colour_in_every_theme() {
    let home = Home::seed();
    for (ambiguous, [left, right]) in [(Ambiguous::Narrow, ["◂", "▸"]), (Ambiguous::Wide, ["<", ">"])] {
        for name in Theme::names() {
            let mut begun = start((120, 40), Lang::English);
            begun.theme = Theme::named(name).unwrap();
            begun.profile = Profile::of(ambiguous);
            let mut program = Program::new(home.source(), begun);
            let mut look = |keys: &str| {
                let buffer = program.keys(keys).buffer();
                let count = |arrow: &str| (0..39).filter(|y| buffer[(48, *y)].symbol() == arrow).count();
                let (row, page) = (&buffer[(4, 0)], &buffer[(60, 0)]);
                let stands_out = row.modifier.contains(Modifier::REVERSED) || row.bg != page.bg;
                (count(left), count(right), stands_out, row.modifier.contains(Modifier::UNDERLINED))
            };
            let (list, reader, back) = (look(""), look("<Tab>"), look("<Tab>"));
            assert_eq!((list.0, list.1, reader.0, reader.1), (1, 0, 0, 1), "{name}");
            assert_eq!((list.2, reader.2, list.3, reader.3), (true, false, false, true), "{name}");
            assert_eq!(back, list);
        }
    }
}
