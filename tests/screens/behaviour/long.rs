//! Long articles: what is in view comes first, the rest while one reads.

use inkstone::app::{ArticleView, Effect, Event, Job};
use inkstone::locale::Lang;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, parse, start};

/// Two thousand paragraphs with their numbers, too much to be composed before the first frame.
fn home() -> Home {
    let home = Home::empty();
    let text = "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。寒来暑往，秋收冬藏。";
    let body: String = (1..=2000)
        .map(|number| format!("<p id=\"p{number}\">【{number:04}】{}</p>\n", text.repeat(1 + number % 3)))
        .collect();
    home.write("long.md", &article("长卷", 12, "长文", &format!("<p><a href=\"#p1500\">去</a></p>{body}")));
    home
}

/// The article open, and every answer after the first screen still on its way.
fn opened(home: &Home) -> Program {
    let mut program = Program::new(home.source(), start((80, 24), Lang::ChineseSimplified));
    program.held = true;
    program.keys("<CR>");
    let first = program.coming.pop_front().unwrap();
    program.send(first);
    program
}

fn article_view(program: &Program) -> &ArticleView {
    program.model.reader().view().unwrap()
}

/// The number of the first paragraph that begins in view.
fn first_number(program: &mut Program) -> u32 {
    let screen = program.screen();
    let at = screen.find('【').unwrap_or_else(|| panic!("{screen}"));
    screen[at + '【'.len_utf8()..].chars().take(4).collect::<String>().parse().unwrap()
}

#[test]
fn the_first_screen_does_not_wait_for_the_rest() {
    let home = home();
    let mut program = opened(&home);
    assert!(!article_view(&program).body().is_complete());
    assert_eq!(first_number(&mut program), 1);
    let before = program.screen();
    program.release();
    assert!(article_view(&program).body().is_complete());
    let told = |screen: &str| screen.lines().take(23).collect::<Vec<_>>().join("\n").replace(['▐', ' '], "");
    assert_eq!(told(&program.screen()), told(&before));
}

#[test]
fn keys_go_anywhere_before_the_rest_is_there() {
    let home = home();
    let mut whole = opened(&home);
    whole.release();
    for keys in ["G", "50G", "/1234<CR>", "/【1234<CR>", "50<C-d>", "300j", "G100k", "]", "f"] {
        let mut program = opened(&home);
        program.keys(keys);
        let early = first_number(&mut program);
        assert!(!article_view(&program).body().is_complete(), "{keys}");
        program.release();
        assert!(article_view(&program).body().is_complete(), "{keys}");
        assert_eq!(first_number(&mut program), early, "{keys}");
        if ["G", "/1234<CR>", "/【1234<CR>"].contains(&keys) {
            whole.keys("gg").keys(keys);
            assert_eq!(whole.screen().lines().nth(3), program.screen().lines().nth(3), "{keys}");
        }
    }
}

#[test]
fn links_into_what_is_still_to_come_lead_there() {
    let home = home();
    let mut program = opened(&home);
    program.keys("fa");
    assert_eq!(first_number(&mut program), 1500);
    program.release();
    assert_eq!(first_number(&mut program), 1500);
    program.keys("<BS>");
    assert_eq!(first_number(&mut program), 1);
}

#[test]
fn another_width_keeps_the_place_and_old_answers_do_not_land() {
    let home = home();
    let mut program = opened(&home);
    program.keys("/【0777<CR>zt");
    assert_eq!(first_number(&mut program), 777);
    program.resize(60, 24);
    let stale: Vec<Event> = program.coming.drain(..).collect();
    program.resize(50, 24);
    stale.into_iter().for_each(|event| program.send(event));
    program.release();
    assert_eq!(first_number(&mut program), 777);
    assert!(article_view(&program).body().is_complete());
    assert_eq!(*article_view(&program).setting(), program.model.setting());
}

/// Widths there and back before anything has come: the newest question alone is answered, and the rest comes.
#[test]
fn what_was_given_up_is_asked_for_again() {
    let home = home();
    let mut program = opened(&home);
    program.resize(60, 24).resize(80, 24);
    let newest = program.coming.pop_back();
    program.coming = newest.into_iter().collect();
    program.release();
    assert!(article_view(&program).body().is_complete());
}

/// The reader's thread takes the newest question only: while an article is asked for, nothing else is.
#[test]
fn nothing_is_asked_for_while_an_article_is_awaited() {
    let home = home();
    let mut program = opened(&home);
    program.coming.clear();
    let mut asked = Vec::new();
    for key in parse("e\\") {
        asked.extend(program.model.update(Event::Key(key), 0).effects);
        let mut out = Default::default();
        program.model.settle(&mut out);
        asked.extend(out.effects);
    }
    assert!(matches!(asked.last(), Some(Effect::Work(_, Job::Open(_)))), "{asked:?}");
}
