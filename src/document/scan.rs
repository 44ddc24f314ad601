//! Tags in the raw text of a body, found as HTML's tokenizer finds them, and what must be mended before it runs.

use std::borrow::Cow;

use memchr::{memchr, memmem};

/// More attributes than this in one tag are cut; html5ever compares each with all before it.
const MOST_ATTRIBUTES: usize = 128;

/// A tag in raw text.
#[derive(Clone, Copy, Debug)]
pub(super) struct RawTag<'a> {
    /// The name as written.
    pub(super) name: &'a str,
    /// Whether it is an end tag.
    pub(super) ends: bool,
    /// Whether a `/` stands before its `>`.
    pub(super) closes_itself: bool,
    /// Where it ends, past the `>`; the length of the body where it never does.
    pub(super) end: usize,
    /// Whether the body ends within it.
    pub(super) unfinished: bool,
    /// Where attributes beyond the limit begin.
    cut: Option<usize>,
}

/// The tag at `at`, where a `<` stands, if the tokenizer would see one there.
pub(super) fn tag(body: &str, at: usize) -> Option<RawTag<'_>> {
    let bytes = body.as_bytes();
    let ends = bytes.get(at + 1) == Some(&b'/');
    let start = at + 1 + usize::from(ends);
    if !bytes.get(start).is_some_and(u8::is_ascii_alphabetic) {
        return None;
    }
    let mut i = start;
    while let Some(byte) = bytes.get(i) {
        if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>') {
            break;
        }
        i += 1;
    }
    let name = body.get(start..i)?;
    let mut tag = RawTag { name, ends, closes_itself: false, end: bytes.len(), unfinished: true, cut: None };
    attributes(bytes, i, &mut tag);
    Some(tag)
}

/// Reads attributes from `i` to the end of the tag.
fn attributes(bytes: &[u8], mut i: usize, tag: &mut RawTag<'_>) {
    let mut count = 0;
    while let Some(byte) = bytes.get(i) {
        match byte {
            b'>' => {
                tag.end = i + 1;
                tag.unfinished = false;
                return;
            }
            b'/' => {
                tag.closes_itself = bytes.get(i + 1) == Some(&b'>');
                i += 1;
            }
            byte if byte.is_ascii_whitespace() => i += 1,
            _ => {
                count += 1;
                if count > MOST_ATTRIBUTES && tag.cut.is_none() {
                    tag.cut = Some(i);
                }
                i = attribute(bytes, i);
            }
        }
    }
}

/// Passes over one attribute.
fn attribute(bytes: &[u8], mut i: usize) -> usize {
    let blank = |i: usize| bytes.get(i).is_some_and(u8::is_ascii_whitespace);
    i += 1;
    while bytes.get(i).is_some_and(|byte| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'=')) {
        i += 1;
    }
    let mut value = i;
    while blank(value) {
        value += 1;
    }
    if bytes.get(value) != Some(&b'=') {
        return i;
    }
    value += 1;
    while blank(value) {
        value += 1;
    }
    match bytes.get(value) {
        Some(quote @ (b'"' | b'\'')) => bytes
            .get(value + 1..)
            .and_then(|rest| memchr(*quote, rest))
            .map_or(bytes.len(), |length| value + 1 + length + 1),
        _ => {
            while bytes.get(value).is_some_and(|byte| !byte.is_ascii_whitespace() && *byte != b'>') {
                value += 1;
            }
            value
        }
    }
}

/// The elements whose content the tokenizer takes as text until their end tag.
const RAW: [&str; 9] = ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp", "plaintext"];

/// Whether the content of this element is text until its end tag.
pub(super) fn is_raw(name: &str) -> bool {
    RAW.iter().any(|raw| raw.eq_ignore_ascii_case(name))
}

/// Finds end tags and comment ends; remembers for each that there are no more, so that all questions together are
/// linear.
#[derive(Default)]
pub(super) struct Ends {
    none: [bool; RAW.len()],
    no_comment_end: bool,
}

impl Ends {
    /// Where the end tag `</name` stands at or after `from`.
    pub(super) fn of(&mut self, body: &str, name: &str, from: usize) -> Option<usize> {
        let index = RAW.iter().position(|raw| raw.eq_ignore_ascii_case(name))?;
        let none = self.none.get_mut(index)?;
        if *none {
            return None;
        }
        let bytes = body.as_bytes();
        let mut at = from;
        while let Some(found) = bytes.get(at..).and_then(|rest| memmem::find(rest, b"</")) {
            let start = at + found;
            let after = start + 2 + name.len();
            let same = bytes.get(start + 2..after).is_some_and(|it| it.eq_ignore_ascii_case(name.as_bytes()));
            let ends = bytes.get(after).is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
            if same && ends {
                return Some(start);
            }
            at = start + 2;
        }
        *none = true;
        None
    }

    /// Past the comment that begins at `at` with `<!--`.
    pub(super) fn of_comment(&mut self, body: &str, at: usize) -> Option<usize> {
        let rest = body.as_bytes().get(at + 4..)?;
        if rest.starts_with(b">") {
            return Some(at + 5);
        }
        if rest.starts_with(b"->") {
            return Some(at + 6);
        }
        if self.no_comment_end {
            return None;
        }
        let plain = memmem::find(rest, b"-->").map(|found| at + 4 + found + 3);
        self.no_comment_end = plain.is_none();
        plain
    }
}

/// How many tags that never end are turned into text; the search for each end may run over the whole body.
const MOST_UNFINISHED: u32 = 16;

/// Makes a body fit for html5ever: attributes beyond the limit go, and what would make the tokenizer swallow visible
/// text (a comment, a tag or a `<title>` that never ends, tags as examples inside `<code>`, CDATA marks) becomes
/// harmless.
pub(super) fn prepare(body: &str) -> Cow<'_, str> {
    let mut mender = Mender {
        body,
        out: String::new(),
        copied: 0,
        ends: Ends::default(),
        code: None,
        unfinished: 0,
        cdata: None,
        no_cdata_end: false,
    };
    let mut at = 0;
    while let Some(found) = body.as_bytes().get(at..).and_then(|rest| memchr(b'<', rest)) {
        at = mender.step(at + found);
    }
    mender.end_cdata(body.len());
    if mender.copied == 0 {
        return Cow::Borrowed(body);
    }
    mender.out.push_str(body.get(mender.copied..).unwrap_or_default());
    Cow::Owned(mender.out)
}

struct Mender<'a> {
    body: &'a str,
    out: String,
    copied: usize,
    ends: Ends,
    /// Where the content of the open `<code>` or `<pre>` begins.
    code: Option<usize>,
    unfinished: u32,
    /// Where the open CDATA section ends.
    cdata: Option<usize>,
    no_cdata_end: bool,
}

impl Mender<'_> {
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

    /// Looks at the `<` at `at` and says where to go on.
    fn step(&mut self, at: usize) -> usize {
        self.end_cdata(at);
        let rest = self.body.get(at..).unwrap_or_default();
        if rest.starts_with("<!--") {
            return self.ends.of_comment(self.body, at).unwrap_or_else(|| {
                self.replace(at, at + 4, "");
                at + 4
            });
        }
        if rest.starts_with("<![CDATA[") {
            let from = at + "<![CDATA[".len();
            self.replace(at, from, "");
            if self.cdata.is_none() && !self.no_cdata_end {
                self.cdata = memmem::find(rest.as_bytes(), b"]]>").map(|length| at + length);
                self.no_cdata_end = self.cdata.is_none();
            }
            return from;
        }
        match tag(self.body, at) {
            Some(tag) => self.tag(at, &tag),
            None => at + 1,
        }
    }

    fn tag(&mut self, at: usize, tag: &RawTag<'_>) -> usize {
        if tag.unfinished && self.unfinished < MOST_UNFINISHED {
            self.unfinished += 1;
            return self.show(at);
        }
        if self.is_example(at, tag) {
            return self.show(at);
        }
        if tag.name.eq_ignore_ascii_case("code") || tag.name.eq_ignore_ascii_case("pre") {
            self.code = (!tag.ends).then_some(tag.end);
        } else if tag.ends && ["p", "div", "li", "td"].iter().any(|name| name.eq_ignore_ascii_case(tag.name)) {
            self.code = None;
        }
        if let Some(cut) = tag.cut {
            self.replace(cut, tag.end.saturating_sub(1).max(cut), "");
        }
        if !tag.ends && is_raw(tag.name) {
            return match self.ends.of(self.body, tag.name, tag.end) {
                Some(end) => end,
                None if tag.cut.is_some() => tag.end,
                None => self.show(at),
            };
        }
        tag.end
    }

    /// Whether the tag is shown rather than meant: an unknown element inside `<code>`, or the only thing inside it.
    fn is_example(&self, at: usize, tag: &RawTag<'_>) -> bool {
        let Some(start) = self.code else { return false };
        if tag.name.eq_ignore_ascii_case("code") || tag.name.eq_ignore_ascii_case("pre") {
            return false;
        }
        !is_known(tag.name)
            || at == start
                && !tag.name.eq_ignore_ascii_case("br")
                && self.body.get(tag.end..).is_some_and(|after| after.starts_with("</code>"))
    }
}

/// The elements that are meant, not shown, where they stand inside `<code>`; sorted.
const KNOWN: [&str; 98] = [
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "audio",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "li",
    "link",
    "main",
    "mark",
    "math",
    "meta",
    "nav",
    "nobr",
    "noscript",
    "object",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
];

fn is_known(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    KNOWN.binary_search(&lower.as_str()).is_ok()
}
