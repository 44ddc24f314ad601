//! A configuration file that changes while the program runs.

use std::path::{Path, PathBuf};

use inkstone::app::Effect;
use inkstone::config::Config;
use inkstone::locale::Lang;

use super::{remembered, said};
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn change(program: &mut Program, text: &str) {
    let (config, problems) = Config::load(text, Path::new("/x/config.toml"));
    let out = program.model.reconfigure(config, (problems, Vec::new()), false);
    program.apply(out);
}

fn program(home: &Home) -> Program {
    Program::new(home.source(), start((120, 40), Lang::English))
}

#[test]
fn settings_take_effect_at_once() {
    let home = Home::seed();
    let mut program = program(&home);
    program.keys("2j").rest();
    let width = |program: &Program| program.model.reader().view().unwrap().setting().width;
    assert_eq!(width(&program), 67);
    change(&mut program, "[typography]\nmeasure = 40\n");
    assert_eq!((width(&program), said(&program)), (40, "Configuration reloaded".to_owned()));
    assert_eq!(remembered(&program, "measure").as_deref(), Some("40 40"));
    change(&mut program, "theme = \"light\"\n[list]\ngroup = \"day\"\n[keys.list]\n\"J\" = \"bottom\"\n");
    assert_eq!((program.model.theme().name.as_str(), width(&program)), ("light", 67));
    assert_eq!(remembered(&program, "theme").as_deref(), Some("light light"));
    assert_eq!(program.rows_with("5 March 2021").len(), 1);
    assert_eq!(program.keys("J").cursor(), "寒梅赋");
    change(&mut program, "[typography]\nambiguous = \"wide\"\n");
    assert_eq!(program.keys("gJ").cursor(), "鲲鹏志");
    assert_eq!(said(&program), "J is not bound; press ? for the keys");
    assert_eq!(program.rows_with("│"), Vec::<String>::new());
    assert_eq!(program.model.theme().name, "dark");
    change(&mut program, "");
    assert_eq!(program.rows_with("│").len() + program.rows_with("◂").len(), 39);
}

#[test]
fn what_needs_a_restart_is_named() {
    let home = Home::seed();
    let mut program = program(&home);
    change(
        &mut program,
        "mouse = false\nbody = \"html\"\n[markdown]\nbreaks = \"on\"\n[typography]\nbidi = \"app\"\nhang = \"off\"\n",
    );
    assert_eq!(
        said(&program),
        "Configuration reloaded; after a restart: body, mouse, markdown.breaks, typography.bidi"
    );
    assert!(program.model.config().mouse && !program.model.orders());
}

#[test]
fn a_broken_file_changes_nothing_and_says_where() {
    let home = Home::seed();
    let mut program = program(&home);
    change(&mut program, "[typography]\nmeasure = 40\n");
    let before = program.model.config().clone();
    for (text, notice) in [
        (
            "[typography]\nmeasure = 50\nfil = 1\n",
            "config.toml:3: Unknown setting “typography.fil”; the old settings stay",
        ),
        (
            "theme = \"light\"\n[keys.list]\n\"X\" = \"theme\"\n",
            "config.toml:3: “theme” cannot be bound in [keys.list]; the old settings stay",
        ),
        (
            "[keys.list]\n\"X\" = \"theme\"\n[list]\ngroup = 7\n",
            "config.toml:2: “theme” cannot be bound in [keys.list]; the old settings stay",
        ),
    ] {
        change(&mut program, text);
        assert_eq!((said(&program).as_str(), program.model.config()), (notice, &before));
        let problems = program.model.problems();
        assert!(problems.iter().all(|(path, _)| path == &PathBuf::from("/x/config.toml")) && !problems.is_empty());
        assert_eq!(program.keys("X").model.theme().name, "dark");
    }
    change(&mut program, "theme = dark\n");
    assert!(said(&program).starts_with("config.toml:1: The file is not valid TOML: "), "{}", said(&program));
    change(&mut program, "");
    assert_eq!((program.model.problems().len(), said(&program).as_str()), (0, "Configuration reloaded"));
}

#[test]
fn the_refresh_key_reads_the_file_and_its_problem_stays_on_the_screen() {
    let home = Home::seed();
    let mut program = program(&home);
    program.held = true;
    program.keys("R");
    assert!(program.asked.iter().any(|effect| matches!(effect, Effect::ReadConfiguration)));
    let (config, problems) = Config::load("x = 1\n", Path::new("config.toml"));
    let _ = program.model.reconfigure(config, (problems, Vec::new()), false);
    program.release();
    assert_eq!(said(&program), "config.toml:1: Unknown setting “x”; the old settings stay");
}
