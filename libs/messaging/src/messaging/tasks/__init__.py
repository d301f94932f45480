"""Do later, or do outside: work kept in the database and done with a lease."""

from messaging.errors import AbortError, LeaseLostError, RetryError
from messaging.tasks.kinds import OnAbort, TaskHandler, TaskKind
from messaging.tasks.runner import TaskRunner
from messaging.tasks.scheduling import schedule, schedule_all
from messaging.tasks.task import Task

__all__ = [
    "AbortError",
    "LeaseLostError",
    "OnAbort",
    "RetryError",
    "Task",
    "TaskHandler",
    "TaskKind",
    "TaskRunner",
    "schedule",
    "schedule_all",
]
