//! The model: the whole state of the program.

use std::path::PathBuf;
use std::sync::Arc;

use crate::app::input::binding::KeyMap;
use crate::app::input::history::{History, HistoryKind};
use crate::app::input::panes::{Focus, Layout, Panes};
use crate::app::input::prompt::Prompt;
use crate::app::page::article_view::Goal;
use crate::app::page::last_search::LastSearch;
use crate::app::state::collection::Collection;
use crate::app::state::drag::Drag;
use crate::app::state::event::Notice;
use crate::app::state::list::List;
use crate::app::state::loading::Loading;
use crate::app::state::overlay::Overlay;
use crate::app::state::overlay::paths::PathCompletion;
use crate::app::state::pictures::loaded::Pictures;
use crate::app::state::pictures::sheet::ContactSheet;
use crate::app::state::pictures::viewer::PictureView;
use crate::app::state::reader::Reader;
use crate::app::state::settings::saved::SavedSearches;
use crate::app::state::settings::themes::Themes;
use crate::app::state::settings::trial::Trial;
use crate::app::state::slot::{Slot, Ticket};
use crate::app::state::table_view::TableView;
use crate::config::{Config, FirstFocus, Group, Twins};
use crate::keys::Pending;
use crate::library::{Library, Order};
use crate::locale::Catalog;
use crate::marks::Marks;
use crate::problem::Problem;
use crate::remote::Consents;
use crate::text::Profile;
use crate::theme::{ColorDepth, Theme};
use crate::typeset::Bidi;

/// The whole state of the program.
pub struct Model {
    /// Columns and rows of the terminal.
    pub(in crate::app) size: (u16, u16),
    /// Seconds since 1970 at the last event.
    pub(in crate::app) now: i64,
    /// Settings.
    pub(in crate::app) config: Config,
    /// Messages in the language of the user interface.
    pub(in crate::app) catalog: Arc<Catalog>,
    /// The theme, and how it was chosen.
    pub(in crate::app) themes: Themes,
    /// The setting that is tried out, and those that were set for this run.
    pub(in crate::app) trial: Trial,
    /// The articles of the saved searches.
    pub(in crate::app) saved: SavedSearches,
    /// Paths that are offered while one is typed.
    pub(in crate::app) paths: PathCompletion,
    /// The key bindings.
    pub(in crate::app) keymap: KeyMap,
    /// The keys of an incomplete chord.
    pub(in crate::app) pending: Pending,
    /// The timer of the hints of keys; they are shown once it has expired.
    pub(in crate::app) hinting: Slot<()>,
    /// The widths of characters in the terminal.
    pub(in crate::app) profile: Profile,
    /// The widths that the terminal reports, whatever the settings say.
    pub(in crate::app) reported: Profile,
    /// The collection.
    pub(in crate::app) collection: Collection,
    /// The articles loaded so far.
    pub(in crate::app) library: Library,
    /// Read and starred marks and reading positions.
    pub(in crate::app) marks: Marks,
    /// The progress of loading.
    pub(in crate::app) loading: Loading,
    /// The list pane.
    pub(in crate::app) list: List,
    /// The reader pane.
    pub(in crate::app) reader: Reader,
    /// The pictures of the open article.
    pub(in crate::app) pictures: Pictures,
    /// The picture alone on the screen.
    pub(in crate::app) viewer: Option<PictureView>,
    /// The contact sheet.
    pub(in crate::app) sheet: Option<ContactSheet>,
    /// The pane that has the keyboard focus.
    pub(in crate::app) focus: Focus,
    /// Whether zen mode is on: the reader alone, without the list.
    pub(in crate::app) zen: bool,
    /// How the panes are laid out.
    pub(in crate::app) layout: Layout,
    /// The screen on which the program started; `back` quits there.
    pub(in crate::app) entered: Focus,
    /// Whether the article at the cursor is opened once the collection is loaded, unless a key is pressed before.
    pub(in crate::app) opens_first: bool,
    /// Whether the program was started with the path of an article.
    pub(in crate::app) opens_named: bool,
    /// The open overlay.
    pub(in crate::app) overlay: Option<Overlay>,
    /// The full-screen table.
    pub(in crate::app) table: Option<TableView>,
    /// The input line.
    pub(in crate::app) prompt: Option<Prompt>,
    /// What was typed into input lines before.
    pub(in crate::app) history: History,
    /// The hosts that pictures may be loaded from.
    pub(in crate::app) consents: Consents,
    /// What was searched for last.
    pub(in crate::app) last_search: Option<LastSearch>,
    /// If the last key has ended a mode: until when, in seconds since 1970, an Esc is typed for that mode and leaves
    /// nothing more.
    pub(in crate::app) esc_until: Option<i64>,
    /// The message shown until the next key.
    pub(in crate::app) notice: Option<Notice>,
    /// Problems that belong to no article: of configuration, state or folders.
    pub(in crate::app) problems: Vec<(PathBuf, Problem)>,
    /// The timer that expires when the list's cursor has not moved for a moment.
    pub(in crate::app) rest: Slot<()>,
    /// The article being read, and the timer that expires when it has been open long enough to count as read.
    pub(in crate::app) dwelling: (Option<PathBuf>, Slot<()>),
    /// The state of the left mouse button.
    pub(in crate::app) drag: Drag,
}

/// The initial values of a [`Model`].
#[derive(Debug)]
pub struct Start {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Seconds since 1970.
    pub now: i64,
    /// Settings.
    pub config: Config,
    /// Messages in the language of the user interface.
    pub catalog: Arc<Catalog>,
    /// The theme.
    pub theme: Theme,
    /// How many colours the terminal can show.
    pub colors: ColorDepth,
    /// The widths of characters in the terminal.
    pub profile: Profile,
    /// The order of the list.
    pub order: Order,
    /// The preferred text width, in cells.
    pub measure: u16,
    /// How the panes are laid out.
    pub layout: Layout,
    /// The collection.
    pub collection: Collection,
    /// The articles that are known before anything is read.
    pub library: Library,
    /// The article to open at once, given as a path argument.
    pub open: Option<PathBuf>,
    /// The last article of the previous session, and whether the reader had the focus.
    pub last: Option<(PathBuf, bool)>,
    /// The article to select if neither `open` nor `last` is set.
    pub first: Option<PathBuf>,
    /// A word to show the first match of.
    pub word: Option<String>,
    /// A line of the source of the article to open, counted from 1, to show the text of.
    pub line: Option<usize>,
    /// What was typed into input lines before.
    pub history: History,
    /// Problems found at startup.
    pub problems: Vec<(PathBuf, Problem)>,
}

impl Model {
    /// The model before the first event.
    pub fn new(start: Start) -> Self {
        let (keymap, key_problems) = KeyMap::build(&start.config);
        let mut problems = start.problems;
        problems.extend(key_problems.into_iter().map(|problem| (start.config.origin.clone(), problem)));
        let last_search = start.word.as_deref().map(LastSearch::of_text);
        let entered = if start.open.is_some() { Focus::Reader } else { Focus::List };
        let mut model = Self {
            size: start.size,
            now: start.now,
            list: List::new(start.order, start.config.twins == Twins::Fold, start.collection.visited),
            reader: Reader::new(start.measure, start.word),
            config: start.config,
            catalog: start.catalog,
            themes: Themes::new(start.theme, start.colors),
            trial: Trial::default(),
            saved: SavedSearches::default(),
            paths: PathCompletion::default(),
            keymap,
            pending: Pending::default(),
            hinting: Slot::default(),
            profile: start.profile,
            reported: start.profile,
            collection: start.collection,
            library: start.library,
            marks: Marks::default(),
            loading: Loading::default(),
            pictures: Pictures::default(),
            viewer: None,
            sheet: None,
            focus: entered,
            zen: false,
            layout: start.layout,
            entered,
            opens_first: false,
            opens_named: start.open.is_some(),
            overlay: None,
            table: None,
            prompt: None,
            history: start.history,
            consents: Consents::default(),
            last_search,
            esc_until: None,
            notice: None,
            problems,
            rest: Slot::default(),
            dwelling: (None, Slot::default()),
            drag: Drag::default(),
        };
        model.recall();
        model.list.set_group(model.config.group);
        model.notice = model.problems.first().map(|(file, problem)| Notice::Failed(model.describe(file, problem)));
        model.reader.goal = start.line.map_or(Goal::Position, Goal::Line);
        model.choose_first(start.open, start.last, start.first);
        model
    }

    /// Chooses the article to select or open first; see [`Start`] for the arguments.
    fn choose_first(&mut self, open: Option<PathBuf>, last: Option<(PathBuf, bool)>, first: Option<PathBuf>) {
        match (open, last) {
            (Some(path), _) => {
                self.list.want(Some(path.clone()));
                self.reader.path = Some(path);
            }
            (None, Some((path, was_reading))) => {
                self.list.want(Some(path.clone()));
                let reads = match self.config.focus {
                    FirstFocus::Resume => was_reading,
                    FirstFocus::List => false,
                    FirstFocus::Article => true,
                };
                if reads {
                    self.focus = Focus::Reader;
                    self.reader.path = Some(path);
                    self.notify_continued();
                }
            }
            (None, None) => {
                // The guide begins with an article that says how to go on.
                let opens_guide = self.config.focus == FirstFocus::Resume && first.is_some();
                self.opens_first = opens_guide || self.config.focus == FirstFocus::Article;
                self.list.want(first);
            }
        }
    }

    /// Whether the list shows headings of groups.
    pub fn is_grouped(&self) -> bool {
        self.list.groups().by() != Group::None
    }

    /// Whether the program, not the terminal, puts right-to-left text in visual order.
    pub fn orders(&self) -> bool {
        self.config.typography.bidi == Bidi::App
    }

    /// The pane geometry.
    pub fn panes(&self) -> Panes {
        Panes::of(self.size, self.focus, self.zen, self.layout, self.text_wish(self.reader.measure))
    }

    /// Whether a ticket belongs to the current walk.
    pub fn is_loading(&self, ticket: Ticket) -> bool {
        self.loading.wants(ticket)
    }
}

/// What other layers may read, and the little that they may set.
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

    /// The theme; in the overlay of themes, the one under the cursor.
    pub fn theme(&self) -> &Theme {
        self.themes.shown()
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

    /// The pictures of the open article.
    pub fn pictures(&self) -> &Pictures {
        &self.pictures
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

    /// Replaces the earlier lines of a kind, to which another process may have added some.
    pub fn set_history(&mut self, kind: HistoryKind, lines: Vec<String>) {
        self.history.set(kind, lines);
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
