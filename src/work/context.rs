//! What every worker thread needs: the collection it reads from, and a guard against panics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use crate::article::Reading;
use crate::files::Source;
use crate::locale::Catalog;
use crate::problem::{Code, Problem};
use crate::store::IndexSnapshot;
use crate::text::Language;

/// What jobs need to know of the collection.
#[derive(Clone, Debug)]
pub struct WorkerContext {
    /// Where articles are read from.
    pub source: Arc<Source>,
    /// How they are read.
    pub reading: Arc<Reading>,
    /// Sentences for title blocks.
    pub catalog: Arc<Catalog>,
    /// The content language, where the settings force one.
    pub language: Option<Language>,
    /// The cache directory, where the collection has an index.
    pub cache: Option<PathBuf>,
    /// The data directory, where there is one.
    pub data: Option<PathBuf>,
    /// What the model begins with, where that came from the index.
    pub snapshot: Option<IndexSnapshot>,
}

/// Runs a job; its panic becomes a problem.
pub fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|panic| {
        let said = panic
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Problem::new(Code::Internal).with(said)
    })
}
