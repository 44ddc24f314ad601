//! Pictures for the screen: loading them, and the thread that does so.

mod lane;
mod load;

pub(super) use lane::{PictureLane, PictureTask};
pub use load::{FetchedPictures, PictureLoader, measure_pictures};
