"""What an endpoint does before its transaction: work that must not hold a connection of the database."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, TypeVar

from fastapi import Request

from web.known_values import known_by

_PREPARE = "prepare"
E = TypeVar("E", bound=Callable[..., Any])
ReadBody = Callable[[], Awaitable[bytes]]
Prepare = Callable[[Request, ReadBody], AbstractAsyncContextManager[Any]]


def prepared_by(prepare: Prepare) -> Callable[[E], E]:
    """Let `prepare` run around the endpoint's transaction; stands below `@router.post`.

    It is a context manager that reads the body when it wants it and yields what the endpoint then finds as
    `Annotated[..., Depends(web.prepared)]`. The caller is known (`request.state.caller`) and has the roles.
    """

    def mark(endpoint: E) -> E:
        endpoint.__dict__[_PREPARE] = prepare
        return endpoint

    return mark


def _prepared(request: Request) -> Any:
    return request.state.prepared


@known_by(_prepared)
async def prepared(request: Request) -> Any:
    """What the endpoint's preparation has yielded."""
    return _prepared(request)


def preparation_of(endpoint: Callable[..., Any]) -> Prepare:
    """The endpoint's preparation; by default the body is read, and nothing else done."""
    prepare: Prepare = endpoint.__dict__.get(_PREPARE, _read_only)
    return prepare


@asynccontextmanager
async def _read_only(request: Request, read_body: ReadBody) -> AsyncIterator[None]:
    await read_body()
    yield
