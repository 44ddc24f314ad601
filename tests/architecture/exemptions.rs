//! Exemptions from the compiler's rules.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::visit::Visit;

use super::source::Source;

/// The one place of `unsafe`: mapping files into memory, which no compiler can prove sound.
pub const UNSAFE: &str = "store::index::map";

/// No `unsafe`, and no lint disabled other than by `expect` with a reason.
pub fn exemptions(source: &Source) -> Vec<String> {
    let mut violations = Vec::new();
    let mut exemptions = Exemptions::default();
    exemptions.visit_file(&source.file);
    violations.extend(exemptions.found.iter().map(|(line, what)| source.at(*line, what)));
    let mut unsafes = Vec::new();
    find_unsafe(source.file.to_token_stream(), &mut |line| unsafes.push(line));
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

fn find_unsafe(stream: TokenStream, report: &mut impl FnMut(usize)) {
    for token in stream {
        match token {
            TokenTree::Ident(ident) if ident == "unsafe" => report(ident.span().start().line),
            TokenTree::Group(group) => find_unsafe(group.stream(), report),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge::judge;
    use super::*;

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
