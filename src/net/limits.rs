//! The limits of requests.

use std::time::Duration;

/// How much a host may cost. What exceeds a limit ends as an error, in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// For finding the host's addresses, and for connecting to them.
    pub connect: Duration,
    /// For the answer to begin, and between two pieces of it.
    pub silence: Duration,
    /// For one picture, with all redirects.
    pub whole: Duration,
    /// The most bytes of a picture.
    pub bytes: u64,
    /// The most redirects.
    pub redirects: u32,
}

impl Default for Limits {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self { connect: seconds(10), silence: seconds(15), whole: seconds(60), bytes: 32 << 20, redirects: 5 }
    }
}
