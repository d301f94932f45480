"""The timer service: what it is made of."""

from pathlib import Path

import service_runtime
from timer.api import ROUTERS
from timer.consumers import HANDLERS
from timer.settings import Settings
from web import Constraint, Problem

CONFLICTS = {
    Constraint("time_entries_overlap"): Problem(
        409, "time-entries-overlap", "The agent already has time in this stretch"
    ),
    Constraint("one_running_timer"): Problem(409, "timer-running", "A timer is already running"),
    Constraint("organization_name_taken"): Problem(
        409, "name-taken", "Another organization has this name"
    ),
    Constraint("service_type_name_taken"): Problem(
        409, "name-taken", "Another service type has this name"
    ),
    Constraint("project_name_taken"): Problem(
        409, "name-taken", "Another project of this organization has this name"
    ),
    Constraint("task_name_taken"): Problem(
        409, "name-taken", "Another task of this project has this name"
    ),
    Constraint("agent_email_taken"): Problem(
        409, "email-taken", "Another agent has this e-mail address"
    ),
    **{
        name: Problem(422, "no-such-reference", f"There is no such {noun}")
        for name, noun in {
            "project_organization": "organization",
            "task_project": "project",
            "task_service_type": "service type",
            "ticket_requester": "contact",
            "ticket_service_type": "service type",
        }.items()
    },
}


def service(settings: Settings) -> service_runtime.Service:
    """Put the service together."""
    return service_runtime.Service(
        name="timer",
        description="Time, timesheets and the people, customers and work they belong to",
        migrations=Path(__file__).parent / "migrations",
        routers=ROUTERS,
        handlers=HANDLERS,
        problems=CONFLICTS,
    )


run = service_runtime.cli(service, Settings)
