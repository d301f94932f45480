"""Time that is held back, as JSON."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

import web
from invoicing.domain.held_back import HoldBackRequest
from invoicing.schemas.amounts import Day
from invoicing.schemas.write_offs import Reason

EntryIds = Annotated[tuple[UUID, ...], Field(min_length=1, max_length=1000)]


class HoldBackTimeRequest(web.RequestModel):
    """Which ready time no draft is to take, until when, and why."""

    organization_id: UUID
    """The customer, by timer's id."""
    entry_ids: EntryIds
    """Time entries of which something is ready."""
    reason: Reason
    """Why, for whoever bills."""
    until: Day | None = None
    """From this day on, in the account's time zone, drafts take it again by themselves; null: once it is let go."""

    def to_domain(self) -> HoldBackRequest:
        """As the command takes it."""
        return HoldBackRequest(**dict(self))


class LetGoRequest(web.RequestModel):
    """Which time drafts may take again."""

    organization_id: UUID
    """The customer, by timer's id."""
    entry_ids: EntryIds
    """Time entries; those that nothing holds back stay as they are."""


class HeldBackResponse(web.ResponseModel):
    """Why no draft takes an entry, and until when."""

    reason: str
    """Why, for whoever bills."""
    until: date | None
    """From this day on drafts take it again; null: once it is let go."""
    held_back_at: datetime
    """Since when (UTC)."""
    held_back_by: str
    """Subject of the token of whoever held it back."""
