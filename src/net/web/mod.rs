//! Requests over HTTP with all their limits.

mod checked;
mod connections;

use std::io::Read;
use std::sync::Arc;
use std::time::Instant;

use ureq::http::header::LOCATION;
use ureq::http::{HeaderValue, Response};
use ureq::unversioned::resolver::{DefaultResolver, Resolver};
use ureq::{Body, Error};

use crate::net::Limits;
use crate::net::web::connections::Connections;
use crate::picture::{Kind, kind};
use crate::remote::{Cancel, FetchError, FetchOptions, WebAddress};

/// How many bytes decide whether an answer is a picture, whatever the server calls it.
const ENOUGH: usize = 1024;

/// Bytes that are read at a time.
const PIECE: usize = 16 << 10;

/// The web. At most four connections are open, two to one host.
#[derive(Debug)]
pub struct Web {
    connections: Connections,
    limits: Limits,
}

/// The answer to one request.
enum Answer {
    Picture(Vec<u8>),
    Redirect(WebAddress),
}

impl Web {
    /// With the addresses of hosts as the system finds them. Opens no socket yet.
    pub fn new(limits: Limits) -> Self {
        Self::with_resolver(limits, Arc::new(DefaultResolver::default()))
    }

    /// As [`Web::new`], with another way to find the addresses of hosts.
    pub(super) fn with_resolver(limits: Limits, resolver: Arc<dyn Resolver>) -> Self {
        Self { connections: Connections::new(limits, resolver), limits }
    }

    /// Its limits.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// Fetches a picture from an address or from where it redirects to.
    ///
    /// # Errors
    /// See [`FetchError`].
    pub fn get(
        &self,
        address: &WebAddress,
        article: Option<&WebAddress>,
        options: &FetchOptions,
        cancel: &Cancel,
    ) -> Result<Vec<u8>, FetchError> {
        let mut refused = FetchError::Address;
        for referer in options.referer.attempts(article, address) {
            match self.follow(address, referer.as_deref(), options, cancel) {
                Err(error @ FetchError::Status(401 | 403)) => refused = error,
                done => return done,
            }
        }
        Err(refused)
    }

    /// Closes the connections that are not in use.
    pub fn rest(&self) {
        self.connections.rest();
    }

    fn follow(
        &self,
        address: &WebAddress,
        referer: Option<&str>,
        options: &FetchOptions,
        cancel: &Cancel,
    ) -> Result<Vec<u8>, FetchError> {
        let mut address = address.clone();
        let mut deadline = None;
        for _ in 0..=self.limits.redirects {
            let connection = self.connections.take(&address, &options.private, cancel)?;
            // Waiting for others does not count.
            let deadline = *deadline.get_or_insert_with(|| Instant::now() + self.limits.whole);
            connection.watch(cancel.clone(), deadline);
            let mut request = connection.agent().get(address.to_string());
            // A redirect may lead from https to http; see `Referer::attempts`.
            let told = referer.filter(|referer| address.is_secure() || !referer.starts_with("https:"));
            if let Some(referer) = told {
                request = request.header("Referer", referer);
            }
            let failed = |error: &Error| self.failure(error, &address, cancel, deadline);
            let response = request.call().map_err(|error| failed(&error))?;
            match self.answer(response, &address, &failed)? {
                Answer::Picture(bytes) => return Ok(bytes),
                Answer::Redirect(to) => address = to,
            }
        }
        Err(FetchError::Redirects)
    }

    fn answer(
        &self,
        response: Response<Body>,
        address: &WebAddress,
        failed: &dyn Fn(&Error) -> FetchError,
    ) -> Result<Answer, FetchError> {
        match response.status().as_u16() {
            200..=299 => {}
            301 | 302 | 303 | 307 | 308 => {
                let location = response.headers().get(LOCATION).map(text_of);
                let to = location.and_then(|location| address.join(&location));
                return to.map(Answer::Redirect).ok_or(FetchError::Redirects);
            }
            status => return Err(FetchError::Status(status)),
        }
        let body = response.into_body();
        let most = self.limits.bytes;
        if body.content_length().is_some_and(|length| length > most) {
            return Err(FetchError::TooLarge);
        }
        let mut reader = body.into_reader();
        let (mut bytes, mut piece, mut is_known) = (Vec::new(), vec![0; PIECE], false);
        loop {
            let count = reader.read(&mut piece).map_err(|error| failed(&Error::from(error)))?;
            bytes.extend_from_slice(piece.get(..count).unwrap_or_default());
            if !is_known && (bytes.len() >= ENOUGH || count == 0) {
                is_known = true;
                if !kind(&bytes).is_some_and(|kind| kind.is_supported() || kind == Kind::Svg) {
                    return Err(FetchError::NotAPicture);
                }
            }
            if bytes.len() as u64 > most {
                return Err(FetchError::TooLarge);
            }
            if count == 0 {
                return Ok(Answer::Picture(bytes));
            }
        }
    }

    /// An error of the client as one of ours.
    fn failure(&self, error: &Error, address: &WebAddress, cancel: &Cancel, deadline: Instant) -> FetchError {
        if cancel.is_cancelled() {
            return FetchError::Cancelled;
        }
        match error {
            Error::Other(own) => own.downcast_ref::<FetchError>().cloned().unwrap_or(FetchError::Connection),
            Error::Timeout(_) => FetchError::Timeout,
            Error::Io(_) if Instant::now() >= deadline => FetchError::Timeout,
            // What rustls refuses about a certificate.
            Error::Io(error) if address.is_secure() && error.kind() == std::io::ErrorKind::InvalidData => {
                FetchError::Certificate
            }
            Error::Io(_) | Error::ConnectionFailed => FetchError::Connection,
            Error::HostNotFound => FetchError::HostNotFound(address.host().to_owned()),
            Error::Tls(_) | Error::TlsRequired | Error::Rustls(_) | Error::Pem(_) => FetchError::Certificate,
            Error::BadUri(_) => FetchError::Address,
            _ => FetchError::Protocol,
        }
    }
}

/// The text of a header. Bytes that are no UTF-8 are percent-encoded.
fn text_of(value: &HeaderValue) -> String {
    match std::str::from_utf8(value.as_bytes()) {
        Ok(text) => text.to_owned(),
        Err(_) => {
            let encoded = |byte: &u8| {
                if byte.is_ascii() { char::from(*byte).to_string() } else { format!("%{byte:02X}") }
            };
            value.as_bytes().iter().map(encoded).collect()
        }
    }
}
