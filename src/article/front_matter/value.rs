//! What stands behind a key, whatever language the front matter is written in.

use std::borrow::Cow;

use crate::article::text::cut;

/// A value of front matter.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::article) enum Value<'a> {
    /// Nothing.
    Null,
    /// A scalar as the file wrote it.
    Text(Cow<'a, str>),
    /// A number or boolean whose spelling the parser did not keep.
    Number(String),
    /// A list.
    List(Vec<Value<'a>>),
    /// Keys and values in their order.
    Map(Vec<(String, Value<'a>)>),
}

/// Pairs of keys and values in their order; keys may stand twice.
pub(in crate::article) type Pairs<'a> = Vec<(Cow<'a, str>, Value<'a>)>;

impl<'a> Value<'a> {
    /// Text that is not copied.
    pub fn text(text: &'a str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }

    /// The scalar, if it is one.
    pub fn scalar(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(text) => Some(text),
            Self::Null | Self::List(_) | Self::Map(_) => None,
        }
    }

    /// The same without borrowing. Parsers end at a depth of about a hundred, so it may follow values down.
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Number(text) => Value::Number(text),
            Self::List(items) => Value::List(items.into_iter().map(Value::into_owned).collect()),
            Self::Map(pairs) => Value::Map(pairs.into_iter().map(|(key, value)| (key, value.into_owned())).collect()),
        }
    }

    /// Every scalar in it in reading order; of a map the keys too.
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

    /// Cuts every text to so many bytes, and to `left` texts altogether, of which it takes what it keeps; whether
    /// nothing was cut.
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
                    *text = Cow::Owned(cut(text, longest).to_owned());
                }
                *left = left.saturating_sub(1);
            }
            Self::Number(_) | Self::Null => *left = left.saturating_sub(1),
        }
        whole
    }

    /// Puts back the spelling of numbers from a reading of the same text that kept it, though perhaps not its lists
    /// within lists.
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

    /// Whether a number stands in it.
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

/// Whether a plain scalar means nothing in YAML.
pub(in crate::article) fn is_null(text: &str) -> bool {
    matches!(text, "" | "~" | "null" | "Null" | "NULL")
}
