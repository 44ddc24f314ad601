//! Which file uses which: names are followed through re-exports to the file that defines them.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::ToTokens;

use super::source::{Source, UsedPath};

/// For each file, the files it uses: those that define a name in it. A folder's `mod.rs` may re-export what its files
/// define without using them.
pub type Uses<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// The modules that live in files of their own, and what each of them imports under which name.
struct Modules<'a> {
    files: BTreeMap<&'a [String], &'a Source>,
    imports: BTreeMap<&'a [String], BTreeMap<String, Vec<String>>>,
}

/// The uses within the library.
pub fn uses(sources: &[Source]) -> Uses<'_> {
    Modules::new(sources).uses()
}

impl<'a> Modules<'a> {
    fn new(sources: &'a [Source]) -> Self {
        let library = || sources.iter().filter(|source| source.module != ["main"]);
        let files: BTreeMap<&[String], &Source> = library().map(|source| (source.module.as_slice(), source)).collect();
        let mut modules = Self { files, imports: BTreeMap::new() };
        for source in library() {
            let mut imports = BTreeMap::new();
            for item in source.file.items.iter().filter(|item| matches!(item, syn::Item::Use(_))) {
                for path in modules.own_paths(source, item.to_token_stream()) {
                    if let Some(last) = path.segments.last() {
                        imports.insert(path.alias.clone().unwrap_or_else(|| last.clone()), path.segments);
                    }
                }
            }
            modules.imports.insert(&source.module, imports);
        }
        modules
    }

    /// The paths in `tokens` that lead into the library, written from its root.
    fn own_paths(&self, source: &Source, tokens: TokenStream) -> Vec<UsedPath> {
        let mut found = source.paths_in(tokens);
        for path in &mut found {
            let child =
                path.segments.first().map(|first| [source.module.as_slice(), std::slice::from_ref(first)].concat());
            if !path.own && path.segments.len() > 1 && child.is_some_and(|child| self.files.contains_key(&child[..])) {
                path.own = true;
                path.segments.splice(0..0, source.module.iter().cloned());
            }
        }
        found.retain(|path| path.own);
        found
    }

    /// The file that defines what a path names.
    fn definition(&self, path: &[String]) -> Option<&'a Source> {
        let mut path = path.to_vec();
        // Each step replaces one name. Re-exports that name each other in a ring do not compile.
        for _ in 0..16 {
            let length = (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length]))?;
            let module = &path[..length];
            let imported = path.get(length).and_then(|name| self.imports.get(module)?.get(name));
            match imported {
                Some(target) if target[..] != path[..=length] => {
                    let rest = path[length + 1..].to_vec();
                    path = [target.as_slice(), &rest].concat();
                }
                _ => return self.files.get(module).copied(),
            }
        }
        None
    }

    /// Re-exports and declarations of modules are not uses.
    fn uses(&self) -> Uses<'a> {
        let mut uses = Uses::new();
        for source in self.files.values() {
            let entry = uses.entry(source.name()).or_default();
            for item in &source.file.items {
                if matches!(item, syn::Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited)) {
                    continue;
                }
                for path in self.own_paths(source, item.to_token_stream()) {
                    let target = self.definition(&path.segments);
                    entry.extend(target.map(Source::name).filter(|target| *target != source.name()));
                }
            }
        }
        uses
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge::sources;
    use super::*;

    #[test]
    fn names_are_followed_to_their_definitions() {
        let sources = sources(&[
            ("src/app/mod.rs", "mod state; mod page; pub use state::Model; pub use page::view as shown;"),
            ("src/app/state.rs", "pub struct Model;"),
            ("src/app/page/mod.rs", "mod view; pub use view::view;"),
            ("src/app/page/view.rs", "pub fn view() {}"),
            ("src/view.rs", "use crate::app::{Model, shown}; #[cfg(test)] mod tests { use crate::work::X; }"),
            ("src/work.rs", "pub(in crate::view) fn f() { let a = crate::app::page::view(); }"),
            ("src/run.rs", "mod inner { use crate::app; fn f(m: app::Model) { vec![crate::work::f()]; } }"),
        ]);
        let uses = uses(&sources);
        let of = |file: &str| uses[file].iter().copied().collect::<Vec<_>>();
        assert_eq!(of("src/app/mod.rs"), [""; 0]);
        assert_eq!(of("src/view.rs"), ["src/app/page/view.rs", "src/app/state.rs"]);
        assert_eq!(of("src/work.rs"), ["src/app/page/view.rs"]);
        assert_eq!(of("src/run.rs"), ["src/app/mod.rs", "src/work.rs"]);
    }
}
