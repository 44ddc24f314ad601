#!/usr/bin/env python3
"""Runs the program over every file and folder of the corpora.

usage: corpora.py PROGRAM CORPORA [PART…]

Prints every file at several widths and formats; lists every folder, which must give a row for every file, and checks
it. No run may crash, take more than two seconds, write a control character, or exceed the width. A run prints several
files at once; if it fails, it is repeated file by file, so that the report names the file. The output must contain the
Han, kana and Hangul of the body in order: for an HTML article those found by Python's html.parser, for any other those
that the other format prints.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

SECONDS = 2.0
# Files printed by one run.
TOGETHER = 32
SHOWN_PER_KIND = 5
ENDINGS = {".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".xhtml", ".txt"}
# Folders whose bodies are HTML throughout.
HTML_FOLDERS = {"seed-family", "seedlike"}

CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
# The escape sequences of colours and links: SGR, and OSC 8 with its terminator.
STYLING = re.compile("\x1b\\[[0-9;:]*m|\x1b\\]8;[^\x00-\x1f\x7f-\x9f]*\x1b\\\\")
CJK = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]")
# Lines whose width can be computed without a table: ASCII is narrow, these blocks are wide, nothing combines.
NARROW = re.compile("[ -~]")
PLAIN = re.compile("[ -~\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*")

# Text that only the box of a picture contains: its label and its address.
PICTURE = re.compile(r"\[图\]|▎ [a-z]+://.*|▎ [^\s▎]*/[^\s▎]*$", re.MULTILINE)
# The line between columns.
TABLE = re.compile("│")

LIST_KEYS = {
    "path", "title", "date", "timestamp", "categories", "tags", "own_tags", "author", "lang", "image", "link", "length",
    "minutes", "read", "starred", "problems",
}


class Reading(HTMLParser):
    """The text a reader of the page would see."""

    VOID = set("area base br col embed hr img input link meta param source track wbr image".split())
    UNSEEN = set(
        "script style template noscript title iframe noembed noframes video audio object select svg math textarea".split()
    )

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.text = []
        self.unseen = []

    def handle_starttag(self, tag, attrs):
        if tag in self.VOID:
            return
        attributes = dict(attrs)
        style = re.sub(r"\s", "", attributes.get("style") or "").lower()
        hidden = tag in self.UNSEEN or "hidden" in attributes or "display:none" in style
        if self.unseen or hidden:
            self.unseen.append(tag)

    def handle_endtag(self, tag):
        if tag in self.unseen:
            while self.unseen.pop() != tag:
                pass

    def handle_data(self, data):
        if not self.unseen:
            self.text.append(data)


def body_of(text):
    """The body behind `---` … `---`, or None where the front matter is not of that shape."""
    found = re.match(r"\ufeff?\s*---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(?:\r?\n|$)", text, re.S)
    return text[found.end():] if found else None


def cjk_of_html(body):
    reading = Reading()
    reading.feed(body)
    reading.close()
    return CJK.findall("".join(reading.text))


def first_missing(expected, shown):
    """Where `expected` stops being a subsequence of `shown`, or None."""
    rest = iter(shown)
    for at, character in enumerate(expected):
        if not any(character == other for other in rest):
            return at
    return None


def width_of(line):
    return len(line) + sum(1 for character in line if not NARROW.match(character))


class Runner:
    def __init__(self, program, home):
        self.program = program
        self.environment = {"PATH": os.environ.get("PATH", ""), "HOME": home, "LANG": "C.UTF-8"}
        self.runs = 0
        self.compared = 0
        self.slowest = (0.0, "")

    def run(self, arguments, problems):
        """Runs once, and again if it took too long: only a run that is slow twice fails. Returns stdout or None."""
        for attempt in (1, 2):
            started = time.monotonic()
            try:
                done = subprocess.run(
                    [self.program, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=10 * SECONDS,
                    env=self.environment, check=False,
                )
            except subprocess.TimeoutExpired:
                problems.append(("too slow", f"more than {10 * SECONDS:.0f} s: {arguments}"))
                return None
            taken = time.monotonic() - started
            if taken <= SECONDS:
                break
        self.runs += 1
        self.slowest = max(self.slowest, (taken, " ".join(map(str, arguments))[:120]))
        if taken > SECONDS:
            problems.append(("too slow", f"{taken:.1f} s: {arguments}"))
        if done.returncode not in (0, 1):
            why = done.stderr.decode(errors="replace").strip().splitlines()[-3:]
            problems.append(("exit status", f"{done.returncode}: {arguments} {why}"))
            return None
        try:
            return done.stdout.decode()
        except UnicodeDecodeError as error:
            problems.append(("not UTF-8", f"{error}: {arguments}"))
            return None


def check_text(text, arguments, problems):
    found = CONTROLS.search(text)
    if found:
        problems.append(("control character", f"{found.group()!r} after {text[:found.start()][-30:]!r}: {arguments}"))


def check_width(text, width, path, problems):
    for line in text.split("\n"):
        if PLAIN.fullmatch(line) and width_of(line) > width:
            problems.append(("too wide", f"{width_of(line)} of {width}: {line!r}: {path}"))
            return


# The ways every file is printed: arguments, and the width that no line may exceed. In a pipe, lines of code are whole
# unless a setting says otherwise.
MANNERS = [
    (["--width", "20", "--color", "never", "-c", "typography.code=wrap"], 20),
    (["--width", "80", "--color", "never", "-c", "typography.code=wrap"], 80),
    (["--width", "80", "--format", "ansi", "--color", "always"], None),
    (["--format", "unwrapped", "--color", "never"], None),
]


def is_binary(path):
    """Whether a file is what macOS writes beside files on foreign disks (AppleDouble), the only binaries here."""
    with open(path, "rb") as file:
        return file.read(4) == b"\0\5\x16\7"


def check_refused(runner, path, problems):
    """Checks that a binary is not printed but named."""
    done = subprocess.run(
        [runner.program, "print", path], stdin=subprocess.DEVNULL, capture_output=True, timeout=10 * SECONDS,
        env=runner.environment, check=False,
    )
    if done.returncode != 2 or done.stdout or b"AppleDouble" not in done.stderr:
        problems.append(("a binary", f"{done.returncode}: {done.stderr!r}: {path}"))


def check_files(runner, paths, html):
    """Prints some files together, and one by one if anything is wrong."""
    problems = []
    for path in filter(is_binary, paths):
        check_refused(runner, path, problems)
    paths = [path for path in paths if not is_binary(path)]
    if not paths:
        return problems
    for manner, width in MANNERS:
        arguments = ["print", *manner, *paths]
        text = runner.run(arguments, problems)
        if text is not None:
            check_text(STYLING.sub("", text) if "ansi" in manner else text, arguments, problems)
            if width:
                check_width(text, width, paths[0], problems)
    if problems and len(paths) > 1:
        return [problem for path in paths for problem in check_files(runner, [path], html)]
    for path in paths:
        check_complete(runner, path, html, problems)
    return problems


def check_complete(runner, path, is_html, problems):
    """Checks that both formats print the whole body."""
    body_only = ["print", "--body", "--color", "never"]
    wrapped = runner.run([*body_only, "--width", "80", path], problems)
    unwrapped = runner.run([*body_only, "--format", "unwrapped", path], problems)
    if wrapped is None or unwrapped is None:
        return
    source = Path(path).read_bytes().decode("utf-8", errors="replace")
    body = body_of(source) if is_html else None
    if body is None:
        # Only the unwrapped format contains links and addresses, so it may have more.
        pairs = [(CJK.findall(PICTURE.sub("", wrapped)), "unwrapped", unwrapped)]
    else:
        expected = cjk_of_html(body)
        pairs = [(expected, "unwrapped", unwrapped), (expected, "wrapped", wrapped)]
    for expected, name, text in pairs:
        runner.compared += len(expected)
        # A picture without alternative text is printed as its address in one format, and as a part of it in the other.
        shown = CJK.findall(unquote(text))
        at = first_missing(expected, shown)
        # The lines of table cells side by side are interleaved, so only the number of characters can be compared.
        if at is not None and TABLE.search(wrapped) and not Counter(expected) - Counter(shown):
            continue
        if at is not None:
            around = "".join(expected[max(0, at - 10):at]) + "[" + expected[at] + "]" + "".join(expected[at + 1:at + 10])
            problems.append(("lost text", f"{name}, character {at} of {len(expected)}: {around}: {path}"))


def check_folder(runner, path, files):
    problems = []
    listed = set()
    for command in ("list", "check"):
        arguments = [command, "--format", "json", path]
        text = runner.run(arguments, problems)
        if text is None:
            continue
        check_text(text, arguments, problems)
        for line in text.splitlines():
            try:
                row = json.loads(line)
                listed.add(row.get("path"))
                missing = LIST_KEYS - set(row) if command == "list" else set()
            except (ValueError, TypeError) as error:
                problems.append(("not JSON", f"{error}: {line[:80]!r}: {arguments}"))
                break
            if missing:
                problems.append(("keys missing", f"{sorted(missing)}: {arguments}"))
                break
    for file in files:
        # Hidden files are not articles, and a .txt file is one only if it begins with front matter.
        hidden = any(name.startswith(".") for name in Path(os.path.relpath(file, path)).parts)
        if not hidden and not file.endswith(".txt") and os.path.relpath(file, path) not in listed:
            problems.append(("not listed", file))
    return problems


def main():
    program, corpora = os.path.abspath(sys.argv[1]), Path(sys.argv[2])
    parts = sys.argv[3:] or sorted(part.name for part in corpora.iterdir() if part.is_dir())
    passed = 0
    kinds = {}
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(2) as pool:
        runner = Runner(program, home)
        for part in parts:
            started = time.monotonic()
            files = sorted(
                str(path) for path in (corpora / part).rglob("*") if path.is_file() and path.suffix.lower() in ENDINGS
            )
            jobs = [pool.submit(check_folder, runner, str(corpora / part), files)]
            for at in range(0, len(files), TOGETHER):
                jobs.append(pool.submit(check_files, runner, files[at:at + TOGETHER], part in HTML_FOLDERS))
            bad = 0
            for job in jobs:
                problems = job.result()
                bad += len(problems)
                for kind, what in problems:
                    kinds.setdefault(kind, []).append(what)
            passed += max(0, len(files) + 1 - bad)
            print(f"{part}: {len(files)} files, {bad} problems, {time.monotonic() - started:.0f} s", flush=True)
    for kind, found in sorted(kinds.items()):
        print(f"\n{kind}: {len(found)}")
        for what in found[:SHOWN_PER_KIND]:
            print(f"  {what}")
    failed = sum(map(len, kinds.values()))
    print(f"\n{runner.runs} runs, the slowest {runner.slowest[0]:.2f} s: {runner.slowest[1]}")
    print(f"{runner.compared} characters found again in order")
    print(f"corpora: {passed} passed, {failed} failed")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
