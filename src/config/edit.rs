//! Changing one setting in the text of a configuration file. Comments, order and everything else stay as written.

use toml_edit::{DocumentMut, Item, Table, TableLike, Value};

use crate::config::Config;
use crate::problem::{Code, Problem};
use crate::text::LineIndex;

impl Config {
    /// The text of a configuration file in which a key, such as `typography.measure`, has this value. A key that is there
    /// keeps its place and the comments around it; another one is added at the end of its table. Whether the value fits
    /// is not checked here.
    ///
    /// # Errors
    /// The text is not valid TOML: then nothing can be changed in it without the risk of changing more. Or what should be
    /// a table is none.
    pub fn with_setting(text: &str, key: &str, value: &str) -> Result<String, Problem> {
        let mut document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            let at = error.span().map_or(0, |span| span.start);
            let (line, column) = LineIndex::new(text).at(at);
            Problem::new(Code::ConfigInvalid).with(error.message()).at(line, column)
        })?;
        let value = typed(key, value);
        match key.split_once('.') {
            None if document.is_empty() => return Ok(appended(text, key, value)),
            None => put(document.as_table_mut(), key, value),
            Some((table, _)) if !document.contains_key(table) => return Ok(appended(text, key, value)),
            Some((table, name)) => {
                let inside = document.entry(table).or_insert_with(|| Item::Table(Table::new()));
                let fits = || Problem::new(Code::ConfigValue).with(table).with("…").with(format!("[{table}]"));
                put(inside.as_table_like_mut().ok_or_else(fits)?, name, value);
            }
        }
        let written = document.to_string();
        // The editor writes line feeds at the ends of lines, whatever there was.
        Ok(if text.contains("\r\n") { written.replace("\r\n", "\n").replace('\n', "\r\n") } else { written })
    }
}

/// A text with a setting, in a table of its own, behind everything else: the editor would put it before the comments at
/// the end, which may belong to what is above them.
fn appended(text: &str, key: &str, value: Value) -> String {
    let mut own = DocumentMut::new();
    match key.split_once('.') {
        None => put(own.as_table_mut(), key, value),
        Some((table, name)) => {
            let mut inside = Table::new();
            put(&mut inside, name, value);
            own.insert(table, Item::Table(inside));
        }
    }
    let gap = match text.chars().last() {
        None => "",
        Some('\n') if key.contains('.') => "\n",
        Some('\n') => "",
        Some(_) => "\n\n",
    };
    let own = format!("{gap}{own}");
    format!("{text}{}", if text.contains("\r\n") { own.replace('\n', "\r\n") } else { own })
}

/// Sets a value, with the white space and the comment of the one before.
fn put(table: &mut dyn TableLike, name: &str, mut value: Value) {
    match table.get_mut(name) {
        Some(Item::Value(old)) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        _ => drop(table.insert(name, Item::Value(value))),
    }
}

/// A value of the type that the key has in [`Config::SHIPPED`].
fn typed(key: &str, value: &str) -> Value {
    let shipped: Option<DocumentMut> = Config::SHIPPED.parse().ok();
    let shipped = shipped.as_ref().and_then(|shipped| match key.split_once('.') {
        None => shipped.get(key),
        Some((table, name)) => shipped.get(table)?.get(name),
    });
    match (shipped, value) {
        (Some(shipped), "on" | "true") if shipped.is_bool() => true.into(),
        (Some(shipped), "off" | "false") if shipped.is_bool() => false.into(),
        (Some(shipped), number) if shipped.is_integer() && number.parse::<i64>().is_ok() => {
            number.parse::<i64>().unwrap_or_default().into()
        }
        _ => value.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    const FILE: &str = "# 我的设置\n\ntheme = \"nord\"   # 夜里用\n\n[typography]   # 排版\n# 宽度\nmeasure=80 # 字\n\
                        indent = \"2\"\n\n[keys.list]\n\"J\" = \"half-down\"\n";

    #[test]
    fn one_value_changes_and_nothing_else() {
        for (text, key, value, expected) in [
            (FILE, "theme", "sepia", FILE.replace("\"nord\"", "\"sepia\"")),
            (FILE, "typography.measure", "66", FILE.replace("measure=80", "measure=66")),
            (FILE, "typography.indent", "0", FILE.replace("\"2\"", "\"0\"")),
            (FILE, "typography.justify", "on", FILE.replace("indent = \"2\"\n", "indent = \"2\"\njustify = \"on\"\n")),
            (FILE, "mouse", "off", FILE.replace("夜里用\n", "夜里用\nmouse = false\n")),
            (FILE, "list.group", "day", format!("{FILE}\n[list]\ngroup = \"day\"\n")),
            (FILE, "searches.抗疫", "核酸 \"一 二\"", format!("{FILE}\n[searches]\n\"抗疫\" = '核酸 \"一 二\"'\n")),
            ("# mine\n", "theme", "nord", "# mine\ntheme = \"nord\"\n".to_owned()),
            ("[list]\n# group", "searches.a", "b", "[list]\n# group\n\n[searches]\na = \"b\"\n".to_owned()),
            ("mouse = true\r\n", "list.group", "day", "mouse = true\r\n\r\n[list]\r\ngroup = \"day\"\r\n".to_owned()),
            ("", "theme", "nord", "theme = \"nord\"\n".to_owned()),
            ("", "reader.read_after", "end", "[reader]\nread_after = \"end\"\n".to_owned()),
            ("typography.measure = 70\n", "typography.measure", "66", "typography.measure = 66\n".to_owned()),
            ("list = { group = \"none\" } # x\n", "list.group", "day", "list = { group = \"day\" } # x\n".to_owned()),
            ("theme = \"a\"\r\nmouse = true\r\n", "mouse", "off", "theme = \"a\"\r\nmouse = false\r\n".to_owned()),
        ] {
            let edited = Config::with_setting(text, key, value);
            assert_eq!(edited.as_deref(), Ok(expected.as_str()), "{key} {value}");
        }
    }

    #[test]
    fn what_was_written_is_what_is_read() {
        for (key, value) in
            [("typography.measure", "66"), ("mouse", "off"), ("reader.read_after", "30"), ("body", "html")]
        {
            let (config, problems) = Config::load(&Config::with_setting(FILE, key, value).unwrap(), Path::new(""));
            let mut expected = Config::load(FILE, Path::new("")).0;
            expected.set(&format!("{key}={value}")).unwrap();
            assert_eq!(problems, []);
            // The places of key bindings move.
            expected.keys.clone_from(&config.keys);
            assert_eq!(config, expected, "{key}");
        }
    }

    #[test]
    fn a_file_with_mistakes_is_not_touched() {
        let line =
            |text: &str| Config::with_setting(text, "theme", "nord").map_err(|problem| (problem.code, problem.line));
        assert_eq!(line("mouse = true\ntheme = nord\n"), Err((Code::ConfigInvalid, Some(2))));
        let refused = Config::with_setting("list = 3\n", "list.group", "day").map_err(|problem| problem.code);
        assert_eq!(refused, Err(Code::ConfigValue));
    }
}
