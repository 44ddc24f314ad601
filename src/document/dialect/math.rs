//! What is known about the formulas of a page before its body is read.

use crate::document::dialect::value::Value;

/// Keys by which themes load MathJax or KaTeX, in front matter and in the settings of a site.
const KEYS: [&str; 10] =
    ["math", "mathjax", "mathjax3", "katex", "use_math", "usemath", "usemathjax", "has_math", "latex", "mathrender"];

/// What the front matter or the site says about the formulas of a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Math {
    /// Whether the page loads MathJax or KaTeX.
    pub loads: bool,
    /// Whether inline code between delimiters is a formula, as in blogdown.
    pub code: bool,
}

impl Math {
    /// What front matter says. It may turn off what a site turns on.
    pub fn of_page(self, page: &Value) -> Self {
        let is_blogdown = page.get("output").is_some_and(|output| match output {
            Value::Map(pairs) => pairs.iter().any(|(key, _)| key.starts_with("blogdown")),
            value => value.scalar().is_some_and(|name| name.starts_with("blogdown")),
        });
        Self { loads: switch(page).unwrap_or(self.loads), code: self.code || is_blogdown }
    }

    /// What the settings of a site say, in the tables that themes keep them in.
    pub fn of_settings(settings: &Value) -> Self {
        let tables = ["params", "markup", "theme_config", "extra"].iter().filter_map(|name| settings.get(name));
        let loads = std::iter::once(settings).chain(tables).any(|table| switch(table) == Some(true));
        Self { loads, code: false }
    }
}

/// The first key that is there: whether it is on.
fn switch(table: &Value) -> Option<bool> {
    let is_key = |name: &str| KEYS.iter().any(|key| key.eq_ignore_ascii_case(name));
    match table {
        Value::Map(pairs) => pairs.iter().find(|(name, _)| is_key(name)).map(|(_, value)| value.is_on()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_loads_formulas() {
        let map = |key: &str, value: Value| Value::Map(vec![(key.to_owned(), value)]);
        let text = |text: &str| Value::Text(text.to_owned());
        let (no, yes) = (Math::default(), Math { loads: true, code: false });
        for (page, from, expected) in [
            (map("mathjax", text("true")), no, yes),
            (map("math", map("enable", text("true"))), no, yes),
            (map("math", map("enable", text("false"))), yes, no),
            (map("KaTeX", Value::Number("1".into())), no, yes),
            (map("use_math", text("false")), yes, no),
            (map("title", text("math")), yes, yes),
            (map("output", map("blogdown::html_page", Value::Null)), no, Math { loads: false, code: true }),
        ] {
            assert_eq!(from.of_page(&page), expected, "{page:?}");
        }
        assert_eq!(Math::of_settings(&map("params", map("math", text("true")))), yes);
    }
}
