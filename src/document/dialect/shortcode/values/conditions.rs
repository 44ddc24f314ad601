//! The conditions of an included file, decided by its parameters and the front matter of the page.

use crate::document::dialect::shortcode::token;
use crate::document::dialect::shortcode::values::expression::{Expression, Term};
use crate::document::dialect::shortcode::values::scope::Scope;
use crate::document::dialect::value::Value;

/// The maximum nesting of conditions, and how many comparisons a condition may have.
const DEEPEST: usize = 32;
const MOST: usize = 16;

/// An open `if` or `unless`.
struct Open {
    /// Whether the text around it is written.
    outer: bool,
    /// Whether one of its branches has been taken.
    taken: bool,
    /// Whether the current branch is.
    active: bool,
}

/// The text with only those branches that are taken; `None` if it has loops, or a condition that cannot be decided.
pub(in crate::document::dialect::shortcode) fn decided(text: &str, scope: &mut Scope<'_>) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    let mut rest = text;
    while let Some(found) = rest.find("{%") {
        let start = at + found;
        let is_active = open.last().is_none_or(|open| open.active);
        if is_active {
            out.push_str(text.get(at..start)?);
        }
        let Some(token) = token::lex(text, start) else {
            if is_active {
                out.push_str("{%");
            }
            at = start + 2;
            rest = text.get(at..)?;
            continue;
        };
        at = token.range.end;
        rest = text.get(at..)?;
        match (token.name, token.closes) {
            ("if" | "unless", false) if open.len() < DEEPEST => {
                let holds = is_active && holds(token.arguments, scope)? != (token.name == "unless");
                open.push(Open { outer: is_active, taken: holds, active: holds });
            }
            ("elsif" | "elif", false) => {
                let last = open.last_mut()?;
                last.active = last.outer && !last.taken && holds(token.arguments, scope)?;
                last.taken |= last.active;
            }
            ("else", false) => {
                let last = open.last_mut()?;
                last.active = last.outer && !last.taken;
                last.taken = true;
            }
            ("if" | "unless", true) => {
                open.pop()?;
            }
            ("if" | "unless" | "for" | "case" | "when" | "tablerow" | "while" | "raw" | "verbatim" | "break", _) => {
                return None;
            }
            _ if !is_active => {}
            (name, _) => {
                if let Some((name, value)) = token.arguments.split_once('=').filter(|_| name == "assign") {
                    let value = Expression::parse(value.trim()).and_then(|expression| scope.value(&expression));
                    scope.set(name, value);
                }
                out.push_str(text.get(token.range)?);
            }
        }
    }
    if !open.is_empty() {
        return None;
    }
    out.push_str(rest);
    Some(out)
}

/// Whether a condition holds; `None` if that is not known. Liquid reads `and` and `or` from the right.
fn holds(condition: &str, scope: &mut Scope<'_>) -> Option<bool> {
    let words = words(condition);
    let mut result: Option<bool> = None;
    let mut end = words.len();
    for _ in 0..MOST {
        let joint = words.get(..end)?.iter().rposition(|word| matches!(*word, "and" | "or"));
        let from = joint.map_or(0, |at| at + 1);
        let own = compared(words.get(from..end)?, scope)?;
        // The word that joins this comparison with those behind it.
        result = Some(match (result, words.get(end)) {
            (Some(behind), Some(&"and")) => own && behind,
            (Some(behind), _) => own || behind,
            (None, _) => own,
        });
        match joint {
            Some(at) => end = at,
            None => return result,
        }
    }
    None
}

fn compared(words: &[&str], scope: &mut Scope<'_>) -> Option<bool> {
    match words {
        [one] => Some(is_true(&operand(one, scope)?)),
        [left, operator, right] => {
            let (left, right) = (operand(left, scope)?, operand(right, scope)?);
            let text = |value: &Value| value.scalar().unwrap_or_default().to_owned();
            let number = |value: &Value| value.scalar().and_then(|text| text.parse::<f64>().ok());
            let equal = left == right || left.scalar().is_some() && left.scalar() == right.scalar();
            let ordered = || Some((number(&left)?, number(&right)?));
            Some(match *operator {
                "==" => equal,
                "!=" | "<>" => !equal,
                "contains" => match &left {
                    Value::List(items) => items.iter().any(|item| item.scalar() == right.scalar()),
                    left => text(left).contains(&text(&right)),
                },
                ">" => ordered().is_some_and(|(left, right)| left > right),
                "<" => ordered().is_some_and(|(left, right)| left < right),
                ">=" => ordered().is_some_and(|(left, right)| left >= right),
                "<=" => ordered().is_some_and(|(left, right)| left <= right),
                _ => return None,
            })
        }
        _ => None,
    }
}

/// The value of a word. What front matter lacks is nothing, unless the site computes it.
fn operand(word: &str, scope: &mut Scope<'_>) -> Option<Value> {
    let term = Term::parse(word, 0)?;
    let computed = ["url", "id", "path", "content", "excerpt", "next", "previous", "collection", "dir", "name", "slug"];
    match scope.term(&term) {
        Some(value) => Some(value),
        None => {
            let key = word.strip_prefix("page.")?;
            let key = key.split(['.', '[']).next().unwrap_or(key);
            (!computed.contains(&key)).then_some(Value::Null)
        }
    }
}

/// Whether Liquid takes a value as true: all but nothing and `false`.
fn is_true(value: &Value) -> bool {
    !matches!(value, Value::Null) && value.scalar() != Some("false")
}

/// The words of a condition; what is in quotation marks is one.
fn words(condition: &str) -> Vec<&str> {
    let (mut words, mut from, mut quote) = (Vec::new(), None, None);
    for (at, c) in condition.char_indices() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c.is_whitespace() => {
                words.extend(from.take().and_then(|from| condition.get(from..at)));
                continue;
            }
            None if matches!(c, '"' | '\'') => quote = Some(c),
            None => {}
        }
        from = from.or(Some(at));
    }
    words.extend(from.and_then(|from| condition.get(from..)));
    words
}
