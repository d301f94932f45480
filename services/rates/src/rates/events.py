"""Prices, and what agreements charge, as events for other services."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from contracts.rates import (
    AgreementChargeChanged,
    BooksDiffer,
    BudgetReached,
    EntryDifference,
    FigureDifference,
    FiguresAsked,
    FiguresDiffer,
    TimePriced,
    TimeUnpriced,
)
from database.mapping import attributes
from money import Money
from rates.domain.budgets import Reached
from rates.domain.reconciliation import ComparedBooks, Difference, Reconciliation
from rates.store.charges import ChangedCharge
from rates.store.new_prices import NewPrice

_MOST_TOLD = 50
_DETAILS = {
    "no-rate": "no rate matches on {work_date}",
    "no-organization": "the entry has no organization to bill",
    "not-billable": "the entry is no longer billable",
}


def price_changed(account_id: UUID, price: NewPrice) -> TimePriced | TimeUnpriced:
    """The event of a new version of an entry's price."""
    fields = {
        "account_id": account_id,
        "entry_id": price.entry_id,
        "entry_version": price.entry_version,
        "version": price.price_version,
    }
    if price.unpriced_reason is not None and price.divided is None:
        detail = _DETAILS[price.unpriced_reason].format(work_date=price.work_date)
        return TimeUnpriced.model_validate(
            {**fields, "reason": price.unpriced_reason, "detail": detail}
        )
    return TimePriced.model_validate(
        {
            **fields,
            "seconds": price.seconds,
            "currency": price.currency or price.divided_currency,
            "segments": price.segments,
            "priced_at": price.priced_at,
        }
    )


def charge_changed(account_id: UUID, changed: ChangedCharge) -> AgreementChargeChanged:
    """The event of a new version of what an agreement charges."""
    fields = attributes(changed.charge)
    del fields["minimum"]
    return AgreementChargeChanged(account_id=account_id, version=changed.version, **fields)


def budget_reached(account_id: UUID, number: int, reached: Reached, now: datetime) -> BudgetReached:
    """The event of a threshold that was reached for the first time."""
    window, hours = reached.window, reached.measure == "hours"
    budget = window.budget
    money = [Money(one, reached.currency) for one in (reached.goal, reached.used) if not hours]
    return BudgetReached.model_validate(
        {
            "account_id": account_id,
            "version": number,
            "budget_id": budget.budget_id,
            "subject": budget.kind,
            "project_id": budget.project_id,
            "organization_id": budget.organization_id,
            "name": budget.name or "",
            "measure": reached.measure,
            "forecast": reached.forecast,
            "percent": reached.percent,
            "highest": reached.highest,
            "month": window.month,
            "budget_seconds": int(reached.goal) if hours else None,
            "used_seconds": int(reached.used) if hours else None,
            "budget_money": None if hours else money[0],
            "used_money": None if hours else money[1],
            "reached_at": now,
        }
    )


def figures_differ(
    account_id: UUID, done: Reconciliation, version: int, now: datetime
) -> FiguresDiffer:
    """The event of a comparison that found differences: the first of them."""
    return FiguresDiffer(
        account_id=account_id,
        version=version,
        reconciliation_id=done.reconciliation_id,
        differences=tuple(
            FigureDifference.model_validate(one, from_attributes=True)
            for one in done.differences[:_MOST_TOLD]
        ),
        total=done.found,
        found_at=now,
    )


def figures_asked(
    account_id: UUID, reconciliation_id: UUID, books: ComparedBooks, version: int
) -> FiguresAsked:
    """The question to another service what its books say."""
    return FiguresAsked(
        account_id=account_id,
        version=version,
        reconciliation_id=reconciliation_id,
        service=books.service,
        look=books.look,
        days=tuple(books.days),
        asked_at=books.asked_at,
    )


def books_differ(
    account_id: UUID,
    reconciliation_id: UUID,
    books: ComparedBooks,
    found: Sequence[Difference],
    version: int,
) -> BooksDiffer:
    """The event of entries of which another service's books say otherwise: the first of them."""
    return BooksDiffer.model_validate(
        {
            "account_id": account_id,
            "version": version,
            "reconciliation_id": reconciliation_id,
            "service": books.service,
            "differences": [_entry_difference(one) for one in found[:_MOST_TOLD]],
            "total": len(found),
            "found_at": books.finished_at,
        }
    )


def _entry_difference(found: Difference) -> EntryDifference:
    names = EntryDifference.model_fields.keys() - {"entry_id"}
    values = {name: getattr(found, name) for name in names}
    return EntryDifference.model_validate({**values, "entry_id": found.entry_ids[0]})
