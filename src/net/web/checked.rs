//! Connections only to addresses that were checked: after the name was resolved, and once more before connecting. There
//! is no second resolution between the two.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::{Buffers, ConnectionDetails, Connector, NextTimeout, Transport};

use crate::remote::{Cancel, FetchError, Networks};

/// How long a thread waits at most before it looks whether its work is still wanted.
const MOMENT: Duration = Duration::from_millis(100);

/// A resolver that leaves out the addresses that may not be connected to.
#[derive(Debug)]
pub(super) struct CheckedResolver {
    pub(super) inner: Arc<dyn Resolver>,
    pub(super) private: Networks,
}

impl Resolver for CheckedResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = match self.inner.resolve(uri, config, timeout) {
            Err(error @ Error::Timeout(_)) => return Err(error),
            // The system's resolver has no error of its own for names that do not exist.
            Err(_) => return Err(Error::HostNotFound),
            Ok(found) => found,
        };
        let (mut allowed, mut refused) = (self.empty(), None);
        for address in &found {
            match refusal(&self.private, address) {
                None => allowed.push(*address),
                Some(error) => refused = refused.or(Some(error)),
            }
        }
        match refused {
            Some(error) if allowed.is_empty() => Err(error),
            None if allowed.is_empty() => Err(Error::HostNotFound),
            _ => Ok(allowed),
        }
    }
}

/// The error of an address that may not be connected to.
fn refusal(private: &Networks, address: &SocketAddr) -> Option<Error> {
    let ip = address.ip();
    (!private.allow(ip)).then(|| Error::Other(Box::new(FetchError::Private(ip))))
}

/// The first link of a chain of connectors: passes on only details whose addresses may all be connected to.
#[derive(Debug)]
pub(super) struct Gate {
    pub(super) private: Networks,
}

impl Connector<()> for Gate {
    type Out = ();

    fn connect(&self, details: &ConnectionDetails<'_>, _: Option<()>) -> Result<Option<()>, Error> {
        match details.addrs.iter().find_map(|address| refusal(&self.private, address)) {
            Some(error) => Err(error),
            None => Ok(None),
        }
    }
}

/// Until when, and for whom, a connection is used.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<(Cancel, Option<Instant>)>);

impl Watch {
    pub(super) fn set(&self, cancel: Cancel, deadline: Instant) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = (cancel, Some(deadline));
    }

    /// The time left.
    fn left(&self) -> Result<Duration, Error> {
        let watch = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if watch.0.is_cancelled() {
            return Err(Error::Other(Box::new(FetchError::Cancelled)));
        }
        let left = watch.1.map_or(Duration::MAX, |deadline| deadline.saturating_duration_since(Instant::now()));
        if left.is_zero() { Err(Error::Other(Box::new(FetchError::Timeout))) } else { Ok(left) }
    }
}

/// The link of a chain of connectors that lets waiting be ended.
#[derive(Debug)]
pub(super) struct Interruptible {
    pub(super) watch: Arc<Watch>,
}

impl<In: Transport> Connector<In> for Interruptible {
    type Out = Watched<In>;

    fn connect(&self, _: &ConnectionDetails<'_>, chained: Option<In>) -> Result<Option<Watched<In>>, Error> {
        Ok(chained.map(|inner| Watched { inner, watch: self.watch.clone() }))
    }
}

/// A connection whose waiting can be ended.
#[derive(Debug)]
pub(super) struct Watched<T> {
    inner: T,
    watch: Arc<Watch>,
}

impl<T: Transport> Transport for Watched<T> {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.watch.left()?;
        self.inner.transmit_output(amount, timeout)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        let timeout = timeout.for_read();
        let begun = Instant::now();
        loop {
            let left = timeout.after.saturating_sub(begun.elapsed()).min(self.watch.left()?);
            if left.is_zero() {
                return Err(Error::Timeout(timeout.reason));
            }
            let short = NextTimeout { after: left.min(MOMENT).into(), per_read: None, ..timeout };
            match self.inner.await_input(short) {
                Err(Error::Timeout(_)) => {}
                done => return done,
            }
        }
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
