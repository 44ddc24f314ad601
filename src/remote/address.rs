//! Addresses on the web, split and encoded as a request needs them.

use std::fmt;

use crate::remote::host;

/// Longer addresses are refused: servers refuse them too.
const LONGEST: usize = 8192;

/// An `http` or `https` address. Its parts are ASCII, ready to be sent; credentials and the fragment are left out.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct WebAddress {
    secure: bool,
    host: String,
    port: Option<u16>,
    target: String,
}

impl WebAddress {
    /// Parses an absolute address, or one without its scheme (`//host/path`), which then is `https`. Reads what a
    /// browser would (URL Standard, "URL parsing"): tabs and line breaks do not count, `\` is `/`, characters that
    /// may not be sent are percent-encoded, dot segments are removed. `None` for everything else.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let text: String = text.trim().chars().filter(|c| !matches!(c, '\t' | '\n' | '\r')).collect();
        let (secure, rest) = scheme(&text)?;
        let rest = rest.strip_prefix(['/', '\\'])?.strip_prefix(['/', '\\'])?;
        let end = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
        let (authority, after) = rest.split_at(end);
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (name, port) = split_port(authority)?;
        let standard = if secure { 443 } else { 80 };
        let address = Self {
            secure,
            host: host::ascii(name)?,
            port: port.filter(|port| *port != standard),
            target: target(after),
        };
        (address.target.len() <= LONGEST * 3).then_some(address)
    }

    /// The address that a redirect from here leads to; `None` if it does not lead to the web.
    pub fn join(&self, location: &str) -> Option<Self> {
        let location = location.trim();
        let begins = |mark: &[char]| location.starts_with(mark);
        if location.starts_with("//") || location.starts_with("\\\\") {
            return Self::parse(&format!("{}:{location}", self.scheme()));
        }
        if has_scheme(location) {
            return Self::parse(location);
        }
        let path = self.target.split('?').next().unwrap_or_default();
        let relative = if location.is_empty() || begins(&['#']) {
            self.target.clone()
        } else if begins(&['/', '\\']) {
            location.to_owned()
        } else if begins(&['?']) {
            format!("{path}{location}")
        } else {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{location}")
        };
        (relative.len() <= LONGEST * 3).then(|| Self { target: target(&relative), ..self.clone() })
    }

    /// Whether it is `https`.
    pub fn is_secure(&self) -> bool {
        self.secure
    }

    /// The name or the address of the host, in lower case, without a port; an IPv6 address is in brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The scheme, the host and a port that is not the standard one: `https://a.cn:8443`.
    pub fn origin(&self) -> String {
        let port = self.port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{}://{}{port}", self.scheme(), self.host)
    }

    fn scheme(&self) -> &'static str {
        if self.secure { "https" } else { "http" }
    }
}

impl fmt::Display for WebAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.origin(), self.target)
    }
}

/// The host that a web address names, by which consents are given; `None` if the address is not one on the web.
pub fn host_of(address: &str) -> Option<String> {
    WebAddress::parse(address).map(|address| address.host().to_owned())
}

/// Whether the scheme is `https`, and what follows the colon. Without a scheme it is.
fn scheme(text: &str) -> Option<(bool, &str)> {
    let Some((name, rest)) = text.split_once(':').filter(|_| has_scheme(text)) else { return Some((true, text)) };
    if name.eq_ignore_ascii_case("https") {
        Some((true, rest))
    } else if name.eq_ignore_ascii_case("http") {
        Some((false, rest))
    } else {
        None
    }
}

/// Whether a text begins with a scheme (RFC 3986 §3.1).
fn has_scheme(text: &str) -> bool {
    let Some((name, _)) = text.split_once(':') else { return false };
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// The host and the port of an authority.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    let after_address = authority.rfind(']').map_or(0, |end| end + 1);
    let colon = authority.get(after_address..)?.find(':').map(|at| after_address + at);
    let (host, port) = colon.map_or((authority, ""), |at| (&authority[..at], &authority[at + 1..]));
    match port {
        "" => Some((host, None)),
        _ if !port.bytes().all(|byte| byte.is_ascii_digit()) => None,
        _ => port.parse().ok().filter(|port| *port != 0).map(|port| (host, Some(port))),
    }
}

/// The path and the query of a request, from what follows the authority.
fn target(after: &str) -> String {
    let after = after.split('#').next().unwrap_or_default();
    let (path, query) = after.split_once('?').map_or((after, None), |(path, query)| (path, Some(query)));
    let mut out = String::with_capacity(after.len() + 1);
    without_dots(path, &mut out);
    if let Some(query) = query {
        out.push('?');
        encode(query, &mut out);
    }
    out
}

/// Appends a path without its dot segments (RFC 3986 §5.2.4).
fn without_dots(path: &str, out: &mut String) {
    let mut kept: Vec<&str> = Vec::new();
    let path = path.strip_prefix(['/', '\\']).unwrap_or(path);
    let mut segments = path.split(['/', '\\']).peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            ".." => drop(kept.pop()),
            "." => {}
            _ => {
                kept.push(segment);
                continue;
            }
        }
        if is_last {
            kept.push("");
        }
    }
    for segment in kept {
        out.push('/');
        encode(segment, out);
    }
    if out.is_empty() {
        out.push('/');
    }
}

/// Appends a text with the bytes percent-encoded that may not stand in an address. Escapes stay as they are.
fn encode(text: &str, out: &mut String) {
    for byte in text.bytes() {
        match byte {
            b'!' | b'$'..=b';' | b'=' | b'?'..=b'[' | b']' | b'_' | b'a'..=b'z' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_browsers_read_them() {
        for (text, expected) in [
            ("https://a.cn/b.jpg", "https://a.cn/b.jpg"),
            ("HTTP://A.CN/B.jpg", "http://a.cn/B.jpg"),
            (" https://a.cn\n/b.j\tpg ", "https://a.cn/b.jpg"),
            ("//a.cn/b", "https://a.cn/b"),
            ("https:\\\\a.cn\\b\\c", "https://a.cn/b/c"),
            ("https://a.cn", "https://a.cn/"),
            ("https://a.cn?x=1#y", "https://a.cn/?x=1"),
            ("https://a.cn./b", "https://a.cn/b"),
            ("https://a.cn:443/b", "https://a.cn/b"),
            ("http://a.cn:443/b", "http://a.cn:443/b"),
            ("http://a.cn:/b", "http://a.cn/b"),
            ("http://a.cn:080/b", "http://a.cn/b"),
            ("https://user:pass@a.cn/b", "https://a.cn/b"),
            ("https://u@x@a.cn/b", "https://a.cn/b"),
            ("https://a.cn/图 片.jpg?名=“x”", "https://a.cn/%E5%9B%BE%20%E7%89%87.jpg?%E5%90%8D=%E2%80%9Cx%E2%80%9D"),
            ("https://a.cn/%E5%9B%BE%zz", "https://a.cn/%E5%9B%BE%zz"),
            ("https://a.cn/a/./b/../c/..", "https://a.cn/a/"),
            ("https://a.cn/../../x", "https://a.cn/x"),
            ("https://a.cn/a//b", "https://a.cn/a//b"),
            ("https://a.cn/a{b}|c^`\"<>", "https://a.cn/a%7Bb%7D%7Cc%5E%60%22%3C%3E"),
            ("https://a.cn/?http://b.cn/c.jpg", "https://a.cn/?http://b.cn/c.jpg"),
            ("http://[::1]:8080/x", "http://[::1]:8080/x"),
            ("http://[0:0::1]/x", "http://[::1]/x"),
            ("http://127.0.0.1/x", "http://127.0.0.1/x"),
            ("https://例子.中国/x", "https://xn--fsqu00a.xn--fiqs8s/x"),
            ("https://%61.cn/x", "https://a.cn/x"),
        ] {
            assert_eq!(WebAddress::parse(text).map(|address| address.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "a.jpg",
            "/a.jpg",
            "https:",
            "https:/a.cn/b",
            "https://",
            "https:///b",
            "https://:80/",
            "ftp://a.cn/b",
            "file:///etc/passwd",
            "data:image/png;base64,x",
            "javascript:alert(1)",
            "https://a.cn:0/b",
            "https://a.cn:65536/b",
            "https://a.cn:x/b",
            "https://a b/c",
            "https://a_%00/c",
            "https://[::1/c",
            "https://[zz]/c",
            "https://a.cn%2fb@/c",
            "https://../c",
            &format!("https://a.cn/{}", "x".repeat(9000)),
            &format!("https://{}/", "x".repeat(300)),
        ] {
            assert_eq!(WebAddress::parse(text), None, "{text}");
        }
    }

    #[test]
    fn redirects_lead_to_the_web_only() {
        let from = WebAddress::parse("http://a.cn:81/b/c.jpg?d=e").unwrap();
        for (location, expected) in [
            ("https://x.cn/y", Some("https://x.cn/y")),
            ("//x.cn/y", Some("http://x.cn/y")),
            ("/y", Some("http://a.cn:81/y")),
            ("y", Some("http://a.cn:81/b/y")),
            ("./y z", Some("http://a.cn:81/b/y%20z")),
            ("../y", Some("http://a.cn:81/y")),
            ("?q", Some("http://a.cn:81/b/c.jpg?q")),
            ("#f", Some("http://a.cn:81/b/c.jpg?d=e")),
            ("", Some("http://a.cn:81/b/c.jpg?d=e")),
            ("/图", Some("http://a.cn:81/%E5%9B%BE")),
            ("/a:b", Some("http://a.cn:81/a:b")),
            ("file:///etc/passwd", None),
            ("ftp://x.cn/y", None),
            ("data:image/gif,x", None),
            ("https://", None),
            ("http:/x", None),
        ] {
            assert_eq!(from.join(location).map(|to| to.to_string()).as_deref(), expected, "{location}");
        }
    }
}
