//! The model and its parts, the events that change it, and the effects it requests.

pub(in crate::app) mod collection;
pub(in crate::app) mod drag;
pub(in crate::app) mod event;
pub(in crate::app) mod job;
pub(in crate::app) mod list;
mod list_jump;
pub(in crate::app) mod loading;
pub(in crate::app) mod model;
pub(in crate::app) mod overlay;
pub(in crate::app) mod pictures;
pub(in crate::app) mod reader;
pub(in crate::app) mod reading;
pub(in crate::app) mod rows;
pub(in crate::app) mod settings;
pub(in crate::app) mod slot;
pub(in crate::app) mod table_view;
pub(in crate::app) mod texts;
