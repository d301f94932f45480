"""Prices as events for other services."""

from contracts.rates import TimePriced, TimeUnpriced
from rates.store.prices import NewPrice

_DETAILS = {
    "no-rate": "no rate matches on {work_date}",
    "no-organization": "the entry has no organization to bill",
    "not-billable": "the entry is no longer billable",
}


def price_changed(price: NewPrice) -> TimePriced | TimeUnpriced:
    """The event of a new version of an entry's price."""
    if price.unpriced_reason is None:
        return TimePriced.model_validate(price, from_attributes=True)
    detail = _DETAILS[price.unpriced_reason].format(work_date=price.work_date)
    return TimeUnpriced(
        account_id=price.account_id,
        entry_id=price.entry_id,
        entry_version=price.entry_version,
        price_version=price.price_version,
        reason=price.unpriced_reason,
        detail=detail,
    )
