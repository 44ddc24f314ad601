//! Moving in the open article: code sideways, pages of several columns, jumps and back, what waits until it is open.

mod code_window;
mod jumps;
pub(in crate::app) mod landing;
mod turning;
pub(in crate::app) mod visits;
pub(in crate::app) mod waiting;
