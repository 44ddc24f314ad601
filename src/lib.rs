//! Inkstone: a terminal reader for collections of articles on disk.
//!
//! The modules stand on floors; a module uses modules of lower floors only. `tests/architecture.rs` keeps that true.

// floor 0
pub mod text;
// floor 1
pub mod highlight;
pub mod keys;
pub mod problem;
// floor 2
pub mod document;
pub mod locale;
pub mod settings;
// floor 3
pub mod article;
pub mod typeset;
// floor 4
pub mod library;
pub mod marks;
pub mod theme;
// floor 5
pub mod config;
pub mod search;
// floor 6
pub mod app;
// floor 7
pub mod files;
pub mod store;
pub mod view;
// floor 8
pub mod term;
pub mod work;
// floor 9
pub mod output;
pub mod run;
// floor 10
pub mod cli;
