//! The options by which characters are shown otherwise than they are written.

use crate::typeset::text::switch::switch;

switch! {
    /// Whether the punctuation of Chinese text is put right, as it is shown.
    Punctuation {
        /// In articles whose own habit shows that it is needed.
        #[default]
        Mend = "mend",
        /// It is shown as it is written.
        AsWritten = "as-written",
    }
}
switch! {
    /// The quotation marks that Chinese and Japanese text is shown with.
    Quotes {
        /// Those that are written.
        #[default]
        AsWritten = "as-written",
        /// 「 」 and 『 』.
        Corner = "corner",
        /// “ ” and ‘ ’.
        Curly = "curly",
    }
}
switch! {
    /// The script that Chinese text is shown in.
    Script {
        /// The one that it is written in.
        #[default]
        AsWritten = "as-written",
        /// Simplified characters.
        Simplified = "simplified",
        /// Traditional characters.
        Traditional = "traditional",
        /// Traditional characters as in Taiwan. Text in simplified ones also has the words of Taiwan.
        Taiwan = "taiwan",
        /// Traditional characters as in Hong Kong.
        HongKong = "hongkong",
    }
}
