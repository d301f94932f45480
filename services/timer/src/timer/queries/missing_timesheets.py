"""Whose time of a period has not been handed in."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from database import Session, Statement
from timer.calendar import local_date
from timer.capacity import Period
from timer.missing_timesheet import MissingTimesheet
from timer.queries.account_settings import account_settings
from timer.queries.capacity import capacity
from timer.sheet_period import period_of

_OPEN = Statement("""
SELECT a.id AS agent_id, s.id AS timesheet_id, a.created_at AS since,
    (SELECT coalesce(sum(e.seconds), 0) FROM time_entries e WHERE e.timesheet_id = s.id) AS seconds
FROM agents a LEFT JOIN timesheets s ON s.account_id = a.account_id AND s.agent_id = a.id AND s.first_day = :first_day
WHERE a.active AND coalesce(s.state, 'draft') = 'draft' ORDER BY a.id
""")


async def missing_timesheets(
    session: Session, day: date | None, now: datetime
) -> tuple[Period, Sequence[MissingTimesheet]]:
    """The period that a day is in, by default the last one that is over, and the sheets that are expected and open."""
    settings = await account_settings(session)
    if day is None:
        today = local_date(now, settings.time_zone)
        day = period_of(today, settings.sheet_periods).first - timedelta(days=1)
    period = period_of(day, settings.sheet_periods)
    rows = await _OPEN.all(session, {"first_day": period.first})
    can_work = await capacity(session, [row.agent_id for row in rows], period)
    found = [
        MissingTimesheet(
            row.agent_id,
            row.timesheet_id,
            row.seconds,
            can_work[row.agent_id].seconds,
            row.since,
        )
        for row in rows
    ]
    return period, [one for one in found if one.is_expected]
