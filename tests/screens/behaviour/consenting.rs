//! Consents to loading pictures from the web.

use inkstone::app::{Effect, Job, Outbox};
use inkstone::locale::Lang;
use inkstone::remote::{Cancel, Consent, Remote, Wanted};
use inkstone::text::Clean;

use crate::harness::collection::Home;
use crate::harness::screen::{Program, start};

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
    let Job::Fetch { request: cached, .. } = program.model.cached_job(&picture, Cancel::default()) else {
        panic!("another job")
    };
    assert_eq!((cached.offline, cached.candidates.len(), request.offline), (true, 2, false));
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
