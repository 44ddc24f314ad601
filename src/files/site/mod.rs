//! Static sites: where their articles are, and what templates use of them.

mod data;
mod posts;

pub(in crate::files) use data::is_site_root;
pub(in crate::files) use posts::posts_of_site;
