//! The visible text of a page, collected from the bare tree: its characters in order, without white space.

use crate::dom::{self, Node, Tree};

/// The visible characters of a page.
pub fn of_html(page: &str) -> String {
    let tree = dom::parse(page);
    let mut reading = Reading {
        tree: &tree,
        out: String::new(),
        notes: Vec::new(),
        open: Vec::new(),
        referred: Vec::new(),
        quotes: 0,
        after_picture: false,
    };
    reading.walk();
    let Reading { out, notes, referred, .. } = reading;
    visible(&(out + &in_order(notes, referred)))
}

/// The visible characters of a text: no white space, controls, direction marks or noncharacters.
pub fn visible(text: &str) -> String {
    text.chars()
        .filter(|c| {
            let code = *c as u32;
            !c.is_whitespace()
                && !c.is_control()
                && !matches!(code, 0x200b | 0x2028..=0x202e | 0x2066..=0x206f | 0xfeff | 0xfff9..=0xfffb)
                && !(0xfdd0..=0xfdef).contains(&code)
                && code & 0xfffe != 0xfffe
        })
        .collect()
}

struct Reading<'t> {
    tree: &'t Tree,
    out: String,
    /// Footnotes, which are shown at the end wherever they are defined, in the order in which they are referred to.
    notes: Vec<Note>,
    /// The footnotes that are open, each with the text before it.
    open: Vec<(Note, String)>,
    /// The footnotes that the text refers to, in order.
    referred: Vec<String>,
    quotes: usize,
    /// Whether a picture was found and no text since.
    after_picture: bool,
}

/// A footnote, and what it refers to itself.
#[derive(Default)]
struct Note {
    label: String,
    text: String,
    referred: Vec<String>,
}

/// The texts of the footnotes: those that the text refers to, then those that only these refer to, then all others.
fn in_order(notes: Vec<Note>, referred: Vec<String>) -> String {
    let others: Vec<String> = notes.iter().map(|note| note.label.clone()).collect();
    let mut notes: Vec<Option<Note>> = notes.into_iter().map(Some).collect();
    let mut labels = std::collections::VecDeque::from(referred);
    let mut others = others.into_iter();
    let mut out = String::new();
    while let Some(label) = labels.pop_front().or_else(|| others.next()) {
        for slot in &mut notes {
            if let Some(note) = slot.take_if(|note| note.label == label) {
                out.push_str(&note.text);
                labels.extend(note.referred);
            }
        }
    }
    out
}

/// Elements whose contents are never shown.
const UNSEEN: [&str; 15] = [
    "style",
    "template",
    "head",
    "title",
    "rp",
    "noembed",
    "noframes",
    "datalist",
    "svg:style",
    "svg:script",
    "svg:defs",
    "svg:metadata",
    "svg:desc",
    "svg:title",
    "col",
];

impl Reading<'_> {
    fn walk(&mut self) {
        let mut next: Vec<(usize, bool)> = vec![(0, true)];
        while let Some((id, enters)) = next.pop() {
            if !enters {
                self.leave(&self.tree[id]);
                continue;
            }
            if self.enter(id) {
                next.push((id, false));
                next.extend(self.tree[id].children.iter().rev().map(|child| (*child, true)));
            }
        }
    }

    fn say(&mut self, text: &str) {
        self.after_picture &= text.trim().is_empty();
        self.out.push_str(text);
    }

    fn enter(&mut self, id: usize) -> bool {
        let node = &self.tree[id];
        let name = node.element();
        if name.is_empty() {
            self.say(&node.text);
            return true;
        }
        if is_hidden(node) && !matches!(&*name, "html" | "body") || UNSEEN.contains(&&*name) {
            return false;
        }
        match &*name {
            "script" => {
                if node.attribute("type").is_some_and(|kind| kind.starts_with("math/tex")) {
                    self.say(&self.content(id));
                }
                false
            }
            "img" | "image" => {
                self.picture(id);
                false
            }
            "noscript" => {
                // A lazily loaded picture is repeated here for browsers without scripts.
                let doubles = self.after_picture && self.content(id).trim().is_empty() && self.has(id, "img");
                !doubles
            }
            "iframe" | "video" | "audio" | "embed" | "object" => self.player(id),
            "input" => {
                self.input(node);
                false
            }
            "meter" | "progress" => {
                if self.content(id).trim().is_empty() {
                    self.gauge(node);
                }
                true
            }
            "optgroup" => {
                self.say(node.attribute("label").unwrap_or_default());
                true
            }
            "q" => {
                self.say(if self.quotes.is_multiple_of(2) { "“" } else { "‘" });
                self.quotes += 1;
                true
            }
            "math:math" => {
                let source = self.formula(id);
                self.say(&source);
                false
            }
            "svg:svg" => {
                let title = node.children.iter().find(|child| self.tree[**child].element() == "svg:title");
                let title = title.map(|title| self.content(*title));
                let label = node.attribute("aria-label").map(str::to_owned).or(title);
                let hidden = node.attribute("aria-hidden") == Some("true");
                let label = label.filter(|label| !label.trim().is_empty() && !hidden);
                self.say(label.as_deref().unwrap_or_default());
                true
            }
            // Line numbers beside code, and second copies of formulas.
            "td" | "span" if is_gutter(node) => false,
            "a" if is_pilcrow(node, &self.content(id)) => false,
            "sup" if has_class(node, "footnote-definition-label") => false,
            "sup" if has_class(node, "footnote-reference") => {
                let links = node.children.iter().filter_map(|child| self.tree[*child].attribute("href"));
                let labels: Vec<String> = links.map(|to| to.trim_start_matches('#').to_owned()).collect();
                let referred = self.open.last_mut().map_or(&mut self.referred, |(note, _)| &mut note.referred);
                referred.extend(labels);
                true
            }
            "div" if has_class(node, "footnote-definition") => {
                // Until it ends, its text is collected apart.
                let label = node.attribute("id").unwrap_or_default().to_owned();
                self.open.push((Note { label, ..Note::default() }, std::mem::take(&mut self.out)));
                true
            }
            _ => true,
        }
    }

    fn leave(&mut self, node: &Node) {
        match &*node.element() {
            "q" => {
                self.quotes -= 1;
                self.say(if self.quotes.is_multiple_of(2) { "”" } else { "’" });
            }
            "div" if has_class(node, "footnote-definition") => {
                if let Some((mut note, before)) = self.open.pop() {
                    note.text = std::mem::replace(&mut self.out, before);
                    self.notes.push(note);
                }
            }
            _ => {}
        }
    }

    /// How full a meter or a progress bar is.
    fn gauge(&mut self, node: &Node) {
        let of = |name| node.attribute(name).and_then(|value| value.trim().parse::<f64>().ok());
        let least = if node.element() == "meter" { of("min").unwrap_or(0.0) } else { 0.0 };
        if let (Some(value), most) = (of("value"), of("max").unwrap_or(1.0)) {
            self.say(&format!("{:.0}%", (value.clamp(least, most) - least) / (most - least) * 100.0));
        }
    }

    /// The alternative text. A tracking pixel does not count as a picture.
    fn picture(&mut self, id: usize) {
        let node = &self.tree[id];
        let pixel = |name: &str| {
            let value = node.attribute(name).or_else(|| node.attribute(&format!("data-{name}")));
            value.is_some_and(|value| matches!(value.trim().trim_end_matches("px"), "0" | "1"))
        };
        if pixel("width") && pixel("height") {
            return;
        }
        let of = |name| node.attribute(name).map(str::trim).filter(|value| !value.is_empty());
        let title = || of("title").filter(|title| !is_name(title, of("src").unwrap_or_default()));
        let said = of("alt").or_else(|| of("aria-label")).or_else(title).unwrap_or_default();
        if !self.is_caption(id, said) {
            self.say(said);
        }
        self.after_picture = true;
    }

    /// Whether a picture's text is the caption of its figure.
    fn is_caption(&self, id: usize, said: &str) -> bool {
        let above = std::iter::successors(self.tree[id].parent, |at| self.tree[*at].parent);
        let Some(figure) = above.take(9).find(|at| self.tree[*at].element() == "figure") else { return false };
        let captions = self.below(figure).into_iter().filter(|at| self.tree[*at].element() == "figcaption");
        captions.into_iter().any(|at| self.content(at).split_whitespace().eq(said.split_whitespace()))
    }

    /// A media player or an embedded page: its title or its address. Without an address, its contents.
    fn player(&mut self, id: usize) -> bool {
        let node = &self.tree[id];
        let is_iframe = node.element() == "iframe";
        let Some(address) = self.address(id) else { return !is_iframe };
        let said = |value: Option<&str>| value.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned);
        let content = if is_iframe { String::new() } else { self.content(id).trim().to_lowercase() };
        let apology = ["support", "支持", "支援", "サポート", "対応", "지원", "browser", "浏览器", "瀏覽器"];
        let fallback = (!apology.iter().any(|word| content.contains(word))).then(|| self.content(id));
        let fallback = fallback.filter(|text| !is_iframe && !text.trim().is_empty());
        let label = said(node.attribute("title")).or_else(|| said(node.attribute("aria-label"))).or(fallback);
        self.say(&label.unwrap_or(address));
        false
    }

    fn address(&self, id: usize) -> Option<String> {
        let of = |node: &Node, names: &[&str]| {
            let mut values = names.iter().filter_map(|name| node.attribute(name)).map(str::trim);
            values.find(|value| !value.is_empty() && !value.starts_with("about:")).map(str::to_owned)
        };
        of(&self.tree[id], &["src", "data-src", "data"]).or_else(|| {
            self.below(id).into_iter().find_map(|child| {
                let node = &self.tree[child];
                match &*node.element() {
                    "source" | "embed" => of(node, &["src", "data-src"]),
                    "param" if matches!(node.attribute("name"), Some("movie" | "src")) => of(node, &["value"]),
                    _ => None,
                }
            })
        })
    }

    /// The text in or on a form control.
    fn input(&mut self, node: &Node) {
        let kind = node.attribute("type").unwrap_or("text").to_ascii_lowercase();
        let silent = ["hidden", "radio", "color", "range", "file", "password", "checkbox"];
        if !silent.contains(&&*kind) {
            let values = ["value", "placeholder", "alt"].into_iter().filter_map(|name| node.attribute(name));
            let text = values.filter(|value| !value.trim().is_empty()).next().unwrap_or_default().to_owned();
            self.say(&text);
        }
    }

    /// The source text of a formula.
    fn formula(&self, id: usize) -> String {
        let source = self.below(id).into_iter().find(|child| {
            let node = &self.tree[*child];
            node.element() == "math:annotation" && node.attribute("encoding").is_some_and(|it| it.contains("tex"))
        });
        match (source, self.tree[id].attribute("alttext").filter(|text| !text.trim().is_empty())) {
            (Some(source), _) => self.content(source),
            (None, Some(text)) => text.to_owned(),
            (None, None) => self.leaves(id),
        }
    }

    /// The leaves of a formula without source text, with the signs of its fractions and roots.
    fn leaves(&self, id: usize) -> String {
        let closed = |ids: &[usize]| {
            let said = ids.iter().map(|id| self.leaves(*id)).collect::<String>();
            let below = ids.iter().flat_map(|id| self.below(*id));
            let several = below.filter(|id| !self.tree[*id].text.trim().is_empty()).count() > 1;
            if several { format!("({said})") } else { said }
        };
        let node = &self.tree[id];
        let children = node.children.clone();
        let elements: Vec<usize> =
            children.iter().copied().filter(|child| !self.tree[*child].element().is_empty()).collect();
        match (&*node.element(), elements.as_slice()) {
            ("math:annotation" | "math:annotation-xml", _) => String::new(),
            ("math:mfrac", [over, under]) => format!("{}/{}", closed(&[*over]), closed(&[*under])),
            ("math:msqrt", all) => format!("√{}", closed(all)),
            ("", _) => node.text.clone(),
            _ => children.iter().map(|child| self.leaves(*child)).collect(),
        }
    }

    fn below(&self, id: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut next = vec![id];
        while let Some(id) = next.pop() {
            found.push(id);
            next.extend(self.tree[id].children.iter().rev());
        }
        found.remove(0);
        found
    }

    fn content(&self, id: usize) -> String {
        self.below(id).into_iter().map(|child| self.tree[child].text.as_str()).collect()
    }

    fn has(&self, id: usize, name: &str) -> bool {
        self.below(id).into_iter().any(|child| self.tree[child].element() == name)
    }
}

/// Whether a title only repeats the name of the file, without its ending and its size.
fn is_name(title: &str, address: &str) -> bool {
    let name = address.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let bare = stem.rsplit_once('-').filter(|(_, size)| size.chars().all(|c| c.is_ascii_digit() || c == 'x'));
    title == name || title == bare.map_or(stem, |(front, _)| front)
}

fn has_class(node: &Node, class: &str) -> bool {
    node.attribute("class").is_some_and(|classes| classes.split_whitespace().any(|word| word == class))
}

fn is_hidden(node: &Node) -> bool {
    let style = node.attribute("style").unwrap_or_default().to_ascii_lowercase();
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    node.attribute("hidden").is_some()
        || style.split(';').any(|it| matches!(it, "display:none" | "display:none!important"))
}

fn is_gutter(node: &Node) -> bool {
    ["gutter", "rouge-gutter", "linenos", "lineno", "lnt", "ln", "line-numbers-rows", "hljs-ln-numbers", "blob-num"]
        .iter()
        .chain(["katex-html"].iter())
        .any(|class| has_class(node, class))
}

fn is_pilcrow(node: &Node, content: &str) -> bool {
    ["headerlink", "header-anchor", "anchorjs-link"].iter().any(|class| has_class(node, class))
        && matches!(content.trim(), "" | "#" | "¶" | "§" | "🔗")
}
