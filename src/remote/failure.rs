//! Why a picture could not be fetched.

use std::net::IpAddr;

use crate::locale::{Catalog, Msg};

/// Why a picture could not be fetched from an address.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.name())]
pub enum FetchError {
    /// The program was built without the network.
    NoNetwork,
    /// It is no address on the web.
    Address,
    /// The host has no address, or none could be asked for.
    HostNotFound(String),
    /// The host has only addresses that are not public, such as this one.
    Private(IpAddr),
    /// No connection could be made, or it broke off before the picture was complete.
    Connection,
    /// The host cannot prove that it is the one that was asked.
    Certificate,
    /// The host took too long.
    Timeout,
    /// The host answered with this status code.
    Status(u16),
    /// There were too many redirects, or one of them leads away from the web.
    Redirects,
    /// The file is larger than the limit.
    TooLarge,
    /// The answer is no picture.
    NotAPicture,
    /// The answer is not HTTP.
    Protocol,
    /// It could not be kept in the cache, where it was meant to go.
    NotKept,
    /// It was no longer wanted.
    Cancelled,
}

impl FetchError {
    /// The stable name, in kebab case, as used in JSON.
    pub fn name(&self) -> &'static str {
        match self {
            Self::NoNetwork => "no-network",
            Self::Address => "address",
            Self::HostNotFound(_) => "host-not-found",
            Self::Private(_) => "private",
            Self::Connection => "connection",
            Self::Certificate => "certificate",
            Self::Timeout => "timeout",
            Self::Status(_) => "status",
            Self::Redirects => "redirects",
            Self::TooLarge => "too-large",
            Self::NotAPicture => "not-a-picture",
            Self::Protocol => "protocol",
            Self::NotKept => "not-kept",
            Self::Cancelled => "cancelled",
        }
    }

    /// The error in words.
    pub fn words(&self, catalog: &Catalog) -> String {
        let (msg, value) = match self {
            Self::NoNetwork => (Msg::FetchNoNetwork, String::new()),
            Self::Address => (Msg::FetchAddress, String::new()),
            Self::HostNotFound(host) => (Msg::FetchHostNotFound, host.clone()),
            Self::Private(address) => (Msg::FetchPrivate, address.to_string()),
            Self::Connection => (Msg::FetchConnection, String::new()),
            Self::Certificate => (Msg::FetchCertificate, String::new()),
            Self::Timeout => (Msg::FetchTimeout, String::new()),
            Self::Status(status) => (Msg::FetchStatus, status.to_string()),
            Self::Redirects => (Msg::FetchRedirects, String::new()),
            Self::TooLarge => (Msg::FetchTooLarge, String::new()),
            Self::NotAPicture => (Msg::FetchNotAPicture, String::new()),
            Self::Protocol => (Msg::FetchProtocol, String::new()),
            Self::NotKept => (Msg::FetchNotKept, String::new()),
            Self::Cancelled => (Msg::FetchCancelled, String::new()),
        };
        catalog.fill(msg, &[("value", &value)])
    }

    /// For how long the address is not asked again: a day if it will hardly answer otherwise, minutes if the cause may
    /// pass, not at all if it lies here. In seconds.
    pub fn holds(&self) -> u64 {
        const MINUTES: u64 = 10 * 60;
        const DAY: u64 = 24 * 60 * 60;
        match self {
            Self::Status(408 | 425 | 429 | 500..) => MINUTES,
            Self::Status(_) | Self::TooLarge | Self::NotAPicture | Self::Redirects => DAY,
            Self::HostNotFound(_) | Self::Connection | Self::Certificate | Self::Timeout | Self::Protocol => MINUTES,
            Self::NoNetwork | Self::Address | Self::Private(_) | Self::NotKept | Self::Cancelled => 0,
        }
    }

    /// Whether the cause may pass within minutes.
    pub fn may_pass(&self) -> bool {
        self.holds() < 24 * 60 * 60
    }

    /// The error as one line of text, for the cache; [`FetchError::of_line`] reads it.
    pub fn to_line(&self) -> String {
        match self {
            Self::Status(status) => format!("status {status}"),
            Self::HostNotFound(host) => format!("host-not-found {host}"),
            _ => self.name().to_owned(),
        }
    }

    /// The error of a line; `None` if it is not one that is remembered.
    pub fn of_line(line: &str) -> Option<Self> {
        let (name, value) = line.trim().split_once(' ').unwrap_or((line.trim(), ""));
        let error = match name {
            "status" => Self::Status(value.parse().ok()?),
            "host-not-found" => Self::HostNotFound(value.to_owned()),
            "connection" => Self::Connection,
            "certificate" => Self::Certificate,
            "timeout" => Self::Timeout,
            "redirects" => Self::Redirects,
            "too-large" => Self::TooLarge,
            "not-a-picture" => Self::NotAPicture,
            "protocol" => Self::Protocol,
            _ => return None,
        };
        Some(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_is_read_again() {
        for (error, line, holds) in [
            (FetchError::Status(404), "status 404", 86_400),
            (FetchError::Status(403), "status 403", 86_400),
            (FetchError::Status(429), "status 429", 600),
            (FetchError::Status(503), "status 503", 600),
            (FetchError::HostNotFound("a.cn".into()), "host-not-found a.cn", 600),
            (FetchError::Connection, "connection", 600),
            (FetchError::Certificate, "certificate", 600),
            (FetchError::Timeout, "timeout", 600),
            (FetchError::Redirects, "redirects", 86_400),
            (FetchError::TooLarge, "too-large", 86_400),
            (FetchError::NotAPicture, "not-a-picture", 86_400),
            (FetchError::Protocol, "protocol", 600),
        ] {
            assert_eq!((error.to_line().as_str(), error.holds()), (line, holds));
            assert_eq!(FetchError::of_line(&format!("{line}\n")), Some(error));
        }
        let own = [
            FetchError::NoNetwork,
            FetchError::Address,
            FetchError::Cancelled,
            FetchError::Private([127, 0, 0, 1].into()),
        ];
        for error in own {
            assert_eq!((error.holds(), FetchError::of_line(&error.to_line())), (0, None));
        }
        for line in ["", "status x", "status", "\u{0}"] {
            assert_eq!(FetchError::of_line(line), None, "{line}");
        }
    }
}
