//! The options by which articles are read.

use crate::article::date;
use crate::document::{BodyKind, Flavour};

/// How articles are read.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The zone of dates without one, an IANA name; `None` is the system's.
    pub timezone: Option<String>,
    /// Overrules how bodies are told apart.
    pub body: Option<BodyKind>,
    /// What is settled about Markdown.
    pub markdown: Flavour,
}

impl Reading {
    /// Two readings with the same signature read the same from the same file, in this program and in others built from
    /// the same sources.
    pub fn signature(&self) -> String {
        let zone = date::zone(self.timezone.as_deref());
        format!("{} {zone:?} {:?} {:?}", env!("INKSTONE_READER"), self.body, self.markdown)
    }
}
