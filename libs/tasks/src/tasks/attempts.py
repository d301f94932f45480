"""One attempt at a claimed task, from the handler's call to what became of it."""

import asyncio
import logging
from datetime import timedelta

from opentelemetry.trace import SpanKind

from background.backoff import Backoff
from background.logs import error_name, error_text, log_as, outage_of
from background.time_limits import time_limit
from background.tracing import span_within
from database import is_transient, waits_for_database
from tasks import metrics
from tasks.errors import AbortError, LeaseLostError, RetryError
from tasks.kinds import TaskKind
from tasks.lease import renewing_lease
from tasks.task import Task

logger = logging.getLogger(__name__)

_RECORD_BACKOFF = Backoff(first=0.2, most=5)
_RECORD_ATTEMPTS = 12
_MAX_DATABASE_WAIT_SECONDS = 30.0


async def attempt(task: Task, kind: TaskKind) -> None:
    """Do the task once and record what became of it. Raises nothing but cancellation."""
    attributes: dict[str, str | int] = {
        "task.kind": task.kind,
        "task.key": task.key,
        "task.attempt": task.attempts,
        "account": str(task.account_id),
    }
    with (
        log_as(task=task.kind, key=task.key, attempt=task.attempts),
        span_within(task.headers, f"task {task.kind}", SpanKind.CONSUMER, attributes) as span,
    ):
        outcome = await _outcome(task, kind)
        span.set_attribute("task.outcome", outcome)
    metrics.task_attempts_total.labels(task.kind, outcome).inc()


async def _outcome(task: Task, kind: TaskKind) -> str:
    try:
        if task.failures > kind.max_attempts:
            raise AbortError("the process doing it ended, or its lease did, too often")
        await _do(task, kind)
    except LeaseLostError:
        logger.warning("the lease was lost: another attempt may be under way")
        return "lost"
    except Exception as error:
        if task.finished:
            logger.error("failed after it was finished (%s)", error_name(error))
            return "done"
        return await _record_failure(task, kind, error)
    return "done"


async def _do(task: Task, kind: TaskKind) -> None:
    limit = time_limit(kind.limit.total_seconds(), task.waits_for_database)
    async with limit, renewing_lease(task, kind.lease):
        await kind.handler(task)
        if not task.finished:
            async with task.finish():
                pass


async def _record_failure(task: Task, kind: TaskKind, error: Exception) -> str:
    """When the database is away for long, the end of the lease does it."""
    for number in range(1, _RECORD_ATTEMPTS + 1):
        try:
            return await _end_failed_attempt(task, kind, error)
        except LeaseLostError:
            return "lost"
        except Exception as again:
            logger.warning(
                "cannot record the failure (%s)", error_name(again), extra=outage_of(again)
            )
            if not is_transient(again):  # `on_abort` failed
                await _wait(task, kind.backoff.most, note=error_text(again))
                return "failed"
            await asyncio.sleep(_RECORD_BACKOFF.wait(number))
    return "lost"


async def _end_failed_attempt(task: Task, kind: TaskKind, error: Exception) -> str:
    if isinstance(error, RetryError):
        wait = error.after or timedelta(seconds=kind.backoff.wait(task.attempts))
        logger.info("again in %s", wait)  # the reason may name people; it is in the task
        await _wait(task, wait.total_seconds(), counts_as_failure=False, note=error.reason)
        return "retry"
    if isinstance(error, AbortError):
        return await _abort(task, kind, error.reason)
    if waits_for_database(error):
        seconds = min(kind.backoff.wait(task.attempts), _MAX_DATABASE_WAIT_SECONDS)
        logger.warning(
            "again in %.0f s, for the database (%s)",
            seconds,
            error_name(error),
            extra=outage_of(error),
        )
        await _wait(task, seconds, counts_as_failure=False, note=error_text(error))
        return "retry"
    logger.warning("attempt %d failed (%s)", task.attempts, error_name(error))
    if task.failures >= kind.max_attempts:
        return await _abort(task, kind, error_text(error))
    await _wait(task, kind.backoff.wait(task.failures), note=error_text(error))
    return "failed"


async def _abort(task: Task, kind: TaskKind, reason: str) -> str:
    logger.error("aborted after %d attempts", task.attempts)
    async with task.end_attempt("failed", error=reason) as session:
        if kind.on_abort is not None:
            await kind.on_abort(session, task, reason)
    return "aborted"


async def _wait(task: Task, seconds: float, *, note: str, counts_as_failure: bool = True) -> None:
    async with task.end_attempt(
        "waiting", wait_seconds=seconds, counts_as_failure=counts_as_failure, error=note
    ):
        pass
