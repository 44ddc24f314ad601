//! Metadata that few articles have, kept apart from the columns.

use serde::{Deserialize, Serialize};

use crate::article::Article;
use crate::problem::Problem;
use crate::text::Clean;

/// Metadata that only links and the list of problems use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Extra {
    /// As [`Article::slug`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slug: Option<Clean>,
    /// As [`Article::permalink`].
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permalink: Option<Clean>,
    /// As [`Article::aliases`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Clean>,
    /// As [`Article::problems`].
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<Problem>,
}

impl Extra {
    pub(in crate::library) fn of(article: &Article) -> Self {
        Self {
            slug: article.slug.clone(),
            permalink: article.permalink.clone(),
            aliases: article.aliases.clone(),
            problems: article.problems.clone(),
        }
    }

    /// Its serialised form; empty for most articles.
    pub(in crate::library) fn to_bytes(&self) -> Vec<u8> {
        if *self == Self::default() { Vec::new() } else { serde_json::to_vec(self).unwrap_or_default() }
    }

    pub(in crate::library) fn from_bytes(bytes: &[u8]) -> Self {
        if bytes.is_empty() { Self::default() } else { serde_json::from_slice(bytes).unwrap_or_default() }
    }
}
