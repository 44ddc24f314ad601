//! Files, processes, threads, sockets, the terminal, foreign crates and the clock: who may use them.

use syn::visit::Visit;

use super::layers::layer_of;
use super::source::{Source, is_within};

/// What only some modules may name: the path, those modules, and which longer paths every module may name.
pub const OWNED: &[(&str, &[&str], &[&str])] = &[
    ("std::fs", &["files", "store"], &[]),
    ("std::os::unix::fs", &["files::system", "store::system"], &[]),
    ("std::os::windows::fs", &["store::system"], &[]),
    ("rustix", &["files::system", "store::system", "term"], &[]),
    ("signal_hook", &["term"], &[]),
    ("std::os::unix::net", &[], &[]),
    // An address is a value; what connects to one is not.
    ("std::net", &["net"], &["std::net::IpAddr", "std::net::Ipv4Addr", "std::net::Ipv6Addr"]),
    ("ureq", &["net"], &[]),
    ("std::process", &["term"], &["std::process::ExitCode", "std::process::id"]),
    ("std::thread", &["term", "work", "files::watch"], &[]),
    ("crossterm", &["term"], &[]),
    ("ratatui", &["view", "term", "picture"], &["ratatui::layout::Rect"]),
    ("ratatui::crossterm", &["term"], &[]),
    ("ferrous_opencc", &["text::conversion"], &[]),
    ("image", &["picture"], &[]),
    ("fast_image_resize", &["picture"], &[]),
    ("ratatui_image", &["picture"], &[]),
    ("icy_sixel", &["picture::sixel"], &[]),
    ("rusqlite", &["store"], &[]),
    ("memmap2", &["store::index::map"], &[]),
    ("ignore", &["files"], &[]),
    ("notify", &["files"], &[]),
    ("clap", &["cli"], &[]),
    ("serde_yaml", &["article::front_matter::yaml"], &[]),
];

/// Methods of `Path` that read the disk.
const DISK_METHODS: &[&str] =
    &["exists", "try_exists", "is_file", "is_dir", "is_symlink", "canonicalize", "read_dir", "symlink_metadata"];

/// Files, processes, threads, sockets, the terminal and foreign crates have their owners.
pub fn owners(source: &Source) -> Vec<String> {
    let module = source.module.join("::");
    let mut violations = Vec::new();
    for path in source.paths().iter().filter(|path| !path.own) {
        let name = path.segments.join("::");
        if name == "std" && (path.alias.is_some() || path.glob) {
            violations.push(source.at(path.line, "the whole of `std` under another name"));
        }
        // One name alone is that of a variable: what a crate has comes after its name.
        let is_variable = path.segments.len() == 1 && path.alias.is_none() && !path.glob;
        for (owned, owners, free) in OWNED.iter().filter(|_| !is_variable) {
            if is_within(&name, owned) && !source.is_in(owners) && !free.iter().any(|free| is_within(&name, free)) {
                violations.push(source.at(path.line, format!("`{module}` names `{name}`, which is for {owners:?}")));
            }
        }
        let crossterm = path.segments.iter().any(|segment| segment == "crossterm");
        if crossterm && !source.is_in(&["term"]) && !is_within(&name, "crossterm") {
            violations.push(source.at(path.line, format!("`{module}` names `{name}`")));
        }
    }
    if !source.is_in(&["files", "store"]) {
        let mut methods = Methods::default();
        methods.visit_file(&source.file);
        let reading = methods.reading_the_disk.iter();
        violations.extend(reading.map(|(name, line)| source.at(*line, format!("`.{name}()` reads the disk"))));
    }
    violations
}

#[derive(Default)]
struct Methods {
    reading_the_disk: Vec<(String, usize)>,
}

impl<'ast> Visit<'ast> for Methods {
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        if call.args.is_empty() && DISK_METHODS.iter().any(|name| call.method == name) {
            self.reading_the_disk.push((call.method.to_string(), call.method.span().start().line));
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}

/// The highest module that depends only on its input: it and the layers up to its own read no clock.
const PURE: &str = "app";

/// `app` and the modules below it read no clock.
pub fn clocks(source: &Source) -> Vec<String> {
    if source.module.first().and_then(|module| layer_of(module)).is_none_or(|layer| Some(layer) > layer_of(PURE)) {
        return Vec::new();
    }
    let reads = |segments: &[String]| {
        matches!(
            segments.iter().rev().map(String::as_str).collect::<Vec<_>>()[..],
            ["now", "Instant" | "SystemTime" | "Timestamp" | "Zoned", ..]
        )
    };
    let paths = source.paths();
    paths.iter().filter(|path| reads(&path.segments)).map(|path| source.at(path.line, "reads a clock")).collect()
}

#[cfg(test)]
mod tests {
    use super::super::judge::judge;
    use super::*;

    #[test]
    fn what_belongs_to_others_is_found() {
        let bad = [
            "use std::fs;",
            "use std::{io, fs::File};",
            "fn f() { std::fs::read(\"x\"); }",
            "fn f() { vec![std::process::abort()]; }",
            "use std::process::Command;",
            "use std::thread;",
            "use std::{net::TcpStream};",
            "use std::net::ToSocketAddrs;",
            "use ureq::Agent;",
            "use std::os::unix::net::UnixStream;",
            "use ratatui::buffer::Buffer;",
            "use ratatui::{layout::{Rect, Layout}};",
            "use ratatui::crossterm::event::Event;",
            "use crossterm::event::Event;",
            "use rusqlite::Connection;",
            "fn f() { for x in 0..notify::MAX {} }",
            "use serde_yaml::Deserializer;",
            "use image::{self, DynamicImage};",
            "use image::*;",
            "use image as pictures;",
            "fn f() { image::load_from_memory(x); }",
            "use ::std::fs;",
            "use std as base;",
            "use std::*;",
            "fn f(path: &Path) -> bool { path.exists() }",
            "fn f(path: &Path) { if g().canonicalize().is_ok() {} }",
        ];
        let good = [
            "use std::io::{self, Write};",
            "use std::process::ExitCode;",
            "fn f() { vec![std::process::id()]; }",
            "use ratatui::layout::Rect;",
            "use std::path::Path;",
            "use std::net::{IpAddr, Ipv6Addr};",
            "#[cfg(test)] mod tests { use std::fs; }",
            "use crate::files::fs;",
            "fn f() { set.exists(x) }",
            "fn f() { self.notify(x); a.ignore.b(); }",
            "fn f(image: &Image) { image.alt.len(); g(image); }",
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
    fn clocks_are_found_in_app_and_below() {
        let bad = [
            "fn f() { Instant::now(); }",
            "fn f() { std::time::SystemTime::now(); }",
            "fn f() { x.unwrap_or_else(Instant::now); }",
            "fn f() { dbg!(jiff::Zoned::now()); }",
        ];
        judge(clocks, "src/app/update.rs", &bad, &["fn f(now: Instant) {}", "fn f() { event.now(); }"]);
        judge(clocks, "src/run.rs", &[], &bad);
    }
}
