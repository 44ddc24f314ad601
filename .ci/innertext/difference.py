"""Compares two texts: the visible characters in order, and where white space stands between them."""

import re
import unicodedata

# Not shown: marks that only control line breaking or direction, and controls.
INVISIBLE = re.compile("[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufe00-\ufe0f"
                       "\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f]")
# A line break of the source within running text, as page.js marks it.
BREAK = "\ue000"
# Stands for a picture on both sides.
PICTURE = "\ufffc"
# How many characters must agree for the texts to be in step again.
ANCHOR = 8
WINDOW = 6000


class Text:
    """The visible characters, and before each the white space."""

    def __init__(self, text):
        self.letters = []
        self.gaps = []
        gap = ""
        for c in INVISIBLE.sub("", text):
            if c.isspace() or c in (BREAK, "\x85"):
                gap += c
            else:
                self.letters.append(c)
                self.gaps.append(gap)
                gap = ""
        self.string = "".join(self.letters)


def is_wide(c):
    return unicodedata.east_asian_width(c) in "WF" and not "\uac00" <= c <= "\ud7a3" or c in "“”‘’…—·"


def gap_kind(gap):
    """`line`, `tab`, `blank`, `break` (only line breaks of the source) or nothing."""
    if "\n" in gap:
        return "line"
    if "\t" in gap:
        return "tab"
    if BREAK in gap:
        return "break"
    return "blank" if gap else ""


def hunks(a, b):
    """Ranges that differ, as (from, to) in both strings, from first to last. Not always the shortest."""
    i = j = 0
    while i < len(a) or j < len(b):
        while i < len(a) and j < len(b) and a[i] == b[j]:
            i += 1
            j += 1
        if i >= len(a) and j >= len(b):
            return
        found = resync(a, b, i, j)
        yield i, found[0], j, found[1]
        i, j = found


def resync(a, b, i, j):
    """Where the texts agree again."""
    ends = (len(a), len(b))
    for reach in (200, WINDOW):
        where = {}
        for at in range(j, min(len(b) - ANCHOR + 1, j + reach)):
            where.setdefault(b[at:at + ANCHOR], at)
        best = None
        for at in range(i, min(len(a) - ANCHOR + 1, i + reach)):
            if best and at - i >= best[0]:
                break
            other = where.get(a[at:at + ANCHOR])
            if other is not None and (best is None or at - i + other - j < best[0]):
                best = (at - i + other - j, at, other)
        if best:
            return best[1:]
    # The rest may be equal from the ends.
    same = 0
    while same < min(len(a) - i, len(b) - j) and a[-1 - same] == b[-1 - same]:
        same += 1
    return ends[0] - same, ends[1] - same


def compare(theirs, ours):
    """The differences: (kind, before, theirs, ours, after). `lost` and `extra` are characters; `joined` is white space
    that only they have, `split` white space that only we have."""
    a, b = Text(theirs), Text(ours)
    found = []
    last = (0, 0)
    spans = list(hunks(a.string, b.string)) + [(len(a.string), len(a.string), len(b.string), len(b.string))]
    for i, to_i, j, to_j in spans:
        for offset in range(i - last[0]):
            gap(a, b, last[0] + offset, last[1] + offset, found)
        if to_i > i or to_j > j:
            kind = "changed" if to_i > i and to_j > j else "lost" if to_i > i else "extra"
            found.append((kind, a.string[max(0, i - 12):i], show(a, i, to_i), show(b, j, to_j), a.string[to_i:to_i + 12]))
        last = (to_i, to_j)
    return found


def show(text, start, end):
    return "".join(text.gaps[at] + text.letters[at] for at in range(start, end))


def gap(a, b, i, j, found):
    if i == 0 or j == 0:
        return
    theirs, ours = gap_kind(a.gaps[i]), gap_kind(b.gaps[j])
    if bool(theirs) == bool(ours):
        return
    # A picture is a box of its own, set apart or on a line alone.
    if ours and PICTURE in (a.letters[i - 1], a.letters[i]):
        return
    if theirs == "break" and is_wide(a.letters[i - 1]) and is_wide(a.letters[i]):
        return
    kind = f"joined-{theirs}" if theirs else f"split-{ours}"
    found.append((kind, a.string[max(0, i - 12):i], a.gaps[i], b.gaps[j], a.string[i:i + 12]))
