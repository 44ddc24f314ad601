//! The options of vertical writing.

use crate::typeset::text::switch::switch;

switch! {
    /// The direction of writing (CSS Writing Modes 4, `writing-mode`).
    Writing {
        /// Lines from left to right, one below the other.
        #[default]
        Horizontal = "horizontal",
        /// Lines from top to bottom, from right to left. Blocks without East Asian text stay horizontal, as do code, tables,
        /// pictures and displayed formulas, and articles with hardly any East Asian text.
        Vertical = "vertical",
    }
}
switch! {
    /// How the letters and digits of ASCII are shown in vertical text, one below the other.
    Latin {
        /// In their full-width forms.
        #[default]
        FullWidth = "full-width",
        /// As they are, one cell wide.
        HalfWidth = "half-width",
    }
}
