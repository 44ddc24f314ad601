//! Pictures from the web: what the reader consents to, and the job that loads one.

use rustc_hash::FxHashSet;

use crate::app::input::command::Scope;
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Topic};
use crate::app::state::pictures::loaded::WantedPicture;
use crate::app::state::slot::Ticket;
use crate::document::Image;
use crate::locale::Msg;
use crate::remote::{Cancel, Consent, Consents, FetchError, FetchRequest, Fetched, Remote, Wanted};
use crate::text::Clean;

impl Model {
    /// Takes up the consents that are saved.
    pub fn set_consents(&mut self, consents: Consents) {
        self.consents = consents;
    }

    /// What may be done about a picture with these addresses, given the settings and the consents.
    pub fn wanted_picture(&self, candidates: &[Clean]) -> Wanted {
        self.consents.wanted(self.config.remote, candidates.iter().map(Clean::as_str))
    }

    /// Takes in what the reader consents to, and saves it unless it is for once.
    pub fn consent(&mut self, consent: Consent, out: &mut Outbox) {
        match consent {
            Consent::Once(host) => self.consents.allow_once(&host),
            Consent::Host(host) => {
                self.consents.allow(&host);
                out.push(Effect::Consent(host));
            }
            Consent::All => {
                self.consents.allow(Consents::ALL);
                out.push(Effect::Consent(Consents::ALL.to_owned()));
            }
        }
        out.dirty = true;
    }

    /// The job that loads a picture from addresses that may be loaded ([`Wanted::load`]), for an article that comes from
    /// `article`. The answer names the picture by the first of the addresses.
    pub fn fetch_job(&self, load: Vec<String>, article: Option<&Clean>, cancel: Cancel) -> Job {
        let article = article.map(ToString::to_string);
        let options = self.config.fetch.clone();
        let request = FetchRequest { candidates: load, article, options, again: false };
        Job::Fetch { request: Box::new(request), cancel }
    }

    /// Fetches those of the wanted pictures that are on the web and may be loaded.
    pub(in crate::app) fn fetch_pictures(&mut self, wanted: &[WantedPicture], out: &mut Outbox) {
        let unfetched = wanted.iter().filter(|picture| self.pictures.is_unfetched(picture));
        let all: Vec<(Clean, Vec<String>)> = unfetched
            .map(|picture| (picture.key.address.clone(), self.wanted_picture(&picture.candidates).load))
            .filter(|(_, load)| !load.is_empty())
            .collect();
        if all.is_empty() {
            return;
        }
        let article = self.reader.opened().and_then(|opened| opened.article().link.clone());
        for (picture, load) in all {
            let Some(first) = load.first().cloned() else { continue };
            let cancel = self.pictures.fetch(&first, &picture);
            out.push(Effect::Work(Ticket::default(), self.fetch_job(load, article.as_ref(), cancel)));
        }
    }

    /// Handles a picture that was fetched, or could not be.
    pub(in crate::app) fn fetched(&mut self, from: &str, result: Result<Fetched, FetchError>, out: &mut Outbox) {
        out.dirty |= self.pictures.take_fetched(from, result.map(|fetched| fetched.bytes));
    }

    /// The hosts that the reader would have to consent to for the pictures of the open article, in reading order.
    fn hosts_to_ask(&self) -> Vec<String> {
        let Some(opened) = self.reader.opened().filter(|_| self.shows_pictures()) else { return Vec::new() };
        let mut hosts: Vec<String> = Vec::new();
        for image in opened.images() {
            let host = self.wanted_picture(&image.candidates).ask.filter(|host| !hosts.contains(host));
            hosts.extend(host);
        }
        hosts
    }

    /// Whether the open article has pictures.
    fn has_pictures(&self) -> bool {
        self.reader.opened().is_some_and(|opened| opened.images().next().is_some())
    }

    /// How many pictures of the open article are on hosts that the reader would have to consent to, if there are any, and
    /// the key that asks for them.
    pub(in crate::app) fn unloaded_pictures(&self) -> Option<(String, String)> {
        let opened = self.reader.opened().filter(|_| self.shows_pictures())?;
        let is_asked_for = |image: &&Image| self.wanted_picture(&image.candidates).ask.is_some();
        let asked_for = opened.images().filter(is_asked_for).filter_map(|image| image.candidates.first());
        let count = asked_for.collect::<FxHashSet<_>>().len();
        let key = self.keymap.chords(Scope::Reader, "load-pictures").next()?;
        (count > 0).then(|| (self.catalog.number(count as u64), key.to_string()))
    }

    /// Says that an article has pictures that are not loaded, and which key asks for them.
    pub(in crate::app) fn notify_unloaded(&mut self) {
        let hosts = self.hosts_to_ask();
        let key = self.keymap.chords(Scope::Reader, "load-pictures").next().map(ToString::to_string);
        if let (Some(host), Some(key), None) = (hosts.first(), key, &self.notice) {
            let host = Clean::line(host);
            let text = self.catalog.fill(Msg::NoticePicturesUnloaded, &[("host", &host), ("key", &key)]);
            self.notice = Some(Notice::Done(text));
        }
    }

    /// Opens the question from which hosts pictures may be loaded.
    pub(in crate::app) fn ask_for_pictures(&mut self) {
        let says = match (self.pictures.display(), self.config.remote) {
            _ if !self.has_pictures() => Msg::NoticeNoPictures,
            (None, _) => Msg::NoticePicturesCannot,
            (_, Remote::Never) => Msg::NoticePicturesNever,
            _ if !self.shows_pictures() && self.has_pictures() => Msg::NoticePicturesHidden,
            _ if self.hosts_to_ask().is_empty() => Msg::NoticePicturesNone,
            _ => return self.open_overlay(Topic::Consent),
        };
        self.show_notice(says);
    }

    /// The answers to that question.
    pub(in crate::app) fn consent_items(&self) -> Vec<Item> {
        let hosts = self.hosts_to_ask();
        let mut items = Vec::new();
        for host in &hosts {
            let label = |msg| self.catalog.fill(msg, &[("host", &Clean::line(host))]);
            items.push(Item::new(label(Msg::LoadOnce), "", Choice::Consent(Consent::Once(host.clone()))));
            items.push(Item::new(label(Msg::LoadHost), "", Choice::Consent(Consent::Host(host.clone()))));
        }
        items.push(Item::new(self.catalog.say(Msg::LoadAll), "", Choice::Consent(Consent::All)));
        items
    }

    /// Takes the answer, and reads the article again, in which the pictures then have their cells.
    pub(in crate::app) fn consented(&mut self, consent: Consent, out: &mut Outbox) {
        self.consent(consent, out);
        if self.reader.is_current() {
            self.read_again(out);
        }
    }
}
