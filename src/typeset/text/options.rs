//! The options of the typesetter. The same names serve as configuration keys and on the command line.

use crate::text::{Ambiguous, Clean};
use crate::typeset::text::substitution::{Punctuation, Quotes, Script};
use crate::typeset::text::switch::switch;
use crate::typeset::text::writing::{Latin, Writing};

switch! {
    /// Strictness of line breaking rules (CSS Text 3 §5.3).
    Strictness {
        /// Small kana and 々 never start a line.
        #[default]
        Strict = "strict",
        /// Small kana and ー may start a line.
        Normal = "normal",
        /// So may 々, ・ and centred punctuation.
        Loose = "loose",
    }
}
switch! {
    /// How lines of code wider than the measure are set.
    Code {
        /// They are wrapped.
        #[default]
        Wrap = "wrap",
        /// They extend beyond the measure, and the reader scrolls sideways. Never in `print`.
        Scroll = "scroll",
    }
}
switch! {
    /// How line breaks are chosen.
    Fill {
        /// The whole paragraph is optimised to be least ragged.
        #[default]
        Optimal = "optimal",
        /// Each line by itself is filled as well as possible.
        Greedy = "greedy",
    }
}
switch! {
    /// How many columns of text the reader shows side by side.
    Columns {
        /// One.
        #[default]
        One = "1",
        /// Two, where each is wide enough to be read.
        Two = "2",
        /// Two where the pane has room for two of the measure.
        Auto = "auto",
    }
}
switch! {
    /// Whether ，。、 may hang into two spare cells to the right of the measure.
    Hang {
        /// Where the reader has margin to spare. Never for Traditional Chinese and never in `print`.
        #[default]
        Auto = "auto",
        /// Always, in the reader where there is room.
        On = "on",
        /// Never.
        Off = "off",
    }
}
switch! {
    /// Whether a space is shown between Han and Latin letters or digits.
    Switch {
        /// A space is inserted where the text has none.
        #[default]
        Insert = "insert",
        /// The text is left as it is.
        Off = "off",
    }
}
switch! {
    /// Hyphenation of Latin words.
    Hyphenate {
        /// In text whose language has patterns.
        #[default]
        Auto = "auto",
        /// Always, with English patterns if the language is unknown.
        On = "on",
        /// Only at soft hyphens.
        Off = "off",
    }
}
switch! {
    /// Where Korean text may break.
    Korean {
        /// Between words. A word longer than the line breaks between syllables.
        #[default]
        Words = "words",
        /// Between syllables.
        Syllables = "syllables",
    }
}
switch! {
    /// How ruby readings are set.
    Ruby {
        /// In parentheses after the base.
        #[default]
        Inline = "inline",
        /// On a line above.
        Above = "above",
    }
}
switch! {
    /// The width of ambiguous characters.
    AmbiguousWidth {
        /// As probed from the terminal; one cell if it does not answer.
        #[default]
        Auto = "auto",
        /// One cell.
        Narrow = "narrow",
        /// Two cells.
        Wide = "wide",
    }
}
switch! {
    /// Who reorders right-to-left text for display.
    Bidi {
        /// The terminal, if it supports it. The text is sent in logical order.
        #[default]
        Terminal = "terminal",
        /// This program, line by line (UAX #9).
        App = "app",
    }
}
switch! {
    /// How the levels of headings are told apart without colours and attributes.
    Headings {
        /// Levels 1 and 2 have a rule below, the others have marks before: › to ››››.
        #[default]
        Rules = "rules",
        /// All have marks before, as in Markdown: # to ######.
        Marks = "marks",
        /// They are not.
        Plain = "plain",
    }
}
switch! {
    /// First-line indent of paragraphs.
    Indent {
        /// None.
        #[default]
        None = "0",
        /// Two ideographs, that is, four cells.
        Two = "2",
    }
}

switch! {
    /// Blank lines between the lines of paragraphs.
    Leading {
        /// None.
        #[default]
        None = "0",
        /// One, and one more between paragraphs.
        One = "1",
    }
}
switch! {
    /// Cells between the letters of titles and headings.
    Tracking {
        /// None.
        #[default]
        None = "0",
        /// One.
        One = "1",
    }
}

/// All options of the typesetter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Options {
    /// `typography.strictness`
    pub strictness: Strictness,
    /// `typography.fill`
    pub fill: Fill,
    /// `typography.code`
    pub code: Code,
    /// `typography.hang`
    pub hang: Hang,
    /// `typography.autospace`
    pub autospace: Switch,
    /// `typography.punctuation`
    pub punctuation: Punctuation,
    /// Whether punctuation is mended: what `for_article` decides. Not a configuration key.
    pub mends: bool,
    /// `typography.quotes`
    pub quotes: Quotes,
    /// `typography.script`
    pub script: Script,
    /// Whether most Chinese text is written in traditional characters: what `for_article` decides. Not a configuration
    /// key.
    pub is_traditional: bool,
    /// `typography.ambiguous`
    pub ambiguous: AmbiguousWidth,
    /// `typography.hyphenate`
    pub hyphenate: Hyphenate,
    /// `typography.korean`
    pub korean: Korean,
    /// `typography.justify`
    pub justify: bool,
    /// `typography.headings`
    pub headings: Headings,
    /// `typography.indent`
    pub indent: Indent,
    /// `typography.leading`
    pub leading: Leading,
    /// `typography.tracking`
    pub tracking: Tracking,
    /// `typography.writing`
    pub writing: Writing,
    /// `typography.latin`
    pub latin: Latin,
    /// `typography.grid`: whether the reader draws the grid of manuscript paper. Composing does not depend on it.
    pub grid: bool,
    /// The length of a vertical line in rows, at least 1. Not a configuration key.
    pub rows: u16,
    /// `typography.measure`: the widest line of the reader, in cells.
    pub measure: u16,
    /// `typography.columns`: the columns of the reader. Composing does not depend on it.
    pub columns: Columns,
    /// `typography.ruby`
    pub ruby: Ruby,
    /// `typography.bidi`
    pub bidi: Bidi,
    /// Whether lines that continue code begin with a sign, because there is no margin for it. Not a configuration key.
    pub continuation: bool,
    /// The label of an image box, in the language of the interface. Not a configuration key.
    pub picture: Clean,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            strictness: Strictness::default(),
            fill: Fill::default(),
            code: Code::default(),
            hang: Hang::default(),
            autospace: Switch::default(),
            punctuation: Punctuation::default(),
            mends: false,
            quotes: Quotes::default(),
            script: Script::default(),
            is_traditional: false,
            ambiguous: AmbiguousWidth::default(),
            hyphenate: Hyphenate::default(),
            korean: Korean::default(),
            justify: false,
            headings: Headings::default(),
            indent: Indent::default(),
            leading: Leading::default(),
            tracking: Tracking::default(),
            writing: Writing::default(),
            latin: Latin::default(),
            grid: false,
            rows: 40,
            measure: 80,
            columns: Columns::default(),
            ruby: Ruby::default(),
            bidi: Bidi::default(),
            continuation: false,
            picture: Clean::line("[图]"),
        }
    }
}

impl Options {
    /// For texts of the interface, which are shown as they are written.
    pub fn for_interface() -> Self {
        Self {
            hang: Hang::Off,
            autospace: Switch::Off,
            punctuation: Punctuation::AsWritten,
            hyphenate: Hyphenate::Off,
            ..Self::default()
        }
    }
}

/// The values of an option that is a `bool`.
const OFF_ON: &[&str] = &["off", "on"];

fn is_on(word: &str) -> Option<bool> {
    OFF_ON.iter().position(|known| *known == word).map(|at| at == 1)
}

/// Why [`Options::set`] failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OptionError {
    /// There is no such key.
    Key,
    /// The value is invalid. Holds the accepted values.
    Value(&'static [&'static str]),
}

impl Options {
    /// The keys, without the leading `typography.`.
    pub const KEYS: &'static [&'static str] = &[
        "strictness",
        "fill",
        "code",
        "hang",
        "autospace",
        "punctuation",
        "quotes",
        "script",
        "ambiguous",
        "hyphenate",
        "korean",
        "justify",
        "headings",
        "indent",
        "leading",
        "tracking",
        "writing",
        "latin",
        "grid",
        "measure",
        "columns",
        "ruby",
        "bidi",
    ];

    /// In vertical writing, the cells from one line to the next: two for the characters, one between the lines, and one more
    /// with [`Leading::One`].
    pub fn pitch(&self) -> u16 {
        3 + u16::from(self.leading == Leading::One)
    }

    /// Sets one option; `key` comes without the leading `typography.`.
    ///
    /// # Errors
    ///
    /// An unknown key or an invalid value; no option is changed then.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), OptionError> {
        fn word<T>(found: Option<T>, words: &'static [&'static str]) -> Result<T, OptionError> {
            found.ok_or(OptionError::Value(words))
        }
        match key {
            "strictness" => self.strictness = word(Strictness::from_word(value), Strictness::WORDS)?,
            "fill" => self.fill = word(Fill::from_word(value), Fill::WORDS)?,
            "code" => self.code = word(Code::from_word(value), Code::WORDS)?,
            "hang" => self.hang = word(Hang::from_word(value), Hang::WORDS)?,
            "autospace" => self.autospace = word(Switch::from_word(value), Switch::WORDS)?,
            "punctuation" => self.punctuation = word(Punctuation::from_word(value), Punctuation::WORDS)?,
            "quotes" => self.quotes = word(Quotes::from_word(value), Quotes::WORDS)?,
            "script" => self.script = word(Script::from_word(value), Script::WORDS)?,
            "ambiguous" => self.ambiguous = word(AmbiguousWidth::from_word(value), AmbiguousWidth::WORDS)?,
            "hyphenate" => self.hyphenate = word(Hyphenate::from_word(value), Hyphenate::WORDS)?,
            "korean" => self.korean = word(Korean::from_word(value), Korean::WORDS)?,
            "justify" => self.justify = word(is_on(value), OFF_ON)?,
            "headings" => self.headings = word(Headings::from_word(value), Headings::WORDS)?,
            "indent" => self.indent = word(Indent::from_word(value), Indent::WORDS)?,
            "leading" => self.leading = word(Leading::from_word(value), Leading::WORDS)?,
            "tracking" => self.tracking = word(Tracking::from_word(value), Tracking::WORDS)?,
            "writing" => self.writing = word(Writing::from_word(value), Writing::WORDS)?,
            "latin" => self.latin = word(Latin::from_word(value), Latin::WORDS)?,
            "grid" => self.grid = word(is_on(value), OFF_ON)?,
            "measure" => {
                self.measure = match value.parse() {
                    Ok(cells @ 20..=400) => cells,
                    _ => return Err(OptionError::Value(&["20–400"])),
                }
            }
            "columns" => self.columns = word(Columns::from_word(value), Columns::WORDS)?,
            "ruby" => self.ruby = word(Ruby::from_word(value), Ruby::WORDS)?,
            "bidi" => self.bidi = word(Bidi::from_word(value), Bidi::WORDS)?,
            _ => return Err(OptionError::Key),
        }
        Ok(())
    }

    /// The width of ambiguous characters, given the width probed from the terminal.
    pub fn ambiguous_width(&self, probed: Option<Ambiguous>) -> Ambiguous {
        match self.ambiguous {
            AmbiguousWidth::Auto => probed.unwrap_or_default(),
            AmbiguousWidth::Narrow => Ambiguous::Narrow,
            AmbiguousWidth::Wide => Ambiguous::Wide,
        }
    }
}
