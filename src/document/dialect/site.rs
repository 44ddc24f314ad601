//! What a site says about its articles: given by whoever reads its files.

use crate::document::dialect::math::Math;
use crate::document::dialect::value::Value;

/// The program that makes a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Engine {
    /// Not known, or there is no site.
    #[default]
    Unknown,
    /// Jekyll: articles are templates of Liquid.
    Jekyll,
    /// Hexo: articles are templates of Nunjucks.
    Hexo,
    /// Hugo: articles have shortcodes, but braces in them are text.
    Hugo,
}

/// The settings, data and included files of a site.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// The program that makes it.
    pub engine: Engine,
    /// Its configuration, a map.
    pub settings: Value,
    /// Its data, a map by the names of files and folders.
    pub data: Value,
    /// The texts of the files that articles may include, by their paths in the folder of such files; sorted.
    pub includes: Vec<(String, String)>,
    /// What its settings say about formulas.
    pub math: Math,
    /// Sites with equal signatures give equal results for the same article.
    pub signature: u64,
}

impl Site {
    /// The text of an included file.
    pub fn include(&self, name: &str) -> Option<&str> {
        let name = name.trim().trim_start_matches("./");
        let at = self.includes.binary_search_by(|(known, _)| known.as_str().cmp(name)).ok()?;
        self.includes.get(at).map(|(_, text)| text.as_str())
    }
}
