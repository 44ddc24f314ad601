//! The `style` attribute: which declarations take effect in a terminal, and what they mean. Style sheets are not read.
//!
//! Declarations are tokenized by the rules of CSS Syntax 3, so comments, escapes, strings, letter case and `!important`
//! mean what they mean in browsers. An invalid value leaves the earlier declaration of the property in effect. A value
//! with `var()` or `calc()` is ignored.
//!
//! | property | effect |
//! |---|---|
//! | `display` | `none` hides. Block-level values (`block`, `flow-root`, `flex`, `grid`, `table`, `list-item` and their two-value forms) start and end a block, and `inline`, `inline-block` and `contents` do not. Children of `flex` and `grid` are blocks. `list-item` has a marker. Elements with the values of a table form a table if their cells contain only text. |
//! | `visibility`, `content-visibility` | `hidden` and `collapse` hide; a descendant can be `visible` |
//! | `opacity`, `clip`, `clip-path`, `width`, `height`, `overflow`, `position` | hide what is transparent, without area, or off the screen |
//! | `font-size` | 0 hides the text |
//! | `float` | starts and ends a block, except around a drop cap |
//! | `transform` | what is also transparent comes in with an animation, and is shown |
//! | `white-space`, `white-space-collapse` | spaces and line breaks are kept or collapse |
//! | `text-align`, `direction`, `text-indent`, `caption-side` | as they say; the first-line indent is two ideographs |
//! | `font-weight`, `font-style`, `font` | bold and italic, and their absence inside `b` and `i` |
//! | `text-decoration`, `text-decoration-line` | underline and line-through |
//! | `vertical-align` | `super` and `sub` |
//! | `list-style`, `list-style-type` | markers: keywords of CSS Counter Styles 3 and strings |
//! | `margin`, `padding` | only separate an `inline-block` from its neighbours |
//!
//! All other properties have no effect. Colours never hide: the background is not known.

mod counter;
mod declarations;
mod keywords;
mod numerals;
mod parse;
mod properties;
mod shapes;
mod value;

pub(in crate::document) use counter::CounterStyle;
pub(in crate::document) use declarations::{
    Declarations, Display, ListStyle, Script, TablePart, TextAlign, Toggle, WhiteSpace,
};
pub(in crate::document) use parse::declarations;
