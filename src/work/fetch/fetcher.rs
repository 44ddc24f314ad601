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

#[cfg(all(test, feature = "network"))]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;
    use crate::net::server::{GIF, Server};
    use crate::remote::{FetchOptions, Networks};

    fn request(candidates: &[String]) -> FetchRequest {
        let options = FetchOptions { private: Networks::parse("127.0.0.1").unwrap(), ..FetchOptions::default() };
        FetchRequest { candidates: candidates.to_vec(), options, ..FetchRequest::default() }
    }

    #[test]
    fn candidates_are_tried_in_order_until_one_has_a_picture() {
        let (server, dir) = (Server::start(), tempfile::tempdir().unwrap());
        let fetcher = Fetcher::new(Some(dir.path()));
        let candidates = ["/status/404", "/page.gif", "/good.gif", "/chunked.gif"].map(|path| server.at(path));
        let all = [vec!["images/local.gif".to_owned()], candidates.to_vec()].concat();
        let fetched = fetcher.fetch(&request(&all), &Cancel::default()).unwrap();
        assert_eq!((&*fetched.bytes, fetched.address, fetched.cached), (GIF, server.at("/good.gif"), false));
        assert_eq!(server.paths(), ["/status/404", "/page.gif", "/good.gif"]);
        // From the cache, also in the next session and without asking for what failed.
        let again = Fetcher::new(Some(dir.path())).fetch(&request(&all), &Cancel::default()).unwrap();
        assert_eq!((&*again.bytes, again.address, again.cached), (GIF, server.at("/good.gif"), true));
        assert_eq!(server.paths().len(), 3);
        assert!(fetcher.has(&request(&all)) && !fetcher.has(&request(&all[..3])));
    }

    #[test]
    fn what_failed_is_remembered_for_a_while() {
        let (server, dir) = (Server::start(), tempfile::tempdir().unwrap());
        let fetcher = Fetcher::new(Some(dir.path()));
        for (path, again, asked) in [
            ("/status/404", false, 1),
            ("/status/404", false, 0),
            ("/status/404", true, 0),
            ("/status/503", false, 1),
            ("/status/503", false, 0),
            ("/status/503", true, 1),
            ("/page.gif", false, 1),
            ("/page.gif", true, 0),
        ] {
            let before = server.requests().len();
            let request = FetchRequest { again, ..request(&[server.at(path)]) };
            let error = match path {
                "/page.gif" => FetchError::NotAPicture,
                "/status/404" => FetchError::Status(404),
                _ => FetchError::Status(503),
            };
            assert_eq!(fetcher.fetch(&request, &Cancel::default()), Err(error), "{path}");
            assert_eq!(server.requests().len() - before, asked, "{path} {again}");
        }
        // An address that is not public is not remembered: the setting may change.
        let closed = FetchRequest { options: FetchOptions::default(), ..request(&[server.at("/good.gif")]) };
        let refused = fetcher.fetch(&closed, &Cancel::default());
        assert_eq!(refused, Err(FetchError::Private([127, 0, 0, 1].into())));
        assert!(fetcher.fetch(&request(&[server.at("/good.gif")]), &Cancel::default()).is_ok());
    }

    #[test]
    fn without_a_cache_every_picture_is_asked_for() {
        let server = Server::start();
        let fetcher = Fetcher::new(None);
        for _ in 0..2 {
            assert!(fetcher.fetch(&request(&[server.at("/good.gif")]), &Cancel::default()).is_ok());
        }
        assert_eq!(server.requests().len(), 2);
        let nowhere = ["a.gif", "file:///etc/passwd", "data:image/gif;base64,R0lGODlh"].map(str::to_owned);
        assert_eq!(fetcher.fetch(&request(&nowhere), &Cancel::default()), Err(FetchError::Address));
    }

    #[test]
    fn ahead_of_reading_hosts_are_asked_politely() {
        use crate::work::fetch::{Outcome, fetch_ahead};
        let (server, dir) = (Server::start(), tempfile::tempdir().unwrap());
        let fetcher = Fetcher::new(Some(dir.path()));
        let paths = ["/good.gif", "/status/404", "/chunked.gif", "/text.gif"];
        let wanted: Vec<FetchRequest> = paths.iter().map(|path| request(&[server.at(path)])).collect();
        let run = |cancel: &Cancel| {
            let mut outcomes = Vec::new();
            fetch_ahead(&fetcher, &wanted, cancel, &mut |outcome| outcomes.extend(outcome));
            outcomes
        };
        let begun = Instant::now();
        let (loaded, failed) = (|| Outcome::Loaded(GIF.len() as u64), || Outcome::Failed(FetchError::Status(404)));
        assert_eq!(run(&Cancel::default()), [(0, loaded()), (1, failed()), (2, loaded()), (3, loaded())]);
        assert!(begun.elapsed() >= Duration::from_millis(600), "{:?}", begun.elapsed());
        assert_eq!((server.paths(), server.most_open()), (paths.map(str::to_owned).to_vec(), 1));
        // Run again, nothing is asked for.
        let cached = || Outcome::Cached;
        assert_eq!(run(&Cancel::default()), [(0, cached()), (1, failed()), (2, cached()), (3, cached())]);
        assert_eq!(server.requests().len(), 4);
        let cancelled = Cancel::default();
        cancelled.cancel();
        fetcher.cache.as_ref().unwrap().forget().unwrap();
        assert_eq!(run(&cancelled), [0, 1, 2, 3].map(|at| (at, Outcome::Failed(FetchError::Cancelled))));
        assert_eq!(server.requests().len(), 4);
    }
}
