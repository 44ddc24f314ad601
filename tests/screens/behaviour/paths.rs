//! Completing the path behind `:e`.

use inkstone::app::Effect;
use inkstone::locale::Lang;

use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn program() -> (Program, Home) {
    let home = Home::pair();
    home.write("zwei/inner/c.txt", "Words of a text.");
    home.write("zwei/inner/d.txt", "Others.");
    home.write("zebra.txt", "Stripes.");
    (Program::new(home.source(), start((100, 20), Lang::English)), home)
}

fn typed(program: &Program) -> String {
    program.model.overlay().and_then(|overlay| overlay.input()).map(|input| input.value().to_owned()).unwrap()
}

#[test]
fn tab_completes_the_path_of_a_file_to_open() {
    let (mut program, _home) = program();
    program.keys(":e z");
    assert_eq!((program.rows_with("e zebra.txt").len(), program.rows_with("e zwei/").len()), (1, 1));
    // One after the other, and back.
    for (key, expected) in
        [("<Tab>", "e zebra.txt"), ("<Tab>", "e zwei/"), ("<Tab>", "e zebra.txt"), ("<S-Tab>", "e zwei/")]
    {
        assert_eq!(typed(program.keys(key)), expected, "{key}");
    }
    // What is typed behind a folder is completed in it; what can be no other is entered.
    assert_eq!(typed(program.keys("i<Tab>")), "e zwei/inner/");
    assert_eq!(typed(program.keys("<Tab><Tab>")), "e zwei/inner/d.txt");
    program.keys("<CR>");
    let opened = program.asked.iter().filter_map(|effect| match effect {
        Effect::OpenFile(file) => Some(file.as_str()),
        _ => None,
    });
    assert_eq!(opened.collect::<Vec<_>>(), ["zwei/inner/d.txt"]);
}

#[test]
fn commands_are_offered_again_when_none_with_a_path_is_typed() {
    let (mut program, _home) = program();
    let commands = |program: &Program| program.model.overlay().unwrap().row_count();
    let all = commands(program.keys(":"));
    assert_eq!(commands(program.keys("e nothing-like-this")), 0);
    program.keys("<C-u>");
    assert_eq!(commands(&program), all);
    assert_eq!(typed(program.keys("zen<Tab>")), "zen");
}
