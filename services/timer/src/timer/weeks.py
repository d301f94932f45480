"""Timesheet periods: ISO weeks, Monday to Sunday (ISO 8601)."""

from datetime import date, timedelta


def first_day_of_week(day: date) -> date:
    """The Monday of the ISO week that `day` is in."""
    return day - timedelta(days=day.weekday())


def last_day_of_week(day: date) -> date:
    """The Sunday of the ISO week that `day` is in."""
    return first_day_of_week(day) + timedelta(days=6)
