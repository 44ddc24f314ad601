//! Without a screen: articles and collections to a pipe.

mod print;

pub use print::{Format, Links, Manner, print};
