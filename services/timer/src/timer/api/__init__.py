"""HTTP: each endpoint makes one call to a command or a query."""

from timer.api import (
    account,
    agents,
    capacity,
    customers,
    importing,
    reports,
    service_types,
    tickets,
    time_entries,
    timers,
    timesheets,
    work,
)

_MODULES = (
    account,
    customers,
    agents,
    capacity,
    service_types,
    work,
    tickets,
    timers,
    importing,
    time_entries,
    timesheets,
    reports,
)
ROUTERS = [module.router for module in _MODULES]
