//! Options for reading articles.

use std::sync::Arc;

use crate::article::date;
use crate::document::{BodyKind, Flavour, Site};

/// Options for reading articles.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The zone of dates without one, an IANA name; `None` means the system's.
    pub timezone: Option<String>,
    /// The kind of all bodies; `None` detects it for each.
    pub body: Option<BodyKind>,
    /// Options for Markdown.
    pub markdown: Flavour,
    /// The site that the articles belong to.
    pub site: Option<Arc<Site>>,
}

impl Reading {
    /// Readings with equal signatures give equal results for the same file, also in other programs built from the same
    /// sources.
    pub fn signature(&self) -> String {
        let zone = date::zone(self.timezone.as_deref());
        let site = self.site.as_ref().map(|site| site.signature);
        format!("{} {zone:?} {:?} {:?} {site:x?}", env!("INKSTONE_READER"), self.body, self.markdown)
    }
}
