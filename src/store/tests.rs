//! Upgrades of the state database, with a schema of the future that is given to it here.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use rusqlite::Connection;

use crate::article::ArticleKey;
use crate::document::Anchor;
use crate::marks::{Edit, Mark};
use crate::problem::Code;
use crate::store::database::{Kind, version};
use crate::store::schema::STATE;
use crate::store::state::State;
use crate::text::Clean;

/// The schema as it is, and steps that add a column, then a table with something from the old ones.
const NEXT: Kind = Kind {
    steps: &and([
        "ALTER TABLE mark ADD COLUMN rating INTEGER NOT NULL DEFAULT 3",
        "CREATE TABLE visit(scope BLOB PRIMARY KEY NOT NULL, at TEXT) WITHOUT ROWID;
         INSERT INTO visit SELECT scope, CAST(value AS TEXT) FROM setting WHERE key = 'visit';",
    ]),
    ..STATE
};

/// The first step of these changes something, the second fails over what is in the file.
const FAILING: Kind = Kind {
    steps: &and(["DELETE FROM mark;", "CREATE TABLE once(x UNIQUE); INSERT INTO once SELECT 1 FROM setting;"]),
    ..STATE
};

/// All steps there are, and two more.
const fn and(more: [&'static str; 2]) -> [&'static str; STATE.steps.len() + 2] {
    let mut steps = [""; STATE.steps.len() + 2];
    let mut at = 0;
    while at < STATE.steps.len() {
        steps[at] = STATE.steps[at];
        at += 1;
    }
    [steps[at], steps[at + 1]] = more;
    steps
}

/// What the copy of a file of today's version is called.
fn backup_name() -> String {
    format!("state.db.v{}.bak", STATE.version())
}

fn a_mark(number: i64) -> Mark {
    Mark {
        read: number % 2 == 0,
        starred: number % 3 == 0,
        position: Some(Anchor { block: number as u32, byte: 7 }),
        context: Clean::line("秋水共长天一色"),
        seen: Some(number),
        tags: (0..number % 2).map(|tag| Clean::line(&format!("标签 {tag}"))).collect(),
    }
}

/// The key of a file.
fn key(path: impl Into<PathBuf>) -> ArticleKey {
    ArticleKey::file(path)
}

fn open(kind: &Kind, dir: &Path) -> State {
    let (state, problem) = State::open_as(kind, dir);
    assert_eq!(problem, None);
    assert!(state.lasts());
    state
}

/// A file of today's version with something of everything; returns the connection that wrote it.
fn filled(dir: &Path, journal: &str) -> State {
    drop(open(&STATE, dir));
    Connection::open(dir.join("state.db")).unwrap().pragma_update(None, "journal_mode", journal).unwrap();
    let state = open(&STATE, dir);
    for number in 0..20 {
        state.save(&key(format!("/articles/{number}.md")), &a_mark(number)).unwrap();
    }
    state.note_hashes(&[(key("/articles/7.md"), b"seven")]).unwrap();
    state.set_setting("theme", "ink").unwrap();
    state.set_setting_of(Path::new("/articles"), "visit", "2026-11-22".as_ref()).unwrap();
    state
}

fn assert_filled(state: &State) {
    let marks: BTreeMap<_, _> = state.marks_under(Path::new("/articles")).into_iter().collect();
    let expected: BTreeMap<_, _> =
        (0..20).map(|number| (key(format!("/articles/{number}.md")), a_mark(number))).collect();
    assert_eq!(marks, expected);
    assert_eq!(state.unhashed(Path::new("/articles")).len(), 19);
    assert_eq!(state.setting("theme").as_deref(), Some("ink"));
    assert_eq!(state.setting_of(Path::new("/articles"), "visit").as_deref(), Some("2026-11-22".as_ref()));
}

/// The files in a folder, without those that SQLite keeps beside an open database.
fn files(dir: &Path) -> Vec<String> {
    let names = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<_> = names.filter(|name| !name.ends_with("-wal") && !name.ends_with("-shm")).collect();
    names.sort();
    names
}

fn assert_upgraded(dir: &Path) {
    let db = Connection::open(dir.join("state.db")).unwrap();
    assert_eq!(version(&db).unwrap(), STATE.version() + 2);
    let ratings: i64 = db.query_row("SELECT sum(rating) FROM mark WHERE path < X'2F62'", [], |row| row.get(0)).unwrap();
    assert_eq!(ratings, 60);
    assert_eq!(db.query_row("SELECT at FROM visit", [], |row| row.get::<_, String>(0)).unwrap(), "2026-11-22");
}

/// Opens a backup as a program of today would that finds it in its place.
fn assert_backup(backup: &Path) {
    let place = tempfile::tempdir().unwrap();
    fs::copy(backup, place.path().join("state.db")).unwrap();
    let state = open(&STATE, place.path());
    assert_filled(&state);
    assert_eq!(state.check(), None);
}

#[test]
fn an_older_file_is_upgraded_in_place_and_a_copy_kept() {
    for journal in ["WAL", "DELETE"] {
        let dir = tempfile::tempdir().unwrap();
        let dir = &dir.path().join(std::ffi::OsString::from_vec(b"not UTF-8 \xff".to_vec()));
        drop(filled(dir, journal));
        fs::set_permissions(dir.join("state.db"), fs::Permissions::from_mode(0o600)).unwrap();
        for _ in 0..2 {
            let state = open(&NEXT, dir);
            assert_filled(&state);
            assert_eq!(state.check(), None);
            drop(state);
            assert_upgraded(dir);
            assert_eq!(files(dir), ["state.db", &backup_name()]);
        }
        assert_backup(&dir.join(backup_name()));
        assert_eq!(fs::metadata(dir.join(backup_name())).unwrap().permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn what_is_only_in_the_log_is_upgraded_and_copied_and_the_older_program_writes_no_more() {
    for journal in ["WAL", "DELETE"] {
        let dir = tempfile::tempdir().unwrap();
        let older = filled(dir.path(), journal);
        assert_eq!(fs::metadata(dir.path().join("state.db-wal")).is_ok_and(|log| log.len() > 0), journal == "WAL");
        let newer = open(&NEXT, dir.path());
        assert_filled(&newer);
        assert_backup(&dir.path().join(backup_name()));

        let refused = older.save(&key("/articles/7.md"), &a_mark(8)).unwrap_err();
        assert_eq!(refused.code, Code::StateNewer);
        assert_eq!(older.reattach(&key("/new.md"), b"seven").unwrap_err().code, Code::StateNewer);
        assert_filled(&older);
        newer.edit([&key("/articles/7.md")], &Edit::Starred(true)).unwrap();
        drop((older, newer));
        assert!(open(&NEXT, dir.path()).mark(&key("/articles/7.md")).unwrap().starred);
    }
}

#[test]
fn an_earlier_copy_is_never_overwritten() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path(), "WAL"));
    fs::write(dir.path().join(backup_name()), "an earlier one").unwrap();
    // A program was killed while it wrote a copy.
    fs::write(dir.path().join(backup_name() + ".new"), "half").unwrap();
    open(&NEXT, dir.path());
    assert_eq!(files(dir.path()), ["state.db".to_owned(), backup_name(), backup_name() + "-2"]);
    assert_eq!(fs::read(dir.path().join(backup_name())).unwrap(), b"an earlier one");
    assert_backup(&dir.path().join(backup_name() + "-2"));
}

#[test]
fn an_upgrade_that_fails_changes_nothing() {
    for journal in ["WAL", "DELETE"] {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("state.db");
        drop(filled(dir.path(), journal));
        let before = fs::read(&file).unwrap();
        let check = |kind: &Kind, why: &str, left: &[&str]| {
            let (state, problem) = State::open_as(kind, dir.path());
            let problem = problem.unwrap();
            assert_eq!(problem.code, Code::StateNotUpgraded);
            assert_eq!(problem.args[0].as_str(), file.to_str().unwrap());
            assert!(problem.args[1].as_str().contains(why), "{problem:?}");
            assert!(!state.lasts());
            assert_filled(&state);
            state.save(&key("/other.md"), &a_mark(1)).unwrap();
            assert_eq!(state.mark(&key("/other.md")), Some(a_mark(1)));
            drop(state);
            assert_eq!(fs::read(&file).unwrap(), before);
            assert_eq!(files(dir.path()), left);
        };
        check(&FAILING, "UNIQUE constraint failed: once.x", &["state.db"]);
        // A probe that fails is a step that did not do what it should.
        check(&Kind { probe: "SELECT rating FROM no_table", ..NEXT }, "no such table: no_table", &["state.db"]);
        // No copy, no upgrade.
        fs::create_dir(dir.path().join(backup_name() + ".new")).unwrap();
        check(&NEXT, "exists", &["state.db", &(backup_name() + ".new")]);
        fs::remove_dir(dir.path().join(backup_name() + ".new")).unwrap();

        let state = open(&STATE, dir.path());
        assert_filled(&state);
        assert_eq!(state.check(), None);
        drop(state);
        assert_filled(&open(&NEXT, dir.path()));
    }
}

#[test]
fn a_damaged_file_of_an_older_version_is_moved_aside() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("state.db");
    drop(filled(dir.path(), "DELETE"));
    let mut bytes = fs::read(&file).unwrap();
    // All but the first page, which holds version and schema.
    bytes[4096..].fill(0x5a);
    fs::write(&file, &bytes).unwrap();
    let (state, problem) = State::open_as(&NEXT, dir.path());
    assert_eq!(problem.map(|problem| problem.code), Some(Code::StateBroken));
    assert!(state.lasts());
    assert_eq!(fs::read(dir.path().join("state.db.broken")).unwrap(), bytes);
    assert_eq!(files(dir.path()), ["state.db", "state.db.broken"]);
}

#[test]
fn an_older_file_that_cannot_be_written_is_upgraded_in_memory() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(dir.path(), "WAL"));
    let source = Connection::open(dir.path().join("state.db")).unwrap();
    let problem = crate::problem::Problem::new(Code::StateUnwritable);
    let opened = super::open::in_memory(&NEXT, Some(source), problem).unwrap();
    assert_eq!(version(&opened.db).unwrap(), NEXT.version());
    let visits: i64 = opened.db.query_row("SELECT count(*) FROM visit", [], |row| row.get(0)).unwrap();
    assert_eq!(visits, 1);
}

#[test]
fn the_program_of_today_reads_what_the_next_one_wrote() {
    for journal in ["WAL", "DELETE"] {
        let dir = tempfile::tempdir().unwrap();
        drop(filled(dir.path(), journal));
        let newer = open(&NEXT, dir.path());
        let (older, problem) = State::open_as(&STATE, dir.path());
        assert_eq!(problem.map(|problem| problem.code), Some(Code::StateNewer));
        assert!(!older.lasts());
        assert_filled(&older);
        older.save(&key("/articles/7.md"), &a_mark(8)).unwrap();
        assert_filled(&newer);
        assert_eq!(files(dir.path()), ["state.db", &backup_name()]);
    }
}

/// Not a test of its own: what the next one starts as another process. Programs of today open the file before the
/// upgrade, those of the future all at once.
#[test]
fn another_copy() {
    let Some(dir) = std::env::var_os("INKSTONE_TEST_UPGRADE") else { return };
    let (dir, name) = (Path::new(&dir), std::env::var("INKSTONE_TEST_NAME").unwrap());
    let tell = |what: &str| writeln!(std::io::stderr(), "{what}").unwrap();
    let older = name.starts_with("old").then(|| open(&STATE, dir));
    tell("ready");
    std::io::stdin().read_line(&mut String::new()).unwrap();
    let state = older.unwrap_or_else(|| open(&NEXT, dir));
    for number in 0..50 {
        match state.save(&key(format!("/{name}/{number}.md")), &a_mark(number)) {
            Ok(()) => tell("saved"),
            Err(problem) => {
                assert!(name.starts_with("old"), "{problem:?}");
                assert_eq!(problem.code, Code::StateNewer);
                return tell("refused");
            }
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

fn start_copy(dir: &Path, name: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "store::tests::another_copy", "--nocapture"])
        .env("INKSTONE_TEST_UPGRADE", dir)
        .env("INKSTONE_TEST_NAME", name)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn copies_that_upgrade_at_once_under_older_ones_that_write_lose_nothing() {
    for journal in ["WAL", "DELETE"] {
        let dir = tempfile::tempdir().unwrap();
        drop(filled(dir.path(), journal));
        let names = ["old-a", "old-b", "new-a", "new-b", "new-c"];
        let mut copies = names.map(|name| start_copy(dir.path(), name));
        let mut outputs = copies.each_mut().map(|copy| BufReader::new(copy.stderr.take().unwrap()).lines());
        for output in &mut outputs {
            assert!(output.any(|line| line.unwrap() == "ready"));
        }
        for copy in &mut copies {
            copy.stdin.take().unwrap().write_all(b"go\n").unwrap();
        }
        let told = outputs.map(|output| output.map(Result::unwrap).collect::<Vec<_>>());
        for (copy, told) in copies.iter_mut().zip(&told) {
            assert!(copy.wait().unwrap().success(), "{told:#?}");
        }
        let state = open(&NEXT, dir.path());
        assert_filled(&state);
        assert_eq!(state.check(), None);
        for (name, told) in names.iter().zip(&told) {
            let saved = told.iter().filter(|line| *line == "saved").count();
            assert_eq!(state.marks_under(&Path::new("/").join(name)).len(), saved, "{name}: {told:#?}");
            assert!(saved == 50 || told.iter().any(|line| line == "refused"), "{name}: {told:#?}");
            assert!(saved == 50 || name.starts_with("old"));
        }
        drop(state);
        assert_upgraded(dir.path());
        assert_eq!(files(dir.path()), ["state.db", &backup_name()]);
        assert_backup(&dir.path().join(backup_name()));
    }
}
