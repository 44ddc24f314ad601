//! What the configuration of a static site says about its articles, and where they are.

use std::path::{Path, PathBuf};

use crate::files::source::Source;

/// How many folders, from the collection upwards, are searched for the configuration of a site.
const ABOVE: usize = 4;

/// Configuration files with a `permalink` key.
const YAML: &[&str] = &["_config.yml", "_config.yaml"];

/// Configuration files with a `permalinks` table.
const TOML: &[&str] = &["hugo.toml", "config.toml"];

impl Source {
    /// The pattern of the addresses of articles on the site that contains the collection, such as
    /// `:year/:month/:day/:title/`; `None` if there is no site or its configuration has none.
    pub fn address_rule(&self) -> Option<String> {
        let root = std::path::absolute(self.root()?).ok()?;
        let read = |folder: &Path, name: &&str| self.read(&folder.join(name)).ok().map(|text| text.text);
        root.ancestors().take(ABOVE).find_map(|folder| {
            let yaml = || YAML.iter().filter_map(|name| read(folder, name)).find_map(|text| permalink(&text));
            let toml = || TOML.iter().filter_map(|name| read(folder, name)).find_map(|text| permalinks(&text));
            yaml().or_else(toml)
        })
    }
}

/// The posts folder of a site, if this is its root.
pub(in crate::files) fn posts_of_site(root: &Path) -> Option<PathBuf> {
    let first = |names: &[&str]| names.iter().map(|name| root.join(name)).find(|path| path.is_dir());
    let has = |name: &str| root.join(name).is_file();
    if (has("_config.yml") || has("_config.yaml"))
        && let Some(posts) = first(&["source/_posts", "_posts"])
    {
        return Some(posts);
    }
    let hugo = ["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml"];
    if hugo.iter().any(|name| has(name)) { first(&["content"]) } else { None }
}

/// The value of the top-level key `permalink` in a YAML text: a plain or quoted scalar on the same line.
fn permalink(text: &str) -> Option<String> {
    let value = text.lines().find_map(|line| line.strip_prefix("permalink:"))?.trim();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split(quote).next()?,
        _ => value.split(" #").next()?.trim_end(),
    };
    (!value.is_empty()).then(|| value.to_owned())
}

/// The first pattern in the `permalinks` table of a TOML text, or in a table inside it.
fn permalinks(text: &str) -> Option<String> {
    let table: toml::Table = text.parse().ok()?;
    let rules = table.get("permalinks")?.as_table()?;
    let inner = rules.values().filter_map(toml::Value::as_table).flat_map(|table| table.values());
    rules.values().chain(inner).find_map(toml::Value::as_str).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_are_read_from_the_sites_configuration() {
        for (name, text, posts, rule) in [
            ("_config.yml", "title: x\npermalink: :year/:title/ # mine\n", "source/_posts", Some(":year/:title/")),
            ("_config.yml", "permalink: ':title.html'\n", "_posts", Some(":title.html")),
            ("_config.yml", "  permalink: no\npermalink:\n", "_posts", None),
            ("hugo.toml", "[permalinks.page]\nposts = '/:year/:slug/'\n", "content/posts", Some("/:year/:slug/")),
            ("config.toml", "title = 1\n[permalinks]\nposts = '/:slug/'\n", "content", Some("/:slug/")),
            ("other.yml", "permalink: x\n", "_posts", None),
        ] {
            let folder = tempfile::tempdir().expect("a folder");
            let root = folder.path().join(posts);
            std::fs::create_dir_all(&root).expect("made");
            std::fs::write(folder.path().join(name), text).expect("written");
            assert_eq!(Source::folder(root).address_rule().as_deref(), rule, "{text}");
        }
        assert_eq!(Source::guide().address_rule(), None);
    }
}
