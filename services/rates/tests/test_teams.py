"""On which days somebody moved, by a law: outside of them the team of every day is what it was."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from rates.domain.rules import Days
from rates.domain.teams import Membership, days_moved

FIRST = date(2026, 5, 1)
WEB, DESIGN = UUID(int=1), UUID(int=2)
LENGTH = 8
Roster = list[UUID | None]
rosters: st.SearchStrategy[Roster] = st.lists(
    st.sampled_from([None, WEB, DESIGN]), min_size=LENGTH, max_size=LENGTH
)


def memberships(roster: Roster, *, open_end: bool) -> list[Membership]:
    """The memberships that give these teams day by day; the last goes on for ever, or not."""
    last = len(roster) - 1
    return [
        Membership(team, _day(number), None if open_end and number == last else _day(number))
        for number, team in enumerate(roster)
        if team is not None
    ]


def _day(number: int) -> date:
    return FIRST + timedelta(days=number)


@given(rosters, rosters, st.booleans())
def test_the_days_of_a_move_reach_from_the_first_to_the_last_that_differs(
    old: Roster, new: Roster, open_end: bool
) -> None:
    differing = [_day(number) for number in range(LENGTH) if old[number] != new[number]]
    found = days_moved(memberships(old, open_end=open_end), memberships(new, open_end=open_end))
    if not differing:
        assert found is None
        return
    for_ever = open_end and old[-1] != new[-1]
    assert found == Days(differing[0], None if for_ever else differing[-1])


def test_who_leaves_a_team_has_not_moved_before_that_day() -> None:
    before = [Membership(WEB, FIRST)]
    after = [Membership(WEB, FIRST, date(2026, 5, 31)), Membership(DESIGN, date(2026, 6, 1))]
    assert days_moved(before, after) == Days(date(2026, 6, 1))
    assert days_moved(after, before) == Days(date(2026, 6, 1))


def test_a_membership_until_the_last_day_there_is_moves_nobody_after_it() -> None:
    assert days_moved([], [Membership(WEB, FIRST, date.max)]) == Days(FIRST, None)
