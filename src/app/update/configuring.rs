//! Taking up a changed configuration file.

use std::path::{Path, PathBuf};

use crate::app::input::binding::KeyMap;
use crate::app::state::event::{Effect, Notice, Outbox};
use crate::app::state::model::Model;
use crate::app::state::settings::themes::AUTO;
use crate::app::state::settings::trial::value_in_effect;
use crate::config::{Config, ShowPanes, Twins};
use crate::locale::Msg;
use crate::problem::Problem;
use crate::text::Profile;

impl Model {
    /// Takes up new settings and themes, with the problems of the file and of the themes. If there are problems with the
    /// settings, the old ones stay, and the first problem is shown with its line. With `keeps_theme` the theme does not
    /// depend on the settings.
    pub fn reconfigure(
        &mut self,
        mut fresh: Config,
        (mut problems, theme_problems): (Vec<Problem>, Vec<(PathBuf, Problem)>),
        keeps_theme: bool,
    ) -> Outbox {
        let mut out = Outbox { dirty: true, ..Outbox::default() };
        let (mut keymap, refused) = KeyMap::build(&fresh);
        problems.extend(refused);
        problems.sort_by_key(|problem| (problem.line, problem.column));
        let themes = fresh.origin.with_file_name("themes");
        self.problems.retain(|(path, _)| *path != fresh.origin && path.parent() != Some(&themes));
        if let Some(first) = problems.first() {
            let notice = self.describe_kept(&fresh, first);
            self.notice = Some(Notice::Failed(notice));
            self.problems.extend(problems.into_iter().map(|problem| (fresh.origin.clone(), problem)));
            self.refill_overlay();
            return out;
        }
        let told = theme_problems.first().map(|(path, problem)| self.describe(path, problem));
        self.problems.extend(theme_problems);
        std::mem::swap(&mut self.keymap, &mut keymap);
        self.pending.clear();
        // A trial ends here; what was set for this run holds.
        drop(self.trial.end());
        self.trial.apply(&mut fresh);
        let (fresh, later) = self.without_later(fresh);
        let old = std::mem::replace(&mut self.config, fresh);
        self.apply_settings(&old, keeps_theme, &mut out);
        self.notice = Some(match told {
            // A theme without its invalid lines is a theme.
            Some(told) => Notice::Failed(told),
            None if later.is_empty() => Notice::Done(self.catalog.say(Msg::NoticeConfigured).to_owned()),
            None => Notice::Done(self.catalog.fill(Msg::NoticeConfiguredLater, &[("keys", &later.join(", "))])),
        });
        out
    }

    /// Where a problem is, and what it is.
    pub fn describe(&self, file: &Path, problem: &Problem) -> String {
        format!("{}: {}", place(file, problem), self.catalog.problem(problem).what)
    }

    /// Where the problem is, and what it is.
    fn describe_kept(&self, fresh: &Config, problem: &Problem) -> String {
        let place = place(&fresh.origin, problem);
        let why = self.catalog.problem(problem).what;
        self.catalog.fill(Msg::NoticeConfigKept, &[("place", &place), ("why", &why)])
    }

    /// The settings with the old values of those that take effect only at the next start, and the keys of the latter that
    /// have changed.
    pub(in crate::app) fn without_later(&self, mut fresh: Config) -> (Config, Vec<&'static str>) {
        let old = &self.config;
        let mut later = Vec::new();
        macro_rules! keep {
            ($($key:literal: $($field:ident).+,)+) => {$(
                if fresh.$($field).+ != old.$($field).+ {
                    later.push($key);
                    fresh.$($field).+ = old.$($field).+.clone();
                }
            )+};
        }
        keep! {
            "timezone": timezone,
            "body": body,
            "lang": lang,
            "language": language,
            "mouse": mouse,
            "watch": watch,
            "markdown.headings": markdown.headings,
            "markdown.breaks": markdown.breaks,
            "typography.bidi": typography.bidi,
        }
        (fresh, later)
    }

    /// Remembers the value of a setting that a key chose.
    pub(in crate::app) fn remember(&self, key: &str, out: &mut Outbox) {
        if let Some(name) = Config::remembered_as(key) {
            out.push(Effect::Remember(name, self.config.choice(key, &self.in_effect(key))));
        }
    }

    /// Remembers the layout of the panes.
    pub(in crate::app) fn remember_layout(&self, out: &mut Outbox) {
        self.remember("list.width", out);
        self.remember("panes", out);
    }

    /// The value of a setting that is in effect: the configured one, or one that a key chose instead.
    pub(in crate::app) fn in_effect(&self, key: &str) -> String {
        value_in_effect(key, &self.config, &self.themes, self.reader.measure, self.layout)
    }

    /// Makes a setting what is configured, also if a key chose another value.
    pub(in crate::app) fn put_configured(&mut self, key: &str) {
        match key {
            "theme" => {
                self.themes.choose(self.config.theme.as_deref().unwrap_or(AUTO), &self.config);
            }
            "typography.measure" => self.reader.measure = self.config.typography.measure,
            "list.width" => self.layout.list = self.config.list_width,
            "panes" => self.layout.one = self.config.panes == ShowPanes::One,
            _ => {}
        }
    }

    /// Makes the screen what the settings say.
    pub(in crate::app) fn apply_settings(&mut self, old: &Config, keeps_theme: bool, out: &mut Outbox) {
        if self.config.theme != old.theme && !keeps_theme {
            self.put_configured("theme");
            self.remember("theme", out);
        } else {
            self.themes.reload(&self.config);
        }
        if self.config.preset != old.preset {
            self.keymap = KeyMap::build(&self.config).0;
            self.pending.clear();
        }
        if self.config.show_pictures != old.show_pictures {
            self.pictures.switch(None);
        }
        self.pictures.clear();
        if self.config.typography.measure != old.typography.measure {
            self.put_configured("typography.measure");
            self.remember("typography.measure", out);
        }
        if (self.config.list_width, self.config.panes) != (old.list_width, old.panes) {
            self.put_configured("list.width");
            self.put_configured("panes");
            self.remember_layout(out);
        }
        let ambiguous = self.config.typography.ambiguous_width(Some(self.reported.ambiguous));
        self.profile = Profile { ambiguous, ..self.reported };
        self.list.set_group(self.config.group);
        self.list.set_folds(self.config.twins == Twins::Fold);
        // Also for a setting that is tried out, which is shown in the same frame.
        self.reselect();
        self.settle_list();
        self.refill_overlay();
        self.compose_if_needed(out);
    }
}

/// The name of a file, with the line of a problem in it.
fn place(file: &Path, problem: &Problem) -> String {
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    problem.line.map_or_else(|| name.clone(), |line| format!("{name}:{line}"))
}
