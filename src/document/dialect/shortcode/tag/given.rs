//! The parameters that a use of a tag gives, by role.

use std::borrow::Cow;

use crate::document::dialect::shortcode::arguments::{Arguments, Word, assignment, unescape};
use crate::document::dialect::shortcode::tag::role::{Role, Shape};
use crate::document::dialect::shortcode::tag::table::{Split, Tag};

/// The values that a tag is given.
#[derive(Debug, Default)]
pub(in crate::document::dialect::shortcode) struct Given<'a> {
    /// In the order of the source; not empty.
    values: Vec<(Role, Cow<'a, str>)>,
}

impl<'a> Given<'a> {
    /// The values for the parameters of a known tag.
    pub(in crate::document::dialect::shortcode) fn new(tag: &Tag, arguments: &Arguments<'a>) -> Self {
        let mut given = Self::default();
        let mut at = 0;
        for (key, value, quoted) in parts(tag, arguments) {
            let role = match key {
                Some(key) => role_of(tag, key),
                None => {
                    at += 1;
                    match tag.free.get(at - 1) {
                        Some(role) => *role,
                        None if tag.takes_rest => {
                            given.append(tag.free.last().copied(), value);
                            continue;
                        }
                        // More than the table knows: what can only be text is kept.
                        None if quoted && is_foreign(value) => Role::Detail,
                        None => Role::Hidden,
                    }
                }
            };
            given.push(role, value);
        }
        given
    }

    /// The values of an unknown tag that are text for readers, or where it leads to. Words without a name have the role
    /// `free`.
    pub(in crate::document::dialect::shortcode) fn unknown(arguments: &Arguments<'a>, free: Role) -> Self {
        let mut given = Self::default();
        let mut continues = false;
        for word in &arguments.words {
            let is_text = is_foreign(word.value) || word.quoted && is_sentence(word.value);
            match word.key {
                Some(key) => given.push(Role::of(&key.to_ascii_lowercase(), Shape::Card), word.value),
                None if is_text && continues && !word.quoted => given.append(Some(free), word.value),
                None if is_text => given.push(free, word.value),
                None => {}
            }
            continues = word.key.is_none() && is_text && !word.quoted;
        }
        given
    }

    fn push(&mut self, role: Role, value: &'a str) {
        let value = value.trim();
        let is_flag = role.is_text() && matches!(value, "true" | "false");
        if role != Role::Hidden && !value.is_empty() && !is_flag {
            self.values.push((role, unescape(value)));
        }
    }

    /// Adds a word to the last value, if it has this role.
    fn append(&mut self, role: Option<Role>, word: &'a str) {
        match self.values.last_mut() {
            Some((last, value)) if Some(*last) == role => {
                value.to_mut().push(' ');
                value.to_mut().push_str(word);
            }
            _ => self.push(role.unwrap_or(Role::Hidden), word),
        }
    }

    /// The first value with this role.
    pub(in crate::document::dialect::shortcode) fn get(&self, role: Role) -> Option<&str> {
        self.all(role).next()
    }

    /// All values with this role.
    pub(in crate::document::dialect::shortcode) fn all(&self, role: Role) -> impl Iterator<Item = &str> {
        self.values.iter().filter(move |(it, _)| *it == role).map(|(_, value)| value.as_ref())
    }

    /// The first value with one of these roles, the first role first.
    pub(in crate::document::dialect::shortcode) fn any(&self, roles: &[Role]) -> Option<&str> {
        roles.iter().find_map(|role| self.get(*role))
    }

    /// Whether a switch such as `open` is on.
    pub(in crate::document::dialect::shortcode) fn is(&self, role: Role) -> bool {
        self.get(role).is_some_and(|value| !matches!(value, "false" | "0" | "no"))
    }
}

/// The name, value and quotation of each parameter.
type Part<'a> = (Option<&'a str>, &'a str, bool);

fn parts<'a>(tag: &Tag, arguments: &Arguments<'a>) -> Vec<Part<'a>> {
    let raw = arguments.raw;
    let is_divided = raw.contains([',', '|']) || raw.contains("::");
    // Without a separator, the words are one field.
    let is_title = tag.free.first() == Some(&Role::Title)
        && !is_divided
        && arguments.words.iter().all(|word| word.key.is_none() && !word.quoted);
    match tag.split {
        Split::Fields if is_title && !raw.is_empty() => vec![(None, raw, false)],
        Split::At if raw.contains('@') => raw.split('@').map(|part| (None, part.trim(), false)).collect(),
        Split::Fields if is_divided => {
            let field = |field: &'a str| match assignment(field) {
                Some((key, value)) => (Some(key), value, false),
                None => (None, field, false),
            };
            arguments.fields().into_iter().map(field).collect()
        }
        Split::Assignments => {
            let word = |word: &Word<'a>| match assignment(word.value) {
                Some((key, value)) if word.key.is_none() => (Some(key), value, word.quoted),
                _ => (word.key, word.value, word.quoted),
            };
            arguments.words.iter().map(word).collect()
        }
        _ => arguments.words.iter().map(|word| (word.key, word.value, word.quoted)).collect(),
    }
}

fn role_of(tag: &Tag, key: &str) -> Role {
    let listed = tag.named.iter().find(|(name, _)| name.eq_ignore_ascii_case(key));
    listed.map_or_else(|| Role::of(&key.to_ascii_lowercase(), tag.shape), |(_, role)| *role)
}

/// Whether a text has letters that no style or identifier has.
fn is_foreign(text: &str) -> bool {
    text.chars().any(|c| c.is_alphabetic() && !c.is_ascii())
}

/// Whether a quoted text is a sentence or title rather than a list of styles.
fn is_sentence(text: &str) -> bool {
    let text = text.trim();
    text.contains(' ') && text.starts_with(|c: char| c.is_ascii_uppercase()) && !text.contains([';', '{', '<'])
}
