//! Sanitises a body before it is tokenized, so that the tokenizer swallows no text meant to be seen.

use std::borrow::Cow;

use memchr::{memchr, memmem};
use rustc_hash::FxHashMap;

use crate::document::html::names;
use crate::document::html::scan::{EndFinder, RawTag, Tags, attribute, is_raw};

/// Prepares a body for html5ever. Attributes beyond the limit are removed. Anything that would make the tokenizer
/// swallow visible text is made harmless: a comment, tag or `<title>` that never ends, tags as examples inside
/// `<code>`, CDATA markers, text that looks like a tag, quotes within quotes.
pub(in crate::document) fn prepare(body: &str) -> Cow<'_, str> {
    let mut sanitiser = Sanitiser {
        body,
        out: String::new(),
        copied: 0,
        ends: EndFinder::default(),
        tags: Tags::of(body),
        code: None,
        cdata: None,
        no_more_cdata_ends: false,
        end_tags: None,
        foreign: 0,
    };
    let mut at = 0;
    while let Some(found) = body.as_bytes().get(at..).and_then(|rest| memchr(b'<', rest)) {
        at = sanitiser.step(at + found);
    }
    sanitiser.end_cdata(body.len());
    if sanitiser.copied == 0 {
        return Cow::Borrowed(body);
    }
    sanitiser.out.push_str(body.get(sanitiser.copied..).unwrap_or_default());
    Cow::Owned(sanitiser.out)
}

struct Sanitiser<'a> {
    body: &'a str,
    out: String,
    copied: usize,
    ends: EndFinder,
    tags: Tags<'a>,
    /// The start of the content of the open `<code>` or `<pre>`.
    code: Option<usize>,
    /// The end of the open CDATA section.
    cdata: Option<usize>,
    no_more_cdata_ends: bool,
    /// The last end tag of each name that is not an element's; collected on first use.
    end_tags: Option<FxHashMap<String, usize>>,
    /// How many elements of SVG and MathML are open, in which other names are valid.
    foreign: u32,
}

impl Sanitiser<'_> {
    /// Replaces `from..to` of the body.
    fn replace(&mut self, from: usize, to: usize, with: &str) {
        if from < self.copied {
            return;
        }
        self.out.push_str(self.body.get(self.copied..from).unwrap_or_default());
        self.out.push_str(with);
        self.copied = to;
    }

    fn show(&mut self, at: usize) -> usize {
        self.replace(at, at + 1, "&lt;");
        at + 1
    }

    fn end_cdata(&mut self, at: usize) {
        if let Some(end) = self.cdata.filter(|end| *end <= at) {
            self.replace(end, end + 3, "");
            self.cdata = None;
        }
    }

    /// Handles the `<` at `at` and returns where to go on.
    fn step(&mut self, at: usize) -> usize {
        self.end_cdata(at);
        let rest = self.body.get(at..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return self.ends.comment_end(self.body, at).unwrap_or_else(|| {
                self.replace(at, at + 4, "");
                at + 4
            });
        }
        if rest.starts_with("<![CDATA[") {
            let from = at + "<![CDATA[".len();
            self.replace(at, from, "");
            if self.cdata.is_none() && !self.no_more_cdata_ends {
                self.cdata = memmem::find(rest.as_bytes(), b"]]>").map(|length| at + length);
                self.no_more_cdata_ends = self.cdata.is_none();
            }
            return from;
        }
        match self.tags.at(at) {
            Some(tag) => self.tag(at, &tag),
            None if self.tags.are_exhausted() => self.show(at),
            None => at + 1,
        }
    }

    fn tag(&mut self, at: usize, tag: &RawTag<'_>) -> usize {
        if tag.unfinished || self.is_example(at, tag) || self.is_text(at, tag) {
            self.tags.reject(at, tag);
            return self.show(at);
        }
        if let Some(quote) = tag.never_closed {
            self.replace(quote, quote + 1, "");
        }
        if tag.name.eq_ignore_ascii_case("noframes") {
            // Frames are not displayed, so their fallback is; the tokenizer would take it for text.
            self.replace(at, tag.end, "");
            return tag.end;
        }
        if tag.name.eq_ignore_ascii_case("frame") {
            // Outside a frameset it would be dropped, so it is treated as an embedded page.
            self.replace(at, at + 1 + tag.name.len(), "<embed");
        }
        if tag.name.eq_ignore_ascii_case("code") || tag.name.eq_ignore_ascii_case("pre") {
            self.code = (!tag.ends).then_some(tag.end);
        } else if tag.ends && ["p", "div", "li", "td"].iter().any(|name| name.eq_ignore_ascii_case(tag.name)) {
            self.code = None;
        } else if ["svg", "math"].iter().any(|name| name.eq_ignore_ascii_case(tag.name)) && !tag.closes_itself {
            self.foreign = if tag.ends { self.foreign.saturating_sub(1) } else { self.foreign + 1 };
        }
        if let Some(cut) = tag.cut {
            self.replace(cut, tag.end.saturating_sub(1).max(cut), "");
        }
        if tag.text_after_value && !tag.ends {
            self.escape_inner_quotes(at + 1 + tag.name.len(), tag.end);
        }
        if !tag.ends && is_raw(tag.name) {
            return match self.ends.end_tag(self.body, tag.name, tag.end) {
                Some(end) => end,
                None if tag.cut.is_some() => tag.end,
                None => self.show(at),
            };
        }
        tag.end
    }

    /// Escapes quotes within quoted values: `alt="a "b" c"`. Text that becomes part of a value contains nothing that
    /// would end the tag elsewhere.
    fn escape_inner_quotes(&mut self, mut i: usize, end: usize) {
        let bytes = self.body.as_bytes();
        while let Some(byte) = bytes.get(i).filter(|byte| i < end && **byte != b'>') {
            if byte.is_ascii_whitespace() || *byte == b'/' {
                i += 1;
                continue;
            }
            let attribute = attribute(bytes, i);
            i = attribute.end;
            while attribute.quoted.is_some() && !may_follow_value(bytes, i) {
                let quote = bytes.get(i - 1).copied().unwrap_or(b'"');
                let rest = bytes.get(i..end).unwrap_or_default();
                let Some(next) =
                    memchr(quote, rest).filter(|next| !rest[..*next].iter().any(|byte| b"<>=\"'".contains(byte)))
                else {
                    break;
                };
                self.replace(i - 1, i, if quote == b'"' { "&quot;" } else { "&#39;" });
                i += next + 1;
            }
        }
    }

    /// Whether what looks like a tag is text: it has no element's name and no end tag (`Vec<String>`,
    /// `<me@example.org>`), or is between two comparisons (`a<b 且 c>d`).
    fn is_text(&mut self, at: usize, tag: &RawTag<'_>) -> bool {
        if tag.ends || self.foreign > 0 {
            return false;
        }
        let inside = self.body.get(at + 1 + tag.name.len()..tag.end).unwrap_or_default().trim_end_matches('>').trim();
        if names::is_element(tag.name) {
            return !inside.is_ascii() && !inside.contains(['=', '"', '\'']);
        }
        if names::is_custom(tag.name) && (tag.closes_itself || !inside.is_empty()) {
            return false;
        }
        let ends = self.end_tags.get_or_insert_with(|| end_tags(self.body));
        ends.get(&tag.name.to_ascii_lowercase()).is_none_or(|last| *last < at)
    }

    /// Whether the tag is displayed as text: an unknown element inside `<code>`, or the only content of it.
    fn is_example(&self, at: usize, tag: &RawTag<'_>) -> bool {
        let Some(start) = self.code else { return false };
        if tag.name.eq_ignore_ascii_case("code") || tag.name.eq_ignore_ascii_case("pre") {
            return false;
        }
        !names::is_markup_in_code(tag.name)
            || at == start
                && !tag.name.eq_ignore_ascii_case("br")
                && self.body.get(tag.end..).is_some_and(|after| after.starts_with("</code>"))
    }
}

/// The end tags whose names are not elements', by name in lower case, with the offset of the last of each.
fn end_tags(body: &str) -> FxHashMap<String, usize> {
    let mut found = FxHashMap::default();
    for at in memmem::find_iter(body.as_bytes(), b"</") {
        let rest = body.get(at + 2..).unwrap_or_default();
        let length = rest.bytes().take_while(|byte| !byte.is_ascii_whitespace() && !b"/><".contains(byte)).count();
        let name = rest.get(..length).unwrap_or_default();
        if !name.is_empty() && !names::is_element(name) {
            found.insert(name.to_ascii_lowercase(), at);
        }
    }
    found
}

/// Whether a quote before `i` can be the closing quote of a value: what follows is the end of the tag, an attribute
/// with a value, or after a blank a name that is not followed by a quote.
fn may_follow_value(bytes: &[u8], i: usize) -> bool {
    let rest = bytes.get(i..).unwrap_or_default();
    let blanks = rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let name =
        rest.iter().skip(blanks).take_while(|byte| !byte.is_ascii_whitespace() && !b"=/>\"'<".contains(byte)).count();
    match rest.get(blanks + name) {
        None | Some(b'>' | b'/') if name == 0 => true,
        Some(b'"' | b'\'' | b'<') => false,
        Some(b'=') => name > 0,
        _ => blanks > 0,
    }
}
