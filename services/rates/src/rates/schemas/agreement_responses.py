"""Agreements as callers get them."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from pydantic import AliasPath, Field

import web
from rates.domain.agreements import AgreementKind
from rates.domain.terms import RolloverMode


class TermsResponse(web.ResponseModel):
    """What a month costs and covers from a day on, until the next ones begin."""

    valid_from: date
    """First day on which it holds."""
    amount: Decimal
    """The fee of a month, or what it must come to at the least, without tax."""
    included_seconds: int
    """What the fee covers."""


class RolloverResponse(web.ResponseModel):
    """What becomes of the hours that a month leaves."""

    mode: RolloverMode
    """`none`, `all`, or up to a cap (`capped`)."""
    cap_seconds: int | None
    """What remains of a month at the most; null: no cap."""
    expiry_months: int | None
    """For how many months after theirs; null: as long as the agreement holds."""


class IndexingResponse(web.ResponseModel):
    """By how much amounts rise every year."""

    percent: Decimal
    """By how many per cent."""
    month: int | None
    """The month of the rise; null: that in which the agreement began."""
    day: int | None
    """The day of that month."""


class MilestoneResponse(web.ResponseModel):
    """A part of a fixed price."""

    id: UUID = Field(validation_alias="milestone_id")
    """Its id."""
    name: str
    """What it is called."""
    amount: Decimal
    """What it is billed at, without tax."""
    reached_on: date | None
    """The day on which it was reached; null: not yet."""


class BlockResponse(web.ResponseModel):
    """Hours or an amount bought up front."""

    id: UUID = Field(validation_alias="block_id")
    """Its id."""
    bought_on: date
    """The day on which it was bought."""
    price: Decimal
    """What it is billed at, without tax."""
    seconds: int | None
    """The hours; null: it is an amount."""
    amount: Decimal | None
    """The amount; null: it is hours."""
    expires_on: date | None
    """Last day of work that can draw on it; null: none."""
    usable_from: date | None
    """The day on which its invoice was paid, from which on work can draw on it; null: not yet."""


class AgreementResponse(web.ResponseModel):
    """What a customer has agreed to pay apart from plain hours, as it now is."""

    id: UUID = Field(validation_alias=AliasPath("agreement", "agreement_id"))
    """Its id, the same in every version."""
    version: int = Field(validation_alias=AliasPath("agreement", "version"))
    """Counts its changes from 1; what `ETag` and `If-Match` carry."""
    organization_id: UUID = Field(validation_alias=AliasPath("agreement", "organization_id"))
    """The customer."""
    name: str = Field(validation_alias=AliasPath("agreement", "name"))
    """What it is called."""
    kind: AgreementKind = Field(validation_alias=AliasPath("agreement", "kind"))
    """What kind of agreement it is."""
    currency: str = Field(validation_alias=AliasPath("agreement", "currency"))
    """ISO 4217 code of all its amounts."""
    project_ids: list[UUID] = Field(
        validation_alias=AliasPath("agreement", "coverage", "project_ids")
    )
    """Projects whose time it covers; empty: any."""
    service_type_ids: list[UUID] = Field(
        validation_alias=AliasPath("agreement", "coverage", "service_type_ids")
    )
    """Service types whose time it covers; empty: any."""
    first_day: date = Field(validation_alias=AliasPath("agreement", "first_day"))
    """First day of work that it covers."""
    last_day: date | None = Field(validation_alias=AliasPath("agreement", "last_day"))
    """Last day, included; null: until further notice."""
    renews_months: int | None = Field(validation_alias=AliasPath("agreement", "renews_months"))
    """For how many months it goes on after `last_day`, again and again; null: it ends."""
    terms: list[TermsResponse] = Field(validation_alias=AliasPath("agreement", "terms"))
    """What its months cost and cover, in order."""
    prorate: bool = Field(validation_alias=AliasPath("agreement", "prorate"))
    """Whether its first and last month have their share by days."""
    in_advance: bool = Field(validation_alias=AliasPath("agreement", "in_advance"))
    """Whether the fee can be billed when its month begins."""
    rollover: RolloverResponse = Field(validation_alias=AliasPath("agreement", "rollover"))
    """What becomes of hours that a month leaves."""
    indexing: IndexingResponse | None = Field(validation_alias=AliasPath("agreement", "indexing"))
    """By how much amounts rise every year; null: they do not."""
    blocks: list[BlockResponse] = Field(validation_alias=AliasPath("agreement", "blocks"))
    """What was bought up front, the oldest first."""
    milestones: list[MilestoneResponse] = Field(
        validation_alias=AliasPath("agreement", "milestones")
    )
    """The parts of a fixed price, in order."""
    billed: bool
    """Whether an invoice bills any of it: then it can be ended, but not withdrawn."""
    recorded_at: datetime
    """When this version was recorded."""
