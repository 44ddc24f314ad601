//! The metadata of an article.

use crate::article::date::Date;
use crate::problem::Problem;
use crate::text::{Clean, count_bytes, count_windows};

/// Dense number of an article in a library: stable for the session, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// The metadata of one file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The title on one line; the first heading or the file name if the front matter has none.
    pub title: Clean,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was last changed, according to the front matter.
    pub updated: Option<Date>,
    /// Categories in the order of the file, without empty ones and duplicates.
    pub categories: Vec<Clean>,
    /// Tags in the order of the file, without empty ones and duplicates.
    pub tags: Vec<Clean>,
    /// The author.
    pub author: Option<Clean>,
    /// The content language, a BCP 47 tag.
    pub lang: Option<Clean>,
    /// The address of the cover picture; random pictures are left out.
    pub image: Option<Clean>,
    /// Where the article comes from.
    pub link: Option<Clean>,
    /// The description in the front matter.
    pub description: Option<Clean>,
    /// The last part of the article's address on the site, as the file writes it.
    pub slug: Option<Clean>,
    /// The path of the article on its site as the file writes it: not an `http` address, possibly a pattern of Jekyll
    /// or Hexo (`/:year/:title/`).
    pub permalink: Option<Clean>,
    /// Further paths on the site that lead to the article, in the order of the file, without empty ones and duplicates.
    pub aliases: Vec<Clean>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Characters of text in the body, without white space; 0 until the body has been read.
    pub length: u32,
    /// Whether most of its text is in the letters of an alphabet, of which a word has several; `false` until the body has
    /// been read.
    pub alphabetic: bool,
    /// Whether its language is declared as another one than Chinese or, if none is declared, its text is Japanese or
    /// Korean; `false` until the body has been read.
    pub not_chinese: bool,
    /// Problems found while reading it.
    pub problems: Vec<Problem>,
}

impl Article {
    /// Estimated reading time in minutes.
    pub fn minutes(&self) -> u32 {
        minutes(self.length, self.alphabetic)
    }
}

/// Characters read in a minute. Silent reading is 238 to 260 words a minute (Brysbaert 2019,
/// doi:10.1016/j.jml.2019.104047); a Chinese word has about one and a half characters, an English one about five letters.
const IDEOGRAPHS_A_MINUTE: u32 = 400;
const LETTERS_A_MINUTE: u32 = 1200;

/// Estimated reading time in minutes for this many characters; at least one if there are any.
pub fn minutes(characters: u32, alphabetic: bool) -> u32 {
    characters.div_ceil(if alphabetic { LETTERS_A_MINUTE } else { IDEOGRAPHS_A_MINUTE })
}

/// Whether most characters of a text are letters of an alphabet rather than ideographs, kana or Hangul syllables.
pub fn is_alphabetic<'a>(texts: impl Iterator<Item = &'a str>) -> bool {
    let syllabic = |c: char| matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}');
    // U+3000 to U+9FFF, U+B000 to U+CFFF and U+FF00 to U+FFEF, all of them syllabic: no need to decode.
    let is_known = |(a, b, c): (u8, u8, u8)| {
        (0xe3..=0xe9).contains(&a)
            | (a == 0xeb)
            | (a == 0xec)
            | ((a == 0xef) & ((0xbc..=0xbe).contains(&b) | ((b == 0xbf) & (c < 0xb0))))
    };
    // U+2000 to U+203F, of which none is a letter.
    let is_punctuation = |(a, b, _): (u8, u8, u8)| (a == 0xe2) & (b == 0x80);
    let (mut letters, mut others) = (0_usize, 0_usize);
    for text in texts {
        letters += count_bytes(text.as_bytes(), |byte| byte.is_ascii_alphabetic());
        others += count_windows(text, is_known);
        let is_rare = |window: (u8, u8, u8)| (window.0 >= 0xc0) & !is_known(window) & !is_punctuation(window);
        if count_windows(text, is_rare) > 0 {
            let rare = |c: &char| !matches!(c, '\0'..='\x7f' | '\u{2000}'..='\u{203f}' | '\u{3000}'..='\u{9fff}' | '\u{b000}'..='\u{cfff}' | '\u{ff00}'..='\u{ffef}');
            for c in text.chars().filter(rare) {
                others += usize::from(syllabic(c));
                letters += usize::from(!syllabic(c) && c.is_alphabetic());
            }
        }
    }
    letters > others
}
