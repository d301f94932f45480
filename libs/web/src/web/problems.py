"""Errors as RFC 9457 problem details, with a list of field and reason for bad input.

Commands raise domain errors. One table per service says which problem each class, and each database constraint, is to a
caller; the kinds that all services share stand here.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NewType, TypeVar

from fastapi.responses import JSONResponse

from domain_errors import (
    ConflictError,
    DomainError,
    FieldError,
    ForbiddenError,
    InvalidInputError,
    NotFoundError,
    StaleVersionError,
)

TYPE = "urn:honorar:problem:"


@dataclass(frozen=True)
class Problem:
    """What a caller is told: HTTP status, a stable slug, a title, this case's detail, and the fields it is about."""

    status: int
    slug: str
    title: str
    detail: str | None = None
    fields: tuple[FieldError, ...] = ()
    headers: Mapping[str, str] | None = None

    def response(self) -> JSONResponse:
        """The problem as an HTTP response."""
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

    def error(self, detail: str | None = None) -> "ProblemError":
        """The problem as an exception of the edge."""
        error = ProblemError(self.status, self.slug, self.title)
        error.problem = replace(self, detail=detail or self.detail)
        return error


class ProblemError(Exception):
    """A refusal by the HTTP edge itself: who calls, how much they send, how they repeat it."""

    def __init__(
        self,
        status: int,
        slug: str,
        title: str,
        *,
        detail: str | None = None,
        fields: Sequence[FieldError] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(title)
        self.problem = Problem(status, slug, title, detail, tuple(fields), headers)


Constraint = NewType("Constraint", str)
"""Name of a database constraint, as a key of a problem table."""
ProblemTable = Mapping[Any, Problem]
"""Problems by class of `DomainError`, or by `Constraint`."""

_REFUSES = "refuses"
E = TypeVar("E", bound=Callable[..., Any])


def refuses(*causes: Any) -> Callable[[E], E]:
    """Document the domain errors and constraints of its own that an endpoint refuses with; stands below `@router.post`.

    What every endpoint of its kind may answer is documented anyway. Tests fail on a refusal that is not documented.
    """

    def mark(endpoint: E) -> E:
        endpoint.__dict__[_REFUSES] = (*causes, *refused_by(endpoint))
        return endpoint

    return mark


def refused_by(endpoint: Callable[..., Any]) -> tuple[Any, ...]:
    """What `refuses` says of the endpoint."""
    causes: tuple[Any, ...] = getattr(endpoint, _REFUSES, ())
    return causes


NOT_AUTHENTICATED = Problem(
    401,
    "not-authenticated",
    "A valid bearer token is needed",
    headers={"WWW-Authenticate": "Bearer"},
)
UNREADABLE = Problem(400, "http-error", "The request cannot be read")
KEY_MISSING = Problem(
    400,
    "idempotency-key-missing",
    "This request needs an Idempotency-Key",
    detail="send a new UUID for each new request, and the same when you repeat it",
)
KEY_REUSED = Problem(
    422, "idempotency-key-reused", "This Idempotency-Key was used for another request"
)
TOO_LARGE = Problem(413, "too-large", "The request is too large")
TOO_LARGE_TO_TELL = Problem(422, "too-large-to-tell", "This is too large to tell other services")
IF_MATCH_MISSING = Problem(
    428,
    "precondition-required",
    "This change needs an If-Match header",
    detail="send the ETag of what you read, so that nobody's change is lost",
)
UNAVAILABLE = Problem(
    503, "temporarily-unavailable", "Try again in a moment", headers={"Retry-After": "1"}
)
ISSUER_UNAVAILABLE = Problem(
    503,
    "issuer-unavailable",
    "The token issuer's keys cannot be read",
    headers={"Retry-After": "1"},
)
INTERNAL = Problem(500, "internal-error", "Something went wrong here; it is logged")
INVALID_INPUT = Problem(422, "invalid-input", "The input is not valid")
CONFLICT = Problem(409, "conflict", "The request contradicts what is stored")
KINDS: ProblemTable = {
    NotFoundError: Problem(404, "not-found", "There is no such thing"),
    InvalidInputError: INVALID_INPUT,
    ForbiddenError: Problem(403, "not-allowed", "You may not do this"),
    ConflictError: CONFLICT,
    StaleVersionError: Problem(412, "changed-meanwhile", "Somebody changed this since you read it"),
    DomainError: CONFLICT,
}


def problem_for(cause: Any, table: ProblemTable) -> Problem:
    """The problem that stands for a constraint or a class of errors: its own, else that of the nearest base class."""
    if isinstance(cause, Problem):
        return cause
    known: ProblemTable = {**KINDS, **table}
    classes = cause.__mro__ if isinstance(cause, type) else (cause,)
    return next(known[one] for one in classes if one in known)


def problem_of(error: DomainError, table: ProblemTable) -> Problem:
    """The problem that a caller gets for `error`."""
    found = problem_for(type(error), table)
    if isinstance(error, NotFoundError) and found is KINDS[NotFoundError]:
        return replace(found, title=f"There is no such {error.what}")
    return replace(found, detail=error.detail or found.detail, fields=error.fields)
