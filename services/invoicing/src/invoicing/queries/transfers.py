"""What settles invoices of a customer and was paid by another, or the other way round."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from database import Session
from invoicing.store.transfers import Transfer, load_transfers


@dataclass(frozen=True)
class Transfers:
    """The first of them, and how many there are in all."""

    items: Sequence[Transfer]
    in_all: int


async def list_transfers(session: Session, organization_id: UUID) -> Transfers:
    """What stands between a customer and others with whom it is not merged any more."""
    return Transfers(*await load_transfers(session, organization_id))
