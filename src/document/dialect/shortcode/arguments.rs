//! The arguments of a tag: words, optionally quoted or named, or fields separated by commas or colons.

use std::borrow::Cow;

/// The maximum number of words read.
const MAX_WORDS: usize = 64;

/// An argument.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::document::dialect::shortcode) struct Word<'a> {
    /// Its name: `src` of `src="a.png"` and of `src:a.png`.
    pub(in crate::document::dialect::shortcode) key: Option<&'a str>,
    pub(in crate::document::dialect::shortcode) value: &'a str,
    pub(in crate::document::dialect::shortcode) quoted: bool,
}

/// Everything after the name of a tag.
#[derive(Clone, Debug, Default)]
pub(in crate::document::dialect::shortcode) struct Arguments<'a> {
    pub(in crate::document::dialect::shortcode) raw: &'a str,
    pub(in crate::document::dialect::shortcode) words: Vec<Word<'a>>,
    /// Whether they are in parentheses, as in Zola.
    pub(in crate::document::dialect::shortcode) called: bool,
}

impl<'a> Arguments<'a> {
    /// Splits the arguments into words.
    pub(in crate::document::dialect::shortcode) fn new(raw: &'a str) -> Self {
        let call = raw.strip_prefix('(').and_then(|rest| rest.trim_end().strip_suffix(')'));
        let called = call.is_some();
        let raw = without_slash(call.unwrap_or(raw).trim());
        let mut words = Vec::new();
        let mut rest = raw;
        while words.len() < MAX_WORDS {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
            if rest.is_empty() {
                break;
            }
            let (word, after) = word(rest);
            words.push(word);
            rest = after;
        }
        Self { raw, words, called }
    }

    /// The value of the first of these names that has one.
    pub(in crate::document::dialect::shortcode) fn named(&self, keys: &[&str]) -> Option<&'a str> {
        keys.iter().find_map(|key| {
            let mut values = self.words.iter().filter(|word| word.key.is_some_and(|it| it.eq_ignore_ascii_case(key)));
            values.next().map(|word| word.value.trim()).filter(|value| !value.is_empty())
        })
    }

    /// The words without a name.
    pub(in crate::document::dialect::shortcode) fn free(&self) -> impl Iterator<Item = &'a str> {
        self.words.iter().filter(|word| word.key.is_none()).map(|word| word.value)
    }

    /// The words without a name, as one text.
    pub(in crate::document::dialect::shortcode) fn text(&self) -> String {
        self.free().collect::<Vec<_>>().join(" ")
    }

    /// The parts between `::`, ` | ` or commas, trimmed; empty ones too.
    pub(in crate::document::dialect::shortcode) fn fields(&self) -> Vec<&'a str> {
        let raw = self.raw.trim_start_matches(',');
        let separator = self.separator();
        raw.split(separator).take(MAX_WORDS).map(|field| field.trim().trim_matches(['"', '\''])).collect()
    }

    fn separator(&self) -> &'static str {
        match self.raw {
            raw if raw.contains("::") => "::",
            raw if raw.contains(" | ") => " | ",
            _ => ",",
        }
    }

    /// Everything after the first separator: the text of `{% note red, a, b %}`.
    pub(in crate::document::dialect::shortcode) fn after_first(&self) -> Option<&'a str> {
        let separator = if self.raw.contains("::") { "::" } else { "," };
        let (before, after) = self.raw.trim_start_matches(separator).split_once(separator)?;
        let styles = before.split_whitespace().all(|word| is_style(word) || word.is_ascii());
        (styles && !before.contains(['"', '\'', '`', '[', '('])).then(|| after.trim())
    }
}

/// Whether a tag with these arguments closes itself.
pub(in crate::document::dialect::shortcode) fn closes_itself(arguments: &str) -> bool {
    let raw = arguments.trim();
    without_slash(raw).len() != raw.len()
}

/// The arguments without the slash of a tag that closes itself: `src="a.png" /`, but not `https://a.example/`.
fn without_slash(raw: &str) -> &str {
    let Some(rest) = raw.strip_suffix('/') else { return raw };
    let word = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
    let closes = rest.is_empty() || rest.ends_with(['"', '\'', '`', ')']) || word.is_empty();
    if closes || word.contains('=') && !word.contains('/') { rest.trim_end() } else { raw }
}

/// The name and value of `src=a.png`, `"src:a.png"` and `alt=两个 词`.
pub(in crate::document::dialect::shortcode) fn assignment(text: &str) -> Option<(&str, &str)> {
    let (key, value) = text.trim().trim_matches(['"', '\'']).split_once(['=', ':'])?;
    let key = key.trim();
    let is_name = key.starts_with(|c: char| c.is_ascii_alphabetic())
        && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'));
    (is_name && !value.starts_with("//")).then(|| (key, value.trim().trim_matches(['"', '\''])))
}

/// The text without the backslashes before quotation marks.
pub(in crate::document::dialect::shortcode) fn unescape(text: &str) -> Cow<'_, str> {
    if !text.contains("\\\"") && !text.contains("\\'") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\\\"", "\"").replace("\\'", "'"))
}

/// The text up to the closing quotation mark, which may be escaped within it, and the rest after the mark.
fn quoted(text: &str, quote: char) -> Option<(&str, &str)> {
    let mut escaped = false;
    let end = text.char_indices().find(|(_, c)| {
        let ends = *c == quote && !escaped;
        escaped = *c == '\\' && !escaped && quote != '`';
        ends
    });
    let (end, _) = end?;
    Some((text.get(..end)?, text.get(end + 1..)?))
}

/// The first word and the rest.
fn word(text: &str) -> (Word<'_>, &str) {
    let name =
        text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.')).count();
    let (key, behind) = text.split_at_checked(name).unwrap_or((text, ""));
    let assigned = match behind.as_bytes() {
        [b'=', ..] => true,
        [b':', b'/', b'/', ..] | [b':', b':', ..] => false,
        [b':', _, ..] => true,
        _ => false,
    };
    let is_key = assigned && !key.is_empty() && !key.bytes().all(|byte| byte.is_ascii_digit());
    let value = if is_key { behind.get(1..).unwrap_or_default().trim_start_matches(' ') } else { text };
    let key = is_key.then_some(key);
    if let Some(quote @ ('"' | '\'' | '`')) = value.chars().next()
        && let Some((inner, after)) = value.get(1..).and_then(|rest| quoted(rest, quote))
    {
        return (Word { key, value: inner, quoted: true }, after);
    }
    let end = value.find(|c: char| c.is_whitespace()).unwrap_or(value.len());
    let (value, after) = value.split_at_checked(end).unwrap_or((value, ""));
    (Word { key, value: value.trim_end_matches(','), quoted: false }, after)
}

/// Words that select a style in some theme; they are not for readers.
const STYLES: &str = "default primary success info warning warn danger error no-icon simple modern flat disabled red \
    orange amber yellow green cyan blue purple pink gray grey white black light dark open close closed \
    true false left center right logo large small regular stretch subtitle tip note quote bug done play \
    radiation link message paperclip todo guide download up undo checked plus minus times bolt idea theme rounded circle block \
    icon huge bold outline hidden linenos fa fas far fab";

/// Whether a word selects a style.
pub(in crate::document::dialect::shortcode) fn is_style(word: &str) -> bool {
    let word = word.trim_matches(['"', '\'', ',']);
    word.is_empty()
        || STYLES.split(' ').any(|style| style == word)
        || word.starts_with("fa-")
        || word.starts_with('#') && word.len() <= 9 && word.is_ascii()
}

/// Whether a word is an address.
pub(in crate::document::dialect::shortcode) fn is_address(word: &str) -> bool {
    word.contains("://")
        || word.starts_with('/') && word.len() > 1
        || word == "/"
        || word.starts_with("./")
        || word.starts_with("../")
        || word.starts_with('#') && word.len() > 1 && !is_style(word)
        || word.starts_with("mailto:")
}

/// Whether an address or file name is that of a picture.
pub(in crate::document::dialect::shortcode) fn is_picture(word: &str) -> bool {
    let path = word.split(['?', '#']).next().unwrap_or_default();
    let extension = path.rsplit_once('.').map(|(_, extension)| extension).unwrap_or_default();
    ["png", "jpg", "jpeg", "gif", "webp", "svg", "bmp", "avif", "ico", "tif", "tiff"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(extension))
}

/// Text escaped for HTML, also in attribute values.
pub(in crate::document::dialect::shortcode) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
