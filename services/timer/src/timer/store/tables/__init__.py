"""The service's tables, each defined once: migrations are checked against them."""

from timer.store.tables import (
    account,
    agents,
    availability,
    calendar_feeds,
    customers,
    imports,
    logged,
    teams,
    tickets,
    time,
    timesheets,
    work,
)
from timer.store.tables.base import Base

__all__ = [
    "Base",
    "account",
    "agents",
    "availability",
    "calendar_feeds",
    "customers",
    "imports",
    "logged",
    "teams",
    "tickets",
    "time",
    "timesheets",
    "work",
]
