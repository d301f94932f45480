"""Write time off: it is charged to nobody, until that is undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from database import Session, new_id
from domain_errors import InvalidInputError, NotFoundError, check_version
from invoicing import events
from invoicing.commands.billable_time import take_set_aside
from invoicing.commands.edit import open_draft
from invoicing.domain.errors import UnknownCustomerError
from invoicing.domain.left_out import entries_not_ready
from invoicing.domain.lines import shrink
from invoicing.domain.pieces import EntryPart, Piece, take
from invoicing.domain.write_off import (
    LinedPiece,
    Undoing,
    WriteOff,
    lines_of,
    put_on_lines,
    worth,
)
from invoicing.queries.views import InvoiceView, view_draft
from invoicing.queries.write_offs import get_write_off
from invoicing.store import accounts, drafts, merged_time, write_offs
from invoicing.store.left_out import entries_left_out
from messaging import outbox


@dataclass(frozen=True)
class WriteOffRequest:
    """Ready time of a customer that is to be charged to nobody."""

    organization_id: UUID
    reason: str
    entries: tuple[EntryPart, ...]


async def write_off_ready(
    session: Session, request: WriteOffRequest, *, by: str, now: datetime
) -> WriteOff:
    """Write off ready entries, or some of their seconds.

    Raises `EntriesNotReadyError` when nothing is ready of one, `InvalidInputError` when less is than was asked for.
    """
    if await accounts.lock_customer(session, request.organization_id) is None:
        raise UnknownCustomerError
    entry_ids = [one.entry_id for one in request.entries]
    currencies = await write_offs.currencies(session, entry_ids)
    if len(currencies) > 1:
        raise InvalidInputError("entries", f"are priced in {' and '.join(sorted(currencies))}")
    empty = _new(request.organization_id, "".join(currencies), request.reason, by=by, now=now)
    pieces = await write_offs.ready(session, request.organization_id, empty.currency, entry_ids)
    if missing := set(entry_ids) - {one.entry_id for one in pieces}:
        left_out = await entries_left_out(session, empty, entry_ids)
        raise entries_not_ready(entry_ids, [one for one in left_out if one.entry_id in missing])
    return await _write_off(session, empty, take(pieces, request.entries).goes)


async def write_off_line(
    session: Session,
    invoice_id: UUID,
    line_id: UUID,
    reason: str,
    parts: Sequence[EntryPart],
    *,
    expected: int,
    by: str,
    now: datetime,
) -> InvoiceView:
    """Take a line of time, or some of it, off a draft and write it off. Answers the draft."""
    await drafts.lock_customer(session, invoice_id)
    found = await open_draft(session, invoice_id, expected)
    line = next((one for one in found.draft.lines if one.line_id == line_id), None)
    if line is None:
        raise NotFoundError("line on this draft")
    if line.kind != "time":
        raise InvalidInputError("line_id", f"is of kind {line.kind}: only time is written off")
    pieces = await write_offs.of_line(session, invoice_id, line_id)
    taken = take(pieces, parts)
    await write_offs.leave_on_line(session, invoice_id, line_id, taken.stays, of=taken.goes)
    seconds = sum(one.seconds for one in taken.goes)
    billed_seconds = sum(one.billed_seconds for one in taken.goes)
    left = shrink(line, seconds, billed_seconds, found.draft.currency)
    await drafts.reprice_line(session, left)
    await drafts.raise_versions(session, [invoice_id])
    empty = _new(found.draft.organization_id, found.draft.currency, reason, by=by, now=now)
    await _write_off(session, empty, taken.goes)
    draft = found.draft.with_changed_line(left)
    return await view_draft(session, replace(found, draft=draft), now=now)


async def undo_write_off(
    session: Session,
    write_off_id: UUID,
    entry_ids: Sequence[UUID] = (),
    *,
    expected: int,
    by: str,
    now: datetime,
) -> WriteOff:
    """Let the time be priced and billed again, of these entries or all. Changes that it stood in the way of take effect.

    Raises `WriteOffUndoneError` when it was undone before.
    """
    await write_offs.lock(session, write_off_id)
    write_off = await get_write_off(session, write_off_id)
    check_version(expected, write_off.version)
    undoing = Undoing(new_id(), now, by)
    undone = write_off.undo(entry_ids, undoing)
    line_ids = [one.line_id for one in undone.lines if one.undone is undoing]
    ranges = await write_offs.undo(session, write_off_id, undoing, line_ids)
    freed = {one.entry_id for one in ranges}
    await merged_time.move_released(session, freed)
    await take_set_aside(session, freed)
    await outbox.publish(session, *events.write_off_undone(session, undone, undoing, ranges))
    return undone


def _new(organization_id: UUID, currency: str, reason: str, *, by: str, now: datetime) -> WriteOff:
    return WriteOff(
        id=new_id(),
        organization_id=organization_id,
        currency=currency,
        reason=reason,
        seconds=0,
        amount=worth((), currency or "DKK"),
        written_off_at=now,
        written_off_by=by,
        lines=(),
    )


async def _write_off(session: Session, empty: WriteOff, pieces: Sequence[Piece]) -> WriteOff:
    lined: list[LinedPiece] = put_on_lines(pieces, new_id)
    lines = lines_of(lined, empty.currency)
    made = replace(
        empty,
        lines=lines,
        seconds=sum(one.seconds for one in lines),
        amount=worth(lines, empty.currency),
    )
    await write_offs.insert(session, made)
    await write_offs.claim(session, made.id, lined, written_off=True)
    await outbox.publish(session, *events.time_written_off(session, made, lined))
    return await get_write_off(session, made.id)
