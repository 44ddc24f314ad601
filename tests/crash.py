#!/usr/bin/env python3
"""crash.py PROGRAM [ROUNDS]: kill -9 of two copies at once while they index and compact, at random moments.

After every kill each committed row must name its own text, byte for byte as an index made in peace has it; at the end
the index must equal that one, and the collection must be untouched: content and time of every file."""
import contextlib
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path

program, rounds = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 50
chance = random.Random(1)
home = Path(tempfile.mkdtemp(prefix="inkstone-crash-"))
posts = home / "posts"


def write(number, version):
    path = posts / f"{number % 40}" / f"{number}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "".join(f"<p>{number} {version} 落霞与孤鹜齐飞 {chance.random()}</p>\n" for _ in range(120))
    path.write_text(f"---\ntitle: {number} 篇\ndate: 2021-03-01\n---\n{body}", encoding="utf-8")


def start(cache):
    words = [program, "--cache-dir", cache, "--data-dir", home / "data", "index", posts]
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def in_peace(cache):
    done = start(cache)
    _, said = done.communicate()
    assert done.returncode == 0, said.decode()


def rows(cache):
    """Path to text of every committed row."""
    found = {}
    for catalogue in cache.glob("index/*/catalogue.db"):
        with contextlib.closing(sqlite3.connect(catalogue, timeout=30)) as db:
            [(birth,)] = db.execute("SELECT value FROM about WHERE key = 'birth'").fetchall()
            text = {}
            query = "SELECT folder.path, name, segment, start, bytes FROM article JOIN folder ON folder.id = folder"
            for folder, name, segment, start, length in db.execute(query):
                if segment not in text:
                    text[segment] = (catalogue.parent / f"texts-{birth.decode()}-{segment}").read_bytes()
                found[folder + b"/" + name] = text[segment][start:start + length]
            assert db.execute("PRAGMA quick_check").fetchall() == [("ok",)]
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
    assert fingerprint() == untouched, "the collection was touched"
finally:
    shutil.rmtree(home, ignore_errors=True)
