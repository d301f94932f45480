"""What errors and constraints of the service are to callers of its API."""

from rates.rules import RateBilledError, UnknownReferenceError
from web import Constraint, Problem, ProblemTable

NEVER_OVERLAP = Constraint("rates_never_overlap")

PROBLEMS: ProblemTable = {
    UnknownReferenceError: Problem(
        422,
        "unknown-reference",
        "The rate names something that is not known",
        headers={"Retry-After": "1"},
    ),
    RateBilledError: Problem(
        409,
        "rate-billed",
        "Time was billed at this rate; end it instead",
        detail="PATCH it with the last day on which it holds",
    ),
    NEVER_OVERLAP: Problem(
        409,
        "rate-overlaps",
        "Another rate for the same combination holds on some of these days",
        detail="end that one first, or choose other days",
    ),
}
