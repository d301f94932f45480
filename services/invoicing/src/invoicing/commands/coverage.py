"""Put time that agreements cover on the lines that bill their charges already."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from contracts import Event
from database import Session
from invoicing import events
from invoicing.store import coverage, drafts, payments
from invoicing.store.coverage import JoinedTime
from messaging import outbox


async def join_lines(session: Session, entry_ids: Collection[UUID]) -> None:
    """Claim what is held of these entries, approved and priced as they are now, for the live lines of its charges.

    Drafts grow and get a new version. An issued invoice does not change: that it bills the time is published. What no line
    bills yet stays held. The customers' locks are held shared.
    """
    if not entry_ids:
        return
    holders = await coverage.holders(session, entry_ids)
    if not holders:
        return
    open_drafts = await drafts.lock_drafts(session, holders)
    joined = await coverage.join(session, entry_ids, open_drafts)
    grown = [one for one in joined if one.number is None]
    if grown:
        await coverage.grow(session, grown)
        await drafts.raise_versions(session, list({one.invoice_id for one in grown}))
    await _publish(session, [one for one in joined if one.number is not None])


async def _publish(session: Session, late: Sequence[JoinedTime]) -> None:
    """Tell of each issued invoice, in the order of their ids, what it bills now."""
    published: list[Event] = []
    for invoice_id, ranges in groupby(late, attrgetter("invoice_id")):
        version = await payments.next_version(session, invoice_id)
        published += events.time_joined(
            session, list(ranges), version=version, now=datetime.now(UTC)
        )
    if published:
        await outbox.publish(session, *published)
