"""The account's billing settings, and the parties, taxes and terms that invoices have too."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field

import web
from domain_errors import InvalidInputError
from invoicing.domain.account import Account, BillingSettings
from invoicing.domain.customer_links import CustomerSees
from invoicing.domain.numbering import NumberFormat
from invoicing.domain.parties import Address, Party
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.domain.terms import Terms, TermsKind
from invoicing.schemas.amounts import Day, respond

_Text = Annotated[str, Field(max_length=200)]


class AddressRequest(web.RequestModel):
    """A postal address; `lines` holds street and number, care-of, floor."""

    lines: tuple[_Text, ...] = Field(min_length=1, max_length=6)
    postal_code: Annotated[str, Field(max_length=20)] = ""
    city: Annotated[str, Field(min_length=1, max_length=100)]
    country: str = Field(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code")

    def to_domain(self) -> Address:
        """As the domain has it."""
        return Address(**dict(self))


class PartyRequest(web.RequestModel):
    """Who sells; null is what there is not."""

    name: Annotated[str, Field(max_length=200)]
    address: AddressRequest | None
    vat_number: Annotated[str, Field(min_length=1, max_length=40)] | None
    registration_number: Annotated[str, Field(min_length=1, max_length=40)] | None

    def to_domain(self) -> Party:
        """As the domain has it."""
        return Party(**{**dict(self), "address": self.address and self.address.to_domain()})


class AddressResponse(web.ResponseModel):
    """A postal address."""

    lines: tuple[str, ...]
    postal_code: str
    city: str
    country: str


class PartyResponse(web.ResponseModel):
    """Seller or buyer."""

    name: str
    address: AddressResponse | None
    vat_number: str | None
    registration_number: str | None


class ContactResponse(web.ResponseModel):
    """Who gets the invoice."""

    name: str
    email: str


class TaxRequest(web.RequestModel):
    """How something is taxed; the rate is per cent with at most two decimals, and 0 unless the category is standard."""

    category: TaxCategory
    rate: web.Amount = Decimal(0)

    def to_domain(self) -> Tax:
        """Raises `InvalidInputError` when category and rate do not fit."""
        tax = Tax(self.category, self.rate)
        problem = tax.problem()
        if problem:
            raise InvalidInputError("tax.rate", problem)
        return tax


class TermsRequest(web.RequestModel):
    """When an invoice is due: net `days`, end of month + `days`, on receipt, or on a fixed `due_date`."""

    kind: TermsKind
    days: int = Field(0, ge=0, le=365)
    due_date: Day | None = None

    def to_domain(self) -> Terms:
        """Raises `InvalidInputError` when kind and date do not fit."""
        if (self.kind == "fixed-date") != (self.due_date is not None):
            raise InvalidInputError("terms.due_date", "belongs to fixed-date, and only there")
        return Terms(self.kind, self.days, self.due_date)


class TaxResponse(web.ResponseModel):
    """How something is taxed."""

    category: TaxCategory
    rate: Decimal


class TermsResponse(web.ResponseModel):
    """When an invoice is due."""

    kind: TermsKind
    days: int
    due_date: date | None


class SettingsRequest(web.RequestModel):
    """All billing settings; a part is changed by PATCH. Time zone, currency and language are set in timer."""

    seller: PartyRequest
    payment_instructions: Annotated[str, Field(max_length=1000)]
    terms: TermsRequest
    number_format: Annotated[str, Field(max_length=60)]
    tax: TaxRequest
    customer_sees: CustomerSees
    """What the customer's page shows of the time: the invoice's `lines`, or the `entries` behind each."""

    def to_domain(self) -> BillingSettings:
        """Raises `InvalidInputError` for what cannot be."""
        return BillingSettings(
            seller=self.seller.to_domain(),
            payment_instructions=self.payment_instructions,
            terms=self.terms.to_domain(),
            number_format=NumberFormat(self.number_format),
            tax=self.tax.to_domain(),
            customer_sees=self.customer_sees,
        )


class SettingsResponse(web.ResponseModel):
    """The billing settings; `time_zone`, `currency` and `language` are the account's, as set in timer."""

    seller: PartyResponse
    payment_instructions: str
    currency: str
    time_zone: str
    terms: TermsResponse
    number_format: str
    tax: TaxResponse
    customer_sees: CustomerSees
    """What the customer's page shows of the time: the invoice's `lines`, or the `entries` behind each."""
    language: str

    @classmethod
    def of(cls, account: Account) -> Self:
        """From all settings."""
        return respond(
            cls,
            account.billing,
            account.settings,
            currency=account.settings.currency,
            number_format=account.billing.number_format.text,
        )

    def patched(self, patch: dict[str, Any]) -> SettingsRequest:
        """The settings with what a merge patch (RFC 7396) changes of them."""
        current = self.model_dump(mode="json", include=set(SettingsRequest.model_fields))
        return web.patched(SettingsRequest, current, patch)
