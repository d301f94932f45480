"""Who owes how much since when, and who has credit. Currencies are never added up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from sqlalchemy import text

from database import Session
from invoicing.domain.ageing import AGES, Age, Ageing, By, Standing
from invoicing.domain.attributes import build
from invoicing.store import accounts
from invoicing.store.merged_time import NAMES
from invoicing.store.open_balances import (
    CUSTOMERS_OWING,
    INVOICES_OWED,
    TOTALS_OWED,
    by_index,
    is_of_age,
    open_balances,
    values_of,
)

SortedBy = Literal["name", "total", "overdue", "credit", "days_late", Age]
_SORT_KEYS = {
    **{name: name for name in ("total", "credit", "days_late", *AGES)},
    "overdue": "total - not_due",
    "name": "lower(coalesce(name, ''))",
}


@dataclass(frozen=True)
class ReceivablesFilter:
    """Whose receivables are asked for, and on which day; None is any, and now."""

    organization_id: UUID | None = None
    currency: str | None = None
    age: Age | None = None
    as_of: date | None = None
    by: By = "recorded"

    def conditions(self, of: Literal["owed", "credits"]) -> str:
        """What open invoices, or what credits, are asked for, as SQL."""
        found = ["true"]
        if self.organization_id:
            found.append(f"{of}.organization_id = {NAMES}")
        if self.currency:
            found.append(f"{of}.currency = :currency")
        if self.age:
            late = is_of_age(self.age, "(:day - owed.due_date)")
            found.append(late if of == "owed" else "false")
        return " AND ".join(found)

    def values(self) -> dict[str, Any]:
        """The values of these conditions."""
        return {"organization_id": self.organization_id, "currency": self.currency}


@dataclass(frozen=True)
class CustomersAfter:
    """Where a page of customers begins: behind the last row of the one before."""

    currency: str
    key: str | Decimal
    organization_id: UUID


@dataclass(frozen=True)
class CustomerPaging:
    """In what order customers come, and how many of them."""

    sort: SortedBy = "name"
    descending: bool = False
    limit: int = 100
    after: CustomersAfter | None = None


@dataclass(frozen=True, kw_only=True)
class CustomerReceivables(Ageing):
    """What one customer owes in one currency, by days after the due date, and what credit they have."""

    organization_id: UUID
    organization_name: str | None
    days_late: int
    key: str | Decimal


@dataclass(frozen=True)
class Receivables:
    """Who owes how much on a day of the account, and all of them together."""

    as_of: date
    items: Sequence[CustomerReceivables]
    totals: Sequence[Ageing]


@dataclass(frozen=True)
class OpenInvoice:
    """An invoice of which something is owed."""

    invoice_id: UUID
    number: str
    organization_id: UUID
    organization_name: str
    currency: str
    issue_date: date
    due_date: date
    days_late: int
    total: Decimal
    owed: Decimal
    disputed: bool


@dataclass(frozen=True)
class OpenInvoices:
    """Invoices that are owed on a day of the account, and the sums of all that were asked for."""

    as_of: date
    items: Sequence[OpenInvoice]
    totals: Sequence[Ageing]


async def receivables(
    session: Session, asked: ReceivablesFilter, paging: CustomerPaging, *, now: datetime
) -> Receivables:
    """One item per customer and currency, by age after the due date; one more than `limit` where there are more."""
    standing = await standing_of(session, asked, now=now)
    values = {**values_of(standing), **asked.values(), "limit": paging.limit + 1}
    about = _about(standing, asked)
    where, after = _behind(paging)
    sql = CUSTOMERS_OWING.format(
        **about,
        key=_SORT_KEYS[paging.sort],
        way="DESC" if paging.descending else "ASC",
        where=where,
    )
    await by_index(session)
    rows = (await session.execute(text(sql), values | after)).all()
    return Receivables(
        standing.day,
        [build(CustomerReceivables, row) for row in rows if row.place],
        [build(Ageing, row) for row in rows if not row.place],
    )


async def open_invoices(
    session: Session,
    asked: ReceivablesFilter,
    *,
    now: datetime,
    after: tuple[date, UUID] | None,
    limit: int,
) -> OpenInvoices:
    """Invoices that are owed, the one that was due first before the others."""
    standing = await standing_of(session, asked, now=now)
    about = _about(standing, asked)
    values = {**values_of(standing), **asked.values(), "limit": limit}
    where = about["invoices"]
    if after:
        where += " AND (owed.due_date, invoice_id) > (:last_due, :last_id)"
    last = {"last_due": after[0], "last_id": after[1]} if after else {}
    await by_index(session)
    sql = INVOICES_OWED.format(**about, where=where)
    items = [build(OpenInvoice, row) for row in await session.execute(text(sql), values | last)]
    return OpenInvoices(standing.day, items, await _totals(session, about, values))


async def ageing(
    session: Session, asked: ReceivablesFilter, standing: Standing
) -> Sequence[Ageing]:
    """All that is asked for together, by currency."""
    await by_index(session)
    return await _totals(
        session, _about(standing, asked), {**values_of(standing), **asked.values()}
    )


async def standing_of(session: Session, asked: ReceivablesFilter, *, now: datetime) -> Standing:
    """The day that is asked for, in the account's own calendar."""
    settings = (await accounts.load_account(session)).settings
    return Standing.of(settings, asked.as_of, asked.by, now=now)


def _about(standing: Standing, asked: ReceivablesFilter) -> dict[str, str]:
    return {
        "open": open_balances(standing),
        "invoices": asked.conditions("owed"),
        "credits": asked.conditions("credits"),
    }


async def _totals(
    session: Session, about: dict[str, str], values: dict[str, Any]
) -> Sequence[Ageing]:
    rows = await session.execute(text(TOTALS_OWED.format(**about)), values)
    return [build(Ageing, row) for row in rows]


def _behind(paging: CustomerPaging) -> tuple[str, dict[str, Any]]:
    """SQL of what comes behind the page before, whose currencies come first."""
    if paging.after is None:
        return "true", {}
    order = "<" if paging.descending else ">"
    key = "CAST(:last_key AS text)" if paging.sort == "name" else "CAST(:last_key AS numeric)"
    where = f"""(currency > :last_currency OR currency = :last_currency
        AND (key, organization_id) {order} ({key}, :last_id))"""
    last = paging.after
    return where, {
        "last_currency": last.currency,
        "last_key": last.key,
        "last_id": last.organization_id,
    }
