"""Where time goes on a draft when its price changes: nothing is lost or doubled, and no line mixes prices."""

import time
from collections import defaultdict
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count, pairwise
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from invoicing.domain.draft import Draft
from invoicing.domain.lines import Line
from invoicing.domain.pieces import Piece
from invoicing.domain.prices import Segment, Treatment
from invoicing.domain.repricing import Followed, Kin, PriceNow, TakenTime, follow
from invoicing.domain.tax import Tax

CUSTOMER, DRAFT = UUID(int=1), UUID(int=2)
TAX = Tax("standard", Decimal(25))
RATES = [Decimal(one) for one in (900, 1000, 1200)]
TREATMENTS: list[Treatment] = ["hourly", "overage", "included"]
HOUR = 3600


def line(number: int, rate: Decimal, seconds: int, tax: Tax = TAX) -> Line:
    days = date(2026, 9, 1), date(2026, 9, 1)
    return Line(
        line_id=UUID(int=100 + number),
        position=number + 1,
        kind="time",
        description=f"Line {number}",
        amount=Decimal(0),
        tax=tax,
        seconds=seconds,
        billed_seconds=seconds,
        hourly_rate=rate,
        first_day=days[0],
        last_day=days[1],
    )


def draft(*lines: Line) -> Draft:
    made = datetime(2026, 10, 1, tzinfo=UTC)
    return Draft(
        DRAFT, 1, CUSTOMER, "entry", "DKK", "en", TAX, made, "somebody", lines=tuple(lines)
    )


def taken(number: int, entry: int, rate: Decimal, start: int = 0, end: int = HOUR) -> TakenTime:
    piece = Piece(UUID(int=1000 + entry), start, end, 1, rate, 0, HOUR, HOUR)
    return TakenTime(DRAFT, UUID(int=100 + number), None, piece)


def price(entry: int, *segments: Segment, currency: str = "DKK") -> PriceNow:
    return PriceNow(UUID(int=1000 + entry), 2, CUSTOMER, currency, ready=True, segments=segments)


def followed(on: Draft, time: list[TakenTime], prices: list[PriceNow], kin: Kin) -> Followed:
    ids = count(9000)
    known = {one.entry_id: one for one in prices}
    return follow(on, time, known, kin, lambda: UUID(int=next(ids)))


@st.composite
def new_prices(draw: st.DrawFn, entry: int) -> PriceNow:
    ends = [0, *sorted(draw(st.sets(st.integers(1, HOUR - 1), max_size=2))), HOUR]
    segments = [
        Segment(
            start,
            end,
            draw(st.integers(0, 2 * HOUR)),
            draw(st.sampled_from(RATES)),
            draw(st.sampled_from(TREATMENTS)),
        )
        for start, end in pairwise(ends)
    ]
    return price(entry, *segments, currency=draw(st.sampled_from(["DKK", "DKK", "EUR"])))


@given(st.data())
def test_seconds_are_on_a_line_of_their_price_or_lost(data: st.DataObject) -> None:
    rates = data.draw(st.lists(st.sampled_from(RATES), min_size=1, max_size=4))
    stays = data.draw(st.lists(st.integers(0, 1), min_size=len(rates), max_size=len(rates)))
    cut = data.draw(st.integers(1, HOUR - 1))
    time = [taken(n, n, rate, cut) for n, rate in enumerate(rates)]
    time += [
        taken((n + 1) % len(rates), n, rates[(n + 1) % len(rates)], 0, cut)
        for n in range(len(rates))
    ]
    has = defaultdict[UUID, int](int)
    for one in time:
        has[one.line_id] += one.piece.seconds
    lines = [
        line(n, rate, has[UUID(int=100 + n)] + HOUR * stays[n]) for n, rate in enumerate(rates)
    ]
    related = data.draw(st.booleans())
    parent = {one.line_id: lines[0].line_id for one in lines} if related else {}
    prices = [data.draw(new_prices(entry)) for entry in range(len(rates))]
    after = followed(draft(*lines), time, prices, Kin(parent, {}))
    on_lines = sum(one.piece.seconds for one in after.pieces)
    assert on_lines + sum(after.lost.values()) == len(rates) * HOUR
    kinds = defaultdict[UUID, set[tuple[Decimal | None, bool]]](set)
    for found in after.pieces:
        kinds[found.line_id].add((found.piece.hourly_rate, found.piece.overage))
    rate_of = {one.line_id: one.hourly_rate for one in after.draft.lines}
    for line_id, charged in kinds.items():
        assert [rate for rate, _ in charged] == [rate_of[line_id]]
    for number, stay in enumerate(stays):
        if stay:
            assert rate_of[UUID(int=100 + number)] == rates[number]
    assert [one.position for one in after.draft.lines] == list(range(1, len(rate_of) + 1))
    assert all(one.is_seen and one.seconds > 0 for one in after.repriced)


def test_lines_that_change_places_of_their_prices_change_their_time() -> None:
    lines = line(0, RATES[0], HOUR), line(1, RATES[1], HOUR)
    kin = Kin({lines[1].line_id: lines[0].line_id}, {})
    time = [taken(0, 0, RATES[0]), taken(1, 1, RATES[1])]
    prices = [price(n, Segment(0, HOUR, HOUR, RATES[1 - n])) for n in range(2)]
    after = followed(draft(*lines), time, prices, kin)
    where = {one.piece.entry_id: one.line_id for one in after.pieces}
    assert where == {UUID(int=1000): lines[1].line_id, UUID(int=1001): lines[0].line_id}


def test_a_line_of_no_kin_keeps_to_itself_though_it_has_the_price() -> None:
    lines = line(0, RATES[0], 2 * HOUR), line(1, RATES[1], HOUR)
    after = followed(
        draft(*lines),
        [taken(0, 0, RATES[0])],
        [price(0, Segment(0, HOUR, HOUR, RATES[1]))],
        Kin(),
    )
    assert [one.description for one in after.draft.lines] == ["Line 0", "Line 0", "Line 1"]
    assert [one.line_id for one in after.pieces] == [UUID(int=9000)]


def test_the_longest_invoice_follows_at_once() -> None:
    lines = [line(n, RATES[0], HOUR * 2) for n in range(750)]
    time_taken = [taken(n // 2, n, RATES[0]) for n in range(1500)]
    prices = [price(n, Segment(0, HOUR, HOUR, RATES[1])) for n in range(1500)]
    began = time.process_time()
    after = followed(draft(*lines), time_taken, prices, Kin())
    assert time.process_time() - began < 2
    assert len(after.repriced) == 1500
