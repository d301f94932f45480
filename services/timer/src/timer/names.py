"""Names that differ only in case, spaces or Unicode form are one name; searching also looks past accents."""

import re
import unicodedata

MAX_WORDS = 30
"""How many words of one thing are found."""
MAX_BEGINNINGS = 8
"""More words than these do not narrow what is found."""
LAST_LETTER = "\U0010ffff"
"""After every word that goes on."""
_MOST_MARKS = 30
_JOINER = "\u034f"
_WORD = re.compile(r"\w+")
_WORD_LENGTH = 64
_DOUBLE_A = re.compile(r"aa+")
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "\u0131": "i"}
)
"""Letters that no normal form takes apart."""


def composed(text: str) -> str:
    """The text in one Unicode form (NFC), in time that grows with its length."""
    return unicodedata.normalize("NFC", _stream_safe(text))


def folded(name: str) -> str:
    """What names are compared by; never shown."""
    return " ".join(composed(name).casefold().split())


def search_words(*texts: str) -> tuple[str, ...]:
    """The different words of texts as they are found by: without case, accents and punctuation.

    A double a is one, since Danes write å both ways.
    """
    # twice, since taking apart makes capitals of letters in special type
    text = _stream_safe(" ".join(texts))
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    plain = apart.casefold().translate(_LETTERS)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = (word[:_WORD_LENGTH] for word in _WORD.findall(_DOUBLE_A.sub("a", letters)))
    return tuple(dict.fromkeys(words))[:MAX_WORDS]


def beginnings(text: str) -> tuple[str, ...]:
    """The beginnings of words that somebody looks for."""
    return search_words(text)[:MAX_BEGINNINGS]


def _stream_safe(text: str) -> str:
    """With a joiner, which is not seen, behind each 30 marks on one letter: no writing has so many.

    Putting marks in order takes the square of their number. Source: UAX #15, Stream-Safe Text Format.
    """
    if len(text) <= _MOST_MARKS or text.isascii():
        return text
    safe: list[str] = []
    marks = 0
    for letter in text:
        marks = marks + 1 if unicodedata.combining(letter) else 0
        if marks > _MOST_MARKS:
            safe.append(_JOINER)
            marks = 1
        safe.append(letter)
    return "".join(safe)
