//! Messages in the status line: whole, as they are written, in colours that can be read, and alone on their rows.

use inkstone::app::{Event, Notice};
use inkstone::locale::Lang;
use inkstone::theme::Theme;
use inkstone::typeset::Script;
use ratatui::style::{Color, Modifier};

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

fn program(size: (u16, u16), lang: Lang) -> (Home, Program) {
    let home = Home::full();
    let program = Program::new(home.source(), start(size, lang));
    (home, program)
}

/// The last rows of the screen as one text, without the position.
fn last(program: &mut Program, rows: usize) -> String {
    let place = format!("1/{}", program.model.list().rows().len());
    let all = program.rows();
    let shown: Vec<&str> = all[all.len() - rows..].iter().map(|row| row.trim()).collect();
    let shown = shown.join(" ");
    shown.strip_suffix(&place).unwrap_or(&shown).trim_end().to_owned()
}

#[test]
fn nothing_of_the_list_is_beside_a_message() {
    let (_home, mut program) = program((40, 12), Lang::English);
    program.keys("//ab(/");
    assert_eq!(last(&mut program, 3), "Invalid regular expression: unclosed group Search:  /ab(/");
    // As many rows as the message needs, and the position beside the last one.
    let (_home, mut program) = self::program((40, 12), Lang::ChineseSimplified);
    let text = "共 187 篇，新增 0 篇，移除 0 篇，改动了 23 篇，没有读到的有 4 篇";
    program.send(Event::Notify(Notice::Done(text.into())));
    assert_eq!(last(&mut program, 2).replace(' ', ""), text.replace(' ', ""));
}

#[test]
fn a_message_is_shown_as_it_is_written() {
    let home = Home::full();
    let mut begun = start((40, 12), Lang::ChineseSimplified);
    begun.config.typography.script = Script::Traditional;
    let mut program = Program::new(home.source(), begun);
    let text = "代码未自动换行；“zl”、zh左右滚动，按 w 换行，再按 , 一次 . 就好了";
    program.send(Event::Notify(Notice::Done(text.into())));
    assert_eq!(last(&mut program, 2).replace(' ', ""), text.replace(' ', ""));
}

#[test]
fn errors_are_not_dimmed() {
    for (name, colour) in [("dark", Color::Indexed(1)), ("light", Color::Indexed(1))] {
        let home = Home::full();
        let mut begun = start((80, 24), Lang::English);
        begun.theme = Theme::named(name).expect("a theme");
        let mut program = Program::new(home.source(), begun);
        program.keys("//ab(/");
        let buffer = program.buffer();
        let styled = |x: u16| (buffer[(x, 23)].fg, buffer[(x, 23)].modifier.contains(Modifier::DIM));
        // The mistake in the query, and the word before it.
        assert_eq!((styled(13), styled(1).1), ((colour, false), false), "{name}");
        let message =
            (0..80).find(|x| buffer[(*x, 22)].symbol() == "I").map(|x| (buffer[(x, 22)].fg, buffer[(x, 22)].modifier));
        let expected = (colour, Modifier::BOLD);
        assert_eq!(message.unwrap_or(expected), expected, "{name}");
        for x in 0..80 {
            let cell = &buffer[(x, 23)];
            assert!(cell.fg == Color::Reset || !cell.modifier.contains(Modifier::DIM), "{name} {x}");
        }
    }
}

#[test]
fn a_selected_row_has_one_style() {
    for name in ["dark", "light", "mono", "sepia", "contrast-dark"] {
        let home = Home::full();
        let mut begun = start((120, 40), Lang::English);
        begun.theme = Theme::named(name).expect("a theme");
        let mut program = Program::new(home.source(), begun);
        program.keys("s");
        let buffer = program.buffer();
        let first = buffer[(0, 0)].style().remove_modifier(Modifier::ITALIC);
        for x in 0..48 {
            assert_eq!(buffer[(x, 0)].style().remove_modifier(Modifier::ITALIC), first, "{name} {x}");
        }
    }
}

#[test]
fn a_selection_has_no_holes() {
    for name in ["dark", "light", "mono", "contrast-dark", "sepia"] {
        let home = Home::empty();
        home.write("a.md", &article("题", 1, "类", "<p>一二<mark>三四</mark>五<kbd>六</kbd>七<code>八</code></p>"));
        let mut begun = start((60, 16), Lang::English);
        begun.theme = Theme::named(name).expect("a theme");
        let mut program = Program::new(home.source(), begun);
        program.keys("<CR>VG");
        let buffer = program.buffer();
        let y = (0..16).find(|y| (0..60).any(|x| buffer[(x, *y)].symbol() == "三")).expect("the line");
        let look = |text: &str| {
            let cell = (0..60).map(|x| &buffer[(x, y)]).find(|cell| cell.symbol() == text).expect("a glyph");
            (cell.bg, cell.modifier.contains(Modifier::REVERSED))
        };
        for text in ["三", "四", "六", "八", "七"] {
            assert_eq!(look(text), look("一"), "{name} {text}");
        }
    }
}

#[test]
fn names_that_begin_with_what_is_typed_come_first() {
    let (_home, mut program) = program((80, 24), Lang::English);
    let rows = program.keys(":th").rows();
    let first = rows.iter().position(|row| row.contains("│:th")).expect("the input line");
    assert!(rows[first + 1].contains(" theme"), "{rows:?}");
}

#[test]
fn descriptions_in_the_help_are_whole() {
    let (_home, mut program) = program((40, 12), Lang::English);
    program.keys("?");
    for _ in 0..40 {
        let rows = program.rows();
        for row in &rows[1..9] {
            assert!(!row.contains('…'), "{row}");
        }
        program.keys("<Space>");
    }
}
