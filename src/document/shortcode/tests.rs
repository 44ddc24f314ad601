use super::super::{BlockKind, BodyKind, read};

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
