"""A quote: what work would cost. Once it is sent it does not change; the customer's answer decides what can be billed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal
from uuid import UUID

from domain_errors import FieldError, InvalidInputError
from invoicing.domain.account import Account
from invoicing.domain.appearance import COLOUR
from invoicing.domain.attributes import build
from invoicing.domain.discounts import Discount, check_listed, with_discounts
from invoicing.domain.document import DocumentContent
from invoicing.domain.draft import check_currency
from invoicing.domain.errors import QuoteAnsweredError
from invoicing.domain.lines import Line, add_up, check_line_count, time_amount
from invoicing.domain.parties import Contact, Customer, Party
from invoicing.domain.tax import Tax, Taxed, Totals
from invoicing.domain.tax_codes import TaxCodes
from money import is_payable, round_money
from typesetting.languages import language_of

QuotePricing = Literal["fixed", "estimate"]
"""Whether hours are charged as quoted, or as they are worked."""
QuoteAnswer = Literal["accepted", "declined", "withdrawn"]
"""What became of a sent quote: the customer said yes or no, or the seller took it back."""
QuoteState = Literal["draft", "sent", "expired", "accepted", "declined", "withdrawn"]
QuotedLineKind = Literal["time", "fee", "fixed", "expense", "discount", "text"]

_MAY_BECOME: Mapping[QuoteState, tuple[QuoteAnswer, ...]] = {
    "sent": ("accepted", "declined", "withdrawn"),
    "expired": ("accepted", "declined", "withdrawn"),
    "declined": ("accepted", "withdrawn"),
    "accepted": ("withdrawn",),
}
"""A late yes counts; a yes is taken back only while nothing of it is billed."""


@dataclass(frozen=True)
class NewQuotedLine:
    """A line as it is asked for: hours with their rate, an amount, a discount's percentage, or only a text."""

    kind: QuotedLineKind
    description: str
    seconds: int | None = None
    hourly_rate: Decimal | None = None
    amount: Decimal | None = None
    percent: Decimal | None = None
    tax: Tax | str | None = None
    of_line: int | None = None
    """The place, from 1, of the line that a discount is taken off; None: it is on the whole."""


@dataclass(frozen=True)
class QuoteTerms:
    """What a quote says, all of it."""

    lines: tuple[NewQuotedLine, ...]
    title: str = ""
    pricing: QuotePricing = "fixed"
    valid_until: date | None = None
    notes: str = ""
    reference: str = ""

    def with_taxes(self, codes: TaxCodes, day: date) -> "QuoteTerms":
        """With the taxes that are named by a code. Raises `UnknownTaxCodeError`."""
        lines = (
            replace(line, tax=codes.chosen(line.tax, day)) if line.tax else line
            for line in self.lines
        )
        return replace(self, lines=tuple(lines))


@dataclass(frozen=True)
class QuoteRequest:
    """A new quote. Currency and tax that are None follow the customer, as in a draft; `replaces`: a sent one."""

    organization_id: UUID
    terms: QuoteTerms
    currency: str | None = None
    tax: Tax | str | None = None
    replaces: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class Quote(Taxed):
    """A quote as it is kept; what is None below `number` is set when it is sent."""

    id: UUID
    version: int
    organization_id: UUID
    currency: str
    language: str
    tax: Tax
    created_at: datetime
    created_by: str
    title: str = ""
    pricing: QuotePricing = "fixed"
    valid_until: date | None = None
    notes: str = ""
    reference: str = ""
    replaces: UUID | None = None
    lines: tuple[Line, ...] = ()
    discounts: tuple[Discount, ...] = ()
    number: str | None = None
    series: str | None = None
    sequence: int | None = None
    issue_date: date | None = None
    seller: Party | None = None
    colour: str | None = None
    logo: str | None = None
    buyer: Party | None = None
    billing_contact: Contact | None = None
    sent_at: datetime | None = None
    sent_by: str | None = None

    def state(self, answer: QuoteAnswer | None, today: date) -> QuoteState:
        """How it stands: nothing stores that it is expired."""
        if self.number is None:
            return "draft"
        if answer is not None:
            return answer
        return "expired" if self.valid_until and self.valid_until < today else "sent"

    def with_terms(self, terms: QuoteTerms, ids: Sequence[UUID]) -> "Quote":
        """Say all of it anew; `ids` are those of the lines, whose tax codes were looked up.

        Raises `InvalidInputError`, `TooManyLinesError`.
        """
        check_line_count(len(terms.lines))
        made = [
            self._line(place, line_id, new)
            for place, (line_id, new) in enumerate(zip(ids, terms.lines, strict=True), 1)
        ]
        charged = [one.amount if isinstance(one, Line) else None for one in made]
        check_listed([(new.of_line, new.amount) for new in terms.lines], charged, "amount")
        made = [
            replace(one, of_line_id=ids[new.of_line - 1]) if new.of_line else one
            for one, new in zip(made, terms.lines, strict=True)
        ]
        return replace(
            self,
            title=terms.title,
            pricing=terms.pricing,
            valid_until=terms.valid_until,
            notes=terms.notes,
            reference=terms.reference,
            lines=tuple(one for one in made if isinstance(one, Line)),
            discounts=tuple(one for one in made if isinstance(one, Discount)),
        )

    def content(self, account: Account, customer: Customer) -> "QuoteContent":
        """All that is printed; seller and buyer as they were when it was sent, else as they are."""
        return build(
            QuoteContent,
            self,
            seller=self.seller or account.billing.seller,
            colour=self.colour or account.billing.colour,
            logo=self.logo if self.number else account.billing.logo,
            buyer=self.buyer or customer.party,
            billing_contact=self.billing_contact if self.number else customer.billing_contact,
            lines=with_discounts(self.lines, self.discounts, self.currency),
        )

    def check_answer(self, state: QuoteState, answer: QuoteAnswer) -> None:
        """Raise `QuoteAnsweredError` for what cannot become of it any more, or not yet."""
        if answer not in _MAY_BECOME.get(state, ()):
            raise QuoteAnsweredError(f"a quote that is {state} cannot become {answer}")

    def _line(self, place: int, line_id: UUID, new: NewQuotedLine) -> Line | Discount:
        where = f"lines.{place - 1}"
        if new.amount is not None and not is_payable(new.amount, self.currency):
            raise InvalidInputError(f"{where}.amount", f"has more decimals than {self.currency}")
        amount = None if new.amount is None else round_money(new.amount, self.currency)
        if new.kind == "discount":
            return Discount(line_id, new.description, new.percent, amount)
        assert not isinstance(new.tax, str), "a code is looked up before"
        if new.seconds is not None and new.hourly_rate is not None:
            amount = time_amount(new.seconds, new.hourly_rate, self.currency)
        return Line(
            line_id=line_id,
            position=place,
            kind=new.kind,
            description=new.description,
            amount=amount,
            tax=None if new.kind == "text" else new.tax or self.tax,
            seconds=new.seconds,
            billed_seconds=new.seconds,
            hourly_rate=new.hourly_rate,
        )


@dataclass(frozen=True, kw_only=True)
class QuoteContent(DocumentContent):
    """All that is printed of a quote; a draft has no number and no date."""

    id: UUID
    organization_id: UUID
    currency: str
    language: str
    seller: Party
    buyer: Party
    lines: tuple[Line, ...]
    pricing: QuotePricing
    totals: Totals = field(init=False)
    title: str = ""
    billing_contact: Contact | None = None
    notes: str = ""
    reference: str = ""
    colour: str = COLOUR
    logo: str | None = None
    number: str | None = None
    issue_date: date | None = None
    valid_until: date | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "totals", add_up(self.lines, self.currency))


def new_quote(
    quote_id: UUID,
    request: QuoteRequest,
    account: Account,
    customer: Customer,
    *,
    by: str,
    now: datetime,
) -> Quote:
    """A quote without lines. Raises `UnknownCurrencyError`."""
    today = account.settings.today(now)
    chosen = request.tax and account.tax_codes.chosen(request.tax, today)
    quote = Quote(
        id=quote_id,
        version=1,
        organization_id=request.organization_id,
        currency=request.currency or customer.currency or account.settings.currency,
        language=language_of(customer.language, account.settings.language),
        tax=chosen or account.proposed_tax(customer.party, today),
        replaces=request.replaces,
        created_at=now,
        created_by=by,
    )
    check_currency(quote.currency)
    return quote


def lacking(content: QuoteContent, today: date) -> list[FieldError]:
    """What keeps a quote from being sent."""
    found = []
    if not content.seller.name:
        found.append(FieldError("seller.name", "your own name is missing; PATCH /v1/settings"))
    if not content.buyer.name:
        found.append(FieldError("buyer.name", "the customer has no name"))
    if not any(line.kind not in ("text", "discount") for line in content.lines):
        found.append(FieldError("lines", "the quote charges nothing"))
    if content.totals.total < 0:
        found.append(FieldError("total", "the total is below zero"))
    if content.valid_until and content.valid_until < today:
        found.append(FieldError("valid_until", f"is over; today is {today}"))
    return found
