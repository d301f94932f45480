"""The service's tables."""

from timer.store.tables.base import Base, Versioned
from timer.store.tables.master_data import (
    AccountSettingsRow,
    Agent,
    AgentAddress,
    Contact,
    Organization,
    Project,
    ServiceType,
    Task,
    Ticket,
)
from timer.store.tables.time import (
    BilledEntry,
    DiscardedEntry,
    ImportedRow,
    RunningTimerRow,
    TimeEntryRow,
    TimesheetRow,
)

__all__ = [
    "AccountSettingsRow",
    "Agent",
    "AgentAddress",
    "Base",
    "BilledEntry",
    "Contact",
    "DiscardedEntry",
    "ImportedRow",
    "Organization",
    "Project",
    "RunningTimerRow",
    "ServiceType",
    "Task",
    "Ticket",
    "TimeEntryRow",
    "TimesheetRow",
    "Versioned",
]
