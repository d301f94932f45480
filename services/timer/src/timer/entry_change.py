"""Change the work of several entries at once, and split one in two."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from domain_errors import ConflictError, InvalidInputError
from timer.time_span import TimeSpan, whole_second
from timer.work import Work, WorkReference


class EntriesRefusedError(ConflictError):
    """Some of several entries do not allow what is asked, so none was changed; `fields` name each and why."""


class EntryIdTakenError(ConflictError):
    """The id for the second part is that of another entry, or of one that was deleted."""


_ITEMS = ("task_id", "ticket_id")


@dataclass(frozen=True, slots=True)
class WorkChange:
    """The fields of a `WorkReference` that are to change, by name; the others stay."""

    fields: Mapping[str, Any]

    def applied_to(self, before: Work) -> WorkReference:
        """What is named then. Work that moves takes customer, flag and kind of work from where it arrives, unless named."""
        if not self.fields.keys() & {"project_id", *_ITEMS}:
            return WorkReference(**{**_reference(before), **self.fields})
        arrives_by_item = any(self.fields.get(item) for item in _ITEMS)
        project_id = None if arrives_by_item else before.project_id
        moved = WorkReference(
            project_id=project_id, description=before.description, tags=before.tags
        )
        return replace(moved, **self.fields)

    def kind_of_work(self, before: Work) -> UUID | None:
        """The kind of work where neither the change nor what it names has one."""
        return None if "service_type_id" in self.fields else before.service_type_id

    def digest(self, version: int) -> str:
        """The same for the same change of the same version."""
        return _digest(["change", dict(self.fields), version])


def _reference(work: Work) -> dict[str, Any]:
    return {name: getattr(work, name) for name in WorkReference.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Split:
    """Where an entry is cut, and what its second part is. Either `at`, or after `seconds` of work.

    `break_seconds`: how much of the entry's pauses lies in the first part.
    """

    second_id: UUID
    change: WorkChange
    at: datetime | None = None
    seconds: int | None = None
    break_seconds: int = 0

    def parts_of(self, span: TimeSpan) -> tuple[TimeSpan, TimeSpan]:
        """The spans of both parts, which have the seconds of the whole. Raises `InvalidInputError`."""
        if self.break_seconds > span.break_seconds:
            raise InvalidInputError("break_seconds", f"the entry has {span.break_seconds}")
        if self.at is None:
            assert self.seconds is not None
            if self.seconds >= span.seconds:
                raise InvalidInputError("seconds", f"must be less than the entry's {span.seconds}")
            return span.split(self.seconds, self.break_seconds)
        if span.started_at is None:
            raise InvalidInputError("at", "the entry has no start: say after how many seconds")
        elapsed = int((whole_second(self.at) - span.started_at).total_seconds())
        seconds = elapsed - self.break_seconds
        if not 0 < seconds < span.seconds:
            raise InvalidInputError("at", "must lie inside the entry")
        return span.split(seconds, self.break_seconds)

    def digest(self, version: int) -> str:
        """The same for the same split of the same version."""
        cut = [self.second_id, self.at, self.seconds, self.break_seconds, dict(self.change.fields)]
        return _digest(["split", *cut, version])


def _digest(content: list[Any]) -> str:
    text = json.dumps(content, default=str, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()
