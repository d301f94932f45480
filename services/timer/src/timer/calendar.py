"""Days, weeks and time zones in which work can be done."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

FIRST_DAY = date(2000, 1, 1)
LAST_DAY = date(2100, 12, 31)
DAY_RANGE = f"must lie between {FIRST_DAY} and {LAST_DAY}"

_NO_PLACES = {"localtime", "posixrules", "Factory"}
"""Files of a machine's zone database for its own zone, its default rules, and "not set up yet"."""
TIME_ZONES = available_timezones() - _NO_PLACES


def is_possible_day(day: date) -> bool:
    """Whether the day can be that of a piece of work: far ones are slips of the pen, and zones end there."""
    return FIRST_DAY <= day <= LAST_DAY


def last_day_for_work(now: datetime, time_zone: str) -> date:
    """Tomorrow, where the work is done: what lies further ahead has not happened."""
    return local_date(now, time_zone) + timedelta(days=1)


def local_date(at: datetime, time_zone: str) -> date:
    """The date on the wall where the work is done."""
    return at.astimezone(ZoneInfo(time_zone)).date()


def first_day_of_week(day: date) -> date:
    """The Monday of the ISO 8601 week that `day` is in."""
    return day - timedelta(days=day.weekday())


def last_day_of_week(day: date) -> date:
    """The Sunday of the ISO 8601 week that `day` is in."""
    return first_day_of_week(day) + timedelta(days=6)
