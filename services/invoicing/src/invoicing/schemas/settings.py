"""The account's billing settings, and the parties, taxes and terms that invoices have too."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

import web
from domain_errors import InvalidInputError
from invoicing.domain.account import CREDIT_NOTE_NUMBERS, QUOTE_NUMBERS, Account, BillingSettings
from invoicing.domain.appearance import COLOUR
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.customer_links import CustomerSees
from invoicing.domain.numbering import NumberFormat
from invoicing.domain.parties import Address, Party
from invoicing.domain.tax import Tax, TaxCategory
from invoicing.domain.tax_codes import TaxCode, TaxCodes
from invoicing.domain.terms import Terms, TermsKind
from invoicing.schemas.amounts import Day, TaxRate, respond
from invoicing.schemas.documents import Colour, PaymentDetailsRequest, PaymentDetailsResponse
from invoicing.schemas.line_texts import LineTextResponse, LineTextsRequest, to_line_texts
from invoicing.schemas.tax_codes import CodeName

_Text = Annotated[str, Field(max_length=200)]
_AROUND = r"([A-Za-z0-9 ./_-]|\{(year|yy|month|customer)\})*"


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
    """How something is taxed: by a tax code, whose category and rate hold, or by category and rate."""

    category: TaxCategory | None = None
    """VAT category, as in EN 16931; null: that of the code. `reverse-charge` needs the buyer's VAT number."""
    rate: TaxRate = Decimal(0)
    """Per cent, with at most two decimals: between 0 and 100 for `standard`, 0 for every other category."""
    code: CodeName | None = None
    """One of `/v1/tax-codes` that is not retired; null: the first that has this category and rate, if one has."""

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.category is None and self.code is None:
            raise ValueError("give a code, or a category with its rate")
        if self.category is None and self.rate:
            raise ValueError("the rate is that of the code")
        return self

    def to_domain(self) -> Tax | str:
        """A code alone as its name. Raises `InvalidInputError` when category and rate do not fit."""
        if self.category is None:
            assert self.code
            return self.code
        tax = Tax(self.category, self.rate, self.code)
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
    """Per cent; 0 unless the category is `standard`. Of a code it is today's."""
    code: str | None
    """The account's code for it (`/v1/tax-codes`); null where none fits."""


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
    """How invoice numbers are written: `{seq}` or `{seq:04}` once, `{year}` or `{yy}`, `{month}` beside one of them,
    `{customer}` for the customer's code, letters, digits, space and `. / _ -`; for example `{year}-{seq:04}`. Numbers
    begin at 1 for each year, month and customer code that they hold. At most 21 characters when filled in.
    """
    credit_note_number_format: Annotated[
        str,
        Field(
            max_length=60,
            json_schema_extra={"pattern": rf"^{_AROUND}\{{seq(:0[1-9])?\}}{_AROUND}$"},
        ),
    ] = CREDIT_NOTE_NUMBERS
    """How the numbers of credit notes are written, in a series of their own; not so that one could be an invoice's."""
    quote_number_format: Annotated[
        str,
        Field(
            max_length=60,
            json_schema_extra={"pattern": rf"^{_AROUND}\{{seq(:0[1-9])?\}}{_AROUND}$"},
        ),
    ] = QUOTE_NUMBERS
    """How the numbers of quotes are written, in a series of their own; not so that one could be another document's."""
    tax: TaxRequest
    """VAT at home; drafts for customers abroad are proposed reverse charge or outside the scope instead."""
    customer_sees: CustomerSees
    """What the customer's page shows of the time: the invoice's `lines`, or the `entries` behind each."""
    payment_details: PaymentDetailsRequest = PaymentDetailsRequest()
    """Accounts that customers pay to, printed with the instructions or instead of them."""
    colour: Colour = COLOUR
    """Of titles and lines on documents. It must be readable on white: a contrast of at least 4.5 (WCAG 2.2)."""
    hour_decimals: Annotated[int, Field(ge=2, le=4)] | None = None
    """With how many decimals new drafts print hours: then time costs the printed hours × the price per hour, so 50 min at
    100 are 0.83 h and 83.00. Null: as `0:50`, charged to the second. Drafts that are there keep theirs."""
    time_appendix: TimeAppendix = "none"
    """What of the time is printed after an invoice's lines, unless a draft says otherwise: who did what when, and how long;
    or that without names.
    """
    line_texts: LineTextsRequest = ()
    """What lines of time say instead of the usual, unless the customer has texts of its own. Drafts that are there keep
    theirs."""

    def to_domain(self, own_tax_codes: Sequence[TaxCode], today: date) -> BillingSettings:
        """Raises `InvalidInputError` for what cannot be."""
        seller = self.seller.to_domain()
        codes = TaxCodes.of(seller.country, own_tax_codes)
        return BillingSettings(
            seller=seller,
            payment_instructions=self.payment_instructions,
            terms=self.terms.to_domain(),
            number_format=NumberFormat(self.number_format),
            credit_note_number_format=NumberFormat(self.credit_note_number_format),
            tax=codes.chosen(self.tax.to_domain(), today),
            quote_number_format=NumberFormat(self.quote_number_format),
            customer_sees=self.customer_sees,
            payment_details=self.payment_details.to_domain(),
            colour=self.colour,
            time_appendix=self.time_appendix,
            line_texts=to_line_texts(self.line_texts),
            hour_decimals=self.hour_decimals,
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
    quote_number_format: str
    """How the numbers of quotes are written, for example `Q-{year}-{seq:04}`."""
    tax: TaxResponse
    """VAT at home."""
    customer_sees: CustomerSees
    """What the customer's page shows of the time: the invoice's `lines`, or the `entries` behind each."""
    payment_details: PaymentDetailsResponse
    """Accounts that customers pay to."""
    colour: str
    """Of titles and lines on documents."""
    logo: str | None
    """SHA-256 of the logo on documents, in hexadecimal; null for none. It is set by `PUT /v1/settings/logo`."""
    time_appendix: TimeAppendix
    """What of the time is printed after an invoice's lines, unless a draft says otherwise."""
    line_texts: list[LineTextResponse]
    """What lines of time say instead of the usual, unless the customer has texts of its own."""
    hour_decimals: int | None
    """With how many decimals new drafts print hours, by which time is charged then; null: as `0:50`, to the second."""
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
            quote_number_format=account.billing.quote_number_format.text,
            line_texts=account.billing.line_texts.texts,
        )

    def patched(self, patch: dict[str, Any]) -> SettingsRequest:
        """The settings with what a merge patch (RFC 7396) changes of them."""
        current = self.model_dump(mode="json", include=set(SettingsRequest.model_fields))
        current["tax"] = self._tax_to_patch(patch.get("tax"))
        return web.patched(SettingsRequest, current, patch)

    def _tax_to_patch(self, patch: Any) -> dict[str, Any]:
        """The tax by its code alone, unless another is named; category and rate are of no code unless that is named."""
        named = isinstance(patch, dict) and bool(patch)
        if named and patch.get("code"):
            return {}
        if self.tax.code and not named:
            return {"code": self.tax.code}
        return {"category": self.tax.category, "rate": str(self.tax.rate)}
