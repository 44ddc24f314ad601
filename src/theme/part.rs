//! The parts of the interface that a theme styles.

macro_rules! parts {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// A part of the interface.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Part { $($(#[$doc])* $variant,)+ }

        impl Part {
            /// Every part, in the order of the enum.
            pub const ALL: &'static [Part] = &[$(Part::$variant,)+];

            /// Its name in `[part]` of a theme file.
            pub fn name(self) -> &'static str {
                match self { $(Part::$variant => $name,)+ }
            }
        }
    };
}

parts! {
    /// Everything that has no colour of its own: the text and the background of the screen.
    Page = "page",
    /// Text of the interface.
    Text = "text",
    /// Less important text.
    Dim = "dim",
    /// The border of a pane or overlay.
    Border = "border",
    /// The border of the focused pane.
    BorderFocused = "border-focused",
    /// The grid of manuscript paper in vertical writing.
    Grid = "grid",
    /// The row under the cursor.
    Selected = "selected",
    /// The row under the cursor of a pane without focus.
    SelectedBlurred = "selected-blurred",
    /// The title and dot of an unread article.
    Unread = "unread",
    /// The title of a read article.
    Read = "read",
    /// The star.
    Star = "star",
    /// A date in the list.
    Date = "date",
    /// A category in the list.
    Category = "category",
    /// An active filter in the status line.
    Chip = "chip",
    /// The status line.
    Status = "status",
    /// Emphasised text in the status line.
    StatusStrong = "status-strong",
    /// The label before a prompt.
    Prompt = "prompt",
    /// A search match.
    Match = "match",
    /// The current search match.
    MatchCurrent = "match-current",
    /// Selected text; applied on top of the text's own tone.
    Selection = "selection",
    /// The filled part of a progress bar.
    Progress = "progress",
    /// A temporary notice.
    Notice = "notice",
    /// A notice of a failure.
    Error = "error",
    /// The label of a link hint.
    HintLabel = "hint-label",
    /// The name of a key.
    Key = "key",
    /// The title of an overlay.
    OverlayTitle = "overlay-title",
    /// The row under the cursor of an overlay.
    OverlaySelected = "overlay-selected",
    /// The heading of a group of rows.
    Group = "group",
    /// The thumb of a scroll bar.
    Scrollbar = "scrollbar",
    /// The mark of an article with problems.
    ProblemMark = "problem-mark",
    /// A link in text; applied on top of the text's own tone.
    Link = "link",
    /// The focused link; applied on top of the text's own tone.
    LinkFocused = "link-focused",
}
