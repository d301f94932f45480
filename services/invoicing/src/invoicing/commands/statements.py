"""State what is approved and what is charged of it, for rates to compare with its books."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import tasks
from contracts.rates import FiguresAsked
from database import Session
from invoicing import events
from invoicing.store.stated_time import CHARGED_TIME
from messaging import outbox

KIND = "state-charged-time"
MOST_ENTRIES = 20_000
"""So many of the days that are asked for are stated one by one."""


async def take_questions(session: Session, questions: Sequence[FiguresAsked]) -> None:
    """Have those answered that are for this service."""
    payloads = {
        f"{one.reconciliation_id} {one.look}": one.model_dump(
            mode="json", include={"reconciliation_id", "look", "days"}
        )
        for one in questions
        if one.service == "invoicing"
    }
    await tasks.schedule_all(session, KIND, payloads)


async def answer(session: Session, question: Mapping[str, Any], now: datetime) -> None:
    """Publish what the books say at this moment: of every day, or the entries of those that the question names."""
    days = [date.fromisoformat(one) for one in question["days"]]
    if days:
        entries = await CHARGED_TIME.of_days(session, days, MOST_ENTRIES + 1)
        more, entries = len(entries) > MOST_ENTRIES, entries[:MOST_ENTRIES]
        listed = events.charged_entries_stated(session, question, entries, now, more=more)
        await outbox.publish(session, *listed)
    else:
        found = await CHARGED_TIME.by_day(session)
        stated = events.charged_time_stated(session, question, found, now)
        await outbox.publish(session, *stated)
