//! Reads the configuration file. A mistake costs only its own line.

use std::path::Path;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::setting::Refusal;
use crate::config::{Config, KeyRow};
use crate::keys::Chord;
use crate::problem::Problem;
use crate::settings::{SettingsReader, value_text};
use crate::text::nearest;
use crate::theme::Theme;

/// The tables of the file.
const TABLES: &[&str] =
    &["collections", "searches", "themes", "list", "markdown", "reader", "images", "typography", "keys"];

/// A configuration file being read.
struct ConfigReader<'a, 'b> {
    config: &'a mut Config,
    reading: &'a mut SettingsReader<'b>,
}

impl Config {
    /// Reads a configuration file. An invalid entry is reported with its position and ignored; the rest applies.
    pub fn load(source: &str, origin: &Path) -> (Self, Vec<Problem>) {
        Self::load_with(source, origin, Vec::new())
    }

    /// Reads a configuration file that may name one of the user's own themes.
    pub fn load_with(source: &str, origin: &Path, themes: Vec<Theme>) -> (Self, Vec<Problem>) {
        let mut config = Self { origin: origin.to_owned(), themes, ..Self::default() };
        let problems = SettingsReader::read(source, &mut |reading, table| {
            ConfigReader { config: &mut config, reading }.top(table)
        });
        (config, problems)
    }

    /// Reads a file of bindings only, such as [`Config::SHIPPED_KEYS`], with scopes as top-level tables.
    pub fn load_keys(source: &str) -> (Vec<KeyRow>, Vec<Problem>) {
        let mut config = Self::default();
        let problems = SettingsReader::read(source, &mut |reading, table| {
            ConfigReader { config: &mut config, reading }.scopes("", table);
        });
        (config.keys, problems)
    }
}

impl ConfigReader<'_, '_> {
    fn top(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            let name = key.get_ref().as_ref();
            match value.get_ref() {
                DeValue::Table(rows) if name == "keys" => self.scopes("keys.", rows),
                DeValue::Table(rows) if TABLES.contains(&name) => {
                    let mut rows: Vec<_> = rows.iter().collect();
                    // Saved searches are shown in the order of the file.
                    rows.sort_by_key(|(key, _)| key.span().start);
                    for (inner, value) in rows {
                        self.assign(key_of(name, inner), inner, value);
                    }
                }
                DeValue::Table(_) => {
                    let near = nearest(name, TABLES.iter().copied()).map(str::to_owned);
                    self.refuse(key.span().start, Refusal::Unknown(near), name, "");
                }
                other if TABLES.contains(&name) => {
                    self.refuse(value.span().start, Refusal::Value(format!("[{name}]")), name, &value_text(other));
                }
                _ => self.assign(name.to_owned(), key, value),
            }
        }
    }

    fn assign(&mut self, full: String, key: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) {
        let text = value_text(value.get_ref());
        let is_text = matches!(value.get_ref(), DeValue::String(_));
        let scalar = !matches!(value.get_ref(), DeValue::Array(_) | DeValue::Table(_));
        let set = match value.get_ref() {
            _ if full.starts_with("searches.") && !is_text => Err(Refusal::Value("\"…\"".to_owned())),
            // The typesetter's switches are words; TOML booleans are accepted too.
            DeValue::Boolean(set) if full != "mouse" => self.config.assign(&full, if *set { "on" } else { "off" }),
            _ if scalar => self.config.assign(&full, &text),
            DeValue::Array(words) if full == "list.columns" => {
                let words: Vec<String> = words.iter().map(|word| value_text(word.get_ref())).collect();
                self.config.assign(&full, &words.join(" "))
            }
            // A text that is never valid is assigned to a scratch configuration, for the allowed values.
            _ => match Config::default().assign(&full, "[…]") {
                Ok(()) => Err(Refusal::Value("\"…\"".to_owned())),
                refused => refused,
            },
        };
        if let Err(refusal) = set {
            let at = if matches!(refusal, Refusal::Unknown(_) | Refusal::Nameless(_)) {
                key.span().start
            } else {
                value.span().start
            };
            self.refuse(at, refusal, &full, &text);
        }
    }

    fn scopes(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let scope = key.get_ref().as_ref();
            if !prefix.is_empty() && Config::is_key(&format!("{prefix}{scope}")) {
                self.assign(format!("{prefix}{scope}"), key, value);
                continue;
            }
            match value.get_ref() {
                DeValue::Table(rows) if Config::SCOPES.contains(&scope) => {
                    for (chord, command) in rows {
                        self.binding(scope, chord, command);
                    }
                }
                other if Config::SCOPES.contains(&scope) => {
                    let fits = format!("[{prefix}{scope}]");
                    self.refuse(value.span().start, Refusal::Value(fits), scope, &value_text(other));
                }
                _ => match nearest(scope, Config::SCOPES.iter().copied()) {
                    Some(near) => {
                        let near = Refusal::Unknown(Some(format!("{prefix}{near}")));
                        self.refuse(key.span().start, near, &format!("{prefix}{scope}"), "");
                    }
                    None => {
                        self.refuse(key.span().start, Refusal::Value(Config::SCOPES.join(", ")), "keys", scope);
                    }
                },
            }
        }
        self.config.keys.sort_by_key(|row| (row.line, row.column));
    }

    fn binding(&mut self, scope: &str, chord: &Spanned<std::borrow::Cow<'_, str>>, command: &Spanned<DeValue<'_>>) {
        let full = format!("keys.{scope}");
        let parsed = match Chord::parse(chord.get_ref()) {
            Ok(parsed) if !parsed.is_count() && meant(chord.get_ref()).is_none() => parsed,
            _ => {
                let fits = meant(chord.get_ref());
                let fits = Refusal::Value(fits.unwrap_or_else(|| "j, gg, <C-d>, <A-Right>, <Space>, <lt>".to_owned()));
                return self.refuse(chord.span().start, fits, &full, chord.get_ref());
            }
        };
        let DeValue::String(name) = command.get_ref() else {
            let at = command.span().start;
            return self.refuse(at, Refusal::Value("\"…\"".to_owned()), &full, &value_text(command.get_ref()));
        };
        let (line, column) = self.reading.position(chord.span().start);
        let row = KeyRow { scope: scope.to_owned(), chord: parsed, command: name.trim().to_owned(), line, column };
        self.config.keys.push(row);
    }

    fn refuse(&mut self, at: usize, refusal: Refusal, key: &str, value: &str) {
        self.reading.report(at, refusal.problem(key, value));
    }
}

/// What is meant by a key in the notation of another program, which is a sequence of keys here: `ctrl-x`, `C-x`, `^x`.
fn meant(chord: &str) -> Option<String> {
    let lower = chord.to_lowercase();
    let of = |names: &[&str]| names.iter().find_map(|name| lower.strip_prefix(name)?.strip_prefix(['-', '+']));
    let (modifier, key) = if let Some(key) = of(&["ctrl", "control", "c"]).or_else(|| lower.strip_prefix('^')) {
        ('C', key)
    } else {
        ('A', of(&["alt", "meta", "option", "a", "m"])?)
    };
    (key.chars().count() == 1).then(|| format!("<{modifier}-{key}>"))
}

fn key_of(table: &str, key: &Spanned<std::borrow::Cow<'_, str>>) -> String {
    format!("{table}.{}", key.get_ref())
}

#[cfg(test)]
mod tests {
    const THEMES: &str = "auto, dark, light, mono, sepia, contrast-dark, contrast-light, catppuccin-latte, \
                          catppuccin-mocha, gruvbox-dark, gruvbox-light, nord, solarized-dark, solarized-light, \
                          tokyo-night";

    #[test]
    fn keys_in_another_notation_are_told() {
        for (written, expected) in [
            ("ctrl-x", Some("<C-x>")),
            ("Ctrl+X", Some("<C-x>")),
            ("C-y", Some("<C-y>")),
            ("^X", Some("<C-x>")),
            ("alt-j", Some("<A-j>")),
            ("M-x", Some("<A-x>")),
            ("<C-x>", None),
            ("c", None),
            ("^", None),
            ("cc", None),
            ("ctrl", None),
            ("c-", None),
            ("ma", None),
        ] {
            assert_eq!(meant(written).as_deref(), expected, "{written}");
        }
    }

    use super::*;
    use crate::config::choice::Group;
    use crate::keys::Trie;
    use crate::problem::Code;
    use crate::typeset::Fill;
    use proptest::prelude::*;
    use std::path::PathBuf;

    #[test]
    fn the_shipped_file_is_the_default() {
        let (config, problems) = Config::load(Config::SHIPPED, Path::new(""));
        assert_eq!(problems, []);
        assert_eq!(config, Config::default());
        // Said once each, so that the file documents every key.
        let table: toml::Table = Config::SHIPPED.parse().unwrap();
        for key in Config::keys() {
            let value = match key.split_once('.') {
                Some((group, name)) => table.get(group).and_then(|group| group.get(name)),
                None => table.get(&key),
            };
            assert!(value.is_some(), "{key}");
        }
    }

    #[test]
    fn the_shipped_keys_have_no_conflicts() {
        let (rows, problems) = Config::load_keys(Config::SHIPPED_KEYS);
        assert_eq!(problems, []);
        for scope in Config::SCOPES {
            let mut trie = Trie::default();
            for row in rows.iter().filter(|row| row.scope == *scope) {
                assert_eq!(trie.insert(&row.chord, row.command.clone()), Ok(None), "{row:?}");
            }
            // The list and the article hear the global keys too, and hide none of them.
            for row in rows.iter().filter(|row| row.scope == "global" && ["list", "reader"].contains(scope)) {
                assert_eq!(trie.insert(&row.chord, row.command.clone()), Ok(None), "{scope} {row:?}");
            }
            assert!(!trie.bindings().is_empty(), "{scope}");
        }
    }

    #[test]
    fn values_are_set() {
        let source = "collection = \"blog\"\nmouse = false\nbody = \"html\"\n\
                      [collections]\nblog = \"posts\"\n[typography]\nmeasure = 66\nindent = 2\njustify = true\n[list]\ngroup = \"day\"\n\
                      [keys.reader]\n\"<C-D>\" = \"down\"\n\"gg\" = \"\"\n";
        let (config, problems) = Config::load(source, Path::new("/etc/x.toml"));
        assert_eq!(problems, []);
        assert_eq!(config.origin, PathBuf::from("/etc/x.toml"));
        assert_eq!((config.collection.as_deref(), config.mouse, config.group), (Some("blog"), false, Group::Day));
        assert_eq!((config.typography.measure, config.typography.justify), (66, true));
        assert_eq!(config.collections.get("blog").map(String::as_str), Some("posts"));
        let rows = config.keys.iter().map(|r| (r.scope.as_str(), r.chord.to_string(), r.command.as_str(), r.line));
        let rows: Vec<_> = rows.collect();
        assert_eq!(rows, [("reader", "<C-d>".to_owned(), "down", 13), ("reader", "gg".to_owned(), "", 14)]);
    }

    /// Code, line and arguments of every problem.
    fn complaints(source: &str) -> Vec<(Code, u32, u32, Vec<String>)> {
        let (_, problems) = Config::load(source, Path::new(""));
        let args = |p: &Problem| p.args.iter().map(ToString::to_string).collect();
        problems.iter().map(|p| (p.code, p.line.unwrap(), p.column.unwrap(), args(p))).collect()
    }

    #[test]
    fn every_mistake_has_its_place_and_a_word_of_help() {
        for (source, code, line, column, args) in [
            ("thme = \"dark\"", Code::ConfigUnknown, 1, 1, &["thme", "theme"][..]),
            ("\n  fill = \"greedy\"", Code::ConfigUnknown, 2, 3, &["fill", "typography.fill"]),
            ("[typografy]\nfill = 1", Code::ConfigUnknown, 1, 2, &["typografy", "typography"]),
            ("[typography]\nfil = 1", Code::ConfigUnknown, 2, 1, &["typography.fil", "typography.fill"]),
            ("[typography]\nfill = \"a\"", Code::ConfigValue, 2, 8, &["typography.fill", "a", "optimal, greedy"]),
            ("typography = 3", Code::ConfigValue, 1, 14, &["typography", "3", "[typography]"]),
            ("mouse = \"x\"", Code::ConfigValue, 1, 9, &["mouse", "x", "on, off"]),
            ("mouse = [1]", Code::ConfigValue, 1, 9, &["mouse", "[…]", "on, off"]),
            ("theme = [1]", Code::ConfigValue, 1, 9, &["theme", "[…]", THEMES]),
            ("browser = [1]", Code::ConfigValue, 1, 11, &["browser", "[…]", "\"…\""]),
            ("typography.measure = -1", Code::ConfigValue, 1, 22, &["typography.measure", "-1", "20–400"]),
            ("[keys.lst]\nj = \"down\"", Code::ConfigUnknown, 1, 7, &["keys.lst", "keys.list"]),
            ("[keys.list]\n\"<Foo>\" = \"down\"", Code::ConfigValue, 2, 1, &["keys.list", "<Foo>"]),
            ("[keys.list]\n3 = \"down\"", Code::ConfigValue, 2, 1, &["keys.list", "3"]),
            ("[keys.list]\nj = 3", Code::ConfigValue, 2, 5, &["keys.list", "3", "\"…\""]),
            ("[keys]\nlist = 3", Code::ConfigValue, 2, 8, &["list", "3", "[keys.list]"]),
            ("[searches]\na = \"舟 cate:x\"", Code::QueryField, 2, 5, &["cate", "category"]),
            ("[searches]\na = \"foo:x\"", Code::QueryNoField, 2, 5, &["foo"]),
            ("[searches]\na = 'after:soon'", Code::QueryValue, 2, 5, &["soon"]),
            ("[searches]\na = 'tag:\"x y'", Code::QueryUnclosed, 2, 5, &["x y"]),
            ("[searches]\na = \" \"", Code::QueryEmpty, 2, 5, &[]),
            ("[searches]\na = 3", Code::ConfigValue, 2, 5, &["searches.a", "3", "\"…\""]),
            ("[searches]\na = true", Code::ConfigValue, 2, 5, &["searches.a", "true", "\"…\""]),
            ("[searches]\na = [\"b\"]", Code::ConfigValue, 2, 5, &["searches.a", "[…]", "\"…\""]),
            ("[searches]\na.b = \"c\"", Code::ConfigValue, 2, 1, &["searches.a", "{…}", "\"…\""]),
            ("[searches]\n\"\" = \"b\"", Code::ConfigNameless, 2, 1, &["searches"]),
            ("[searches]\n\" \" = \"b\"", Code::ConfigNameless, 2, 1, &["searches"]),
            ("[collections]\n\"\" = \"b\"", Code::ConfigNameless, 2, 1, &["collections"]),
        ] {
            let found = complaints(source);
            assert_eq!(found.len(), 1, "{source}: {found:?}");
            let (found_code, found_line, found_column, found_args) = &found[0];
            assert_eq!((*found_code, *found_line, *found_column), (code, line, column), "{source}");
            assert_eq!(found_args[..args.len()], *args, "{source}");
        }
    }

    #[test]
    fn broken_lines_do_not_take_the_others_along() {
        for broken in
            ["mouse = = false", "theme = dark", "theme = \"dark", "[list", "theme \"dark\"", "= 3", "theme = \"a\" b"]
        {
            let source = format!("browser = \"w3m\"\n{broken}\n[typography]\nfill = \"greedy\"\n");
            let (config, problems) = Config::load(&source, Path::new(""));
            let found: Vec<_> = problems.iter().map(|problem| (problem.code, problem.line)).collect();
            assert_eq!(found, [(Code::ConfigInvalid, Some(2))], "{broken}: {problems:?}");
            assert_eq!(config.browser.as_deref(), Some("w3m"), "{broken}");
            assert_eq!(config.typography.fill, Fill::Greedy, "{broken}: {problems:?}");
        }
    }

    #[test]
    fn assignments_on_the_command_line() {
        let mut config = Config::default();
        assert_eq!(config.set("typography.fill=greedy"), Ok(()));
        assert_eq!(config.set("collections.blog = ~/a=b"), Ok(()));
        assert_eq!(config.collections.get("blog").map(String::as_str), Some("~/a=b"));
        assert_eq!(config.typography.fill, Fill::Greedy);
        for (assignment, value) in [
            ("theme=auto", &config.theme.clone()),
            ("language=zh_TW.UTF-8", &Some("zh_TW.UTF-8".to_owned())),
            ("lang=sr-Latn-RS", &Some("sr-Latn-RS".to_owned())),
            ("lang=fr_FR", &Some("fr_FR".to_owned())),
            ("timezone=+08:00", &Some("+08:00".to_owned())),
            ("timezone=", &None),
        ] {
            assert_eq!(config.set(assignment), Ok(()), "{assignment}");
            let set = match assignment.split_once('=').map(|(key, _)| key) {
                Some("theme") => &config.theme,
                Some("language") => &config.language,
                Some("lang") => &config.lang,
                _ => &config.timezone,
            };
            assert_eq!(set, value, "{assignment}");
        }
        let refused = config.clone();
        for (assignment, code) in [
            ("typography.full=x", Code::ConfigUnknown),
            ("typography.fill=x", Code::ConfigValue),
            ("typography.fill", Code::ConfigAssignment),
            ("theme=drak", Code::ConfigValue),
            ("language=fr", Code::ConfigValue),
            ("lang=Chinese (Taiwan)", Code::ConfigValue),
            ("timezone=Mars/Olympus", Code::ConfigValue),
            ("", Code::ConfigAssignment),
            ("=", Code::ConfigUnknown),
            ("collections.=x", Code::ConfigNameless),
            ("searches.=x", Code::ConfigNameless),
            ("searches.a=", Code::QueryEmpty),
            ("searches.a=is:gone", Code::QueryValue),
        ] {
            assert_eq!(config.set(assignment).map_err(|problem| problem.code), Err(code), "{assignment}");
        }
        assert_eq!(config, refused);
        for key in Config::keys() {
            let unknown = config.set(&format!("{key}=?")).is_err_and(|problem| problem.code == Code::ConfigUnknown);
            assert!(!unknown, "{key}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_a_configuration(source in any::<String>(), assignment in any::<String>()) {
            let (mut config, _) = Config::load(&source, Path::new(""));
            let _ = config.set(&assignment);
            let _ = Config::load_keys(&source);
        }
    }
}
