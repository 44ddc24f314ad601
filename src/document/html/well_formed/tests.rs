use proptest::prelude::*;

use super::*;
use crate::document::html::{guard, sanitise};

/// Whether a body is well-formed; then it needs no sanitising, and its tree must be the one that html5ever builds.
fn is_well_formed(body: &str) -> bool {
    let tree = parse(body);
    if let Some(tree) = &tree {
        assert!(matches!(sanitise::prepare(body), Cow::Borrowed(_)), "{body:?}");
        assert_eq!(*tree, guard::by_html5ever(body, &mut Vec::new()), "{body:?}");
    }
    tree.is_some()
}

#[test]
fn what_is_well_formed() {
    for body in [
        "",
        " \n",
        "text",
        "  <!-- a --> <p>a",
        "<div>\n<p>a<b>b</b></p> <p>c</div>\n",
        "<P CLASS=A Class=b>a</P>",
        "<p><img src=a.png alt='b' data-c=\"d\" /><br/>e",
        "<p>a<div>b</div></p>c",
        "<a href='?a=1&b=2&amp;c'>a &lt; b &#x4e2d;&#65; &hellip; & c</a>",
        "a < b <3 c",
        "<ul><li>a<li><p>b<ul><li>c</ul></ul>",
        "<dl><dt>a<dd>b<dt>c</dl>",
        "<pre>\n\na</pre><pre>b</pre>",
        "<pre><code class=language-c>a\n</code></pre>",
        "<table><caption>a</caption><colgroup><col><col></colgroup><thead><tr><th>a</thead></table>",
        "<table>\n<tr><td>a<p>b</td> <td><table><tr><td>c</td></tr></table></td></tr>\n</table>",
        "<p><table><tbody><tr><td></td></tr></tbody></table></p>",
        "<b><p>a</p></b>",
        "a\r\nb\rc<p title='d\r\ne'>",
        "<p>a<!-- b --><!----><!-- - -->c",
        "<h1>a</h1><hr><blockquote>b</blockquote>",
        "<code><br></code><code> <img></code><code><b>a</b></code><meter>b</meter>",
        "<li><code>a<p></p><meter>b</meter></code>",
        "<a b='<c>' d=e>f</a>",
    ] {
        let expected = !body.contains("</thead></table>");
        assert_eq!(is_well_formed(body), expected, "{body:?}");
    }
}

#[test]
fn what_is_not() {
    for body in [
        "\u{feff}a",
        "a\0b",
        "<script>a</script>",
        "<svg></svg>",
        "<x-a>b</x-a>",
        "<b>a<p>b</b>c</p>",
        "<b>a<div>b</b></div>",
        "<div>a</span></div>",
        "<a>a<a>b</a></a>",
        "<h1>a<h2>b</h2></h1>",
        "<h1><p>a<h2>b</h2></h1>",
        "<h1>a</h2>",
        "<table>a<tr></table>",
        "<tr><td>a",
        "<table><td>a</table>",
        "<table><tr><td>a<td>b</table>",
        "</p>",
        "</br>",
        "<p>a &amp b &copy; &nosuch;",
        "&#0;&#128;",
        "<a b=\"c\"d>e</a>",
        "<a b='",
        "<a",
        "<a \"b>c</a>",
        "<!-->a",
        "<!-- a --!> b -->",
        "<!-- a",
        "<!doctype html>a",
        "<?a?>",
        "<pre>&#10;a</pre>",
        "<code><b></code></b>",
        "<code><meter>a</meter></code>",
        "<code></p></code>",
        "<code><img></code>",
        "<b 中>a</b>",
        "<a b='c>d<e'>f</a>",
    ] {
        assert!(!is_well_formed(body), "{body:?}");
    }
}

/// Pieces of bodies, so that many are well-formed and most of the others nearly so.
fn piece() -> impl Strategy<Value = String> {
    let names = "(p|div|span|b|a|em|code|pre|li|ul|ol|dl|dt|dd|h2|h3|blockquote|table|tbody|thead|tr|td|th|caption|\
                 colgroup|section|address|details|summary|figure|sup|label|video|meter|picture)";
    let void = "<(br|img|hr|wbr|input|col|source)( ?/)?>";
    let attributes =
        "( (class|id|href|style|CLASS|data-a|on\"b|中)( ?= ?(\"[a-b<>&;='\n ]{0,3}\"|'[a&]?'|[ab/&\"]{0,3}))?){0,2}";
    let matching = |pattern: String| proptest::string::string_regex(&pattern).expect("a pattern");
    prop_oneof![
        6 => matching(format!("<{names}>")),
        6 => matching(format!("</{names}>")),
        3 => matching(format!("<{names}{attributes}[ /\n]?>")),
        2 => matching(void.into()),
        4 => "[ab中 \n\t]{1,3}",
        2 => "&(amp|lt|nbsp|copy|notit|fjlig|nosuch|#65|#x4e2d|#0|#128|#10|#xd800)?[;=a ]?",
        1 => "[<>&/!?;\"'\0\r\u{feff}\u{c}\u{85}-]{1,3}",
        1 => "<!--[ a>-]{0,3}(--!?>|-->)",
        1 => "<(script|style|svg|form|select|option|button|template|ruby|rt|body|x-y)>",
        1 => "</(form|body|html|br|script)>|<!doctype html>",
    ]
}

/// Bodies that are well nested throughout.
fn nested() -> impl Strategy<Value = String> {
    let leaf = "[ab中 \n]{0,3}|<br>|<img src='a'>|&(amp|#65);";
    leaf.prop_recursive(5, 40, 5, |inner| {
        let names = prop::sample::select(vec![
            "p", "div", "b", "a", "li", "ul", "dd", "h2", "pre", "table", "tr", "td", "tbody",
        ]);
        (names, prop::collection::vec(inner, 0..5))
            .prop_map(|(name, parts)| format!("<{name}>{}</{name}>", parts.concat()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_tree_is_that_of_html5ever(pieces in prop::collection::vec(piece(), 0..14)) {
        is_well_formed(&pieces.concat());
    }

    #[test]
    fn the_tree_of_what_is_nested_is_that_of_html5ever(bodies in prop::collection::vec(nested(), 1..5)) {
        is_well_formed(&bodies.concat());
    }
}

#[test]
fn deep_bodies_are_left_to_html5ever() {
    let nested = |name: &str, depth: usize| format!("<{name}>").repeat(depth);
    for (name, most) in [("div", MAX_DEPTH), ("b", MAX_FORMATS)] {
        assert!(is_well_formed(&nested(name, most)));
        assert!(!is_well_formed(&nested(name, most + 1)));
    }
}
