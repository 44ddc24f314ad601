//! From a body to its tree: a sink between tokenizer and tree builder keeps html5ever linear by dropping tags beyond
//! limits.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, local_name};
use rustc_hash::FxHashMap;

use crate::document::html::arena::{Arena, Handle};
use crate::document::html::tree::Tree;
use crate::document::html::{sanitise, well_formed};
use crate::problem::{Code, Problem};

/// The maximum depth of open elements.
const MAX_DEPTH: usize = 512;

/// Tags deeper in the tree are dropped, whatever the count of open elements.
const MAX_TREE_DEPTH: u32 = 1024;

/// The maximum number of open formatting elements.
const MAX_FORMATS: usize = 32;

/// If elements outnumber tags by this factor, because formatting elements are reopened in every block, formatting is
/// dropped.
const MAX_CLONES: u32 = 24;

/// In a tree with more elements than this, formatting is dropped as soon as reopened elements are the majority.
const LARGE: u32 = 1 << 20;

/// How many bytes are passed to the tokenizer at once.
const CHUNK: usize = 256 << 10;

struct LimitingSink {
    builder: TreeBuilder<Handle, Arena>,
    formats: usize,
    tags: Cell<u32>,
    open: RefCell<Vec<LocalName>>,
    counts: RefCell<FxHashMap<LocalName, u32>>,
    formatting: RefCell<Vec<LocalName>>,
    tables: RefCell<Vec<usize>>,
    dropped: RefCell<FxHashMap<LocalName, u32>>,
    too_deep: Cell<bool>,
    too_many: Cell<bool>,
    exhausted: Cell<bool>,
}

/// Parses a body into a tree.
pub(in crate::document) fn parse(body: &str, problems: &mut Vec<Problem>) -> Tree {
    if let Some(tree) = well_formed::parse(body) {
        debug_assert!(matches!(sanitise::prepare(body), Cow::Borrowed(_)), "a well-formed body is sanitised");
        debug_assert_eq!(tree, by_html5ever(body, &mut Vec::new()), "the trees of a well-formed body differ");
        return tree;
    }
    match sanitise::prepare(body) {
        Cow::Borrowed(body) => by_html5ever(body, problems),
        Cow::Owned(body) => well_formed::parse(&body).unwrap_or_else(|| by_html5ever(&body, problems)),
    }
}

/// Whether the tree of a body is built without html5ever.
pub(in crate::document) fn is_well_formed(body: &str) -> bool {
    well_formed::parse(body).or_else(|| well_formed::parse(&sanitise::prepare(body))).is_some()
}

/// Parses a sanitised body by html5ever.
pub(in crate::document::html) fn by_html5ever(body: &str, problems: &mut Vec<Problem>) -> Tree {
    let mut guard = run(body, MAX_FORMATS);
    if guard.exhausted.get() {
        guard = run(body, 0);
        guard.too_many.set(true);
    }
    if guard.too_deep.get() {
        problems.push(Problem::new(Code::TooDeep).with(MAX_DEPTH.to_string()));
    }
    if guard.too_many.get() {
        problems.push(Problem::new(Code::TooManyFormats).with(MAX_FORMATS.to_string()));
    }
    html5ever::interface::TreeSink::finish(guard.builder.sink)
}

fn run(body: &str, formats: usize) -> LimitingSink {
    let options = TreeBuilderOpts { scripting_enabled: false, drop_doctype: true, ..TreeBuilderOpts::default() };
    let guard = LimitingSink {
        builder: TreeBuilder::new(Arena::new(body.len()), options),
        formats,
        tags: Cell::new(0),
        open: RefCell::default(),
        counts: RefCell::default(),
        formatting: RefCell::default(),
        tables: RefCell::default(),
        dropped: RefCell::default(),
        too_deep: Cell::new(false),
        too_many: Cell::new(false),
        exhausted: Cell::new(false),
    };
    let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
    let input = BufferQueue::default();
    let mut rest = body;
    while !rest.is_empty() {
        // In chunks, so that there is no second copy of the body.
        let end = (0..=rest.len().min(CHUNK)).rev().find(|end| rest.is_char_boundary(*end)).unwrap_or(rest.len());
        let (chunk, after) = rest.split_at(end);
        rest = after;
        input.push_back(StrTendril::from_slice(chunk));
        while !input.is_empty() {
            let _ = tokenizer.feed(&input);
        }
    }
    tokenizer.end();
    tokenizer.sink
}

/// Elements that contain no elements.
fn is_void(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("area")
            | local_name!("base")
            | local_name!("br")
            | local_name!("col")
            | local_name!("embed")
            | local_name!("hr")
            | local_name!("image")
            | local_name!("img")
            | local_name!("input")
            | local_name!("link")
            | local_name!("meta")
            | local_name!("param")
            | local_name!("source")
            | local_name!("track")
            | local_name!("wbr")
            | local_name!("html")
            | local_name!("head")
            | local_name!("body")
            | local_name!("script")
            | local_name!("style")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("xmp")
    )
}

/// Elements that are closed by the next of their kind, and so do not nest.
fn ends_its_like(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("p")
            | local_name!("li")
            | local_name!("dt")
            | local_name!("dd")
            | local_name!("option")
            | local_name!("optgroup")
            | local_name!("rb")
            | local_name!("rt")
            | local_name!("rtc")
            | local_name!("rp")
            | local_name!("td")
            | local_name!("th")
            | local_name!("tr")
            | local_name!("tbody")
            | local_name!("thead")
            | local_name!("tfoot")
            | local_name!("colgroup")
            | local_name!("caption")
    )
}

fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
}

impl LimitingSink {
    /// Whether a start tag may pass.
    fn start(&self, tag: &Tag) -> bool {
        let name = &tag.name;
        if matches!(*name, local_name!("frameset") | local_name!("frame")) {
            return false;
        }
        if is_void(name) {
            return true;
        }
        self.close_cell_formats(name, false);
        let far = self.builder.sink.last_depth() > MAX_TREE_DEPTH;
        if ends_its_like(name) && !far {
            return true;
        }
        if is_formatting(name) && !self.format(name) {
            return false;
        }
        if far || self.open.borrow().len() >= MAX_DEPTH {
            self.too_deep.set(true);
            self.drop(name);
            return false;
        }
        if !is_formatting(name) {
            self.open.borrow_mut().push(name.clone());
            *self.counts.borrow_mut().entry(name.clone()).or_default() += 1;
        }
        true
    }

    /// Counts a tag, including end tags, since `</p>` and `</br>` create elements. Without formatting, nothing is
    /// reopened.
    fn count(&self) {
        let tags = self.tags.get().saturating_add(1);
        self.tags.set(tags);
        let created = self.builder.sink.created();
        let clones = created / MAX_CLONES > tags + 64 || created > LARGE && created / 4 > tags;
        if clones && self.formats > 0 {
            self.exhausted.set(true);
        }
    }

    fn drop(&self, name: &LocalName) {
        *self.dropped.borrow_mut().entry(name.clone()).or_default() += 1;
    }

    fn format(&self, name: &LocalName) -> bool {
        let mut formatting = self.formatting.borrow_mut();
        let ends_itself = matches!(*name, local_name!("a") | local_name!("nobr"));
        if ends_itself && let Some(at) = formatting.iter().rposition(|open| open == name) {
            formatting.remove(at);
        }
        if formatting.len() >= self.formats {
            self.too_many.set(true);
            self.drop(name);
            return false;
        }
        formatting.push(name.clone());
        true
    }

    /// The end of a cell closes the formatting elements opened in it.
    fn close_cell_formats(&self, name: &LocalName, ends: bool) {
        let mut tables = self.tables.borrow_mut();
        let mut formatting = self.formatting.borrow_mut();
        match *name {
            local_name!("table") if !ends => tables.push(formatting.len()),
            local_name!("table") => {
                if let Some(length) = tables.pop() {
                    formatting.truncate(length);
                }
            }
            local_name!("td") | local_name!("th") | local_name!("tr") => {
                if let Some(length) = tables.last() {
                    formatting.truncate(*length);
                }
            }
            _ => {}
        }
    }

    /// Whether an end tag may pass.
    fn end_tag(&self, name: &LocalName) -> bool {
        if let Some(count) = self.dropped.borrow_mut().get_mut(name)
            && *count > 0
        {
            *count -= 1;
            return false;
        }
        self.close_cell_formats(name, true);
        if is_formatting(name) {
            let mut formatting = self.formatting.borrow_mut();
            if let Some(at) = formatting.iter().rposition(|open| open == name) {
                formatting.remove(at);
            }
            return true;
        }
        let mut counts = self.counts.borrow_mut();
        if counts.get(name).is_some_and(|count| *count > 0) {
            let mut open = self.open.borrow_mut();
            while let Some(last) = open.pop() {
                if let Some(count) = counts.get_mut(&last) {
                    *count -= 1;
                }
                if last == *name {
                    break;
                }
            }
        }
        true
    }
}

impl TokenSink for LimitingSink {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if let TagToken(tag) = &token {
            self.count();
            let passes = match tag.kind {
                StartTag => self.start(tag),
                EndTag => self.end_tag(&tag.name),
            };
            if !passes {
                return TokenSinkResult::Continue;
            }
        }
        if self.exhausted.get() {
            return TokenSinkResult::Continue;
        }
        match self.builder.process_token(token, line) {
            TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => TokenSinkResult::Continue,
            result => result,
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}
