"""Do later, or do outside: work kept in the database and done with a lease."""

from messaging.tasks.kinds import GiveUp, OnGiveUp, Retry, TaskHandler, TaskKind
from messaging.tasks.runner import TaskRunner
from messaging.tasks.scheduling import schedule
from messaging.tasks.task import LeaseLost, Task

__all__ = [
    "GiveUp",
    "LeaseLost",
    "OnGiveUp",
    "Retry",
    "Task",
    "TaskHandler",
    "TaskKind",
    "TaskRunner",
    "schedule",
]
