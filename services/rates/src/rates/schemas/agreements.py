"""Requests about agreements."""

from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

import web
from database import new_id
from rates.domain.agreements import Agreement, AgreementKind
from rates.domain.terms import (
    MOST_MONTHS,
    MOST_PERCENT,
    MOST_SECONDS,
    Block,
    Coverage,
    Indexing,
    Milestone,
    Rollover,
    RolloverMode,
    Terms,
)
from rates.schemas.rules import Day

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Amount = Annotated[
    web.Amount,
    Field(
        ge=0,
        max_digits=13,
        decimal_places=4,
        json_schema_extra={"pattern": r"^[0-9]{1,9}(\.[0-9]{1,4})?$"},
    ),
]
Percent = Annotated[
    web.Amount,
    Field(
        gt=0,
        le=MOST_PERCENT,
        max_digits=5,
        decimal_places=2,
        json_schema_extra={"pattern": r"^[0-9]{1,3}(\.[0-9]{1,2})?$"},
    ),
]
Seconds = Annotated[int, Field(ge=0, le=MOST_SECONDS)]
SomeSeconds = Annotated[int, Field(ge=1, le=MOST_SECONDS)]
Months = Annotated[int, Field(ge=1, le=MOST_MONTHS)]
Ids = Annotated[tuple[UUID, ...], Field(max_length=100)]


class TermsRequest(web.RequestModel):
    """What a month of a monthly-minimum or a spend-minimum costs and covers from a day on."""

    valid_from: Day
    """First day on which it holds. A month in which it begins has its share of both, by days."""
    amount: Amount
    """The fee of a month, or what it must come to at the least; without tax, with no more decimals than the currency has."""
    included_seconds: Seconds = 0
    """What the fee covers; 0 of a spend-minimum."""

    def terms(self) -> Terms:
        """The terms that the caller wants."""
        return Terms(self.valid_from, self.amount, self.included_seconds)


class RolloverRequest(web.RequestModel):
    """What becomes of the hours that a month leaves. The oldest are used first."""

    mode: RolloverMode
    """`none` remain, `all`, or up to a cap (`capped`)."""
    cap_seconds: SomeSeconds | None = None
    """What remains of a month at the most; of `capped`, and only of this."""
    expiry_months: Months | None = None
    """For how many months after theirs they remain; null: as long as the agreement holds."""

    def rollover(self) -> Rollover:
        """The rollover that the caller wants."""
        return Rollover(self.mode, self.cap_seconds, self.expiry_months)


class IndexingRequest(web.RequestModel):
    """That amounts rise every year. Each rise is counted from the first amount, and rounded once."""

    percent: Percent
    """By how many per cent."""
    month: Annotated[int, Field(ge=1, le=12)] | None = None
    """The month of the rise, from 1; null, as is the day: that in which the agreement began."""
    day: Annotated[int, Field(ge=1, le=31)] | None = None
    """The day of that month."""

    def indexing(self) -> Indexing:
        """The indexing that the caller wants."""
        return Indexing(self.percent, self.month, self.day)


class MilestoneRequest(web.RequestModel):
    """A part of a fixed price, which can be billed once it was reached."""

    name: Name
    """What it is called, on the invoice too."""
    amount: Amount
    """What it is billed at, without tax."""


class CreateAgreementRequest(web.RequestModel):
    """What a customer has agreed to pay apart from plain hours."""

    organization_id: UUID
    """The customer, an organization of timer."""
    name: Name
    """What it is called, on invoices too."""
    kind: AgreementKind
    """`monthly-minimum`: a fee that covers hours of a month; what exceeds them is charged by the hour. `spend-minimum`: by
    the hour, and what a month misses of its minimum. `prepaid-hours`, `prepaid-amount`: bought up front in blocks and
    drawn down, the oldest first. `fixed-price`: charged by milestones."""
    currency: web.CurrencyCode
    """Code of ISO 4217. Time that is priced in another currency is not covered."""
    project_ids: Ids = ()
    """Projects of timer whose time it covers; empty: any."""
    service_type_ids: Ids = ()
    """Service types of timer whose time it covers; empty: any."""
    first_day: Day
    """First day of work that it covers. May lie in the past: time that is not billed yet is priced again."""
    last_day: Day | None = None
    """Last day, included; null: until further notice. Not before `first_day`."""
    renews_months: Months | None = None
    """For how many months it goes on after `last_day`, again and again, until somebody ends it; null: it ends."""
    terms: Annotated[tuple[TermsRequest, ...], Field(max_length=100)] = ()
    """What its months cost and cover, in order, the first from `first_day` on; of a monthly-minimum and a spend-minimum."""
    prorate: bool = False
    """Whether its first and last month have their share by days; of a monthly-minimum and a spend-minimum."""
    in_advance: bool = False
    """Whether the fee can be billed when its month begins; else once it is over. Of a monthly-minimum."""
    rollover: RolloverRequest | None = None
    """What becomes of hours that a month leaves; null: none remain. Of a monthly-minimum."""
    indexing: IndexingRequest | None = None
    """That amounts rise every year; null: they do not."""
    milestones: Annotated[tuple[MilestoneRequest, ...], Field(max_length=100)] = ()
    """The parts of a fixed price, in order."""

    def agreement(self) -> Agreement:
        """The first version of the agreement that the caller wants."""
        return Agreement(
            agreement_id=new_id(),
            version=1,
            organization_id=self.organization_id,
            name=self.name,
            kind=self.kind,
            currency=self.currency,
            first_day=self.first_day,
            last_day=self.last_day,
            coverage=Coverage(
                tuple(sorted(set(self.project_ids))), tuple(sorted(set(self.service_type_ids)))
            ),
            terms=tuple(one.terms() for one in self.terms),
            milestones=tuple(Milestone(new_id(), one.name, one.amount) for one in self.milestones),
            prorate=self.prorate,
            in_advance=self.in_advance,
            rollover=self.rollover.rollover() if self.rollover else Rollover(),
            indexing=self.indexing.indexing() if self.indexing else None,
            renews_months=self.renews_months,
        )


class EndAgreementRequest(web.RequestModel):
    """The last day of an agreement."""

    last_day: Day
    """Last day of work that it covers, included. Not before `first_day`. It does not renew itself any more."""


class RenewAgreementRequest(web.RequestModel):
    """That an agreement, which has a last day, goes on."""

    last_day: Day | None = None
    """The new last day, behind the one that it has; null: until further notice."""
    renews_months: Months | None = None
    """For how many months it goes on after that, again and again; null: it ends."""


class BuyBlockRequest(web.RequestModel):
    """Hours or an amount that the customer buys up front. It can be drawn once its invoice is paid."""

    bought_on: Day
    """The day on which it is bought; from then on it can be billed. Within the agreement."""
    price: Amount
    """What it is billed at, without tax."""
    seconds: SomeSeconds | None = None
    """The hours; of prepaid-hours, and only of these."""
    amount: Amount | None = None
    """The amount that can be drawn, above 0; of a prepaid-amount, and only of this."""
    expires_on: Day | None = None
    """Last day of work that can draw on it; null: none. Not before `bought_on`."""

    def block(self) -> Block:
        """The block that the caller wants."""
        return Block(new_id(), **dict(self))


class ReachMilestoneRequest(web.RequestModel):
    """Whether a milestone was reached."""

    reached_on: Day | None
    """The day on which it was, from when it can be billed; null: it was not."""


class AgreementFilterRequest(web.FilterModel):
    """Which agreements are asked for."""

    organization_id: UUID | None = None
    """Only agreements of this customer, and of those that were merged into it."""
    kind: AgreementKind | None = None
    """Only agreements of this kind."""
    on: Day | None = None
    """Only agreements that are active on this day."""
