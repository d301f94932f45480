"""Waiting for a condition instead of sleeping."""

import asyncio
import inspect
import time
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, overload

T = TypeVar("T")


@overload
async def until(
    condition: Callable[[], Awaitable[T]], *, within: float = ..., every: float = ...
) -> T: ...
@overload
async def until(condition: Callable[[], T], *, within: float = ..., every: float = ...) -> T: ...
async def until(condition: Callable[[], Any], *, within: float = 60.0, every: float = 0.05) -> Any:
    """Wait for a condition: return its first true value.

    Raises `AssertionError` with its last value after `within` seconds; asks again `every` so many seconds.
    """
    deadline = time.monotonic() + within
    while True:
        value = condition()
        if inspect.isawaitable(value):
            value = await value
        if value:
            return value
        if time.monotonic() > deadline:
            raise AssertionError(f"still {value!r} after {within} s")
        await asyncio.sleep(every)
