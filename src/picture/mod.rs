//! Pictures: what kind and size they are, decoded within limits, scaled, and encoded for what a terminal can show.
//!
//! Nothing here reads files or starts threads. Bytes come from `files` or the network; `work` calls [`decode`] and
//! [`encode`], which may take tens of milliseconds; `view` calls [`Encoded::draw`], which only copies cells.
//!
//! A terminal with the protocol of kitty keeps pictures: [`Encoded::transmission`] is written once before the first
//! frame that draws the picture, again after the terminal was cleared or reset, and [`deletion`] when the picture is no
//! longer wanted. All other protocols are drawn by [`Encoded::draw`] alone.

mod backdrop;
mod blocks;
mod data;
mod decode;
mod encode;
mod error;
mod header;
mod scale;
mod sixel;
mod size;
#[cfg(test)]
mod tests;

pub use data::data_url;
pub use decode::{MAX_BYTES, MAX_PIXELS, Raster, decode};
pub use encode::{Encoded, Graphics, Protocol, Transmission, deletion, encode};
pub use error::PictureError;
pub use header::{Header, Kind, header, kind};
pub use size::{CellSize, Cells, Pixels, Region, cells_of};
