//! The index of a collection under what life does to it: after any sequence of changes it equals a fresh one, and what
//! is broken, newer, closed or cut costs nothing but time.

use std::collections::BTreeMap;
use std::fs;
use std::ops::ControlFlow;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use inkstone::article::{Article, Reading};
use inkstone::files::{Found, Source};
use inkstone::library::{CatalogueRecord, Library};
use inkstone::problem::{Code, Problem};
use inkstone::store::{Index, IndexSnapshot};
use inkstone::text::fold;
use inkstone::work::{Update, UpdateEvent, Updated, update};
use proptest::prelude::*;

use crate::harness::collection::Home;
use crate::harness::screen::cases;

/// What a collection is, however it was found out: articles with their texts, and what cannot be read.
type Content = (BTreeMap<PathBuf, (Article, String)>, Vec<(PathBuf, Problem)>);

impl Home {
    fn update_in(&self, cache: &Path, reading: &Reading) -> Result<(Index, Updated), Problem> {
        let source = self.source();
        // Files of a test are all new: their times are trusted here, and every edit below has a time of its own.
        let way = Update { lately: Duration::ZERO, ..Update::new(&source, reading, cache) };
        update(&way, &mut |_| ControlFlow::Continue(()))
    }

    fn update(&self) -> (Index, Updated) {
        self.update_in(&self.cache(), &Reading::default()).unwrap()
    }

    /// What the collection is by reading every file of it.
    fn read(&self) -> Content {
        let (source, reading) = (self.source(), Reading::default());
        let mut content = Content::default();
        source.walk(&mut |found| {
            match found {
                Found::File(path) => {
                    let (loaded, document) = source.load_whole(&path, &reading);
                    content.0.insert(path, (loaded.article, fold(&document.text())));
                }
                Found::Problem { path, problem } => content.1.push((path, problem)),
            }
            ControlFlow::Continue(())
        });
        content.1.sort_by_key(|(path, _)| path.clone());
        content
    }
}

fn content(index: &Index) -> Content {
    let texts = index.texts().unwrap();
    let mut content = Content::default();
    index
        .each(&mut |row| {
            let text = texts.text(i64::from(row.record.row)).to_owned();
            assert!(content.0.insert(row.path, (row.article, text)).is_none(), "a path stands twice");
            true
        })
        .unwrap();
    content.1 = index.unreadable().unwrap();
    content.1.sort_by_key(|(path, _)| path.clone());
    content
}

pub(super) fn article(title: &str, body: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2021-03-01 08:00:00\ntags: [甲, 乙]\ncategories: {title}\n---\n<p>{body}</p>\n")
}

#[test]
fn what_was_read_is_in_the_index() {
    let home = Home::empty();
    home.write("新媒体/a.md", &article("甲", "核酸檢測 ＡＢＣ"));
    home.write("b.html", "<p>no front matter</p>");
    home.write("c.txt", "no article\n");
    home.write("d.md", "");
    let (index, updated) = home.update();
    assert!(updated.whole);
    assert_eq!((updated.tally.added, updated.tally.changed, updated.tally.removed), (3, 0, 0));
    assert_eq!(content(&index), home.read());
    assert_eq!(content(&index).0[Path::new("新媒体/a.md")].1, "核酸检测 abc");
    let (_, again) = home.update();
    assert_eq!((again.tally.added, again.tally.changed, again.tally.removed), (0, 0, 0));
}

#[test]
fn a_file_changed_lately_is_read_again() {
    let home = Home::empty();
    home.write("a.md", &article("甲", "一"));
    let (source, reading) = (home.source(), Reading::default());
    let cache = home.cache();
    let once = || {
        let mut read = 0;
        update(&Update::new(&source, &reading, &cache), &mut |event| {
            if let UpdateEvent::Progress(progress) = event {
                read = progress.read;
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        read
    };
    assert_eq!((once(), once()), (1, 1));
    let long_ago = SystemTime::now() - Duration::from_secs(60);
    fs::File::open(home.posts().join("a.md")).unwrap().set_modified(long_ago).unwrap();
    // The time of change of the file itself is still now.
    assert_eq!(once(), 1);
}

#[test]
fn all_can_be_read_again() {
    let home = Home::empty();
    home.write("a.md", &article("甲", "一"));
    home.write("b/b.md", &article("乙", "二"));
    home.update();
    let (source, reading, cache) = (home.source(), Reading::default(), home.cache());
    let read = |again| {
        let mut read = 0;
        let way = Update { lately: Duration::ZERO, again, ..Update::new(&source, &reading, &cache) };
        let (index, updated) = update(&way, &mut |event| {
            if let UpdateEvent::Progress(progress) = event {
                read = progress.read;
            }
            ControlFlow::Continue(())
        })
        .unwrap();
        assert!(updated.tally.is_empty());
        assert_eq!(content(&index), home.read());
        read
    };
    assert_eq!([read(false), read(true), read(false)], [0, 2, 0]);
}

#[test]
fn what_moved_is_known_again() {
    let home = Home::empty();
    home.write("a/1.md", &article("甲", "一"));
    home.write("a/2.md", &article("乙", "二"));
    home.write("a/3.md", &article("乙", "二"));
    home.update();
    fs::rename(home.posts().join("a"), home.posts().join("b")).unwrap();
    let (index, updated) = home.update();
    let renamed = updated.tally.renamed();
    assert_eq!(renamed, [(Path::new("a/1.md"), Path::new("b/1.md"))], "two twins are no one's");
    assert_eq!(content(&index), home.read());
}

#[test]
fn another_reading_reads_again() {
    let home = Home::empty();
    home.write("a.md", &article("甲", "一"));
    home.update();
    let reading = Reading { timezone: Some("Asia/Tokyo".into()), ..Reading::default() };
    let (index, updated) = home.update_in(&home.cache(), &reading).unwrap();
    assert!(updated.whole);
    let (article, _) = home.source().load_whole(Path::new("a.md"), &reading);
    assert_eq!(content(&index).0[Path::new("a.md")].0, article.article);
}

#[test]
fn a_reading_that_was_broken_off_leaves_nothing_of_the_old_one() {
    let home = Home::empty();
    for number in 0..40 {
        home.write(&format!("{number}.md"), &article("甲", &format!("一 {number}")));
    }
    home.update();
    let (source, cache) = (home.source(), home.cache());
    let reading = Reading { timezone: Some("Asia/Tokyo".into()), ..Reading::default() };
    let way = Update { lately: Duration::ZERO, ..Update::new(&source, &reading, &cache) };
    let (_, updated) = update(&way, &mut |_| ControlFlow::Break(())).unwrap();
    assert!(!updated.whole);
    let (index, updated) = home.update_in(&cache, &reading).unwrap();
    assert!(updated.whole);
    let snapshot = Index::latest_snapshot(&cache, &home.posts()).unwrap();
    assert!(snapshot.is_of(&index));
    let library = Library::from_snapshot(snapshot.articles.clone());
    let mut compared = 0;
    index
        .each(&mut |row| {
            let id = library.find(&row.path).unwrap();
            assert_eq!(library.timestamp(id), row.article.date.map(|date| date.timestamp));
            compared += 1;
            true
        })
        .unwrap();
    assert_eq!(compared, 40);
}

#[test]
fn offsets_that_are_wrong_are_asked_of_the_catalogue() {
    let home = Home::empty();
    home.write("a.md", &article("甲", "一"));
    let (index, _) = home.update();
    let files = fs::read_dir(index.dir()).unwrap().map(|entry| entry.unwrap().path());
    let offsets: Vec<PathBuf> =
        files.filter(|file| file.extension().is_some_and(|ending| ending == "offsets")).collect();
    let [offsets] = offsets.as_slice() else { panic!("{offsets:?}") };
    let sound = fs::read(offsets).unwrap();
    // Another text file, more bytes than it has, half of it, nothing.
    let wrongs = [(16, 99), (24, 0x7f)].map(|(at, byte)| {
        let mut bytes = sound.clone();
        bytes[at..at + 3].fill(byte);
        bytes
    });
    for bytes in wrongs.iter().map(Vec::as_slice).chain([&sound[..sound.len() / 2], b""]) {
        fs::write(offsets, bytes).unwrap();
        assert_eq!(content(&index), home.read());
    }
}

fn catalogue(cache: &Path, root: &Path) -> PathBuf {
    Index::place(cache, root).join("catalogue.db")
}

#[test]
fn a_broken_or_newer_file_is_made_anew() {
    let home = Home::empty();
    for number in 0..50 {
        home.write(&format!("{number}.md"), &article("甲", &format!("一 {number}")));
    }
    let file = catalogue(&home.cache(), &home.posts());
    let expected = home.read();
    let spoils: [&dyn Fn(); 7] = [
        &|| fs::write(&file, "x").unwrap(),
        &|| fs::write(&file, "no database, but long enough to be looked at ".repeat(60)).unwrap(),
        &|| rusqlite::Connection::open(&file).unwrap().pragma_update(None, "user_version", 99).unwrap(),
        &|| rusqlite::Connection::open(&file).unwrap().execute_batch("DROP TABLE article").unwrap(),
        &|| rusqlite::Connection::open(&file).unwrap().execute_batch("DELETE FROM about").unwrap(),
        &|| {
            let mut bytes = fs::read(&file).unwrap();
            let end = bytes.len().min(16_000);
            bytes[4096..end].fill(0x5a);
            fs::write(&file, bytes).unwrap();
        },
        &|| {
            fs::remove_file(&file).unwrap();
            fs::create_dir(&file).unwrap();
        },
    ];
    for (number, spoil) in spoils.iter().enumerate() {
        drop(home.update());
        spoil();
        let (index, _) = home.update();
        assert_eq!(content(&index), expected, "{number}");
    }
}

#[test]
fn an_index_goes_whole() {
    let home = Home::empty();
    home.write("a.md", &article("甲", "一"));
    assert!(!Index::exists(&home.cache(), &home.posts()));
    assert_eq!(Index::forget(&home.cache(), &home.posts()), Ok(false));
    let (index, _) = home.update();
    assert!(Index::exists(&home.cache(), &home.posts()));
    assert_eq!(Index::forget(&home.cache(), &home.posts()), Ok(true));
    assert!(!index.dir().exists());
}

#[test]
fn where_nothing_can_be_written_there_is_no_index() {
    let home = Home::empty();
    home.write("a.md", &article("甲", "一"));
    fs::write(home.cache(), "a file where the folder should be").unwrap();
    let refused = home.update_in(&home.cache(), &Reading::default()).map(|_| ());
    assert_eq!(refused.unwrap_err().code, Code::IndexUnwritable);
    fs::remove_file(home.cache()).unwrap();
    fs::create_dir(home.cache()).unwrap();
    fs::set_permissions(home.cache(), fs::Permissions::from_mode(0o555)).unwrap();
    // Root may write everywhere.
    let closed = fs::write(home.cache().join("try"), "").is_err();
    let refused = home.update_in(&home.cache(), &Reading::default()).map(|_| ());
    fs::set_permissions(home.cache(), fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(refused.is_err(), closed);
}

#[test]
fn a_collection_that_is_not_there_forgets_nothing() {
    let home = Home::empty();
    home.write("a.md", &article("甲", "一"));
    home.update();
    let away = home.posts().with_file_name("away");
    fs::rename(home.posts(), &away).unwrap();
    let posts = home.posts();
    let source = Source::folder(posts.clone());
    let reading = Reading::default();
    let cache = home.cache();
    let problem = update(&Update::new(&source, &reading, &cache), &mut |_| ControlFlow::Continue(()));
    assert_eq!(problem.map(|_| ()).unwrap_err().code, Code::Unreadable);
    fs::rename(&away, &posts).unwrap();
    assert_eq!(content(&Index::open(&cache, &posts).unwrap()).0.len(), 1);
}

#[test]
fn dead_bytes_go_and_readers_keep_what_they_have() {
    let home = Home::empty();
    let body = |round: usize, number: usize| format!("{} {round} {number}", "字".repeat(20_000));
    for number in 0..60 {
        home.write(&format!("{number}.md"), &article("甲", &body(0, number)));
    }
    let (index, _) = home.update();
    let before = index.texts().unwrap();
    let old = content(&index);
    for round in 1..4 {
        for number in 0..30 {
            home.write(&format!("{number}.md"), &article("甲", &body(round, number)));
        }
        let (index, _) = home.update();
        assert_eq!(content(&index), home.read());
        let size = index.size().unwrap();
        assert!(size.dead * 4 < size.text.max(4 << 20), "{size:?}");
    }
    let mut same = 0;
    index
        .each(&mut |row| {
            same += usize::from(old.0[&row.path].1 == before.text(i64::from(row.record.row)));
            true
        })
        .unwrap();
    assert_eq!(same, 60, "texts that were open are as they were");
}

/// Something that happens to a collection.
#[derive(Clone, Debug)]
pub(super) enum Change {
    Write(usize, usize),
    Touch(usize),
    Rename(usize, usize),
    Delete(usize),
    Folder(usize),
    Link(usize, usize),
    Close(usize, bool),
    Update,
}

pub(super) const NAMES: &[&str] =
    &["a.md", "b.html", "c.txt", "d/a.md", "d/新.md", "d/e/x.md", "f.md", "d", "d/e", "g/h.md"];

pub(super) fn name() -> impl Strategy<Value = usize> {
    0..NAMES.len()
}

pub(super) fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (name(), 0..5usize).prop_map(|(at, text)| Change::Write(at, text)),
        1 => name().prop_map(Change::Touch),
        2 => (name(), name()).prop_map(|(from, to)| Change::Rename(from, to)),
        2 => name().prop_map(Change::Delete),
        1 => name().prop_map(Change::Folder),
        1 => (name(), name()).prop_map(|(from, to)| Change::Link(from, to)),
        1 => (name(), any::<bool>()).prop_map(|(at, closed)| Change::Close(at, closed)),
        2 => Just(Change::Update),
    ]
}

fn remove(path: &Path) {
    match fs::symlink_metadata(path) {
        Ok(data) if data.is_dir() => {
            let _ = fs::remove_dir_all(path);
        }
        Ok(_) => {
            let _ = fs::remove_file(path);
        }
        Err(_) => {}
    }
}

/// Does what can be done; the rest fails as it would for anybody. `tick` gives every edit a time of its own, for older
/// kernels tell times in steps of milliseconds.
pub(super) fn apply(home: &Home, change: &Change, tick: u64) {
    let at = |index: usize| home.posts().join(NAMES[index]);
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000 + tick);
    let parent = |path: &Path| {
        let _ = fs::create_dir_all(path.parent().unwrap());
    };
    match change {
        Change::Write(index, text) => {
            let path = at(*index);
            parent(&path);
            // Texts of equal length: size alone tells nothing.
            let text = article(["甲", "乙", "丙", "丁", "戊"][*text], ["一", "二", "三", "四", "五"][*text]);
            if fs::write(&path, text).is_ok() {
                let _ = fs::File::open(&path).and_then(|file| file.set_modified(time));
            }
        }
        Change::Touch(index) => {
            let _ = fs::File::open(at(*index)).and_then(|file| file.set_modified(time));
        }
        Change::Rename(from, to) => {
            parent(&at(*to));
            let _ = fs::rename(at(*from), at(*to));
        }
        Change::Delete(index) => remove(&at(*index)),
        Change::Folder(index) => {
            remove(&at(*index));
            let _ = fs::create_dir_all(at(*index).join("inner.md"));
        }
        Change::Link(from, to) => {
            parent(&at(*from));
            remove(&at(*from));
            let _ = symlink(at(*to), at(*from));
        }
        Change::Close(index, closed) => {
            let mode = if *closed { 0o000 } else { 0o755 };
            let path = at(*index);
            if fs::symlink_metadata(&path).is_ok_and(|data| !data.is_symlink()) {
                let _ = fs::set_permissions(&path, fs::Permissions::from_mode(mode));
            }
        }
        Change::Update => drop(home.update()),
    }
}

/// What a list shows of every article, by its path.
type Listed = BTreeMap<PathBuf, (String, Vec<String>, CatalogueRecord)>;

fn listed(index: &Index) -> Listed {
    let mut listed = Listed::new();
    index
        .each(&mut |row| {
            let categories = row.article.categories.iter().map(ToString::to_string).collect();
            listed.insert(row.path, (row.article.title.to_string(), categories, row.record));
            true
        })
        .unwrap();
    listed
}

/// The same by a library that began with a snapshot and was told what has changed since.
fn kept(index: &Index, snapshot: Option<&IndexSnapshot>) -> Listed {
    let mut library = snapshot.map_or_else(Library::new, |snapshot| Library::from_snapshot(snapshot.articles.clone()));
    let gone = index.since(snapshot, &mut |row| {
        library.upsert(&row.path, &row.article, row.record);
        true
    });
    for path in gone.unwrap() {
        let id = library.find(&path).expect("what is gone was there");
        library.remove(id);
    }
    let names = |id| library.categories_of(id).map(|name| library.category_name(name).to_owned());
    let all = library.ids().map(|id| {
        let categories = names(id).filter(|name| !name.is_empty()).collect();
        (library.path(id).unwrap(), (library.title(id).to_owned(), categories, library.record(id)))
    });
    all.collect()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn after_any_changes_the_index_equals_a_fresh_one(changes in proptest::collection::vec(change(), 1..24)) {
        let home = Home::empty();
        let mut begun = None;
        for (tick, change) in changes.iter().enumerate() {
            apply(&home, change, tick as u64);
            if tick == changes.len() / 2 {
                home.update();
                begun = Index::latest_snapshot(&home.cache(), &home.posts());
            }
        }
        let (index, _) = home.update();
        let listed = listed(&index);
        let grown_list = kept(&index, begun.as_ref());
        let snapshot = kept(&index, Index::latest_snapshot(&home.cache(), &home.posts()).as_ref());
        let fresh = home.update_in(&home.path("fresh"), &Reading::default()).unwrap().0;
        let (grown, fresh, read) = (content(&index), content(&fresh), home.read());
        for index in NAMES.iter().rev() {
            let _ = fs::set_permissions(home.posts().join(index), fs::Permissions::from_mode(0o755));
        }
        prop_assert_eq!(&grown, &fresh);
        prop_assert_eq!(&grown, &read);
        prop_assert_eq!(&grown_list, &listed);
        prop_assert_eq!(&snapshot, &listed);
    }
}
