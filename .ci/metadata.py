#!/usr/bin/env python3
"""Compares `inkstone list --format json` with a strict reading of the same front matter by PyYAML and tomllib.

    metadata.py BINARY CORPORA

Every article file of a collection must be listed. Where the strict reading succeeds, title, date and categories must
be its own but for the leniencies below; where it fails, the article must be listed with a problem.

Leniencies, all of them:
  entities    HTML character references with a semicolon are decoded once: &#123; is {
  blanks      runs of white space are one blank, none at the ends; a single ideographic space stays
  controls    characters that a terminal must not see are removed: C0, C1, bidi embeddings and isolates, BOM, nonchars
  types       numbers, booleans and dates are the text that stands in the file
  keys        in any letter case; `category` counts after `categories`; Zola's [taxonomies] and [extra] count too
  shapes      one value is a list of one; lists within lists are flattened; of a mapping, keys and values count
  jekyll      in a file named YYYY-MM-DD-…, `categories` in one string are parted at blanks
  duplicates  names that are empty or stand twice are dropped; of a key that stands twice the last one counts
  titles      an empty title may be anything but empty: the first heading or the file name takes its place
  dates       any shape of DATES below, as precise as written; without a `date` key pubDate, publishDate and created,
              then the date in `path` or in the file name; what is no date may be null with the problem date-invalid
"""

import datetime
import html
import json
import os
import pathlib
import re
import subprocess
import sys
import tomllib

import yaml

COLLECTIONS = ["seed-family", "seedlike", "efcl", "volantis", "mzlogin", "hexo-longtail"]
ENDINGS = {".md", ".markdown", ".mdown", ".mkd", ".html", ".htm", ".xhtml"}

MONTHS = {name: number for number, name in enumerate(
    "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)}
DAY = r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"
TIME = r"(?P<H>\d{1,2}):(?P<M>\d{1,2})(?::(?P<S>\d{1,2})(?:\.\d+)?)?"
ZONE = r"(?P<z>Z|UTC|GMT|[+-]\d{1,2}(?::?\d{1,2})?)"
DATES = [re.compile(shape, re.I) for shape in (
    rf"{DAY}(?:\s+{ZONE})?",
    rf"{DAY}(?:\s+|T){TIME}\s*{ZONE}?",
    rf"{DAY}\s+{TIME}\s+\d{{4}}\s+{ZONE}",
    r"(?P<y>\d{4})年(?P<m>\d{1,2})月(?P<d>\d{1,2})日",
    rf"(?:[a-z]{{3}},\s*)?(?P<d>\d{{1,2}})\s+(?P<b>[a-z]{{3}})\s+(?P<y>\d{{4}})\s+{TIME}\s*{ZONE}?",
    rf"[a-z]{{3}}\s+(?P<b>[a-z]{{3}})\s+(?P<d>\d{{1,2}})\s+{TIME}\s+(?P<y>\d{{4}})",
)]
NAMED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[-_ .T]|$)")
HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef]"
    + "|[" + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]")


class Refused(Exception):
    """A strict parser does not take the front matter."""


def line(text):
    """Text of a field as it is shown."""
    text = re.sub(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z0-9]+);", lambda match: html.unescape(match.group()), text)
    text = re.sub(r"\s+", lambda run: "\u3000" if run.group() == "\u3000" else " ", HIDDEN.sub("", text))
    return text.strip()


def plain(node, seen=()):
    """A YAML node as text, lists and pairs; nothing is None."""
    if id(node) in seen:
        raise Refused("an alias within itself")
    if isinstance(node, yaml.ScalarNode):
        return None if node.tag == "tag:yaml.org,2002:null" else node.value
    seen = (*seen, id(node))
    if isinstance(node, yaml.SequenceNode):
        return [plain(item, seen) for item in node.value]
    return {"pairs": [(plain(key, seen), plain(value, seen)) for key, value in node.value]}


def of_toml(value):
    if isinstance(value, dict):
        return {"pairs": [(key, of_toml(item)) for key, item in value.items()]}
    if isinstance(value, list):
        return [of_toml(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (datetime.date, datetime.datetime)):
        return value.isoformat()
    return str(value)


def strict(text):
    """The pairs of strictly read front matter; None where there is none that this script knows."""
    text = text.lstrip("\ufeff")
    found = re.match(r"\s*(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)", text)
    if not found:
        return None
    close = r"^(?:-{3,}|\.\.\.)[ \t]*$" if found[1] == "---" else r"^\+\+\+[ \t]*$"
    rest = re.sub(r"\r\n?", "\n", text[found.end():])
    end = re.search(close, rest, re.M)
    if not end:
        raise Refused("never closed")
    source = rest[:end.start()]
    if found[1] == "+++":
        try:
            return of_toml(tomllib.loads(source))["pairs"]
        except tomllib.TOMLDecodeError as error:
            raise Refused(error) from error
    try:
        if not isinstance(yaml.safe_load(source) or {}, dict):
            return None
        node = yaml.compose(source, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, ValueError) as error:
        raise Refused(error) from error
    return plain(node)["pairs"] if isinstance(node, yaml.MappingNode) else []


def value_of(pairs, key):
    """The last value of a key, at the top or else in a table."""
    top = [value for name, value in pairs if isinstance(name, str) and name.strip().lower() == key]
    if top:
        return top[-1]
    for name, value in pairs:
        if name in ("taxonomies", "extra", "params") and isinstance(value, dict):
            for inner, found in value["pairs"]:
                if isinstance(inner, str) and inner.lower() == key:
                    return found
    return None


def scalars(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in scalars(item)]
    if isinstance(value, dict):
        return [text for pair in value["pairs"] for item in pair for text in scalars(item)]
    return []


def names(pairs, path):
    out = []
    for key in ("categories", "category"):
        value = value_of(pairs, key)
        if key == "categories" and isinstance(value, str) and NAMED.match(path.stem):
            value = value.split()
        out += [line(text) for text in scalars(value)]
    return list(dict.fromkeys(name for name in out if name))


def offset_of(zone):
    if zone.upper() in ("Z", "UTC", "GMT"):
        return 0
    sign, digits = (-1 if zone[0] == "-" else 1), zone[1:].replace(":", " ").split()
    if len(digits) == 1:
        digits = [digits[0][:-2], digits[0][-2:]] if len(digits[0]) > 2 else [digits[0], "0"]
    return sign * (int(digits[0]) * 60 + int(digits[1]))


def date(text):
    """ISO 8601 and Unix seconds where they are certain; None for what is no date."""
    text = text.strip().strip("\"'").strip()
    for shape in DATES:
        found = shape.fullmatch(text)
        if not found:
            continue
        part = found.groupdict()
        month = MONTHS.get((part.get("b") or "").lower()) or int(part.get("m") or 0)
        try:
            day = datetime.date(int(part["y"]), month, int(part["d"]))
            iso = day.isoformat()
            if part.get("H") is None:
                return iso, None
            hour, minute, second = int(part["H"]), int(part["M"]), int(part["S"] or 0)
            moment = datetime.datetime(day.year, day.month, day.day, hour, minute, second)
        except ValueError:
            return None
        iso += f"T{hour:02}:{minute:02}" + (f":{second:02}" if part["S"] else "")
        if not part.get("z"):
            return iso, None
        minutes = offset_of(part["z"])
        seconds = (moment - datetime.datetime(1970, 1, 1)).total_seconds() - minutes * 60
        sign = "-" if minutes < 0 else "+"
        return iso + ("Z" if minutes == 0 else f"{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"), int(seconds)
    return None


def expected_date(pairs, path):
    """What the date must be, and whether the file has one that cannot be read."""
    unsound = False
    for key in ("date", "pubdate", "publishdate", "created", "created_at"):
        value = value_of(pairs, key)
        if isinstance(value, str) and value.strip():
            found = date(value)
            if found:
                return found, False
            unsound = True
    place = value_of(pairs, "path")
    day = re.match(r"/?(\d{4})/(\d{2})/(\d{2})(?:/|$)", place) if isinstance(place, str) else None
    day = day or NAMED.match(path.stem)
    return (date("-".join(day.groups())) if day else None), unsound


def compare(path, text, listed):
    """Yields every difference of one article."""
    try:
        pairs = strict(text)
    except Refused as refused:
        if not listed["problems"]:
            yield f"no problem, though a strict parser says: {str(refused).splitlines()[0]}"
        return
    if pairs is None:
        return
    title = line(", ".join(scalars(value_of(pairs, "title"))))
    if listed["title"] != title and (title or not listed["title"]):
        yield f"title {listed['title']!r}, strictly {title!r}"
    if listed["categories"] != names(pairs, path):
        yield f"categories {listed['categories']!r}, strictly {names(pairs, path)!r}"
    found, unsound = expected_date(pairs, path)
    if unsound:
        if "date-invalid" not in listed["problems"]:
            yield f"date {listed['date']!r} without a problem, strictly none"
        return
    iso, seconds = found or (None, None)
    if listed["date"] != iso:
        yield f"date {listed['date']!r}, strictly {iso!r}"
    elif seconds is not None and listed["timestamp"] != seconds:
        yield f"timestamp {listed['timestamp']!r}, strictly {seconds!r}"


def articles(root):
    for folder, folders, files in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name != "node_modules")
        for name in sorted(files):
            path = pathlib.Path(folder, name)
            if not name.startswith(".") and path.suffix.lower() in ENDINGS:
                yield path


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    binary, corpora = sys.argv[1], pathlib.Path(sys.argv[2])
    passed = failed = 0
    for name in COLLECTIONS:
        root = corpora / name
        run = subprocess.run([binary, "list", "--format", "json", str(root)], capture_output=True, check=False)
        if run.returncode != 0:
            print(f"{name}: the list ended with {run.returncode}: {run.stderr.decode(errors='replace')}")
            failed += 1
        entries = [json.loads(row) for row in run.stdout.decode().splitlines()]
        listed = {entry["path"]: entry for entry in entries}
        files = list(articles(root))
        if not files:
            print(f"{name}: no articles in {root}")
            failed += 1
        if len(listed) != len(entries):
            print(f"{name}: {len(entries) - len(listed)} articles are listed twice")
            failed += 1
        for path in files:
            key = path.relative_to(root).as_posix()
            if key not in listed:
                differences = ["not listed"]
            else:
                try:
                    text = path.read_bytes().decode("utf-8")
                    differences = list(compare(path, text, listed[key]))
                except UnicodeDecodeError:
                    differences = [] if listed[key]["problems"] else ["broken text without a problem"]
            for difference in differences:
                print(f"{name}/{key}: {difference}")
            passed, failed = passed + (not differences), failed + bool(differences)
    print(f"{passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
