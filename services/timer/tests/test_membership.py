"""Which team an agent is in: at most one on any day, whoever moves whom when."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain_errors import InvalidInputError
from services.timer.tests.factories import METTE
from timer.membership import (
    MOST_MEMBERSHIPS,
    AgentInTeamError,
    Membership,
    MembershipChanges,
    changed,
    joined,
    moved,
)

FIRST = date(2026, 1, 1)
DESIGN, WEB, OPS = (UUID(int=number) for number in (11, 12, 13))
SPARE = UUID(int=99)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def membership(number: int, team: UUID, first: int, last: int | None = None) -> Membership:
    until = None if last is None else day(last)
    return Membership(UUID(int=number), 1, METTE, team, day(first), until)


def test_days_that_are_free_are_joined() -> None:
    first, second = membership(1, DESIGN, 10, 19), membership(2, WEB, 20)
    assert joined(joined([], second), first) == [first, second]


@pytest.mark.parametrize(("first", "last"), [(0, 10), (0, None), (12, 15), (19, 30), (19, None)])
def test_a_day_in_a_team_is_not_joined_again(first: int, last: int | None) -> None:
    taken = [membership(1, DESIGN, 10, 19)]
    with pytest.raises(AgentInTeamError) as refused:
        joined(taken, membership(2, WEB, first, last))
    (error,) = refused.value.fields
    assert error.field == ("last_day" if first < 10 else "first_day")
    assert "from 2026-01-11 to 2026-01-20" in error.reason


def test_a_membership_ends_after_it_begins() -> None:
    for wrong in (joined, lambda current, new: moved(current, new, SPARE)):
        with pytest.raises(InvalidInputError):
            wrong([], membership(1, DESIGN, 10, 9))


def test_who_moves_leaves_the_other_team_the_day_before() -> None:
    before = membership(1, DESIGN, 0)
    assert moved([before], membership(2, WEB, 31), SPARE) == [
        membership(1, DESIGN, 0, 30),
        membership(2, WEB, 31),
    ]


def test_who_is_lent_to_a_team_comes_back() -> None:
    lent = moved([membership(1, DESIGN, 0)], membership(2, WEB, 31, 40), SPARE)
    assert lent == [
        membership(1, DESIGN, 0, 30),
        membership(2, WEB, 31, 40),
        membership(99, DESIGN, 41),
    ]


def test_a_move_from_the_first_day_leaves_nothing_of_the_other_teams() -> None:
    others = [membership(1, DESIGN, 5, 9), membership(2, OPS, 10, 20)]
    assert moved(others, membership(3, WEB, 5), SPARE) == [membership(3, WEB, 5)]


def test_days_are_changed_where_no_other_team_has_them() -> None:
    both = [membership(1, DESIGN, 0, 9), membership(2, WEB, 20)]
    assert changed(both, UUID(int=1), day(1), day(19))[0] == membership(1, DESIGN, 1, 19)
    with pytest.raises(AgentInTeamError):
        changed(both, UUID(int=1), day(1), None)


def test_an_agent_has_a_bounded_number_of_memberships() -> None:
    many = [membership(number + 1, WEB, number, number) for number in range(MOST_MEMBERSHIPS)]
    with pytest.raises(InvalidInputError):
        joined(many, membership(MOST_MEMBERSHIPS + 1, WEB, MOST_MEMBERSHIPS))


def test_the_difference_is_what_is_written() -> None:
    before = [membership(1, DESIGN, 0, 9), membership(2, OPS, 10, 12), membership(4, OPS, 50)]
    after = moved(before, membership(3, WEB, 5, 30), SPARE)
    difference = MembershipChanges.between(before, after)
    assert difference.removed == [UUID(int=2)]
    assert [(one.id.int, one.version) for one in difference.updated] == [(1, 2)]
    assert difference.added == [membership(3, WEB, 5, 30)]
    assert not MembershipChanges.between(after, after)


TEAMS = st.sampled_from([DESIGN, WEB, OPS])
SPANS = st.tuples(st.integers(0, 60), st.none() | st.integers(0, 30))


@given(st.lists(st.tuples(TEAMS, SPANS), min_size=1, max_size=12))
def test_after_any_moves_each_day_has_the_team_that_was_given_last(
    moves: list[tuple[UUID, tuple[int, int | None]]],
) -> None:
    current: list[Membership] = []
    expected: dict[date, UUID] = {}
    for number, (team, (first, length)) in enumerate(moves, start=1):
        last = None if length is None else first + length
        new = membership(number, team, first, last)
        current = list(moved(current, new, UUID(int=1000 + number)))
        until = 100 if last is None else last
        expected.update({day(one): team for one in range(first, until + 1)})
    assert len({one.id for one in current}) == len(current)
    for number in range(100):
        found = [one.team_id for one in current if one.overlaps(membership(0, WEB, number, number))]
        assert found == ([expected[day(number)]] if day(number) in expected else [])
