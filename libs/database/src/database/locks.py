"""Named locks of an account, held until the transaction ends (PostgreSQL advisory locks).

Whoever holds a name exclusively is alone with it; any number may hold it shared at the same time.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from database.statements import Statement


def lock_key(name: str) -> str:
    """SQL of the number that PostgreSQL locks, for statements that lock and work in one; `name` is SQL too."""
    return f"hashtextextended(concat(current_setting('honorar.account', true), ' ', {name}), 0)"


LOCK_KEY = lock_key("CAST(:lock AS text)")
"""The number of the name that is the parameter `lock`."""

_EXCLUSIVE = Statement(f"SELECT pg_advisory_xact_lock({LOCK_KEY})")
_SHARED = Statement(f"SELECT pg_advisory_xact_lock_shared({LOCK_KEY})")


async def lock_exclusive(session: AsyncSession, name: str) -> None:
    """Wait until nobody else holds `name` in this account, and hold it alone."""
    await _EXCLUSIVE.all(session, {"lock": name})


async def lock_shared(session: AsyncSession, name: str) -> None:
    """Wait until nobody holds `name` exclusively in this account, and hold it with others."""
    await _SHARED.all(session, {"lock": name})
