"""Lists by customer and currency, as parameters of SQL."""

from collections.abc import Mapping
from uuid import UUID

from invoicing.domain.customer_order import OfCustomer


def behind(after: OfCustomer | None) -> Mapping[str, str | UUID | None]:
    """Behind which row a page begins: behind none, where they are null."""
    if after is None:
        return dict.fromkeys(("after_name", "after_id", "after_currency"))
    return {
        "after_name": after.organization_name,
        "after_id": after.organization_id,
        "after_currency": after.currency,
    }
