"""A customer as the timer service last described it."""

from dataclasses import dataclass
from uuid import UUID

from invoicing.parties import Contact, Party


@dataclass(frozen=True)
class Customer:
    """Buyer, billing contact, language (BCP 47) and currency; no currency means the account's."""

    organization_id: UUID
    party: Party
    billing_contact: Contact | None
    language: str
    currency: str | None
