//! The contents of the overlays, and choosing an item in them.

use crate::app::input::command::{Action, Command, Motion, Scope};
use crate::app::input::commands::{COMMANDS, aliases, named};
use crate::app::input::history::HistoryKind;
use crate::app::input::panes::Focus;
use crate::app::page::article_view::Goal;
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Overlay, Topic};
use crate::library::{CategoryId, Key, Order};
use crate::locale::Msg;
use crate::typeset::Script;

/// The orders of the list that can be chosen, and what they are called.
const ORDERS: &[(Key, bool, Msg)] = &[
    (Key::Given, false, Msg::SortGiven),
    (Key::Date, true, Msg::SortNewest),
    (Key::Date, false, Msg::SortOldest),
    (Key::Title, false, Msg::SortByTitle),
    (Key::Category, false, Msg::SortByCategory),
    (Key::Source, false, Msg::SortBySource),
    (Key::Length, true, Msg::SortLongest),
    (Key::Length, false, Msg::SortShortest),
    (Key::Path, false, Msg::SortByPath),
    (Key::Read, false, Msg::SortUnread),
    (Key::Relevance, true, Msg::SortRelevance),
];

impl Model {
    /// Opens an overlay.
    pub fn open_overlay(&mut self, topic: Topic) {
        let items = self.items(topic);
        if items.is_empty() {
            let nothing = match topic {
                Topic::Problems => Msg::ProblemsNone,
                Topic::Contents if self.reader.opened().is_none() => Msg::NoticeNoArticle,
                Topic::Contents => Msg::ContentsNone,
                Topic::Categories => Msg::CategoriesNone,
                _ => Msg::OverlayNone,
            };
            self.show_notice(nothing);
            return;
        }
        let typing = !matches!(
            topic,
            Topic::Help
                | Topic::Bookmarks
                | Topic::Sort
                | Topic::Themes
                | Topic::Consent
                | Topic::Problems
                | Topic::AllProblems
        );
        let mut overlay = Overlay::new(topic, items, typing);
        if topic == Topic::Contents {
            overlay.put(self.heading_in_view(overlay.items()));
        }
        if topic == Topic::Themes {
            overlay.put(overlay.items().iter().position(|item| item.marked).unwrap_or(0));
        }
        if topic == Topic::Categories {
            overlay.remember(self.list.filter().categories.clone(), self.cursor_path());
            self.saved.clear();
        }
        self.overlay = Some(overlay);
    }

    /// Opens the problems of the current article; if these are open already, those of the whole collection.
    pub fn open_problems(&mut self) {
        let open = self.overlay.as_ref().map(Overlay::topic);
        self.open_overlay(if open == Some(Topic::Problems) { Topic::AllProblems } else { Topic::Problems });
    }

    /// Updates the open overlay, if its contents depend on the collection or the screen.
    pub fn refill_overlay(&mut self) {
        let Some(topic) = self.overlay.as_ref().map(Overlay::topic) else { return };
        if matches!(
            topic,
            Topic::Bookmarks | Topic::Categories | Topic::Help | Topic::Themes | Topic::Problems | Topic::AllProblems
        ) {
            let items = self.items(topic);
            if let Some(overlay) = &mut self.overlay {
                overlay.refill(items);
            }
        }
    }

    /// The items of an overlay.
    pub fn items(&self, topic: Topic) -> Vec<Item> {
        match topic {
            Topic::Categories => self.category_items(),
            Topic::Contents => self.heading_items(),
            Topic::Bookmarks => self.bookmark_items(),
            Topic::Help => self.help_items(),
            Topic::Palette => self.path_items().unwrap_or_else(|| self.palette_items()),
            Topic::Sort => self.sort_items(),
            Topic::Themes => self.theme_items(),
            Topic::Settings | Topic::SettingsFile => self.setting_items(),
            Topic::Consent => self.consent_items(),
            Topic::Problems => self.problem_items(),
            Topic::AllProblems => self.all_problem_items(),
        }
    }

    /// The name of a category.
    pub fn category_name(&self, id: CategoryId) -> &str {
        match self.library.category_name(id) {
            "" => self.catalog.say(Msg::ListUncategorised),
            name => name,
        }
    }

    fn category_items(&self) -> Vec<Item> {
        let chosen = &self.list.filter().categories;
        let mut items = self.saved_items();
        items.extend(chosen.iter().map(|id| {
            let count = self.list.rows().len().to_string();
            Item { marked: true, ..Item::new(self.category_name(*id), count, Choice::Category(*id)) }
        }));
        let counts = self.library.counts(self.list.filter(), &self.list.marked(&self.marks, &self.library));
        items.extend(
            counts
                .into_iter()
                .filter(|(id, _)| !chosen.contains(id))
                .map(|(id, count)| Item::new(self.category_name(id), count.to_string(), Choice::Category(id))),
        );
        items.extend(self.own_tag_items());
        if self.config.typography.script != Script::AsWritten {
            let chinese = self.library.chinese_categories();
            for item in &mut items {
                item.other_language = matches!(item.choice, Choice::Category(id) if !chinese.contains(&id));
            }
        }
        items
    }

    fn heading_items(&self) -> Vec<Item> {
        let Some(opened) = self.reader.opened() else { return Vec::new() };
        let other_language = opened.article().not_chinese;
        let least = opened.document.headings().map(|(_, level, _)| level).min().unwrap_or(1);
        opened
            .document
            .headings()
            .map(|(block, level, text)| {
                let place = Choice::Place(crate::document::Anchor { block, byte: 0 });
                Item { depth: level - least, other_language, ..Item::new(text.replace('\n', " "), "", place) }
            })
            .collect()
    }

    fn heading_in_view(&self, items: &[Item]) -> usize {
        let here = self.reader.spot();
        let before =
            |item: &Item| matches!(item.choice, Choice::Place(anchor) if here.head.is_none() && anchor <= here.anchor);
        items.iter().rposition(before).unwrap_or(0)
    }

    fn palette_items(&self) -> Vec<Item> {
        let here = match self.focus {
            Focus::List => Scope::List,
            Focus::Reader => Scope::Reader,
        };
        // Commands that were run from here before come first, the latest on top.
        let recent = self.history.lines(HistoryKind::Command).iter().rev().filter_map(|name| named(name));
        let recent: Vec<&Command> = recent.collect();
        let others = COMMANDS.iter().filter(|command| !recent.iter().any(|known| known.name == command.name));
        recent
            .iter()
            .copied()
            .chain(others)
            .filter(|command| command.action != Action::Palette)
            .filter_map(|command| {
                let scope = [here, Scope::Global].into_iter().find(|scope| command.scopes.contains(scope))?;
                let chords: Vec<String> = self.keymap.chords(scope, command.name).map(ToString::to_string).collect();
                let note = format!("{}  {}", command.name, chords.join(" "));
                let item = Item::new(self.catalog.command(command.name), note, Choice::Run(command.action));
                Some(Item { aliases: aliases(command.name), ..item })
            })
            .collect()
    }

    fn sort_items(&self) -> Vec<Item> {
        let has_given = self.library.has_given();
        ORDERS
            .iter()
            .filter(|(key, ..)| has_given || *key != Key::Given)
            .map(|(key, descending, says)| {
                let order = Order { key: *key, descending: *descending };
                Item {
                    marked: order == self.list.order(),
                    ..Item::new(self.catalog.say(*says), "", Choice::Order(order))
                }
            })
            .collect()
    }

    /// How the list is sorted, in words, if that is not as usual.
    pub fn unusual_order(&self) -> Option<&str> {
        let order = self.list.order();
        let is_usual = order == Order::default() || order.key == Key::Given;
        let (.., says) = ORDERS.iter().find(|row| !is_usual && (row.0, row.1) == (order.key, order.descending))?;
        Some(self.catalog.say(*says))
    }

    /// Chooses the item under the overlay's cursor.
    pub fn accept(&mut self, out: &mut Outbox) {
        let Some(overlay) = &self.overlay else { return };
        let choice = overlay.current().map(|item| item.choice.clone());
        let place = overlay.number().filter(|_| overlay.topic() == Topic::Palette);
        match choice {
            // As in vim and less, a number is a place to go to.
            None if place.is_some() => {
                self.overlay = None;
                self.act(Action::Move(Motion::Bottom), place, out);
            }
            None => {}
            Some(Choice::Nothing) => {
                if let Some(overlay) = &mut self.overlay {
                    overlay.keep_found();
                }
            }
            Some(Choice::Category(id)) => {
                let touched = self.overlay.take().is_some_and(|overlay| overlay.is_touched());
                if !touched && !self.list.filter().categories.contains(&id) {
                    self.list.toggle(id);
                }
                self.focus = Focus::List;
                self.preview_soon(out);
            }
            Some(Choice::Topic(topic)) => self.open_overlay(topic),
            Some(Choice::Article(path, line)) => {
                self.overlay = None;
                let goal = line.map_or(Goal::Position, |line| Goal::Line(line as usize));
                self.visit(path, goal, out);
            }
            Some(Choice::Place(anchor)) => {
                (self.overlay, self.focus) = (None, Focus::Reader);
                self.jump(anchor);
            }
            Some(Choice::Bookmark(name)) => self.go_to_bookmark(name, out),
            Some(Choice::Run(action)) => {
                self.overlay = None;
                if let Some(command) = COMMANDS.iter().find(|command| command.action == action) {
                    self.remember_line(HistoryKind::Command, command.name, out);
                }
                self.act(action, None, out);
            }
            Some(Choice::Consent(consent)) => {
                self.overlay = None;
                self.consented(consent, out);
            }
            Some(Choice::File(_)) => self.complete_path(true),
            Some(Choice::Setting(key, value)) => self.choose_setting(key, value, false, out),
            Some(Choice::Search(query)) => self.choose_search(&query, out),
            Some(Choice::Theme(name)) => {
                self.overlay = None;
                self.choose_theme(&name, out);
            }
            Some(Choice::Order(order)) => {
                self.overlay = None;
                self.list.sort(order);
                out.push(Effect::Remember("sort", order.to_word()));
            }
        }
    }

    /// Toggles the category under the overlay's cursor and leaves the overlay open.
    pub fn toggle_choice(&mut self, out: &mut Outbox) {
        let Some(overlay) = &self.overlay else { return };
        if overlay.topic().is_settings() {
            return self.complete_setting(true);
        }
        if self.types_path() {
            return self.complete_path(true);
        }
        let Some(Choice::Category(id)) = overlay.current().map(|item| item.choice.clone()) else { return };
        self.list.toggle(id);
        self.reselect();
        self.preview_soon(out);
        let items = self.category_items();
        if let Some(overlay) = &mut self.overlay {
            overlay.toggled(items);
        }
    }

    /// Closes the overlay without choosing anything; what was toggled in it is undone. Returns whether there was one.
    pub(in crate::app) fn cancel_overlay(&mut self) -> bool {
        let Some(overlay) = self.overlay.take() else { return false };
        if let Some((categories, cursor)) = overlay.undone() {
            self.list.choose(categories);
            self.list.want(cursor);
        }
        true
    }
}
