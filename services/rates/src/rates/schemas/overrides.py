"""Requests that set prices on entries by hand, and their responses."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, model_validator

import web
from money import Money
from rates.domain.overrides import NewOverride
from rates.schemas.rules import HourlyRate

MOST_AT_ONCE = 500
Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class OverrideRequest(web.RequestModel):
    """What an hour of an entry is to cost, and why."""

    hourly_rate: HourlyRate
    """What an hour of it costs from now on, whatever the rates say. Zero is a price too."""
    reason: Reason
    """Why, for those who ask later: up to 500 characters."""

    def override(self, entry_id: UUID, expected: int | None) -> NewOverride:
        """The price that the caller wants to set in place of the version that they read."""
        rate = Money(self.hourly_rate.amount, self.hourly_rate.currency)
        return NewOverride(entry_id, rate, self.reason, expected)


class EntryOverrideRequest(OverrideRequest):
    """What an hour of one of several entries is to cost, and why."""

    entry_id: UUID
    """The time entry, by its id in timer."""
    version: int | None = Field(default=None, ge=1)
    """The version of the price that was set before and is replaced, as the caller read it; null: none is set."""


class OverridesRequest(web.RequestModel):
    """What an hour of each of several entries is to cost, and why."""

    overrides: list[EntryOverrideRequest] = Field(min_length=1, max_length=MOST_AT_ONCE)
    """The prices, at most one for an entry."""

    @model_validator(mode="after")
    def _one_price_each(self) -> "OverridesRequest":
        if len({one.entry_id for one in self.overrides}) < len(self.overrides):
            raise ValueError("the same entry twice")
        return self

    @property
    def wanted(self) -> list[NewOverride]:
        """The prices that the caller wants to set."""
        return [one.override(one.entry_id, one.version) for one in self.overrides]


class OverrideResponse(web.ResponseModel):
    """What an hour of an entry costs as somebody set it, above all rates. It is never overwritten."""

    entry_id: UUID
    """The time entry, by its id in timer."""
    version: int
    """Counts the prices that were set on the entry from 1; what `ETag` and `If-Match` carry."""
    hourly_rate: web.Money
    """What an hour of it costs, without tax."""
    reason: str
    """Why."""
    recorded_at: datetime
    """When it was set."""
    recorded_by: str
    """Who set it: the subject of their token."""
    superseded_at: datetime | None
    """When the next one replaced it, or it was removed; null: it holds."""
    superseded_by: str | None
    """Who did that; null: it holds."""


class OverridesResponse(web.ResponseModel):
    """Prices as they now are."""

    items: list[OverrideResponse]
    """In the order in which they were sent."""
