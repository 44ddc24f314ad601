//! Moving in the open article: code sideways, pages of several columns, jumps and back.

mod code_window;
mod jumps;
pub(in crate::app) mod landing;
mod turning;
pub(in crate::app) mod visits;
