"""Every error of an API ends in a problem document."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.routing import Match

from database import DatabaseUnavailableError, is_outage, is_transient
from domain_errors import DomainError, FieldError
from web.problems import (
    CONFLICT,
    INTERNAL,
    INVALID_INPUT,
    UNAVAILABLE,
    Constraint,
    Problem,
    ProblemError,
    ProblemTable,
    problem_of,
)

log = logging.getLogger(__name__)

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_NOT_DATA = ("22",)
"""A number out of range, a NUL in a text: asyncpg refuses some of it itself, with a ValueError."""

_GONE = Problem(499, "caller-gone", "The caller hung up before the request was complete")
"""Nobody reads it; an access log shows the status, as nginx has it."""


def handle_errors(app: FastAPI, table: ProblemTable, routers: Sequence[APIRouter]) -> None:
    """Answer every error as a problem; `table` has the service's own."""
    routes = [route for router in routers for route in router.routes if isinstance(route, APIRoute)]

    @app.exception_handler(ProblemError)
    async def _edge(request: Request, error: ProblemError) -> JSONResponse:
        return error.problem.response()

    @app.exception_handler(DomainError)
    async def _domain(request: Request, error: DomainError) -> JSONResponse:
        return problem_of(error, table).response()

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = tuple(FieldError(_path(e), _reason_of(e)) for e in error.errors())
        return replace(INVALID_INPUT, fields=fields).response()

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        slug = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "http-error")
        headers = (
            error.headers if error.status_code != 405 else _allow(request, routes) or error.headers
        )
        return Problem(error.status_code, slug, str(error.detail), headers=headers).response()

    @app.exception_handler(IntegrityError)
    async def _integrity(request: Request, error: IntegrityError) -> JSONResponse:
        name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
        if isinstance(name, str) and Constraint(name) in table:
            return table[Constraint(name)].response()
        log.error("a constraint refused a request", exc_info=error)
        return replace(CONFLICT, detail=name).response()

    @app.exception_handler(DBAPIError)
    async def _database(request: Request, error: DBAPIError) -> JSONResponse:
        return _of_database(error).response()

    @app.exception_handler(DatabaseUnavailableError)
    @app.exception_handler(OSError)
    @app.exception_handler(PoolTimeout)
    async def _away(request: Request, error: Exception) -> JSONResponse:
        _log_refusal(error)
        return UNAVAILABLE.response()

    @app.exception_handler(ClientDisconnect)
    async def _gone(request: Request, error: ClientDisconnect) -> JSONResponse:
        return _GONE.response()


def _allow(request: Request, routes: Sequence[APIRoute]) -> Mapping[str, str] | None:
    """All methods of an address: each method is a route of its own, of which the framework names one (RFC 9110 §10.2.1)."""
    methods = {
        method
        for route in routes
        for method in route.methods or ()
        if route.matches(request.scope)[0] != Match.NONE
    }
    return {"Allow": ", ".join(sorted(methods))} if methods else None


def _of_database(error: DBAPIError) -> Problem:
    state: str | None = getattr(error.orig, "sqlstate", None)
    if isinstance(getattr(error.orig, "__cause__", None), ValueError) or (state or "").startswith(
        _NOT_DATA
    ):
        return replace(INVALID_INPUT, title="The input holds a value that cannot be stored")
    _log_refusal(error)
    if state is None or is_transient(error):
        return UNAVAILABLE
    return INTERNAL


def _log_refusal(error: Exception) -> None:
    """An outage is one story however many requests it refuses; anything else is told with its place."""
    if is_outage(error):
        extra = {"outage": "database"}
        log.warning("the database serves no requests (%s)", _reason(error), extra=extra)
    elif is_transient(error):
        log.warning("the database did not serve a request (%s)", type(error).__name__)
    else:
        log.error("the database did not serve a request", exc_info=error)


def _reason(error: Exception) -> str:
    """What may be told of it: our own errors hold no data, those of drivers may."""
    own = isinstance(error, DatabaseUnavailableError)
    return str(error) if own else type(error).__name__


def _reason_of(error: Mapping[str, Any]) -> str:
    """What is wrong with it; a day as people write it, not as Python does."""
    return re.sub(
        r"datetime\.date\((\d+), (\d+), (\d+)\)",
        lambda found: f"{date(*map(int, found.groups()))}",
        str(error["msg"]),
    )


def _path(error: Mapping[str, Any]) -> str:
    """The field as a dotted path. The position of a JSON syntax error is not a field: then it is the whole body."""
    parts = [str(part) for part in error["loc"]]
    if parts[0] in ("body", "query", "path", "header"):
        parts = parts[1:]
    return "body" if error["type"] == "json_invalid" else ".".join(parts) or "body"
