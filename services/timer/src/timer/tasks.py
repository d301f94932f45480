"""Work done later: imports of time, forgotten timers and missing timesheets found, used budgets told, sums kept short."""

import json
from datetime import UTC, datetime, timedelta
from uuid import UUID

import web
from database import Session
from domain_errors import ConflictError, DomainError
from tasks import RetryError, Task, TaskKind
from timer.budget import ProjectBudgetSpentError
from timer.commands import (
    budgets,
    forgotten_timers,
    importing,
    missing_timesheets,
    statements,
    work_report,
)
from timer.commands.importing import carry_out_import, fail_import
from timer.importing.errors import DataMovedError, ImportCancelledError
from timer.problems import PROBLEMS

_MAX_TRIES = 5
_LIMIT = timedelta(minutes=15)


async def _import_time(task: Task) -> None:
    """Somebody who was faster makes it begin again, with a new look at the account."""
    import_id, now = UUID(task.key), datetime.now(UTC)
    try:
        await carry_out_import(import_id, now, begin=task.transaction, finish=task.finish)
    except ImportCancelledError:
        return
    except (DataMovedError, ProjectBudgetSpentError) as error:
        await _fail(task, error)
    except ConflictError as error:
        if task.attempts < _MAX_TRIES:
            raise RetryError("the account changed meanwhile", after=timedelta(seconds=1)) from error
        await _fail(task, DataMovedError())
    except DomainError as error:
        await _fail(task, error)


async def _fail(task: Task, error: DomainError) -> None:
    async with task.finish() as session:
        await fail_import(session, UUID(task.key), _told(web.problem_of(error, PROBLEMS)))


async def _abort(session: Session, task: Task, _reason: str) -> None:
    """The reason is for operators; who imports is told that it is not the file."""
    await fail_import(session, UUID(task.key), _told(web.INTERNAL))


def _told(problem: web.Problem) -> dict[str, object]:
    told: dict[str, object] = json.loads(bytes(problem.response().body))
    return told


async def _tell_budget_reached(task: Task) -> None:
    async with task.finish() as session:
        await budgets.tell_budget_reached(session, task.payload, datetime.now(UTC))


async def _notice_forgotten(task: Task) -> None:
    async with task.finish() as session:
        await forgotten_timers.notice_forgotten(session, UUID(task.key), datetime.now(UTC))


async def _tell_missing(task: Task) -> None:
    async with task.finish() as session:
        await missing_timesheets.tell_missing(session, datetime.now(UTC))


async def _compact_worked_days(task: Task) -> None:
    async with task.finish() as session:
        await work_report.compact(session)


async def _state_approved_time(task: Task) -> None:
    async with task.finish() as session:
        await statements.answer(session, task.payload, datetime.now(UTC))


TASKS = {
    forgotten_timers.KIND: TaskKind(_notice_forgotten),
    missing_timesheets.KIND: TaskKind(_tell_missing),
    budgets.KIND: TaskKind(_tell_budget_reached),
    work_report.KIND: TaskKind(_compact_worked_days, per_account=1),
    statements.KIND: TaskKind(_state_approved_time, limit=_LIMIT, per_account=1),
    importing.KIND: TaskKind(
        _import_time, limit=_LIMIT, max_attempts=3, concurrency=1, per_account=1, on_abort=_abort
    ),
}
