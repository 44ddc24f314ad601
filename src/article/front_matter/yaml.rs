//! Full YAML through `serde_yaml`, with limits, collecting only the keys that an article uses.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::article::front_matter::names;
use crate::article::front_matter::value::{Pairs, Value};

/// The maximum number of values collected of front matter, against aliases that are expanded thousands of times.
const MAX_VALUES: u32 = 10_000;

/// The same of a data file.
const MAX_DATA: u32 = 200_000;

/// A text counts as one more value for each of these bytes.
const BYTES_PER_VALUE: usize = 64;

/// What the parser does when it looks for the end of a quoted text.
const QUOTED: &str = "scanning a quoted scalar";

/// Why a strict parser failed.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::article) struct ParseError {
    /// The parser's message.
    pub message: String,
    /// Line and column within the front matter, from 1.
    pub place: Option<(u32, u32)>,
}

/// Parses a mapping; an empty document counts as an empty mapping.
pub(in crate::article) fn parse(source: &str) -> Result<Pairs<'static>, ParseError> {
    let budget = Cell::new(MAX_VALUES);
    Top(&budget).deserialize(serde_yaml::Deserializer::from_str(source)).map_err(|error| {
        let place = error.location().map(|place| (place.line() as u32, place.column() as u32));
        let text = error.to_string();
        // The position in the message is relative to the front matter, not to the file.
        let message = text.split(" at line ").next().unwrap_or_default();
        // The parser's own message would contain the whole front matter.
        let message = if message.starts_with("invalid type") { "not a mapping" } else { message };
        let opening = opening(&text);
        let is_quoted = opening.is_some_and(|(what, _)| what == QUOTED);
        let message = if is_quoted { format!("{message} while {QUOTED}") } else { message.to_owned() };
        ParseError { message, place: opening.map(|(_, opened)| opened).or(place) }
    })
}

/// What was never closed, and where it was opened. The parser's own place is where it noticed, lines later.
fn opening(message: &str) -> Option<(&str, (u32, u32))> {
    let (_, context) = message.split_once(", while ")?;
    let (what, place) = context.split_once(" at line ")?;
    let (line, column) = place.split_once(" column ")?;
    let is_known = [QUOTED, "parsing a flow sequence", "parsing a flow mapping"].contains(&what);
    Some((what, (line.parse().ok()?, column.parse().ok()?))).filter(|_| is_known)
}

/// Parses any value, with all keys.
pub(in crate::article) fn any(source: &str) -> Result<Value<'static>, ParseError> {
    let budget = Cell::new(MAX_DATA);
    Any(&budget)
        .deserialize(serde_yaml::Deserializer::from_str(source))
        .map_err(|error| ParseError { message: error.to_string(), place: None })
}

struct Top<'b>(&'b Cell<u32>);

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = Pairs<'static>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = Pairs<'static>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a mapping")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key_seed(Any(self.0))? {
            let key = key.scalar().unwrap_or_default().to_owned();
            if names::is_field(&key) {
                pairs.push((Cow::Owned(key), map.next_value_seed(Any(self.0))?));
            } else {
                map.next_value::<IgnoredAny>()?;
                pairs.push((Cow::Owned(key), Value::Null));
            }
        }
        Ok(pairs)
    }
}

/// Any value, within the budget.
#[derive(Clone, Copy)]
struct Any<'b>(&'b Cell<u32>);

impl Any<'_> {
    fn spend<E: serde::de::Error>(self, count: usize) -> Result<(), E> {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let left = self.0.get().checked_sub(count).ok_or_else(|| E::custom("too many values"))?;
        self.0.set(left);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Any<'_> {
    type Value = Value<'static>;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        self.spend::<D::Error>(1)?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Any<'_> {
    type Value = Value<'static>;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a value")
    }
    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }
    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Number(value.to_string()))
    }
    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Number(value.to_string()))
    }
    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Value::Number(value.to_string()))
    }
    fn visit_i128<E>(self, value: i128) -> Result<Self::Value, E> {
        Ok(Value::Number(value.to_string()))
    }
    fn visit_u128<E>(self, value: u128) -> Result<Self::Value, E> {
        Ok(Value::Number(value.to_string()))
    }
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Value::Number(value.to_string()))
    }
    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Self::Value, E> {
        self.spend::<E>(value.len() / BYTES_PER_VALUE)?;
        Ok(Value::Text(Cow::Owned(value.to_owned())))
    }
    fn visit_enum<A: serde::de::EnumAccess<'de>>(self, data: A) -> Result<Self::Value, A::Error> {
        // A tagged value: the tag is ignored.
        use serde::de::VariantAccess;
        let (_, value): (String, _) = data.variant()?;
        value.newtype_variant_seed(self)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element_seed(self)? {
            items.push(item);
        }
        Ok(Value::List(items))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut pairs = Vec::new();
        while let Some(key) = map.next_key_seed(self)? {
            let key = key.scalar().map(str::to_owned).ok_or_else(|| A::Error::custom("a key is not a string"));
            pairs.push((key?, map.next_value_seed(self)?));
        }
        Ok(Value::Map(pairs))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mistakes_have_the_place_where_they_are_mended() {
        for (source, message, place) in [
            (
                "a: 1\ntitle: \"open\ndate: 2024-01-02\n",
                "found unexpected end of stream while scanning a quoted scalar",
                (2, 8),
            ),
            ("title: 'open\ndate: x\n", "found unexpected end of stream while scanning a quoted scalar", (1, 8)),
            ("title: a\ntags: [a, b\ncategory: x\n", "did not find expected ',' or ']'", (2, 7)),
            ("title: {a: 1\ndate: x\n", "did not find expected ',' or '}'", (1, 8)),
            ("title: \"C:\\path\"\n", "found unknown escape character", (1, 11)),
            ("title: 'it's fine'\n", "did not find expected key", (1, 12)),
            ("title: a: b\n", "mapping values are not allowed in this context", (1, 9)),
        ] {
            let expected = ParseError { message: message.to_owned(), place: Some(place) };
            assert_eq!(parse(source), Err(expected), "{source}");
        }
    }
}
