//! What templates use of a static site: its configuration, its data files and the files that articles may include.

use std::fs;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use siphasher::sip::SipHasher13;

use crate::article::{Reading, data_values};
use crate::document::{Engine, Math, Site, Value};
use crate::files::read::{Text, bytes_of_file};
use crate::files::source::Source;

/// How many folders, from the collection upwards, are searched for a site.
const ABOVE: usize = 4;

/// As [`ABOVE`], from the folder of a single file.
const ABOVE_FILE: usize = 8;

/// The maximum bytes of a file.
const LARGEST: u64 = 1 << 20;

/// The maximum number of files and folders that are read of a site, of their bytes, and how deep folders are searched.
const MOST_FILES: usize = 1024;
const MOST_FOLDERS: usize = 256;
const MOST_BYTES: usize = 16 << 20;
const DEEPEST: usize = 6;

/// Endings of configuration and data files.
const ENDINGS: [&str; 4] = ["yml", "yaml", "toml", "json"];

impl Source {
    /// Options for reading the articles of this source: with what the site says that it belongs to. The files of the site
    /// are read once, here.
    pub fn reading(&self, reading: Reading) -> Reading {
        let root = self.roots().into_iter().next().filter(|_| self.is_on_disk());
        let site = root.and_then(|root| std::path::absolute(root).ok()).and_then(|root| site_above(&root, ABOVE));
        Reading { site: site.map(Arc::new), ..reading }
    }

    /// Options for reading a single file: with what the site says that it belongs to.
    pub fn reading_of_file(path: &Path, reading: Reading) -> Reading {
        let folder = std::path::absolute(path).ok().and_then(|path| path.parent().map(Path::to_owned));
        Reading { site: folder.and_then(|folder| site_above(&folder, ABOVE_FILE)).map(Arc::new), ..reading }
    }
}

/// The nearest site at a folder or above it.
fn site_above(folder: &Path, above: usize) -> Option<Site> {
    folder.ancestors().take(above + 1).find_map(|root| Some(SiteReader::new(root, engine_of(root)?).read()))
}

/// Whether a folder is the root of a site.
pub(in crate::files) fn is_site_root(folder: &Path) -> bool {
    engine_of(folder).is_some()
}

/// The program that makes the site in a folder, if it is the root of one.
fn engine_of(root: &Path) -> Option<Engine> {
    let has = |name: &str| root.join(name).is_dir();
    let configured = |stem: &str| ENDINGS.iter().any(|ending| root.join(format!("{stem}.{ending}")).is_file());
    if configured("_config") {
        let is_hexo = has("source/_posts") || has("scaffolds") || has("source") && !has("_posts");
        return Some(if is_hexo { Engine::Hexo } else { Engine::Jekyll });
    }
    let is_hugo = configured("hugo") || configured("config") || has("config/_default");
    if is_hugo && has("content") {
        return Some(Engine::Hugo);
    }
    if has("source/_posts") {
        return Some(Engine::Hexo);
    }
    let parts = ["_data", "_includes", "_layouts"].iter().any(|name| has(name));
    // `source` is the folder of articles of Hexo, whose root is above it.
    (parts && has("_posts") && !root.ends_with("source")).then_some(Engine::Jekyll)
}

/// Reads the files of a site.
struct SiteReader<'r> {
    root: &'r Path,
    /// The root with symbolic links resolved; nothing outside of it is read.
    real: PathBuf,
    site: Site,
    hasher: Vec<u8>,
    files: usize,
    bytes: usize,
    folders: usize,
}

impl<'r> SiteReader<'r> {
    fn new(root: &'r Path, engine: Engine) -> Self {
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        let site = Site { engine, settings: Value::Map(Vec::new()), data: Value::Map(Vec::new()), ..Site::default() };
        Self { root, real, site, hasher: Vec::new(), files: 0, bytes: 0, folders: 0 }
    }

    fn read(mut self) -> Site {
        self.settings();
        let (data, includes) = match self.site.engine {
            Engine::Jekyll => (self.folder("data_dir", "_data"), Some(self.folder("includes_dir", "_includes"))),
            Engine::Hexo => (self.folder("source_dir", "source").join("_data"), None),
            Engine::Hugo | Engine::Unknown => (PathBuf::from("data"), None),
        };
        let mut values = Vec::new();
        self.data(&data, 0, &mut values);
        self.site.data = Value::Map(values);
        if let Some(includes) = includes {
            self.includes(&includes, "", 0);
            self.site.includes.sort_unstable();
        }
        self.math();
        self.site.signature = SipHasher13::new().hash(&self.hasher);
        self.site
    }

    /// A folder that the configuration may name otherwise.
    fn folder(&self, key: &str, usual: &str) -> PathBuf {
        let named = self.site.settings.get(key).and_then(Value::scalar).map(|name| name.trim_start_matches("./"));
        let is_inside = |path: &&str| Path::new(path).components().all(|part| matches!(part, Component::Normal(_)));
        PathBuf::from(named.filter(|name| !name.is_empty()).filter(is_inside).unwrap_or(usual))
    }

    fn settings(&mut self) {
        let stems: &[&str] = match self.site.engine {
            Engine::Jekyll | Engine::Hexo => &["_config"],
            Engine::Hugo | Engine::Unknown => &["config/_default/config", "config/_default/hugo", "hugo", "config"],
        };
        for stem in stems {
            for ending in ENDINGS {
                if let Some(Value::Map(pairs)) = self.values(&PathBuf::from(format!("{stem}.{ending}")))
                    && let Value::Map(settings) = &mut self.site.settings
                {
                    settings.extend(pairs);
                }
            }
        }
        if self.site.engine == Engine::Hugo {
            let params = ENDINGS
                .iter()
                .find_map(|ending| self.values(&PathBuf::from(format!("config/_default/params.{ending}"))));
            self.site.settings.or_insert("params", || params.unwrap_or_default());
        }
    }

    /// The values of the data files in a folder, by their names; those of folders in it are maps.
    fn data(&mut self, folder: &Path, depth: usize, into: &mut Vec<(String, Value)>) {
        for (name, path, is_folder) in self.entries(folder, depth) {
            if is_folder {
                let mut inner = Vec::new();
                self.data(&path, depth + 1, &mut inner);
                into.push((name, Value::Map(inner)));
            } else if let Some(value) = self.values(&path) {
                let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                into.push((stem, value));
            }
        }
    }

    fn includes(&mut self, folder: &Path, above: &str, depth: usize) {
        for (name, path, is_folder) in self.entries(folder, depth) {
            let name = format!("{above}{name}");
            if is_folder {
                self.includes(&path, &format!("{name}/"), depth + 1);
            } else if let Some(text) = self.text(&path) {
                self.site.includes.push((name, text));
            }
        }
    }

    /// The files and folders in a folder, by name: none hidden, none outside of the site.
    fn entries(&mut self, folder: &Path, depth: usize) -> Vec<(String, PathBuf, bool)> {
        self.folders += 1;
        if depth >= DEEPEST || self.folders > MOST_FOLDERS {
            return Vec::new();
        }
        let Ok(entries) = fs::read_dir(self.root.join(folder)) else { return Vec::new() };
        let mut found: Vec<(String, PathBuf, bool)> = entries
            .take(MOST_FILES)
            .filter_map(|entry| {
                let name = entry.ok()?.file_name().into_string().ok().filter(|name| !name.starts_with('.'))?;
                let path = folder.join(&name);
                let is_folder = self.root.join(&path).is_dir();
                self.is_inside(&path).then_some((name, path, is_folder))
            })
            .collect();
        found.sort_unstable();
        found
    }

    /// Whether a path is in the site, with symbolic links resolved.
    fn is_inside(&self, path: &Path) -> bool {
        fs::canonicalize(self.root.join(path)).is_ok_and(|real| real.starts_with(&self.real))
    }

    fn values(&mut self, path: &Path) -> Option<Value> {
        let ending = path.extension()?.to_str()?.to_owned();
        let text = self.text(path)?;
        data_values(&text, &ending)
    }

    /// The text of a file, within the limits.
    fn text(&mut self, path: &Path) -> Option<String> {
        if self.files >= MOST_FILES || self.bytes >= MOST_BYTES || !self.is_inside(path) {
            return None;
        }
        let read = bytes_of_file(&self.root.join(path), LARGEST).ok().filter(|read| !read.cut)?;
        self.files += 1;
        self.bytes += read.bytes.len();
        let hash = SipHasher13::new().hash(&read.bytes);
        self.hasher.extend_from_slice(path.as_os_str().as_encoded_bytes());
        self.hasher.extend_from_slice(&hash.to_le_bytes());
        Text::of(read).ok().map(|text| text.text)
    }

    /// What the configuration and the templates of a site say about formulas.
    fn math(&mut self) {
        self.site.math = Math::of_settings(&self.site.settings);
        let is_blogdown = |value: &Value| match value {
            Value::List(items) => items.iter().filter_map(Value::scalar).any(|pattern| pattern.contains("Rmd")),
            value => value.scalar().is_some_and(|pattern| pattern.contains("Rmd")),
        };
        self.site.math.code |= self.site.settings.get_ignoring_case("ignoreFiles").is_some_and(is_blogdown);
        if self.site.engine != Engine::Hugo {
            return;
        }
        for (_, path, is_folder) in self.entries(Path::new("layouts/partials"), 0) {
            let text = if is_folder { None } else { self.text(&path) };
            if text.is_some_and(|text| text.contains("math-code")) {
                self.site.math = Math { loads: true, code: true };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads an article of a site that is made of these files, and gives its text and its problems.
    fn read(files: &[(&str, &str)], article: &str) -> (String, Vec<String>) {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("in the folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let path = folder.path().join(article);
        let source = Source::folder(path.parent().expect("in the folder"));
        let name = Path::new(article.rsplit('/').next().expect("a name"));
        let whole = source.whole(name, &source.reading(Reading::default())).expect("read");
        let problems = whole.loaded.article.problems.iter();
        let problems = problems.map(|it| format!("{} {} {:?}", it.code.name(), it.args.concat(), it.line)).collect();
        (whole.document.text(), problems)
    }

    #[test]
    fn values_of_jekyll() {
        let config = ("_config.yml", "title: 站\nurl: https://a.example\nbaseurl: /blog\nauthor: {name: 甲}\n");
        let people = ("_data/people.yml", "name: 乙\nlist:\n  - {name: 丙, age: 7}\n  - {name: 丁, age: 8}\n");
        let include = ("_includes/box/note.html", "<div>\n\n    <p>{{ include.text }}，{{ site.title }}</p>\n</div>");
        let csv = ("_data/dir/table.csv", "key,word\na,\"一, 二\"\n");
        for (body, expected) in [
            ("{{ site.title }} {{ site.author.name }}", "站 甲"),
            ("{{ site.data.people.name }}", "乙"),
            ("{{ site.data.people.list[1].name }} {{ site.data.people.list.first.age }}", "丁 7"),
            ("{{ site.data.people.list.size }} {{ site.data[\"people\"].name }}", "2 乙"),
            ("{{ site.data.dir.table[0].word }}", "一, 二"),
            ("{{ page.title | upcase }} {{ page.date | date: \"%Y/%-m\" }}", "TITLE 2024/5"),
            ("{{ page.author | default: \"无名\" }}", "无名"),
            ("{{ page.deep.version }} {{ page[\"deep\"].version | append: \"x\" }}", "3.2.1 3.2.1x"),
            ("{{ page.list | join: \"、\" }} {{ page.list | size }}", "a、b 2"),
            ("{% assign p = site.data.people.list | where: \"age\", \"8\" | first %}{{ p.name }}", "丁"),
            ("{% assign x = \"a b\" | split: \" \" %}{{ x[1] }}", "b"),
            ("{% capture x %}甲{{ page.deep.version }}{% endcapture %}{{ x }}", "甲3.2.1"),
            ("{% include box/note.html text=\"说\" %}", "说，站"),
            ("甲\n\n{% include box/note.html text=page.title %}\n\n乙", "甲\ntitle，站\n乙"),
            ("{% include if.html a=\"1\" %}|{% include if.html b=\"2\" %}|{% include if.html %}", "A1|B2|无"),
            ("{% include if.html list=page.list a=page.none %}", "无"),
            ("甲{% include loop.html text=\"说\" %}", "甲\n说"),
            ("{% include self.html %}甲", "甲"),
            ("{% include {{ page.file }} a=\"1\" %}", "A1"),
            ("{{ \"a b\" | replace: \" \", \"-\" | capitalize | prepend: \"<b>\" | append: \"</b>\" }}", "A-b"),
            ("{{ page.deep.version | split: \".\" | first | plus: 2 }}", "5"),
            ("{{ page.title | slice: 0, 2 }}{{ page.title | truncate: 4 }}", "tit..."),
            ("{{ page.title | unknown_filter: 1 }} {{ page.list | join: \"+\" | escape }}", "title a+b"),
            ("[x]({{ site.baseurl }}/a) {{ site.baseurl }}", "x /blog"),
            ("`{{ site.title }}` {% raw %}{{ site.title }}{% endraw %}", "{{ site.title }} {{ site.title }}"),
        ] {
            let text =
                format!("---\ntitle: title\nfile: if.html\nlist: [a, b]\ndeep: {{version: 3.2.1}}\n---\n{body}\n");
            let others = [
                (
                    "_includes/if.html",
                    "{% if include.a %}A{{ include.a }}{% elsif include.b == \"2\" %}B2{% else %}无{% endif %}",
                ),
                ("_includes/loop.html", "{% for x in y %}{{ x }}{% endfor %}"),
                ("_includes/self.html", "{% include self.html %}"),
            ];
            let [one, two, three] = others;
            let files = [config, people, include, csv, one, two, three, ("_posts/2024-05-06-a.md", text.as_str())];
            assert_eq!(read(&files, "_posts/2024-05-06-a.md"), (expected.to_owned(), Vec::new()), "{body}");
        }
    }

    #[test]
    fn unknown_values_are_named_and_reported() {
        let config = ("_config.yml", "title: 站\n");
        for (file, body, expected, problems) in [
            (
                "_posts/a.md",
                "一\n\n{{ page.no }} {{ x }}",
                "一\n⟨page.no⟩ ⟨x⟩",
                &["value-unknown page.no Some(6)", "value-unknown x Some(6)"][..],
            ),
            ("_posts/a.md", "<{{ release.url }}>", "<⟨release.url⟩>", &["value-unknown release.url Some(4)"]),
            ("_posts/a.md", "{{ a_b_c[\"d\"] | upcase }}", "⟨a_b_c[\"d\"]⟩", &["value-unknown a_b_c[\"d\"] Some(4)"]),
            ("_posts/a.md", "{% include gone.html %}甲", "甲", &[]),
            ("_posts/a.md", "{% include ../secret.html %}甲", "甲", &[]),
        ] {
            let text = format!("---\ntitle: t\n---\n{body}\n");
            let files = [config, ("secret.html", "<p>secret</p>"), ("_includes/a.html", ""), (file, text.as_str())];
            let problems: Vec<String> = problems.iter().map(|problem| (*problem).to_owned()).collect();
            assert_eq!(read(&files, file), (expected.to_owned(), problems), "{body}");
        }
    }

    #[test]
    fn values_of_hugo_and_hexo() {
        for (files, article, body, expected) in [
            (
                &[
                    ("hugo.toml", "title = \"站\"\n[params]\nver = \"1.0\"\n[params.deep]\nx = 2"),
                    ("data/d.json", "{\"k\": \"v\"}"),
                ][..],
                "content/posts/a.md",
                "{{ .Site.Title }} {{ .Site.Params.ver }} {{< param \"ver\" >}} {{% param deep.x %}} {{ .Params.own }} {{ .Site.Data.d.k }} {{< param own >}} {{ .Title }}",
                "站 1.0 1.0 2 自己 v 自己 t",
            ),
            (
                &[("hugo.toml", "")],
                "content/a.md",
                "{{ message }} {{ .Name }} {{ user.name }}",
                "{{ message }} {{ .Name }} {{ user.name }}",
            ),
            (&[("hugo.toml", "")], "content/a.md", "{{ .Params.none }} {{< param none >}}", "⟨.Params.none⟩ ⟨none⟩"),
            (
                &[("_config.yml", "title: 站"), ("source/_data/d.yml", "k: v")],
                "source/_posts/a.md",
                "{{ title }} {{ site.data.d.k }} {{ config.title }}",
                "t v 站",
            ),
            (&[], "a.md", "{{ message }} {{ user.name }}\n\nVue", "{{ message }} {{ user.name }}\nVue"),
            (
                &[],
                "a.md",
                "Ruby {{ release.version }}がリリース。<{{ release.url }}>",
                "Ruby ⟨release.version⟩がリリース。<⟨release.url⟩>",
            ),
            (
                &[],
                "a.md",
                "{{ message }} {{ .Name }} {{ secrets.TOKEN }}",
                "{{ message }} {{ .Name }} {{ secrets.TOKEN }}",
            ),
        ] {
            let text = format!("---\ntitle: t\nown: 自己\n---\n{body}\n");
            let mut all = files.to_vec();
            all.push((article, text.as_str()));
            assert_eq!(read(&all, article).0, expected, "{body}");
        }
    }

    #[test]
    fn nothing_outside_of_a_site_is_read() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("site/_posts")).expect("made");
        fs::create_dir_all(at("site/_includes")).expect("made");
        fs::create_dir_all(at("outside")).expect("made");
        fs::write(at("outside/a.yml"), "k: secret").expect("written");
        fs::write(at("site/_config.yml"), "data_dir: ../outside").expect("written");
        std::os::unix::fs::symlink(at("outside"), at("site/_data")).expect("linked");
        std::os::unix::fs::symlink(at("outside/a.yml"), at("site/_includes/a.html")).expect("linked");
        let reading = Source::folder(at("site/_posts")).reading(Reading::default());
        let site = reading.site.expect("a site");
        assert_eq!((&site.data, site.includes.len()), (&Value::Map(Vec::new()), 0));
        let signature = site.signature;
        fs::write(at("site/_config.yml"), "title: x").expect("written");
        let other = Source::folder(at("site/_posts")).reading(Reading::default()).site.expect("a site");
        assert_ne!(other.signature, signature);
    }
}
