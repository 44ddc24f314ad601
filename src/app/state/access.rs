//! What other layers may read of the model, and the little that they may set.

use std::path::PathBuf;

use crate::app::input::panes::Focus;
use crate::app::input::prompt::Prompt;
use crate::app::state::event::Notice;
use crate::app::state::list::List;
use crate::app::state::model::{Collection, Loading, Model};
use crate::app::state::overlay::Overlay;
use crate::app::state::reader::Reader;
use crate::app::state::table_view::TableView;
use crate::config::Config;
use crate::keys::Pending;
use crate::library::Library;
use crate::locale::Catalog;
use crate::marks::Marks;
use crate::problem::Problem;
use crate::text::Profile;
use crate::theme::Theme;

impl Model {
    /// Columns and rows of the terminal.
    pub fn size(&self) -> (u16, u16) {
        self.size
    }

    /// Sets the size of the terminal before the first frame; later changes are [`Event::Resize`](crate::app::Event).
    pub fn set_size(&mut self, size: (u16, u16)) {
        self.size = size;
    }

    /// Seconds since 1970 at the last event.
    pub fn now(&self) -> i64 {
        self.now
    }

    /// Settings.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Messages in the language of the user interface.
    pub fn catalog(&self) -> &Catalog {
        &self.catalog
    }

    /// The theme.
    pub fn theme(&self) -> &Theme {
        &self.theme
    }

    /// The keys of an incomplete chord.
    pub fn pending(&self) -> &Pending {
        &self.pending
    }

    /// The widths of characters in the terminal.
    pub fn profile(&self) -> Profile {
        self.profile
    }

    /// What is known about the collection.
    pub fn collection(&self) -> &Collection {
        &self.collection
    }

    /// The articles loaded so far.
    pub fn library(&self) -> &Library {
        &self.library
    }

    /// Read and starred marks and reading positions.
    pub fn marks(&self) -> &Marks {
        &self.marks
    }

    /// The progress of loading.
    pub fn loading(&self) -> &Loading {
        &self.loading
    }

    /// The list pane.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// The reader pane.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The pane that has the keyboard focus.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// Whether zen mode is on: the reader alone, without the list.
    pub fn is_zen(&self) -> bool {
        self.zen
    }

    /// The open overlay.
    pub fn overlay(&self) -> Option<&Overlay> {
        self.overlay.as_ref()
    }

    /// The full-screen table.
    pub fn table(&self) -> Option<&TableView> {
        self.table.as_ref()
    }

    /// The input line.
    pub fn prompt(&self) -> Option<&Prompt> {
        self.prompt.as_ref()
    }

    /// The message shown until the next key.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    /// Shows a message until the next key.
    pub fn notify(&mut self, notice: Notice) {
        self.notice = Some(notice);
    }

    /// Problems that belong to no article: of configuration, state or folders.
    pub fn problems(&self) -> &[(PathBuf, Problem)] {
        &self.problems
    }
}
