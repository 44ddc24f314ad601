//! Pictures are fetched once, from where they are.

#![cfg(feature = "network")]

use std::time::{Duration, Instant};

use super::{Fetcher, Outcome, fetch_ahead};
use crate::net::server::{GIF, Server};
use crate::remote::{Cancel, FetchError, FetchOptions, FetchRequest, Networks};
use crate::store::PictureCache;

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
    // What a refusal says is not read, which ends its connection.
    assert_eq!((server.paths(), server.connections()), (paths.map(str::to_owned).to_vec(), 2));
    // Run again, nothing is asked for.
    let cached = || Outcome::Cached;
    assert_eq!(run(&Cancel::default()), [(0, cached()), (1, failed()), (2, cached()), (3, cached())]);
    assert_eq!(server.requests().len(), 4);
    let cancelled = Cancel::default();
    cancelled.cancel();
    PictureCache::new(dir.path()).forget().unwrap();
    assert_eq!(run(&cancelled), [0, 1, 2, 3].map(|at| (at, Outcome::Failed(FetchError::Cancelled))));
    assert_eq!(server.requests().len(), 4);
}
