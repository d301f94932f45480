"""Bytes to text: UTF-8 first and strictly, UTF-16 by its mark, else windows-1252."""

import codecs

from timer.importing.refusal import FileRefusedError

UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
NOT_TEXT = {b"PK\x03\x04": "a spreadsheet or zip file", b"%PDF": "a PDF"}


def decode(data: bytes) -> tuple[str, str]:
    """The text and the name of the encoding it was in."""
    for magic, what in NOT_TEXT.items():
        if data.startswith(magic):
            raise FileRefusedError("not-csv", f"this is {what}; export the report as CSV")
    if data.startswith(UTF16_MARKS):
        return _strictly(data, "utf-16"), "utf-16"
    try:
        return data.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(data, "cp1252"), "windows-1252"


def _strictly(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefusedError(
            "unknown-encoding",
            f"byte {error.start} is not text in UTF-8, UTF-16 or windows-1252; save the file as UTF-8",
        ) from error
