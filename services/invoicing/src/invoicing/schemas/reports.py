"""Conservation, turnover and numbering as JSON."""

from datetime import date
from typing import Literal, Self
from uuid import UUID

import web
from invoicing.queries.numbering import DocumentKind
from invoicing.queries.turnover import Turnover
from invoicing.schemas.amounts import AmountOf, AmountsResponse


class BucketsResponse(web.ResponseModel):
    """Whole seconds of approved billable time by where they are; each second is in exactly one bucket."""

    approved: int
    """Seconds approved, counted from the entries."""
    unpriced: int
    """Seconds without a price."""
    held: int
    """Seconds that agreements cover and whose charges are on no draft or invoice yet."""
    ready: int
    """Seconds that can be drafted."""
    held_back: int
    """Seconds of `ready` that no draft takes, because somebody holds them back."""
    claimed_by_drafts: int
    """Seconds on drafts."""
    billed: int
    """Seconds on issued invoices."""
    written_off: int
    """Seconds that will not be charged."""
    total: int
    """Seconds in all buckets."""
    balanced: bool
    """Whether `total` is `approved`: nothing lost, nothing counted twice."""


class OrganizationBucketsResponse(BucketsResponse):
    """The buckets of one customer."""

    organization_id: UUID | None
    """The customer, with those that were merged into it; null for time that has none yet."""


class InvariantResponse(web.ResponseModel):
    """One law of the books."""

    name: str
    """What it says, for people."""
    holds: bool
    """Whether nothing breaks it."""
    broken: int
    """How many things break it."""


class ConservationResponse(web.ResponseModel):
    """Where every approved billable second is, and whether the books agree with themselves."""

    holds: bool
    """Whether all buckets are balanced and every law holds."""
    seconds: BucketsResponse
    """The buckets of the whole account."""
    checks: list[InvariantResponse]
    """The laws of the books, each counted now."""
    organizations: list[OrganizationBucketsResponse]
    """The buckets of each customer."""


class MonthTurnoverResponse(AmountsResponse):
    """What was invoiced and received in one month and currency."""

    month: date
    """Its first day."""
    currency: str
    """The currency of the amounts."""
    invoices: int
    """How many invoices were issued."""
    credit_notes: int
    """How many credit notes were issued."""
    credited: AmountOf
    """The sum of the credit notes before tax, by issue date."""
    invoiced: AmountOf
    """The sum of the invoices before tax, by issue date, less `credited`; negative where more was credited."""
    invoiced_with_tax: AmountOf
    """The same with tax."""
    received: AmountOf
    """Payments of money, by the day they were received, less those that were reversed and what was paid back."""


class OwedResponse(AmountsResponse):
    """What customers owe in one currency."""

    currency: str
    """The currency of the amounts."""
    invoices: int
    """How many invoices are not settled whole."""
    owed: AmountOf
    """What they still owe."""
    overdue_invoices: int
    """How many of them are past their due date."""
    overdue: AmountOf
    """What those owe."""


class TurnoverResponse(web.ResponseModel):
    """What came of the last months, and what is owed."""

    as_of: date
    """Today in the account's time zone."""
    months: list[MonthTurnoverResponse]
    """By month and currency, the earliest first; a month without invoices and payments is not there."""
    owed: list[OwedResponse]
    """By currency; currencies are never added up."""

    @classmethod
    def of(cls, found: Turnover) -> Self:
        """From the report; each item is in its own currency."""
        months = [*map(MonthTurnoverResponse.of, found.months)]
        return cls(as_of=found.as_of, months=months, owed=[*map(OwedResponse.of, found.owed)])


class SeriesResponse(web.ResponseModel):
    """One series of numbers, of invoices or of credit notes."""

    series: str
    """The number format with the year filled in, for example `2026-{seq}`."""
    kind: DocumentKind
    """What it numbers."""
    count: int
    """How many of them it has."""
    first_number: str
    """The first number."""
    last_number: str
    """The last number."""
    first_date: date
    """The earliest issue date."""
    last_date: date
    """The latest issue date."""
    gaps: list[int]
    """Sequence numbers that are missing, at most 100 of them; must be empty."""
    chained: bool
    """Whether each document is linked to the one before it by its hash; with `verify` also whether every hash, document
    and sum is what comes out when it is made again.
    """
    dated: bool
    """Whether issue dates are in the order of the numbers."""
    altered: list[str]
    """With `verify`, the numbers of documents that are not as they were issued, at most 100; must be empty."""


class AstrayResponse(web.ResponseModel):
    """Something that belongs to no document: that was taken away, or has another id now."""

    kind: Literal["series", "invoice", "credit-note"]
    """A series that has numbers and no documents, or lines, taxes or PDF of an invoice or credit note that is not there."""
    of: str
    """The series, or the id of what is not there."""


class NumberingResponse(web.ResponseModel):
    """All series of numbers."""

    series: list[SeriesResponse]
    """By name."""
    astray: list[AstrayResponse]
    """With `verify`, what belongs to no document, at most 100; must be empty."""
