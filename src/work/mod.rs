//! The threads that read, compose, search and index. They take the effects of the model and answer with events. A panic
//! in a job becomes a problem.

mod context;
mod fetch;
mod find;
mod finder;
mod highlighter;
mod index;
mod index_worker;
mod jobs;
mod large;
mod moved;
mod parallel;
mod pictures;
mod pool;
mod refresh;
mod scan;

pub use context::{WorkerContext, guarded};
pub use fetch::{Fetcher, Outcome, fetch_ahead};
pub use find::{ReadingSearch, Verification, find, find_in_files, find_while, in_order};
pub use highlighter::highlighted;
pub use index::message::{OnEvent, Progress, Update, UpdateEvent, Updated};
pub use index::update::update;
pub use parallel::read_all;
pub use pictures::{FetchedPictures, PictureLoader, measure_pictures};
pub use pool::Pool;
