//! Tags and expressions of JSX, read without running any code.

/// Maximum bytes of a tag or an expression.
pub(in crate::document::dialect::extensions) const MAX_LENGTH: usize = 8192;

/// A tag of JSX.
#[derive(Debug, Default, PartialEq, Eq)]
pub(in crate::document::dialect::extensions) struct Element<'a> {
    /// The name; empty for a fragment, `<>`.
    pub(in crate::document::dialect::extensions) name: &'a str,
    /// Whether it is an end tag.
    pub(in crate::document::dialect::extensions) ends: bool,
    /// Whether it ends with `/>`.
    pub(in crate::document::dialect::extensions) void: bool,
    /// Names and values of attributes; of an expression, the source between the braces.
    pub(in crate::document::dialect::extensions) attributes: Vec<(&'a str, Value<'a>)>,
    /// Whether an attribute is in braces, which only JSX has.
    pub(in crate::document::dialect::extensions) has_code: bool,
    /// Bytes of the source.
    pub(in crate::document::dialect::extensions) length: usize,
}

/// The value of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect::extensions) enum Value<'a> {
    /// A string; empty for an attribute without a value.
    Text(&'a str),
    /// The source of any other expression.
    Code(&'a str),
}

impl<'a> Element<'a> {
    /// The tag at the start of a text.
    pub(in crate::document::dialect::extensions) fn at_start(text: &'a str) -> Option<Self> {
        let inner = text.strip_prefix('<')?;
        let (inner, ends) = inner.strip_prefix('/').map_or((inner, false), |inner| (inner, true));
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let (name, mut rest) = inner.split_at_checked(inner.find(|c| !is_name(c))?)?;
        let mut element = Self { name, ends, ..Self::default() };
        loop {
            rest = rest.trim_start();
            if text.len() - rest.len() > MAX_LENGTH {
                return None;
            }
            let closed = rest.strip_prefix("/>").filter(|_| !ends);
            if let Some(behind) = closed.or_else(|| rest.strip_prefix('>')) {
                element.void = closed.is_some();
                element.length = text.len() - behind.len();
                let named = name.is_empty() || name.starts_with(|c: char| c.is_ascii_alphabetic());
                return (named && (!name.is_empty() || element.attributes.is_empty())).then_some(element);
            }
            if name.is_empty() || ends {
                return None;
            }
            rest = element.attribute(rest)?;
        }
    }

    /// Reads an attribute and returns what follows.
    fn attribute(&mut self, text: &'a str) -> Option<&'a str> {
        if text.starts_with('{') {
            // `{...props}`
            self.has_code = true;
            return text.get(braces(text)?..);
        }
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.' | '@');
        let (name, rest) = text.split_at_checked(text.find(|c| !is_name(c)).filter(|end| *end > 0)?)?;
        let Some(value) = rest.trim_start().strip_prefix('=') else {
            self.attributes.push((name, Value::Text("")));
            return Some(rest);
        };
        let value = value.trim_start();
        if value.starts_with('{') {
            let length = braces(value)?;
            self.has_code = true;
            let source = value.get(1..length - 1)?.trim();
            self.attributes.push((name, string(source).map_or(Value::Code(source), Value::Text)));
            return value.get(length..);
        }
        let quote = value.get(..1).filter(|quote| matches!(*quote, "\"" | "'"))?;
        let (found, rest) = value.get(1..)?.split_once(quote)?;
        self.attributes.push((name, Value::Text(found)));
        Some(rest)
    }

    /// The first string among attributes with these names.
    pub(in crate::document::dialect::extensions) fn text(&self, names: &[&str]) -> Option<&'a str> {
        names.iter().find_map(|wanted| {
            self.attributes.iter().find_map(|(name, value)| match value {
                Value::Text(text) if name == wanted && !text.trim().is_empty() => Some(*text),
                _ => None,
            })
        })
    }
}

impl Element<'_> {
    /// Whether it has an attribute with this name.
    pub(in crate::document::dialect::extensions) fn has(&self, wanted: &str) -> bool {
        self.attributes.iter().any(|(name, _)| *name == wanted)
    }
}

/// The string that a literal of JavaScript stands for, if it has no escapes and no parts to evaluate.
pub(in crate::document::dialect::extensions) fn string(source: &str) -> Option<&str> {
    let quote = source.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
    let inner = source.strip_prefix(quote)?.strip_suffix(quote)?;
    let evaluated = quote == '`' && inner.contains("${");
    (!evaluated && !inner.contains([quote, '\\'])).then_some(inner)
}

/// The length of the expression between braces at the start of a text, with the braces.
pub(in crate::document::dialect::extensions) fn braces(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut quote = None;
    let mut escaped = false;
    for (at, byte) in text.bytes().take(MAX_LENGTH).enumerate() {
        match (byte, quote) {
            _ if escaped => escaped = false,
            (b'\\', Some(_)) => escaped = true,
            (byte, Some(open)) if byte == open => quote = None,
            (_, Some(_)) => {}
            (b'"' | b'\'' | b'`', None) => quote = Some(byte),
            (b'{', None) => depth += 1,
            (b'}', None) => {
                depth = depth.checked_sub(1)?;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements() {
        let read = |text| Element::at_start(text).map(|it| (it.name, it.ends, it.void, it.attributes, it.length));
        for (text, expected) in [
            ("<A>x", Some(("A", false, false, vec![], 3))),
            ("</A.B>", Some(("A.B", true, false, vec![], 6))),
            ("<>x</>", Some(("", false, false, vec![], 2))),
            ("<A b='c' d/>", Some(("A", false, true, vec![("b", Value::Text("c")), ("d", Value::Text(""))], 12))),
            (
                "<A b={x > 1 ? '}' : {}} {...p}>",
                Some(("A", false, false, vec![("b", Value::Code("x > 1 ? '}' : {}"))], 31)),
            ),
            ("<A b={\"c\"}>", Some(("A", false, false, vec![("b", Value::Text("c"))], 11))),
            ("<A b={`c${d}`}>", Some(("A", false, false, vec![("b", Value::Code("`c${d}`"))], 15))),
            ("<A b=", None),
            ("<1>", None),
            ("< A>", None),
            ("<A, B>", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
