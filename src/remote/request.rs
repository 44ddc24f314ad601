//! What is asked for: a picture at one of several addresses.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::remote::{Networks, WebAddress};

/// What is told to the host of a picture about the article that shows it (`images.referer`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Referer {
    /// Nothing.
    #[default]
    None,
    /// The website it comes from.
    Origin,
    /// Its address.
    Article,
}

impl Referer {
    /// The words of the setting, the default first.
    pub const WORDS: &'static [&'static str] = &["none", "origin", "article"];

    /// The value that a word of the setting stands for.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "none" => Some(Self::None),
            "origin" => Some(Self::Origin),
            "article" => Some(Self::Article),
            _ => None,
        }
    }

    /// The values of the `Referer` header to try in turn, `None` for no header; the later ones only if the host refuses
    /// the earlier. Hosts that protect their pictures let one of them in: their own website, readers that come from
    /// nowhere, or the website that published the picture. None says more than the setting allows: the host's own
    /// website says nothing about the article. An address on `https` is not told over `http` (Referrer Policy, "no
    /// referrer when downgrade").
    pub fn attempts(self, article: Option<&WebAddress>, picture: &WebAddress) -> Vec<Option<String>> {
        let article = article.filter(|article| picture.is_secure() || !article.is_secure());
        let first = match self {
            Self::None => None,
            Self::Origin => article.map(|article| format!("{}/", article.origin())),
            Self::Article => article.map(WebAddress::to_string),
        };
        let mut attempts = vec![first, None, Some(format!("{}/", picture.origin()))];
        attempts.dedup();
        attempts
    }
}

/// How pictures are fetched, according to the settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchOptions {
    /// `images.referer`
    pub referer: Referer,
    /// `images.private`
    pub private: Networks,
    /// `images.cache`: how many bytes the pictures in the cache directory may take.
    pub cache: u64,
}

impl Default for FetchOptions {
    fn default() -> Self {
        Self { referer: Referer::default(), private: Networks::default(), cache: 512 << 20 }
    }
}

/// A picture to fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchRequest {
    /// The addresses to try, in order. The reader has consented to all of their hosts.
    pub candidates: Vec<String>,
    /// The address that the article comes from.
    pub article: Option<String>,
    /// The settings.
    pub options: FetchOptions,
    /// Whether to try again what failed a short time ago for a reason that may have passed.
    pub again: bool,
}

/// A picture that was fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// The bytes of the file. They begin as a picture does; the rest may be anything.
    pub bytes: Arc<[u8]>,
    /// The candidate that it was found at.
    pub address: String,
    /// Whether it came from the cache.
    pub cached: bool,
}

/// Ends work on another thread. Copies are of one flag.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    /// Ends the work: it stops within a moment, and its result is [`FetchError::Cancelled`](super::FetchError) or, if
    /// it is done already, what it is.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether the work is to end.
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn referers_say_no_more_than_the_setting_allows() {
        let (article, plain) = ("https://news.cn/2021/a.html?x=1", "http://news.cn/a.html");
        let (picture, unsafe_picture) = ("https://img.cn/1.jpg", "http://img.cn/1.jpg");
        for (referer, article, picture, expected) in [
            (Referer::None, Some(article), picture, &[None, Some("https://img.cn/")][..]),
            (Referer::None, None, picture, &[None, Some("https://img.cn/")]),
            (Referer::Origin, Some(article), picture, &[Some("https://news.cn/"), None, Some("https://img.cn/")]),
            (Referer::Origin, Some(plain), unsafe_picture, &[Some("http://news.cn/"), None, Some("http://img.cn/")]),
            (Referer::Origin, Some(article), unsafe_picture, &[None, Some("http://img.cn/")]),
            (Referer::Origin, None, picture, &[None, Some("https://img.cn/")]),
            (Referer::Article, Some(article), picture, &[Some(article), None, Some("https://img.cn/")]),
            (Referer::Article, Some(article), unsafe_picture, &[None, Some("http://img.cn/")]),
        ] {
            let (article, picture) = (article.and_then(WebAddress::parse), WebAddress::parse(picture).unwrap());
            let attempts = referer.attempts(article.as_ref(), &picture);
            let attempts: Vec<Option<&str>> = attempts.iter().map(Option::as_deref).collect();
            assert_eq!(attempts, expected, "{referer:?} {article:?} {picture}");
        }
    }
}
