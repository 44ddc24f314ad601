"""No socket of the internet is opened unless a picture of the web is asked for.

    python3 tests/sockets.py PROGRAM

Runs the program under strace (needed), on a terminal and as a command, with articles full of pictures from the web, and
looks for sockets of IPv4 and IPv6 among its system calls. A last run asks for pictures, and must be seen to. Exit status
1 if a socket is opened that should not be.
"""

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

ARTICLE = """---
title: 图
date: 2021-03-01
image: http://127.0.0.1:9/head.jpg
link: http://127.0.0.1:9/a.html
---
<p>字</p><img src="http://127.0.0.1:9/a.jpg"><p><img data-original="https://127.0.0.1:9/b.jpg" src="//127.0.0.1:9/c.jpg"></p>
<video poster="http://127.0.0.1:9/d.jpg" src="http://127.0.0.1:9/e.mp4"></video>
"""

# The settings, and what is typed: opening the article, scrolling through it, quitting.
SESSIONS = [
    ("images.remote=never", "\rjjG"),
    ("images.remote=ask", "\rjjG"),
]

COMMANDS = [
    ["list", "POSTS"], ["categories", "POSTS"], ["check", "POSTS"], ["search", "--in", "POSTS", "字"],
    ["print", "POSTS/a.md"], ["index", "POSTS"], ["config", "consents"], ["fetch", "POSTS", "-c", "images.remote=never"],
]


# Opens a connection to a port on which nobody listens.
CONTROL = ["fetch", "POSTS", "-c", "images.private=127.0.0.1"]


def on_terminal(command, keys):
    """Runs a command on a pseudo-terminal of its own, types the keys one by one, and ends it."""
    child, terminal = pty.fork()
    if child == 0:
        os.execvp(command[0], command)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, 120, 0, 0))
    end = time.monotonic() + 2
    pending = list(keys)
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.1)[0]:
            try:
                os.read(terminal, 65536)
            except OSError:
                break
        elif pending:
            os.write(terminal, pending.pop(0).encode())
            end = time.monotonic() + 1
    os.kill(child, signal.SIGTERM)
    time.sleep(0.2)
    os.close(terminal)
    os.waitpid(child, 0)


def main():
    program = os.path.abspath(sys.argv[1])
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        posts, log = folder / "posts", folder / "log"
        posts.mkdir()
        (posts / "a.md").write_text(ARTICLE)
        own = [f"--{name}-dir={folder / name}" for name in ("data", "cache")] + [f"--config={folder / 'config.toml'}"]
        (folder / "config.toml").write_text("")
        traced = ["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(log), program, *own]
        runs = [(f"{setting} {keys!r}", keys, [str(posts), "-c", setting]) for setting, keys in SESSIONS]
        runs += [(" ".join(words), None, [word.replace("POSTS", str(posts)) for word in words]) for words in [*COMMANDS, CONTROL]]
        for name, keys, words in runs:
            log.write_text("")
            if keys is None:
                subprocess.run(traced + words, stdin=subprocess.DEVNULL, capture_output=True, check=False)
            else:
                on_terminal(traced + words, keys)
            opened = [line for line in log.read_text().splitlines() if "AF_INET" in line]
            is_wrong = bool(opened) != (name == " ".join(CONTROL))
            failures += is_wrong
            print(f"{'FAILED' if is_wrong else 'ok'}  {name}", *(opened[:3] if is_wrong else []), sep="\n    ")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
