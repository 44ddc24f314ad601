#!/usr/bin/env python3
"""Measures the first start on a collection whose files are not in memory: rows must come at once, and keys never wait.

usage: cold.py PROGRAM FOLDER [--runs N]

Drops the pages of all files of the collection from the page cache (posix_fadvise, which needs no privileges; names and
inodes stay cached), and starts the program on a pseudo-terminal, without an index. Prints medians of the time to the first
rows, to the first bytes after each key pressed while the index is made, and to the end of the index; then the same with all
files in memory. Next to both is the time that `cat` takes for all files in the same state.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

SIZE = (40, 80)
# Seconds between keys, and until the script gives up.
TYPED = 0.05
PATIENCE = 1800.0
# The query that asks a terminal for its kind, which ends those that the program sends at its start, and the reply.
QUERY, REPLY = b"\x1b[c", b"\x1b[?62;c"
# The position in the list, once there are rows.
ROWS = re.compile(rb"1/[1-9]")
ESCAPES = re.compile(rb"\x1b\[[0-9;:?<>=]*[ -/]*[@-~]")


def drop(files):
    """Removes the pages of these files from the page cache, as far as nobody else uses them."""
    for file in files:
        descriptor = os.open(file, os.O_RDONLY)
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
        os.close(descriptor)


def read_all(folder):
    """The seconds that two processes take to read all files."""
    began = time.monotonic()
    subprocess.run(["sh", "-c", 'find "$1" -type f -print0 | xargs -0 -P2 cat >/dev/null', "sh", folder], check=True)
    return time.monotonic() - began


class Session:
    """The program on a pseudo-terminal, with a state and an index of its own."""

    def __init__(self, program, folder, home):
        self.home = home
        self.began = time.monotonic()
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            environment = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "HOME": home, "PATH": os.environ.get("PATH", "")}
            directories = ["--data-dir", f"{home}/data", "--cache-dir", f"{home}/cache"]
            os.execve(program, [program, *directories, folder], environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        self.output = b""
        self.is_answered = False

    def take(self, seconds):
        """Reads what the program writes within this time. Returns whether there was anything."""
        if not select.select([self.terminal], [], [], max(seconds, 0))[0]:
            return False
        try:
            self.output += os.read(self.terminal, 1 << 16)
        except OSError:
            sys.exit("the program has ended:\n" + self.output.decode(errors="replace"))
        if not self.is_answered and QUERY in self.output:
            self.is_answered = True
            os.write(self.terminal, REPLY)
        return True

    def rows(self):
        """The seconds from the start to the first rows."""
        while not ROWS.search(ESCAPES.sub(b"", self.output)):
            self.take(PATIENCE)
        return time.monotonic() - self.began

    def press(self, key):
        """The seconds from a key to the first bytes after it."""
        while self.take(0):
            pass
        began = time.monotonic()
        os.write(self.terminal, key)
        self.take(PATIENCE)
        return time.monotonic() - began

    def rest(self, until):
        while (left := until - time.monotonic()) > 0:
            self.take(left)

    def is_indexed(self):
        """Whether the index is complete: its snapshot is written last."""
        return any("scratch" not in file.name for file in Path(self.home).glob("cache/index/*/snapshot-*"))

    def end(self):
        os.kill(self.child, signal.SIGKILL)
        os.waitpid(self.child, 0)
        os.close(self.terminal)


def measure(program, folder):
    """The seconds to the first rows, of each key while the index is made, and to the end of the index."""
    with tempfile.TemporaryDirectory() as home:
        session = Session(program, folder, home)
        rows, keys, moves = session.rows(), [], 0
        while not session.is_indexed():
            if time.monotonic() - session.began > PATIENCE:
                sys.exit("the index was not finished")
            pressed = time.monotonic()
            keys.append(session.press(b"jk"[moves % 2 : moves % 2 + 1]))
            moves += 1
            session.rest(pressed + TYPED)
        whole = time.monotonic() - session.began
        session.end()
    return rows, keys, whole


def main():
    parser = argparse.ArgumentParser(description="Measures the first start on a collection whose files are not in memory.")
    parser.add_argument("program", type=os.path.abspath)
    parser.add_argument("folder", type=os.path.abspath)
    parser.add_argument("--runs", type=int, default=3, metavar="N")
    arguments = parser.parse_args()
    files = [path for path in Path(arguments.folder).rglob("*") if path.is_file()]
    print(f"{len(files):,} files, {sum(path.stat().st_size for path in files) / 1e6:,.0f} MB, {arguments.runs} runs")
    for name, prepare in (("not in memory", drop), ("in memory", lambda _: read_all(arguments.folder))):
        cats, rows, keys, wholes = [], [], [], []
        for _ in range(arguments.runs):
            prepare(files)
            cats.append(read_all(arguments.folder))
            prepare(files)
            first, waits, whole = measure(arguments.program, arguments.folder)
            rows.append(first)
            keys += waits
            wholes.append(whole)
        keys.sort()
        cat, whole = statistics.median(cats), statistics.median(wholes)
        print(f"{name}: cat {cat:.2f} s")
        print(f"  first rows {statistics.median(rows) * 1000:.0f} ms, worst {max(rows) * 1000:.0f}")
        if keys:
            part = [keys[(len(keys) - 1) * share // 100] * 1000 for share in (50, 99, 100)]
            print(f"  {len(keys)} keys {part[0]:.1f} ms, 99 of 100 {part[1]:.1f}, worst {part[2]:.1f}")
        print(f"  end of the index {whole:.2f} s, {whole / cat:.2f} x cat", flush=True)


if __name__ == "__main__":
    main()
