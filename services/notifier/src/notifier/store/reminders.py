"""Reminders: the account's steps, what was sent or passed over, what is paused, and what is due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, select, text, true
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.orm import Mapped, mapped_column

from database import Row, Session, Statement
from database.mapping import AccountOwned, grants
from notifier.deliveries import Recipient
from notifier.reminders import (
    OpenInvoice,
    Owed,
    ReminderSettings,
    ReminderState,
    Step,
    Taken,
)
from notifier.store import people
from notifier.store.base import Base

_STEPS: TypeAdapter[tuple[Step, ...]] = TypeAdapter(tuple[Step, ...])


class ReminderSettingsRow(AccountOwned, Base):
    """What the account has chosen; without a row it sends no reminders."""

    __tablename__ = "reminder_settings"

    version: Mapped[int]
    on: Mapped[bool] = mapped_column("is_on")
    due_from: Mapped[date | None]
    hour: Mapped[int]
    workdays_only: Mapped[bool]
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)

    __table_args__ = (grants("SELECT, INSERT, UPDATE"),)


class Reminder(AccountOwned, Base):
    """A step of an invoice that was sent, by the message of its id, or passed over; or what a person asked for.

    `balance` is what was owed when its newest mail was written.
    """

    __tablename__ = "reminders"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID]
    step_id: Mapped[UUID]
    days: Mapped[int]
    number: Mapped[int | None]
    day: Mapped[date]
    balance: Mapped[Decimal]
    passed_over: Mapped[bool]
    requested_by: Mapped[str | None]
    made_at: Mapped[datetime]

    __table_args__ = (
        ForeignKeyConstraint(["account_id", "invoice_id"], ["invoices.account_id", "invoices.id"]),
        Index(
            "one_reminder_per_step",
            "account_id",
            "invoice_id",
            "step_id",
            unique=True,
            postgresql_where=text("requested_by IS NULL"),
        ),
        Index("reminders_are_numbered", "account_id", "invoice_id", "number", unique=True),
        CheckConstraint("passed_over = (number IS NULL)", name="what_is_sent_has_a_number"),
        CheckConstraint(
            "requested_by IS NULL OR NOT passed_over", name="what_is_asked_for_is_sent"
        ),
        grants("SELECT, INSERT, UPDATE (balance)"),
    )


class ReminderPause(AccountOwned, Base):
    """No reminders of an invoice, or of a customer, until a day or until somebody ends it."""

    __tablename__ = "reminder_pauses"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    invoice_id: Mapped[UUID | None]
    organization_id: Mapped[UUID | None]
    reason: Mapped[str]
    until: Mapped[date | None]
    paused_by: Mapped[str]
    paused_at: Mapped[datetime]
    ended_by: Mapped[str | None]
    ended_at: Mapped[datetime | None]

    __table_args__ = (
        CheckConstraint(
            "(invoice_id IS NULL) <> (organization_id IS NULL)", name="pauses_are_of_one_thing"
        ),
        CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="pauses_end_once"),
        Index(
            "one_pause_per_invoice",
            "account_id",
            "invoice_id",
            unique=True,
            postgresql_where=text("invoice_id IS NOT NULL AND ended_at IS NULL"),
        ),
        Index(
            "one_pause_per_customer",
            "account_id",
            "organization_id",
            unique=True,
            postgresql_where=text("organization_id IS NOT NULL AND ended_at IS NULL"),
        ),
        grants("SELECT, INSERT, UPDATE (ended_by, ended_at)"),
    )


@dataclass(frozen=True)
class Candidate:
    """An invoice that may be reminded, what a mail of it says, and who would get it."""

    invoice: OpenInvoice
    customer: str
    content: Mapping[str, Any] | None
    recipient: Recipient | None


@dataclass(frozen=True)
class Sent:
    """A reminder that was made, and what became of it."""

    id: UUID
    invoice_id: UUID
    invoice_number: str
    number: int | None
    days: int
    day: date
    state: ReminderState
    recipient: Recipient | None
    reason: str | None
    balance: Decimal
    currency: str
    fee: Decimal | None
    requested_by: str | None
    made_at: datetime
    ended_at: datetime | None


_CANDIDATE = """
SELECT i.id, i.number, i.issue_date, i.due_date, i.balance, i.disputed, i.delivered_at IS NOT NULL AS delivered,
    i.customer, i.content, i.unreadable, i.times_unreadable, i.fee_of IS NOT NULL AS is_fee,
    coalesce(stays.contact_name, c.contact_name, i.contact_name) AS contact_name,
    coalesce(stays.contact_email, c.contact_email, i.contact_email) AS contact_email,
    CASE WHEN of_invoice.id IS NOT NULL THEN 'invoice' WHEN of_customer.id IS NOT NULL THEN 'customer' END AS pause
FROM invoices i
LEFT JOIN customers c ON c.id = i.organization_id
LEFT JOIN customers stays ON stays.id = c.merged_into
LEFT JOIN reminder_pauses of_invoice ON of_invoice.invoice_id = i.id AND of_invoice.ended_at IS NULL
    AND (of_invoice.until IS NULL OR of_invoice.until >= CAST(:today AS date))
LEFT JOIN LATERAL (
    SELECT p.id FROM reminder_pauses p LEFT JOIN customers paused ON paused.id = p.organization_id
    WHERE p.organization_id IS NOT NULL AND p.ended_at IS NULL
        AND (p.until IS NULL OR p.until >= CAST(:today AS date))
        AND coalesce(paused.merged_into, p.organization_id) = coalesce(c.merged_into, i.organization_id)
    LIMIT 1
) of_customer ON true
"""
_LOCK = Statement(
    "SELECT id FROM invoices WHERE id = ANY(CAST(:ids AS uuid[])) ORDER BY id FOR UPDATE"
)
_MANY = Statement(f"{_CANDIDATE} WHERE i.id = ANY(CAST(:ids AS uuid[])) ORDER BY i.id")
_REACHED = """
SELECT i.id FROM invoices i
WHERE i.balance > 0 AND i.number IS NOT NULL AND i.fee_of IS NULL
    AND (CAST(:due_from AS date) IS NULL OR i.due_date >= CAST(:due_from AS date))
    AND i.due_date <= CAST(:day AS date) - CAST(:first AS integer)
    AND (
        i.looked_version IS NULL OR i.looked_version < CAST(:version AS integer)
        OR i.looked_version = CAST(:version AS integer) AND i.remind_from <= CAST(:day AS date)
    )
"""
# materialized: else the first ids in order are looked for among all invoices that there ever were
_DUE = Statement(f"""
WITH due AS MATERIALIZED ({_REACHED} AND NOT i.disputed AND i.delivered_at IS NOT NULL)
SELECT id FROM due WHERE id > CAST(:after AS uuid) ORDER BY id LIMIT CAST(:limit AS integer)
""")
_COMING = Statement(f"""
{_REACHED} ORDER BY i.due_date DESC, i.id LIMIT CAST(:limit AS integer)
""")
_LOOKED = Statement("""
UPDATE invoices i SET remind_from = looked.day, looked_version = CAST(:version AS integer)
FROM unnest(CAST(:ids AS uuid[]), CAST(:days AS date[])) AS looked (id, day) WHERE i.id = looked.id
""")
_UNREADABLE = Statement("""
SELECT id FROM invoices WHERE unreadable IS NOT NULL AND balance > 0 AND id <> ALL(CAST(:besides AS uuid[]))
ORDER BY due_date DESC, id LIMIT CAST(:limit AS integer)
""")
_SET_ASIDE = Statement("""
UPDATE invoices i SET unreadable = aside.reason, times_unreadable = i.times_unreadable + 1, remind_from = aside.day,
    looked_version = CAST(:version AS integer)
FROM unnest(CAST(:ids AS uuid[]), CAST(:reasons AS text[]), CAST(:days AS date[])) AS aside (id, reason, day)
WHERE i.id = aside.id
""")
_READ_AGAIN = Statement(
    "UPDATE invoices SET unreadable = NULL, times_unreadable = 0 WHERE id = ANY(CAST(:ids AS uuid[]))"
)
_TAKEN = Statement("""
SELECT invoice_id, step_id, day, passed_over, requested_by IS NOT NULL AS asked FROM reminders
WHERE invoice_id = ANY(CAST(:ids AS uuid[])) ORDER BY made_at, id
""")
_OWED = Statement("SELECT balance, disputed FROM invoices WHERE id = CAST(:id AS uuid)")
_OWED_AND_HELD = Statement(
    "SELECT balance, disputed FROM invoices WHERE id = CAST(:id AS uuid) FOR NO KEY UPDATE"
)
_REMINDERS = Statement("""
SELECT r.*, i.number AS invoice_number, i.content ->> 'currency' AS currency, charged.amount AS fee,
    coalesce(d.state, 'passed-over') AS state, d.recipient_name, d.recipient_email, d.reason, d.ended_at
FROM reminders r
JOIN invoices i ON i.id = r.invoice_id
LEFT JOIN charged_fees c ON c.reminder_id = r.id
LEFT JOIN stated_fees charged ON charged.reminder_id = c.reminder_id
LEFT JOIN LATERAL (
    SELECT * FROM deliveries WHERE message_id = r.id ORDER BY number DESC LIMIT 1
) d ON true
WHERE (CAST(:after AS uuid) IS NULL OR r.id > CAST(:after AS uuid))
    AND (CAST(:invoice_id AS uuid) IS NULL OR r.invoice_id = CAST(:invoice_id AS uuid))
ORDER BY r.id LIMIT CAST(:limit AS integer)
""")
_PAUSE_OF = text("""
SELECT p.* FROM invoices i
LEFT JOIN customers c ON c.id = i.organization_id
JOIN reminder_pauses p ON p.ended_at IS NULL AND (p.until IS NULL OR p.until >= :today)
LEFT JOIN customers paused ON paused.id = p.organization_id
WHERE i.id = :invoice_id AND (
    p.invoice_id = i.id OR coalesce(paused.merged_into, p.organization_id) = coalesce(c.merged_into, i.organization_id)
)
ORDER BY p.invoice_id IS NULL, p.id LIMIT 1
""")
_BEING_REMINDED = Statement("""
SELECT EXISTS (
    SELECT FROM messages m JOIN deliveries d ON d.message_id = m.id
    WHERE m.kind = 'reminder' AND m.subject_id = CAST(:id AS uuid) AND d.state = 'queued'
)
""")
_IS_CUSTOMER = Statement("""
SELECT EXISTS (SELECT FROM customers WHERE id = CAST(:id AS uuid))
    OR EXISTS (SELECT FROM invoices WHERE organization_id = CAST(:id AS uuid))
""")


async def load_settings(session: Session) -> ReminderSettings:
    """What the account has chosen."""
    of_account = select(ReminderSettingsRow, people.Account.holiday_region)
    found = (await session.execute(of_account.outerjoin(people.Account, true()))).first()
    if found is None:
        return ReminderSettings(holiday_region=await people.holiday_region(session))
    row, region = found
    return ReminderSettings(
        version=row.version,
        on=row.on,
        due_from=row.due_from,
        hour=row.hour,
        workdays_only=row.workdays_only,
        steps=_STEPS.validate_python(row.steps),
        holiday_region=region,
    )


async def save_settings(session: Session, settings: ReminderSettings) -> None:
    """Write what the account chose."""
    values = {
        "version": settings.version,
        "is_on": settings.on,
        "due_from": settings.due_from,
        "hour": settings.hour,
        "workdays_only": settings.workdays_only,
        "steps": _STEPS.dump_python(settings.steps, mode="json"),
    }
    new = insert(ReminderSettingsRow.__table__).values(values)  # type: ignore[arg-type]
    await session.execute(new.on_conflict_do_update(index_elements=["account_id"], set_=values))


async def load_candidates(
    session: Session, invoice_ids: Sequence[UUID], today: date
) -> list[Candidate]:
    """Invoices, those of which anything is known."""
    rows = await _MANY.all(session, {"ids": list(invoice_ids), "today": today})
    return [_candidate(row) for row in rows]


async def lock_invoices(session: Session, invoice_ids: Sequence[UUID]) -> None:
    """Hold invoices, so that nobody else reminds of them, nor learns something new of them, meanwhile."""
    await _LOCK.all(session, {"ids": sorted(invoice_ids)})


async def due_invoices(
    session: Session, settings: ReminderSettings, today: date, *, after: UUID, limit: int
) -> list[UUID]:
    """Invoices beyond `after` of which a step may be due."""
    values = _of_steps(settings, today) | {"after": after, "limit": limit}
    return [row.id for row in await _DUE.all(session, values)]


async def coming_invoices(
    session: Session, settings: ReminderSettings, until: date, *, limit: int
) -> list[UUID]:
    """Invoices of which a step's day may come by `until`, or has come, those due last first."""
    values = _of_steps(settings, until) | {"limit": limit}
    return [row.id for row in await _COMING.all(session, values)]


async def keep_looked(
    session: Session, settings: ReminderSettings, days: Mapping[UUID, date]
) -> None:
    """Keep before which day each invoice need not be looked at again by these settings."""
    if days:
        values = {"ids": list(days), "days": list(days.values()), "version": settings.version}
        await _LOOKED.all(session, values)


async def unreadable_invoices(
    session: Session, *, besides: Sequence[UUID], limit: int
) -> list[UUID]:
    """Invoices that were set aside, those due last first."""
    values = {"besides": list(besides), "limit": limit}
    return [row.id for row in await _UNREADABLE.all(session, values)]


async def set_aside(
    session: Session, settings: ReminderSettings, invoices: Mapping[UUID, tuple[str, date]]
) -> None:
    """Keep why invoices could not be read, and on which day they are looked at again."""
    if invoices:
        reasons, days = zip(*invoices.values(), strict=True)
        values = {"ids": list(invoices), "reasons": list(reasons), "days": list(days)}
        await _SET_ASIDE.all(session, {**values, "version": settings.version})


async def keep_read_again(session: Session, invoice_ids: Sequence[UUID]) -> None:
    """Invoices that were set aside have been read."""
    if invoice_ids:
        await _READ_AGAIN.all(session, {"ids": list(invoice_ids)})


def _of_steps(settings: ReminderSettings, day: date) -> dict[str, Any]:
    steps = settings.steps_on
    return {
        "day": day,
        "due_from": settings.due_from,
        "first": steps[0].days if steps else 0,
        "version": settings.version,
    }


async def taken_of(session: Session, invoice_ids: Sequence[UUID]) -> Mapping[UUID, list[Taken]]:
    """The reminders that there are of invoices, the first one first."""
    found: dict[UUID, list[Taken]] = {one: [] for one in invoice_ids}
    for row in await _TAKEN.all(session, {"ids": list(invoice_ids)}):
        taken = Taken(row.step_id, row.day, passed_over=row.passed_over, asked=row.asked)
        found[row.invoice_id].append(taken)
    return found


async def add_reminders(session: Session, rows: Sequence[Mapping[str, Any]]) -> set[UUID]:
    """Store reminders; returns the ids of those that were not there."""
    if not rows:
        return set()
    new = insert(Reminder).on_conflict_do_nothing()
    return set(await session.scalars(new.returning(Reminder.id), list(rows)))


async def load_reminders(
    session: Session, *, limit: int, after: UUID | None = None, invoice_id: UUID | None = None
) -> list[Sent]:
    """Reminders beyond an id, of an invoice if one is named, in the order in which they were made."""
    asked = {"after": after, "invoice_id": invoice_id, "limit": limit}
    return [_sent(row) for row in await _REMINDERS.all(session, asked)]


def _sent(row: Row) -> Sent:
    known = {one.name: row[one.name] for one in fields(Sent) if one.name != "recipient"}
    return Sent(**known, recipient=_recipient(row.recipient_name, row.recipient_email))


async def load_pause_of(session: Session, invoice_id: UUID, today: date) -> ReminderPause | None:
    """What stands in the way of an invoice's reminders: its own pause, else its customer's."""
    found = select(ReminderPause).from_statement(_PAUSE_OF)
    paused = await session.scalars(found, {"invoice_id": invoice_id, "today": today})
    return paused.first()


async def reminders_by_id(session: Session, ids: Sequence[UUID]) -> Mapping[UUID, Reminder]:
    """Reminders by their ids."""
    if not ids:
        return {}
    return {
        one.id: one for one in await session.scalars(select(Reminder).where(Reminder.id.in_(ids)))
    }


async def load_owed(session: Session, invoice_id: UUID, *, hold: bool = False) -> Owed:
    """What is owed on an invoice; `hold`: and stays so until the transaction ends."""
    row = await (_OWED_AND_HELD if hold else _OWED).one(session, {"id": invoice_id})
    return Owed(row.balance, disputed=row.disputed)


async def keep_balance(session: Session, reminder_id: UUID, owed: Decimal) -> None:
    """Keep what the newest mail of a reminder says is owed."""
    reminder = (await session.scalars(select(Reminder).where(Reminder.id == reminder_id))).one()
    reminder.balance = owed


async def is_being_reminded(session: Session, invoice_id: UUID) -> bool:
    """Whether a reminder of the invoice is on its way."""
    return bool(await _BEING_REMINDED.scalar(session, {"id": invoice_id}))


async def is_customer(session: Session, organization_id: UUID) -> bool:
    """Whether anything is known of such a customer."""
    return bool(await _IS_CUSTOMER.scalar(session, {"id": organization_id}))


async def pause_for_update(session: Session, pause_id: UUID) -> ReminderPause | None:
    """Load a pause, and hold it until the transaction ends."""
    found = select(ReminderPause).where(ReminderPause.id == pause_id)
    return await session.scalar(found.with_for_update())


async def end_pauses(
    session: Session,
    invoice_id: UUID | None,
    organization_id: UUID | None,
    *,
    by: str,
    at: datetime,
) -> None:
    """End what is paused of the invoice, or of the customer."""
    column = ReminderPause.invoice_id if invoice_id else ReminderPause.organization_id
    of_it = column == (invoice_id or organization_id)
    open_ones = select(ReminderPause).where(of_it, ReminderPause.ended_at.is_(None))
    for one in await session.scalars(open_ones.with_for_update()):
        one.ended_by, one.ended_at = by, at
    await session.flush()


def _candidate(row: Row) -> Candidate:
    invoice = OpenInvoice(
        id=row.id,
        number=row.number,
        issue_date=row.issue_date,
        due_date=row.due_date,
        balance=row.balance,
        disputed=row.disputed,
        delivered=row.delivered,
        pause=row.pause,
        is_fee=row.is_fee,
        unreadable=row.unreadable,
        times_unreadable=row.times_unreadable,
    )
    recipient = _recipient(row.contact_name, row.contact_email)
    return Candidate(invoice, row.customer or "", row.content, recipient)


def _recipient(name: str | None, email: str | None) -> Recipient | None:
    return Recipient(name or "", email) if email else None
