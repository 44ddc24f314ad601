//! Why a picture cannot be shown.

use crate::picture::header::Kind;

/// Why a picture cannot be shown. Closed: `locale` has a sentence for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum PictureError {
    /// There are no bytes.
    #[error("the file is empty")]
    Empty,
    /// The bytes are of no kind of picture that is known.
    #[error("this is not a picture")]
    NotAPicture,
    /// A picture, but of a kind that is not decoded.
    #[error("{} pictures are not supported", .0.name())]
    Unsupported(Kind),
    /// More bytes, pixels or memory than a picture may take.
    #[error("the picture is too large")]
    TooLarge,
    /// The file ends before the picture does.
    #[error("the file is incomplete")]
    Truncated,
    /// The bytes contradict the rules of their format.
    #[error("the file is damaged")]
    Damaged,
}
