"""Requests and responses of changes of rates."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AliasPath, ConfigDict, Field, model_validator

import web
from money import Money
from rates.domain.acts import MOST_ACTS, Act, Create, End, Replace, Withdraw
from rates.schemas.rules import CreateRateRequest, Day, EndRateRequest, HourlyRate, RateResponse

NewId = Callable[[], UUID]


class WithdrawRequest(web.RequestModel):
    """Take back a rate that should never have been. Refused when time was billed at it."""

    rate_id: UUID
    """The rate."""
    version: int = Field(ge=1, le=2**31 - 1)
    """The version of it that the caller has read."""


class EndRequest(EndRateRequest):
    """End a rate on another day, or let it hold until further notice."""

    rate_id: UUID
    """The rate."""
    version: int = Field(ge=1, le=2**31 - 1)
    """The version of it that the caller has read."""


class ReplaceRequest(web.RequestModel):
    """Charge another amount from a day on: the rate ends the day before, and a new one for the same work takes its days."""

    rate_id: UUID
    """The rate."""
    version: int = Field(ge=1, le=2**31 - 1)
    """The version of it that the caller has read."""
    hourly_rate: HourlyRate
    """What an hour costs from then on."""
    valid_from: Day
    """First day of the new amount, on which the rate must hold. When it is the rate's own first day the rate is withdrawn,
    which is refused when time was billed at it."""


class OneActRequest(web.RequestModel):
    """Just one of its four acts."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if len([True for _, act in self if act is not None]) != 1:
            raise ValueError("send one of create, end, withdraw and replace")
        return self


class ActRequest(OneActRequest):
    """One act of a change: just one of the four. A rate is named by one act at most, so their order does not matter."""

    create: CreateRateRequest | None = None
    """Create a rate."""
    end: EndRequest | None = None
    """End a rate on another day, or let it hold until further notice."""
    withdraw: WithdrawRequest | None = None
    """Take back a rate."""
    replace: ReplaceRequest | None = None
    """Charge another amount from a day on."""

    def act(self, new_id: NewId) -> Act:
        """The act that the caller wants."""
        if self.create:
            return Create(new_id(), self.create.at(self.create.hourly_rate))
        if self.end:
            return End(self.end.rate_id, self.end.version, self.end.valid_to)
        if self.withdraw:
            return Withdraw(self.withdraw.rate_id, self.withdraw.version)
        assert self.replace
        asked = self.replace
        rate = Money(asked.hourly_rate.amount, asked.hourly_rate.currency)
        return Replace(asked.rate_id, asked.version, rate, asked.valid_from, new_id())


class PreviewRateChangeRequest(web.RequestModel):
    """A change of rates that is to be looked at."""

    acts: Annotated[list[ActRequest], Field(min_length=1, max_length=MOST_ACTS)]
    """What is to be done, together and at once."""

    def wanted(self, new_id: NewId) -> Sequence[Act]:
        """The acts; rates that they begin get ids of their own."""
        return [one.act(new_id) for one in self.acts]


class ApplyRateChangeRequest(web.RequestModel):
    """The change that was previewed."""

    token: UUID
    """Token of the caller's own preview."""


class ActKindResponse(web.ResponseModel):
    """One act of a change."""

    act: Literal["create", "end", "withdraw", "replace"] = Field(
        validation_alias=AliasPath("act", "kind")
    )
    """What is done."""


class ActResponse(ActKindResponse):
    """One act of a change, and what it does to rates."""

    before: RateResponse | None
    """The rate as it is before; null: the act creates one."""
    after: list[RateResponse]
    """Versions of rates that it records: none of a rate that is withdrawn, two where one is ended and another begins. In a
    preview `recorded_at` is the time of the preview."""


class AmountOfTimeResponse(web.ResponseModel):
    """Some time entries."""

    entries: int
    """Number of time entries."""
    seconds: int
    """Their duration, in whole seconds."""


class TrueUpsResponse(web.ResponseModel):
    """What customers miss of the minimum that they have agreed to spend."""

    before: web.Money
    """What is charged for it now."""
    after: web.Money
    """What is charged after the change."""


class DifferenceResponse(AmountOfTimeResponse):
    """Time in one currency that is charged otherwise, and what it earns before and after: as it is rounded, with evenings,
    holidays and overtime, and beside agreements."""

    before: web.Money
    """What it earns at the prices of now; time without a price, or with one in another currency, counts as nothing."""
    after: web.Money
    """What it earns after the change."""
    true_ups: TrueUpsResponse | None
    """What agreements with a minimum of spending charge beside it; null: there are none."""


class CustomerDifferenceResponse(DifferenceResponse):
    """The same of one customer, as one invoice with just this time charges it, without tax."""

    organization_id: UUID | None
    """The customer, an organization of timer; of customers that were merged the one that stays. Null: work without a
    customer, which has a cost but no price."""


class RepricedEntryResponse(web.ResponseModel):
    """A time entry that gets another price."""

    entry_id: UUID
    """The time entry, by its id in timer."""
    agent_id: UUID
    """Whose time it is."""
    organization_id: UUID | None
    """The customer; null: it has none, but a cost."""
    work_date: date
    """The day of work."""
    seconds: int
    """How long it took, in whole seconds."""
    before: web.Money | None
    """What an hour of it costs before; null: it has no price."""
    after: web.Money | None
    """What an hour of it costs after; null: it has no price."""


class FiguresResponse(web.ResponseModel):
    """What a change of rates does to the price of time that is not billed, approved or not, and one of costs to what time
    costs, billed or not and billable or not."""

    looked_at: AmountOfTimeResponse
    """All such time of the work and days whose rates or costs change."""
    changed: AmountOfTimeResponse
    """That which is charged otherwise, or costs something else. Of rates, also other time that is rounded together with it,
    or in the same agreement."""
    newly_priced: AmountOfTimeResponse
    """Of that, what had none."""
    newly_unpriced: AmountOfTimeResponse
    """Of that, what will have none: no rate covers it any more."""
    billed: AmountOfTimeResponse
    """Time of the same work and days that an invoice bills: it keeps its price, not what it costs."""
    repricing: bool
    """Whether earlier changes were still being priced at the time of the preview: figures may move, and apply be refused."""
    totals: list[DifferenceResponse]
    """Money before and after, by currency; currencies are never added up."""


class WholeFiguresResponse(FiguresResponse):
    """The same, by customer and with examples."""

    customers: list[CustomerDifferenceResponse]
    """Money before and after, by customer and currency."""
    examples: list[RepricedEntryResponse]
    """Up to ten entries that get another price: those without one before or after, then the largest differences."""


class ChangePreviewResponse(web.ResponseModel):
    """What a change would do. Nothing is changed until it is applied."""

    token: UUID = Field(validation_alias="change_id")
    """Applies just this change, for the person who previewed it, once."""
    expires_at: datetime
    """Until when: an hour after the preview."""
    undoes: UUID | None
    """The change that it undoes; null: it is one of its own."""
    figures: WholeFiguresResponse = Field(validation_alias=AliasPath("content", "figures"))
    """What that does."""


class RateChangePreviewResponse(ChangePreviewResponse):
    """What a change of rates would do. Nothing is changed until it is applied."""

    acts: list[ActResponse] = Field(validation_alias=AliasPath("content", "acts"))
    """What is to be done."""


class RepricingProgressResponse(web.ResponseModel):
    """How far the re-pricing of a change is."""

    entries: int
    """Entries to look at, as they were when the change was applied; one that several acts touch counts several times."""
    entries_done: int
    """Of them, those that were looked at."""
    prices_changed: int
    """Prices that came out differently and were published."""
    finished_at: datetime | None
    """When all had their price; null: it is under way."""


class ChangeSummary(web.ResponseModel):
    """A change that was applied."""

    id: UUID = Field(validation_alias="change_id")
    """Its id: the token of its preview."""
    applied_at: datetime
    """When it was applied: its rates or costs are recorded at this time."""
    applied_by: str
    """Who applied it: the subject of their token."""
    undoes: UUID | None
    """The change that it undoes; null: it is one of its own."""
    undone_by: UUID | None
    """The change that undid it; null: none."""
    acts_total: int
    """Number of its acts."""
    figures: FiguresResponse = Field(validation_alias=AliasPath("content", "figures"))
    """What its preview said."""
    progress: RepricingProgressResponse
    """How far its re-pricing is."""


class RateChangeSummary(ChangeSummary):
    """A change of rates that was applied."""

    acts: list[ActResponse]
    """What was done; in lists the first three acts."""


class RateChangeResponse(RateChangeSummary):
    """A change of rates that was applied, with all of its acts."""

    figures: WholeFiguresResponse = Field(validation_alias=AliasPath("content", "figures"))
    """What its preview said."""
