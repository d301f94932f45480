"""How wide text is at most, known without typesetting it: what surely fits on one line is set much quicker."""

import re

# ruff: noqa: RUF001 - these are the characters themselves
_EMS = {
    0.22: "',.|¦",
    0.28: " :;ijl{}°·ìíîï’‘łıĩīĭįĵĺļŀіїј",
    0.3: "!()I\\¡ÌÍÎÏΙΪίιİľĨĪĬĮſІЇ",
    0.33: "ftª²³¹/JĴţŧ",
    0.4: '"-[]´º*`rs¨“”„έεšśşřť¯ŕŗŝЈѕ',
    0.45: "czçгсξžčćźż?e~¿èéêëезтζςτęěĉċēĕėѐёѓє",
    0.47: "#$0123456789a¢£¤¥àáâãäå€аьэąāă",
    0.51: "FS_bdgoqvx§ðòóôõöøþГбвкохяΓΰγδθκμνουχόύŠđŚőğŞĝġģōŏŜЃЅќ",
    0.54: "^kpyµýÿруβLhuÞùúûüдлчήηλρŁűůĽďĥħķĸĹĻĿŋũūŭųŷў",
    0.56: "+<=>Pn«±¸»×ßñ÷–−РΡńňEÈÉÊËЕЗЬΕĘĚĒĔĖĳņŉЀЁђћ",
    0.59: "ъάαπσBRYÝБВУЯийнпцΒΣΥΫφŘŔŖŶŸЎѝџ",
    0.61: "TZ¬¶КТΖΤŽŹŻŤĲŢŦЌ",
    0.67: "%CKÇUVX¼½¾ÙÚÛÜДЛПСХЧЭфΔΚΛΞΠΦΧψωώČĆŰŮĈĊĶŊŨŪŬŲЄ",
    0.71: "&ADGNOQ©®ÀÁÂÃÄÅÐÑÒÓÔÕÖØæАИЙОФЦжмΑΘΝΟΨΩĐŃĄŐĞŇĀĂĎĜĠĢŅŌŎЍЏљ",
    0.75: "НЪыюΗ…HwĤĦŵЂњ",
    0.8: "ЫmœЋ",
    0.9: "МшщΜЖ@MÆŒЉ",
    0.98: "ШЩЮWŴЊ",
}
_OTHERS = 1.02


class _Widths(dict[str, float]):
    def __missing__(self, character: str) -> float:
        return _OTHERS


_width_of = _Widths(
    {character: ems for ems, characters in _EMS.items() for character in characters}
).__getitem__
_SPACE = _width_of(" ")
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


def rows(text: str, ems: float) -> list[str] | None:
    """Plain text in rows that surely fit; only a word that is wider breaks. None: it needs the typesetter's care."""
    if not _PLAIN.fullmatch(text):
        return None
    if width(text) <= ems:
        return [text]
    broken, filled = [""], 0.0
    for word in (part for whole in text.split() for part in _parts(whole, ems)):
        taken = width(word)
        if filled and filled + _SPACE + taken > ems:
            broken.append("")
            filled = 0
        broken[-1] = f"{broken[-1]} {word}" if filled else word
        filled += taken + (_SPACE if filled else 0)
    return broken


def _parts(word: str, ems: float) -> list[str]:
    parts, filled = [""], 0.0
    for letter in word:
        taken = _width_of(letter)
        if filled + taken > ems and filled:
            parts.append("")
            filled = 0
        parts[-1] += letter
        filled += taken
    return parts
