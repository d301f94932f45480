"""Files that come with tickets: how many, how large, of which kinds, and what they are called."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from domain_errors import ConflictError, DomainError, InvalidInputError
from timer.names import composed

MIB = 1024 * 1024
MAX_FILE_BYTES = 5 * MIB
MAX_FILES = 5
"""That are sent at once."""
MAX_BYTES = 10 * MIB
"""That are sent at once, all files together."""
MAX_OF_TICKET = 100
MAX_OF_ACCOUNT_BYTES = 2 * 1024 * MIB
_NAME_LENGTH = 120


class AttachmentsFullError(ConflictError):
    """There is no room for more attachments."""


class TooManyUploadsError(DomainError):
    """Too many files are being sent from there at once."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file is by its content; its name ends in one of `extensions`, else in the first."""

    media_type: str
    extensions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file as it is stored."""

    file_name: str
    media_type: str
    content: bytes

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.content)

    @property
    def sha256(self) -> bytes:
        """What tells whether it is still the same."""
        return sha256(self.content).digest()


_PNG = Kind("image/png", ("png",))
_JPEG = Kind("image/jpeg", ("jpg", "jpeg"))
_GIF = Kind("image/gif", ("gif",))
_WEBP = Kind("image/webp", ("webp",))
_HEIC = Kind("image/heic", ("heic", "heif"))
_PDF = Kind("application/pdf", ("pdf",))
_TEXT = Kind("text/plain", ("txt", "csv", "log", "md", "json"))
_OFFICE = "application/vnd.openxmlformats-officedocument."
_OOXML = {
    b"word/document.xml": Kind(_OFFICE + "wordprocessingml.document", ("docx",)),
    b"xl/workbook.xml": Kind(_OFFICE + "spreadsheetml.sheet", ("xlsx",)),
    b"ppt/presentation.xml": Kind(_OFFICE + "presentationml.presentation", ("pptx",)),
}
_OPEN_DOCUMENT = {
    b"text": Kind("application/vnd.oasis.opendocument.text", ("odt",)),
    b"spreadsheet": Kind("application/vnd.oasis.opendocument.spreadsheet", ("ods",)),
    b"presentation": Kind("application/vnd.oasis.opendocument.presentation", ("odp",)),
}
_OPEN_MIMETYPE = b"mimetypeapplication/vnd.oasis.opendocument."
EXTENSIONS = tuple(
    extension
    for kind in (
        *(_PNG, _JPEG, _GIF, _WEBP, _HEIC, _PDF),
        *_OOXML.values(),
        *_OPEN_DOCUMENT.values(),
        _TEXT,
    )
    for extension in kind.extensions
)
"""Of the kinds that are taken, for those who choose a file."""
_MACROS = (b"vbaProject.bin", b"Basic/")
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-zA-Z]")
"""HTML, SVG and other XML: a browser that showed it might run what stands in it."""
_BINARY = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


def kind_of(content: bytes) -> Kind | None:
    """What a file is by its content, whatever its name says; None for what is not taken."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return _PNG
    if content.startswith(b"\xff\xd8\xff"):
        return _JPEG
    if content.startswith((b"GIF87a", b"GIF89a")):
        return _GIF
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return _WEBP
    if content[4:8] == b"ftyp" and content[8:12] in (b"heic", b"heix", b"mif1", b"heif"):
        return _HEIC
    if content.startswith(b"%PDF-"):
        return _PDF
    if content.startswith(b"PK\x03\x04"):
        return _document_in_zip(content)
    return _TEXT if _is_plain_text(content) else None


def _document_in_zip(content: bytes) -> Kind | None:
    """An office document without macros; no other archive is taken."""
    if any(macros in content for macros in _MACROS):
        return None
    if content[30 : 30 + len(_OPEN_MIMETYPE)] == _OPEN_MIMETYPE:
        after = content[30 + len(_OPEN_MIMETYPE) :][:20]
        return next((kind for name, kind in _OPEN_DOCUMENT.items() if after.startswith(name)), None)
    if b"[Content_Types].xml" not in content:
        return None
    return next((kind for part, kind in _OOXML.items() if part in content), None)


def _is_plain_text(content: bytes) -> bool:
    if not content or content.startswith(b"#!") or _MARKUP.match(content):
        return False
    if len(content.translate(None, _BINARY)) != len(content):
        return False
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return True


def stored_name(name: str, kind: Kind) -> str:
    """What a file is called here: its last part, of printable characters, with an ending that fits what it is."""
    last = re.split(r"[/\\]", composed(name))[-1]
    shown = "".join(one for one in last if one.isprintable() and unicodedata.category(one) != "Cf")
    path = PurePosixPath(" ".join(shown.split()).strip(". ")[-_NAME_LENGTH:].lstrip(". ") or "file")
    if path.suffix[1:].casefold() in kind.extensions:
        return path.name
    return f"{path.name}.{kind.extensions[0]}"


def checked_files(files: Sequence[tuple[str, bytes]], *, field: str = "files") -> list[Attachment]:
    """Files as they are to be stored, by name and content. Raises `InvalidInputError` for the first that is not taken."""
    if len(files) > MAX_FILES:
        raise InvalidInputError(field, f"at most {MAX_FILES} files at once")
    if sum(len(content) for _, content in files) > MAX_BYTES:
        raise InvalidInputError(field, f"at most {MAX_BYTES // MIB} MiB at once")
    return [_checked(f"{field}.{n}", *file) for n, file in enumerate(files)]


def _checked(field: str, name: str, content: bytes) -> Attachment:
    if not content:
        raise InvalidInputError(field, "the file is empty")
    if len(content) > MAX_FILE_BYTES:
        raise InvalidInputError(field, f"the file is larger than {MAX_FILE_BYTES // MIB} MiB")
    kind = kind_of(content)
    if kind is None:
        raise InvalidInputError(field, "only pictures, PDF, office documents and plain text")
    return Attachment(stored_name(name, kind), kind.media_type, content)
