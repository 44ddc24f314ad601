//! The hints of keys, and the presets.

use inkstone::config::{Config, Preset};
use inkstone::keys::Key;
use inkstone::locale::Lang;
use inkstone::problem::Problem;

use crate::SIZES;
use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

fn program(home: &Home, size: (u16, u16), lang: Lang, settings: &[&str]) -> Program {
    let mut begun = start(size, lang);
    let set = settings.iter().try_for_each(|setting| begun.config.set(setting));
    assert_eq!(set, Ok::<(), Problem>(()));
    Program::new(home.source(), begun)
}

fn hinted(home: &Home, lang: Lang, settings: &[&str], keys: &str) -> String {
    let screens = SIZES.map(|size| program(home, size, lang, settings).keys(keys).rest().hesitate().screen());
    screens.join("\n")
}

#[test]
fn hints_show_what_can_follow() {
    let home = Home::full();
    insta::assert_snapshot!("hints-z", hinted(&home, Lang::ChineseSimplified, &[], "<CR>z"));
    insta::assert_snapshot!("hints-count", hinted(&home, Lang::English, &[], "12"));
    insta::assert_snapshot!("hints-vim", hinted(&home, Lang::English, &["keys.preset=vim"], "<CR>3g"));
    let emacs = hinted(&home, Lang::Japanese, &["keys.preset=emacs"], "<CR><C-x>");
    insta::assert_snapshot!("hints-emacs", emacs);
}

#[test]
fn hints_come_late_follow_the_keys_and_eat_none() {
    let home = Home::full();
    let mut program = program(&home, (80, 24), Lang::English, &["keys.preset=vim"]);
    // A fast typist sees none.
    program.keys("<CR>zz").hesitate();
    assert!(program.model.key_hints().is_empty());
    program.keys("z");
    assert!(program.model.key_hints().is_empty());
    program.hesitate();
    assert!(program.model.key_hints().iter().any(|hint| hint.keys == "M" && hint.does == "fold all"));
    // Once shown, they follow each key at once.
    program.keys("<Esc>");
    assert!(program.model.key_hints().is_empty() && program.model.pending().is_empty());
    program.keys("h2").hesitate();
    assert!(program.model.key_hints().iter().any(|hint| hint.keys == "G"));
    program.keys("g");
    let keys = |program: &Program| program.model.key_hints().into_iter().map(|hint| hint.keys).collect::<Vec<_>>();
    assert_eq!(keys(&program), ["g", "j", "k", "O", "t", "T", "x", "y", "z", "?"]);
    // The key that ends the chord runs it.
    program.keys("j");
    assert!(program.model.key_hints().is_empty());
    assert_eq!(program.model.list().cursor_row(), 2);
    // A key that does not continue is reported, as without hints.
    program.keys("z").hesitate().keys("ö");
    assert!(program.model.key_hints().is_empty());
    assert!(program.status().contains("zö"), "{}", program.status());
}

#[test]
fn hints_can_be_switched_off() {
    let home = Home::full();
    let mut off = program(&home, (80, 24), Lang::English, &["keys.hints=off"]);
    off.keys("z");
    assert!(off.hint_timer.is_none());
    off.hesitate();
    assert!(off.model.key_hints().is_empty());
}

#[test]
fn hints_fit_every_window() {
    let home = Home::full();
    for preset in ["default", "vim", "less", "emacs"] {
        for (columns, rows) in (1..60).zip(1..30).chain([(200, 4), (20, 60), (12, 3), (10, 3), (400, 100)]) {
            let setting = format!("keys.preset={preset}");
            let mut small = program(&home, (columns, rows), Lang::Korean, &[&setting]);
            for keys in ["z", "<Esc>12", "<Esc><CR>z", "<Esc><C-x>", "<Esc>5"] {
                small.keys(keys).hesitate().screen();
            }
        }
    }
}

#[test]
fn a_preset_is_taken_up_while_the_program_runs() {
    let home = Home::full();
    let mut running = program(&home, (100, 30), Lang::English, &[]);
    running.keys("Gg").rest();
    assert_eq!(running.model.list().cursor_row(), 0);
    running.keys(":set keys.preset vim<CR>");
    assert_eq!(running.model.config().preset, Preset::Vim);
    running.keys("Gg");
    assert_ne!(running.model.list().cursor_row(), 0);
    running.keys("g");
    assert_eq!(running.model.list().cursor_row(), 0);
    running.keys(":help<CR>/top");
    assert!(running.screen().contains("gg"), "{}", running.screen());
    // What is only shown while choosing ends with it.
    running.keys("<Esc>:set keys.preset emacs<Esc>");
    assert_eq!(running.model.config().preset, Preset::Vim);
    let out = running.model.reconfigure(Config::default(), (Vec::new(), Vec::new()), false);
    running.apply(out);
    running.keys("Gg");
    assert_eq!((running.model.config().preset, running.model.list().cursor_row()), (Preset::Vim, 0));
}

#[test]
fn a_backward_search_goes_backwards() {
    let home = Home::seed();
    let mut program = program(&home, (80, 12), Lang::English, &["keys.preset=less"]);
    program.keys("jj<CR>").keys("50p");
    let at = |program: &Program| program.model.reader().found().map(|found| found.at());
    let middle = program.model.reader().top();
    program.keys("?【");
    let first = at(&program).unwrap();
    assert!(first > 1 && program.model.reader().top() <= middle);
    program.keys("<CR>n");
    assert_eq!(at(&program), Some(first - 1));
    program.keys("N");
    assert_eq!(at(&program), Some(first));
    program.keys("/【<CR>");
    let next = at(&program).map(|at| at + 1);
    program.keys("n");
    assert_eq!(at(&program), next);
}

#[test]
fn what_leaves_menus_leaves_input_lines() {
    let home = Home::full();
    let mut emacs = program(&home, (80, 24), Lang::English, &["keys.preset=emacs"]);
    for keys in ["<C-s>a", "<A-x>a", "<CR><C-r>x"] {
        emacs.keys(keys);
        assert!(emacs.model.prompt().is_some() || emacs.model.overlay().is_some(), "{keys}");
        emacs.send(inkstone::app::Event::Key(Key::ctrl('g')));
        assert!(emacs.model.prompt().is_none() && emacs.model.overlay().is_none(), "{keys}");
    }
}

#[test]
fn what_users_of_vim_type_is_understood() {
    let home = Home::full();
    let begin = || program(&home, (100, 30), Lang::English, &[]);
    for typed in ["wq", "q!", "x", "qa", "wq!", "exit"] {
        let mut program = begin();
        program.keys(&format!(":{typed}"));
        assert!(program.rows_with("quit").len() == 1 || typed == "x" || typed == "exit", "{}", program.screen());
        program.keys("<CR>");
        assert!(program.has_quit(), "{typed}");
    }
    let mut program = begin();
    program.keys(":theme sepia<CR>");
    assert_eq!(program.model.theme().name, "sepia");
    program.keys(":colo nord<Esc>");
    assert_eq!(program.model.theme().name, "sepia");
    program.keys(":se keys.hints off<CR>");
    assert_eq!(program.model.config().key_hints, None);
    program.keys(":5<CR>");
    assert_eq!(program.model.list().cursor_row(), 4);
    program.keys(":n<CR>");
    assert_eq!(program.model.list().cursor_row(), 5);
    program.keys(":N<CR>");
    assert_eq!(program.model.list().cursor_row(), 4);
    program.keys("2j<CR>/山<CR>");
    assert!(program.model.reader().found().is_some());
    program.keys(":noh<CR>");
    assert!(program.model.reader().found().is_none());
    program.keys(":e<CR>");
    assert!(program.asked.iter().any(|effect| matches!(effect, inkstone::app::Effect::Edit(_))));
    program.keys(":h<CR>");
    assert_eq!(program.model.overlay().map(|overlay| overlay.topic()), Some(inkstone::app::Topic::Help));
}
