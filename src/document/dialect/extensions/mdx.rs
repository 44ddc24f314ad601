//! MDX: imports and exports are removed, components become what readers see of them.

use memchr::memmem;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::document::dialect::code::{Code, CodeKind};
use crate::document::dialect::extensions::jsx::{Element, MAX_LENGTH, Value, braces, string};
use crate::document::dialect::extensions::opaque::literal;
use crate::document::html::names;

/// Attributes whose text is shown, best first.
const SHOWN: [&str; 8] = ["title", "label", "summary", "heading", "caption", "description", "text", "alt"];

/// How many open components are searched for the one that a tag closes.
const MAX_DEPTH: usize = 64;

/// The body as Markdown and HTML; `None` if it has nothing of MDX.
pub(in crate::document::dialect::extensions) fn rewrite(body: &str) -> Option<String> {
    let bytes = body.as_bytes();
    let has = |mark: &str| memmem::find(bytes, mark.as_bytes()).is_some();
    let module = || (has("import ") || has("export ")) && body.lines().any(is_module);
    if !has("={") && !memchr::memchr_iter(b'<', bytes).any(|at| is_capital(body, at)) && !module() {
        return None;
    }
    let code = Code::of_markdown(body);
    let names = Names::of(body);
    let module = Module::of(body, &code, &names);
    let text = module.as_ref().map(|module| module.text.as_str()).unwrap_or(body);
    let code = if module.is_some() { Code::of_markdown(text) } else { code };
    let constants = module.as_ref().map(|module| &module.constants);
    let mut writer = Writer {
        body: text,
        names: &names,
        left: 16 * text.len(),
        constants,
        out: String::with_capacity(text.len()),
        open: Vec::new(),
        labels: FxHashMap::default(),
    };
    let written = writer.write(&code);
    match module {
        Some(_) => Some(writer.out),
        None => written.then_some(writer.out),
    }
}

fn is_capital(text: &str, at: usize) -> bool {
    text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_uppercase)
}

/// The names of the components in a body.
#[derive(Default)]
struct Names<'a> {
    used: FxHashSet<&'a str>,
    closed: FxHashSet<&'a str>,
}

impl<'a> Names<'a> {
    fn of(body: &'a str) -> Self {
        let mut names = Self::default();
        for at in memchr::memchr_iter(b'<', body.as_bytes()) {
            let rest = body.get(at + 1..).unwrap_or_default();
            let (name, found) = match rest.strip_prefix('/') {
                Some(name) => (name, &mut names.closed),
                None => (rest, &mut names.used),
            };
            if name.starts_with(|c: char| c.is_ascii_uppercase()) {
                let end = name.bytes().take(64).position(|byte| !byte.is_ascii_alphanumeric() && byte != b'.');
                found.extend(end.and_then(|end| name.get(..end)));
            }
        }
        names
    }
}

/// Whether a line begins an import or an export.
fn is_module(line: &str) -> bool {
    let exports = ["const ", "let ", "var ", "default ", "function ", "async ", "class ", "{", "* "];
    match line.strip_prefix("import ") {
        Some(rest) => {
            rest.starts_with(['\'', '"', '{', '*']) || rest.contains(" from ") || rest.trim_end().ends_with('{')
        }
        None => line.strip_prefix("export ").is_some_and(|rest| exports.iter().any(|word| rest.starts_with(word))),
    }
}

/// A body without its imports and exports.
struct Module<'a> {
    text: String,
    /// Exported constants that are strings or numbers.
    constants: FxHashMap<&'a str, &'a str>,
}

impl<'a> Module<'a> {
    /// `None` if the body is not MDX: it must begin with an import or export, or use a component that it imports.
    fn of(body: &'a str, code: &Code, names: &Names<'a>) -> Option<Self> {
        let mut module = Self { text: String::with_capacity(body.len()), constants: FxHashMap::default() };
        let lines = code.lines(body);
        let (mut first, mut proven, mut found) = (true, false, false);
        let mut fresh = true;
        let mut at = 0;
        while let Some((_, line, code)) = lines.get(at).copied() {
            let statement =
                (code.is_none() && fresh && is_module(line)).then(|| Statement::of(body, &lines, at)).flatten();
            if let Some(statement) = statement {
                proven |= first || statement.is_used(names);
                found = true;
                statement.constants(&mut module.constants);
                at += statement.lines;
                continue;
            }
            fresh = line.trim().is_empty();
            first &= fresh;
            module.text.push_str(line);
            at += 1;
        }
        (found && proven).then_some(module)
    }
}

/// An import or export.
struct Statement<'a> {
    source: &'a str,
    lines: usize,
}

impl<'a> Statement<'a> {
    /// The statement at a line, up to a blank line outside of its brackets; `None` if it is not one.
    fn of(body: &'a str, lines: &[(usize, &'a str, Option<CodeKind>)], at: usize) -> Option<Self> {
        let (start, ..) = lines.get(at)?;
        let mut depth = 0_i32;
        let mut count = 0;
        let mut end = *start;
        for (from, line, _) in lines.get(at..)?.iter().take(400) {
            let module = count > 0 && depth <= 0 && is_module(line);
            if module || (line.trim().is_empty() && depth <= 0) {
                break;
            }
            for byte in line.bytes() {
                depth += match byte {
                    b'{' | b'(' | b'[' => 1,
                    b'}' | b')' | b']' => -1,
                    _ => 0,
                };
            }
            (count, end) = (count + 1, from + line.len());
        }
        let source = body.get(*start..end)?;
        let quoted = |text: &str| {
            let text = text.trim().trim_end_matches(';').trim_end();
            text.len() > 2 && text.starts_with(['\'', '"']) && text.ends_with(['\'', '"'])
        };
        let valid = match source.strip_prefix("import ") {
            Some(rest) => {
                source.lines().all(|line| !line.starts_with("import ") || !line.contains('。'))
                    && quoted(rest.rsplit_once("from ").map_or(rest, |(_, from)| from))
            }
            None => true,
        };
        (valid && depth == 0).then_some(Self { source, lines: count })
    }

    /// Whether the body has a component with a name that is imported here.
    fn is_used(&self, names: &Names<'_>) -> bool {
        self.source.split(|c: char| !c.is_ascii_alphanumeric() && c != '_').any(|name| names.used.contains(name))
    }

    /// Collects `export const name = 'text'`.
    fn constants(&self, found: &mut FxHashMap<&'a str, &'a str>) {
        for line in self.source.lines() {
            let declared = line.strip_prefix("export const ").and_then(|rest| rest.split_once('='));
            let Some((name, value)) = declared else { continue };
            let value = value.trim().trim_end_matches(';').trim_end();
            let number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
            if let Some(value) = string(value).or_else(|| number.then_some(value)) {
                found.insert(name.trim(), value);
            }
        }
    }
}

struct Writer<'a, 'm> {
    body: &'a str,
    names: &'m Names<'m>,
    /// How many bytes may still be read in vain, so that the time is linear.
    left: usize,
    /// The exported constants; `None` if the body is not MDX.
    constants: Option<&'m FxHashMap<&'a str, &'a str>>,
    out: String,
    /// The open components, each with the HTML after its content.
    open: Vec<(&'a str, &'static str)>,
    /// The labels of tabs that the component around them gives, by value.
    labels: FxHashMap<&'a str, &'a str>,
}

impl<'a> Writer<'a, '_> {
    /// Writes the body. Returns whether anything was replaced.
    fn write(&mut self, code: &Code) -> bool {
        let mut cursor = code.cursor();
        let bytes = self.body.as_bytes();
        let (mut at, mut copied) = (0, 0);
        while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'<', b'{', rest)) {
            if self.left == 0 {
                break;
            }
            let start = at + found;
            at = start + 1;
            let place = cursor.at(start);
            let free = place.is_none_or(|(_, kind)| kind == CodeKind::Indented && self.constants.is_some());
            let rest = self.body.get(start..).unwrap_or_default();
            let Some((length, text)) = free.then(|| self.replaced(start, rest)).flatten() else {
                self.left = self.left.saturating_sub(if free { rest.len().min(MAX_LENGTH) } else { 1 });
                continue;
            };
            let kept = self.body.get(copied..start).unwrap_or_default();
            // Children are indented like code, of which MDX has none.
            let kept = if text.starts_with('\n') { kept.trim_end_matches([' ', '\t']) } else { kept };
            self.out.push_str(kept);
            self.out.push_str(&text);
            at = start + length;
            copied = at;
        }
        self.out.push_str(self.body.get(copied..).unwrap_or_default());
        copied > 0
    }

    /// What replaces the tag or expression at `start`, and its length.
    fn replaced(&mut self, start: usize, rest: &'a str) -> Option<(usize, String)> {
        if rest.starts_with('{') {
            return self.expression(rest);
        }
        let element = Element::at_start(rest)?;
        let component = element.name.starts_with(|c: char| c.is_ascii_uppercase());
        if element.name.is_empty() {
            return self.constants.map(|_| (element.length, String::new()));
        }
        if !component {
            let known = names::is_element(element.name) && element.has_code;
            return known.then(|| (element.length, tag(element.name, &element)));
        }
        if element.ends {
            let near = self.open.len().saturating_sub(MAX_DEPTH);
            let found = self.open.get(near..)?.iter().rposition(|(name, _)| *name == element.name)?;
            let (_, close) = self.open.drain(near + found..).next()?;
            return Some((element.length, self.placed(start, element.length, close)));
        }
        let closed = element.void || self.names.closed.contains(element.name);
        // Within a component, capitalised tags are components.
        let within = !self.open.is_empty() || self.constants.is_some();
        let meant = within || element.has_code || (element.text(&SHOWN).is_some() && closed);
        if !meant {
            return None;
        }
        if element.name == "CodeBlock"
            && let Some(found) = listing(rest, &element)
        {
            return Some(found);
        }
        let (mut open, close) = self.component(&element);
        // A title and the text behind it on the same line are separate elements on the site.
        let behind = rest.get(element.length..).unwrap_or_default();
        if !element.void
            && !behind.starts_with(char::is_whitespace)
            && (open.ends_with("</strong>") || open.ends_with("</a>"))
        {
            open.push_str("<br>");
        }
        if !element.void {
            self.open.push((element.name, close));
        }
        let text = if element.void { format!("{open}{close}") } else { open };
        Some((element.length, self.placed(start, element.length, &text)))
    }

    /// A text that replaces a tag: a paragraph of its own if the tag is alone on its line.
    fn placed(&self, start: usize, length: usize, text: &str) -> String {
        let bytes = self.body.as_bytes();
        let before = bytes.get(..start).unwrap_or_default().iter().rev();
        let after = bytes.get(start + length..).unwrap_or_default().iter();
        let blank = |byte: Option<&u8>| byte.is_none_or(|byte| *byte == b'\n');
        let is_space = |byte: &&u8| matches!(**byte, b' ' | b'\t' | b'\r');
        let first = blank(before.take(400).find(|byte| !is_space(byte)));
        if first && blank(after.take(400).find(|byte| !is_space(byte))) {
            format!("\n\n{text}\n\n")
        } else {
            text.to_owned()
        }
    }

    /// What a component puts before and after its children.
    fn component(&mut self, element: &Element<'a>) -> (String, &'static str) {
        let shown = |names: &[&str]| element.text(names).map(plain);
        let title = shown(&SHOWN);
        let strong = |title: Option<String>| title.map(|title| format!("<strong>{title}</strong>")).unwrap_or_default();
        match element.name {
            "Image" | "Img" | "Picture" | "Photo" | "StaticImage" if element.has("src") => (tag("img", element), ""),
            "Video" | "Audio" if element.has("src") => (
                tag(&element.name.to_ascii_lowercase(), element),
                if element.name == "Video" { "</video>" } else { "</audio>" },
            ),
            "Link" | "NavLink" | "GatsbyLink" | "Anchor" if element.text(&["to", "href"]).is_some() => {
                (format!("<a href=\"{}\">", shown(&["to", "href"]).unwrap_or_default()), "</a>")
            }
            "Details" | "Accordion" | "AccordionItem" | "Collapse" | "Collapsible" | "Expandable" | "Spoiler" => {
                (format!("<details><summary>{}</summary>\n\n", title.unwrap_or_else(|| "…".into())), "</details>")
            }
            "Admonition" | "Callout" | "Aside" | "Alert" | "Note" | "Tip" | "Info" | "Warning" | "Caution"
            | "Danger" => (format!("<blockquote>\n\n{}\n\n", strong(title)), "</blockquote>"),
            "Tabs" => {
                self.read_labels(element);
                (String::new(), "")
            }
            "TabItem" | "Tab" => {
                let value = element.text(&["value"]);
                let known = value.and_then(|value| self.labels.get(value).copied()).or(value).map(plain);
                (strong(title.or(known)), "")
            }
            _ => match element.text(&["href", "to", "url"]).filter(|_| title.is_some()) {
                Some(target) => (format!("<a href=\"{}\">{}</a>", plain(target), title.unwrap_or_default()), ""),
                None => (strong(title), ""),
            },
        }
    }

    /// Reads `values={[{label: '甲', value: 'a'}]}`.
    fn read_labels(&mut self, element: &Element<'a>) {
        let Some((_, Value::Code(source))) = element.attributes.iter().find(|(name, _)| *name == "values") else {
            return;
        };
        for part in source.split('{').skip(1) {
            let field = |name: &str| {
                let rest = part.split_once(name)?.1.trim_start().strip_prefix(':')?.trim_start();
                let quote = rest.get(..1).filter(|quote| matches!(*quote, "\"" | "'"))?;
                rest.get(1..)?.split(quote).next()
            };
            if let (Some(label), Some(value)) = (field("label"), field("value")) {
                self.labels.insert(value, label);
            }
        }
    }

    /// `{'text'}`, `{12}` and `{name}` of an exported constant; any other expression stays.
    fn expression(&self, rest: &str) -> Option<(usize, String)> {
        let constants = self.constants?;
        let length = braces(rest)?;
        let source = rest.get(1..length - 1)?.trim();
        let number = !source.is_empty() && source.bytes().all(|byte| byte.is_ascii_digit());
        let text = string(source).or_else(|| constants.get(source).copied()).or_else(|| number.then_some(source))?;
        Some((length, plain(text)))
    }
}

/// `<CodeBlock language="js">{`…`}</CodeBlock>` as a fenced block.
fn listing(rest: &str, element: &Element<'_>) -> Option<(usize, String)> {
    let inner = rest.get(element.length..)?;
    let start = inner.len() - inner.trim_start().len();
    let length = braces(inner.get(start..)?)?;
    let text = string(inner.get(start + 1..start + length - 1)?.trim())?;
    let behind = inner.get(start + length..)?;
    let close = behind.trim_start().strip_prefix("</CodeBlock>")?;
    let language = element.text(&["language"]).unwrap_or_default();
    let title = element.text(&["title"]).map(|title| format!(" title=\"{title}\"")).unwrap_or_default();
    let fence = format!("\n\n~~~~{language}{title}\n{}\n~~~~\n\n", text.trim_matches('\n'));
    Some((rest.len() - close.len(), fence))
}

/// An element of HTML with the attributes that are strings.
fn tag(name: &str, element: &Element<'_>) -> String {
    let mut out = format!("<{name}");
    for (key, value) in &element.attributes {
        let key = match *key {
            "className" => "class",
            "htmlFor" => "for",
            key => key,
        };
        let value = match value {
            Value::Text(text) => *text,
            // `require('./a.png').default`, `useBaseUrl('/a')`.
            Value::Code(source) if matches!(key, "src" | "href") => first_string(source).unwrap_or_default(),
            Value::Code(_) => continue,
        };
        out.push_str(&format!(" {key}=\"{}\"", value.replace('"', "&quot;")));
    }
    out.push_str(if element.void { " />" } else { ">" });
    out
}

/// The string that is the argument of a call.
fn first_string(source: &str) -> Option<&str> {
    let (_, rest) = source.split_once('(')?;
    let quote = rest.get(..1).filter(|quote| matches!(*quote, "\"" | "'" | "`"))?;
    rest.get(1..)?.split(quote).next()
}

/// Text of JSX as Markdown without markup; references to characters keep their meaning.
fn plain(text: &str) -> String {
    literal(text).replace("&#38;", "&").replace("&#59;", ";").replace("&&#35;", "&#")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn components_and_modules() {
        for (body, expected) in [
            ("import A from './a';\nimport {\n  B,\n} from \"b\"\n\n# 题", Some("\n# 题")),
            ("export const m = {\n  a: 1,\n\n  b: '甲',\n};\n\n文", Some("\n文")),
            ("export const n = '甲';\n\n叫{n}，{m}，{1}，{'乙'}，{`丙`}，{a.b}", Some("\n叫甲，{m}，1，乙，丙，{a.b}")),
            ("文\n\nimport A from 'a';\n\n<A/>", Some("文\n\n\n\n\n\n\n")),
            ("文\n\nimport A from 'a';\n\n文", None),
            ("import os\n\n文", None),
            ("import numpy as np from here\n\n文", None),
            ("import the book from the shelf.\n\n文", None),
            ("export PATH=$PATH:/x\n\n文", None),
            (
                "<Tabs values={[{label: '甲', value: 'a'}]}>\n<TabItem value=\"a\">\n\n一\n\n</TabItem>\n</Tabs>",
                Some("\n\n\n\n\n\n\n<strong>甲</strong>\n\n\n\n一\n\n\n\n\n\n\n\n\n\n\n"),
            ),
            ("<Chart data={x > 1 ? 2 : 3} />", Some("\n\n\n\n")),
            ("甲<B c={1}>乙</B>丙", Some("甲乙丙")),
            (
                "<Image src={require('./a.png').default} alt=\"图\" />",
                Some("\n\n<img src=\"./a.png\" alt=\"图\" />\n\n"),
            ),
            ("<div style={{color: 'red'}} className=\"x\">甲</div>", Some("<div class=\"x\">甲</div>")),
            ("<Card title=\"题\" href=\"/x\">文</Card>", Some("<a href=\"/x\">题</a><br>文")),
            ("<Link to={'/x'}>文</Link>", Some("<a href=\"/x\">文</a>")),
            (
                "<Callout type={t} title=\"题\">文</Callout>",
                Some("<blockquote>\n\n<strong>题</strong>\n\n文</blockquote>"),
            ),
            ("<CodeBlock language={'js'} a={1}>{`let a`}</CodeBlock>", Some("\n\n~~~~js\nlet a\n~~~~\n\n")),
            ("List<String> 与 Map<K, V>", None),
            ("`<A b={1}/>` 与 `{x}`", None),
            ("```jsx\nimport A from 'a'\n<A b={1}/>\n```", None),
            ("<Foo> 文", None),
            ("a={1} <b", None),
        ] {
            assert_eq!(rewrite(body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn many_openers_stay_linear() {
        for unit in ["{", "<A b={", "<A ", "import A from 'a'\n\n", "export const a = {\n", "<A b={1}>"] {
            rewrite(&format!("export const a = 1\n\n{}", unit.repeat(20_000)));
        }
    }
}
