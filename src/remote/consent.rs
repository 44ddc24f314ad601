//! What the reader consents to: from which hosts pictures are loaded.

use std::collections::BTreeSet;

use crate::remote::host_of;

/// Whether pictures are loaded from the network (`images.remote`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Remote {
    /// Once the reader consents.
    #[default]
    Ask,
    /// Always.
    Always,
    /// Never, whatever the reader has consented to.
    Never,
}

impl Remote {
    /// The words of the setting, the default first.
    pub const WORDS: &'static [&'static str] = &["ask", "always", "never"];

    /// The value that a word of the setting stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "ask" => Some(Self::Ask),
            "always" => Some(Self::Always),
            "never" => Some(Self::Never),
            _ => None,
        }
    }
}

/// What may be done about a picture of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Load it.
    Load,
    /// Ask the reader first.
    Ask,
    /// Do not load it, and do not ask.
    Never,
}

/// What the reader consents to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Consent {
    /// To a host, for as long as the article is open.
    Once(String),
    /// To a host, until it is revoked.
    Host(String),
    /// To all hosts, until it is revoked.
    All,
}

/// The consents of the reader.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Consents {
    all: bool,
    hosts: BTreeSet<String>,
    once: BTreeSet<String>,
}

/// What may be done about one picture, which can be at several addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The addresses that may be loaded, in order.
    pub load: Vec<String>,
    /// If none may be loaded yet: the host of the first one that the reader can be asked about.
    pub ask: Option<String>,
}

impl Consents {
    /// How the consent to all hosts is stored.
    pub const ALL: &'static str = "*";

    /// The consents as they are stored: hosts, and [`Consents::ALL`].
    pub fn of(stored: impl IntoIterator<Item = String>) -> Self {
        let (all, hosts): (Vec<String>, Vec<String>) = stored.into_iter().partition(|host| host == Self::ALL);
        Self { all: !all.is_empty(), hosts: hosts.into_iter().collect(), once: BTreeSet::new() }
    }

    /// Consents to a host, or to [`Consents::ALL`], until it is revoked.
    pub fn allow(&mut self, host: &str) {
        if host == Self::ALL {
            self.all = true;
        } else {
            self.hosts.insert(host.to_owned());
        }
    }

    /// Consents to a host until [`Consents::forget_once`].
    pub fn allow_once(&mut self, host: &str) {
        self.once.insert(host.to_owned());
    }

    /// Ends what was consented to once.
    pub fn forget_once(&mut self) {
        self.once.clear();
    }

    /// What may be done about pictures of a host, given `images.remote`.
    pub fn permission(&self, remote: Remote, host: &str) -> Permission {
        match remote {
            Remote::Never => Permission::Never,
            Remote::Always => Permission::Load,
            Remote::Ask if self.all || self.hosts.contains(host) || self.once.contains(host) => Permission::Load,
            Remote::Ask => Permission::Ask,
        }
    }

    /// What may be done about a picture with these addresses; those that are not on the web do not count.
    pub fn wanted<'a>(&self, remote: Remote, candidates: impl IntoIterator<Item = &'a str>) -> Wanted {
        let mut wanted = Wanted::default();
        let mut asked = None;
        for address in candidates {
            let Some(host) = host_of(address) else { continue };
            match self.permission(remote, &host) {
                Permission::Load => wanted.load.push(address.to_owned()),
                Permission::Ask => asked = asked.or(Some(host)),
                Permission::Never => {}
            }
        }
        wanted.ask = asked.filter(|_| wanted.load.is_empty());
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consents(stored: &[&str], once: &[&str]) -> Consents {
        let mut consents = Consents::of(stored.iter().map(|host| (*host).to_owned()));
        once.iter().for_each(|host| consents.allow_once(host));
        consents
    }

    #[test]
    fn the_setting_and_the_consents_decide() {
        use Permission::{Ask, Load, Never};
        for (remote, stored, once, host, expected) in [
            (Remote::Ask, &[][..], &[][..], "a.cn", Ask),
            (Remote::Ask, &["a.cn"], &[], "a.cn", Load),
            (Remote::Ask, &["a.cn"], &[], "b.cn", Ask),
            (Remote::Ask, &["a.cn"], &[], "x.a.cn", Ask),
            (Remote::Ask, &["x.a.cn"], &[], "a.cn", Ask),
            (Remote::Ask, &[], &["a.cn"], "a.cn", Load),
            (Remote::Ask, &[], &["a.cn"], "b.cn", Ask),
            (Remote::Ask, &["*"], &[], "a.cn", Load),
            (Remote::Ask, &["*", "b.cn"], &[], "a.cn", Load),
            (Remote::Always, &[], &[], "a.cn", Load),
            (Remote::Never, &[], &[], "a.cn", Never),
            (Remote::Never, &["a.cn", "*"], &["a.cn"], "a.cn", Never),
        ] {
            assert_eq!(
                consents(stored, once).permission(remote, host),
                expected,
                "{remote:?} {stored:?} {once:?} {host}"
            );
        }
        let mut later = consents(&[], &["a.cn"]);
        later.forget_once();
        assert_eq!(later.permission(Remote::Ask, "a.cn"), Ask);
        later.allow("a.cn");
        assert_eq!(later.permission(Remote::Ask, "a.cn"), Load);
        later.allow("*");
        assert_eq!(later.permission(Remote::Ask, "b.cn"), Load);
    }

    #[test]
    fn what_may_be_loaded_is_not_asked_about() {
        let both = &["https://a.cn/1.jpg", "//B.cn/1.jpg"][..];
        for (remote, stored, candidates, load, ask) in [
            (Remote::Ask, &[][..], both, &[][..], Some("a.cn")),
            (Remote::Ask, &["b.cn"], both, &["//B.cn/1.jpg"], None),
            (Remote::Ask, &["*"], both, both, None),
            (Remote::Always, &[], both, both, None),
            (Remote::Never, &["*"], both, &[], None),
            (Remote::Ask, &[], &["images/1.jpg", "data:image/gif,x"], &[], None),
            (Remote::Always, &[], &["images/1.jpg", "ftp://a.cn/1.jpg"], &[], None),
            (Remote::Ask, &[], &["images/1.jpg", "http://c.cn:8080/1.jpg"], &[], Some("c.cn")),
        ] {
            let expected = Wanted {
                load: load.iter().map(|address| (*address).to_owned()).collect(),
                ask: ask.map(str::to_owned),
            };
            assert_eq!(
                consents(stored, &[]).wanted(remote, candidates.iter().copied()),
                expected,
                "{remote:?} {stored:?}"
            );
        }
    }
}
