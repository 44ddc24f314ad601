//! The pictures that are read without being asked for, to be shown in an article: those of its collection and of the
//! site that this belongs to, and those inside of their address.
//!
//! Articles come from anywhere, so their addresses decide only which of these files is meant: `file:` and what lies
//! elsewhere, by `..` or by symbolic links too, is never read.

use std::path::{Component, Path, PathBuf};

use unicode_normalization::UnicodeNormalization;

use crate::document::is_web;
use crate::files::home::includes_home;
use crate::files::read::Bytes;
use crate::files::site::is_site_root;
use crate::files::source::{Source, settled};
use crate::picture::{MAX_BYTES, PictureError, data_url, kind};
use crate::problem::Problem;
use crate::text::percent_decoded_text;

/// How many folders, from that of the article upwards, are searched for the root of a site and for a picture.
const ABOVE: usize = 12;

/// Folders whose files a static site copies to the root of the website, by the program that makes it: Jekyll, MkDocs;
/// Hexo, Middleman; Hugo, Zola, Docusaurus; Astro, VitePress; Hugo's pipes, Eleventy; Hugo's bundles; VuePress.
const PUBLIC: [&str; 8] =
    ["", "source", "static", "public", "assets", "content", "docs/.vuepress/public", ".vuepress/public"];

/// A picture that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnPicture {
    /// The bytes of its file, of a kind that can be decoded.
    pub bytes: Vec<u8>,
    /// The file on disk; `None` for one inside of its address or of a collection that is not on disk.
    pub file: Option<PathBuf>,
    /// Which of the addresses it was.
    pub address: usize,
}

/// Why there is no picture without asking the network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoPicture {
    /// All addresses are on the web or of a scheme that is not read.
    NotLocal,
    /// There is no such file.
    Missing,
    /// The file is outside of the collection and its site.
    Outside,
    /// The file cannot be read.
    Unreadable(Problem),
    /// The file is no picture that can be shown.
    Unusable(PictureError),
}

impl Source {
    /// The first picture among the addresses of one, best first, that can be had without the network and decoded: a
    /// file of the collection or of its site, or a `data:` URL. Reads at most [`MAX_BYTES`] of each.
    ///
    /// A relative address starts at the folder of the article, at a folder of its own beside it (Hexo), or at the root
    /// of the site; one that begins with `/` at the root of the site. A page bundle of Hugo is the folder of its article.
    ///
    /// # Errors
    /// Of the reasons of all addresses the one that says most: a file that was found is named before one that was not.
    pub fn own_picture<'a>(
        &self,
        article: &Path,
        addresses: impl IntoIterator<Item = &'a str>,
    ) -> Result<OwnPicture, NoPicture> {
        let mut reason = NoPicture::NotLocal;
        for (address, text) in addresses.into_iter().enumerate() {
            match self.read_own(article, text) {
                Ok((bytes, file)) => return Ok(OwnPicture { bytes, file, address }),
                Err(other) if other.weight() > reason.weight() => reason = other,
                Err(_) => {}
            }
        }
        Err(reason)
    }

    /// The file in the collection of an article, or in its site, that an address of a picture means.
    ///
    /// # Errors
    /// [`NoPicture::NotLocal`], [`NoPicture::Missing`], [`NoPicture::Outside`].
    pub fn own_picture_file(&self, article: &Path, address: &str) -> Result<PathBuf, NoPicture> {
        local(address)?;
        let article = self.absolute(article).ok_or(NoPicture::Missing)?;
        let places = Places::of(self, &article).ok_or(NoPicture::Missing)?;
        let (mut is_outside, mut seen) = (false, Vec::new());
        for name in names(address) {
            if seen.contains(&name) {
                continue;
            }
            for path in places.candidates(&name) {
                if !path.is_file() {
                    continue;
                }
                let real = settled(&path);
                if places.bounds.iter().any(|bound| real.starts_with(bound)) {
                    return Ok(path);
                }
                is_outside = true;
            }
            seen.push(name);
        }
        Err(if is_outside { NoPicture::Outside } else { NoPicture::Missing })
    }

    fn read_own(&self, article: &Path, address: &str) -> Result<(Vec<u8>, Option<PathBuf>), NoPicture> {
        if let Some(data) = data_url(address) {
            return Ok((usable(data.map_err(NoPicture::Unusable)?)?, None));
        }
        let (path, file) = if self.absolute(article).is_some() {
            let file = self.own_picture_file(article, address)?;
            (file.clone(), Some(file))
        } else {
            (self.member(article, address)?, None)
        };
        let Bytes { bytes, cut } = self.read_bytes(&path, MAX_BYTES as u64).map_err(NoPicture::Unreadable)?;
        if cut {
            return Err(NoPicture::Unusable(PictureError::TooLarge));
        }
        Ok((usable(bytes)?, file))
    }

    /// The path in a source that is not on disk.
    fn member(&self, article: &Path, address: &str) -> Result<PathBuf, NoPicture> {
        local(address)?;
        let folder = article.parent().unwrap_or(Path::new(""));
        let paths = names(address).into_iter().filter_map(|name| lexical(folder, &name));
        let mut found = paths.filter(|path| self.read_bytes(path, 0).is_ok());
        found.next().ok_or(NoPicture::Missing)
    }
}

impl NoPicture {
    /// How much it says.
    fn weight(&self) -> u8 {
        match self {
            Self::NotLocal => 0,
            Self::Missing => 1,
            Self::Outside => 2,
            Self::Unreadable(_) => 3,
            Self::Unusable(_) => 4,
        }
    }
}

/// Bytes that can be decoded.
fn usable(bytes: Vec<u8>) -> Result<Vec<u8>, NoPicture> {
    let error = match kind(&bytes) {
        Some(kind) if kind.is_supported() => return Ok(bytes),
        Some(kind) => PictureError::Unsupported(kind),
        None if bytes.is_empty() => PictureError::Empty,
        None => PictureError::NotAPicture,
    };
    Err(NoPicture::Unusable(error))
}

/// Schemes of addresses that are not those of files.
const SCHEMES: [&str; 11] =
    ["http", "https", "ftp", "data", "blob", "cid", "about", "javascript", "mailto", "attachment", "chrome"];

/// Refuses addresses that name no file of a collection.
fn local(address: &str) -> Result<(), NoPicture> {
    let address = address.trim();
    let (scheme, rest) = address.split_once(':').unwrap_or_default();
    // The path of a drive of Windows is one of the author's machine.
    let is_drive = scheme.len() == 1 && rest.starts_with(['/', '\\']);
    if is_drive || scheme.eq_ignore_ascii_case("file") {
        return Err(NoPicture::Outside);
    }
    let is_scheme = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
    if is_scheme || is_web(address) || address.is_empty() { Err(NoPicture::NotLocal) } else { Ok(()) }
}

/// The names that the file of an address may have, most likely first. Systems differ in how they write accents.
fn names(address: &str) -> Vec<String> {
    let address = address.trim().replace('\\', "/");
    let bare = address.split(['?', '#']).next().unwrap_or_default().to_owned();
    let mut names = vec![address.clone(), percent_decoded_text(&bare), percent_decoded_text(&address), bare];
    if names.iter().any(|name| !name.is_ascii()) {
        let composed: Vec<String> = names.iter().map(|name| name.nfc().collect()).collect();
        let decomposed: Vec<String> = names.iter().map(|name| name.nfd().collect()).collect();
        names.extend(composed);
        names.extend(decomposed);
    }
    names.retain(|name| !name.trim_matches(['/', '.']).is_empty());
    names
}

/// Where the picture of an article may be.
struct Places {
    /// The folder of the article.
    folder: PathBuf,
    /// The folder of its own beside it.
    own: Option<PathBuf>,
    /// The folder of the article and those above it, as far as the site and the collection go.
    roots: Vec<PathBuf>,
    /// The site, the collection and the folder of the article, with symbolic links resolved: all that is read is in one.
    bounds: Vec<PathBuf>,
}

impl Places {
    fn of(source: &Source, article: &Path) -> Option<Self> {
        let article = std::path::absolute(article).ok()?;
        let folder = article.parent()?.to_owned();
        let collection = source.root().and_then(|root| std::path::absolute(root).ok());
        let is_above = |root: &&Path| is_site_root(root) && !includes_home(root);
        let above = folder.ancestors().take(ABOVE);
        let site = above.clone().find(is_above).map(Path::to_owned);
        let outermost = [site.clone(), collection.clone(), Some(folder.clone())].into_iter().flatten();
        let outermost = outermost.filter(|root| folder.starts_with(root)).min_by_key(|root| root.as_os_str().len());
        let last = outermost.unwrap_or_else(|| folder.clone());
        let roots = above.take_while(|root| root.starts_with(&last)).map(Path::to_owned).collect();
        let bounds =
            [site, collection, Some(folder.clone())].into_iter().flatten().map(|root| settled(&root)).collect();
        let own = article.file_stem().map(|stem| folder.join(stem));
        Some(Self { folder, own, roots, bounds })
    }

    /// The paths that a name may mean, best first.
    fn candidates(&self, name: &str) -> Vec<PathBuf> {
        let mut found = Vec::new();
        let beside = |found: &mut Vec<PathBuf>| {
            let folders = [Some(&self.folder), self.own.as_ref()].into_iter().flatten();
            found.extend(folders.filter_map(|folder| lexical(folder, name.trim_start_matches('/'))));
        };
        if !name.starts_with('/') {
            beside(&mut found);
        }
        // On the web, `..` cannot lead above the root: how many there are depends on the address of the page.
        let from_root = name.trim_start_matches('/');
        let from_root = from_root.trim_start_matches("./").trim_start_matches("../").trim_start_matches('/');
        // The website itself may be in a folder of its server, as those of projects on GitHub are.
        let in_folder = from_root.split_once('/').map(|(_, rest)| rest).filter(|_| name.starts_with('/'));
        for relative in [Some(from_root), in_folder].into_iter().flatten() {
            let places = self.roots.iter().flat_map(|root| PUBLIC.iter().map(move |public| root.join(public)));
            found.extend(places.filter_map(|place| lexical(&place, relative)));
        }
        if name.starts_with('/') {
            beside(&mut found);
        }
        found
    }
}

/// A relative name below a folder, with `.` and `..` taken as in addresses: by their text. `None` if it leads above the
/// root of the file system, or nowhere.
fn lexical(folder: &Path, name: &str) -> Option<PathBuf> {
    let mut path = folder.to_owned();
    for part in Path::new(name).components() {
        match part {
            Component::Normal(part) => path.push(part),
            Component::ParentDir => {
                path.file_name()?;
                path.pop();
            }
            Component::CurDir => {}
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    (path != folder).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GIF: &[u8] = b"GIF89a\x01\0\x01\0\0\0\0";

    /// A folder with a blog in it and things beside it, and its path.
    fn disk() -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().canonicalize().expect("it exists");
        for file in [
            "hexo/_config.yml",
            "hexo/source/_posts/a.md",
            "hexo/source/_posts/deep/er/b.md",
            "hexo/source/_posts/beside.png",
            "hexo/source/_posts/a/own.png",
            "hexo/source/_posts/img/a b.png",
            "hexo/source/_posts/图.PNG",
            "hexo/source/_posts/cafe\u{301}.png",
            "hexo/source/_posts/odd?x.png",
            "hexo/source/_posts/100%.png",
            "hexo/source/images/site.jpg",
            "hexo/themes/x.png",
            "hexo/none",
            "hugo/hugo.toml",
            "hugo/content/posts/bundle/index.md",
            "hugo/content/posts/bundle/cover.webp",
            "hugo/static/img/s.png",
            "hugo/assets/img/p.png",
            "plain/notes/a.md",
            "plain/notes/img/x.png",
            "plain/other.png",
            "away.png",
        ] {
            let path = root.join(file);
            std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
            std::fs::write(path, GIF).expect("written");
        }
        (folder, root)
    }

    #[test]
    fn pictures_of_a_site_are_found() {
        let (_folder, root) = disk();
        let hexo = Source::folder(root.join("hexo/source/_posts"));
        let hugo = Source::folder(root.join("hugo/content"));
        for (source, article, address, file) in [
            (&hexo, "a.md", "beside.png", "hexo/source/_posts/beside.png"),
            (&hexo, "a.md", " ./beside.png?v=1#x ", "hexo/source/_posts/beside.png"),
            (&hexo, "a.md", "own.png", "hexo/source/_posts/a/own.png"),
            (&hexo, "a.md", "a/own.png", "hexo/source/_posts/a/own.png"),
            (&hexo, "a.md", "/a/own.png", "hexo/source/_posts/a/own.png"),
            (&hexo, "a.md", "img/a%20b.png", "hexo/source/_posts/img/a b.png"),
            (&hexo, "a.md", "img\\a b.png", "hexo/source/_posts/img/a b.png"),
            (&hexo, "a.md", "%E5%9B%BE.PNG", "hexo/source/_posts/图.PNG"),
            (&hexo, "a.md", "caf\u{e9}.png", "hexo/source/_posts/cafe\u{301}.png"),
            (&hexo, "a.md", "odd?x.png", "hexo/source/_posts/odd?x.png"),
            (&hexo, "a.md", "100%.png", "hexo/source/_posts/100%.png"),
            (&hexo, "a.md", "gone/../beside.png", "hexo/source/_posts/beside.png"),
            (&hexo, "a.md", "/images/site.jpg", "hexo/source/images/site.jpg"),
            (&hexo, "a.md", "/blog/images/site.jpg", "hexo/source/images/site.jpg"),
            (&hexo, "a.md", "images/site.jpg", "hexo/source/images/site.jpg"),
            (&hexo, "a.md", "../images/site.jpg", "hexo/source/images/site.jpg"),
            (&hexo, "a.md", "../../../../images/site.jpg", "hexo/source/images/site.jpg"),
            (&hexo, "a.md", "/../images/site.jpg", "hexo/source/images/site.jpg"),
            (&hexo, "a.md", "../../themes/x.png", "hexo/themes/x.png"),
            (&hexo, "deep/er/b.md", "/images/site.jpg", "hexo/source/images/site.jpg"),
            (&hexo, "deep/er/b.md", "../../beside.png", "hexo/source/_posts/beside.png"),
            (&hexo, "deep/er/b.md", "beside.png", "hexo/source/_posts/beside.png"),
            (&hugo, "posts/bundle/index.md", "cover.webp", "hugo/content/posts/bundle/cover.webp"),
            (&hugo, "posts/bundle/index.md", "/img/s.png", "hugo/static/img/s.png"),
            (&hugo, "posts/bundle/index.md", "img/p.png", "hugo/assets/img/p.png"),
            (&hugo, "posts/bundle/index.md", "/posts/bundle/cover.webp", "hugo/content/posts/bundle/cover.webp"),
        ] {
            assert_eq!(source.own_picture_file(Path::new(article), address), Ok(root.join(file)), "{address}");
            let read = source.own_picture(Path::new(article), [address]).expect("it is a picture");
            assert_eq!((read.bytes.as_slice(), read.file, read.address), (GIF, Some(root.join(file)), 0));
        }
        // A single article of the site, and a file in a folder that is no site.
        let single = Source::named(vec![root.join("hexo/source/_posts/a.md")]);
        let article = root.join("hexo/source/_posts/a.md");
        let site = root.join("hexo/source/images/site.jpg");
        assert_eq!(single.own_picture_file(&article, "/images/site.jpg"), Ok(site));
        let plain = Source::folder(root.join("plain/notes"));
        assert_eq!(plain.own_picture_file(Path::new("a.md"), "img/x.png"), Ok(root.join("plain/notes/img/x.png")));
    }

    #[test]
    fn nothing_outside_is_read() {
        let (_folder, root) = disk();
        std::os::unix::fs::symlink(root.join("away.png"), root.join("hexo/source/_posts/link.png")).expect("linked");
        std::os::unix::fs::symlink(&root, root.join("hexo/source/_posts/up")).expect("linked");
        let hexo = Source::folder(root.join("hexo/source/_posts"));
        let plain = Source::folder(root.join("plain/notes"));
        let away = root.join("away.png").display().to_string();
        let url = format!("file://{away}");
        for (source, address, reason) in [
            (&hexo, "link.png", NoPicture::Outside),
            (&hexo, "up/away.png", NoPicture::Outside),
            (&hexo, "../../../away.png", NoPicture::Outside),
            (&hexo, "%2e%2e/../../away.png", NoPicture::Outside),
            (&hexo, "..\\..\\..\\away.png", NoPicture::Outside),
            (&hexo, &url, NoPicture::Outside),
            (&hexo, "FILE:///etc/passwd", NoPicture::Outside),
            (&hexo, "C:\\Users\\me\\x.png", NoPicture::Outside),
            (&hexo, "D:/x.png", NoPicture::Outside),
            (&plain, "../other.png", NoPicture::Outside),
            (&plain, "/other.png", NoPicture::Missing),
            (&hexo, &away, NoPicture::Missing),
            (&hexo, "/etc/passwd", NoPicture::Missing),
            (&hexo, "gone.png", NoPicture::Missing),
            (&hexo, "img", NoPicture::Missing),
            (&hexo, "../../../../../../../../..", NoPicture::Missing),
            (&hexo, ".", NoPicture::Missing),
            (&hexo, "/", NoPicture::Missing),
            (&hexo, "a\0b.png", NoPicture::Missing),
            (&hexo, "", NoPicture::NotLocal),
            (&hexo, "https://a.example/x.png", NoPicture::NotLocal),
            (&hexo, "HTTP://a.example/x.png", NoPicture::NotLocal),
            (&hexo, "//a.example/x.png", NoPicture::NotLocal),
            (&hexo, "blob:abc/x", NoPicture::NotLocal),
            (&hexo, "cid:1", NoPicture::NotLocal),
            (&hexo, "attachment:1", NoPicture::NotLocal),
        ] {
            assert_eq!(source.own_picture_file(Path::new("a.md"), address), Err(reason), "{address}");
        }
    }

    #[test]
    fn the_first_picture_that_can_be_decoded_counts() {
        let (_folder, root) = disk();
        let posts = root.join("hexo/source/_posts");
        for (name, bytes) in [("text.png", &b"not found"[..]), ("x.svg", b"<svg/>"), ("empty.png", b"")] {
            std::fs::write(posts.join(name), bytes).expect("written");
        }
        rustix::fs::mkfifoat(rustix::fs::CWD, posts.join("pipe.png"), rustix::fs::Mode::RWXU).expect("a pipe");
        let large = std::fs::File::create(posts.join("large.png")).expect("made");
        large.set_len(MAX_BYTES as u64 + 1).expect("sparse");
        let source = Source::folder(&posts);
        let unusable = |error| Err(NoPicture::Unusable(error));
        let web = "https://a.example/x.png";
        let data = "data:image/gif;base64,R0lGODlhAQABAAAAAA==";
        let svg = crate::picture::Kind::Svg;
        for (addresses, expected) in [
            (&["beside.png"][..], Ok(0)),
            (&[web, "beside.png"], Ok(1)),
            (&["gone.png", "text.png", "beside.png"], Ok(2)),
            (&[data], Ok(0)),
            (&["x.svg", data], Ok(1)),
            (&["text.png"], unusable(PictureError::NotAPicture)),
            (&["x.svg", "gone.png"], unusable(PictureError::Unsupported(svg))),
            (&["empty.png"], unusable(PictureError::Empty)),
            (&["large.png"], unusable(PictureError::TooLarge)),
            (&["data:image/png;base64,*"], unusable(PictureError::Damaged)),
            (&["data:image/svg+xml,%3Csvg/%3E"], unusable(PictureError::Unsupported(svg))),
            (&["pipe.png"], Err(NoPicture::Missing)),
            (&[web], Err(NoPicture::NotLocal)),
            (&[web, "gone.png"], Err(NoPicture::Missing)),
            (&["gone.png", "file:///etc/passwd"], Err(NoPicture::Outside)),
            (&[], Err(NoPicture::NotLocal)),
        ] {
            let found = source.own_picture(Path::new("a.md"), addresses.iter().copied());
            assert_eq!(found.map(|picture| picture.address), expected, "{addresses:?}");
        }
    }

    #[test]
    fn sources_that_are_not_on_disk_have_pictures_too() {
        let guide = Source::guide();
        let mut article = None;
        guide.walk(&mut |found| {
            if let crate::files::Found::File(path) = found {
                article = Some(path);
            }
            std::ops::ControlFlow::Continue(())
        });
        let article = article.expect("the guide has articles");
        // Any file of it that is no picture.
        let name = article.file_name().and_then(|name| name.to_str()).expect("a name");
        let text = guide.own_picture(&article, [name]);
        assert_eq!(text, Err(NoPicture::Unusable(PictureError::NotAPicture)));
        assert_eq!(guide.own_picture(&article, ["gone.png"]), Err(NoPicture::Missing));
        assert_eq!(guide.own_picture(&article, ["../../x.png"]), Err(NoPicture::Missing));
        assert_eq!(guide.own_picture(&article, ["file:///etc/passwd"]), Err(NoPicture::Outside));
    }
}
