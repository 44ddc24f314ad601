//! The table of known tags, `assets/tags.txt`.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

use crate::document::dialect::shortcode::tag::role::{Role, Shape};

const SOURCE: &str = include_str!("../../../../../assets/tags.txt");

/// Whose tags.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::document::dialect::shortcode) enum Section {
    /// Tags that mean the same everywhere.
    Any,
    /// Hugo and Zola.
    Hugo,
    /// Hexo, Jekyll and Eleventy.
    Hexo,
    /// Files included by Jekyll.
    Include,
}

/// How the parameters without names are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Split {
    /// By blanks.
    Words,
    /// By blanks; quoted words may be assignments: `"url=a.mp4"`.
    Assignments,
    /// By commas, `::` or `|`.
    Fields,
    /// By `@`.
    At,
}

/// A known tag.
#[derive(Debug)]
pub(in crate::document::dialect::shortcode) struct Tag {
    pub(in crate::document::dialect::shortcode) shape: Shape,
    /// The address of a player, with `{id}` and other names to be replaced; or how to make it.
    pub(in crate::document::dialect::shortcode) address: &'static str,
    pub(in crate::document::dialect::shortcode) split: Split,
    /// The roles of the parameters without names.
    pub(in crate::document::dialect::shortcode) free: Vec<Role>,
    /// Whether the last of these takes all that follow.
    pub(in crate::document::dialect::shortcode) takes_rest: bool,
    pub(in crate::document::dialect::shortcode) named: Vec<(&'static str, Role)>,
}

type Table = FxHashMap<(Section, &'static str), usize>;

static TAGS: LazyLock<(Vec<Tag>, Table)> = LazyLock::new(|| {
    let (mut tags, mut table) = (Vec::new(), Table::default());
    let mut section = Section::Any;
    for line in SOURCE.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[') {
            section = section_named(name.trim_end_matches(']'));
        } else if let Some((names, tag)) = row(line) {
            table.extend(names.split(' ').map(|name| ((section, name), tags.len())));
            tags.push(tag);
        }
    }
    (tags, table)
});

fn section_named(name: &str) -> Section {
    match name {
        "hugo" => Section::Hugo,
        "hexo" => Section::Hexo,
        "include" => Section::Include,
        _ => Section::Any,
    }
}

/// The names of a row and the tag it describes.
fn row(line: &'static str) -> Option<(&'static str, Tag)> {
    let mut columns = line.split('|').map(str::trim);
    let (names, shape) = (columns.next()?, columns.next()?);
    let (free, named) = (columns.next()?, columns.next().unwrap_or(""));
    let (shape, address) = shape.split_once(' ').unwrap_or((shape, ""));
    let mut split = Split::Words;
    let mut roles = Vec::new();
    let mut takes_rest = false;
    for word in free.split_whitespace() {
        match word {
            "," => split = Split::Fields,
            "@" => split = Split::At,
            "=" => split = Split::Assignments,
            "+" => takes_rest = true,
            word => roles.push(Role::named(word)?),
        }
    }
    let named = named.split_whitespace().map(|pair| {
        let (key, role) = pair.split_once('=')?;
        Some((key, Role::named(role)?))
    });
    let named = named.collect::<Option<Vec<_>>>()?;
    Some((names, Tag { shape: Shape::named(shape)?, address, split, free: roles, takes_rest, named }))
}

/// The tag with this name, in the first of these sections that has one. A path such as `blocks/cover` is also found by
/// its last part.
pub(in crate::document::dialect::shortcode) fn find(name: &str, sections: &[Section]) -> Option<&'static Tag> {
    let (tags, table) = &*TAGS;
    let last = name.rsplit('/').next().unwrap_or(name);
    sections.iter().find_map(|section| {
        let index = table.get(&(*section, name)).or_else(|| table.get(&(*section, last)))?;
        tags.get(*index)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All rows are read, and no section names a tag twice.
    #[test]
    fn every_row_is_read() {
        let rows = SOURCE.lines().filter(|line| line.contains(" | ") && !line.starts_with('#'));
        let mut names = 0;
        let mut count = 0;
        for line in rows {
            assert!(row(line).is_some(), "{line}");
            names += line.split('|').next().unwrap().split_whitespace().count();
            count += 1;
        }
        assert_eq!((TAGS.0.len(), TAGS.1.len()), (count, names));
    }
}
