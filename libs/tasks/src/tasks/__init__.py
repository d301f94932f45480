"""Do later, or do outside: work that is kept in the database and done with a lease, without a word of the domain."""

from tasks.errors import AbortError, LeaseLostError, RetryError
from tasks.kinds import OnAbort, TaskHandler, TaskKind
from tasks.runner import TaskRunner
from tasks.scheduling import AGAIN_SQL, schedule, schedule_all, schedule_kinds
from tasks.task import Task

__all__ = [
    "AGAIN_SQL",
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
    "schedule_kinds",
]
