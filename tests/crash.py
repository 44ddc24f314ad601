#!/usr/bin/env python3
"""crash.py PROGRAM [ROUNDS]: kill -9 of two copies at once while they index and compact, at random moments.

After every kill each committed row must name its own text, byte for byte as an index made in peace has it; at the end
the index must equal that one, and the collection must be untouched: content and time of every file.

Disks that are full at one size or another cost what came last, and nothing else.

Then two copies on screens of their own index and mark articles at once, and are killed at random moments: every mark
that a screen showed must be in the state database, and the next start must open."""
import contextlib
import hashlib
import os
import random
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from screen import Terminal, pump

program, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
chance = random.Random(1)
home = Path(tempfile.mkdtemp(prefix="inkstone-crash-"))
# Bytes of a file at which a disk is full, and whether there is an index before: too little for a catalogue, for the log
# of the catalogue, for the texts, for those that changed.
SIZES = [(16 << 10, False), (256 << 10, False), (2 << 20, False), (3 << 20, False), (16 << 10, True), (3 << 20, True),
         (10 << 20, True)]
# A row of the list: whether it is unread, whether it has a star, its title.
TITLE = re.compile(r"([● ])([★ ]) (\d+) 篇")
posts = home / "posts"


def write(number, version):
    path = posts / f"{number % 40}" / f"{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "".join(f"<p>{number} {version} 落霞与孤鹜齐飞 {chance.random()}</p>\n" for _ in range(120))
    path.write_text(f"---\ntitle: {number} 篇\ndate: 2021-03-01\n---\n{body}", encoding="utf-8")


def start(cache, prepare=None):
    words = [program, "--cache-dir", cache, "--data-dir", home / "data", "index", posts]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, preexec_fn=prepare)


def in_peace(cache):
    done = start(cache)
    _, said = done.communicate()
    assert done.returncode == 0, said.decode()


def rows(cache):
    """Path to text of every committed row."""
    found = {}
    for catalogue in cache.glob("index/*/catalogue.db"):
        with contextlib.closing(sqlite3.connect(catalogue, timeout=30)) as db:
            if not catalogue.stat().st_size:
                continue
            [(birth,)] = db.execute("SELECT value FROM about WHERE key = 'birth'").fetchall()
            text = {}
            query = "SELECT folder.path, name, segment, start, bytes FROM article JOIN folder ON folder.id = folder"
            for folder, name, segment, start, length in db.execute(query):
                if segment not in text:
                    text[segment] = (catalogue.parent / f"texts-{birth.decode()}-{segment}").read_bytes()
                found[folder + b"/" + name] = text[segment][start:start + length]
            assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
    return found


def journals(cache):
    """How the catalogues are written."""
    found = set()
    for catalogue in cache.glob("index/*/catalogue.db"):
        with contextlib.closing(sqlite3.connect(catalogue, timeout=30)) as db:
            found |= set(db.execute("PRAGMA journal_mode").fetchall())
    return found


def fingerprint():
    files = sorted(path for path in posts.rglob("*") if path.is_file())
    return [(path, path.stat().st_mtime_ns, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files]


def torment(cache, before, expected, what, prepare):
    """Kills two copies again and again; rows are as they were before or as they are to be."""
    began = time.monotonic()
    shutil.copytree(before, home / "timed", dirs_exist_ok=True) if before else None
    in_peace(home / "timed")
    whole = time.monotonic() - began
    old, kills, partial = rows(before) if before else {}, 0, 0
    for _ in range(rounds):
        prepare()
        copies = [start(cache), start(cache)]
        time.sleep(chance.uniform(0, whole))
        for copy in copies:
            if copy.poll() is None:
                copy.send_signal(signal.SIGKILL)
                kills += 1
            copy.wait()
            said = copy.stderr.read().decode()
            assert copy.returncode in (0, -signal.SIGKILL), said
        seen = rows(cache)
        partial += seen != expected
        for path, text in seen.items():
            assert text in (old.get(path), expected.get(path)), f"{what}: {path} names another text"
    in_peace(cache)
    assert rows(cache) == expected, f"{what}: the index at the end is not the one made in peace"
    print(f"{what}: {kills} kills, {partial} of {rounds} rounds cut short, {len(expected)} rows right")


def limited(size):
    """Lets a child write files of so many bytes at most: what is beyond fails as on a full disk."""
    def prepare():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    return prepare


def on_full_disks(before, expected):
    """Updates an index, one that is there and none, where there is room for so many bytes in a file."""
    cache = home / "full"
    old = rows(before)
    for size, there in SIZES:
        shutil.rmtree(cache, ignore_errors=True)
        shutil.copytree(before, cache) if there else None
        tried = start(cache, limited(size))
        said = tried.communicate()[1].decode()
        assert tried.returncode == 2 and "is not writable" in said and "panicked" not in said, \
            f"{size} bytes: {tried.returncode}, {said}"
        seen = rows(cache)
        for path, text in seen.items():
            assert text in ((old if there else {}).get(path), expected[path]), f"{size} bytes: {path} names another text"
        assert not there or seen.keys() == old.keys(), f"{size} bytes: what was committed is gone"
        in_peace(cache)
        assert rows(cache) == expected, f"{size} bytes: the index at the end is not the one made in peace"
        assert journals(cache) == journals(before), f"{size} bytes: another journal"
        fresh = sum(text != old[path] for path, text in seen.items()) if there else len(seen)
        print(f"full at {size >> 10} kB, {'an' if there else 'no'} index before: {fresh} rows came in, all are right")


class Reader:
    """A copy on a screen, and hands that mark one article after another: from the top with j, or from the end with k."""

    def __init__(self, cache, data, upwards, all_after):
        words = [program, "--config", home / "config.toml", "--cache-dir", cache, "--data-dir", data, posts]
        environment = {"TERM": "xterm-256color", "LANG": "en_US.UTF-8", "HOME": str(home), "TZ": "UTC"}
        self.terminal = Terminal(words, environment)
        self.upwards, self.all_after = upwards, all_after
        self.starred, self.read, self.asked, self.all = set(), set(), 0, 0
        self.hands = self.move()

    def note(self):
        """Whatever a whole frame shows as starred or read was saved before it was drawn; nothing is ever unmarked."""
        for row in self.terminal.rows()[:-1] if not self.terminal.drawing else ():
            if found := TITLE.match(row):
                self.starred |= {found[3]} if found[2] == "★" else set()
                self.read |= {found[3]} if found[1] == " " else set()

    def move(self):
        """Presses keys; gives what is waited for after each."""
        screen, marked = self.terminal, 0
        yield lambda: screen.cursor()
        if self.upwards:
            screen.send("G")
        while True:
            for key, notice in ("s", "Starred"), ("r", "Marked as read"):
                before = TITLE.match(screen.cursor())
                if before and before[2] != "★" and key == "s" or before and before[1] == "●" and key == "r":
                    screen.send(key)
                    yield lambda notice=notice: screen.says(notice)
            marked += 1
            if marked == self.all_after:
                screen.send("A")
                yield lambda: screen.says("Mark ") or screen.says("Everything shown")
                if screen.says("Mark "):
                    self.asked = int(screen.said().split()[1].replace(",", ""))
                    screen.send("y")
                    yield lambda: screen.says("Marked ") and "as read;" in screen.said()
                    self.all = int(screen.said().split()[1].replace(",", ""))
            screen.send("k" if self.upwards else "j")
            yield lambda: not screen.said().startswith(("Starred", "Marked"))


def until_killed(readers, moment):
    """Lets both read until the moment comes; what is waited for is looked for after each whole frame."""
    waited = [next(reader.hands) for reader in readers]
    while (left := moment - time.monotonic()) > 0:
        for at in pump([reader.terminal for reader in readers], left):
            readers[at].note()
            if waited[at]():
                waited[at] = next(readers[at].hands)
    for reader in readers:
        assert reader.terminal.kill() == -signal.SIGKILL, "a copy died by itself"
        reader.note()


def marked(data, readers):
    """Compares the state database with what the screens showed; how many marks it has."""
    file = data / "state.db"
    shown = sum(len(reader.starred) + len(reader.read) for reader in readers)
    if not file.exists():
        assert not shown, "marks were shown and there is no database"
        return 0
    with contextlib.closing(sqlite3.connect(file, timeout=30)) as db:
        assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
        found = {os.path.basename(path)[:-3].decode(): marks for path, *marks in
                 db.execute("SELECT path, read, starred FROM mark")}
    read = sum(bool(marks[0]) for marks in found.values())
    for reader in readers:
        for at, titles in enumerate((reader.read, reader.starred)):
            lost = {title for title in titles if not found.get(title, (0, 0))[at]}
            assert not lost, f"shown as {'starred' if at else 'read'}, but not saved: {sorted(lost)}"
        assert read >= reader.all, f"{reader.all} were shown as read, {read} are saved"
    # All or none: without them only what single keys marked can be read.
    asked = [reader.asked for reader in readers if reader.asked]
    single = sum(len(reader.read) + 1 for reader in readers)
    assert not asked or read >= min(asked) or read <= single, f"{read} read, between {single} and {min(asked)}"
    return sum(map(sum, found.values()))


def on_screens(expected):
    """Two copies that index and mark, killed again and again."""
    cache, data = home / "screens", home / "marks"
    (home / "config.toml").write_text("")
    shown = kept = partial = 0
    for number in range(rounds):
        shutil.rmtree(cache, ignore_errors=True)
        shutil.rmtree(data, ignore_errors=True)
        after = [chance.randint(2, 30) if number % 3 == at else 0 for at in range(2)]
        readers = [Reader(cache, data, bool(at), after[at]) for at in range(2)]
        until_killed(readers, time.monotonic() + chance.uniform(0.02, 0.8))
        shown += sum(len(reader.starred) + len(reader.read) + reader.all for reader in readers)
        kept += marked(data, readers)
        seen = rows(cache)
        partial += seen != expected
        for path, text in seen.items():
            assert text == expected.get(path), f"{path} names another text"
        # The next start opens, and ends when it is told to.
        again = Reader(cache, data, False, 0).terminal
        again.wait("the list", lambda screen: screen.cursor())
        again.send("q")
        assert again.end() == 0
    print(f"on screens: {rounds} rounds, {partial} cut short, {shown} marks shown, {kept} kept")
    assert shown and partial, "nothing was cut short"


try:
    for number in range(1500):
        write(number, 0)
    time.sleep(2.1)
    untouched = fingerprint()
    first = home / "first"
    in_peace(first)
    cache = home / "cache"
    torment(cache, None, rows(first), "indexing", lambda: shutil.rmtree(cache, ignore_errors=True))
    assert fingerprint() == untouched, "the collection was touched"
    for number in range(0, 1500, 2):
        write(number, 1)
    time.sleep(2.1)
    untouched = fingerprint()
    second = home / "second"
    in_peace(second)

    def again():
        shutil.rmtree(cache)
        shutil.copytree(first, cache)

    shutil.rmtree(home / "timed")
    torment(cache, first, rows(second), "changing and compacting", again)
    on_full_disks(first, rows(second))
    on_screens(rows(second))
    assert fingerprint() == untouched, "the collection was touched"
finally:
    shutil.rmtree(home, ignore_errors=True)
