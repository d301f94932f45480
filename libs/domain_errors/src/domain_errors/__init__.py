"""Errors that commands raise when a rule of the trade refuses. They know neither HTTP nor Kafka.

A service derives its own from the kinds below, next to the rule that raises them. At the HTTP edge one table gives each
its status, problem type and title (`web.ProblemTable`); a consumer's becomes the reason of a dead letter.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """A field of the input, as a dotted path, and what is wrong with it."""

    field: str
    reason: str


class DomainError(Exception):
    """A refusal that people can understand: a sentence about this very case, and the fields it is about."""

    def __init__(self, detail: str = "", *, fields: Sequence[FieldError] = ()) -> None:
        super().__init__(detail or (type(self).__doc__ or "").split("\n")[0])
        self.detail, self.fields = detail, tuple(fields)


class NotFoundError(DomainError):
    """There is no such thing in the account."""

    def __init__(self, what: str) -> None:
        super().__init__(f"there is no such {what}")
        self.what = what


class InvalidInputError(DomainError):
    """Fields of the input hold what they must not."""

    def __init__(self, field: str, reason: str, *more: FieldError) -> None:
        super().__init__(fields=[FieldError(field, reason), *more])


class ForbiddenError(DomainError):
    """The caller may not do this."""


class ConflictError(DomainError):
    """What is asked contradicts what is stored, or comes at the wrong time."""


class StaleVersionError(DomainError):
    """Somebody changed the object since the caller read it."""

    def __init__(self, expected: int, actual: int) -> None:
        super().__init__(f"you have version {expected}, the current one is {actual}")


def check_version(expected: int | None, actual: int) -> None:
    """Refuse a change made against another version than the stored one; None: the caller names none."""
    if expected is not None and expected != actual:
        raise StaleVersionError(expected, actual)
