"""What an endpoint takes of the request that is known when it is called: handed to it without FastAPI's solving.

FastAPI asks for each dependency anew whether it is a generator, where it is cached and what it needs itself, which costs
more than most of ours do. Documentation reads the same signatures as ever.
"""

from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from copy import copy
from dataclasses import replace
from functools import wraps
from inspect import iscoroutinefunction
from typing import Any, TypeVar

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

_READ = "read"
_REQUEST = "request_of_known_values"
D = TypeVar("D", bound=Callable[..., Any])
R = TypeVar("R", bound=APIRoute)
Read = Callable[[Request], Any]
serving: ContextVar[FastAPI] = ContextVar("serving")
"""The app whose request is handled. A copied route is of none, and so knows nothing of what takes a dependency's place."""


class _OfTheServingApp:
    """Where FastAPI looks for what takes a dependency's place, in tests."""

    @property
    def dependency_overrides(self) -> dict[Callable[..., Any], Callable[..., Any]]:
        return serving.get().dependency_overrides


def known_by(read: Read) -> Callable[[D], D]:
    """Let endpoints get what `read` finds in the request instead of what this dependency returns, which is the same."""

    def mark(dependency: D) -> D:
        dependency.__dict__[_READ] = read
        return dependency

    return mark


def with_known_values(route: R) -> R:
    """The route for handling requests: what is known is read, and FastAPI solves the rest."""
    dependant, endpoint = route.dependant, route.dependant.call
    if not iscoroutinefunction(endpoint):
        return route
    reads = [(part.name, _read_of(part)) for part in dependant.dependencies if _read_of(part)]
    handling = copy(route)
    handling.dependency_overrides_provider = _OfTheServingApp()
    handling.dependant = replace(
        dependant,
        dependencies=[part for part in dependant.dependencies if not _read_of(part)],
        request_param_name=dependant.request_param_name or _REQUEST,
        call=_reading(endpoint, reads, dependant.request_param_name),
    )
    return handling


def _read_of(part: Dependant) -> Read | None:
    read: Read | None = getattr(part.call, _READ, None)
    return read


def _reading(
    endpoint: Callable[..., Awaitable[Any]],
    reads: list[tuple[str | None, Read | None]],
    request_name: str | None,
) -> Callable[..., Awaitable[Any]]:
    named = [(name, read) for name, read in reads if name and read]

    @wraps(endpoint)
    async def call(**values: Any) -> Any:
        request = values[request_name] if request_name else values.pop(_REQUEST)
        values |= {name: read(request) for name, read in named}
        return await endpoint(**values)

    return call
