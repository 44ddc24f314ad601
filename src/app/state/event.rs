//! Events, which change the model, and effects, which the model requests.

use std::path::PathBuf;
use std::time::Duration;

use crate::app::input::history::HistoryKind;
use crate::app::input::hit::Target;
use crate::app::page::article_view::Opened;
use crate::app::state::job::{Answer, Job};
use crate::app::state::pictures::loaded::Display;
use crate::app::state::slot::Ticket;
use crate::article::Article;
use crate::keys::Key;
use crate::library::CatalogueRecord;
use crate::marks::{Bookmark, Edit, Mark};
use crate::problem::Problem;
use crate::text::{Clean, Profile};
use crate::theme::Shade;

/// All events.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The pointer was used.
    Pointer(Pointer),
    /// The terminal was resized to this many columns and rows.
    Resize(u16, u16),
    /// The terminal has reported the widths it uses.
    Widths(Profile),
    /// Whether the background of the terminal is dark or light is known, or has changed.
    Background(Shade),
    /// How the terminal shows pictures is known, or has changed.
    Displays(Display),
    /// Articles were read.
    Loaded(Ticket, Vec<Arrived>),
    /// A file that the walk has found was gone when it was to be read.
    Vanished(Ticket),
    /// Progress of an index refresh: articles compared or read, and their total.
    Indexing(Ticket, usize, usize),
    /// The index is up to date.
    Indexed(Ticket),
    /// The index cannot be used, and why. The walk then reports every article, as it does without an index.
    Unindexed(Ticket, Problem),
    /// Articles that are in the index but no longer exist.
    Went(Vec<PathBuf>),
    /// Articles that were moved: old and new path.
    Moved(Vec<(PathBuf, PathBuf)>),
    /// The number of articles that the walk has found so far, and whether it has ended.
    Found(Ticket, usize, bool),
    /// A job has answered; some jobs answer more than once.
    Done(Ticket, Answer),
    /// An article takes over the mark that was stored under the path of a file that no longer exists.
    Recalled(PathBuf, Mark),
    /// Changes while the collection was open: articles that were added or changed, and paths that no longer exist, of
    /// an article or of a whole folder.
    Noticed(Vec<(PathBuf, Option<(Article, CatalogueRecord)>)>),
    /// Changes to the collection may have been missed; it must be walked again.
    Unseen,
    /// Folders or files of the collection could not be read.
    Trouble(Ticket, Vec<(PathBuf, Problem)>),
    /// A timer has expired.
    Wake(Alarm, Ticket),
    /// An external program has ended or could not be started: the notice to show.
    Notify(Notice),
    /// A signal has requested termination.
    Terminate,
}

/// An article that was read: path, metadata, and its catalogue record.
pub type Arrived = (PathBuf, Article, CatalogueRecord);

/// The purpose of a timer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// The list's cursor has not moved for a moment.
    Rest,
    /// The pointer is held beyond the text.
    Drag,
    /// An article has been open long enough to count as read.
    Dwell,
    /// A chord has been incomplete for a moment.
    Hints,
}

/// A pointer event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Button or wheel.
    pub kind: PointerKind,
    /// The target under the pointer in the last frame.
    pub target: Option<Target>,
    /// The cell, counted from 0.
    pub column: u16,
    /// The cell, counted from 0.
    pub row: u16,
    /// The time, in milliseconds since 1970.
    pub at: i64,
}

/// The kinds of pointer events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    /// The left button was pressed.
    Press,
    /// The pointer moved to another cell with the left button down.
    Drag,
    /// The left button was released.
    Release,
    /// The wheel was turned up by one notch.
    WheelUp,
    /// The wheel was turned down by one notch.
    WheelDown,
}

/// A message for the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A success.
    Done(String),
    /// There is nothing of what was asked for, as no link on the screen. [`Action::Leave`] as the next command dismisses
    /// it and leaves nothing: what was begun is over already.
    ///
    /// [`Action::Leave`]: crate::app::input::command::Action::Leave
    Absent(String),
    /// A failure.
    Failed(String),
}

/// Something to be done outside the model.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Walk the collection and read all articles.
    Scan(Ticket),
    /// Run a job on another thread, which answers with [`Event::Done`].
    Work(Ticket, Job),
    /// Load the texts ahead of a search that is about to begin.
    Prepare,
    /// Free an article that is no longer shown.
    Discard(Box<Opened>),
    /// Save an edit of the marks of some articles.
    Save(Vec<PathBuf>, Edit),
    /// Move the marks of an article to its new path.
    Move(PathBuf, PathBuf),
    /// Save a bookmark, or remove the one with this name.
    Bookmark(char, Option<Bookmark>),
    /// Save a setting.
    Remember(&'static str, String),
    /// Save what was typed into an input line.
    SaveLine(HistoryKind, String),
    /// Set a setting in the configuration file: key and value.
    WriteSetting(String, String),
    /// Save the consent to loading pictures from a host.
    Consent(String),
    /// Copy text to the clipboard.
    Copy(String),
    /// Copy the addresses that articles come from to the clipboard, one on each line; of an article that names none, the
    /// path of its file.
    CopyAddresses(Vec<PathBuf>),
    /// Show an address or file in the browser.
    Browse(BrowseTarget),
    /// Open a picture that an article shows or links to, the first of its addresses that leads to one.
    View(PathBuf, Vec<String>),
    /// Save a picture of an article, the first of its addresses that leads to one, to a new file of this name.
    SavePicture(PathBuf, Vec<Clean>, String),
    /// Open the file that a link in an article leads to, if it is not an article of the collection; a text comes back
    /// through [`Model::open_file`](crate::app::Model::open_file).
    OpenLinked(PathBuf, String),
    /// Open the file that a name stands for, as it was typed; a text comes back through
    /// [`Model::open_file`](crate::app::Model::open_file).
    OpenFile(String),
    /// Open an article's file in the editor.
    Edit(PathBuf),
    /// Pipe text into a shell command.
    Pipe(String, String),
    /// Pipe the texts of articles into a shell command, one after the other.
    PipeArticles(String, Vec<PathBuf>),
    /// Write to a file of this name, as it was typed; whether a file that exists is replaced.
    Write(Written, String, bool),
    /// Read the configuration file again; if it has changed, [`Model::reconfigure`](crate::app::Model::reconfigure) takes
    /// it up.
    ReadConfiguration,
    /// Start a timer; it replaces an earlier one with the same alarm.
    Wake(Duration, Alarm, Ticket),
    /// Redraw the whole screen.
    Redraw,
    /// Suspend the program until the shell resumes it.
    Suspend,
    /// Quit.
    Quit,
}

/// What to write to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// Articles, in the format that the ending of the file asks for.
    Articles(Vec<PathBuf>),
    /// The source of an article, as it is.
    Source(PathBuf),
    /// A text, as it is.
    Text(String),
}

/// What to show in the browser.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrowseTarget {
    /// An http, https or mailto address.
    Address(String),
    /// An article of the collection.
    Article(PathBuf),
    /// The address that an article of the collection comes from.
    Origin(PathBuf),
    /// A file.
    File(PathBuf),
}

/// The result of an update.
#[derive(Debug, Default)]
pub struct Outbox {
    /// Whether the screen may have changed.
    pub dirty: bool,
    /// The effects, in order.
    pub effects: Vec<Effect>,
}

impl Outbox {
    /// Adds an effect.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
