//! Saved searches: the queries of the configuration, shown above the categories with the number of their articles.

use crate::app::input::prompt::{Prompt, Purpose};
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Overlay, Topic};
use crate::library::Filter;
use crate::locale::Msg;
use crate::problem::{Code, Problem};
use crate::search::{Needle, Query, Titles};

impl Model {
    /// The saved searches, below a title; nothing if there are none.
    pub(in crate::app) fn saved_items(&self) -> Vec<Item> {
        let searches = &self.config.searches;
        if searches.is_empty() {
            return Vec::new();
        }
        let words = self.list.words();
        let item = |(name, query): &(String, String)| {
            let count = self.saved.count(query).map_or_else(|| "…".to_owned(), |count| count.to_string());
            Item { marked: words == query, ..Item::new(name, count, Choice::Search(query.clone())) }
        };
        let title = |msg| Item::title(self.catalog.say(msg));
        let items = searches.iter().map(item);
        std::iter::once(title(Msg::SearchesTitle)).chain(items).chain([title(Msg::CategoriesTitle)]).collect()
    }

    /// Counts the articles of the saved searches while they are shown; to be called before each frame. The texts are
    /// searched for the words of all of them at once.
    pub(in crate::app) fn count_saved(&mut self, out: &mut Outbox) {
        let is_shown = self.overlay.as_ref().map(Overlay::topic) == Some(Topic::Categories);
        if !is_shown || self.config.searches.is_empty() {
            return;
        }
        let queries: Vec<Query> = self.saved_queries();
        let mut words: Vec<Needle> = Vec::new();
        for needle in queries.iter().flat_map(Query::needles) {
            if !words.iter().any(|known| known == needle) {
                words.push(needle.clone());
            }
        }
        if words.is_empty() {
            if !self.saved.is_counted(&self.config.searches) {
                self.recount_saved();
            }
            return;
        }
        // One search at a time: the one of the list comes first.
        if self.list.texts().is_searching() {
            return;
        }
        if let Some(ticket) = self.saved.texts.search(&words) {
            let scope = self.search_scope();
            out.push(Effect::Work(ticket, Job::Find { words: words.into(), scope }));
        } else if !self.saved.texts.is_searching() && !self.saved.is_counted(&self.config.searches) {
            self.recount_saved();
        }
    }

    fn saved_queries(&self) -> Vec<Query> {
        self.config.searches.iter().map(|(_, query)| self.parse_query(query).0).collect()
    }

    /// Counts with what is known of the texts.
    pub(in crate::app) fn recount_saved(&mut self) {
        let queries = self.saved_queries();
        let mut counts = Vec::new();
        for ((_, words), query) in self.config.searches.iter().zip(&queries) {
            let marks_of = self.list.marked(&self.marks, &self.library);
            let bound = query.bind(&self.library, &self.marks, Titles::default());
            let among = self.saved.texts.among(&bound, None, &[], &marks_of);
            let filter = Filter { among: Some(among), ..Filter::default() };
            let is_there = |id: &crate::article::ArticleId| self.library.passes(*id, &filter, &marks_of);
            counts.push((words.clone(), self.library.ids().filter(is_there).count()));
        }
        self.saved.set_counts(counts);
        self.refill_overlay();
    }

    /// Shows the articles of a saved search.
    pub(in crate::app) fn choose_search(&mut self, query: &str, out: &mut Outbox) {
        self.overlay = None;
        out.push(Effect::Prepare);
        self.search_list(query);
        self.notify_skipped_term(query);
    }

    /// Accepts the query that is typed, and asks for the name to save it under. Says why not, if it cannot be saved.
    pub(in crate::app) fn name_search(&mut self, out: &mut Outbox) {
        let Some(prompt) = self.prompt.as_ref().filter(|prompt| prompt.purpose == Purpose::Narrow) else { return };
        let query = prompt.input().value().to_owned();
        if let Some(problem) = self.unsavable(&query) {
            return self.refuse_search(&problem);
        }
        self.accept_prompt(out);
        self.prompt = Some(Prompt::new(Purpose::Name, ""));
    }

    /// Why a query cannot be saved.
    fn unsavable(&self, query: &str) -> Option<Problem> {
        if query.trim().is_empty() {
            return Some(Problem::new(Code::QueryEmpty));
        }
        Query::parse(query, self.today()).1.into_iter().next()
    }

    fn refuse_search(&mut self, problem: &Problem) {
        self.notice = Some(Notice::Failed(self.catalog.problem(problem).what));
    }

    /// Saves the query of the list under the name that was typed, in the configuration file. Another query of this name
    /// is replaced once the name was accepted twice.
    pub(in crate::app) fn save_search(&mut self, typed: &Prompt, out: &mut Outbox) {
        let (name, query) = (typed.input().value().trim().to_owned(), self.list.words().trim().to_owned());
        if name.is_empty() {
            self.prompt = Some(Prompt::new(Purpose::Name, ""));
            return self.refuse_search(&Problem::new(Code::ConfigNameless).with("searches"));
        }
        if let Some(problem) = self.unsavable(&query) {
            return self.refuse_search(&problem);
        }
        let known = self.config.searches.iter().find(|(known, _)| *known == name).map(|(_, query)| query);
        if let Some(other) = known.filter(|known| **known != query && typed.before != name) {
            let problem = Problem::new(Code::SearchExists).with(&name).with(other);
            self.prompt = Some(Prompt::new(Purpose::Name, &name));
            return self.refuse_search(&problem);
        }
        self.config.save_search(&name, &query);
        out.push(Effect::WriteSetting(format!("searches.{name}"), query));
    }
}
