"""What is known of issued invoices and of customers, as invoicing, qbo-sync and timer last published it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Index, case, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Mapped, mapped_column

from database import Session
from database.mapping import AccountOwned, grants
from notifier.store.base import Base
from notifier.store.people import Snapshot


class KnownInvoice(AccountOwned, Base):
    """An issued invoice: what it says, which never changes, and what became of it.

    What is owed, and whether it is disputed, each have the version of the event that said so; an event may come before that
    of the issue, and then there is no `number`. `content` is an `InvoiceEmail`. No reminder is due before `remind_from`,
    by the settings of version `looked_version`. `unreadable`: why nothing could be made of it, so many times running.
    `fee_of`: the invoice whose reminder it charges a fee for.
    """

    __tablename__ = "invoices"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str | None]
    organization_id: Mapped[UUID | None]
    customer: Mapped[str | None]
    issue_date: Mapped[date | None]
    due_date: Mapped[date | None]
    content: Mapped[dict[str, Any] | None]
    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    balance: Mapped[Decimal] = mapped_column(server_default=text("0"))
    balance_version: Mapped[int] = mapped_column(server_default=text("0"))
    disputed: Mapped[bool] = mapped_column(server_default=text("false"))
    dispute_version: Mapped[int] = mapped_column(server_default=text("0"))
    delivered_at: Mapped[datetime | None]
    remind_from: Mapped[date | None]
    looked_version: Mapped[int | None]
    unreadable: Mapped[str | None]
    times_unreadable: Mapped[int] = mapped_column(server_default=text("0"))
    fee_of: Mapped[UUID | None]

    __table_args__ = (
        Index(
            "invoices_owed",
            "account_id",
            "due_date",
            postgresql_where=text("balance > 0 AND number IS NOT NULL"),
        ),
        Index(
            "invoices_to_look_at",
            "account_id",
            "looked_version",
            "remind_from",
            postgresql_where=text("balance > 0 AND number IS NOT NULL"),
        ),
        Index(
            "invoices_unreadable",
            "account_id",
            "due_date",
            postgresql_where=text("unreadable IS NOT NULL"),
        ),
        Index(
            "invoices_of_fees",
            "account_id",
            "fee_of",
            postgresql_where=text("fee_of IS NOT NULL"),
        ),
        grants("SELECT, INSERT, UPDATE"),
    )


class Customer(Snapshot, Base):
    """A customer; one that was merged into another is that one from then on."""

    __tablename__ = "customers"

    contact_name: Mapped[str | None]
    contact_email: Mapped[str | None]
    merged_into: Mapped[UUID | None]


async def keep_issued(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what different invoices say; each is owed whole, unless something newer is known."""
    if not rows:
        return
    new = insert(KnownInvoice).values(list(rows))
    known = KnownInvoice
    newer = known.balance_version < new.excluded.balance_version
    said = {
        name: new.excluded[name]
        for name in rows[0]
        if name not in ("id", "balance", "balance_version")
    }
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["account_id", "id"],
            set_={
                **said,
                "balance": case((newer, new.excluded.balance), else_=known.balance),
                "balance_version": case(
                    (newer, new.excluded.balance_version), else_=known.balance_version
                ),
            },
            where=known.number.is_(None),
        )
    )


async def keep_balances(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep what is owed on different invoices, where it is newer than what is known."""
    await _keep(session, rows, "balance", "balance_version")


async def keep_disputes(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Keep whether different invoices are disputed, where it is newer than what is known."""
    await _keep(session, rows, "disputed", "dispute_version")


async def _keep(
    session: Session, rows: Sequence[Mapping[str, Any]], fact: str, version: str
) -> None:
    if not rows:
        return
    new = insert(KnownInvoice).values(list(rows))
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["account_id", "id"],
            set_={name: new.excluded[name] for name in (fact, version)},
            where=getattr(KnownInvoice, version) < new.excluded[version],
        )
    )


async def keep_delivered(session: Session, delivered: Mapping[UUID, datetime]) -> None:
    """Keep when invoices reached their customers; what is known holds."""
    if not delivered:
        return
    rows = [{"id": one, "delivered_at": delivered[one]} for one in sorted(delivered)]
    new = insert(KnownInvoice).values(rows)
    await session.execute(
        new.on_conflict_do_update(
            index_elements=["account_id", "id"],
            set_={"delivered_at": new.excluded.delivered_at},
            where=KnownInvoice.delivered_at.is_(None),
        )
    )
