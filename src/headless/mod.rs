//! Without a screen: articles and collections to a pipe.

mod export;
mod links;
mod print;

pub use print::{Format, Links, Manner, print};
