//! Whole screens as text, each looked at once by a human eye.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod behaviour;
#[path = "../harness/mod.rs"]
mod harness;
mod reading;
mod selecting;
mod vertical;

use harness::collection::Home;
use harness::screen::{Program, start};
use inkstone::app::{Event, Notice};
use inkstone::files::Source;
use inkstone::locale::Lang;
use inkstone::text::{Ambiguous, Profile};

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];

/// A scene at the three sizes.
fn scene(name: &str, lang: Lang, keys: &str) {
    let home = Home::full();
    let screens: Vec<String> = SIZES
        .into_iter()
        .map(|size| Program::new(home.source(), start(size, lang)).keys(keys).rest().screen())
        .collect();
    insta::assert_snapshot!(name, screens.join("\n"));
}

fn chinese(name: &str, keys: &str) {
    scene(name, Lang::ChineseSimplified, keys);
}

#[test]
fn first_screen() {
    chinese("first-screen", "");
    scene("first-screen-en", Lang::English, "");
}

#[test]
fn first_screen_in_colour() {
    let home = Home::full();
    let mut program = Program::new(home.source(), start((100, 20), Lang::ChineseSimplified));
    insta::assert_snapshot!("first-screen-styled", program.keys("jr3js").styled());
    let mut program = Program::new(home.source(), start((60, 16), Lang::ChineseSimplified));
    insta::assert_snapshot!("kinds-styled", program.keys("/诸体<CR><CR>").styled());
}

#[test]
fn the_guide() {
    let mut screens = Vec::new();
    for (lang, keys) in [(Lang::ChineseSimplified, ""), (Lang::English, "<CR>"), (Lang::English, "G<CR>")] {
        let mut begun = start((80, 24), lang);
        begun.collection.on_disk = false;
        let mut program = Program::new(Source::guide(), begun);
        screens.push(program.keys(keys).screen());
    }
    insta::assert_snapshot!("guide", screens.join("\n"));
}

#[test]
fn loading() {
    let home = Home::full();
    let mut program = Program::waiting(home.source(), start((80, 10), Lang::ChineseSimplified));
    let nothing = program.screen();
    for _ in 0..2 {
        let event = program.coming.pop_front().unwrap();
        program.send(event);
    }
    insta::assert_snapshot!("loading", [nothing, program.screen()].join("\n"));
}

#[test]
fn list_moved() {
    chinese("list-moved", "8j");
    chinese("list-bottom", "G");
}

#[test]
fn reader() {
    chinese("reader", "<CR>");
    chinese("reader-long", "/长卷<CR><CR>10j");
    chinese("reader-kinds", "/诸体<CR><CR>");
    chinese("reader-end", "/长卷<CR><CR>G");
}

#[test]
fn zen() {
    chinese("zen", "/长卷<CR>Z");
}

#[test]
fn categories() {
    chinese("categories", "c");
    chinese("categories-typed", "c唐");
    chinese("categories-nothing", "c没有这样的");
    chinese("categories-two", "c唐诗<Tab>");
    chinese("chips", "c唐诗<CR>c新媒体<CR>");
    chinese("chips-cleared", "c唐诗<CR>c新媒体<CR>x");
}

#[test]
fn finding() {
    chinese("find", "/长卷<CR><CR>/鲸鱼");
    chinese("find-next", "/长卷<CR><CR>/鲸鱼<CR>n");
    chinese("find-none", "/长卷<CR><CR>/鲲鹏<CR>");
    let home = Home::full();
    let mut program = Program::new(home.source(), start((60, 10), Lang::ChineseSimplified));
    insta::assert_snapshot!("find-styled", program.keys("/长卷<CR><CR>/鲸鱼<CR>").styled());
}

#[test]
fn overlays() {
    chinese("contents", "/长卷<CR><CR>Gt");
    chinese("help", "?");
    scene("help-en", Lang::English, "?");
    chinese("help-typed", "?/目录");
    chinese("palette", ":");
    chinese("sort", "S");
    chinese("problems", "/坏<CR>!");
    scene("problems-en", Lang::English, "/坏<CR>!");
    chinese("problems-none-here", "!");
    scene("problems-all", Lang::English, "!!");
    chinese("help-signs", "?/记号<Backspace><Backspace>有问题");
}

#[test]
fn hints() {
    chinese("hints", "/相连<CR><CR>f");
    chinese("link-focused", "/相连<CR><CR>...");
}

#[test]
fn source() {
    chinese("source", "/诸体<CR><CR>\\");
}

#[test]
fn lines() {
    chinese("prompt-narrow", "/唐");
    chinese("prompt-find", "<CR>/天地");
    chinese("prompt-pipe", "<CR>|wc -l");
    chinese("confirm", "A");
    chinese("notice", "s");
    chinese("pending", "12");
    chinese("no-match", "/没有这样的标题<CR>");
    let home = Home::full();
    let mut program = Program::new(home.source(), start((60, 6), Lang::ChineseSimplified));
    program
        .send(Event::Notify(Notice::Failed("很长的失败的话，长到一行放不下，必须在末尾截断，用省略号收住。".into())));
    insta::assert_snapshot!("failure", program.screen());
}

#[test]
fn empty() {
    let home = Home::empty();
    let screens: Vec<String> = SIZES
        .into_iter()
        .map(|size| Program::new(home.source(), start(size, Lang::ChineseSimplified)).screen())
        .collect();
    insta::assert_snapshot!("empty", screens.join("\n"));
}

#[test]
fn tiny() {
    let home = Home::full();
    let mut screens = Vec::new();
    for keys in ["", "<CR>", "c", "?", "/x", "A"] {
        screens.push(Program::new(home.source(), start((10, 3), Lang::ChineseSimplified)).keys(keys).screen());
        for columns in 0..=14 {
            for rows in 0..=8 {
                let mut program = Program::new(home.source(), start((columns, rows), Lang::ChineseSimplified));
                program.keys(keys).screen();
            }
        }
    }
    insta::assert_snapshot!("tiny", screens.join("\n"));
}

#[test]
fn where_ambiguous_characters_are_wide() {
    let home = Home::full();
    let mut screens = Vec::new();
    for (size, keys) in
        [((100, 24), "8j"), ((60, 24), "/诸体<CR><CR>"), ((60, 16), "c"), ((100, 12), "/长卷<CR><CR>/鲸鱼")]
    {
        let mut wish = start(size, Lang::ChineseSimplified);
        wish.profile = Profile::of(Ambiguous::Wide);
        let mut program = Program::new(home.source(), wish);
        screens.push(program.keys(keys).rest().screen());
    }
    insta::assert_snapshot!("ambiguous-wide", screens.join("\n"));
}
