"""A program on a pseudo-terminal, and what its screen shows: enough of a terminal for what Inkstone writes."""
import codecs
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

COLUMNS, ROWS = 60, 12
WHOLE = re.compile(r"\x1b\[([?0-9;$]*)([A-Za-z])|\x1b[^\[]")
SEQUENCE = re.compile(WHOLE.pattern + r"|[^\x1b]", re.DOTALL)


class Terminal:
    """One program and its screen. It answers no queries."""

    def __init__(self, words, environment, prepare=lambda: None):
        """`prepare` runs in the child before the program does."""
        self.left, self.frames, self.drawing = "", 0, False
        self.decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self.cells = [[" "] * COLUMNS for _ in range(ROWS)]
        self.lit = [[False] * COLUMNS for _ in range(ROWS)]
        self.row, self.column, self.reverse = 0, 0, False
        self.process, self.file = pty.fork()
        if self.process == 0:
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
                prepare()
                os.execve(words[0], [os.fspath(word) for word in words], environment)
            finally:
                os._exit(127)

    def send(self, keys):
        os.write(self.file, keys.encode())

    def take(self):
        """Takes in what can be read now; whether the program still has the terminal."""
        try:
            data = os.read(self.file, 1 << 16)
        except OSError:
            return False
        text = self.left + self.decoder.decode(data)
        # The last sequence may be cut in two.
        escape = text.rfind("\x1b")
        cut = escape if escape >= 0 and not WHOLE.match(text, escape) else len(text)
        text, self.left = text[:cut], text[cut:]
        for found in SEQUENCE.finditer(text):
            self.put(found)
        return bool(data)

    def put(self, found):
        text, values, kind = found[0], found[1] or "", found[2]
        if text[0] != "\x1b":
            self.write(text)
        elif kind == "H":
            row, column = (values.split(";") + ["1"])[:2] if values else ("1", "1")
            self.row, self.column = int(row) - 1, int(column) - 1
        elif kind == "K":
            self.cells[self.row] = [" "] * COLUMNS
        elif kind == "J":
            self.cells = [[" "] * COLUMNS for _ in range(ROWS)]
        elif kind == "m":
            # The 7 of a colour is none of these: 38;5;7.
            for value in re.sub(r"[345]8;5;\d+", "1", values).split(";"):
                self.reverse = value == "7" or self.reverse and value not in ("", "0", "27")
        elif values == "?2026":
            self.drawing = kind == "h"
            self.frames += kind == "l"

    def write(self, character):
        if character < " ":
            self.row, self.column = self.row + (character == "\n"), 0 if character == "\r" else self.column
            return
        wide = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for column in range(self.column, min(self.column + wide, COLUMNS)):
            if self.row < ROWS:
                self.cells[self.row][column] = character if column == self.column else ""
                self.lit[self.row][column] = self.reverse
        self.column += wide

    def rows(self):
        return ["".join(row) for row in self.cells]

    def cursor(self):
        """The row of the list that is lit, if there is one."""
        return next((row for row, lit in zip(self.rows()[:-1], self.lit) if lit[3]), None)

    def said(self):
        """What stands in the last row."""
        return self.rows()[-1].strip()

    def says(self, text):
        return self.said().startswith(text)

    def wait(self, what, until, patience=20):
        """Takes in what comes until `until` holds."""
        deadline = time.monotonic() + patience
        while not until(self):
            ready = select.select([self.file], [], [], max(0, deadline - time.monotonic()))[0]
            if not ready or not self.take():
                raise AssertionError(f"waited for {what}, but the screen shows\n" + "\n".join(self.rows()))

    def kill(self):
        os.kill(self.process, signal.SIGKILL)
        return self.end()

    def end(self):
        """Waits for the end of the program; its exit code, or less than 0 for a signal."""
        while self.take():
            pass
        status = os.waitstatus_to_exitcode(os.waitpid(self.process, 0)[1])
        os.close(self.file)
        return status


def pump(terminals, seconds):
    """Waits so long at most; takes in what comes, and gives the numbers of those that have got a whole frame by that."""
    fresh = []
    for file in select.select([terminal.file for terminal in terminals], [], [], max(0, seconds))[0]:
        at = next(at for at, terminal in enumerate(terminals) if terminal.file == file)
        frames = terminals[at].frames
        assert terminals[at].take(), "the program is gone"
        if terminals[at].frames > frames and not terminals[at].drawing:
            fresh.append(at)
    return fresh
