//! Pictures from the web: what the reader consents to, and the job that loads one.

use crate::app::state::event::{Effect, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::remote::{Cancel, Consent, Consents, FetchRequest, Wanted};
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
        let request = FetchRequest { candidates: load, article, options, again: false, offline: false };
        Job::Fetch { request: Box::new(request), cancel }
    }

    /// The job that looks for a picture in the cache, where [`fetch_job`](Model::fetch_job) or `inkstone fetch` may have
    /// put it. It opens no connection, so it needs no consent and runs before the reader is asked for one.
    pub fn cached_job(&self, candidates: &[Clean], cancel: Cancel) -> Job {
        let candidates = candidates.iter().map(ToString::to_string).collect();
        let request = FetchRequest { candidates, offline: true, ..FetchRequest::default() };
        Job::Fetch { request: Box::new(request), cancel }
    }
}
