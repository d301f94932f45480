"""State what is approved, for rates to compare with its books."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import tasks
from contracts.rates import FiguresAsked
from database import Session, current_account
from messaging import outbox
from timer import events
from timer.store.stated_time import APPROVED_TIME

KIND = "state-approved-time"
MOST_ENTRIES = 20_000
"""So many of the days that are asked for are stated one by one."""


async def take_questions(session: Session, questions: Sequence[FiguresAsked]) -> None:
    """Have those answered that are for this service."""
    payloads = {
        f"{one.reconciliation_id} {one.look}": one.model_dump(
            mode="json", include={"reconciliation_id", "look", "days"}
        )
        for one in questions
        if one.service == "timer"
    }
    await tasks.schedule_all(session, KIND, payloads)


async def answer(session: Session, question: Mapping[str, Any], now: datetime) -> None:
    """Publish what the books say at this moment: of every day, or the entries of those that the question names."""
    account_id = current_account(session)
    days = [date.fromisoformat(one) for one in question["days"]]
    if days:
        entries = await APPROVED_TIME.of_days(session, days, MOST_ENTRIES + 1)
        more, entries = len(entries) > MOST_ENTRIES, entries[:MOST_ENTRIES]
        listed = events.approved_entries_stated(account_id, question, entries, now, more=more)
        await outbox.publish(session, *listed)
    else:
        found = await APPROVED_TIME.by_day(session)
        stated = events.approved_time_stated(account_id, question, found, now)
        await outbox.publish(session, *stated)
