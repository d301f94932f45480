"""Credit notes, and what of an invoice can still be credited."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import ColumnElement, select, text, true

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.attributes import build
from invoicing.domain.credit_note import CreditNoteSummary, CreditRequest, IssuedCreditNote
from invoicing.domain.crediting import Credit, Creditable, LiveClaim, credit
from invoicing.domain.lines import Line
from invoicing.domain.payment import given_back
from invoicing.domain.states import Balance, DeliveryStatus
from invoicing.queries.views import get_issued
from invoicing.store import credit_notes, payments
from invoicing.store.deliveries import delivery_status, newest_report
from invoicing.store.merged_time import is_customer
from invoicing.store.tables.credit_notes import CreditNoteRow
from invoicing.store.tables.invoices import DeliveryReportRow

_DELIVERY = newest_report(CreditNoteRow.id)
_ABOUT = text("""
    SELECT entry_id, work_date, agent_name, project_name, work_item_name, description
    FROM time_entries WHERE entry_id = ANY(:entry_ids)
""")


@dataclass(frozen=True)
class CreditNoteFilter:
    """Which credit notes are asked for; None is any."""

    organization_id: UUID | None = None
    invoice_id: UUID | None = None
    number: str | None = None
    newest_first: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.organization_id:
            found.append(is_customer(CreditNoteRow.organization_id, self.organization_id))
        if self.invoice_id:
            found.append(CreditNoteRow.invoice_id == self.invoice_id)
        if self.number:
            found.append(CreditNoteRow.number == self.number)
        return found


@dataclass(frozen=True)
class CreditNoteView:
    """A credit note with everything on it."""

    summary: CreditNoteSummary
    issued: IssuedCreditNote


@dataclass(frozen=True)
class CreditableEntry:
    """Seconds of an entry, from `start` to `end`, that a line charges still."""

    entry_id: UUID
    start: int
    end: int
    billed_seconds: int
    work_date: date
    agent_name: str
    project_name: str | None
    work_item_name: str | None
    description: str

    @property
    def seconds(self) -> int:
        """How many they are."""
        return self.end - self.start


@dataclass(frozen=True)
class CreditableLine:
    """A line of an invoice, what was credited of it and what is left."""

    line: Line
    credited: Decimal
    left: Decimal
    is_open: bool
    entries: tuple[CreditableEntry, ...]


@dataclass(frozen=True)
class CreditableInvoice:
    """What of an invoice can still be credited; `version` counts its credit notes."""

    invoice_id: UUID
    number: str
    currency: str
    version: int
    balance: Balance
    lines: tuple[CreditableLine, ...]


@dataclass(frozen=True)
class Preview:
    """What a credit note would take back, and the invoice's balance before and after."""

    credit: Credit
    currency: str
    before: Balance
    after: Balance
    customer_credit: Decimal


async def list_credit_notes(
    session: Session, filters: CreditNoteFilter, *, after: UUID | None, limit: int
) -> list[CreditNoteSummary]:
    """Credit notes by id: in the order in which they were issued, or the newest first."""
    conditions, newest_first = filters.conditions(), filters.newest_first
    if after:
        conditions.append(CreditNoteRow.id < after if newest_first else CreditNoteRow.id > after)
    return await _summaries(session, *conditions, limit=limit, newest_first=newest_first)


async def get_credit_note(session: Session, note_id: UUID) -> CreditNoteView:
    """One credit note. Raises `NotFoundError`."""
    issued = await credit_notes.load_one(session, note_id)
    if issued is None:
        raise NotFoundError("credit note")
    [summary] = await _summaries(session, CreditNoteRow.id == note_id, limit=1)
    return CreditNoteView(summary, issued)


def view_issued(issued: IssuedCreditNote) -> CreditNoteView:
    """A credit note that was issued just now: it is not sent yet."""
    content = issued.content
    delivery = DeliveryStatus(content.delivery)
    name = content.buyer.name
    summary = build(
        CreditNoteSummary,
        content,
        content.totals,
        issued,
        organization_name=name,
        delivery=delivery,
    )
    return CreditNoteView(summary, issued)


async def get_creditable(session: Session, invoice_id: UUID, *, now: datetime) -> CreditableInvoice:
    """What of an issued invoice can still be credited. Raises `NotFoundError`."""
    balance, creditable = await _load(session, invoice_id, now=now)
    about = {one.entry_id: one for one in await _about(session, creditable)}
    lines = tuple(
        _line(creditable, line, about)
        for line in creditable.content.lines
        if line.kind not in ("text", "discount")
    )
    content = creditable.content
    return build(
        CreditableInvoice,
        content,
        version=balance.credit_notes,
        balance=balance,
        lines=lines,
    )


async def preview_credit(
    session: Session, invoice_id: UUID, request: CreditRequest, *, now: datetime
) -> Preview:
    """What the request would take back; nothing is changed. Raises what crediting raises."""
    balance, creditable = await _load(session, invoice_id, now=now)
    found = credit(creditable, request)
    excess = max(Decimal(0), found.totals.total - balance.owed)
    settling = await payments.load_settling(session, invoice_id) if excess else []
    back = given_back(settling, invoice_id, excess)
    taken = defaultdict[str, Decimal](Decimal)
    for one, amount in back:
        taken[one.kind] += amount
    after = Balance(
        balance.total,
        balance.credited + found.totals.total,
        balance.allocated - sum(taken.values()),
        balance.credit_notes + 1,
        balance.differences - taken["difference"],
        balance.credit_applied - taken["credit"],
    )
    money = taken["cash"] + taken["credit"]
    return Preview(found, creditable.content.currency, balance, after, money)


async def _summaries(
    session: Session, *conditions: ColumnElement[bool], limit: int, newest_first: bool = False
) -> list[CreditNoteSummary]:
    query = (
        select(CreditNoteRow, _DELIVERY)
        .outerjoin(_DELIVERY, true())
        .where(*conditions)
        .order_by(CreditNoteRow.id.desc() if newest_first else CreditNoteRow.id)
        .limit(limit)
    )
    return [_summary(note, report) for note, report in await session.execute(query)]


def _summary(note: CreditNoteRow, report: DeliveryReportRow | None) -> CreditNoteSummary:
    delivery = delivery_status(note.delivery, report)
    return build(CreditNoteSummary, note, organization_name=note.buyer.name, delivery=delivery)


async def _load(session: Session, invoice_id: UUID, *, now: datetime) -> tuple[Balance, Creditable]:
    view = await get_issued(session, invoice_id, now=now)
    assert view.summary.settlement
    creditable = await credit_notes.load_creditable(session, view.content)
    return view.summary.settlement, creditable


async def _about(session: Session, creditable: Creditable) -> list[CreditableEntry]:
    """The entries behind what is charged still, without their seconds."""
    entry_ids = list({claim.entry_id for claim in creditable.claims})
    rows = await session.execute(_ABOUT, {"entry_ids": entry_ids})
    return [build(CreditableEntry, row, start=0, end=0, billed_seconds=0) for row in rows]


def _line(creditable: Creditable, line: Line, about: dict[UUID, CreditableEntry]) -> CreditableLine:
    assert line.amount is not None
    before = creditable.before(line)
    entries = tuple(_entry(one, about[one.entry_id]) for one in creditable.claims_of(line))
    return CreditableLine(
        line, before.amount, line.amount - before.amount, creditable.is_open(line), entries
    )


def _entry(claim: LiveClaim, known: CreditableEntry) -> CreditableEntry:
    return build(CreditableEntry, claim, known)
