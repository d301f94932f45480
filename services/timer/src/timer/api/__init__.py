"""HTTP: each endpoint makes one call to a command or a query."""

from timer.api import (
    account,
    agents,
    contacts,
    importing,
    organizations,
    projects,
    reports,
    service_types,
    tasks,
    tickets,
    time_entries,
    timers,
    timesheets,
)

ROUTERS = [
    module.router
    for module in (
        account,
        organizations,
        contacts,
        agents,
        service_types,
        projects,
        tasks,
        tickets,
        timers,
        importing,
        time_entries,
        timesheets,
        reports,
    )
]
