//! Pictures from the web, as values: addresses, what the reader consents to, which networks are public, and why a
//! picture could not be fetched. `net` fetches; nothing here opens a socket or reads a clock.

mod address;
mod consent;
mod failure;
mod host;
mod networks;
mod request;

pub use address::{WebAddress, host_of};
pub use consent::{Consent, Consents, Permission, Remote, Wanted};
pub use failure::FetchError;
pub use networks::{Networks, is_public};
pub use request::{Cancel, FetchOptions, FetchRequest, Fetched, Referer};
