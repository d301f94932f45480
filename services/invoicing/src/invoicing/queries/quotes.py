"""Quotes, how they stand, and what of them is billed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select

from database import Session
from domain_errors import NotFoundError
from invoicing.domain.account import Account
from invoicing.domain.attributes import build
from invoicing.domain.lines import Line
from invoicing.domain.parties import Customer
from invoicing.domain.quote import QuoteContent, QuotePricing, QuoteState
from invoicing.domain.quote_billing import is_charged, left_to_bill
from invoicing.store import accounts, quotes
from invoicing.store.merged_time import is_customer
from invoicing.store.quotes import Answered, StoredQuote
from invoicing.store.tables.quotes import QuoteAnswerRow, QuoteRow

_NEWEST = (
    select(QuoteAnswerRow.answer)
    .where(QuoteAnswerRow.quote_id == QuoteRow.id)
    .order_by(QuoteAnswerRow.id.desc())
    .limit(1)
    .scalar_subquery()
)


@dataclass(frozen=True)
class QuoteFilter:
    """Which quotes are asked for; None is any."""

    organization_id: UUID | None = None
    state: QuoteState | None = None
    newest_first: bool = False

    def conditions(self, today: date) -> list[ColumnElement[bool]]:
        """The filter as SQL."""
        found: list[ColumnElement[bool]] = []
        if self.organization_id:
            found.append(is_customer(QuoteRow.organization_id, self.organization_id))
        if self.state:
            found += _in_state(self.state, today)
        return found


@dataclass(frozen=True)
class ViewedLine:
    """A line of a quote, and the draft or invoice that bills it."""

    line: Line
    charged: bool
    invoice_id: UUID | None
    invoice_number: str | None


@dataclass(frozen=True, kw_only=True)
class QuoteSummary:
    """A quote without its lines; `left` is what can still be billed of it as quoted, before discounts and tax."""

    id: UUID
    number: str | None
    state: QuoteState
    organization_id: UUID
    organization_name: str
    title: str
    pricing: QuotePricing
    currency: str
    subtotal: Decimal
    tax: Decimal
    total: Decimal
    left: Decimal
    issue_date: date | None
    valid_until: date | None
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class QuoteView:
    """A quote with everything on it."""

    summary: QuoteSummary
    content: QuoteContent
    stored: StoredQuote
    lines: tuple[ViewedLine, ...]
    replaced_by: UUID | None = None

    @property
    def version(self) -> int:
        """Changes with every change, and with what becomes of it."""
        return self.stored.quote.version

    @property
    def answers(self) -> tuple[Answered, ...]:
        """What became of it, oldest first."""
        return self.stored.answers


async def list_quotes(
    session: Session, filters: QuoteFilter, *, now: datetime, after: UUID | None, limit: int
) -> list[QuoteSummary]:
    """Quotes in the order in which they were made, or the newest first."""
    account = await accounts.load_account(session)
    conditions = filters.conditions(account.settings.today(now))
    if after:
        conditions.append(QuoteRow.id < after if filters.newest_first else QuoteRow.id > after)
    found = await quotes.load_quotes(
        session, *conditions, limit=limit, newest_first=filters.newest_first
    )
    customers = await accounts.load_customers(session, {one.quote.organization_id for one in found})
    return [
        view_quote(one, account, customers[one.quote.organization_id], now=now).summary
        for one in found
    ]


async def get_quote(session: Session, quote_id: UUID, *, now: datetime) -> QuoteView:
    """One quote. Raises `NotFoundError`."""
    stored = await quotes.load_quote(session, quote_id)
    if stored is None:
        raise NotFoundError("quote")
    parties = await accounts.load_customer(session, stored.quote.organization_id)
    assert parties
    replaced_by = await session.scalar(
        select(QuoteRow.id).where(QuoteRow.replaces == quote_id).order_by(QuoteRow.id.desc())
    )
    return view_quote(stored, *parties, now=now, replaced_by=replaced_by)


def view_quote(
    stored: StoredQuote,
    account: Account,
    customer: Customer,
    *,
    now: datetime,
    replaced_by: UUID | None = None,
) -> QuoteView:
    """A quote that is known already, as it stands now."""
    quote, billed = stored.quote, stored.billed_by
    content = quote.content(account, customer)
    summary = build(
        QuoteSummary,
        content.totals,
        quote,
        state=quote.state(stored.answer, account.settings.today(now)),
        organization_name=content.buyer.name,
        left=left_to_bill(quote, billed),
    )
    lines = tuple(_viewed(line, stored, quote.pricing) for line in content.lines)
    return QuoteView(
        summary=summary, content=content, stored=stored, lines=lines, replaced_by=replaced_by
    )


def _viewed(line: Line, stored: StoredQuote, pricing: QuotePricing) -> ViewedLine:
    by = stored.billed_by.get(line.line_id)
    charged = line.kind == "discount" or is_charged(line, pricing)
    if by is None:
        return ViewedLine(line, charged, None, None)
    return ViewedLine(line, charged, by.invoice_id, by.number)


def _in_state(state: QuoteState, today: date) -> list[ColumnElement[bool]]:
    sent: ColumnElement[bool] = QuoteRow.number.is_not(None)
    if state == "draft":
        return [~sent]
    if state not in ("sent", "expired"):
        return [sent, _NEWEST.in_([state])]
    open_ = ~exists().where(QuoteAnswerRow.quote_id == QuoteRow.id)
    late: Any = QuoteRow.valid_until < today
    over = QuoteRow.valid_until.is_not(None) & late
    return [sent, open_, over if state == "expired" else ~over]
