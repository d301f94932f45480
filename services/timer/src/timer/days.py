"""Days on which work can have been done: far ones are slips of the pen that calendars and zones cannot count with."""

from datetime import date

FIRST_DAY = date(1970, 1, 1)
LAST_DAY = date(2200, 12, 31)
RANGE = f"must lie between {FIRST_DAY} and {LAST_DAY}"


def countable(day: date) -> bool:
    """Whether the day can be that of a piece of work."""
    return FIRST_DAY <= day <= LAST_DAY
