"""How documents look: the colour of what stands out, and the logo."""

import re
from dataclasses import dataclass

from domain_errors import InvalidInputError

COLOUR = "#1f5c70"
"""Of accounts that have chosen none."""
_COLOUR = re.compile("#[0-9a-f]{6}")
_LEAST_CONTRAST = 4.5
"""What WCAG 2.2 asks for between text and what is behind it (1.4.3)."""


@dataclass(frozen=True)
class Logo:
    """A picture for the head of documents. It is found again by its hash, and never changed."""

    sha256: str
    media_type: str
    content: bytes


def check_colour(colour: str) -> None:
    """Refuse a colour that is hard to read on white paper. Raises `InvalidInputError`."""
    if not _COLOUR.fullmatch(colour):
        raise InvalidInputError("colour", "must be written as #1f5c70")
    if (contrast := contrast_to_white(colour)) < _LEAST_CONTRAST:
        raise InvalidInputError(
            "colour",
            f"is too light to read on white: its contrast is {contrast:.1f}, at least {_LEAST_CONTRAST} is needed",
        )


def contrast_to_white(colour: str) -> float:
    """The contrast ratio of WCAG, from 1 (white) to 21 (black)."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
