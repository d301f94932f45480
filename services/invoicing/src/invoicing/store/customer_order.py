"""Lists by customer and currency, as parameters of SQL."""

from collections.abc import Mapping
from uuid import UUID

from invoicing.domain.customer_order import OfCustomer


def behind(after: OfCustomer | None) -> Mapping[str, str | UUID | None]:
    """Behind which row a page begins: behind none, where they are null."""
    return {
        "after_name": after and after.organization_name,
        "after_id": after and after.organization_id,
        "after_currency": after and after.currency,
    }
