//! Pictures from the web: fetched with the cache, for the screen and ahead of it. Nothing here runs, and no connection
//! is opened, before a picture is asked for.

mod ahead;
mod downloads;
mod fetcher;

pub use ahead::{Outcome, fetch_ahead};
pub(super) use downloads::Downloads;
pub use fetcher::Fetcher;

#[cfg(test)]
mod tests;
