//! Tests of template tags: every row of the table, and uses of tags as they are written on sites.

use crate::document::model::BlockKind;
use crate::document::model::BodyKind;
use crate::document::read;

fn texts(body: &str) -> Vec<String> {
    let (document, _) = read(body, BodyKind::Markdown);
    document.blocks.iter().map(|block| block.text().to_owned()).collect()
}

#[test]
fn tags_mean_something() {
    for (body, expected) in [
        ("a\n\n{% asset_img x.png 图 %}\n\nb", vec!["a", "图", "b"]),
        ("{% codeblock js %}\nlet a = 1 < 2;\n\nb\n{% endcodeblock %}\n\nc", vec!["let a = 1 < 2;\n\nb", "c"]),
        ("```\n{% img a.png %}\n```", vec!["{% img a.png %}"]),
        ("```\na\n```\n{% post_link slug 题目 %}", vec!["a", "题目"]),
        ("{{< figure src=\"a.png\" caption=\"说明\" >}}", vec!["", "说明"]),
        ("{% raw %}\nx {{ y }}\n{% endraw %}", vec!["x {{ y }}"]),
        (
            "{% raw %}\n\n甲 `{{ }}`\n\n```yaml\n{% raw %}\n$$ x $$\n{% endraw %}\n```\n\n{% endraw %}\n\n乙",
            vec!["甲 {{ }}", "{% raw %}\n$$ x $$\n{% endraw %}", "乙"],
        ),
        ("{% raw %}\n```\n{{ x }}\n```\n{% endraw %}\n\n乙", vec!["{{ x }}", "乙"]),
        ("{% raw %}\n```\n{{ x }}\n{% endraw %}\n", vec!["{{ x }}"]),
        ("甲 {% unknown x %}乙", vec!["甲 乙"]),
        ("{{ a }}{{ b }}甲{{ \"乙\" }}{{ site.url }}", vec!["⟨a⟩⟨b⟩甲乙⟨site.url⟩"]),
        ("$x^{{n}}$ \\frac{{a}}{{b}} ${{ c }}", vec!["x^{{n}} \\frac{{a}}{{b}} ${{ c }}"]),
        ("{% noteblock idea %}\n**小提示**\n第一行的文字\n{% endnoteblock %}", vec!["小提示\n第一行的文字"]),
        ("{{< highlight go \"linenos=1\" >}}\na\n\nb\n{{< /highlight >}}\n\n*c*", vec!["a\n\nb", "c"]),
        ("{% codeblock %}\n\n*a*\n\nb", vec!["a", "b"]),
        ("{% codeblock %}\n\n*a*\n\n{% codeblock %}\nb\n{% endcodeblock %}", vec!["a", "b"]),
    ] {
        assert_eq!(texts(body), expected, "{body}");
    }
    for opener in
        ["{% highlight rust %}\nx\n{% endhighlight %}", "{% codeblock a.rs lang:rust %}\nx\n{% endcodeblock %}"]
    {
        let (document, _) = read(opener, BodyKind::Markdown);
        let code = document.blocks.last();
        assert!(matches!(&code.unwrap().kind, BlockKind::Code(Some(language)) if &**language == "rust"));
    }
}

#[test]
fn what_is_said_stays_and_no_brace_is_left() {
    for (body, expected) in [
        ("{% if a %}甲{% else %}乙{% endif %}", "甲乙"),
        ("{% capture x %}甲{% endcapture %}乙", "乙"),
        ("{% unknown \"说明\" %}", "说明"),
        ("{% unknown title=\"Said\" %}\n\n甲\n\n{% endunknown %}", "Said\n甲"),
        ("{{< unknown >}}甲{{< /unknown >}}", "甲"),
        ("{% note %}甲", "甲"),
        ("甲{% endnote %}", "甲"),
        ("{% a %}{% b %}甲{% enda %}{% endb %}", "甲"),
        ("100{%，50%}", "100{%，50%}"),
    ] {
        assert_eq!(texts(body).join("\n"), expected, "{body}");
    }
}

/// A row of the table: section, names, shape, and named parameters with their roles.
type Row = (&'static str, Vec<&'static str>, &'static str, Vec<(&'static str, &'static str)>);

fn rows() -> Vec<Row> {
    let mut section = "";
    let mut rows = Vec::new();
    for line in include_str!("../../../../assets/tags.txt").lines().filter(|line| !line.starts_with('#')) {
        if line.starts_with('[') {
            section = line;
            continue;
        }
        let columns: Vec<&str> = line.split('|').map(str::trim).collect();
        let [names, shape, ..] = columns.as_slice() else { continue };
        let named = columns.get(3).copied().unwrap_or_default();
        let named = named.split_whitespace().filter_map(|pair| pair.split_once('=')).collect();
        rows.push((section, names.split(' ').collect(), shape.split(' ').next().unwrap_or_default(), named));
    }
    rows
}

/// The tag of a row with one parameter, besides those that its shape needs.
fn used(section: &str, name: &str, shape: &str, parameter: &str, is_pair: bool) -> String {
    let needs = match shape {
        "picture" => "src=\"/s.png\"",
        "player" => "src=\"https://a.example/s\"",
        "link" => "href=\"https://a.example/\"",
        _ => "",
    };
    let needs = if parameter.starts_with(needs.split('=').next().unwrap_or_default()) { "" } else { needs };
    let use_of = format!("{name} {needs} {parameter}");
    match (section, is_pair) {
        ("[include]", _) => format!("{{% include {name}.html {needs} {parameter} %}}"),
        ("[hexo]", false) => format!("{{% {use_of} %}}"),
        ("[hexo]", true) => format!("{{% {use_of} %}}内容{{% end{name} %}}"),
        (_, false) => format!("{{{{< {use_of} >}}}}"),
        (_, true) => format!("{{{{< {use_of} >}}}}内容{{{{< /{name} >}}}}"),
    }
}

#[test]
fn no_text_of_a_known_tag_is_lost() {
    let keys = ["title", "caption", "text", "content", "label", "name", "desc", "description", "subtitle", "author"];
    let (mut uses, mut wrong) = (0, String::new());
    for (section, names, shape, named) in rows() {
        if matches!(shape, "nothing" | "address" | "file" | "pictures" | "list" | "entry") {
            continue;
        }
        let role = |key: &str| named.iter().find(|(name, _)| *name == key).map(|(_, role)| *role);
        // A language is not a text.
        let own = named.iter().map(|(key, _)| *key).filter(|key| !keys.contains(key) && *key != "code");
        for key in keys.into_iter().chain(own) {
            let (parameter, is_text) = match role(key) {
                None if key == "name" && shape == "picture" => continue,
                Some("source" | "link" | "image" | "credit-link") => continue,
                Some("id" | "user" | "type" | "server" | "project" | "lng" | "lat" | "open" | "closed") => continue,
                Some(role) => (format!("{key}=\"文\""), role != "-"),
                None => (format!("{key}=\"文\""), true),
            };
            for name in &names {
                for is_pair in [false, true] {
                    let body = used(section, name, shape, &parameter, is_pair);
                    let (document, _) = read(&body, BodyKind::Markdown);
                    let html = document.write_html();
                    let has_content = !is_pair || section == "[include]" || html.contains("内容");
                    let is_raw = html.contains("{{") || html.contains("{%");
                    // The content takes the place of a hint.
                    let may_miss = is_pair && role(key) == Some("hint");
                    if html.contains('文') != is_text && !may_miss || is_raw || !has_content {
                        wrong.push_str(&format!("{body}: {html}"));
                    }
                    uses += 1;
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(uses > 2_000, "{uses}");
}

proptest::proptest! {
    #[test]
    fn any_soup_of_tags_is_read(
        pieces in proptest::collection::vec(
            proptest::sample::select(vec![
                "{% note %}", "{% endnote %}", "{% raw %}", "{% endraw %}", "{{< tab a >}}", "{{< /tab >}}", "{{ x }}", "{%", "%}",
                "{{", "}}", "\n", "\n\n", "    ", "> ", "- ", "```", "`", "甲", "**", "：", ":::", " tip", "{: .x}", "$", "\\(",
                "\\)", "<pre>", "</pre>", "<!-- tab x -->", ":smile:", "https://", "#", "|", "{% codeblock %}", "{% endcodeblock %}",
            ]),
            0..60,
        )
    ) {
        let body = pieces.concat();
        for kind in [BodyKind::Html, BodyKind::Markdown] {
            let (document, _) = read(&body, kind);
            proptest::prop_assert!(document.blocks.len() <= body.len() * 2 + 2);
        }
    }
}
