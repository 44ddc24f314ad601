"""Prints the East Asian width and general category of every assigned character, from Python's Unicode database.

One line each: code point in hex, width (UAX #11), category. `unicode-breaks` compares them with the program's widths.
"""

import sys
import unicodedata

for code in range(sys.maxunicode + 1):
    character = chr(code)
    category = unicodedata.category(character)
    if category not in ("Cn", "Cs"):
        print(f"{code:04X} {unicodedata.east_asian_width(character)} {category}")
