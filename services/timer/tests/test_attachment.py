"""What files are taken, what they are by their content, and what they are called."""

import time
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest

from domain_errors import InvalidInputError
from timer.attachment import (
    EXTENSIONS,
    MAX_FILE_BYTES,
    MAX_FILES,
    MIB,
    checked_files,
    kind_of,
    stored_name,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(50)
TEXT = "Det går ikke".encode()


def zipped(**parts: bytes) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def ooxml(part: str, *more: str) -> bytes:
    return zipped(**{"[Content_Types].xml": b"<Types/>", part: b"<x/>", **dict.fromkeys(more, b"")})


OPEN_TEXT = zipped(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"})


@pytest.mark.parametrize(
    ("content", "extension"),
    [
        (PNG, "png"),
        (b"\xff\xd8\xff\xe0" + bytes(9), "jpg"),
        (b"GIF89a" + bytes(9), "gif"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "webp"),
        (b"\0\0\0\x18ftypheic" + bytes(9), "heic"),
        (b"%PDF-1.7\n" + bytes(9), "pdf"),
        (ooxml("word/document.xml"), "docx"),
        (ooxml("xl/workbook.xml"), "xlsx"),
        (ooxml("ppt/presentation.xml"), "pptx"),
        (OPEN_TEXT, "odt"),
        (TEXT, "txt"),
        (b"\xef\xbb\xbfa;b\r\n1;2\r\n", "txt"),
    ],
)
def test_a_file_is_what_it_holds(content: bytes, extension: str) -> None:
    kind = kind_of(content)
    assert kind is not None
    assert kind.extensions[0] == extension


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0\x03\0",
        b"\x7fELF\x02",
        b"<!DOCTYPE html><script>1</script>",
        b"\n  <svg onload=alert(1)>",
        b"\xef\xbb\xbf<?xml version='1.0'?>",
        b"#!/bin/sh\nrm -rf /\n",
        b"caf\xe9",
        b"a\0b",
        zipped(**{"run.exe": b"MZ"}),
        ooxml("word/document.xml", "word/vbaProject.bin"),
        b"PK\x03\x04",
    ],
)
def test_other_files_are_not_taken(content: bytes) -> None:
    assert kind_of(content) is None


@pytest.mark.parametrize(
    ("name", "content", "stored"),
    [
        ("screen.png", PNG, "screen.png"),
        ("SCREEN.PNG", PNG, "SCREEN.PNG"),
        ("log.csv", TEXT, "log.csv"),
        ("invoice.pdf.exe", TEXT, "invoice.pdf.exe.txt"),
        ("page.html", PNG, "page.html.png"),
        ("../../etc/passwd", TEXT, "passwd.txt"),
        ("C:\\temp\\note.txt", TEXT, "note.txt"),
        ("a\r\nSet-Cookie: x.txt", TEXT, "aSet-Cookie: x.txt"),
        ("fdp\u202etxt.exe", TEXT, "fdptxt.exe.txt"),
        ("", TEXT, "file.txt"),
        ("...", PNG, "file.png"),
        ("x" * 300 + ".txt", TEXT, "x" * 116 + ".txt"),
    ],
)
def test_a_name_is_harmless_and_ends_in_what_the_file_is(
    name: str, content: bytes, stored: str
) -> None:
    kind = kind_of(content)
    assert kind is not None
    assert stored_name(name, kind) == stored


def test_each_kind_ends_in_something_of_its_own() -> None:
    assert len(EXTENSIONS) == len(set(EXTENSIONS))


@pytest.mark.parametrize(
    ("files", "field", "reason"),
    [
        ([("a.txt", TEXT)] * (MAX_FILES + 1), "files", "at most 5 files at once"),
        ([("a.txt", b"x" * 4 * MIB)] * 3, "files", "at most 10 MiB at once"),
        ([("a.txt", TEXT), ("b.txt", b"")], "files.1", "the file is empty"),
        (
            [("a.txt", b"x" * (MAX_FILE_BYTES + 1))],
            "files.0",
            "the file is larger than 5 MiB",
        ),
        (
            [("a.png", b"MZ\0")],
            "files.0",
            "only pictures, PDF, office documents and plain text",
        ),
    ],
)
def test_what_is_not_taken_is_named(
    files: list[tuple[str, bytes]], field: str, reason: str
) -> None:
    with pytest.raises(InvalidInputError) as refused:
        checked_files(files)
    (error,) = refused.value.fields
    assert (error.field, error.reason) == (field, reason)


@pytest.mark.parametrize("unit", [b"PK\x03\x04", b" ", b"<", b"a", b"[Content_Types].xml", b"\0"])
def test_the_largest_file_of_any_kind_is_looked_at_in_a_moment(unit: bytes) -> None:
    content = (unit * (MAX_FILE_BYTES // len(unit)))[:MAX_FILE_BYTES]
    began = time.process_time()
    kind_of(content)
    assert time.process_time() - began < 0.25
