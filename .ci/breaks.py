#!/usr/bin/env python3
"""Measures the line breaks of running text and headings over the corpora, by language and range of widths.

usage: breaks.py LINES CORPORA [PART/PARTS] [--widths]

LINES is the program of `.ci/lines`. Prints, per 1,000 lines: breaks against kinsoku, numbers torn from their units,
references torn, last lines of at most two and at most four cells (marks not counted) and of one word, words cut without
a hyphen, cuts that leave one letter, lines after the hyphen of an option or of a prefix of one letter, words parted on
two lines in a row and last lines that begin within a word, both with a hyphen or without, but not between the parts of a
name such as `getElementById`; also the root mean square of the unused cells of all lines but the last. Of headings it prints the number that are hyphenated, and the root mean
square of the cells by which a line is shorter than the longest. With --widths, there is a row for every width as well.
Nothing is checked: the figures of two builds are for comparison.

The rules are written without the program's code. The language is that of the paragraph's script.
"""

import re
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor

from kinsoku import Paragraph, width

RANGES = {"24–80": [24, 32, 40, 48, 56, 66, 80], "10–22": [10, 13, 16, 19, 22]}
PARTS = 2
SHOWN = 6

UNIT = re.compile(
    r"(?:[年月日时時分秒天周岁歳人个個名次倍万萬亿億元円块米里斤吨度层層楼页頁章节節期届项種种条條台部家座辆架张本份套批股户"
    r"例只匹棵颗回冊冊件枚匹番問点篇级級代题題歩步]|小时|小時|分钟|分鐘|公里|公斤|ヶ月|か月|ドル|メートル|つ)"
    r"|(?:[kMGT]?i?[Bb]|[kcmµn]?m|k?g|ms|[µn]?s|[kMG]?Hz|px|pt|km/h|fps|°C|%|kW|dpi)(?![A-Za-z])"
    r"|(?:개|명|년|월|일|시간|시|분|초|번|권|원|달러|세|위|층|회|배|억|만)"
)
NUMBER = re.compile(r"[0-9０-９][0-9０-９.,:]*[  ]?$")
LABEL = re.compile(
    r"(?:\b(?:[Ff]igs?\.|[Ff]igure|[Tt]able|[Cc]hapter|[Cc]h\.|[Ss]ection|[Ss]ec\.|[Ee]q\.|[Nn]o\.|[Vv]ol\.|pp?\.|RFC|ISO|PEP)"
    r"|[§¶№第図图圖])\s?$"
)
REFERENCE = re.compile(r"\[[A-Za-z]+ #?\d+\]")
LETTER = re.compile(r"[A-Za-zÀ-ɏ]")


def language(text):
    if re.search("[ぁ-んァ-ヶ]", text):
        return "ja"
    if re.search("[가-힣]", text):
        return "ko"
    han = len(re.findall("[\u3400-\u9fff]", text))
    if han:
        if not re.search("[这个们来时说会对过为开发国后么没学样种实现样关问无]", text) and re.search("[這個們來時說會對過為開發國後麼沒學樣種實現關問無]", text):
            return "zh-Hant"
        return "zh-Hans"
    return "en" if re.search("[A-Za-z]{3}", text) else "other"


def torn(paragraph, at):
    """Which unit a break tears."""
    text = paragraph.text
    before, after = text[max(at - 12, 0):at], text[at:at + 12]
    if NUMBER.search(before) and UNIT.match(after):
        return "unit"
    if re.search(r"[0-9０-９] ?[万萬亿億千百]$", before) and UNIT.match(after):
        return "unit"
    if LABEL.search(before) and after[:1].isdigit() or any(
        found.start() < at < found.end() for found in REFERENCE.finditer(text, max(at - 30, 0), at + 30)
    ):
        return "reference"
    if re.search(r"(?:^|[\s（(])--?[A-Za-z]*-$", text[max(at - 40, 0):at]) or re.search(r"(?:^|[^A-Za-z0-9])[A-Za-z]-$", before):
        if after[:1].isalnum() and paragraph.text[at - 1] == "-":
            return "option"
    return None


def ending(text):
    """Cells of a last line, and whether it is one word."""
    return width(text.strip()), " " not in text.strip() and not re.search("[\u3040-\u9fff]", text)


def word_at_the_end(parts):
    """Cells of the word that the last line begins within, with the punctuation after it: if no line is as long as that, it
    has to be divided."""
    head = re.search(rf"(?:{LETTER.pattern})*$", parts[-2][1].rstrip().removesuffix("-"))
    tail = re.match(rf"(?:{LETTER.pattern})*[^\w\s]*", parts[-1][1])
    return width(head.group() + tail.group())


class Figures:
    def __init__(self):
        self.count = Counter()
        self.square = 0
        self.shown = defaultdict(list)

    def add(self, what, around=""):
        self.count[what] += 1
        if around and len(self.shown[what]) < SHOWN:
            self.shown[what].append(around)

    def merge(self, other):
        self.count += other.count
        self.square += other.square
        for what, shown in other.shown.items():
            self.shown[what] = (self.shown[what] + shown)[:SHOWN]

    def paragraph(self, measure, parts, paragraph):
        self.count["lines"] += len(parts)
        for what, around, forgiven in paragraph.faults():
            if not forgiven:
                self.add("kinsoku", around)
        text = paragraph.text
        for at, _ in paragraph.breaks:
            around = text[max(at - 16, 0):at] + "⏎" + text[at:at + 16]
            what = torn(paragraph, at)
            if what and not paragraph.within_address(at):
                self.add(what, f"{measure} {around}")
        self.words(measure, parts, text, paragraph)
        for before, line, _ in parts[:-1]:
            self.square += max(measure - width(before + line), 0) ** 2
            self.count["full"] += 1
        if len(parts) > 1:
            self.last(measure, parts)

    def words(self, measure, parts, text, paragraph):
        parted = [end == "hyphen" for _, _, end in parts]
        for at, line in paragraph.breaks:
            left, right = text[at - 1:at], text[at:at + 1]
            if LETTER.match(left or " ") and LETTER.match(right or " ") and not paragraph.within_address(at):
                parted[line - 1] = not (left.islower() and right.isupper())
                around = text[max(at - 16, 0):at] + "⏎" + text[at:at + 16]
                self.add("cut", f"{measure} {around}")
                if not LETTER.match(text[at - 2:at - 1] or " ") or not LETTER.match(text[at + 1:at + 2] or " "):
                    self.add("letter", f"{measure} {around}")
        for line, both in enumerate(zip(parted, parted[1:])):
            if all(both):
                self.add("double", f"{measure} {'⏎'.join(shown for _, shown, _ in parts[line:line + 3])}")
        if len(parts) > 1 and parted[-2] and word_at_the_end(parts) <= measure:
            self.add("tail", f"{measure} {parts[-2][1]}⏎{parts[-1][1]}")

    def last(self, measure, parts):
        self.count["paragraphs"] += 1
        cells, word = ending(parts[-1][1])
        if cells <= 2:
            self.add("≤2", f"{measure} {parts[-2][1]}⏎{parts[-1][1]}")
        if cells <= 4:
            self.add("≤4", f"{measure} {parts[-2][1]}⏎{parts[-1][1]}")
        if word:
            self.add("word", f"{measure} {parts[-2][1]}⏎{parts[-1][1]}")

    def heading(self, measure, parts):
        self.count["headings"] += len(parts) > 1
        longest = max(width(line) for _, line, _ in parts)
        for _, line, end in parts:
            if end == "hyphen":
                self.add("hyphenated", f"{measure} {line}")
            if len(parts) > 1:
                self.count["heading lines"] += 1
                self.square += (longest - width(line)) ** 2

    def rates(self):
        """What NAMES lists, per 1,000 lines, and the root mean square of the unused cells."""
        lines = max(self.count["lines"], 1)
        return [1000 * self.count[name] / lines for name in NAMES] + [(self.square / max(self.count["full"], 1)) ** 0.5]

    def row(self):
        *rates, rms = self.rates()
        return f"{self.count['lines']:8} {' '.join(f'{rate:9.2f}' for rate in rates)} {rms:6.2f}"


NAMES = ["kinsoku", "unit", "reference", "option", "≤2", "≤4", "word", "cut", "letter", "double", "tail"]
HEAD = f"   lines {' '.join(f'{name:>9}' for name in NAMES)}    rms"


def look(arguments):
    lines, corpora, part, name = arguments
    command = [lines, corpora, part, ",".join(map(str, RANGES[name])), "typography.hang=off"]
    found, headings = defaultdict(Figures), Figures()
    with subprocess.Popen(command, stdout=subprocess.PIPE) as run:
        measure, parts, paragraph, spoken = 0, [], Paragraph(), ""
        for line in run.stdout:
            line = line.decode(errors="replace").rstrip("\n")
            if line.startswith(("file ", "width ")):
                measure = int(line[6:]) if line.startswith("width ") else measure
                continue
            head, before, text = line.split("\t", 2)
            kind, end = head.split(" ")
            if kind not in ("text", "heading"):
                continue
            parts.append((before, text, end))
            paragraph.add(text, end, measure - width(before))
            if end in ("end", "hard"):
                if kind == "heading" and set(text) - set("═─"):
                    headings.heading(measure, parts)
                elif kind == "text" and paragraph.text:
                    found[measure, language(paragraph.text)].paragraph(measure, parts, paragraph)
                parts, paragraph = [], Paragraph()
    return name, found, headings


def main():
    by_width = "--widths" in sys.argv
    lines, corpora, *part = [argument for argument in sys.argv[1:] if argument != "--widths"]
    first, parts = map(int, (part or ["0/1"])[0].split("/"))
    jobs = [(lines, corpora, f"{first + n * parts}/{parts * PARTS}", name) for name in RANGES for n in range(PARTS)]
    found, headings = defaultdict(Figures), defaultdict(Figures)
    with ProcessPoolExecutor(PARTS) as pool:
        for name, some, titles in pool.map(look, jobs):
            headings[name].merge(titles)
            for (measure, language_), figures in some.items():
                for row in (language_, "all"):
                    found[name, row, 0].merge(figures)
                    if by_width:
                        found[name, row, measure].merge(figures)
    for name in RANGES:
        print(f"{name:9}{HEAD}")
        for (range_, language_, measure), figures in sorted(found.items(), key=lambda item: item[0]):
            if range_ == name:
                print(f"  {language_ if not measure else f'{measure:6}':7}{figures.row()}")
        count = headings[name].count
        rms = (headings[name].square / max(count["heading lines"], 1)) ** 0.5
        print(f"  headings of several lines: {count['headings']}, hyphenated lines: {count['hyphenated']}, shorter than the longest: {rms:.2f}")
        for what, shown in sorted(found[name, "all", 0].shown.items()):
            for around in shown:
                print(f"    {what}: {around}")


if __name__ == "__main__":
    main()
