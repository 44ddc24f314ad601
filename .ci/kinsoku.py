#!/usr/bin/env python3
"""Checks the line breaks of all articles of the corpora.

usage: kinsoku.py LINES CORPORA [WIDTH…]

LINES is the program of `.ci/lines`, which prints every body with hanging off and reports which breaks were chosen. In
running text, no chosen break may be before a closing mark or after an opening one, or split a pair of dashes or dots, a
number, a cluster, or an annotation from its word. No line of any kind may be wider than the measure, except for a
single cluster. A break is accepted if the text around it has no permitted break within a whole line.

The rules are written from the text of the standards (GB/T 15834 §5.1, CLREQ, JLREQ §3.1.7-8, UAX #14 for ASCII), and
share no code with the program.
"""

import re
import subprocess
import sys
import unicodedata
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache

WIDTHS = ["24", "40", "60", "80"]
PARTS = 2
SHOWN = 12

# Never at a line start: closing and connecting marks, and the small kana and iteration marks of JLREQ.
CLOSING = set("，。、；：？！）》〉」』】〗〕］｝｠．｡､｣％‰℃")
CONNECTING = set("·・～〜")
KANA = set("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶㇰㇱㇲㇳㇴㇵㇶㇷㇸㇹㇺㇻㇼㇽㇾㇿー々ゝゞヽヾ〻")
# Never at a line end.
OPENING = set("（《〈「『【〖〔［｛｟｢")
ASCII_CLOSING = set(",.;:!?)]}")
ASCII_OPENING = set("([{")
QUOTES = set("“”‘’\"")
PAIRS = set("—―…⋯")

SUSPECT_START = CLOSING | CONNECTING | KANA | ASCII_CLOSING | QUOTES | PAIRS | set("/／%[")
SUSPECT_END = OPENING | ASCII_OPENING | QUOTES | set("/／￥＄$€£№")

GLUE = set("\u00a0\u202f\u2011")

# Characters that are one cluster of one or two cells in any context.
PLAIN = re.compile("[ -~\u3000-\u3029\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60]*")
NARROW = re.compile("[ -~]")
ADDRESS = re.compile(r"(?:[A-Za-z]{2,}://|www\.)[!-~]+")


@lru_cache(maxsize=1 << 16)
def own_width(character):
    category = unicodedata.category(character)
    if category in ("Mn", "Me", "Cf") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def width(text):
    """The cells of a text: a cluster takes the sum of its characters, at most two."""
    if PLAIN.fullmatch(text):
        return len(text) + len(text) - len(NARROW.findall(text))
    total = cells = 0
    previous = ""
    flags = 0
    for character in text:
        flag = "\U0001f1e6" <= character <= "\U0001f1ff"
        joined = previous == "\u200d" or own_width(character) == 0 or "\U0001f3fb" <= character <= "\U0001f3ff"
        joined = joined or unicodedata.category(character) == "Mc" or (flag and flags % 2 == 1) or character in "ﾞﾟ"
        if not joined:
            total += min(cells, 2)
            cells = 0
        flags = flags + 1 if flag else 0
        # A spacing mark may be drawn within its base.
        if unicodedata.category(character) != "Mc":
            cells += own_width(character)
        previous = character
    return total + min(cells, 2)


def is_one_cluster(text):
    return len(text) <= 1 or all(own_width(character) == 0 for character in text[1:])


def is_han(character):
    return "\u2e80" <= character <= "\u31ff" and character not in CLOSING | OPENING or (
        "\u3400" <= character <= "\u9fff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"
    ) and unicodedata.category(character) in ("Lo", "Nl")


def is_wide(character):
    return unicodedata.east_asian_width(character) in "WF" or character in "“”‘’…—·"


def is_word(character):
    return character.isalnum() and not is_wide(character)


class Paragraph:
    """The text between two forced breaks, its lines joined; `breaks` are the offsets at which lines begin."""

    def __init__(self):
        self.text = ""
        self.breaks = []
        self.rooms = []

    def add(self, text, end, room):
        self.text += text
        self.rooms.append(room)
        if end == "blank":
            self.text += " "
        if end == "hyphen":
            self.text = self.text[:-1]
        if end in ("soft", "blank"):
            self.breaks.append((len(self.text), len(self.rooms)))

    def before(self, at):
        """The last non-blank character before an offset, and whether blanks follow it."""
        stripped = self.text[:at].rstrip(" ")
        return stripped[-1:], len(stripped) < at

    def straight(self):
        """Offsets of straight quotes that open and that close, if their number and neighbours are unambiguous."""
        marks = [found.start() for found in re.finditer('"', self.text)]
        opens, closes = set(marks[0::2]), set(marks[1::2])
        if len(marks) % 2 or not any(map(is_han, self.text)):
            return set(), set()
        for mark in marks:
            left, right = self.text[mark - 1:mark] if mark else "", self.text[mark + 1:mark + 2]
            if (mark in opens and is_word(left or " ") and right in ("", " ")) or (
                mark in closes and left in ("", " ") and is_word(right or " ")
            ):
                return set(), set()
        return opens, closes

    def fault(self, at):
        """What is wrong with a break at an offset, or None."""
        text = self.text
        after = text[at:at + 1]
        before, spaced = self.before(at)
        if not before or not after:
            return None
        beyond = text[at + 1:at + 2]
        for rule in (self.marks, self.ascii, self.quotes, self.units):
            found = rule(at, before, after, beyond, spaced)
            if found:
                return found
        return None

    def marks(self, at, before, after, beyond, spaced):
        if after in CLOSING and not (after in "‰℃％" and spaced):
            return f"line starts with {after}"
        if after in CONNECTING and not spaced:
            return f"line starts with {after}"
        if after in KANA and not spaced:
            return f"line starts with {after}"
        if before in OPENING:
            return f"line ends with {before}"
        if not spaced and before in "/／" and is_han(after) and is_han(self.text[at - 2:at - 1] or " "):
            return "line ends with a solidus between Han"
        if after in "/／" and not spaced and is_han(before) and is_han(beyond or " "):
            return "line starts with a solidus between Han"
        return None

    def ascii(self, at, before, after, beyond, spaced):
        if before in ASCII_OPENING and not self.within_address(at):
            return f"line ends with {before}"
        if after not in ASCII_CLOSING or self.within_address(at):
            return None
        # `.NET`, `:visit`, `.5`: the mark begins a token.
        token = after in ".:" and beyond.isalnum() and beyond.isascii()
        return None if spaced and token else f"line starts with {after}"

    def quotes(self, at, before, after, beyond, spaced):
        left, right = self.text[at - 2:at - 1], beyond
        if before == '"' or after == '"':
            opens, closes = self.straight()
            if at in closes:
                return 'line starts with a closing "'
            if len(self.text[:at].rstrip(" ")) - 1 in opens:
                return 'line ends with an opening "'
        if after in "”’" and not (is_word(right or " ") and (spaced or after == "’")):
            return f"line starts with {after}"
        if before in "“‘":
            behind = self.text[:at].rstrip(" ")[-2:-1]
            german = (is_word(behind or " ") or behind in ".,!?") and (spaced or after in ",.;:!?)")
            return None if german else f"line ends with {before}"
        return None

    def units(self, at, before, after, beyond, spaced):
        if unicodedata.combining(after) or after in "\u200d\ufe0e\ufe0f":
            return "line starts inside a cluster"
        if spaced or self.within_address(at):
            return None
        if after == before and after in PAIRS:
            return f"{before}{after} is parted"
        if before.isdigit() and before.isascii() and (after in "%‰℃°" or after.isdigit() and after.isascii()):
            return "a number is parted"
        if before in "￥＄$€£№" and after.isdigit():
            return "a number is parted from its sign"
        if after == "[" and re.match(r"\[\d{1,3}\]", self.text[at:]):
            return "an annotation is parted from its word"
        return None

    def within_address(self, at):
        return any(found.start() < at < found.end() for found in ADDRESS.finditer(self.text))

    def may_break(self, at):
        """Whether a line could begin at an offset."""
        text = self.text
        if text[at] in GLUE or text[at - 1] in GLUE:
            return False
        if text[at - 1] == " ":
            return text[at] != " " and not self.fault(at)
        if text[at] == " " or self.fault(at):
            return False
        wide = is_han(text[at]) or is_han(text[at - 1]) or (is_wide(text[at]) and is_wide(text[at - 1]))
        hyphen = text[at - 1] == "-" and text[at - 2:at - 1].isalpha() and text[at].isalpha()
        return wide or hyphen or text[at - 1] in CLOSING or text[at] in OPENING

    def unit(self, at):
        """The range around an offset within which no line could begin."""
        first, last = at - 1, at + 1
        while first > 0 and not self.may_break(first):
            first -= 1
        while last < len(self.text) and not self.may_break(last):
            last += 1
        return self.text[first:last].strip(" ")

    def faults(self):
        """The wrong breaks: what is wrong, the text around them, and whether they were unavoidable."""
        for at, line in self.breaks:
            after = self.text[at:at + 1]
            before, _ = self.before(at)
            if after in SUSPECT_START or before in SUSPECT_END or not after.isascii() and unicodedata.combining(after) or (
                before.isdigit() and after.isdigit()
            ) or after in "\u200d\ufe0e\ufe0f":
                what = self.fault(at)
                if what:
                    room = max(self.rooms[line - 1:line + 1])
                    shown = self.text[max(at - 20, 0):at] + "⏎" + self.text[at:at + 20]
                    yield what, shown, width(self.unit(at)) > room


def look(arguments):
    """Checks one part of the corpora."""
    lines, corpora, widths, part = arguments
    counts, shown = Counter(), []
    command = [lines, corpora, f"{part}/{PARTS}", ",".join(widths), "typography.hang=off"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        path, measure, paragraph = "", 0, Paragraph()
        for line in run.stdout:
            line = line.decode(errors="replace").rstrip("\n")
            if line.startswith("file "):
                path = line[5:]
                counts["files"] += 1
                continue
            if line.startswith("width "):
                measure = int(line[6:])
                continue
            head, before, text = line.split("\t", 2)
            kind, end = head.split(" ")
            counts["lines"] += 1
            if 2 * len(before + text) > measure and width(before + text) > measure and not is_one_cluster(text):
                counts["wide"] += 1
                shown.append(f"{path} {measure}: wider than the measure: {before}{text}")
            if kind not in ("text", "heading"):
                continue
            if paragraph.text or end not in ("end", "hard"):
                paragraph.add(text, end, measure - width(before))
            if end in ("end", "hard"):
                counts["breaks"] += len(paragraph.breaks)
                for what, around, forgiven in paragraph.faults():
                    counts["forgiven" if forgiven else "faults"] += 1
                    counts["forgiven " + what if forgiven else "fault " + what] += 1
                    if not forgiven:
                        shown.append(f"{path} {measure}: {what}: {around}")
                paragraph = Paragraph()
    if run.returncode != 0:
        counts["faults"] += 1
        shown.append(f"{lines} ended with {run.returncode}")
    return counts, shown


def main():
    lines, corpora, *widths = sys.argv[1:]
    counts, shown = Counter(), []
    with ProcessPoolExecutor(PARTS) as pool:
        for part, some in pool.map(look, [(lines, corpora, widths or WIDTHS, part) for part in range(PARTS)]):
            counts += part
            shown += some
    seen = Counter()
    for line in shown:
        what = re.search(r" \d+: ([^:]*)", line)
        seen[what and what[1]] += 1
        if seen[what and what[1]] <= SHOWN:
            print(line)
    for what, count in sorted(counts.items()):
        if what.startswith(("fault ", "forgiven ")):
            print(f"  {count} {what}")
    print(
        f"kinsoku: {counts['files']} files, {counts['lines']} lines, {counts['breaks']} chosen breaks: "
        f"{counts['faults']} against the rules, {counts['wide']} lines too wide, "
        f"{counts['forgiven']} in units wider than their line"
    )
    sys.exit(1 if counts["faults"] or counts["wide"] or not counts["breaks"] else 0)


if __name__ == "__main__":
    main()
