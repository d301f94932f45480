"""The links that go along with an issued invoice."""

from dataclasses import dataclass
from typing import Self

from invoicing.domain.customer_links import CustomerLinks
from invoicing.domain.document_links import DocumentLinks


@dataclass(frozen=True)
class Links:
    """Makes and reads the links for services (`documents`) and for customers."""

    documents: DocumentLinks
    customers: CustomerLinks

    @classmethod
    def of(cls, secret: bytes) -> Self:
        """Links signed with one secret."""
        return cls(DocumentLinks(secret), CustomerLinks(secret))
