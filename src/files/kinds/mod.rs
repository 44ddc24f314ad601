//! The kinds of collections, a file each.

mod folder;
mod guide;
mod named;
mod stream;

pub(in crate::files) use folder::at_folder;
pub(in crate::files) use guide::in_guide;
