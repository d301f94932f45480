"""The account's billing settings, and the parties, taxes and terms that invoices have too."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field

import web
from domain_errors import InvalidInputError
from invoicing.domain.account import CREDIT_NOTE_NUMBERS, Account, BillingSettings
from invoicing.domain.customer_links import CustomerSees
from invoicing.domain.numbering import NumberFormat
from invoicing.domain.parties import Address, Party
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.domain.terms import Terms, TermsKind
from invoicing.schemas.amounts import Day, TaxRate, respond

_Text = Annotated[str, Field(max_length=200)]
_AROUND = r"([A-Za-z0-9 ./_-]|\{(year|yy)\})*"


class AddressRequest(web.RequestModel):
    """A postal address."""

    lines: tuple[_Text, ...] = Field(min_length=1, max_length=6)
    """Street and number, care-of, floor, each on a line of its own."""
    postal_code: Annotated[str, Field(max_length=20)] = ""
    """As the country writes it; empty where there is none."""
    city: Annotated[str, Field(min_length=1, max_length=100, pattern=r"\S")]
    """Town or city."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    """ISO 3166-1 alpha-2 code. With the customer's it decides which VAT is proposed."""

    def to_domain(self) -> Address:
        """As the domain has it."""
        return Address(**dict(self))


class PartyRequest(web.RequestModel):
    """Who sells. What the law demands (name, address, one of the two numbers) must be there when an invoice is issued."""

    name: Annotated[str, Field(max_length=200)]
    """Legal name, as printed."""
    address: AddressRequest | None
    """Registered address; null when not known yet."""
    vat_number: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")] | None
    """VAT number with country prefix, for example DK87654321; null for a business without one."""
    registration_number: Annotated[str, Field(min_length=1, max_length=40, pattern=r"\S")] | None
    """Number in the company register (CVR in Denmark); null when not printed."""

    def to_domain(self) -> Party:
        """As the domain has it."""
        return Party(**{**dict(self), "address": self.address and self.address.to_domain()})


class AddressResponse(web.ResponseModel):
    """A postal address."""

    lines: tuple[str, ...]
    """Street and number, care-of, floor, each on a line of its own."""
    postal_code: str
    """As the country writes it; empty where there is none."""
    city: str
    """Town or city."""
    country: str
    """ISO 3166-1 alpha-2 code."""


class PartyResponse(web.ResponseModel):
    """Seller or buyer, as printed."""

    name: str
    """Legal name; empty when not known yet."""
    address: AddressResponse | None
    """Postal address; null when not known yet."""
    vat_number: str | None
    """VAT number with country prefix; null for none."""
    registration_number: str | None
    """Number in the company register; null for none."""


class BuyerResponse(PartyResponse):
    """A buyer, as printed."""

    gln: str | None
    """Global location number (EAN) by which the buyer receives invoices; null for none."""


class ContactResponse(web.ResponseModel):
    """A person who gets invoices."""

    name: str
    """Their name."""
    email: str
    """Where invoices are sent."""


class TaxRequest(web.RequestModel):
    """How something is taxed."""

    category: TaxCategory
    """VAT category, as in EN 16931. `reverse-charge` needs the buyer's VAT number."""
    rate: TaxRate = Decimal(0)
    """Per cent, with at most two decimals: between 0 and 100 for `standard`, 0 for every other category."""

    def to_domain(self) -> Tax:
        """Raises `InvalidInputError` when category and rate do not fit."""
        tax = Tax(self.category, self.rate)
        problem = tax.problem()
        if problem:
            raise InvalidInputError("tax.rate", problem)
        return tax


class TermsRequest(web.RequestModel):
    """When an invoice is due."""

    kind: TermsKind
    """Counted from the issue date (`net-days`), from the end of its month (`end-of-month`), the issue date itself
    (`on-receipt`), or `due_date` (`fixed-date`; for one invoice only).
    """
    days: Annotated[int, Field(ge=0, le=365)] = 0
    """Days for `net-days` and `end-of-month`."""
    due_date: Day | None = None
    """The date for `fixed-date`; null for the others."""

    def to_domain(self) -> Terms:
        """Raises `InvalidInputError` when kind and date do not fit."""
        if (self.kind == "fixed-date") != (self.due_date is not None):
            raise InvalidInputError("terms.due_date", "belongs to fixed-date, and only there")
        return Terms(self.kind, self.days, self.due_date)


class TaxResponse(web.ResponseModel):
    """How something is taxed."""

    category: TaxCategory
    """VAT category, as in EN 16931."""
    rate: Decimal
    """Per cent; 0 unless the category is `standard`."""


class TermsResponse(web.ResponseModel):
    """When an invoice is due."""

    kind: TermsKind
    """Counted from the issue date, from the end of its month, on the issue date itself, or a fixed date."""
    days: int
    """Days for `net-days` and `end-of-month`, else 0."""
    due_date: date | None
    """The date for `fixed-date`, else null."""


class SettingsRequest(web.RequestModel):
    """All billing settings; a part is changed by PATCH. Time zone, currency and language are set in timer."""

    seller: PartyRequest
    """Who sends the invoices."""
    payment_instructions: Annotated[str, Field(max_length=1000)]
    """How to pay (bank, account number), printed under the total. Needed to issue an invoice above 0."""
    terms: TermsRequest
    """When invoices are due unless one says otherwise; not `fixed-date`."""
    number_format: Annotated[
        str,
        Field(
            max_length=60,
            json_schema_extra={"pattern": rf"^{_AROUND}\{{seq(:0[1-9])?\}}{_AROUND}$"},
        ),
    ]
    """How invoice numbers are written: `{seq}` or `{seq:04}` once, `{year}` or `{yy}`, letters, digits, space and
    `. / _ -`; for example `{year}-{seq:04}`. With the year in it, numbers begin at 1 each year. At most 21 characters
    when filled in.
    """
    credit_note_number_format: Annotated[
        str,
        Field(
            max_length=60,
            json_schema_extra={"pattern": rf"^{_AROUND}\{{seq(:0[1-9])?\}}{_AROUND}$"},
        ),
    ] = CREDIT_NOTE_NUMBERS
    """How the numbers of credit notes are written, in a series of their own; not so that one could be an invoice's."""
    tax: TaxRequest
    """VAT at home; drafts for customers abroad are proposed reverse charge or outside the scope instead."""
    customer_sees: CustomerSees
    """What the customer's page shows of the time: the invoice's `lines`, or the `entries` behind each."""

    def to_domain(self) -> BillingSettings:
        """Raises `InvalidInputError` for what cannot be."""
        return BillingSettings(
            seller=self.seller.to_domain(),
            payment_instructions=self.payment_instructions,
            terms=self.terms.to_domain(),
            number_format=NumberFormat(self.number_format),
            credit_note_number_format=NumberFormat(self.credit_note_number_format),
            tax=self.tax.to_domain(),
            customer_sees=self.customer_sees,
        )


class SettingsResponse(web.ResponseModel):
    """The billing settings, and what the account chose in timer."""

    seller: PartyResponse
    """Who sends the invoices."""
    payment_instructions: str
    """How to pay, printed under the total; may be empty."""
    currency: str
    """ISO 4217 code of drafts for customers without a currency of their own. Set in timer."""
    time_zone: str
    """IANA time zone that decides which day it is. Set in timer."""
    terms: TermsResponse
    """When invoices are due unless one says otherwise."""
    number_format: str
    """How invoice numbers are written, for example `{year}-{seq:04}`."""
    credit_note_number_format: str
    """How the numbers of credit notes are written, for example `CN-{year}-{seq:04}`."""
    tax: TaxResponse
    """VAT at home."""
    customer_sees: CustomerSees
    """What the customer's page shows of the time: the invoice's `lines`, or the `entries` behind each."""
    language: str
    """BCP 47 tag for customers whose language is not printed. Set in timer."""

    @classmethod
    def of(cls, account: Account) -> Self:
        """From all settings."""
        return respond(
            cls,
            account.billing,
            account.settings,
            currency=account.settings.currency,
            number_format=account.billing.number_format.text,
            credit_note_number_format=account.billing.credit_note_number_format.text,
        )

    def patched(self, patch: dict[str, Any]) -> SettingsRequest:
        """The settings with what a merge patch (RFC 7396) changes of them."""
        current = self.model_dump(mode="json", include=set(SettingsRequest.model_fields))
        return web.patched(SettingsRequest, current, patch)
