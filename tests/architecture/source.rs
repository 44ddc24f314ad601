//! Source files as the rules see them: parsed, without their tests, with every path they name.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;

/// Words that may precede a path that begins with `::`.
const KEYWORDS: &[&str] = &["use", "return", "in", "as", "if", "match", "while", "for", "else", "break", "mut", "dyn"];

/// A source file without its tests.
pub struct Source {
    pub path: PathBuf,
    pub text: String,
    pub file: syn::File,
    /// Module path, as `["store", "open"]`; `["main"]` for the program, empty for the library's root.
    pub module: Vec<String>,
    /// Modules in files of their own that are compiled only for tests.
    pub test_modules: Vec<Vec<String>>,
}

/// A path as written, resolved to where it starts: `crate::…` without the `crate`, others with their crate's name.
pub struct UsedPath {
    /// Whether it leads into this crate.
    pub own: bool,
    pub segments: Vec<String>,
    pub line: usize,
    /// How many `super` it has.
    pub supers: usize,
    pub glob: bool,
    /// The name that `as` gives it.
    pub alias: Option<String>,
}

impl Source {
    pub fn new(path: &Path, text: &str) -> Self {
        let mut file = syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut module: Vec<String> = path.iter().map(|part| part.to_string_lossy().replace(".rs", "")).collect();
        module.remove(0);
        module.retain(|part| part != "mod" && part != "lib");
        let test_module = |item: &syn::Item| match item {
            syn::Item::Mod(inner) if is_test(item) && inner.content.is_none() => {
                Some([module.as_slice(), &[inner.ident.to_string()]].concat())
            }
            _ => None,
        };
        let test_modules = file.items.iter().filter_map(test_module).collect();
        file.items.retain(|item| !is_test(item));
        Self { path: path.to_owned(), text: text.to_owned(), file, module, test_modules }
    }

    /// The path of the file.
    pub fn name(&self) -> &str {
        self.path.to_str().unwrap()
    }

    /// The line, counted from 0, at which the test module begins.
    pub fn tests(&self) -> Option<usize> {
        let lines: Vec<&str> = self.text.lines().collect();
        lines.windows(2).position(|pair| {
            pair[0] == "#[cfg(test)]"
                && pair[1].starts_with("mod ")
                && (pair[1].ends_with('{') || pair[1].ends_with("{}"))
        })
    }

    /// Whether the file is one of these modules or lies in one.
    pub fn is_in(&self, modules: &[&str]) -> bool {
        let own = self.module.join("::");
        modules.iter().any(|module| is_within(&own, module))
    }

    /// A violation at a line.
    pub fn at(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path.display())
    }

    /// Every path in the file, including those in macros and in groups of imports.
    pub fn paths(&self) -> Vec<UsedPath> {
        self.paths_in(self.file.to_token_stream())
    }

    /// Every path in some tokens of the file.
    pub fn paths_in(&self, tokens: TokenStream) -> Vec<UsedPath> {
        let mut found = Vec::new();
        collect(tokens, &mut found);
        for path in &mut found {
            self.resolve(path);
        }
        found
    }

    fn resolve(&self, path: &mut UsedPath) {
        let first = path.segments.first().cloned().unwrap_or_default();
        match first.as_str() {
            "crate" | "inkstone" => {
                path.own = true;
                path.segments.remove(0);
            }
            "self" | "super" => {
                path.own = true;
                path.supers = path.segments.iter().filter(|segment| *segment == "super").count();
                path.segments.retain(|segment| segment != "self" && segment != "super");
                let kept = self.module.len().saturating_sub(path.supers);
                path.segments.splice(0..0, self.module[..kept].iter().cloned());
            }
            _ => {}
        }
    }
}

/// Whether a path is `other` or begins with it.
pub fn is_within(path: &str, other: &str) -> bool {
    path.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The files of the library and the program, relative to the package, test modules included.
pub fn files() -> Vec<PathBuf> {
    let mut folders = vec![PathBuf::from("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found
}

/// The parsed files, without test modules in files of their own.
pub fn sources() -> Vec<Source> {
    let read = |path: &Path| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap();
    let mut found: Vec<Source> = files().iter().map(|path| Source::new(path, &read(path))).collect();
    let for_tests: Vec<Vec<String>> = found.iter().flat_map(|source| source.test_modules.clone()).collect();
    found.retain(|source| !for_tests.iter().any(|module| source.module.starts_with(module)));
    found
}

fn is_test(item: &syn::Item) -> bool {
    let attributes = match item {
        syn::Item::Mod(item) => &item.attrs,
        syn::Item::Fn(item) => &item.attrs,
        syn::Item::Use(item) => &item.attrs,
        syn::Item::Impl(item) => &item.attrs,
        _ => return false,
    };
    attributes.iter().any(|attribute| attribute.to_token_stream().to_string().contains("cfg (test)"))
}

fn collect(stream: TokenStream, found: &mut Vec<UsedPath>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            // A visibility such as `pub(in crate::app)` is not a use.
            TokenTree::Ident(ident) if ident == "pub" => {
                let scope = matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                at += if scope { 2 } else { 1 };
            }
            // The name of a method, a field or a function is no path.
            TokenTree::Ident(_) if at > 0 && is_dot(&tokens[at - 1]) && !(at > 1 && is_dot(&tokens[at - 2])) => at += 1,
            TokenTree::Ident(ident) if ident == "fn" => at += 2,
            // A keyword before `::std` is not part of the path.
            TokenTree::Ident(ident) if KEYWORDS.iter().any(|word| ident == word) => at += 1,
            TokenTree::Ident(ident) => {
                let line = ident.span().start().line;
                at = follow(&tokens, at, Vec::new(), line, found);
            }
            TokenTree::Group(group) => {
                collect(group.stream(), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

fn is_dot(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.')
}

/// Follows a path from `at`, into `{…}` as well, and returns where it ends.
fn follow(
    tokens: &[TokenTree],
    mut at: usize,
    mut prefix: Vec<String>,
    line: usize,
    found: &mut Vec<UsedPath>,
) -> usize {
    let push = |segments: &[String], glob: bool, alias: Option<String>, found: &mut Vec<UsedPath>| {
        let segments = segments.to_vec();
        found.push(UsedPath { own: false, segments, line, supers: 0, glob, alias });
    };
    loop {
        match tokens.get(at) {
            Some(TokenTree::Ident(ident)) => {
                prefix.push(ident.to_string().trim_start_matches("r#").to_owned());
                at += 1;
            }
            Some(TokenTree::Punct(star)) if star.as_char() == '*' && !prefix.is_empty() => {
                push(&prefix, true, None, found);
                return at + 1;
            }
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace && !prefix.is_empty() => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                for part in inner.split(|token| matches!(token, TokenTree::Punct(comma) if comma.as_char() == ',')) {
                    if !part.is_empty() {
                        let line = part[0].span().start().line;
                        follow(part, 0, prefix.clone(), line, found);
                    }
                }
                return at + 1;
            }
            _ => {
                push(&prefix, false, None, found);
                return at;
            }
        }
        let colon = |at: usize| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == ':');
        if colon(at) && colon(at + 1) {
            at += 2;
        } else {
            let alias = match (tokens.get(at), tokens.get(at + 1)) {
                (Some(TokenTree::Ident(word)), Some(TokenTree::Ident(alias))) if word == "as" => {
                    Some(alias.to_string())
                }
                _ => None,
            };
            push(&prefix, false, alias, found);
            return at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_modules_in_files_of_their_own_are_known() {
        let text = "//! What it is for.\nmod a;\n#[cfg(test)]\nmod cases;\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(Source::new(Path::new("src/typeset/mod.rs"), text).test_modules, [["typeset", "cases"]]);
    }

    #[test]
    fn modules_are_not_confused_with_longer_names() {
        let source = Source::new(Path::new("src/files/watch.rs"), "");
        assert!(source.is_in(&["term", "files"]) && source.is_in(&["files::watch"]));
        assert!(!source.is_in(&["file"]) && !source.is_in(&["files::watch::more"]));
    }
}
