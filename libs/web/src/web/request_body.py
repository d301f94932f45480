"""How many bytes a caller may send, counted while they come in."""

from collections.abc import Callable
from typing import Any, TypeVar

from fastapi import Request
from starlette.types import Message

from web.problems import TOO_LARGE

MIB = 1024 * 1024
E = TypeVar("E", bound=Callable[..., Any])


def max_body(size: int) -> Callable[[E], E]:
    """Let an endpoint read bodies of up to `size` bytes instead of one MiB; stands below `@router.post`."""

    def mark(endpoint: E) -> E:
        endpoint.__dict__["max_body"] = size
        return endpoint

    return mark


def max_body_of(endpoint: Callable[..., Any]) -> int:
    """How many bytes the endpoint reads at most."""
    size: int = endpoint.__dict__.get("max_body", MIB)
    return size


async def read_body(request: Request, limit: int) -> Request:
    """Read the whole body; returns the request with its body at hand. Raises 413 as soon as it exceeds `limit` bytes."""
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise TOO_LARGE.error(f"at most {limit} bytes")
    return with_body(request, bytes(body))


def with_body(request: Request, body: bytes) -> Request:
    """The same request with its body at hand, to be read once more."""

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return Request(request.scope, receive)
