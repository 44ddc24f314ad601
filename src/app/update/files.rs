//! Commands of the palette that name a file.

use crate::app::input::command::Scope;
use crate::app::input::file_command::FileCommand;
use crate::app::input::panes::Focus;
use crate::app::page::shown::Shown;
use crate::app::state::event::{Effect, Notice, Outbox, Written};
use crate::app::state::model::Model;
use crate::app::state::overlay::{Overlay, Topic};
use crate::locale::Msg;

impl Model {
    /// Accepts what is typed into the overlay, if that is a command with a file, else the item at the cursor.
    pub(in crate::app) fn accept_typed(&mut self, out: &mut Outbox) {
        let typed = self.typed_command().unwrap_or_default().to_owned();
        match FileCommand::parse(&typed) {
            Some(FileCommand::Open(file)) => {
                self.overlay = None;
                out.push(Effect::OpenFile(file.to_owned()));
            }
            Some(FileCommand::Write { name, replaces }) => {
                self.overlay = None;
                self.write_articles(name, replaces, out);
            }
            None => self.accept(out),
        }
    }

    /// What Enter does with the name of a file that is typed into the palette, in words.
    pub fn file_hint(&self) -> Option<String> {
        let (msg, name) = match FileCommand::parse(self.typed_command()?)? {
            FileCommand::Open(name) => (Msg::PaletteOpen, name),
            FileCommand::Write { name, replaces: false } => (Msg::PaletteWrite, name),
            FileCommand::Write { name, replaces: true } => (Msg::PaletteReplace, name),
        };
        Some(self.catalog.fill(msg, &[("target", name)]))
    }

    /// The key that opens the palette.
    pub fn palette_key(&self) -> String {
        let scope = match self.focus {
            Focus::List => Scope::List,
            Focus::Reader => Scope::Reader,
        };
        let mut keys = self.keymap.chords(scope, "palette").chain(self.keymap.chords(Scope::Global, "palette"));
        keys.next().map_or_else(|| ":".to_owned(), ToString::to_string)
    }

    /// Says how an article is written to a file.
    pub(in crate::app) fn explain_writing(&mut self) {
        let how = self.catalog.fill(Msg::NoticeWriteHow, &[("key", &self.palette_key())]);
        self.notice = Some(Notice::Done(how));
    }

    /// What is typed into the palette.
    pub(in crate::app) fn typed_command(&self) -> Option<&str> {
        let overlay = self.overlay.as_ref().filter(|overlay| overlay.topic() == Topic::Palette);
        Some(overlay.and_then(Overlay::input)?.value())
    }

    /// Writes to a file what is in front of the reader: the selected articles, the article, its source, or the output of
    /// a program.
    fn write_articles(&mut self, name: &str, replaces: bool, out: &mut Outbox) {
        let written = if let Some(rows) = self.selected_rows() {
            if self.refuses(&rows) {
                return;
            }
            self.list.end_selection();
            Written::Articles(rows.iter().filter_map(|id| self.library.path(*id)).collect())
        } else if let Some(output) = self.shown_output() {
            Written::Text(output.text.clone())
        } else if let Some(path) = self.subject_path() {
            let is_source = self.focus == Focus::Reader && self.reader.shown == Shown::Source;
            if is_source { Written::Source(path) } else { Written::Articles(vec![path]) }
        } else {
            return self.show_notice(Msg::NoticeNoArticle);
        };
        out.push(Effect::Write(written, name.to_owned(), replaces));
    }
}
