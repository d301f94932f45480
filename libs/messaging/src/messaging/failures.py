"""Which failures pass by themselves."""

import traceback

from asyncpg.exceptions._base import InterfaceError
from sqlalchemy import exc

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_TRANSIENT_CLASSES = ("08", "40", "53", "57P", "58")
"""Connection, rollback (serialization, deadlock), resources, shutdown and start, system."""
_TRANSIENT_STATES = {"55P03", "25006", "25P03"}
"""Lock not available; read-only (the old primary after a fail-over); idle in transaction too long."""


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed later: the database or the network is away, overloaded or in conflict."""
    if isinstance(error, OSError):
        return error.filename is None  # the network, not a missing file
    if isinstance(error, exc.TimeoutError):  # no connection free in the pool
        return True
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated or _is_transient_answer(error.orig)
    if isinstance(error, InterfaceError):
        return not isinstance(error, ValueError)  # a ValueError is an argument of the wrong type
    return _is_transient_answer(error)


def name_of(error: BaseException) -> str:
    """The error for a log line: its class and place, never its message, which may hold what a message held."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}:{frames[-1].lineno}" if frames else ""
    return type(error).__name__ + place


def _is_transient_answer(answer: BaseException | None) -> bool:
    state = getattr(answer, "sqlstate", None)
    return isinstance(state, str) and (
        state.startswith(_TRANSIENT_CLASSES) or state in _TRANSIENT_STATES
    )
