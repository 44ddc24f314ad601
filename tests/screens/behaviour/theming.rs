//! Choosing a theme.

use inkstone::app::Effect;
use inkstone::config::Config;
use inkstone::locale::Lang;
use inkstone::theme::{ColorDepth, Part, Theme};
use ratatui::style::Color;

use super::said;
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

/// The colours of a cell of the page.
fn page(program: &mut Program) -> (Color, Color) {
    let buffer = program.buffer();
    (buffer[(119, 0)].fg, buffer[(119, 0)].bg)
}

const SEPIA: (Color, Color) = (Color::Rgb(0x43, 0x34, 0x22), Color::Rgb(0xf8, 0xee, 0xd6));

#[test]
fn the_theme_under_the_cursor_is_shown_and_taken_back() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start((120, 40), Lang::English));
    let plain = (Color::Reset, Color::Reset);
    assert_eq!(page(program.keys("T")), plain);
    assert_eq!(page(program.keys("jjj")), SEPIA);
    assert_eq!(program.model.theme().name, "sepia");
    // Cancelled, everything is as before, and nothing is remembered.
    assert_eq!(page(program.keys("<Esc>")), plain);
    assert_eq!(program.asked.iter().filter(|effect| matches!(effect, Effect::Remember("theme", _))).count(), 0);
    assert_eq!(page(program.keys("Tjjj<CR>")), SEPIA);
    assert_eq!(said(&program), "Theme: sepia");
    let remembered =
        program.asked.iter().any(|effect| matches!(effect, Effect::Remember("theme", name) if name == "sepia "));
    assert!(remembered);
    // The overlay opens at the theme of now.
    assert_eq!(page(program.keys("T")), SEPIA);
    assert_eq!(page(program.keys("k<Esc>")), SEPIA);
}

#[test]
fn the_users_own_themes_are_among_them_and_taken_up_when_they_change() {
    let own = |page: &str| {
        let mut theme = Theme::load(&format!("base = \"nord\"\n[palette]\npage = \"{page}\"\n")).0;
        theme.name = "mine".into();
        theme
    };
    let config = |page: &str| Config::load_with("theme = \"mine\"\n", "c/config.toml".as_ref(), vec![own(page)]);
    let (first, problems) = config("#101010");
    assert_eq!(problems, []);
    let mut begun = start((120, 40), Lang::English);
    begun.theme = first.theme_named("mine").expect("it exists");
    begun.config = first;
    let home = Home::seed();
    let mut program = Program::new(home.source(), begun);
    assert_eq!(page(&mut program).1, Color::Rgb(0x10, 0x10, 0x10));
    let screen = program.keys("T").screen();
    assert!(screen.lines().any(|line| line.contains("* mine") && line.contains("yours")), "{screen}");
    program.keys("<Esc>");
    let _ = program.model.reconfigure(config("#202020").0, (Vec::new(), Vec::new()), false);
    assert_eq!(page(&mut program).1, Color::Rgb(0x20, 0x20, 0x20));
}

#[test]
fn colours_are_those_that_the_terminal_can_show() {
    let mut begun = start((120, 40), Lang::English);
    begun.colors = ColorDepth::Indexed;
    let home = Home::seed();
    let mut program = Program::new(home.source(), begun);
    program.keys("Tjjj<CR>");
    assert_eq!(page(&mut program), (Color::Indexed(236), Color::Indexed(230)));
    assert_eq!(program.model.theme().part(Part::Text).fg, None);
}
