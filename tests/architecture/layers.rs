//! The layers: a module uses only modules of lower layers, and so do the folders inside the large modules.

use super::source::Source;
use super::uses::uses;

/// The layers, lowest first: a module uses modules of lower layers only.
pub const LAYERS: &[&[&str]] = &[
    &["os_str", "text"],
    &["problem", "keys", "highlight", "formula"],
    &["document", "locale", "settings"],
    &["typeset", "article"],
    &["library", "marks", "picture", "remote", "theme"],
    &["search"],
    &["config"],
    &["app"],
    &["view", "files", "store", "net"],
    &["work", "term"],
    &["run", "output"],
    &["cli"],
    &["main"],
];

/// The layers inside modules whose files are grouped into folders, lowest first. The module's own `mod.rs` is above
/// all of them.
pub const INNER_LAYERS: &[(&str, &[&[&str]])] = &[
    ("app", &[&["input"], &["page"], &["state"], &["update"]]),
    ("typeset", &[&["text"], &["breaks"], &["inline"], &["lines"], &["blocks"], &["page"]]),
    (
        "document",
        &[&["model"], &["alerts", "counts", "plain", "write", "html", "css"], &["dialect"], &["build"], &["read"]],
    ),
];

/// The layer of a module of the library.
pub fn layer_of(module: &str) -> Option<usize> {
    LAYERS.iter().position(|layer| layer.contains(&module))
}

/// A module uses lower layers only.
pub fn layers(source: &Source) -> Vec<String> {
    let Some(own) = source.module.first() else { return Vec::new() };
    let Some(layer) = layer_of(own) else { return vec![source.at(1, format!("`{own}` is in no layer"))] };
    let mut violations = Vec::new();
    for path in source.paths().iter().filter(|path| path.own) {
        let Some(module) = path.segments.first() else {
            if path.glob || path.alias.is_some() {
                violations.push(source.at(path.line, "the whole crate under one name"));
            }
            continue;
        };
        if let Some(used) = layer_of(module).filter(|used| module != own && *used >= layer) {
            violations.push(source.at(path.line, format!("`{own}` (layer {layer}) uses `{module}` (layer {used})")));
        }
    }
    violations
}

/// The root declares its modules layer by layer.
pub fn order(source: &Source) -> Vec<String> {
    if !source.module.is_empty() {
        return Vec::new();
    }
    let mut highest = 0;
    let mut violations = Vec::new();
    for item in &source.file.items {
        let syn::Item::Mod(module) = item else { continue };
        let line = module.mod_token.span.start().line;
        match layer_of(&module.ident.to_string()) {
            Some(layer) if layer >= highest => highest = layer,
            Some(layer) => violations.push(source.at(line, format!("layer {layer} after layer {highest}"))),
            None => violations.push(source.at(line, format!("`{}` is in no layer", module.ident))),
        }
    }
    violations
}

/// A folder inside a module uses lower folders of it only. Names are followed to the files that define them.
pub fn inner_layers(sources: &[Source]) -> Vec<String> {
    let uses = uses(sources);
    let find = |name: &str| sources.iter().find(|source| source.name() == name);
    let mut violations = Vec::new();
    for source in sources {
        let [module, folder, ..] = source.module.as_slice() else { continue };
        let Some((_, layers)) = INNER_LAYERS.iter().find(|(name, _)| name == module) else { continue };
        let layer_of = |folder: &str| layers.iter().position(|layer| layer.contains(&folder));
        let Some(layer) = layer_of(folder) else {
            violations.push(source.at(1, format!("`{module}::{folder}` is in no layer of `{module}`")));
            continue;
        };
        for used in uses.get(source.name()).into_iter().flatten().filter_map(|name| find(name)) {
            let of_module = used.module.first() == Some(module);
            let other = used.module.get(1);
            // The module's own `mod.rs` has no second part. What is in no layer is reported as itself.
            let is_higher = other.is_none_or(|other| layer_of(other).is_some_and(|used| used >= layer));
            if of_module && other != Some(folder) && is_higher {
                violations.push(format!("{}: `{module}::{folder}` uses {}", source.name(), used.name()));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::super::judge::{judge, judge_files};
    use super::*;

    #[test]
    fn a_higher_layer_is_found_wherever_it_is_named() {
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
        judge(layers, "src/marks/undo.rs", &bad, &good);
        judge(
            layers,
            "src/marks.rs",
            &["use super::app::Model;", "use super::library::X;"],
            &["use super::text::Clean;"],
        );
        judge(
            layers,
            "src/marks/mod.rs",
            &["use super::app::Model;"],
            &["use self::undo::X;", "use super::text::Clean;"],
        );
        judge(layers, "src/main.rs", &[], &["fn main() { inkstone::cli::main(); }"]);
        judge(layers, "src/lib.rs", &[], &["pub mod text; use crate::cli::main;"]);
        judge(layers, "src/nowhere.rs", &["fn f() {}"], &[]);
        judge(layers, "src/cli/mod.rs", &["fn f() { inkstone::main::x(); }"], &["use crate::run::run;"]);
    }

    #[test]
    fn a_root_out_of_order_is_found() {
        let bad = ["pub mod problem; pub mod text;", "pub mod nowhere;", "pub mod text; mod hidden {}"];
        judge(order, "src/lib.rs", &bad, &["pub mod text; pub mod problem; pub mod keys; pub mod cli;"]);
        judge(order, "src/app/mod.rs", &[], &bad);
    }

    #[test]
    fn a_higher_folder_is_found_behind_every_re_export() {
        let app =
            ("src/app/mod.rs", "mod input; mod page; mod state; pub use input::Key; pub use state::model::Model;");
        let key = ("src/app/input/mod.rs", "pub struct Key;");
        let model = ("src/app/state/model.rs", "use crate::app::Key; pub struct Model;");
        let folders = [("src/app/page/mod.rs", "mod a; mod b;"), ("src/app/state/mod.rs", "pub(super) mod model;")];
        let page = |text| [&[app, key, model, ("src/app/page/a.rs", text)], &folders[..]].concat();
        for (text, violations) in [
            ("use crate::app::state::model::Model;", 1),
            ("use crate::app::Model;", 1),
            ("use crate::app::{Key, Model as Other};", 1),
            ("fn f(model: &crate::app::Model) {}", 1),
            ("fn f() { vec![super::super::state::model::Model]; }", 1),
            // What the module's own `mod.rs` defines is above its folders.
            ("fn f() { crate::app::run(); }", 1),
            ("use crate::app::Key;", 0),
            ("use crate::app::input::Key; use crate::app::page::b::B; use crate::text::Clean;", 0),
            ("pub(in crate::app::state) fn f() {}", 0),
            ("#[cfg(test)] mod tests { use crate::app::Model; }", 0),
        ] {
            judge_files(inner_layers, &page(text), violations);
        }
    }

    #[test]
    fn folders_side_by_side_and_unknown_folders_are_found() {
        let of = |text| [("src/document/html/a.rs", text), ("src/document/dialect/b.rs", "pub struct B;")];
        judge_files(inner_layers, &of("use crate::document::dialect::b::B;"), 1);
        judge_files(inner_layers, &of("use crate::document::html::c::C;"), 0);
        judge_files(inner_layers, &[("src/typeset/somewhere/a.rs", ""), ("src/typeset/other.rs", "")], 2);
        judge_files(inner_layers, &[("src/typeset/mod.rs", "use page::Page; mod page;"), ("src/store/a.rs", "")], 0);
    }
}
