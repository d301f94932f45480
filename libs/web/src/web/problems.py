"""Errors as RFC 9457 problem details, with a list of field and reason for bad input."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)
TYPE = "urn:honorar:problem:"

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_NOT_DATA = ("22",)
"""A number out of range, a NUL in a text: asyncpg refuses some of it itself, with a ValueError."""
_PASSING = ("08", "28", "3D", "40", "53", "55P03", "57", "58")
"""Connection, sign-in, no such database, rollback (deadlock), resources, lock not available, intervention, system."""


@dataclass(frozen=True)
class Field:
    """A field of the request and what is wrong with it."""

    field: str
    reason: str


class ProblemError(Exception):
    """A refusal that the caller can understand: HTTP status, a stable slug, a title, and where possible the fields."""

    def __init__(
        self,
        status: int,
        slug: str,
        title: str,
        *,
        detail: str | None = None,
        fields: Sequence[Field] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.status, self.slug, self.title = status, slug, title
        self.detail, self.fields, self.headers = detail, tuple(fields), headers

    def response(self) -> JSONResponse:
        """Say the problem over HTTP."""
        body: dict[str, object] = {
            "type": TYPE + self.slug,
            "title": self.title,
            "status": self.status,
        }
        if self.detail:
            body["detail"] = self.detail
        if self.fields:
            body["errors"] = [{"field": f.field, "reason": f.reason} for f in self.fields]
        return JSONResponse(
            body, self.status, headers=self.headers, media_type="application/problem+json"
        )


def not_found(what: str) -> ProblemError:
    """Refuse because there is no such thing in the caller's account."""
    return ProblemError(404, "not-found", f"There is no such {what}")


def invalid(field: str, reason: str) -> ProblemError:
    """Refuse one field of the input."""
    return ProblemError(
        422, "invalid-input", "The input is not valid", fields=[Field(field, reason)]
    )


def handle_problems(app: FastAPI, conflicts: Mapping[str, ProblemError]) -> None:
    """ResponseModel every error as a problem; `conflicts` names the problem that a database constraint stands for."""

    @app.exception_handler(ProblemError)
    async def _problem(request: Request, problem: ProblemError) -> JSONResponse:
        return problem.response()

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [Field(_path(e), str(e["msg"])) for e in error.errors()]
        return ProblemError(
            422, "invalid-input", "The input is not valid", fields=fields
        ).response()

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        slug = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "http-error")
        return ProblemError(
            error.status_code, slug, str(error.detail), headers=error.headers
        ).response()

    @app.exception_handler(IntegrityError)
    async def _integrity(request: Request, error: IntegrityError) -> JSONResponse:
        name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
        if isinstance(name, str) and name in conflicts:
            return conflicts[name].response()
        log.error("a constraint refused a request", exc_info=error)
        return ProblemError(
            409, "conflict", "The request contradicts what is stored", detail=name
        ).response()

    @app.exception_handler(DBAPIError)
    async def _database(request: Request, error: DBAPIError) -> JSONResponse:
        return _of_database(error).response()

    @app.exception_handler(OSError)
    @app.exception_handler(PoolTimeout)
    async def _away(request: Request, error: Exception) -> JSONResponse:
        log.error("the database did not serve a request", exc_info=error)
        return _unavailable().response()

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        return _internal().response()


def _of_database(error: DBAPIError) -> ProblemError:
    state = getattr(error.orig, "sqlstate", None)
    log.error("the database did not serve a request (%s)", state, exc_info=error)
    if isinstance(getattr(error.orig, "__cause__", None), ValueError) or _is(state, _NOT_DATA):
        return ProblemError(422, "invalid-input", "The input holds a value that cannot be stored")
    if state is None or error.connection_invalidated or _is(state, _PASSING):
        return _unavailable()
    return _internal()


def _is(state: object, classes: tuple[str, ...]) -> bool:
    return isinstance(state, str) and state.startswith(classes)


def _unavailable() -> ProblemError:
    return ProblemError(
        503, "temporarily-unavailable", "Try again in a moment", headers={"Retry-After": "1"}
    )


def _internal() -> ProblemError:
    return ProblemError(500, "internal-error", "Something went wrong here; it is logged")


def _path(error: Mapping[str, Any]) -> str:
    """Name the field. Where JSON ends to be JSON is a place in the text and not a field."""
    parts = [str(part) for part in error["loc"]]
    if parts[0] in ("body", "query", "path", "header"):
        parts = parts[1:]
    return "body" if error["type"] == "json_invalid" else ".".join(parts) or "body"
