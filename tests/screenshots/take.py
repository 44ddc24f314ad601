"""Takes pictures of the program in real terminals, to be looked at.

    python3 tests/screenshots/take.py PROGRAM FOLDER [xterm] [kitty] [xterm-tmux] [kitty-tmux] [--article FILE --port N]
    python3 tests/screenshots/take.py PROGRAM FOLDER --readme    writes FOLDER/pictures.png, as in assets

Needs Xvfb, xterm, kitty, tmux, xdotool and ImageMagick. Each terminal shows an article whose pictures come from a server
on loopback, which also stands in for a proxy of pictures; then it is scrolled, covered by a menu, resized and left. With
`--article` that article is shown; its pictures are to be on 127.0.0.1:N, where any address is a drawing.
"""

import argparse
import http.server
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import drawings

ALL = ["xterm", "kitty", "xterm-tmux", "kitty-tmux"]
FONT = "DejaVu Sans Mono"
SCREEN = (1120, 820)
SMALL = (760, 520)
# The window of xterm.
CELLS, WINDOW = (120, 42), (1080, 798)

# What is typed before each picture, and how long the program then has, in seconds.
SCENES = [
    ("1-article", [], 3),
    ("2-scrolled", ["space", "j", "j", "j"], 2),
    ("3-overlay", ["c"], 1),
    ("4-overlay-closed", ["Escape"], 1),
    ("5-through", ["space"] * 6 + ["g"], 2),
    ("6-sheet", ["z", "i"], 2),
    ("7-sheet-moved", ["l", "j"], 1),
    ("8-alone", ["Return"], 2),
    ("9-zoomed", ["a", "plus"], 2),
    ("A-back", ["Escape", "Escape"], 2),
    ("B-resized", None, 2),
    ("C-list", ["h"], 1),
    ("D-quit", ["q"], 1),
]


def drawing(path):
    """A drawing for an address: its number decides which."""
    digits = "".join(filter(str.isdigit, path.rsplit("/", 1)[-1]))
    number = int(digits[-2:] or 0)
    kinds = [
        lambda: drawings.mountains(560, 280, number),
        lambda: drawings.inkstone(),
        lambda: drawings.bamboo(220, 320, number),
        lambda: drawings.mountains(900, 300, number),
    ]
    return kinds[number % len(kinds)]()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers `/?ADDRESS`, as the proxy does, and every other address with a drawing."""

    def do_GET(self):
        body = drawing(self.path)
        self.send_response(200)
        self.send_header("Content-Type", "image/png")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        try:
            self.wfile.write(body)
        except BrokenPipeError:
            pass  # The picture is not wanted any more.

    def log_message(self, *_):
        pass


def article(port):
    """An article as a feed converter writes it: eight pictures behind a proxy, a head picture and a thumbnail."""
    at = f"http://127.0.0.1:{port}"
    proxied = f"{at}/?{at}"
    paragraph = "砚台是磨墨的石头。好的砚台发墨快，又不伤笔；用完要洗净，不然宿墨干在里面，下次磨出来的墨就不亮了。" * 3
    body = "".join(
        f'<p>{number}. {paragraph}</p><div><img data-original="{proxied}/img/{number}.png" '
        f'src="{proxied}/img/{number}.png" alt="{"山水册页之" + str(number) if number % 2 else ""}"></div>'
        for number in range(1, 9)
    )
    return (
        f"---\ntitle: 图文并茂\ndate: 2021-03-01 12:00:00\ncategories:\n  - 笔墨\nheadimg: {proxied}/img/20.png\n"
        f"thumbnail: {proxied}/img/20.png\n---\n{body}\n"
    )


def command(terminal, words, folder):
    """The command that runs `words` in a terminal."""
    if terminal.endswith("-tmux"):
        settings = folder / "tmux.conf"
        settings.write_text(
            "set -g allow-passthrough on\nset -g default-terminal tmux-256color\n"
            "set -as terminal-features ',*:RGB'\nset -g status off\nset -sg escape-time 0\n"
        )
        # xterm hides the variable from what it runs.
        words = ["env", "COLORTERM=truecolor", "tmux", "-S", str(folder / "tmux"), "-f", str(settings), "new-session", *words]
    if terminal.startswith("kitty"):
        options = [f"font_family={FONT}", "font_size=11", "update_check_interval=0", "confirm_os_window_close=0"]
        options += ["remember_window_size=no", f"initial_window_width={SCREEN[0]}", f"initial_window_height={SCREEN[1]}"]
        return ["kitty", "--config", "NONE", *(word for option in options for word in ("-o", option)), *words]
    resources = ["XTerm*decTerminalID: vt340", "XTerm*numColorRegisters: 256", "XTerm*sixelScrolling: true"]
    resources += ["XTerm*allowWindowOps: true", "XTerm*maxGraphicSize: 2000x2000"]
    options = [word for resource in resources for word in ("-xrm", resource)]
    return ["xterm", "-ti", "vt340", "-u8", "-fa", FONT, "-fs", "11", "-geometry", "%dx%d+0+0" % CELLS, "-b", "0", "-bg", "#17191e", "-fg", "#d9d4c7", *options, "-e", *words]


def take(terminal, words, folder, out, display, scenes=SCENES):
    """Runs the scenes in one terminal."""
    environment = dict(os.environ, DISPLAY=f":{display}", LIBGL_ALWAYS_SOFTWARE="1", COLORTERM="truecolor", LANG="C.UTF-8")
    environment |= {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "CACHE", "STATE", "RUNTIME")}
    environment.pop("TMUX", None)
    screen = "x".join(map(str, SCREEN)) + "x24"
    server = subprocess.Popen(["Xvfb", f":{display}", "-screen", "0", screen], stderr=subprocess.DEVNULL)
    time.sleep(1)

    def tool(*arguments):
        return subprocess.run(["xdotool", *arguments], env=environment, capture_output=True, text=True, check=False).stdout

    running = subprocess.Popen(command(terminal, words, folder), env=environment, stderr=subprocess.DEVNULL)
    try:
        time.sleep(4)
        for name, keys, pause in scenes:
            if keys is None:
                for window in tool("search", "--onlyvisible", "--name", ".*").split():
                    tool("windowsize", window, *map(str, SMALL))
            for key in keys or []:
                tool("key", key)
                time.sleep(0.15)
            time.sleep(pause)
            file = out / f"{terminal}-{name}.png"
            subprocess.run(["import", "-window", "root", str(file)], env=environment, check=False)
    finally:
        for process in (running, server):
            process.terminate()
            process.wait()


def readme(program, out):
    """Photographs the article about pictures in the guide."""
    with tempfile.TemporaryDirectory() as folder:
        line = f"TZ=UTC {program} -c language=en -c theme=dark"
        scenes = [("readme", ["1", "4", "G", "Return", "j", "j", "j"], 3)]
        take("xterm", ["sh", "-c", line], Path(folder), out, 240 + os.getpid() % 700, scenes)
    photograph = out / "xterm-readme.png"
    # Without what is beside the window, and with as few colours as are to be seen.
    small = ["-crop", "%dx%d+0+0" % WINDOW, "+repage", "+dither", "-colors", "96", "-strip", f"png8:{out / 'pictures.png'}"]
    subprocess.run(["convert", str(photograph), *small], check=True)
    photograph.unlink()


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("terminals", nargs="*", default=ALL)
    parser.add_argument("--article", type=Path)
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--port", type=int, default=0)
    chosen = parser.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.readme:
        readme(chosen.program.absolute(), chosen.folder)
        return 0
    server = http.server.ThreadingHTTPServer(("127.0.0.1", chosen.port), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for number, terminal in enumerate(chosen.terminals or ALL):
        with tempfile.TemporaryDirectory() as folder:
            folder = Path(folder)
            posts = folder / "posts"
            posts.mkdir()
            text = chosen.article.read_text() if chosen.article else article(server.server_port)
            (posts / "a.md").write_text(text)
            (posts / "b.md").write_text("---\ntitle: 没有图片\ndate: 2021-02-01\ncategories: [其他]\n---\n\n只有字。\n")
            settings = "-c images.remote=always -c images.private=127.0.0.1"
            line = f"{chosen.program.absolute()} {settings} {posts / 'a.md'}; printf 'quit\\n'; exec sleep 600"
            take(terminal, ["sh", "-c", line], folder, chosen.folder, 240 + number + os.getpid() % 700)
    return 0


if __name__ == "__main__":
    sys.exit(main())
