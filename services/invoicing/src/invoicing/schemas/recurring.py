"""Recurring invoices: what is asked for, and what is answered."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.attributes import build
from invoicing.domain.billing_runs import Issuing
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.domain.recurrence import Recurrence, RecurrenceTiming, RecurrenceUnit
from invoicing.domain.recurring import (
    ForecastMonth,
    Indexing,
    MonthlySum,
    PeriodState,
    RecurringLine,
    RecurringLineKind,
    RecurringRequest,
    RecurringState,
    RecurringTerms,
    ShownPeriod,
    way_out,
)
from invoicing.domain.recurring_draft import UpcomingInvoice
from invoicing.queries.recurring import (
    Forecast,
    RecurringFilter,
    RecurringSummary,
    RecurringView,
)
from invoicing.schemas.amounts import AmountOf, Counted, Day, Percent, Positive, PriceOf, respond
from invoicing.schemas.billing_runs import FailureResponse
from invoicing.schemas.lines import LineResponse, Unit

_MOST_LINES = 100


class RecurringLineRequest(web.RequestModel):
    """A line of each invoice. Fee, fixed price and expense need `price`; a discount `price` or `percent`; a text neither."""

    kind: RecurringLineKind
    """What is charged. A `discount` is taken off a line or the whole, a `text` is only printed."""
    description: Annotated[str, Field(min_length=1, max_length=5000, pattern=r"\S")]
    """What is printed. `{month}`, `{quarter}`, `{year}` and `{period}` stand for those of the period, in the customer's
    language.
    """
    quantity: Counted = Decimal(1)
    """How many, with at most four decimals; printed with the price where it is not 1, or has a unit."""
    unit: Unit | None = None
    """What it is counted in, such as `seats`."""
    price: Positive | None = None
    """Price of one before tax; of a discount how much comes off."""
    percent: Percent | None = None
    """Discount in per cent of its line; on the whole, of what discounts of lines leave."""
    of_line: Annotated[int, Field(ge=1, le=_MOST_LINES)] | None = None
    """The line that a discount is taken off, by its place in `lines`, from 1; one of each. Null: on the whole."""
    tax_code: Annotated[str, Field(min_length=1, max_length=20)] | None = None
    """How it is taxed, by a code of `/v1/tax-codes`; null: as is proposed on the day on which it is made."""

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        given = (self.price is not None) + (self.percent is not None)
        if self.kind == "discount" and given != 1:
            raise ValueError("give a price or, for a discount, a percentage")
        if self.kind == "text" and given:
            raise ValueError("a text has no price")
        if self.kind not in ("discount", "text") and self.price is None:
            raise ValueError("give a price")
        if self.kind != "discount" and self.percent is not None:
            raise ValueError("only a discount has a percentage")
        if self.kind != "discount" and self.of_line is not None:
            raise ValueError("only a discount is taken off a line")
        counted = self.quantity != 1 or self.unit
        if self.kind in ("discount", "text") and (self.tax_code or counted):
            raise ValueError("texts and discounts have no quantity and no tax of their own")
        return self


class IndexingRequest(web.RequestModel):
    """Prices that grow each year."""

    percent: Percent
    """By how many per cent, each time on the price of the year before; the price is rounded once, half up."""
    starts_on: Day
    """The first time, and on that day of each year after: it holds for periods that begin on it or later."""


class RecurrenceRequest(web.RequestModel):
    """When it is made, and for which days."""

    starts_on: Day
    """First day of the first period. A period begins on the same day of later months, or on the last of shorter ones."""
    unit: RecurrenceUnit = "month"
    """What a period is counted in."""
    every: Annotated[int, Field(ge=1, le=60)] = 1
    """How many of these a period has."""
    timing: RecurrenceTiming = "advance"
    """`advance`: on its first day or before; `arrears`: when it is over."""
    day_of_month: Annotated[int, Field(ge=1, le=31)] | None = None
    """On which day of the month it is made, or on the last of a shorter one; not of weeks. In advance that is the last such
    day that is not after the period's first, in arrears the first that is not before its last. Null: on the period's first
    day, or the day after its last.
    """
    ends_on: Day | None = None
    """No period begins after this day; null: without end."""
    times: Annotated[int, Field(ge=1, le=1000)] | None = None
    """How many periods there are from `starts_on` on; null: without end."""


class ChangeRecurringRequest(web.RequestModel):
    """All that is said of a recurring invoice; what is left out is as if it were new."""

    name: Annotated[str, Field(min_length=1, max_length=200, pattern=r"\S")]
    """What it is called here; it is not printed."""
    recurrence: RecurrenceRequest
    """When it is made."""
    lines: Annotated[tuple[RecurringLineRequest, ...], Field(min_length=1, max_length=_MOST_LINES)]
    """What each invoice charges, in the order of the page; the discount of a line comes under it, those on the whole
    after all others.
    """
    with_time: bool = False
    """Whether approved time, expenses and charges of agreements go on it too: those of the period in arrears, of the
    period before in advance.
    """
    group_by: GroupBy = "work_item"
    """What one line of time stands for."""
    indexing: IndexingRequest | None = None
    """How prices grow; null: they do not. Discounts in an amount stay."""
    notes: Annotated[str, Field(max_length=2000)] = ""
    """Printed under the lines, with the same placeholders."""
    reference: Annotated[str, Field(max_length=200)] = ""
    """The customer's own reference, with the same placeholders."""
    issue: Issuing | None = "none"
    """`automatic` issues what nothing is missing of, at most a week after its day, and sends it; the rest waits as a draft.
    Null: as the customer and the account are set for billing runs.
    """
    delivery: DeliveryChannel = "email"
    """How what is issued reaches the customer."""

    def to_terms(self) -> RecurringTerms:
        """As the command takes them."""
        return build(
            RecurringTerms,
            self,
            recurrence=build(Recurrence, self.recurrence),
            lines=tuple(build(RecurringLine, line) for line in self.lines),
            indexing=self.indexing and build(Indexing, self.indexing),
        )


class CreateRecurringRequest(ChangeRecurringRequest):
    """A new recurring invoice."""

    organization_id: UUID
    """The customer, by timer's id."""
    currency: web.CurrencyCode | None = None
    """ISO 4217 code. Null: the customer's, or the account's where they have none."""

    def to_request(self) -> RecurringRequest:
        """As the command takes it."""
        return RecurringRequest(self.organization_id, self.to_terms(), self.currency)


class ResumeRecurringRequest(web.RequestModel):
    """How a paused one goes on."""

    catch_up: bool
    """Whether what was missed is made up now, all of it; else it is noted as skipped, and can be made one by one."""


class RecurringFilterRequest(web.FilterModel):
    """Which recurring invoices are asked for."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    state: RecurringState | None = None
    """Only those that stand so."""
    attention: bool | None = None
    """Only those that somebody has to look at: with periods that could not be made, or drafts that could not be issued."""
    invoice_id: UUID | None = None
    """Only the one that made this draft or invoice."""

    def to_domain(self) -> RecurringFilter:
        """As the query takes it."""
        return RecurringFilter(**dict(self))


class ForecastRequest(web.FilterModel):
    """How far to look ahead."""

    months: Annotated[int, Field(ge=1, le=36)] = 12
    """How many months, this one first."""


class RecurringPeriodResponse(web.ResponseModel):
    """What came of a period, as it is now."""

    id: UUID
    """Names it, to make it again."""
    first_day: date
    """First day that it bills."""
    last_day: date
    """Last day that it bills, included."""
    due_on: date
    """The day on which it was to be made."""
    state: PeriodState
    """`draft`, `issuing` (waits to be issued), `issued`, `refused` (a draft that could not be issued), `discarded` (the
    draft was deleted), `failed` (could not be made) or `skipped` (it was paused, and somebody said so).
    """
    invoice_id: UUID | None
    """The draft, and the invoice that it becomes; null where none was made."""
    number: str | None
    """The invoice number; null unless it is issued."""
    total: AmountOf | None
    """With tax; of a draft as it was made. Null where none was made."""
    noted_at: datetime
    """When this came of it (UTC)."""
    noted_by: str
    """Who made or skipped it; `recurring` where it was made by itself."""
    held_back: list[str]
    """Why a draft was not issued at once although it was to be: `missing:` and the field that the law demands, `left-out:`
    and the reason for which time is not on it, `late`, or `paused` or `ended` before it was issued; empty when it was
    not to be, or is no draft any more.
    """
    failure: FailureResponse | None
    """Why it could not be made or issued, else null."""

    @classmethod
    def of(cls, period: ShownPeriod, currency: str) -> Self:
        """From a period of one in this currency."""
        failure = period.failure and respond(
            FailureResponse,
            period.failure,
            currency=currency,
            way_out=way_out(period.failure),
        )
        return respond(cls, period, currency=currency, failure=failure)


class RecurringSummaryResponse(web.ResponseModel):
    """A recurring invoice without what it says."""

    id: UUID
    """Its id."""
    version: int
    """Changes when somebody changes, pauses or resumes it, not with what is made; the same as in its ETag."""
    state: RecurringState
    """`active`, `paused`, or `ended` when no more are made."""
    organization_id: UUID
    """The customer, by timer's id."""
    organization_name: str
    """The customer's name; empty when not known here."""
    name: str
    """What it is called here."""
    currency: str
    """ISO 4217 code of every amount."""
    amount: AmountOf
    """What the next one charges before tax, without time."""
    monthly: AmountOf
    """That on a month's average."""
    unit: RecurrenceUnit
    """What a period is counted in."""
    every: int
    """How many of these a period has."""
    next_on: date | None
    """The day on which the next one is made, in the account's time zone; null when it has ended."""
    paused_by: str | None
    """Who paused it; `system` where workers failed again and again, or more was missed than is made up unasked. Or null."""
    attention: list[RecurringPeriodResponse]
    """Periods that somebody has to look at, oldest first."""

    @classmethod
    def of(cls, summary: RecurringSummary) -> Self:
        """From a summary."""
        return respond(cls, *_sources(summary), currency=summary.currency, **_attention(summary))


class RecurringLineResponse(web.ResponseModel):
    """A line of each invoice."""

    kind: RecurringLineKind
    """What is charged."""
    description: str
    """What is printed, with its placeholders."""
    quantity: Decimal
    """How many."""
    unit: str | None
    """What it is counted in; null for nothing special."""
    price: PriceOf | None
    """Price of one before tax, before it grew; null for a text and a percentage."""
    percent: Decimal | None
    """Discount in per cent; null for others."""
    of_line: int | None
    """The line that a discount is taken off, by its place in `lines`, from 1; null: it is on the whole, or no discount."""
    tax_code: str | None
    """How it is taxed; null: as is proposed."""


class IndexingResponse(web.ResponseModel):
    """Prices that grow each year."""

    percent: Decimal
    """By how many per cent."""
    starts_on: date
    """The first time."""


class RecurrenceResponse(web.ResponseModel):
    """When it is made, and for which days."""

    starts_on: date
    """First day of the first period."""
    unit: RecurrenceUnit
    """What a period is counted in."""
    every: int
    """How many of these a period has."""
    timing: RecurrenceTiming
    """Whether it is made before a period begins, or when it is over."""
    day_of_month: int | None
    """On which day of the month it is made; null: on the period's first day, or the day after its last."""
    ends_on: date | None
    """No period begins after this day; null: without end."""
    times: int | None
    """How many periods there are; null: without end."""


class UpcomingInvoiceResponse(web.ResponseModel):
    """An invoice as it would be made, as things stand, without time."""

    first_day: date
    """First day that it bills."""
    last_day: date
    """Last day that it bills, included."""
    due_on: date
    """The day on which it is made."""
    lines: list[LineResponse]
    """Its lines, with their texts; the ids are not those that they will have."""
    subtotal: AmountOf
    """Before tax."""
    tax: AmountOf
    """VAT."""
    total: AmountOf
    """With tax."""

    @classmethod
    def of(cls, one: UpcomingInvoice) -> Self:
        """From one that is to be made."""
        content = one.content
        lines = [LineResponse.of_line(line, content.currency) for line in content.lines]
        sources = (one.period, content.totals)
        return respond(cls, *sources, currency=content.currency, lines=lines)


class RecurringResponse(RecurringSummaryResponse):
    """A recurring invoice with all that it says, and the next three."""

    recurrence: RecurrenceResponse
    """When it is made."""
    lines: list[RecurringLineResponse]
    """What each invoice charges."""
    with_time: bool
    """Whether approved time, expenses and charges of agreements go on it too."""
    group_by: GroupBy
    """What one line of time stands for."""
    indexing: IndexingResponse | None
    """How prices grow; null: they do not."""
    notes: str
    """Printed under the lines; may be empty."""
    reference: str
    """The customer's own reference; may be empty."""
    issue: Issuing | None
    """Whether it is issued by itself; null: as for billing runs."""
    delivery: DeliveryChannel
    """How what is issued reaches the customer."""
    covered_until: date | None
    """Last day of the periods that are done; null: none is. Other periods begin after it."""
    created_at: datetime
    """When it was set up (UTC)."""
    created_by: str
    """Who set it up: the subject of their token."""
    paused_at: datetime | None
    """When it was paused (UTC); null unless it is."""
    upcoming: list[UpcomingInvoiceResponse]
    """The next three; fewer where it ends, none where a tax code of a line is retired."""

    @classmethod
    def of_view(cls, view: RecurringView) -> Self:
        """From a view."""
        lines = [
            respond(RecurringLineResponse, line, currency=view.currency)
            for line in view.recurring.terms.lines
        ]
        coming = [UpcomingInvoiceResponse.of(one) for one in view.upcoming]
        return respond(
            cls,
            *_sources(view),
            currency=view.currency,
            lines=lines,
            upcoming=coming,
            **_attention(view),
        )


class RecurringPreviewResponse(web.ResponseModel):
    """The next three invoices, and what they charge in a month on average."""

    currency: str
    """ISO 4217 code of every amount."""
    monthly: AmountOf
    """What it charges in a month on average, before tax."""
    due: int
    """How many would be made at once, since their day has come."""
    upcoming: list[UpcomingInvoiceResponse]
    """The next three."""

    @classmethod
    def of_view(cls, view: RecurringView, due: int) -> Self:
        """From one that is not kept."""
        coming = [UpcomingInvoiceResponse.of(one) for one in view.upcoming]
        return respond(cls, view, currency=view.currency, due=due, upcoming=coming)


class ForecastMonthResponse(web.ResponseModel):
    """What is to be made in a month, in a currency."""

    month: date
    """The first day of the month in which they are made."""
    currency: str
    """ISO 4217 code."""
    amount: AmountOf
    """Before tax, less discounts, without time."""
    count: int
    """How many invoices."""

    @classmethod
    def of(cls, one: ForecastMonth) -> Self:
        """From a month."""
        return respond(cls, one, currency=one.currency)


class MonthlySumResponse(web.ResponseModel):
    """What all that is active charges in a month on average, in a currency."""

    currency: str
    """ISO 4217 code."""
    monthly: AmountOf
    """Before tax, less discounts, without time."""
    count: int
    """How many recurring invoices."""

    @classmethod
    def of(cls, one: MonthlySum) -> Self:
        """From a sum."""
        return respond(cls, one, currency=one.currency)


class ForecastResponse(web.ResponseModel):
    """What recurring invoices are going to charge. Currencies are never added up."""

    monthly: list[MonthlySumResponse]
    """In a month on average, by currency."""
    months: list[ForecastMonthResponse]
    """By month and currency; what is due already counts to this month. Months without any are left out."""

    @classmethod
    def of(cls, found: Forecast) -> Self:
        """From a forecast."""
        return cls(
            monthly=[MonthlySumResponse.of(one) for one in found.monthly],
            months=[ForecastMonthResponse.of(one) for one in found.months],
        )


def _sources(summary: RecurringSummary) -> tuple[object, ...]:
    found = summary.recurring
    return (summary, found, found.terms, found.recurrence)


def _attention(summary: RecurringSummary) -> dict[str, object]:
    currency = summary.currency
    return {"attention": [RecurringPeriodResponse.of(one, currency) for one in summary.attention]}
