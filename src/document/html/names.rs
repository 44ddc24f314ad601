//! Names of HTML elements, which tell real tags from tags displayed as text.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

/// Elements that take effect inside `<code>`.
const MARKUP_IN_CODE: &str = "
    a abbr address article aside audio b bdi bdo big blockquote body br button caption center cite code col
    colgroup data dd del details dfn div dl dt em embed figcaption figure font footer form h1 h2 h3 h4 h5 h6
    head header hr html i iframe img input ins kbd label li link main mark math meta nav nobr noscript object
    ol p pre q rp rt ruby s samp script section small source span strike strong style sub summary sup svg
    table tbody td textarea tfoot th thead time tr tt u ul var video wbr
";

/// All other HTML elements, including obsolete ones: inside `<code>` they are examples.
const EXAMPLES_IN_CODE: &str = "
    acronym applet area base basefont bgsound blink canvas command content datalist dialog dir fencedframe
    fieldset frame frameset hgroup ilayer image isindex keygen layer legend listing map marquee menu menuitem
    meter multicol nextid noembed noframes optgroup option output param picture plaintext portal progress rb
    rbc rtc search select selectedcontent shadow slot spacer template title track xmp
";

/// Whether a tag with this name takes effect inside `<code>`.
pub(in crate::document) fn is_markup_in_code(name: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> = LazyLock::new(|| MARKUP_IN_CODE.split_whitespace().collect());
    is_in(&NAMES, name)
}

/// Whether this is the name of an HTML element, unlike `<T>`, `<String>` and `<me@example.org>`.
pub(in crate::document) fn is_element(name: &str) -> bool {
    static NAMES: LazyLock<FxHashSet<&str>> =
        LazyLock::new(|| MARKUP_IN_CODE.split_whitespace().chain(EXAMPLES_IN_CODE.split_whitespace()).collect());
    is_in(&NAMES, name)
}

/// Whether this is a name that programs use in pages, with a hyphen (`mp-weixin`) or a prefix (`o:p`).
pub(in crate::document) fn is_custom(name: &str) -> bool {
    is_name(name) && name.contains(['-', ':'])
}

/// Whether this could be the name of an element; `<https:…>` and `<me@example.org>` are links in Markdown.
pub(in crate::document) fn is_name(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':')) && !name.ends_with(':')
}

fn is_in(names: &FxHashSet<&str>, name: &str) -> bool {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return names.contains(&*name.to_ascii_lowercase());
    }
    names.contains(name)
}
