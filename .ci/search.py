#!/usr/bin/env python3
"""Checks that a search with the index finds the same articles as one without.

usage: search.py PROGRAM CORPORA

Draws 200 words of 1 to 6 characters (Han, kana, Hangul, Latin, mixed) from the files of the corpora with a fixed seed.
The oracle is the program's own brute force, `--no-index`: it reads each article, folds its text and looks for each word
in it. The check thus covers all that the index adds: catalogue, text files, ranges, maps, threads.
"""
import random
import re
import subprocess
import sys
import tempfile
from pathlib import Path

program, corpora = sys.argv[1], Path(sys.argv[2])
chance = random.Random(5)
KINDS = ["[一-鿿]", "[ぁ-ヿ]", "[가-힣]", "[A-Za-z0-9]", "[一-鿿ぁ-ヿ가-힣A-Za-z]"]


def words(folder, count):
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".md", ".markdown", ".html"))
    drawn = set()
    for _ in range(count * 60):
        if len(drawn) == count or not files:
            break
        text = chance.choice(files).read_text(encoding="utf-8", errors="ignore")
        runs = re.findall(f"{chance.choice(KINDS)}+", text)
        if runs:
            run = chance.choice(runs)
            length = chance.randint(1, min(6, len(run)))
            at = chance.randint(0, len(run) - length)
            drawn.add(run[at:at + length])
    return sorted(drawn)


def found(folder, word, *how):
    asked = [program, "search", "--in", folder, "--print0", *how, "--", f'"{word}"']
    done = subprocess.run(asked, capture_output=True)
    assert done.returncode in (0, 1), done.stderr.decode()
    return sorted(done.stdout.split(b"\0"))


wrong = looked = hits = 0
folders = sorted(path for path in corpora.iterdir() if path.is_dir())
with tempfile.TemporaryDirectory() as home:
    dirs = ["--data-dir", f"{home}/data"]
    for folder in folders:
        for word in words(folder, -(-200 // len(folders))):
            indexed = found(folder, word, "--cache-dir", f"{home}/cache", *dirs)
            brute = found(folder, word, "--no-index", *dirs)
            looked += 1
            hits += len(brute) - 1
            if indexed != brute:
                wrong += 1
                print(f"{folder.name}: {word!r}: {len(indexed)} against {len(brute)}")
print(f"{looked} words, {hits} articles found, {wrong} wrong")
sys.exit(1 if wrong or not hits else 0)
