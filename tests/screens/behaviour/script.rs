//! Chinese in another script: shown converted, searched and copied as it is written.

use inkstone::locale::Lang;
use inkstone::typeset::Script;

use crate::harness::collection::{Home, article};
use crate::harness::screen::{Program, start};

const WRITTEN: &str = "头发的发展，内存和软件 `头发` 见[后来](x.md)。";

fn opened(title: &str, body: &str, script: Script) -> (Home, Program) {
    let home = Home::empty();
    home.write("a.md", &article(title, 14, "随笔", body));
    let mut begun = start((60, 16), Lang::English);
    begun.config.typography.script = script;
    let mut program = Program::new(home.source(), begun);
    program.keys("<CR>");
    (home, program)
}

fn line(program: &mut Program, with: &str) -> String {
    program.rows_with(with).first().map(|row| row.trim().to_owned()).unwrap_or_default()
}

/// What is marked as the current match, of all rows.
fn found(program: &mut Program) -> usize {
    program.model.reader().found().map_or(0, |found| found.matches().len())
}

#[test]
fn a_key_shows_one_script_after_another() {
    let (_home, mut program) = opened("皇后以后", WRITTEN, Script::AsWritten);
    for (title, text, notice) in [
        (
            "皇后以后",
            "头发的发展，内存和软件 头发 见后来。",
            "Chinese is shown in simplified characters; zc: traditional",
        ),
        ("皇后以後", "頭髮的發展，內存和軟件 头发 見後來。", "Chinese is shown in traditional characters; zc: Taiwan"),
        (
            "皇后以後",
            "頭髮的發展，記憶體和軟體 头发 見後來。",
            "Chinese is shown in traditional characters and words of Taiwa",
        ),
        (
            "皇后以後",
            "頭髮的發展，內存和軟件 头发 見後來。",
            "Chinese is shown in traditional characters of Hong Kong; zc s",
        ),
        ("皇后以后", "头发的发展，内存和软件 头发 见后来。", "Chinese is shown as written; zc: simplified"),
    ] {
        program.keys("zc");
        assert_eq!(line(&mut program, "皇"), title);
        assert_eq!(line(&mut program, "见后").len() + line(&mut program, "見後").len(), text.len());
        assert_eq!(program.rows_with(text).len(), 1, "{text}");
        let status = program.rows_with("Chinese is shown").join("");
        assert!(status.trim().starts_with(notice.get(..40).unwrap_or(notice)), "{status}");
    }
}

#[test]
fn what_is_written_is_searched_and_copied() {
    let (_home, mut program) = opened("题", WRITTEN, Script::Taiwan);
    // In either script, and in the words of Taiwan.
    for (words, count) in [("頭髮", 2), ("头发", 2), ("記憶體", 1), ("内存", 1), ("軟體", 1), ("頭发", 2), ("體", 0)]
    {
        program.keys(&format!("/{words}<CR>"));
        assert_eq!(found(&mut program), count, "{words}");
    }
    program.keys("/記憶體<CR>");
    program.keys("Vy");
    assert_eq!(program.copied().trim(), WRITTEN.replace('`', "").replace("[后来](x.md)", "后来"));
    program.keys("/内存<CR>vly");
    assert_eq!(program.copied().trim(), "内存");
}

#[test]
fn other_languages_stay() {
    let body = "<p lang=ja>日本国憲法の髪</p>\n\n<p lang=ko>大韓民國의 國語</p>\n\n<p lang=zh>頭髮</p>\n";
    let (_home, mut program) = opened("题", body, Script::Simplified);
    for text in ["日本国憲法の髪", "大韓民國의 國語", "头发"] {
        assert_eq!(program.rows_with(text).len(), 1, "{text}");
    }
}

#[test]
fn the_list_is_shown_in_the_same_script() {
    let home = Home::empty();
    home.write("a.md", &article("头发与“内存”", 14, "随笔与发展", "<h2>皇后以后</h2><p>后来的头发</p>"));
    let mut program = Program::new(home.source(), start((80, 16), Lang::English));
    for (keys, title, category) in [
        ("", "头发与“内存”", "随笔与发展"),
        ("<CR>zch", "头发与“内存”", "随笔与发展"),
        ("<CR>zch", "頭髮與“內存”", "隨筆與發展"),
        ("<CR>zch", "頭髮與“記憶體”", "隨筆與發展"),
    ] {
        program.keys(keys);
        let row = program.rows().remove(0);
        assert!(row.contains(title) && row.contains(category), "{keys}: {row}");
    }
    // The words of a search are marked where they are shown.
    program.keys("/内存<CR>");
    let buffer = program.buffer();
    let style =
        |symbol: &str| buffer.content[..80].iter().find(|cell| cell.symbol() == symbol).map(|cell| cell.style());
    let marked = style("記");
    for (symbol, is_marked) in [("頭", false), ("與", false), ("記", true), ("憶", true), ("體", true)] {
        assert_eq!(style(symbol) == marked, is_marked, "{symbol}");
    }
    // So are the contents and the categories.
    program.keys("<CR>t");
    assert!(program.rows_with("皇后以后").is_empty() && !program.rows_with("皇后以後").is_empty());
    program.keys("<Esc>hc");
    assert!(program.rows_with("随笔与发展").is_empty() && !program.rows_with("隨筆與發展").is_empty());
}

#[test]
fn the_list_leaves_other_languages_alone() {
    let home = Home::empty();
    let lang = |tag: &str, title: &str, category: &str| {
        format!("---\ntitle: {title}\nlang: {tag}\ndate: 2021-03-14\ncategories: [{category}]\n---\n\n甲\n")
    };
    home.write("a.md", &lang("ja", "画像", "案内"));
    home.write("b.md", &lang("zh", "画像", "画廊"));
    home.write("c.md", &article("画面", 14, "会議", "<p>これは日本語の文章です。</p>"));
    let mut begun = start((80, 16), Lang::English);
    begun.config.typography.script = Script::Traditional;
    let mut program = Program::new(home.source(), begun);
    let rows = program.rows()[..3].join("\n");
    for (shown, count) in [("画像", 1), ("畫像", 1), ("案内", 1), ("畫廊", 1), ("画面", 1), ("会議", 1)] {
        assert_eq!(rows.matches(shown).count(), count, "{shown} in {rows}");
    }
    // So do the categories and the groups.
    let categories = program.keys("c").rows().join("\n");
    for (shown, is_there) in [("案内", true), ("畫廊", true), ("会議", true), ("画廊", false)] {
        assert_eq!(categories.contains(shown), is_there, "{shown} in {categories}");
    }
    // And the bookmarks.
    let bookmarks = program.keys("<Esc>gma").keys("jmb").keys("jmc").keys("'").rows().join("\n");
    for (shown, count) in [("  画像", 1), ("  畫像", 1), ("  画面", 1)] {
        let listed = ["a", "b", "c"].map(|name| bookmarks.matches(&format!("{name}{shown}")).count());
        assert_eq!(listed.iter().sum::<usize>(), count, "{shown} in {bookmarks}");
    }
}
