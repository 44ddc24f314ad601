//! The values of front matter, in whatever language it is written.

use std::borrow::Cow;

use crate::text::first_bytes;

/// A value of front matter.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::article) enum Value<'a> {
    /// No value.
    Null,
    /// A scalar as the file writes it.
    Text(Cow<'a, str>),
    /// A number or boolean whose spelling the parser did not keep.
    Number(String),
    /// A list.
    List(Vec<Value<'a>>),
    /// Keys and values in order.
    Map(Vec<(String, Value<'a>)>),
}

/// Keys and values in order; keys may occur twice.
pub(in crate::article) type Pairs<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

impl<'a> Value<'a> {
    /// A borrowed text.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// The text of a scalar.
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(text) => Some(text),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The same without borrowing. Recursion is safe: the parsers limit the depth to about a hundred.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Number(text) => Value::Number(text),
            Self::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Self::Map(pairs) => Value::Map(pairs.into_iter().map(|(key, value)| (key, value.into_owned())).collect()),
        }
    }

    /// All scalars in reading order, and the keys of maps.
    pub fn scalars(&self) -> Vec<&str> {
        let mut out = Vec::new();
        let mut open = vec![Step::Value(self)];
        while let Some(step) = open.pop() {
            match step {
                Step::Key(text) => out.push(text),
                Step::Value(Self::List(items)) => open.extend(items.iter().rev().map(Step::Value)),
                Step::Value(Self::Map(pairs)) => {
                    for (key, value) in pairs.iter().rev() {
                        open.extend([Step::Value(value), Step::Key(key)]);
                    }
                }
                Step::Value(value) => out.extend(value.scalar()),
            }
        }
        out
    }

    /// Cuts every text to `longest` bytes, and keeps at most `left` texts, which is reduced by the number kept. Returns
    /// whether nothing was cut.
    pub fn bound(&mut self, longest: usize, left: &mut usize) -> bool {
        let mut whole = true;
        match self {
            Self::List(items) => {
                items.retain_mut(|item| {
                    whole &= *left > 0;
                    *left > 0 && {
                        whole &= item.bound(longest, left);
                        true
                    }
                });
            }
            Self::Map(members) => {
                members.retain_mut(|(_, value)| {
                    whole &= *left > 0;
                    *left > 0 && {
                        whole &= value.bound(longest, left);
                        true
                    }
                });
            }
            Self::Text(text) => {
                whole = text.len() <= longest;
                if !whole {
                    *text = Cow::Owned(first_bytes(text, longest).to_owned());
                }
                *left = left.saturating_sub(1);
            }
            Self::Number(_) | Self::Null => *left = left.saturating_sub(1),
        }
        whole
    }

    /// Restores the spelling of numbers from `spelled`, a lenient parse of the same text, which may have flattened
    /// nested lists.
    pub fn respell(&mut self, spelled: &Value<'_>) {
        let spelled = spelled.scalars();
        if self.scalars().len() == spelled.len() {
            self.respell_each(&mut spelled.into_iter());
        }
    }

    fn respell_each<'s>(&mut self, spelled: &mut impl Iterator<Item = &'s str>) {
        match self {
            Self::Null => {}
            Self::Text(_) => drop(spelled.next()),
            Self::Number(number) => *number = spelled.next().unwrap_or(number).to_owned(),
            Self::List(items) => items.iter_mut().for_each(|item| item.respell_each(spelled)),
            Self::Map(members) => members.iter_mut().for_each(|(_, value)| {
                spelled.next();
                value.respell_each(spelled);
            }),
        }
    }

    /// Whether it contains a number.
    pub fn has_number(&self) -> bool {
        match self {
            Self::Number(_) => true,
            Self::Null | Self::Text(_) => false,
            Self::List(items) => items.iter().any(Self::has_number),
            Self::Map(members) => members.iter().any(|(_, value)| value.has_number()),
        }
    }
}

enum Step<'v, 'a> {
    Key(&'v str),
    Value(&'v Value<'a>),
}

/// Whether a plain scalar is null in YAML.
pub(in crate::article) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
