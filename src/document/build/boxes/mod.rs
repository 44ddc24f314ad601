//! The boxes of elements: what `display` and other properties of CSS make of them, and what is hidden.

mod arrange;
mod conceal;
mod level;
mod restyle;
mod rowspan;
mod styles;
#[cfg(test)]
mod tests;

pub(in crate::document) use arrange::arrange_tables;
pub(in crate::document) use conceal::{Concealment, is_drawn, is_row};
pub(in crate::document) use level::{Edges, edges};
pub(in crate::document) use restyle::{restyle, white_space};
pub(in crate::document) use rowspan::{RowPlace, settle};
pub(in crate::document) use styles::Styles;
