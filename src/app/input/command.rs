//! What a command is: its name, where it is available, what it does.

use crate::app::input::view_change::ViewChange;
use crate::locale::Msg;

/// Where a command is available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the list and in the reader.
    Global,
    /// In the list.
    List,
    /// In the reader.
    Reader,
    /// In the reader, while text is being selected.
    Select,
    /// In the list, while rows are being selected.
    Rows,
    /// In a full-screen table.
    Table,
    /// In the view of a picture alone on the screen.
    Viewer,
    /// In the contact sheet: all pictures as thumbnails.
    Sheet,
    /// In an overlay without an input line.
    Overlay,
    /// In an overlay with an input line.
    Picker,
}

impl Scope {
    /// All scopes, in the order of the help.
    pub const ALL: [Self; 10] = [
        Self::Global,
        Self::List,
        Self::Reader,
        Self::Select,
        Self::Rows,
        Self::Table,
        Self::Viewer,
        Self::Sheet,
        Self::Overlay,
        Self::Picker,
    ];

    /// The name of its table in the key configuration.
    pub fn name(self) -> &'static str {
        match self {
            Self::Global => "global",
            Self::List => "list",
            Self::Reader => "reader",
            Self::Select => "select",
            Self::Rows => "rows",
            Self::Table => "table",
            Self::Viewer => "viewer",
            Self::Sheet => "sheet",
            Self::Overlay => "overlay",
            Self::Picker => "picker",
        }
    }

    /// Its title in the help.
    pub fn title(self) -> Msg {
        match self {
            Self::Global => Msg::HelpGlobal,
            Self::List => Msg::HelpList,
            Self::Reader => Msg::HelpReader,
            Self::Select => Msg::HelpSelect,
            Self::Rows => Msg::HelpRows,
            Self::Table => Msg::HelpTable,
            Self::Viewer => Msg::HelpViewer,
            Self::Sheet => Msg::HelpSheet,
            Self::Overlay => Msg::HelpOverlay,
            Self::Picker => Msg::HelpPicker,
        }
    }
}

/// A vertical movement; what a row is depends on the pane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Motion {
    /// One row down.
    Down,
    /// One row up.
    Up,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// To the first row, or to the row given by the count.
    Top,
    /// To the last row, or to the row given by the count.
    Bottom,
    /// To the percentage given by the count.
    Percent,
    /// To the first visible row, or to the row so many below the top as the count says.
    ScreenTop,
    /// To the visible row in the middle.
    ScreenMiddle,
    /// To the last visible row, or to the row so many above the bottom as the count says.
    ScreenBottom,
    /// Scroll so that the cursor's row is in the middle.
    Center,
    /// Scroll so that the cursor's row is at the top.
    ToTop,
    /// Scroll so that the cursor's row is at the bottom.
    ToBottom,
}

/// A movement of the moving end of a selection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reach {
    /// One glyph left, across line ends.
    Left,
    /// One glyph right, across line ends.
    Right,
    /// To the start of the next word.
    NextWord,
    /// To the start of this word or of the previous one.
    PreviousWord,
    /// To the end of this word or of the next one.
    WordEnd,
    /// To the first glyph of the row.
    RowStart,
    /// To the last glyph of the row.
    RowEnd,
    /// To the start of the next block.
    NextParagraph,
    /// To the start of this block or of the previous one.
    PreviousParagraph,
}

/// What a command does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "each is described by its row in COMMANDS")]
pub enum Action {
    Move(Motion),
    Quit,
    Back,
    Leave,
    Help,
    Palette,
    Theme,
    Set,
    WriteSetting,
    Zen,
    SwitchPane,
    Redraw,
    Suspend,
    Refresh,
    Categories,
    Clear,
    ClearMatches,
    Problems,
    Sort,
    Search,
    SearchBack,
    SearchNext,
    SearchPrevious,
    SearchWord {
        forward: bool,
        whole: bool,
    },
    JumpBack,
    Bookmark,
    Bookmarks,
    NextArticle,
    PreviousArticle,
    NextUnread,
    PreviousUnread,
    Source,
    Browser,
    Editor,
    Pipe,
    Write,
    CopyAddress,
    CopyText,
    CopyTitles,
    Contents,
    HistoryBack,
    HistoryForward,
    Open,
    Close,
    Hints,
    NextLink,
    PreviousLink,
    OpenLink,
    Table,
    Accept,
    Toggle,
    Sideways(Shift),
    LoadPictures,
    View(ViewChange),
    Select,
    SelectLines,
    SelectRows,
    Extend(Reach),
    OtherEnd,
    CopySelection,
    Mark(MarkChange),
    Look(LookChange),
    /// To the line on the left in vertical writing, or else back to the list; or to the line on the right.
    Beside {
        left: bool,
    },
    Fold(FoldChange),
    Group,
    Pane(PaneChange),
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its name in the key configuration, and of its description in `assets/locales/*.toml`.
    pub name: &'static str,
    /// The scopes in which it is available.
    pub scopes: &'static [Scope],
    /// What it does.
    pub action: Action,
}

/// A horizontal scroll of code or of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Shift {
    /// Towards the start of the lines, by one step. For code a count is the number of cells, for a table the number of
    /// steps.
    Left,
    /// The same towards the end of the lines.
    Right,
    /// Half the width towards the start.
    HalfLeft,
    /// Half the width towards the end.
    HalfRight,
    /// To the start.
    Start,
    /// To the end of the longest line; in the reader, of the longest line in view.
    End,
}

/// A change of marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum MarkChange {
    /// Read or not.
    Read,
    /// With or without a star.
    Star,
    /// All that is listed as read.
    AllRead,
    /// The last change taken back.
    Undo,
    /// Own tags added or removed, as typed.
    Tags,
}

/// A change of how text is shown, for the rest of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LookChange {
    /// A narrower measure.
    Narrower,
    /// A wider measure.
    Wider,
    /// Long lines of code wrapped or not.
    Wrap,
    /// Punctuation put right or as written.
    Punctuation,
    /// Chinese in the next script.
    Script,
    /// Vertical or horizontal writing.
    Writing,
    /// The grid of manuscript paper, or none.
    Grid,
    /// One or two columns of text.
    Columns,
    /// Pictures or their titles.
    Pictures,
}

/// A change of what is folded in an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FoldChange {
    /// The block at the current place, the other way round.
    Toggle,
    /// All blocks folded.
    All,
    /// None.
    Nothing,
}

/// A change of the panes: of their widths, or of which of them are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PaneChange {
    /// A narrower list.
    Narrower,
    /// A wider list.
    Wider,
    /// The list as wide as the window suggests.
    Reset,
    /// List and reader side by side, the list alone, the reader alone: the next of these.
    Cycle,
}
