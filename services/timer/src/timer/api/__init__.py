"""HTTP: each endpoint makes one call to a command or a query."""

from timer.api import (
    account,
    agents,
    capacity,
    customer_import,
    customers,
    importing,
    merging,
    plan,
    projects,
    reopening,
    reports,
    service_types,
    tasks,
    tickets,
    time_entries,
    timers,
    timesheets,
)

_MODULES = (
    account,
    customer_import,
    customers,
    merging,
    agents,
    capacity,
    service_types,
    projects,
    tasks,
    plan,
    tickets,
    timers,
    importing,
    time_entries,
    timesheets,
    reopening,
    reports,
)
ROUTERS = [module.router for module in _MODULES]
