//! Inkstone: a terminal reader for collections of articles on disk.
//!
//! The modules stand on floors; a module uses modules of lower floors only. `tests/architecture.rs` keeps that true.

// floor 0
pub mod text;
// floor 1
pub mod keys;
pub mod problem;
// floor 2
pub mod document;
pub mod locale;
pub mod settings;
// floor 3
pub mod article;
pub mod theme;
pub mod typeset;
// floor 4
pub mod library;
// floor 5
pub mod config;
// floor 7
pub mod files;
// floor 9
pub mod headless;
