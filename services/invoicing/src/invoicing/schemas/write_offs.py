"""Write-offs as JSON."""

from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

import web
from invoicing.commands.write_off import WriteOffRequest
from invoicing.domain.pieces import EntryPart
from invoicing.domain.write_off import Undoing, WriteOff
from invoicing.queries.write_offs import WriteOffFilter
from invoicing.schemas.amounts import AmountOf, AmountsResponse, PriceOf, respond

Reason = Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]
_Seconds = Annotated[int, Field(ge=1, le=86_400)]


class TimePartRequest(web.RequestModel):
    """An entry, or some of its seconds."""

    entry_id: UUID
    """Timer's id of the entry."""
    seconds: _Seconds | None = None
    """So many of its seconds, the last of those that there are. Null: all of them."""

    def to_domain(self) -> EntryPart:
        """As the domain has it."""
        return EntryPart(**dict(self))


class WriteOffTimeRequest(web.RequestModel):
    """Which ready time is charged to nobody, and why."""

    organization_id: UUID
    """The customer, by timer's id."""
    reason: Reason
    """Why, for whoever reads the books."""
    entries: Annotated[tuple[TimePartRequest, ...], Field(min_length=1, max_length=1000)]
    """Its entries, each once; all priced in one currency."""

    def to_domain(self) -> WriteOffRequest:
        """As the command takes it."""
        entries = tuple(one.to_domain() for one in self.entries)
        return WriteOffRequest(self.organization_id, self.reason, entries)


class WriteOffLineRequest(web.RequestModel):
    """What of a draft's line is charged to nobody, and why."""

    reason: Reason
    """Why, for whoever reads the books."""
    entries: Annotated[tuple[TimePartRequest, ...], Field(max_length=1000)] = ()
    """Entries of the line, each once. Empty: all that it has."""

    def parts(self) -> tuple[EntryPart, ...]:
        """As the command takes them."""
        return tuple(one.to_domain() for one in self.entries)


class UndoWriteOffRequest(web.RequestModel):
    """What of a write-off is undone."""

    entry_ids: Annotated[tuple[UUID, ...], Field(max_length=1000)] = ()
    """Entries of it, by timer's ids. Empty: all that still holds."""


class WriteOffFilterRequest(web.FilterModel):
    """Which write-offs are asked for."""

    organization_id: UUID | None = None
    """Only those of this customer, or of one that was merged into it."""
    undone: bool | None = None
    """Only those of which all was undone, or only those of which something holds."""

    def to_domain(self) -> WriteOffFilter:
        """As the query takes it."""
        return WriteOffFilter(**dict(self))


class WrittenOffEntryResponse(AmountsResponse):
    """Seconds of an entry at one price."""

    entry_id: UUID
    """Timer's id of the entry."""
    seconds: int
    """How many, raw."""
    billed_seconds: int
    """What would have been charged of them, after rounding."""
    hourly_rate: PriceOf
    """At which price per hour, before tax."""
    amount: AmountOf
    """What they would have been charged with, before tax."""
    work_date: date
    """The agent's local date on which the work started."""
    agent_name: str
    """Who did the work."""
    project_name: str | None
    """The project; null for work outside projects."""
    work_item_name: str | None
    """The ticket or task; null where none was named."""
    description: str
    """What was done, in the agent's words; may be empty."""
    undone_at: datetime | None
    """When this was undone (UTC); null while it holds."""
    undone_by: str | None
    """Subject of the token of whoever undid it; null while it holds."""


class WriteOffResponse(AmountsResponse):
    """Time that is charged to nobody; what of it is undone is ready again."""

    id: UUID
    """Of the write-off."""
    version: int
    """1, and 1 more for each time that something of it is undone; sent back in `If-Match`."""
    organization_id: UUID
    """The customer, by timer's id."""
    reason: str
    """Why."""
    currency: str
    """ISO 4217 code of the amounts."""
    seconds: int
    """How much time, in whole seconds."""
    amount: AmountOf
    """What it would have been charged with, before tax: rounded once."""
    left_seconds: int
    """How much of it still holds."""
    left_amount: AmountOf
    """What of it that holds would have been charged with."""
    written_off_at: datetime
    """When (UTC)."""
    written_off_by: str
    """Subject of the token of whoever did it."""
    undone_at: datetime | None
    """When the last of it was undone (UTC); null while something holds."""
    undone_by: str | None
    """Subject of the token of whoever undid that; null while something holds."""
    entries: list[WrittenOffEntryResponse]
    """By work date."""

    @classmethod
    def of(cls, found: WriteOff) -> Self:
        """From a write-off."""
        entries = [
            respond(
                WrittenOffEntryResponse,
                one,
                currency=found.currency,
                **_undone(one.undone),
            )
            for one in found.lines
        ]
        return respond(
            cls, found, currency=found.currency, **_undone(found.undone), entries=entries
        )


def _undone(by: Undoing | None) -> dict[str, Any]:
    return {"undone_at": by and by.undone_at, "undone_by": by and by.undone_by}
