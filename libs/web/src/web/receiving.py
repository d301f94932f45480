"""How much a caller may send, counted while it comes in."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request
from starlette.types import Message

from web.problems import ProblemError

MIB = 1024 * 1024
E = TypeVar("E", bound=Callable[..., Any])


def max_body(size: int) -> Callable[[E], E]:
    """Let an endpoint take bodies of up to `size` bytes instead of one MiB; stands below `@router.post`."""

    def mark(endpoint: E) -> E:
        endpoint.__dict__["largest_body"] = size
        return endpoint

    return mark


def largest_body(endpoint: Callable[..., Any]) -> int:
    """Say how many bytes the endpoint takes."""
    size: int = endpoint.__dict__.get("largest_body", MIB)
    return size


async def read_body(request: Request, largest: int) -> Request:
    """Receive the whole body, or refuse it as soon as it is too large; gives the request with its body at hand."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > largest:
            raise ProblemError(
                413, "too-large", "The request is too large", detail=f"at most {largest} bytes"
            )

    async def replay() -> Message:
        return {"type": "http.request", "body": bytes(body), "more_body": False}

    return Request(request.scope, replay)
