"""Errors as RFC 9457 problem details, with a list of field and reason for bad input.

Commands raise domain errors. One table per service says which problem each class, and each database constraint, is to a
caller; the kinds that all services share stand here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NewType

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


def problem_of(error: DomainError, table: ProblemTable) -> Problem:
    """The problem that stands for `error`: of its class, else of the nearest base class in the table."""
    known: ProblemTable = {**KINDS, **table}
    found = next(known[cls] for cls in type(error).__mro__ if cls in known)
    if isinstance(error, NotFoundError) and found is KINDS[NotFoundError]:
        return replace(found, title=f"There is no such {error.what}")
    return replace(found, detail=error.detail or found.detail, fields=error.fields)
