"""Named locks of an account, held until the transaction ends (PostgreSQL advisory locks).

Whoever holds a name exclusively is alone with it; any number may hold it shared at the same time.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from database.statements import Statement
from database.transactions import literal

_HELD = "exclusive_locks"


def lock_key(name: str) -> str:
    """SQL of the number that PostgreSQL locks, for statements that lock and work in one; `name` is SQL too."""
    return f"hashtextextended(concat(current_setting('honorar.account', true), ' ', {name}), 0)"


LOCK_KEY = lock_key("CAST(:lock AS text)")
"""The number of the name that is the parameter `lock`."""

_EXCLUSIVE = Statement(f"SELECT pg_advisory_xact_lock({LOCK_KEY})")
_SHARED = Statement(f"SELECT pg_advisory_xact_lock_shared({LOCK_KEY})")


def lock_sql(name: str) -> str:
    """A statement that holds `name` exclusively, to be executed where the transaction begins."""
    return f"SELECT pg_advisory_xact_lock({lock_key(literal(name))})"


def remember_lock(session: AsyncSession, name: str) -> None:
    """Note that the transaction holds `name` exclusively, so that it need not ask again."""
    session.info.setdefault(_HELD, set()).add(name)


async def lock_exclusive(session: AsyncSession, name: str) -> None:
    """Wait until nobody else holds `name` in this account, and hold it alone.

    Costs nothing when the transaction began with it (`Database.transaction(lock=…)`).
    """
    if name not in session.info.get(_HELD, ()):
        await _EXCLUSIVE.all(session, {"lock": name})


async def lock_shared(session: AsyncSession, name: str) -> None:
    """Wait until nobody holds `name` exclusively in this account, and hold it with others."""
    await _SHARED.all(session, {"lock": name})
