"""Tax codes: what is asked for, and what is answered."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field

import web
from invoicing.domain.tax import TaxCategory
from invoicing.domain.tax_codes import DatedRate, TaxCode, new_tax_code
from invoicing.schemas.amounts import Day, TaxRate

CodeName = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,9}$")]
"""At most ten capital letters, digits and hyphens."""
_Ledger = Annotated[
    str, Field(min_length=1, max_length=20, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]
_Name = Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]


class TaxCodeChangeRequest(web.RequestModel):
    """What of a tax code can be changed. Category and rates cannot: another rate follows by a date, another category is
    another code.
    """

    name: _Name
    """What people call it."""
    ledger_account: _Ledger | None = None
    """Account of the ledger to which its VAT is booked; null: that of the account's ledger settings."""
    ledger_code: _Ledger | None = None
    """What the ledger program calls it, for example U25; null for nothing."""
    retired: bool = False
    """Whether nobody is to choose it any more. Drafts that have it keep it."""

    def to_domain(self, code: TaxCode) -> TaxCode:
        """The code as it is to be."""
        return code.changed(**dict(self))


class TaxCodeRequest(web.RequestModel):
    """A tax code of the account's own."""

    code: CodeName
    """Short and unique, for ever: at most ten capital letters, digits and hyphens."""
    name: _Name
    """What people call it."""
    category: TaxCategory
    """VAT category, as in EN 16931."""
    rate: TaxRate | None = None
    """Per cent, with at most two decimals. `standard` needs it; of the others it is 0."""
    ledger_account: _Ledger | None = None
    """Account of the ledger to which its VAT is booked; null: that of the account's ledger settings."""
    ledger_code: _Ledger | None = None
    """What the ledger program calls it, for example U25; null for nothing."""

    def to_domain(self) -> TaxCode:
        """Raises `InvalidInputError` where category and rate do not fit."""
        return new_tax_code(**dict(self))


class TaxRateRequest(web.RequestModel):
    """Another rate from a day on."""

    rate: TaxRate
    """Per cent, with at most two decimals."""
    valid_from: Day
    """The first issue date that has it: after today, and after that of every rate that is known."""

    def to_domain(self) -> DatedRate:
        """As the domain has it."""
        return DatedRate(self.valid_from, self.rate)


class DatedRateResponse(web.ResponseModel):
    """A rate from a day on."""

    valid_from: date
    """The first issue date that has it; 1970-01-01 for the first rate."""
    rate: Decimal
    """Per cent."""


class TaxCodeResponse(web.ResponseModel):
    """A tax code."""

    code: str
    """Short and unique, for ever."""
    name: str
    """What people call it."""
    category: TaxCategory
    """VAT category, as in EN 16931."""
    rate: Decimal
    """Per cent, today."""
    rates: list[DatedRateResponse]
    """All that were, are and are to come, oldest first. A document has that of its issue date."""
    ledger_account: str | None
    """Account of the ledger to which its VAT is booked; null: that of the ledger settings."""
    ledger_code: str | None
    """What the ledger program calls it; null for nothing."""
    retired: bool
    """Whether nobody can choose it any more."""
    version: int
    """For `If-Match`; 0: it comes with the seller's country, and nobody changed it."""

    @classmethod
    def of(cls, code: TaxCode, *, today: date) -> Self:
        """As it is today."""
        return cls.model_validate({**vars(code), "rate": code.rate_on(today)}, from_attributes=True)

    def patched(self, patch: dict[str, Any]) -> TaxCodeChangeRequest:
        """What of it can be changed, with what a merge patch (RFC 7396) changes."""
        current = self.model_dump(mode="json", include=set(TaxCodeChangeRequest.model_fields))
        return web.patched(TaxCodeChangeRequest, current, patch)


class TaxCodesResponse(web.ResponseModel):
    """All tax codes of the account."""

    tax_codes: list[TaxCodeResponse]
    """By code, retired ones too."""
