//! What can be changed of a picture alone on the screen.

/// A change of what is shown of a picture alone on the screen, or of which one is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ViewChange {
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// As large as fits, but not enlarged.
    ZoomFit,
    /// Pixel by pixel.
    ZoomNatural,
    /// Over the picture to the left.
    PanLeft,
    /// Over the picture to the right.
    PanRight,
    /// Over the picture upwards.
    PanUp,
    /// Over the picture downwards.
    PanDown,
    /// The next picture of the article.
    Next,
    /// The one before.
    Previous,
    /// None, but all as thumbnails on the contact sheet.
    Sheet,
    /// The one under the cursor of the contact sheet.
    Open,
    /// None: saves the picture to a file.
    Save,
}
