"""How fast customers pay, in all or one of them. Currencies are never added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from database import Session
from invoicing.domain.ageing import Standing
from invoicing.domain.attributes import build
from invoicing.domain.collection import (
    BILLED_DAYS,
    Change,
    MonthEnd,
    looked_back_to,
    month_ends,
    trend,
)
from invoicing.queries.receivables import ReceivablesFilter, ageing
from invoicing.store import accounts, collection
from invoicing.store.collection import Paid, Sent

_NONE_PAID, _NONE_SENT = Paid(), Sent()


@dataclass(frozen=True)
class CurrencyCollection:
    """How fast invoices in one currency are paid; `overdue` of what is owed now."""

    currency: str
    owed: Decimal
    overdue: Decimal
    paid: Paid
    sent: Sent
    months: Sequence[MonthEnd]


@dataclass(frozen=True)
class Collection:
    """How fast customers pay, up to this day of the account."""

    as_of: date
    currencies: Sequence[CurrencyCollection]


async def collected(
    session: Session, organization_id: UUID | None, *, months: int, now: datetime
) -> Collection:
    """The last `months` months, this one included, and what was paid in the last 90 days."""
    settings = (await accounts.load_account(session)).settings
    standing = Standing.of(settings, None, "dated", now=now)
    today, zone = standing.day, settings.time_zone
    ends = month_ends(today, months)
    owing = await ageing(session, ReceivablesFilter(organization_id), standing)
    since = looked_back_to(ends)
    rows = await collection.changes(session, organization_id, since, zone=zone)
    net = {one.currency: one.total - one.credit for one in owing}
    of_month = trend(net, [build(Change, row) for row in rows], ends)
    paid = await collection.paid(session, organization_id, today - timedelta(days=BILLED_DAYS))
    sent = await collection.sent(session, organization_id, today.replace(day=1))
    owed = {one.currency: (one.total, one.overdue) for one in owing}
    return Collection(today, [_of(one, owed, paid, sent, of_month) for one in sorted(of_month)])


def _of(
    currency: str,
    owed: Mapping[str, tuple[Decimal, Decimal]],
    paid: Mapping[str, Paid],
    sent: Mapping[str, Sent],
    months: Mapping[str, Sequence[MonthEnd]],
) -> CurrencyCollection:
    return CurrencyCollection(
        currency,
        *owed.get(currency, (Decimal(0), Decimal(0))),
        paid.get(currency, _NONE_PAID),
        sent.get(currency, _NONE_SENT),
        months[currency],
    )
