//! Temporary collections, and articles to fill them with.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use inkstone::files::Source;

/// A temporary folder with a collection in `posts`, and paths for configuration, state and cache beside it. It is
/// deleted when dropped.
pub struct Home {
    root: PathBuf,
    _folder: tempfile::TempDir,
}

impl Home {
    /// An empty collection and an empty configuration.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = Self { root: folder.path().canonicalize().unwrap(), _folder: folder };
        fs::create_dir(home.posts()).unwrap();
        fs::write(home.path("config.toml"), "").unwrap();
        home
    }

    /// Two articles, `a.md` and the older `b.md`, and a symbolic link `linked` to the collection.
    pub fn pair() -> Self {
        let home = Self::empty();
        for (name, day) in [("a", 2), ("b", 1)] {
            let text = format!(
                "---\ntitle: {name} 篇\ndate: 2021-03-0{day} 08:00:00\n---\n<p>见<a href=\"https://a.cn/\">{name}</a>。</p>\n"
            );
            home.write(&format!("{name}.md"), &text);
        }
        std::os::unix::fs::symlink("posts", home.path("linked")).unwrap();
        home
    }

    /// Five articles, the newest first: 鲲鹏, 杏花, 长文, 轻舟, 寒梅; the third is long.
    pub fn seed() -> Self {
        let home = Self::empty();
        let short = |text: &str| format!("<p>{text}</p>");
        home.article("新媒体", "源甲", "鲲鹏志", 5, &short("北冥有鱼，其名为鲲。"));
        home.article("新媒体", "源乙", "杏花村", 4, &short("借问酒家何处有？牧童遥指杏花村。"));
        home.article("科技", "源丙", "长文章", 3, &numbered_body());
        home.article("科技", "源丁", "轻舟记", 2, &short("两岸猿声啼不住，轻舟已过万重山。"));
        home.article("生活", "源戊", "寒梅赋", 1, &short("墙角数枝梅，凌寒独自开。"));
        home
    }

    /// Fourteen articles with everything that a row or a page can contain.
    pub fn full() -> Self {
        let home = Self::empty();
        for number in 1..=9_u8 {
            let title =
                ["山居秋暝", "鹿柴", "竹里馆", "相思", "鸟鸣涧", "终南别业", "送元二使安西", "使至塞上", "渭川田家"]
                    [usize::from(number) - 1];
            let categories = if number % 3 == 0 { "新媒体, 唐诗" } else { "唐诗" };
            home.write(
                &format!("tang/{number}.md"),
                &article(title, number, categories, &format!("<p>{}</p>", "空山新雨后，天气晚来秋。".repeat(3))),
            );
        }
        home.write("long.md", &article("长卷", 12, "新媒体, 长文", &long_body()));
        home.write("links.md", &article("相连", 11, "新媒体", LINKS));
        home.write("kinds.md", &article("诸体", 10, "体例", KINDS));
        home.write("broken.md", "---\ntitle: 坏了的\ndate: 2021-13-45\ncategories: [甲\n---\n\n正文仍在。\n");
        home.write(
            "wide.md",
            &article(
                "一个很长很长的标题，长到任何一列都放不下它，于是它必须在末尾被截断，不多也不少，恰好在格子里；English words too",
                13,
                "一个很长的分类名字也要截断",
                "<p>短。</p>",
            ),
        );
        home
    }

    /// Writes a picture (BMP) into the collection, of cells of 10 × 10 pixels whose colours are those of their column and
    /// row: red is 20 times the column, green 20 times the row, blue the same everywhere.
    pub fn picture(&self, path: &str, (width, height): (u32, u32), blue: u8) {
        let file = self.posts().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bitmap((width, height), blue)).unwrap();
    }

    /// The folder that holds everything.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// A path in that folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// The folder of the collection.
    pub fn posts(&self) -> PathBuf {
        self.path("posts")
    }

    /// The cache directory, which holds the index.
    pub fn cache(&self) -> PathBuf {
        self.path("cache")
    }

    /// The collection.
    pub fn source(&self) -> Source {
        Source::folder(self.posts())
    }

    /// Arguments that make the program use the directories of this home.
    pub fn directories(&self) -> [OsString; 6] {
        let [data, cache, config] = ["data", "cache", "config.toml"].map(|name| self.path(name).into_os_string());
        ["--data-dir".into(), data, "--cache-dir".into(), cache, "--config".into(), config]
    }

    /// Writes a file of the collection.
    pub fn write(&self, path: &str, text: &str) {
        let path = self.posts().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Writes an article as in the seed collection: in folders for category and source, with a leading blank line.
    pub fn article(&self, category: &str, source: &str, title: &str, day: u8, body: &str) -> PathBuf {
        let folder = self.posts().join(category).join(source);
        fs::create_dir_all(&folder).unwrap();
        let file = folder.join(format!("{title}.md"));
        let text = format!(
            "\n---\ntitle: '{title}'\ncategories: \n - {category}\n - {source}\nauthor: {source}\ncomments: false\n\
             date: 2021-03-{day:02} 12:00:00\n---\n\n<div>   \n{body}  \n</div>\n            "
        );
        fs::write(&file, text).unwrap();
        file
    }
}

/// An article of the year 2021.
pub fn article(title: &str, day: u8, categories: &str, body: &str) -> String {
    format!(
        "---\ntitle: '{title}'\ndate: 2021-03-{day:02} 08:00:00\nauthor: 王维\ncategories: [{categories}]\n---\n\n{body}\n"
    )
}

/// Forty paragraphs with their numbers, two of them with 鲸鱼; a heading before every tenth.
pub fn long_body() -> String {
    let mut body = String::new();
    for number in 1..=40 {
        if number % 10 == 1 {
            body.push_str(&format!("<h2>卷{}</h2>\n", number / 10 + 1));
        }
        let word = if number == 18 || number == 33 { "鲸鱼" } else { "" };
        body.push_str(&format!(
            "<p>【{number:02}】{word}{}</p>\n",
            "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。".repeat(3)
        ));
    }
    body
}

const LINKS: &str = "<h2 id=\"top\">目录</h2>\n<p>见<a href=\"#end\">文末</a>，见<a href=\"tang/2.md\">鹿柴</a>，\
见<a href=\"https://example.com/a?b=c\">外面的世界，这个链接的文字很长，长到必须折行才能放下，折行之后仍是一个链接</a>，\
见<a href=\"gone.md\">不在的</a>。</p>\n<details><summary>细节</summary><p>藏着的话。</p></details>\n\
<h2 id=\"end\">文末</h2><p>到此为止。</p>";

const KINDS: &str = "<h2>小标题</h2><p><strong>粗</strong>、<em>斜</em>、<u>线</u>、<del>删</del>、<mark>亮</mark>、\
<code>let x = 1;</code>、<kbd>Ctrl</kbd>。</p><ul><li>一</li><li>二<ol start=\"3\"><li>内三</li></ol></li></ul>\
<blockquote><p>引用的话，一句一句说下去，直到它长得必须折行，看竖线是否每行都在。</p></blockquote>\
<pre><code class=\"language-rust\">fn main() {\n    println!(\"你好\");\n}</code></pre>\
<table><tr><th>名</th><th>数</th></tr><tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>22</td></tr></table><hr>\
<p><ruby>漢字<rt>かんじ</rt></ruby>完。</p>";

/// Sixty paragraphs that begin with their number, two of them with 鲸鱼; a heading before every tenth.
pub fn numbered_body() -> String {
    let mut body = String::new();
    for number in 1..=60 {
        if number % 10 == 1 {
            body.push_str(&format!("<h2>卷{}之首</h2>\n", numeral(number / 10 + 1)));
        }
        let word = if number == 30 || number == 55 { "鲸鱼" } else { "" };
        body.push_str(&format!(
            "<p>{}{word}{}</p>\n",
            marker(number),
            "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。".repeat(4)
        ));
    }
    body
}

/// The marker at the start of paragraph `number`. In Chinese numerals, because the typesetter adds spaces between
/// digits and Han.
pub fn marker(number: usize) -> String {
    format!("【{}】", numeral(number))
}

pub fn numeral(number: usize) -> String {
    let digit = |digit: usize| "〇一二三四五六七八九".chars().nth(digit).unwrap().to_string();
    match (number / 10, number % 10) {
        (0, ones) => digit(ones),
        (1, 0) => "十".to_owned(),
        (1, ones) => format!("十{}", digit(ones)),
        (tens, 0) => format!("{}十", digit(tens)),
        (tens, ones) => format!("{}十{}", digit(tens), digit(ones)),
    }
}

/// A bitmap without compression, 24 bits a pixel; see [`Home::picture`].
pub fn bitmap((width, height): (u32, u32), blue: u8) -> Vec<u8> {
    let padding = (4 - width * 3 % 4) % 4;
    let size = 54 + (width * 3 + padding) * height;
    let mut out = b"BM".to_vec();
    for number in [size, 0, 54, 40, width, height, 1 | 24 << 16, 0, size - 54, 2835, 2835, 0, 0] {
        out.extend(number.to_le_bytes());
    }
    for y in (0..height).rev() {
        for x in 0..width {
            out.extend([blue, (y / 10 * 20) as u8, (x / 10 * 20) as u8]);
        }
        out.extend(std::iter::repeat_n(0, padding as usize));
    }
    out
}
