#!/usr/bin/env python3
"""Prints every typesetting vector as a paragraph and compares the lines.

usage: vectors.py PROGRAM VECTORS.tsv

KNOWN lists the vectors that are known to differ, with the reason. It is a failure if one of them passes.
"""

import html
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

# id: why it differs
KNOWN = {}

# The defaults of the vectors, which differ from the program's.
DEFAULTS = {
    "strictness": "strict",
    "fill": "greedy",
    "hang": "off",
    "autospace": "off",
    "ambiguous": "narrow",
    "hyphenate": "off",
    "korean": "syllables",
    "justify": "off",
    "indent": "0",
}
OPTIONS = {
    "ambi": ("ambiguous", "wide"),
    "hang": ("hang", "on"),
    "auto": ("autospace", "insert"),
    "keepall": ("korean", "words"),
    "normal": ("strictness", "normal"),
    "loose": ("strictness", "loose"),
    "hyphen": ("hyphenate", "on"),
    "opt": ("fill", "optimal"),
}
LANGUAGES = {"ja", "ko", "en"}


def unescape(text):
    text = re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda found: chr(int(found.group(1), 16)), text)
    return text.replace(r"\n", "\n").replace(r"\t", "\t")


def vectors(path):
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            fields = line.rstrip("\n").split("\t")
            if line.startswith("#") or fields[0] == "id":
                continue
            fields += [""] * (7 - len(fields))
            name, rule, _source, width, text, expected, options = fields[:7]
            yield name, rule, int(width), unescape(text), unescape(expected), [o for o in options.split(",") if o]


def show(program, home, width, text, options):
    """The lines that the program prints, joined by ⏎, or the error."""
    language = "zh"
    chosen = dict(DEFAULTS)
    for option in options:
        if option in LANGUAGES:
            language = option
        else:
            key, value = OPTIONS[option]
            chosen[key] = value
    command = [program, "print", "--body", "--width", str(width), "--color", "never", "-c", "body=html"]
    for key, value in chosen.items():
        command += ["-c", f"typography.{key}={value}"]
    # The vectors are about line breaks: lines of Hebrew and Arabic begin at the left too.
    article = f'<p dir="ltr" lang="{language}">{html.escape(text, quote=False)}</p>\n'
    environment = {"PATH": os.environ.get("PATH", ""), "HOME": home, "LANG": "C.UTF-8"}
    run = subprocess.run(
        command + ["-"], input=article.encode(), capture_output=True, timeout=10, env=environment, check=False
    )
    if run.returncode != 0:
        return f"exit status {run.returncode}: {run.stderr.decode(errors='replace').strip()}"
    return run.stdout.decode(errors="replace").strip("\n").replace("\n", "⏎")


def main():
    program, path = sys.argv[1:3]
    passed = failed = known = 0
    seen = set()
    with tempfile.TemporaryDirectory() as home, ThreadPoolExecutor(2) as pool:
        todo = list(vectors(path))
        results = pool.map(lambda vector: show(program, home, vector[2], vector[3], vector[5]), todo)
        for (name, rule, width, _text, expected, options), shown in zip(todo, results):
            seen.add(name)
            good = shown == expected
            if good and name in KNOWN:
                failed += 1
                print(f"{name} passes, but is listed as a miss ({KNOWN[name]}): take it off the list")
            elif good:
                passed += 1
            elif name in KNOWN:
                known += 1
            else:
                failed += 1
                print(f"{name} {rule} [{width} {','.join(options)}]\n  expected {expected}\n  shown    {shown}")
    for name in sorted(set(KNOWN) - seen):
        failed += 1
        print(f"{name} is listed as a miss, but there is no such vector")
    print(f"vectors: {passed} passed, {failed} failed, {known} known misses")
    sys.exit(1 if failed or not passed else 0)


if __name__ == "__main__":
    main()
