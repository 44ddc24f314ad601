//! Syntax highlighting: finds keywords, strings, comments and other tokens by the grammar of a language.

use std::ops::Range;
use std::str::FromStr;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

/// The kind of a token. The theme chooses a colour by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Token {
    /// A keyword of the language.
    Keyword,
    /// A string or character.
    String,
    /// A comment.
    Comment,
    /// A number or another constant.
    Number,
    /// The name of a type.
    Type,
    /// The name of a function or macro.
    Function,
    /// The name of a tag, an attribute or a key.
    Attribute,
    /// Brackets, operators, separators.
    Punctuation,
    /// An added line of a diff.
    Inserted,
    /// A deleted line of a diff.
    Deleted,
}

/// Byte ranges of a code block with their tokens: sorted, disjoint, on character boundaries.
pub type Tokens = Vec<(Range<u32>, Token)>;

/// Code with more bytes is not highlighted, because parsing handles only about 200 kB per second.
pub const LONGEST: usize = 64 << 10;
/// Highlighting stops at a line with more bytes, because regular expressions may take very long on it.
const LONGEST_LINE: usize = 2 << 10;

/// The grammars of many languages. Loading them takes milliseconds. Each grammar takes some tens of milliseconds more
/// at its first line, and up to some tens of megabytes for its compiled expressions, so they should be dropped after
/// use.
#[derive(Debug)]
pub struct Grammars(SyntaxSet);

/// Scopes of grammars and their tokens. The first match counts.
static MEANINGS: LazyLock<Vec<(Scope, Option<Token>)>> = LazyLock::new(|| {
    let rows = [
        ("comment", Some(Token::Comment)),
        ("punctuation.definition.comment", Some(Token::Comment)),
        ("punctuation.definition.string", Some(Token::String)),
        ("punctuation.definition.inserted", Some(Token::Inserted)),
        ("punctuation.definition.deleted", Some(Token::Deleted)),
        ("markup.inserted", Some(Token::Inserted)),
        ("markup.deleted", Some(Token::Deleted)),
        ("markup.heading", Some(Token::Keyword)),
        ("string", Some(Token::String)),
        ("constant.character", Some(Token::String)),
        ("constant", Some(Token::Number)),
        ("keyword.operator.word", Some(Token::Keyword)),
        ("keyword.operator", Some(Token::Punctuation)),
        ("keyword", Some(Token::Keyword)),
        ("storage", Some(Token::Keyword)),
        ("variable.language", Some(Token::Keyword)),
        ("entity.name.tag", Some(Token::Attribute)),
        ("entity.other.attribute-name", Some(Token::Attribute)),
        ("meta.mapping.key", Some(Token::Attribute)),
        ("support.type.property-name", Some(Token::Attribute)),
        ("entity.name.function", Some(Token::Function)),
        ("support.function", Some(Token::Function)),
        ("support.macro", Some(Token::Function)),
        ("variable.function", Some(Token::Function)),
        ("entity.name.type", Some(Token::Type)),
        ("entity.name.class", Some(Token::Type)),
        ("entity.name.struct", Some(Token::Type)),
        ("entity.name.enum", Some(Token::Type)),
        ("entity.name.trait", Some(Token::Type)),
        ("entity.name.namespace", Some(Token::Type)),
        ("entity.other.inherited-class", Some(Token::Type)),
        ("support.type", Some(Token::Type)),
        ("support.class", Some(Token::Type)),
        ("punctuation", Some(Token::Punctuation)),
        // Interpolated code is inside a string but is not part of it.
        ("meta.interpolation", None),
        ("meta.embedded", None),
    ];
    rows.into_iter().filter_map(|(scope, token)| Some((Scope::from_str(scope).ok()?, token))).collect()
});

/// Other names for grammars: names that no grammar has, and languages whose own grammar is too expensive. That of
/// TypeScript takes up to 160 MiB, that of JavaScript 20.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("ts", "javascript"),
    ("tsx", "javascript"),
    ("typescript", "javascript"),
    ("typescriptreact", "javascript"),
    ("c++", "cpp"),
    ("shell", "sh"),
    ("shellscript", "sh"),
    ("console", "sh"),
    ("terminal", "sh"),
    ("golang", "go"),
    ("json5", "json"),
    ("jsonc", "json"),
    ("objc", "m"),
    ("objective-c", "m"),
    ("csharp", "cs"),
    ("c#", "cs"),
    ("vbnet", "vb"),
    ("viml", "vim"),
    ("jsx", "javascript"),
    ("mjs", "javascript"),
    ("node", "javascript"),
    ("docker", "dockerfile"),
    ("make", "makefile"),
    ("rb", "ruby"),
    ("zsh", "sh"),
    ("ps", "powershell"),
    ("kt", "kotlin"),
];

impl Grammars {
    /// Loads all grammars, which are part of the binary.
    pub fn load() -> Self {
        Self(two_face::syntax::extra_newlines())
    }

    fn grammar(&self, language: &str) -> Option<&SyntaxReference> {
        let name = language.trim().to_ascii_lowercase();
        let other = OTHER_NAMES.iter().find(|(known, _)| *known == name).map(|(_, other)| *other);
        self.0.find_syntax_by_token(other.unwrap_or(&name)).filter(|grammar| grammar.name != "Plain Text")
    }

    /// The tokens of code in a language, given by the name an author would use. Empty if the language is unknown or the
    /// code is too long. `goes_on` is called before each line; once it returns false, the tokens so far are returned.
    pub fn tokens(&self, language: &str, text: &str, goes_on: &dyn Fn() -> bool) -> Tokens {
        let mut out = Tokens::new();
        if text.len() > LONGEST {
            return out;
        }
        let Some(grammar) = self.grammar(language) else { return out };
        let mut state = ParseState::new(grammar);
        let mut stack = ScopeStack::new();
        let mut known = FxHashMap::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if line.len() > LONGEST_LINE || !goes_on() {
                break;
            }
            // Grammars match the line break at the end of a line.
            let whole = if line.ends_with('\n') { line.to_owned() } else { format!("{line}\n") };
            let Ok(changes) = state.parse_line(&whole, &self.0) else { break };
            let mut at = 0;
            for (next, change) in &changes {
                push(&mut out, text, start + at..start + next.min(&line.len()), meaning(&stack, &mut known));
                at = (*next).min(line.len());
                if stack.apply(change).is_err() {
                    return out;
                }
            }
            push(&mut out, text, start + at..start + line.len(), meaning(&stack, &mut known));
            start += line.len();
        }
        out
    }
}

fn push(out: &mut Tokens, text: &str, range: Range<usize>, token: Option<Token>) {
    let Some(token) = token else { return };
    let shows = text.get(range.clone()).is_some_and(|part| !part.trim().is_empty());
    if !shows {
        return;
    }
    match out.last_mut().filter(|(last, same)| *same == token && last.end as usize == range.start) {
        Some((last, _)) => last.end = range.end as u32,
        None => out.push((range.start as u32..range.end as u32, token)),
    }
}

/// The token of the innermost scope that has a meaning.
fn meaning(stack: &ScopeStack, known: &mut FxHashMap<Scope, Option<Option<Token>>>) -> Option<Token> {
    let of = |scope: Scope| MEANINGS.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, token)| *token);
    let mut scopes = stack.scopes.iter().rev().map(|scope| *known.entry(*scope).or_insert_with(|| of(*scope)));
    scopes.find_map(|found| found).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grammars() -> &'static Grammars {
        static GRAMMARS: LazyLock<Grammars> = LazyLock::new(Grammars::load);
        &GRAMMARS
    }

    fn named(language: &str, text: &str) -> Vec<(String, Token)> {
        let cut =
            |(range, token): (Range<u32>, Token)| (text[range.start as usize..range.end as usize].to_owned(), token);
        grammars().tokens(language, text, &|| true).into_iter().map(cut).collect()
    }

    #[test]
    fn rust_python_and_others() {
        for (language, text, part, token) in [
            ("rust", "fn main() { let s = \"字\"; } // 注", "fn", Token::Keyword),
            ("rust", "fn main() { let s = \"字\"; } // 注", "main", Token::Function),
            ("Rust", "fn main() { let s = \"字\"; } // 注", "\"字\"", Token::String),
            ("rust", "fn main() { let s = \"字\"; } // 注", "// 注", Token::Comment),
            ("py", "x = 42", "42", Token::Number),
            ("c++", "class A {};", "A", Token::Type),
            ("shell", "for i in a; do echo b; done", "for", Token::Keyword),
            ("html", "<a href=x>b</a>", "href", Token::Attribute),
            ("diff", "+a\n-b", "+a", Token::Inserted),
            ("toml", "a = 1", "1", Token::Number),
            ("ts", "const a: number = 1", "const", Token::Keyword),
            ("kotlin", "val a = 1", "val", Token::Keyword),
        ] {
            let found = named(language, text);
            assert!(found.iter().any(|(word, is)| word.trim() == part && *is == token), "{language}: {found:?}");
        }
    }

    #[test]
    fn unknown_languages_and_long_listings_stay_plain() {
        assert!(named("no such language", "fn main() {}").is_empty());
        assert!(named("text", "fn main() {}").is_empty());
        assert!(named("", "fn main() {}").is_empty());
        assert!(named("rust", &"let a = 1;\n".repeat(10_000)).is_empty());
        assert!(grammars().tokens("rust", "fn a() {}\n", &|| false).is_empty());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { cases: 24, ..Default::default() })]
        #[test]
        fn any_text(text in "(\\PC|\n|[{}\"'`/*#<>]){0,80}", language in "rust|py|js|html|sh|md|yaml|c") {
            let mut last = 0;
            for (range, _) in grammars().tokens(&language, &text, &|| true) {
                proptest::prop_assert!(range.start >= last && range.start < range.end);
                proptest::prop_assert!(text.get(range.start as usize..range.end as usize).is_some());
                last = range.end;
            }
        }
    }
}
