//! Files, functions and folders of a size that can be taken in at a glance.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

use super::source::Source;

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;
const FOLDER_FILES: usize = 14;

/// No long files and functions; the tests at the end of a file do not count.
pub fn sizes(source: &Source) -> Vec<String> {
    let lines = source.tests().unwrap_or_else(|| source.text.lines().count());
    let mut functions = Functions::default();
    functions.visit_file(&source.file);
    let long = functions.found.into_iter().filter(|(_, _, lines)| *lines > FUNCTION_LINES);
    let mut violations: Vec<String> =
        long.map(|(name, line, lines)| source.at(line, format!("`{name}` has {lines} lines"))).collect();
    if lines > FILE_LINES {
        violations.push(source.at(FILE_LINES, format!("the file has {lines} lines")));
    }
    violations
}

#[derive(Default)]
struct Functions {
    /// Name, first line, lines.
    found: Vec<(String, usize, usize)>,
}

impl Functions {
    fn note(&mut self, name: &syn::Ident, first: usize, block: &syn::Block) {
        let last = block.brace_token.span.close().end().line;
        self.found.push((name.to_string(), first, last + 1 - first));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.note(&function.sig.ident, function.sig.fn_token.span.start().line, &function.block);
        syn::visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.note(&function.sig.ident, function.sig.fn_token.span.start().line, &function.block);
        syn::visit::visit_impl_item_fn(self, function);
    }

    fn visit_trait_item_fn(&mut self, function: &'ast syn::TraitItemFn) {
        if let Some(block) = &function.default {
            self.note(&function.sig.ident, function.sig.fn_token.span.start().line, block);
        }
        syn::visit::visit_trait_item_fn(self, function);
    }
}

/// No folder with many Rust files directly in it.
pub fn folder_sizes(files: &[PathBuf]) -> Vec<String> {
    let mut folders: BTreeMap<&Path, usize> = BTreeMap::new();
    for folder in files.iter().filter_map(|file| file.parent()) {
        *folders.entry(folder).or_default() += 1;
    }
    let crowded = folders.into_iter().filter(|(_, count)| *count > FOLDER_FILES);
    crowded.map(|(folder, count)| format!("{}: the folder has {count} files", folder.display())).collect()
}

#[cfg(test)]
mod tests {
    use super::super::judge::judge;
    use super::*;

    #[test]
    fn long_files_and_functions_are_found() {
        let function = |lines: usize| format!("fn f() {{\n{}}}", "a();\n".repeat(lines - 2));
        let (fits, long) = (function(FUNCTION_LINES), function(FUNCTION_LINES + 1));
        let tests = format!("#[cfg(test)]\nmod tests {{\n{}\n}}", function(1000));
        let method = format!("impl A {{ {long} }}");
        let default = format!("trait A {{ {long} }}");
        let nested = format!("mod a {{ {long} }}");
        judge(sizes, "src/a.rs", &[&long, &method, &default, &nested], &[&fits, &tests]);
        let (file, longer) = ("const A: u8 = 0;\n".repeat(FILE_LINES - 1), "const A: u8 = 0;\n".repeat(FILE_LINES));
        judge(sizes, "src/a.rs", &[&longer], &[file.trim_end()]);
    }

    #[test]
    fn crowded_folders_are_found() {
        let folder = |name: &str, count| (0..count).map(|n| format!("{name}/{n}.rs").into()).collect::<Vec<PathBuf>>();
        let full = folder("src/a", FOLDER_FILES);
        assert_eq!(folder_sizes(&[full.clone(), folder("src/a/b", FOLDER_FILES)].concat()), [""; 0]);
        let crowded = ["src/a: the folder has 15 files"];
        assert_eq!(folder_sizes(&[full.clone(), folder("src", 1), vec!["src/a/mod.rs".into()]].concat()), crowded);
        assert_eq!(
            folder_sizes(&[full, folder("src/b", FOLDER_FILES + 1)].concat()),
            ["src/b: the folder has 15 files"]
        );
    }
}
