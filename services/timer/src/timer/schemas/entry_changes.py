"""Several entries changed at once, and one split in two."""

from typing import Any
from uuid import UUID

from pydantic import Field, model_validator

import web
from timer.entry_change import Split, WorkChange
from timer.schemas.fields import Instant, Partial
from timer.schemas.time import TimeEntryResponse, WorkRequest
from timer.time_span import LONGEST_SECONDS

_MOST_AT_ONCE = 500


class WorkChangeRequest(WorkRequest, Partial):
    """The fields that change. Entries that move to other work take customer, billable and kind of work from there,
    unless those are sent too; one without a kind of work leaves them theirs."""

    @property
    def change(self) -> WorkChange:
        """What is to change."""
        fields: dict[str, Any] = self.changes
        return WorkChange(fields)


class EntryVersionRequest(web.RequestModel):
    """An entry as the caller read it."""

    id: UUID
    """The entry."""
    version: web.WholeNumber = Field(ge=1)
    """The version that the caller read: the number in its `ETag`."""


class EntriesChangeRequest(web.RequestModel):
    """Entries as they were read, and what is to change of each."""

    entries: list[EntryVersionRequest] = Field(min_length=1, max_length=_MOST_AT_ONCE)
    """The entries, each with the version that was read."""
    changes: WorkChangeRequest
    """What changes, the same for each."""

    @model_validator(mode="after")
    def _one_version_each(self) -> "EntriesChangeRequest":
        if len(self.versions) < len({(entry.id, entry.version) for entry in self.entries}):
            raise ValueError("the same entry with two versions")
        return self

    @property
    def versions(self) -> dict[UUID, int]:
        """The versions by the entries' ids."""
        return {entry.id: entry.version for entry in self.entries}


class EntriesResponse(web.ResponseModel):
    """Entries as they now are."""

    items: list[TimeEntryResponse]
    """In the order in which they were sent."""


class SplitRequest(web.RequestModel):
    """Where the entry is cut: either `at`, or after `seconds`."""

    id: UUID
    """The id that the second part is to have, a UUIDv7 of the caller's own."""
    at: Instant | None = None
    """When the second part begins; only for an entry with a start."""
    seconds: int | None = Field(default=None, ge=1, le=LONGEST_SECONDS)
    """How many seconds the first part has."""
    break_seconds: int = Field(default=0, ge=0, le=LONGEST_SECONDS)
    """How many seconds of the entry's pauses lie in the first part."""
    changes: WorkChangeRequest = Field(default_factory=WorkChangeRequest)
    """What is different about the second part."""

    @model_validator(mode="after")
    def _one_cut(self) -> "SplitRequest":
        if (self.at is None) == (self.seconds is None):
            raise ValueError("say at or seconds, and not both")
        return self

    @property
    def split(self) -> Split:
        """What is asked."""
        return Split(self.id, self.changes.change, self.at, self.seconds, self.break_seconds)


class SplitResponse(web.ResponseModel):
    """Both parts, whose seconds add up to the whole."""

    first: TimeEntryResponse
    """The entry that was cut."""
    second: TimeEntryResponse | None
    """The part that was cut off; null when a repeat finds it deleted."""
