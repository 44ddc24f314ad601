//! Source code, configuration and patches: text in which every line stands for itself, whatever Markdown its comments seem
//! to hold.

use crate::document::dialect::markup::preformatted_text;

/// The languages of files by their extensions. The names are those that fenced code uses.
const EXTENSIONS: &[(&str, &[&str])] = &[
    ("c", &["c", "h"]),
    ("cpp", &["cc", "cpp", "cxx", "hh", "hpp", "hxx"]),
    ("csharp", &["cs"]),
    ("css", &["css", "scss", "sass", "less"]),
    ("clojure", &["clj", "cljs", "edn"]),
    ("cmake", &["cmake"]),
    ("csv", &["csv", "tsv"]),
    ("diff", &["diff", "patch"]),
    ("elixir", &["ex", "exs"]),
    ("erlang", &["erl", "hrl"]),
    ("fish", &["fish"]),
    ("go", &["go"]),
    ("haskell", &["hs"]),
    ("ini", &["ini", "cfg", "conf", "cnf", "properties", "service", "desktop", "env", "editorconfig", "gitconfig"]),
    ("java", &["java"]),
    ("javascript", &["js", "mjs", "cjs", "jsx", "ts", "tsx", "mts"]),
    ("json", &["json", "jsonc", "json5", "jsonl", "ndjson", "webmanifest"]),
    ("julia", &["jl"]),
    ("kotlin", &["kt", "kts"]),
    ("lisp", &["el", "lisp", "lsp", "cl"]),
    ("log", &["log"]),
    ("lua", &["lua"]),
    ("make", &["mk", "mak"]),
    ("nix", &["nix"]),
    ("ocaml", &["ml", "mli"]),
    ("pascal", &["pas"]),
    ("perl", &["pl", "pm"]),
    ("php", &["php"]),
    ("powershell", &["ps1", "psm1"]),
    ("protobuf", &["proto"]),
    ("python", &["py", "pyi", "pyw"]),
    ("r", &["r"]),
    ("ruby", &["rb", "rake", "gemspec"]),
    ("rust", &["rs"]),
    ("scala", &["scala", "sbt"]),
    ("scheme", &["scm", "ss"]),
    ("sh", &["sh", "bash", "zsh", "ksh", "bashrc", "zshrc", "profile"]),
    ("sql", &["sql"]),
    ("swift", &["swift"]),
    ("toml", &["toml", "lock"]),
    ("vim", &["vim", "vimrc"]),
    ("xml", &["xml", "xsd", "xsl", "xslt", "plist", "rss", "atom", "opml"]),
    ("yaml", &["yaml", "yml"]),
    ("zig", &["zig"]),
];

/// The languages of files by their whole names.
const NAMES: &[(&str, &[&str])] = &[
    ("cmake", &["CMakeLists.txt"]),
    ("dockerfile", &["Dockerfile", "Containerfile"]),
    ("make", &["Makefile", "makefile", "GNUmakefile"]),
    ("ruby", &["Gemfile", "Rakefile", "Vagrantfile"]),
    ("ini", &[".gitignore", ".gitattributes", ".dockerignore", ".npmrc", ".editorconfig"]),
    ("sh", &[".bashrc", ".zshrc", ".profile", ".bash_profile", ".envrc"]),
];

/// The interpreters that the first line of a script may name, and their languages.
const INTERPRETERS: &[(&str, &str)] = &[
    ("python", "python"),
    ("perl", "perl"),
    ("ruby", "ruby"),
    ("node", "javascript"),
    ("php", "php"),
    ("lua", "lua"),
    ("fish", "fish"),
    ("awk", "awk"),
    ("sh", "sh"),
];

/// How many lines are searched for the header of a patch.
const HEADER_LINES: usize = 64;

/// The language of a file that is no article, by its name.
pub fn language_of_name(name: &str) -> Option<&'static str> {
    let whole = NAMES.iter().find(|(_, names)| names.contains(&name));
    let by_extension = || {
        let (_, extension) = name.rsplit_once('.')?;
        EXTENSIONS.iter().find(|(_, known)| known.iter().any(|known| known.eq_ignore_ascii_case(extension)))
    };
    whole.or_else(by_extension).map(|(language, _)| *language)
}

/// The language of a text without a telling name: a script that names its interpreter, or a patch.
pub fn language_of_text(text: &str) -> Option<&'static str> {
    let first = text.lines().next().unwrap_or_default();
    if let Some(command) = first.strip_prefix("#!") {
        let is_named = |(name, _): &&(&str, &str)| command.contains(name);
        return INTERPRETERS.iter().find(is_named).map(|(_, language)| *language);
    }
    is_patch(text).then_some("diff")
}

/// Whether a text has the header of a file in a unified diff, with the lines of a change below it.
fn is_patch(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().take(HEADER_LINES).collect();
    lines.windows(3).any(|three| {
        matches!(three, [old, new, change] if old.starts_with("--- ") && new.starts_with("+++ ") && change.starts_with("@@ -"))
    })
}

/// The text as an element of preformatted code.
pub(in crate::document) fn to_html(text: &str, language: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16 + 48);
    out.push_str("<pre><code class=\"language-");
    out.push_str(language);
    out.push_str("\">");
    preformatted_text(text.trim_end(), &mut out);
    out.push_str("</code></pre>");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, BodyKind, read};
    use crate::text::Clean;

    #[test]
    fn names_and_first_lines_tell_the_language() {
        for (name, language) in [
            ("Cargo.toml", Some("toml")),
            ("a.b.RS", Some("rust")),
            ("Makefile", Some("make")),
            ("CMakeLists.txt", Some("cmake")),
            (".bashrc", Some("sh")),
            ("notes.txt", None),
            ("README", None),
            ("README.zh", None),
            ("toml", None),
        ] {
            assert_eq!(language_of_name(name), language, "{name}");
        }
        let patch = "diff --git a/x b/x\nindex 1..2 100644\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-# a\n+# b\n";
        for (text, language) in [
            ("#!/usr/bin/env python3\nx = 1\n", Some("python")),
            ("#!/bin/bash\n# A comment\nls\n", Some("sh")),
            ("#!/usr/bin/env something\n", None),
            (patch, Some("diff")),
            ("--- a\n+++ b\n@@ -1 +1 @@\n", Some("diff")),
            ("Text\n---\n\n+++ more\n", None),
            ("# Heading\n", None),
            ("", None),
        ] {
            assert_eq!(language_of_text(text), language, "{text:?}");
        }
    }

    #[test]
    fn every_line_stays() {
        let text = "# a comment\n# goes on\n\n[package]\nauthors = [\"A <a@example.org>\"] # &amp; *.log\n\tx\n";
        let (document, problems) = read(text, BodyKind::Source("toml"));
        assert_eq!(problems, []);
        assert_eq!(document.blocks.len(), 1);
        assert_eq!(document.blocks[0].kind, BlockKind::Code(Some(Clean::line("toml"))));
        assert_eq!(document.blocks[0].text(), text.trim_end());
    }
}
