//! Expressions, variables and included files: what they give in a body.

use std::borrow::Cow;

use crate::document::dialect::code::Code;
use crate::document::dialect::shortcode::arguments::{Arguments, Word};
use crate::document::dialect::shortcode::around::Rendered;
use crate::document::dialect::shortcode::output::{Output, evaluate, is_command};
use crate::document::dialect::shortcode::token;
use crate::document::dialect::shortcode::token::{Syntax, Token};
use crate::document::dialect::shortcode::values::{
    Expression, Scope, decided, is_about_others, is_in_address, is_in_tag, is_of_others, printed, without_quotes,
};
use crate::document::dialect::shortcode::void::void_tag;
use crate::document::dialect::shortcode::write::{Templates, Writer, write};
use crate::document::dialect::site::Engine;
use crate::document::dialect::value::Value;

/// How deep files may include each other.
const DEEPEST: u8 = 8;

/// Bytes of a name that are shown.
const LONGEST_NAME: usize = 96;

/// The names under which sites keep their own address. At the start of an address they are left out, so that it leads to
/// an article of the site.
const BASES: [&str; 12] = [
    "site.baseurl",
    "site.url",
    "site.base_url",
    "site.root",
    "site.BaseURL",
    "site.github.url",
    ".Site.BaseURL",
    "baseurl",
    "base_url",
    "config.root",
    "config.url",
    "root",
];

/// The names of the address of the page itself.
const OWN: [&str; 4] = ["page.url", "page.permalink", ".Permalink", "page.id"];

/// Names that only templates of sites use.
const ROOTS: [&str; 10] =
    ["page", "site", "Site", "Page", "Params", "include", "layout", "$frontmatter", "$page", "$site"];

impl Writer<'_, '_, '_> {
    /// Writes what an expression in braces gives.
    pub(in crate::document::dialect::shortcode) fn output(&mut self, index: usize, token: &Token<'_>, alone: bool) {
        let before = self.body.get(..token.range.start).and_then(|text| text.chars().next_back());
        let formula = self.braces == token.range.start && index > 0 || is_command(self.body, token.range.start);
        let before = if formula { Some('\\') } else { before.filter(|_| self.last != token.range.start) };
        let after = self.body.get(token.range.end..).and_then(|text| text.chars().next());
        let next = self.tokens.get(index + 1).is_some_and(|next| next.range.start == token.range.end);
        let after = after.filter(|_| !next);
        let is_written = match evaluate(token.arguments, before, after) {
            Output::Tag(rendered) => {
                self.rendered(rendered, token, alone);
                true
            }
            Output::Expression => self.expression(token),
            Output::Braces => false,
        };
        if !is_written {
            self.braces = token.range.end;
            self.out.push_str(self.body.get(token.range.clone()).unwrap_or_default());
        }
    }

    /// Writes the value of an expression, or its name if it is unknown. Returns whether it is one.
    fn expression(&mut self, token: &Token<'_>) -> bool {
        let Some(expression) = Expression::parse(token.arguments) else {
            let replaces = self.is_template();
            if replaces {
                self.unknown(token.arguments, token);
            }
            return replaces;
        };
        if !self.replaces(&expression) {
            return false;
        }
        let address = is_in_address(&self.out);
        let rest = self.body.get(token.range.end..).unwrap_or_default();
        if address && BASES.contains(&expression.name) && rest.starts_with(['/', '{']) {
            return true;
        }
        let is_markdown = expression.filters.iter().any(|filter| filter.name.starts_with("markdown"));
        let value = self.templates.scope.value(&expression);
        match value.as_ref().and_then(printed) {
            Some(text) if text.len() <= self.templates.left => {
                self.templates.left -= text.len();
                self.insert(&text, is_markdown && !address);
            }
            _ if address && BASES.contains(&expression.name) => self.out.push('/'),
            // The page itself.
            _ if address && OWN.contains(&expression.name) => {}
            _ => self.unknown(expression.name, token),
        }
        true
    }

    /// Whether the site replaces an expression in this body.
    fn replaces(&mut self, expression: &Expression<'_>) -> bool {
        let Some(root) = expression.root() else { return true };
        let is_root = ROOTS.contains(&root) && (expression.is_dotted() || !expression.name.starts_with('.'));
        let dotted = expression.name.starts_with('.');
        match self.templates.scope.engine() {
            Engine::Jekyll | Engine::Hexo => true,
            Engine::Hugo => {
                // Names of Hugo: `.Site.Title`, `$.Params.x`, `site.Title`.
                let name = expression.name.trim_start_matches("$.").trim_start_matches('.');
                let is_exported = name.starts_with(char::is_uppercase)
                    || name.split('.').nth(1).is_some_and(|key| key.starts_with(char::is_uppercase));
                is_exported && (is_root && expression.is_dotted() || dotted && self.templates.scope.knows(root))
            }
            Engine::Unknown => {
                if expression.is_dotted() && is_root || self.templates.scope.is_variable(root) {
                    return true;
                }
                if dotted || is_of_others(root) {
                    return false;
                }
                self.is_template() || expression.is_dotted() && !self.is_about_others()
            }
        }
    }

    /// Whether the body is certainly a template: it has tags of Liquid, or the site makes templates of articles.
    fn is_template(&self) -> bool {
        let engine = self.templates.scope.engine();
        let is_tag = |token: &Token<'_>| match token.syntax {
            Syntax::Liquid => true,
            Syntax::Output => ["page.", "site."].iter().any(|root| token.arguments.starts_with(root)),
            _ => false,
        };
        matches!(engine, Engine::Jekyll | Engine::Hexo)
            || engine == Engine::Unknown && self.tokens.iter().take(64).any(is_tag)
    }

    fn is_about_others(&mut self) -> bool {
        let body = self.body;
        *self.about_others.get_or_insert_with(|| is_about_others(body))
    }

    /// Writes a value.
    fn insert(&mut self, text: &str, is_markdown: bool) {
        if is_markdown {
            self.block(text);
        } else if self.out.ends_with('(') {
            self.out.push_str(&text.replace(' ', "%20"));
        } else if is_in_tag(&self.out) {
            self.out.push_str(&text.replace('"', "&quot;"));
        } else {
            self.out.push_str(text);
        }
    }

    /// Writes the name of an unknown value in angle brackets, in which it is not markup.
    fn unknown(&mut self, name: &str, token: &Token<'_>) {
        self.templates.unknown.push(name, self.body.get(token.range.clone()).unwrap_or_default());
        let end = (0..=LONGEST_NAME.min(name.len())).rev().find(|end| name.is_char_boundary(*end)).unwrap_or(0);
        let cut = if end < name.len() { "…" } else { "" };
        let address = is_in_address(&self.out);
        self.out.push('⟨');
        for c in name.get(..end).unwrap_or_default().chars() {
            match c {
                c if c.is_whitespace() => self.out.push_str(if address { "%20" } else { " " }),
                '_' | '*' | '[' | ']' | '<' | '>' | '&' | '`' | '\\' | '"' | '\'' | '|' | '~' | '$' | '(' | ')' => {
                    self.out.push_str(&format!("&#{};", u32::from(c)));
                }
                c => self.out.push(c),
            }
        }
        self.out.push_str(cut);
        self.out.push('⟩');
    }

    /// `{% assign name = expression %}`.
    pub(in crate::document::dialect::shortcode) fn assign(&mut self, arguments: &str) {
        let Some((name, value)) = arguments.split_once('=') else { return };
        let scope = &mut self.templates.scope;
        let value = Expression::parse(value.trim()).and_then(|expression| scope.value(&expression));
        scope.set(name, value);
    }

    /// `{{< param "name" >}}` of Hugo. Returns whether there is a name.
    fn parameter(&mut self, arguments: &Arguments<'_>, token: &Token<'_>) -> bool {
        let Some(name) = arguments.free().next().filter(|name| !name.is_empty()) else { return false };
        match self.templates.scope.parameter(name).as_ref().and_then(printed) {
            Some(text) => self.insert(&text, false),
            None => self.unknown(name, token),
        }
        true
    }

    /// Writes the result of a tag without content.
    pub(in crate::document::dialect::shortcode) fn void(
        &mut self,
        name: &str,
        token: &Token<'_>,
        arguments: Arguments<'_>,
        alone: bool,
    ) {
        if token.syntax == Syntax::Hugo && name == "param" && self.parameter(&arguments, token) {
            return;
        }
        let rendered = if token.syntax == Syntax::Liquid && name.starts_with("include") {
            let raw = self.substituted(token.arguments);
            self.include(name, token, &Arguments::new(&raw))
        } else {
            void_tag(name, token.syntax, &arguments)
        };
        self.rendered(rendered, token, alone);
    }

    /// The arguments of a tag with the expressions in braces in them replaced.
    fn substituted<'r>(&mut self, raw: &'r str) -> Cow<'r, str> {
        if !raw.contains("{{") {
            return Cow::Borrowed(raw);
        }
        let mut out = String::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((before, after)) = rest.split_once("{{") {
            out.push_str(before);
            let Some((inner, behind)) = after.split_once("}}") else {
                out.push_str("{{");
                rest = after;
                break;
            };
            let value = Expression::parse(inner.trim()).and_then(|expression| self.templates.scope.value(&expression));
            match value.as_ref().and_then(printed).filter(|text| !text.is_empty()) {
                Some(text) => out.push_str(&text),
                None => {
                    self.templates.unknown.push(inner.trim(), raw);
                    out.push('⟨');
                    out.extend(inner.split_whitespace());
                    out.push('⟩');
                }
            }
            rest = behind;
        }
        out.push_str(rest);
        Cow::Owned(out)
    }

    /// A file that is included: its text, if the site has it and it has no loops and no conditions that cannot be decided;
    /// otherwise what its name and parameters say.
    fn include(&mut self, tag: &str, token: &Token<'_>, arguments: &Arguments<'_>) -> Rendered {
        let parameters = self.parameters(arguments);
        if tag != "include_relative"
            && let Some(rendered) = self.included(token, arguments, &parameters)
        {
            return rendered;
        }
        let words = parameters.iter().filter_map(|(word, value)| {
            let value = value.as_ref()?;
            Some(Word { value: value.as_deref().unwrap_or(word.value), ..*word })
        });
        let words = words.collect();
        void_tag(tag, Syntax::Liquid, &Arguments { words, raw: arguments.raw, called: arguments.called })
    }

    /// The words of an include, with the values of those that are names: `None` if the value is unknown.
    fn parameters<'w>(&mut self, arguments: &Arguments<'w>) -> Vec<(Word<'w>, Option<Option<String>>)> {
        let prefixes = ["page.", "site.", "include.", "post.", "layout.", "item.", "image."];
        let mut parameters = Vec::with_capacity(arguments.words.len());
        for word in &arguments.words {
            let is_name = word.key.is_some() && !word.quoted && without_quotes(word.value).is_none();
            let value = Expression::parse(word.value)
                .filter(|expression| is_name && expression.root().is_some())
                .and_then(|expression| self.templates.scope.value(&expression));
            let is_unknown = is_name && prefixes.iter().any(|prefix| word.value.starts_with(prefix));
            parameters.push((
                *word,
                match value.as_ref().and_then(printed) {
                    Some(text) => Some(Some(text)),
                    None if is_unknown => None,
                    None => Some(None),
                },
            ));
        }
        parameters
    }

    /// The text of an included file of the site.
    fn included(
        &mut self,
        token: &Token<'_>,
        arguments: &Arguments<'_>,
        parameters: &[(Word<'_>, Option<Option<String>>)],
    ) -> Option<Rendered> {
        let file = arguments.free().next()?;
        let text = self.templates.scope.site()?.include(file)?;
        if self.templates.depth >= DEEPEST || text.len() > self.templates.left {
            return None;
        }
        self.templates.left -= text.len();
        let values = parameters.iter().filter_map(|(word, value)| {
            let value = value.as_ref()?.as_deref().unwrap_or(word.value);
            Some((word.key?.to_owned(), Value::Text(value.to_owned())))
        });
        let values = values.collect();
        let mut scope = self.templates.scope.enter(values);
        let Some(text) = decided(text, &mut scope) else {
            self.templates.scope.leave(scope);
            return None;
        };
        let text = text.as_str();
        let left = self.templates.left;
        let templates =
            Templates { scope, left, depth: self.templates.depth + 1, unknown: self.templates.unknown.inner() };
        let is_html = text.trim_start().starts_with('<');
        let code = if is_html { Code::of_html(text) } else { Code::of_markdown(text) };
        let tokens = token::tokens(text, &code);
        let (written, inner) = write(text, &tokens, self.markdown && !is_html, templates);
        self.templates.left = inner.left;
        self.templates.scope.leave(inner.scope);
        self.templates.unknown.take(inner.unknown, self.body.get(token.range.clone()).unwrap_or_default());
        let written = written.trim();
        Some(match written {
            "" => Rendered::Nothing,
            html if is_html && self.markdown => Rendered::Block(tight(html)),
            html if is_html => Rendered::Block(html.to_owned()),
            text if text.contains("\n\n") => Rendered::Block(text.to_owned()),
            text => Rendered::Inline(text.to_owned()),
        })
    }
}

/// HTML without blank lines and indentation, which would end it or make code of it in Markdown.
fn tight(html: &str) -> String {
    if html.contains("<pre") || html.contains("<textarea") {
        return html.to_owned();
    }
    html.lines().map(str::trim_start).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

/// The scope of a body.
pub(in crate::document::dialect::shortcode) fn templates<'a>(
    page: Option<&'a Value>,
    site: Option<&'a crate::document::dialect::site::Site>,
    length: usize,
) -> Templates<'a> {
    Templates::new(Scope::new(page, site), length)
}
