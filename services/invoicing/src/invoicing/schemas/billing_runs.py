"""Billing runs: what is asked for, and what is answered."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, model_validator

import web
from invoicing.domain.billing_runs import (
    DraftState,
    IssueDrafts,
    IssueRun,
    Issuing,
    NamedDraft,
    Outcome,
    RunCustomer,
    RunDraft,
    RunRequest,
    RunState,
    RunSum,
    Schedule,
)
from invoicing.domain.grouping import GroupBy
from invoicing.domain.invoice import DeliveryChannel
from invoicing.queries.billing_runs import RunCustomerFilter, RunView
from invoicing.schemas.amounts import AmountOf, Day, respond
from invoicing.schemas.invoices import LeftOutResponse


class CreateBillingRunRequest(web.RequestModel):
    """What to bill: all that is ready of a period, for all customers or for some."""

    first_day: Day
    """First work date of the period."""
    last_day: Day
    """Last work date of the period, included."""
    earlier: bool = False
    """Also time of earlier days that is still open: approved late, held back meanwhile or given back by a credit note.
    A customer's draft then begins with the earliest day of what is on it.
    """
    organization_ids: Annotated[tuple[UUID, ...], Field(max_length=10_000)] = ()
    """Only these customers, by timer's id. Empty: all who have something to bill in the period."""
    currencies: Annotated[tuple[web.CurrencyCode, ...], Field(max_length=20)] = ()
    """Only what is priced in these. Empty: everything, in a draft for each currency that a customer has."""
    group_by: GroupBy = "work_item"
    """What one line of time stands for."""
    issue: Issuing | None = None
    """`automatic` issues drafts at once with which nothing is missing and of which no time was left out that needs a person,
    but for customers who are set to `none`; `none` issues nothing. Null: as customers and the schedule are set.
    """
    delivery: DeliveryChannel = "email"
    """How what is issued reaches the customer, unless `POST …/issue` says otherwise; `qbo` is refused for each draft."""

    @model_validator(mode="after")
    def _period(self) -> Self:
        if self.last_day < self.first_day:
            raise ValueError("last_day is before first_day")
        return self

    def to_domain(self) -> RunRequest:
        """As the command takes it."""
        return RunRequest(**dict(self))


class NamedDraftRequest(web.RequestModel):
    """A draft to be issued."""

    invoice_id: UUID
    """Its id."""
    version: Annotated[int, Field(ge=1, le=2**31 - 1)] | None = None
    """As the caller saw it: when it changed meanwhile it is not issued. Null: as it is when this request is taken."""


class IssueBillingRunRequest(web.RequestModel):
    """Which drafts of a run are to be issued, and how."""

    drafts: Annotated[tuple[NamedDraftRequest, ...], Field(max_length=10_000)] = ()
    """Just these. Empty: all that are drafts now, each as it is now."""
    issue_date: Day | None = None
    """Null: the day on which each is issued, in the account's time zone. Not in the future."""
    delivery: DeliveryChannel | None = None
    """How they reach the customers. Null: as the run says."""

    def to_domain(self) -> IssueRun:
        """As the command takes it."""
        drafts = tuple(NamedDraft(one.invoice_id, one.version) for one in self.drafts)
        return IssueRun(drafts, self.issue_date, self.delivery)


class IssueDraftsRequest(web.RequestModel):
    """Which drafts are to be issued, and how."""

    drafts: Annotated[tuple[NamedDraftRequest, ...], Field(min_length=1, max_length=1000)]
    """Drafts of any customers, made by hand, by runs, of quotes or as recurring invoices."""
    issue_date: Day | None = None
    """Null: the day on which each is issued, in the account's time zone. Not in the future."""
    delivery: DeliveryChannel = "email"
    """How they reach the customers; `qbo` is refused for each draft."""

    def to_domain(self) -> IssueDrafts:
        """As the command takes it."""
        drafts = tuple(NamedDraft(one.invoice_id, one.version) for one in self.drafts)
        return IssueDrafts(drafts, self.issue_date, self.delivery)


class RunSumResponse(web.ResponseModel):
    """What a run drafted in one currency. Currencies are never added up."""

    currency: str
    """ISO 4217 code."""
    drafted: AmountOf
    """With tax: drafts as they were made, invoices as they were issued; nothing that was discarded."""
    issued: AmountOf
    """What of it is issued, with tax."""

    @classmethod
    def of(cls, one: RunSum) -> Self:
        """From a sum."""
        return respond(cls, one, currency=one.currency)


class RunCountsResponse(web.ResponseModel):
    """How many of a run's customers and drafts are where."""

    customers: int
    """All that the run is about; more may come while it is `planning`."""
    waiting: int
    """Customers who wait for their turn."""
    drafted: int
    """Customers with drafts."""
    nothing: int
    """Customers with nothing to bill."""
    failed: int
    """Customers who could not be billed."""
    cancelled: int
    """Customers whose turn had not come when the run was cancelled."""
    attention: int
    """Of those with drafts: with time that should be on them and is not."""
    drafts: int
    """Drafts that are not issued so far."""
    issuing: int
    """Of these: waiting to be issued."""
    refused: int
    """Of these: could not be issued."""
    issued: int
    """Drafts that became invoices."""
    discarded: int
    """Drafts that were discarded."""


class BillingRunResponse(web.ResponseModel):
    """A billing run, and how far it is."""

    id: UUID
    """Its id."""
    version: int
    """Changes when somebody asks something of it, not with its progress; the same as in its ETag."""
    state: RunState
    """`planning`: who takes part is looked up; `drafting`, `issuing`: under way; `finished`, `cancelled`: nothing waits."""
    first_day: date | None
    """First work date of the period; null where the run only issues drafts that somebody chose."""
    last_day: date | None
    """Last work date of the period, included; null with `first_day`."""
    earlier: bool
    """Whether time of earlier days that was still open came along."""
    currencies: list[str]
    """Only what is priced in these; empty: everything."""
    group_by: GroupBy
    """What one line of time stands for."""
    issue: Issuing | None
    """Whether drafts are issued at once; null: as customers and the schedule are set."""
    delivery: DeliveryChannel
    """How what is issued reaches the customer."""
    counts: RunCountsResponse
    """How many customers and drafts are where."""
    sums: list[RunSumResponse]
    """What was drafted and issued, by currency."""
    created_at: datetime
    """When it was asked for (UTC)."""
    created_by: str
    """Who asked for it; `schedule` for one that began by itself."""
    finished_at: datetime | None
    """When nobody waited any more (UTC); null while somebody does."""
    cancelled_at: datetime | None
    """When it was cancelled (UTC), else null."""
    cancelled_by: str | None
    """Who cancelled it, `system` where workers failed again and again; else null."""

    @classmethod
    def of(cls, view: RunView) -> Self:
        """From a view."""
        sums = [RunSumResponse.of(one) for one in view.sums]
        return respond(cls, view, view.run, currency="", sums=sums)


class RunCustomerFilterRequest(web.FilterModel):
    """Which customers of a run are asked for."""

    outcome: Outcome | None = None
    """Only those of whom this came."""
    attention: bool | None = None
    """Only those that somebody has to look at: who failed, or whose time was left out, or with drafts that were not issued
    although they were to be; or only the others.
    """

    def to_domain(self) -> RunCustomerFilter:
        """As the query takes it."""
        return RunCustomerFilter(**dict(self))


class FailedFieldResponse(web.ResponseModel):
    """What a failure is about."""

    field: str
    """What it is: a field, or the reason for which time is not on a draft."""
    reason: str
    """What is wrong with it, for people."""


class FailureResponse(web.ResponseModel):
    """Why something could not be done, and the way out."""

    type: str
    """As the last part of a problem's `type`, for example `invoice-incomplete`."""
    title: str
    """What happened, for people."""
    detail: str | None
    """What is special in this case; else null."""
    fields: list[FailedFieldResponse]
    """What it is about."""
    way_out: str
    """What can be done, for people."""


class RunDraftResponse(web.ResponseModel):
    """A draft that the run made, or that was chosen for it, as it is now."""

    invoice_id: UUID
    """Its id, and that of the invoice that it becomes."""
    state: DraftState
    """`draft`, `issuing` (waits to be issued), `issued`, `failed` (is a draft that could not be issued) or `discarded`."""
    version: int | None
    """Its version, to be sent back when it is issued; null unless it is a draft."""
    total: AmountOf
    """With tax; of a discarded one as it was made."""
    number: str | None
    """The invoice number; null unless it is issued."""
    held_back: list[str]
    """Why it was not issued at once although it was to be: `missing:` and the field that the law demands, or `left-out:` and
    the reason for which time is not on it; empty when it was not to be, or is issued.
    """
    failure: FailureResponse | None
    """Why it could not be issued, else null."""

    @classmethod
    def of(cls, draft: RunDraft) -> Self:
        """From a draft of a run."""
        return respond(cls, draft, currency=draft.currency)


class RunCustomerResponse(web.ResponseModel):
    """What came of a customer in a run."""

    organization_id: UUID
    """The customer, by timer's id."""
    organization_name: str
    """The customer's name; empty when not known here."""
    outcome: Outcome
    """`waiting` for their turn, `drafted`, `nothing` to bill, `failed`, or `cancelled` before their turn."""
    failure: FailureResponse | None
    """Why there is no draft, else null."""
    left_out: list[LeftOutResponse]
    """Time of the period that should be on the drafts and is not, as of when they were made."""
    drafts: list[RunDraftResponse]
    """One for each currency; more after the run was continued. Or those that were chosen."""

    @classmethod
    def of(cls, customer: RunCustomer) -> Self:
        """From a customer of a run."""
        drafts = [RunDraftResponse.of(one) for one in customer.drafts]
        return respond(cls, customer, currency="", drafts=drafts)


class BillingScheduleRequest(web.RequestModel):
    """When the account bills the month before by itself, and what is issued at once."""

    day_of_month: Annotated[int, Field(ge=1, le=31)] | None
    """Each month on this day, or on its last where it is shorter. Null: never by itself."""
    hour: Annotated[int, Field(ge=0, le=23)] = 6
    """At this hour, in the account's time zone."""
    group_by: GroupBy = "work_item"
    """What one line of time stands for."""
    issue: Issuing = "none"
    """Whether drafts are issued at once with which nothing is missing and of which no time was left out that needs a person.
    It holds for runs that people begin too, unless they or the customer say otherwise.
    """
    delivery: DeliveryChannel = "email"
    """How what is issued reaches the customer."""

    def to_domain(self) -> Schedule:
        """As the command takes it."""
        return Schedule(**dict(self))


class BillingScheduleResponse(web.ResponseModel):
    """When the account bills the month before by itself."""

    version: int
    """Changes with each change, the same as in its ETag; 0 until something is set."""
    day_of_month: int | None
    """The day of each month, or its last where it is shorter; null: never by itself."""
    hour: int
    """The hour, in the account's time zone."""
    group_by: GroupBy
    """What one line of time stands for."""
    issue: Issuing
    """Whether drafts with which nothing is missing are issued at once."""
    delivery: DeliveryChannel
    """How what is issued reaches the customer."""
    next_start: datetime | None
    """When the next run begins by itself (UTC); null: never."""

    @classmethod
    def of(cls, schedule: Schedule, time_zone: str, now: datetime) -> Self:
        """From the schedule, as it is now."""
        start = schedule.next_start(now, time_zone)
        return respond(cls, schedule, currency="", next_start=start)


class CustomerIssuingRequest(web.RequestModel):
    """Whether drafts that runs make for a customer are issued at once."""

    issue: Issuing | None
    """Null: as the account's schedule says."""


class CustomerIssuingResponse(web.ResponseModel):
    """Whether drafts that runs make for a customer are issued at once."""

    organization_id: UUID
    """The customer, by timer's id."""
    issue: Issuing | None
    """What is set for the customer; null: as the account's schedule says."""
    version: int
    """Grows with every change; 0 while nothing was set."""
