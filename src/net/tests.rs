//! Every fault of a server ends as it should, within its limit.

#![cfg(feature = "network")]

use std::net::{IpAddr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use super::server::{GIF, Server};
use super::{Limits, Web};
use crate::remote::{Cancel, FetchError, FetchOptions, Networks, Referer, WebAddress};

/// Names of hosts with their addresses. Nothing else is looked up, and addresses stand for themselves.
#[derive(Debug, Default)]
struct Names {
    names: Vec<(&'static str, Vec<&'static str>)>,
    /// Instead of the port of an address, for hosts of `names`.
    port: u16,
    asked: Mutex<Vec<String>>,
}

impl Resolver for Names {
    fn resolve(&self, uri: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let host = uri.host().unwrap_or_default();
        self.asked.lock().unwrap().push(host.to_owned());
        let mut found = self.empty();
        let port = uri.port_u16().unwrap_or(if self.port > 0 { self.port } else { 80 });
        let own = self.names.iter().find(|(name, _)| *name == host);
        let addresses: Vec<IpAddr> = match own {
            Some((_, addresses)) => addresses.iter().map(|address| address.parse().unwrap()).collect(),
            None => host.trim_matches(['[', ']']).parse().into_iter().collect(),
        };
        addresses.into_iter().for_each(|address| found.push(SocketAddr::new(address, port)));
        if found.is_empty() { Err(Error::HostNotFound) } else { Ok(found) }
    }
}

/// Limits that end soon.
const SHORT: Limits = Limits {
    connect: Duration::from_millis(500),
    silence: Duration::from_millis(400),
    whole: Duration::from_millis(900),
    bytes: 100_000,
    redirects: 5,
};

/// No limit above takes longer, on a machine that does much else.
const SOON: Duration = Duration::from_secs(5);

fn options() -> FetchOptions {
    FetchOptions { private: Networks::parse("127.0.0.1").unwrap(), ..FetchOptions::default() }
}

fn get(web: &Web, address: &str) -> Result<Vec<u8>, FetchError> {
    web.get(&WebAddress::parse(address).unwrap(), None, &options(), &Cancel::default())
}

fn web() -> Web {
    Web::with_resolver(SHORT, Arc::new(Names::default()))
}

#[test]
fn every_answer_ends_as_it_should() {
    use FetchError::{Connection, NotAPicture, Protocol, Redirects, Status, Timeout, TooLarge};
    let server = Server::start();
    let whole = || Ok(GIF.to_vec());
    for (path, expected) in [
        ("/good.gif", whole()),
        ("/text.gif", whole()),
        ("/chunked.gif", whole()),
        ("/hop/3", whole()),
        ("/broken.gif", Ok(b"GIF89a and then nothing that is a picture".to_vec())),
        ("/page.gif", Err(NotAPicture)),
        ("/long-page.gif", Err(NotAPicture)),
        ("/empty.gif", Err(NotAPicture)),
        ("/gzip.gif", Err(NotAPicture)),
        ("/silent.gif", Err(Timeout)),
        ("/slow.gif", Err(Timeout)),
        ("/stalls.gif", Err(Timeout)),
        ("/slow-head.gif", Err(Timeout)),
        ("/long-head.gif", Err(Protocol)),
        ("/endless.gif", Err(TooLarge)),
        ("/endless-chunked.gif", Err(TooLarge)),
        ("/oversized.gif", Err(TooLarge)),
        ("/truncated.gif", Err(Connection)),
        ("/truncated-chunked.gif", Err(Connection)),
        ("/bad-chunk.gif", Err(Protocol)),
        ("/no-http.gif", Err(Protocol)),
        ("/closed.gif", Err(Connection)),
        ("/loop.gif", Err(Redirects)),
        ("/hop/4", Ok(GIF.to_vec())),
        ("/hop/5", Err(Redirects)),
        ("/nowhere.gif", Err(Redirects)),
        ("/to?file:///etc/passwd", Err(Redirects)),
        ("/to?ftp://127.0.0.1/good.gif", Err(Redirects)),
        ("/to?data:image/gif;base64,R0lGODlh", Err(Redirects)),
        ("/to?good.gif", whole()),
        ("/to?//user:pass@127.0.0.1:1/x", Err(Connection)),
        ("/status/404", Err(Status(404))),
        ("/status/503", Err(Status(503))),
        ("/status/204", Err(NotAPicture)),
        ("/status/304", Err(Status(304))),
        ("/else.gif", Err(Status(404))),
    ] {
        let begun = Instant::now();
        assert_eq!(get(&web(), &server.at(path)), expected, "{path}");
        assert!(begun.elapsed() < SOON, "{path}: {:?}", begun.elapsed());
    }
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(get(&web(), &format!("http://{nobody}/x.gif")), Err(Connection));
    // A server that does not speak TLS.
    let answer = get(&web(), &server.at("/good.gif").replace("http:", "https:"));
    assert!(matches!(answer, Err(FetchError::Certificate | Connection | Timeout)), "{answer:?}");
}

#[test]
fn nothing_leads_to_addresses_that_are_not_public() {
    let server = Server::start();
    let names = Names {
        names: vec![
            ("inside.example", vec!["192.168.1.1"]),
            ("loopback.example", vec!["127.0.0.2"]),
            ("six.example", vec!["::1"]),
            ("mapped.example", vec!["::ffff:127.0.0.1"]),
            ("cloud.example", vec!["169.254.169.254"]),
            ("translated.example", vec!["64:ff9b::7f00:1"]),
            ("sixtofour.example", vec!["2002:7f00:1::"]),
            ("shared.example", vec!["100.64.0.1"]),
            ("multicast.example", vec!["224.0.0.1"]),
            ("nothing.example", vec!["0.0.0.0"]),
            ("both.example", vec!["10.0.0.1", "127.0.0.1"]),
        ],
        port: server.address.port(),
        ..Names::default()
    };
    let names = Arc::new(names);
    let web = Web::with_resolver(SHORT, names.clone());
    let private = |address: &str| Err(FetchError::Private(address.parse().unwrap()));
    for (host, expected) in [
        ("inside.example", private("192.168.1.1")),
        ("loopback.example", private("127.0.0.2")),
        ("six.example", private("::1")),
        ("mapped.example", private("::ffff:127.0.0.1")),
        ("cloud.example", private("169.254.169.254")),
        ("translated.example", private("64:ff9b::7f00:1")),
        ("sixtofour.example", private("2002:7f00:1::")),
        ("shared.example", private("100.64.0.1")),
        ("multicast.example", private("224.0.0.1")),
        ("nothing.example", private("0.0.0.0")),
        ("127.0.0.2", private("127.0.0.2")),
        ("[::1]", private("::1")),
        ("[::ffff:127.0.0.1]", private("::ffff:127.0.0.1")),
        ("gone.example", Err(FetchError::HostNotFound("gone.example".into()))),
        // Of several addresses, those that may be connected to are.
        ("both.example", Ok(GIF.to_vec())),
    ] {
        assert_eq!(get(&web, &format!("http://{host}/good.gif")), expected, "{host}");
        let redirect = server.at(&format!("/to?http://{host}/good.gif"));
        assert_eq!(get(&web, &redirect), expected, "a redirect to {host}");
    }
    // The address that was checked is the one that is connected to: each request resolves its name once.
    let asked = names.asked.lock().unwrap();
    assert_eq!(asked.iter().filter(|host| *host == "both.example").count(), 2);
    drop(asked);
    // Without the setting, not even the server itself.
    let address = WebAddress::parse(&server.at("/good.gif")).unwrap();
    let before = server.requests().len();
    let refused = web.get(&address, None, &FetchOptions::default(), &Cancel::default());
    assert_eq!((refused, server.requests().len()), (private("127.0.0.1"), before));
}

#[test]
fn the_systems_resolver_is_checked_too() {
    let web = Web::new(SHORT);
    let address = |text: &str| WebAddress::parse(text).unwrap();
    // Other ways to write the loopback address, as the C library reads them.
    for host in ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "[::1]"] {
        let refused = web.get(&address(&format!("http://{host}/")), None, &FetchOptions::default(), &Cancel::default());
        let refused = refused.unwrap_err();
        assert!(matches!(refused, FetchError::Private(_) | FetchError::HostNotFound(_)), "{host}: {refused:?}");
    }
}

#[test]
fn hosts_learn_no_more_than_the_setting_allows() {
    let server = Server::start();
    let article = WebAddress::parse("http://news.example/2021/a.html?x=1").unwrap();
    let header = |request: &str, name: &str| {
        let value =
            request.lines().find_map(|line| line.split_once(": ").filter(|(own, _)| own.eq_ignore_ascii_case(name)));
        value.map(|(_, value)| value.trim().to_owned())
    };
    for (referer, expected) in [
        (Referer::None, None),
        (Referer::Origin, Some("http://news.example/")),
        (Referer::Article, Some("http://news.example/2021/a.html?x=1")),
    ] {
        let web = web();
        let options = FetchOptions { referer, ..options() };
        let address = server.at("/good.gif").replace("http://", "http://user:secret@");
        for _ in 0..2 {
            let address = WebAddress::parse(&address).unwrap();
            web.get(&address, Some(&article), &options, &Cancel::default()).unwrap();
        }
        let last = server.requests().pop().unwrap();
        assert_eq!(header(&last, "referer").as_deref(), expected, "{referer:?}");
        let sent: Vec<String> = last
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(": "))
            .map(|(name, _)| name.to_lowercase())
            .collect();
        let known = ["host", "accept", "accept-encoding", "user-agent", "referer"];
        assert!(sent.iter().all(|name| known.contains(&name.as_str())), "{last}");
        assert_eq!(header(&last, "accept-encoding").as_deref(), Some("identity"));
        assert!(header(&last, "user-agent").unwrap().starts_with("Mozilla/5.0 (compatible; Inkstone/"), "{last}");
    }
}

#[test]
fn pictures_that_are_protected_are_loaded() {
    let server = Server::start();
    let article = WebAddress::parse("https://news.example/a.html").unwrap();
    // Over TLS the article's website could be told; this server has none.
    for (path, referer, expected) in [
        ("/own.gif", Referer::None, Ok(GIF.to_vec())),
        ("/none.gif", Referer::None, Ok(GIF.to_vec())),
        ("/own.gif", Referer::Origin, Ok(GIF.to_vec())),
        ("/none.gif", Referer::Article, Ok(GIF.to_vec())),
        ("/other.gif", Referer::None, Err(FetchError::Status(403))),
        ("/status/403", Referer::Article, Err(FetchError::Status(403))),
    ] {
        let options = FetchOptions { referer, ..options() };
        let address = WebAddress::parse(&server.at(path)).unwrap();
        let answer = web().get(&address, Some(&article), &options, &Cancel::default());
        assert_eq!(answer, expected, "{path} {referer:?}");
    }
    let plain = WebAddress::parse("http://news.example/a.html").unwrap();
    let options = FetchOptions { referer: Referer::Origin, ..options() };
    let address = WebAddress::parse(&server.at("/none.gif")).unwrap();
    assert_eq!(web().get(&address, Some(&plain), &options, &Cancel::default()), Ok(GIF.to_vec()));
}

#[test]
fn few_connections_are_open_at_once_and_they_are_used_again() {
    let server = Server::start();
    let web = web();
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| assert_eq!(get(&web, &server.at("/wait.gif")), Ok(GIF.to_vec())));
        }
    });
    assert_eq!((server.requests().len(), server.connections(), server.most_waiting()), (8, 2, 2));
    // Six names of one server: two connections each would be twelve.
    let other = Server::start();
    let hosts = ["a.example", "b.example", "c.example", "d.example", "e.example", "f.example"];
    let names = hosts.iter().map(|host| (*host, vec!["127.0.0.1"])).collect();
    let web = Web::with_resolver(
        Limits { whole: SOON, ..SHORT },
        Arc::new(Names { names, port: other.address.port(), ..Names::default() }),
    );
    thread::scope(|scope| {
        for host in hosts.iter().cycle().take(18) {
            let web = &web;
            scope.spawn(move || assert_eq!(get(web, &format!("http://{host}/wait.gif")), Ok(GIF.to_vec()), "{host}"));
        }
    });
    assert_eq!((other.requests().len(), other.most_waiting()), (18, 4));
}

#[test]
fn what_is_no_longer_wanted_ends_within_a_moment() {
    let server = Server::start();
    let long = Limits {
        connect: Duration::from_secs(60),
        silence: Duration::from_secs(60),
        whole: Duration::from_secs(60),
        ..SHORT
    };
    let web = Web::with_resolver(long, Arc::new(Names::default()));
    let running = AtomicUsize::new(0);
    let cancel = Cancel::default();
    let begun = Instant::now();
    thread::scope(|scope| {
        // More than there are connections: some wait for one.
        for path in ["/silent.gif", "/slow.gif", "/stalls.gif", "/silent.gif", "/slow-head.gif"] {
            let (web, running, cancel, server) = (&web, &running, &cancel, &server);
            scope.spawn(move || {
                running.fetch_add(1, Ordering::Relaxed);
                let address = WebAddress::parse(&server.at(path)).unwrap();
                assert_eq!(web.get(&address, None, &options(), cancel), Err(FetchError::Cancelled), "{path}");
            });
        }
        while running.load(Ordering::Relaxed) < 5 || server.requests().len() < 2 {
            thread::sleep(Duration::from_millis(10));
        }
        cancel.cancel();
    });
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    // The connections are free again.
    assert_eq!(get(&web, &server.at("/good.gif")), Ok(GIF.to_vec()));
}
