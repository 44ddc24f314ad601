//! The state database under what life does to it: two copies, kill -9, broken and newer files, folders that are closed.

use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use inkstone::app::HistoryKind;
use inkstone::article::ArticleKey;
use inkstone::document::Anchor;
use inkstone::marks::{Bookmark, Bookmarks, Edit, Mark};
use inkstone::problem::Code;
use inkstone::store::State;
use inkstone::text::Clean;
use proptest::prelude::*;

use crate::harness::approved::updates;
use crate::harness::screen::cases;

fn a_mark(number: i64) -> Mark {
    Mark {
        read: number % 2 == 0,
        starred: number % 3 == 0,
        position: Some(Anchor { block: number as u32, byte: 7 }),
        context: Clean::line("落霞与孤鹜齐飞"),
        seen: Some(number),
        tags: (1..=number % 3).map(|tag| Clean::line(&format!("标签 {tag}"))).collect(),
    }
}

/// The key of a file.
fn key(path: impl Into<PathBuf>) -> ArticleKey {
    ArticleKey::file(path)
}

fn open(dir: &Path) -> State {
    let (state, problem) = State::open(dir);
    assert_eq!(problem, None);
    assert!(state.lasts());
    state
}

#[test]
fn what_is_saved_is_there_again() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("not/yet/there");
    let article = key("/articles/新媒体/一.md");
    let place = OsStr::new("/articles/新媒体/一.md");
    let state = open(&data);
    state.save(&article, &a_mark(6)).unwrap();
    state.set_setting("theme", "ink").unwrap();
    state.set_setting_of(Path::new("/articles"), "last", place).unwrap();
    drop(state);
    let state = open(&data);
    assert_eq!(state.mark(&article), Some(a_mark(6)));
    assert_eq!(state.setting("theme").as_deref(), Some("ink"));
    assert_eq!(state.setting("width"), None);
    assert_eq!(state.setting_of(Path::new("/articles"), "last").as_deref(), Some(place));
    assert_eq!(state.setting_of(Path::new("/other"), "last"), None);
    assert_eq!(state.check(), None);
    drop(state);
    let mut left: Vec<_> = fs::read_dir(&data).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    left.sort();
    assert_eq!(left, ["state.db"]);
}

#[test]
fn marks_under_a_folder_are_those_below_it() {
    let dir = tempfile::tempdir().unwrap();
    let state = open(dir.path());
    let paths = [
        "/a/b/1.md",
        "/a/b/c/2.md",
        "/a/b",
        "/a/b-c/3.md",
        "/a/b.md",
        "/a/bb/4.md",
        "guide:zh/1.md",
        "guide",
        "/a/b/d.epub//1.xhtml",
    ];
    let (mark, keys) = (a_mark(1), paths.map(|path| ArticleKey::from_bytes(path.into())));
    state.save_many(keys.iter().map(|key| (key, &mark))).unwrap();
    let under = |root: &str| {
        let found = state.marks_under(Path::new(root)).into_keys();
        let mut found: Vec<_> = found.map(|key| String::from_utf8(key.as_bytes().to_vec()).unwrap()).collect();
        found.sort();
        found
    };
    assert_eq!(under("/a/b"), ["/a/b", "/a/b/1.md", "/a/b/c/2.md", "/a/b/d.epub//1.xhtml"]);
    let mut all: Vec<_> = paths.into_iter().filter(|path| path.starts_with('/')).collect();
    all.sort();
    assert_eq!(under("/"), all);
    assert_eq!(under("/a/b/d.epub"), ["/a/b/d.epub//1.xhtml"]);
    assert_eq!(under("guide:"), ["guide:zh/1.md"]);
}

#[test]
fn lines_of_two_copies_are_kept_and_the_folder_is_private() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("not/yet");
    let (first, second) = (open(&data), open(&data));
    for (state, line) in [(&first, "ink"), (&second, "stone"), (&first, "a\tb"), (&second, "ink"), (&first, "  ")] {
        state.add_line(HistoryKind::Find, line).unwrap();
    }
    first.add_line(HistoryKind::Pipe, "wc -w").unwrap();
    first.add_line(HistoryKind::Find, &"x".repeat(5000)).unwrap();
    let expected = ["stone", "a b", "ink"];
    assert_eq!(first.add_line(HistoryKind::Find, "").unwrap(), expected);
    drop((first, second));
    let history = open(&data).history();
    assert_eq!(history.lines(HistoryKind::Find), expected);
    assert_eq!(history.lines(HistoryKind::Pipe), ["wc -w"]);
    assert_eq!(history.lines(HistoryKind::Query), [""; 0]);
    assert_eq!(fs::metadata(&data).unwrap().permissions().mode() & 0o777, 0o700);
}

#[test]
fn a_damaged_history_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let state = open(dir.path());
    let damaged = OsString::from_vec(b"ink\n\xff\n\n\x1b[31mred\nink".to_vec());
    state.set_setting_of(Path::new(""), "history-find", &damaged).unwrap();
    let expected = ["\u{fffd}", "[31mred", "ink"];
    assert_eq!(state.history().lines(HistoryKind::Find), expected);
    assert_eq!(state.add_line(HistoryKind::Find, "stone").unwrap()[..3], expected);
    let many: String = (0..9999).map(|number| format!("{number}\n")).collect();
    state.set_setting_of(Path::new(""), "history-find", many.as_ref()).unwrap();
    assert_eq!(state.history().lines(HistoryKind::Find).len(), 200);
}

#[test]
fn an_edit_leaves_the_other_fields_alone() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (open(dir.path()), open(dir.path()));
    let path = &key("/articles/1.md");
    let position = Edit::Position(Some(Anchor { block: 3, byte: 9 }), Clean::line("秋水"));
    first.edit([path], &Edit::Read(true)).unwrap();
    second.edit([path], &Edit::Starred(true)).unwrap();
    first.edit([path], &position).unwrap();
    second.edit([path], &Edit::Seen(Some(5))).unwrap();
    first.edit([path], &Edit::Tag(Clean::line("渔"), true)).unwrap();
    let expected = Mark {
        read: true,
        starred: true,
        position: Some(Anchor { block: 3, byte: 9 }),
        context: Clean::line("秋水"),
        seen: Some(5),
        tags: [Clean::line("渔")].into(),
    };
    assert_eq!(first.mark(path), Some(expected.clone()));
    assert_eq!(second.mark(path), Some(expected));
}

#[test]
fn a_moved_article_finds_its_mark_only_when_there_is_no_doubt() {
    let dir = tempfile::tempdir().unwrap();
    let state = open(&dir.path().join("data"));
    let [old, new, twin, there] = ["old.md", "new.md", "twin.md", "there.md"].map(|name| dir.path().join(name));
    let file = there.clone();
    let [old, new, twin, there] = [old, new, twin, there].map(key);
    state.note_hashes(&[(old.clone(), b"unmarked")]).unwrap();
    assert_eq!(state.reattach(&new, b"unmarked").unwrap(), None);

    fs::write(&file, "x").unwrap();
    state.save(&there, &a_mark(1)).unwrap();
    state.note_hashes(&[(there.clone(), b"1")]).unwrap();
    assert_eq!(state.reattach(&new, b"1").unwrap(), None, "the old file is still there");

    state.save(&old, &a_mark(2)).unwrap();
    state.note_hashes(&[(old.clone(), b"2")]).unwrap();
    state.save(&twin, &a_mark(3)).unwrap();
    state.note_hashes(&[(twin.clone(), b"2")]).unwrap();
    assert_eq!(state.reattach(&new, b"2").unwrap(), None, "two marks carry the hash");

    state.note_hashes(&[(twin.clone(), b"3")]).unwrap();
    assert_eq!(state.reattach(&there, b"2").unwrap(), None, "the new path has a mark of its own");
    assert_eq!(state.reattach(&new, b"2").unwrap(), Some(a_mark(2)));
    assert_eq!((state.mark(&old), state.mark(&new)), (None, Some(a_mark(2))));

    let guide = &ArticleKey::member(Path::new("guide:"), Path::new("1.md"));
    state.save(guide, &a_mark(4)).unwrap();
    state.note_hashes(&[(guide.clone(), b"4")]).unwrap();
    assert_eq!(state.reattach(&key(dir.path().join("copy.md")), b"4").unwrap(), None, "the guide is always there");
}

#[test]
fn a_broken_file_is_moved_aside_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.db");
    for (aside, bytes) in [
        ("state.db.broken", "no database at all, but long enough to be looked at".repeat(40)),
        ("state.db.broken-2", "x".to_owned()),
    ] {
        fs::write(&file, &bytes).unwrap();
        let (state, problem) = State::open(dir.path());
        let problem = problem.unwrap();
        assert_eq!(problem.code, Code::StateBroken);
        assert_eq!(problem.args[2].as_str(), dir.path().join(aside).to_str().unwrap());
        assert_eq!(fs::read_to_string(dir.path().join(aside)).unwrap(), bytes);
        assert!(state.lasts());
        state.save(&key("/1.md"), &a_mark(1)).unwrap();
        drop(state);
        assert_eq!(open(dir.path()).mark(&key("/1.md")), Some(a_mark(1)));
    }
}

#[test]
fn a_database_with_its_head_torn_off_or_of_another_program_is_broken() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.db");
    open(dir.path()).save(&key("/1.md"), &a_mark(1)).unwrap();
    let mut bytes = fs::read(&file).unwrap();
    bytes[16..2000].fill(0x5a);
    fs::write(&file, bytes).unwrap();
    assert_eq!(State::open(dir.path()).1.map(|problem| problem.code), Some(Code::StateBroken));

    fs::remove_file(&file).unwrap();
    rusqlite::Connection::open(&file).unwrap().execute_batch("CREATE TABLE bookmarks(url)").unwrap();
    assert_eq!(State::open(dir.path()).1.map(|problem| problem.code), Some(Code::StateBroken));
    assert!(dir.path().join("state.db.broken-2").exists());
}

/// What every file in `tests/state` holds: a mark of each kind, and settings of the program and of collections.
fn fill(state: &State) {
    for (path, mark, hash) in kept_marks() {
        state.save(&path, &mark).unwrap();
        if let Some(hash) = hash {
            state.note_hashes(&[(path.clone(), hash)]).unwrap();
        }
    }
    for (collection, name, value) in kept_settings() {
        state.set_setting_of(&collection, name, &value).unwrap();
    }
    for (host, since) in kept_consents() {
        state.consent(&host, since).unwrap();
    }
    for (name, bookmark) in kept_bookmarks() {
        state.set_bookmark(Path::new("/articles"), name, Some(&bookmark)).unwrap();
    }
}

fn kept_bookmarks() -> Bookmarks {
    let other = PathBuf::from(OsString::from_vec(b"not UTF-8 \xff.md".to_vec()));
    let of = |path: PathBuf, block, byte| Bookmark { path, place: Anchor { block, byte } };
    [('a', of("新媒体/一.md".into(), 3, 7)), ('文', of(other, u32::MAX, 0))].into()
}

fn kept_consents() -> Vec<(String, i64)> {
    vec![("*".to_owned(), 7), ("a.cn".to_owned(), 1_795_305_600), ("xn--fiqs8s".to_owned(), -5)]
}

fn kept_marks() -> Vec<(ArticleKey, Mark, Option<&'static [u8]>)> {
    let plain = Mark::default();
    let other = ArticleKey::from_bytes(b"/articles/not UTF-8 \xff.md".to_vec());
    let of_the_guide = ArticleKey::member(Path::new("guide:"), Path::new("zh/1.md"));
    vec![
        (key("/articles/新媒体/一.md"), a_mark(6), Some(b"\x00\xffhash".as_slice())),
        (key("/articles/it's.md"), Mark { read: true, tags: a_mark(2).tags, ..plain.clone() }, None),
        (of_the_guide, Mark { starred: true, seen: Some(-5), ..plain.clone() }, None),
        (other, Mark { position: Some(Anchor { block: u32::MAX, byte: 0 }), ..plain }, Some(b"")),
    ]
}

fn kept_settings() -> Vec<(PathBuf, &'static str, OsString)> {
    let place = OsString::from_vec(b"/articles/not UTF-8 \xff.md".to_vec());
    vec![
        ("".into(), "theme", "ink".into()),
        ("".into(), "measure", "36".into()),
        ("/articles".into(), "sort", "title".into()),
        ("/articles".into(), "visit", "1795305600".into()),
        ("/articles".into(), "place", place),
    ]
}

fn assert_kept(state: &State, version: i64) {
    for (path, mut mark, _) in kept_marks() {
        if version < 4 {
            mark.tags.clear();
        }
        assert_eq!(state.mark(&path), Some(mark), "{path:?}");
    }
    assert_eq!(state.marks_under(Path::new("/")).len() + state.marks_under(Path::new("guide:")).len(), 4);
    assert_eq!(state.unhashed(Path::new("/articles")), [key("/articles/it's.md")]);
    for (collection, name, value) in kept_settings() {
        assert_eq!(state.setting_of(&collection, name), Some(value), "{name}");
    }
}

fn lines(db: &rusqlite::Connection, sql: &str) -> Vec<String> {
    let mut select = db.prepare(sql).unwrap();
    select.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

/// The numbers in the header of a database, and its tables, as SQL text.
fn schema(db: &rusqlite::Connection) -> String {
    let pragma = |name| lines(db, &format!("SELECT 'PRAGMA {name} = ' || {name} FROM pragma_{name}"));
    let tables = lines(db, "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid");
    let all = [pragma("application_id"), pragma("user_version"), tables].concat();
    all.iter().map(|sql| format!("{sql};\n")).collect()
}

/// The rows of a database as SQL text.
fn rows(db: &rusqlite::Connection) -> String {
    let mut text = String::new();
    for table in lines(db, "SELECT name FROM sqlite_schema WHERE type = 'table'") {
        let columns = lines(db, &format!("SELECT 'quote(' || name || ')' FROM pragma_table_info('{table}')"));
        let rows = lines(db, &format!("SELECT concat_ws(', ', {}) FROM {table}", columns.join(", ")));
        text.extend(rows.iter().map(|row| format!("INSERT INTO {table} VALUES({row});\n")));
    }
    text
}

/// `tests/state` keeps what each released version of the schema wrote, as SQL text. `INSTA_UPDATE=always cargo test --test store`
/// writes that of a new version; those that are there never change.
#[test]
fn what_any_released_version_wrote_is_there_again() {
    let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/state");
    let dir = tempfile::tempdir().unwrap();
    fill(&open(dir.path()));
    let now = rusqlite::Connection::open(dir.path().join("state.db")).unwrap();
    let version: i64 = now.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let newest = kept.join(format!("v{version}.sql"));
    if updates() && !newest.exists() {
        fs::write(&newest, schema(&now) + &rows(&now)).unwrap();
    }
    assert!(newest.exists(), "the schema is new: INSTA_UPDATE=always cargo test --test store");
    for (version, journal) in (1..=version).flat_map(|version| [(version, "WAL"), (version, "DELETE")]) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("state.db");
        let older = rusqlite::Connection::open(&file).unwrap();
        older.pragma_update(None, "journal_mode", journal).unwrap();
        older.execute_batch(&fs::read_to_string(kept.join(format!("v{version}.sql"))).unwrap()).unwrap();
        drop(older);
        let state = open(dir.path());
        assert_kept(&state, version);
        assert_eq!(state.consents(), if version < 2 { Vec::new() } else { kept_consents() });
        let bookmarks = if version < 3 { Bookmarks::new() } else { kept_bookmarks() };
        assert_eq!(state.bookmarks(Path::new("/articles")), bookmarks);
        assert_eq!(state.check(), None);
        drop(state);
        assert_kept(&open(dir.path()), version);
        // Not equal if a released step was edited: files that exist have the schema as it was.
        assert_eq!(schema(&rusqlite::Connection::open(&file).unwrap()), schema(&now), "version {version}");
    }
}

#[test]
fn tags_are_added_and_removed_one_by_one() {
    let dir = tempfile::tempdir().unwrap();
    let (first, second) = (open(dir.path()), open(dir.path()));
    let [one, two] = ["/a/1.md", "/a/2.md"].map(key);
    let tag = |name: &str, to| Edit::Tag(Clean::line(name), to);
    first.edit([&one, &two], &tag("待读", true)).unwrap();
    // What another process adds meanwhile stays.
    second.edit([&one], &tag("b c", true)).unwrap();
    first.edit([&one], &tag("a", true)).unwrap();
    first.edit([&one], &Edit::Read(true)).unwrap();
    second.edit([&two], &tag("待读", false)).unwrap();
    second.edit([&two], &tag("never", false)).unwrap();
    let tags = |article: &ArticleKey| {
        let mark = first.mark(article).unwrap();
        mark.tags.iter().map(|tag| tag.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((tags(&one), tags(&two)), (vec!["a".into(), "b c".into(), "待读".into()], vec![]));
    assert!(first.mark(&one).unwrap().read);
    // They follow a renamed article, and one that was moved while no program ran.
    first.rename(&one, &key("/a/3.md")).unwrap();
    assert_eq!(tags(&key("/a/3.md")), ["a", "b c", "待读"]);
    first.note_hashes(&[(key("/a/3.md"), b"three")]).unwrap();
    let attached = first.reattach(&key("/b/4.md"), b"three").unwrap().unwrap();
    assert_eq!(attached.tags.len(), 3);
    assert_eq!(tags(&key("/b/4.md")), ["a", "b c", "待读"]);
}

#[test]
fn bookmarks_are_set_replaced_and_removed() {
    let dir = tempfile::tempdir().unwrap();
    let state = open(dir.path());
    let (here, other) = (Path::new("/articles"), Path::new("/other"));
    let at = |path: &str, block| Bookmark { path: path.into(), place: Anchor { block, byte: 1 } };
    state.set_bookmark(here, 'a', Some(&at("x.md", 1))).unwrap();
    state.set_bookmark(here, 'b', Some(&at("x.md", 2))).unwrap();
    state.set_bookmark(here, 'a', Some(&at("y.md", 3))).unwrap();
    state.set_bookmark(other, 'a', Some(&at("x.md", 4))).unwrap();
    state.set_bookmark(here, 'b', Some(&at("z.md", 2))).unwrap();
    drop(state);
    let state = open(dir.path());
    assert_eq!(state.bookmarks(here), [('a', at("y.md", 3)), ('b', at("z.md", 2))].into());
    state.set_bookmark(here, 'a', None).unwrap();
    assert_eq!(state.bookmarks(here), [('b', at("z.md", 2))].into());
    assert_eq!(state.bookmarks(other), [('a', at("x.md", 4))].into());
}

/// A file of a version that is not known yet: one more table, and one more column.
fn of_the_future(dir: &Path, journal: &str) -> rusqlite::Connection {
    fill(&open(dir));
    let newer = rusqlite::Connection::open(dir.join("state.db")).unwrap();
    newer.pragma_update(None, "journal_mode", journal).unwrap();
    newer
        .execute_batch(
            "ALTER TABLE mark ADD COLUMN rating INTEGER NOT NULL DEFAULT 3;
             CREATE TABLE note(path BLOB PRIMARY KEY, text TEXT);
             INSERT INTO note VALUES('/articles/1.md', 'a note');
             PRAGMA user_version = 99;",
        )
        .unwrap();
    newer
}

#[test]
fn a_newer_file_is_read_and_left_alone() {
    for journal in ["WAL", "DELETE"] {
        let [running, killed] = [(); 2].map(|()| tempfile::tempdir().unwrap());
        let newer = of_the_future(running.path(), journal);
        // What is on the disk while a program runs is what it leaves behind when it is killed.
        for name in ["state.db", "state.db-wal"] {
            let (from, to) = (running.path().join(name), killed.path().join(name));
            assert!(fs::copy(from, to).is_ok_and(|bytes| bytes > 0) || (journal, name) == ("DELETE", "state.db-wal"));
        }
        assert_left_alone(running.path());
        assert_left_alone(killed.path());
        drop(newer);
        assert_left_alone(running.path());
    }
}

fn assert_left_alone(dir: &Path) {
    let [file, log] = ["state.db", "state.db-wal"].map(|name| dir.join(name));
    let read = || (fs::read(&file).unwrap(), fs::read(&log).unwrap_or_default());
    let before = read();
    for _ in 0..2 {
        let (state, problem) = State::open(dir);
        let problem = problem.unwrap();
        assert_eq!(problem.code, Code::StateNewer);
        assert_eq!(problem.args, [Clean::line(file.to_str().unwrap())]);
        assert!(!state.lasts());
        assert_kept(&state, 99);
        state.save(&key("/1.md"), &a_mark(1)).unwrap();
        assert_eq!(state.mark(&key("/1.md")), Some(a_mark(1)));
        drop(state);
        assert!(read() == before, "{dir:?}");
    }
    let left: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| name.to_string_lossy().starts_with("state.db")), "{left:?}");
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("bak")), "{left:?}");
}

#[test]
fn of_a_newer_file_is_read_what_is_still_understood() {
    for (change, marks, theme) in [
        ("ALTER TABLE mark DROP COLUMN context", 4, Some("ink")),
        ("ALTER TABLE mark RENAME COLUMN path TO place", 0, Some("ink")),
        ("UPDATE mark SET read = 'often' WHERE path = CAST('guide:zh/1.md' AS BLOB)", 3, Some("ink")),
        ("DROP TABLE setting", 4, None),
        ("DROP TABLE setting; DROP TABLE mark", 0, None),
    ] {
        let dir = tempfile::tempdir().unwrap();
        of_the_future(dir.path(), "DELETE").execute_batch(change).unwrap();
        let (state, problem) = State::open(dir.path());
        assert_eq!(problem.map(|problem| problem.code), Some(Code::StateNewer));
        let found = state.marks_under(Path::new("/")).len() + state.marks_under(Path::new("guide:")).len();
        assert_eq!((found, state.setting("theme").as_deref()), (marks, theme), "{change}");
        state.save(&key("/1.md"), &a_mark(1)).unwrap();
        assert_eq!(state.mark(&key("/1.md")), Some(a_mark(1)));
    }
}

#[test]
fn where_no_folder_can_be_the_state_is_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    fs::write(&file, "").unwrap();
    for ((state, problem), code) in [
        (State::open(&file), Code::StateUnwritable),
        (State::open(&file.join("below")), Code::StateUnwritable),
        (State::forgetful(), Code::StateHomeless),
    ] {
        assert_eq!(problem.unwrap().code, code);
        assert!(!state.lasts());
        state.save(&key("/1.md"), &a_mark(1)).unwrap();
        assert_eq!(state.marks_under(Path::new("/")).len(), 1);
    }
    fs::create_dir(dir.path().join("state.db")).unwrap();
    assert_eq!(State::open(dir.path()).1.map(|problem| problem.code), Some(Code::StateUnwritable));
}

/// Root may write everywhere, so this shows something only for everybody else.
#[test]
fn a_folder_closed_for_writing_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("100% ready? yes#");
    open(&data).save(&key("/1.md"), &a_mark(1)).unwrap();
    fs::set_permissions(data.join("state.db"), fs::Permissions::from_mode(0o444)).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o555)).unwrap();
    let closed = fs::write(data.join("try"), "").is_err();
    let (state, problem) = State::open(&data);
    assert_eq!(state.mark(&key("/1.md")), Some(a_mark(1)));
    assert_eq!(problem.is_some(), closed);
    assert_eq!(state.lasts(), !closed);
    state.save(&key("/2.md"), &a_mark(2)).unwrap();
    fs::set_permissions(&data, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Not a test of its own: what the two tests below start as another process.
#[test]
fn another_copy() {
    let Some(dir) = std::env::var_os("INKSTONE_TEST_STATE") else { return };
    let name = std::env::var("INKSTONE_TEST_NAME").unwrap();
    let count: i64 = std::env::var("INKSTONE_TEST_COUNT").unwrap().parse().unwrap();
    let state = open(Path::new(&dir));
    for number in 0..count {
        state.save(&key(format!("/{name}/{number}.md")), &a_mark(number)).unwrap();
        state.edit([&key("/shared.md")], &Edit::Seen(Some(number))).unwrap();
        writeln!(std::io::stderr(), "saved {number}").unwrap();
        // A hand at the keys leaves others their turn as well.
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

fn start_copy(dir: &Path, name: &str, count: i64) -> std::process::Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "state::another_copy", "--nocapture"])
        .env("INKSTONE_TEST_STATE", dir)
        .env("INKSTONE_TEST_NAME", name)
        .env("INKSTONE_TEST_COUNT", count.to_string())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn two_copies_write_from_the_first_moment_on() {
    let dir = tempfile::tempdir().unwrap();
    let copies: Vec<_> = ["a", "b", "c"].map(|name| start_copy(dir.path(), name, 100)).into();
    for copy in copies {
        let output = copy.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let state = open(dir.path());
    for name in ["/a", "/b", "/c"] {
        assert_eq!(state.marks_under(Path::new(name)).len(), 100);
    }
    assert_eq!(state.check(), None);
}

/// Reads until `count` marks are reported as saved; returns the number of the last one.
fn wait_for_saved(output: &mut impl Iterator<Item = std::io::Result<String>>, count: usize) -> i64 {
    let mut said = Vec::new();
    let mut numbers = Vec::new();
    while numbers.len() < count {
        let Some(Ok(line)) = output.next() else { panic!("the copy ended: {said:#?}") };
        numbers.extend(line.strip_prefix("saved ").and_then(|number| number.parse::<i64>().ok()));
        said.push(line);
    }
    numbers[count - 1]
}

#[test]
fn what_was_saved_survives_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    for (round, kill_after) in [3, 40, 17, 1].into_iter().enumerate() {
        let names = [format!("x{round}"), format!("y{round}")];
        let mut copies: Vec<_> = names.iter().map(|name| start_copy(dir.path(), name, i64::MAX)).collect();
        let mut outputs: Vec<_> =
            copies.iter_mut().map(|copy| BufReader::new(copy.stderr.take().unwrap()).lines()).collect();
        let saved: Vec<i64> = outputs.iter_mut().map(|output| wait_for_saved(output, kill_after)).collect();
        for copy in &mut copies {
            copy.kill().unwrap();
            copy.wait().unwrap();
        }
        let state = open(dir.path());
        for (name, last) in names.iter().zip(saved) {
            let marks = state.marks_under(&Path::new("/").join(name));
            for number in 0..=last {
                let path = key(format!("/{name}/{number}.md"));
                assert_eq!(marks.get(&path), Some(&a_mark(number)), "{path:?}");
            }
        }
        assert_eq!(state.check(), None);
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn any_bytes_as_a_file_open(bytes in proptest::collection::vec(any::<u8>(), 0..3000), header in any::<bool>()) {
        let dir = tempfile::tempdir().unwrap();
        let mut content = if header { b"SQLite format 3\0".to_vec() } else { Vec::new() };
        content.extend(bytes);
        fs::write(dir.path().join("state.db"), content).unwrap();
        let (state, _) = State::open(dir.path());
        state.save(&key("/1.md"), &a_mark(1)).unwrap();
        prop_assert_eq!(state.mark(&key("/1.md")), Some(a_mark(1)));
    }

    #[test]
    fn any_path_comes_back(name in proptest::collection::vec(1u8..=255, 1..40), below in proptest::collection::vec(1u8..=255, 0..10)) {
        let dir = tempfile::tempdir().unwrap();
        let (state, _) = State::open(dir.path());
        let root = key(OsString::from_vec(name));
        let path = key(root.container().join(OsString::from_vec([b"f".as_slice(), &below].concat())));
        state.save(&path, &a_mark(3)).unwrap();
        prop_assert_eq!(state.marks_under(root.container()).remove(&path), Some(a_mark(3)));
    }
}

#[test]
fn consents_are_shared_by_sessions_and_revoked() {
    let dir = tempfile::tempdir().unwrap();
    let (one, other) = (open(dir.path()), open(dir.path()));
    assert_eq!(one.consents(), []);
    one.consent("b.cn", 2).unwrap();
    other.consent("a.cn", 1).unwrap();
    other.consent("b.cn", 3).unwrap();
    let both = [("a.cn".to_owned(), 1), ("b.cn".to_owned(), 2)];
    assert_eq!((one.consents(), other.consents()), (both.to_vec(), both.to_vec()));
    assert_eq!((one.revoke("a.cn").unwrap(), other.revoke("a.cn").unwrap()), (true, false));
    assert_eq!(open(dir.path()).consents(), both[1..]);
}
