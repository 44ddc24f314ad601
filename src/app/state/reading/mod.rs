//! Scrolling the open article: code sideways, pages of several columns.

mod code_window;
mod turning;
