//! Changing a setting from the palette.

use inkstone::app::Effect;
use inkstone::locale::Lang;

use super::said;
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn program(home: &Home) -> Program {
    let mut program = Program::new(home.source(), start((120, 40), Lang::English));
    program.keys("2j").rest();
    program
}

/// The width of the text.
fn width(program: &Program) -> u16 {
    program.model.reader().view().unwrap().setting().width
}

fn remembered(program: &Program) -> usize {
    program.asked.iter().filter(|effect| matches!(effect, Effect::Remember("theme" | "measure", _))).count()
}

/// The rows of the overlay, without its frame and its input line.
fn rows(program: &mut Program) -> Vec<String> {
    let screen = program.screen();
    let boxed = screen
        .lines()
        .filter(|line| line.ends_with('│') && line.matches('│').count() > 1)
        .filter_map(|line| line.rsplit('│').nth(1));
    boxed
        .map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|row| !row.is_empty() && !row.starts_with(":set"))
        .collect()
}

#[test]
fn a_value_is_tried_out_and_taken_back_or_kept_for_this_run() {
    let home = Home::seed();
    let mut program = program(&home);
    assert_eq!(width(&program), 67);
    program.keys(":set<Space>typography.measure<Space>40");
    assert_eq!((width(&program), program.model.config().typography.measure), (40, 40));
    assert_eq!(rows(&mut program), ["typography.measure 40"]);
    // Invalid: as before, with what is wrong.
    program.keys("<BS>");
    assert_eq!(width(&program), 67);
    program.keys("<BS>9");
    assert_eq!(rows(&mut program), ["Expected: 20–400"]);
    program.keys("<CR>");
    assert!(program.model.overlay().is_some());
    program.keys("<BS>30<Esc>");
    assert_eq!((width(&program), program.model.config().typography.measure), (67, 80));
    program.keys(":set<Space>typography.measure<Space>40<CR>");
    assert_eq!((width(&program), said(&program)), (40, "typography.measure = 40 for this run".to_owned()));
    assert_eq!(remembered(&program), 0);
    assert!(!program.asked.iter().any(|effect| matches!(effect, Effect::WriteSetting(..))));
    // A changed file does not take back what was set for this run.
    let (config, _) = inkstone::config::Config::load("theme = \"light\"\n", std::path::Path::new("/x/config.toml"));
    let out = program.model.reconfigure(config, (Vec::new(), Vec::new()), false);
    program.apply(out);
    assert_eq!((width(&program), program.model.theme().name.as_str()), (40, "light"));
}

#[test]
fn what_a_key_chose_is_the_value() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys("Tjjj<CR>");
    assert_eq!(said(&program), "Theme: sepia (kept)");
    assert_eq!(program.model.config().theme, None);
    let marked = |program: &mut Program| rows(program).into_iter().find(|row| row.starts_with('*'));
    program.keys(":set<Space>theme<Space>");
    assert_eq!(marked(&mut program).as_deref(), Some("* theme sepia"));
    // The configured value is another one, and can be chosen although the setting does not change.
    program.keys("auto");
    assert_eq!(program.model.theme().name, "dark");
    program.keys("<Esc>");
    assert_eq!(program.model.theme().name, "sepia");
    program.keys(":set<Space>theme<Space>auto<CR>");
    assert_eq!((program.model.theme().name.as_str(), said(&program)), ("dark", "theme = auto for this run".to_owned()));
    program.keys("<CR><lt><lt>");
    let narrow = width(&program);
    program.keys(":set<Space>typography.measure<Space>");
    assert_eq!(marked(&mut program), Some(format!("* typography.measure {narrow}")));
    program.keys("80");
    assert_eq!(width(&program), narrow + 4);
    program.keys("<Esc>");
    assert_eq!(width(&program), narrow);
}

#[test]
fn names_and_values_are_completed() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys(":set<Space>meas<Tab>");
    assert_eq!(program.model.overlay().unwrap().input().unwrap().value(), "typography.measure ");
    assert_eq!(rows(&mut program), ["* typography.measure 80 default"]);
    program.keys("<Esc>:set<Space>list.group<CR>");
    assert_eq!(program.model.overlay().unwrap().input().unwrap().value(), "list.group ");
    // Each value under the cursor is shown.
    assert!(!program.model.is_grouped());
    program.keys("<Down>");
    assert!(program.model.is_grouped());
    program.keys("<Tab>");
    assert_eq!(program.model.overlay().unwrap().input().unwrap().value(), "list.group day");
    program.keys("<CR>");
    assert!(program.model.is_grouped());
    // Among all settings, each with its value.
    program.keys(":set<Space>");
    let shown = rows(&mut program);
    assert!(shown.iter().any(|row| row.starts_with("list.group") && row.ends_with("day")), "{shown:?}");
    program.keys("<Esc>");
    // The command by its name does the same.
    program.keys(":change<Space>a<CR>");
    assert_eq!(program.model.overlay().unwrap().topic(), inkstone::app::Topic::Settings);
}

#[test]
fn a_theme_is_tried_out_and_the_chosen_one_comes_back() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys("Tjjj<CR>");
    program.asked.clear();
    program.keys(":set<Space>theme<Space>nord");
    assert_eq!(program.model.theme().name, "nord");
    program.keys("<Esc>");
    assert_eq!(program.model.theme().name, "sepia");
    program.keys(":set<Space>theme<Space>nord<CR>");
    assert_eq!((program.model.theme().name.as_str(), remembered(&program)), ("nord", 0));
}

#[test]
fn a_setting_is_written_into_the_file() {
    let home = Home::seed();
    let mut program = program(&home);
    let written = |program: &Program| {
        let of = |effect: &Effect| match effect {
            Effect::WriteSetting(key, value) => Some(format!("{key}={value}")),
            _ => None,
        };
        program.asked.iter().filter_map(of).collect::<Vec<_>>()
    };
    program.keys(":set!<Space>typography.measure<Space>40<CR>");
    assert_eq!((width(&program), written(&program)), (40, vec!["typography.measure=40".to_owned()]));
    program.keys(":set<Space>mouse<Space>off<C-s>");
    assert_eq!(written(&program), ["typography.measure=40", "mouse=off"]);
    assert!(program.model.overlay().is_none());
    // What cannot change now is not set for this run.
    program.keys(":set<Space>watch<Space>off<CR>");
    assert_eq!(said(&program), "watch takes effect at the next start; :set! watch off writes it into the file");
    assert!(program.model.config().watch);
}

/// What is typed into the overlay.
fn typed(program: &Program) -> &str {
    program.model.overlay().unwrap().input().unwrap().value()
}

#[test]
fn what_begins_as_typed_is_completed_first_and_tab_goes_on() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys(":set<Space>theme<Space>n<Tab>");
    assert_eq!((typed(&program), program.model.theme().name.as_str()), ("theme nord", "nord"));
    program.keys("<Esc>:set<Space>theme<Space>c<Tab><Tab><Tab>");
    assert_eq!((typed(&program), program.model.theme().name.as_str()), ("theme catppuccin-latte", "catppuccin-latte"));
    program.keys("<S-Tab>");
    assert_eq!((typed(&program), program.model.theme().name.as_str()), ("theme contrast-light", "contrast-light"));
    // A name that can be no other is followed by its values.
    program.keys("<Esc>:set<Space>typography.scr<Tab>");
    assert_eq!(typed(&program), "typography.script ");
    let first = rows(&mut program).len();
    let mut values: Vec<String> = Vec::new();
    for _ in 0..first {
        program.keys("<Tab>");
        values.push(typed(&program).to_owned());
    }
    assert_eq!(values[0], "typography.script as-written");
    values.sort();
    values.dedup();
    assert_eq!(values.len(), first);
    program.keys("<Tab>");
    assert_eq!(typed(&program), "typography.script as-written");
    // Of several names, one that is whole is not gone past.
    program.keys("<Esc>:set<Space>theme<Tab><Tab>");
    assert!(typed(&program).starts_with("theme "), "{}", typed(&program));
    program.keys("<Esc>:set<Space>list.<Tab><Tab>");
    assert_eq!(typed(&program), "list.date ");
    program.keys("iso");
    assert_eq!(typed(&program), "list.date iso");
    program.keys("<Esc>:set<Space>list.<S-Tab>");
    assert_eq!(typed(&program), "list.group ");
}

#[test]
fn the_command_may_be_typed_again() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys(":set<Space>mouse<C-u>set<Space>theme<Space>nord");
    assert_eq!((typed(&program), program.model.theme().name.as_str()), ("theme nord", "nord"));
    program.keys("<C-u>set!<Space>theme<Space>sepia");
    let topic = program.model.overlay().unwrap().topic();
    assert_eq!((typed(&program), topic), ("theme sepia", inkstone::app::Topic::SettingsFile));
    program.keys("<CR>");
    assert_eq!(program.model.theme().name, "sepia");
    assert!(program.asked.iter().any(|effect| matches!(effect, Effect::WriteSetting(key, _) if key == "theme")));
}
