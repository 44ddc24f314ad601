//! The network of a build without it.

use crate::net::Limits;
use crate::remote::{Cancel, FetchError, FetchOptions, WebAddress};

/// No network.
#[derive(Debug)]
pub struct Web(Limits);

impl Web {
    /// There is nothing to open.
    pub fn new(limits: Limits) -> Self {
        Self(limits)
    }

    /// The limits that it was given.
    pub fn limits(&self) -> Limits {
        self.0
    }

    /// Refuses.
    ///
    /// # Errors
    /// Always [`FetchError::NoNetwork`].
    pub fn get(
        &self,
        _: &WebAddress,
        _: Option<&WebAddress>,
        _: &FetchOptions,
        _: &Cancel,
    ) -> Result<Vec<u8>, FetchError> {
        Err(FetchError::NoNetwork)
    }

    /// Does nothing.
    pub fn rest(&self) {}
}
