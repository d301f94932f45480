"""A rule's refusal, as the edge answers it."""

from collections.abc import Iterator
from contextlib import contextmanager

from timer.refusal import RefusedError
from web import ProblemError

_STATUS = {"own-timesheet": 403}


@contextmanager
def refusing() -> Iterator[None]:
    """Turn `RefusedError` into a problem: 409, since another state of things would allow it."""
    try:
        yield
    except RefusedError as refused:
        raise ProblemError(_STATUS.get(refused.slug, 409), refused.slug, refused.title) from refused
