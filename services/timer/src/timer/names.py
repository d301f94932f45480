"""Names that differ only in case, spaces or Unicode form are one name; searching also looks past accents."""

import re
import unicodedata

MAX_WORDS = 30
"""How many words of one thing are found."""
_WORD = re.compile(r"\w+")
_WORD_LENGTH = 64
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "\u0131": "i"}
)
"""Letters that no normal form takes apart."""


def folded(name: str) -> str:
    """What names are compared by; never shown."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def search_words(*texts: str) -> tuple[str, ...]:
    """The different words of texts as they are found by: without case, accents and punctuation.

    A double a is one, since Danes write å both ways.
    """
    # twice, since taking apart makes capitals of letters in special type
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", " ".join(texts)).casefold())
    plain = apart.casefold().translate(_LETTERS)
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = (word[:_WORD_LENGTH] for word in _WORD.findall(letters.replace("aa", "a")))
    return tuple(dict.fromkeys(words))[:MAX_WORDS]
