"""Requests and responses of the API."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import AliasPath, Field

import web
from rates.domain.matching import UnpricedReason, Work
from rates.domain.segments import Treatment
from rates.schemas.costs import CostMatchResponse, EntryCostResponse
from rates.schemas.multipliers import MultiplierCandidateResponse
from rates.schemas.overrides import OverrideResponse
from rates.schemas.rounding import RoundingExplanationResponse
from rates.schemas.rules import Day, RateResponse, scope_of


class CandidateResponse(web.ResponseModel):
    """A rate that names nothing but what the work has: whether it gives the price, and why."""

    rate: RateResponse = Field(validation_alias="rule")
    """The rate."""
    won: bool
    """Whether it gives the price."""
    why: str
    """Why it won or lost, in English, for people."""


class PriceMatchRequest(web.FilterModel):
    """A piece of billable work that may not have been done yet."""

    project_id: UUID | None = None
    """Its project of timer; absent: none."""
    organization_id: UUID | None = None
    """Its customer, an organization of timer; absent: none, so it would have no price."""
    agent_id: UUID | None = None
    """The agent of timer who would do it; absent: nobody in particular, so rates that name an agent do not cover it."""
    team_id: UUID | None = None
    """The team of timer that would do it; absent: that of the agent on the day."""
    service_type_id: UUID | None = None
    """Its service type of timer; absent: none."""
    on: Day
    """Day of the work."""

    @property
    def work(self) -> Work:
        """The work that is asked about."""
        return Work(scope_of(self), self.on)


class PriceMatchResponse(web.ResponseModel):
    """What an hour of some work would cost by the rates as they are, and why."""

    rate: RateResponse | None = Field(validation_alias="rule")
    """Rate that would give the price; null: it would have none."""
    unpriced_reason: UnpricedReason | None
    """Why it would have no price: `no-rate` (no rate covers it on its day), `no-organization` (it has no customer); null: it
    would have one."""
    candidates: list[CandidateResponse]
    """Rates that cover the work, on its day or another, the most specific first; empty when it has no customer."""
    cost: CostMatchResponse | None = None
    """What an hour of it would cost the account. Only owners and managers see it: null for everybody else."""


class SegmentResponse(web.ResponseModel):
    """Seconds of an entry that are charged alike."""

    start: int
    """The first of them; the entry's first is 0."""
    end: int
    """The one behind the last; that of the entry's last segment is its `seconds`."""
    treatment: Treatment
    """How they are charged: `hourly` and `overage` (what exceeds an agreement) each at the hourly rate, `included` and
    `prepaid` by the agreement."""
    billed_seconds: int
    """What is charged of them, after rounding."""
    hourly_rate: Decimal
    """What an hour of them costs, without tax, as a string of digits."""
    rate_id: UUID | None = Field(validation_alias="rule_id")
    """Rate that decided; null: somebody set the price, or an invoice names one that no rate on record gave."""
    multiplier_id: UUID | None
    """Multiplier of a time of day or week that made the rate another; null: none did."""
    charge_id: UUID | None
    """What an agreement charges for what is included or prepaid; of overage, for what it exceeds. Null: no agreement."""


class PriceVersionResponse(web.ResponseModel):
    """A price as it was published to the other services."""

    price_version: int
    """Counts the prices of the entry from 1; the highest is the newest."""
    entry_version: int
    """Version of the time entry that was priced."""
    seconds: int
    """Duration of that version of the entry, in whole seconds."""
    rate_id: UUID | None = Field(validation_alias="rule_id")
    """Rate that gave the price; null: it had none, or somebody set it."""
    override_version: int | None
    """Version of the price that somebody set, of those in `overrides`; null: the rates decided."""
    hourly_rate: web.Money | None
    """What an hour of it cost, without tax; null: it had no price."""
    unpriced_reason: UnpricedReason | None
    """Why it had no price; null: it had one."""
    billed_seconds: int
    """How many seconds it charged, after rounding."""
    rounding_policy_id: UUID | None
    """Policy that rounded its seconds; null: none did."""
    segments: list[SegmentResponse] | None
    """How its seconds were charged where not all were alike; null: all by the hour at its rate."""
    priced_at: datetime
    """When it was priced."""


class PriceResponse(web.ResponseModel):
    """The price of an entry: what gives it or the reason why there is none, and how it came about."""

    entry_id: UUID = Field(validation_alias=AliasPath("entry", "entry_id"))
    """The time entry, by its id in timer."""
    entry_version: int = Field(validation_alias=AliasPath("entry", "version"))
    """Newest version of the entry that this service knows."""
    work_date: date = Field(validation_alias=AliasPath("entry", "work", "work_date"))
    """Day of the work, local to the agent; rates are valid by it."""
    seconds: int = Field(validation_alias=AliasPath("entry", "seconds"))
    """Duration in whole seconds."""
    billable: bool = Field(validation_alias=AliasPath("entry", "work", "billable"))
    """Whether the customer is to pay for it. What is not billable has no price."""
    billed_at: datetime | None = Field(validation_alias=AliasPath("entry", "billed_at"))
    """When an invoice with it was issued. While it bills any of the entry's time no change of rates touches the price; a
    credit note that gives all of it back ends that. Null: not billed."""
    billed_price_version: int | None = Field(
        validation_alias=AliasPath("entry", "billed_price_version")
    )
    """The `price_version` of the `history` that the invoice charges, which is the price while it does; null: not billed."""
    currency: str | None = Field(validation_alias=AliasPath("entry", "currency"))
    """ISO 4217 code of its price; null: it has none."""
    customer_currency: str
    """ISO 4217 code of the currency in which its customer is invoiced."""
    foreign_currency: bool
    """Whether its price is in another currency than that. Nothing is converted: a draft leaves out the time that is priced
    in another currency than its own."""
    segments: list[SegmentResponse] = Field(validation_alias=AliasPath("entry", "segments"))
    """The price in force: ranges of its seconds that are charged alike, which cover it without gap or overlap; empty when it
    has none. Mostly it is one, by the hour."""
    rate: RateResponse | None = Field(validation_alias="rule")
    """Rate that gives the price; null: it has none, or somebody set it."""
    override: OverrideResponse | None
    """The price that somebody set on the entry, which is above all rates while the entry is billable and has a customer; of
    billed time the one that its invoice charges. Null: the rates decide."""
    overrides: list[OverrideResponse]
    """Every price that was ever set on the entry, the oldest first."""
    unpriced_reason: UnpricedReason | None
    """Why it has no price: `no-rate` (no rate covers it on its day), `no-organization` (it has no customer),
    `not-billable`; null: it has one."""
    rounding: RoundingExplanationResponse
    """How much of its seconds is charged, and which policy of rounding does that."""
    repricing: bool
    """Whether rates, multipliers or policies of rounding have changed and the newest price of the `history` does not follow
    them yet; it will within seconds."""
    candidates: list[CandidateResponse]
    """Rates that cover the work, on its day or another, the most specific first; empty when it is not billable or has no
    customer."""
    multipliers: list[MultiplierCandidateResponse] = Field(default=[])
    """Multipliers of evenings, weekends, holidays and overtime that hold for the work on its day: what each charges of it,
    the one that charges most first, and why another charges nothing. Of billed time as they were then."""
    history: list[PriceVersionResponse]
    """Every price it had, the oldest first."""
    cost: EntryCostResponse | None = None
    """What it costs the account. Only owners and managers see it: null for everybody else."""


class UnpricedEntryResponse(web.ResponseModel):
    """A billable time entry that has no price, and why: it cannot be billed until that is mended."""

    entry_id: UUID
    """The time entry, by its id in timer."""
    agent_id: UUID
    """Whose time it is."""
    work_date: date
    """The day of work."""
    seconds: int
    """How long it took, in whole seconds."""
    reason: UnpricedReason
    """`no-rate` (create one that covers it) or `no-organization` (the work has no customer)."""
