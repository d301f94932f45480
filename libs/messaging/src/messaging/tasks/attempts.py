"""One attempt at a claimed task, from the handler's call to what became of it."""

import asyncio
import logging
from datetime import timedelta

from opentelemetry.trace import SpanKind

from messaging import metrics
from messaging.backoff import Backoff
from messaging.burying import describe
from messaging.failures import is_transient, name_of
from messaging.logs import log_as
from messaging.tasks.kinds import AbortError, RetryError, TaskKind
from messaging.tasks.leases import renewed
from messaging.tasks.task import LeaseLostError, Task
from messaging.tracing import span_within

logger = logging.getLogger(__name__)

_SETTLE = Backoff(first=0.2, most=5)
_SETTLE_TRIES = 6


async def attempt(task: Task, kind: TaskKind) -> None:
    """Do the task once and note what became of it. Raises nothing but cancellation."""
    fields: dict[str, object] = {"task": task.kind, "key": task.key, "attempt": task.attempts}
    attributes: dict[str, str | int] = {
        "task.kind": task.kind,
        "task.key": task.key,
        "task.attempt": task.attempts,
        "account": str(task.account_id),
    }
    with (
        log_as(**fields),
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
            logger.error("failed after it was finished (%s)", name_of(error))
            return "done"
        return await _settled(task, kind, error)
    return "done"


async def _do(task: Task, kind: TaskKind) -> None:
    async with asyncio.timeout(kind.limit.total_seconds()), renewed(task, kind.lease):
        await kind.handler(task)
        if not task.finished:
            async with task.finish():
                pass


async def _settled(task: Task, kind: TaskKind, error: Exception) -> str:
    """Note the failure. When the database is away for long, the end of the lease does it."""
    for number in range(1, _SETTLE_TRIES + 1):
        try:
            return await _settle(task, kind, error)
        except LeaseLostError:
            return "lost"
        except Exception as again:
            logger.warning("cannot note the failure (%s)", name_of(again))
            if not is_transient(again):
                return await _on_give_up_failed(task, kind, again)
            await asyncio.sleep(_SETTLE.wait(number))
    return "lost"


async def _settle(task: Task, kind: TaskKind, error: Exception) -> str:
    if isinstance(error, RetryError):
        wait = error.after or timedelta(seconds=kind.backoff.wait(task.attempts))
        logger.info("again in %s: %s", wait, error.reason)
        await _wait(task, wait.total_seconds(), forgiven=1, note=error.reason)
        return "retry"
    if isinstance(error, AbortError):
        return await _give_up(task, kind, error.reason)
    logger.warning("attempt %d failed (%s)", task.attempts, name_of(error))
    if task.failures >= kind.max_attempts:
        return await _give_up(task, kind, describe(error))
    await _wait(task, kind.backoff.wait(task.failures), note=describe(error))
    return "failed"


async def _give_up(task: Task, kind: TaskKind, reason: str) -> str:
    logger.error("given up after %d attempts", task.attempts)
    async with task.leave("failed", error=reason) as session:
        if kind.on_abort is not None:
            await kind.on_abort(session, task, reason)
    return "given up"


async def _on_give_up_failed(task: Task, kind: TaskKind, error: Exception) -> str:
    await _wait(task, kind.backoff.most, note=describe(error))
    return "failed"


async def _wait(task: Task, seconds: float, *, note: str, forgiven: int = 0) -> None:
    async with task.leave("waiting", wait=seconds, forgiven=forgiven, error=note):
        pass
