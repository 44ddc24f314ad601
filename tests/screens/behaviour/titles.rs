//! The titles in the rows of the list: their spacing, and what is marked in them.

use inkstone::locale::Lang;

use super::NARROW;
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn on(home: &Home, settings: &[&str]) -> Program {
    let mut begun = start(NARROW, Lang::English);
    begun.config.set("list.columns=none").unwrap();
    for setting in settings {
        begun.config.set(setting).unwrap();
    }
    Program::new(home.source(), begun)
}

fn with_titles(titles: &[&str]) -> Home {
    let home = Home::empty();
    for (number, title) in titles.iter().enumerate() {
        home.write(
            &format!("{number}.md"),
            &format!("---\ntitle: {title}\ndate: 2021-03-{:02}\n---\n文。\n", 20 - number),
        );
    }
    home
}

#[test]
fn titles_are_spaced_as_in_articles() {
    let long = format!("{}Rust语言", "长".repeat(36));
    let home = with_titles(&["用Rust写2个TUI", "已有 Rust 的", "C++与C#", &long]);
    for (setting, expected) in [
        ("insert", ["用 Rust 写 2 个 TUI", "已有 Rust 的", "C++ 与 C#"]),
        ("off", ["用Rust写2个TUI", "已有 Rust 的", "C++与C#"]),
    ] {
        let mut program = on(&home, &[&format!("typography.autospace={setting}")]);
        let rows = program.rows();
        assert_eq!(rows[..3].iter().map(|row| row[5..].trim()).collect::<Vec<_>>(), expected, "{setting}");
        // One that does not fit ends where the row does.
        assert!(rows[3].trim_end().ends_with('…'), "{}", rows[3]);
    }
}

/// The text of a row on the background of matches.
fn marked(program: &mut Program, row: u16) -> String {
    let bright = inkstone::view::style(program.model.theme().part(inkstone::theme::Part::Match)).bg;
    assert!(bright.is_some());
    let buffer = program.buffer();
    let cells = (3..buffer.area.width).map(|x| &buffer[(x, row)]);
    cells.filter(|cell| Some(cell.bg) == bright).map(|cell| cell.symbol()).collect()
}

#[test]
fn what_the_query_found_is_marked() {
    let home = with_titles(&["别的", "用Rust写新媒体的TUI", "The Ragged Pine Left"]);
    for (query, expected) in
        [("rust写", "Rust 写"), ("~rtui", "RTUI"), ("~rpl", "RPL"), ("title:xmt", "新媒体"), ("/[A-Z]{3}/", "TUI")]
    {
        let mut program = on(&home, &[]);
        program.keys(&format!("/{query}<CR>gk"));
        // The first row of results; the cursor is on it, too.
        assert_eq!(marked(&mut program, 0).replace(' ', ""), expected.replace(' ', ""), "{query}");
    }
}
