"""Split lines of a draft, and move time to other lines; nothing of it is ready in between."""

from datetime import datetime
from uuid import UUID

from database import Session, new_id
from domain_errors import InvalidInputError, check_version
from invoicing.commands.edit import open_draft
from invoicing.domain.draft import Draft
from invoicing.domain.errors import InvoiceIssuedError
from invoicing.domain.lines import Line, charging
from invoicing.domain.moving import (
    Move,
    check_drafts,
    check_treatment,
    target_line,
    time_line,
    with_new_line,
)
from invoicing.domain.pieces import joined, take
from invoicing.queries.views import InvoiceView, get_invoice
from invoicing.store import drafts, invoices, line_time, write_offs


async def move_time(
    session: Session,
    invoice_id: UUID,
    line_id: UUID,
    move: Move,
    *,
    expected: int,
    now: datetime,
) -> InvoiceView:
    """Move a line of time, or entries or seconds of it, to another line. Answers the draft that it was on.

    Raises `InvalidInputError` for what is not there, or cannot be on that line, `StaleVersionError` of either draft.
    """
    await drafts.lock_customer(session, invoice_id)
    source, target = await _open(session, invoice_id, move, expected)
    line = time_line(source, line_id)
    taken = take(await write_offs.of_line(session, source.id, line_id), move.parts)
    if move.to_line_id is None:
        changed, to = with_new_line(source, target, line, new_id, taken, move.description)
        await drafts.rewrite(session, target, changed)
        await drafts.insert_lines(session, target.id, [to])
        there = []
    else:
        to = target_line(line, target, move.to_line_id)
        there = await write_offs.of_line(session, target.id, to.line_id)
        check_treatment(taken.goes, there)
    await write_offs.leave_on_line(session, source.id, line_id, taken.stays, of=taken.goes)
    together = joined([*there, *taken.goes])
    await write_offs.leave_on_line(session, target.id, to.line_id, together, of=taken.goes)
    await _charge(session, {source.id: source, target.id: target}, [line, to])
    return await get_invoice(session, invoice_id, now=now)


async def _open(
    session: Session, invoice_id: UUID, move: Move, expected: int
) -> tuple[Draft, Draft]:
    """The drafts, locked: that which has the time, and that which gets it."""
    if move.to_invoice_id in {None, invoice_id}:
        source = (await open_draft(session, invoice_id, expected)).draft
        return source, source
    assert move.to_invoice_id
    await drafts.lock_drafts(session, [invoice_id, move.to_invoice_id])
    source = (await open_draft(session, invoice_id, expected)).draft
    target = await drafts.load_draft(session, move.to_invoice_id)
    if target is None:
        if await invoices.load_issued(session, move.to_invoice_id):
            raise InvoiceIssuedError("no time is moved to it any more")
        raise InvalidInputError("to_invoice_id", "is no draft")
    check_drafts(source, target.draft)
    if move.to_version is not None:
        check_version(move.to_version, target.draft.version)
    return source, target.draft


async def _charge(session: Session, changed: dict[UUID, Draft], lines: list[Line]) -> None:
    """Price lines anew by what they have; those that have nothing go."""
    currency = next(iter(changed.values())).currency
    found = await line_time.time_of(session, list(changed), [one.line_id for one in lines])
    priced = [
        charging(line, found[line.line_id], line.hourly_rate, currency)
        for line in lines
        if line.line_id in found and line.hourly_rate is not None
    ]
    await line_time.write_time(session, priced)
    await line_time.remove_lines(session, {one.line_id for one in lines} - found.keys())
    await drafts.raise_versions(session, list(changed))
