"""Tell that a part of a project's budget is used up; the database notices it and schedules the task."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from database import Session
from messaging import outbox
from timer import events
from timer.budget import WHOLE_PROJECT
from timer.queries.master_data import PROJECTS, get
from timer.store import spent_budgets
from timer.store.triggers import TELL_BUDGET
from timer.time_entry import RecordedEntry

KIND = TELL_BUDGET


async def with_warning(session: Session, recorded: RecordedEntry) -> RecordedEntry:
    """The entry with by how much the budget of its project is exceeded now, if who records it is to be told."""
    project_id, day = recorded.entry.work.project_id, recorded.entry.span.work_date
    if project_id is None:
        return recorded
    spent = await spent_budgets.spent_budget(session, project_id, day)
    return replace(recorded, over_budget_seconds=spent.warned_of(0))


async def tell_budget_reached(session: Session, noticed: Mapping[str, Any], now: datetime) -> None:
    """Publish what a trigger noticed of a project."""
    project = await get(session, PROJECTS, UUID(noticed["project_id"]), lock=True)
    project.budgets_told += 1
    first_day = date.fromisoformat(noticed["first_day"])
    event = events.budget_reached(
        project,
        percent=noticed["percent"],
        month=None if first_day == WHOLE_PROJECT else first_day,
        budget_seconds=noticed["budget_seconds"],
        logged_seconds=noticed["logged_seconds"],
        reached_at=now,
    )
    await outbox.publish(session, event)
