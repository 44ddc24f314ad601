#!/usr/bin/env python3
"""Measures how well the lines of the seed article are filled at all widths from 20 to 100.

usage: measures.py LINES ARTICLE

LINES is the program of `.ci/lines`. Counts per 1,000 lines. There must be no break that violates kinsoku, no line wider
than the measure (plus two cells with hanging), no straight quote separated from its text, and no last line of one
character. Except for the last lines of paragraphs, a line leaves on average at most 0.75 cells unused with hanging
and 1.0 without: 0.03 of it keep numbers with their units. Greedy filling is printed for comparison.
"""

import subprocess
import sys

from kinsoku import CLOSING, Paragraph, is_han, width

WIDTHS = range(20, 101)
# Settings, and the largest permitted mean of unused cells.
SETTINGS = [
    ("optimal, hanging", ["typography.hang=on"], 0.75),
    ("optimal", ["typography.hang=off"], 1.0),
    ("greedy, hanging", ["typography.hang=on", "typography.fill=greedy"], None),
    ("greedy", ["typography.hang=off", "typography.fill=greedy"], None),
]


def paragraphs(lines, article, switches):
    """Paragraphs of running text with their measure: the lines, and the joined text."""
    widths = ",".join(map(str, WIDTHS))
    run = subprocess.run([lines, article, "0/1", widths, *switches], capture_output=True, check=True)
    measure, parts, paragraph = 0, [], Paragraph()
    for line in run.stdout.decode().split("\n")[:-1]:
        if line.startswith("width "):
            measure = int(line[6:])
            continue
        if line.startswith("file "):
            continue
        head, before, text = line.split("\t", 2)
        kind, end = head.split(" ")
        parts.append((before, text, end))
        paragraph.add(text, end, measure - width(before))
        if end in ("end", "hard"):
            if kind in ("text", "heading") and paragraph.text:
                yield measure, parts, paragraph
            parts, paragraph = [], Paragraph()


def is_orphan(parts):
    """Whether the last of several lines has only one character, with or without a mark."""
    letters = [character for character in parts[-1][1] if character.isalnum()]
    return len(parts) > 1 and len(letters) <= 1 and (not letters or is_han(letters[0]))


def measures(lines, article, switches):
    hang = 2 if "typography.hang=on" in switches else 0
    count = dict.fromkeys(["lines", "kinsoku", "overflow", "quotes", "orphans", "started with dash or dots"], 0)
    unused = full = 0
    for measure, parts, paragraph in paragraphs(lines, article, switches):
        count["lines"] += len(parts)
        count["orphans"] += is_orphan(parts)
        for what, _, forgiven in paragraph.faults():
            kind = "quotes" if '"' in what else "kinsoku"
            count[kind] += not forgiven
        for number, (before, text, _) in enumerate(parts):
            cells = width(before + text)
            hangs = hang and text[-1:] in CLOSING
            count["overflow"] += cells > measure + (2 if hangs else 0)
            count["started with dash or dots"] += number > 0 and text[:1] in "—…"
            if number + 1 < len(parts):
                unused += max(measure - cells, 0)
                full += 1
    return count, unused / full


def main():
    lines, article = sys.argv[1:]
    good = True
    for name, switches, bar in SETTINGS:
        count, mean = measures(lines, article, switches)
        per = {what: 1000 * number / count["lines"] for what, number in count.items() if what != "lines"}
        means = ", ".join(f"{what} {value:.1f}" for what, value in per.items())
        print(f"{name}: {count['lines']} lines, per 1,000: {means}; unused {mean:.2f} cells a line")
        if bar is not None:
            bad = [what for what in ("kinsoku", "overflow", "quotes", "orphans") if count[what]]
            if bad or mean > bar or not count["lines"]:
                good = False
                print(f"  must be none of {', '.join(bad) or '…'}, and at most {bar} cells unused")
    sys.exit(0 if good else 1)


if __name__ == "__main__":
    main()
