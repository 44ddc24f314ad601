//! Events and commands of the list.

pub(in crate::app) mod finding;
mod grouping;
mod help;
pub(in crate::app) mod loading;
pub(in crate::app) mod marking;
pub(in crate::app) mod overlays;
mod paths;
pub(in crate::app) mod problems;
pub(in crate::app) mod repeating;
mod saved;
mod selected;
pub(in crate::app) mod tagging;
pub(in crate::app) mod texts;
