//! What the terminal sends, in the terms of the program.

use crate::app::PointerKind;
use crate::keys::Key;
use crate::term::probe::Reported;
use crate::text::Profile;
use crate::theme::Shade;

/// Input from the terminal. What the pointer points at is not known yet.
#[derive(Clone, Debug, PartialEq)]
pub enum Raw {
    /// A key.
    Key(Key),
    /// Pasted text.
    Paste(String),
    /// The pointer: gesture, column, row.
    Pointer(PointerKind, u16, u16),
    /// The window of the terminal has gained the focus.
    Focus,
    /// The window has another size, where no signal says so.
    Resized,
    /// The terminal has reported its widths; `None` if the report is not plausible.
    Widths(Option<Profile>),
    /// What the terminal has reported about pictures so far.
    Graphics(Reported),
    /// The terminal knows kitty's keyboard protocol.
    Keyboard,
    /// Whether the background of the terminal is dark or light: reported after the query, or because it has changed.
    Shade(Shade),
}
