//! `{{ … }}`: the text of an expression.

use crate::document::dialect::shortcode::arguments::Arguments;
use crate::document::dialect::shortcode::around::Rendered;
use crate::document::dialect::shortcode::token::Syntax;
use crate::document::dialect::shortcode::void::void_tag;

/// What braces hold.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) enum Output {
    /// An expression, to be evaluated.
    Expression,
    /// The result of a tag: Zola's `{{ youtube(id="…") }}`.
    Tag(Rendered),
    /// Not an expression of a template language: literal braces.
    Braces,
}

/// What braces with this content hold. `before` and `after` are the characters around them.
pub(in crate::document::dialect::shortcode) fn evaluate(
    inner: &str,
    before: Option<char>,
    after: Option<char>,
) -> Output {
    let inner = inner.trim();
    // `${{ … }}` belongs to CI workflows, `\frac{{a}}{{b}}` and `^{{n}}` to formulas.
    if before.is_some_and(|c| matches!(c, '$' | '^' | '_' | '{' | '}' | '\\')) || matches!(after, Some('}' | '{')) {
        return Output::Braces;
    }
    if let Some(quote @ ('"' | '\'')) = inner.chars().next() {
        return match inner.get(1..).and_then(|rest| rest.split_once(quote)) {
            Some((_, rest)) if rest.trim().is_empty() || rest.trim_start().starts_with('|') => Output::Expression,
            _ => Output::Braces,
        };
    }
    let name = inner.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':')).count();
    let (name, rest) = inner.split_at_checked(name).unwrap_or((inner, ""));
    if rest.starts_with('(') && rest.ends_with(')') && !name.is_empty() {
        return Output::Tag(void_tag(name, Syntax::Output, &Arguments::new(rest)));
    }
    if is_expression(inner) { Output::Expression } else { Output::Braces }
}

/// A path with filters: `page.title | escape`, `site.data["x"][0]`, `$root.x`, `.Site.Title`, `i + 1`.
fn is_expression(text: &str) -> bool {
    let mut quote = None;
    let path = text.split('|').next().unwrap_or_default().trim();
    let begins = path.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '.' | '$'));
    begins
        && text.chars().all(|c| {
            if let Some(open) = quote {
                if c == open {
                    quote = None;
                }
                return true;
            }
            if matches!(c, '"' | '\'') {
                quote = Some(c);
            }
            c.is_ascii() && !matches!(c, '\\' | '{' | '}' | '^')
        })
}

/// Whether a TeX command precedes this position: `\frac`.
pub(in crate::document::dialect::shortcode) fn is_command(body: &str, at: usize) -> bool {
    let before = body.as_bytes().get(at.saturating_sub(32)..at).unwrap_or_default();
    let letters = before.iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
    letters > 0 && before.iter().rev().nth(letters) == Some(&b'\\')
}
