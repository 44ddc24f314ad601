//! The files of the pictures that articles show.

mod own;

use std::path::{Path, PathBuf};

use crate::app::is_picture_name;
use crate::files::source::Source;
use crate::text::percent_decoded_text;

pub use own::{NoPicture, OwnPicture};

/// How many folders, from that of the article upwards, are searched for a picture.
const ABOVE: usize = 12;

/// Folders of static sites whose files are at the root of the website.
const PUBLIC: [&str; 5] = ["", "static", "source", "public", "assets"];

impl Source {
    /// The file of a picture that an article of the source shows; `None` if there is no such file or its name is not
    /// that of a picture. A relative address starts at the folder of the article or, as in Hexo, at a folder of its own
    /// beside it; an address that begins with `/` at the root of the site, which is looked for from there upwards, else
    /// at the root of the file system. What follows `?` or `#` does not count unless the file has it in its name.
    pub fn picture(&self, article: &Path, address: &str) -> Option<PathBuf> {
        let article = self.absolute(article).unwrap_or_else(|| article.to_owned());
        let find = |name: &String| {
            let (beside, on_site) = (|| beside(&article, name), || on_site(&article, name));
            if name.starts_with('/') { on_site().or_else(beside) } else { beside().or_else(on_site) }
        };
        names(address).iter().filter(|name| is_picture_name(name)).find_map(find)
    }
}

/// The names that a file with an address may have, most likely first.
pub(super) fn names(address: &str) -> [String; 4] {
    let address = address.strip_prefix("file://").unwrap_or(address).replace('\\', "/");
    let bare = address.split(['?', '#']).next().unwrap_or_default();
    [address.clone(), bare.to_owned(), percent_decoded_text(bare), percent_decoded_text(&address)]
}

/// A file by its name relative to the folder of an article or, as in Hexo, to a folder of its own beside it.
pub(super) fn beside(article: &Path, name: &str) -> Option<PathBuf> {
    let folder = article.parent().unwrap_or(Path::new(""));
    let relative = name.trim_start_matches('/');
    let own = article.file_stem().map(|stem| folder.join(stem).join(relative));
    [Some(folder.join(relative)), own].into_iter().flatten().find(|path| path.is_file())
}

/// A file by its name relative to the root of the site of an article, else its path if that is absolute.
pub(super) fn on_site(article: &Path, name: &str) -> Option<PathBuf> {
    let folder = article.parent().unwrap_or(Path::new(""));
    let relative = name.trim_start_matches('/');
    let roots = folder.ancestors().take(ABOVE).filter(|root| !root.as_os_str().is_empty());
    let places = roots.flat_map(|root| PUBLIC.iter().map(move |public| root.join(public)));
    let on_disk = || Some(PathBuf::from(name)).filter(|path| path.is_absolute() && path.is_file());
    places.map(|place| place.join(relative)).find(|path| path.is_file()).or_else(on_disk)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_found_where_sites_keep_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it exists");
        let files = [
            "blog/source/_posts/a.md",
            "blog/source/_posts/beside.png",
            "blog/source/_posts/a/own.png",
            "blog/source/_posts/img/a b.png",
            "blog/source/_posts/图.PNG",
            "blog/source/_posts/odd?x.png",
            "blog/source/images/site.jpg",
            "blog/static/hugo.webp",
            "blog/assets/root.svg",
            "blog/source/_posts/run.desktop",
            "other/away.png",
        ];
        for file in files {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, "x").expect("written");
        }
        let source = Source::folder(root.join("blog/source/_posts"));
        let absolute = root.join("other/away.png").display().to_string();
        for (address, file) in [
            ("beside.png", Some("blog/source/_posts/beside.png")),
            ("./beside.png?v=1#x", Some("blog/source/_posts/beside.png")),
            ("own.png", Some("blog/source/_posts/a/own.png")),
            ("a/own.png", Some("blog/source/_posts/a/own.png")),
            ("img/a%20b.png", Some("blog/source/_posts/img/a b.png")),
            ("img/a b.png", Some("blog/source/_posts/img/a b.png")),
            ("img\\a b.png", Some("blog/source/_posts/img/a b.png")),
            ("%E5%9B%BE.PNG", Some("blog/source/_posts/图.PNG")),
            ("odd?x.png", Some("blog/source/_posts/odd?x.png")),
            ("../images/site.jpg", Some("blog/source/_posts/../images/site.jpg")),
            ("/images/site.jpg", Some("blog/source/images/site.jpg")),
            ("images/site.jpg", Some("blog/source/images/site.jpg")),
            ("/hugo.webp", Some("blog/static/hugo.webp")),
            ("/assets/root.svg", Some("blog/assets/root.svg")),
            (absolute.as_str(), Some("other/away.png")),
            ("gone.png", None),
            ("run.desktop", None),
            ("img", None),
            ("", None),
        ] {
            assert_eq!(source.picture(Path::new("a.md"), address), file.map(|file| root.join(file)), "{address}");
        }
        let url = format!("file://{absolute}");
        assert_eq!(source.picture(Path::new("a.md"), &url), Some(root.join("other/away.png")));
    }
}
