"""Change what the account has chosen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy.dialects.postgresql import insert

from database import Session, current_account, lock_exclusive
from database.mapping import attributes
from domain_errors import check_version
from messaging import outbox
from timer import events
from timer.account_settings import AccountSettings
from timer.commands import missing_timesheets
from timer.queries.account_settings import account_settings
from timer.store import timesheets
from timer.store.tables.account import AccountSettingsRow

_ONE_DAY = timedelta(days=1)


async def update_settings(
    session: Session,
    changes: Mapping[str, Any],
    now: datetime,
    *,
    expected: int | None,
    by_owner: bool,
) -> AccountSettings:
    """Change some of the settings or all. They apply to time recorded from now on.

    Another `sheet_period` begins after the period of all sheets that there are, or may come to be meanwhile.
    """
    await lock_exclusive(session, "account settings")
    current = await account_settings(session)
    check_version(expected, current.version)
    kind = changes.get("sheet_period", current.sheet_period)
    others = {name: value for name, value in changes.items() if name != "sheet_period"}
    chosen = replace(current, **others)
    if kind != current.sheet_period:
        chosen = chosen.with_sheet_period(kind, await _last_used_day(session, now))
    if chosen == current and current.version:
        return current
    current.must_be_changeable_to(chosen, by_owner=by_owner)
    chosen = replace(chosen, version=current.version + 1)
    values = attributes(chosen)
    statement = insert(AccountSettingsRow).values(values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["account_id"], set_=values)
    )
    await outbox.publish(session, events.account_settings_changed(current_account(session), chosen))
    if _hand_in_rules(chosen) != _hand_in_rules(current):
        await missing_timesheets.begin_anew(session)
    return chosen


def _hand_in_rules(settings: AccountSettings) -> tuple[object, ...]:
    return settings.days_to_hand_in, settings.time_zone, settings.sheet_periods


async def _last_used_day(session: Session, now: datetime) -> date:
    """The last on which there is a sheet, or work may be recorded in any zone by who read the settings before."""
    possible = now.astimezone(UTC).date() + 2 * _ONE_DAY
    last = await timesheets.last_day(session)
    return max(possible, last) if last else possible
