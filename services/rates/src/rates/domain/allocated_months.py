"""From which month on a customer's time is allocated again, and how far, when some of it or what is agreed has changed."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from rates.domain.agreement_months import first_of_month, month_number
from rates.domain.agreements import Agreement
from rates.domain.openings import Opened


@dataclass(frozen=True, slots=True)
class LastAllocation:
    """What a customer's time was last allocated by, so that what is kept of its months holds.

    `names`: the ids of the customer. `current`: the month of the account's day, `last`: the last there is. `changed_from`:
    the first of which something was billed or given back since. Not `in_order`: nothing that is kept can be used.
    """

    names: frozenset[UUID]
    agreements: tuple[Agreement, ...]
    current: int
    last: int
    changed_from: int | None = None
    in_order: bool = True


@dataclass(frozen=True, slots=True)
class Reach:
    """The months that are to be allocated again: from `first` to `last` at least, None: to the last there is.

    `back`: what is billed of them may be drawn otherwise, so also those before them that draw from the same sources.
    """

    first: int
    last: int | None
    back: bool = False


def begin_of(agreements: Iterable[Agreement]) -> int:
    """The first month of all."""
    return min(month_number(one.first_day) for one in agreements)


def reach_of(
    before: LastAllocation | None,
    names: Collection[UUID],
    agreements: Collection[Agreement],
    today: date,
    touched: Collection[int],
    *,
    billed: bool,
) -> Reach:
    """The months that a change touches: those of time that has changed (`touched`), and what is agreed otherwise.

    `billed`: some of that time is billed, or was.
    """
    begin = begin_of(agreements)
    if before is None or not before.in_order or before.names != set(names):
        return Reach(begin, None)
    current = month_number(today)
    changed = [*_changes(before, agreements, current)]
    first = max(min([*touched, *changed, before.last, current]), begin)
    last = max([first, *touched]) if touched else before.last
    back = first > begin and (billed or bool(changed))
    return Reach(first, None if changed or last >= before.last else last, back)


def reaches_back(agreements: Iterable[Agreement], opening: Iterable[Opened], first: int) -> int:
    """The first month whose time can have to do with what is billed of a month: that draws from the same sources."""
    hours = (one.month for one in opening if one.month is not None)
    blocks = (
        month_number(block.usable_from)
        for agreement in agreements
        for block in agreement.blocks
        if block.usable_from and not _expired(block.expires_on, first)
    )
    return min([first, *hours, *blocks])


def further(reach: Reach, before: LastAllocation) -> Reach:
    """Twice as many months, for the balance at the end of these is another than before."""
    assert reach.last is not None
    last = reach.last + max(1, reach.last - reach.first)
    return replace(reach, last=None if last >= before.last else last)


def _changes(
    before: LastAllocation, agreements: Collection[Agreement], current: int
) -> Iterator[int]:
    """Months from which on something else is agreed, billed or over."""
    if before.changed_from is not None:
        yield before.changed_from
    if before.current != current:
        yield min(before.current, current)
    known = {one.agreement_id: one for one in before.agreements}
    now = {one.agreement_id: one for one in agreements}
    for agreement_id in known.keys() ^ now.keys():
        yield month_number((known | now)[agreement_id].first_day)
    for agreement_id in known.keys() & now.keys():
        if known[agreement_id] != now[agreement_id]:
            yield min([current, *map(month_number, _days(known[agreement_id], now[agreement_id]))])


def _days(before: Agreement, after: Agreement) -> Iterator[date]:
    """Days from which on an agreement is another than it was."""
    yield from (one.valid_from for one in set(before.terms) ^ set(after.terms))
    if before.ends_on != after.ends_on:
        yield min(day for day in (before.ends_on, after.ends_on) if day)
    for block in set(before.blocks) ^ set(after.blocks):
        yield block.usable_from or block.bought_on
    for milestone in set(before.milestones) ^ set(after.milestones):
        if milestone.reached_on is not None:
            yield milestone.reached_on
    if _same_parts(before, after) != after:
        yield after.first_day


def _same_parts(before: Agreement, after: Agreement) -> Agreement:
    """The agreement as it was, in all that changes from a day on as it is."""
    return replace(
        before,
        version=after.version,
        last_day=after.last_day,
        renews_months=after.renews_months,
        terms=after.terms,
        blocks=after.blocks,
        milestones=after.milestones,
    )


def _expired(day: date | None, month: int) -> bool:
    return day is not None and day < first_of_month(month)
