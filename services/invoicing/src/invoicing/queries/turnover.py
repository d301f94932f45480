"""What was invoiced and received, by month, and what is owed today. Currencies are never added up."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import text

from database import Session
from invoicing.domain.attributes import build
from invoicing.store import accounts
from invoicing.store.open_balances import PAYMENT_DAY, REFUND_DAY

# A counter-entry belongs to the day on which it was recorded: it changes no month before.
_MONTHS = text(f"""
    SELECT month, currency, sum(number)::int AS invoices, sum(notes)::int AS credit_notes, sum(credited) AS credited,
        sum(invoiced) AS invoiced, sum(invoiced_with_tax) AS invoiced_with_tax, sum(received) AS received
    FROM (
        SELECT date_trunc('month', issue_date)::date AS month, currency, 1 AS number, 0 AS notes, 0 AS credited,
            subtotal AS invoiced, total AS invoiced_with_tax, 0 AS received
        FROM invoices WHERE issue_date >= :since AND issue_date <= :today
        UNION ALL
        SELECT date_trunc('month', issue_date)::date, currency, 0, 1, subtotal, -subtotal, -total, 0
        FROM credit_notes WHERE issue_date >= :since AND issue_date <= :today
        UNION ALL
        SELECT date_trunc('month', received_on)::date, currency, 0, 0, 0, 0, 0, amount
        FROM payments WHERE kind = 'cash' AND reverses IS NULL AND received_on >= :since AND received_on <= :today
        UNION ALL
        SELECT date_trunc('month', {PAYMENT_DAY})::date, currency, 0, 0, 0, 0, 0, amount
        FROM payments p WHERE kind = 'cash' AND reverses IS NOT NULL AND {PAYMENT_DAY} >= :since
        UNION ALL
        SELECT date_trunc('month', {REFUND_DAY})::date, currency, 0, 0, 0, 0, 0, -amount
        FROM refunds p WHERE {REFUND_DAY} >= :since AND {REFUND_DAY} <= :today
    ) parts
    GROUP BY month, currency ORDER BY month, currency
""")  # noqa: S608 put together from constants
_OWED = text("""
    SELECT b.currency, count(*)::int AS invoices, sum(b.total - b.credited - b.allocated) AS owed,
        count(*) FILTER (WHERE b.due_date < :today)::int AS overdue_invoices,
        coalesce(sum(b.total - b.credited - b.allocated) FILTER (WHERE b.due_date < :today), 0) AS overdue
    FROM balances b
    WHERE b.total - b.credited - b.allocated > 0
    GROUP BY b.currency ORDER BY b.currency
""")


@dataclass(frozen=True)
class MonthTurnover:
    """What was invoiced, less what was credited, and received in a month, in one currency. `month` is its first day."""

    month: date
    currency: str
    invoices: int
    credit_notes: int
    credited: Decimal
    invoiced: Decimal
    invoiced_with_tax: Decimal
    received: Decimal


@dataclass(frozen=True)
class Owed:
    """What customers owe today in one currency, and how much of it is late."""

    currency: str
    invoices: int
    owed: Decimal
    overdue_invoices: int
    overdue: Decimal


@dataclass(frozen=True)
class Turnover:
    """Months up to today, and what is owed on it."""

    as_of: date
    months: tuple[MonthTurnover, ...]
    owed: tuple[Owed, ...]


async def turnover(session: Session, *, months: int, now: datetime) -> Turnover:
    """The last `months` months, this one included, by the account's own calendar."""
    settings = (await accounts.load_account(session)).settings
    today = settings.today(now)
    back = today.year * 12 + today.month - months
    since = date(back // 12, back % 12 + 1, 1)
    by_month = await session.execute(
        _MONTHS, {"since": since, "today": today, "zone": settings.time_zone}
    )
    owed = await session.execute(_OWED, {"today": today})
    return Turnover(
        today,
        tuple(build(MonthTurnover, row) for row in by_month),
        tuple(build(Owed, row) for row in owed),
    )
