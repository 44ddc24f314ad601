//! The architecture rules that the compiler does not know: layers, circles, who may use what, sizes, heads of files.
//!
//! Every rule is a function from sources to violations, and is proved by sources that break it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod circles;
mod exemptions;
mod heads;
mod imports;
mod judge;
mod layers;
mod owners;
mod sizes;
mod source;
mod uses;

use source::Source;

/// The rules for single files.
const CHECKS: &[fn(&Source) -> Vec<String>] = &[
    layers::layers,
    layers::order,
    owners::owners,
    owners::clocks,
    imports::imports,
    sizes::sizes,
    heads::heads,
    exemptions::exemptions,
];

#[track_caller]
fn assert_none(mut violations: Vec<String>) {
    violations.sort();
    violations.dedup();
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
}

#[test]
fn every_file_keeps_the_rules() {
    let sources = source::sources();
    assert!(sources.len() > 10);
    assert_none(sources.iter().flat_map(|source| CHECKS.iter().flat_map(|check| check(source))).collect());
}

#[test]
fn no_files_use_each_other() {
    assert_none(circles::circles(&source::sources()));
}

#[test]
fn folders_use_lower_folders_only() {
    assert_none(layers::inner_layers(&source::sources()));
}

#[test]
fn no_folder_is_crowded() {
    assert_none(sizes::folder_sizes(&source::files()));
}

#[test]
fn the_tables_name_existing_modules() {
    let sources = source::sources();
    let layers = layers::LAYERS.concat();
    let inner = layers::INNER_LAYERS.iter();
    let inner =
        inner.flat_map(|(module, layers)| layers.concat().into_iter().map(move |own| format!("{module}::{own}")));
    let owners = owners::OWNED.iter().flat_map(|(_, owners, _)| owners.iter().copied());
    let named = layers.into_iter().chain(owners).chain([exemptions::UNSAFE]).map(str::to_owned).chain(inner);
    let exists = |name: &String| sources.iter().any(|source| source.is_in(&[name]));
    assert_none(named.filter(|name| !exists(name)).collect());
}
