//! Settings whose value a key of the program can choose, and how such a choice is remembered.

use crate::config::Config;

impl Config {
    /// The name under which a choice of this setting is remembered. `None` for a setting that only the configuration
    /// decides.
    pub fn remembered_as(key: &str) -> Option<&'static str> {
        match key {
            "theme" => Some("theme"),
            "typography.measure" => Some("measure"),
            "list.width" => Some("width"),
            "panes" => Some("panes"),
            _ => None,
        }
    }

    /// What is remembered of a choice: the chosen value with the configured one, because the choice holds until that
    /// changes.
    pub fn choice(&self, key: &str, chosen: &str) -> String {
        format!("{chosen} {}", self.value(key))
    }

    /// The value that was chosen instead of the configured one, from what [`Config::choice`] wrote. `None` if the setting
    /// has changed since, or if there is no such value any more.
    pub fn chosen(&self, key: &str, remembered: &str) -> Option<String> {
        let configured = self.value(key);
        let chosen = match remembered.strip_suffix(&configured).and_then(|rest| rest.strip_suffix(' ')) {
            Some(chosen) => chosen,
            // Earlier versions wrote nothing for a theme that the background chooses, and at first not for how long a
            // choice holds.
            None if configured == "auto" && remembered.ends_with(' ') => remembered.trim_end(),
            None if !remembered.contains(' ') => remembered,
            None => return None,
        };
        let is_valid = self.clone().set(&format!("{key}={chosen}")).is_ok();
        (is_valid && !chosen.is_empty()).then(|| chosen.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_holds_until_its_setting_changes() {
        for (configured, key, remembered, expected) in [
            ("typography.measure=66", "typography.measure", "40 66", Some("40")),
            ("typography.measure=72", "typography.measure", "40 66", None),
            ("typography.measure=66", "typography.measure", "40", Some("40")),
            ("typography.measure=66", "typography.measure", "many 66", None),
            ("typography.measure=66", "typography.measure", " 66", None),
            ("theme=auto", "theme", "light auto", Some("light")),
            ("theme=auto", "theme", "light ", Some("light")),
            ("theme=dark", "theme", "light ", None),
            ("theme=dark", "theme", "light auto", None),
            ("theme=dark", "theme", "auto dark", Some("auto")),
            ("theme=dark", "theme", "gone dark", None),
            ("list.width=auto", "list.width", "50 auto", Some("50")),
            ("panes=one", "panes", "two one", Some("two")),
            ("panes=two", "panes", "two one", None),
        ] {
            let mut config = Config::default();
            config.set(configured).unwrap();
            assert_eq!(config.chosen(key, remembered).as_deref(), expected, "{configured}: {remembered:?}");
        }
    }

    #[test]
    fn what_is_remembered_is_what_was_chosen() {
        let mut config = Config::default();
        let mut own = config.theme_named("sepia").unwrap();
        "my own".clone_into(&mut own.name);
        config.themes.push(own);
        for (key, chosen) in [
            ("theme", "my own"),
            ("theme", "auto"),
            ("typography.measure", "50"),
            ("list.width", "44"),
            ("panes", "one"),
        ] {
            let remembered = config.choice(key, chosen);
            assert_eq!(config.chosen(key, &remembered).as_deref(), Some(chosen), "{remembered:?}");
        }
    }
}
