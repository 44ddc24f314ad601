//! Inkstone: a terminal reader for collections of articles on disk.
//!
//! The modules form layers: a module uses modules of lower layers only. `tests/architecture` checks this.

// layer 0
mod os_str;
pub mod text;
// layer 1
pub mod formula;
pub mod highlight;
pub mod keys;
pub mod problem;
// layer 2
pub mod document;
pub mod locale;
pub mod settings;
// layer 3
pub mod article;
pub mod typeset;
// layer 4
pub mod library;
pub mod marks;
pub mod picture;
pub mod remote;
pub mod theme;
// layer 5
pub mod search;
// layer 6
pub mod config;
// layer 7
pub mod app;
// layer 8
pub mod files;
pub mod net;
pub mod store;
pub mod view;
// layer 9
pub mod term;
pub mod work;
// layer 10
pub mod output;
pub mod run;
// layer 11
pub mod cli;
