"""The ledger accounts to which documents and payments are booked, and exports of the journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain_errors import FieldError
from invoicing.domain.errors import LedgerIncompleteError
from invoicing.domain.lines import LineKind

FactKind = Literal["invoice", "credit-note", "payment", "allocation", "refund"]
"""What a transaction of the journal is made of."""
_NEEDED = ("receivables", "revenue", "vat", "bank")


@dataclass(frozen=True)
class RevenueRule:
    """An account for revenue of lines with this tax code, kind of work and kind of line; None: any."""

    account: str
    tax_code: str | None = None
    service_type_id: UUID | None = None
    kind: LineKind | None = None


@dataclass(frozen=True)
class LedgerSettings:
    """Accounts by what is booked there. Version 0: nobody has named any.

    `customer_credit` None: what customers paid ahead stays in the receivables. `revenue_rules`: the most particular holds.
    """

    version: int = 0
    receivables: str | None = None
    revenue: str | None = None
    vat: str | None = None
    bank: str | None = None
    cash: str | None = None
    card: str | None = None
    quickbooks: str | None = None
    other: str | None = None
    customer_credit: str | None = None
    credit_applied: str | None = None
    write_offs: str | None = None
    revenue_rules: tuple[RevenueRule, ...] = ()

    def check(self) -> None:
        """Refuse to export without the accounts that every journal needs. Raises `LedgerIncompleteError`."""
        lacking = [name for name in _NEEDED if getattr(self, name) is None]
        if lacking:
            fields = [FieldError(name, "has no account of the ledger") for name in lacking]
            raise LedgerIncompleteError(f"{', '.join(lacking)}: name their accounts", fields=fields)

    def by_method(self) -> Mapping[str, str | None]:
        """Where money is booked by how it came in; None where the bank's account stands in."""
        return {
            "bank": self.bank,
            "cash": self.cash or self.bank,
            "card": self.card or self.bank,
            "qbo": self.quickbooks or self.bank,
            "other": self.other or self.bank,
        }


@dataclass(frozen=True)
class JournalExport:
    """What was exported at once: all facts up to a day that no export before it has."""

    id: UUID
    last_day: date
    transactions: int
    created_at: datetime
    created_by: str


@dataclass(frozen=True)
class JournalLine:
    """One side of a transaction. One of `debit` and `credit` is 0, neither is negative."""

    transaction: int
    position: int
    fact_kind: FactKind
    fact_id: UUID
    booked_on: date
    voucher: str
    text: str
    account: str
    tax_code: str | None
    ledger_code: str | None
    currency: str
    debit: Decimal
    credit: Decimal
