"""After a change of rates: price again what it may touch, a chunk per transaction.

Only entries that are not billed are touched, and only those are said whose outcome changed. Every chunk schedules the
next in its own commit, so a crash repeats one chunk at most, and a repeated chunk changes nothing.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from database import new_id
from messaging import tasks
from rates.pricing import price_entries
from rates.rules import NAMES, Scope
from rates.store import turns
from rates.store.touched import Place, Touched, chunk

KIND = "reprice"


async def schedule(
    session: AsyncSession, account_id: UUID, scope: Scope, first_day: date, last_day: date | None
) -> None:
    """Have the entries in a scope priced again for these days, both included."""
    touched = Touched(scope, first_day, last_day)
    await _next_chunk(session, account_id, str(new_id()), touched, None)


def handler(size: int) -> tasks.TaskHandler:
    """Make the task's handler, which prices up to `size` entries at a time."""

    async def reprice(task: tasks.Task) -> None:
        touched, after = _touched(task.payload), _place(task.payload["after"])
        async with task.finish() as session:
            await turns.alone(session, task.account_id)
            found = await chunk(session, task.account_id, touched, after, size)
            await price_entries(session, task.account_id, [one.entry_id for one in found])
            if len(found) == size:
                change = str(task.payload["change"])
                await _next_chunk(session, task.account_id, change, touched, found[-1])

    return reprice


async def _next_chunk(
    session: AsyncSession, account_id: UUID, change: str, touched: Touched, after: Place | None
) -> None:
    place = [after.work_date.isoformat(), str(after.entry_id)] if after else None
    scope = {name: _text(getattr(touched.scope, name)) for name in NAMES}
    await tasks.schedule(
        session,
        KIND,
        key=f"{change}:{after.entry_id if after else 'first'}",
        account_id=account_id,
        payload={
            "change": change,
            "scope": scope,
            "first_day": touched.first_day.isoformat(),
            "last_day": _text(touched.last_day),
            "after": place,
        },
    )


def _text(value: UUID | date | None) -> str | None:
    return None if value is None else str(value)


def _touched(payload: Mapping[str, Any]) -> Touched:
    scope = {name: UUID(value) if value else None for name, value in payload["scope"].items()}
    last = payload["last_day"]
    return Touched(
        Scope(**scope),
        date.fromisoformat(payload["first_day"]),
        date.fromisoformat(last) if last else None,
    )


def _place(after: list[str] | None) -> Place | None:
    return Place(date.fromisoformat(after[0]), UUID(after[1])) if after else None
