//! How the HTML standard's tree construction treats elements, as far as well-formed bodies need it.

use std::sync::LazyLock;

use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;

/// How an element is put into the tree (HTML §13.2.6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Reopened after a block that ends it, so it must end where it began.
    Formatting,
    /// Without rules of its own.
    Inline,
    /// Ends an open paragraph.
    Block,
    /// As a block, but does not contain another heading.
    Heading,
    /// As a block; a line break at its start is dropped.
    Pre,
    /// `p`, whose end tag may be missing.
    Paragraph,
    /// `li`, whose end tag may be missing.
    Item,
    /// `dt` and `dd`, whose end tags may be missing.
    Description,
    /// Has neither content nor end tag.
    Void,
    /// Void, and ends an open paragraph.
    Rule,
    Table,
    Caption,
    Columns,
    /// Void, in [`Kind::Columns`].
    Column,
    /// `thead`, `tbody` and `tfoot`.
    Rows,
    Row,
    Cell,
}

/// The elements of well-formed bodies. All are in `names::MARKUP_IN_CODE` too.
const ELEMENTS: [(Kind, &str); 17] = [
    (Kind::Formatting, "a b big code em font i s small strike strong tt u"),
    (
        Kind::Inline,
        "abbr audio bdi bdo cite data del dfn ins kbd label mark meter picture q samp span sub sup time var video",
    ),
    (
        Kind::Block,
        "address article aside blockquote center details div dl figcaption figure footer header main nav ol section
         summary ul",
    ),
    (Kind::Heading, "h1 h2 h3 h4 h5 h6"),
    (Kind::Pre, "pre"),
    (Kind::Paragraph, "p"),
    (Kind::Item, "li"),
    (Kind::Description, "dd dt"),
    (Kind::Void, "br embed img input source wbr"),
    (Kind::Rule, "hr"),
    (Kind::Table, "table"),
    (Kind::Caption, "caption"),
    (Kind::Columns, "colgroup"),
    (Kind::Column, "col"),
    (Kind::Rows, "tbody tfoot thead"),
    (Kind::Row, "tr"),
    (Kind::Cell, "td th"),
];

/// The element with this name in lower case, if it is one of well-formed bodies.
pub(super) fn element(name: &str) -> Option<(LocalName, Kind)> {
    static KNOWN: LazyLock<FxHashMap<&str, (LocalName, Kind)>> = LazyLock::new(|| {
        let all = ELEMENTS.iter().flat_map(|(kind, names)| names.split_whitespace().map(|name| (name, *kind)));
        all.map(|(name, kind)| (name, (LocalName::from(name), kind))).collect()
    });
    KNOWN.get(name).cloned()
}

impl Kind {
    /// Whether the end of an element around it ends it as well.
    pub(super) fn has_implied_end(self) -> bool {
        matches!(self, Self::Paragraph | Self::Item | Self::Description)
    }

    /// Whether it contains parts of a table and blanks only.
    pub(super) fn has_only_parts(self) -> bool {
        matches!(self, Self::Table | Self::Columns | Self::Rows | Self::Row)
    }

    /// Whether it is a part of a table, which is dropped elsewhere.
    pub(super) fn is_part(self) -> bool {
        matches!(self, Self::Caption | Self::Columns | Self::Column | Self::Rows | Self::Row | Self::Cell)
    }

    /// Whether what is open outside of it is not open for what is in it.
    pub(super) fn is_scope(self) -> bool {
        matches!(self, Self::Table | Self::Caption | Self::Cell)
    }

    /// Whether a new `li`, `dt` or `dd` in it leaves those outside of it open.
    pub(super) fn keeps_items(self, name: &LocalName) -> bool {
        match self {
            Self::Formatting | Self::Inline | Self::Paragraph => false,
            Self::Block => !matches!(*name, local_name!("address") | local_name!("div")),
            _ => true,
        }
    }
}
