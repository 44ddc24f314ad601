//! Settings whose value is one of a few words.

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)+ })+) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
            pub enum $name { $($(#[$vdoc])* $variant,)+ }

            impl $name {
                pub(super) const WORDS: &'static [&'static str] = &[$($word,)+];

                /// Its word.
                pub fn word(self) -> &'static str {
                    match self { $(Self::$variant => $word,)+ }
                }

                pub(super) fn from_word(word: &str) -> Option<Self> {
                    match word { $($word => Some(Self::$variant),)+ _ => None }
                }
            }
        )+
    };
}

words! {
    /// How the kind of a body is determined.
    Body {
        /// By the file's name and content.
        #[default]
        Auto = "auto",
        /// Always HTML.
        Html = "html",
        /// Always Markdown.
        Markdown = "markdown",
        /// Always plain text.
        Text = "text",
    }
    /// Which pane has the focus when a collection is opened.
    FirstFocus {
        /// The one that had it when the collection was left; the list in a new one.
        #[default]
        Resume = "resume",
        /// The list.
        List = "list",
        /// The article that was read last, else the first one.
        Article = "article",
    }
    /// How rows of the list are grouped.
    Group {
        /// Not at all.
        #[default]
        None = "none",
        /// By day, if they are ordered by date.
        Day = "day",
        /// By their first category.
        Category = "category",
        /// By the folder that they are in.
        Source = "source",
    }
    /// Which panes a wide window shows.
    ShowPanes {
        /// List and reader side by side.
        #[default]
        Two = "two",
        /// Only the one that has the focus.
        One = "one",
    }
    /// How many lines a row of the list has.
    RowLines {
        /// The title and the columns.
        #[default]
        One = "one",
        /// A second one below: category, author, first words.
        Two = "two",
    }
    /// What a column of the list shows.
    Column {
        /// The length, in minutes.
        #[default]
        Minutes = "minutes",
        /// The first category.
        Category = "category",
        /// The author.
        Author = "author",
        /// The name of the folder that the article is in.
        Source = "source",
        /// The date.
        Date = "date",
    }
    /// How duplicates, articles with the same text, are shown.
    Twins {
        /// Each has its row.
        #[default]
        Show = "show",
        /// Only the first in the order of the list has a row.
        Fold = "fold",
    }
    /// How dates in the list are written.
    DateStyle {
        /// Recent dates as their age, others as the day.
        #[default]
        Relative = "relative",
        /// Always as the day.
        Absolute = "absolute",
    }
    /// How text is copied.
    Clipboard {
        /// With a local tool if there is one, through tmux inside tmux, otherwise through the terminal.
        #[default]
        Auto = "auto",
        /// Always through the terminal (OSC 52).
        Osc52 = "osc52",
        /// Never.
        Off = "off",
    }
    /// Whether the pictures of articles are shown.
    ShowPictures {
        /// If the terminal can show pictures, or at least all colours.
        #[default]
        Auto = "auto",
        /// Always; with half-blocks in the colours that there are if the terminal cannot show pictures.
        Always = "always",
        /// Never: as text.
        Never = "never",
    }
    /// The shipped key bindings.
    Preset {
        /// Those of `assets/keys.toml`.
        #[default]
        Default = "default",
        /// With the keys of vim.
        Vim = "vim",
        /// With the keys of less.
        Less = "less",
        /// With the keys of Emacs.
        Emacs = "emacs",
    }
    /// What releasing the mouse button does with the selected text.
    Release {
        /// It is copied immediately.
        #[default]
        Copy = "copy",
        /// It stays selected, as after `v`.
        Keep = "keep",
    }
}
