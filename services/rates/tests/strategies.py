"""Made-up rule books and work, for laws that hold for all of them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count
from uuid import UUID

from hypothesis import strategies as st

from money import Money
from rates.domain.acts import Act, Create, End, Replace, Withdraw
from rates.domain.matching import Customer, Work
from rates.domain.overrides import Override
from rates.domain.rounding import STEPS_SECONDS, Rounding
from rates.domain.rules import SCOPE_FIELDS, NewRule, Rule, Scope

MOMENTS = [datetime(2026, 1, number, tzinfo=UTC) for number in range(1, 5)]
NEVER = datetime.max.replace(tzinfo=UTC)

# Rules mostly leave ids out and work mostly has the same ones, so that many rules meet the same work.
_US, _OTHERS, NOBODY = UUID(int=1), UUID(int=2), UUID(int=99)
scopes = st.builds(Scope, *(st.sampled_from([None, None, _US, _OTHERS]) for _ in SCOPE_FIELDS))
work_scopes = st.builds(
    Scope, *(st.sampled_from([_US, _US, _US, _OTHERS, None]) for _ in SCOPE_FIELDS)
)
days = st.dates(date(2026, 2, 27), date(2026, 3, 3))
rosters = st.dictionaries(
    st.tuples(st.sampled_from([_US, _OTHERS, NOBODY]), days), st.sampled_from([_US, _OTHERS])
)
"""The team of an agent on a day; NOBODY is an agent whom no rule names."""
works = st.builds(Work, work_scopes, days, st.sampled_from([True, True, True, False]))
overrides = st.builds(
    Override,
    entry_id=st.just(NOBODY),
    version=st.integers(1, 3),
    hourly_rate=st.builds(Money, st.decimals(0, 999, places=2), st.sampled_from(["DKK", "EUR"])),
    reason=st.just("agreed on the phone"),
    recorded_at=st.sampled_from(MOMENTS),
    recorded_by=st.just("somebody"),
)
overridden_works = st.builds(
    lambda work, override: replace(work, override=override), works, st.none() | overrides
)
US_AND_OTHERS = Customer(_US, frozenset({_OTHERS}))
"""The others were merged into us."""


def merged(work: Work) -> Work:
    """The same work, after the merging."""
    return work.of(US_AND_OTHERS) if work.scope.organization_id else work


def made(
    number: int,
    scope: Scope,
    first: date = date(2026, 1, 1),
    last: date | None = None,
    known: tuple[datetime, datetime | None] = (MOMENTS[0], None),
) -> Rule:
    """Make a rule that costs 100 and its number."""
    rate = Money(Decimal(100 + number), "DKK")
    return Rule(UUID(int=1000 + number), 1, scope, rate, first, last, *known)


@st.composite
def rule_books(draw: st.DrawFn, *, superseded: bool = False) -> list[Rule]:
    """Rules of which no two of the same combination overlapped in time, whenever they were known."""
    book: list[Rule] = []
    for number in range(draw(st.integers(0, 14))):
        first, length = draw(days), draw(st.none() | st.integers(0, 2))
        last = None if length is None else first + timedelta(days=length)
        known = draw(_known()) if superseded else (MOMENTS[0], None)
        rule = made(number, draw(scopes), first, last, known)
        if not any(_overlap(rule, other) for other in book):
            book.append(rule)
    return book


@st.composite
def _known(draw: st.DrawFn) -> tuple[datetime, datetime | None]:
    start = draw(st.integers(0, 2))
    end = draw(st.none() | st.integers(start + 1, 3))
    return MOMENTS[start], None if end is None else MOMENTS[end]


def _overlap(one: Rule, other: Rule) -> bool:
    valid = one.valid_to or date.max, other.valid_to or date.max
    known = one.superseded_at or NEVER, other.superseded_at or NEVER
    return (
        one.scope == other.scope
        and one.valid_from <= valid[1]
        and other.valid_from <= valid[0]
        and one.recorded_at < known[1]
        and other.recorded_at < known[0]
    )


@st.composite
def acts_on(draw: st.DrawFn, book: list[Rule]) -> list[Act]:
    """Acts on rules of a book, some of which may be refused."""
    numbers = count(1)
    acts: list[Act] = []
    for rule in book:
        kind, named = draw(st.sampled_from([End, Withdraw, Replace, None, None])), (rule.rule_id, 1)
        if kind is End:
            acts.append(End(*named, draw(st.none() | days)))
        elif kind is Withdraw:
            acts.append(Withdraw(*named))
        elif kind is Replace:
            rate = Money(Decimal(500), "DKK")
            acts.append(Replace(*named, rate, draw(days), UUID(int=5000 + next(numbers))))
    of_book = [st.sampled_from([rule.scope for rule in book])] if book else []
    for _ in range(draw(st.integers(0, 3))):
        scope, rate = draw(st.one_of(*of_book, scopes)), Money(Decimal(700), "EUR")
        new = NewRule(scope, rate, draw(days), draw(st.none() | days))
        acts.append(Create(UUID(int=6000 + next(numbers)), new))
    return draw(st.permutations(acts))


_minimums = st.sampled_from([0, 0, 0, 300, 1000])
rounding_rules = st.builds(
    Rounding,
    st.sampled_from(["up", "up", "nearest", "down"]),
    st.sampled_from(STEPS_SECONDS),
    st.sampled_from(["entry", "day-work-item"]),
    _minimums,
) | st.builds(Rounding, st.just("none"), scope=st.just("entry"), minimum_seconds=_minimums)
