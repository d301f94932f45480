"""Prices as events for other services."""

from uuid import UUID

from contracts.rates import TimePriced, TimeUnpriced
from rates.store.prices import NewPrice

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
    if price.unpriced_reason is not None:
        detail = _DETAILS[price.unpriced_reason].format(work_date=price.work_date)
        return TimeUnpriced.model_validate(
            {**fields, "reason": price.unpriced_reason, "detail": detail}
        )
    return TimePriced.model_validate(
        {
            **fields,
            "seconds": price.seconds,
            "currency": price.currency,
            "segments": price.segments,
            "priced_at": price.priced_at,
        }
    )
