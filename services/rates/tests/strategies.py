"""Made-up rule books and work, for laws that hold for all of them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from money import Money
from rates.matching import Work
from rates.rules import SCOPE_FIELDS, Rule, Scope

MOMENTS = [datetime(2026, 1, number, tzinfo=UTC) for number in range(1, 5)]
NEVER = datetime.max.replace(tzinfo=UTC)

# Rules mostly leave ids out and work mostly has the same ones, so that many rules meet the same work.
_US, _OTHERS = UUID(int=1), UUID(int=2)
scopes = st.builds(Scope, *(st.sampled_from([None, None, _US, _OTHERS]) for _ in SCOPE_FIELDS))
work_scopes = st.builds(
    Scope, *(st.sampled_from([_US, _US, _US, _OTHERS, None]) for _ in SCOPE_FIELDS)
)
days = st.dates(date(2026, 2, 27), date(2026, 3, 3))
works = st.builds(Work, work_scopes, days, st.sampled_from([True, True, True, False]))


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
