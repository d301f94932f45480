"""After a change of rates: price again what it may touch, a chunk per transaction.

Only entries that are not billed are touched, and only prices that came out differently are published. Every chunk
schedules the next in its own commit, so a crash repeats one chunk at most, and a repeated chunk changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

import tasks
from database import Session, lock_exclusive, new_id
from rates.commands.pricing import publish
from rates.rules import Days, Scope
from rates.store import entries, prices
from rates.store.entries import Cursor

KIND = "reprice"


@dataclass(frozen=True, slots=True)
class Repricing:
    """Work in a scope on some days that a change of rates may touch; `after`: where the next chunk begins."""

    change_id: UUID
    scope: Scope
    days: Days
    after: Cursor | None = None


_PAYLOAD = TypeAdapter(Repricing)


def repricing_of(payload: Mapping[str, Any]) -> Repricing:
    """Read a task's payload."""
    return _PAYLOAD.validate_python(payload)


async def schedule_repricing(session: Session, scope: Scope, days: Days) -> None:
    """Have the entries in a scope priced again for these days."""
    await _schedule(session, Repricing(new_id(), scope, days))


async def reprice(session: Session, repricing: Repricing, limit: int) -> None:
    """Price up to `limit` entries again and schedule the next chunk."""
    await lock_exclusive(session, prices.PRICING_LOCK)
    found = await entries.list_unbilled(
        session, repricing.scope, repricing.days, repricing.after, limit
    )
    await publish(session, await prices.reprice(session, [cursor.entry_id for cursor in found]))
    if len(found) == limit:
        await _schedule(session, replace(repricing, after=found[-1]))


async def _schedule(session: Session, repricing: Repricing) -> None:
    after = repricing.after.entry_id if repricing.after else "first"
    await tasks.schedule(
        session,
        KIND,
        key=f"{repricing.change_id}:{after}",
        payload=_PAYLOAD.dump_python(repricing, mode="json"),
    )
