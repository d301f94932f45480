"""What the timer hears."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from contracts.invoicing import TimeBilled
from messaging import Handlers
from timer.store.tables import billed_time


async def on_time_billed(session: AsyncSession, fact: TimeBilled) -> None:
    """Note what an invoice bills; once per entry and invoice, however often and late it is heard."""
    rows = [
        {
            "account_id": fact.account_id,
            "entry_id": billed.entry_id,
            "invoice_id": fact.invoice_id,
            "seconds": billed.seconds,
            "billed_at": fact.billed_at,
        }
        for billed in fact.entries
    ]
    if rows:
        await session.execute(insert(billed_time).on_conflict_do_nothing(), rows)


HANDLERS: Handlers = {TimeBilled: on_time_billed}
