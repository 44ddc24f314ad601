//! Events and commands of the reader.

pub(in crate::app) mod filling;
pub(in crate::app) mod folding;
pub(in crate::app) mod jumping;
pub(in crate::app) mod links;
pub(in crate::app) mod picturing;
pub(in crate::app) mod pointing;
pub(in crate::app) mod reading;
pub(in crate::app) mod scrolling;
pub(in crate::app) mod selecting;
pub(in crate::app) mod showing;
pub(in crate::app) mod table;
pub(in crate::app) mod typography;
pub(in crate::app) mod viewing;
