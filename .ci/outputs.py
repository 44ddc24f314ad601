#!/usr/bin/env python3
"""Compares the output of two builds of the program, byte for byte.

usage: outputs.py OLD NEW CORPORA [--one] [--only GROUP] [--meant NAME] [--jobs N] [--diff DIR]

Runs the same command lines with both programs over all collections of the corpora, with and without an index, and
compares stdout, stderr and exit status. With --one, CORPORA is itself a single collection. --only runs one group of them:
`lists` is a sample of all commands that list and search, for large collections; `indexed`, `unindexed`, `printed` and
`alone` are the parts of the whole. --meant names a difference that is on purpose, which is reported but does not count.
Prints a line for every command line; the exit status is 1 if any differ. --diff writes every output that differs to a file
of its own.

Each program runs in a directory of its own, with data and cache directories relative to it, so that both print the same
paths.
"""

import argparse
import difflib
import os
import re
import shlex
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

SECONDS = 600.0
# Files printed by one run.
TOGETHER = 64
# Collections of at most so many files are also printed file by file.
SINGLY = 200
SHOWN_LINES = 20
# Lines around the first difference that are given to difflib, which is slow for whole outputs.
AROUND = 40

LANGUAGES = ("en", "zh-Hans", "zh-Hant", "ja", "ko")
SORTS = ("date", "title", "path", "length", "category", "read", "relevance")
COMMANDS = (
    "", "print", "list", "categories", "check", "search", "index", "config", "config path", "config default",
    "config check", "config consents", "fetch", "completions", "man",
)
SHELLS = ("bash", "elvish", "fish", "powershell", "zsh")

# Dates are absolute, because relative ones would depend on the day of the run.
QUERIES = (
    "的", "rust", "Ｒｕｓｔ", "国 中", '"the web"', '"新媒体"', "-的", "javascript -react", "java|rust", "数据 -算法|结构",
    "zg", "zhongguo", "shuju -title:sj", "title:zg", "category:xmt", "category:xinmeiti", "category:编程",
    'category:"新媒体"', "tag:firefox", "author:core", "title:release", "path:2020", "-category:雑記 tag:js",
    "after:2021", "before:2015-06", "date:2020..2021-06", "date:2021-03", "date:2022-01-07",
    "after:2018 before:2019-07-01 web", "is:unread", "is:read", "is:starred", "is:new", "has:image",
    "has:link -has:image", "has:problem", "category:xmt after:2019 -has:link", "no-such-word-at-all", '"open', "|",
)
WRONG_QUERIES = ("after:2021-13", "date:x", "is:lost", "has:nothing")

# The configuration files that the command lines use.
CONFIGURATIONS = {
    "good.toml": '[collections]\nposts = "nowhere"\n\n[typography]\nmeasure = 44\nfill = "greedy"\n',
    "bad.toml": 'theme = "pink"\nmouse = 3\nnothing = 1\n\n[typography]\nmeasure = 4\nfil = "greedy"\n\n'
    '[keys.list]\n"<C-q" = "quit"\n"x" = "no-such-command"\n\n[list\n',
}

# Placeholders of the command lines below: FOLDER is every collection in turn, FOLDERS all in one run, FILES every file
# of every collection, TOGETHER of them in one run, SOME every third of them; ONE is every file of the small collections
# in turn, STDIN the same by way of standard input.
INDEXED = [
    "index --stats FOLDER",
    "index FOLDER",
    "index FOLDER",
    "index --stats FOLDER",
    *(f"index --stats FOLDER --lang {language}" for language in LANGUAGES[1:]),
    "index --rebuild FOLDER",
    *(f"index FOLDER --lang {language}" for language in LANGUAGES[1:]),
    "FOLDER",
    "list FOLDER",
    "list --format json FOLDER",
    "list --format paths FOLDER",
    "list -0 FOLDER",
    *(f"list --format json --sort {sign}{sort} FOLDER" for sort in SORTS for sign in ("", "-")),
    "list --limit 7 FOLDER",
    "list --limit 0 FOLDER",
    "list --category 新媒体 FOLDER",
    "list --category javascript --sort -length FOLDER",
    "list --category 新媒体 --category ZAKER --format json FOLDER",
    "list --category '' --format paths FOLDER",
    "list -c typography.ambiguous=wide FOLDER",
    "list --query 的 --sort relevance --limit 50 FOLDER",
    *(f"list --query={shlex.quote(query)} FOLDER" for query in QUERIES),
    *(f"list --query={shlex.quote(query)} FOLDER" for query in WRONG_QUERIES),
    "search --in FOLDER 的",
    "search --in FOLDER --format json rust",
    "search --in FOLDER --format json --sort relevance 数据 -- -算法",
    "search --in FOLDER --format paths --sort title javascript",
    "search --in FOLDER -0 web",
    "search --in FOLDER --color always --limit 40 'java|rust'",
    "search --in FOLDER --color always --theme light 'the web'",
    "search --in FOLDER '\"the web\"' after:2015",
    "search --in FOLDER zhongguo",
    "search --in FOLDER no-such-word-at-all",
    "categories FOLDER",
    "categories --format json FOLDER",
    "check FOLDER",
    "check --format json FOLDER",
    "check --color always --lang ja FOLDER",
    "index --forget FOLDER",
    "index --forget FOLDER",
]

UNINDEXED = [
    "list --no-index FOLDER",
    "list --no-index --format json --sort path FOLDER",
    "list --no-index --format json -c timezone=America/New_York FOLDERS",
    "list --no-index --format json -c body=markdown -c markdown.breaks=on FOLDER",
    "list --no-index --query=rust FOLDER",
    "list --no-index --format json --query='\"the web\" -react' FOLDER",
    "search --no-index --in FOLDER 国",
    "search --no-index --in FOLDER --format json --sort relevance javascript",
    "search --no-index --in FOLDER --format paths 'java|rust'",
    "index --no-index FOLDER",
    "categories FOLDER",
    "categories --format json FOLDER",
    "categories FOLDERS",
    *(f"categories FOLDER --lang {language}" for language in LANGUAGES[1:]),
    "check FOLDER",
    "check --format json FOLDER",
    "check --color always --theme light FOLDERS",
    *(f"check FOLDER --lang {language}" for language in LANGUAGES[1:]),
]

PRINTED = [
    "print --width 12 FILES",
    "print --width 24 FILES",
    "print --width 40 FILES",
    "print FILES",
    "print --width 120 FILES",
    "print --format ansi --width 66 FILES",
    "print --format unwrapped FILES",
    "print --format markdown FILES",
    "print --links footnotes --width 66 --lang zh-Hans FILES",
    "print --width 40 -c typography.fill=greedy FILES",
    "print --width 30 -c typography.justify=on -c typography.indent=2 -c typography.hang=on FILES",
    "print --body --width 66 SOME",
    "print --links inline --width 66 --lang zh-Hant SOME",
    "print --color always --theme light --links footnotes --width 50 --lang ja SOME",
    "print --format unwrapped --body --links inline --lang ko SOME",
    "print --format markdown --body --links inline SOME",
    "print --width 66 -c typography.justify=on SOME",
    "print --width 34 -c typography.justify=on -c typography.hang=on -c typography.fill=greedy SOME",
    "print --width 40 -c typography.indent=2 SOME",
    "print --width 40 -c typography.hang=on SOME",
    "print --width 40 -c typography.korean=syllables SOME",
    "print --width 40 -c typography.ruby=above SOME",
    "print --width 40 -c typography.bidi=app SOME",
    "print --width 24 -c typography.strictness=loose -c typography.hyphenate=on SOME",
    "print --width 24 -c typography.strictness=normal -c typography.hyphenate=off SOME",
    "print --width 50 -c typography.autospace=off -c lang=ja SOME",
    "print --width 50 -c typography.ambiguous=wide -c lang=zh-Hant SOME",
    "print --width 50 -c markdown.breaks=on -c markdown.headings=on SOME",
    "print --config good.toml -c markdown.breaks=off -c markdown.headings=off SOME",
    "print -c body=markdown SOME",
    "print -c body=html SOME",
    "print --width 60 STDIN",
    "print --format unwrapped STDIN",
    "ONE",
]

# Command lines that need no corpora, and those that are refused.
ALONE = [
    "--version",
    *(f"{command} --help".strip() for command in COMMANDS),
    *(f"{command} -h".strip() for command in COMMANDS),
    "man",
    *(f"completions {shell}" for shell in SHELLS),
    "config default",
    "config path",
    "config path --config good.toml",
    "config check --config good.toml",
    "config check --config missing.toml",
    "list --config good.toml postz",
    "list nowhere --sort title",
    "list --sort nothing",
    "list --format yaml",
    "print --width 1 nowhere.md",
    "search",
    *(
        f"{command} --lang {language}"
        for language in LANGUAGES
        for command in (
            "list", "list --format json", "categories", "check", "search --no-index 文", "list --query=after:x",
            "config check --config bad.toml", "config check -c typography.fill=fast", "list --theme pink",
            "list nowhere", "list --category nothing", "print nowhere.md", "index", "index --stats nowhere",
        )
    ),
]

# A sample for collections that are too large for all command lines.
LISTS = [
    "index FOLDER",
    "list FOLDER",
    "list --limit 5 FOLDER",
    "list --limit 5 --no-index FOLDER",
    "list --no-index FOLDER",
    "list --format json FOLDER",
    "list --format json --no-index --limit 40 --sort length FOLDER",
    "list --format paths FOLDER",
    "list --format paths --no-index FOLDER",
    "list -0 --sort title FOLDER",
    *(f"list --limit 50 --sort {sign}{sort} FOLDER" for sort in SORTS for sign in ("", "-")),
    "list --query 核酸 --limit 5 FOLDER",
    "list --query 核酸 --limit 5 --no-index FOLDER",
    "list --query 'has:problem' FOLDER",
    "list --query 'has:problem' --no-index FOLDER",
    "list --category 科技 --format json --sort -date FOLDER",
    "list --category 科技 --no-index --limit 9 FOLDER",
    "search --in FOLDER --format paths 青海湖的候鸟",
    "search --in FOLDER --format paths --no-index 青海湖的候鸟",
    "search --in FOLDER --format json 'the city'",
    "search --in FOLDER --format json --no-index 'the city'",
    "search --in FOLDER --limit 30 --sort relevance 核酸 -- -郑州",
    "search --in FOLDER --limit 30 --sort relevance --no-index 核酸 -- -郑州",
    "search --in FOLDER zhengzhou",
    "categories FOLDER",
    "categories --format json FOLDER",
    "categories --no-index FOLDER",
    "check FOLDER",
    "check --format json FOLDER",
    "check --no-index --format json FOLDER",
]

GROUPS = {"lists": LISTS, "indexed": INDEXED, "unindexed": UNINDEXED, "printed": PRINTED, "alone": ALONE}
WHOLE = ("indexed", "unindexed", "printed", "alone")

# Differences that an option names as meant: what is left out of both outputs before they are compared again.
MEANT = {
    # JSON objects of articles have got the key `file`.
    "json-file": re.compile(rb'"file":(?:null|"(?:[^"\\]|\\.)*"),'),
}

# Control characters are written as numbers when a difference is shown.
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


@dataclass
class Corpora:
    """The collections: their folders, and the files of each."""

    folders: dict

    @classmethod
    def read(cls, root, one):
        folders = [root] if one else sorted(path for path in root.iterdir() if path.is_dir())
        files = {folder: sorted(str(path) for path in folder.rglob("*") if path.is_file()) for folder in folders}
        # The largest first, so that no long job starts last.
        return cls(dict(sorted(files.items(), key=lambda item: -len(item[1]))))


@dataclass
class Run:
    """One process: its name in reports, its directory below the program's own, arguments and input."""

    name: str
    directory: str
    arguments: list
    stdin: str = os.devnull


@dataclass
class Outcome:
    status: object
    stdout: bytes
    stderr: bytes

    def parts(self):
        return {"exit status": f"{self.status}\n".encode(), "stdout": self.stdout, "stderr": self.stderr}


def runs_of(command_line, corpora):
    """The runs that a command line expands to."""
    words = shlex.split(command_line)

    def filled(placeholder, values):
        at = words.index(placeholder)
        return [*words[:at], *values, *words[at + 1:]]

    if "FOLDERS" in words:
        return [Run("all collections", "all", filled("FOLDERS", map(str, corpora.folders)))]
    runs = []
    for folder, files in corpora.folders.items():
        if "FOLDER" in words:
            # Runs with an index use a directory per collection, so that no two concurrent runs share one.
            runs.append(Run(folder.name, folder.name, filled("FOLDER", [str(folder)])))
        elif "FILES" in words or "SOME" in words:
            placeholder, step = ("FILES", 1) if "FILES" in words else ("SOME", 3)
            wanted = files[::step]
            for at in range(0, len(wanted), TOGETHER):
                some = wanted[at:at + TOGETHER]
                runs.append(Run(f"{folder.name}, {len(some)} files from {some[0]}", "none", filled(placeholder, some)))
        elif len(files) <= SINGLY and "ONE" in words:
            runs += [Run(file, "none", filled("ONE", [file])) for file in files]
        elif len(files) <= SINGLY and "STDIN" in words:
            runs += [Run(file, "none", filled("STDIN", ["-"]), file) for file in files]
    if runs or {"FOLDER", "FILES", "SOME", "ONE", "STDIN"} & set(words):
        return runs
    return [Run("no collection", "none", words)]


class Program:
    """One of the two builds, with the directories of its runs."""

    def __init__(self, path, home, directory, names):
        self.path = os.path.abspath(path)
        self.directory = directory
        self.environment = {"PATH": os.environ.get("PATH", ""), "HOME": home, "LANG": "C.UTF-8", "TZ": "Asia/Shanghai"}
        for name in names:
            (directory / name).mkdir(parents=True)
            for file, text in CONFIGURATIONS.items():
                (directory / name / file).write_text(text, encoding="utf-8")

    def run(self, run):
        try:
            with open(run.stdin, "rb") as stdin:
                # Help prints the first argument as the program's name, so it must be the same for both.
                done = subprocess.run(
                    ["inkstone", "--data-dir", "data", "--cache-dir", "cache", *run.arguments], executable=self.path,
                    stdin=stdin, capture_output=True, timeout=SECONDS, env=self.environment,
                    cwd=self.directory / run.directory, check=False,
                )
        except subprocess.TimeoutExpired:
            return Outcome(f"more than {SECONDS:.0f} s", b"", b"")
        return Outcome(done.returncode, normalised(run.arguments, done.stdout), done.stderr)


def normalised(arguments, stdout):
    """The output of a program, without what differs between two runs of the same program."""
    if arguments[:2] == ["index", "--stats"]:
        # The size on disk, in the last line: the number of SQLite pages depends on the order in which threads finish.
        return re.sub(rb"[0-9]+\.[0-9] MiB\n\Z", b"? MiB\n", stdout)
    return stdout


@dataclass
class Compared:
    """The results of one run with both programs."""

    run: Run
    bytes: int
    status: object
    differences: dict
    # The names of the differences that are meant.
    meant: list


def compare(old, new, run, allowed):
    before, after = old.run(run), new.run(run)
    theirs = after.parts()
    differences = {part: (ours, theirs[part]) for part, ours in before.parts().items() if ours != theirs[part]}
    meant = []
    for name in allowed if differences else ():
        left = {part: tuple(MEANT[name].sub(b"", form) for form in forms) for part, forms in differences.items()}
        if left != differences:
            meant.append(name)
            differences = {part: forms for part, forms in left.items() if forms[0] != forms[1]}
    return Compared(run, len(before.stdout) + len(before.stderr), before.status, differences, meant)


def readable(data):
    text = data.decode(errors="backslashreplace")
    return CONTROLS.sub(lambda found: f"\\x{ord(found.group()):02x}", text).split("\n")


def first_difference(old, new):
    """A unified diff around the first difference of two outputs."""
    old, new = readable(old), readable(new)
    first = next(at for at, (ours, theirs) in enumerate(zip_longest(old, new)) if ours != theirs)
    start = max(0, first - 3)
    shown = difflib.unified_diff(old[start:first + AROUND], new[start:first + AROUND], lineterm="")
    # Use line numbers of the whole outputs, not of the lines given to difflib.
    return [f"line {first + 1}", *list(shown)[3:]][:SHOWN_LINES]


def write_differences(directory, number, differing):
    """Writes both versions of every output that differs, as `COMMAND-LINE/RUN.PART.old` and `.new`."""
    for at, compared in enumerate(differing):
        for part, forms in compared.differences.items():
            folder = directory / f"{number:03}"
            folder.mkdir(parents=True, exist_ok=True)
            name = f"{at:03}-{re.sub('[^A-Za-z0-9]+', '-', compared.run.name)[:60]}.{part.replace(' ', '-')}"
            for form, data in zip(("old", "new"), forms):
                (folder / f"{name}.{form}").write_bytes(data)


def report(number, command_line, results):
    """Prints the result of a command line. Returns the runs that differ."""
    differing = [compared for compared in results if compared.differences]
    statuses = Counter(str(compared.status) for compared in results)
    statuses = ", ".join(f"{count} × exit {status}" for status, count in sorted(statuses.items()))
    size = sum(compared.bytes for compared in results)
    word = "DIFFERS" if differing else "equal"
    meant = "".join(f" but for {name}" for name in sorted({name for compared in results for name in compared.meant}))
    print(f"{number:3} {word:7} {size:>12,} bytes, {statuses}{meant}: inkstone {command_line}", flush=True)
    if differing:
        first = differing[0]
        part, forms = next(iter(first.differences.items()))
        print(f"      {len(differing)} of {len(results)} runs differ; the first: {part} of {first.run.name}")
        for line in first_difference(*forms):
            print(f"      {line}", flush=True)
    return differing


def compare_all(old, new, corpora, pool, directory, groups, allowed):
    """Compares all command lines. Returns how many there are, how many differ, and the bytes compared."""
    command_lines = [command_line for group in groups for command_line in GROUPS[group]]
    differ = size = 0
    for number, command_line in enumerate(command_lines, 1):
        runs = runs_of(command_line, corpora)
        # Finish each command line before the next: those that use an index need it as the previous one left it.
        results = list(pool.map(lambda run: compare(old, new, run, allowed), runs))
        differing = report(number, command_line, results)
        differ += bool(differing)
        size += sum(compared.bytes for compared in results)
        if directory:
            write_differences(directory, number, differing)
    return len(command_lines), differ, size


def main():
    parser = argparse.ArgumentParser(description="Compares what two builds of the program write, byte for byte.")
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--one", action="store_true", help="CORPORA is one collection")
    parser.add_argument("--only", choices=GROUPS, help="one group of command lines")
    parser.add_argument("--meant", choices=MEANT, action="append", default=[], help="a difference that is meant")
    parser.add_argument("--jobs", type=int, default=2, metavar="N", help="runs at a time")
    parser.add_argument("--diff", type=Path, metavar="DIR", help="write the outputs that differ here")
    arguments = parser.parse_args()
    for program in (arguments.old, arguments.new):
        if not os.access(program, os.X_OK):
            parser.error(f"not a program: {program}")
    corpora = Corpora.read(arguments.corpora.resolve(), arguments.one)
    if not corpora.folders:
        parser.error(f"no collections in {arguments.corpora}")
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as work, ThreadPoolExecutor(arguments.jobs) as pool:
        # Nothing is written to it; the same one, for `config path` prints it.
        home = os.path.join(work, "home")
        os.mkdir(home)
        directories = ["none", "all", *(folder.name for folder in corpora.folders)]
        old = Program(arguments.old, home, Path(work, "old"), directories)
        new = Program(arguments.new, home, Path(work, "new"), directories)
        groups = [arguments.only] if arguments.only else WHOLE
        command_lines, differ, size = compare_all(old, new, corpora, pool, arguments.diff, groups, arguments.meant)
    print(f"{size:,} bytes compared in {time.monotonic() - started:.0f} s")
    print(f"{command_lines} command lines, {differ} differ")
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    main()
