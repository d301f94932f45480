"""How wide text is at most, known without typesetting it: what surely fits on one line is set much quicker."""

import re

# ruff: noqa: RUF001 - these are the characters themselves
_EMS = {
    0.37: " !'(),.:;I\\ijl{|}¡¦°·ÌÍÎÏìíîï’‘\"-/J[]ftª²³´¹º",
    0.57: "*`rs¨“”„#$0123456789?FS^_abcdegkopqvxyz~¢£¤¥§µ¿àáâãäåçèéêëðòóôõöøýþÿ€+<=>ELPhnu«±¸»ÈÉÊË×Þßñ÷ùúûü–−",
    0.73: "%BCKRTYZ¬¶ÇÝ&ADGNOQUVX©®¼½¾ÀÁÂÃÄÅÐÑÒÓÔÕÖØÙÚÛÜæ",
}
_OTHERS = 1.02


class _Widths(dict[str, float]):
    def __missing__(self, character: str) -> float:
        return _OTHERS


_width_of = _Widths(
    {character: ems for ems, characters in _EMS.items() for character in characters}
).__getitem__
_PLAIN = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u017f\u0370-\u045f\u2010-\u2027\u2030\u2039-\u203a\u20ac\u2212]*"
)
_LONG_WORD = re.compile(r"[^ ]{21,}")


def is_plain(text: str) -> bool:
    """Whether it runs from left to right in letters that neither stack nor join, without a word that must be broken."""
    return bool(_PLAIN.fullmatch(text)) and not _LONG_WORD.search(text)


def width(text: str) -> float:
    """As many ems of the usual font as plain text takes at most."""
    return sum(map(_width_of, text))
