"""The timer service: what it is made of."""

from pathlib import Path

import service_runtime
from timer.api import ROUTERS
from timer.consumers import HANDLERS
from timer.feed_reads import FeedReads
from timer.problems import PROBLEMS
from timer.settings import Settings
from timer.tasks import TASKS

TAGS = {
    "settings": "What the account has chosen, for all services.",
    "organizations": "Customers, and the people there, of whom one gets the invoices.",
    "agents": "People who do work and log time.",
    "teams": "Who works together: at most one team for an agent on any day.",
    "capacity": "How long people can work: working hours, public holidays, absences.",
    "absences": "Days on which people are away, asked for and decided.",
    "calendar": "Own time and absences for calendars.",
    "service types": "Kinds of work, such as development or support.",
    "projects": "Projects of customers.",
    "tasks": "Pieces of projects.",
    "plan": "Who is to do what in which week.",
    "tickets": "What people at customers ask for, and the files that come with it.",
    "request form": "The account's public form: what anybody sends by it becomes a ticket.",
    "timer": "The caller's timer: started, paused, stopped, discarded.",
    "favourites": "What the caller works on: kept in an order of their own, and of late.",
    "time entries": "Stretches of work, with ids that clients make; typed in, measured by a timer, or imported.",
    "imports": "Time from files of other programs: previewed, then done by a worker; what their columns hold.",
    "exports": "Time and master data as CSV.",
    "timesheets": "An agent's period (a week, unless the account chose another): handed in, then approved or rejected.",
    "reports": "How much was worked.",
}


def service(settings: Settings) -> service_runtime.Service:
    """Put the service together."""
    return service_runtime.Service(
        name="timer",
        description="Time, timesheets and the people, customers and work they belong to",
        migrations=Path(__file__).parent / "migrations",
        routers=ROUTERS,
        handlers=HANDLERS,
        tasks=TASKS,
        problems=PROBLEMS,
        tags=TAGS,
        state={
            "seal_secret": settings.seal_secret.get_secret_value().encode(),
            "feed_reads": FeedReads(),
        },
    )


run = service_runtime.cli(service, Settings)
