//! Looks values up: in variables, in the front matter of the page, in the settings and the data of the site.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

use crate::document::dialect::shortcode::values::expression::{Expression, Step, Term};
use crate::document::dialect::shortcode::values::filters;
use crate::document::dialect::site::{Engine, Site};
use crate::document::dialect::value::Value;

/// How many values may be copied while a body is read, which limits long lists that are used often.
const FUEL: usize = 1 << 21;

/// What the names in templates mean.
#[derive(Debug)]
pub(in crate::document::dialect::shortcode) struct Scope<'a> {
    page: Option<&'a Value>,
    site: Option<&'a Site>,
    /// The parameters of the included file that is being written.
    include: Option<Value>,
    variables: FxHashMap<String, Value>,
    /// How many values may still be copied.
    fuel: usize,
}

impl<'a> Scope<'a> {
    /// Without variables.
    pub(in crate::document::dialect::shortcode) fn new(page: Option<&'a Value>, site: Option<&'a Site>) -> Self {
        Self { page, site, include: None, variables: FxHashMap::default(), fuel: FUEL }
    }

    /// The site.
    pub(in crate::document::dialect::shortcode) fn site(&self) -> Option<&'a Site> {
        self.site
    }

    /// The program that makes the site.
    pub(in crate::document::dialect::shortcode) fn engine(&self) -> Engine {
        self.site.map_or(Engine::Unknown, |site| site.engine)
    }

    /// The scope of a file that is included with these parameters. It takes the variables, which Jekyll shares.
    pub(in crate::document::dialect::shortcode) fn enter(&mut self, parameters: Vec<(String, Value)>) -> Self {
        let variables = std::mem::take(&mut self.variables);
        Self { page: self.page, site: self.site, include: Some(Value::Map(parameters)), variables, fuel: self.fuel }
    }

    /// Takes the variables back.
    pub(in crate::document::dialect::shortcode) fn leave(&mut self, inner: Self) {
        self.fuel = inner.fuel;
        self.variables = inner.variables;
    }

    /// Sets a variable; `None` makes it unknown.
    pub(in crate::document::dialect::shortcode) fn set(&mut self, name: &str, value: Option<Value>) {
        let name = name.trim().trim_matches(['"', '\'']);
        match value {
            Some(value) => drop(self.variables.insert(name.to_owned(), value)),
            None => drop(self.variables.remove(name)),
        }
    }

    /// Whether the body has set a variable of this name.
    pub(in crate::document::dialect::shortcode) fn is_variable(&self, name: &str) -> bool {
        self.variables.contains_key(name)
    }

    /// Whether the front matter has a key, without regard to case.
    pub(in crate::document::dialect::shortcode) fn knows(&self, name: &str) -> bool {
        self.page.is_some_and(|page| page.get_ignoring_case(name).is_some())
    }

    /// The value of an expression; `None` if it is unknown.
    pub(in crate::document::dialect::shortcode) fn value(&mut self, expression: &Expression<'_>) -> Option<Value> {
        let mut value = self.term(&expression.term);
        for filter in &expression.filters {
            let arguments: Vec<Option<Value>> = filter.arguments.iter().map(|term| self.term(term)).collect();
            value = filters::apply(filter.name, value, &arguments);
        }
        value
    }

    /// The value of a parameter of Hugo: of the page, otherwise of the site.
    pub(in crate::document::dialect::shortcode) fn parameter(&mut self, name: &str) -> Option<Value> {
        ["Params", "Site.Params"].iter().find_map(|table| self.term(&Term::parse(&format!("{table}.{name}"), 0)?))
    }

    /// The value of a term.
    pub(in crate::document::dialect::shortcode) fn term(&mut self, term: &Term<'_>) -> Option<Value> {
        let (value, cost) = {
            let found = self.find(term)?;
            let cost = weight(&found, self.fuel + 1);
            if cost > self.fuel {
                // Looking was work too.
                self.fuel /= 2;
                return None;
            }
            (found.into_owned(), cost)
        };
        self.fuel -= cost;
        Some(value)
    }

    fn find(&self, term: &Term<'_>) -> Option<Cow<'_, Value>> {
        let steps = match term {
            Term::Literal(value) => return Some(Cow::Owned(value.clone())),
            Term::Path(steps) => steps,
        };
        let key = |at: usize| match steps.get(at) {
            Some(Step::Key(key)) => *key,
            _ => "",
        };
        let (first, second) = (key(0), key(1));
        if let Some(value) = self.variables.get(first) {
            return self.descend(value, steps.get(1..)?);
        }
        match first {
            "include" => {
                // A parameter that is not given is empty.
                let include = self.include.as_ref()?;
                Some(self.descend(include, steps.get(1..)?).unwrap_or(Cow::Owned(Value::Null)))
            }
            "page" | "Page" | "$page" if matches!(second, "frontmatter" | "Params") => self.of_page(steps.get(2..)?),
            "page" | "Page" | "$page" | "post" | "$frontmatter" | "frontmatter" => self.of_page(steps.get(1..)?),
            "Params" => self.of_page(steps.get(1..)?),
            "site" | "Site" | "config" | "$site" | "$themeConfig" => self.of_site(steps),
            _ if matches!(self.engine(), Engine::Jekyll) => None,
            _ => self.of_page(steps),
        }
    }

    fn of_page(&self, steps: &[Step<'_>]) -> Option<Cow<'_, Value>> {
        let page = self.page?;
        // The tables in which front matter keeps parameters come second.
        let tables = ["params", "extra"].iter().filter_map(|name| page.get(name));
        std::iter::once(page).chain(tables).find_map(|table| self.descend(table, steps))
    }

    fn of_site(&self, steps: &[Step<'_>]) -> Option<Cow<'_, Value>> {
        let site = self.site?;
        let rest = steps.get(1..)?;
        match rest.first() {
            Some(Step::Key("data" | "Data")) => self.descend(&site.data, rest.get(1..)?),
            _ => self.descend(&site.settings, rest),
        }
    }

    /// The value that a path leads to.
    fn descend<'v>(&'v self, from: &'v Value, steps: &[Step<'_>]) -> Option<Cow<'v, Value>> {
        let mut value = from;
        for (at, step) in steps.iter().enumerate() {
            let key = match step {
                Step::Key(key) => Cow::Borrowed(*key),
                Step::Index(term) => Cow::Owned(self.find(term)?.scalar()?.to_owned()),
            };
            let is_last = at + 1 == steps.len();
            if is_last && key == "size" && value.get("size").is_none() {
                return size(value).map(|size| Cow::Owned(Value::Number(size.to_string())));
            }
            value = child(value, &key)?;
        }
        Some(Cow::Borrowed(value))
    }
}

/// The value of a key or index. Hugo and the tables of TOML do not distinguish case, so that is the second choice.
fn child<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Map(_) => value.get(key).or_else(|| value.get_ignoring_case(key)),
        Value::List(items) => match key {
            "first" => items.first(),
            "last" => items.last(),
            key => {
                let index: i64 = key.parse().ok()?;
                let index = if index < 0 { index + items.len() as i64 } else { index };
                items.get(usize::try_from(index).ok()?)
            }
        },
        _ => None,
    }
}

fn size(value: &Value) -> Option<usize> {
    match value {
        Value::List(items) => Some(items.len()),
        Value::Map(pairs) => Some(pairs.len()),
        Value::Text(text) => Some(text.chars().count()),
        Value::Null | Value::Number(_) => None,
    }
}

/// How many values there are in a list or map, at most about `limit`; short texts are free. Recursion is safe: the parsers limit the depth.
fn weight(value: &Value, limit: usize) -> usize {
    let inner: Box<dyn Iterator<Item = &Value>> = match value {
        Value::List(items) => Box::new(items.iter()),
        Value::Map(pairs) => Box::new(pairs.iter().map(|(_, value)| value)),
        Value::Text(text) => return text.len() / 64,
        Value::Null | Value::Number(_) => return 0,
    };
    let mut sum = 1;
    for value in inner {
        if sum >= limit {
            break;
        }
        sum += 1 + weight(value, limit - sum);
    }
    sum
}
