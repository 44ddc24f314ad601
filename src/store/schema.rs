//! The schema of the state database, as the steps that lead to it.

use crate::store::database::Kind;

/// The state database. To change the schema, add a step at the end: an older file gets the missing steps in one
/// transaction, a new file gets all of them. `tests/state` keeps a file of every version.
pub(super) const STATE: Kind = Kind {
    file: "state.db",
    oldest: 1,
    steps: &[
        "
    CREATE TABLE mark(
        path BLOB PRIMARY KEY NOT NULL,
        hash BLOB,
        read INTEGER NOT NULL DEFAULT 0,
        starred INTEGER NOT NULL DEFAULT 0,
        block INTEGER,
        byte INTEGER,
        context TEXT NOT NULL DEFAULT '',
        seen INTEGER
    ) WITHOUT ROWID;
    CREATE INDEX mark_hash ON mark(hash) WHERE hash IS NOT NULL;
    CREATE TABLE setting(
        scope BLOB NOT NULL,
        key TEXT NOT NULL,
        value BLOB NOT NULL,
        PRIMARY KEY(scope, key)
    ) WITHOUT ROWID;",
        "CREATE TABLE consent(
        host TEXT PRIMARY KEY NOT NULL,
        since INTEGER NOT NULL
    ) WITHOUT ROWID;",
        "CREATE TABLE bookmark(
        collection BLOB NOT NULL,
        name TEXT NOT NULL,
        path BLOB NOT NULL,
        block INTEGER NOT NULL,
        byte INTEGER NOT NULL,
        PRIMARY KEY(collection, name)
    ) WITHOUT ROWID;",
        "ALTER TABLE mark ADD COLUMN tags TEXT NOT NULL DEFAULT '';",
    ],
    probe: "SELECT count(*) FROM (SELECT 1 FROM mark LIMIT 1)",
};
