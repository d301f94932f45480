"""After a change of rates, costs or teams: value again what it may touch, a chunk per transaction.

Prices of billed entries stay, what they cost does not; only prices that came out differently are published. Every chunk
schedules the next in its own commit, so a crash repeats one chunk at most, and a repeated chunk changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter

import tasks
from database import Session, new_id
from rates.commands.pricing import publish
from rates.domain.rules import Days, Scope
from rates.store import customers, entries, prices, rate_changes, rates, reached_budgets
from rates.store.entries import Cursor

KIND = "reprice"


@dataclass(frozen=True, slots=True)
class Repricing:
    """Work in a scope on some days that a change may touch; `after`: where the next chunk begins.

    `billed`: also what is billed, for its cost may change, should the account have costs; its price does not. `part_of`: the
    change of rates that is on record and wants to know how far it is.
    """

    change_id: UUID
    scope: Scope
    days: Days
    after: Cursor | None = None
    billed: bool = False
    part_of: UUID | None = None


_PAYLOAD = TypeAdapter(Repricing)


def repricing_of(payload: Mapping[str, Any]) -> Repricing:
    """Read a task's payload."""
    return _PAYLOAD.validate_python(payload)


async def schedule_repricing(
    session: Session,
    *changes: tuple[Scope, Days],
    billed: bool = False,
    part_of: UUID | None = None,
) -> None:
    """Have the entries in each scope valued again for its days; `billed`: also what those cost that are billed.

    `part_of`: for this change of rates, which counts them.
    """
    repricings = (
        Repricing(new_id(), scope, days, billed=billed, part_of=part_of) for scope, days in changes
    )
    await _schedule(session, *repricings)


async def reprice(session: Session, repricing: Repricing, limit: int) -> None:
    """Price up to `limit` entries again and schedule the next chunk."""
    await prices.hold_pricing(session)
    customer = await customers.find(session, repricing.scope.organization_id)
    billed = repricing.billed and await rates.any_ever(session, "cost")
    found = await entries.list_live(
        session,
        repricing.scope,
        customer,
        repricing.days,
        repricing.after,
        limit,
        billed=billed,
    )
    entry_ids = [cursor.entry_id for cursor in found]
    new = await publish(session, await prices.reprice(session, entry_ids), beside=entry_ids)
    if repricing.part_of is not None:
        ended = len(found) < limit
        await rate_changes.advance(session, repricing.part_of, len(found), len(new), ended=ended)
    if len(found) < limit:
        await reached_budgets.touch_planned(session)
    else:
        await _schedule(session, replace(repricing, after=found[-1]))


async def _schedule(session: Session, *repricings: Repricing) -> None:
    payloads = {_key(one): _PAYLOAD.dump_python(one, mode="json") for one in repricings}
    await tasks.schedule_all(session, KIND, payloads)


def _key(repricing: Repricing) -> str:
    after = repricing.after.entry_id if repricing.after else "first"
    return f"{repricing.change_id}:{after}"
