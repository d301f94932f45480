"""The fonts of documents: those in the typst wheel, then Noto's for what they lack.

None is the system's, so that every machine prints the same.
"""

from collections.abc import Iterable
from importlib import resources

import typst

# Scanned once: each document loads just the fonts it needs.
FONTS = typst.Fonts(
    include_system_fonts=False,
    font_paths=[str(resources.files(f"manimgx_fonts{kind}")) for kind in ("", "_cjk")],
)

# Emoji come early, because some are made of a digit and a mark.
_TEXT = ("Libertinus Serif", "Noto Emoji", "Noto Sans", "Noto Sans Devanagari")
_SYMBOLS = ("Noto Sans Symbols", "New Computer Modern Math", "DejaVu Sans Mono")
_SCRIPTS = tuple(
    family
    for family in FONTS.families()
    if family.startswith("Noto Sans ") and "CJK" not in family and family not in _TEXT + _SYMBOLS
)
# Countries that write the same Han characters in shapes of their own.
_HAN = {"CN": "SC", "SG": "SC", "TW": "TC", "MO": "HK", "HK": "HK", "JP": "JP", "KR": "KR"}


def families(countries: Iterable[str]) -> list[str]:
    """Font families in the order in which they are tried; Han characters look as in the first country that writes them."""
    han = next((_HAN[country] for country in countries if country in _HAN), "SC")
    return [*_TEXT, f"Noto Sans CJK {han}", *_SCRIPTS, *_SYMBOLS]
