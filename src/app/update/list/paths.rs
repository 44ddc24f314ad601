//! Completing the path of a command of the palette that opens or writes a file.

use crate::app::input::file_command::FileCommand;
use crate::app::state::event::{Effect, Outbox};
use crate::app::state::job::Job;
use crate::app::state::model::Model;
use crate::app::state::overlay::{Choice, Item, Overlay, Topic};
use crate::app::state::slot::Ticket;

impl Model {
    /// Asks for the paths that begin as typed, if that has changed; to be called before each frame. While one possibility
    /// after the other is shown, what was typed before still holds.
    pub(in crate::app) fn request_paths(&mut self, out: &mut Outbox) {
        if self.overlay.as_ref().is_some_and(Overlay::is_completing) {
            return;
        }
        let typed =
            self.typed_command().and_then(FileCommand::parts).map(|(word, path)| (word.to_owned(), path.to_owned()));
        if typed == self.paths.typed {
            return;
        }
        let ticket = self.paths.found.ask();
        match &typed {
            Some((_, path)) => out.push(Effect::Work(ticket, Job::CompletePath(path.clone()))),
            None => self.paths.found.clear(),
        }
        self.paths.typed = typed;
        self.offer_paths();
    }

    /// Takes in the paths.
    pub(in crate::app) fn paths_found(&mut self, ticket: Ticket, paths: Vec<String>, out: &mut Outbox) {
        if self.paths.found.land(ticket, paths) {
            self.offer_paths();
            out.dirty = true;
        }
    }

    /// Shows the paths in the palette, or the commands again.
    fn offer_paths(&mut self) {
        let items = self.items(Topic::Palette);
        if let Some(overlay) = self.overlay.as_mut().filter(|overlay| overlay.topic() == Topic::Palette) {
            overlay.replace(items);
        }
    }

    /// The paths that are offered; `None` if no command with a path is typed.
    pub(in crate::app) fn path_items(&self) -> Option<Vec<Item>> {
        let (word, _) = self.paths.typed.as_ref()?;
        let item = |path: &String| Item::new(format!("{word} {path}"), "", Choice::File(path.clone()));
        Some(self.paths.found.ready().map(|paths| paths.iter().map(item).collect()).unwrap_or_default())
    }

    /// Whether a command with a path is typed.
    pub(in crate::app) fn types_path(&self) -> bool {
        self.typed_command().is_some_and(|typed| FileCommand::parts(typed).is_some())
    }

    /// Completes the path to that under the cursor; when repeated, to the next or previous one. What is in a folder that
    /// can be no other is offered next.
    pub(in crate::app) fn complete_path(&mut self, forward: bool) {
        let Some(overlay) = &mut self.overlay else { return };
        let Some(current) = overlay.current() else { return };
        let is_folder = matches!(&current.choice, Choice::File(path) if path.ends_with('/'));
        if is_folder && overlay.row_count() == 1 {
            let typed = current.label.clone();
            return overlay.retype(&typed);
        }
        overlay.complete(forward, |item| item.label.clone());
    }
}
