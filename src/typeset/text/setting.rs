//! What a page is composed for.

use crate::document::FrameId;
use crate::text::Profile;
use crate::typeset::text::options::Options;
use crate::typeset::text::pictures::PictureSpace;

/// Everything a composed page depends on besides the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// The measure: the greatest width of a line in cells. Only a hanging mark, a cluster wider than the line, and code
    /// that is not wrapped may exceed it.
    pub width: u16,
    /// The greatest width of a preformatted line of plain text or source ([`Document::is_plain`]), in cells, if it is more
    /// than the measure.
    ///
    /// [`Document::is_plain`]: crate::document::Document::is_plain
    pub room: u16,
    /// Options of the typesetter.
    pub options: Options,
    /// Determines the widths of clusters.
    pub profile: Profile,
    /// Details frames that are folded. Only their summary is set.
    pub folded: Vec<FrameId>,
    /// Which pictures are shown, and how large.
    pub pictures: PictureSpace,
}
