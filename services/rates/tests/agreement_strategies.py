"""Made-up agreements of a customer and its time, small enough that hours run out: minutes are seconds, amounts are cents."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from hypothesis import strategies as st

from rates.domain.agreements import MONTHLY, Agreement, AgreementKind
from rates.domain.allocation import Allocation, Claimant
from rates.domain.segments import Segment
from rates.domain.terms import Block, Coverage, Indexing, Milestone, Rollover, Terms

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 4, 30)
CUSTOMER, ONE, OTHER, RULE = (UUID(int=number) for number in range(1, 5))
days = st.dates(FIRST_DAY, LAST_DAY)
todays = st.dates(date(2026, 2, 1), LAST_DAY)
rates = st.sampled_from([Decimal(36), Decimal(72), Decimal("100.50"), Decimal(0)])
amounts = st.integers(0, 60).map(lambda cents: Decimal(cents) / 100)
currencies = st.sampled_from(["DKK", "DKK", "DKK", "EUR"])
coverages = st.sampled_from(
    [
        Coverage(),
        Coverage(),
        Coverage((ONE,)),
        Coverage((), (ONE,)),
        Coverage((ONE, OTHER), (OTHER,)),
    ]
)
_expiries = st.none() | st.integers(1, 2)
rollovers = (
    st.just(Rollover())
    | st.builds(Rollover, st.just("all"), st.none(), _expiries)
    | st.builds(Rollover, st.just("capped"), st.integers(1, 10), _expiries)
)
_kinds: st.SearchStrategy[AgreementKind] = st.sampled_from(
    [
        "monthly-minimum",
        "monthly-minimum",
        "spend-minimum",
        "prepaid-hours",
        "prepaid-amount",
        "fixed-price",
    ]
)


@st.composite
def agreements(draw: st.DrawFn, number: int = 0) -> Agreement:
    """One agreement of some kind."""
    kind = draw(_kinds)
    first_day = draw(st.just(FIRST_DAY) | st.dates(FIRST_DAY, date(2026, 2, 28)))
    last_day = draw(st.none() | st.none() | st.dates(first_day, LAST_DAY))
    plain = Agreement(
        UUID(int=100 + number),
        1,
        CUSTOMER,
        f"A{number}",
        kind,
        draw(currencies),
        first_day,
        last_day,
        draw(coverages),
    )
    made = replace(plain, **draw(_parts(kind, number, first_day, last_day or LAST_DAY)))
    made.check()
    return made


@st.composite
def _parts(
    draw: st.DrawFn, kind: str, number: int, first_day: date, last_day: date
) -> dict[str, Any]:
    if kind == "fixed-price":
        reached = draw(st.lists(st.none() | days, min_size=1, max_size=3))
        return {
            "milestones": tuple(
                Milestone(UUID(int=200 + place), "part", Decimal(5), day)
                for place, day in enumerate(reached)
            )
        }
    if kind not in MONTHLY:
        return {"blocks": tuple(draw(_blocks(kind, 10 * number, first_day, last_day)))}
    hours = kind == "monthly-minimum"
    later = draw(st.lists(st.dates(first_day, last_day), max_size=2, unique=True))
    indexing = draw(
        st.none() | st.builds(Indexing, st.just(Decimal("2.5")), st.just(3), st.just(9))
    )
    return {
        "terms": tuple(
            Terms(day, draw(amounts), draw(st.integers(0, 40)) * hours)
            for day in sorted({first_day, *later})
        ),
        "prorate": draw(st.booleans()),
        "in_advance": hours and draw(st.booleans()),
        "rollover": draw(rollovers) if hours else Rollover(),
        "indexing": indexing,
    }


@st.composite
def _blocks(draw: st.DrawFn, kind: str, start: int, first_day: date, last_day: date) -> list[Block]:
    hours = kind == "prepaid-hours"
    blocks = []
    for number in range(start, start + draw(st.integers(0, 3))):
        bought_on = draw(st.dates(first_day, last_day))
        blocks.append(
            Block(
                UUID(int=300 + number),
                bought_on,
                Decimal(5),
                draw(st.integers(1, 30)) if hours else None,
                None if hours else draw(amounts.filter(bool)),
                draw(st.none() | st.dates(bought_on, LAST_DAY)),
                draw(st.none() | st.just(bought_on)),
            )
        )
    return blocks


@st.composite
def books(draw: st.DrawFn) -> list[Agreement]:
    """Agreements of a customer."""
    return [draw(agreements(number)) for number in range(draw(st.integers(1, 3)))]


@st.composite
def entries(draw: st.DrawFn, number: int, *, rounded: bool = True) -> Claimant:
    """An entry; `rounded`: what is billed may be another number of seconds than what was recorded."""
    day, priced = draw(days), draw(st.sampled_from([True] * 7 + [False]))
    segments: list[Segment] = []
    for _ in range(draw(st.sampled_from([1, 1, 1, 2]))):
        start = segments[-1].end if segments else 0
        seconds = draw(st.integers(1, 25))
        billed = draw(st.just(seconds) | st.integers(0, 40)) if rounded else seconds
        segments.append(Segment(start, start + seconds, "hourly", billed, draw(rates), RULE))
    started_at = datetime(day.year, day.month, day.day, draw(st.integers(0, 23)), tzinfo=UTC)
    return Claimant(
        UUID(int=1000 + number),
        day,
        draw(st.none() | st.just(started_at)),
        draw(st.sampled_from([None, ONE, OTHER])),
        draw(st.sampled_from([None, ONE, OTHER])),
        draw(currencies) if priced else None,
        tuple(segments) if priced else (),
        segments[-1].end,
        sum(one.billed_seconds for one in segments),
        draw(st.booleans()),
    )


@st.composite
def work(draw: st.DrawFn, *, rounded: bool = True, most: int = 10) -> list[Claimant]:
    """Entries of a customer."""
    number = draw(st.integers(0, most))
    return [draw(entries(place, rounded=rounded)) for place in range(number)]


def billed(entry: Claimant, outcome: Allocation) -> Claimant:
    """An entry that was billed as it was charged; one without a price cannot be."""
    charged = outcome.entries[entry.entry_id]
    if not charged.segments:
        return entry
    return replace(entry, approved=True, currency=charged.currency, billed=charged.segments)
