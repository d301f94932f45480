"""Record approved hours and prices; free drafts from time that changed, and set aside what issued invoices contradict."""

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from uuid import UUID

from contracts.rates import TimePriced, TimeUnpriced
from contracts.timer import ApprovedEntry, TimesheetApproved
from database import Session
from invoicing.commands.coverage import join_lines
from invoicing.commands.follow_prices import follow_prices
from invoicing.domain.attributes import build
from invoicing.domain.lines import shrink
from invoicing.domain.lost_time import LossReason
from invoicing.domain.prices import segments_of
from invoicing.store import claims, coverage, drafts, hours, prices, refused_changes
from invoicing.store.claims import DroppedClaim
from invoicing.store.hours import ApprovedHours, ApprovedSheet, HeldEntry
from invoicing.store.prices import Price
from invoicing.store.refused_changes import RefusedChange
from invoicing.store.tables.drafts import DraftRow

log = logging.getLogger(__name__)


async def record_hours(session: Session, events: Sequence[TimesheetApproved]) -> None:
    """Store the newest version of each sheet and entry. Drafts lose the time that is not what it was.

    Entries that vanished from their sheet are withdrawn. What an issued invoice charges and is otherwise now, or gone, is
    set aside with the reason; the rest takes effect.
    """
    newest = _newest_sheets(events)
    sheets = [_sheet(parts) for parts in newest.values()]
    entries = _newest_entries(part for parts in newest.values() for part in parts)
    vanished = await hours.save_sheets(session, sheets, entries)
    current = [one for one in entries if one.timesheet_id in vanished]
    refused = await _take_hours(session, current)
    refused += await _withdraw(session, {k: ids for k, ids in vanished.items() if ids}, newest)
    if refused:
        await refused_changes.refuse(session, refused)


async def record_prices(session: Session, events: Sequence[TimePriced | TimeUnpriced]) -> None:
    """Store the newest price of each entry. Drafts that have it follow; what they cannot charge any more, they lose.

    While an issued invoice charges something of an entry, the entry keeps the price that this names, and drafts keep its
    rest: rates holds to that price too, and publishes a newer one when all is given back.

    What agreements cover goes on the lines of their charges, where there are such.
    """
    newest: dict[UUID, Price] = {}
    for price in map(_price, events):
        known = newest.get(price.entry_id)
        if known is None or known.order < price.order:
            newest[price.entry_id] = price
    charged = await prices.save_prices(session, list(newest.values()))
    if charged:
        await follow_prices(session, charged, newest)
    covered = {id_: one.segments for id_, one in newest.items() if one.is_covered}
    if covered:
        await coverage.note_covered(session, covered)
        await join_lines(session, covered)


async def take_set_aside(session: Session, entry_ids: Collection[UUID]) -> None:
    """Let changes take effect that an issued invoice stood in the way of, where none charges the entry any more.

    Whether such hours come before or after the credit note then makes no difference.
    """
    waiting = await refused_changes.find(session, entry_ids)
    changed = [
        ApprovedHours(one.timesheet_id, one.approved_at, ApprovedEntry.model_validate(one.hours))
        for one in waiting
        if not one.is_withdrawal
    ]
    if changed:
        await _take_hours(session, changed)
    vanished = {one.entry_id: one.timesheet_id for one in waiting if one.is_withdrawal}
    if vanished:
        sheets = {
            sheet: [e for e, s in vanished.items() if s == sheet] for sheet in vanished.values()
        }
        held = {one.entry_id for one in await hours.withdraw(session, sheets)}
        await refused_changes.forget(session, vanished.keys() - held)


async def free_from_drafts(
    session: Session, entry_ids: Sequence[UUID], reason: LossReason
) -> list[DroppedClaim]:
    """Drop the claims of drafts on these entries and price their lines anew; issued invoices keep theirs."""
    draft_ids = await drafts.lock_drafts(session, await claims.holders(session, entry_ids))
    if not draft_ids:
        return []
    dropped = await claims.drop(session, entry_ids, draft_ids, reason)
    shrunk = {one.draft_id for one in dropped}
    if not shrunk:
        return []
    lost, lost_billed = Counter[UUID](), Counter[UUID]()
    for one in dropped:
        lost[one.line_id] += one.seconds
        lost_billed[one.line_id] += one.billed_seconds
    for found in await drafts.load_drafts(session, DraftRow.id.in_(shrunk)):
        for line in found.draft.lines:
            if line.line_id in lost:
                gone = lost[line.line_id], lost_billed[line.line_id]
                left = shrink(line, *gone, found.draft.currency)
                await drafts.reprice_line(session, left)
    await drafts.raise_versions(session, list(shrunk))
    return dropped


async def _take_hours(session: Session, entries: Sequence[ApprovedHours]) -> list[RefusedChange]:
    """Store hours; returns the changes that issued invoices contradict.

    What agreements cover goes on the lines of their charges, where there are such.
    """
    saved = await hours.save_hours(session, entries, freed=False)
    await join_lines(session, saved.covered)
    held = {one.entry_id for one in saved.held}
    if not held:
        return []
    await free_from_drafts(session, list(held), "hours-changed")
    changed = {one.entry.entry_id: one for one in entries if one.entry.entry_id in held}
    saved = await hours.save_hours(session, list(changed.values()), freed=True)
    await join_lines(session, saved.covered)
    contradicted = saved.held
    numbers = await _numbers(session, contradicted)
    return [_refused(changed[one.entry_id], one, numbers[one.entry_id]) for one in contradicted]


def _refused(new: ApprovedHours, old: HeldEntry, number: str | None) -> RefusedChange:
    log.error("hours of entry %s, version %d, are set aside", old.entry_id, new.entry.version)
    has, way_out = _hold(number)
    reason = f"{has} version {old.version} of it with {old.seconds} s; {way_out}"
    return build(
        RefusedChange, new, new.entry, reason=reason, hours=new.entry.model_dump(mode="json")
    )


async def _withdraw(
    session: Session,
    vanished: dict[UUID, list[UUID]],
    sheets: dict[UUID, list[TimesheetApproved]],
) -> list[RefusedChange]:
    """Take entries back that vanished from their sheets; returns those that issued invoices charge."""
    if not vanished:
        return []
    held = await hours.withdraw(session, vanished)
    if not held:
        return []
    await free_from_drafts(session, [one.entry_id for one in held], "withdrawn")
    billed = await hours.withdraw(session, vanished)
    numbers = await _numbers(session, billed)
    return [_gone(one, numbers[one.entry_id], sheets[one.timesheet_id][0]) for one in billed]


def _hold(number: str | None) -> tuple[str, str]:
    """What holds an entry as it is, and what can be done; without a number it is a write-off."""
    if number is None:
        return "a write-off has", "approve it again as it was, or undo the write-off"
    way_out = "approve it again as it was billed, or cure the invoice by a credit note"
    return f"invoice {number} charges", way_out


def _gone(old: HeldEntry, number: str | None, sheet: TimesheetApproved) -> RefusedChange:
    log.error("entry %s is billed and vanished from its timesheet", old.entry_id)
    has, way_out = _hold(number)
    return build(
        RefusedChange,
        old,
        sheet,
        reason=f"{has} it with {old.seconds} s, and it is on its timesheet no longer; {way_out}",
        hours={
            "seconds": old.seconds,
            "billable": False,
            "organization_id": old.organization_id and str(old.organization_id),
        },
    )


async def _numbers(session: Session, held: Sequence[HeldEntry]) -> dict[UUID, str | None]:
    """The numbers of the invoices that charge something of these entries; None: a write-off has it."""
    if not held:
        return {}
    return await claims.invoice_numbers(session, [one.entry_id for one in held])


def _newest_sheets(events: Iterable[TimesheetApproved]) -> dict[UUID, list[TimesheetApproved]]:
    """The parts of the newest version of each sheet."""
    newest: dict[UUID, list[TimesheetApproved]] = {}
    for event in events:
        parts = newest.setdefault(event.timesheet_id, [])
        if parts and parts[0].version < event.version:
            parts.clear()
        if not parts or parts[0].version == event.version:
            parts.append(event)
    return newest


def _sheet(parts: Sequence[TimesheetApproved]) -> ApprovedSheet:
    return build(
        ApprovedSheet,
        parts[0],
        arrived=frozenset(one.part for one in parts),
        entry_ids=frozenset(entry.entry_id for one in parts for entry in one.entries),
    )


def _newest_entries(parts: Iterable[TimesheetApproved]) -> list[ApprovedHours]:
    """Each entry once, in its newest version."""
    newest: dict[UUID, ApprovedHours] = {}
    for part in parts:
        for entry in part.entries:
            known = newest.get(entry.entry_id)
            if known is None or known.entry.version < entry.version:
                newest[entry.entry_id] = ApprovedHours(part.timesheet_id, part.approved_at, entry)
    return list(newest.values())


def _price(event: TimePriced | TimeUnpriced) -> Price:
    if isinstance(event, TimeUnpriced):
        return build(Price, event)
    segments = segments_of(event.segments, event.seconds)
    return build(Price, event, segments=segments)
