//! The application logic without I/O and without a clock: [`Model::update`] applies an event to the model and returns
//! the effects to perform.

mod input;
mod page;
mod state;
mod update;

pub use input::binding::KeyMap;
pub use input::command::Shift;
pub use input::command::{Action, Command, FoldChange, LookChange, MarkChange, Motion, PaneChange, Reach, Scope};
pub use input::commands::{COMMANDS, named};
pub use input::history::{History, HistoryKind};
pub use input::hit::{HitMap, Target};
pub use input::panes::Focus;
pub use input::panes::{LEAST_BARRED, Layout, Panes, WIDE};
pub use input::prompt::{Prompt, Purpose};
pub use input::view_change::ViewChange;
pub use page::article_view::Goal;
pub use page::article_view::OpenRequest;
pub use page::article_view::TextPoint;
pub use page::article_view::{
    ArticleView, Opened, ScrollAnchor, ViewRow, language, open, source_document, with_notice,
};
pub use page::caret::CaretPosition;
pub use page::columns::{Column, Extent, Spread};
pub use page::excerpt::{excerpt, plain_text};
pub use page::hints::{HintTarget, Hints, is_picture_name};
pub use page::page_search::{PageMatch, PageSearch};
pub use page::selection::{Selection, Unit};
pub use page::shown::{Output, Shown};
pub use page::title_block::head;
pub use page::vertical::grid::GridPart;
pub use page::vertical::placing::{CellsOf, Placing};
pub use page::window::Window;
pub use state::collection::Collection;
pub use state::drag::Drag;
pub use state::event::{Alarm, Arrived, BrowseTarget, Effect, Event, Notice, Outbox, Pointer, PointerKind};
pub use state::job::{Answer, Job};
pub use state::list::{List, Signs};
pub use state::loading::Loading;
pub use state::model::{Model, Start};
pub use state::overlay::{Choice, Item, Overlay, Topic};
pub use state::pictures::loaded::{Display, Era, LoadedPicture, PictureFailure, PictureKey, Pictures, WantedPicture};
pub use state::pictures::sheet::{ContactSheet, Grid};
pub use state::pictures::viewer::{Extract, PictureId, PictureView};
pub use state::reader::Reader;
pub use state::rows::groups::{GroupKey, Groups};
pub use state::rows::openings::Openings;
pub use state::rows::selection::RowSelection;
pub use state::settings::themes::AUTO;
pub use state::slot::{Slot, Ticket};
pub use state::table_view::TableView;
pub use state::texts::{SearchScope, Texts};
pub use update::hinting::KeyHint;
pub use update::reader::picturing::PlacedPicture;
pub use update::reader::viewing::ROWS_BELOW;
pub use update::sheet::Thumbnail;
