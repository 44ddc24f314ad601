//! What depends on the settings and can be changed while the program runs.

pub(in crate::app::state) mod fitting;
pub(in crate::app) mod saved;
pub(in crate::app) mod themes;
pub(in crate::app) mod trial;
