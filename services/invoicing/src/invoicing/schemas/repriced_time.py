"""What new prices changed on drafts, as JSON."""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field

import web
from invoicing.queries.lost_time import RepricedTimes
from invoicing.schemas.amounts import AmountsResponse, PriceOf


class DismissRepricedTimeRequest(web.RequestModel):
    """Which changes somebody has seen."""

    ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=10_000)]
    """Of the changes; those that are dismissed already, or of another draft, stay as they are."""


class RepricedTimeResponse(AmountsResponse):
    """Seconds of an entry that a draft charges otherwise than it did."""

    id: UUID
    """Of the change."""
    entry_id: UUID
    """The time entry; `GET /v1/prices/{entry_id}` of rates has the rules of both prices in its `history`."""
    from_line_id: UUID
    """The line that had them."""
    line_id: UUID
    """The line that has them since; the same, when all of it is charged alike."""
    seconds: int
    """How many, raw."""
    hourly_rate_before: PriceOf
    """Price per hour before tax, as it was."""
    hourly_rate: PriceOf
    """Price per hour before tax, as it is."""
    billed_seconds_before: int
    """How many of them were charged, after rounding."""
    billed_seconds: int
    """How many of them are charged, after rounding."""
    overage_before: bool
    """Whether they exceeded an agreement."""
    overage: bool
    """Whether they exceed an agreement."""
    price_version_before: int
    """The version of the entry's price that they had."""
    price_version: int
    """The version of the entry's price that they have."""
    agent_name: str | None
    """Who did the work."""
    work_item_name: str | None
    """The task or ticket; null for none."""
    work_date: date | None
    """When it was done."""
    repriced_at: datetime
    """When the draft followed (UTC)."""


class RepricedTimesResponse(AmountsResponse):
    """All that new prices changed on the draft and nobody dismissed."""

    items: list[RepricedTimeResponse]
    """In the order in which it came."""

    @classmethod
    def of(cls, source: RepricedTimes) -> Self:
        """From what the query found."""
        return cls.model_validate(source, context=source.currency)
