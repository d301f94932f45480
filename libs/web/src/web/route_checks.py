"""What is checked of a request before its body is read, a stored response is sent again or a transaction begins."""

import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from pydantic import BaseModel

from domain_errors import FieldError, InvalidInputError
from web.callers import Caller, required_roles
from web.etags import required_version
from web.problems import KEY_MISSING

_ONCE = "requires_idempotency_key"


def requires_idempotency_key(endpoint: Any) -> Any:
    """Let an endpoint refuse requests without an `Idempotency-Key`; stands below `@router.post`."""
    endpoint.__dict__[_ONCE] = True
    return endpoint


@dataclass(frozen=True)
class RouteChecks:
    """The rules of one route, read from its endpoint's signature."""

    roles: tuple[frozenset[str], ...]
    parameters: frozenset[str]
    once: bool
    if_match: bool
    version_required: bool

    @classmethod
    def of(cls, dependant: Dependant, endpoint: Any) -> "RouteChecks":
        """Collect the rules from an endpoint and everything that it depends on."""
        parts = list(_walk(dependant))
        for part in parts:
            _must_not_hop(part.call)
        roles = (required_roles(part.call) for part in parts)
        parameters = {
            name for part in parts for field in part.query_params for name in _names(field)
        }
        return cls(
            roles=tuple(found for found in roles if found),
            parameters=frozenset(parameters),
            once=bool(getattr(endpoint, _ONCE, False)),
            if_match=any(f.alias == "if-match" for part in parts for f in part.header_params),
            version_required=any(part.call is required_version for part in parts),
        )

    def check(self, request: Request, caller: Caller) -> None:
        """Refuse a caller without the roles, query parameters that nobody reads, and a missing Idempotency-Key."""
        for roles in self.roles:
            caller.require_any(*roles)
        if unknown := [name for name in request.query_params if name not in self.parameters]:
            first, *more = [FieldError(name, "is no parameter of this request") for name in unknown]
            raise InvalidInputError(first.field, first.reason, *more)
        if self.once and "idempotency-key" not in request.headers:
            raise KEY_MISSING.error()


def _names(field: ModelField) -> Iterator[str]:
    """The parameters that stand for a field: one, or all fields of a `FilterModel`."""
    model = field.field_info.annotation
    if isinstance(model, type) and issubclass(model, BaseModel):
        yield from (info.alias or name for name, info in model.model_fields.items())
    else:
        yield field.alias


def _must_not_hop(call: Any) -> None:
    """Raises `TypeError` for what FastAPI would run in a thread: the way there and back costs more than most of it does."""
    function = call if inspect.isroutine(call) else type(call).__call__
    if not (inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function)):
        raise TypeError(f"{call.__module__}.{call.__qualname__} must be async")


def _walk(dependant: Dependant) -> Iterator[Dependant]:
    yield dependant
    for inner in dependant.dependencies:
        yield from _walk(inner)
