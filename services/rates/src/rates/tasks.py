"""Work done later: pricing again what a change may touch, months of agreements, budgets, and sums kept short."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from prometheus_client import Gauge

from database import Database
from rates.commands import agreement_months, books, budgets, reconciliation, valued_time
from rates.commands.repricing import KIND, reprice, repricing_of
from rates.queries import reconciliations
from tasks import Task, TaskHandler, TaskKind

AGE = Gauge(
    "figures_comparison_age_seconds",
    "Since the latest comparison of figures ended, of the account that has waited longest",
    ["service"],
)
DIFFERING = Gauge(
    "figures_differing",
    "Figures and entries that differ in the accounts' latest comparisons",
    ["service"],
)


def task_kinds(chunk: int, pause: timedelta) -> dict[str, TaskKind]:
    """The kinds of tasks; `chunk` entries are priced again per transaction, after a `pause` differences are looked at again.

    One change at a time per account: chunks of one account wait for each other anyway.
    """
    return {
        KIND: TaskKind(_handler(chunk), limit=timedelta(minutes=2), per_account=1),
        agreement_months.KIND: TaskKind(_bring_months_forward, per_account=1),
        valued_time.COMPACT: TaskKind(_compact, per_account=1),
        budgets.CHECK: TaskKind(_check_budgets, per_account=1),
        reconciliation.KIND: TaskKind(_reconcile, limit=timedelta(minutes=30), per_account=1),
        reconciliation.DAILY_KIND: TaskKind(_reconcile_daily, per_account=1),
        books.COMPARE: TaskKind(_comparing(pause), limit=timedelta(minutes=30), per_account=1),
        books.ASK_AGAIN: TaskKind(_ask_again),
        books.GIVE_UP: TaskKind(_give_up),
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


def _comparing(pause: timedelta) -> TaskHandler:
    async def compare(task: Task) -> None:
        async with task.finish() as session:
            await books.compare(session, task.key, pause, datetime.now(UTC))

    return compare


async def _ask_again(task: Task) -> None:
    async with task.finish() as session:
        await books.ask_again(session, task.key, datetime.now(UTC))


async def _give_up(task: Task) -> None:
    async with task.finish() as session:
        await books.give_up(session, task.key, datetime.now(UTC))


async def measure(database: Database) -> None:
    """Refresh the gauges."""
    async with database.transaction(across_accounts=True) as session:
        for row in await reconciliations.standing(session):
            AGE.labels(row.service).set(row.age_seconds)
            DIFFERING.labels(row.service).set(row.found)
