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
        ("甲 {% unknown x %}乙", vec!["甲 乙"]),
        ("{{ a }}{{ b }}甲{{ \"乙\" }}{{ site.url }}", vec!["甲乙"]),
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
