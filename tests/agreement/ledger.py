"""Books that know nothing but the events which invoicing published: where billed time is, and what is owed."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from contracts import Event
from contracts.invoicing import (
    InvoiceCredited,
    InvoiceIssued,
    PaymentRecorded,
    PaymentReversed,
    TimeBilled,
    TimeReleased,
    TimeWrittenOff,
    WriteOffUndone,
)

Range = tuple[UUID, UUID, int, int]


@dataclass
class Ledger:
    """What the events come to. Fails on one that bills a second twice, gives back what is not billed, or skips a number."""

    billed: set[Range] = field(default_factory=set)
    """Line, entry and seconds of all that is billed, or written off, and not given back."""
    written_off: set[Range] = field(default_factory=set)
    numbers: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    total: dict[UUID, Decimal] = field(default_factory=dict)
    credited: dict[UUID, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    paid: dict[UUID, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    def hear(self, events: Iterable[Event]) -> None:
        """Take events in, as they were published."""
        for event in events:
            match event:
                case TimeBilled():
                    self._take(self.billed, event)
                case TimeWrittenOff():
                    self._take(self.written_off, event)
                case TimeReleased():
                    self._give_back(self.billed, event)
                case WriteOffUndone():
                    self._give_back(self.written_off, event)
                case InvoiceIssued():
                    self.numbers.append(event.number)
                    self.total[event.invoice_id] = event.total
                case InvoiceCredited():
                    self.notes.append(event.credit_note_number)
                    self.credited[event.invoice_id] += event.total
                case PaymentRecorded():
                    self.paid[event.invoice_id] += event.amount.amount
                case PaymentReversed():
                    self.paid[event.invoice_id] -= event.amount.amount

    def seconds(self, ranges: set[Range]) -> int:
        """How many they are."""
        return sum(end - start for _, _, start, end in ranges)

    def balance(self, invoice_id: UUID) -> Decimal:
        """What is owed of an invoice."""
        return self.total[invoice_id] - self.credited[invoice_id] - self.paid[invoice_id]

    def _take(self, kept: set[Range], event: TimeBilled | TimeWrittenOff) -> None:
        for one in event.ranges:
            for _, entry_id, start, end in self.billed | self.written_off:
                clear = entry_id != one.entry_id or end <= one.start or one.end <= start
                assert clear, f"seconds of {entry_id} are billed twice: {event}"
            kept.add((one.line_id, one.entry_id, one.start, one.end))

    def _give_back(self, kept: set[Range], event: TimeReleased | WriteOffUndone) -> None:
        for one in event.ranges:
            whole = [
                (line_id, entry_id, start, end)
                for line_id, entry_id, start, end in kept
                if (line_id, entry_id) == (one.line_id, one.entry_id)
                and start <= one.start
                and one.end <= end
            ]
            assert len(whole) == 1, f"what is given back is not billed: {one} of {event}"
            line_id, entry_id, start, end = whole[0]
            kept.remove(whole[0])
            left = (start, one.start), (one.end, end)
            kept |= {(line_id, entry_id, first, last) for first, last in left if first < last}
