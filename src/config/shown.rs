//! Settings as text: the values that one can have, and the one it has.

use crate::config::Config;
use crate::config::setting::Refusal;

impl Config {
    /// The words that a setting can have as its value, the default first in most. Empty, or incomplete, if its values
    /// cannot be listed, such as numbers and paths.
    pub fn values(key: &str) -> Vec<String> {
        // Those that are told of are only an example.
        if key == "images.private" {
            return Vec::new();
        }
        let mut scratch = Self::default();
        // A text that is never valid is refused with those that are, among them some that only describe values.
        let listed = match scratch.assign(key, "[…]") {
            Err(Refusal::Value(listed)) => listed,
            _ => return Vec::new(),
        };
        listed.split(", ").filter(|word| scratch.assign(key, word).is_ok()).map(str::to_owned).collect()
    }

    /// The value of a setting, as it would be written; empty if it has none.
    pub fn value(&self, key: &str) -> String {
        let text = |value: &Option<String>, unset: &str| value.clone().unwrap_or_else(|| unset.to_owned());
        match key {
            "collection" => text(&self.collection, ""),
            "timezone" => text(&self.timezone, "local"),
            "lang" => text(&self.lang, "auto"),
            "language" => text(&self.language, "auto"),
            "theme" => text(&self.theme, "auto"),
            "themes.dark" => self.dark.clone(),
            "themes.light" => self.light.clone(),
            "browser" => text(&self.browser, ""),
            "editor" => text(&self.editor, ""),
            "pager" => text(&self.pager, ""),
            "reader.read_after" => self.read_after.map_or_else(|| "end".to_owned(), |seconds| seconds.to_string()),
            "list.width" => self.list_width.map_or_else(|| "auto".to_owned(), |cells| cells.to_string()),
            "list.columns" => self.columns.to_string(),
            "keys.hints" => self.key_hints.map_or_else(|| "off".to_owned(), |wait| wait.to_string()),
            "images.cache" => (self.fetch.cache >> 20).to_string(),
            "images.private" => self.fetch.private.to_string(),
            "images.height" => self.picture_height.to_string(),
            "typography.measure" => self.typography.measure.to_string(),
            // The word that changes nothing is the one it has.
            _ => Self::values(key).into_iter().find(|word| self.has(key, word)).unwrap_or_default(),
        }
    }

    fn has(&self, key: &str, word: &str) -> bool {
        let mut changed = self.clone();
        changed.assign(key, word).is_ok() && changed == *self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_has_the_value_of_the_shipped_file() {
        let table: toml::Table = Config::SHIPPED.parse().unwrap();
        for key in Config::keys() {
            let value = match key.split_once('.') {
                Some((group, name)) => &table[group][name],
                None => &table[&key],
            };
            let expected = match value {
                toml::Value::String(text) => text.clone(),
                toml::Value::Boolean(on) => if *on { "on" } else { "off" }.to_owned(),
                other => other.to_string(),
            };
            assert_eq!(Config::default().value(&key), expected, "{key}");
        }
    }

    #[test]
    fn every_value_that_is_offered_can_be_set_and_is_then_the_value() {
        for key in Config::keys() {
            for word in Config::values(&key) {
                let mut config = Config::default();
                config.set(&format!("{key}={word}")).unwrap();
                assert_eq!(config.value(&key), word, "{key}");
            }
        }
        assert_eq!(Config::values("typography.fill"), ["optimal", "greedy"]);
        assert_eq!(Config::values("typography.measure"), [""; 0]);
        assert_eq!(Config::values("reader.read_after"), ["end"]);
        assert_eq!(Config::values("nothing"), [""; 0]);
    }
}
