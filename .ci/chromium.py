#!/usr/bin/env python3
"""Compares the line breaks of running text with those of Chromium, by language and range of widths.

usage: chromium.py PROGRAM CORPORA [COUNT] [SEED] [--shown]

COUNT paragraphs of each language are drawn from the corpora by SEED and set by both programs in the same cells: Chromium
with a font whose glyphs are one or two cells wide, `line-break: strict` and `text-wrap: pretty`; the program without
hanging, and without gaps beside Latin text, for which Chromium has no cells. Korean is set twice, by words (`word-break:
keep-all`) and by syllables. The figures are those of `breaks.py`. One of the program that is worse than Chromium's is
marked with `!` and is a failure. With --shown, examples of what is counted in the program's lines follow.
"""

import base64
import html
import json
import random
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from breaks import NAMES, RANGES, Figures, language
from kinsoku import Paragraph, own_width, width

# A language, how it is told to Chromium, and the switches of the program.
ROWS = {
    "zh-Hans": ("zh-Hans", "word-break: normal", []),
    "zh-Hant": ("zh-Hant", "word-break: normal", []),
    "ja": ("ja", "word-break: normal", []),
    "en": ("en", "word-break: normal", []),
    "ko words": ("ko", "word-break: keep-all", ["korean=words"]),
    "ko syllables": ("ko", "word-break: normal", ["korean=syllables"]),
}
SWITCHES = ["hang=off", "autospace=off", "hyphenate=on", "punctuation=as-written"]
WIDTHS = sorted(width for widths in RANGES.values() for width in widths)
# So wide that every paragraph that is drawn is one line.
ONE_LINE = 4000
SENTENCE = re.compile(r"[^▎•◦‣›│─═|<>].*[。！？.!?”」]")
# Cells of the shortest and of the longest paragraph that is drawn.
LENGTHS = range(40, 1500)

PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: cells; src: url(data:font/ttf;base64,{font}) }}
body {{ margin: 0; font: 20px/30px cells; line-break: strict; text-wrap: pretty; overflow-wrap: anywhere; hyphens: manual;
  {style}; text-autospace: no-autospace; text-spacing-trim: space-all; hanging-punctuation: none;
  font-kerning: none; font-variant-ligatures: none }}
p {{ margin: 0 0 30px }}
</style><body lang="{lang}">{paragraphs}<script>
const top_of = (range, text, at) => (range.setStart(text, at), range.setEnd(text, at + 1), range.getBoundingClientRect().top);
function starts(paragraph) {{
  const text = paragraph.firstChild, range = document.createRange(), found = [];
  let from = 0, top = top_of(range, text, 0);
  for (;;) {{
    let low = from, high = text.length;
    while (low + 1 < high) {{
      const middle = (low + high) >> 1;
      if (top_of(range, text, middle) > top + 1) high = middle; else low = middle;
    }}
    if (high >= text.length) return found;
    found.push(from = high);
    top = top_of(range, text, from);
  }}
}}
document.fonts.load('20px cells', 'x').then(fonts => {{
  const all = {{ fonts: fonts.length }};
  for (const width of {widths}) {{
    document.body.style.width = width * 10 + 'px';
    all[width] = [...document.querySelectorAll('p')].map(starts);
  }}
  document.body.textContent = JSON.stringify(all);
}});
</script>"""


def font(characters):
    """A TrueType font in which every character is an empty glyph as wide as its cells: 500 units of 1,000 for each."""
    glyphs = [(ord(character), 1 + own_width(character)) for character in sorted(characters)]
    groups = b"".join(struct.pack(">III", code, code, glyph) for code, glyph in glyphs)
    names = [(1, "cells"), (2, "Regular"), (4, "cells"), (6, "cells")]
    strings = b"".join(text.encode("utf-16-be") for _, text in names)
    records, at = b"", 0
    for name, text in names:
        records += struct.pack(">HHHHHH", 3, 1, 0x409, name, 2 * len(text), at)
        at += 2 * len(text)
    tables = {
        b"OS/2": struct.pack(
            ">HhHHH10hh10s4I4s3H3h2H2I2h3H", 3, 500, 400, 5, 0, *[100] * 10, 0, b"", 1, 0, 0, 0, b"none",
            64, 32, 0xFFFF, 800, -200, 0, 800, 200, 1, 0, 500, 700, 0, 32, 0,
        ),
        b"cmap": struct.pack(">HHHHI", 0, 1, 3, 10, 12) + struct.pack(">HHIII", 12, 0, 16 + len(groups), 0, len(glyphs)) + groups,
        b"glyf": b"\0\0\0\0",
        b"head": struct.pack(">IIIIHHqqhhhhHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, 0, 0, 1000, 800, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, 800, -200, 0, 1000, 0, 0, 1000, 1, 0, 0, 0, 0, 0, 0, 0, 4),
        b"hmtx": struct.pack(">HhHhHhHh", 500, 0, 0, 0, 500, 0, 1000, 0),
        b"loca": struct.pack(">5H", *[0] * 5),
        b"maxp": struct.pack(">I14H", 0x10000, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": struct.pack(">HHH", 0, len(names), 6 + 12 * len(names)) + records + strings,
        b"post": struct.pack(">IIhhIIIII", 0x30000, 0, -100, 50, 1, 0, 0, 0, 0),
    }
    head, body, at = b"", b"", 12 + 16 * len(tables)
    for tag, table in sorted(tables.items()):
        padded = table + b"\0" * (-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        head += struct.pack(">4sIII", tag, checksum, at + len(body), len(table))
        body += padded
    return struct.pack(">IHHHH", 0x10000, len(tables), 128, 3, 16 * len(tables) - 128) + head + body


def is_plain(text):
    """Whether each character takes its own cells, so that the two programs cannot disagree on the width."""
    return all(own_width(character) in (1, 2) and character < "\U0001f000" for character in text) and sum(
        map(own_width, text)
    ) == width(text)


def printed(program, paths, measure, switches):
    """What the program prints of articles, as blocks of lines."""
    options = [option for switch in SWITCHES + switches for option in ("-c", f"typography.{switch}")]
    command = [program, "print", "--no-index", "--body", "--width", str(measure), *options, "--", *map(str, paths)]
    out = subprocess.run(command, capture_output=True, check=False).stdout.decode(errors="replace")
    return [block.split("\n") for block in re.split(r"\n\n+", out.strip("\n"))]


def draw(program, corpora, count, seed):
    """Paragraphs of each language, chosen at random: text of one line that ends with a full stop."""
    paths = sorted(path for path in Path(corpora).rglob("*") if path.suffix in (".md", ".markdown", ".html"))
    parts = [paths[first : first + 100] for first in range(0, len(paths), 100)]
    found = {}
    with ThreadPoolExecutor() as pool:
        for blocks in pool.map(lambda part: printed(program, part, ONE_LINE, []), parts):
            for text in (lines[0].strip() for lines in blocks if len(lines) == 1):
                if width(text) in LENGTHS and SENTENCE.fullmatch(text) and is_plain(text):
                    found.setdefault(language(text), set()).add(text)
    choice = random.Random(seed)
    return {name: choice.sample(sorted(texts), min(count, len(texts))) for name, texts in found.items()}


def joined(measure, parts):
    paragraph = Paragraph()
    for before, text, end in parts:
        paragraph.add(text, end, measure - width(before))
    return paragraph


def of_program(program, row, texts, folder):
    """For each width the lines of every paragraph. `None` if they are not those of its text."""
    lang, _, switches = ROWS[row]
    path = folder / "paragraphs.html"
    body = "\n".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts)
    path.write_text(f"---\nlang: {lang}\n---\n<div>{body}</div>\n")
    found = {}
    for measure in WIDTHS:
        blocks = printed(program, [path], measure, switches)
        if len(blocks) != len(texts):
            sys.exit(f"{row}, {measure} cells: {len(blocks)} paragraphs of {len(texts)}")
        found[measure] = [followed(text, lines) for text, lines in zip(texts, blocks)]
    return found


def followed(text, lines):
    """The lines of a text, with how each ends."""
    parts, at = [], 0
    for line in lines:
        hyphen = line.endswith("-") and not text.startswith(line, at)
        shown = line[:-1] if hyphen else line
        if not text.startswith(shown, at):
            return None
        at += len(shown)
        blanks = len(text) - at - len(text[at:].lstrip(" "))
        at += blanks
        parts.append(("", line, "end" if at == len(text) else "hyphen" if hyphen else "blank" if blanks else "soft"))
    return parts if at == len(text) else None


def of_chromium(row, texts, folder):
    lang, style, _ = ROWS[row]
    path = folder / "paragraphs-chromium.html"
    paragraphs = "".join(f"<p>{html.escape(text, quote=False)}</p>" for text in texts)
    data = base64.b64encode(font(set("".join(texts)) | set(" x-"))).decode()
    path.write_text(PAGE.format(font=data, lang=lang, style=style, paragraphs=paragraphs, widths=json.dumps(WIDTHS)))
    command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder}/profile"]
    command += ["--virtual-time-budget=600000", "--dump-dom", path.as_uri()]
    dom = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    start = dom.find('{"')
    if start < 0:
        sys.exit(f"Chromium printed no lines of {row}")
    all_starts = json.loads(html.unescape(dom[start : dom.rindex("}") + 1]))
    if not all_starts["fonts"]:
        sys.exit("Chromium refused the font")
    return {
        measure: [cut(text, starts) for text, starts in zip(texts, all_starts[str(measure)])] for measure in WIDTHS
    }


def cut(text, starts):
    """The lines of a text, in UTF-16 units as JavaScript counts them; there is nothing beyond the BMP in what is drawn."""
    parts = []
    for first, last in zip([0, *starts], [*starts, len(text)]):
        line = text[first:last]
        end = "end" if last == len(text) else "blank" if line.endswith(" ") else "soft"
        parts.append(("", line.rstrip(" "), end))
    return parts


def compare(program, row, texts, folder):
    """The figures of both programs for each range. Paragraphs are left out if the texts of the two differ."""
    own, other = of_program(program, row, texts, folder), of_chromium(row, texts, folder)
    figures = {(name, who): Figures() for name in RANGES for who in ("own", "Chromium")}
    left_out = 0
    for name, widths in RANGES.items():
        for measure in widths:
            for text, ours, theirs in zip(texts, own[measure], other[measure]):
                if ours is None:
                    left_out += 1
                    continue
                figures[name, "own"].paragraph(measure, ours, joined(measure, ours))
                figures[name, "Chromium"].paragraph(measure, theirs, joined(measure, theirs))
    if left_out:
        print(f"{row}: {left_out} of {len(texts) * len(WIDTHS)} left out, because other text is shown")
    return figures


def counts(figures):
    """What is compared: not rates, because the same text in fewer lines has a higher rate of the same faults."""
    return [figures.count[what] for what in NAMES] + [figures.rates()[-1]]


def main():
    shown = "--shown" in sys.argv
    program, corpora, *numbers = [argument for argument in sys.argv[1:] if argument != "--shown"]
    if not shutil.which("chromium"):
        print("no chromium on PATH: nothing is compared")
        return
    count, seed = [int(number) for number in numbers] + [400, 1][len(numbers) :]
    drawn = draw(program, corpora, count, seed)
    worse = []
    print(f"{'':27}" + " ".join(f"{name:>9}" for name in ["lines", *NAMES, "rms"]))
    with tempfile.TemporaryDirectory() as folder:
        for row, (lang, _, _) in ROWS.items():
            figures = compare(program, row, drawn[lang], Path(folder))
            for name in RANGES:
                own, other = figures[name, "own"], figures[name, "Chromium"]
                behind = [a > b for a, b in zip(counts(own), counts(other))]
                print(f"{name:6} {row:12} Chromium {other.count['lines']:7} " + " ".join(f"{rate:8.2f} " for rate in other.rates()))
                shown_rates = zip(own.rates(), behind)
                print(f"{'':20}Inkstone {own.count['lines']:7} " + " ".join(f"{rate:8.2f}{' !'[is_behind]}" for rate, is_behind in shown_rates))
                worse += [f"{row} {name} {what}" for what, is_behind in zip([*NAMES, "rms"], behind) if is_behind]
                for what, examples in sorted(own.shown.items()) if shown else []:
                    for around in examples:
                        print(f"    {what}: {around}")
    print(f"worse than Chromium: {', '.join(worse) or 'nothing'}")
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
