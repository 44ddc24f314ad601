//! The title of a body, for an article whose front matter has none.

use crate::article::reading::Reading;
use crate::article::text::fold;
use crate::document;
use crate::document::{BodyKind, Surroundings};
use crate::text::Clean;
use crate::text::first_bytes;

/// How many bytes of a body are searched; parsing a body costs more than parsing front matter.
const SEARCH_LIMIT: usize = 16 << 10;

/// The title of a whole page, otherwise the text of the first heading, with `only_top` of the first level: a page that stands
/// for its folder is not called after its first section.
pub(in crate::article) fn first(body: &str, kind: BodyKind, reading: &Reading, only_top: bool) -> Option<Clean> {
    let around = Surroundings { site: reading.site.as_deref(), ..Surroundings::default() };
    let (document, _) = document::read_in(first_bytes(body, SEARCH_LIMIT), kind, &around);
    let headings = document.headings().filter(|(_, level, _)| !only_top || *level == 1).map(|(_, _, text)| text);
    document.title.iter().chain(headings).map(|text| fold(text)).find(|title| !title.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings() {
        for (body, expected) in [
            ("\n\n# 标题 #\ntext", Some("标题")),
            ("# **粗**`码` [链](http://a/) &amp; *斜*", Some("粗码 链 & 斜")),
            ("两行的\n标题\n===\n\ntext", Some("两行的标题")),
            ("setext\n---\n", Some("setext")),
            ("```\n# code\n```\n## a <b>b</b> < c", Some("a b < c")),
            ("    # code\n\n# 真", Some("真")),
            ("<div>\n<h2 id=x>多\n行<br></h2></div>", Some("多行")),
            ("<H3>大&lt;b&gt;</H3>", Some("大<b>")),
            ("<header>x</header>\n<h1></h1>text", None),
            ("<h1> &nbsp; </h1><h2>二</h2>", Some("二")),
            ("text", None),
            ("", None),
        ] {
            assert_eq!(first(body, BodyKind::Markdown, &Reading::default(), false).as_deref(), expected, "{body:?}");
        }
    }

    #[test]
    fn a_whole_page_says_its_title() {
        let page = "<!DOCTYPE html><html><head><meta charset=utf-8><title> 页\n &amp; 题 </title></head>\
                    <body><h1>别的</h1><svg><title>图</title></svg></body></html>";
        assert_eq!(first(page, BodyKind::Html, &Reading::default(), false).as_deref(), Some("页 & 题"));
        assert_eq!(
            first(&page.replace(" 页\n &amp; 题 ", " "), BodyKind::Html, &Reading::default(), false).as_deref(),
            Some("别的")
        );
    }
}
