"""Bytes to text. A file that is not in the encoding that it claims is refused."""

import codecs
import re

from invoicing.domain.bank_files.statement import MOST_BYTES, refused

_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_ALLOWED = {"utf-8", "utf-16", "ascii", "iso8859-1", "iso8859-15", "cp1252"}
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TWICE = re.compile(
    "|".join(letter.encode().decode("cp1252", "ignore") for letter in "æøåöäüéÆØÖÄÜ")
)
"""Letters of UTF-8 that were read as Windows-1252 and written anew."""


def decoded(data: bytes) -> str:
    """The text of a file of lines: UTF-8 or UTF-16, else Windows-1252, which older banks write. Raises `BankFileError`."""
    _check_size(data)
    if data.startswith(_UTF16):
        return _text(data, "utf-16")
    if data.startswith(codecs.BOM_UTF8):
        return _text(data, "utf-8-sig")
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _text(data, "cp1252")


def decoded_xml(data: bytes) -> str:
    """The text of an XML file, by the encoding that it declares; UTF-8 without. Raises `BankFileError`."""
    _check_size(data)
    marked = "utf-16" if data.startswith(_UTF16) else "utf-8"
    declared = _DECLARED.match(data.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode("ascii").lower() if declared else marked
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        encoding = ""
    if encoding not in _ALLOWED:
        raise refused("file", f"declares an encoding that no bank uses: {name}")
    return _text(data.removeprefix(codecs.BOM_UTF8), encoding).lstrip()


def _check_size(data: bytes) -> None:
    if not data.strip():
        raise refused("file", "is empty")
    if len(data) > MOST_BYTES:
        raise refused("file", f"has more than {MOST_BYTES // 2**20} MiB")


def _text(data: bytes, encoding: str) -> str:
    try:
        return _checked(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise refused("file", f"byte {error.start} is not text in {error.encoding}") from None


def _checked(text: str) -> str:
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise refused("file", f"is no text: line {line} has a control character")
    if _TWICE.search(text):
        raise refused("file", "was encoded twice: save it again as the bank wrote it")
    return text
