//! The names that generators and themes use for the fields of an article.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

// Keys by priority, in lower case without `-` and `_`, since comparison ignores these.
pub(in crate::article) const TITLE: &[&str] = &["title", "seotitle", "shorttitle", "linktitle"];
pub(in crate::article) const DATE: &[&str] = &[
    "date",
    "pubdate",
    "publishdate",
    "publishedat",
    "publisheddate",
    "datetime",
    "created",
    "createdat",
    "createtime",
    "postdate",
    "published",
];
pub(in crate::article) const UPDATED: &[&str] = &[
    "updated",
    "lastmod",
    "modified",
    "lastmodified",
    "lastmodifiedat",
    "lastupdated",
    "lastupdate",
    "modifiedtime",
    "modifieddate",
    "updatedat",
    "updatetime",
];
pub(in crate::article) const CATEGORIES: &[&str] = &["categories", "category"];
pub(in crate::article) const TAGS: &[&str] = &["tags", "tag"];
pub(in crate::article) const AUTHOR: &[&str] = &["author", "authors", "writer", "creator"];
pub(in crate::article) const LANG: &[&str] = &["lang", "language", "locale"];
pub(in crate::article) const IMAGE: &[&str] = &[
    "headimg",
    "cover",
    "image",
    "thumbnail",
    "featureimage",
    "featuredimage",
    "coverimage",
    "coverimg",
    "banner",
    "bannerimg",
    "indeximg",
    "topimg",
    "headerimg",
    "headerimage",
    "overlayimage",
    "teaser",
    "feature",
    "featured",
    "thumb",
    "thumbnailimage",
    "images",
    "img",
    "pic",
    "ogimage",
    "photos",
];
pub(in crate::article) const LINK: &[&str] =
    &["link", "source", "url", "permalink", "externalurl", "originalurl", "sourceurl", "canonicalurl"];
pub(in crate::article) const DESCRIPTION: &[&str] =
    &["description", "excerpt", "summary", "subtitle", "abstract", "desc", "intro"];
pub(in crate::article) const DRAFT: &[&str] = &["draft", "published", "status"];
pub(in crate::article) const SLUG: &[&str] = &["slug", "urlname", "abbrlink"];
pub(in crate::article) const PERMALINK: &[&str] = &["permalink", "url", "path"];
pub(in crate::article) const ALIASES: &[&str] = &["aliases", "alias", "redirectfrom"];
/// Tables with further fields: Zola's, Hugo's, and the header of Minimal Mistakes.
pub(in crate::article) const TABLES: &[&str] = &["taxonomies", "extra", "params", "header"];

const ALL: &[&[&str]] = &[
    TITLE,
    DATE,
    UPDATED,
    CATEGORIES,
    TAGS,
    AUTHOR,
    LANG,
    IMAGE,
    LINK,
    DESCRIPTION,
    DRAFT,
    SLUG,
    PERMALINK,
    ALIASES,
    TABLES,
];

/// Keys that distinguish front matter from plain text.
const KNOWN: &[&str] = &[
    "title",
    "date",
    "categories",
    "category",
    "tags",
    "tag",
    "author",
    "authors",
    "layout",
    "updated",
    "draft",
    "description",
    "excerpt",
    "permalink",
    "published",
    "lang",
    "slug",
    "headimg",
    "thumbnail",
    "cover",
    "image",
    "comments",
    "link",
    "source",
    "url",
];

/// Whether this key is read into a field of an article.
pub(in crate::article) fn is_field(key: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| ALL.iter().copied().flatten().copied().collect());
    if key.bytes().any(|byte| matches!(byte, b'-' | b'_') || byte.is_ascii_uppercase()) {
        let plain: String = key.chars().filter(|c| !matches!(c, '-' | '_')).map(|c| c.to_ascii_lowercase()).collect();
        return NAMES.contains(&*plain);
    }
    NAMES.contains(key)
}

/// The first letters of some keys: most of the names that are known begin with none of them.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::article) struct Initials(u32);

impl Initials {
    /// Of keys that may be any.
    pub const ANY: Self = Self(u32::MAX);

    /// With the first letter of this key. One that does not begin with a letter may be the same as any name.
    pub fn with(self, key: &str) -> Self {
        Self(self.0 | key.bytes().next().and_then(letter).unwrap_or(u32::MAX))
    }

    /// Whether one of the keys may be this name.
    pub fn may_have(self, name: &str) -> bool {
        name.bytes().next().and_then(letter).is_none_or(|letter| self.0 & letter != 0)
    }
}

/// The bit of a letter.
fn letter(byte: u8) -> Option<u32> {
    byte.is_ascii_alphabetic().then(|| 1 << (byte.to_ascii_lowercase() - b'a'))
}

/// Whether a key is one of these names.
pub(in crate::article) fn is_one_of(key: &str, names: &[&str]) -> bool {
    names.iter().any(|name| is_same(key, name))
}

/// Whether two keys are equal, ignoring `-`, `_` and letter case.
pub(in crate::article) fn is_same(key: &str, other: &str) -> bool {
    // Most differ in their first letters.
    let first = |key: &str| key.bytes().next().filter(u8::is_ascii_alphabetic);
    let differ = |(a, b): (u8, u8)| !a.eq_ignore_ascii_case(&b);
    !first(key).zip(first(other)).is_some_and(differ) && letters(key).eq(letters(other))
}

fn letters(key: &str) -> impl Iterator<Item = u8> {
    key.bytes().filter(|byte| !matches!(byte, b'-' | b'_')).map(|byte| byte.to_ascii_lowercase())
}

/// Whether this key identifies front matter.
pub(in crate::article) fn is_known(key: &str) -> bool {
    KNOWN.iter().any(|known| known.eq_ignore_ascii_case(key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn keys_are_those_of_the_tables(key in "[-_]?(title|Title|seo|[a-d])[-_]?(title|at|s|Url|\\PC)?", other in "[-_]?[a-c\\PC]?") {
            prop_assert_eq!(is_field(&key), ALL.iter().any(|group| is_one_of(&key, group)));
            let initials = Initials::default().with(&key).with(&other);
            for name in ALL.iter().copied().flatten().filter(|name| is_same(&key, name) || is_same(&other, name)) {
                prop_assert!(initials.may_have(name));
            }
        }
    }
}
