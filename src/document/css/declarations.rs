//! The declarations that take effect.

use std::rc::Rc;

use crate::document::css::counter::CounterStyle;

/// What a `style` attribute declares. `None` where it says nothing, or says `revert`.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::document) struct Declarations {
    pub(in crate::document) display: Option<Display>,
    /// `visibility`; inherited.
    pub(in crate::document) visible: Option<bool>,
    pub(in crate::document) white: Option<WhiteSpace>,
    pub(in crate::document) align: Option<TextAlign>,
    /// `direction`: whether it is `rtl`.
    pub(in crate::document) rtl: Option<bool>,
    /// `text-indent`: whether the first line is indented by about an ideograph or more.
    pub(in crate::document) indent: Option<bool>,
    /// `font-weight`.
    pub(in crate::document) bold: Option<Toggle>,
    /// `font-style`.
    pub(in crate::document) italic: Option<Toggle>,
    pub(in crate::document) underline: Option<bool>,
    pub(in crate::document) line_through: Option<bool>,
    pub(in crate::document) script: Option<Script>,
    pub(in crate::document) list: Option<ListStyle>,
    /// `font-size`: whether it is 0.
    pub(in crate::document) no_size: Option<bool>,
    /// `caption-side`: whether it is below the table.
    pub(in crate::document) caption_below: Option<bool>,
    pub(in crate::document) floats: bool,
    /// At most a pixel wide and high.
    pub(in crate::document) no_area: bool,
    /// Transparent, without area, or off the screen.
    pub(in crate::document) concealed: bool,
    /// As wide as the line.
    pub(in crate::document) full_width: bool,
    /// Horizontal margins or padding, or a width of its own.
    pub(in crate::document) apart: bool,
}

/// `display`, as far as it makes a difference (CSS Display 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Display {
    None,
    Contents,
    Inline,
    /// `inline-block` and `inline-table`.
    InlineBlock,
    /// `inline-flex` and `inline-grid`.
    InlineFlex,
    Block,
    /// `flex` and `grid`.
    Flex,
    ListItem,
    Table(TablePart),
}

/// The boxes of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum TablePart {
    Table,
    Row,
    Head,
    Body,
    Foot,
    Cell,
    Caption,
}

/// `white-space`, without the distinction whether lines wrap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum WhiteSpace {
    /// `normal`, `nowrap`.
    Collapse,
    /// `pre-line`.
    Lines,
    /// `pre`, `pre-wrap`, `break-spaces`.
    Keep,
}

/// `text-align`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum TextAlign {
    Start,
    End,
    Left,
    Right,
    Center,
}

/// A property that an element turns on or off, or leaves as it is outside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Toggle {
    On,
    Off,
    Inherit,
}

/// `vertical-align`, as far as it raises or lowers text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document) enum Script {
    Super,
    Sub,
    /// Any other value.
    Neither,
}

/// `list-style-type`.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::document) enum ListStyle {
    None,
    Disc,
    Circle,
    Square,
    Counter(&'static CounterStyle),
    /// A string is the marker itself.
    Text(Rc<str>),
}
