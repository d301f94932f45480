"""What may be a logo."""

import hashlib

from domain_errors import InvalidInputError
from invoicing.domain.appearance import Logo
from invoicing.domain.drawings import SVG, RefusedDrawingError, check_drawing
from invoicing.domain.pictures import NoPictureError, cleaned, kind_of, size

MOST_BYTES = 256 * 1024
_MOST_PIXELS = 4_000_000
_LONGEST_SIDE = 4000
_WIDEST = 20
"""Times as wide as high, or the other way round: more is a line on the page."""


def checked_logo(content: bytes) -> Logo:
    """A PNG, JPEG or SVG as it is kept. Raises `InvalidInputError`."""
    if len(content) > MOST_BYTES:
        raise InvalidInputError("content", f"is larger than {MOST_BYTES // 1024} KiB")
    kind = kind_of(content)
    try:
        kept = content if kind is None else cleaned(content)
        if kind is None:
            check_drawing(content)
        else:
            _check_size(*size(kept))
    except NoPictureError as error:
        raise InvalidInputError("content", "is broken: no program shows it") from error
    except RefusedDrawingError as error:
        raise InvalidInputError("content", f"is no PNG or JPEG, and as SVG it {error}") from error
    return Logo(hashlib.sha256(kept).hexdigest(), kind or SVG, kept)


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise NoPictureError
    if width * height > _MOST_PIXELS or max(width, height) > _LONGEST_SIDE:
        raise InvalidInputError(
            "content",
            f"has {width} × {height} pixels: at most 4 million, and {_LONGEST_SIDE} on a side",
        )
    if max(width, height) > _WIDEST * min(width, height):
        raise InvalidInputError("content", "is a line rather than a picture")
