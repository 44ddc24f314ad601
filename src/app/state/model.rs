//! The program as a value.

use crate::app::input::panes::Focus;

use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::app::input::binding::KeyMap;
use crate::app::input::panes::Panes;
use crate::app::input::prompt::Prompt;
use crate::app::state::drag::Drag;
use crate::app::state::event::Notice;
use crate::app::state::list::List;
use crate::app::state::overlay::Overlay;
use crate::app::state::reader::Reader;
use crate::app::state::slot::{Slot, Ticket};
use crate::app::state::table_view::TableView;
use crate::article::ArticleId;
use crate::config::{Config, Group, Twins};
use crate::keys::Pending;
use crate::library::{Key, Library, Order};
use crate::locale::Catalog;
use crate::marks::{Mark, Marks};
use crate::problem::Problem;
use crate::text::Profile;
use crate::theme::Theme;
use crate::typeset::Bidi;

/// Seconds after which it is told how fast articles are read.
const PACE: usize = 2;

/// How far loading is.
#[derive(Clone, Debug, Default)]
pub struct Loading {
    /// The walk's question; landed once everything is read.
    pub slot: Slot<()>,
    /// Articles found so far.
    pub found: usize,
    /// Articles read so far.
    pub read: usize,
    /// Whether the walk has ended.
    pub walked: bool,
    /// The articles this walk has come upon: the others are gone once it ends.
    pub seen: FxHashSet<ArticleId>,
    /// How many articles there were before, where this is not the first walk.
    pub before: Option<usize>,
    /// Whether an index is brought up to date: it tells itself how far it is, and what is gone.
    pub indexed: bool,
    /// How many articles are gone, as the index tells.
    pub gone: usize,
    /// When the index first told how far it is, in seconds since 1970, and how far.
    pub since: Option<(i64, usize)>,
}

impl Loading {
    /// Articles a second, and the seconds that are left; `None` while too little is known to tell.
    pub fn pace(&self, now: i64) -> Option<(usize, usize)> {
        let (at, done) = self.since?;
        let passed = usize::try_from(now - at).ok().filter(|passed| *passed >= PACE)?;
        let rate = self.read.saturating_sub(done) / passed;
        (rate > 0).then(|| (rate, self.found.saturating_sub(self.read) / rate))
    }

    /// Whether something is still to come.
    pub fn is_running(&self) -> bool {
        self.slot.is_waiting()
    }
}

/// What the collection is, for the model: names, not doors.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// What the status line calls it.
    pub name: String,
    /// Whether its articles are files that an editor or browser can open.
    pub on_disk: bool,
    /// Whether it has an index, and with it the texts of all its articles.
    pub indexed: bool,
    /// When the owner was last here, in seconds since 1970.
    pub visited: Option<i64>,
    /// How the site around it forms the addresses of its articles, as Hexo and Jekyll write it.
    pub address_rule: Option<String>,
    /// Marks remembered for paths whose article is not read yet.
    pub remembered: std::collections::HashMap<PathBuf, Mark>,
}

/// Everything the program knows.
pub struct Model {
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// Seconds since 1970 at the last event.
    pub now: i64,
    /// Settings.
    pub config: Config,
    /// Sentences.
    pub catalog: Arc<Catalog>,
    /// Styles.
    pub theme: Theme,
    /// Chords to actions.
    pub keymap: KeyMap,
    /// The chord under way.
    pub pending: Pending,
    /// Widths.
    pub profile: Profile,
    /// What is read from.
    pub collection: Collection,
    /// The articles read so far.
    pub library: Library,
    /// What the owner did.
    pub marks: Marks,
    /// How far loading is.
    pub loading: Loading,
    /// The list pane.
    pub list: List,
    /// The reader pane.
    pub reader: Reader,
    /// Which pane has the keys.
    pub focus: Focus,
    /// Text alone, without the list.
    pub zen: bool,
    /// The screen where the program was entered: `back` there means quit.
    pub entered: Focus,
    /// At most one thing on top.
    pub overlay: Option<Overlay>,
    /// The table that lies over the screen.
    pub table: Option<TableView>,
    /// The line being typed.
    pub prompt: Option<Prompt>,
    /// Told until the next key.
    pub notice: Option<Notice>,
    /// Problems that belong to no article: configuration, state, folders.
    pub problems: Vec<(PathBuf, Problem)>,
    /// The timer that rings when the hands rest.
    pub rest: Slot<()>,
    /// The article that lies open before the eyes, and the timer that rings when it has done so long enough.
    pub dwelling: (Option<PathBuf>, Slot<()>),
    /// What the left button of the pointer is doing.
    pub drag: Drag,
}

/// What the program starts with.
#[derive(Debug)]
pub struct Start {
    /// Columns and rows.
    pub size: (u16, u16),
    /// Seconds since 1970.
    pub now: i64,
    /// Settings.
    pub config: Config,
    /// Sentences.
    pub catalog: Arc<Catalog>,
    /// Styles.
    pub theme: Theme,
    /// Widths.
    pub profile: Profile,
    /// The order of the list.
    pub order: Order,
    /// The measure wished for, in cells.
    pub measure: u16,
    /// What is read from.
    pub collection: Collection,
    /// The articles that are known before anything is read.
    pub library: Library,
    /// The article to open at once, given as a path argument.
    pub open: Option<PathBuf>,
    /// Where the reader stood last time: article, and whether it had the keys.
    pub last: Option<(PathBuf, bool)>,
    /// The article to select where nothing else says so.
    pub first: Option<PathBuf>,
    /// A word to land on.
    pub word: Option<String>,
    /// What to tell first.
    pub problems: Vec<(PathBuf, Problem)>,
}

impl Model {
    /// The program before its first event.
    pub fn new(start: Start) -> Self {
        let (keymap, key_problems) = KeyMap::build(&start.config);
        let mut problems = start.problems;
        problems.extend(key_problems.into_iter().map(|problem| (PathBuf::new(), problem)));
        let entered = if start.open.is_some() { Focus::Reader } else { Focus::List };
        let mut model = Self {
            size: start.size,
            now: start.now,
            list: List {
                order: start.order,
                folds: start.config.twins == Twins::Fold,
                visited: start.collection.visited,
                ..List::default()
            },
            reader: Reader::new(start.measure),
            config: start.config,
            catalog: start.catalog,
            theme: start.theme,
            keymap,
            pending: Pending::default(),
            profile: start.profile,
            collection: start.collection,
            library: start.library,
            marks: Marks::default(),
            loading: Loading::default(),
            focus: entered,
            zen: false,
            entered,
            overlay: None,
            table: None,
            prompt: None,
            notice: None,
            problems,
            rest: Slot::default(),
            dwelling: (None, Slot::default()),
            drag: Drag::default(),
        };
        model.reader.word = start.word;
        model.recall();
        model.list.stale = true;
        match (start.open, start.last) {
            (Some(path), _) => {
                model.list.wanted = Some(path.clone());
                model.reader.path = Some(path);
            }
            (None, Some((path, reading))) => {
                model.list.wanted = Some(path.clone());
                if reading {
                    model.focus = Focus::Reader;
                    model.reader.path = Some(path);
                }
            }
            (None, None) => model.list.wanted = start.first,
        }
        model
    }

    /// Whether the list stands under headings of days: asked for, and in the order of days.
    pub fn is_grouped(&self) -> bool {
        self.config.group == Group::Day && self.list.order.key == Key::Date
    }

    /// Whether the program puts right-to-left text in the order it is drawn in.
    pub fn orders(&self) -> bool {
        self.config.typography.bidi == Bidi::App
    }

    /// Where the panes are.
    pub fn panes(&self) -> Panes {
        Panes::of(self.size, self.focus, self.zen)
    }

    /// Whether a ticket belongs to the walk under way.
    pub fn is_loading(&self, ticket: Ticket) -> bool {
        self.loading.slot.wants(ticket)
    }
}
