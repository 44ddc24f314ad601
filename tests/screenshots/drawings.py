"""Draws small pictures in the manner of ink, as PNG files of sixteen tones.

    python3 tests/screenshots/drawings.py FOLDER

writes those of the guide (assets/guide/pictures).
"""

import math
import struct
import sys
import zlib
from pathlib import Path

PAPER, INK = (0xf4, 0xee, 0xe0), (0x1c, 0x1e, 0x26)
SEAL = (0xb0, 0x3a, 0x2e)


def png(width, height, tone):
    """A picture of which `tone(x, y)` is 0 for paper to 14 for ink, or 15 for the red of a seal."""
    mixed = [[round(paper + (ink - paper) * step / 14) for paper, ink in zip(PAPER, INK)] for step in range(15)]
    palette = bytes(channel for colour in [*mixed, SEAL] for channel in colour)
    rows = bytearray()
    for y in range(height):
        tones = [max(0, min(15, tone(x, y))) for x in range(width)] + [0]
        rows.append(0)
        rows.extend(first << 4 | second for first, second in zip(tones[:width:2], tones[1 : width + 1 : 2]))

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)
    body = zlib.compress(bytes(rows), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"PLTE", palette) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def mountains(width=480, height=240, seed=1):
    """Ranges of mountains behind one another, paler with the distance, and a sun."""
    ranges = []
    for depth in range(5):
        def ridge(x, depth=depth):
            at = x / width * math.tau
            waves = sum(math.sin(at * (depth + 1 + wave) * 1.1 + seed * (wave + 2) + depth * 5) / (wave + 1) for wave in range(4))
            return height * (0.34 + depth * 0.13) - waves * height * 0.075
        ranges.append((ridge, 3 + depth * 2 + depth // 2))

    def tone(x, y):
        if (x - width * 0.78) ** 2 + (y - height * 0.2) ** 2 < (height * 0.09) ** 2:
            return 15
        for ridge, ink in reversed(ranges):
            below = y - ridge(x)
            if below >= 0:
                return max(1, ink - int(below / height * 12))
        return 0

    return png(width, height, tone)


def inkstone(width=320, height=200):
    """A stone with a hollow, and ink in it."""
    def tone(x, y):
        across, down = (x - width / 2) / (width * 0.42), (y - height * 0.54) / (height * 0.36)
        outside = abs(across) ** 4 + abs(down) ** 4
        if outside > 1:
            shade = abs(across - 0.03) ** 4 + abs(down - 0.12) ** 4
            return 2 if shade < 1.05 else 0
        if outside > 0.82:
            return 7
        hollow = (across * 1.25) ** 2 + ((down - 0.05) * 1.35) ** 2
        if hollow > 0.75:
            return 9
        pool = ((across + 0.1) * 1.5) ** 2 + ((down + 0.12) * 2) ** 2
        if pool < 0.5:
            return 12 if ((across + 0.3) * 4) ** 2 + ((down + 0.3) * 9) ** 2 < 0.4 else 14
        return 10 + int(hollow * 3) % 2

    return png(width, height, tone)


def bamboo(width=200, height=300, seed=2):
    """Stalks of bamboo with their leaves, and a seal."""
    stalks = [(0.3, 0.045, 12), (0.52, 0.03, 9), (0.72, 0.022, 5)]
    leaves = []
    for number in range(22):
        turn = seed + number * 2.4
        x = width * (0.3 + 0.21 * (number % 3)) + math.cos(turn) * width * 0.06
        y = height * (0.08 + 0.7 * (number / 22))
        leaves.append((x, y, 0.5 + 0.5 * math.sin(turn * 1.7), 13 - number % 3 * 3))

    def tone(x, y):
        if 0.08 * width < x < 0.2 * width and 0.84 * height < y < 0.92 * height:
            return 0 if (x + 2 * y) % 11 < 2 else 15
        for left, top, slope, ink in leaves:
            across, down = (x - left) / (width * 0.2), (y - top) / (height * 0.11)
            if 0 < across < 1 and abs(down - across * slope) < 0.2 * math.sin(across * math.pi):
                return ink
        for middle, half, ink in stalks:
            beside = abs(x / width - middle - math.sin(y / height * 2) * 0.02)
            if beside < half:
                return 1 if int(y + middle * 90) % 62 < 3 else ink - int(beside / half * 4)
        return 0

    return png(width, height, tone)


GUIDE = {"mountains.png": mountains, "inkstone.png": inkstone, "bamboo.png": bamboo}

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, draw in GUIDE.items():
        (folder / name).write_bytes(draw())
