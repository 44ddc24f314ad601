//! What is mended, and what is left alone.

use super::*;
use crate::document::{Span, Style};

fn shown(text: &str) -> String {
    let mut draft = Draft::of(text, &[], 0);
    mend(&mut draft);
    let visible = draft.visible();
    // All bytes of the text belong to what is shown, in order.
    let mut at = 0;
    for (_, range) in &visible {
        assert_eq!(range.start, at, "{text}");
        at = range.end;
    }
    assert_eq!(at as usize, text.len(), "{text}");
    visible.into_iter().map(|(glyph, _)| glyph.shown).collect()
}

#[test]
fn marks_of_chinese_text() {
    for (written, right) in [
        ("\" 今天要在 6 小时 \"", "“今天要在 6 小时”"),
        ("每分钟 35000 人 , 每秒钟", "每分钟 35000 人，每秒钟"),
        ("感谢 !", "感谢！"),
        ("( 图 )", "（图）"),
        ("他说:\"走吧,天黑了.\"", "他说：“走吧，天黑了。”"),
        ("“ 甲 ” ，“ 乙 ”", "“甲”，“乙”"),
        ("真的吗?! 不会吧...", "真的吗？！不会吧……"),
        ("慢慢来 ...... 不着急", "慢慢来……不着急"),
        ("用“一\" 之说 ，也许", "用“一”之说，也许"),
        ("《 三体 》很好", "《三体》很好"),
        ("他引用'一分为二'的说法", "他引用‘一分为二’的说法"),
        ("\"他说'好'的时候\"", "“他说‘好’的时候”"),
        ("缓存命中(cache hit)的比例", "缓存命中（cache hit）的比例"),
        ("括号不齐（比如这样)的", "括号不齐（比如这样）的"),
        ("按 \"Alt + F4\" 关闭", "按“Alt + F4”关闭"),
        ("你用过 Java 吗?我用过;很好", "你用过 Java 吗？我用过；很好"),
        ("我陪你走走的.你准备下.", "我陪你走走的。你准备下。"),
        ("看完了用 Rust 写的 API.", "看完了用 Rust 写的 API。"),
        ("注意: APP 已经更新到新版本", "注意：APP 已经更新到新版本"),
        ("此前网友 Adam ( warwagon ) 发现", "此前网友 Adam (warwagon) 发现"),
    ] {
        assert_eq!(shown(written), right);
        // What is right stays as it is.
        assert_eq!(shown(right), right);
    }
}

#[test]
fn all_else_is_left_alone() {
    for text in [
        // Numbers, times, ratios, versions, names of files.
        "共 1,000 人，3.14",
        "下午 12:30 开始",
        "比例 3:2",
        "升级到 v2.0.1 版",
        "打开 main.rs 文件",
        "画面 16:9 的",
        // Addresses.
        "见 https://a.b/c?d=e:f,g 一文",
        "写信给 me@a.org 即可",
        "改 C:\\文件",
        // Latin text.
        "Hello, world! (really?) \"Yes.\"",
        "他读过“The End, or not?”吗",
        "It's him, not her.",
        // Code and formulas.
        "用 f(x, y) 求",
        "点 (1, 2) 和 (i, j)",
        "调 list.get(甲, 乙) 时",
        "写 a.close();然后",
        "O(n) 时间",
        // Emoticons.
        "好的 :)",
        "累 :-P 了",
        "(╯°□°)╯ 掀桌",
        "开心 :smile: 吧",
        "谢谢 ;-) 啦",
        // What does not pair, and names.
        "他说\"走吧，",
        "5\" 屏和 3\" 屏",
        "只有(一半",
        "戴维.艾伦的书",
        "用 Yahoo! 邮箱",
        "1) 第一",
        "一. 引言",
        "a. 第一项",
        "显示 !important 的值",
        "谢谢 Bob ( ^_^ ) 的书",
        "He reads ( slowly ) here",
        "地址 ?scroll=1m 的",
        "::后面",
        "好,,不",
    ] {
        let mended = shown(text);
        assert_eq!(mended, text);
    }
}

#[test]
fn code_is_left_alone_and_speaks_for_itself() {
    let text = "用print(\"中,文\"),然后";
    let span = Span { range: 3..19, style: Style::CODE, link: None, image: None };
    let mut draft = Draft::of(text, &[span], 0);
    mend(&mut draft);
    let mended: String = draft.visible().into_iter().map(|(glyph, _)| glyph.shown).collect();
    assert_eq!(mended, "用print(\"中,文\")，然后");
}

#[test]
fn a_line_with_much_latin_in_a_chinese_article() {
    for (written, right) in [
        ("对于 iktakahiro/markdown-it-katex 。", "对于 iktakahiro/markdown-it-katex。"),
        ("He said “hello” , “bye” ，ok", "He said “hello” , “bye”，ok"),
    ] {
        let mut draft = Draft::of(written, &[], 0);
        close_up(&mut draft);
        let mended: String = draft.visible().into_iter().map(|(glyph, _)| glyph.shown).collect();
        assert_eq!(mended, right);
    }
}

#[test]
fn time_is_linear() {
    let long = 200_000;
    for piece in ["(", ")", "\"", "'", " ", ", ", "中 , ", ".", "!", "a.b(", "中...", "\"中\"", "：", "(中"] {
        let _ = shown(&piece.repeat(long / piece.len()));
    }
}
