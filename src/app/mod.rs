//! The program as a value: events are folded into the model, effects come out. No input or output, no clock.

mod act;
mod binding;
mod command;
mod event;
mod finding;
mod hit;
mod links;
mod list;
mod loading;
mod marking;
mod model;
mod overlay;
mod overlays;
mod panes;
mod problems;
mod prompt;
mod reader;
mod reading;
mod sheet;
mod slot;
mod update;

pub use binding::KeyMap;
pub use command::{Action, COMMANDS, Command, Motion, Scope, named};
pub use event::{Effect, Event, Notice, Outbox, Place, Pointer, PointerKind, Wanted};
pub use hit::{HitMap, Target};
pub use list::{List, Signs};
pub use marking::marked;
pub use model::{Collection, Focus, Loading, Model, Start};
pub use overlay::{Choice, Item, Overlay, Topic};
pub use panes::{Panes, WIDE, measure};
pub use prompt::{Prompt, Purpose};
pub use reader::{Found, Hints, Reader};
pub use sheet::{Opened, Row, Sheet, Spot, head, language, open, source_document, with_notice};
pub use slot::{Slot, Ticket};
