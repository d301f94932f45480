"""Which failures pass by themselves."""

from asyncpg.exceptions._base import InterfaceError
from sqlalchemy import exc

# https://www.postgresql.org/docs/current/errcodes-appendix.html
_TRANSIENT_CLASSES = ("08", "40", "53", "57P", "58")
"""Connection, rollback (serialization, deadlock), resources, shutdown and start, system."""
_TRANSIENT_STATES = {"55P03", "25006", "25P03", "57014"}
"""Lock not available; read-only (the old primary after a fail-over); idle in transaction too long; a statement that was
canceled, by its timeout or by an administrator."""
_CONFLICTS = ("40", "55P03")


class DatabaseUnavailableError(Exception):
    """The database does not do its part now: it is away, starting, full, refuses us, or keeps a session waiting."""


def is_transient(error: BaseException) -> bool:
    """Whether the same work may succeed later: the database or the network is away, overloaded or in conflict."""
    if isinstance(error, OSError):
        return error.filename is None  # the network, not a missing file
    return waits_for_database(error)


def waits_for_database(error: BaseException) -> bool:
    """Whether it is the database that keeps the work from succeeding now, and not another server or the work itself."""
    if isinstance(
        error, DatabaseUnavailableError | exc.TimeoutError
    ):  # no connection; none free in the pool
        return True
    if isinstance(error, exc.DBAPIError):
        return error.connection_invalidated or _has_transient_state(error.orig)
    if isinstance(error, InterfaceError):
        return not isinstance(error, ValueError)  # a ValueError is an argument of the wrong type
    return _has_transient_state(error)


def is_outage(error: BaseException) -> bool:
    """Whether the database is away or overloaded, apart from conflicts between transactions."""
    if isinstance(error, OSError):
        return error.filename is None
    state = getattr(getattr(error, "orig", error), "sqlstate", None) or ""
    return waits_for_database(error) and not state.startswith(_CONFLICTS)


def _has_transient_state(error: BaseException | None) -> bool:
    state = getattr(error, "sqlstate", None)
    return isinstance(state, str) and (
        state.startswith(_TRANSIENT_CLASSES) or state in _TRANSIENT_STATES
    )
