//! The table of all commands. Key bindings, help, the palette and validation are derived from it.

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
    pub const ALL: [Self; 9] = [
        Self::Global,
        Self::List,
        Self::Reader,
        Self::Select,
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
    /// To the last row; what a count means depends on the pane.
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
    Problems,
    Sort,
    Search,
    SearchNext,
    SearchPrevious,
    SearchWord { forward: bool, whole: bool },
    JumpBack,
    NextArticle,
    PreviousArticle,
    NextUnread,
    PreviousUnread,
    ToggleRead,
    ToggleStar,
    MarkAllRead,
    Undo,
    Source,
    Browser,
    Editor,
    Pipe,
    CopyAddress,
    CopyText,
    Contents,
    Narrower,
    Wider,
    HistoryBack,
    HistoryForward,
    Open,
    Close,
    Hints,
    NextLink,
    PreviousLink,
    OpenLink,
    Fold,
    Table,
    FoldAll,
    UnfoldAll,
    Accept,
    Toggle,
    Sideways(Shift),
    Wrap,
    Punctuation,
    Script,
    Pictures,
    LoadPictures,
    View(ViewChange),
    Select,
    SelectLines,
    Extend(Reach),
    OtherEnd,
    CopySelection,
}

/// A command.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// Its name in the key configuration.
    pub name: &'static str,
    /// The scopes in which it is available.
    pub scopes: &'static [Scope],
    /// What it does.
    pub action: Action,
    /// A short description for help and palette.
    pub says: Msg,
}

const GLOBAL: &[Scope] = &[Scope::Global];
const LIST: &[Scope] = &[Scope::List];
const READER: &[Scope] = &[Scope::Reader];
const ROWS: &[Scope] =
    &[Scope::List, Scope::Reader, Scope::Select, Scope::Table, Scope::Sheet, Scope::Overlay, Scope::Picker];
const LINKS: &[Scope] = &[Scope::Reader, Scope::Table];
const SEARCHES: &[Scope] = &[Scope::Global, Scope::Table];
const PLACES: &[Scope] = &[Scope::List, Scope::Reader, Scope::Select, Scope::Table];
const CURSORS: &[Scope] = &[Scope::List, Scope::Select];
const SELECT: &[Scope] = &[Scope::Select];
const READING: &[Scope] = &[Scope::Reader, Scope::Select];
const SIDEWAYS: &[Scope] = &[Scope::Reader, Scope::Select, Scope::Table];
const VIEWS: &[Scope] = &[Scope::List, Scope::Reader, Scope::Select];
const VIEWER: &[Scope] = &[Scope::Viewer];
const STEPS: &[Scope] = &[Scope::Select, Scope::Sheet];
const PICTURES: &[Scope] = &[Scope::Reader, Scope::Viewer, Scope::Sheet];
const ADDRESSES: &[Scope] = &[Scope::Global, Scope::Viewer];
const SCREENS: &[Scope] = &[Scope::Global, Scope::Table, Scope::Viewer, Scope::Sheet, Scope::Overlay, Scope::Picker];
const HELPS: &[Scope] = &[Scope::Global, Scope::Table, Scope::Viewer, Scope::Sheet, Scope::Overlay];
const OVERLAYS: &[Scope] = &[Scope::Overlay, Scope::Picker];

const fn row(name: &'static str, scopes: &'static [Scope], action: Action, says: Msg) -> Command {
    Command { name, scopes, action, says }
}

/// All commands.
pub const COMMANDS: &[Command] = &[
    row("down", ROWS, Action::Move(Motion::Down), Msg::CommandDown),
    row("up", ROWS, Action::Move(Motion::Up), Msg::CommandUp),
    row("half-down", ROWS, Action::Move(Motion::HalfDown), Msg::CommandHalfDown),
    row("half-up", ROWS, Action::Move(Motion::HalfUp), Msg::CommandHalfUp),
    row("page-down", ROWS, Action::Move(Motion::PageDown), Msg::CommandPageDown),
    row("page-up", ROWS, Action::Move(Motion::PageUp), Msg::CommandPageUp),
    row("top", ROWS, Action::Move(Motion::Top), Msg::CommandTop),
    row("bottom", ROWS, Action::Move(Motion::Bottom), Msg::CommandBottom),
    row("percent", PLACES, Action::Move(Motion::Percent), Msg::CommandPercent),
    row("screen-top", CURSORS, Action::Move(Motion::ScreenTop), Msg::CommandScreenTop),
    row("screen-middle", CURSORS, Action::Move(Motion::ScreenMiddle), Msg::CommandScreenMiddle),
    row("screen-bottom", CURSORS, Action::Move(Motion::ScreenBottom), Msg::CommandScreenBottom),
    row("center", VIEWS, Action::Move(Motion::Center), Msg::CommandCenter),
    row("cursor-top", VIEWS, Action::Move(Motion::ToTop), Msg::CommandCursorTop),
    row("cursor-bottom", VIEWS, Action::Move(Motion::ToBottom), Msg::CommandCursorBottom),
    row("open", LIST, Action::Open, Msg::CommandOpen),
    row("close", READER, Action::Close, Msg::CommandClose),
    row("switch-pane", GLOBAL, Action::SwitchPane, Msg::CommandSwitchPane),
    row("zen", GLOBAL, Action::Zen, Msg::CommandZen),
    row("back", GLOBAL, Action::Back, Msg::CommandBack),
    row(
        "leave",
        &[Scope::Global, Scope::Select, Scope::Table, Scope::Viewer, Scope::Sheet, Scope::Overlay, Scope::Picker],
        Action::Leave,
        Msg::CommandLeave,
    ),
    row("quit", SCREENS, Action::Quit, Msg::CommandQuit),
    row("categories", GLOBAL, Action::Categories, Msg::CommandCategories),
    row("clear", GLOBAL, Action::Clear, Msg::CommandClear),
    row("search", &[Scope::Global, Scope::Table, Scope::Overlay], Action::Search, Msg::CommandSearch),
    row("search-next", SEARCHES, Action::SearchNext, Msg::CommandSearchNext),
    row("search-previous", SEARCHES, Action::SearchPrevious, Msg::CommandSearchPrevious),
    row("search-word", READING, Action::SearchWord { forward: true, whole: true }, Msg::CommandSearchWord),
    row("search-word-back", READING, Action::SearchWord { forward: false, whole: true }, Msg::CommandSearchWordBack),
    row("search-part", READING, Action::SearchWord { forward: true, whole: false }, Msg::CommandSearchPart),
    row("search-part-back", READING, Action::SearchWord { forward: false, whole: false }, Msg::CommandSearchPartBack),
    row("sort", GLOBAL, Action::Sort, Msg::CommandSort),
    row("contents", GLOBAL, Action::Contents, Msg::CommandContents),
    row("next-article", GLOBAL, Action::NextArticle, Msg::CommandNextArticle),
    row("previous-article", GLOBAL, Action::PreviousArticle, Msg::CommandPreviousArticle),
    row("next-unread", GLOBAL, Action::NextUnread, Msg::CommandNextUnread),
    row("previous-unread", GLOBAL, Action::PreviousUnread, Msg::CommandPreviousUnread),
    row("toggle-read", GLOBAL, Action::ToggleRead, Msg::CommandToggleRead),
    row("toggle-star", GLOBAL, Action::ToggleStar, Msg::CommandToggleStar),
    row("mark-all-read", GLOBAL, Action::MarkAllRead, Msg::CommandMarkAllRead),
    row("undo", GLOBAL, Action::Undo, Msg::CommandUndo),
    row("hints", LINKS, Action::Hints, Msg::CommandHints),
    row("next-link", LINKS, Action::NextLink, Msg::CommandNextLink),
    row("previous-link", LINKS, Action::PreviousLink, Msg::CommandPreviousLink),
    row("open-link", LINKS, Action::OpenLink, Msg::CommandOpenLink),
    row("fold", READER, Action::Fold, Msg::CommandFold),
    row("scroll-right", SIDEWAYS, Action::Sideways(Shift::Right), Msg::CommandScrollRight),
    row("scroll-left", SIDEWAYS, Action::Sideways(Shift::Left), Msg::CommandScrollLeft),
    row("half-right", SIDEWAYS, Action::Sideways(Shift::HalfRight), Msg::CommandHalfRight),
    row("half-left", SIDEWAYS, Action::Sideways(Shift::HalfLeft), Msg::CommandHalfLeft),
    row("scroll-end", SIDEWAYS, Action::Sideways(Shift::End), Msg::CommandScrollEnd),
    row("scroll-start", SIDEWAYS, Action::Sideways(Shift::Start), Msg::CommandScrollStart),
    row("wrap", READER, Action::Wrap, Msg::CommandWrap),
    row("punctuation", READER, Action::Punctuation, Msg::CommandPunctuation),
    row("script", READER, Action::Script, Msg::CommandScript),
    row("pictures", GLOBAL, Action::Pictures, Msg::CommandPictures),
    row("contact-sheet", &[Scope::Reader, Scope::Viewer], Action::View(ViewChange::Sheet), Msg::CommandContactSheet),
    row("open-picture", &[Scope::Sheet], Action::View(ViewChange::Open), Msg::CommandOpenPicture),
    row("load-pictures", PICTURES, Action::LoadPictures, Msg::CommandLoadPictures),
    row("zoom-in", VIEWER, Action::View(ViewChange::ZoomIn), Msg::CommandZoomIn),
    row("zoom-out", VIEWER, Action::View(ViewChange::ZoomOut), Msg::CommandZoomOut),
    row("zoom-fit", VIEWER, Action::View(ViewChange::ZoomFit), Msg::CommandZoomFit),
    row("zoom-natural", VIEWER, Action::View(ViewChange::ZoomNatural), Msg::CommandZoomNatural),
    row("next-picture", VIEWER, Action::View(ViewChange::Next), Msg::CommandNextPicture),
    row("previous-picture", VIEWER, Action::View(ViewChange::Previous), Msg::CommandPreviousPicture),
    row("save-picture", VIEWER, Action::View(ViewChange::Save), Msg::CommandSavePicture),
    row("pan-left", VIEWER, Action::View(ViewChange::PanLeft), Msg::CommandPanLeft),
    row("pan-right", VIEWER, Action::View(ViewChange::PanRight), Msg::CommandPanRight),
    row("pan-up", VIEWER, Action::View(ViewChange::PanUp), Msg::CommandPanUp),
    row("pan-down", VIEWER, Action::View(ViewChange::PanDown), Msg::CommandPanDown),
    row("select", READING, Action::Select, Msg::CommandSelect),
    row("select-lines", READING, Action::SelectLines, Msg::CommandSelectLines),
    row("left", STEPS, Action::Extend(Reach::Left), Msg::CommandLeft),
    row("right", STEPS, Action::Extend(Reach::Right), Msg::CommandRight),
    row("next-word", SELECT, Action::Extend(Reach::NextWord), Msg::CommandNextWord),
    row("previous-word", SELECT, Action::Extend(Reach::PreviousWord), Msg::CommandPreviousWord),
    row("word-end", SELECT, Action::Extend(Reach::WordEnd), Msg::CommandWordEnd),
    row("line-start", SELECT, Action::Extend(Reach::RowStart), Msg::CommandLineStart),
    row("line-end", SELECT, Action::Extend(Reach::RowEnd), Msg::CommandLineEnd),
    row("next-paragraph", SELECT, Action::Extend(Reach::NextParagraph), Msg::CommandNextParagraph),
    row("previous-paragraph", SELECT, Action::Extend(Reach::PreviousParagraph), Msg::CommandPreviousParagraph),
    row("other-end", SELECT, Action::OtherEnd, Msg::CommandOtherEnd),
    row("copy", &[Scope::Select, Scope::Table], Action::CopySelection, Msg::CommandCopy),
    row("table", READER, Action::Table, Msg::CommandTable),
    row("fold-all", READER, Action::FoldAll, Msg::CommandFoldAll),
    row("unfold-all", READER, Action::UnfoldAll, Msg::CommandUnfoldAll),
    row("history-back", GLOBAL, Action::HistoryBack, Msg::CommandHistoryBack),
    row("history-forward", GLOBAL, Action::HistoryForward, Msg::CommandHistoryForward),
    row("jump-back", GLOBAL, Action::JumpBack, Msg::CommandJumpBack),
    row("source", GLOBAL, Action::Source, Msg::CommandSource),
    row("browser", ADDRESSES, Action::Browser, Msg::CommandBrowser),
    row("editor", GLOBAL, Action::Editor, Msg::CommandEditor),
    row("pipe", GLOBAL, Action::Pipe, Msg::CommandPipe),
    row("copy-address", ADDRESSES, Action::CopyAddress, Msg::CommandCopyAddress),
    row("copy-text", GLOBAL, Action::CopyText, Msg::CommandCopyText),
    row("narrower", GLOBAL, Action::Narrower, Msg::CommandNarrower),
    row("wider", GLOBAL, Action::Wider, Msg::CommandWider),
    row("theme", GLOBAL, Action::Theme, Msg::CommandTheme),
    row("set", GLOBAL, Action::Set, Msg::CommandSet),
    row("write-setting", &[Scope::Picker], Action::WriteSetting, Msg::CommandWriteSetting),
    row("problems", &[Scope::Global, Scope::Overlay], Action::Problems, Msg::CommandProblems),
    row("palette", GLOBAL, Action::Palette, Msg::CommandPalette),
    row("help", HELPS, Action::Help, Msg::CommandHelp),
    row("refresh", GLOBAL, Action::Refresh, Msg::CommandRefresh),
    row("redraw", SCREENS, Action::Redraw, Msg::CommandRedraw),
    row("suspend", SCREENS, Action::Suspend, Msg::CommandSuspend),
    row("accept", OVERLAYS, Action::Accept, Msg::CommandAccept),
    row("toggle", OVERLAYS, Action::Toggle, Msg::CommandToggle),
];

/// The command with this name.
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|command| command.name == name)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn names_are_unique_and_kebab() {
        let mut seen = HashSet::new();
        for command in COMMANDS {
            assert!(seen.insert(command.name), "{} twice", command.name);
            assert!(command.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'), "{}", command.name);
            assert!(!command.scopes.is_empty());
        }
    }
}
