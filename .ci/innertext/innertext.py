#!/usr/bin/env python3
"""Compares the text of documents with the innerText of Chromium, to find texts that are joined with nothing between,
split, lost or added.

usage: innertext.py READER CORPORA [--list FILE] [--only PART] [--show KIND] [--update]

READER is the program built from this folder. The samples of samples.html and the bodies of all files of the corpora are compared: HTML as it is without
template tags, Markdown as the HTML that pulldown-cmark makes of it. Chromium runs without network, and the bodies
without scripts and style sheets; page.js first shows in its page what a document shows in words (players, form fields,
quotation marks) and hides what it omits (icons, line numbers beside code).

White space is compared only as far as there is any: a line break or tab on one side must be a line break, tab or blank
on the other. Every difference must be of one of the kinds in ACCEPTED, or in a file of known.tsv, which says why and how
many. With --show, the differences of a kind are printed. Without Chromium nothing is compared, and the script says so.
"""

import argparse
import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

from chromium import Chromium, find
from difference import compare

HERE = Path(__file__).parent
# Bodies sent to the browser at once.
BATCH = 25
LIMIT = 20


def is_tag(row):
    """Only we have something that looks like a tag."""
    return row.kind in ("extra", "changed") and re.search(r"<[\w/!]", row.ours) and not re.search("<[a-z]", row.theirs)


def is_gauge(row):
    """Only we have a percentage. Digits that are equal on both sides may be aligned either way."""
    return row.kind == "extra" and re.fullmatch(r"\s*\d{0,3}%\s*\d?", row.ours)


# The marks around formulas, and in them the marks of Markdown and the blanks that it changes.
FORMULA = re.compile(r"[$_*\s\ue000]|\\[()\[\]]|\\(?:begin|end)\{\w+\*?\}")


def is_formula(row):
    """Both have the same but for the marks of a formula, or only we have a break or blank at one."""
    if row.kind.startswith("split"):
        return re.search(r"[$}]|\\[()\[\]]", row.before[-3:] + "\0" + row.after[:3])
    theirs, ours = (FORMULA.sub("", text) for text in (row.theirs, row.ours))
    return theirs == ours and re.search(r"[$_*\\]", row.theirs + row.ours)


# The kinds of difference that are right, each with its reason.
ACCEPTED = [
    ("tag", "what looks like a tag but is the name of no element (`Promise<T>`, `<RET>`) is text", is_tag),
    ("notes", "a blank separates raised links that follow each other: notes 1 and 2 are not note 12",
     lambda row: row.kind == "split-blank" and row.before[-1:].isdigit() and row.after[:1].isdigit()),
    ("formula", "formulas are marked in HTML too: their delimiters are no text, what Markdown took for emphasis is, and a "
     "formula on lines of its own is a block", is_formula),
    ("gauge", "a meter or progress bar without text is drawn by a browser; its percentage is shown", is_gauge),
]


class Row:
    """A difference."""

    def __init__(self, path, kind, before, theirs, ours, after):
        self.path, self.kind, self.before, self.theirs, self.ours, self.after = path, kind, before, theirs, ours, after
    def __str__(self):
        return (f"{self.path}\n  {self.kind} behind {self.before!r}: {self.theirs[:80]!r} is {self.ours[:80]!r}, "
                f"then {self.after!r}")


def bodies(reader, corpora):
    with subprocess.Popen([reader, corpora], stdout=subprocess.PIPE) as process:
        for line in process.stdout:
            yield json.loads(line)
    if process.returncode:
        sys.exit(f"{reader}: exit status {process.returncode}")


def samples(reader):
    """The bodies of samples.html, separated by lines that begin with a tag."""
    bodies = re.split(r"\n(?=<)", (HERE / "samples.html").read_text(encoding="utf-8").strip())
    given = "".join(json.dumps(body) + "\n" for body in bodies)
    done = subprocess.run([reader, "-"], input=given, capture_output=True, text=True, check=True)
    for number, line in enumerate(done.stdout.splitlines(), 1):
        yield {**json.loads(line), "path": f"samples.html:{number}"}


def differences(rows, browser):
    """All differences, and how many characters Chromium gave."""
    found, characters = [], 0
    browser.evaluate((HERE / "page.js").read_text(encoding="utf-8"))
    for at in range(0, len(rows), BATCH):
        some = rows[at:at + BATCH]
        texts = browser.evaluate(f"innerTexts({json.dumps([row['html'] for row in some])})")
        for row, text in zip(some, texts):
            characters += len(text)
            found.extend(Row(row["path"], *difference) for difference in compare(text, row["text"]))
    return found, characters


def known_files(path):
    """The files of the list: path to (count, reason)."""
    known = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.exists() else []:
        if line and not line.startswith("#"):
            count, name, reason = line.split("\t")
            known[name] = (int(count), reason)
    return known


def kind_of(row):
    """The accepted kind of a difference, or None."""
    return next((name for name, _, rule in ACCEPTED if rule(row)), None)


def judge(found, known, paths):
    """Counts by kind, and the differences of no kind. A listed file with another count is an error as well."""
    counts, left, listed = Counter(), [], defaultdict(list)
    for row in found:
        kind = kind_of(row)
        if row.path in known:
            listed[row.path].append(row)
        elif kind:
            counts[kind] += 1
        else:
            left.append(row)
    errors = []
    for path, (count, _) in known.items():
        rows = listed.get(path, [])
        if path in paths and len(rows) != count:
            errors.append(f"{path}\n  {len(rows)} differences, {count} listed")
            left.extend(rows)
    return counts, left, errors, sum(map(len, listed.values()))


def write(path, found, known):
    """Writes the list anew, with the reasons that it has."""
    counts = Counter(row.path for row in found if row.path in known or not kind_of(row))
    counts = {name: sum(row.path == name for row in found) for name in counts}
    lines = [f"{counts[name]}\t{name}\t{known.get(name, (0, '?'))[1]}\n" for name in sorted(counts)]
    path.write_text("# differences, file, reason\n" + "".join(lines), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("reader")
    parser.add_argument("corpora")
    parser.add_argument("--list", type=Path, default=HERE / "known.tsv")
    parser.add_argument("--update", action="store_true", help="write the list anew, keeping its reasons")
    parser.add_argument("--only", default="", metavar="PART", help="only files with this in their path")
    parser.add_argument("--show", metavar="KIND", help="print the differences of a kind, or those `left`")
    options = parser.parse_args()
    path = find()
    if path is None:
        print("innertext: skipped, there is no Chromium (apt-get install chromium)")
        return 0
    rows = [*samples(options.reader), *bodies(options.reader, options.corpora)]
    rows = [row for row in rows if options.only in row["path"]]
    browser = Chromium(path)
    try:
        found, characters = differences(rows, browser)
    finally:
        browser.close()
    known = known_files(options.list)
    if options.update:
        write(options.list, found, known)
        known = known_files(options.list)
    counts, left, errors, listed = judge(found, known, {row["path"] for row in rows})
    for row in found if options.show else []:
        if options.show in (row.kind, kind_of(row) or "left"):
            print(row)
    for error in errors + [str(row) for row in left[:LIMIT]]:
        print(error)
    made = sum(row["markdown"] for row in rows)
    print(f"{len(rows)} bodies ({len(rows) - made} HTML, {made} made of Markdown), {characters} characters")
    for name, reason, _ in ACCEPTED:
        print(f"  {counts[name]:5} {name}: {reason}")
    print(f"  {listed:5} in {len(known)} files of {options.list.name}")
    print(f"innertext: {len(left)} differences without an explanation, {len(errors)} wrong counts")
    return 1 if left or errors or not rows else 0


if __name__ == "__main__":
    sys.exit(main())
