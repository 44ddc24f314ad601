//! Every sentence of the program, as a closed list.

macro_rules! messages {
    ($($variant:ident = $key:literal,)+) => {
        /// A sentence of the program. Its words are in `assets/locales/*.toml` under its key; placeholders such as
        /// `{n}` are filled by [`super::Catalog::fill`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Msg { $(#[doc = concat!("`", $key, "`")] $variant,)+ }

        impl Msg {
            /// Every sentence, in the order of the enum.
            pub const ALL: &'static [Msg] = &[$(Msg::$variant,)+];

            /// The key in the locale files.
            pub fn key(self) -> &'static str {
                match self { $(Msg::$variant => $key,)+ }
            }
        }
    };
}

messages! {
    // The list.
    ListEmpty = "list.empty",
    ListEmptyHint = "list.empty-hint",
    ListLoading = "list.loading",
    ListNoMatch = "list.no-match",
    ListNoMatchHint = "list.no-match-hint",
    ListUncategorised = "list.uncategorised",
    ListUntitled = "list.untitled",
    ListNoDate = "list.no-date",

    // The reader.
    ReaderNone = "reader.none",
    ReaderLoading = "reader.loading",
    ReaderMinutes = "reader.minutes",
    ReaderPicture = "reader.picture",

    // The status line.
    StatusGuide = "status.guide",
    ModeSource = "mode.source",

    // Prompts.
    PromptSearch = "prompt.search",
    PromptFind = "prompt.find",
    PromptPipe = "prompt.pipe",

    // Finding in the page.
    FindNone = "find.none",
    FindNothingYet = "find.nothing-yet",

    // Overlays.
    OverlayNone = "overlay.none",
    CategoriesTitle = "categories.title",
    CategoriesHint = "categories.hint",
    CategoriesNone = "categories.none",
    CategoriesNoMatch = "categories.no-match",
    ContentsTitle = "contents.title",
    ContentsNone = "contents.none",
    ContentsHint = "contents.hint",
    HelpTitle = "help.title",
    HelpGlobal = "help.global",
    HelpList = "help.list",
    HelpReader = "help.reader",
    HelpOverlay = "help.overlay",
    HelpPicker = "help.picker",
    HelpSearch = "help.search",
    HelpSigns = "help.signs",
    SignUnread = "sign.unread",
    SignStarred = "sign.starred",
    SignProblem = "sign.problem",
    HelpNone = "help.none",
    PaletteTitle = "palette.title",
    PaletteNone = "palette.none",
    PaletteHint = "palette.hint",
    ProblemsTitle = "problems.title",
    ProblemsNone = "problems.none",
    ProblemsHint = "problems.hint",
    ProblemsLine = "problems.line",
    ProblemsPlace = "problems.place",
    ProblemsNotice = "problems.notice",
    ProblemsWarning = "problems.warning",
    ProblemsError = "problems.error",
    ProblemsNoneHere = "problems.none-here",
    ProblemsAll = "problems.all",
    ProblemsAllTitle = "problems.all-title",
    ProblemsAllHint = "problems.all-hint",
    SortTitle = "sort.title",
    SortHint = "sort.hint",
    SortNewest = "sort.newest",
    SortOldest = "sort.oldest",
    SortByTitle = "sort.title-order",
    SortByPath = "sort.path",
    SortByCategory = "sort.category",
    SortShortest = "sort.shortest",
    SortLongest = "sort.longest",
    SortUnread = "sort.unread",

    // Notices.
    NoticeSent = "notice.sent",
    NoticeTooLong = "notice.too-long",
    NoticeTheme = "notice.theme",
    NoticeStarred = "notice.starred",
    NoticeUnstarred = "notice.unstarred",
    NoticeRead = "notice.read",
    NoticeUnread = "notice.unread",
    NoticeMarkedAll = "notice.marked-all",
    NoticeNothingToMark = "notice.nothing-to-mark",
    NoticeUndone = "notice.undone",
    NoticeNothingToUndo = "notice.nothing-to-undo",
    NoticeNoLink = "notice.no-link",
    NoticeLinkBroken = "notice.link-broken",
    NoticeLinkRefused = "notice.link-refused",
    NoticeBrowser = "notice.browser",
    NoticeNotOnDisk = "notice.not-on-disk",
    NoticeStartFailed = "notice.start-failed",
    NoticeExitCode = "notice.exit-code",
    NoticePiped = "notice.piped",
    NoticeNotSaved = "notice.not-saved",
    NoticeWidth = "notice.width",
    NoticeNoNext = "notice.no-next",
    NoticeNoPrevious = "notice.no-previous",
    NoticeNoNextUnread = "notice.no-next-unread",
    NoticeNoPreviousUnread = "notice.no-previous-unread",
    NoticeHistoryStart = "notice.history-start",
    NoticeHistoryEnd = "notice.history-end",
    NoticeNotBound = "notice.not-bound",
    NoticeNoArticle = "notice.no-article",
    NoticeNoFold = "notice.no-fold",
    NoticeRefreshed = "notice.refreshed",
    ConfirmMarkAll = "confirm.mark-all",

    // At the doors.
    DoorNoPath = "door.no-path",
    DoorDidYouMean = "door.did-you-mean",
    DoorUnreadable = "door.unreadable",
    DoorNoTheme = "door.no-theme",

    // `check`.
    CheckSummary = "check.summary",
    CheckNone = "check.none",

    // Time.
    TimeNow = "time.now",
    TimeMinutes = "time.minutes",
    TimeHours = "time.hours",
    TimeYesterday = "time.yesterday",
    TimeDays = "time.days",
    TimeWeeks = "time.weeks",
    TimeMonths = "time.months",
    TimeYears = "time.years",
    DateDay = "date.day",
    DateMonth = "date.month",
    DateYear = "date.year",
    DateShort = "date.short",
    DateShortMonth = "date.short-month",
    DateMonths = "date.months",

    // Commands, by their names.
    CommandQuit = "command.quit",
    CommandBack = "command.back",
    CommandLeave = "command.leave",
    CommandHelp = "command.help",
    CommandPalette = "command.palette",
    CommandTheme = "command.theme",
    CommandZen = "command.zen",
    CommandSwitchPane = "command.switch-pane",
    CommandRedraw = "command.redraw",
    CommandSuspend = "command.suspend",
    CommandRefresh = "command.refresh",
    CommandCategories = "command.categories",
    CommandClear = "command.clear",
    CommandProblems = "command.problems",
    CommandSort = "command.sort",
    CommandSearch = "command.search",
    CommandSearchNext = "command.search-next",
    CommandSearchPrevious = "command.search-previous",
    CommandNextArticle = "command.next-article",
    CommandPreviousArticle = "command.previous-article",
    CommandNextUnread = "command.next-unread",
    CommandPreviousUnread = "command.previous-unread",
    CommandToggleRead = "command.toggle-read",
    CommandToggleStar = "command.toggle-star",
    CommandMarkAllRead = "command.mark-all-read",
    CommandUndo = "command.undo",
    CommandSource = "command.source",
    CommandBrowser = "command.browser",
    CommandEditor = "command.editor",
    CommandPipe = "command.pipe",
    CommandCopyAddress = "command.copy-address",
    CommandCopyText = "command.copy-text",
    CommandContents = "command.contents",
    CommandNarrower = "command.narrower",
    CommandWider = "command.wider",
    CommandHistoryBack = "command.history-back",
    CommandHistoryForward = "command.history-forward",
    CommandDown = "command.down",
    CommandUp = "command.up",
    CommandHalfDown = "command.half-down",
    CommandHalfUp = "command.half-up",
    CommandPageDown = "command.page-down",
    CommandPageUp = "command.page-up",
    CommandTop = "command.top",
    CommandBottom = "command.bottom",
    CommandOpen = "command.open",
    CommandCenter = "command.center",
    CommandCursorTop = "command.cursor-top",
    CommandCursorBottom = "command.cursor-bottom",
    CommandClose = "command.close",
    CommandHints = "command.hints",
    CommandNextLink = "command.next-link",
    CommandPreviousLink = "command.previous-link",
    CommandOpenLink = "command.open-link",
    CommandFold = "command.fold",
    CommandAccept = "command.accept",
    CommandToggle = "command.toggle",
}
