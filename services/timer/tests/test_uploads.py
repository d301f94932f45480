"""Forms with files that are none, or are made to take long: each is read or refused in a moment."""

import time

import pytest
from fastapi import HTTPException, Request
from starlette.formparsers import MultiPartException

from domain_errors import InvalidInputError
from timer.api.uploads import MAX_BODY_BYTES, read_form

_TEN_MIB = 10 * 1024 * 1024


def part(content: bytes, name: bytes = b"files", more: bytes = b'; filename="a"') -> bytes:
    head = b'--bound\r\nContent-Disposition: form-data; name="' + name + b'"' + more
    return head + b"\r\n\r\n" + content + b"\r\n"


WORST = {
    "zeros": part(bytes(_TEN_MIB)),
    "line ends": part(b"\r\n" * (_TEN_MIB // 2)),
    "carriage returns": part(b"\r" * _TEN_MIB),
    "what is nearly the boundary": part(b"\r\n--boun" * (_TEN_MIB // 8)),
    "a header without an end": b"--bound\r\nContent-Disposition: " + b"x" * _TEN_MIB,
    "many headers": b"--bound\r\n" + b"A: b\r\n" * (_TEN_MIB // 6),
    "many parts": part(b"x") * 100_000,
    "no boundary": b"x" * _TEN_MIB,
    "a field of megabytes": part(b"x" * _TEN_MIB, b"name", b""),
}


@pytest.mark.parametrize("body", WORST.values(), ids=WORST.keys())
async def test_the_worst_form_takes_a_moment(body: bytes) -> None:
    body = body[: MAX_BODY_BYTES - 100] + b"--bound--\r\n"
    began = time.process_time()
    try:
        form = await read_form(_request("multipart/form-data; boundary=bound"), body, files="files")
        assert len(form.files) == 1
    except (HTTPException, MultiPartException, InvalidInputError):
        pass
    assert time.process_time() - began < 0.5


@pytest.mark.parametrize("kind", ["", "application/json", "text/csv"])
async def test_only_forms_with_files_are_read(kind: str) -> None:
    with pytest.raises(InvalidInputError):
        await read_form(_request(kind), b"{}", files="files")


def _request(kind: str) -> Request:
    headers = [(b"content-type", kind.encode())]
    return Request({"type": "http", "method": "POST", "headers": headers})
