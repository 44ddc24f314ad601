//! The closed worlds between the loop and the program: events in, effects out.

use std::path::PathBuf;
use std::time::Duration;

use crate::app::input::hit::Target;
use crate::app::page::article_view::Opened;
use crate::app::state::job::{Answer, Job};
use crate::app::state::slot::Ticket;
use crate::article::Article;
use crate::keys::Key;
use crate::library::CatalogueRecord;
use crate::marks::{Edit, Mark};
use crate::problem::Problem;
use crate::text::Profile;

/// Everything that can happen to the program.
#[derive(Debug)]
pub enum Event {
    /// A key was pressed.
    Key(Key),
    /// Text was pasted.
    Paste(String),
    /// The pointer did something over what the last frame showed there.
    Pointer(Pointer),
    /// The terminal has this many columns and rows.
    Resize(u16, u16),
    /// The terminal has told how it draws.
    Widths(Profile),
    /// Articles were read.
    Loaded(Ticket, Vec<Arrived>),
    /// An update of the index has come so far: articles that were compared or read, of so many.
    Indexing(Ticket, usize, usize),
    /// The index is up to date.
    Indexed(Ticket),
    /// There can be no index, and why: every article is read and told of as without one.
    Unindexed(Ticket, Problem),
    /// What the index had and is not there any more.
    Went(Vec<PathBuf>),
    /// Articles that were moved: old path and new path.
    Moved(Vec<(PathBuf, PathBuf)>),
    /// The walk has found this many articles so far; `done` once it has ended.
    Found(Ticket, usize, bool),
    /// A job was done; some jobs answer more than once.
    Done(Ticket, Answer),
    /// An article has the mark that was another path's, whose file is gone.
    Recalled(PathBuf, Mark),
    /// Articles that came or changed while the collection was open, and paths where there is none any more: of an
    /// article, or of a folder with all that was in it.
    Noticed(Vec<(PathBuf, Option<(Article, CatalogueRecord)>)>),
    /// The collection changed in ways nobody saw: it is to be walked again.
    Unseen,
    /// Folders or files of the collection could not be read.
    Trouble(Ticket, Vec<(PathBuf, Problem)>),
    /// A timer rang.
    Wake(Alarm, Ticket),
    /// A program that was started has ended, or could not start: what to tell.
    Notify(Notice),
    /// The program is asked to end by a signal.
    Terminate,
}

/// An article that was read: its path, its metadata, what the catalogue knows of it besides.
pub type Arrived = (PathBuf, Article, CatalogueRecord);

/// What a timer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Alarm {
    /// The hands rest.
    Rest,
    /// The pointer is held beyond the text.
    Drag,
    /// An article has lain open for long enough to count as read.
    Dwell,
}

/// What the pointer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pointer {
    /// Button or wheel.
    pub kind: PointerKind,
    /// What stood under it in the last frame.
    pub target: Option<Target>,
    /// The cell.
    pub column: u16,
    /// The cell.
    pub row: u16,
    /// When, in milliseconds since 1970.
    pub at: i64,
}

/// The gestures that mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointerKind {
    /// The left button went down.
    Press,
    /// The pointer went to another cell, the left button down.
    Drag,
    /// The left button went up.
    Release,
    /// One notch of the wheel, away from the hand.
    WheelUp,
    /// One notch of the wheel, towards the hand.
    WheelDown,
}

/// Something to tell in the status line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// All went well.
    Done(String),
    /// Something failed.
    Failed(String),
}

/// What the program wants done outside.
#[derive(Clone, Debug)]
pub enum Effect {
    /// Walk the collection and read every article.
    Scan(Ticket),
    /// Do a job on another thread, which answers with [`Event::Done`].
    Work(Ticket, Job),
    /// Make the texts ready: a search is about to begin.
    Prepare,
    /// Free an article that is no longer shown.
    Discard(Box<Opened>),
    /// Write one edit of some articles' marks down.
    Save(Vec<PathBuf>, Edit),
    /// Give the marks of an article that was moved to its new path.
    Move(PathBuf, PathBuf),
    /// Write a setting down.
    Remember(&'static str, String),
    /// Put text on the clipboard.
    Copy(String),
    /// Put the address an article comes from on the clipboard, or the place of its file where it names none.
    CopyAddress(PathBuf),
    /// Show an address or file in the browser.
    Browse(BrowseTarget),
    /// Open an article's file in the editor.
    Edit(PathBuf),
    /// Give text to a command.
    Pipe(String, String),
    /// Ring after a while; a second call for one alarm takes the place of the first.
    Wake(Duration, Alarm, Ticket),
    /// Paint everything anew.
    Redraw,
    /// Stop until the shell brings the program back.
    Suspend,
    /// End.
    Quit,
}

/// Something a browser can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BrowseTarget {
    /// An http, https or mailto address.
    Address(String),
    /// An article of the collection.
    Article(PathBuf),
    /// The address that an article of the collection comes from.
    Origin(PathBuf),
}

/// What an update asks for.
#[derive(Debug, Default)]
pub struct Outbox {
    /// Whether the screen may have changed.
    pub dirty: bool,
    /// What to do, in order.
    pub effects: Vec<Effect>,
}

impl Outbox {
    /// Adds an effect.
    pub fn push(&mut self, effect: Effect) {
        self.effects.push(effect);
    }
}
