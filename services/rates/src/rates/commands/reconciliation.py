"""Compare figures that should be equal, every day and when somebody asks; tell of a difference with its entries."""

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import tasks
from database import Session, current_account, lock_exclusive, new_id
from messaging import outbox
from rates.commands import books
from rates.domain.reconciliation import AlreadyReconcilingError, Reconciliation
from rates.events import figures_differ
from rates.store import reconciled_figures, reconciliations

KIND = "reconcile"
DAILY_KIND = "reconcile-daily"
_DAILY = "daily"
_EVERY = timedelta(days=1)
log = logging.getLogger(__name__)


async def ask(session: Session, now: datetime, by: str | None) -> Reconciliation:
    """Begin a comparison of all figures of the account. Raises `AlreadyReconcilingError` when one is under way."""
    await lock_exclusive(session, "reconciliation")
    if await reconciliations.under_way(session):
        raise AlreadyReconcilingError("a comparison of the account's figures is under way")
    made = Reconciliation(new_id(), now, by, None, 0, 0, 0)
    await reconciliations.add(session, made.reconciliation_id, now, by)
    await tasks.schedule(session, KIND, key=str(made.reconciliation_id))
    return replace(made, books=await books.begin(session, made.reconciliation_id, now))


async def schedule_daily(session: Session, now: datetime) -> None:
    """Have the figures of the account compared every day from tomorrow on; where they are already, nothing changes."""
    await tasks.schedule(session, DAILY_KIND, key=_DAILY, due_at=now + _EVERY)


async def ask_daily(session: Session, now: datetime) -> None:
    """Begin today's comparison, unless one is under way, and have tomorrow's begun."""
    await tasks.schedule(session, DAILY_KIND, key=_DAILY, due_at=now + _EVERY, again=True)
    try:
        await ask(session, now, None)
    except AlreadyReconcilingError:
        log.info("a comparison of figures is under way: that of the day is left out")


async def finish(session: Session, reconciliation_id: UUID, now: datetime) -> None:
    """End a comparison, and publish what it found."""
    done = await reconciliations.finish(session, reconciliation_id, now)
    if done.found:
        log.error("figures differ: %d differences in %s", done.found, reconciliation_id)
        version = await reconciliations.next_version(session, reconciliation_id)
        await outbox.publish(session, figures_differ(current_account(session), done, version, now))


months, compare, add_month = (
    reconciled_figures.months,
    reconciled_figures.compare,
    reconciliations.add_month,
)
