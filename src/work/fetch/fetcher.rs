//! Fetches pictures: the cache first, then the addresses in order until one answers with a picture.

use std::path::Path;

use crate::net::{Limits, Web};
use crate::remote::{Cancel, FetchError, FetchRequest, Fetched, WebAddress};
use crate::store::{Kept, PictureCache};

/// Fetches pictures, from several threads if need be: at most four connections are open, two to one host. Opens none
/// before the first picture that is not in the cache.
#[derive(Debug)]
pub struct Fetcher {
    cache: Option<PictureCache>,
    web: Web,
}

impl Fetcher {
    /// A fetcher with the pictures of a cache directory, or without any.
    pub fn new(cache: Option<&Path>) -> Self {
        Self::with(cache, Web::new(Limits::default()))
    }

    /// As [`Fetcher::new`], with another web.
    fn with(cache: Option<&Path>, web: Web) -> Self {
        Self { cache: cache.map(PictureCache::new), web }
    }

    /// Fetches a picture: from the cache, else from the first of its addresses that has one. Addresses that failed are
    /// not asked again for a while. Blocks until the picture is complete, at most for [`Limits::whole`] for each
    /// address once a connection is free.
    ///
    /// # Errors
    /// That of the first address, if none has a picture; [`FetchError::Cancelled`] within a moment after `cancel`.
    pub fn fetch(&self, request: &FetchRequest, cancel: &Cancel) -> Result<Fetched, FetchError> {
        if let Some(fetched) = self.cached(request) {
            return Ok(fetched);
        }
        let article = request.article.as_deref().and_then(WebAddress::parse);
        let mut failed = None;
        for candidate in &request.candidates {
            let Some(address) = WebAddress::parse(candidate) else { continue };
            let asked = match self.remembered(&address, request.again) {
                Some(error) => Err(error),
                None => self.ask(&address, article.as_ref(), request, cancel),
            };
            match asked {
                Ok(bytes) => return Ok(Fetched { bytes: bytes.into(), address: candidate.clone(), cached: false }),
                Err(FetchError::Cancelled) => return Err(FetchError::Cancelled),
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        Err(failed.unwrap_or(FetchError::Address))
    }

    /// The picture in the cache, if it is there under one of the addresses.
    pub fn cached(&self, request: &FetchRequest) -> Option<Fetched> {
        let cache = self.cache.as_ref()?;
        request.candidates.iter().find_map(|candidate| {
            let address = WebAddress::parse(candidate)?;
            match cache.get(&address.to_string(), self.web.limits().bytes)? {
                Kept::Picture(bytes) => Some(Fetched { bytes: bytes.into(), address: candidate.clone(), cached: true }),
                Kept::Miss(..) => None,
            }
        })
    }

    /// Whether the picture is in the cache under one of the addresses.
    pub fn has(&self, request: &FetchRequest) -> bool {
        let Some(cache) = &self.cache else { return false };
        let mut addresses = request.candidates.iter().filter_map(|candidate| WebAddress::parse(candidate));
        addresses.any(|address| cache.contains(&address.to_string()))
    }

    /// Closes the connections that are not in use.
    pub fn rest(&self) {
        self.web.rest();
    }

    /// Why an address is not asked again yet.
    fn remembered(&self, address: &WebAddress, again: bool) -> Option<FetchError> {
        match self.cache.as_ref()?.get(&address.to_string(), self.web.limits().bytes)? {
            Kept::Miss(why, ago) => FetchError::of_line(&why)
                .filter(|error| ago.as_secs() < error.holds())
                .filter(|error| !(again && error.may_pass())),
            Kept::Picture(_) => None,
        }
    }

    fn ask(
        &self,
        address: &WebAddress,
        article: Option<&WebAddress>,
        request: &FetchRequest,
        cancel: &Cancel,
    ) -> Result<Vec<u8>, FetchError> {
        let answer = self.web.get(address, article, &request.options, cancel);
        if let Some(cache) = &self.cache {
            // Ignore errors: what cannot be kept is asked for again.
            let _ = match &answer {
                Ok(bytes) => cache.keep(&address.to_string(), bytes, request.options.cache),
                Err(error) if error.holds() > 0 => cache.keep_miss(&address.to_string(), &error.to_line()),
                Err(_) => Ok(()),
            };
        }
        answer
    }
}
