"""Prints every assigned character with its East Asian width and general category, as Python's Unicode database has them.

One line each: code in hex, width (UAX #11), category. The Rust side compares them with the program's own widths.
"""

import sys
import unicodedata

for code in range(sys.maxunicode + 1):
    character = chr(code)
    category = unicodedata.category(character)
    if category not in ("Cn", "Cs"):
        print(f"{code:04X} {unicodedata.east_asian_width(character)} {category}")
