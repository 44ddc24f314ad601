//! The connections: at most [`ALL`] are open, [`PER_HOST`] to one host.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use ureq::Agent;
use ureq::config::Config;
use ureq::unversioned::resolver::Resolver;
use ureq::unversioned::transport::{Connector, RustlsConnector, TcpConnector};

use crate::net::Limits;
use crate::net::web::checked::{CheckedResolver, Gate, Interruptible, Watch};
use crate::remote::{Cancel, FetchError, Networks, WebAddress};

/// What the program is called towards hosts. Many refuse clients that do not claim to be like a browser.
const AGENT: &str = concat!("Mozilla/5.0 (compatible; Inkstone/", env!("CARGO_PKG_VERSION"), ")");

/// The kinds of picture that can be shown: some hosts choose by it.
const ACCEPT: &str = "image/webp,image/png,image/jpeg,image/gif,image/bmp,image/svg+xml;q=0.9,*/*;q=0.5";

/// The most connections.
const ALL: usize = 4;

/// The most connections to one host.
const PER_HOST: usize = 2;

/// How long a thread waits at most before it looks whether its work is still wanted.
const MOMENT: Duration = Duration::from_millis(100);

/// All connections, in use and idle.
#[derive(Debug)]
pub(super) struct Connections {
    limits: Limits,
    resolver: Arc<dyn Resolver>,
    lines: Mutex<Lines>,
    freed: Condvar,
}

#[derive(Debug, Default)]
struct Lines {
    idle: Vec<Line>,
    /// The hosts of those in use.
    busy: Vec<String>,
}

/// At most one connection, to one host.
#[derive(Debug)]
struct Line {
    host: String,
    origin: String,
    private: Networks,
    agent: Agent,
    watch: Arc<Watch>,
}

/// A connection in use; it is idle again once this is dropped.
pub(super) struct Connection<'a> {
    connections: &'a Connections,
    line: Option<Line>,
    agent: Agent,
    watch: Arc<Watch>,
}

impl Connections {
    pub(super) fn new(limits: Limits, resolver: Arc<dyn Resolver>) -> Self {
        Self { limits, resolver, lines: Mutex::default(), freed: Condvar::new() }
    }

    /// Waits until a connection to the host of an address is free.
    ///
    /// # Errors
    /// [`FetchError::Cancelled`]
    pub(super) fn take(
        &self,
        address: &WebAddress,
        private: &Networks,
        cancel: &Cancel,
    ) -> Result<Connection<'_>, FetchError> {
        let host = address.host();
        let mut lines = self.lines();
        loop {
            if cancel.is_cancelled() {
                return Err(FetchError::Cancelled);
            }
            let of_host = lines.busy.iter().filter(|busy| *busy == host).count();
            if lines.busy.len() < ALL && of_host < PER_HOST {
                break;
            }
            lines = self.freed.wait_timeout(lines, MOMENT).unwrap_or_else(PoisonError::into_inner).0;
        }
        let origin = address.origin();
        let known = lines.idle.iter().position(|line| line.origin == origin && line.private == *private);
        let line = match known {
            Some(at) => lines.idle.remove(at),
            None => {
                lines.make_room(host);
                self.line(host, origin, private)
            }
        };
        lines.busy.push(host.to_owned());
        debug_assert!(lines.idle.len() + lines.busy.len() <= ALL, "an idle connection is closed before one more opens");
        let (agent, watch) = (line.agent.clone(), line.watch.clone());
        Ok(Connection { connections: self, line: Some(line), agent, watch })
    }

    /// Closes the idle connections.
    pub(super) fn rest(&self) {
        self.lines().idle.clear();
    }

    fn lines(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A line that is not connected yet. The proxies of the environment are not used: it would be the proxy that
    /// connects, to addresses that nobody here has checked.
    fn line(&self, host: &str, origin: String, private: &Networks) -> Line {
        let config = Config::builder()
            .http_status_as_error(false)
            .proxy(None)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .user_agent(AGENT)
            .accept(ACCEPT)
            .accept_encoding("identity")
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .timeout_global(Some(self.limits.whole))
            .timeout_resolve(Some(self.limits.connect))
            .timeout_connect(Some(self.limits.connect))
            .timeout_recv_response(Some(self.limits.silence))
            .timeout_per_read(Some(self.limits.silence))
            .timeout_per_write(Some(self.limits.silence))
            .build();
        let watch = Arc::new(Watch::default());
        let connector = Gate { private: private.clone() }
            .chain(TcpConnector::default())
            .chain(Interruptible { watch: watch.clone() })
            .chain(RustlsConnector::default());
        let resolver = CheckedResolver { inner: self.resolver.clone(), private: private.clone() };
        let agent = Agent::with_parts(config, connector, resolver);
        Line { host: host.to_owned(), origin, private: private.clone(), agent, watch }
    }
}

impl Lines {
    /// Closes idle connections, so that one more to a host does not exceed the limits.
    fn make_room(&mut self, host: &str) {
        let of_host = |line: &Line| line.host == host;
        let all_of_host = self.idle.iter().filter(|line| of_host(line)).count()
            + self.busy.iter().filter(|busy| *busy == host).count();
        if all_of_host >= PER_HOST
            && let Some(at) = self.idle.iter().position(of_host)
        {
            self.idle.remove(at);
        }
        if self.idle.len() + self.busy.len() >= ALL && !self.idle.is_empty() {
            self.idle.remove(0);
        }
    }
}

impl Connection<'_> {
    pub(super) fn agent(&self) -> &Agent {
        &self.agent
    }

    /// Ends the work on this connection when it is cancelled or the time has come.
    pub(super) fn watch(&self, cancel: Cancel, deadline: Instant) {
        self.watch.set(cancel, deadline);
    }
}

impl Drop for Connection<'_> {
    fn drop(&mut self) {
        let mut lines = self.connections.lines();
        if let Some(line) = self.line.take() {
            if let Some(at) = lines.busy.iter().position(|busy| *busy == line.host) {
                lines.busy.remove(at);
            }
            lines.idle.push(line);
        }
        drop(lines);
        self.connections.freed.notify_all();
    }
}
