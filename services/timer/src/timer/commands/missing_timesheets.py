"""Find whose time of a period is missing once the account's days are over, and tell of it."""

from datetime import datetime

from database import Session, current_account
from messaging import outbox
from tasks import schedule
from timer import events
from timer.queries.account_settings import account_settings
from timer.queries.missing_timesheets import missing_timesheets
from timer.store import missed_timesheets

KIND = "tell-missing-timesheets"
_KEY = "account"
"""An account has one task, which schedules itself for the next period."""


async def begin(session: Session) -> None:
    """Look for missing timesheets from now on, unless that has begun."""
    await schedule(session, KIND, key=_KEY)


async def begin_anew(session: Session) -> None:
    """Look by settings that have changed."""
    await schedule(session, KIND, key=_KEY, again=True)


async def tell_missing(session: Session, now: datetime) -> None:
    """Publish whose time is missing of the newest period that is due, each once.

    Drafts are locked first: whoever hands in meanwhile is either not missing, or was when this was told.
    """
    settings = await account_settings(session)
    due = settings.deadline(now)
    if due is None:
        return
    await missed_timesheets.lock_drafts(session, due.period.first)
    period, found = await missing_timesheets(session, due.period.last, now)
    missing = {one.agent_id: one for one in found if one.is_told(period.last, settings.time_zone)}
    if missing:
        numbers = await missed_timesheets.add(session, period, missing, now)
        account_id = current_account(session)
        told = [
            events.timesheet_missing(account_id, missing[agent_id], period, number, now)
            for agent_id, number in numbers.items()
        ]
        await outbox.publish(session, *told)
    await schedule(session, KIND, key=_KEY, due_at=due.next_at, again=True)
