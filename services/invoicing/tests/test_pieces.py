"""Seconds that change hands: the last of an entry's, and what is charged of them adds up whatever is taken."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from invoicing.domain.pieces import EntryPart, Piece, take
from invoicing.domain.write_off import lines_of, put_on_lines, worth

ONE, OTHER = UUID(int=1), UUID(int=2)


def piece(start: int = 0, end: int = 3600, entry_id: UUID = ONE, billed: int = 4500) -> Piece:
    """A part of an hour that is charged as an hour and a quarter."""
    return Piece(entry_id, start, end, 1, Decimal(1000), 0, 3600, billed)


def ranges(pieces: tuple[Piece, ...]) -> list[tuple[int, int]]:
    return sorted((one.start, one.end) for one in pieces)


def test_the_last_seconds_go_and_the_first_stay() -> None:
    taken = take([piece(0, 1000), piece(2000, 3600)], [EntryPart(ONE, 1700)])
    assert ranges(taken.goes) == [(900, 1000), (2000, 3600)]
    assert ranges(taken.stays) == [(0, 900)]


def test_without_parts_or_seconds_all_of_it_goes() -> None:
    every = [piece(), piece(entry_id=OTHER)]
    assert take(every, []).stays == ()
    taken = take(every, [EntryPart(OTHER)])
    assert [one.entry_id for one in taken.goes] == [OTHER]
    assert [one.entry_id for one in taken.stays] == [ONE]


@pytest.mark.parametrize(
    "parts", [[EntryPart(OTHER)], [EntryPart(ONE, 3601)], [EntryPart(ONE), EntryPart(ONE, 1)]]
)
def test_what_is_not_there_is_refused(parts: list[EntryPart]) -> None:
    with pytest.raises(InvalidInputError):
        take([piece()], parts)


@given(
    st.sets(st.integers(1, 3599), max_size=5),
    st.integers(1, 3600),
    st.integers(0, 9000),
)
def test_what_is_charged_adds_up(cuts: set[int], seconds: int, billed: int) -> None:
    places = [0, *sorted(cuts), 3600]
    pieces = [piece(a, b, billed=billed) for a, b in pairwise(places)]
    taken = take(pieces, [EntryPart(ONE, seconds)])
    assert sum(one.seconds for one in taken.goes) == seconds
    both = (*taken.goes, *taken.stays)
    assert sum(one.seconds for one in both) == 3600
    assert sum(one.billed_seconds for one in both) == billed


def test_a_write_off_has_a_line_for_each_entry_and_price_and_is_rounded_once() -> None:
    ids = iter(UUID(int=number) for number in range(10, 20))
    cheap = replace(piece(0, 60, billed=3600), hourly_rate=Decimal("0.3"))
    lined = put_on_lines(
        [cheap, replace(cheap, start=60, end=120), piece(0, 60, OTHER)], lambda: next(ids)
    )
    lines = lines_of(lined, "DKK")
    assert [(one.entry_id, one.seconds) for one in lines] == [(ONE, 120), (OTHER, 60)]
    assert worth(lines, "DKK") == Decimal("20.84")
