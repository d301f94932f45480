"""Prices as other services hear of them."""

from uuid import UUID

from contracts import Money
from contracts.rates import TimePriced, TimeUnpriced
from rates.store.prices import Said

_DETAILS = {
    "no-rate": "no rate matches on {work_date}",
    "no-organization": "the entry has no organization to bill",
    "not-billable": "the entry is no longer billable",
}


def price_said(account_id: UUID, said: Said) -> TimePriced | TimeUnpriced:
    """Make the fact of a new price version."""
    if said.unpriced_reason is not None:
        return TimeUnpriced(
            account_id=account_id,
            entry_id=said.entry_id,
            entry_version=said.entry_version,
            price_version=said.price_version,
            reason=said.unpriced_reason,
            detail=_DETAILS[said.unpriced_reason].format(work_date=said.work_date),
        )
    assert said.rule_id is not None
    assert said.hourly_rate is not None
    assert said.currency is not None
    return TimePriced(
        account_id=account_id,
        entry_id=said.entry_id,
        entry_version=said.entry_version,
        price_version=said.price_version,
        seconds=said.seconds,
        hourly_rate=Money(amount=said.hourly_rate, currency=said.currency),
        rule_id=said.rule_id,
        priced_at=said.priced_at,
    )
