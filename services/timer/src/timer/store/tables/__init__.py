"""The service's tables, each defined once: migrations are checked against them."""

from timer.store.tables import (
    account,
    agents,
    attachments,
    availability,
    calendar_feeds,
    customers,
    favourites,
    imports,
    logged,
    request_forms,
    teams,
    tickets,
    time,
    timesheets,
    work,
    worked,
)
from timer.store.tables.base import Base

__all__ = [
    "Base",
    "account",
    "agents",
    "attachments",
    "availability",
    "calendar_feeds",
    "customers",
    "favourites",
    "imports",
    "logged",
    "request_forms",
    "teams",
    "tickets",
    "time",
    "timesheets",
    "work",
    "worked",
]
