#!/usr/bin/env python3
"""Compares the library's reading of every file in encodings/derived with Python's, which knows the charset.

usage: charsets.py DECODE DERIVED

Each folder of DERIVED is named after the charset of its files. Python decodes a file with that codec; the library gets
only the bytes and must produce the same text. For invalid bytes, it must replace the same ones as Python and report the
problem. KNOWN lists files that differ, with the reason; it is a failure if one of them does not differ.
"""

import subprocess
import sys
from pathlib import Path

# Python's codec for folders with a different name.
CODECS = {
    "cesu-8-like-surrogates": "cesu-8",
    "shift_jis": "cp932",
    "utf-16be-bom": "utf-16",
    "utf-16le-bom": "utf-16",
    "utf-16le-nobom": "utf-16-le",
    "utf-8-bom": "utf-8-sig",
    "utf-8-cr-only": "utf-8",
    "utf-8-crlf": "utf-8",
    "utf-8-nfd": "utf-8",
    "utf-8-truncated-mid-char": "utf-8",
    "utf-8-with-gbk-line": "utf-8",
}

# folder/file: why the text differs
KNOWN = {
    "big5hkscs/2023-02-26-trial-for-47-hk-democrat-case-of-primary-elections-wk3.md":
        "the charset is found; for the bytes A2 41 Python has a full-width solidus, WHATWG's Big5 a division slash",
}


def reference(codec, data):
    """The text as Python decodes it, and whether bytes were replaced."""
    if codec == "cesu-8":
        units = data.decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
        return units.decode("utf-16-le"), False
    try:
        return data.decode(codec), False
    except UnicodeDecodeError:
        return data.decode(codec, "replace"), True


def decoded(program, paths):
    """Problems and text of each file, as the library decodes it."""
    data = subprocess.run([program, *paths], stdout=subprocess.PIPE, check=True).stdout
    for _ in paths:
        head, _, data = data.partition(b"\n")
        problems, _, length = head.decode().rpartition(" ")
        yield problems, data[:int(length)].decode()
        data = data[int(length):]


def difference(expected, found):
    at = next((at for at, pair in enumerate(zip(expected, found)) if pair[0] != pair[1]), min(len(expected), len(found)))
    return f"character {at}: {expected[at:at + 20]!r} is read as {found[at:at + 20]!r}"


def main():
    program, derived = sys.argv[1], Path(sys.argv[2])
    paths = sorted(path for path in derived.rglob("*") if path.is_file())
    names = [str(path.relative_to(derived)) for path in paths]
    failures = [f"{name}: listed, but there is no such file" for name in sorted(set(KNOWN) - set(names))]
    guessed = missed = 0
    for path, name, (problems, text) in zip(paths, names, decoded(program, paths)):
        folder = name.split("/")[0]
        expected, broken = reference(CODECS.get(folder, folder), path.read_bytes())
        guessed += "charset-guessed" in problems
        if name in KNOWN:
            missed += 1
            if text == expected:
                failures.append(f"{name}: listed as a miss ({KNOWN[name]}), but it is read rightly")
        elif text != expected:
            failures.append(f"{name}: {problems or 'no problem told'}: {difference(expected, text)}")
        elif broken != ("charset-broken" in problems):
            failures.append(f"{name}: {'nothing is told of' if broken else 'there are no'} broken bytes: {problems}")
    for failure in failures:
        print(failure)
    print(f"charsets: {len(names)} files, {guessed} guessed, {missed} known misses, {len(failures)} failed")
    sys.exit(1 if failures or not names else 0)


if __name__ == "__main__":
    main()
