"""Errors as RFC 9457 problem details, with a list of field and reason for bad input."""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError, IntegrityError
from starlette.exceptions import HTTPException

log = logging.getLogger(__name__)
TYPE = "urn:honorar:problem:"


@dataclass(frozen=True)
class Field:
    """A field of the request and what is wrong with it."""

    field: str
    reason: str


class Problem(Exception):  # noqa: N818 - RFC 9457 calls it a problem
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


def not_found(what: str) -> Problem:
    """Refuse because there is no such thing in the caller's account."""
    return Problem(404, "not-found", f"There is no such {what}")


def invalid(field: str, reason: str) -> Problem:
    """Refuse one field of the input."""
    return Problem(422, "invalid-input", "The input is not valid", fields=[Field(field, reason)])


def handle_problems(app: FastAPI, conflicts: Mapping[str, Problem]) -> None:
    """Answer every error as a problem; `conflicts` names the problem that a database constraint stands for."""

    @app.exception_handler(Problem)
    async def _problem(request: Request, problem: Problem) -> JSONResponse:
        return problem.response()

    @app.exception_handler(RequestValidationError)
    async def _validation(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [Field(_path(e["loc"]), str(e["msg"])) for e in error.errors()]
        return Problem(422, "invalid-input", "The input is not valid", fields=fields).response()

    @app.exception_handler(HTTPException)
    async def _http(request: Request, error: HTTPException) -> JSONResponse:
        slug = {404: "not-found", 405: "method-not-allowed"}.get(error.status_code, "http-error")
        return Problem(error.status_code, slug, str(error.detail), headers=error.headers).response()

    @app.exception_handler(IntegrityError)
    async def _integrity(request: Request, error: IntegrityError) -> JSONResponse:
        name = getattr(getattr(error.orig, "__cause__", None), "constraint_name", None)
        if isinstance(name, str) and name in conflicts:
            return conflicts[name].response()
        log.error("a constraint refused a request", exc_info=error)
        return Problem(
            409, "conflict", "The request contradicts what is stored", detail=name
        ).response()

    @app.exception_handler(DBAPIError)
    async def _database(request: Request, error: DBAPIError) -> JSONResponse:
        return _unavailable(error)

    @app.exception_handler(OSError)
    async def _os(request: Request, error: OSError) -> JSONResponse:
        return _unavailable(error)

    @app.exception_handler(Exception)
    async def _unexpected(request: Request, error: Exception) -> JSONResponse:
        return Problem(500, "internal-error", "Something went wrong here; it is logged").response()


def _unavailable(error: Exception) -> JSONResponse:
    log.error("the database did not serve a request", exc_info=error)
    return Problem(
        503,
        "temporarily-unavailable",
        "Try again in a moment",
        headers={"Retry-After": "1"},
    ).response()


def _path(location: tuple[int | str, ...]) -> str:
    parts = [str(part) for part in location]
    return (
        ".".join(parts[1:] if parts[0] in ("body", "query", "path", "header") else parts) or "body"
    )
