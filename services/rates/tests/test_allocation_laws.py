"""Laws of allocation, for any agreements and any time; and the same again second by second."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from hypothesis import given, settings
from hypothesis import strategies as st

from rates.domain.agreements import Agreement
from rates.domain.allocation import Allocation, Claimant, allocate
from rates.domain.charges import ClosedCharge
from rates.domain.segments import Segment
from services.rates.tests import agreement_strategies as made
from services.rates.tests.agreement_days import amount, base_seconds, month_of
from services.rates.tests.agreement_oracle import Oracle

law = settings(max_examples=60, deadline=None)


def bill(
    entries: Iterable[Claimant], outcome: Allocation, chosen: Callable[[UUID], bool]
) -> list[Claimant]:
    """The same entries, the chosen ones billed as they were charged."""
    return [made.billed(one, outcome) if chosen(one.entry_id) else one for one in entries]


@st.composite
def stories(draw: st.DrawFn, *, rounded: bool = True) -> dict[str, Any]:
    """Agreements, of which some charges are billed, with some of the time that was there then; and time of later."""
    book, today = draw(made.books()), draw(made.todays)
    entries = draw(made.work(rounded=rounded))
    early = [one for one in entries if draw(st.booleans())]
    outcome = allocate(book, early, [], today)
    closed = [one.closed() for one in outcome.charges if draw(st.booleans())]
    numbers = {one.entry_id for one in early if one.approved and draw(st.booleans())}
    return {
        "agreements": book,
        "entries": bill(entries, outcome, numbers.__contains__),
        "closed": closed,
        "today": today,
    }


def seconds(outcome: Allocation, treatment: str) -> dict[UUID | None, int]:
    """Billed seconds with a treatment, by charge."""
    sums: dict[UUID | None, int] = defaultdict(int)
    for entry in outcome.entries.values():
        for segment in entry.segments:
            if segment.treatment == treatment:
                sums[segment.charge_id] += segment.billed_seconds
    return sums


@law
@given(stories())
def test_segments_cover_their_entry_and_bill_what_it_bills(story: dict[str, Any]) -> None:
    outcome = allocate(**story)
    for entry in story["entries"]:
        segments = outcome.entries[entry.entry_id].segments
        if not segments:
            assert entry.currency is None
            continue
        assert segments[0].start == 0
        assert segments[-1].end == entry.seconds
        assert all(one.end == other.start for one, other in pairwise(segments))
        assert all(one.start < one.end and one.billed_seconds >= 0 for one in segments)
        assert sum(one.billed_seconds for one in segments) == entry.billed_seconds
        for base in entry.segments:
            inside = [one for one in segments if base.start <= one.start < base.end]
            assert sum(one.billed_seconds for one in inside) == base.billed_seconds
            assert {one.hourly_rate for one in inside} == {base.hourly_rate}


@law
@given(stories())
def test_no_month_gives_more_than_it_has_and_all_that_is_used_is_some_entrys(
    story: dict[str, Any],
) -> None:
    outcome = allocate(**story)
    included, overage = seconds(outcome, "included"), seconds(outcome, "overage")
    for month in outcome.months:
        if month.minimum is None:
            assert month.used_seconds == included[month.charge_id]
            assert month.overage_seconds == overage[month.charge_id]
            assert 0 <= month.expiring_seconds <= month.unused_seconds or out_of_order(story)
            for one in month.rolled_over:
                assert 0 <= one.used_seconds <= one.seconds or out_of_order(story)
            more = month.used_seconds + month.unused_seconds - month.included_seconds
            assert more == 0 or (more > 0 and not month.unused_seconds and out_of_order(story))


def out_of_order(story: dict[str, Any]) -> bool:
    """Whether invoices may bill more of a month than it has by now."""
    return any(one.billed for one in story["entries"])


@law
@given(stories())
def test_what_a_month_leaves_is_there_in_the_next_or_lost(story: dict[str, Any]) -> None:
    ledgers = defaultdict(list)
    for month in allocate(**story).months:
        if month.minimum is None and month.first_day <= story["today"]:
            ledgers[month.agreement_id].append(month)
    for months in ledgers.values():
        for month, following in pairwise(months):
            if month.last_day < story["today"].replace(day=1):
                kept = month.unused_seconds - month.expiring_seconds
                assert following.rolled_over_seconds == kept


@law
@given(stories())
def test_no_block_gives_more_than_it_has(story: dict[str, Any]) -> None:
    outcome = allocate(**story)
    drawn = seconds(outcome, "prepaid")
    blocks = {block.block_id: block for one in story["agreements"] for block in one.blocks}
    for balance in outcome.blocks:
        block = blocks[balance.block_id]
        assert balance.drawn_seconds == drawn[balance.charge_id]
        if block.seconds is not None:
            assert balance.drawn_seconds + (balance.remaining_seconds or 0) == block.seconds
        else:
            assert balance.drawn_amount is not None
            assert balance.remaining_amount is not None
            assert balance.drawn_amount + balance.remaining_amount == block.amount
            assert balance.remaining_amount >= 0


@law
@given(stories(), st.randoms(use_true_random=False))
def test_the_order_in_which_time_is_given_does_not_matter(
    story: dict[str, Any], chance: Any
) -> None:
    outcome = allocate(**story)
    for name in ("agreements", "entries", "closed"):
        story[name] = chance.sample(story[name], len(story[name]))
    shuffled = allocate(**story)
    assert shuffled.entries == outcome.entries
    assert set(shuffled.charges) == set(outcome.charges)
    assert set(shuffled.months) == set(outcome.months)


@law
@given(stories(), st.integers(0, 10))
def test_billing_what_came_out_changes_nothing(story: dict[str, Any], number: int) -> None:
    story["entries"] = [replace(one, approved=True, billed=None) for one in story["entries"]]
    outcome = allocate(**story)
    first = set(list(outcome.entries)[:number])
    story["entries"] = bill(story["entries"], outcome, first.__contains__)
    again = allocate(**story)
    openings, draws = again.openings, again.billed_draws
    assert again == replace(outcome, openings=openings, billed_draws=draws)


@law
@given(stories())
def test_closing_months_as_they_came_out_changes_no_entry(story: dict[str, Any]) -> None:
    story["entries"] = [replace(one, approved=True) for one in story["entries"]]
    outcome = allocate(**story)
    story["closed"] = [one.closed() for one in outcome.charges]
    assert allocate(**story).entries == outcome.entries


@law
@given(stories(), st.data())
def test_an_entry_changes_none_that_come_before_it(
    story: dict[str, Any], data: st.DataObject
) -> None:
    late = data.draw(made.entries(99))
    story["entries"] = [one for one in story["entries"] if one.entry_id != late.entry_id]
    before = allocate(**story).entries
    story["entries"] = [*story["entries"], late]
    after = allocate(**story).entries
    for entry_id in list(after)[: list(after).index(late.entry_id)]:
        assert after[entry_id] == before[entry_id]


@law
@given(stories(rounded=False))
def test_it_comes_out_the_same_second_by_second(story: dict[str, Any]) -> None:
    outcome = allocate(**story)
    book, closed = story["agreements"], {one.charge_id: one for one in story["closed"]}
    oracle = Oracle(book, closed, story["today"])
    expected = oracle.allocate(story["entries"])
    for entry in story["entries"]:
        assert by_second(outcome.entries[entry.entry_id].segments) == (
            expected[entry.entry_id] or []
        )
    agreements = {one.agreement_id: one for one in book}
    for month in outcome.months:
        agreement, number = agreements[month.agreement_id], month_of(month.first_day)
        drawn = oracle.state.drawn
        for one in month.rolled_over:
            origin = drawn[month.agreement_id, month_of(one.month)]
            assert one.used_seconds == origin[number]
        frozen = closed.get(month.charge_id)
        if month.minimum is None:
            assert month.base_seconds == (
                base_seconds(agreement, number) if frozen is None else frozen.base_seconds
            )
            assert month.amount == (amount(agreement, number) if frozen is None else frozen.amount)
        else:
            assert month.minimum == amount(agreement, number)


def by_second(segments: Iterable[Segment]) -> list[tuple[str, Decimal, UUID | None]]:
    return [
        (one.treatment, one.hourly_rate, one.charge_id)
        for one in segments
        for _ in range(one.seconds)
    ]


@law
@given(stories(rounded=False), st.data())
def test_a_customer_pays_the_minimum_or_what_time_is_worth_whenever_the_true_up_is_billed(
    story: dict[str, Any], data: st.DataObject
) -> None:
    """Billed at any time, on what is approved then: the sum is the same to a second's fee and a cent."""
    minimums = [one for one in story["agreements"] if one.kind == "spend-minimum"]
    book: list[Agreement] = minimums[:1]
    entries = [replace(one, billed=None) for one in story["entries"] if one.currency]
    outcome = allocate(book, entries, [], story["today"])
    closed: list[ClosedCharge] = [one.closed() for one in outcome.charges]
    approved = {one.entry_id for one in entries if one.approved and data.draw(st.booleans())}
    entries = [
        one if data.draw(st.booleans()) else replace(one, approved=True)
        for one in bill(entries, outcome, approved.__contains__)
    ]
    entries += data.draw(st.lists(made.entries(99, rounded=False), max_size=1))
    after = allocate(book, entries, closed, story["today"])
    worth = allocate(
        book, [replace(one, billed=None, approved=True) for one in entries], [], story["today"]
    )
    dearest = max((s.hourly_rate for one in entries for s in one.segments), default=Decimal(0))
    for month, free in zip(after.months, worth.months, strict=True):
        assert month.minimum is not None
        due = max(month.minimum, free.fees)
        assert abs(month.fees + month.amount - due) <= dearest / 3600 + Decimal("0.01")
