//! Strings that are safe to show, grapheme clusters and their width in cells, folding for search.

mod ambiguous;
mod clean;
mod conversion;
mod direction;
mod fold;
mod language;
mod nearest;
mod percent;
mod pinyin;
mod position;
mod slug;
mod vector;
mod width;

pub use clean::{Clean, is_shown};
pub use conversion::{Conversion, count_scripts, simplified};
pub use direction::{
    first_strong, has_rtl, is_rtl, levels, levels_with_isolates, mirrored, ordered, ordered_clusters, visual,
    visual_order,
};
pub use fold::{Folded, Folding, fold, fold_into};
pub use language::Language;
pub use nearest::nearest;
pub use percent::{percent_decoded, percent_decoded_text};
pub use pinyin::{Readings, ReadingsId, collation};
pub use position::{LineIndex, first_bytes, place};
pub use slug::slug;
pub(crate) use vector::{Window, begins_character, count_bytes, count_windows, specials};
pub use width::{Ambiguous, Profile, Sequences, clusters, is_wide};
