"""Planned rows to what is written of them: entries, identities and events, ready for the database."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from database import new_id
from messaging import outbox
from timer import events
from timer.importing.booking import Booking
from timer.importing.messages import Batch, MonthOfProject
from timer.importing.plan import PlannedRow
from timer.store.imported_entries import entries_as_text, identities_as_text
from timer.time_entry import TimeEntry


@dataclass(slots=True)
class BatchMaker:
    """Makes batches of the rows of one file; `entry_ids` are those of all so far."""

    booking: Booking
    entry_ids: list[UUID] = field(default_factory=list)

    def batch(self, rows: Sequence[PlannedRow]) -> Batch:
        """What is written of these rows."""
        booking = self.booking
        entries = [booking.entry(row, new_id()) for row in rows]
        self.entry_ids += [entry.id for entry in entries]
        pairs = zip(rows, entries, strict=True)
        return Batch(
            entries_as_text(entries),
            identities_as_text(
                booking.source, (row.as_imported(one.id, one.agent_id) for row, one in pairs)
            ),
            outbox.values_of(
                *(events.entry_recorded(booking.account_id, one) for one in entries),
                trace=booking.trace,
            ),
            _worked(entries),
            len(entries),
        )


def _worked(entries: Sequence[TimeEntry]) -> Counter[MonthOfProject]:
    worked: Counter[MonthOfProject] = Counter()
    for one in entries:
        if one.work.project_id:
            worked[one.work.project_id, one.span.work_date.replace(day=1)] += one.span.seconds
    return worked
