"""Work done later: pricing again what a change may touch, months of agreements, budgets, and sums kept short."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from rates.commands import agreement_months, budgets, reconciliation, valued_time
from rates.commands.repricing import KIND, reprice, repricing_of
from tasks import Task, TaskHandler, TaskKind


def task_kinds(chunk: int) -> dict[str, TaskKind]:
    """The kinds of tasks; `chunk` entries are priced again per transaction.

    One change at a time per account: chunks of one account wait for each other anyway.
    """
    return {
        KIND: TaskKind(_handler(chunk), limit=timedelta(minutes=2), per_account=1),
        agreement_months.KIND: TaskKind(_bring_months_forward, per_account=1),
        valued_time.COMPACT: TaskKind(_compact, per_account=1),
        budgets.CHECK: TaskKind(_check_budgets, per_account=1),
        reconciliation.KIND: TaskKind(_reconcile, limit=timedelta(minutes=30), per_account=1),
        reconciliation.DAILY_KIND: TaskKind(_reconcile_daily, per_account=1),
    }


def _handler(chunk: int) -> TaskHandler:
    async def handle(task: Task) -> None:
        async with task.finish() as session:
            await reprice(session, repricing_of(task.payload), chunk)

    return handle


async def _bring_months_forward(task: Task) -> None:
    async with task.finish() as session:
        await agreement_months.bring_forward(session, UUID(task.key), datetime.now(UTC))


async def _compact(task: Task) -> None:
    async with task.finish() as session:
        await valued_time.compact(session)
        await reconciliation.schedule_daily(session, datetime.now(UTC))


async def _check_budgets(task: Task) -> None:
    more = True
    while more:
        async with task.transaction() as session:
            more = await budgets.check_budgets(session, datetime.now(UTC))
    async with task.finish():
        pass


async def _reconcile(task: Task) -> None:
    """A month at a time, each as it is at one moment; done again from its beginning when it was interrupted."""
    reconciliation_id = UUID(task.key)
    async with task.transaction() as session:
        months = await reconciliation.months(session)
    compared = []
    for month in months:
        async with task.transaction() as session:
            compared.append(await reconciliation.compare(session, month))
    async with task.finish() as session:
        for one in compared:
            await reconciliation.add_month(session, reconciliation_id, one)
        await reconciliation.finish(session, reconciliation_id, datetime.now(UTC))


async def _reconcile_daily(task: Task) -> None:
    async with task.finish() as session:
        await reconciliation.ask_daily(session, datetime.now(UTC))
