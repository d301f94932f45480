"""The settings of an account: who sells, and what holds unless an invoice says otherwise."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from domain_errors import InvalidInputError
from invoicing.domain.appearance import COLOUR, check_colour
from invoicing.domain.appendix import TimeAppendix
from invoicing.domain.customer_links import CustomerSees
from invoicing.domain.line_texts import NO_TEXTS, LineTexts
from invoicing.domain.numbering import NumberFormat
from invoicing.domain.parties import Party
from invoicing.domain.payment_details import NO_DETAILS, PaymentDetails
from invoicing.domain.tax import Tax, Taxed
from invoicing.domain.tax_codes import TaxCode, TaxCodes
from invoicing.domain.tax_proposal import propose_tax
from invoicing.domain.terms import Terms, local_date

_NOBODY = Party(name="")
_NET_30 = Terms("net-days", days=30)
_YEARLY = NumberFormat("{year}-{seq:04}")
CREDIT_NOTE_NUMBERS = "CN-{year}-{seq:04}"
"""How credit notes are numbered unless an account chooses otherwise: not to be mistaken for an invoice."""
_CREDIT_NOTES = NumberFormat(CREDIT_NOTE_NUMBERS)
_DANISH_VAT = Tax("standard", Decimal(25), "S")
QUOTE_NUMBERS = "Q-{year}-{seq:04}"
"""How quotes are numbered unless an account chooses otherwise."""
_QUOTES = NumberFormat(QUOTE_NUMBERS)


@dataclass(frozen=True)
class AccountSettings:
    """What the account chose for itself in timer: IANA time zone, ISO 4217 currency, BCP 47 language."""

    time_zone: str
    currency: str
    language: str

    def today(self, now: datetime) -> date:
        """The account's local date."""
        return local_date(now, self.time_zone)


@dataclass(frozen=True)
class BillingSettings(Taxed):
    """What the account's invoices say and follow; version 0 are those of one that has set nothing yet."""

    version: int = 0
    seller: Party = _NOBODY
    payment_instructions: str = ""
    terms: Terms = _NET_30
    number_format: NumberFormat = _YEARLY
    credit_note_number_format: NumberFormat = _CREDIT_NOTES
    quote_number_format: NumberFormat = _QUOTES
    tax: Tax = _DANISH_VAT
    customer_sees: CustomerSees = "lines"
    payment_details: PaymentDetails = NO_DETAILS
    colour: str = COLOUR
    logo: str | None = None
    """By its SHA-256; it is set by itself."""
    time_appendix: TimeAppendix = "none"
    hour_decimals: int | None = None
    """With how many decimals new drafts print hours, which the amount is a product of; None: as 0:50, to the second."""
    credit_on_issue: bool = False
    """Whether a customer's credit settles what is issued; set with the settings of payments."""
    line_texts: LineTexts = NO_TEXTS

    def check(self) -> None:
        """Refuse what no account can follow. Raises `InvalidInputError`."""
        if self.terms.kind == "fixed-date":
            raise InvalidInputError("terms.kind", "a fixed date belongs to one invoice")
        check_colour(self.colour)
        self.line_texts.check()
        self.payment_details.check()
        if problem := self.number_format.problem():
            raise InvalidInputError("number_format", problem)
        if problem := self.credit_note_number_format.problem():
            raise InvalidInputError("credit_note_number_format", problem)
        if self.number_format.is_like(self.credit_note_number_format):
            raise InvalidInputError(
                "credit_note_number_format", "makes numbers that look like those of invoices"
            )
        if problem := self.quote_number_format.problem():
            raise InvalidInputError("quote_number_format", problem)
        for other in (self.number_format, self.credit_note_number_format):
            if self.quote_number_format.is_like(other):
                raise InvalidInputError(
                    "quote_number_format", "makes numbers that look like those of other documents"
                )


@dataclass(frozen=True)
class Account:
    """The settings that drafting and issuing need, and the tax codes that the account changed or made."""

    billing: BillingSettings
    settings: AccountSettings
    own_tax_codes: tuple[TaxCode, ...] = ()

    @cached_property
    def tax_codes(self) -> TaxCodes:
        """All of its tax codes, those of the seller's country too."""
        return TaxCodes.of(self.billing.seller.country, self.own_tax_codes)

    def on(self, day: date) -> "Account":
        """The account with the rate that VAT at home has on that day."""
        tax = self.tax_codes.on(self.billing.tax, day)
        return replace(self, billing=replace(self.billing, tax=tax))

    def proposed_tax(self, buyer: Party, day: date) -> Tax:
        """The tax of services to this buyer, unless a person chooses another, with its code."""
        proposed = propose_tax(self.on(day).billing, buyer)
        return proposed if proposed.code else self.tax_codes.coded(proposed, day)
