//! Composes a document into lines of runs for one setting. Each run has its cells, its face and its source bytes.
//!
//! There are two phases. [`prepare`] runs once per block, options and width profile. [`compose_block`] is pure and fast
//! and runs again for every width. A [`Page`] stacks the blocks of a document.

mod blocks;
mod breaks;
mod inline;
mod lines;
mod page;
#[cfg(test)]
mod properties;
mod text;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod verticals;

pub use blocks::article::{for_article, suits_vertical};
pub use blocks::compose::{PreparedBlock, Tokens, compose_block, prepare, prepare_all};
pub use breaks::opportunities::{line_starts, opportunities};
pub use breaks::words::word_at;
pub use inline::gaps::gaps;
pub use inline::outside::ShownLine;
pub use lines::frames::has_blank_above;
pub use lines::line::{Face, Line, LineEnd, Lines, Role, Run};
pub use page::bonds::Bond;
pub use page::find::{CellRange, Match, find};
pub use page::{LineView, Page, PicturePlace, compose_blocks};
pub use text::options::{
    AmbiguousWidth, Bidi, Code, Columns, Fill, Hang, Hyphenate, Indent, Korean, Leading, OptionError, Options, Ruby,
    Strictness, Switch, Tracking,
};
pub use text::pictures::PictureSpace;
pub use text::setting::Setting;
pub use text::substitution::{Punctuation, Quotes, Script};
pub use text::writing::{Latin, Writing};
