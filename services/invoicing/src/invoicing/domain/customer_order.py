"""The order of lists by customer and currency."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class OfCustomer:
    """Where a row of such a list stands."""

    organization_name: str
    organization_id: UUID
    currency: str
