//! Pictures from the web. The only module that opens sockets, and it does so in [`Web::get`] alone.

mod limits;
#[cfg(not(feature = "network"))]
#[path = "without.rs"]
mod web;
#[cfg(feature = "network")]
mod web;

#[cfg(test)]
#[path = "../../tests/harness/server.rs"]
#[cfg_attr(not(feature = "network"), expect(dead_code, reason = "the tests that use it need the network"))]
pub(crate) mod server;
#[cfg(test)]
mod tests;

pub use limits::Limits;
pub use web::Web;

/// Whether this build has the network (the feature `network`).
pub const HAS_NETWORK: bool = cfg!(feature = "network");
