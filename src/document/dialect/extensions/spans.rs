//! Marks of running text that CommonMark lacks: `==mark==`, `++ins++`, `x^2^`, `H~2~O`, `[text]{.class}`, `^[note]`,
//! `{--del--}` and links of wikis.

use memchr::{memchr, memmem};

use crate::document::dialect::extensions::attributes::Attributes;
use crate::document::dialect::extensions::opaque::Opaque;
use crate::document::dialect::extensions::wiki;

/// Maximum bytes between an opening and a closing mark.
const MAX_LENGTH: usize = 400;

/// The body with these marks as HTML; `None` without any.
pub(in crate::document::dialect::extensions) fn rewrite(body: &str) -> Option<String> {
    let bytes = body.as_bytes();
    let has = |mark: &str| memmem::find(bytes, mark.as_bytes()).is_some();
    let single = |byte: u8| memchr(byte, bytes).is_some();
    let sized = || has("![") && has(" =");
    if !(sized() || single(b'^') || single(b'~') || ["[[", "==", "++", "]{", "{--", "{>>"].into_iter().any(has)) {
        return None;
    }
    // Parsing costs more than this search, and most bodies have none.
    scan(body, &|_| true)?;
    let opaque = Opaque::of(body);
    scan(body, &|at| opaque.is_free(at))
}

/// What replaces a mark.
enum Found {
    /// The HTML of a range as long as this.
    Whole(usize, String),
    /// A pair: the length of the opening mark and its HTML; the offset and length of the closing mark, and its HTML.
    Pair((usize, String), (usize, usize), &'static str),
    /// A note with the text in a range as long as this.
    Note(usize),
}

struct Scanner<'a> {
    body: &'a str,
    out: String,
    copied: usize,
    /// The closing marks ahead, the nearest last: position, length, HTML.
    closing: Vec<(usize, usize, &'static str)>,
    notes: Vec<&'a str>,
}

/// The body with marks replaced where `free` allows it; `None` without any.
fn scan(body: &str, free: &dyn Fn(usize) -> bool) -> Option<String> {
    let mut scanner = Scanner { body, out: String::new(), copied: 0, closing: Vec::new(), notes: Vec::new() };
    let bytes = body.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if let Some((_, length, html)) = scanner.closing.pop_if(|(end, ..)| *end <= at) {
            at = scanner.replace(at, length, html);
            continue;
        }
        let mark = matches!(byte, b'=' | b'+' | b'^' | b'~' | b'[' | b'{' | b'!' | b'\\' | b':');
        if !mark {
            at += 1;
            continue;
        }
        match found(body, at) {
            Some(found) if free(at) => at = scanner.take(at, found, free),
            _ => at = (at + skipped(bytes, at).max(1)).min(scanner.nearest_closing()),
        }
    }
    scanner.finish()
}

impl Scanner<'_> {
    /// Writes what is before a mark, and its replacement. Returns the end of the mark.
    fn replace(&mut self, at: usize, length: usize, html: &str) -> usize {
        self.out.push_str(self.body.get(self.copied..at).unwrap_or_default());
        self.out.push_str(html);
        self.copied = at + length;
        self.copied
    }

    /// The position of the next closing mark.
    fn nearest_closing(&self) -> usize {
        self.closing.last().map_or(usize::MAX, |(end, ..)| *end)
    }

    fn take(&mut self, at: usize, found: Found, free: &dyn Fn(usize) -> bool) -> usize {
        match found {
            // A closing mark ahead must not be inside.
            Found::Whole(length, _) | Found::Note(length) if self.nearest_closing() < at + length => at + 1,
            Found::Whole(length, html) => self.replace(at, length, &html),
            Found::Pair((length, open), (offset, close), html) => {
                let end = at + offset;
                if end + close > self.nearest_closing() || !free(end) {
                    return (at + length).min(self.nearest_closing());
                }
                self.closing.push((end, close, html));
                self.replace(at, length, &open)
            }
            Found::Note(length) => {
                self.notes.push(self.body.get(at + 2..at + length - 1).unwrap_or_default());
                let label = format!("[^inline-{}]", self.notes.len());
                self.replace(at, length, &label)
            }
        }
    }

    fn finish(mut self) -> Option<String> {
        if self.copied == 0 {
            return None;
        }
        self.out.push_str(self.body.get(self.copied..).unwrap_or_default());
        for (number, note) in self.notes.iter().enumerate() {
            let note = if note.starts_with("[^") {
                (*note).to_owned()
            } else {
                scan(note, &|_| true).unwrap_or_else(|| (*note).to_owned())
            };
            self.out.push_str(&format!("\n\n[^inline-{}]: {note}\n", number + 1));
        }
        Some(self.out)
    }
}

/// How many bytes to go on after a byte that begins no mark: a run of equal bytes, an escaped character, an address.
fn skipped(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first() {
        Some(b'\\') => 2,
        Some(b':') if rest.starts_with(b"://") => {
            rest.iter().take_while(|byte| byte.is_ascii_graphic() && !matches!(byte, b'<' | b'>' | b'"' | b'`')).count()
        }
        Some(first @ (b'=' | b'+' | b'~')) => rest.iter().take_while(|byte| *byte == first).count(),
        _ => 1,
    }
}

/// The mark that begins at `at`.
fn found(body: &str, at: usize) -> Option<Found> {
    let rest = body.get(at..)?;
    let head = body.get(..at)?;
    let before = head.chars().next_back();
    match *rest.as_bytes().first()? {
        b'[' | b'!' if rest.trim_start_matches('!').starts_with("[[") && rest.starts_with(['[', '!']) => {
            wiki::at_start(rest).map(|(html, length)| Found::Whole(length, html))
        }
        b'!' if rest.starts_with("![") => sized(rest),
        b'[' if before == Some(']') => {
            // A link by reference keeps its label.
            let length = brackets(near(rest))?;
            let (_, size) = Attributes::at_start(rest.get(length..)?)?;
            Some(Found::Whole(length + size, rest.get(..length)?.to_owned()))
        }
        b'[' if !matches!(before, Some('!' | '[')) => bracketed(rest),
        b'=' if !head.trim_end_matches(' ').ends_with("//") => doubled(rest, before, "==", "<mark>", "</mark>"),
        b'+' => inserted(rest, before),
        b'^' if rest.starts_with("^[") => note(rest, before),
        b'^' => superscript(rest, before),
        b'~' => subscript(rest, head),
        b'{' => edited(rest),
        _ => None,
    }
}

/// The rest of the line, up to a limit.
fn near(text: &str) -> &str {
    let text = head_of(text, MAX_LENGTH);
    memchr(b'\n', text.as_bytes()).and_then(|end| text.get(..end)).unwrap_or(text)
}

/// The text up to a limit in bytes, on a character boundary.
fn head_of(text: &str, limit: usize) -> &str {
    let end = (0..=limit.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    text.get(..end).unwrap_or(text)
}

/// A pair of doubled marks. As with emphasis, no blank stands on the inner sides; between letters of code, as in `a==b`,
/// the mark is an operator.
fn doubled(rest: &str, before: Option<char>, mark: &str, open: &str, close: &'static str) -> Option<Found> {
    let inner = rest.strip_prefix(mark)?;
    let sign = mark.chars().next()?;
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ')' | ']' | '"'));
    let is_operand = |c: Option<char>| is_word(c) || c.is_some_and(|c| matches!(c, '(' | '[' | '\'' | '-' | '!'));
    let first = inner.chars().next()?;
    if is_operator(inner) || is_closing(first) {
        return None;
    }
    if first == sign || first.is_whitespace() || before == Some(sign) || (is_word(before) && is_operand(Some(first))) {
        return None;
    }
    let text = near(inner);
    let mut from = 0;
    while let Some(found) = text.get(from..).and_then(|rest| memmem::find(rest.as_bytes(), mark.as_bytes())) {
        let end = from + found;
        from = end + text.get(end..)?.len() - text.get(end..)?.trim_start_matches(sign).len();
        let last = text.get(..end)?.chars().next_back();
        let after = inner.get(end + mark.len()..)?.chars().next();
        let closes = from - end == mark.len()
            && last.is_some_and(|c| {
                !c.is_whitespace() && !matches!(c, '\\' | '，' | '、' | '：' | '；') && !is_opening(c)
            });
        let named = OPERATOR.iter().take(5).any(|word| text.get(from..).is_some_and(|rest| rest.starts_with(word)));
        if closes && !named && !(is_word(last) && is_operand(after)) {
            let pair = (mark.len() + end, mark.len());
            return Some(Found::Pair((mark.len(), open.to_owned()), pair, close));
        }
    }
    None
}

/// Words by which Chinese authors go on after an operator, those that follow nothing else first.
const OPERATOR: [&str; 14] =
    ["运算符", "运算子", "操作符", "比较", "判断", "号", "和", "与", "或", "来", "两边", "左右", "表示", "等于"];

/// Whether a text after `==` is about the operator: `==运算符`, `== 与 equals`.
fn is_operator(text: &str) -> bool {
    OPERATOR.iter().any(|word| text.starts_with(word))
}

/// Punctuation after which no mark closes.
fn is_opening(c: char) -> bool {
    matches!(c, '（' | '(' | '“' | '‘' | '「' | '『' | '《' | '【' | '[' | '{')
}

/// Punctuation before which no mark opens.
fn is_closing(c: char) -> bool {
    matches!(
        c,
        '）' | ')'
            | '”'
            | '’'
            | '」'
            | '』'
            | '》'
            | '】'
            | ']'
            | '}'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | ','
            | ';'
    )
}

/// `++text++`, but not the increments of `i++ 与 ++j`, nor C++.
fn inserted(rest: &str, before: Option<char>) -> Option<Found> {
    if before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ')' | ']')) {
        return None;
    }
    let found = doubled(rest, before, "++", "<ins>", "</ins>")?;
    let Found::Pair((open, _), (end, close), _) = &found else { return None };
    let content = rest.get(*open..*end)?;
    let after = rest.get(end + close..)?.chars().next();
    let is_code = |text: &str| {
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let first = text.split(|c: char| !is_name(c)).next().unwrap_or_default();
        let last = text.rsplit(|c: char| !is_name(c)).next().unwrap_or_default();
        first.len() == 1 || last.len() == 1 || text.contains([';', '+', '=', '('])
    };
    let ends = !after.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, ';' | ')' | '+'));
    (ends && !is_code(content)).then_some(found)
}

/// `2^10^`: short, without blanks, after a letter or a digit. `^_^` is a face.
fn superscript(rest: &str, before: Option<char>) -> Option<Found> {
    let content = raised(rest, '^')?;
    let before = before?;
    let face = matches!(content, "o" | "O" | "0" | "_" | "-" | "." | "v" | "w" | "W" | "u" | "U" | "ω" | "x" | "X");
    let after = rest.get(content.len() + 2..)?.chars().next();
    let digits = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let number = digits(content.chars().next()) && digits(after);
    let fits = content.chars().any(char::is_alphanumeric) && !content.contains(['/', ':', ';', '=', '"', '(']);
    let behind = (before.is_alphanumeric() && (before.is_ascii() || !face)) || matches!(before, ')' | ']');
    (fits && !number && behind).then(|| Found::Pair((1, "<sup>".into()), (1 + content.len(), 1), "</sup>"))
}

/// `H~2~O`: short and in ASCII, after a letter or a bracket. `10~20~30` is a range, and so is `1~3天，2~5天`.
fn subscript(rest: &str, head: &str) -> Option<Found> {
    let content = raised(rest, '~')?;
    let before = head.chars().next_back()?;
    let word = head.bytes().rev().take(4).take_while(u8::is_ascii_alphabetic).count();
    let plain =
        content.len() <= 12 && content.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-,".contains(&byte));
    let number = content.bytes().all(|byte| byte.is_ascii_digit());
    let name = content.bytes().all(|byte| byte.is_ascii_alphabetic());
    let after = rest.get(content.len() + 2..)?.chars().next();
    let letter = before.is_ascii_alphabetic() || before == ')';
    let joined = after.is_some_and(|c| c.is_ascii_alphanumeric());
    let fits = if number { !after.is_some_and(|c| c.is_ascii_digit()) } else { word <= 1 && (!joined || !name) };
    (plain && letter && fits && content.starts_with(|c: char| c.is_ascii_alphanumeric()))
        .then(|| Found::Pair((1, "<sub>".into()), (1 + content.len(), 1), "</sub>"))
}

/// The text between two single marks, without blanks.
fn raised(rest: &str, mark: char) -> Option<&str> {
    let inner = rest.strip_prefix(mark)?;
    let end = inner.bytes().take(48).position(|byte| byte == mark as u8 || byte.is_ascii_whitespace())?;
    let content = inner.get(..end).filter(|content| !content.is_empty())?;
    let behind = inner.get(end..)?.strip_prefix(mark)?;
    (!behind.starts_with(mark) && !content.contains(['[', ']', '<', '>', '`', '$', '{', '|', '\\', '\u{3000}']))
        .then_some(content)
}

/// The length of a bracketed text at the start of a text, with its brackets.
fn brackets(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'[' => depth += 1,
            b']' => {
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

/// A picture with its size, as in markdown-it and CSDN: `![图](a.png =300x200)`.
fn sized(rest: &str) -> Option<Found> {
    let line = near(rest);
    memmem::find(line.as_bytes(), b" =")?;
    let label = 1 + brackets(line.get(1..)?)?;
    let inner = line.get(label..)?.strip_prefix('(')?;
    let inner = inner.get(..inner.find(')')?)?;
    let at = inner.find(" =")?;
    let size = inner.get(at + 2..)?.split(' ').next()?;
    let (width, height) = size.split_once(['x', 'X', '*']).unwrap_or((size, ""));
    let is_length =
        |text: &str| text.trim_end_matches("px").trim_end_matches('%').bytes().all(|byte| byte.is_ascii_digit());
    let fits = size.starts_with(|c: char| c.is_ascii_digit() || c == 'x') && is_length(width) && is_length(height);
    let picture = format!("{}({}{})", line.get(..label)?, inner.get(..at)?, inner.get(at + 2 + size.len()..)?);
    fits.then(|| Found::Whole(label + inner.len() + 2, picture))
}

/// `[text]{.class}` of Pandoc and Djot.
fn bracketed(rest: &str) -> Option<Found> {
    memmem::find(near(rest).as_bytes(), b"]{")?;
    let length = brackets(near(rest))?;
    let (list, size) = Attributes::at_start(rest.get(length..)?)?;
    if length <= 2 || rest.starts_with("[^") {
        return None;
    }
    let (open, close) = if list.has(&["mark", "highlight", "hl"]) {
        ("<mark>", "</mark>")
    } else if list.has(&["underline", "ul", "u", "ins"]) {
        ("<u>", "</u>")
    } else if list.has(&["kbd", "key"]) {
        ("<kbd>", "</kbd>")
    } else if list.has(&["del", "strike", "strikeout"]) {
        ("<del>", "</del>")
    } else {
        ("<span>", "</span>")
    };
    Some(Found::Pair((1, open.into()), (length - 1, 1 + size), close))
}

/// `^[text]`, a note where it is referred to; not the `^[a-z]` of a regular expression.
fn note(rest: &str, before: Option<char>) -> Option<Found> {
    // A note may go on in the next line, but not in the next paragraph.
    let text = head_of(rest.get(1..)?, MAX_LENGTH * 4).split("\n\n").next()?;
    let length = 1 + brackets(text)?;
    let content = rest.get(2..length - 1)?;
    let expression = !content.contains(|c: char| c.is_whitespace() || !c.is_ascii())
        || rest.get(length..)?.starts_with(['+', '*', '?', '{', '$', '\\'])
        || matches!(before, Some('[' | '/' | '(' | '"' | '\'' | '|'));
    (!expression && !content.trim().is_empty()).then_some(Found::Note(length))
}

/// Marks of CriticMarkup, and Djot's `{=mark=}`.
fn edited(rest: &str) -> Option<Found> {
    const MARKS: [(&str, &str, &str, &str); 5] = [
        ("{++", "++}", "<ins>", "</ins>"),
        ("{--", "--}", "<del>", "</del>"),
        ("{==", "==}", "<mark>", "</mark>"),
        ("{>>", "<<}", " <small>[", "]</small>"),
        ("{=", "=}", "<mark>", "</mark>"),
    ];
    if !matches!(rest.as_bytes().get(1), Some(b'+' | b'-' | b'=' | b'>' | b'~')) {
        return None;
    }
    let text = head_of(rest, MAX_LENGTH * 4).split("\n\n").next()?;
    if let Some(inner) = text.strip_prefix("{~~") {
        let (old, new) = inner.split_once("~~}")?.0.split_once("~>")?;
        return Some(Found::Whole(old.len() + new.len() + 8, format!("<del>{old}</del> <ins>{new}</ins>")));
    }
    let (open, close, before, after) = MARKS.into_iter().find(|(open, ..)| text.starts_with(open))?;
    let end = open.len() + text.get(open.len()..)?.find(close)?;
    let content = text.get(open.len()..end)?;
    (!content.trim().is_empty() && !content.contains(['{', '}']))
        .then(|| Found::Pair((open.len(), before.into()), (end, close.len()), after))
}

#[cfg(test)]
mod tests {
    use crate::document::model::BodyKind;
    use crate::document::read;

    /// The HTML of the only paragraph of a body, without its tags; several blocks are separated by `|`.
    fn html(body: &str) -> String {
        let (document, _) = read(body, BodyKind::Markdown);
        let html = document.write_html();
        let bare = html.trim().trim_start_matches("<p>").trim_end_matches("</p>");
        bare.replace("</p>\n<p>", "|").replace('\n', "")
    }

    #[test]
    fn marks() {
        for (body, expected) in [
            ("==标记== 与 ==a b==。", "<mark>标记</mark> 与 <mark>a b</mark>。"),
            ("说==“强调”==后，==**粗**==", "说<mark>“强调”</mark>后，<mark><strong>粗</strong></mark>"),
            ("a == b == c", "a == b == c"),
            ("以 // ==UserScript== 开头", "以 // ==UserScript== 开头"),
            ("用==运算符，而（“==”）比较", "用==运算符，而（“==”）比较"),
            ("==与equals不同，==比较地址", "==与equals不同，==比较地址"),
            ("==甲==和==乙==", "<mark>甲</mark>和<mark>乙</mark>"),
            ("if a==b && c==d", "if a==b &amp;&amp; c==d"),
            ("x==1，y==2", "x==1，y==2"),
            ("==== 分隔 ====", "==== 分隔 ===="),
            (
                "`==x==` \\==y== https://a.example/?x==y==",
                "<code>==x==</code> ==y== <a href=\"https://a.example/?x==y==\">https://a.example/?x==y==</a>",
            ),
            ("[链](/a==b==)", "<a href=\"/a==b==\">链</a>"),
            ("++插入++ 与 ++new text++", "<ins>插入</ins> 与 <ins>new text</ins>"),
            ("C++ 和 G++", "C++ 和 G++"),
            ("i++; ++j; k++", "i++; ++j; k++"),
            ("++i 与 j++ 不同", "++i 与 j++ 不同"),
            ("Notepad++、C++、Dev-C++", "Notepad++、C++、Dev-C++"),
            ("x^2^ 与 2^10^，注^1^", "x<sup>2</sup> 与 2<sup>10</sup>，注<sup>1</sup>"),
            ("好^_^，好^o^ ^^ 2^10 a^b c^d", "好^_^，好^o^ ^^ 2^10 a^b c^d"),
            ("H~2~O 与 CO~2~、x~i~", "H<sub>2</sub>O 与 CO<sub>2</sub>、x<sub>i</sub>"),
            ("好~~ 1~3天，2~5天 10~20~30元 好~啦~ Hi~all~ a~b~c", "好~~ 1~3天，2~5天 10~20~30元 好~啦~ Hi~all~ a~b~c"),
            ("~~删~~ `H~2~O`", "<del>删</del> <code>H~2~O</code>"),
            ("~/a~b/~c A~Z", "~/a~b/~c A~Z"),
        ] {
            assert_eq!(html(body), expected, "{body}");
        }
    }

    #[test]
    fn spans_with_attributes() {
        for (body, expected) in [
            ("[字]{.smallcaps}[红]{style=\"color:red\"}", "字红"),
            ("[a]{.underline} [b]{.mark #x} [c]{.kbd}", "<ins>a</ins> <mark>b</mark> <kbd>c</kbd>"),
            ("[x]{a} [y]{1} arr[0]{.5} {x}", "[x]{a} [y]{1} arr[0]{.5} {x}"),
            ("`[x]{.a}`", "<code>[x]{.a}</code>"),
            ("[x](y){.a}", "<a href=\"y\">x</a>"),
            (
                "{++增++}{--删--}{==标==}{>>评<<}{~~旧~>新~~}",
                "<ins>增</ins><del>删</del><mark>标</mark> <small>[评]</small><del>旧</del> <ins>新</ins>",
            ),
            ("{=标=} {=html} {- x -} {--", "<mark>标</mark> {=html} {- x -} {--"),
        ] {
            assert_eq!(html(body), expected, "{body}");
        }
    }

    #[test]
    fn notes() {
        for (body, expected) in [
            ("文^[一 *二*]。", "文1。|一 二"),
            ("文^[一]和^[二 [[三]]]。", "文1和2。|一|二 三"),
            ("正则 ^[0-9]+$ 与 [^[a-z]] 与 ^[A-Za-z ]+", "正则 ^[0-9]+$ 与 [^[a-z]] 与 ^[A-Za-z ]+"),
            ("文^[一\n二]。", "文1。|一二"),
            ("文^[一\n\n二]。", "文^[一|二]。"),
            ("`^[一 二]`", "^[一 二]"),
        ] {
            let text = read(body, BodyKind::Markdown).0.text();
            assert_eq!(text.replace('\n', "|"), expected, "{body}");
        }
    }

    #[test]
    fn links_of_wikis() {
        for (body, expected) in [
            ("见[[文章]]。", "见<a href=\"文章\">文章</a>。"),
            ("[[a#My Heading]]", "<a href=\"a#my-heading\">a &gt; My Heading</a>"),
            ("[[a#H1#H 2]]", "<a href=\"a#h-2\">a &gt; H 2</a>"),
            ("[[a#^b-1]]", "<a href=\"a#^b-1\">a &gt; ^b-1</a>"),
            ("[[a|别 *名*]]", "<a href=\"a\">别 <em>名</em></a>"),
            ("[[#标题]]", "<a href=\"#标题\">标题</a>"),
            ("[[子/文 章.md|x]]", "<a href=\"子/文 章.md\">x</a>"),
            ("[[foo_bar_baz: 100%?]]", "<a href=\"foo_bar_baz%3A 100%25%3F\">foo_bar_baz: 100%?</a>"),
            (
                "[[1]] [[ -f x ]] [[1,2],[3,4]] [[nodiscard]] [[Prototype]]",
                "[[1]] [[ -f x ]] [[1,2],[3,4]] [[nodiscard]] [[Prototype]]",
            ),
            ("[[甲]](/x) [[甲] [[]] [[不完", "<a href=\"/x\">[甲]</a> [[甲] [[]] [[不完"),
            ("`[[a]]` [[^1]] [[\"a\",\"b\"]]", "<code>[[a]]</code> [[^1]] [[&quot;a&quot;,&quot;b&quot;]]"),
            ("![[笔记]] 与 ![[笔记#节|名]]", "<a href=\"笔记\">笔记</a> 与 <a href=\"笔记#节\">名</a>"),
            (
                "图![[a b.png|300]]图![[c.jpg|说明|20x10]]",
                "图<img src=\"a b.png\" alt=\"\">图<img src=\"c.jpg\" alt=\"说明\">",
            ),
        ] {
            assert_eq!(html(body), expected, "{body}");
        }
    }

    #[test]
    fn many_marks_stay_linear() {
        for unit in ["==a ", "[[", "^[", "[a", "[]{", "{++", "~a", "==[[x", "x^2^", "http://", "\\=="] {
            super::rewrite(&format!("{}]{{.x}}", unit.repeat(50_000)));
        }
    }
}
