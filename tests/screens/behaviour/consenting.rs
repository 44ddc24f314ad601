//! Consents to loading pictures from the web, and what is loaded after them.

use inkstone::app::{Answer, Display, Effect, Event, Job, Outbox, Ticket};
use inkstone::locale::Lang;
use inkstone::picture::{CellSize, Graphics, Protocol};
use inkstone::remote::{Cancel, Consent, FetchError, Fetched, Remote, Wanted};
use inkstone::text::Clean;

use super::said;
use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

const ADDRESS: &str = "https://a.cn/1.bmp";

/// Opens the article under the cursor on a terminal that shows pictures.
fn open_with_pictures(program: &mut Program) {
    let cell = CellSize { width: 10, height: 20 };
    let protocol = Protocol::HalfBlocks;
    let graphics = Graphics { protocol, cell, is_tmux: false, is_truecolor: true, background: None };
    program.send(Event::Displays(Display { graphics, is_fine: true }));
    program.keys("<CR>");
}

/// An article with one picture of the web and one without an answer of its host, on a terminal that shows pictures.
fn on_the_web(home: &Home, remote: Remote) -> Program {
    on_the_web_in(home, remote, Lang::English)
}

fn on_the_web_in(home: &Home, remote: Remote, lang: Lang) -> Program {
    home.picture("1.bmp", (80, 80), 1);
    let body = "<p>Above</p><img src=\"https://a.cn/1.bmp\"><p>Below</p><img src=\"https://b.cn/2.bmp\">";
    home.write("a.md", &article("T", 1, "x", body));
    let mut begun = start((60, 40), lang);
    begun.config.remote = remote;
    let mut program = Program::new(home.source(), begun);
    open_with_pictures(&mut program);
    program
}

fn asked_for(program: &Program) -> Vec<&str> {
    program.fetches.iter().map(|request| request.candidates[0].as_str()).collect()
}

fn answer(program: &mut Program, picture: &str, result: Result<Fetched, FetchError>) {
    program.send(Event::Done(Ticket::default(), Answer::Fetched { picture: picture.to_owned(), result }));
    program.deliver();
}

fn labels(program: &Program) -> Vec<String> {
    let overlay = program.model.overlay().expect("an overlay");
    overlay.rows_from(0).map(|(_, item)| item.label.clone()).collect()
}

#[test]
fn hidden_pictures_are_not_asked_for() {
    let home = Home::empty();
    let mut program = on_the_web(&home, Remote::Ask);
    assert_eq!(said(program.keys("iI")), "Pictures are hidden; i shows them");
    program.keys("iI");
    assert!(program.model.overlay().is_some());
}

#[test]
fn pictures_that_are_shown_but_not_loaded_are_counted() {
    let home = Home::empty();
    for (remote, lang, expected) in [
        (Remote::Ask, Lang::English, "Pictures are shown; I loads the 2 from the web"),
        (Remote::Ask, Lang::ChineseSimplified, "已显示图片；另有 2 张网络图片，按 I 加载"),
        (Remote::Never, Lang::English, "Pictures are shown"),
        (Remote::Always, Lang::English, "Pictures are shown"),
    ] {
        let mut program = on_the_web_in(&home, remote, lang);
        assert_eq!(said(program.keys("ii")), expected, "{remote:?} {lang:?}");
    }
    // One after the other is allowed.
    let mut program = on_the_web(&home, Remote::Ask);
    program.keys("I<CR>");
    assert_eq!(said(program.keys("ii")), "Pictures are shown; I loads the 1 from the web");
    program.keys("I<CR>");
    assert_eq!(said(program.keys("ii")), "Pictures are shown");
    // The same picture twice is one.
    home.write("a.md", &article("T", 1, "x", &"<p>Above</p><img src=\"https://a.cn/1.bmp\">".repeat(2)));
    let mut program = Program::new(home.source(), start((60, 40), Lang::English));
    open_with_pictures(&mut program);
    assert_eq!(said(program.keys("ii")), "Pictures are shown; I loads the 1 from the web");
}

#[test]
fn pictures_of_the_web_are_loaded_after_consent_alone() {
    let home = Home::empty();
    let mut program = on_the_web(&home, Remote::Ask);
    assert_eq!(said(&program), "Pictures from a.cn are not loaded; I asks for them");
    assert_eq!(asked_for(&program), [""; 0]);
    program.keys("I");
    let questions =
        ["a.cn", "b.cn"].map(|host| [format!("from {host}, for this article"), format!("from {host}, always")]);
    assert_eq!(labels(&program), [questions.concat(), vec!["from all hosts, always".to_owned()]].concat());
    program.keys("<Esc>");
    assert_eq!(asked_for(&program), [""; 0]);
    program.keys("I<CR>");
    assert_eq!(asked_for(&program), [ADDRESS]);
    assert!(program.asked.iter().all(|effect| !matches!(effect, Effect::Consent(_))));
    // The cells are there before the pixels, and stay the same.
    let rows = |program: &mut Program| program.rows().iter().position(|row| row.contains("Below"));
    let before = rows(&mut program);
    assert!(program.rows().iter().any(|row| row.contains("Loading from a.cn…")));
    let bytes = std::fs::read(home.posts().join("1.bmp")).expect("a picture");
    answer(&mut program, ADDRESS, Ok(Fetched { bytes: bytes.into(), address: ADDRESS.into(), cached: false }));
    assert!(program.rows().iter().any(|row| row.contains('▀')), "{}", program.screen());
    assert_eq!(rows(&mut program), before);
    // The other host is asked for now.
    program.keys("I");
    assert_eq!(labels(&program)[0], "from b.cn, for this article");
    program.keys("j<CR>");
    assert!(program.asked.iter().any(|effect| matches!(effect, Effect::Consent(host) if host == "b.cn")));
    assert_eq!(asked_for(&program).last(), Some(&"https://b.cn/2.bmp"));
    answer(&mut program, "https://b.cn/2.bmp", Err(FetchError::Status(404)));
    assert!(program.screen().contains("404"), "{}", program.screen());
    program.keys("I");
    assert_eq!(said(&program), "All pictures of this article are loaded");
}

#[test]
fn nothing_is_asked_for_where_the_settings_decide() {
    let home = Home::empty();
    let mut program = on_the_web(&home, Remote::Never);
    assert_eq!((said(&program), asked_for(&program).len()), (String::new(), 0));
    program.keys("I");
    assert_eq!(said(&program), "Pictures are never loaded from the web (images.remote)");
    let program = on_the_web(&home, Remote::Always);
    assert_eq!(asked_for(&program), [ADDRESS, "https://b.cn/2.bmp"]);
    assert_eq!(said(&program), "");
}

#[test]
fn a_consent_counts_at_once_and_is_saved() {
    let home = Home::pair();
    let mut program = Program::new(home.source(), start((120, 40), Lang::English));
    program.keys("<CR>").rest();
    let picture = ["https://a.cn/1.jpg", "https://b.cn/1.jpg"].map(Clean::line);
    let wanted = |load: &[&str], ask: Option<&str>| Wanted {
        load: load.iter().map(|address| (*address).to_owned()).collect(),
        ask: ask.map(str::to_owned),
    };
    let saved = |out: &Outbox| -> Vec<String> {
        let hosts = out.effects.iter().filter_map(|effect| match effect {
            Effect::Consent(host) => Some(host.clone()),
            _ => None,
        });
        hosts.collect()
    };
    assert_eq!(program.model.wanted_picture(&picture), wanted(&[], Some("a.cn")));
    // Once: until another article is open.
    let mut out = Outbox::default();
    program.model.consent(Consent::Once("a.cn".into()), &mut out);
    assert_eq!((saved(&out), out.dirty), (Vec::new(), true));
    assert_eq!(program.model.wanted_picture(&picture), wanted(&["https://a.cn/1.jpg"], None));
    program.keys("]").rest();
    assert_eq!(program.model.wanted_picture(&picture), wanted(&[], Some("a.cn")));
    program.model.consent(Consent::Host("b.cn".into()), &mut out);
    assert_eq!(program.model.wanted_picture(&picture), wanted(&["https://b.cn/1.jpg"], None));
    program.keys("[").rest();
    assert_eq!(program.model.wanted_picture(&picture), wanted(&["https://b.cn/1.jpg"], None));
    program.model.consent(Consent::All, &mut out);
    assert_eq!(saved(&out), ["b.cn", "*"]);
    let both = program.model.wanted_picture(&picture);
    assert_eq!(both, wanted(&["https://a.cn/1.jpg", "https://b.cn/1.jpg"], None));
    let job = program.model.fetch_job(both.load, Some(&Clean::line("https://news.cn/a.html")), Cancel::default());
    let Job::Fetch { request, .. } = job else { panic!("another job") };
    assert_eq!((request.candidates.len(), request.article.as_deref()), (2, Some("https://news.cn/a.html")));
}

#[test]
fn never_means_never() {
    let home = Home::pair();
    let mut begin = start((120, 40), Lang::English);
    begin.config.remote = Remote::Never;
    let mut program = Program::new(home.source(), begin);
    program.model.consent(Consent::All, &mut Outbox::default());
    assert_eq!(program.model.wanted_picture(&[Clean::line("https://a.cn/1.jpg")]), Wanted::default());
}

/// The bytes of the picture at [`ADDRESS`].
fn fetched(home: &Home) -> Result<Fetched, FetchError> {
    let bytes = std::fs::read(home.posts().join("1.bmp")).expect("a picture");
    Ok(Fetched { bytes: bytes.into(), address: ADDRESS.into(), cached: false })
}

#[test]
fn the_answer_to_a_cancelled_request_does_not_end_the_next_one() {
    let home = Home::empty();
    let mut program = on_the_web(&home, Remote::Always);
    // The terminal reports that it shows pictures otherwise: everything is asked for again.
    let before = program.model.pictures().display().expect("a display");
    let cell = CellSize { width: 8, height: 16 };
    program.send(Event::Displays(Display { graphics: Graphics { cell, ..before.graphics }, ..before }));
    program.deliver();
    assert_eq!(asked_for(&program).iter().filter(|address| **address == ADDRESS).count(), 2);
    answer(&mut program, ADDRESS, Err(FetchError::Cancelled));
    assert!(!program.screen().contains("cancelled"), "{}", program.screen());
    answer(&mut program, ADDRESS, fetched(&home));
    assert!(program.rows().iter().any(|row| row.contains('▀')), "{}", program.screen());
}

#[test]
fn the_size_of_a_picture_is_known_once_it_is_fetched() {
    let home = Home::empty();
    let mut program = on_the_web(&home, Remote::Always);
    answer(&mut program, ADDRESS, fetched(&home));
    program.keys("<CR>");
    let percent = |program: &mut Program| program.rows()[37].split_whitespace().rev().nth(1).map(str::to_owned);
    assert_eq!(percent(&mut program).as_deref(), Some("100%"));
    program.keys("++");
    assert_eq!(percent(&mut program).as_deref(), Some("200%"));
}

#[test]
fn the_picture_of_a_title_is_asked_for_where_its_proxy_takes_it_from() {
    let home = Home::empty();
    home.write("a.md", "---\ntitle: T\nheadimg: https://cors.example/?http://a.cn/1.png\n---\n\nText\n");
    let mut begun = start((60, 40), Lang::English);
    begun.config.remote = Remote::Always;
    let mut program = Program::new(home.source(), begun);
    open_with_pictures(&mut program);
    let asked: Vec<&[String]> = program.fetches.iter().map(|request| request.candidates.as_slice()).collect();
    assert_eq!(asked, [["http://a.cn/1.png", "https://cors.example/?http://a.cn/1.png"]]);
}
