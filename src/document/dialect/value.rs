//! The values that templates use.

/// A value of front matter, or of the data of a site.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// A text.
    Text(String),
    /// A number or boolean as it is displayed.
    Number(String),
    /// A list.
    List(Vec<Value>),
    /// Keys and values in order; the last of equal keys counts.
    Map(Vec<(String, Value)>),
}

impl Value {
    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The value of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(pairs) => pairs.iter().rev().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// As [`Value::get`], without regard to case, as Hugo compares keys.
    pub fn get_ignoring_case(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(pairs) => {
                pairs.iter().rev().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// Sets a key of a map, unless it has one.
    pub fn or_insert(&mut self, key: &str, value: impl FnOnce() -> Self) {
        if let Self::Map(pairs) = self
            && !pairs.iter().any(|(name, _)| name == key)
        {
            pairs.push((key.to_owned(), value()));
        }
    }

    /// Whether the value switches something on: not absent, `false`, `no`, `off`, `0` or empty. A map is on unless its
    /// `enable` is off.
    pub fn is_on(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Text(text) | Self::Number(text) => !matches!(
                text.trim().to_ascii_lowercase().as_str(),
                "" | "false" | "no" | "off" | "0" | "none" | "null"
            ),
            Self::List(items) => items.iter().any(Self::is_on),
            Self::Map(pairs) => match self.get("enable").or_else(|| self.get("enabled")) {
                Some(enabled) => enabled.is_on(),
                None => !pairs.is_empty(),
            },
        }
    }
}
