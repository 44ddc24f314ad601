//! No two files of the library use each other, directly or through others.
//!
//! A file uses another where it names something that is defined there. A name is followed through re-exports to its
//! definition, so a folder's `mod.rs` may re-export what its files define without using them.

use std::collections::{BTreeMap, BTreeSet};

use quote::ToTokens;

use super::{Named, Source, gather};

/// The modules that live in files of their own, and what each of them imports under which name.
struct Modules<'a> {
    files: BTreeMap<&'a [String], &'a Source>,
    imports: BTreeMap<&'a [String], BTreeMap<String, Vec<String>>>,
}

impl<'a> Modules<'a> {
    fn new(sources: &'a [Source]) -> Self {
        let library = || sources.iter().filter(|source| source.module != ["main"]);
        let files: BTreeMap<&[String], &Source> = library().map(|source| (source.module.as_slice(), source)).collect();
        let mut modules = Self { files, imports: BTreeMap::new() };
        for source in library() {
            let mut imports = BTreeMap::new();
            for item in source.file.items.iter().filter(|item| matches!(item, syn::Item::Use(_))) {
                for named in modules.own_names(source, item.to_token_stream()) {
                    if let Some(last) = named.segments.last() {
                        imports.insert(named.alias.clone().unwrap_or_else(|| last.clone()), named.segments);
                    }
                }
            }
            modules.imports.insert(&source.module, imports);
        }
        modules
    }

    /// The paths in `tokens` that lead into the library, written from its root.
    fn own_names(&self, source: &Source, tokens: proc_macro2::TokenStream) -> Vec<Named> {
        let mut found = Vec::new();
        gather(tokens, &mut found);
        for named in &mut found {
            source.resolve(named);
            let child = named.segments.first().map(|first| [&source.module, std::slice::from_ref(first)].concat());
            if !named.own && named.segments.len() > 1 && child.is_some_and(|child| self.files.contains_key(&child[..]))
            {
                named.own = true;
                named.segments.splice(0..0, source.module.iter().cloned());
            }
        }
        found.retain(|named| named.own);
        found
    }

    /// The file that defines what a path names: re-exports are followed.
    fn definition(&self, path: &[String]) -> Option<&'a Source> {
        let mut path = path.to_vec();
        // Each step replaces one name; re-exports that lead in a ring do not compile.
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

    /// The files each file uses. Re-exports and declarations of modules are no uses.
    fn uses(&self) -> BTreeMap<&'a str, BTreeSet<&'a str>> {
        let mut uses: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for source in self.files.values() {
            let entry = uses.entry(source.name()).or_default();
            for item in &source.file.items {
                if matches!(item, syn::Item::Use(item) if !matches!(item.vis, syn::Visibility::Inherited)) {
                    continue;
                }
                for named in self.own_names(source, item.to_token_stream()) {
                    if let Some(target) =
                        self.definition(&named.segments).filter(|target| target.name() != source.name())
                    {
                        entry.insert(target.name());
                    }
                }
            }
        }
        uses
    }
}

/// Each circle as the files on it, and the uses that tie them.
pub fn circles(sources: &[Source]) -> Vec<String> {
    let uses = Modules::new(sources).uses();
    let reach: BTreeMap<&str, BTreeSet<&str>> = uses.keys().map(|file| (*file, reachable(&uses, file))).collect();
    let mut found = Vec::new();
    let mut seen = BTreeSet::new();
    for file in uses.keys().filter(|file| reach[*file].contains(*file)) {
        if !seen.insert(*file) {
            continue;
        }
        let circle: BTreeSet<&str> = reach[file]
            .iter()
            .copied()
            .filter(|other| reach.get(other).is_some_and(|back| back.contains(file)))
            .collect();
        seen.extend(&circle);
        let ties = circle.iter().flat_map(|from| {
            uses[from].iter().filter(|to| circle.contains(*to)).map(move |to| format!("\n    {from} -> {to}"))
        });
        found.push(format!("a circle of {} files:{}", circle.len(), ties.collect::<String>()));
    }
    found
}

/// Every file that is used by `file`, directly or through others; `file` itself where it lies on a circle.
fn reachable<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>, file: &str) -> BTreeSet<&'a str> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&str> = vec![file];
    while let Some(next) = open.pop() {
        for used in uses.get(next).into_iter().flatten() {
            if found.insert(*used) {
                open.push(used);
            }
        }
    }
    found
}
