"""A customer's time and agreements through months: whatever happens, invoices stay and nothing is given twice."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import count, pairwise
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from rates.domain.agreements import Agreement
from rates.domain.allocation import Allocation, Claimant, allocate
from rates.domain.charges import ClosedCharge
from services.rates.tests import agreement_strategies as made

START = date(2026, 1, 5)


@dataclass
class Customer:
    """A customer, and what happens to its time."""

    data: st.DataObject
    agreements: list[Agreement]
    today: date = START
    entries: dict[UUID, Claimant] = field(default_factory=dict)
    closed: dict[UUID, ClosedCharge] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def outcome(self) -> Allocation:
        """How its time is charged now."""
        entries, closed = list(self.entries.values()), list(self.closed.values())
        return allocate(self.agreements, entries, closed, self.today)

    def record(self) -> None:
        """Somebody works, or writes down late what was worked."""
        entry = self.data.draw(made.entries(next(self.numbers)))
        day = min(entry.work_date, self.today)
        self.entries[entry.entry_id] = replace(
            entry, work_date=day, started_at=None, approved=False
        )

    def approve(self) -> None:
        """Sheets are approved."""
        for entry in self._some(lambda one: one.billed is None):
            self.entries[entry.entry_id] = replace(entry, approved=True)

    def reopen(self) -> None:
        """Sheets are reopened; some time of them is rejected and gone."""
        for entry in self._some(lambda one: one.billed is None):
            self.entries[entry.entry_id] = replace(entry, approved=False)
            if self.data.draw(st.booleans()):
                del self.entries[entry.entry_id]

    def bill(self) -> None:
        """An invoice bills some approved time, and some charges whose day has come."""
        outcome = self.outcome
        for entry in self._some(lambda one: one.approved and one.billed is None):
            self.entries[entry.entry_id] = made.billed(entry, outcome)
        for charge in outcome.charges:
            due = charge.billable_from is not None and charge.billable_from <= self.today
            if due and not charge.cancelled and self.data.draw(st.booleans()):
                self.closed.setdefault(charge.charge_id, charge.closed())

    def credit(self) -> None:
        """Credit notes give time and charges back."""
        for entry in self._some(lambda one: one.billed is not None):
            currency = entry.currency if entry.segments else None
            self.entries[entry.entry_id] = replace(entry, billed=None, currency=currency)
        for charge_id in list(self.closed):
            if self.data.draw(st.integers(0, 3)) == 0:
                del self.closed[charge_id]

    def wait(self) -> None:
        """Time passes."""
        self.today += timedelta(days=self.data.draw(st.integers(1, 45)))

    def _some(self, wanted: Callable[[Claimant], bool]) -> list[Claimant]:
        return [
            one for one in self.entries.values() if wanted(one) and self.data.draw(st.booleans())
        ]


ACTS = (
    *(Customer.record, Customer.record, Customer.record, Customer.approve, Customer.approve),
    *(Customer.bill, Customer.wait, Customer.reopen, Customer.credit),
)


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_happens_no_second_is_lost_or_given_twice(data: st.DataObject) -> None:
    customer = Customer(data, data.draw(made.books()))
    for act in data.draw(st.lists(st.sampled_from(ACTS), min_size=5, max_size=25)):
        act(customer)
        outcome = customer.outcome
        check_entries(customer, outcome)
        check_hours(customer, outcome)
        check_charges(customer, outcome)


def check_entries(customer: Customer, outcome: Allocation) -> None:
    """Every second is in one segment, and what is billed stays."""
    assert outcome.entries.keys() == customer.entries.keys()
    for entry in customer.entries.values():
        segments = outcome.entries[entry.entry_id].segments
        if entry.billed is not None:
            assert segments == entry.billed
        if segments:
            assert segments[0].start == 0
            assert segments[-1].end == entry.seconds
            assert all(one.end == other.start for one, other in pairwise(segments))


def check_hours(customer: Customer, outcome: Allocation) -> None:
    """No agreement gives more hours than all its months have, no block more than it has."""
    base: Counter[UUID] = Counter()
    used: Counter[UUID] = Counter()
    for month in outcome.months:
        base[month.agreement_id] += month.base_seconds
        used[month.agreement_id] += month.used_seconds
    assert all(used[key] <= base[key] for key in used)
    blocks = {block.block_id: block for one in customer.agreements for block in one.blocks}
    for balance in outcome.blocks:
        block = blocks[balance.block_id]
        assert balance.drawn_seconds <= (block.seconds or balance.drawn_seconds)
        if block.amount is not None:
            assert balance.drawn_amount is not None
            assert balance.drawn_amount <= block.amount


def check_charges(customer: Customer, outcome: Allocation) -> None:
    """Each charge is there once, what is billed of it stays, and what time names is one of them."""
    charges = {one.charge_id: one for one in outcome.charges}
    assert len(charges) == len(outcome.charges)
    for closed in customer.closed.values():
        if closed.charge_id in charges:
            assert charges[closed.charge_id].amount == closed.amount
    used: dict[UUID, int] = defaultdict(int)
    for allocated in outcome.entries.values():
        for segment in allocated.segments:
            if segment.charge_id is not None:
                assert segment.charge_id in charges
                used[segment.charge_id] += segment.billed_seconds * (not segment.charged_by_hour)
    for charge in charges.values():
        if charge.kind != "true-up":
            assert charge.used_seconds == used[charge.charge_id]
