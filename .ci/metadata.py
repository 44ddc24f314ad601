#!/usr/bin/env python3
"""Compares `inkstone list --format json` with a strict reading of the same front matter by PyYAML, tomllib and json.

    metadata.py BINARY CORPORA

Every article file of a collection must be listed. If the strict reading succeeds, then title, date, categories, tags,
author, language and link must be equal to it except for the leniencies below, and there must be no problem with the
front matter. If it fails, the article must be listed with a problem, and title and date must be those of rescued.tsv,
which were read by a person. The same holds for a file without front matter, or whose front matter has no title. The
table has a row for each such file and for no other.

All leniencies:
  entities    HTML character references with a semicolon are decoded once: &#123; is {
  blanks      runs of white space become one blank, none at the ends; a single ideographic space stays
  controls    characters that a terminal must not get are removed: C0, C1, bidi embeddings and isolates, BOM, nonchars
  types       numbers, booleans and dates are the text in the file
  keys        in any letter case, with or without - and _ in them; `category` counts after `categories`;
              Zola's [taxonomies] and [extra] and Hugo's [params] count too
  shapes      one value is a list of one; lists within lists are flattened; of a mapping, keys and values count
  jekyll      in a file named YYYY-MM-DD-…, `categories` and `tags` in one string are split at blanks
  commas      `tags` in one string with a comma in it are split at commas
  duplicates  empty and repeated names are dropped; of a repeated key the last one counts
  titles      the title for search engines (seo_title) replaces one that is absent or empty
  dates       any shape of DATES below, as precise as written; without a `date` key pubDate, publishDate and created,
              then the date in `path`, below any folder, or in the file name; an invalid date may be null with the problem date-invalid
  fences      front matter may come before a line of dashes, after a heading that repeats its title, and after front
              matter with no fields of an article
  charsets    a file of encodings/derived is read in the charset that its folder is named after, one of encodings/real
              in that of CHARSETS
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

COLLECTIONS = ["seed-family", "seedlike", "efcl", "volantis", "mzlogin", "hexo-longtail", "jekyll-posts", "rustblog",
               "synthetic-shapes", "encodings"]
RESCUED = pathlib.Path(__file__).with_name("rescued.tsv")
# Folders of encodings/ that are not named after the charset of their files.
CHARSETS = {"utf-16be-bom": "utf-16", "utf-16le-bom": "utf-16", "utf-16le-nobom": "utf-16-le", "cp1252": "cp1252"}
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
    rf"(?:[a-z]{{3}},\s*)?(?P<d>\d{{1,2}})\s+(?P<b>[a-z]{{3}})\s+(?P<y>\d{{4}}|\d\d)\s+{TIME}\s*{ZONE}?",
    rf"[a-z]{{3}}\s+(?P<b>[a-z]{{3}})\s+(?P<d>\d{{1,2}})\s+{TIME}\s+(?P<y>\d{{4}})",
)]
NAMED = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?=[-_ .T]|$)")
HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufdd0-\ufdef]"
    + "|[" + "".join(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF)) + "]")


class Refused(Exception):
    """A strict parser rejects the front matter."""


def line(text):
    """The text of a field as the program shows it."""
    text = re.sub(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z0-9]+);", lambda match: html.unescape(match.group()), text)
    text = re.sub(r"\s+", lambda run: "\u3000" if run.group() == "\u3000" else " ", HIDDEN.sub("", text))
    return text.strip()


def plain(node, seen=()):
    """A YAML node as text, lists and pairs; null is None."""
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


def fences(text):
    """The front matter and its kind of fence; None if there is none that a strict parser could read."""
    text = re.sub(r"\r\n?", "\n", text.lstrip("\ufeff"))
    heading = re.match(r"#+[ \t]+(.*?)[ \t]*\n\s*?(?=^---)", text, re.M)
    if heading and re.search(rf"^title:[ \t]*{re.escape(heading[1])}[ \t]*$", text, re.M):
        text = text[heading.end():]
    doubled = re.match(r"\s*?^---[ \t]*\n((?:(?!---).*\n)*)---[ \t]*\n(?=---[ \t]*\n\w+:)", text, re.M)
    if doubled and not re.search(r"^(?:title|date)\b", doubled[1], re.M):
        text = text[doubled.end():]
    if found := re.match(r"\s*?^(-{3,}|\+\+\+|;;;|```toml)[ \t]*\n", text, re.M):
        kind = found[1][:3]
        close = {"---": r"-{3,}|\.\.\.", "+++": r"\+\+\+", ";;;": ";;;", "```": "```"}[kind]
        end = re.search(rf"^(?:{close})[ \t]*$", text[found.end():], re.M)
        if not end:
            raise Refused("never closed")
        return kind, text[found.end():][:end.start()]
    if text.lstrip().startswith("{"):
        try:
            source = text.lstrip()
            return "{", source[:json.JSONDecoder().raw_decode(source)[1]]
        except json.JSONDecodeError:
            return None
    # Hexo accepts everything before a line of dashes or semicolons, if it is keys and values.
    end = re.search(r"^(-{3,}|;;;)[ \t]*$", text, re.M)
    if end and (end[1] == ";;;" or re.match(r"\s*[A-Za-z_]+:(?:[ \t]|$)", text, re.M)):
        return end[1][:3], text[:end.start()]
    return None


def strict(text):
    """The pairs of strictly read front matter; None if there is none."""
    found = fences(text)
    if found is None:
        return None
    kind, source = found
    try:
        if kind in ("+++", "```"):
            return of_toml(tomllib.loads(source))["pairs"]
        if kind in ("{", ";;;"):
            return of_toml(json.loads(source if kind == "{" else "{" + source.strip().rstrip(",") + "}"))["pairs"]
        # Load all scalars as text: `date` checks for impossible dates.
        if not isinstance(yaml.load(source, Loader=yaml.BaseLoader) or {}, dict):
            raise Refused("no keys with values")
        node = yaml.compose(source, Loader=yaml.SafeLoader)
    except (tomllib.TOMLDecodeError, json.JSONDecodeError, yaml.YAMLError) as error:
        raise Refused(str(error).splitlines()[0]) from error
    return plain(node)["pairs"] if isinstance(node, yaml.MappingNode) else []


def is_key(name, key):
    return isinstance(name, str) and name.strip().lower().replace("-", "").replace("_", "") == key


def value_of(pairs, key):
    """The last value of a key at the top level, or else the first in a table."""
    top = [value for name, value in pairs if is_key(name, key)]
    if top:
        return top[-1]
    for name, value in pairs:
        if name in ("taxonomies", "extra", "params") and isinstance(value, dict):
            for inner, found in value["pairs"]:
                if is_key(inner, key):
                    return found
    return None


def title_of(pairs):
    titles = [line(", ".join(scalars(value_of(pairs, key)))) for key in ("title", "seotitle")]
    return next(filter(None, titles), "")


def scalars(value):
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in scalars(item)]
    if isinstance(value, dict):
        return [text for pair in value["pairs"] for item in pair for text in scalars(item)]
    return []


def names(pairs, path, plural, singular):
    """Categories or tags."""
    out = []
    for key in (plural, singular):
        value = value_of(pairs, key)
        if plural == "tags" and isinstance(value, str) and re.search("[,，、]", value):
            value = re.split("[,，、]", value)
        elif key == plural and isinstance(value, str) and NAMED.match(path.stem):
            value = value.split()
        out += [line(text) for text in scalars(value)]
    return list(dict.fromkeys(name for name in out if name))


def author_of(pairs):
    def people(value):
        if isinstance(value, dict):
            return people(dict(value["pairs"]).get("name"))
        return [name for item in value for name in people(item)] if isinstance(value, list) else scalars(value)

    found = [line(", ".join(people(value_of(pairs, key)))) for key in ("author", "authors")]
    return next(filter(None, found), None)


def lang_of(pairs):
    found = [text for key in ("lang", "language", "locale") for text in scalars(value_of(pairs, key))[:1]]
    tags = [text.strip().replace("_", "-") for text in found]
    return next((tag for tag in tags if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", tag)), None)


def link_of(pairs):
    found = [text.strip() for key in ("link", "source", "url", "permalink") for text in scalars(value_of(pairs, key))]
    return next((line(text) for text in found if re.fullmatch(r"(?i)https?://\S+", text)), None)


def offset_of(zone):
    if zone.upper() in ("Z", "UTC", "GMT"):
        return 0
    sign, digits = (-1 if zone[0] == "-" else 1), zone[1:].replace(":", " ").split()
    if len(digits) == 1:
        digits = [digits[0][:-2], digits[0][-2:]] if len(digits[0]) > 2 else [digits[0], "0"]
    return sign * (int(digits[0]) * 60 + int(digits[1]))


def date(text):
    """ISO 8601 and Unix seconds, as far as they are certain; None if this is not a date."""
    text = text.strip().strip("\"'").strip()
    for shape in DATES:
        found = shape.fullmatch(text)
        if not found:
            continue
        part = found.groupdict()
        month = MONTHS.get((part.get("b") or "").lower()) or int(part.get("m") or 0)
        try:
            year = int(part["y"])
            if len(part["y"]) == 2:  # RFC 2822 §4.3
                year += 2000 if year < 50 else 1900
            day = datetime.date(year, month, int(part["d"]))
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
    """The expected date, and whether the file has an invalid one."""
    unsound = False
    for key in ("date", "pubdate", "publishdate", "created", "createdat"):
        value = value_of(pairs, key)
        if isinstance(value, str) and value.strip():
            found = date(value)
            if found:
                return found, False
            unsound = True
    place = value_of(pairs, "path")
    days = re.findall(r"(?:^|(?<=/))(\d{4})/(\d{2})/(\d{2})(?=/|$)", place) if isinstance(place, str) else []
    if days:
        return date("-".join(days[-1])), unsound
    day = NAMED.match(path.stem)
    return (date("-".join(day.groups())) if day else None), unsound


def compare(path, text, listed, row):
    """Yields every difference of one article; `row` is its title and date in the table, if it has a row."""
    pairs, why = None, "no front matter"
    try:
        pairs = strict(text)
        why = "" if pairs and title_of(pairs) else "no title" if pairs is not None else why
    except Refused as refused:
        why = str(refused)
        if not listed["problems"]:
            yield f"no problem, though a strict parser says: {why}"
    if why and row is None:
        yield f"not in {RESCUED.name}: {why}; listed as {listed['title']!r}, {listed['date']!r}"
    elif row is not None and not why:
        yield f"stands in {RESCUED.name}, but can be read strictly"
    elif row is not None and (listed["title"], listed["date"] or "") != row:
        yield f"{listed['title']!r}, {listed['date']!r}, to a person {row!r}"
    if pairs is None:
        return
    if not why and listed["title"] != title_of(pairs):
        yield f"title {listed['title']!r}, strictly {title_of(pairs)!r}"
    others = {
        "categories": names(pairs, path, "categories", "category"), "tags": names(pairs, path, "tags", "tag"),
        "author": author_of(pairs), "lang": lang_of(pairs), "link": link_of(pairs),
    }
    for key, value in others.items():
        if listed[key] != value:
            yield f"{key} {listed[key]!r}, strictly {value!r}"
    if listed["image"] not in (None, *map(line, scalars({"pairs": pairs}))):
        yield f"image {listed['image']!r} stands nowhere in the front matter"
    if "front-matter-invalid" in listed["problems"]:
        yield "a problem, though a strict parser finds none"
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


def text_of(path, key):
    """The text of a file, whose path gives its charset, and whether bytes were replaced."""
    charset = "utf-8"
    if key.startswith("encodings/"):
        folder = key.split("/")[2]
        charset = CHARSETS.get(folder, charset if folder.startswith(("utf-8", "cesu")) else folder)
        if key.startswith("encodings/real/jekyll_encodings/"):
            charset = "utf-16" if "16" in path.name else "utf-8"
        elif folder == "appledouble":
            charset = "latin-1"
    data = path.read_bytes()
    try:
        return data.decode(charset), False
    except UnicodeDecodeError:
        return data.decode(charset, errors="replace"), True


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
    rescued = {}
    for row in RESCUED.read_text().splitlines():
        if not row.startswith("#"):
            key, title, day = row.split("\t")
            rescued[key] = (title, day)
    passed, failures = 0, []
    for name in COLLECTIONS:
        root = corpora / name
        run = subprocess.run([binary, "list", "--format", "json", str(root)], capture_output=True, check=False)
        if run.returncode != 0:
            failures.append(f"{name}: the list ended with {run.returncode}: {run.stderr.decode(errors='replace')}")
        entries = [json.loads(row) for row in run.stdout.decode().splitlines()]
        listed = {entry["path"]: entry for entry in entries}
        files = list(articles(root))
        if not files:
            failures.append(f"{name}: no articles in {root}")
        if len(listed) != len(entries):
            failures.append(f"{name}: {len(entries) - len(listed)} articles are listed twice")
        for path in files:
            key = path.relative_to(corpora).as_posix()
            entry = listed.get(path.relative_to(root).as_posix())
            row = rescued.pop(key, None)
            if entry is None:
                differences = ["not listed"]
            else:
                text, broken = text_of(path, key)
                differences = list(compare(path, text, entry, row))
                if broken and not entry["problems"]:
                    differences.append("broken text without a problem")
            failures += [f"{key}: {difference}" for difference in differences]
            passed += not differences
    failures += [f"{key}: stands in {RESCUED.name}, but there is no such article" for key in rescued]
    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failures")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
