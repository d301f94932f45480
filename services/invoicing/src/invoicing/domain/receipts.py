"""What may be a receipt: pictures and PDFs that anybody can open, told by their content."""

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from domain_errors import InvalidInputError
from invoicing.domain.pictures import JPEG, PNG, NoPictureError, kind_of, size

MOST_BYTES = 5 * 1024 * 1024
MOST_MAILED_BYTES = 8 * 1024 * 1024
PDF, WEBP = "application/pdf", "image/webp"
_ENDINGS = {PDF: ("pdf",), PNG: ("png",), JPEG: ("jpg", "jpeg"), WEBP: ("webp",)}
MEDIA_TYPES = tuple(_ENDINGS)
"""What a receipt can be."""
_MOST_PIXELS = 60_000_000
"""More than cameras of phones make: a small file that is huge when it is shown is refused."""
_NAME_LENGTH = 120


@dataclass(frozen=True)
class Receipt:
    """A receipt as it is stored."""

    file_name: str
    media_type: str
    content: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)

    @property
    def sha256(self) -> str:
        """What tells whether it is still the same."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True)
class AttachedReceipt:
    """A receipt behind a line of an issued invoice."""

    receipt_id: UUID
    line_id: UUID
    file_name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True)
class AttachedReceipts:
    """The receipts of an issued invoice, in the order of its lines; `mailed`: they go along with its e-mails."""

    files: tuple[AttachedReceipt, ...]
    mailed: bool = False

    @property
    def in_mail(self) -> tuple[AttachedReceipt, ...]:
        """Those that an e-mail carries: mail servers refuse what is too large, so the others stay with the invoice."""
        taken, room = list[AttachedReceipt](), MOST_MAILED_BYTES
        for one in self.files if self.mailed else ():
            if one.size <= room:
                taken.append(one)
                room -= one.size
        return tuple(taken)


def checked_receipt(file_name: str, content: bytes) -> Receipt:
    """A file as it is kept. Raises `InvalidInputError`."""
    if not content:
        raise InvalidInputError("body", "the file is empty")
    if len(content) > MOST_BYTES:
        raise InvalidInputError("body", f"is larger than {MOST_BYTES // 1024 // 1024} MiB")
    media_type = _media_type(content)
    if media_type is None:
        raise InvalidInputError("body", "only PDF, PNG, JPEG and WebP are taken")
    return Receipt(_stored_name(file_name, media_type), media_type, content)


def _media_type(content: bytes) -> str | None:
    if picture := kind_of(content):
        _check_picture(content)
        return picture
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        if int.from_bytes(content[4:8], "little") + 8 > len(content):
            raise InvalidInputError("body", "is broken: no program shows it")
        return WEBP
    if content.startswith(b"%PDF-"):
        if b"%%EOF" not in content[-2048:]:
            raise InvalidInputError("body", "is broken: no program shows it")
        return PDF
    return None


def _check_picture(content: bytes) -> None:
    try:
        width, height = size(content)
    except (NoPictureError, StopIteration) as error:
        raise InvalidInputError("body", "is broken: no program shows it") from error
    if not 0 < width * height <= _MOST_PIXELS:
        raise InvalidInputError("body", f"has {width} × {height} pixels: at most 60 million")


def _stored_name(name: str, media_type: str) -> str:
    """What the file is called here: the last part of its name, of printable characters, with an ending that fits."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(one for one in last if one.isprintable() and unicodedata.category(one) != "Cf")
    kept = " ".join(shown.split()).strip(". ")[-_NAME_LENGTH:].lstrip(". ") or "receipt"
    if PurePosixPath(kept).suffix[1:].casefold() in _ENDINGS[media_type]:
        return kept
    return f"{kept}.{_ENDINGS[media_type][0]}"
