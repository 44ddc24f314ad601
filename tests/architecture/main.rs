//! The house rules that the compiler does not know: floors, who may touch what, sizes, heads of files.
//!
//! Every check is a function from a file's path and text to its violations; below each rule stands a source that
//! breaks it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod circles;

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;

/// The floors, lowest first: a module uses modules of lower floors only.
const FLOORS: &[&[&str]] = &[
    &["text"],
    &["problem", "keys", "highlight"],
    &["document", "locale", "settings"],
    &["typeset", "article"],
    &["library", "marks", "picture", "theme"],
    &["search", "config"],
    &["app"],
    &["view", "files", "store", "net"],
    &["work", "term"],
    &["run", "output"],
    &["cli"],
    &["main"],
];

/// The highest floor that lives on what it is given: it asks no clock.
const PURE: usize = 6;

const FILE_LINES: usize = 400;
const FUNCTION_LINES: usize = 60;

/// What only some modules may name: the path, who may, and which longer paths everybody may.
const OWNED: &[(&str, &[&str], &[&str])] = &[
    ("std::fs", &["files", "store"], &[]),
    ("std::os::unix::fs", &["files", "store"], &[]),
    ("std::os::unix::net", &["net"], &[]),
    ("std::net", &["net"], &[]),
    ("std::process", &["term", "work"], &["std::process::ExitCode"]),
    ("std::thread", &["term", "work", "files::watch"], &[]),
    ("crossterm", &["term"], &[]),
    ("ratatui", &["view", "term"], &["ratatui::layout::Rect"]),
    ("ratatui::crossterm", &["term"], &[]),
    ("rusqlite", &["store"], &[]),
    ("memmap2", &["store::index::map"], &[]),
    ("ignore", &["files"], &[]),
    ("notify", &["files"], &[]),
    ("ureq", &["net"], &[]),
    ("clap", &["cli"], &[]),
];

/// Methods of `Path` that ask the disk.
const DISK_METHODS: &[&str] =
    &["exists", "try_exists", "is_file", "is_dir", "is_symlink", "canonicalize", "read_dir", "symlink_metadata"];

/// Words that may stand before a path that begins with `::`.
const KEYWORDS: &[&str] = &["use", "return", "in", "as", "if", "match", "while", "for", "else", "break", "mut", "dyn"];

/// A source file without its tests.
struct Source {
    path: PathBuf,
    text: String,
    file: syn::File,
    /// Module path, as `["store", "open"]`; `["main"]` for the program, empty for the library's root.
    module: Vec<String>,
    /// Modules in files of their own that are compiled for tests alone.
    test_modules: Vec<Vec<String>>,
}

/// A path as written, resolved to where it starts: `crate::…` without the `crate`, others with their crate's name.
struct Named {
    own: bool,
    segments: Vec<String>,
    line: usize,
    supers: usize,
    glob: bool,
    renamed: bool,
    /// The name that `as` gives it.
    alias: Option<String>,
}

impl Source {
    fn new(path: &Path, text: &str) -> Self {
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
    fn name(&self) -> &str {
        self.path.to_str().unwrap()
    }

    fn floor(&self) -> Option<usize> {
        floor_of(self.module.first()?)
    }

    /// The line, counted from 0, at which the module of tests begins.
    fn tests(&self) -> Option<usize> {
        let lines: Vec<&str> = self.text.lines().collect();
        lines.windows(2).position(|pair| {
            pair[0] == "#[cfg(test)]"
                && pair[1].starts_with("mod ")
                && (pair[1].ends_with('{') || pair[1].ends_with("{}"))
        })
    }

    fn at(&self, line: usize, what: impl std::fmt::Display) -> String {
        format!("{}:{line}: {what}", self.path.display())
    }

    /// Every path in the file, those in macros and in groups of imports too.
    fn names(&self) -> Vec<Named> {
        let mut found = Vec::new();
        gather(self.file.to_token_stream(), &mut found);
        for named in &mut found {
            self.resolve(named);
        }
        found
    }

    fn resolve(&self, named: &mut Named) {
        let first = named.segments.first().cloned().unwrap_or_default();
        match first.as_str() {
            "crate" | "inkstone" => {
                named.own = true;
                named.segments.remove(0);
            }
            "self" | "super" => {
                named.own = true;
                named.supers = named.segments.iter().filter(|segment| *segment == "super").count();
                named.segments.retain(|segment| segment != "self" && segment != "super");
                let kept = self.module.len().saturating_sub(named.supers);
                named.segments.splice(0..0, self.module[..kept].iter().cloned());
            }
            _ => {}
        }
    }
}

fn floor_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
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

fn gather(stream: TokenStream, found: &mut Vec<Named>) {
    let tokens: Vec<TokenTree> = stream.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            // Between a keyword and `::std` lies no path.
            // What may see an item is no use of it.
            TokenTree::Ident(ident) if ident == "pub" => {
                let scope = matches!(tokens.get(at + 1), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis);
                at += if scope { 2 } else { 1 };
            }
            TokenTree::Ident(ident) if KEYWORDS.iter().any(|word| ident == word) => at += 1,
            TokenTree::Ident(ident) => {
                let line = ident.span().start().line;
                at = follow(&tokens, at, Vec::new(), line, found);
            }
            TokenTree::Group(group) => {
                gather(group.stream(), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}

/// Follows a path from `at`, through `{…}` as well, and returns where it ends.
fn follow(tokens: &[TokenTree], mut at: usize, mut prefix: Vec<String>, line: usize, found: &mut Vec<Named>) -> usize {
    let push = |segments: &[String], glob: bool, alias: Option<String>, found: &mut Vec<Named>| {
        let segments = segments.to_vec();
        found.push(Named { own: false, segments, line, supers: 0, glob, renamed: alias.is_some(), alias });
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

/// A module uses lower floors only.
fn floors(source: &Source) -> Vec<String> {
    let Some(own) = source.module.first() else { return Vec::new() };
    let Some(floor) = source.floor() else { return vec![source.at(1, format!("`{own}` stands on no floor"))] };
    let mut violations = Vec::new();
    for named in source.names().iter().filter(|named| named.own) {
        let Some(module) = named.segments.first() else {
            if named.glob || named.renamed {
                violations.push(source.at(named.line, "the whole crate under one name"));
            }
            continue;
        };
        if let Some(used) = floor_of(module).filter(|used| module != own && *used >= floor) {
            violations.push(source.at(named.line, format!("`{own}` (floor {floor}) uses `{module}` (floor {used})")));
        }
    }
    violations
}

/// The root names its modules floor by floor.
fn order(source: &Source) -> Vec<String> {
    if !source.module.is_empty() {
        return Vec::new();
    }
    let mut highest = 0;
    let mut violations = Vec::new();
    for item in &source.file.items {
        let syn::Item::Mod(module) = item else { continue };
        let line = module.mod_token.span.start().line;
        match floor_of(&module.ident.to_string()) {
            Some(floor) if floor >= highest => highest = floor,
            Some(floor) => violations.push(source.at(line, format!("floor {floor} behind floor {highest}"))),
            None => violations.push(source.at(line, format!("`{}` stands on no floor", module.ident))),
        }
    }
    violations
}

/// Files, processes, threads, sockets, the terminal and foreign crates have their owners.
fn owners(source: &Source) -> Vec<String> {
    let module = source.module.join("::");
    let may = |who: &&str| module == **who || module.starts_with(&format!("{who}::"));
    let within = |name: &str, path: &str| name == path || name.starts_with(&format!("{path}::"));
    let mut violations = Vec::new();
    for named in source.names() {
        let name = named.segments.join("::");
        if named.own {
            continue;
        }
        if name == "std" && (named.renamed || named.glob) {
            violations.push(source.at(named.line, "the whole of `std` under another name"));
        }
        for (path, owners, free) in OWNED {
            if within(&name, path) && !owners.iter().any(may) && !free.iter().any(|free| within(&name, free)) {
                violations.push(source.at(named.line, format!("`{module}` names `{name}`, which is for {owners:?}")));
            }
        }
        if named.segments.iter().any(|segment| segment == "crossterm") && !may(&"term") && !within(&name, "crossterm") {
            violations.push(source.at(named.line, format!("`{module}` names `{name}`")));
        }
    }
    if !["files", "store"].iter().any(may) {
        let mut methods = Methods::default();
        methods.visit_file(&source.file);
        violations.extend(
            methods.asking_the_disk.iter().map(|(name, line)| source.at(*line, format!("`.{name}()` asks the disk"))),
        );
    }
    violations
}

#[derive(Default)]
struct Methods {
    asking_the_disk: Vec<(String, usize)>,
}

impl<'ast> Visit<'ast> for Methods {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.args.is_empty() && DISK_METHODS.iter().any(|name| call.method == name) {
            self.asking_the_disk.push((call.method.to_string(), call.method.span().start().line));
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}

/// `app` and what lies below it read no clock.
fn clocks(source: &Source) -> Vec<String> {
    if source.floor().is_none_or(|floor| floor > PURE) {
        return Vec::new();
    }
    let reads = |named: &&Named| {
        matches!(
            named.segments.iter().rev().map(String::as_str).collect::<Vec<_>>()[..],
            ["now", "Instant" | "SystemTime" | "Timestamp" | "Zoned", ..]
        )
    };
    source.names().iter().filter(reads).map(|named| source.at(named.line, "reads a clock")).collect()
}

/// No globs of our own modules, no `super::super`.
fn imports(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    for named in source.names().iter().filter(|named| named.own) {
        if named.glob {
            violations.push(source.at(named.line, "a glob import of our own module"));
        }
        if named.supers > 1 {
            violations.push(source.at(named.line, "`super::super`"));
        }
    }
    violations
}

/// Files and functions that can be read at a sitting; the tests at the end do not count.
fn sizes(source: &Source) -> Vec<String> {
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

/// The first line says what the file is for, and tests stand at the end.
fn heads(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    let first = source.text.lines().next().unwrap_or_default();
    if !first.starts_with("//! ") || first.len() < 12 {
        violations.push(source.at(1, "the file does not begin with a `//!` sentence"));
    }
    let tests = source.tests();
    let last = source
        .file
        .items
        .iter()
        .map(|item| item.to_token_stream())
        .filter_map(|tokens| tokens.into_iter().last().map(|token| token.span().end().line));
    if let (Some(tests), Some(last)) = (tests, last.max())
        && last > tests
    {
        violations.push(source.at(tests + 1, "something stands behind the tests"));
    }
    violations
}

/// Where files are mapped into memory, which no compiler can know to be sound: the one place of `unsafe`.
const UNSAFE: &str = "store::index::map";

/// No `unsafe`, and no lint switched off without a reason the compiler keeps watch over.
fn exemptions(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    let mut exemptions = Exemptions::default();
    exemptions.visit_file(&source.file);
    violations.extend(exemptions.found.iter().map(|(line, what)| source.at(*line, what)));
    let mut unsafes = Vec::new();
    gather_unsafe(source.file.to_token_stream(), &mut |line| unsafes.push(line));
    let one = source.module.join("::") == UNSAFE && unsafes.len() == 1 && source.text.contains("// SAFETY: ");
    if !one {
        violations.extend(unsafes.into_iter().map(|line| source.at(line, "`unsafe`")));
    }
    violations
}

#[derive(Default)]
struct Exemptions {
    found: Vec<(usize, String)>,
}

impl<'ast> Visit<'ast> for Exemptions {
    fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
        let text = attribute.meta.to_token_stream().to_string();
        let line = attribute.pound_token.span.start().line;
        if attribute.path().is_ident("allow") {
            self.found.push((line, "`allow`: write `expect` with a reason".to_owned()));
        }
        if attribute.path().is_ident("expect") && !text.contains("reason") {
            self.found.push((line, "`expect` without a reason".to_owned()));
        }
    }
}

fn gather_unsafe(stream: TokenStream, tell: &mut impl FnMut(usize)) {
    for token in stream {
        match token {
            TokenTree::Ident(ident) if ident == "unsafe" => tell(ident.span().start().line),
            TokenTree::Group(group) => gather_unsafe(group.stream(), tell),
            _ => {}
        }
    }
}

type Check = fn(&Source) -> Vec<String>;

const CHECKS: &[Check] = &[floors, order, owners, clocks, imports, sizes, heads, exemptions];

fn sources() -> Vec<Source> {
    let mut folders = vec![PathBuf::from("src")];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(&folder)).unwrap() {
            let entry = entry.unwrap();
            let path = folder.join(entry.file_name());
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                found.push(Source::new(&path, &fs::read_to_string(entry.path()).unwrap()));
            }
        }
    }
    let for_tests: Vec<Vec<String>> = found.iter().flat_map(|source| source.test_modules.clone()).collect();
    found.retain(|source| !for_tests.iter().any(|module| source.module.starts_with(module)));
    found
}

#[test]
fn the_house_is_in_order() {
    let sources = sources();
    assert!(sources.len() > 10);
    let mut violations: Vec<String> =
        sources.iter().flat_map(|source| CHECKS.iter().flat_map(|check| check(source))).collect();
    violations.sort();
    violations.dedup();
    assert!(violations.is_empty(), "{} violations:\n{}", violations.len(), violations.join("\n"));
}

#[test]
fn no_files_use_each_other() {
    let found = circles::circles(&sources());
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Asserts that `check` finds something in each line of `bad` set into a file at `path`, and nothing in `good`.
    #[track_caller]
    fn judge(check: Check, path: &str, bad: &[&str], good: &[&str]) {
        let found = |line: &str| check(&Source::new(Path::new(path), &format!("//! What it is for.\n{line}\n")));
        for line in bad {
            assert!(!found(line).is_empty(), "{path} may hold: {line}");
        }
        for line in good {
            assert_eq!(found(line), Vec::<String>::new(), "{path} may not hold: {line}");
        }
    }

    #[test]
    fn a_higher_floor_is_found_wherever_it_is_named() {
        let bad = [
            "use crate::app::Model;",
            "use crate::{text::Clean, app::{Event, Model}};",
            "use crate::{app};",
            "fn f() { let x = crate::view::draw(); }",
            "fn f() -> crate::app::Event { todo() }",
            "fn f() { format!(\"{}\", crate::app::NAME); }",
            "fn f() { matches!(x, Some(crate::{view::A})); }",
            "pub use super::super::app::Event;",
            "impl From<crate::run::X> for Y {}",
            "use crate::library::Library;",
            "use crate as all;",
            "use inkstone::app::Model;",
        ];
        let good = [
            "use crate::document::{Anchor, Document};",
            "use crate::{text::Clean, article::Article};",
            "use super::other::Thing;",
            "use crate::marks::inner::X;",
            "#[cfg(test)] mod tests { use crate::app::Model; }",
            "fn f() { app::x(); }",
        ];
        judge(floors, "src/marks/undo.rs", &bad, &good);
        judge(
            floors,
            "src/marks.rs",
            &["use super::app::Model;", "use super::library::X;"],
            &["use super::text::Clean;"],
        );
        judge(
            floors,
            "src/marks/mod.rs",
            &["use super::app::Model;"],
            &["use self::undo::X;", "use super::text::Clean;"],
        );
        judge(floors, "src/main.rs", &[], &["fn main() { inkstone::cli::main(); }"]);
        judge(floors, "src/lib.rs", &[], &["pub mod text; use crate::cli::main;"]);
        judge(floors, "src/nowhere.rs", &["fn f() {}"], &[]);
        judge(floors, "src/cli/mod.rs", &["fn f() { inkstone::main::x(); }"], &["use crate::run::run;"]);
    }

    #[test]
    fn a_root_out_of_order_is_found() {
        let bad = ["pub mod problem; pub mod text;", "pub mod nowhere;", "pub mod text; mod hidden {}"];
        judge(order, "src/lib.rs", &bad, &["pub mod text; pub mod problem; pub mod keys; pub mod cli;"]);
        judge(order, "src/app/mod.rs", &[], &bad);
    }

    #[test]
    fn what_belongs_to_others_is_found() {
        let bad = [
            "use std::fs;",
            "use std::{io, fs::File};",
            "fn f() { std::fs::read(\"x\"); }",
            "fn f() { vec![std::process::id()]; }",
            "use std::process::Command;",
            "use std::thread;",
            "use std::{net::TcpStream};",
            "use std::os::unix::net::UnixStream;",
            "use ratatui::buffer::Buffer;",
            "use ratatui::{layout::{Rect, Layout}};",
            "use ratatui::crossterm::event::Event;",
            "use crossterm::event::Event;",
            "use rusqlite::Connection;",
            "use ::std::fs;",
            "use std as base;",
            "use std::*;",
            "fn f(path: &Path) -> bool { path.exists() }",
            "fn f(path: &Path) { if g().canonicalize().is_ok() {} }",
        ];
        let good = [
            "use std::io::{self, Write};",
            "use std::process::ExitCode;",
            "use ratatui::layout::Rect;",
            "use std::path::Path;",
            "#[cfg(test)] mod tests { use std::fs; }",
            "use crate::files::fs;",
            "fn f() { set.exists(x) }",
        ];
        judge(owners, "src/app/mod.rs", &bad, &good);
        judge(owners, "src/files/walk.rs", &["use std::process::Command;", "use std::thread;"], &["use std::fs;"]);
        judge(owners, "src/files/watch.rs", &["use std::net::TcpStream;"], &["use std::thread;", "use notify::Event;"]);
        judge(owners, "src/view/list.rs", &["use ratatui::crossterm::cursor;"], &["use ratatui::{buffer::Buffer};"]);
        let free = ["use ratatui::crossterm::event;", "use std::{process, thread};"];
        judge(owners, "src/term/mod.rs", &["use std::fs;"], &free);
        judge(owners, "src/cli.rs", &["use std::process::Command;"], &["use std::process::ExitCode;"]);
    }

    #[test]
    fn clocks_are_found_below_the_roof() {
        let bad = [
            "fn f() { Instant::now(); }",
            "fn f() { std::time::SystemTime::now(); }",
            "fn f() { x.unwrap_or_else(Instant::now); }",
            "fn f() { dbg!(jiff::Zoned::now()); }",
        ];
        judge(clocks, "src/app/update.rs", &bad, &["fn f(now: Instant) {}", "fn f() { event.now(); }"]);
        judge(clocks, "src/run.rs", &[], &bad);
    }

    #[test]
    fn globs_and_long_ways_up_are_found() {
        let bad = ["use crate::text::*;", "use super::*;", "use crate::{text::*};", "use super::super::text::Clean;"];
        let good = ["use std::io::*;", "use super::text::Clean;", "#[cfg(test)] mod tests { use super::*; }"];
        judge(imports, "src/a/b.rs", &bad, &good);
        judge(imports, "src/a/b.rs", &["use super::{super::x, y};"], &["fn f() { let x = a * b; }"]);
    }

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
    fn heads_and_tails_are_found() {
        let found = |text: &str| !heads(&Source::new(Path::new("src/a.rs"), text)).is_empty();
        assert!(found("use std::io;\n"));
        assert!(found("// What it is for.\n"));
        assert!(found("//!\n//! What it is for.\n"));
        assert!(found("//! What it is for.\n#[cfg(test)]\nmod tests {}\nfn f() {}\n"));
        assert!(!found("//! What it is for.\nfn f() {}\n#[cfg(test)]\nmod tests {}\n"));
        assert!(!found("//! What it is for.\n#[cfg(test)]\nmod cases;\nfn f() {}\n"));
    }

    #[test]
    fn test_modules_in_files_of_their_own_are_known() {
        let text = "//! What it is for.\nmod a;\n#[cfg(test)]\nmod cases;\n#[cfg(test)]\nmod tests {}\n";
        assert_eq!(Source::new(Path::new("src/typeset/mod.rs"), text).test_modules, [["typeset", "cases"]]);
    }

    #[test]
    fn exemptions_are_found() {
        let bad = [
            "#![allow(dead_code)]",
            "#[allow(clippy::unwrap_used)] fn f() {}",
            "#[expect(clippy::panic)] fn f() {}",
            "fn f() { unsafe { g() } }",
            "unsafe fn f() {}",
            "fn f() { vec![unsafe { g() }]; }",
        ];
        let good = ["#[expect(clippy::panic, reason = \"it is over\")] fn f() {}", "/// unsafe\nfn f() {}"];
        judge(exemptions, "src/a.rs", &bad, &good);
        let reason = "// SAFETY: it is one\nfn f() { unsafe { g() } }";
        let twice = "// SAFETY: they are two\nfn f() { unsafe { g() } unsafe { g() } }";
        judge(exemptions, "src/store/index/map.rs", &[bad[3], twice], &[reason]);
    }
}
