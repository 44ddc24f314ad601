//! The metadata of an article.

use crate::article::date::Date;
use crate::problem::Problem;
use crate::text::Clean;

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
