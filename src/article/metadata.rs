//! What is known of an article without its body.

use crate::article::date::Date;
use crate::problem::Problem;
use crate::text::Clean;

/// Dense number of an article in a library: stable for the session, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArticleId(pub u32);

/// One file's metadata.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Article {
    /// The title on one line; the first heading or the file name where the front matter has none.
    pub title: Clean,
    /// When it was published.
    pub date: Option<Date>,
    /// When it was last changed, as the front matter says.
    pub updated: Option<Date>,
    /// Categories in the order of the file, none empty, none twice.
    pub categories: Vec<Clean>,
    /// Tags in the order of the file, none empty, none twice.
    pub tags: Vec<Clean>,
    /// The author.
    pub author: Option<Clean>,
    /// The content language, a BCP 47 tag.
    pub lang: Option<Clean>,
    /// The address of the head picture; random pictures that say nothing are left out.
    pub image: Option<Clean>,
    /// Where the article comes from.
    pub link: Option<Clean>,
    /// What it is about, in the file's words.
    pub description: Option<Clean>,
    /// The name that stands for the article at the end of its address on the site, as the file writes it.
    pub slug: Option<Clean>,
    /// The path of the article on its site as the file writes it: no address with `http`, perhaps a pattern of Jekyll's
    /// or Hexo's (`/:year/:title/`).
    pub permalink: Option<Clean>,
    /// Further paths on the site that lead to the article, in the order of the file, none empty, none twice.
    pub aliases: Vec<Clean>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Characters of text in the body, white space aside; filled in by [`measure`].
    pub length: u32,
    /// What went wrong while it was read.
    pub problems: Vec<Problem>,
}

impl Article {
    /// Minutes it takes to read.
    pub fn minutes(&self) -> u32 {
        measure(self.length)
    }
}

/// Han read in a minute. Reading goes by words, 238 to 260 a minute in silence (Brysbaert 2019,
/// doi:10.1016/j.jml.2019.104047), and a Chinese word has about one and a half characters.
const CHARACTERS_A_MINUTE: u32 = 400;

/// Minutes it takes to read so many characters, at least one where there is any text.
pub fn measure(characters: u32) -> u32 {
    characters.div_ceil(CHARACTERS_A_MINUTE)
}
