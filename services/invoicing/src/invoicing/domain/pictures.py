"""PNG and JPEG files, taken apart: what they are is told by their content, and only what makes the picture is kept.

Text, positions of cameras, previews and colour profiles go: they may hide what is large when unpacked, or private.
"""

from collections.abc import Iterator

PNG, JPEG = "image/png", "image/jpeg"
_PNG_BEGINNING = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"})
_JPEG_FRAMES = frozenset({0xC0, 0xC1, 0xC2})
_JPEG_DROPPED = frozenset({0xFE, *range(0xE1, 0xEE), 0xEF})
"""Comments, and what applications add, but for JFIF and Adobe's colours."""
_SCAN = 0xDA


class NoPictureError(ValueError):
    """The file is broken, or of another kind."""


def kind_of(content: bytes) -> str | None:
    """The media type of a PNG or JPEG."""
    if content.startswith(_PNG_BEGINNING):
        return PNG
    return JPEG if content.startswith(b"\xff\xd8\xff") else None


def cleaned(content: bytes) -> bytes:
    """The picture without what else is in its file. Raises `NoPictureError`."""
    if kind_of(content) == PNG:
        kept = [chunk for kind, chunk in _chunks(content) if kind in _PNG_KEPT]
        return b"".join([_PNG_BEGINNING, *kept])
    parts = [part for marker, part in _segments(content) if marker not in _JPEG_DROPPED]
    return b"".join([b"\xff\xd8", *parts])


def size(content: bytes) -> tuple[int, int]:
    """Width and height in pixels. Raises `NoPictureError`."""
    if kind_of(content) == PNG:
        kind, header = next(_chunks(content))
        if kind != b"IHDR" or len(header) != 25:
            raise NoPictureError
        return int.from_bytes(header[8:12]), int.from_bytes(header[12:16])
    for marker, part in _segments(content):
        if marker in _JPEG_FRAMES and len(part) >= 9:
            return int.from_bytes(part[7:9]), int.from_bytes(part[5:7])
    raise NoPictureError


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each chunk of a PNG whole, with its kind."""
    at = len(_PNG_BEGINNING)
    while True:
        long = int.from_bytes(content[at : at + 4])
        kind, chunk = content[at + 4 : at + 8], content[at : at + 12 + long]
        if len(chunk) < 12 + long:
            raise NoPictureError
        yield kind, chunk
        if kind == b"IEND":
            return
        at += 12 + long


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment of a JPEG whole, with its marker; the last one is the scan with all that follows."""
    at = 2
    while True:
        if content[at : at + 1] != b"\xff" or at + 4 > len(content):
            raise NoPictureError
        marker, long = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if marker == _SCAN:
            yield marker, content[at:]
            return
        if long < 2 or at + 2 + long > len(content):
            raise NoPictureError
        yield marker, content[at : at + 2 + long]
        at += 2 + long
