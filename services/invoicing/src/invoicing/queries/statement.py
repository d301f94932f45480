"""The statement of a customer over a period."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from database import Session
from domain_errors import InvalidInputError, NotFoundError
from invoicing.domain.ageing import Standing
from invoicing.domain.statement import MOST_ENTRIES, Statement, account_for, period_of
from invoicing.printing.statement_words import language_of
from invoicing.queries.receivables import ReceivablesFilter, ageing
from invoicing.store import accounts
from invoicing.store.movements import movements, openings


@dataclass(frozen=True)
class StatementFilter:
    """Which days are asked for; None is the default."""

    first_day: date | None = None
    last_day: date | None = None
    currency: str | None = None


async def get_statement(
    session: Session, organization_id: UUID, asked: StatementFilter, *, now: datetime
) -> Statement:
    """What happened in the period, by the days of documents and payments. Raises `NotFoundError`, `InvalidInputError`."""
    account = await accounts.load_account(session)
    customer = (await accounts.load_customers(session, [organization_id])).get(organization_id)
    if customer is None:
        raise NotFoundError("customer")
    today, zone = account.settings.today(now), account.settings.time_zone
    first, last = period_of(asked.first_day, asked.last_day, today=today)
    opening = await openings(session, organization_id, first, zone=zone)
    moved = await movements(
        session, organization_id, first, last, zone=zone, limit=MOST_ENTRIES + 1
    )
    if len(moved) > MOST_ENTRIES:
        raise InvalidInputError(
            "first_day", f"more than {MOST_ENTRIES:,} entries; ask for a shorter period"
        )
    standing = Standing.of(account.settings, last, "dated", now=now)
    ageings = await ageing(session, ReceivablesFilter(organization_id), standing)
    accounted = account_for(opening, moved, ageings)
    return Statement(
        organization_id,
        customer.party,
        account.billing.seller,
        language_of(customer.language, account.settings.language),
        account.billing.payment_instructions,
        first,
        last,
        today,
        tuple(one for one in accounted if asked.currency in (None, one.currency)),
    )
