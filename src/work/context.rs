//! What every worker thread needs: the context of the open collection, and a guard against panics.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;

use crate::article::Reading;
use crate::files::Source;
use crate::locale::Catalog;
use crate::problem::{Code, Problem};
use crate::store::IndexSnapshot;
use crate::text::Language;

/// What jobs need to know about the open collection.
#[derive(Clone, Debug)]
pub struct WorkerContext {
    /// Where articles are read from.
    pub source: Arc<Source>,
    /// How they are read.
    pub reading: Arc<Reading>,
    /// Messages for title blocks, in the language of the interface.
    pub catalog: Arc<Catalog>,
    /// The content language, if the settings force one.
    pub language: Option<Language>,
    /// The cache directory, if the collection has an index.
    pub cache: Option<PathBuf>,
    /// The cache directory, if there is one, for pictures from the web.
    pub pictures: Option<PathBuf>,
    /// The data directory, if there is one.
    pub data: Option<PathBuf>,
    /// The snapshot that the model started from, if it came from the index.
    pub snapshot: Option<IndexSnapshot>,
}

/// Runs a job and turns a panic into a problem.
///
/// # Errors
/// [`Code::Internal`] with the message of the panic.
pub fn guarded<T>(job: impl FnOnce() -> T) -> Result<T, Problem> {
    catch_unwind(AssertUnwindSafe(job)).map_err(|panic| {
        let message = panic
            .downcast_ref::<&str>()
            .map(ToString::to_string)
            .or_else(|| panic.downcast_ref::<String>().cloned())
            .unwrap_or_default();
        Problem::new(Code::Internal).with(message)
    })
}
