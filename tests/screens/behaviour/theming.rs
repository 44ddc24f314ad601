//! Choosing a theme.

use inkstone::app::{Effect, Event};
use inkstone::config::Config;
use inkstone::locale::Lang;
use inkstone::theme::{ColorDepth, Part, Shade, Theme};
use ratatui::style::{Color, Modifier};

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
    assert_eq!(said(&program), "Theme: sepia (kept)");
    let remembered =
        program.asked.iter().any(|effect| matches!(effect, Effect::Remember("theme", name) if name == "sepia auto"));
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
fn the_background_chooses_the_theme() {
    let themes = "[themes]\ndark = \"nord\"\nlight = \"sepia\"\n";
    let (config, problems) = Config::load(themes, "c/config.toml".as_ref());
    assert_eq!(problems, []);
    let mut begun = start((120, 40), Lang::English);
    begun.config = config;
    let home = Home::seed();
    let mut program = Program::new(home.source(), begun);
    let name = |program: &Program| program.model.theme().name.clone();
    // A theme that was chosen does not follow.
    program.send(Event::Background(Shade::Light));
    assert_eq!(name(&program), "dark");
    program.keys("Tg<CR>");
    assert_eq!((name(&program).as_str(), said(&program).as_str()), ("sepia", "Theme: auto (kept)"));
    let is_auto = |effect: &Effect| matches!(effect, Effect::Remember("theme", name) if name == "auto auto");
    assert!(program.asked.iter().any(is_auto));
    program.send(Event::Background(Shade::Dark));
    assert_eq!(name(&program), "nord");
    // What the pair is can change too.
    let (config, _) = Config::load("[themes]\ndark = \"gruvbox-dark\"\n", "c/config.toml".as_ref());
    let _ = program.model.reconfigure(config, (Vec::new(), Vec::new()), false);
    assert_eq!(name(&program), "gruvbox-dark");
    // Without an answer of the terminal, dark.
    let mut program = Program::new(home.source(), start((120, 40), Lang::English));
    program.model.follow_background(None);
    assert_eq!(name(&program), "dark");
}

#[test]
fn colours_are_those_that_the_terminal_can_show() {
    let mut begun = start((120, 40), Lang::English);
    begun.colors = ColorDepth::Indexed;
    let home = Home::seed();
    let mut program = Program::new(home.source(), begun);
    program.keys("Tjjj<CR>");
    assert_eq!(page(&mut program), (Color::Indexed(237), Color::Indexed(230)));
    assert_eq!(program.model.theme().part(Part::Text).fg, None);
}

#[test]
fn what_is_typed_is_not_dim() {
    let home = Home::seed();
    let mut program = Program::new(home.source(), start((120, 40), Lang::English));
    let mut is_dim = |keys: &str| {
        let buffer = program.keys(keys).buffer();
        let cells = (0..120).map(|x| &buffer[(x, 39)]);
        let written: Vec<_> = cells.filter(|cell| cell.symbol() != " ").collect();
        let label = written.first().map(|cell| cell.modifier.contains(Modifier::DIM));
        let typed = written.iter().find(|cell| cell.symbol() == "z").map(|cell| cell.modifier.contains(Modifier::DIM));
        (label, typed)
    };
    // In the list, in the article, and for a command; the label first, then what is typed.
    assert_eq!(is_dim("/z"), (Some(false), Some(false)));
    assert_eq!(is_dim("<Esc><CR>/z"), (Some(false), Some(false)));
    assert_eq!(is_dim("<Esc>|z"), (Some(false), Some(false)));
}
