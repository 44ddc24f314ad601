"""Types command lines in bash, zsh and fish and compares what each of them offers.

    python3 tests/completions.py PROGRAM [SHELL…]

The scripts are those that the program writes, loaded as a packager installs them. Bash and zsh run on a pseudo-terminal
and complete at a key press; fish answers `complete -C`. A shell that is not installed is skipped with a message, unless
it is named. Exit status 1 if an offer differs.
"""

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CONFIG = """
[collections]
news = "{home}/site posts"
notes = "{home}/notes"
"""

ARTICLES = {
    "site posts/a.md": ["新媒体", "科技"],
    "site posts/b.md": ["two words", "a: b"],
    "notes/c.md": ["日记"],
}

# What is typed, and what is offered for its last word, in any order. Commands and options are offered by all shells in
# the same way.
CASES = [
    ("inkstone pri", ["print"]),
    ("inkstone c", ["categories", "check", "completions", "config"]),
    ("inkstone __", []),
    ("inkstone --them", ["--theme"]),
    ("inkstone list --categ", ["--category"]),
    ("inkstone --theme gruv", ["gruvbox-dark", "gruvbox-light"]),
    ("inkstone print --theme sol", ["solarized-dark", "solarized-light"]),
    ("inkstone list --format ", ["json", "paths", "table"]),
    ("inkstone print --links ", ["footnotes", "inline", "off"]),
    ("inkstone list --fresh a", ["always", "auto"]),
    ("inkstone completions ", ["bash", "elvish", "fish", "powershell", "zsh"]),
    ("inkstone config ", ["check", "consents", "default", "get", "keys", "path", "set"]),
    ("inkstone -c images.h", ["images.height="]),
    ("inkstone -c typography.lea", ["typography.leading="]),
    ("inkstone config get typography.lea", ["typography.leading"]),
    ("inkstone config set images.h", ["images.height"]),
    ("inkstone config set typography.fill ", ["greedy", "optimal"]),
    ("inkstone config set theme gruv", ["gruvbox-dark", "gruvbox-light"]),
    ("inkstone config set collection n", ["news", "notes"]),
    ("inkstone list ne", ["news", "nested"]),
    ("inkstone ne", ["news", "nested"]),
    ("inkstone print ne", ["news", "nested"]),
    ("inkstone check not", ["notes"]),
    ("inkstone search --in ne", ["news", "nested"]),
    ("inkstone list news --category 新", ["新媒体"]),
    ("inkstone list news --category tw", ["two words"]),
    ("inkstone list news --category a", ["a: b"]),
    ("inkstone list 'site posts' --category 科", ["科技"]),
    ("inkstone list ~/notes --category 日", ["日记"]),
    ("inkstone random notes --category ", ["日记"]),
    ("inkstone list nowhere --category 新", []),
    ("inkstone print nested/", ["d.md"]),
    ("inkstone man --di", ["--dir"]),
]

PATIENCE = 20


def environment(home, program):
    tools = home / "tools"
    tools.mkdir()
    (tools / "inkstone").symlink_to(Path(program).resolve())
    own = {name: str(home / name.lower()) for name in
           ["XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"]}
    return {"PATH": f"{tools}:{os.environ['PATH']}", "HOME": str(home), "LANG": "C.UTF-8", "TERM": "xterm", **own}


def prepare(home, variables):
    config = home / "xdg_config_home/inkstone/config.toml"
    config.parent.mkdir(parents=True)
    config.write_text(CONFIG.format(home=home))
    for name, categories in ARTICLES.items():
        path = home / name
        path.parent.mkdir(exist_ok=True)
        listed = "".join(f'\n  - "{category}"' for category in categories)
        path.write_text(f"---\ntitle: {path.stem}\ncategories:{listed}\n---\nbody\n")
    (home / "nested").mkdir()
    (home / "nested/d.md").write_text("body\n")
    for name in ["news", "notes"]:
        subprocess.run(["inkstone", "index", name], env=variables, cwd=home, check=True, capture_output=True)
    for shell, name in [("bash", "inkstone.bash"), ("zsh", "_inkstone"),
                        ("fish", "xdg_config_home/fish/completions/inkstone.fish")]:
        script = home / name
        script.parent.mkdir(parents=True, exist_ok=True)
        script.write_bytes(subprocess.run(
            ["inkstone", "completions", shell], env=variables, check=True, capture_output=True).stdout)


class Shell:
    """A shell on a pseudo-terminal, which writes what it offers to a file when Ctrl-X is pressed."""

    def __init__(self, command, home, variables, setup):
        self.out = home / f"{Path(command[0]).name}.out"
        (home / "setup").write_text(setup.format(out=self.out, home=home))
        child, self.terminal = pty.fork()
        if child == 0:
            os.chdir(home)
            os.execvpe(command[0], command, variables)
        self.child = child
        self.send(". ./setup\n")
        self.answer()

    def send(self, text):
        os.write(self.terminal, text.encode())

    def answer(self):
        """What was written up to the line END. The terminal is read meanwhile, so that the shell does not wait."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if select.select([self.terminal], [], [], 0.02)[0]:
                os.read(self.terminal, 65536)
            text = self.out.read_text() if self.out.exists() else ""
            if text.endswith("END\n"):
                self.out.unlink()
                return text.splitlines()[:-1]
        raise TimeoutError(f"no answer within {PATIENCE} s")

    def end(self):
        os.close(self.terminal)
        os.waitpid(self.child, 0)


# Bash forgets COMPREPLY after the completion.
BASH = r"""
. {home}/inkstone.bash
shopt -s progcomp
bind 'set bell-style none'
recorded() {{ _inkstone_all "$@"; offers=("${{COMPREPLY[@]}}"); }}
eval "$(complete -p inkstone | sed s/_inkstone_all/recorded/)"
offered() {{ printf '%s\n' "${{offers[@]}}" END >{out}; READLINE_LINE=; READLINE_POINT=0; offers=(); }}
bind -x '"\C-g": offered'
bind '"\C-x": "\t\C-g"'
echo END >{out}
"""

# Whatever completes gives its matches to compadd, which is asked for those that go on from the word.
ZSH = r"""
fpath=({home} $fpath)
autoload -Uz compinit
compinit -u -d {home}/dump
zstyle ':completion:*' completer _complete
unsetopt list_beep
compadd() {{
    if [[ ${{@[1,(i)(-|--)]}} == *-(O|A|D)\ * ]]; then
        builtin compadd "$@"
        return
    fi
    local -a found
    local suffix=
    builtin compadd -A found "$@"
    [[ ${{@[1,(i)(-|--)]}} == *-S\ =* ]] && suffix==
    local one
    for one in $found; do
        print -r -- "$one$suffix" >>{out}
    done
}}
offered() {{ _main_complete; }}
zle -C offered list-choices offered
ended() {{ zle offered; print END >>{out}; BUFFER=; }}
zle -N ended
bindkey '^X' ended
print END >{out}
"""


def bash(home, variables):
    shell = Shell(["bash", "--noprofile", "--norc", "-i"], home, variables, BASH)
    yield from answers(shell)


def zsh(home, variables):
    shell = Shell(["zsh", "-f", "-i"], home, variables, ZSH)
    yield from answers(shell)


def answers(shell):
    for typed, _ in CASES:
        shell.send(typed + "\x18")
        yield [line for line in shell.answer() if line]
    shell.end()


def fish(home, variables):
    for typed, _ in CASES:
        asked = ["fish", "--no-config", "-c",
                 "source $XDG_CONFIG_HOME/fish/completions/inkstone.fish; complete -C $argv[1]", typed]
        done = subprocess.run(asked, env=variables, cwd=home, check=True, capture_output=True, text=True)
        offers = [line.split("\t")[0] for line in done.stdout.splitlines()]
        # Where nothing begins with the word, fish offers what contains it.
        yield [offer for offer in offers if offer.startswith(typed.rsplit(" ", 1)[1])]


def plain(offer):
    """An offer without the quoting of a shell, and the last part of a path, which is all that zsh offers."""
    return re.sub(r"\\(.)", r"\1", offer).strip("'\"").rstrip("/").rsplit("/", 1)[-1]


def main():
    program, *named = sys.argv[1:]
    failed = 0
    for shell in [bash, zsh, fish]:
        name = shell.__name__
        if named and name not in named:
            continue
        if not shutil.which(name):
            print(f"{name}: not installed")
            failed += bool(named)
            continue
        with tempfile.TemporaryDirectory() as scratch:
            home = Path(scratch).resolve()
            variables = environment(home, program)
            prepare(home, variables)
            for (typed, expected), offers in zip(CASES, shell(home, variables)):
                offers = sorted(set(map(plain, offers)))
                if offers != sorted(expected):
                    failed += 1
                    print(f"{name}: {typed!r}\n  expected {sorted(expected)}\n  offered  {offers}")
        print(f"{name}: {len(CASES)} lines")
    sys.exit(1 if failed else 0)


main()
