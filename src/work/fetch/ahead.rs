//! Fetches many pictures for a caller that waits for all of them.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crossbeam_channel::{RecvTimeoutError, Sender, unbounded};
use rustc_hash::FxHashMap;

use crate::remote::{Cancel, FetchError, FetchRequest, host_of};
use crate::work::context::guarded;
use crate::work::fetch::Fetcher;

/// The most hosts that are asked at the same time.
const HOSTS: usize = 4;

/// The pause between two requests to one host.
const PAUSE: Duration = Duration::from_millis(200);

/// How often the caller hears that time has passed.
const TICK: Duration = Duration::from_millis(100);

/// What became of a picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was fetched; its bytes.
    Loaded(u64),
    /// It was in the cache.
    Cached,
    /// It could not be fetched.
    Failed(FetchError),
}

/// Fetches pictures, those of each host one after another with a pause between them. What is in the cache is not asked
/// for again. `report` gets the number of each picture and what became of it, in the order in which they are done, and
/// `None` whenever some time has passed. Once `cancel` says so, the rest fails as cancelled.
pub fn fetch_ahead(
    fetcher: &Fetcher,
    wanted: &[FetchRequest],
    cancel: &Cancel,
    report: &mut dyn FnMut(Option<(usize, Outcome)>),
) {
    let hosts = by_host(wanted);
    let threads = HOSTS.min(hosts.len());
    let hosts = Mutex::new(hosts);
    let (send, outcomes) = unbounded();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (send, hosts) = (send.clone(), &hosts);
            scope.spawn(move || {
                let next = || hosts.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                while let Some(host) = next() {
                    one_host(fetcher, wanted, &host, cancel, &send);
                }
            });
        }
        drop(send);
        loop {
            match outcomes.recv_timeout(TICK) {
                Ok(outcome) => report(Some(outcome)),
                Err(RecvTimeoutError::Timeout) => report(None),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
    });
    // Not before the last host is done: a connection that is idle between two requests would be closed as well.
    fetcher.rest();
}

/// The numbers of the pictures of each host, in order of appearance.
fn by_host(wanted: &[FetchRequest]) -> VecDeque<Vec<usize>> {
    let (mut hosts, mut places): (VecDeque<Vec<usize>>, FxHashMap<Option<String>, usize>) = Default::default();
    for (at, request) in wanted.iter().enumerate() {
        let host = request.candidates.iter().find_map(|address| host_of(address));
        let place = *places.entry(host).or_insert_with(|| {
            hosts.push_back(Vec::new());
            hosts.len() - 1
        });
        if let Some(pictures) = hosts.get_mut(place) {
            pictures.push(at);
        }
    }
    hosts
}

fn one_host(
    fetcher: &Fetcher,
    wanted: &[FetchRequest],
    pictures: &[usize],
    cancel: &Cancel,
    outcomes: &Sender<(usize, Outcome)>,
) {
    let mut asked = None;
    for at in pictures {
        let Some(request) = wanted.get(*at) else { continue };
        let outcome = if fetcher.has(request) {
            Outcome::Cached
        } else {
            pause(asked, cancel);
            let fetched = guarded(|| fetcher.fetch(request, cancel));
            asked = Some(Instant::now());
            match fetched.unwrap_or(Err(FetchError::Protocol)) {
                Ok(fetched) if fetched.cached => Outcome::Cached,
                Ok(_) if !fetcher.has(request) => Outcome::Failed(FetchError::NotKept),
                Ok(fetched) => Outcome::Loaded(fetched.bytes.len() as u64),
                Err(error) => Outcome::Failed(error),
            }
        };
        if outcomes.send((*at, outcome)).is_err() {
            return;
        }
    }
}

/// Waits until the pause after the last request is over.
fn pause(asked: Option<Instant>, cancel: &Cancel) {
    let Some(asked) = asked else { return };
    while !cancel.is_cancelled() {
        let left = PAUSE.saturating_sub(asked.elapsed());
        if left.is_zero() {
            return;
        }
        thread::sleep(left.min(TICK));
    }
}
